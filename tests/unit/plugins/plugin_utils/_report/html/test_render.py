# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json
import re
import time
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.privatelink.azure_ai.plugins.module_utils._core.text import printable
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._document.drift import with_drift
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._document.stable import stable
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._document.text import partial_words
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._judge.verdict import judge
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._report.formats import report
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._report.html import render as html_render
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._report.html import words
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._report.html.page import page_of
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._report.html.path_picture import (
    MOST_LANES,
    Lanes,
    picture,
)
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._report.html.render import render
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._report.html.sizes import (
    BRIEF,
    OUTLINE,
    WHOLE,
    forms_for,
)
from ansible_collections.privatelink.azure_ai.tests.unit.support.estates import (
    DENIED,
    HEALTHY,
    NAME,
    PRIVATE,
    PUBLIC,
    SERVED,
    answer,
    command,
    dns,
    estate,
    inside,
    note,
    outside,
    probe,
)

OPEN = outside(probe("model_ok", PUBLIC))
LED_OUT = inside(DENIED, probe("model_ok", connect_to=PRIVATE), dns=dns("dns_public_address", PUBLIC))
MEANT = {"account": {"public_access": "enabled"}}
WAIVER = {"account": "example", "code": "gate_public_open", "reason": "until the move is done", "expires": "2026-12-31"}


class Page(HTMLParser):
    """What a page consists of, as a browser would read it."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.attributes, self.texts, self._within = [], [], [], None
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(tag, name, value) for name, value in attrs]
        self._within = tag

    def handle_data(self, data):
        if self._within not in ("style", "script"):
            self.texts.append(data)

    def handle_endtag(self, tag):
        self._within = None

    @property
    def text(self):
        return " ".join(" ".join(self.texts).split())

    def values(self, name):
        return [value for tag, own, value in self.attributes if own == name]


def document(*observations, waivers=(), **more):
    return judge(dict(estate(*observations, **more), waivers=list(waivers)))


def page(*observations, **more):
    return Page(render(document(*observations, **more)))


def several(*estates, waivers=(), **more):
    """Return one document over accounts of their own, each as its observations say."""
    accounts, observations = [], []
    for number, seen in enumerate(estates):
        account, name = f"a{number}", f"a{number}.openai.azure.com"
        accounts.append({"name": account, "private_addresses": {name: [PRIVATE]}, **more})
        for observation in json.loads(json.dumps(seen).replace(NAME, name).replace("example.", account + ".")):
            observations.append(dict(observation, accounts=[accounts[-1]]))
    return judge(dict(estate(*observations), accounts=accounts, waivers=list(waivers)))


@pytest.mark.parametrize(
    "found, title, alarm",
    [
        pytest.param(document(*HEALTHY), "example is isolated.", None, id="isolated"),
        pytest.param(document(LED_OUT, outside(DENIED)), "example is broken.", None, id="broken"),
        pytest.param(
            document(inside(*SERVED), OPEN), "example is broken.", "It is open to the Internet.", id="exposed"
        ),
        pytest.param(document(inside(*SERVED)), "example could not be judged.", None, id="unknown"),
        pytest.param(
            document(inside(*SERVED), OPEN, waivers=[WAIVER]),
            "example passes only by a waiver.",
            "It is open to the Internet.",
            id="exposed and waived",
        ),
        pytest.param(document(inside(*SERVED), OPEN, **MEANT), "example is in order.", None, id="exposed as declared"),
        pytest.param(
            dict(document(inside(*SERVED), OPEN, waivers=[WAIVER]), looked_at=["probe"]),
            "Only requests were sent, by choice of tags: the rest is not proved.",
            "example is open to the Internet.",
            id="exposed and waived, a part",
        ),
        pytest.param(judge({"accounts": [], "observations": []}), "No account was checked.", None, id="no account"),
        pytest.param(
            several(HEALTHY, (inside(*SERVED),)), "1 of 2 accounts could not be judged.", None, id="one of two unknown"
        ),
        pytest.param(several(HEALTHY, HEALTHY), "All 2 accounts are isolated.", None, id="two isolated"),
        pytest.param(several(HEALTHY, (LED_OUT, outside(DENIED))), "1 of 2 accounts is broken.", None, id="one of two"),
        pytest.param(
            several((inside(*SERVED), OPEN), (inside(*SERVED), OPEN), HEALTHY),
            "2 of 3 accounts are broken.",
            "2 of them are open to the Internet.",
            id="two exposed",
        ),
        pytest.param(
            several((LED_OUT, outside(DENIED)), (inside(*SERVED), OPEN), HEALTHY, waivers=[dict(WAIVER, account="a1")]),
            "1 of 3 accounts is broken.",
            "1 of 3 accounts is open to the Internet.",
            id="one broken, one exposed and waived",
        ),
        pytest.param(
            several(
                (inside(*SERVED), OPEN),
                (inside(*SERVED), OPEN),
                waivers=[dict(WAIVER, account="a0"), dict(WAIVER, account="a1")],
            ),
            "All 2 accounts pass only by a waiver.",
            "2 of them are open to the Internet.",
            id="all exposed and waived",
        ),
        pytest.param(
            several((inside(*SERVED), OPEN), HEALTHY, public_access="enabled"),
            "1 of 2 accounts is broken.",
            None,
            id="one exposed as declared",
        ),
    ],
)
def test_the_verdict_is_one_sentence(found, title, alarm):
    shown = page_of(found)
    assert (shown["title"], shown["alarm"]) == (title, alarm)


def by_azure(document):
    """Return a document in which Azure's word alone says that the last account is closed."""
    document["accounts"][-1]["verdicts"]["isolation_basis"] = "azure"
    return document


