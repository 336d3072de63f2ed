# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import string
from collections import Counter

import pytest

from ansible_collections.privatelink.azure_ai.plugins.module_utils._catalogue.catalogue import CATALOGUE
from ansible_collections.privatelink.azure_ai.plugins.module_utils._catalogue.causes.causes import CANDIDATES
from ansible_collections.privatelink.azure_ai.plugins.module_utils._catalogue.model import LINKS, Command, Note, fill
from ansible_collections.privatelink.azure_ai.plugins.module_utils._catalogue.repairs import REPAIRS
from ansible_collections.privatelink.azure_ai.plugins.module_utils._dns.codes import ANSWERS, FAILURES
from ansible_collections.privatelink.azure_ai.plugins.module_utils._probe import probe
from ansible_collections.privatelink.azure_ai.plugins.module_utils._probe.answers import OUTCOMES
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._declarations.expected import account_of
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._judge.observation import endpoint_of
from ansible_collections.privatelink.azure_ai.tests.unit.support.estates import ACCOUNT

DECLARED = account_of(ACCOUNT)
ENDPOINT = endpoint_of(DECLARED, DECLARED.names[0], "jumphost", "jump-1")

PASSING = ("dns_private", "model_ok")
OBSERVERS = ("privatelink_dns_facts", "aoai_probe", "private_endpoint_info", "filter verdict")
EVERY = [pytest.param(finding, id=code) for code, finding in CATALOGUE.items()]
CONDITIONS = [
    pytest.param(finding, cause, id=f"{code} {cause.id}")
    for code, finding in CATALOGUE.items()
    for cause in finding.causes[1:]
]


@pytest.mark.parametrize("code", [*FAILURES, *ANSWERS])
def test_every_code_of_a_nameserver_has_an_entry(code):
    assert CATALOGUE[code].link == "dns"


@pytest.mark.parametrize("finding", EVERY)
def test_entry_is_complete(finding):
    assert finding.link in LINKS
    assert finding.severity in ("error", "warning", "info")
    usual = finding.causes[0]
    assert (usual.id, usual.when) == ("default", "")
    assert usual.summary and not usual.summary.endswith(".")
    assert usual.why.endswith(".")
    assert usual.remedy or finding.code in PASSING or finding.severity != "error"
    assert all(link.startswith("https://") for link in usual.docs) and usual.docs
    assert set(finding.explains) <= set(CATALOGUE)
    assert len({cause.id for cause in finding.causes}) == len(finding.causes)


@pytest.mark.parametrize("finding", EVERY)
def test_the_link_is_the_one_that_the_code_is_named_after(finding):
    prefix = finding.code.partition("_")[0]
    assert finding.link == ("gate" if prefix == "http" else prefix)


def test_the_outcomes_are_those_of_the_probe():
    assert {code: finding.outcome for code, finding in CATALOGUE.items() if finding.outcome} == OUTCOMES


def test_the_refused_certificates_are_those_of_the_probe():
    assert {code for code, finding in CATALOGUE.items() if finding.certificate_refused} == set(probe._UNVERIFIED)


def test_a_failing_nameserver_says_nothing_about_the_name():
    silent = {code for code, finding in CATALOGUE.items() if finding.no_answer}
    assert silent == {*FAILURES, "dns_special_address"}


@pytest.mark.parametrize("finding", EVERY)
def test_what_is_known_about_a_code_agrees_with_itself(finding):
    if finding.outcome in ("served", "reachable", "denied"):
        assert finding.azure_answered
    if finding.over_public:
        assert finding.azure_answered
        assert (finding.over_public == "open") == (finding.link == "model")
        assert finding.over_public == "open" or finding.outcome == "denied"
    assert not finding.resolves_elsewhere or finding.link == "dns"
    assert not (finding.inconclusive or finding.suspicion or finding.clients_decide) or finding.link == "azure"
    assert finding.unproved in {cause.id for cause in CATALOGUE["gate_public_unproved"].causes}


@pytest.mark.parametrize("finding", EVERY)
def test_entry_tells_in_one_short_sentence_how_it_is_detected(finding):
    assert finding.detected[:1].strip() and finding.detected.endswith(".") and len(finding.detected) <= 160
    assert not set(finding.detected) & set("{}<>\n")  # nothing to be filled in: it is the same for every account
    assert any(name in finding.detected for name in OBSERVERS)


def test_no_two_codes_are_detected_in_the_same_way():
    assert [
        text for text, count in Counter(finding.detected for finding in CATALOGUE.values()).items() if count > 1
    ] == []


def steps_with_groups():
    """Return the commands about DNS zone groups, of the codes that clients see."""
    causes = [
        finding.under(cause.id) for finding in CATALOGUE.values() if finding.link == "dns" for cause in finding.causes
    ]
    return [
        [step for step in cause.remedy if isinstance(step, Command) and "dns-zone-group" in step.text]
        for cause in causes
    ]


