# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest
import yaml
from ansible.errors import AnsibleFilterError

from ansible_collections.privatelink.azure_ai.plugins.filter import (
    declarations,
    for_screen,
    jumphost,
    verdict,
    verdict_failures,
    verdict_report,
    verdict_text,
)
from ansible_collections.privatelink.azure_ai.plugins.module_utils._azure.services import KINDS
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._observation import machines
from ansible_collections.privatelink.azure_ai.tests.unit.support.azure_estates import in_a_perimeter
from ansible_collections.privatelink.azure_ai.tests.unit.support.estates import (
    DENIED,
    HEALTHY,
    PUBLIC,
    SERVED,
    dns,
    estate,
    inside,
    outside,
    probe,
)
from ansible_collections.privatelink.azure_ai.tests.unit.support.mutations import mutations

OPEN = (inside(*SERVED), outside(probe("model_ok", PUBLIC)))
UNPROVED = (inside(*SERVED), outside(probe("tcp_timeout", PUBLIC)))
WARNED = (inside(*SERVED, dns=dns(findings=["dns_timeout"])), outside(DENIED))


def waiver(code, expires="2026-12-31"):
    return {"account": "example", "code": code, "reason": "pilot", "expires": expires}


def judged(observations, *waivers):
    return verdict.verdict(dict(estate(*observations), waivers=list(waivers)))


@pytest.mark.parametrize("plugin", [for_screen, verdict, verdict_failures, verdict_report, verdict_text])
def test_plugin_offers_the_filter_of_its_name(plugin):
    name = plugin.__name__.rpartition(".")[2]
    assert plugin.FilterModule().filters() == {name: getattr(plugin, name)}


@pytest.mark.parametrize("plugin", [declarations, jumphost])
def test_every_filter_of_a_shared_file_is_documented(plugin):
    for name, filter_of_that_name in plugin.FilterModule().filters().items():
        documented = yaml.safe_load(Path(plugin.__file__).with_name(f"{name}.yml").read_text(encoding="utf-8"))
        assert documented["DOCUMENTATION"]["name"] == filter_of_that_name.__name__ == name
        assert documented["EXAMPLES"] and documented["RETURN"]


@pytest.mark.parametrize(
    ("variable", "given", "expected"),
    [
        pytest.param("privatelink_accounts", None, [], id="no accounts"),
        pytest.param("privatelink_accounts", ["example"], [{"name": "example"}], id="names"),
        pytest.param("privatelink_accounts", {"example": {}}, [{"name": "example"}], id="a mapping"),
        pytest.param("privatelink_accounts", '[{"name": "example"}]', [{"name": "example"}], id="JSON"),
        pytest.param("privatelink_vantage", "Jumphost", "jumphost", id="a choice"),
        pytest.param("privatelink_vantage", None, "jumphost", id="a default"),
        pytest.param("privatelink_credentials", '{"x": {"token": "t"}}', {"x": {"token": "t"}}, id="credentials"),
        pytest.param("privatelink_forbidden_endpoints", "https://x", ["https://x"], id="a text for a list"),
    ],
)
def test_declared_reads_every_form(variable, given, expected):
    assert declarations.declared(given, variable) == expected
    assert declarations.declared(given, variable, mistake=True) == ""


@pytest.mark.parametrize(
    "variable, given, message",
    [
        pytest.param(
            "privatelink_vantage",
            "jumphosts",
            "privatelink_vantage: 'jumphosts' is not a valid choice: expected one of jumphost, onprem, outside; did you mean "
            "jumphost?",
            id="a choice",
        ),
        pytest.param(
            "privatelink_accounts",
            [{"name": "x", "knd": 1}],
            "privatelink_accounts, account x, knd: it is not an option of an account: did you mean kind?",
            id="accounts",
        ),
    ],
)
def test_declared_returns_a_mistake_instead_of_failing(variable, given, message):
    assert declarations.declared(given, variable, mistake=True) == message
    with pytest.raises(AnsibleFilterError, match=re.escape(message)):
        declarations.declared(given, variable)


