# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Certificates that a host shall trust: each must be a certificate of a CA, in PEM, and nothing else."""

from __future__ import annotations

import re
import traceback

try:
    from cryptography import x509
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.serialization import Encoding
except ImportError:
    # ansible-core itself needs it on the control node: it is only not there where the documentation is built.
    MISSING = traceback.format_exc()
else:
    MISSING = None

OPTION = "jumphost_ca_certificates"
_BLOCK = re.compile(r"-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----", re.DOTALL)


def read_certificates(texts):
    """Return the certificates in PEM texts, dicts C(fingerprint subject pem), each once.

    Raises ValueError naming the one that is not accepted, and why.
    """
    found = {}
    for number, text in enumerate(texts):
        where = f"{OPTION}[{number}]"
        if "PRIVATE KEY" in text:
            raise ValueError(f"{where} holds a private key, which must stay where it is: expected certificates only")
        blocks = _BLOCK.findall(text)
        if not blocks:
            raise ValueError(f"{where} holds no certificate: expected PEM: BEGIN CERTIFICATE ... END CERTIFICATE")
        for block in blocks:
            certificate = _certificate(where, block)
            found[certificate["fingerprint"]] = certificate
    return [found[fingerprint] for fingerprint in sorted(found)]


def _certificate(where, block):
    try:
        certificate = x509.load_pem_x509_certificate(block.encode("ascii"))
        subject = certificate.subject.rfc4514_string()
        is_ca = certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except x509.ExtensionNotFound:
        is_ca = False
    except ValueError as exc:
        raise ValueError(f"{where} holds a certificate that cannot be read: {exc}") from exc
    if not is_ca:
        raise ValueError(
            f"{where} holds the certificate of {subject}, which is not a CA: expected certificates with CA:TRUE in their basic "
            "constraints; trusting a server's own certificate proves nothing about its issuer"
        )
    return {
        "fingerprint": certificate.fingerprint(SHA256()).hex(),
        "subject": subject,
        "pem": certificate.public_bytes(Encoding.PEM).decode("ascii"),
    }
