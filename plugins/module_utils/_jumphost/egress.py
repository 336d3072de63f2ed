# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Ways out of a host: which addresses accept a TCP connection, all asked at once within one deadline."""

from __future__ import annotations

import socket

from .._core.addresses import parse_address
from .._core.sockets import LayerError, dial
from .._core.threads import call_abandonable, map_threads

# What a list of accounts may have; more wait for their turn.
CONCURRENCY = 256


def reach(targets, deadline):
    """Return one dict for each target, C((text, host, port)), in their order, as the module documents it.

    Names are resolved as programs do. Nothing is sent. Ends with the deadline.
    """
    return map_threads(lambda target: _reach_one(target, deadline), targets, CONCURRENCY)


def _reach_one(target, deadline):
    text, host, port = target
    found = {"target": text, "address": None, "port": port, "reached": False, "error": None}
    if deadline.expired():
        return dict(found, reached=None, error=f"{text}: not tried, the time was over before its turn")
    try:
        addresses = _resolve(host, deadline)
        found["address"] = addresses[0]
        connection = dial(addresses, port, deadline)
        found.update(address=connection.address, reached=True)
        connection.close()
    except LayerError as exc:
        found.update(address=exc.address or found["address"], error=exc.detail)
    except (OSError, UnicodeError) as exc:
        # getaddrinfo's own errors, and time that is over.
        found["error"] = f"{host}: {getattr(exc, 'strerror', None) or exc}"
    return found


def _resolve(host, deadline):
    try:
        return [str(parse_address(host))]
    except ValueError:
        pass
    answers = call_abandonable(lambda: socket.getaddrinfo(host, None, type=socket.SOCK_STREAM), deadline.remaining())
    return list(dict.fromkeys(answer[4][0] for answer in answers))