def test_an_unknown_variable_is_no_mistake_in_a_value():
    with pytest.raises(AnsibleFilterError, match="is not a variable of this collection"):
        declarations.declared("x", "privatelink_vantag", mistake=True)


@pytest.mark.parametrize(
    "call, message",
    [
        pytest.param(
            lambda: declarations.declared([{"name": "x", "networks": "10"}, {"knd": 1}], "privatelink_accounts"),
            "privatelink_accounts, account x, networks: '10' is not a valid network: expected a CIDR such as 10.0.14.0/24; "
            "privatelink_accounts, account number 2, name: it is missing: expected the account's custom subdomain, such as "
            "example; privatelink_accounts, account number 2, knd: it is not an option of an account: did you mean kind?",
            id="all mistakes of the accounts",
        ),
        pytest.param(
            lambda: declarations.declared("jump", "privatelink_vantage"),
            "privatelink_vantage: 'jump' is not a valid choice: expected one of jumphost, onprem, outside",
            id="a vantage",
        ),
        pytest.param(
            lambda: verdict.verdict(["no", "mapping"]),
            "privatelink.azure_ai.verdict: ['no', 'mapping'] is not a mapping: expected one with accounts and observations",
            id="estate is no mapping",
        ),
        pytest.param(
            lambda: verdict.verdict({"accounts": [{"name": "x", "kind": "Speech"}]}),
            f"privatelink.azure_ai.verdict: account x, kind: 'Speech' is not a valid kind: expected one of {', '.join(KINDS)}",
            id="unknown kind",
        ),
        pytest.param(
            lambda: verdict_text.verdict_text({}, "poem"),
            "privatelink.azure_ai.verdict_text, part: 'poem' is not a valid choice: expected one of paths, findings, summary, drift, differences, conclusion",
            id="unknown part",
        ),
        pytest.param(
            lambda: verdict.verdict({"waivers": [waiver("dns_odd")]}),
            "privatelink.azure_ai.verdict: privatelink_waivers, waiver number 1, code: 'dns_odd' is not in the catalogue of findings: expected a "
            "code such as gate_public_open",
            id="waiver of no code",
        ),
        pytest.param(
            lambda: verdict_failures.verdict_failures(judged(HEALTHY), "info"),
            "privatelink.azure_ai.verdict_failures, fail_on: 'info' is not a valid choice: expected one of failure, warning, never",
            id="unknown threshold",
        ),
        pytest.param(
            lambda: verdict_failures.verdict_failures({}),
            "privatelink.azure_ai.verdict_failures: the input is not a verdict document: expected what the filter "
            "privatelink.azure_ai.verdict returns",
            id="failures of nothing",
        ),
        pytest.param(
            lambda: declarations.account_probes([], "mars"),
            "privatelink_accounts: vantage: 'mars' is not a valid vantage: expected one of jumphost, onprem, outside",
            id="unknown vantage",
        ),
        pytest.param(
            lambda: declarations.egress_probes(["https://x.openai.azure.com/"], [{"name": "x"}]),
            "privatelink_forbidden_endpoints: 'https://x.openai.azure.com/' is one of the declared accounts: "
            "expected endpoints of others",
            id="forbidden to oneself",
        ),
    ],
)
def test_misuse_is_reported_in_one_sentence(call, message):
    with pytest.raises(AnsibleFilterError) as caught:
        call()
    assert str(caught.value) == message


