# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest

from ansible_collections.privatelink.azure_ai.plugins.module_utils._catalogue.model import FINDINGS_URL
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._document.drift import with_drift
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._judge.verdict import judge
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._report.terminal import (
    conclusion_lines,
    difference_lines,
    drift_list,
    path_lines,
    summary_lines,
)
from ansible_collections.privatelink.azure_ai.tests.unit.support.azure_estates import in_a_perimeter
from ansible_collections.privatelink.azure_ai.tests.unit.support.estates import (
    DENIED,
    HEALTHY,
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

HEALTHY_PATH = """\
example.openai.azure.com from jump-1 (jumphost)
  pass  dns    CNAME example.privatelink.openai.azure.com ->
               10.0.14.4 (168.63.129.16, ttl 10)
  pass  tcp    10.0.14.4:443 in 1.2 ms, no proxy
  pass  tls    *.openai.azure.com, verified for
               example.openai.azure.com, 143 days left
  pass  gate   Azure answered 200
  pass  auth   api key accepted
  pass  model  completions answered by gpt-35-turbo (cmpl-1, 7
               tokens)

example.openai.azure.com from outside-1 (outside)
  pass  tcp    203.0.113.10:443 in 1.2 ms, no proxy
  pass  tls    *.openai.azure.com, verified for
               example.openai.azure.com, 143 days left
  pass  gate   Azure answered 403: as recorded
"""

NOT_LINKED = """\
example.openai.azure.com from jump-1 (jumphost)
  FAIL  dns    CNAME example.privatelink.openai.azure.com ->
               203.0.113.10 dns_public_address
        seen   nameserver 168.63.129.16 gives the public address
               203.0.113.10 for example.openai.azure.com
        why    The private DNS zone privatelink.openai.azure.com is
               not linked to the virtual network where the name is
               resolved, so programs on jump-1 that ask DNS use the
               public endpoint. (likely)
               because jump-1: 168.63.129.16 itself answers
                       203.0.113.10
        not    forwarder_bypasses_azure: jump-1: 168.63.129.16 itself
                 answers 203.0.113.10
        fix    az network private-dns link vnet list --resource-group <zone-resource-group> --zone-name \
privatelink.openai.azure.com --query '[].[name, virtualNetwork.id, resolutionPolicy]' --output table
               Fill in <zone-resource-group>: the private DNS zone's
               resource group.
               If the first command does not list the virtual
               network:
               az network private-dns link vnet create --resource-group <zone-resource-group> --zone-name \
privatelink.openai.azure.com --name <link-name> --virtual-network <vnet-id> --registration-enabled false
               Fill in <link-name>: the name of the virtual network
               link, or a free name for a new one; <vnet-id>: the
               virtual network's resource id.
"""


def document(*observations):
    return judge(estate(*observations))


def test_healthy_path():
    assert "\n".join(path_lines(document(*HEALTHY))) == HEALTHY_PATH


def test_failed_link_says_what_was_seen_why_and_how_to_mend_it():
    found = document(
        inside(probe("gate_public_access_disabled", PUBLIC), dns=dns("dns_public_address", PUBLIC)), outside(DENIED)
    )
    assert "\n".join(path_lines(found)[:22]) + "\n" == NOT_LINKED


def test_the_leg_by_address_shows_with_its_address_when_it_says_more():
    found = document(inside(*SERVED, dns=dns("dns_public_address", PUBLIC)), outside(DENIED))
    assert "example.openai.azure.com at 10.0.14.4 from jump-1 (jumphost)" in path_lines(found)


@pytest.mark.parametrize(
    "found, lines",
    [
        pytest.param(
            judge({"accounts": []}),
            ["No account was checked: declare at least one in privatelink_accounts."],
            id="no account",
        ),
        pytest.param(document(*HEALTHY), ["example passed."], id="healthy"),
        pytest.param(
            document(inside(*SERVED), outside(probe("model_ok", PUBLIC))),
            [
                "The account did not pass: example (gate_public_open).",
                "What was seen and what to type is shown above.",
            ],
            id="broken",
        ),
    ],
)
def test_conclusion(found, lines):
    assert conclusion_lines(found) == lines


def test_conclusion_names_ten_accounts_at_most():
    account = {"name": "a", "status": "fail", "root_cause": "dns_timeout"}
    lines = conclusion_lines({"accounts": [account] * 12})
    assert lines[0].count(" a (dns_timeout)") == 10 and lines[0].endswith(", ... and 2 more.")


def test_conclusion_names_the_report():
    lines = conclusion_lines(document(inside(*SERVED), outside(probe("model_ok", PUBLIC))), page="/r/verdict.html")
    assert lines[-1] == "What was seen and what to type is shown above, and in /r/verdict.html"


def test_differences():
    found = document(inside(*SERVED, dns=dns("dns_wrong_address", "10.0.14.99")), outside(DENIED))
    assert difference_lines(found) == [
        "example.openai.azure.com from jump-1 (jumphost), dns",
        "- expected  10.0.14.4",
        "+ observed  CNAME example.privatelink.openai.azure.com -> 10.0.14.99",
    ]
    assert difference_lines(document(*HEALTHY)) == ["no difference"]


def test_summary():
    assert summary_lines(document(*HEALTHY)) == [
        "account  status  isolation  by name  root cause",
        "-------  ------  ---------  -------  ----------",
        "example  pass    isolated   private  -",
        "1 account: 1 pass; 1 isolated",
    ]


def test_the_summary_says_below_each_account_what_was_not_done():
    refused = outside(probe("gate_public_access_disabled", PUBLIC, credential="none"))
    asked = inside(probe("auth_missing", credential="none"))
    assert summary_lines(judge(estate(asked, refused, account={"private_addresses": {}})))[:5] == [
        "account  status  isolation  by name  root cause",
        "-------  ------  ---------  -------  ----------",
        "example  pass    isolated   private  -",
        "  model not asked: no credential",
        "  any private address would do: no expected address is known",
    ]


def test_links_behind_a_failure_take_one_line():
    found = document(inside(probe("tcp_refused", STALE), dns=dns("dns_wrong_address", STALE)), outside(DENIED))
    assert [line for line in path_lines(found) if "skip" in line] == ["  skip  tcp, tls, gate, auth, model  behind dns"]
    assert [check["link"] for check in found["accounts"][0]["checks"] if check["status"] == "skip"] == [
        "tcp",
        "tls",
        "gate",
        "auth",
        "model",
    ]


def test_a_single_skipped_link_stands_in_its_column():
    found = document(inside(probe("auth_key_invalid")), outside(DENIED))
    assert [line for line in path_lines(found) if "skip" in line] == ["  skip  model  behind auth"]


@pytest.mark.parametrize(
    "more, seen",
    [
        pytest.param(
            {"rcode": None, "error": "no answer within 5.0 s (2 tries)"},
            "(no answer within 5.0 s (2 tries))",
            id="an error",
        ),
        pytest.param({"rcode": None, "error": "gone\x1b[2J"}, r"(gone\x1b[2J)", id="control characters in an error"),
        pytest.param(
            {"ede": [{"code": 15, "text": ""}]}, "nameserver adds: Blocked", id="an extended error without text"
        ),
        pytest.param(
            {"ede": [{"code": 22, "text": "at delegation"}]},
            "nameserver adds: No Reachable Authority (at delegation)",
            id="an extended error with text",
        ),
        pytest.param(
            {"ede": [{"code": 17, "text": "a\x1b]0;b\u202e"}]},
            "nameserver adds: Filtered (a ]0;b)",
            id="control characters in an extended error",
        ),
    ],
)
def test_what_the_nameserver_says_itself_is_shown(more, seen):
    broken = dns("dns_timeout", None, answers=[answer("dns_timeout", None, **more)])
    text = " ".join(" ".join(path_lines(document(inside(dns=broken)))).split())
    assert seen in text


def test_control_characters_of_a_hostile_answer_never_reach_the_terminal():
    hostile = dict(DENIED, http={"status": 403, "message": "\x1b[2Jgone\r\nfake", "headers": {}})
    text = "".join(path_lines(document(inside(*SERVED), outside(hostile))))
    assert "\x1b" not in text and "\r" not in text


def test_lines_fit_eighty_columns_but_for_commands():
    found = document(
        inside(probe("tls_name_mismatch", connect_to="10.0.14.4"), dns=dns("dns_servfail", PUBLIC)), outside(DENIED)
    )
    for line in path_lines(found):
        assert len(line) <= 80 or line.split()[0] in ("fix", "az", "dig", "curl", "Repair"), line


WRONG = (inside(*SERVED, dns=dns("dns_wrong_address", STALE)), outside(DENIED))


@pytest.mark.parametrize(
    "steps, shown",
    [
        pytest.param(
            [note("Look at the evidence of this answer; report it: https://example.org/issues")],
            ["fix    Look at the evidence of this answer; report it:", "       https://example.org/issues"],
            id="a sentence",
        ),
        pytest.param(
            [command("dig a"), command("az " + "b " * 40 + "c", "if there is none", True)],
            ["fix    dig a", "       If there is none:", "       az " + "b " * 40 + "c"],
            id="a command with its condition",
        ),
    ],
)
def test_sentences_are_wrapped_and_commands_stay_whole(steps, shown):
    found = document(*WRONG)
    for check in found["accounts"][0]["checks"]:
        check["remedy"] = steps * bool(check["remedy"])
    lines = [line[8:] for line in path_lines(found)]
    assert lines[lines.index(shown[0]) :][: len(shown)] == shown


def waived(*observations, code="dns_wrong_address", expires="2026-12-31"):
    waivers = [{"account": "example", "code": code, "reason": "moves next week, ticket 4711", "expires": expires}]
    return judge(dict(estate(*observations), waivers=waivers))


def test_a_waived_check_is_shown_with_its_day_and_reason_and_still_says_what_to_do():
    lines = path_lines(waived(*WRONG))
    assert [line[:20] for line in lines if line.startswith("  waiv")] == ["  waiv  dns    CNAME"]
    assert "        waived until 2026-12-31: moves next week, ticket 4711" in lines
    assert any(line.startswith("        fix    az network") for line in lines)


def test_the_summary_names_what_is_waived_and_the_waivers_that_do_nothing():
    assert summary_lines(waived(*WRONG))[2:] == [
        "example  pass    isolated   private  waived dns_wrong_address",
        "1 account: 1 pass, 1 with a waiver; 1 isolated",
    ]
    assert summary_lines(waived(*WRONG, expires="2026-11-21"))[-2:] == [
        "waiver of dns_wrong_address for example expired on 2026-11-21: moves",
        "  next week, ticket 4711",
    ]
    assert summary_lines(waived(*WRONG, code="tcp_timeout"))[-2:] == [
        "waiver of tcp_timeout for example is not needed (until 2026-12-31):",
        "  moves next week, ticket 4711",
    ]


def test_in_a_summary_that_is_too_wide_the_causes_stand_below():
    verdicts = {"isolation": "isolated", "reachability": "private"}
    rows = [
        {"name": name, "status": "fail" if cause else "pass", "verdicts": verdicts, "root_cause": cause}
        for name, cause in [
            ("short", "dns_timeout"),
            ("m" * 30, None),
            ("n" * 64, "gate_private_endpoint_not_approved"),
        ]
    ]
    assert summary_lines({"accounts": rows}) == [
        "account" + " " * 36 + "status  isolation  by name",
        "  root cause",
        "-" * 41 + "  ------  ---------  -------",
        "short" + " " * 38 + "FAIL    isolated   private",
        "  dns_timeout",
        "m" * 30 + " " * 13 + "pass    isolated   private",
        "n" * 64,
        " " * 43 + "FAIL    isolated   private",
        "  gate_private_endpoint_not_approved",
    ]


def test_drift():
    now, before = document(*WRONG), document(*HEALTHY)
    assert drift_list(now) == []
    assert drift_list(with_drift(now, before)) == [
        "changes since the baseline of 2026-11-22T10:00:02Z:",
        "  example: status pass -> fail",
        "  example: root_cause none -> dns_wrong_address",
        "  appeared     dns_wrong_address dns, example.openai.azure.com from",
        "    jump-1 (jumphost)",
    ]
    assert drift_list(with_drift(now, now))[1:] == ["  nothing changed"]


@pytest.mark.parametrize("observations, linked", [(HEALTHY, False), (WRONG, True)])
def test_the_catalogue_is_named_where_something_is_to_be_read_there(observations, linked):
    assert (path_lines(document(*observations))[-1] == FINDINGS_URL) == linked


@pytest.mark.parametrize(
    "found, code",
    [
        pytest.param(
            document(inside(*SERVED, dns=dns(findings=["dns_timeout"])), outside(DENIED)),
            "dns_timeout",
            id="a check that passed",
        ),
        pytest.param(judge(in_a_perimeter()), "azure_perimeter", id="an unknown check"),
    ],
)
def test_a_conclusion_names_warnings_only_to_those_who_fail_on_them(found, code):
    assert conclusion_lines(found) == ["example passed."]
    assert conclusion_lines(found, "warning")[:2] == [
        f"The account did not pass: example (warning {code}).",
        "What was seen and what to type is shown above.",
    ]
