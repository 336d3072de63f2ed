# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The reports beside the page, read back as their consumers read them."""

from __future__ import annotations

import copy
import functools
import json
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from junitparser import Error, Failure, JUnitXml, Skipped
from markdown_it import MarkdownIt
from prometheus_client.parser import text_string_to_metric_families

from ansible_collections.privatelink.azure_ai.plugins.module_utils._catalogue.model import FINDINGS_URL, findings_url
from ansible_collections.privatelink.azure_ai.plugins.module_utils._core.text import printable
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._document.drift import with_drift
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._document.stable import fingerprint
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._document.text import WIDTH
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._judge.verdict import judge
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._report.formats import FORMATS, report
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._report.terminal import path_lines, summary_lines
from ansible_collections.privatelink.azure_ai.tests.unit.support.azure_estates import healthy as azure_healthy
from ansible_collections.privatelink.azure_ai.tests.unit.support.azure_estates import returned
from ansible_collections.privatelink.azure_ai.tests.unit.support.estates import (
    DENIED,
    HEALTHY,
    NAME,
    PRIVATE,
    PUBLIC,
    SERVED,
    STALE,
    answer,
    command,
    dns,
    estate,
    inside,
    note,
    outside,
    probe,
)

TEXTS = tuple(name for name in FORMATS if name != "html")  # the page has tests of its own
BROKEN = (inside(probe("tcp_refused", STALE), dns=dns("dns_wrong_address", STALE)), outside(DENIED))
UNPROVED = (inside(*SERVED), outside(probe("tcp_timeout", PUBLIC)))
WARNED = (inside(*SERVED, dns=dns(findings=["dns_timeout"])), outside(DENIED))
WAIVER = {"account": "example", "code": "dns_wrong_address", "reason": "moves next week", "expires": "2026-12-31"}


def judged(observations, *waivers):
    return judge(dict(estate(*observations), waivers=list(waivers)))


UNASKED = (
    inside(probe("auth_missing", credential="none")),
    outside(probe("gate_public_access_disabled", PUBLIC, credential="none")),
)
LED_OUT = (inside(DENIED, SERVED[1], dns=dns("dns_public_address", PUBLIC)), outside(DENIED))


def cases(document, **options):
    """The result of every test case by its name, of the suites and cases that a consumer finds."""
    found = {}
    for suite in JUnitXml.fromstring(report(document, "junit", **options).encode()):
        for case in suite:
            (found[case.name],) = case.result or [None]
    return found


