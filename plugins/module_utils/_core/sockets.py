# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""TCP: sockets that know their deadline, and dialling the addresses of a name until one answers."""

from __future__ import annotations

import errno
import socket

_REFUSED = (errno.ECONNREFUSED,)
_RESET = (errno.ECONNRESET, errno.ECONNABORTED, errno.EPIPE)
# This host ran out of something of its own: that says nothing about the network.
_EXHAUSTED = (errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM)

# Of several addresses that all fail, the failure which says most about the service is reported: that IPv6 has no
# route says nothing where IPv4 is refused.
_TELLING = ("tcp_refused", "tcp_reset", "tcp_timeout", "tcp_unreachable")


class LayerError(Exception):
    """One layer of the path did not let the probe through: what happened, as a code and as a text.

    C(code) is one of the contract's codes. C(detail) is one line for people, without any secret. C(address) is the
    address it happened at and C(answer) the part of an answer that arrived before, both None where there is none.
    """

    address = None
    answer = None

    def __init__(self, code, detail, confidence="high"):
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.detail = detail
        self.confidence = confidence


class Timed:
    """What a socket needs to keep one deadline and to record, for classification, how it went.

    Libraries above set a timeout per call, which a server feeding single bytes extends for ever; and they report
    a timeout, a reset and an early end in ways that differ between their versions. The socket itself knows.
    """

    deadline = None
    failure = None  # the OSError that ended it
    received = 0  # bytes
    first_byte_ms = None

    def _within_deadline(self, call, *args):
        try:
            if self.deadline is not None:
                left = self.deadline.remaining()
                if left <= 0:
                    raise socket.timeout("the deadline is over")
                self.settimeout(left)
            return call(*args)
        except OSError as exc:
            self.failure = exc
            raise

    def _count(self, size):
        if size and not self.received and self.deadline is not None:
            self.first_byte_ms = self.deadline.elapsed_ms()
        self.received += size

    def connect(self, address):
        """Connect as socket.connect does, within the deadline."""
        self._within_deadline(super().connect, address)

    def send(self, data, flags=0):
        """Send as socket.send does, within the deadline."""
        return self._within_deadline(super().send, data, flags)

    def sendall(self, data, flags=0):
        """Send as socket.sendall does, within the deadline."""
        return self._within_deadline(super().sendall, data, flags)

    def recv(self, size, flags=0):
        """Receive as socket.recv does, within the deadline."""
        data = self._within_deadline(super().recv, size, flags)
        self._count(len(data))
        return data

    def recv_into(self, buffer, nbytes=0, flags=0):
        """Receive as socket.recv_into does, within the deadline."""
        size = self._within_deadline(super().recv_into, buffer, nbytes, flags)
        self._count(size)
        return size


class TimedSocket(Timed, socket.socket):
    """A TCP socket that keeps a deadline, and remembers the address it dialled: a reset one does not tell it."""

    address = None


def dial(addresses, port, deadline):
    """Return a connected TimedSocket to the first of C(addresses) (texts) that accepts.

    Every address gets an equal share of the time that is left, so that a dead first one does not use it up.
    Raises LayerError C(tcp_*), whose C(address) is the one it speaks of, or C(host_failed).
    """
    failures = []
    for index, address in enumerate(addresses):
        share = deadline.remaining() / (len(addresses) - index)
        try:
            return _dial_one(address, port, deadline, share)
        except OSError as exc:
            if exc.errno in _EXHAUSTED:
                raise LayerError(
                    "host_failed",
                    f"this host cannot open another connection: {reason(exc)}; lower concurrency, or raise its limit",
                ) from exc
            failures.append(_failure(address, port, exc))
    worst = min(failures, key=lambda failure: _TELLING.index(failure.code))
    raise worst


def _dial_one(address, port, deadline, share):
    sock = TimedSocket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_STREAM)
    try:
        sock.deadline = deadline.at_most(share)
        sock.connect((address, port))
        sock.address = address
    except BaseException:
        sock.close()
        raise
    sock.deadline = deadline
    return sock


def _failure(address, port, exc):
    if isinstance(exc, socket.timeout) or exc.errno == errno.ETIMEDOUT:
        code = "tcp_timeout"
    elif exc.errno in _REFUSED:
        code = "tcp_refused"
    elif exc.errno in _RESET:
        code = "tcp_reset"
    else:
        # No route, or a local firewall that forbids it: EHOSTUNREACH, ENETUNREACH, EINVAL, EACCES, EPERM and others.
        code = "tcp_unreachable"
    failure = LayerError(code, f"{display(address, port)}: {reason(exc)}")
    failure.address = address
    failure.__cause__ = exc
    return failure


def display(address, port):
    """Return C(address:port), an IPv6 address in brackets."""
    return ("[%s]:%d" if ":" in address else "%s:%d") % (address, port)


def reason(exc):
    """Return what an OSError says, in a few words without numbers and file names of the interpreter."""
    if isinstance(exc, socket.timeout):
        return "no answer in time"
    return (exc.strerror or str(exc) or type(exc).__name__).lower()