@pytest.mark.parametrize(
    "fail_on, observations, waivers, failures",
    [
        pytest.param("failure", HEALTHY, [], [], id="healthy"),
        pytest.param("failure", OPEN, [], ["example"], id="failure"),
        pytest.param("failure", UNPROVED, [], ["example"], id="unknown"),
        pytest.param("failure", (), [], ["example"], id="nothing observed"),
        pytest.param("failure", WARNED, [], [], id="warning below the threshold"),
        pytest.param("warning", WARNED, [], ["example"], id="warning"),
        pytest.param("warning", OPEN, [], ["example"], id="failure above the threshold"),
        pytest.param("warning", HEALTHY, [], [], id="healthy, strictly"),
        pytest.param("never", OPEN, [], [], id="never"),
        pytest.param("never", (), [], [], id="never, even if nothing was observed"),
        pytest.param("failure", OPEN, [waiver("gate_public_open")], [], id="waived failure"),
        pytest.param("failure", UNPROVED, [waiver("gate_public_unproved")], [], id="waived unknown"),
        pytest.param("failure", OPEN, [waiver("gate_public_open", "2026-11-21")], ["example"], id="expired waiver"),
        pytest.param("failure", OPEN, [waiver("dns_timeout")], ["example"], id="waiver of something else"),
        pytest.param("warning", WARNED, [waiver("dns_timeout")], [], id="waived warning"),
        pytest.param("warning", OPEN, [waiver("gate_public_open")], [], id="waived failure, strictly"),
    ],
)
def test_failures(fail_on, observations, waivers, failures):
    assert verdict_failures.verdict_failures(judged(observations, *waivers), fail_on) == failures


@pytest.mark.parametrize("fail_on, failures", [("failure", []), ("warning", ["example"])])
def test_an_unknown_check_that_warns_is_a_warning(fail_on, failures):
    assert verdict_failures.verdict_failures(verdict.verdict(in_a_perimeter()), fail_on) == failures


@pytest.mark.parametrize("fail_on, failures", [("failure", ["no account"]), ("warning", ["no account"]), ("never", [])])
def test_no_account_is_a_failure_too(fail_on, failures):
    assert verdict_failures.verdict_failures(verdict.verdict({"accounts": []}), fail_on) == failures


@pytest.mark.parametrize("plugin", [declarations, jumphost])
def test_an_input_of_another_shape_is_an_error_of_the_filter(plugin):
    for name, filter_of_that_name in plugin.FilterModule().filters().items():
        for given in (5, [5], {"python": 5, "resolver": [], "egress": None}, [{"name": 5}]):
            with pytest.raises(AnsibleFilterError) as caught:
                filter_of_that_name(given, *{"declared": ["privatelink_accounts"], "jumphost_plan": [{}]}.get(name, []))
                raise AnsibleFilterError("it is taken")
            assert str(caught.value).isprintable()


def test_the_error_names_the_filter():
    with pytest.raises(
        AnsibleFilterError, match="^privatelink.azure_ai.jumphost_preflight: the input has another shape"
    ):
        jumphost.jumphost_preflight({"python": 5, "resolver": [], "egress": None})


@pytest.mark.parametrize("given", ["a text", [["a"]], None, {"a": "b"}], ids=["a text", "lists", "null", "a mapping"])
def test_only_lines_are_shown(given):
    with pytest.raises(AnsibleFilterError, match="for_screen: the input is not a list of lines"):
        for_screen.for_screen(given)


def test_a_part_of_the_collection_that_is_missing_is_not_blamed_on_the_input(monkeypatch):
    monkeypatch.setitem(sys.modules, f"{machines.__package__}.machines", None)
    with pytest.raises(ImportError):
        declarations.accounts_of_machines([], [])


def test_a_declaration_with_one_odd_place_is_judged_or_refused_with_its_place():
    given = dict(estate(*HEALTHY), waivers=[waiver("tcp_timeout")])
    del given["observations"]
    refused = 0
    for _place, _what, odd in mutations(json.loads(json.dumps(given))):
        try:
            verdict.verdict({**odd, "observations": list(HEALTHY)})
        except AnsibleFilterError as exc:
            refused += 1
            assert str(exc).isprintable() and len(str(exc)) < 1000
    assert refused > 20
