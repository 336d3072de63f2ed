# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Each jumphost speaks for its own machine: Azure is asked once for each machine, and one answer is made of all."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from ansible_collections.privatelink.azure_ai.plugins.action.private_endpoint_info import ActionModule
from ansible_collections.privatelink.azure_ai.plugins.filter.declarations import (
    accounts_by_machine,
    accounts_of_machines,
)
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._declarations.declaration import HostDeclaration
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._observation.machines import (
    MOST_MACHINES,
    Asked,
    asked_of,
    of_all_machines,
)

ONE, OTHER = "/subscriptions/one", "/subscriptions/other"
ACCOUNT = {"name": "Example", "resource_group": "rg", "keyless": True}


def asked(*machines, accounts=None, vantage="jumphost", failed=None):
    """Return what Azure is asked for an account, as pairs of machine and hosts, and the hosts that are left out."""
    accounts = accounts or [ACCOUNT] * len(machines)
    hosts = {
        f"jump-{number}": HostDeclaration(vantage, [account], {}, {}, failed) for number, account in enumerate(accounts)
    }
    directory = SimpleNamespace(find=lambda name: {"id": machines[int(name.split("-")[1])]})
    found, left_out = asked_of(accounts[0], SimpleNamespace(hosts=hosts), directory)
    assert all("keyless" not in each.account for each in found)
    return [(each.account.get("jumphost_vm"), each.hosts) for each in found], left_out


@pytest.mark.parametrize(
    "machines, expected, left_out",
    [
        pytest.param([ONE], [(ONE, ("jump-0",))], [], id="its only jumphost"),
        pytest.param([ONE, ONE.upper()], [(ONE, ("jump-0", "jump-1"))], [], id="one machine under two names"),
        pytest.param([ONE, OTHER], [(ONE, ("jump-0",)), (OTHER, ("jump-1",))], [], id="two machines"),
        pytest.param([ONE, None], [(ONE, ("jump-0",))], ["jump-1"], id="one that cannot say it"),
        pytest.param([None], [(None, ("jump-0",))], [], id="not a machine of Azure"),
        pytest.param([None, None], [(None, ("jump-0", "jump-1"))], [], id="two that are not"),
    ],
)
def test_each_host_speaks_for_its_own_machine(machines, expected, left_out):
    assert asked(*machines) == (expected, left_out)


def test_a_declared_machine_is_that_of_the_host_that_declares_it():
    accounts = [{**ACCOUNT, "jumphost_vm": OTHER}, ACCOUNT]
    assert asked(ONE, ONE, accounts=accounts) == ([(OTHER, ("jump-0",)), (ONE, ("jump-1",))], [])


def test_a_declared_machine_stands_without_a_jumphost():
    found, left_out = asked(ONE, accounts=[{**ACCOUNT, "jumphost_vm": OTHER}], vantage="onprem")
    assert ([machine for machine, _hosts in found], left_out) == ([OTHER], [])


@pytest.mark.parametrize("host", [{"vantage": "onprem"}, {"failed": "its facts contain privatelink_accounts"}])
def test_other_hosts_name_no_machine(host):
    assert [machine for machine, _hosts in asked(ONE, **host)[0]] == [None]


def test_a_fleet_is_asked_for_in_part_and_the_rest_is_named():
    found, left_out = asked(*(f"/machine/{number}" for number in range(MOST_MACHINES + 2)))
    assert len(found) == MOST_MACHINES
    assert left_out == [f"jump-{MOST_MACHINES}", f"jump-{MOST_MACHINES + 1}"]


def test_hosts_that_name_machines_take_the_place_of_none_that_is_declared():
    machines = [f"/machine/{number}" for number in range(MOST_MACHINES + 1)]
    accounts = [*[ACCOUNT] * MOST_MACHINES, {**ACCOUNT, "jumphost_vm": OTHER}]
    found, left_out = asked(*machines, accounts=accounts)
    assert found[0] == (OTHER, (f"jump-{MOST_MACHINES}",))
    assert left_out == [f"jump-{MOST_MACHINES - 1}"]


def answer(name="example", findings=(), machine=ONE, **more):
    return {
        "name": name,
        "jumphost": {"virtual_machine_id": machine, "network_interfaces": [machine]},
        "findings": [{"code": code, "summary": code, "evidence": {"variant": None}} for code in findings],
        "unread": [],
        **more,
    }


def two(first, second):
    """Return the one answer for an account with two machines, the second of two hosts."""
    machines = [Asked(ACCOUNT, ("jump-0",)), Asked(ACCOUNT, ("jump-2", "jump-1"))]
    (merged,) = of_all_machines(machines, [first, second])
    return merged


