# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Documents of elsewhere: each is a document at the door, or a named error. A new attack is one row."""

from __future__ import annotations

import copy
import json
import os
import re
from datetime import date
from html.parser import HTMLParser

import pytest
from ansible.errors import AnsibleFilterError
from markdown_it import MarkdownIt

from ansible_collections.privatelink.azure_ai.plugins.filter.verdict_failures import verdict_failures
from ansible_collections.privatelink.azure_ai.plugins.filter.verdict_report import verdict_report
from ansible_collections.privatelink.azure_ai.plugins.filter.verdict_text import _PARTS, verdict_text
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._document import reading
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._document.reading import document_of
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._document.schema import Wrong
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._document.verdict_schema import SCHEMA
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._report.formats import FORMATS, report
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._run.conclusion import (
    baseline_of,
    check_baseline,
    compared,
)
from ansible_collections.privatelink.azure_ai.tests.unit.plugins.plugin_utils._judge.test_schema import rich
from ansible_collections.privatelink.azure_ai.tests.unit.support.documents import ESCAPE, Documents
from ansible_collections.privatelink.azure_ai.tests.unit.support.mutations import mutations
from ansible_collections.privatelink.azure_ai.tests.unit.support.new_process import in_new_process
from ansible_collections.privatelink.azure_ai.tests.unit.support.published import validator_of

VALIDATOR = validator_of(SCHEMA)
CHECK = ("accounts", 0, "checks", 0)


def whole():
    return json.loads(json.dumps(rich()))


def small():
    """A document with one of each: what is done at every place of it is done some thousand times."""
    document = whole()
    (account,) = document["accounts"]
    checks = {check["status"]: check for check in account["checks"]}
    account["checks"], account["matrix"] = [checks["pass"], checks["fail"]], account["matrix"][:1]
    document.update(observations=[], waivers=document["waivers"][:1])
    return document


def nested(depth):
    value = []
    for _level in range(depth):
        value = [value]
    return value


def shown_everywhere(document):
    """Return every text that is made of a document that came through the door: of each format, and of the terminal."""
    texts = {name: report(document, name) for name in FORMATS}
    texts.update({part: "\n".join(verdict_text(document, part)) for part in _PARTS})
    return texts


# Each names the place that is wrong and what is expected there; the last column is how the message goes on.
PLACES = [
    pytest.param((), None, "it is not a mapping", id="null-for-the-document"),
    pytest.param((), [], "it is not a mapping", id="a-list-for-the-document"),
    pytest.param((), "x", "it is not a mapping", id="a-text-for-the-document"),
    pytest.param(("schema",), 2, "schema: 2 is not valid: expected 1", id="another-schema"),
    pytest.param(("schema",), True, "schema: true is not valid: expected 1", id="true-for-one"),
    pytest.param(("accounts",), None, "accounts: null is not valid: expected a list", id="null-for-accounts"),
    pytest.param(("accounts", 0), None, "accounts[0]: null is not valid: expected a mapping", id="null-for-an-account"),
    pytest.param(
        ("accounts",), [{}] * 100000, "accounts: it has 100000 items, more than 20000", id="hundred-thousand-accounts"
    ),
    pytest.param(CHECK, 7, "accounts[0].checks[0]: 7 is not valid: expected a mapping", id="a-number-for-a-check"),
    pytest.param(
        (*CHECK, "summary"), {}, "accounts[0].checks[0].summary: a mapping is not valid: expected a text", id="no-text"
    ),
    pytest.param(
        (*CHECK, "status"),
        ESCAPE,
        "accounts[0].checks[0].status: '\\x1b[2J\\x1b]0;forged\\x07\\x9b31m\\r\\n\\u202e\\u2066\\x00' is not valid: ",
        id="escapes-in-a-choice",
    ),
    pytest.param(
        (*CHECK, "summary"),
        "x" * 100000,
        "accounts[0].checks[0].summary: it has 100000 characters, more than 65536",
        id="a-huge-text",
    ),
    pytest.param((*CHECK, "evidence"), {"x": nested(50)}, r"x[0]", id="deep-nesting"),
    pytest.param((*CHECK, "evidence"), {"x": float("nan")}, "nan is not a number of JSON", id="not-a-number"),
    pytest.param((*CHECK, "evidence"), {"x": float("inf")}, "inf is not a number of JSON", id="an-infinite-number"),
    pytest.param((*CHECK, "evidence"), {"x": 10**400}, "the number is too large", id="a-huge-number"),
    pytest.param((*CHECK, "evidence", "not_after"), 7, ".evidence.not_after: 7 is not valid", id="a-number-for-a-time"),
    pytest.param(
        (*CHECK, "evidence", "public_addresses"), [None], "public_addresses[0]: null", id="null-for-an-address"
    ),
    pytest.param((*CHECK, ESCAPE), 1, "this key is not known", id="escapes-in-a-key"),
    pytest.param(("waivers", 0, "expires"), "2026-99-99", "waivers[0].expires: '2026-99-99'", id="a-day-that-is-none"),
    *(
        pytest.param((*CHECK, "docs"), [link], "accounts[0].checks[0].docs[0]: ", id=f"link-{name}")
        for name, link in {
            "javascript": "javascript:alert(1)",
            "javascript-in-capitals": "JavaScript:alert(1)",
            "javascript-behind-a-blank": " javascript:alert(1)",
            "javascript-behind-a-control": "\x01javascript:alert(1)",
            "javascript-with-a-tab": "java\tscript:alert(1)",
            "data": "data:text/html,<script>x</script>",
            "http": "http://example.org/",
            "no-scheme": "//example.org/",
            "file": "file:///etc/passwd",
            "blank": "https://example.org/ javascript:x",
            "line": "https://example.org/\njavascript:x",
            "line-at-the-end": "https://example.org/\n",
            "ends-the-link": "https://example.org/><script>x</script>",
            "ends-the-parenthesis": "https://example.org/)",
            "escape": "https://example.org/\x1b[2J",
            "user": "https://learn.microsoft.com@example.org/",
            "nothing": "",
        }.items()
    ),
    pytest.param(("catalogue",), "javascript:alert(1)", "catalogue: 'javascript:alert(1)'", id="link-catalogue"),
]


