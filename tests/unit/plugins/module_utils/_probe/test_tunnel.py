# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a hostile proxy answers to CONNECT: little is read of it, and none of it is the endpoint's."""

from __future__ import annotations

import pytest

from ansible_collections.privatelink.azure_ai.plugins.module_utils._core.deadline import Deadline
from ansible_collections.privatelink.azure_ai.plugins.module_utils._core.sockets import MAX_HEAD, LayerError, dial
from ansible_collections.privatelink.azure_ai.plugins.module_utils._probe.tunnel import from_url, open_tunnel
from ansible_collections.privatelink.azure_ai.tests.unit.support.loopback import NAME, Server, drip, flood, raw, silent
from ansible_collections.privatelink.azure_ai.tests.unit.support.patience import NEVER_SECONDS, in_bounds

HEAD = b"HTTP/1.1 200 OK\r\n"


def tunnel(server, seconds=NEVER_SECONDS):
    """Open a tunnel through a server; return its socket."""
    sock = dial(["127.0.0.1"], server.port, Deadline(seconds))
    open_tunnel(sock, from_url(f"http://127.0.0.1:{server.port}"), NAME, 443)
    return sock


REPLIES = {
    "long-headers": raw(HEAD + (b"X: " + b"a" * 60000 + b"\r\n") * 2 + b"\r\n"),
    "headers-without-end": flood(HEAD, b"X: a\r\n" * 999),
    "a-line-without-end": flood(b"", b"HTTP/1.1 200 " * 999),
    "100-continue-without-end": flood(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 99),
    "not-http": raw(b"SSH-2.0-OpenSSH_9.6\r\n"),
    "no-reply": raw(b""),
}


@pytest.mark.parametrize("behave", [pytest.param(behave, id=name) for name, behave in REPLIES.items()])
def test_what_is_not_a_reply(behave):
    with Server(behave) as server, in_bounds(), pytest.raises(LayerError) as caught:
        tunnel(server)
    assert (caught.value.code, len(server.seen)) == ("proxy_unreachable", 1)


@pytest.mark.parametrize(
    "behave", [pytest.param(silent, id="silence"), pytest.param(drip(HEAD * 99, pause=0.05), id="a-drip")]
)
def test_the_deadline_holds(behave):
    with Server(behave) as server, in_bounds(), pytest.raises(LayerError) as caught:
        tunnel(server, 0.3)
    assert caught.value.code == "proxy_unreachable"


def test_the_bound_is_not_one_of_the_tunnel():
    with Server(raw(b"HTTP/1.1 200 OK\r\n\r\n")) as server:
        sock = tunnel(server)
    assert sock.most is None and 0 < sock.received < MAX_HEAD
    sock.close()
