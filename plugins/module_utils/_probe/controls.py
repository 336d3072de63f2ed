# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Control questions about an endpoint that cut the connection: does it do so for every name?"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

from .._core.sockets import LayerError
from .tls import Trust, no_facts, shake

# What may be the doing of somebody who reads the server name.
_CUT = ("tls_reset", "tls_timeout", "tls_handshake_failed", "http_reset")


def ask(code: str, server_name: str, connect: Callable[[], Any], trust: Trust) -> dict[str, Any] | None:
    """Return C({random_name}) for a request that ended with a code, None where it would not tell anything.

    One further handshake, which sends no data: with a name that nobody has, of the same public zone. C(connect) returns
    a fresh connected TimedSocket, with the deadline of the probe.
    """
    zone = server_name.partition(".")[2]
    if code not in _CUT or not zone:
        return None
    name = f"{secrets.token_hex(8)}.{zone}"
    facts = no_facts()
    try:
        shake(connect(), trust.unverified, name, facts).close()
    except LayerError as exc:
        return {"random_name": {"server_name": name, "code": exc.code, "alert": facts["alert"]}}
    return {"random_name": {"server_name": name, "code": None, "alert": None}}
