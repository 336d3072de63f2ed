# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Control questions: does an endpoint that cuts the connection do so for every name, and does the host reach others?"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from typing import Any

from .._core.deadline import Deadline
from .._core.sockets import LayerError, dial
from .._core.threads import map_threads
from .._dns.system import system_addresses
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


def reach(
    endpoints: Sequence[tuple[str, str, int]], results: Sequence[dict[str, Any]], trust: Trust, timeout: float
) -> list[dict[str, Any]]:
    """Return C({endpoint, reached, code, detail}) of the control endpoints, which are C((endpoint, host, port)).

    One handshake each, which sends no data, and only if one of the results is unreachable; else C(reached) is null.
    Any certificate shows that the host reaches the endpoint, also that of a firewall on the way.
    """
    deadline = Deadline(timeout)
    needed = any(result["outcome"] == "unreachable" for result in results)

    def one(endpoint: tuple[str, str, int]) -> dict[str, Any]:
        shown, host, port = endpoint
        result: dict[str, Any] = {"endpoint": shown, "reached": None, "code": None, "detail": None}
        if not needed:
            return result
        try:
            _shake_once(host, port, trust, deadline.at_most(timeout))
        except LayerError as exc:
            # What this host could not do says nothing about the network.
            reached = None if exc.code == "host_failed" else False
            return dict(result, reached=reached, code=exc.code, detail=exc.detail)
        return dict(result, reached=True)

    return map_threads(one, endpoints, max(1, len(endpoints)))


def _shake_once(host: str, port: int, trust: Trust, deadline: Deadline) -> None:
    found = system_addresses(host, deadline)
    if found["code"]:
        raise LayerError(found["code"], f"{host}: {found['error'] or 'no address'}")
    shake(dial(found["addresses"], port, deadline), trust.unverified, host, no_facts()).close()