@pytest.mark.parametrize(
    "found, lead",
    [
        pytest.param(
            document(*HEALTHY), "The public front end refuses everybody, and the private endpoint answers.", id="seen"
        ),
        pytest.param(
            by_azure(document(*HEALTHY)),
            "The private endpoint answers. Azure says that the public front end is closed: nobody saw it refuse from outside.",
            id="by Azure's word",
        ),
        pytest.param(
            by_azure(several(HEALTHY, HEALTHY)),
            "The private endpoint answers. For 1 of 2 accounts only Azure says that the public front end is closed: nobody saw "
            "it refuse from outside.",
            id="one by Azure's word",
        ),
        pytest.param(
            document(LED_OUT, OPEN, waivers=[WAIVER]),
            "Each is explained below: what was seen, why it matters and what to type.",
            id="one failure waived, another not",
        ),
        pytest.param(
            several((inside(*SERVED), OPEN), HEALTHY, waivers=[dict(WAIVER, account="a0")]),
            "1 account is excused by a waiver; see its reason and its last day below.",
            id="waived",
        ),
        pytest.param(
            dict(several((inside(*SERVED), OPEN), HEALTHY, waivers=[dict(WAIVER, account="a0")]), looked_at=["probe"]),
            "What was checked is in order for 1 account. 1 account is excused by a waiver; see its reason and its last day "
            "below.",
            id="waived, a part",
        ),
    ],
)
def test_the_lead_claims_no_more_than_was_seen(found, lead):
    assert page_of(found)["lead"] == lead


@pytest.mark.parametrize(
    "more, verdict, tile",
    [
        pytest.param({}, ("isolation", "exposed", "fail"), ("fail", "open to the Internet"), id="not meant"),
        pytest.param(
            {"waivers": [WAIVER]}, ("isolation", "exposed", "fail"), ("fail", "open to the Internet"), id="waived"
        ),
        pytest.param(
            MEANT,
            ("isolation", "exposed (as declared)", "skip"),
            ("skip", "open to the Internet, as declared"),
            id="as declared",
        ),
    ],
)
def test_an_exposure_is_an_alarm_unless_it_is_declared(more, verdict, tile):
    shown = page_of(document(inside(*SERVED), OPEN, **more))
    assert shown["accounts"][0]["verdicts"][0] == verdict
    assert [(each["state"], each["means"]) for each in shown["tiles"] if each["count"]] == [tile]


def test_the_accounts_stand_failing_first():
    shown = page_of(several(HEALTHY, (inside(*SERVED),), (LED_OUT, outside(DENIED)), HEALTHY))
    assert [(each["name"], each["state"], each["open"]) for each in shown["accounts"]] == [
        ("a2", "fail", True),
        ("a1", "unknown", True),
        ("a0", "pass", False),
        ("a3", "pass", False),
    ]
    assert shown["filters"] == [
        ("all", "All", 4),
        ("fail", "Broken", 1),
        ("unknown", "Unknown", 1),
        ("waived", "Waived", 0),
        ("pass", "Passed", 2),
    ]


