# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How much is read of whom: servers, answers that do not end, lists that do not end, JSON that nobody expects."""

from __future__ import annotations

import gzip
import io
import json
import zlib
from itertools import repeat
from urllib.parse import parse_qs, urlsplit

import pytest

for library in ("azure.mgmt.network", "azure.mgmt.privatedns"):
    pytest.importorskip(library)

import requests
import urllib3

from ansible_collections.privatelink.azure_ai.plugins.module_utils._arm.auth import AuthError, authenticate
from ansible_collections.privatelink.azure_ai.plugins.module_utils._arm.client import Arm, Unread
from ansible_collections.privatelink.azure_ai.plugins.module_utils._arm.settings import validate
from ansible_collections.privatelink.azure_ai.plugins.module_utils._auth import transport
from ansible_collections.privatelink.azure_ai.plugins.module_utils._core.deadline import Deadline
from ansible_collections.privatelink.azure_ai.plugins.module_utils._core.memory import bounded
from ansible_collections.privatelink.azure_ai.tests.unit.support.azure_servers import (
    CLIENT,
    SECRET,
    SUBSCRIPTION,
    TENANT,
    StaticToken,
)
from ansible_collections.privatelink.azure_ai.tests.unit.support.patience import MOST_MEMORY, NEVER_SECONDS

ACTION = "Microsoft.Network/privateDnsZones/A/read"
ZONE = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.Network/privateDnsZones/zone"
MIB = 1024 * 1024
PART = b" " * MIB
APPLICATION = {"client_id": CLIENT, "tenant": TENANT, "secret": SECRET}


class Parts(io.RawIOBase):
    """A body that comes in parts; C(read_bytes) is how much of it was taken."""

    def __init__(self, parts):
        super().__init__()
        self.parts = iter(parts)
        self.waiting = b""
        self.read_bytes = 0

    def readable(self):
        return True

    def readinto(self, buffer):
        self.waiting = self.waiting or next(self.parts, b"")
        size = min(len(buffer), len(self.waiting))
        buffer[:size], self.waiting = self.waiting[:size], self.waiting[size:]
        self.read_bytes += size
        return size


