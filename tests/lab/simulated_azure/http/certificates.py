# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The lab's certificate authority, and certificates in the shape of Azure's."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from simulated_azure.account import DOMAINS
from simulated_azure.arm.addresses import ARM_NAMES, ENTRA_NAMES, STACK_NAME

DAY = datetime.timedelta(days=1)


def _name(common_name: str, organization: str = "") -> x509.Name:
    attributes = {NameOID.ORGANIZATION_NAME: organization, NameOID.COMMON_NAME: common_name}
    return x509.Name([x509.NameAttribute(oid, value) for oid, value in attributes.items() if value])


class Authority:
    """A certificate authority with a key of its own, which never leaves the process."""

    def __init__(self, common_name: str, names: tuple[str, ...] = (), organization: str = "") -> None:
        subject = _name(common_name, organization)
        self._key = ec.generate_private_key(ec.SECP256R1())
        now = datetime.datetime.now(datetime.timezone.utc)
        builder = (
            x509.CertificateBuilder(
                subject,
                subject,
                self._key.public_key(),
                x509.random_serial_number(),
                now - 800 * DAY,
                now + 800 * DAY,
            )
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .add_extension(_key_usage(signs_certificates=True), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(self._key.public_key()), critical=False)
        )
        if names:
            builder = builder.add_extension(_alternative_names(names), critical=False)
        self.certificate = builder.sign(self._key, hashes.SHA256())

    @property
    def pem_with_key(self) -> bytes:
        """For a server that is its own authority."""
        return _private_pem(self._key) + self.pem

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    @property
    def hashed_file_name(self) -> str:
        """What OpenSSL looks for in a certificate directory: a hash over the subject.

        OpenSSL hashes the subject in lower case, as UTF-8 and without the header of its outer sequence. The names
        of our authorities are lower case UTF-8 already, so that leaves the two bytes of the header.
        """
        digest = hashlib.sha1(self.certificate.subject.public_bytes()[2:]).digest()
        return f"{int.from_bytes(digest[:4], 'little'):08x}.0"

    def issue(self, row: Certificate) -> bytes:
        """A server certificate with its key, in PEM."""
        key = ec.generate_private_key(ec.SECP256R1())
        now = datetime.datetime.now(datetime.timezone.utc)
        certificate = (
            x509.CertificateBuilder(
                self.certificate.subject,
                _name(row.names[0]),
                key.public_key(),
                x509.random_serial_number(),
                now + row.valid_from * DAY,
                now + row.valid_to * DAY,
            )
            .add_extension(_alternative_names(row.names), critical=False)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(_key_usage(signs_certificates=False), critical=True)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key()), critical=False)
            .sign(self._key, hashes.SHA256())
        )
        return _private_pem(key) + certificate.public_bytes(serialization.Encoding.PEM) + self.pem * row.with_chain


class Certificate(NamedTuple):
    names: tuple[str, ...]
    valid_from: int = -30  # days from now
    valid_to: int = 143
    issuer: str = "lab"  # see issue_all
    with_chain: bool = False


_OPENAI = ("*.openai.azure.com",)

CERTIFICATES: dict[str, Certificate] = {
    **{f"azure.{domain}": Certificate((f"*.{domain}",)) for domain in DOMAINS},
    "management": Certificate(ARM_NAMES),
    "login": Certificate(ENTRA_NAMES),
    "stack": Certificate((STACK_NAME,), issuer="stack"),
    "expires_soon": Certificate(_OPENAI, -85, 5),
    "expired": Certificate(_OPENAI, -95, -5),
    "not_yet_valid": Certificate(_OPENAI, 5, 95),
    "wrong_name": Certificate(("*.azurewebsites.net",)),
    "unknown_ca": Certificate(_OPENAI, issuer="unknown"),
    "inspected": Certificate(_OPENAI, issuer="firewall", with_chain=True),
    "inspected_trusted": Certificate(_OPENAI, issuer="office"),
    "self_signed": Certificate(_OPENAI, issuer="itself"),
}


def issue_all(directory: Path) -> dict[str, Authority]:
    """Writes every certificate of the table; returns its authorities, of which the vantages trust `lab` and `office`."""
    issuers = {
        issuer: Authority(f"{issuer} example ca", organization=f"{issuer} example")
        for issuer in ("lab", "unknown", "firewall", "office", "stack")
    }
    for name, row in CERTIFICATES.items():
        issuer = issuers.get(row.issuer)
        pem = issuer.issue(row) if issuer else Authority(row.names[0], row.names).pem_with_key
        (directory / f"{name}.pem").write_bytes(pem)
    return issuers


def _alternative_names(names: tuple[str, ...]) -> x509.SubjectAlternativeName:
    return x509.SubjectAlternativeName([x509.DNSName(name) for name in names])


def _private_pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _key_usage(signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )


def write_trust(directory: Path, authorities: Iterable[Authority]) -> None:
    """Fills what a vantage sees as /etc/ssl/certs: a bundle for some programs, a hashed name for others."""
    directory.mkdir(parents=True, exist_ok=True)
    for stale in directory.iterdir():
        stale.unlink()
    with open(directory / "ca-certificates.crt", "wb") as bundle:
        for authority in authorities:
            bundle.write(authority.pem)
            (directory / authority.hashed_file_name).write_bytes(authority.pem)
