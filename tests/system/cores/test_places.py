# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where variables may stand, and which place wins: what docs/variables.md says."""

from __future__ import annotations

import json

from ansible_collections.privatelink.azure_ai.tests.support.canned_hosts import accounts, host, write_inventory
from ansible_collections.privatelink.azure_ai.tests.system.cores.conftest import every_core, run


@every_core
def test_extra_variables_before_the_play_before_hosts_before_groups(tmp_path, core):
    declared = accounts()
    hosts = [host("jump-1", declared), host("outside-1", declared, "outside"), host("jump-2", declared)]
    hosts[0].results["privatelink_dns_facts"] = {"failed": True, "msg": "it cannot"}
    # Of the group, and of hosts: their vantage.
    inventory = write_inventory(
        tmp_path, declared, hosts, privatelink_vantage="onprem", validate_fail_on="warning", report_formats=["markdown"]
    )
    playbook = tmp_path / "playbook.json"
    play = {
        "privatelink_hosts": "all:!jump-2",
        "validate_fail_on": "never",
        "report_formats": ["html"],
    }
    playbook.write_text(json.dumps([{"import_playbook": "privatelink.azure_ai.validate", "vars": play}]))
    # As a survey gives it: a text.
    done = run(core, playbook, inventory, "-e", json.dumps({"report_formats": '["json"]'}))
    assert done.document, done.output
    assert {each["host"]: each["vantage"] for each in done.document["observations"]} == {
        "jump-1": "jumphost",
        "outside-1": "outside",
    }
    assert done.document["accounts"][0]["root_cause"] == "host_failed"
    assert done.code == 0, done.output
    assert [path.name for path in (tmp_path / "privatelink-report").iterdir()] == ["verdict.json"]
