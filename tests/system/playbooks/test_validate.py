# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json
import sys

from ansible_collections.privatelink.azure_ai.tests.support.lab import LAB
from ansible_collections.privatelink.azure_ai.tests.support.runs import run_playbook

HEALTHY, GATE_FIRST = "aro-azureopenai", "gate-first"
UNREACHABLE = {
    "ansible_connection": "ssh",
    "ansible_host": "192.0.2.250",
    "ansible_ssh_common_args": "-o ConnectTimeout=1",
}


def lose(inventory_file, *hosts):
    """Make hosts of an inventory unreachable."""
    inventory = json.loads(inventory_file.read_text())
    for host in hosts:
        inventory["all"]["hosts"][host].update(UNREACHABLE)
    inventory_file.write_text(json.dumps(inventory))
    return inventory_file


def test_healthy_account_is_isolated_and_a_check_changes_nothing(inventory, healthy, validated_before, tmp_path):
    first, _directory = healthy
    checked = run_playbook(tmp_path, "validate", inventory(HEALTHY), "--check")
    assert (first.code, checked.code) == (0, 0), first.output + checked.output
    assert first.account["verdicts"] == {
        "isolation": "isolated",
        "isolation_basis": "probe",
        "reachability": "private",
        "auth": "accepted",
        "model": "served",
        "egress": "not_checked",
    }
    assert first.account["root_cause"] is None
    assert sum(first.changed.values()) == 1  # the reports
    assert set(checked.changed.values()) == {0}


def test_check_mode_first_writes_nothing(inventory, playbook):
    run = playbook("validate", inventory(HEALTHY), "--check")
    assert run.code == 0, run.output
    assert run.document is None


def test_path_of_the_healthy_account(healthy):
    run, _directory = healthy
    by_leg = {}
    for check in run.account["checks"]:
        by_leg.setdefault((check["host"], check["leg"]), []).append((check["link"], check["status"], check["code"]))
    assert by_leg == {
        ("jump-1", "by_name"): [
            ("dns", "pass", "dns_private"),
            ("tcp", "pass", None),
            ("tls", "pass", None),
            ("gate", "pass", None),
            ("auth", "pass", None),
            ("model", "pass", "model_ok"),
        ],
        ("jump-1", "by_address"): [
            ("tcp", "pass", None),
            ("tls", "pass", None),
            ("gate", "pass", None),
            ("auth", "pass", None),
            ("model", "pass", "model_ok"),
        ],
        ("outside-1", "outside"): [
            ("dns", "pass", "dns_public_address"),
            ("tcp", "pass", None),
            ("tls", "pass", None),
            ("gate", "pass", "gate_public_access_disabled"),
        ],
    }


FAULTS = {
    "zone-not-linked": ("dns_public_address", "isolated", "az network private-dns link vnet create"),
    "stale-record": ("dns_wrong_address", "isolated", "az network private-dns record-set a update"),
    "public-access-enabled": ("gate_public_open", "exposed", "properties.publicNetworkAccess=Disabled"),
    "selected-networks": ("gate_network_rules", "restricted", "properties.publicNetworkAccess=Disabled"),
    # Its front end asks for authentication first, also from outside.
    "bad-key": ("auth_key_invalid", "unknown", "az cognitiveservices account keys list"),
}


def test_each_fault_fails_with_its_own_cause_and_says_what_to_do(inventory, playbook):
    run = playbook("validate", inventory(*FAULTS))
    assert run.code != 0
    found = {
        account["name"]: (account["root_cause"], account["verdicts"]["isolation"])
        for account in run.document["accounts"]
    }
    assert found == {name: (cause, isolation) for name, (cause, isolation, _remedy) in FAULTS.items()}, run.output
    assert {name for account in run.document["accounts"] for name in account["contributing"]} == set()
    for cause, _isolation, remedy in FAULTS.values():
        assert cause in run.output and remedy in run.output


