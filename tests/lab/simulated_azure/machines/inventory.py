# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The inventory of the machines, with the healthy account: reached by ssh, as real jumphosts."""

from __future__ import annotations

import json
from collections.abc import Iterable

from simulated_azure import inventory
from simulated_azure.accounts import accounts_named
from simulated_azure.machines.table import Machine
from simulated_azure.state import State


def render(state: State, machines: Iterable[Machine]) -> str:
    """Those machines and `outside-1`. Ansible reaches them from the vantage `control` only."""
    document = json.loads(inventory.render(state, accounts_named(["aro-azureopenai"]), ["outside-1"]))
    document["all"]["hosts"] |= {
        machine.name: {
            "ansible_connection": "ssh",
            "ansible_host": machine.address,
            "ansible_user": "admin",
            "ansible_ssh_executable": str(state.ssh),
            "ansible_control_path_dir": "/run/ssh",  # of the vantage, and short
            "ansible_remote_tmp": "~/.ansible/tmp",
            "ansible_ssh_pipelining": True,
            "ansible_ssh_transfer_method": "piped",
            "ansible_python_interpreter": "/usr/bin/python3",
            "privatelink_vantage": machine.role,
        }
        for machine in machines
    }
    return json.dumps(document, indent=2) + "\n"
