# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Certificates of the front ends: with an intermediate authority, as Azure's are, and with what goes wrong with them."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from ansible_collections.privatelink.azure_ai.tests.system.causes.nameservers import NAME

DAY = datetime.timedelta(days=1)
SERVER, CLIENT = ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH


@dataclass(frozen=True)
class Signed:
    """A certificate with its key, and the authority that signed it."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    @property
    def key_pem(self) -> bytes:
        return self.key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )


def sign(
    common_name: str,
    organization: str,
    issuer: Signed | None = None,
    name: str | None = None,
    usage: x509.ObjectIdentifier = SERVER,
    days_left: int = 143,
) -> Signed:
    """Return a certificate: of a server with a C(name), else of an authority; without an issuer it signs itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organization),
            x509.NameAttribute(NameOID.COMMON_NAME, common_name),
        ]
    )
    now = datetime.datetime.now(datetime.timezone.utc)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.certificate.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - 30 * DAY)
        .not_valid_after(now + days_left * DAY)
        .add_extension(x509.BasicConstraints(ca=not name, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    if name:
        builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        builder = builder.add_extension(x509.ExtendedKeyUsage([usage]), critical=False)
    return Signed(key, builder.sign(issuer.key if issuer else key, hashes.SHA256()))


def write_all(directory: Path) -> None:
    """Write the certificates that the front ends use, and C(ca.pem), what the jumphost trusts."""
    public_name = NAME.replace("aro-azureopenai", "*")
    root = sign("Example Root", "Example Trust")
    issuing = sign("Example Issuing CA 01", "Microsoft Corporation", root)
    second = sign("Example Issuing CA 02", "Microsoft Corporation", root)
    server = sign("front end", "Microsoft Corporation", issuing, public_name)
    of_second = sign("front end", "Microsoft Corporation", second, public_name)
    firewall = sign("Inspecting CA", "Corp Security")
    unknown = sign("Private Root", "Corp PKI")
    client_only = sign("front end", "Microsoft Corporation", issuing, public_name, CLIENT)
    inspected = sign("front end", "Corp Security", firewall, public_name)
    of_private_ca = sign("front end", "Corp PKI", unknown, public_name)
    default = sign("localhost", "Acme Co", name="ingress.local")
    self_signed = sign("front end", "Acme Co", name=public_name)
    another_name = sign("front end", "Microsoft Corporation", issuing, "ingress.example.com")
    another_service = sign("front end", "Microsoft Corporation", issuing, "*.blob.core.windows.net")
    expired = sign("front end", "Microsoft Corporation", issuing, public_name, days_left=-1)
    written = {
        "whole": server.key_pem + server.pem + issuing.pem,
        "whole-02": of_second.key_pem + of_second.pem + second.pem,
        "private-root": unknown.pem,
        "leaf-only": server.key_pem + server.pem,
        "client-only": client_only.key_pem + client_only.pem + issuing.pem,
        "inspected": inspected.key_pem + inspected.pem + firewall.pem,
        "private-ca": of_private_ca.key_pem + of_private_ca.pem + unknown.pem,
        "default": default.key_pem + default.pem,
        "self-signed": self_signed.key_pem + self_signed.pem,
        "another-name": another_name.key_pem + another_name.pem + issuing.pem,
        "another-service": another_service.key_pem + another_service.pem + issuing.pem,
        "expired": expired.key_pem + expired.pem + issuing.pem,
        "firewall": firewall.key_pem + firewall.pem,
        "ca": root.pem,
        "ca-and-firewall": root.pem + firewall.pem,
    }
    for name, pem in written.items():
        (directory / f"{name}.pem").write_bytes(pem)
