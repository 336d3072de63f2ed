# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""TCP: sockets that keep a deadline, and connecting to the first address of a name that accepts."""

from __future__ import annotations

import errno
import socket
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from .deadline import Deadline

if TYPE_CHECKING:
    _Base = socket.socket
else:
    _Base = object

Result = TypeVar("Result")

# Of an answer that is not the body asked for: headers, a proxy's consent, a metadata service's id.
MAX_HEAD = 64 * 1024

_REFUSED = (errno.ECONNREFUSED,)
_RESET = (errno.ECONNRESET, errno.ECONNABORTED, errno.EPIPE)
# This host ran out of a resource: that says nothing about the network.
_EXHAUSTED = (errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM)

# If all addresses fail, the failure that says most about the service is reported: a missing IPv6 route says nothing
# where IPv4 is refused.
_PRECEDENCE = ("tcp_refused", "tcp_reset", "tcp_timeout", "tcp_unreachable")


class LayerError(Exception):
    """One layer of the path did not let the probe through: what happened, as a code and as a text.

    C(code) is a code of the catalogue. C(detail) is one line for people, without any secret. C(address) is the
    address at which it happened and C(answer) the part of an answer that arrived before, both None where there is none.
    """

    address: str | None = None
    answer: Any = None

    def __init__(self, code: str, detail: str, confidence: str = "high") -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.detail = detail
        self.confidence = confidence


class TooMuch(OSError):
    """More was sent than is read."""


class Timed(_Base):
    """What a socket needs to keep one deadline and one bound, and to record how it ended.

    Libraries set a timeout for each call, which a server extends for ever by sending single bytes; and they report
    a timeout, a reset and an early end in ways that differ between their versions. The socket itself knows.
    """

    deadline: Deadline | None = None
    failure: OSError | None = None  # the error that ended it
    received = 0  # bytes
    most: int | None = None  # of them; with more it ends
    first_byte_ms: float | None = None

    def _within_deadline(self, call: Callable[..., Result], *args: Any) -> Result:
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

    def _count(self, size: int) -> None:
        if size and not self.received and self.deadline is not None:
            self.first_byte_ms = self.deadline.elapsed_ms()
        self.received += size
        if self.most is not None and self.received > self.most:
            self.failure = TooMuch(f"more than {self.most} bytes were sent")
            raise self.failure

    def connect(self, address: Any) -> None:
        """Connect as socket.connect does, within the deadline."""
        self._within_deadline(super().connect, address)

    def send(self, data: Any, flags: int = 0) -> int:
        """Send as socket.send does, within the deadline."""
        return self._within_deadline(super().send, data, flags)

    def sendall(self, data: Any, flags: int = 0) -> None:
        """Send as socket.sendall does, within the deadline."""
        return self._within_deadline(super().sendall, data, flags)

    def recv(self, buflen: int = 1024, flags: int = 0) -> bytes:
        """Receive as socket.recv does, within the deadline."""
        data = self._within_deadline(super().recv, buflen, flags)
        self._count(len(data))
        return data

    def recv_into(self, buffer: Any, nbytes: int | None = 0, flags: int = 0) -> int:
        """Receive as socket.recv_into does, within the deadline."""
        size = self._within_deadline(super().recv_into, buffer, nbytes or 0, flags)
        self._count(size)
        return size


class TimedSocket(Timed, socket.socket):
    """A TCP socket that keeps a deadline, and its address, which a socket no longer has after a reset."""

    address: str | None = None


def dial(addresses: Sequence[str], port: int, deadline: Deadline) -> TimedSocket:
    """Return a connected TimedSocket to the first of C(addresses) (texts) that accepts.

    Every address gets an equal share of the remaining time, so that a dead first one does not use it up.
    Raises LayerError C(tcp_*), whose C(address) is the one that failed, or C(host_failed).
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
                    f"this host cannot open another connection: {reason(exc)}; "
                    "reduce concurrency, or raise the host's limit",
                ) from exc
            failures.append(_failure(address, port, exc))
    worst = min(failures, key=lambda failure: _PRECEDENCE.index(failure.code))
    raise worst


def _dial_one(address: str, port: int, deadline: Deadline, share: float) -> TimedSocket:
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


def _failure(address: str, port: int, exc: OSError) -> LayerError:
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


def display(address: str, port: int) -> str:
    """Return C(address:port), an IPv6 address in brackets."""
    return f"[{address}]:{port}" if ":" in address else f"{address}:{port}"


def reason(exc: OSError) -> str:
    """Return the message of an OSError, without the numbers and file names of the interpreter."""
    if isinstance(exc, socket.timeout):
        return "no answer in time"
    return (exc.strerror or str(exc) or type(exc).__name__).lower()
