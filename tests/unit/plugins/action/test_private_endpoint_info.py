# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The machine that a jumphost names is its own: it says nothing about the path from another jumphost."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from ansible_collections.privatelink.azure_ai.plugins.action.private_endpoint_info import _asked, _machines
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._declarations.declaration import HostDeclaration

ONE, OTHER = "/subscriptions/one", "/subscriptions/other"
ACCOUNT = {"name": "Example", "resource_group": "rg", "keyless": True}


def asked(*machines, account=None, vantage="jumphost", failed=None):
    """Return what Azure is asked for, for an account of hosts that name these machines."""
    account = account or ACCOUNT
    hosts = {str(number): HostDeclaration(vantage, [account], {}, {}, failed) for number in range(len(machines))}
    directory = SimpleNamespace(find=lambda name: {"id": machines[int(name.split("-")[1])]})
    return _asked(account, _machines(SimpleNamespace(hosts=hosts), directory)[account["name"].lower()])


@pytest.mark.parametrize(
    "machines, expected",
    [
        pytest.param([ONE], ONE, id="its only jumphost"),
        pytest.param([ONE, ONE], ONE, id="one machine under two names"),
        pytest.param([ONE, OTHER], None, id="two machines"),
        pytest.param([ONE, None], None, id="one that cannot say it"),
        pytest.param([None], None, id="not a machine of Azure"),
    ],
)
def test_the_path_is_read_from_the_machine_of_all_jumphosts_or_of_none(machines, expected):
    assert asked(*machines).get("jumphost_vm") == expected


def test_a_declared_machine_wins():
    assert asked(ONE, account={**ACCOUNT, "jumphost_vm": OTHER})["jumphost_vm"] == OTHER


@pytest.mark.parametrize("host", [{"vantage": "onprem"}, {"failed": "its facts contain privatelink_accounts"}])
def test_other_hosts_name_no_machine(host):
    assert "jumphost_vm" not in asked(ONE, **host)


def test_the_module_is_given_only_what_it_documents():
    assert "keyless" not in asked(ONE)
