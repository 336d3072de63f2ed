# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import itertools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._merge.azure import Asked, joined
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._merge.comparison import _AZURE
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._merge.merging import merged
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._merge.part import parts_of
from ansible_collections.privatelink.azure_ai.tests.unit.support.estates import ACCOUNT
from ansible_collections.privatelink.azure_ai.tests.unit.support.parts import (
    declared,
    handed,
    packed,
    text_in,
    variables,
)
from ansible_collections.privatelink.azure_ai.tests.unit.support.shapes import values

ALL = ("azure", "dns", "probe")
IN_AZURE = {**{key: ACCOUNT[key] for key in ("name", "operation", "deployment", "api_version")}, "resource_group": "rg"}
NAME = "example.openai.azure.com"


def finding(code, **evidence):
    return {"code": code, "severity": "error", "summary": code, "evidence": evidence}


def answer(machine, *findings, address="10.0.14.4", public="Disabled"):
    """Return Azure's side of the account for the machine of that number, None for no machine."""
    nic = {
        "id": f"nic-{machine}",
        "addresses": [],
        "subnet_id": None,
        "virtual_network_id": f"vnet-{machine}",
        "dns_servers": [],
        "network_security_group_id": None,
        "application_security_group_ids": [],
        "public_addresses": [],
    }
    return {
        "name": "example",
        "account": {"kind": "OpenAI", "fqdns": [NAME], "public_network_access": public},
        "expected": {NAME: [address]},
        "virtual_networks": [{"id": f"vnet-{machine}", "name": "vnet", "roles": ["jumphost"], "subnets": []}],
        "jumphost": {"virtual_machine_id": f"vm-{machine}", "network_interfaces": [nic]} if machine else None,
        "comparisons": [],
        "findings": list(findings),
        "unread": [],
    }


def azure(*accounts, error=None):
    return {"accounts": list(accounts), "error": error}


def declaration(*hosts):
    return declared(*hosts, account=IN_AZURE, parts=ALL, merging=True)


def test_of_several_machines_all_paths_are_kept():
    denies = finding("azure_nsg_denies")
    asked = [Asked("12", ["jump-1"], azure(answer(1))), Asked("13", ["jump-2"], azure(answer(2, denies)))]
    found, notes = joined(asked, declaration("jump-1", "jump-2"))
    (account,) = found["accounts"]
    assert notes == [] and found["error"] is None
    assert [each["id"] for each in account["virtual_networks"]] == ["vnet-1", "vnet-2"]
    assert [each["hosts"] for each in account["jumphosts"]] == [["jump-1"], ["jump-2"]]
    assert account["findings"] == [{**denies, "evidence": {"hosts": ["jump-2"]}}]


def test_what_is_true_for_all_machines_names_none():
    part = answer(1, finding("azure_nsg_denies", hosts=["jump-1"]))
    part["jumphosts"] = [{**part["jumphost"], "hosts": ["jump-1"]}]
    asked = [
        Asked("12", ["jump-1"], azure(part)),
        Asked("13", ["jump-2"], azure(answer(2, finding("azure_nsg_denies")))),
    ]
    (account,) = joined(asked, declaration("jump-1", "jump-2"))[0]["accounts"]
    assert account["findings"] == [finding("azure_nsg_denies")]


def test_of_the_account_itself_the_latest_counts_and_the_difference_is_told():
    asked = [Asked("12", ["jump-2"], azure(answer(2, public="Enabled"))), Asked("13", ["jump-1"], azure(answer(1)))]
    found, notes = joined(asked, declaration("jump-1", "jump-2"))
    (account,) = found["accounts"]
    assert account["account"]["public_network_access"] == "Disabled"
    assert notes == [
        "Azure's side of example changed between the parts, in account: that of job 13 counts, which is the latest"
    ]
    # By the order of the hosts: which job ends first is chance.
    assert [each["hosts"] for each in account["jumphosts"]] == [["jump-1"], ["jump-2"]]


def unread(machine):
    """Return Azure's side where the identity of a job may not read the account."""
    why = {"action": "Microsoft.CognitiveServices/accounts/read", "id": "a", "reason": "denied", "message": "403"}
    return {**answer(machine, finding("azure_unreadable")), "account": None, "expected": {}, "unread": [why]}


def test_a_later_job_that_could_not_read_the_account_does_not_count():
    asked = [Asked("12", ["jump-1"], azure(answer(1))), Asked("13", ["jump-2"], azure(unread(2)))]
    found, notes = joined(asked, declaration("jump-1", "jump-2"))
    (account,) = found["accounts"]
    assert account["expected"] == {NAME: ["10.0.14.4"]} and account["findings"] == []
    assert notes == ["job 13 could not read Azure's side of example: that of job 12 counts"]


def test_where_no_job_could_read_the_account_the_latest_says_why():
    asked = [Asked("12", ["jump-1"], azure(unread(1))), Asked("13", ["jump-2"], azure(unread(2)))]
    found, notes = joined(asked, declaration("jump-1", "jump-2"))
    assert found["accounts"][0]["account"] is None and notes == []


def test_what_is_read_for_no_machine_counts_only_alone():
    without, from_machine = Asked("13", ["onprem-1"], azure(answer(None))), Asked("12", ["jump-1"], azure(answer(1)))
    (account,) = joined([from_machine, without], declaration("jump-1", "onprem-1"))[0]["accounts"]
    assert account["jumphost"]["virtual_machine_id"] == "vm-1"
    (account,) = joined([without], declaration("jump-1", "onprem-1"))[0]["accounts"]
    assert account["jumphost"] is None


