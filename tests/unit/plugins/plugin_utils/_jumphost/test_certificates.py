# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import datetime

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._jumphost.plan import read_certificates

KEY = ec.generate_private_key(ec.SECP256R1())


def certificate(name, constraints):
    """Return a certificate in PEM, with or without basic constraints."""
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    start = datetime.datetime(2026, 1, 1)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(KEY.public_key())
        .serial_number(7)
        .not_valid_before(start)
        .not_valid_after(start + datetime.timedelta(days=90))
    )
    if constraints is not None:
        builder = builder.add_extension(x509.BasicConstraints(constraints, None), critical=True)
    return builder.sign(KEY, SHA256()).public_bytes(Encoding.PEM).decode()


CA, SERVER, OLD = certificate("ca", True), certificate("server", False), certificate("old", None)
PRIVATE = KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


@pytest.mark.parametrize(
    "texts, subjects",
    [
        pytest.param([], [], id="none"),
        pytest.param([CA], ["CN=ca"], id="one"),
        pytest.param([CA + "\n" + CA, CA.strip()], ["CN=ca"], id="the same three times"),
        pytest.param(["Subject: comment\n" + CA + "trailing"], ["CN=ca"], id="text around it"),
        pytest.param([CA.replace("\n", "\r\n")], ["CN=ca"], id="CRLF"),
    ],
)
def test_certificates_of_authorities_are_read(texts, subjects):
    found = read_certificates(texts)
    assert [each["subject"] for each in found] == subjects
    assert all(each["pem"] == CA and len(each["fingerprint"]) == 64 for each in found)


@pytest.mark.parametrize(
    "text, message",
    [
        pytest.param(SERVER, r"\[1\] contains the certificate of CN=server, which is not a CA", id="server"),
        pytest.param(OLD, r"\[1\] contains the certificate of CN=old, which is not a CA", id="no basic constraints"),
        pytest.param(CA + SERVER, "which is not a CA", id="server behind a CA"),
        pytest.param(CA + PRIVATE, r"\[1\] contains a private key", id="private key"),
        pytest.param("", r"\[1\] does not contain a certificate: expected PEM", id="empty"),
        pytest.param("/etc/ssl/ca.pem", "does not contain a certificate", id="path"),
        pytest.param(
            "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", "cannot be read", id="no certificate in it"
        ),
    ],
)
def test_all_else_is_refused(text, message):
    with pytest.raises(
        ValueError, match="^jumphost_ca_certificates" + ("" if message.startswith(r"\[") else ".*") + message
    ) as caught:
        read_certificates([CA, text])
    assert "PRIVATE KEY-----" not in str(caught.value)
