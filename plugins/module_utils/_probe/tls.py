# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""TLS: one context per task, a handshake within the deadline, and what the certificate says."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import socket
import ssl
from datetime import datetime, timedelta, timezone
from typing import Any

from .._auth.issuers import organization_of
from .._core.sockets import LayerError, Timed, reason
from .._core.text import first_of, shown
from . import alerts

EXPIRES_SOON = timedelta(days=14)
MAX_NAMES = 100  # of a certificate, that results show

_SHOWN_NAMES = ("DNS", "IP Address")

# OpenSSL's X509_V_ERR_* of the failures that have a code of their own; the standard library gives only the number.
_BY_VERIFY_CODE = {9: "tls_not_yet_valid", 10: "tls_expired", 62: "tls_name_mismatch"}

# Flags of OpenSSL by number: the standard library names the first from Python 3.10 on and the second never.
_PARTIAL_CHAIN = 0x80000
_NO_CHECK_TIME = 0x200000

_SHORT = {
    "commonName": "CN",
    "organizationName": "O",
    "organizationalUnitName": "OU",
    "countryName": "C",
    "localityName": "L",
    "stateOrProvinceName": "ST",
}


class TimedTLSSocket(Timed, ssl.SSLSocket):
    """A TLS socket that keeps a deadline, in the handshake too."""

    alert = None
    certificate_requested = None

    def do_handshake(self, block=False):
        """Shake hands as SSLSocket.do_handshake does, within the deadline."""
        self._within_deadline(super().do_handshake, block)

    def send(self, data, flags=0):
        """Send as SSLSocket.send does, within the deadline; what the server sent before it closed is read then."""
        try:
            return super().send(data, flags)
        except OSError:
            # The alert that says why; without TLS 1.3 it comes in the handshake.
            with contextlib.suppress(OSError, ValueError):
                self.settimeout(0)
                self.read(1)
            raise

    def recv_into(self, buffer, nbytes=0, flags=0):
        """Receive as SSLSocket.recv_into does, within the deadline; a reset is an error and not an end."""
        if not self.pending():
            # Python 3.10 to 3.11.8 report a reset as an end of file. The socket below tells them apart.
            self._within_deadline(socket.socket.recv, self, 1, socket.MSG_PEEK)
        return super().recv_into(buffer, nbytes, flags)


class Trust:
    """The contexts of one task: loading the trust store takes most of the time of a handshake."""

    def __init__(self, validate_certs, ca_path=None):
        """Load the OS trust store, or O(ca_path) (a file or directory) in its place.

        Raises ValueError when O(ca_path) cannot be loaded.
        """
        self.validate_certs = validate_certs
        self.unverified = _context(ssl.CERT_NONE)
        self.verified = self._load(ca_path) if validate_certs else None

    @staticmethod
    def _load(ca_path):
        context = _context(ssl.CERT_REQUIRED)
        if not ca_path:
            _load_os_store(context)
            return context
        try:
            context.load_verify_locations(**{"capath" if os.path.isdir(ca_path) else "cafile": ca_path})
        except (OSError, ValueError) as exc:
            why = reason(exc) if isinstance(exc, OSError) else exc
            raise ValueError(
                f"ca_path: {ca_path!r} cannot be loaded ({why}): expected a file of PEM certificates or an OpenSSL "
                "directory"
            ) from exc
        return context


def _context(verify_mode):
    # By hand: ssl.create_default_context opens the file that SSLKEYLOGFILE names, and writes to it what decrypts the
    # production key.
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = verify_mode == ssl.CERT_REQUIRED
    context.verify_mode = verify_mode
    # The common name is a text for people: an authority may have put there what nobody has proved to own.
    context.hostname_checks_common_name = False
    # The same on every Python: 3.13 turns strict on, which refuses private authorities without key identifiers, and
    # accepts an intermediate authority as trusted when the store holds it.
    context.verify_flags = (context.verify_flags & ~ssl.VERIFY_X509_STRICT) | _PARTIAL_CHAIN
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_alpn_protocols(["http/1.1"])
    context.sslsocket_class = TimedTLSSocket
    alerts.watch(context)
    return context


def _load_os_store(context):
    """Trust what the OS store holds: not certifi, because the authority of an inspecting firewall is installed there.

    SSL_CERT_FILE and SSL_CERT_DIR, which load_default_certs would follow, name other stores.
    """
    paths = ssl.get_default_verify_paths()
    for key, path in (("cafile", paths.openssl_cafile), ("capath", paths.openssl_capath)):
        # A store that cannot be read leaves its certificates untrusted, as for other programs.
        with contextlib.suppress(OSError):
            context.load_verify_locations(**{key: path})


def no_facts():
    """Return the C(tls) part of a result with every key null."""
    return dict.fromkeys(
        (
            "verified",
            "verify_error",
            "verify_code",
            "alert",
            "certificate_requested",
            "version",
            "cipher",
            "server_name",
            "subject",
            "issuer",
            "issuer_organization",
            "san",
            "not_before",
            "not_after",
            "sha256",
        )
    )