class Page(HTMLParser):
    """The links of a page, and nothing that only its markup may have."""

    def __init__(self, text):
        super().__init__()
        self.links = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        assert tag not in ("img", "iframe", "object", "base")
        assert not [name for name, _value in attrs if name.startswith("on")]
        self.links += [value for name, value in attrs if name in ("href", "src", "action", "xlink:href")]

    def handle_data(self, data):
        assert self.lasttag != "script" or "forged" not in data


def with_at(path, value):
    if not path:
        return value
    document = whole()
    place = document
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return document


@pytest.mark.parametrize("path, value, message", PLACES)
def test_what_is_none_is_refused_at_the_door_with_its_place(path, value, message):
    with pytest.raises(Wrong) as caught:
        document_of(with_at(path, value))
    assert message in str(caught.value)
    assert str(caught.value).isprintable() and len(str(caught.value)) < 500


@pytest.mark.parametrize("path, value, message", PLACES)
@pytest.mark.parametrize(
    "door",
    [
        pytest.param(lambda document: verdict_report(document, "markdown"), id="verdict_report"),
        pytest.param(verdict_text, id="verdict_text"),
        pytest.param(verdict_failures, id="verdict_failures"),
    ],
)
def test_every_filter_has_the_door(door, path, value, message):
    with pytest.raises(AnsibleFilterError) as caught:
        door(with_at(path, value))
    assert "the input is not a verdict document" in str(caught.value)
    assert not path or message in str(caught.value)


# What a baseline may lack or have more of, see test_drift.
LENIENT = ("escapes-in-a-key",)


@pytest.mark.parametrize("path, value, message", [row for row in PLACES if row.id not in LENIENT])
def test_a_baseline_has_the_door(tmp_path, path, value, message):
    file = tmp_path / "verdict.json"
    file.write_text(json.dumps(with_at(path, value)))
    with pytest.raises(ValueError, match=f"^'{re.escape(str(file))}' is not a verdict of this collection") as caught:
        baseline_of(str(file), 1)
    assert str(caught.value).isprintable()


def spoiled(text):
    return lambda path: path.write_bytes(text)


def pipe(path):
    os.mkfifo(path)


@pytest.mark.parametrize(
    "make, message",
    [
        pytest.param(pipe, "cannot be read (not a regular file)", id="pipe"),
        pytest.param(lambda path: path.symlink_to("/dev/zero"), "not a regular file", id="device-without-end"),
        pytest.param(lambda path: path.mkdir(), "cannot be read (not a regular file)", id="directory"),
        pytest.param(lambda path: path.symlink_to(path), "cannot be read (Too many levels", id="link-to-itself"),
        pytest.param(spoiled(b"[" * 200000), "it is nested more than", id="deep"),
        pytest.param(spoiled(b"[" * 30000000), "it has more than 8454144 bytes", id="many-values"),
        pytest.param(spoiled(b'{"schema": 1, "schema": 1}'), "the key 'schema' stands twice", id="key-twice"),
        pytest.param(spoiled(b'{"schema": NaN}'), "NaN is not a number of JSON", id="not-a-number"),
        pytest.param(spoiled(b'{"schema": 1e999}'), "inf is not a number of JSON", id="number-that-overflows"),
        pytest.param(spoiled(b"9" * 5000), "is not a verdict of this collection", id="five-thousand-digits"),
        pytest.param(spoiled(b"\xff\xfe"), "is not a verdict of this collection", id="not-utf-8"),
        pytest.param(spoiled(b""), "is not a verdict of this collection", id="empty"),
    ],
)
def test_a_baseline_that_is_no_file_or_no_json(tmp_path, make, message):
    make(tmp_path / "verdict.json")
    with pytest.raises(ValueError, match=re.escape(message)):
        check_baseline(str(tmp_path / "verdict.json"), None, 1)