def test_a_failure_says_what_was_seen_why_and_what_to_type():
    shown = page(LED_OUT, outside(DENIED))
    for text in (
        "Nameserver 168.63.129.16 gives the public address 203.0.113.10 for example.openai.azure.com.",
        "From jump-1 (jumphost), by name.",
        "is not linked to the virtual network",
        "az network private-dns link vnet create",
        "expected 10.0.14.4",
    ):
        assert text in shown.text
    assert "https://github.com/privatelink/azure_ai/blob/main/docs/findings.md#dns_public_address" in shown.values(
        "href"
    )
    assert "https://learn.microsoft.com/azure/dns/private-dns-virtual-network-links" in shown.values("href")


def test_hosts_that_saw_the_same_are_one_failure():
    (account,) = page_of(document(*(dict(LED_OUT, host=f"jump-{number}") for number in (1, 2, 3)), outside(DENIED)))[
        "accounts"
    ]
    (finding,) = account["findings"]
    assert finding["places"] == "jump-1 (jumphost), by name, jump-2 (jumphost), by name, jump-3 (jumphost), by name"
    assert [row["hosts"] for row in account["matrix"]["rows"]] == ["jump-1, jump-2, jump-3"] * 2 + ["outside-1"]


def test_hosts_that_are_mended_by_other_commands_are_failures_of_their_own():
    lost = [inside(host=f"jump-{number}", error="no route") for number in (1, 2)]
    (account,) = page_of(document(*lost, outside(DENIED)))["accounts"]
    assert [(each["code"], each["places"], each["steps"][0]["command"]) for each in account["findings"]] == [
        (
            "host_unreachable",
            f"jump-{number} (jumphost)",
            [f"ansible jump-{number} -i ", "<inventory>", " -m ansible.builtin.ping"],
        )
        for number in (1, 2)
    ]


def test_hosts_that_a_sentence_names_are_one_failure():
    stuck = [inside(probe("tcp_timeout"), host=f"jump-{number}") for number in (1, 2)]
    (account,) = page_of(document(*stuck, outside(DENIED)))["accounts"]
    (finding,) = [each for each in account["findings"] if each["code"] == "tcp_timeout"]
    assert finding["places"] == "jump-1 (jumphost), by name, jump-2 (jumphost), by name"


def test_a_waiver_is_shown_and_dated():
    found = document(inside(*SERVED), OPEN, waivers=[WAIVER])
    (account,) = page_of(found)["accounts"]
    assert (account["state"], account["open"], account["findings"][0]["state"]) == ("waived", False, "waived")
    text = Page(render(found)).text
    assert "Waived until 2026-12-31: until the move is done" in text
    assert "1 account is excused by a waiver" in text


def test_what_changed_since_the_last_report():
    before, now = document(*HEALTHY), document(LED_OUT, outside(DENIED))
    text = Page(render(with_drift(now, before))).text
    assert "Since the last report 1 new finding. Compared with 2026-11-22 10:00 UTC." in text
    assert re.search("appeared +example +dns, jump-1 \\(jumphost\\) +dns_public_address", text)
    assert "Nothing changed." in Page(render(with_drift(now, now))).text
    assert "Since the last report" not in Page(render(now)).text


def test_the_same_document_gives_the_same_bytes():
    found = document(LED_OUT, outside(DENIED))
    assert render(found, "f") == render(json.loads(json.dumps(found)), "f")


def test_the_document_without_times_and_evidence_is_rendered_too():
    text = Page(render(stable(document(LED_OUT, outside(DENIED))))).text
    assert "Checked" not in text
    assert "Evidence" not in text


def test_the_page_needs_nothing_else():
    found = Page(render(document(LED_OUT, outside(DENIED)), "c0ffee"))
    assert not {"link", "img", "iframe", "object", "embed", "base", "video", "audio"} & set(found.tags)
    assert "src" not in [name for tag, name, value in found.attributes]
    assert {tag for tag, name, value in found.attributes if name == "href" and not value.startswith("#")} == {"a"}
    assert (
        "meta",
        "content",
        "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:",
    ) in (found.attributes)
    assert ("meta", "name", "privatelink-fingerprint") in found.attributes
    assert ("meta", "content", "c0ffee") in found.attributes