@pytest.mark.parametrize(
    "asked, error",
    [
        pytest.param([], "no part has Azure's side of example", id="no part"),
        pytest.param(
            [Asked("12", ["jump-1"], azure(error="a library is missing"))], "a library is missing", id="failed"
        ),
        pytest.param(
            [Asked("12", ["jump-1"], azure(error="no")), Asked("13", ["jump-2"], azure(answer(2)))],
            None,
            id="one has it",
        ),
    ],
)
def test_why_it_is_not_known(asked, error):
    found, _notes = joined(asked, declaration("jump-1", "jump-2"))
    assert found["error"] == error


def test_where_nothing_is_to_be_read_in_azure_there_is_nothing():
    assert joined([], declared(merging=True, parts=ALL)) == (None, [])
    assert joined([], declared(merging=True, account=IN_AZURE)) == (None, [])


@pytest.fixture
def part(tmp_path):
    """Return a function that gives what a job over some hosts hands on, with Azure's side."""
    numbers = itertools.count()

    def made(*hosts, side, **more):
        slice_of = declared(*hosts, account=IN_AZURE, parts=ALL)
        return handed(tmp_path / f"part-{next(numbers)}", declaration=slice_of, azure=side, **more)

    return made


def merge(given, *hosts):
    return merged(*parts_of(given, "", 2**19, False, 4, lambda _part: None), declaration(*hosts))


def test_addresses_from_azure_are_those_of_the_part(part):
    found = merge(
        variables(j12=part("jump-1", side=azure(answer(1))), j13=part("jump-2", side=azure(answer(2)))),
        "jump-1",
        "jump-2",
    )
    assert (found.refused, found.notes, found.missing) == ({}, [], [])
    assert found.azure["accounts"][0]["expected"] == {NAME: ["10.0.14.4"]}


def test_a_part_of_which_a_later_one_has_all_hosts_is_out_of_date(part):
    first, again = azure(answer(1, finding("azure_nsg_denies"))), azure(answer(1))
    given = variables(j12=part("jump-1", side=first), j13=part("jump-1", side=again, ended="2026-11-22T10:30:00Z"))
    assert merge(given, "jump-1").azure["accounts"][0]["findings"] == []


def forged(given, **changes):
    document = text_in(given)
    document["azure"]["accounts"][0].update(changes)
    return packed(document)


@pytest.mark.parametrize(
    "changes, message",
    [
        pytest.param({"name": "other"}, "or one that is not declared", id="undeclared"),
        pytest.param({"findings": [{"code": "azure_nsg_denies"}]}, "a finding lacks", id="half of a finding"),
        pytest.param({"findings": None}, "'findings' is missing", id="no finding"),
        pytest.param({"zones": "all"}, "where a list is documented", id="an odd type"),
        pytest.param({"more": 1}, "'more' is not documented", id="an odd key"),
        pytest.param(
            {"expected": {NAME: ["10.9.9.9"]}}, "declared otherwise here: private_addresses", id="other addresses"
        ),
    ],
)
def test_a_forged_side_is_refused(part, changes, message):
    found = merge(variables(j12=forged(part("jump-1", side=azure(answer(1))), **changes)), "jump-1")
    assert found.missing == ["jump-1"] and message in found.refused["12"]
    assert found.azure["error"] == "no part has Azure's side of example"


ODD = st.lists(values(_AZURE["accounts"][0], name="example", findings=[]), max_size=1)


@given(ODD, ODD)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=50)
def test_whatever_stands_in_azures_side_costs_no_other_part(honest, one, other):
    document = text_in(honest["j12"])
    forged = {
        f"j{job}": packed({**document, "observations": [], "azure": {"accounts": accounts, "error": None}})
        for job, accounts in ((13, one), (14, other))
    }
    found = merge(variables(**honest, **forged), "jump-1")
    assert "12" in found.jobs and found.missing == []


@pytest.fixture
def honest(part):
    return {"j12": part("jump-1", side=azure(answer(1)))}


@pytest.mark.parametrize(
    "odd",
    [
        pytest.param({"virtual_networks": [{"name": "without an id"}]}, id="no id"),
        pytest.param({"unread": [{"action": "read"}]}, id="half of what was not read"),
        pytest.param({"findings": [finding("azure_nsg_denies", hosts=5)]}, id="no hosts"),
        pytest.param({"jumphost": {"network_interfaces": [{"id": 5}]}}, id="a number"),
        pytest.param({"expected": {NAME: 5}}, id="no addresses"),
        pytest.param({"expected": {NAME: [{}]}}, id="mappings"),
        pytest.param({"comparisons": [{"name": None}]}, id="no name"),
        pytest.param({"zones": [{"records": {NAME: 5}}]}, id="no records"),
    ],
)
def test_an_odd_side_costs_no_host_and_no_other_account_its_verdict(part, odd):
    document = text_in(part("jump-2", side=azure(answer(1))))
    document["azure"]["accounts"][0].update(odd)
    given = variables(j12=part("jump-1", side=azure(answer(1))), j13=packed(document))
    found = merge(given, "jump-1", "jump-2")
    told = [*found.refused.values(), *found.notes]
    assert len(told) == 1
    assert "12" in found.jobs and "jump-1" not in found.missing
    assert found.azure["error"] is None and len(found.azure["accounts"]) == 1
