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


@pytest.fixture(scope="module")
def counted(tmp_path_factory):
    """Return the run, its events, and the modules that ran, by host, of two hosts and many healthy accounts."""
    directory = tmp_path_factory.mktemp("counted")
    declared = accounts(ACCOUNTS)
    hosts = [host("jump-1", declared), host("outside-1", declared, "outside")]
    inventory = write_inventory(directory, declared, hosts)
    plugins, events = directory / "callback_plugins", directory / "events"
    plugins.mkdir()
    shutil.copy(Path(counting.__file__), plugins)
    done = run(
        NEWEST,
        "privatelink.azure_ai.validate",
        inventory,
        ANSIBLE_CALLBACK_PLUGINS=str(plugins),
        ANSIBLE_CALLBACKS_ENABLED="counting",
        PRIVATELINK_EVENTS=str(events),
    )
    assert done.code == 0, done.output
    return done, [json.loads(line) for line in events.read_text().splitlines()], calls(directory)


def of_kind(counted, kind):
    return [event for event in counted[1] if event["kind"] == kind]


def test_a_host_and_the_run_have_few_results(counted):
    results = of_kind(counted, "result")
    once = [event["task"] for event in results if event["once"]]
    assert len(once) <= MOST_RESULTS_OF_THE_RUN, once
    by_host = Counter(event["host"] for event in results if not event["once"])
    assert set(by_host) == {"jump-1", "outside-1"}
    assert max(by_host.values()) <= MOST_RESULTS_OF_A_HOST, by_host


def test_no_result_is_skipped_or_failed(counted):
    assert {event["status"] for event in of_kind(counted, "result")} == {"ok"}


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