def test_headings_have_no_gap():
    found = with_drift(
        document(LED_OUT, outside(DENIED), waivers=[dict(WAIVER, expires="2026-01-01")]), document(*HEALTHY)
    )
    levels = [int(tag[1]) for tag in Page(render(found)).tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:]))


LED_ELSEWHERE = inside(
    DENIED,
    probe("model_ok", connect_to=PRIVATE),
    host="onprem-1",
    vantage="onprem",
    dns=dns("dns_no_privatelink", PUBLIC),
)
LED_ASTRAY = dict(LED_OUT, host="jump-2", dns=dns("dns_wrong_address", "10.0.14.99"))
SEEN_BY_THREE = (LED_OUT, LED_ELSEWHERE, outside(DENIED))


NAMES = {
    NAME: PRIVATE,
    "example.cognitiveservices.azure.com": "10.0.14.5",
    "example.services.ai.azure.com": "10.0.14.6",
}
THREE_NAMES = {
    "account": {"kind": "AIServices", "private_addresses": {name: [address] for name, address in NAMES.items()}}
}


def of_three_names(observation):
    """Return what a host saw of one name as if it had seen the same of each name of an AIServices account."""
    text, zone = json.dumps(observation), NAME.partition(".")[2]
    dns, *others = [
        json.loads(
            text.replace("example." + zone, name)
            .replace("privatelink." + zone, "privatelink." + name.partition(".")[2])
            .replace(PRIVATE, address)
        )
        for name, address in NAMES.items()
    ]
    probes = [each for seen in (dns, *others) for each in seen["probes"]]
    if dns["dns"]:
        dns["dns"]["names"] += [each for seen in others for each in seen["dns"]["names"]]
    return dict(dns, probes=probes)


def many(number, *observations, **more):
    """Return one document over so many accounts of the same observations."""
    found = document(*observations, **more)
    (account,) = found["accounts"]
    text = json.dumps(account)
    accounts = [json.loads(text.replace("example", f"acct-{each:04}")) for each in range(number)]
    counts = {key: count * number for key, count in found["counts"].items()}
    return dict(found, accounts=accounts, counts=counts)


@pytest.mark.parametrize(
    "observations, form",
    [
        pytest.param(SEEN_BY_THREE, BRIEF, id="three vantages"),
        pytest.param((*SEEN_BY_THREE, LED_ASTRAY), OUTLINE, id="and a second jumphost that sees something else"),
    ],
)
def test_a_thousand_broken_accounts_are_a_small_page_made_soon(observations, form):
    found = many(1000, *observations)
    started = time.process_time()
    text = report(found, "html")
    assert time.process_time() - started < 4
    assert len(text.encode("utf-8")) < 5000000
    assert ("Vantage matrix" in text) is form.drawn
    # Each account has the command, or leads to the one that all have in common.
    command, common = "az network private-dns link vnet create", "Same as for other accounts: see"
    assert command in text
    assert text.count(command) + text.count(common) >= 1000


@pytest.mark.parametrize(
    "observations",
    [
        pytest.param(SEEN_BY_THREE, id="three vantages"),
        pytest.param((*SEEN_BY_THREE, LED_ASTRAY), id="and a second jumphost that sees something else"),
    ],
)
def test_a_thousand_accounts_of_three_names_are_a_small_page_too(observations):
    found = many(100, *map(of_three_names, observations), **THREE_NAMES)
    assert forms_for(dict(found, accounts=10 * found["accounts"]), 4800000) == (OUTLINE,)
    assert 10 * len(html_render._rendered(found, "", OUTLINE).encode("utf-8")) < 4800000


def test_in_outline_names_that_fail_alike_are_told_as_one():
    found = document(*map(of_three_names, (*SEEN_BY_THREE, LED_ASTRAY)), **THREE_NAMES)
    (account,) = page_of(found, OUTLINE)["accounts"]
    assert [(each["code"], len(each["seen"]), each["steps_of"]) for each in account["findings"]] == [
        ("dns_public_address", 3, NAME),
        ("dns_wrong_address", 3, NAME),
        ("dns_no_privatelink", 3, NAME),
    ]
    text = Page(html_render._rendered(found, "", OUTLINE)).text
    assert text.count("az network private-dns record-set a update") == 1
    assert (
        "Shown for example.openai.azure.com: do the same for the other names, each with its own zone and address."
        in text
    )
    for name in NAMES:
        assert f"{name} resolves to 10.0.14.99, expected {NAMES[name]}." in text


