# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The playbook comes to the same verdict however Ansible is configured, or says by name what it does not do.

Settings that do not touch each other share a run.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from dataclasses import dataclass, field
from typing import Any

import pytest

from ansible_collections.privatelink.azure_ai.tests.support.canned_hosts import accounts, calls, host, write_inventory
from ansible_collections.privatelink.azure_ai.tests.system.cores.conftest import NEWEST, OLDEST, run

VALIDATE = "privatelink.azure_ai.validate"
ODD = "a b'c\"{{ d }}\u00e9"
HOSTS = {"jump-1", "outside-1"}
# Nothing listens there, and nothing stands there.
ELSEWHERE = {"ansible_connection": "ssh", "ansible_host": "127.0.0.1", "ansible_port": 1}
NO_SUDO = {"ansible_become": True, "ansible_become_user": "nobody", "ansible_become_exe": "/nonexistent/sudo"}


@dataclass
class Surroundings:
    """How Ansible is run. In texts, DIRECTORY is the test's own, and SHORT one that is short enough for a socket's path."""

    core: str = NEWEST
    environment: dict[str, str | None] = field(default_factory=dict)
    arguments: tuple[str, ...] = ()
    localhost: dict[str, Any] | None = None  # its variables, where the inventory has such a host
    failing: bool = False  # one more host, whose module fails
    play: dict[str, Any] | None = None  # what a user's own playbook does before it imports the collection's


SURROUNDINGS = {
    "another strategy, one fork, facts": Surroundings(
        OLDEST,
        {
            "ANSIBLE_STRATEGY": "free",
            "ANSIBLE_FORKS": "1",
            "ANSIBLE_JINJA2_NATIVE": "true",
            "ANSIBLE_STDOUT_CALLBACK": "minimal",
            "ANSIBLE_GATHERING": "implicit",
            "ANSIBLE_INJECT_FACT_VARS": "false",
        },
    ),
    "everything shown": Surroundings(
        environment={
            "ANSIBLE_CALLBACK_RESULT_FORMAT": "yaml",
            "ANSIBLE_DIFF_ALWAYS": "true",
            "ANSIBLE_CALLBACKS_ENABLED": "junit,tree",
            "ANSIBLE_CALLBACK_TREE_DIR": "DIRECTORY/tree",
            "JUNIT_OUTPUT_DIR": "DIRECTORY/junit",
        },
        arguments=("-vvv",),
    ),
    "facts of an earlier play, cached": Surroundings(
        environment={
            "ANSIBLE_CACHE_PLUGIN": "jsonfile",
            "ANSIBLE_CACHE_PLUGIN_CONNECTION": "DIRECTORY/cache",
            "ANSIBLE_INJECT_FACT_VARS": "true",
        },
        play={
            "hosts": "all",
            "gather_facts": False,
            "serial": 1,
            "tasks": [{"ansible.builtin.set_fact": {"mine": 1, "cacheable": True}}],
        },
    ),
    "no home, nothing logged": Surroundings(
        OLDEST,
        {
            **dict.fromkeys(("HOME", "PWD", "USER", "LOGNAME", "LANG", "ANSIBLE_HOME", "TERM")),
            "LC_ALL": "C.UTF-8",
            "ANSIBLE_NO_LOG": "true",
            "ANSIBLE_ERROR_ON_UNDEFINED_VARS": "false",
        },
    ),
    "odd directories, the strategy host_pinned": Surroundings(
        environment={
            "ANSIBLE_STRATEGY": "host_pinned",
            "ANSIBLE_STDOUT_CALLBACK": "oneline",
            "ANSIBLE_HASH_BEHAVIOUR": "merge",
            "TMPDIR": "SHORT",
            "ANSIBLE_LOCAL_TEMP": f"DIRECTORY/{ODD}/local",
            "ANSIBLE_REMOTE_TEMP": "DIRECTORY/remote",
            "ANSIBLE_PIPELINING": "true",
        }
    ),
    "localhost is another machine": Surroundings(
        arguments=("-e", "privatelink_hosts=all,!localhost,!outside-1"), localhost={**ELSEWHERE, **NO_SUDO}
    ),
}