def test_a_keyless_run_proves_isolation_only_where_the_network_rules_come_first(inventory, playbook):
    run = playbook("validate", inventory(GATE_FIRST, HEALTHY, privatelink_credentials={}))
    assert run.code != 0, run.output
    accounts = {account["name"]: account for account in run.document["accounts"]}
    first, second = accounts[GATE_FIRST], accounts[HEALTHY]
    assert (first["status"], first["verdicts"]["isolation"]) == ("pass", "isolated")
    assert (first["verdicts"]["auth"], first["verdicts"]["model"]) == ("not_checked", "not_checked")
    assert (second["root_cause"], second["verdicts"]["isolation"]) == ("gate_public_unproved", "unknown")
    assert "privatelink_credentials" in run.output


def test_a_control_node_in_the_network_is_not_outside(inventory, playbook):
    run = playbook("validate", inventory(HEALTHY, hosts=["jump-1"]), vantage="jumphost")
    assert run.code != 0
    assert (run.account["root_cause"], run.account["verdicts"]["isolation"]) == ("host_not_outside", "unknown")
    assert "outside-1 privatelink_vantage=outside" in run.output


def test_limit_to_the_jumphost_still_judges_and_the_control_node_stands_for_the_outside(inventory, playbook):
    run = playbook("validate", inventory(HEALTHY), "--limit", "jump-1")
    assert run.code == 0, run.output
    assert {(check["host"], check["vantage"]) for check in run.account["checks"]} == {
        ("jump-1", "jumphost"),
        ("localhost", "outside"),
    }


def test_limit_to_the_outside_cannot_prove_the_inside(inventory, playbook):
    run = playbook("validate", inventory(HEALTHY), "--limit", "outside-1")
    assert run.code != 0
    assert (run.account["status"], run.account["root_cause"]) == ("unknown", "host_no_inside")


def test_hosts_that_are_unreachable_or_whose_modules_fail_do_not_hide_the_others(inventory, playbook):
    hosts = lose(inventory(HEALTHY, hosts=["jump-1", "jump-2", "jump-3", "outside-1"]), "jump-2")
    interpret(hosts, "jump-3", "echo 'no space left on device' >&2\nexit 1")
    run = playbook("validate", hosts)
    assert run.code != 0
    assert (run.account["root_cause"], run.account["verdicts"]["isolation"]) == ("host_unreachable", "isolated")
    lost = {(check["host"], check["code"]) for check in run.account["checks"] if check["host"] in ("jump-2", "jump-3")}
    assert lost == {("jump-2", "host_unreachable"), ("jump-3", "host_failed")}, run.output
    assert {check["host"] for check in run.account["checks"]} == {"jump-1", "jump-2", "jump-3", "outside-1"}
    assert "no space left on device" in run.output, run.output


def test_all_hosts_unreachable_is_unknown_not_silent(inventory, playbook):
    run = playbook("validate", lose(inventory(HEALTHY), "jump-1", "outside-1"))
    assert run.code != 0
    assert (run.account["status"], run.account["root_cause"]) == ("unknown", "host_unreachable")


def test_an_empty_inventory_with_a_limit_fails_too(tmp_path, playbook):
    empty = tmp_path / "empty.ini"
    empty.write_text("")
    run = playbook("validate", empty, "--limit", "jump-1")
    assert run.code != 0
    assert "The inventory is empty, so nothing would be validated." in run.output


def test_each_host_may_declare_its_own_accounts(inventory, playbook):
    hosts = inventory(HEALTHY, "chat", hosts=["jump-1", "jump-2", "outside-1"])
    document = json.loads(hosts.read_text())
    accounts = document["all"]["vars"]["privatelink_accounts"]
    for host, account in zip(("jump-1", "jump-2"), accounts):
        document["all"]["hosts"][host]["privatelink_accounts"] = [account]
    hosts.write_text(json.dumps(document))
    run = playbook("validate", hosts)
    assert run.code == 0, run.output
    assert [(account["name"], account["status"]) for account in run.document["accounts"]] == [
        (HEALTHY, "pass"),
        ("chat", "pass"),
    ]