def test_in_outline_what_differs_in_more_than_the_name_stays_apart():
    asked = [
        inside(DENIED, host=host, dns=dns("dns_timeout", None, answers=[answer("dns_timeout", None, server=server)]))
        for host, server in (("jump-1", "10.0.0.53"), ("jump-2", "10.0.0.54"))
    ]
    (account,) = page_of(document(*asked, outside(DENIED)), OUTLINE)["accounts"]
    assert [(each["places"], each["steps_of"]) for each in account["findings"] if each["code"] == "dns_timeout"] == [
        ("jump-1 (jumphost), by name", None),
        ("jump-2 (jumphost), by name", None),
    ]


@pytest.mark.parametrize("form", [WHOLE, BRIEF])
def test_where_there_is_room_each_name_stands_for_itself(form):
    (account,) = page_of(document(*map(of_three_names, SEEN_BY_THREE), **THREE_NAMES), form)["accounts"]
    assert [each["steps_of"] for each in account["findings"]] == [None] * 6


def test_the_form_is_chosen_before_anything_is_rendered():
    assert forms_for(document(*SEEN_BY_THREE), 4800000)[0] is WHOLE
    assert forms_for(many(1000, *SEEN_BY_THREE), 4800000)[0] is BRIEF
    assert forms_for(many(1000, *SEEN_BY_THREE), 3000000) == (OUTLINE,)
    assert forms_for(many(1000, *SEEN_BY_THREE), 1000) == (OUTLINE,)


@pytest.mark.parametrize("most, form", [(8000, OUTLINE), (10**6, WHOLE)])
def test_a_page_that_came_out_too_large_is_shown_in_a_shorter_form(monkeypatch, most, form):
    tried = []
    monkeypatch.setattr(html_render, "_MOST_BYTES", most)
    monkeypatch.setattr(html_render, "forms_for", lambda document, most: (WHOLE, BRIEF, OUTLINE))
    monkeypatch.setattr(
        html_render,
        "_rendered",
        lambda document, fingerprint, form: (
            tried.append(form) or "x" * ({WHOLE: 100000, BRIEF: 9000, OUTLINE: 8000}[form])
        ),
    )
    render(document(*HEALTHY))
    assert tried[-1] is form


@pytest.mark.parametrize("form", [BRIEF, OUTLINE])
def test_in_brief_each_account_says_what_is_wrong_and_what_to_type(form):
    found = many(3, *SEEN_BY_THREE)
    shown = page_of(found, form)
    text = html_render._rendered(found, "", form)
    for account, view in zip(found["accounts"], shown["accounts"]):
        codes = {check["code"] for check in account["checks"] if check["status"] == "fail"}
        assert {finding["code"] for finding in view["findings"]} == codes
        for finding in view["findings"]:
            assert finding["seen"]
            assert finding["steps"] or finding["like"] in codes or finding["common"]
            if finding["common"]:
                (explanation,) = [each for each in shown["explanations"] if "#" + each["id"] == finding["url"]]
                assert explanation["steps"]
                assert "acct-" not in str(explanation["steps"])
    assert "dig @168.63.129.16 acct-0002.openai.azure.com" in text
    assert "The evidence" in text


def test_in_brief_why_it_matters_stands_once():
    found = many(3, *SEEN_BY_THREE)
    text = html_render._rendered(found, "", BRIEF)
    rendered = Page(text)
    for code in ("dns_public_address", "dns_no_privatelink"):
        (cause,) = {check["cause"] for check in found["accounts"][0]["checks"] if check["code"] == code}
        assert rendered.text.count(" ".join(cause.split())) == 1
    targets = [href[1:] for href in rendered.values("href") if re.fullmatch(r"#w\d+", href)]
    assert set(targets) == {"w1", "w2"} <= set(rendered.values("id"))
    assert text.count("https://learn.microsoft.com/azure/dns/private-dns-virtual-network-links") == 1