def test_a_finding_names_the_hosts_for_whose_machine_it_is_true():
    merged = two(answer(findings=["both", "first"]), answer(findings=["both", "second"], machine=OTHER))
    assert [(each["code"], each["evidence"].get("hosts")) for each in merged["findings"]] == [
        ("both", None),
        ("first", ["jump-0"]),
        ("second", ["jump-1", "jump-2"]),
    ]
    assert [(each["virtual_machine_id"], each["hosts"]) for each in merged["jumphosts"]] == [
        (ONE, ["jump-0"]),
        (OTHER, ["jump-2", "jump-1"]),
    ]
    assert merged["jumphost"] == {"virtual_machine_id": None, "network_interfaces": [ONE, OTHER]}


def test_what_is_read_for_each_machine_is_kept_once():
    networks = [{"id": "/N/A", "roles": ["jumphost"], "subnets": [1]}, {"id": "/n/b", "roles": [], "subnets": []}]
    unread = [{"action": "read", "id": "/n"}]
    merged = two(
        answer(virtual_networks=networks[:1], unread=unread),
        answer(virtual_networks=[{"id": "/n/a", "roles": ["endpoint"], "subnets": [2]}, networks[1]], unread=unread),
    )
    assert merged["virtual_networks"] == [
        {"id": "/N/A", "roles": ["jumphost", "endpoint"], "subnets": [1, 2]},
        networks[1],
    ]
    assert merged["unread"] == unread


def test_one_machine_changes_nothing():
    assert of_all_machines([Asked(ACCOUNT, ("jump-0",))], [answer(findings=["code"])]) == [answer(findings=["code"])]


MACHINES = {"jump-0": {"machine": {"id": ONE, "error": None}}, "jump-1": {"machine": {"id": OTHER, "error": None}}}


@pytest.mark.parametrize(
    ("results", "expected"),
    [
        pytest.param({}, [(None, [])], id="nobody was asked"),
        pytest.param(MACHINES, [(ONE, ["jump-0"]), (OTHER, ["jump-1"])], id="two machines"),
        pytest.param(
            {**MACHINES, "jump-2": {"machine": {"id": "/forged"}}},
            [(ONE, ["jump-0"]), (OTHER, ["jump-1"]), ("/forged", ["jump-2"])],
            id="a host that names any machine costs the others nothing",
        ),
        pytest.param(
            {**MACHINES, "jump-2": {"machine": {"id": ONE.upper()}}},
            [(ONE, ["jump-0", "jump-2"]), (OTHER, ["jump-1"])],
            id="a host that claims the machine of another",
        ),
        pytest.param(
            {**MACHINES, "jump-2": {"failed": True, "msg": "odd"}, "jump-3": {"skipped": True}, "jump-4": {}},
            [(ONE, ["jump-0"]), (OTHER, ["jump-1"])],
            id="hosts that cannot say, or were not asked",
        ),
        pytest.param({"jump-0": {"machine": {"id": None}}}, [(None, ["jump-0"])], id="not a machine of Azure"),
    ],
)
def test_the_role_asks_azure_once_for_each_machine(results, expected):
    asked_for = accounts_by_machine([ACCOUNT], results)
    assert [(each["account"].get("jumphost_vm"), each["hosts"]) for each in asked_for] == expected
    answers = [{"name": "example", "jumphost": None, "findings": []} for _each in asked_for]
    assert [each["name"] for each in accounts_of_machines(answers, asked_for)] == ["example"]


@pytest.mark.parametrize(
    ("declared", "expected"),
    [
        pytest.param("/declared", "/declared", id="of all hosts"),
        pytest.param("/x/virtualMachineScaleSets/y/virtualMachines/0", "", id="an instance of a scale set"),
    ],
)
def test_a_machine_that_is_declared_takes_the_place_of_claims(declared, expected):
    (each,) = accounts_by_machine([{**ACCOUNT, "jumphost_vm": declared}], MACHINES)
    assert (each["account"]["jumphost_vm"], each["hosts"]) == (expected, ["jump-0", "jump-1"])


def test_a_task_with_nothing_to_ask_has_a_result_of_its_own_each_time():
    action = object.__new__(ActionModule)
    declaration = SimpleNamespace(accounts=lambda: [{"name": "example"}], parts=["azure"])
    results = [action.observe(declaration, None, {}) for _item in range(2)]
    results[0]["item"] = "what Ansible adds in a loop"
    assert results[1] == {"changed": False, "skipped": True}
