# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The role account over jumphosts that say which machine they are: one that lies keeps no other's path from being read."""

from __future__ import annotations

import json
import os
import subprocess

import pytest

from ansible_collections.privatelink.azure_ai.tests.support.canned_hosts import Host, write_inventory

MACHINES = (
    "/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines"
)
HONEST, VICTIM = f"{MACHINES}/honest", f"{MACHINES}/victim"
ACCOUNT = {"name": "example", "resource_group": "rg"}
PLAY = [
    {
        "hosts": "all:!localhost",
        "gather_facts": False,
        "roles": ["privatelink.azure_ai.account"],
        "post_tasks": [{"ansible.builtin.debug": {"var": "account_azure"}, "run_once": True}],
    }
]
CLAIMS = {
    "names-any": {"machine": {"id": f"{MACHINES}/anybody", "error": None}},
    "names-another": {"machine": {"id": VICTIM.upper().replace("/SUBSCRIPTIONS", "/subscriptions"), "error": None}},
    "names-none": {"machine": {"id": None, "error": "the metadata service answered 404"}},
    "names-a-path": {"machine": {"id": f"{VICTIM}/../../x", "error": None}},
    "fails": {"failed": True, "msg": "odd"},
    "returns-nothing": {},
    "returns-facts": {"machine": {"id": VICTIM, "error": None}, "ansible_facts": {"account_accounts": []}},
}


@pytest.fixture(scope="module")
def answered(tmp_path_factory):
    """Return the output of the run, and all that the control node's module was sent."""
    directory = tmp_path_factory.mktemp("machines")
    honest = {
        "honest": {"machine": {"id": HONEST, "error": None}},
        "victim": {"machine": {"id": VICTIM, "error": None}},
    }
    hosts = [Host(name, "jumphost", {"azure_machine_info": claim}) for name, claim in {**CLAIMS, **honest}.items()]
    answers = [{"name": "example", "findings": [], "jumphost": None}] * 3
    hosts.append(Host("localhost", "outside", {"private_endpoint_info": {"accounts": answers}}))
    inventory = write_inventory(directory, [ACCOUNT], hosts)
    interpreter = directory / "localhost/python"
    keep = f"printf '%s' \"$program\" > '{directory}/sent'\nmodule=$("
    interpreter.write_text(interpreter.read_text().replace("module=$(", keep, 1))
    (directory / "play.json").write_text(json.dumps(PLAY))
    done = subprocess.run(
        ["ansible-playbook", "play.json", "-i", inventory],
        capture_output=True,
        check=False,
        cwd=directory,
        env={**os.environ, "ANSIBLE_PIPELINING": "1"},
        timeout=300,
    )
    return done.stdout.decode() + done.stderr.decode(), (directory / "sent").read_text()


def test_azure_is_asked_for_the_path_of_each_machine(answered):
    _output, sent = answered
    for machine in (HONEST, VICTIM, CLAIMS["names-any"]["machine"]["id"]):
        assert machine.lower() in sent.lower()
    assert "/../../x" not in sent


def test_one_answer_is_made_of_all(answered):
    output, _sent = answered
    assert output.count('"name": "example"') == 1 and '"error": null' in output, output[-3000:]
    assert "Traceback" not in output