def handshake(sock, trust, server_name, facts):
    """Return a TimedTLSSocket over a connected TimedSocket, verified for C(server_name) if C(trust) verifies.

    Fills C(facts) as far as it gets. Raises LayerError C(tls_*), or C(tcp_reset).
    """
    facts.update(server_name=server_name, verified=False)
    tls = shake(sock, trust.verified or trust.unverified, server_name, facts)
    facts.update(
        verified=trust.validate_certs,
        verify_error=None if trust.validate_certs else "not verified: validate_certs is false",
        version=tls.version(),
        cipher=(tls.cipher() or (None,))[0],
        certificate_requested=tls.certificate_requested,
    )
    facts.update(_certificate(tls))
    return tls


def shake(sock, context, server_name, facts):
    """Return the TimedTLSSocket of a handshake in a context. Fills C(facts) when it fails, and raises LayerError."""
    deadline = sock.deadline
    tls = None
    try:
        tls = context.wrap_socket(sock, server_hostname=server_name, do_handshake_on_connect=False)
        tls.deadline = deadline
        tls.do_handshake()
        return tls
    except OSError as exc:
        facts.update(alert=alerts.alert_of(tls, exc), certificate_requested=getattr(tls, "certificate_requested", None))
        (tls or sock).close()
        code = "tcp_reset" if _was_reset_before(tls, exc) else _code(exc)
        if isinstance(exc, ssl.SSLCertVerificationError):
            facts.update(verify_error=exc.verify_message, verify_code=exc.verify_code)
        raise LayerError(code, facts["verify_error"] or _text(code, exc)) from exc


def _was_reset_before(tls, exc):
    """Return whether the connection was gone before anything could be sent."""
    return exc.errno == errno.ENOTCONN or (tls is None and not isinstance(exc, ssl.SSLError))


def _code(exc):
    if isinstance(exc, ssl.SSLCertVerificationError):
        return _BY_VERIFY_CODE.get(exc.verify_code, "tls_untrusted")
    if isinstance(exc, socket.timeout):
        return "tls_timeout"
    # Before OpenSSL 3 and Python 3.10 agreed on SSLEOFError, an early end was an SSLError with only its reason.
    early_end = isinstance(exc, (ssl.SSLEOFError, ssl.SSLZeroReturnError, ssl.SSLSyscallError))
    if early_end or getattr(exc, "reason", None) == "UNEXPECTED_EOF_WHILE_READING" or not isinstance(exc, ssl.SSLError):
        return "tls_reset"
    return "tls_handshake_failed"


def _text(code, exc):
    if code == "tcp_reset":
        return "the connection was reset as soon as it was established"
    if code == "tls_timeout":
        return "the handshake was not completed in time"
    if code == "tls_reset":
        return "the connection was cut during the handshake"
    return "the TLS handshake failed: {}".format(
        (getattr(exc, "reason", None) or reason(exc)).replace("_", " ").lower()
    )


def add_unverified_facts(facts, connect, trust, der=None):
    """Add to C(facts) what a certificate says that was not verified, by handshakes which send no data.

    C(connect) returns a fresh connected TimedSocket; C(der) are the bytes of the certificate, where they are known.
    The standard library shows the bytes of any certificate but reads only one that was verified, so a last handshake
    trusts exactly the certificate that was seen. What fails here leaves its facts null: why the probe ended is known.
    """
    server_name = facts["server_name"]
    try:
        if der is None:
            with shake(connect(), trust.unverified, server_name, no_facts()) as seen:
                der = seen.getpeercert(binary_form=True)
                facts.update(version=seen.version(), cipher=(seen.cipher() or (None,))[0])
        facts["sha256"] = hashlib.sha256(der).hexdigest()
        with shake(connect(), _trusting(der), server_name, no_facts()) as seen:
            facts.update(_certificate(seen))
    except (LayerError, OSError, ValueError):
        return


def _trusting(der):
    context = _context(ssl.CERT_REQUIRED)
    context.check_hostname = False
    context.verify_flags |= _NO_CHECK_TIME
    context.load_verify_locations(cadata=der)
    return context


def _certificate(tls):
    """Return what the certificate of a verified connection says; an unverified one has only its hash."""
    der = tls.getpeercert(binary_form=True)
    fields = tls.getpeercert()
    facts: dict[str, Any] = {"sha256": hashlib.sha256(der).hexdigest() if der else None}
    if fields:
        facts.update(
            subject=_name(fields.get("subject")),
            issuer=_name(fields.get("issuer")),
            issuer_organization=organization_of(fields.get("issuer")),
            san=first_of(_names(fields), MAX_NAMES),
            not_before=_moment(fields["notBefore"]).strftime("%Y-%m-%dT%H:%M:%SZ"),
            not_after=_moment(fields["notAfter"]).strftime("%Y-%m-%dT%H:%M:%SZ"),
        )
    return facts


def _names(fields):
    names = [value for kind, value in fields.get("subjectAltName") or () if kind in _SHOWN_NAMES]
    return [shown(name, limit=253) for name in names]


def _name(parts):
    return shown(", ".join(f"{_SHORT.get(key, key)}={value}" for part in parts or () for key, value in part))


def _moment(text):
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(text), timezone.utc)


def expires_soon(facts, now=None):
    """Return whether the certificate of C(facts) ends within 14 days."""
    if not facts["not_after"]:
        return False
    end = datetime.strptime(facts["not_after"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=timezone.utc)
    return end - (now or datetime.now(timezone.utc)) < EXPIRES_SOON