def surrounded(directory, given: Surroundings, before=(), owner=None):
    """Run the playbook in those surroundings over one healthy account; all files may be somebody else's."""
    declared = accounts()
    hosts = [host("jump-1", declared), host("outside-1", declared, "outside")]
    if given.localhost:
        hosts.append(host("localhost", declared, "outside", **given.localhost))
    if given.failing:
        failing = host("failing-1", declared)
        failing.results["privatelink_dns_facts"] = {"failed": True, "msg": "it cannot"}
        hosts.insert(0, failing)
    inventory = write_inventory(directory, declared, hosts)
    (directory / ODD).mkdir()
    playbook: Any = VALIDATE
    if given.play:
        playbook = directory / "playbook.json"
        playbook.write_text(json.dumps([given.play, {"ansible.builtin.import_playbook": VALIDATE}]))
    for path in (*directory.rglob("*"), directory) if owner else ():
        os.chown(path, owner, owner)
    with tempfile.TemporaryDirectory(prefix=ODD) as short:
        environment = {
            name: value and value.replace("DIRECTORY", str(directory)).replace("SHORT", short)
            for name, value in given.environment.items()
        }
        return run(given.core, playbook, inventory, *given.arguments, before=before, **environment)


@pytest.mark.parametrize("given", SURROUNDINGS.values(), ids=SURROUNDINGS)
def test_the_verdict_is_the_same(tmp_path, given):
    done = surrounded(tmp_path, given)
    assert done.code == 0 and done.document, done.output
    (account,) = done.document["accounts"]
    assert (account["status"], account["verdicts"]["isolation"]) == ("pass", "isolated")
    outside = "localhost" if given.localhost else "outside-1"
    modules = {name: found for name, found in calls(tmp_path).items() if name in ("jump-1", outside)}
    assert modules == dict.fromkeys(("jump-1", outside), ["privatelink_dns_facts", "aoai_probe"])
    assert "Traceback" not in done.output and "An exception" not in done.output, done.output


def test_an_error_of_one_host_ends_that_host_only(tmp_path):
    given = Surroundings(
        environment={"ANSIBLE_ANY_ERRORS_FATAL": "true"}, arguments=("--check", "--diff"), failing=True
    )
    done = surrounded(tmp_path, given)
    assert done.code == 2 and done.document is None, done.output
    assert "host_failed" in done.output and "it cannot" in done.output
    assert {"jump-1", "outside-1"} <= {name for name, found in calls(tmp_path).items() if len(found) == 2}


def test_a_start_in_the_middle_is_refused(tmp_path):
    done = surrounded(tmp_path, Surroundings(OLDEST, arguments=("--start-at-task", "Judge and report")))
    assert done.code == 2 and done.document is None
    assert "nothing is declared in this run: expected after check_declarations" in done.output


def test_a_play_of_hosts_that_do_not_wait_for_each_other_is_refused(tmp_path):
    check = {"privatelink.azure_ai.check_declarations": {}, "run_once": True}
    play = {"hosts": "all", "gather_facts": False, "serial": 1, "tasks": [check]}
    done = surrounded(tmp_path, Surroundings(OLDEST, {"ANSIBLE_STRATEGY": "free"}, play=play))
    assert done.code == 2 and done.document is None and calls(tmp_path) == {}
    assert "strategy: 'free' lets hosts run ahead of each other: expected linear" in done.output, done.output
    assert "serial: [1] splits the hosts into batches: remove it" in done.output


@pytest.mark.skipif(os.geteuid() != 0 or not shutil.which("setpriv"), reason="takes root, and setpriv of util-linux")
def test_a_directory_that_cannot_be_written_costs_the_reports_alone(tmp_path):
    # Without its capabilities root may no more than any other user who does not own a directory.
    project, home = tmp_path / "project", tmp_path / "home"
    project.mkdir()
    home.mkdir()
    given = Surroundings(OLDEST, {"ANSIBLE_HOME": str(home)})
    done = surrounded(project, given, ("setpriv", "--bounding-set=-all", "--inh-caps=-all"), owner=65534)
    assert done.code == 0 and done.document is None, done.output
    assert "No report was written: Permission denied" in " ".join(done.output.split())
