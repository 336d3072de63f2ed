# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest

from ansible_collections.privatelink.azure_ai.plugins.action.azure_machine_info import ActionModule

MACHINE = (
    "/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/aro-rg/providers/Microsoft.Compute"
    "/virtualMachines/jump-1"
)


@pytest.fixture(name="action")
def action_fixture():
    """Return the action without a task, which returns what a host is made to return."""
    action = object.__new__(ActionModule)
    action._execute_module = lambda _name, _arguments, task_vars: task_vars["returned"]
    return action


@pytest.mark.parametrize(
    "machine",
    [{"id": MACHINE, "error": None}, {"id": None, "error": "the metadata service answered 404"}, {}],
    ids=["id", "no id", "nothing"],
)
def test_an_id_of_the_strict_form_is_handed_on(action, machine):
    assert action.execute({}, {"returned": {"machine": machine}}) == {"changed": False, "machine": machine}


@pytest.mark.parametrize(
    "forged",
    [
        f"{MACHINE}/../../../other",
        f"{MACHINE}?api-version=1",
        f"{MACHINE}\n",
        # In lower case it is the id of another host's machine, and it would be read in place of that.
        MACHINE.replace("s", "\u017f"),
        f"{MACHINE}\u212a",
        MACHINE.replace("virtualMachines", "virtualMachineScaleSets"),
        "{{ lookup('pipe', 'id') }}",
        "",
    ],
)
def test_anything_else_fails_the_task_and_is_not_handed_on(action, forged):
    result = action.execute({}, {"returned": {"machine": {"id": forged, "error": None}}})
    assert result["failed"] and "machine" not in result
    assert result["msg"].startswith("the host returned what the module does not: its machine is ")
