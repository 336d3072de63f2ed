# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Servers on loopback that behave well or badly, with certificates of an authority of their own."""

from __future__ import annotations

import contextlib
import datetime
import json
import socket
import ssl
import threading

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from ansible_collections.privatelink.azure_ai.tests.unit.support.patience import NEVER_SECONDS

NAME = "example.openai.azure.com"
DAY = datetime.timedelta(days=1)

COMPLETION = {
    "id": "cmpl-1",
    "object": "text_completion",
    "created": 1700000000,
    "model": "gpt-35-turbo",
    "choices": [{"index": 0, "text": " OK.", "finish_reason": "stop", "logprobs": None}],
    "usage": {"prompt_tokens": 2, "completion_tokens": 1, "total_tokens": 3},
}
MODELS = {"object": "list", "data": []}


class Authority:
    """Signs certificates. Written for tests: keys are new each time, and kept in C(directory)."""

    def __init__(self, directory, name="unit test authority", organization=None):
        self.directory = directory
        self.key = ec.generate_private_key(ec.SECP256R1())
        organizations = [x509.NameAttribute(NameOID.ORGANIZATION_NAME, organization)] if organization else []
        self.name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name), *organizations])
        certificate = (
            self._sign(self.name, self.key, (-DAY, 10 * DAY))
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .sign(self.key, hashes.SHA256())
        )
        self.path = self._write("authority.pem", certificate)

    def issue(self, label, names=("*.openai.azure.com",), valid=(-DAY, 100 * DAY), subject=None):
        """Return the path of a PEM file with a certificate for C(names) and its key; without names C(subject) is all."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, subject or names[0])])
        unsigned = self._sign(subject, key, valid)
        if names:
            alternatives = x509.SubjectAlternativeName([x509.DNSName(name) for name in names])
            unsigned = unsigned.add_extension(alternatives, critical=False)
        return self._write(label + ".pem", unsigned.sign(self.key, hashes.SHA256()), key)

    def _sign(self, subject, key, valid):
        now = datetime.datetime.now(datetime.timezone.utc)
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self.name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now + valid[0])
            .not_valid_after(now + valid[1])
        )

    def _write(self, label, certificate, key=None):
        path = self.directory / label
        pem = certificate.public_bytes(serialization.Encoding.PEM)
        if key:
            pem += key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        path.write_bytes(pem)
        return str(path)


class Server:
    """Accepts on a free port of 127.0.0.1 and lets C(behave(connection)) answer; C(seen) holds the requests."""

    def __init__(self, behave, certificate=None, family=socket.AF_INET):
        self.behave = behave
        self.context = None
        if certificate:
            self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.context.load_cert_chain(certificate)
        self.seen = []
        self.names = []
        self._listener = socket.create_server(("::1" if family == socket.AF_INET6 else "127.0.0.1", 0), family=family)
        self.port = self._listener.getsockname()[1]
        self.address = f"127.0.0.1:{self.port}"
        self._stop = threading.Event()

    def __enter__(self):
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *unused):
        self._stop.set()
        self._listener.close()

    def _accept(self):
        with contextlib.suppress(OSError):
            while True:
                connection = self._listener.accept()[0]
                threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection):
        connection.settimeout(5)
        with contextlib.suppress(OSError, ValueError):
            if self.context:
                connection = self.context.wrap_socket(connection, server_side=True)
            with connection:
                self.behave(self, connection)

    def read(self, connection):
        """Read one request, keep its bytes in C(seen) and return them."""
        data = b""
        while b"\r\n\r\n" not in data:
            data += connection.recv(65536) or b"\r\n\r\n"
        head, body = data.split(b"\r\n\r\n", 1)
        lengths = [int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")]
        while lengths and len(body) < lengths[0]:
            body += connection.recv(65536)
        if head:
            self.seen.append(head + b"\r\n\r\n" + body)
        return head + b"\r\n\r\n" + body

    def wait(self, seconds):
        """Wait, but not longer than the test lasts."""
        self._stop.wait(seconds)


def flood(head, part):
    """Return a behaviour that begins an answer and never ends it."""

    def behave(server, connection):
        server.read(connection)
        connection.sendall(head)
        while True:
            connection.sendall(part)

    return behave


def raw(data):
    """Return a behaviour that answers with bytes as they are."""

    def behave(server, connection):
        server.read(connection)
        connection.sendall(data)

    return behave


def http(status, body, headers=(), content_type="application/json"):
    """Return the bytes of an answer; a body that is no bytes is written as JSON."""
    if not isinstance(body, bytes):
        body = json.dumps(body).encode()
    lines = [f"HTTP/1.1 {status} Any", "Content-Type: " + content_type, f"Content-Length: {len(body)}"]
    lines += ["%s: %s" % header for header in headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def azure(status, body, *headers):
    """Return the bytes of an answer with the mark of Azure's front end."""
    return http(status, body, (("apim-request-id", "00000000-0000-0000-0000-000000000001"), *headers))


def silent(server, connection):
    """Take the request and never answer."""
    server.read(connection)
    server.wait(NEVER_SECONDS)


def reset(connection):
    """Close a connection so that the other side gets a reset."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    connection.close()


def drip(data, pause=0.05):
    """Return a behaviour that answers one byte at a time."""

    def behave(server, connection):
        server.read(connection)
        for byte in data:
            connection.sendall(bytes([byte]))
            server.wait(pause)

    return behave


def proxy(status=200, reason="OK", target=None):
    """Return a behaviour: an HTTP proxy that grants CONNECT (to C(target) instead of what is asked), or refuses."""

    def behave(server, connection):
        server.read(connection)
        connection.sendall(("HTTP/1.1 %d %s\r\nContent-Length: 0\r\n\r\n" % (status, reason)).encode())
        if status != 200:
            return
        with socket.create_connection(("127.0.0.1", target)) as upstream:
            back = threading.Thread(target=_copy, args=(upstream, connection), daemon=True)
            back.start()
            _copy(connection, upstream)
            back.join(5)

    return behave


def _copy(source, sink):
    with contextlib.suppress(OSError):
        while True:
            data = source.recv(65536)
            if not data:
                break
            sink.sendall(data)
        sink.shutdown(socket.SHUT_WR)
