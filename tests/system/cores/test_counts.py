# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a run costs, in what can be counted: the same on a slow or loaded machine."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from pathlib import Path

import pytest

from ansible_collections.privatelink.azure_ai.tests.support.canned_hosts import accounts, calls, host, write_inventory
from ansible_collections.privatelink.azure_ai.tests.system.cores import counting
from ansible_collections.privatelink.azure_ai.tests.system.cores.conftest import NEWEST, run

ACCOUNTS = 20
MOST_RESULTS_OF_A_HOST, MOST_RESULTS_OF_THE_RUN, MOST_BANNERS = 5, 8, 22
MOST_BYTES = 64 * 1024
# Of all results together, for each account; of the process that runs the playbook; of what it imported of the collection.
MOST_BYTES_OF_AN_ACCOUNT, MOST_MEGABYTES, MOST_FILES = 3 * 1024, 80, 155
# By whether commands are piped into Python: a directory, the module, its mode, its run, the directory's end; and the home.
TRIPS_OF_A_MODULE = {False: 6, True: 1}
# What each module brings along beside what Ansible gives to any, in KiB of base64.
MOST_SENT = {
    "aoai_probe": 168,
    "azure_account_info": 114,
    "azure_machine_info": 11,
    "jumphost_facts": 112,
    "jumphost_files": 77,
    "jumphost_packages": 66,
    "jumphost_resolver": 103,
    "jumphost_venv": 89,
    "jumphost_wheels": 38,
    "private_endpoint_info": 219,
    "privatelink_dns_facts": 112,
}


def counting_run(directory, playbook, hosts, pipelining=False):
    """Return a run over hosts, and its events."""
    plugins, events = directory / "callback_plugins", directory / "events"
    plugins.mkdir()
    shutil.copy(Path(counting.__file__), plugins)
    done = run(
        NEWEST,
        playbook,
        write_inventory(directory, accounts(ACCOUNTS), hosts),
        ANSIBLE_CALLBACK_PLUGINS=str(plugins),
        ANSIBLE_CALLBACKS_ENABLED="counting",
        ANSIBLE_PIPELINING=str(pipelining),
        PRIVATELINK_EVENTS=str(events),
    )
    assert done.code == 0, done.output
    return done, [json.loads(line) for line in events.read_text().splitlines()]


# A worker makes each run once: all of its tests are there.
WAYS = {"files": False, "pipelining": True}


@pytest.fixture(
    scope="module",
    params=[pytest.param(way, id=name, marks=pytest.mark.xdist_group(name)) for name, way in WAYS.items()],
)
def counted(request, tmp_path_factory):
    """Return the run, its events, and the modules that ran, by host, of two hosts and many healthy accounts."""
    directory = tmp_path_factory.mktemp("counted")
    declared = accounts(ACCOUNTS)
    hosts = [host("jump-1", declared), host("outside-1", declared, "outside")]
    done, events = counting_run(directory, "privatelink.azure_ai.validate", hosts, request.param)
    return done, events, calls(directory), request.param


def of_kind(counted, kind):
    return [event for event in counted[1] if event["kind"] == kind]


def test_a_host_and_the_run_have_few_results(counted):
    results = of_kind(counted, "result")
    once = [event["task"] for event in results if event["once"]]
    assert len(once) <= MOST_RESULTS_OF_THE_RUN, once
    by_host = Counter(event["host"] for event in results if not event["once"])
    assert set(by_host) == {"jump-1", "outside-1"}
    assert max(by_host.values()) <= MOST_RESULTS_OF_A_HOST, by_host


def test_only_what_has_nothing_to_do_is_skipped(counted):
    results = of_kind(counted, "result")
    assert {event["status"] for event in results} == {"ok", "skipped"}
    # No account is in a resource group, and a host is outside.
    assert {event["task"] for event in results if event["status"] == "skipped"} == {
        "Ask which virtual machine the host is",
        "Read Azure's side",
        "Look up the names from outside",
        "Probe the endpoints from outside",
    }


def test_few_banners_are_shown(counted):
    shown = [event["name"] for event in of_kind(counted, "banner")]
    assert len(shown) <= MOST_BANNERS, shown
    assert sum(counted[0].output.count(f"{word} ") for word in ("\nPLAY", "\nTASK")) == len(shown)


def test_only_what_a_workflow_is_handed_is_large(counted):
    results = of_kind(counted, "result")
    large = {event["task"]: event["bytes"] for event in results if event["bytes"] > MOST_BYTES and not event["stats"]}
    assert large == {}
    (workflow,) = [event["task"] for event in results if event["stats"]]
    assert workflow == "Judge and report"


def test_a_host_runs_two_modules_however_many_accounts_there_are(counted):
    modules = ["privatelink_dns_facts", "aoai_probe"]
    assert counted[2] == {"jump-1": modules, "outside-1": modules}


def test_all_results_together_are_small(counted):
    assert sum(event["bytes"] for event in of_kind(counted, "result")) <= ACCOUNTS * MOST_BYTES_OF_AN_ACCOUNT


def test_a_module_costs_a_host_few_round_trips(counted):
    done = Counter(event["host"] for event in of_kind(counted, "trip"))
    assert set(done) == set(counted[2])
    assert max(done.values()) <= len(counted[2]["jump-1"]) * TRIPS_OF_A_MODULE[counted[3]], of_kind(counted, "trip")


def test_the_control_node_imports_no_large_library_and_takes_little_memory(counted):
    (end,) = of_kind(counted, "end")
    assert {"azure", "dns", "requests", "urllib3"} & set(end["modules"]) == set()
    own = [name for name in end["modules"] if name.startswith("ansible_collections.privatelink.azure_ai.plugins.")]
    assert len(own) <= MOST_FILES
    assert end["kilobytes"] <= MOST_MEGABYTES * 1024


def test_a_module_brings_along_little(tmp_path):
    playbook = tmp_path / "play.json"
    tasks = [{"ansible.builtin.ping": {}}]
    tasks += [{f"privatelink.azure_ai.{module}": {}, "ignore_errors": True} for module in MOST_SENT]
    playbook.write_text(json.dumps([{"hosts": "all", "gather_facts": False, "tasks": tasks}]))
    events = counting_run(tmp_path, playbook, [host("jump-1", [])])[1]
    ping, *sent = [event["bytes"] for event in events if event["kind"] == "trip" and event["what"] == "put_file"]
    own = {module: (size - ping) // 1024 for module, size in zip(MOST_SENT, sent, strict=True)}
    assert {module: size for module, size in own.items() if size > MOST_SENT[module]} == {}