def test_what_is_mended_in_the_same_way_is_told_once():
    found = document(LED_OUT, dict(LED_OUT, host="jump-2"), outside(DENIED))
    (check,) = [
        check for check in found["accounts"][0]["checks"] if check["host"] == "jump-2" and check["status"] == "fail"
    ]
    check["code"] = "dns_no_privatelink"
    findings = page_of(found)["accounts"][0]["findings"]
    assert [(each["code"], bool(each["steps"]), each["like"]) for each in findings] == [
        ("dns_public_address", True, None),
        ("dns_no_privatelink", False, "dns_public_address"),
    ]
    assert "What to type Same as for dns_public_address above." in Page(render(found)).text


@pytest.mark.parametrize(
    "observations, looked, title, lead",
    [
        (HEALTHY, ["dns"], True, "in order for 1 account."),
        (HEALTHY, ["probe"], True, "in order for 1 account."),
        ((LED_OUT, outside(DENIED)), ["dns"], False, "not proved."),
        (HEALTHY, None, False, "and the private endpoint answers."),
    ],
)
def test_a_run_over_a_part_says_so_first(observations, looked, title, lead):
    found = dict(document(*observations), looked_at=looked)
    shown = page_of(found)
    assert (shown["title"] == partial_words(found)) is title
    assert shown["lead"].endswith(lead)
    assert shown["state"] == ("unknown" if title else found["accounts"][0]["status"])


def test_isolation_is_told_as_what_it_is():
    (means,) = [tile["means"] for tile in page_of(document(LED_OUT, outside(DENIED)))["tiles"] if tile["count"]]
    assert means == "closed to the Internet; answers at its private endpoint"


HOSTILE = (
    "<script>alert(1)</script>",
    "</script><img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "' onfocus='alert(1)",
    "{{ 7 * 7 }}{% include 'x' %}",
    "line\nbreak",
    "\x1b[31mred\x1b[0m",
    "\u202etxt.exe",
    "caf\u00e9 \u65e5\u672c",
    "\x00",
    "\ud800",
    "javascript:alert(1)",
    "--><!--",
    "a\u2028b",
    "&lt;b&gt;",
)
SPOILT = {
    "name",
    "host",
    "text",
    "when",
    "summary",
    "cause",
    "observed",
    "expected",
    "at",
    "reason",
    "message",
    "error",
    "account",
}


def spoil(value, text):
    """Put a text into every place of a document that holds free text."""
    if isinstance(value, dict):
        return {
            key: f"{each}{text}" if key in SPOILT and isinstance(each, str) else spoil(each, text)
            for key, each in value.items()
        }
    if isinstance(value, list):
        return [text if isinstance(each, str) and not each.isidentifier() else spoil(each, text) for each in value]
    return value


PLAIN = with_drift(document(LED_OUT, OPEN, waivers=[WAIVER]), document(*HEALTHY))
KNOWN = {(tag, name) for tag, name, value in Page(render(PLAIN)).attributes}


@given(st.one_of(st.sampled_from(HOSTILE), st.text(st.characters(exclude_categories=()), max_size=40)))
def test_hostile_values_are_shown_and_are_never_markup(text):
    rendered = render(spoil(PLAIN, text))
    rendered.encode("utf-8")
    found = Page(rendered)
    assert {(tag, name) for tag, name, value in found.attributes} <= KNOWN
    assert all(value.startswith(("#", "https://", "http://")) for value in found.values("href"))
    assert " ".join(printable(text).split()) in found.text
    assert not [char for char in rendered if not char.isprintable() and char != "\n"]


@pytest.mark.parametrize(
    "step, says, typed",
    [
        (command("dig @192.0.2.53 example.org"), "", ["dig @192.0.2.53 example.org"]),
        (command("az a --name <link> --b"), "", ["az a --name ", "<link>", " --b"]),
        (
            command("az role assignment create", "if it is yours", True),
            "If it is yours:",
            ["az role assignment create"],
        ),
        (
            note("Use the public name: https://x.openai.azure.com/"),
            "Use the public name: https://x.openai.azure.com/",
            [],
        ),
        (note("Allow TCP 443 from jump-1 to 10.0.14.4."), "Allow TCP 443 from jump-1 to 10.0.14.4.", []),
    ],
)
def test_a_step_is_a_sentence_a_command_or_both(step, says, typed):
    assert words.step_of(step) == {"says": says, "command": typed}