def test_a_baseline_that_is_too_large(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "MOST_BYTES", 1000)
    monkeypatch.setattr(reading, "BYTES_OF_A_LOOK", 10)
    (tmp_path / "verdict.json").write_text(json.dumps(whole()))
    with pytest.raises(ValueError, match="it has more than 1030 bytes, which is more than a run over these"):
        baseline_of(str(tmp_path / "verdict.json"), 3)


def test_a_baseline_of_many_accounts_and_hosts_may_be_large(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "MOST_BYTES", 1000)
    (tmp_path / "verdict.json").write_text(json.dumps(whole()))
    assert baseline_of(str(tmp_path / "verdict.json"), 1000)


READ_BASELINE = """
import json, sys
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._document.reading import read_baseline
try:
    read_baseline(json.load(sys.stdin), 0)
    print(json.dumps("taken"))
except ValueError as error:
    print(json.dumps(str(error)))
"""


def test_a_baseline_that_takes_much_more_memory_than_its_bytes(tmp_path):
    lists = "[]," * (reading.MOST_BYTES // 3 - 100)
    (tmp_path / "verdict.json").write_text(f'{{"schema": 1, "accounts": [{lists}[]]}}')
    reason = in_new_process(READ_BASELINE, str(tmp_path / "verdict.json"))
    assert reason == "it takes more memory than a verdict of 8388608 bytes"


def test_a_value_of_yaml_that_json_has_not():
    with pytest.raises(Wrong, match="^started: a date is not JSON$"):
        document_of(dict(whole(), started=date(2026, 11, 22)))
    with pytest.raises(Wrong, match="^the key 7 is not a text$"):
        document_of({7: 7})


def test_a_document_that_holds_itself():
    document = whole()
    document["accounts"][0]["checks"][0]["evidence"]["more"] = document
    with pytest.raises(Wrong, match="nested more than 40 deep$"):
        document_of(document)


def test_half_a_character_is_replaced():
    document = whole()
    document["accounts"][0]["checks"][0]["summary"] = "a\ud800b"
    assert document_of(document)["accounts"][0]["checks"][0]["summary"] == "a?b"


def test_every_document_with_one_odd_place_is_refused_or_shown(tmp_path):
    document = small()
    now, file, shown, drifts = small(), tmp_path / "verdict.json", 0, {}
    for place, what, odd in mutations(document):
        try:
            read = document_of(odd)
        except Wrong as exc:
            # Not stricter than what is published, and not laxer.
            assert not VALIDATOR.is_valid(odd), (place, what, str(exc))
            assert str(exc).isprintable()
        else:
            assert VALIDATOR.is_valid(odd), (place, what)
            shown += 1
            shown_everywhere(read)
        file.write_text(json.dumps(odd))
        try:
            drifted = compared(now, baseline_of(str(file), 1))
        except ValueError:
            continue
        assert dict(drifted, drift=None) == dict(now, drift=None), (place, what)
        drifts.setdefault(json.dumps(drifted["drift"]), (drifted, place, what))
    for drifted, place, what in drifts.values():
        assert VALIDATOR.is_valid(drifted), (place, what)
    assert shown > 150


MARKDOWN = MarkdownIt("gfm-like", {"linkify": False})
CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")


@pytest.mark.parametrize("seed", range(40))
def test_all_that_the_schema_allows_is_shown_and_harmless(seed):
    document = Documents(SCHEMA, seed).whole()
    assert not list(VALIDATOR.iter_errors(document))
    texts = shown_everywhere(document_of(document))
    for name, text in texts.items():
        assert not CONTROLS.search(text), name
        if name in _PARTS:
            assert all(line.isprintable() for line in text.split("\n"))
    assert {link for link in Page(texts["html"]).links if not link.startswith(("https://", "#"))} == set()
    tokens = [inner for token in MARKDOWN.parse(texts["markdown"]) for inner in (token, *(token.children or ()))]
    links = [str(link) for token in tokens for link in (token.attrs.get("href"), token.attrs.get("src")) if link]
    assert links and all(link.startswith("https://") for link in links)
    comment = "<!-- privatelink-fingerprint: "
    assert not [token for token in tokens if token.type.startswith("html") and not token.content.startswith(comment)]


@pytest.mark.parametrize("seed", range(20))
def test_all_that_the_schema_allows_is_a_baseline(tmp_path, seed):
    document, baseline = Documents(SCHEMA, seed).whole(), Documents(SCHEMA, -1 - seed).whole()
    baseline["looked_at"] = document["looked_at"]
    file = tmp_path / "verdict.json"
    file.write_text(json.dumps(baseline))
    drifted = compared(document_of(document), baseline_of(str(file), 1))
    assert not list(VALIDATOR.iter_errors(drifted))
    shown_everywhere(drifted)


def test_the_door_changes_nothing_of_a_document():
    document = whole()
    given_document = copy.deepcopy(document)
    assert document_of(document) == given_document == document
