# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What an address can do to a connection, from the route to it up to the HTTP answer: one row each."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler

from simulated_azure.faults import connections as connection_faults
from simulated_azure.faults import responses
from simulated_azure.http.answers import Answer


def _tls_1_0(context: ssl.SSLContext) -> None:
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1


def _null_cipher(context: ssl.SSLContext) -> None:
    """Without encryption, which no client accepts."""
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers("NULL-SHA256:ECDHE-ECDSA-NULL-SHA:@SECLEVEL=0")


@dataclass(frozen=True)
class Endpoint:
    route: str = "local"  # type of the route to it: local, or one on which packets never arrive
    listens: bool = True
    narrow: bool = False  # behind a link that loses large packets without a word
    accepts: bool = True  # or leaves connections waiting in a full queue
    certificate: str = "azure"  # see certificates.CERTIFICATES
    restrict: Callable[[ssl.SSLContext], None] | None = None
    on_accept: Callable[[socket.socket], None] | None = None  # instead of TLS
    on_request: Callable[[BaseHTTPRequestHandler, Answer], None] | None = None  # may send the answer, or anything else


ENDPOINTS: dict[str, Endpoint] = {
    "serves": Endpoint(),
    # TCP
    "refuses": Endpoint(listens=False),
    "blackholed": Endpoint(route="blackhole", listens=False),
    "unreachable": Endpoint(route="unreachable", listens=False),
    "prohibited": Endpoint(route="prohibit", listens=False),
    "overloaded": Endpoint(accepts=False),
    # TLS
    "narrow": Endpoint(narrow=True),
    "mute": Endpoint(on_accept=connection_faults.mute),
    "resets_handshake": Endpoint(on_accept=connection_faults.reset),
    "closes_handshake": Endpoint(on_accept=connection_faults.close),
    "plain_http": Endpoint(on_accept=connection_faults.plain_http),
    "tls_1_0": Endpoint(restrict=_tls_1_0),
    "null_cipher": Endpoint(restrict=_null_cipher),
    **{
        name: Endpoint(certificate=name)
        for name in (
            "expired",
            "not_yet_valid",
            "wrong_name",
            "unknown_ca",
            "inspected",
            "inspected_trusted",
            "self_signed",
            "expires_soon",
        )
    },
    # HTTP
    **{name: Endpoint(on_request=behaviour) for name, behaviour in responses.BEHAVIOURS.items()},
}
