# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The role and site.yml on all machines at once."""

from __future__ import annotations

import json
import re

import pytest

from ansible_collections.privatelink.azure_ai.tests.support.lab import LAB
from ansible_collections.privatelink.azure_ai.tests.support.machines import ADDRESS, Host, playbook

JUMPHOSTS = ["jump-resolved", "jump-nm", "jump-resolvconf", "jump-plain", "jump-bare", "jump-broken"]
MOST_ROUND_TRIPS = 12
OPTIONS = {
    "jumphost_manage_resolver": True,
    "jumphost_nameservers": ["168.63.129.16", "172.20.0.53"],
    "jumphost_proxy_bypass": [".openai.azure.com"],
    "jumphost_remove_pins": True,
    "jumphost_environment": True,
    "jumphost_ca_certificates": [str(LAB / "ca.pem")],
}
REMOTE_COMMAND = re.compile(r"^<(\S+)> SSH: EXEC ", re.MULTILINE)


def changes(run):
    """How many tasks changed something, by host."""
    assert run.returncode == 0, run.stdout + run.stderr
    return {host: int(count) for host, count in re.findall(r"^(jump-\S+) .*changed=(\d+)", run.stdout, re.MULTILINE)}


@pytest.fixture(name="site", scope="module")
def fixture_site(tmp_path_factory):
    """The run of site.yml and its verdict; the hosts stay configured until the lab ends."""
    reports = tmp_path_factory.mktemp("reports")
    run = playbook("site", report_directory=str(reports), report_formats=["json"], **OPTIONS)
    return run, json.loads((reports / "verdict.json").read_text())


def test_the_preflight_alone_tells_and_changes_nothing():
    run = playbook("configure_jumphost", "--tags", "preflight", **OPTIONS)
    assert changes(run) == dict.fromkeys(JUMPHOSTS, 0)
    assert "jump-broken, Debian" in run.stdout and "lacks resolver, proxy," in run.stdout
    assert "TASK [privatelink.azure_ai.jumphost : Install" not in run.stdout


def test_a_family_that_the_role_does_not_know_is_refused_by_name():
    host = Host("jump-plain")
    host.run(
        "sudo cp -a /etc/os-release /root/os-release; sudo rm /etc/os-release; "
        "printf 'ID=plan9\\nVERSION_ID=4\\n' | sudo tee /etc/os-release"
    )
    try:
        run = playbook("configure_jumphost", "-l", "jump-plain", jumphost_python_source="packages")
    finally:
        host.run("sudo cp -a /root/os-release /etc/os-release; sudo rm /root/os-release")
    assert run.returncode != 0
    assert "plan9" in run.stdout


def test_after_site_every_host_sees_the_account_isolated(site):
    run, document = site
    assert run.returncode == 0, run.stdout
    (account,) = document["accounts"]
    assert account["root_cause"] is None
    assert account["verdicts"]["isolation"] == "isolated"
    assert account["verdicts"]["reachability"] == "private"
    assert account["verdicts"]["model"] == "served"
    assert {check["host"] for check in account["checks"]} == {*JUMPHOSTS, "onprem-1m", "outside-1"}
    assert [check for check in account["checks"] if check["severity"] != "info"] == []
    assert all(Host(name).addresses() == [ADDRESS] for name in JUMPHOSTS)


def test_a_configured_host_costs_few_round_trips_and_no_change(site):
    # Without pipelining, which costs more of them: with it there are fewer.
    run = playbook("configure_jumphost", "-vvv", ansible_ssh_pipelining=False, **OPTIONS)
    assert changes(run) == dict.fromkeys(JUMPHOSTS, 0)
    trips = REMOTE_COMMAND.findall(run.stdout)
    costs = {name: sum(address == Host(name).address for address in trips) for name in JUMPHOSTS}
    assert all(0 < cost <= MOST_ROUND_TRIPS for cost in costs.values()), costs
