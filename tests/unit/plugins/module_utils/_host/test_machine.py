# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Who answers as the metadata service is not known: an id of the strict form, within the deadline, or nothing."""

from __future__ import annotations

import time

import pytest

from ansible_collections.privatelink.azure_ai.plugins.module_utils._core.sockets import MAX_HEAD
from ansible_collections.privatelink.azure_ai.plugins.module_utils._host.machine import NotAvailable, machine_id
from ansible_collections.privatelink.azure_ai.tests.unit.support.loopback import Server, drip, flood, http, raw, silent
from ansible_collections.privatelink.azure_ai.tests.unit.support.patience import NEVER_SECONDS, in_bounds

GROUP = "/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups"
ID = f"{GROUP}/rg/providers/Microsoft.Compute/virtualMachines/jump-1"
HEAD = b"HTTP/1.1 200 OK\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"


def test_the_id():
    with Server(raw(http(200, ID.encode(), content_type="text/plain"))) as server:
        assert machine_id(NEVER_SECONDS, "127.0.0.1", server.port) == ID
    request = server.seen[0].decode()
    assert request.startswith("GET /metadata/instance/compute/resourceId?") and "\r\nMetadata: true\r\n" in request


ANSWERS = {
    "a-body-without-end": flood(HEAD + b"\r\n", b"a" * 65536),
    "400-MiB-announced": flood(HEAD + b"Content-Length: 419430400\r\n\r\n", b"a" * 65536),
    "long-headers": raw(HEAD + (b"X: " + b"a" * 60000 + b"\r\n") * 2 + b"\r\n" + ID.encode()),
    "headers-without-end": flood(HEAD, b"X: a\r\n" * 999),
    "100-continue-without-end": flood(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 99),
    "tiny-chunks-without-end": flood(CHUNKED, b"1\r\na\r\n" * 999),
    "chunk-extensions": flood(CHUNKED, b"1;" + b"x" * 9999 + b"\r\na\r\n"),
    "trailers-without-end": flood(CHUNKED + b"0\r\n", b"X: a\r\n" * 999),
    "a-redirect": raw(http(302, b"", [("Location", "http://127.0.0.1:1/")])),
    "a-refusal": raw(http(403, ID.encode())),
    "not-http": raw(b"SSH-2.0-OpenSSH_9.6\r\n"),
    "no-answer": raw(b""),
    "an-id-and-more": raw(http(200, ID.encode() + b"\nevil")),
    "a-template": raw(http(200, ID.replace("jump-1", "{{ 1 }}").encode())),
    "a-path-upwards": raw(http(200, ID.replace("/rg/", "/rg/../other/").encode())),
    "a-query": raw(http(200, ID.encode() + b"?api-version=1")),
    "another-resource": raw(http(200, ID.replace("virtualMachines", "disks").encode())),
    "no-ascii": raw(http(200, ID.replace("jump", "j\u00fcmp").encode())),
    "json": raw(http(200, {"resourceId": ID})),
}


@pytest.mark.parametrize("behave", [pytest.param(behave, id=name) for name, behave in ANSWERS.items()])
def test_anything_else_is_nothing(behave):
    with Server(behave) as server, in_bounds(), pytest.raises(NotAvailable, match="^the metadata service "):
        machine_id(NEVER_SECONDS, "127.0.0.1", server.port)
    assert len(server.seen) == 1


@pytest.mark.parametrize(
    "behave",
    [
        pytest.param(silent, id="silence"),
        pytest.param(drip(http(200, ID.encode()), pause=0.05), id="a-drip"),
        pytest.param(drip(CHUNKED + b"1\r\na\r\n" * 999, pause=0.05), id="a-drip-of-chunks"),
    ],
)
def test_the_deadline_is_one_for_all(behave):
    start = time.monotonic()
    with Server(behave) as server, in_bounds(), pytest.raises(NotAvailable, match="gave no whole answer: "):
        machine_id(0.5, "127.0.0.1", server.port)
    assert time.monotonic() - start > 0.4


def test_the_bound_is_for_everything_that_is_sent():
    body = ID.encode().ljust(MAX_HEAD)
    with Server(raw(http(200, body))) as server, pytest.raises(NotAvailable, match="sent more than 65536 bytes"):
        machine_id(NEVER_SECONDS, "127.0.0.1", server.port)