def test_nothing_is_written_outside_the_report_directory(healthy):
    _run, directory = healthy
    assert sorted(path.name for path in directory.iterdir()) == ["inventory.json", "reports"]
    assert sorted(path.name for path in (directory / "reports").iterdir()) == [
        "verdict.html",
        "verdict.json",
        "verdict.md",
    ]


SILENT, SERVED = "https://other-tenant-silent.openai.azure.com/", "https://other-tenant.openai.azure.com/"


def interpret(inventory_file, host, script):
    """Give a host of an inventory an interpreter of its own, which ends with what the script says."""
    path = inventory_file.with_name(f"{host}-python")
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    document = json.loads(inventory_file.read_text())
    document["all"]["hosts"][host]["ansible_python_interpreter"] = str(path)
    inventory_file.write_text(json.dumps(document))
    return inventory_file


def egress(run):
    return [(check["status"], check["code"]) for check in run.account["checks"] if check["leg"] == "egress"]


def test_a_proxy_for_logins_whose_password_is_hidden_leaves_egress_open_to_doubt(inventory, playbook):
    hosts = inventory(HEALTHY, privatelink_forbidden_endpoints=[SILENT], endpoint_timeout=5)
    # /etc/environment of this jumphost names a proxy with a password; the environment of Ansible's process does not.
    interpret(hosts, "jump-1", f'exec {LAB}/bin/in-proxied env -u https_proxy -u no_proxy {sys.executable} "$@"')
    run = playbook("validate", hosts)
    assert run.code != 0
    assert (run.account["root_cause"], run.account["verdicts"]["egress"]) == ("egress_unproved", "unknown"), run.output
    assert egress(run) == [("pass", None), ("unknown", "egress_unproved")]
    assert "through the proxy http://***@192.0.2.80:3128" in " ".join(
        run.output.replace('",', "").replace('"', "").split()
    )
    assert "lab-proxy-password" not in run.output


def test_a_proxy_for_logins_is_asked(inventory, playbook, tmp_path):
    hosts = inventory(HEALTHY, privatelink_forbidden_endpoints=[SERVED], endpoint_timeout=5)
    variables = tmp_path / "environment"
    variables.write_text("https_proxy=http://192.0.2.80:3128\nno_proxy=openai.azure.com\n")
    interpret(
        hosts,
        "jump-1",
        f"""passed="${{https_proxy:+https_proxy=$https_proxy}}"
exec {LAB}/bin/in-jumphost unshare --mount sh -c 'mount --bind {variables} /etc/environment; exec env "$@"' sh \\
    $passed no_proxy= {sys.executable} "$@\"""",
    )
    run = playbook("validate", hosts)
    assert run.code != 0
    ways = {
        (result["proxy"], result["code"])
        for observation in run.document["observations"]
        for result in observation["probes"]
        if result["endpoint"] == SERVED
    }
    assert ways == {(None, "auth_missing"), ("http://192.0.2.80:3128", "auth_missing")}
    assert egress(run) == [("fail", "egress_open"), ("fail", "egress_open")]


def test_a_managed_identity_of_the_jumphost_is_not_asked_for_by_the_control_node(inventory, playbook):
    # A host without a managed identity: the lab's jumphosts have one.
    hosts = inventory(GATE_FIRST, hosts=["onprem-1"], privatelink_credentials={}, endpoint_timeout=5)
    document = json.loads(hosts.read_text())
    document["all"]["hosts"]["onprem-1"] |= {
        "endpoint_auth_source": "msi",
        "privatelink_vantage": "onprem",
        "ansible_python_interpreter": str(LAB / "bin/onprem-python"),
    }
    hosts.write_text(json.dumps(document))
    run = playbook("validate", hosts)
    assert run.code != 0
    # The path is proved without a token, and what the token was for stays open.
    assert (run.account["status"], run.account["root_cause"]) == ("unknown", "host_failed"), run.output
    assert (run.account["verdicts"]["isolation"], run.account["verdicts"]["reachability"]) == ("isolated", "private")
    assert [check["host"] for check in run.account["checks"] if check["status"] == "unknown"] == ["onprem-1"]