@pytest.mark.parametrize("steps", [steps for steps in steps_with_groups() if steps])
def test_a_zone_group_is_looked_for_before_one_is_made_that_would_take_its_place(steps):
    assert steps[0].text.startswith("az network private-endpoint dns-zone-group list ")
    made, added = steps[-2:]
    assert made.when == "if the endpoint has no DNS zone group"
    assert made.text.startswith("az network private-endpoint dns-zone-group create ")
    assert added.when == "if it has one"
    assert added.text.startswith("az network private-endpoint dns-zone-group add ")


@pytest.mark.parametrize("created", ["private-dns zone create", "private-dns link vnet create"])
def test_a_zone_and_its_link_are_created_on_a_condition_unless_the_zone_is_known_to_be_missing(created):
    clients = [cause for finding in CATALOGUE.values() if finding.link == "dns" for cause in finding.causes]
    candidates = [each for found in CANDIDATES.values() for each in found if each.cause != "zone_missing"]
    steps = [step for each in (*clients, *candidates) for step in each.remedy if isinstance(step, Command)]
    conditions = [step.when for step in steps if created in step.text]
    assert conditions and all(conditions)


def test_a_zone_group_that_was_not_read_is_looked_at_before_it_is_changed():
    steps = [step for step in CATALOGUE["azure_record_stale"].under("unread").remedy if isinstance(step, Command)]
    groups = [step for step in steps if "az network private-endpoint dns-zone-group" in step.text]
    assert [(step.text.split()[4], step.when) for step in groups] == [
        ("list", None),
        ("remove", "if the DNS zone group of the endpoint names {zone}"),
        ("create", "if the endpoint has no DNS zone group"),
        ("add", "if it has one"),
    ]


def order_of(steps):
    """Return which commands of a remedy only look (C(l)) and which change something (C(c)), in their order."""
    return "".join("c" if step.changes else "l" for step in steps if isinstance(step, Command))


def orders():
    """Return the order of the commands of each remedy, those on a host by themselves."""
    for code, finding in CATALOGUE.items():
        for cause in finding.causes:
            yield pytest.param(order_of(cause.remedy), id=code + (" " + cause.id if cause.when else ""))
    for repair in REPAIRS:
        for manager, steps in repair.commands.items():
            yield pytest.param(order_of(steps), id=f"{repair.title}, {manager}")


# A look behind a change is one at what the change made: a new endpoint's groups, or whether it did what it should.
AFTER_ALL = {
    "dns_no_privatelink": "ccclcc",
    "dns_no_privatelink group_unknown": "lccclcc",
    "host_pinned": "lcl",
    "Clear the host's cache, systemd-resolved": "cl",
}


@pytest.mark.parametrize("order", list(orders()))
def test_commands_that_only_look_come_before_those_that_change_something(request, order):
    expected = AFTER_ALL.get(request.node.callspec.id)
    assert order == expected if expected else "cl" not in order


@pytest.mark.parametrize("finding", EVERY)
def test_texts_can_be_filled_and_name_what_is_unknown(finding):
    known = ENDPOINT.fields()
    for cause in finding.causes:
        notes = [step.text for step in cause.remedy if isinstance(step, Note)]
        for text in (cause.summary, cause.why, *notes):
            for name in {parsed[1] for parsed in string.Formatter().parse(text) if parsed[1]} - set(known):
                assert f"{{{name}}}" not in fill(text, known)


@pytest.mark.parametrize("finding, cause", CONDITIONS)
def test_a_cause_says_something_of_its_own_under_the_same_code(finding, cause):
    usual, whole = finding.under(), finding.under(cause.id)
    assert (whole.summary, whole.why, whole.remedy) != (usual.summary, usual.why, usual.remedy)
    assert cause.when and whole.docs and whole.remedy
    assert whole.why.endswith(".") and not whole.summary.endswith(".")


def test_without_a_condition_the_usual_cause_holds():
    assert CATALOGUE["dns_public_address"].under(None) is CATALOGUE["dns_public_address"].causes[0]


@pytest.mark.parametrize("code", sorted(set(CATALOGUE) - {"host_unreachable", "host_failed"}))
def test_each_code_has_a_page_of_microsoft(code):
    assert any(link.startswith("https://learn.microsoft.com/") for link in CATALOGUE[code].under().docs)


@pytest.mark.parametrize("texts", ["gate_relayed", "gate_closed_unintended", "dns_forwarder_missing"])
def test_what_is_never_reported_is_no_code(texts):
    assert texts not in CATALOGUE


def test_an_unknown_field_is_left_for_the_reader():
    assert fill("az show --ids {account_id} --name {account}", {"account": "example", "account_id": None}) == (
        "az show --ids <account-id> --name example"
    )


def test_only_the_contract_s_warnings_are_warnings_on_the_client_s_side():
    warnings = {
        code for code, finding in CATALOGUE.items() if finding.severity == "warning" and finding.link != "azure"
    }
    assert warnings == {
        "host_pinned",
        "host_system_differs",
        "host_proxy_captures",
        "host_search_trap",
        "dns_resolvers_disagree",
        "dns_unsteady",
        "model_not_asked",
        "proxy_used",
        "tls_expires_soon",
        "tls_inspected",
    }


def test_a_name_in_a_command_survives_being_shown_by_ansible():
    assert "\\" not in ENDPOINT.fields()["name_pattern"]