@pytest.fixture(name="answers")
def fixture_answers(monkeypatch):
    """Return a list that gets the URLs asked for, and a function that says what answers them: C((status, parts, headers))."""
    asked, respond = [], []

    def send(adapter, request, **unused):
        asked.append(request.url)
        status, parts, headers = respond[0](request.url)
        body = Parts([parts] if isinstance(parts, bytes) else parts)
        headers = {"Content-Type": "application/json", **headers}
        return adapter.build_response(request, urllib3.HTTPResponse(body, headers, status, preload_content=False))

    for name in ("HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    monkeypatch.setattr(requests.adapters.HTTPAdapter, "send", send)
    monkeypatch.setattr(transport.Transport, "sleep", lambda *unused: None)
    return asked, respond.append


@pytest.fixture(name="arm")
def fixture_arm():
    """Return a function that makes an Arm of the public cloud."""
    return lambda deadline=None: Arm(validate(APPLICATION, {}), StaticToken(), deadline or Deadline(NEVER_SECONDS))


def records(arm):
    """Read the records of a zone as the SDK lists them."""
    return arm.read(ACTION, ZONE, lambda: arm.private_dns(SUBSCRIPTION).record_sets.list_by_type("rg", "zone", "A"))


def documents(arm):
    """Read the same without an SDK."""
    return arm.read(ACTION, ZONE, lambda: arm.documents(ZONE + "/A", "2024-06-01"))


LISTS = pytest.mark.parametrize("read", [records, documents])


def unread(read, arm):
    """Return why a list is not read."""
    with bounded(MOST_MEMORY), pytest.raises(Unread) as caught:
        read(arm)
    assert (caught.value.action, caught.value.id, caught.value.reason) == (ACTION, ZONE, "unavailable")
    assert "\n" not in str(caught.value)
    return str(caught.value)


def pages(count, size=1):
    """Return what answers a list of so many pages, each of so many entries."""

    def respond(url):
        number = int(parse_qs(urlsplit(url).query).get("page", ["0"])[0])
        value = [{"name": f"r{number * size + each}", "properties": {}} for each in range(size)]
        following = f"https://management.azure.com{ZONE}/A?api-version=2024-06-01&page={number + 1}"
        more = {"nextLink": following} if number + 1 < count else {}
        return 200, json.dumps({"value": value, **more}).encode(), {}

    return respond


@pytest.mark.parametrize(
    "server", ["management.azure.com:443", "MANAGEMENT.Azure.com", "management.azure.com.", "Management.azure.com.:443"]
)
@LISTS
def test_a_page_of_the_same_server_by_another_spelling(answers, arm, read, server):
    asked, respond = answers
    last = json.dumps({"value": [{"name": "b"}]}).encode()
    first = json.dumps({"value": [{"name": "a"}], "nextLink": f"https://{server}/page2"}).encode()
    respond(lambda url: (200, last if "page2" in url else first, {}))
    assert len(read(arm())) == len(asked) == 2


@pytest.mark.parametrize(
    "page",
    [
        "https://management.azure.com:444/x",
        "https://management.azure.com.example.com/x",
        "https://user:password@management.azure.com/x",
        "https://management.azure.com@example.com/x",
        "https://[::1]/x",
        "https://management.azure.com:x/",
        "https:///x",
        "http://management.azure.com:443/x",
        "//example.com/x",
        "page2",
        ["https://management.azure.com/x"],
        7,
    ],
)
def test_a_page_elsewhere_is_not_asked_for(answers, arm, page):
    asked, respond = answers
    respond(lambda unused: (200, json.dumps({"value": [], "nextLink": page}).encode(), {}))
    unread(documents, arm())
    assert len(asked) == 1


def _gzipped(parts):
    packer = zlib.compressobj(wbits=31)
    for part in parts:
        yield packer.compress(part) + packer.flush(zlib.Z_SYNC_FLUSH)


ENDLESS = {
    "plain": (lambda: repeat(PART), {}),
    "gzip": (lambda: _gzipped(repeat(PART)), {"Content-Encoding": "gzip"}),
    "deflate": (lambda: (part for part in repeat(zlib.compress(PART * 100))), {"Content-Encoding": "deflate"}),
    "refusal": (lambda: repeat(PART), {"Content-Type": "text/plain"}),
}


@pytest.mark.parametrize("status", [200, 403])
@pytest.mark.parametrize("kind", ENDLESS)
@LISTS
def test_an_answer_that_does_not_end(answers, arm, read, kind, status):
    make, headers = ENDLESS[kind]
    bodies = []

    def respond(unused):
        bodies.append(make())
        return status, bodies[-1], headers

    answers[1](respond)
    message = unread(read, arm())
    if kind != "deflate":  # whose end is in its first part: what follows is not read
        assert message == (
            "management.azure.com sends an answer of more than 8 MiB, more than is read here; check which server "
            "answers as management.azure.com"
        )
    assert len(answers[0]) == 1


def test_no_more_than_that_is_taken_of_the_wire(answers, arm):
    bodies = []

    def send(unused):
        bodies.append(Counted(repeat(PART)))
        return 200, bodies[-1], {}

    answers[1](send)
    unread(documents, arm())
    assert 8 <= bodies[0].count <= 9


class Counted:
    """Counts what is taken of an iterator."""

    def __init__(self, parts):
        self.parts = iter(parts)
        self.count = 0

    def __iter__(self):
        return self

    def __next__(self):
        self.count += 1
        return next(self.parts)


@pytest.fixture(name="twice", scope="module")
def fixture_twice():
    """Return many bytes that have been compressed, and again, which takes long."""
    return gzip.compress(gzip.compress(PART * 100))


@pytest.mark.parametrize("encoding", ["gzip, gzip", "br", "zstd", "gzip, deflate, br"])
def test_what_nobody_asked_for_is_not_decoded(answers, arm, twice, encoding):
    answers[1](lambda unused: (200, twice, {"Content-Encoding": encoding}))
    assert unread(documents, arm()).startswith("no usable answer: ")


@LISTS
def test_a_long_answer_is_read(answers, arm, read):
    page = json.dumps({"value": [{"name": "a" * (transport.ANSWER_BYTES - 100)}]}).encode()
    answers[1](lambda unused: (200, gzip.compress(page), {"Content-Encoding": "gzip"}))
    assert len(read(arm())) == 1


@LISTS
def test_a_list_that_does_not_end(answers, arm, read):
    answers[1](lambda url: (200, json.dumps({"value": [], "nextLink": url}).encode(), {}))
    message = unread(read, arm())
    assert message.startswith("management.azure.com sends a list of more than 1,000 pages, which may never end, more ")
    assert len(answers[0]) == transport.READ_REQUESTS == 1000


@LISTS
def test_a_list_that_is_too_long_altogether(answers, arm, read, monkeypatch):
    monkeypatch.setattr(transport, "READ_BYTES", 10000)
    answers[1](pages(1000, 10))
    assert "sends a list of more than 0 MiB" in unread(read, arm())
    assert 1 < len(answers[0]) < 50


@LISTS
def test_every_list_may_be_that_long(answers, arm, read, monkeypatch):
    monkeypatch.setattr(transport, "READ_REQUESTS", 4)
    answers[1](pages(4))
    asking = arm()
    assert [len(read(asking)) for _each in range(3)] == [4, 4, 4]


@LISTS
def test_a_large_zone_within_the_deadline(answers, arm, read):
    asked, respond = answers
    respond(pages(50, 100))
    # Every answer takes 150 ms.
    assert len(read(arm(Deadline(60, lambda: len(asked) * 0.15)))) == 5000
    assert len(asked) == 50


@LISTS
def test_the_deadline_ends_a_list(answers, arm, read):
    asked, respond = answers
    respond(pages(90))
    # Every answer takes 1.5 s.
    message = unread(read, arm(Deadline(60, lambda: len(asked) * 1.5)))
    assert message.endswith("; raise timeout, or lower concurrency")
    assert len(asked) == 60 / 1.5


DEEP = b"[" * 200_000 + b"]" * 200_000
HUGE = b"9" * 100_000
ODD = {
    "deep": DEEP,
    "deep value": b'{"value": %s}' % DEEP,
    "deep entry": b'{"value": [{"name": "a", "tags": %s}]}' % DEEP,
    "deep link": b'{"value": [], "nextLink": %s}' % DEEP,
    "deep error": b'{"error": %s}' % DEEP,
    "huge integer": b'{"value": [{"name": "a", "properties": {"ttl": %s}}]}' % HUGE,
    "huge float": b'{"value": [{"name": "a", "properties": {"ttl": 1e999}}]}',
    "no number": b'{"value": [{"name": "a", "properties": {"ttl": NaN}}]}',
    "lone surrogate": rb'{"value": [{"name": "\ud800"}]}',
    "other keys": b'{"\xc3\xa9": 1, "": 2, "value": [{"": 3}]}',
    "no list": b"{}",
    "null": b"null",
    "text": b'{"value": "abc"}',
    "mapping": b'{"value": {"name": "a"}}',
    "numbers": b'{"value": [1, 2]}',
    "byte order mark": b"\xef\xbb\xbf{}",
    "utf-16": '{"value": []}'.encode("utf-16"),
}


@pytest.mark.parametrize(
    "status, content_type",
    [
        (200, "application/json"),
        (200, "text/plain"),
        (403, "application/json"),
        (403, "text/plain"),
        (404, "application/json; charset=no-such"),
        (500, ""),
    ],
)
@pytest.mark.parametrize("body", ODD)
@LISTS
def test_odd_json_is_named_and_ends_nothing(answers, arm, read, body, status, content_type):
    answers[1](lambda unused: (status, ODD[body], {"Content-Type": content_type}))
    try:
        found = read(arm())
    except Unread as exc:
        assert "\n" not in str(exc) and len(str(exc)) < 2000
    else:
        assert status == 200 and isinstance(found, list)


@pytest.mark.parametrize(
    "value",
    [pytest.param(b"{}", id="mappings"), pytest.param(b"[]", id="lists"), pytest.param(b"0", id="numbers")],
)
@LISTS
def test_more_values_than_are_read(answers, arm, read, value):
    answers[1](lambda unused: (200, b'{"value": [' + (value + b",") * 600_000 + value + b"]}", {}))
    assert unread(read, arm()).startswith(
        "management.azure.com sends an answer of more than 500,000 values, more than "
    )


def test_entra_sends_no_more_either(answers):
    answers[1](lambda unused: (200, repeat(PART), {}))
    settings = validate(dict(APPLICATION, disable_instance_discovery=True), {})
    with pytest.raises(AuthError, match="login.microsoftonline.com sends an answer of more than 64 KiB"):
        authenticate(settings, Deadline(NEVER_SECONDS))
