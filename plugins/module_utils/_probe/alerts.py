# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""TLS alerts: the number of the alert that a server sent, and whether it asked for a certificate of the client."""

from __future__ import annotations

import ssl
from typing import Any

# Record and message types of TLS by number: the standard library keeps their names private.
_ALERT_RECORD = 21
_HANDSHAKE_RECORD = 22
_CERTIFICATE_REQUEST = 13
# With these a server has sent all that it sends before the client's turn: ServerHelloDone, and Finished of TLS 1.3.
_LAST = (14, 20)

# OpenSSL names an alert in its error, where the standard library does not show messages.
_BY_REASON = {
    "HANDSHAKE_FAILURE": 40,
    "NO_CERTIFICATE": 41,
    "BAD_CERTIFICATE": 42,
    "UNSUPPORTED_CERTIFICATE": 43,
    "CERTIFICATE_REVOKED": 44,
    "CERTIFICATE_EXPIRED": 45,
    "CERTIFICATE_UNKNOWN": 46,
    "ILLEGAL_PARAMETER": 47,
    "UNKNOWN_CA": 48,
    "ACCESS_DENIED": 49,
    "DECODE_ERROR": 50,
    "PROTOCOL_VERSION": 70,
    "INSUFFICIENT_SECURITY": 71,
    "INTERNAL_ERROR": 80,
    "MISSING_EXTENSION": 109,
    "UNRECOGNIZED_NAME": 112,
    "CERTIFICATE_REQUIRED": 116,
    "NO_APPLICATION_PROTOCOL": 120,
}


def watch(context: ssl.SSLContext) -> None:
    """Let the sockets of a context note the alert and the request for a certificate that they receive."""
    if hasattr(context, "_msg_callback"):
        context._msg_callback = _note


def _note(connection: Any, direction: str, _version: Any, content: Any, kind: Any, _data: bytes) -> None:
    if direction != "read":
        return
    ends = int(content) == _ALERT_RECORD or (int(content) == _HANDSHAKE_RECORD and int(kind) in _LAST)
    if int(content) == _ALERT_RECORD:
        connection.alert = int(kind)
    elif int(content) == _HANDSHAKE_RECORD and int(kind) == _CERTIFICATE_REQUEST:
        connection.certificate_requested = True
    if ends and connection.certificate_requested is None:
        connection.certificate_requested = False


def alert_of(connection: Any, failure: BaseException | None) -> int | None:
    """Return the number of the alert that ended a connection, as the socket or OpenSSL's error has it, or None."""
    seen = getattr(connection, "alert", None)
    if seen:
        return int(seen)
    reason = str(getattr(failure, "reason", None) or "")
    _protocol, found, name = reason.partition("_ALERT_")
    return _BY_REASON.get(name) if found else _BY_REASON.get(reason.partition("_")[2])