def test_a_text_of_ansibles_own_kind_is_no_exception():
    class Tagged(str):
        """As ansible-core marks texts that came from elsewhere."""

    found = document(LED_OUT, outside(DENIED))
    found["accounts"][0]["name"] = Tagged("a\u202e<b>")
    assert "<h3>a\\u202e&lt;b&gt;</h3>" in render(found)


def test_evidence_is_shown_as_lines_and_cut_at_a_line():
    evidence = {"chain": [{"name": "a", "ttl": 1}, {"name": "b"}], "error": None, "none": []}
    lines = ["chain:", "  - name: a", "    ttl: 1", "  - name: b", "error: null", "none: []"]
    assert words.evidence_lines(evidence, 100) == (lines, True)
    assert words.evidence_lines(evidence, 20) == (lines[:2], False)


def drawn(*observations, links=(), **more):
    lanes = Lanes(set(links))
    (account,) = document(*observations, **more)["accounts"]
    return picture(account, lanes), {lane["id"]: lane for lane in lanes.drawings()}, lanes


def test_the_picture_of_a_healthy_path():
    shown, lanes, unused = drawn(*HEALTHY)
    looks = [lanes[lane["drawing"]] for lane in shown["lanes"]]
    assert [(each["title"], each["way"], each["end"], each["code"]) for each in looks] == [
        ("jump-1", "jumphost, by name and address", "pass", None),
        ("outside-1", "from the Internet", "stop", None),
    ]
    assert (shown["private"]["says"], shown["private"]["state"]) == (("reached",), "pass")
    assert shown["words"] == "jump-1 (jumphost), by name and address: passed; outside-1 (outside), by name: passed"


def test_the_picture_shows_where_the_path_breaks_and_where_it_leads():
    shown, lanes, every = drawn(LED_OUT, outside(DENIED))
    by_address, by_name, public = shown["lanes"]
    assert lanes[by_name["drawing"]]["code"] == "dns_public_address"
    assert lanes[by_name["drawing"]]["place"] == every.places["dns"]
    assert lanes[by_name["drawing"]]["states"] == ("pass", "fail", "skip", "skip", "skip", "skip", "skip")
    assert (by_address["astray"], by_name["astray"], public["astray"]) == (None, every.places["dns"], None)
    assert shown["private"]["says"] == ("answers, but not by", "its name")


@pytest.mark.parametrize(
    "more, end, says",
    [
        pytest.param({}, "fail", ("open to the Internet",), id="not meant"),
        pytest.param({"waivers": [WAIVER]}, "fail", ("open to the Internet",), id="waived"),
        pytest.param(MEANT, "skip", ("open to the", "Internet, as", "declared"), id="as declared"),
    ],
)
def test_an_open_front_end_is_reached(more, end, says):
    shown, lanes, every = drawn(inside(*SERVED), OPEN, **more)
    assert lanes[shown["lanes"][-1]["drawing"]]["end"] == end
    assert lanes[shown["lanes"][-1]["drawing"]]["pieces"][-1][0] == end
    (public,) = every.ends()
    assert (public["state"], public["says"]) == (end, says)


def test_lanes_that_look_the_same_are_drawn_once():
    unused, lanes, every = drawn(LED_OUT, outside(DENIED))
    picture(document(LED_OUT, outside(DENIED))["accounts"][0], every)
    assert len(every.drawings()) == len(lanes)


def test_a_picture_holds_so_many_lanes_and_the_broken_ones_first():
    hosts = [
        inside(*SERVED, host=f"good-{number:02}", dns=dns("dns_wrong_address", f"10.0.14.{100 + number}"))
        for number in range(2 * MOST_LANES)
    ]
    account = document(*hosts, outside(DENIED))["accounts"][0]
    for row in account["matrix"]:  # as if each saw something else
        row["links"]["host"] = "pass" if row["host"] < "good-10" else "warn"
    many = [
        dict(row, name=f"{row['name']}-{number}", code=row["code"] and f"{row['code']}{number}")
        for number, row in enumerate(account["matrix"])
    ]
    shown = picture(dict(account, matrix=many), Lanes(set()))
    assert len(shown["lanes"]) == MOST_LANES
    assert shown["left_out"] > 0


def test_the_proxy_stands_in_the_path_only_where_there_is_one():
    assert "proxy" not in drawn(*HEALTHY)[2].links
    assert drawn(*HEALTHY, links=["proxy"])[2].links[3] == "proxy"