def samples(document):
    """The value of every sample, by name and labels."""
    return {
        (sample.name, *sorted(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(report(document, "prometheus"))
        for sample in family.samples
    }


def labelled(document, name):
    return [dict(key[1:]) for key, value in samples(document).items() if key[0] == name and value == 1]


def tokens(text):
    """The structure of Markdown, and the contents of its code, in order."""
    parser = MarkdownIt("commonmark").enable("table")
    kinds, code, prose = [], [], []
    for token in parser.parse(text):
        kinds.append((token.type, token.tag))
        code += [token.content.rstrip("\n")] if token.type == "fence" else []
        # Adjacent texts are one: how a text is escaped is no structure.
        inline = [child for child in token.children or () if child.type != "text_special"]
        kinds += [
            child.type
            for number, child in enumerate(inline)
            if child.type != "text" or number == 0 or inline[number - 1].type != "text"
        ]
        code += [child.content for child in inline if child.type == "code_inline"]
        prose.append("".join(child.content for child in token.children or () if child.type != "code_inline"))
    return kinds, code, prose


@pytest.mark.parametrize("format", FORMATS)
def test_every_report_holds_the_fingerprint_of_the_document(format):
    document = judged(BROKEN)
    text = report(document, format)
    assert fingerprint(document) in text and text == report(copy.deepcopy(document), format)
    assert report(document, format, "0123abcd") == text.replace(fingerprint(document), "0123abcd")


@pytest.mark.parametrize(
    "observations, declared, words",
    [
        pytest.param(UNASKED, {}, "odel not asked: no credential", id="a model that was not asked"),
        pytest.param(
            HEALTHY,
            {"private_addresses": {}},
            "ny private address would do: no expected address is known",
            id="addresses that are not known",
        ),
    ],
)
@pytest.mark.parametrize("format", [*FORMATS, "terminal"])
def test_every_report_says_what_was_not_done(format, observations, declared, words):
    document = judge(estate(*observations, account=declared))
    text = "\n".join(summary_lines(document)) if format == "terminal" else report(document, format)
    if format == "prometheus":
        unasked = [each["code"] for each in labelled(document, "privatelink_finding_info")]
        assert unasked == ["model_not_asked"] * (observations is UNASKED)
    else:
        assert words in text.replace("\\", "")


@pytest.mark.parametrize("format", ["terminal", "markdown", "html"])
def test_no_summary_shows_a_bare_public_beside_isolated(format):
    document = judged(LED_OUT)
    text = "\n".join(summary_lines(document)) if format == "terminal" else report(document, format)
    assert document["accounts"][0]["verdicts"]["isolation"] == "isolated"
    shown = r"by name .*isolated +public" if format == "terminal" else "reachability.*by name: public address"
    assert re.search(shown, text, re.DOTALL)


def test_the_fingerprint_is_that_of_the_conclusions():
    document = judged(BROKEN)
    later = judge(dict(estate(*BROKEN), started="2026-11-23T10:00:00Z", ended="2026-11-23T10:00:09Z"))
    assert fingerprint(later) == fingerprint(document) == fingerprint(json.loads(report(document, "json")))
    assert fingerprint(judged(HEALTHY)) != fingerprint(document)


OTHERS = ["203.0.113.9", "203.0.113.77", "2603:1030::5"]
LOST = "cannot create /home/lab/.ansible/tmp/ansible-tmp-1795341600.1-%d-%d; payload /tmp/ansible_ping_payload_%s/x.zip"


def led_out(*addresses):
    """Nameservers, and programs, lead to public addresses, in this order."""
    host = {"nameservers": ["168.63.129.16"], "resolver": "static"}
    seen = dns(
        "dns_mixed_addresses",
        PUBLIC,
        ["dns_resolvers_disagree", "host_system_differs"],
        host=host,
        answers=[
            answer("dns_mixed_addresses", addresses=[PRIVATE, *addresses]),
            answer("dns_wrong_address", addresses=[STALE], server="192.0.2.53"),
            answer("dns_public_address", addresses=list(addresses), server="192.0.2.54"),
        ],
    )
    seen["names"][0].update(addresses=list(addresses), system={"addresses": list(addresses)})
    return inside(probe("gate_public_access_disabled", addresses[0]), dns=seen), outside(
        probe("gate_public_access_disabled", addresses[0]),
        dns=dns("dns_public_address", PUBLIC, answers=[answer("dns_public_address", addresses=list(addresses))]),
    )


def front_end(address):
    """Each link of both sides names the public address that was dialled."""
    return (
        inside(probe("gate_public_access_disabled", address), probe("tls_timeout", address)),
        inside(*SERVED, host="jump-2", dns=None),
        inside(probe("tcp_reset", address), host="jump-3", dns=None),
        outside(probe("gate_network_rules", address)),
        outside(probe("tcp_timeout", address), host="outside-2"),
        outside(probe("auth_missing", address, findings=["tls_expires_soon"]), host="outside-3"),
    )


@pytest.mark.parametrize(
    "first, second",
    [
        pytest.param(led_out(*OTHERS), led_out(*OTHERS[::-1]), id="rotated addresses"),
        pytest.param(led_out(*OTHERS), led_out(PUBLIC, "203.0.113.11"), id="other addresses, and fewer"),
        pytest.param(
            led_out(*(f"203.0.113.{last}" for last in range(1, 10))),
            led_out(*(f"203.0.113.{last}" for last in range(20, 32))),
            id="more than are shown",
        ),
        pytest.param(front_end(OTHERS[0]), front_end(OTHERS[1]), id="another front end"),
        pytest.param(front_end("203.0.113.1"), front_end("203.0.113.10"), id="a front end that begins alike"),
        pytest.param(
            (inside(error=LOST % (410, 2600, "k2x_9"), reached=True), outside(DENIED)),
            (
                inside(error=LOST.replace("1795341600.1", "1795428000.77") % (99, 811, "w__0a"), reached=True),
                outside(DENIED),
            ),
            id="another temporary name",
        ),
    ],
)
def test_what_differs_from_run_to_run_does_not_change_the_fingerprint(first, second):
    assert fingerprint(judged(first)) == fingerprint(judged(second))
    assert judged(first) != judged(second)


def test_another_address_that_means_something_changes_the_fingerprint():
    stale = [
        judged((inside(probe("tcp_refused", address), dns=dns("dns_wrong_address", address)), outside(DENIED)))
        for address in (STALE, "10.0.14.98")
    ]
    pinned = [
        judged(
            (
                inside(
                    *SERVED,
                    dns=dns(
                        findings=["host_pinned"],
                        host={"hosts_entries": [{"address": address, "names": [NAME], "line": 7}]},
                        system=address,
                    ),
                ),
                outside(DENIED),
            )
        )
        for address in OTHERS[:2]
    ]
    for one, other in (stale, pinned):
        assert fingerprint(one) != fingerprint(other)


def test_what_is_told_names_the_addresses_and_evidence_the_whole_error():
    (found,) = judged(led_out(*OTHERS[:2]))["accounts"]
    (outside_dns,) = [check for check in found["checks"] if (check["leg"], check["link"]) == ("outside", "dns")]
    assert outside_dns["observed"] == "CNAME example.privatelink.openai.azure.com -> 203.0.113.9, 203.0.113.77"
    assert outside_dns["evidence"]["public_addresses"] == OTHERS[:2]
    (found,) = judged((inside(error=LOST % (4, 2, "k2x_9"), reached=True), outside(DENIED)))["accounts"]
    (lost,) = [check for check in found["checks"] if check["code"] == "host_failed"]
    assert lost["summary"] == (
        "the checks on jump-1 failed: cannot create /home/lab/.ansible/tmp/ansible-tmp-...; payload /tmp/ansible_ping_payload_.../x.zip"
    )
    assert lost["evidence"] == {"error": LOST % (4, 2, "k2x_9")}


def test_a_task_may_fail_with_a_list_of_texts():
    (found,) = judged((inside(error=["one", "two"], reached=True), outside(DENIED)))["accounts"]
    (lost,) = [check for check in found["checks"] if check["code"] == "host_failed"]
    assert (lost["summary"], lost["evidence"]) == ("the checks on jump-1 failed: ['one', 'two']", {})


def test_json_is_the_document_with_its_fingerprint():
    document = judged(BROKEN)
    assert json.loads(report(document, "json")) == dict(document, fingerprint=fingerprint(document))


@pytest.mark.parametrize(
    "format, options, message",
    [
        ("pdf", {}, f"format: 'pdf' is not a valid format: expected one of {', '.join(FORMATS)}"),
        ("junit", {"unknown": "ignored"}, "unknown: 'ignored' is not a valid choice: expected one of skipped, error"),
    ],
)
def test_misuse_is_reported_in_one_sentence(format, options, message):
    with pytest.raises(ValueError) as caught:
        report(judged(HEALTHY), format, **options)
    assert str(caught.value) == message


def test_junit_has_one_case_for_each_check():
    document = judged(BROKEN)
    found = cases(document)
    assert set(found) == {check["id"] for check in document["accounts"][0]["checks"]}
    failure = found[f"example/jumphost/jump-1/by_name/{NAME}/dns"]
    assert isinstance(failure, Failure) and failure.type == "dns_wrong_address"
    assert (
        "az network private-dns record-set a update" in failure.text
        and findings_url("dns_wrong_address") in failure.text
    )
    behind = found[f"example/jumphost/jump-1/by_name/{NAME}/tcp"]
    assert isinstance(behind, Skipped) and behind.message == "behind dns"
    assert found[f"example/outside/outside-1/outside/{NAME}/gate"] is None


def test_junit_counts_what_it_holds():
    xml = JUnitXml.fromstring(report(judged(BROKEN), "junit").encode())
    stated = (xml.tests, xml.failures, xml.errors, xml.skipped)
    xml.update_statistics()
    assert stated == (xml.tests, xml.failures, xml.errors, xml.skipped)
    assert xml.failures > 0 and xml.skipped > 0


@pytest.mark.parametrize("unknown, kind", [("skipped", Skipped), ("error", Error)])
def test_junit_shows_unknown_checks_as_wanted(unknown, kind):
    document = judged(UNPROVED)
    (check,) = [check for check in document["accounts"][0]["checks"] if check["status"] == "unknown"]
    result = cases(document, unknown=unknown)[check["id"]]
    assert isinstance(result, kind) and result.message.startswith(check["code"])


@pytest.mark.parametrize(
    "document, code",
    [
        pytest.param(
            judge(dict(estate(*UNPROVED, azure={"accounts": [returned(azure_healthy())]}), accept_azure_evidence=True)),
            "gate_public_unproved",
            id="Azure's word stands for a look from outside",
        ),
        pytest.param(
            judge(
                estate(*HEALTHY, account={"resource_group": "rg-ai"}, azure={"accounts": [], "error": "no credential"})
            ),
            "azure_access_denied",
            id="Azure was not read",
        ),
    ],
)
def test_junit_has_no_error_of_an_account_that_passes(document, code):
    assert document["status"] == "pass"
    (check,) = [check for check in document["accounts"][0]["checks"] if check["status"] == "unknown"]
    result = cases(document, unknown="error")[check["id"]]
    assert isinstance(result, Skipped) and result.message.startswith(code)


def test_junit_shows_a_waived_failure_as_skipped_with_its_reason():
    document = judged(BROKEN, WAIVER)
    results = [
        result for result in cases(document).values() if isinstance(result, Skipped) and result.type == WAIVER["code"]
    ]
    assert {result.message for result in results} == {"waived until 2026-12-31: moves next week"}


def test_junit_shows_a_warning_in_the_output_of_a_passed_case():
    suite = list(JUnitXml.fromstring(report(judged(WARNED), "junit").encode()))[1]
    outputs = [case.system_out for case in suite if case.system_out]
    assert suite.failures == 0 and any(output.startswith("warning: dns_") for output in outputs)


@pytest.mark.parametrize(
    "document",
    [
        pytest.param(judge({"accounts": []}), id="no account"),
        pytest.param(judge(estate(), complete=False), id="an account without checks"),
    ],
)
def test_nothing_is_no_success_in_junit(document):
    assert JUnitXml.fromstring(report(document, "junit").encode()).failures == 1


def test_prometheus_says_what_was_concluded():
    document = judged(BROKEN)
    found = samples(document)
    assert found["privatelink_account_status", ("account", "example"), ("status", "fail")] == 1
    assert found["privatelink_account_status", ("account", "example"), ("status", "pass")] == 0
    assert labelled(document, "privatelink_account_isolation") == [{"account": "example", "isolation": "unknown"}]
    assert labelled(document, "privatelink_account_root_cause_info") == [
        {"account": "example", "code": "dns_wrong_address", "cause": "record_stale", "certainty": "likely"}
    ]
    assert found["privatelink_verdict_timestamp_seconds",] == 1795341602
    failed = {(labels["leg"], labels["link"]) for labels in labelled(document, "privatelink_check_failed")}
    assert failed == {("by_name", "dns")}
    assert found["privatelink_report_info", ("version", document["collection_version"])] == 1


def test_prometheus_says_when_certificates_and_waivers_expire():
    found = samples(judged(HEALTHY, WAIVER))
    assert {
        value for key, value in found.items() if key[0] == "privatelink_tls_certificate_expiry_timestamp_seconds"
    } == {1807747200}
    waiver = ("privatelink_waiver_expiry_timestamp_seconds", ("account", "example"), ("code", "dns_wrong_address"))
    assert found[waiver] == 1798761600  # valid through the last day of 2026
    assert labelled(judged(HEALTHY, WAIVER), "privatelink_waiver_info")[0]["state"] == "unused"


def test_a_waived_check_has_not_failed_for_prometheus():
    document = judged(BROKEN, WAIVER)
    assert labelled(document, "privatelink_check_failed") == []
    assert "waived" in {labels["status"] for labels in labelled(document, "privatelink_finding_info")}


def test_markdown_shows_what_is_wrong_and_what_to_type():
    text = report(judged(BROKEN), "markdown")
    _kinds, code, prose = tokens(text)
    assert any(line.startswith("az network private-dns record-set a update") for line in code)
    assert any("1 account: 1 FAIL" in line for line in prose)
    assert f"({findings_url('dns_wrong_address')})" in text


@pytest.mark.parametrize(
    "looked, words",
    [
        pytest.param(["dns"], "Only the names were looked up", id="dns"),
        pytest.param(["probe"], "Only requests were sent", id="probe"),
        pytest.param(["dns", "probe"], "Only hosts looked, and Azure was not asked", id="all but azure"),
        pytest.param(["azure"], "Only Azure was asked", id="azure"),
        pytest.param(["azure", "dns"], "Only Azure was asked and the names were looked up", id="all but probe"),
        pytest.param(["azure", "probe"], "Only Azure was asked and requests were sent", id="all but dns"),
        pytest.param([], "No host looked", id="nothing"),
    ],
)
@pytest.mark.parametrize("format", ["html", "markdown", "junit"])
def test_every_report_of_a_part_says_so(format, looked, words):
    document = judge(dict(estate(*HEALTHY), looked_at=looked))
    said = words + ", by choice of tags: the rest is not proved."
    assert said in report(document, format).replace("\\", "")
    assert said in " ".join(" ".join(summary_lines(document)).split())
    assert samples(document)["privatelink_partial",] == 1


def test_a_whole_run_is_none_of_a_part():
    document = judged(HEALTHY)
    assert samples(document)["privatelink_partial",] == 0
    assert "by choice of tags" not in report(document, "markdown") + " ".join(summary_lines(document))


@pytest.mark.parametrize("format", FORMATS)
def test_every_report_leads_to_the_catalogue(format):
    assert FINDINGS_URL in report(judged(BROKEN), format)


@pytest.mark.parametrize("format", ["json", "prometheus"])
def test_what_programs_read_leads_there_even_if_nothing_is_wrong(format):
    assert FINDINGS_URL in report(judged(HEALTHY), format)


@pytest.mark.parametrize(
    "step, shown",
    [
        pytest.param(
            note("Use the public name: https://example.org/"),
            ["Use the public name: https://example.org/"],
            id="a sentence",
        ),
        pytest.param(command("dig example.org"), ["```shell\ndig example.org\n```"], id="a command"),
        pytest.param(
            command("(echo a; echo b) | sudo tee c"),
            ["```shell\n(echo a; echo b) | sudo tee c\n```"],
            id="a command in brackets",
        ),
        pytest.param(
            command("az a b", "if there is none", True),
            ["If there is none:", "```shell\naz a b\n```"],
            id="a command with its condition",
        ),
    ],
)
def test_markdown_presents_no_english_as_a_command(step, shown):
    document = judged(BROKEN)
    for check in document["accounts"][0]["checks"]:
        check["remedy"] = [step] * bool(check["remedy"])
    text = report(document, "markdown").replace("\\", "")
    assert text.partition("Fix:\n\n")[2].split("\n\n")[: len(shown)] == shown


@pytest.mark.parametrize("format", ["markdown", "junit", "prometheus"])
def test_every_report_says_what_changed_since_the_baseline(format):
    text = report(with_drift(judged(BROKEN), judged(HEALTHY)), format)
    assert "dns_wrong_address" in text.partition("appeared")[2]
    if format != "prometheus":
        assert "appeared" not in report(judged(BROKEN), format)


@pytest.mark.parametrize("format", ["html", "markdown", "junit"])
def test_every_report_says_that_a_waiver_expired(format):
    waivers = [dict(WAIVER, expires=expires) for expires in ("2026-11-21", "2026-12-31")]
    text = report(with_drift(*(judged(BROKEN, waiver) for waiver in waivers)), format)
    assert "(waived)" in text
    assert "(waived)" not in report(with_drift(*[judged(BROKEN, waivers[1])] * 2), format)


SPECIAL = "<>&\"'`|*_[](){}#~!\\$:@=+-./ \n\r\t\0\x1b\x7f\x85\u200b\u202e\u2028\ud800\ufffe\ufffféü日本🔒aZ09"
HOSTILE = st.text(st.one_of(st.sampled_from(SPECIAL), st.characters()), min_size=1, max_size=60) | st.sampled_from(
    [
        "]]>",
        "--> <script>",
        "<!-- x",
        "<div>",
        "a`b",
        "</testsuite>",
        "\x1b[2J\x1b]0;owned\x07",
        "a\nprivatelink_evil 1",
        "1. x",
        "12) x",
        "- x",
        "+ x",
        "# x",
        "```",
        "``\\|``",
        "https://evil.example/",
        "www.evil.example",
        "@everyone",
        "{{ lookup('pipe', 'id') }}",
        "&lt;",
        "| --- |",
        "===",
        "$(id)",
    ]
)


@functools.cache
def broken():
    """The broken estate, compared with the healthy one."""
    return with_drift(judged(BROKEN, dict(WAIVER, code="tcp_timeout")), judged(HEALTHY))


def planted(text):
    """A broken estate whose names, hosts and messages are a text, and the same with a plain one."""
    documents = []
    for word in (text, "plain"):
        document = copy.deepcopy(broken())
        (account,) = document["accounts"]
        account["name"] = document["waivers"][0]["account"] = document["waivers"][0]["reason"] = word
        for number, check in enumerate(account["checks"]):
            check.update(account=word, name=word, host=word, id=f"{word}/{number}", summary=word)
            if check["cause"]:
                check.update(
                    observed=word, cause=word, remedy=[note(f"{word}."), command(f"az {word} --yes", word, True)]
                )
        for row in account["matrix"]:
            row.update(host=word, name=word)
        for item in document["drift"]["checks"]["appeared"]:
            item.update(account=word, name=word, host=word)
        documents.append(document)
    return documents


@given(HOSTILE)
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
def test_json_gives_back_whatever_was_put_in(text):
    document, _plain = planted(text)
    found = json.loads(report(document, "json").encode("utf-8"))
    assert dict(found, fingerprint=None) == dict(document, fingerprint=None)


@given(HOSTILE)
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
def test_junit_gives_back_whatever_was_put_in(text):
    shown, shape = printable(text), []
    for document in planted(text):
        suites = list(JUnitXml.fromstring(report(document, "junit").encode("utf-8")))
        shape.append(
            [
                (
                    len(list(suite)),
                    [(type(result), (result.text or "").count("\n")) for case in suite for result in case.result],
                )
                for suite in suites
            ]
        )
        if document["accounts"][0]["name"] == text:
            assert suites[1].name == shown
            assert [case.name for case in suites[1]] == [f"{shown}/{number}" for number in range(len(list(suites[1])))]
            (failure,) = [result for case in suites[1] for result in case.result if isinstance(result, Failure)]
            assert failure.message == f"dns_wrong_address: {shown}"
            assert any(line.endswith(f": az {shown} --yes") for line in failure.text.split("\n"))
    assert shape[0] == shape[1]


@given(HOSTILE)
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
def test_prometheus_gives_back_whatever_was_put_in(text):
    document, plain = planted(text)
    shown = printable(text)
    assert len(samples(document)) == len(samples(plain))
    assert {key[0] for key in samples(document)} == {key[0] for key in samples(plain)}
    assert labelled(document, "privatelink_account_root_cause_info") == [
        {"account": shown, "code": "dns_wrong_address", "cause": "record_stale", "certainty": "likely"}
    ]
    assert {labels["host"] for labels in labelled(document, "privatelink_finding_info")} == {shown}


@given(HOSTILE)
@settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow])
def test_markdown_gives_back_whatever_was_put_in(text):
    document, plain = planted(text)
    shown = printable(text)
    kinds, code, prose = tokens(report(document, "markdown"))
    if shown.strip():
        assert kinds == tokens(report(plain, "markdown"))[0]
        assert code.count(shown) >= 3  # the account, its heading, the name
    assert f"az {shown} --yes" in code
    assert (f"{shown}.").strip() in prose and (f"Why (likely): {shown.strip()}").strip() in prose


@given(HOSTILE)
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
def test_the_terminal_shows_one_line_of_at_most_80_columns_whatever_was_put_in(text):
    document, _plain = planted(text * 3)
    for line in path_lines(document) + summary_lines(document):
        assert line.isprintable()
        assert len(line) <= 80 or " az " in line
    assert WIDTH < 80
