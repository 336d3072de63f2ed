# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The role jumphost over hosts of others: what they say of themselves costs nobody but them. One run, an attack a host."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from ansible_collections.privatelink.azure_ai.plugins.module_utils._jumphost.wheels import RECORD, manifest
from ansible_collections.privatelink.azure_ai.tests.support.canned_hosts import Host, write_inventory
from ansible_collections.privatelink.azure_ai.tests.system.hostile.attacks import FORGED
from ansible_collections.privatelink.azure_ai.tests.system.hostile.jumphost_attacks import (
    CONFIGURED,
    FACTS,
    FILES,
    NAMED,
    REFUSED,
    RESOLVER,
    VENV,
    by_host,
)
from ansible_collections.privatelink.azure_ai.tests.system.hostile.memory import Memory
from ansible_collections.privatelink.azure_ai.tests.unit.support.jumphosts import ADDRESS, NAME, facts

HOSTS = by_host()
HONEST = "zz-honest"
ACCOUNT = {"name": NAME.partition(".")[0], "private_addresses": {NAME: [ADDRESS]}}
RESULTS = {
    FACTS: {"ansible_facts": {"privatelink_jumphost": facts()}},
    FILES: {"changed": True, "paths": ["/etc/environment"], "diff": [{"before": "a\n", "after": "b\n"}]},
    RESOLVER: {"changed": True, "manager": "hosts", "files": [], "asked": [], "system": [], "armed": False},
    VENV: {"changed": True, "venv": "/opt/privatelink/venv"},
}
WHEELS = ("pip-25.0", "dnspython-2.7.0", "requests-2.32.3", "azure_identity-1.19.0")
# All that is sent to the host is kept.
SPY = """printf '%s' "$program" >> '{directory}/arguments'
module=$("""
SECONDS, MEGABYTES = 600, 64


@dataclass
class Configured:
    """What the run gave."""

    output: str
    directory: Path
    memory: Memory

    def failed(self, host: str) -> bool:
        """Whether the host dropped out."""
        recap = re.search(rf"^{re.escape(host)}\s*: .*failed=(\d+)", self.output, re.MULTILINE)
        assert recap, f"{host} has no line: {self.output[-3000:]}"
        return recap.group(1) != "0"

    def sent(self, host: str) -> str:
        """All that was sent to the host."""
        return (self.directory / host / "arguments").read_text(errors="replace")


def fill(directory: Path, kind: str) -> None:
    """Put wheels that tell from their content where they were found into a directory."""
    directory.mkdir(parents=True)
    wheels = [directory / f"{name}-py3-none-any.whl" for name in WHEELS]
    for path in wheels:
        path.write_text(kind)
    (directory / RECORD).write_text(manifest(wheels))


@pytest.fixture(scope="module")
def configured(tmp_path_factory) -> Configured:
    directory = tmp_path_factory.mktemp("jumphosts")
    home = directory / "home"
    fill(home / "privatelink-wheels/py3.11-x86_64-glibc-2.36-identity", "honest")
    # Where each of the paths leads that hosts say they are.
    for suffix in ("", "-identity", "-glibc-2.36-identity", "-2.36-identity", "-x86_64-glibc-2.36-identity"):
        fill(directory / f"OUTSIDE{suffix}", "outside")
        fill(home / f"OUTSIDE{suffix}", "outside")
    hosts = [
        Host(name, "jumphost", {**RESULTS, each.module: each.edit(RESULTS[each.module])})
        for name, each in HOSTS.items()
    ]
    hosts.append(Host(HONEST, "jumphost", RESULTS))
    inventory = write_inventory(
        directory,
        [ACCOUNT],
        [],
        jumphost_identity=True,
        jumphost_tools=False,
        jumphost_proxy_bypass=[NAME],
        jumphost_environment=True,
        jumphost_remove_pins=True,
    )
    shared = json.loads(inventory.read_text())["all"]["vars"]
    rows = {}
    for each in hosts:
        (directory / each.name).mkdir()
        written = write_inventory(directory / each.name, [], [Host("bin", "jumphost", {})])
        rows[each.name] = json.loads(written.read_text())["all"]["hosts"]["bin"]
        for module, result in each.results.items():
            text = json.dumps({"changed": False, **result} if isinstance(result, dict) else result)
            text = text.replace("@MARK@", str(directory / f"mark-{each.name}")).replace(
                "@OUTSIDE@", str(directory / "OUTSIDE")
            )
            (directory / each.name / "bin" / f"{module}.json").write_text(text)
        interpreter = directory / each.name / "bin/python"
        interpreter.write_text(
            interpreter.read_text().replace("module=$(", SPY.format(directory=directory / each.name), 1)
        )
    inventory.write_text(json.dumps({"all": {"hosts": rows, "vars": shared}}))
    done = subprocess.run(
        [
            *(sys.executable, Path(__file__).with_name("memory.py"), "memory.jsonl"),
            *("privatelink.azure_ai.configure_jumphost", "-i", inventory, "--forks", "8", "--diff"),
        ],
        capture_output=True,
        check=False,
        cwd=directory,
        env={
            **os.environ,
            "ANSIBLE_HOME": str(home),
            "ANSIBLE_PIPELINING": "1",
            "ANSIBLE_SHOW_CUSTOM_STATS": "1",
            "ANSIBLE_BECOME_EXE": str(_become(directory)),
            # What is not in the cache is nowhere.
            "PIP_NO_INDEX": "1",
        },
        timeout=SECONDS,
    )
    return Configured(
        (done.stdout + done.stderr).decode(errors="replace"),
        directory,
        Memory(directory / "memory.jsonl"),
    )


def _become(directory: Path) -> Path:
    """Return a sudo that changes nobody: the hosts' interpreters run as who runs the test."""
    path = directory / "sudo"
    path.write_text('#!/bin/sh\nwhile [ "$1" != /bin/sh ]; do shift; done\nexec "$@"\n')
    path.chmod(0o755)
    return path


@pytest.mark.parametrize("host", HOSTS)
def test_only_the_own_host(configured, host):
    expected = HOSTS[host].expected
    if expected == CONFIGURED:
        assert not configured.failed(host), configured.output[-3000:]
        assert "azure_identity-1.19.0" in configured.sent(host)
    else:
        assert configured.failed(host)
        said = [
            line for line in configured.output.splitlines() if f"[{host}]: FAILED" in line or f"{host} failed" in line
        ]
        assert expected in (REFUSED, NAMED) and said
    assert not (configured.directory / f"mark-{host}").exists()


def test_the_honest_host_is_configured(configured):
    assert not configured.failed(HONEST), configured.output[-3000:]
    assert "azure_identity-1.19.0" in configured.sent(HONEST)


def test_no_file_of_the_control_node_is_sent_that_is_not_meant(configured):
    manifests = {
        host: set(re.findall(r"([0-9a-f]{64})  azure_identity", configured.sent(host))) for host in [*HOSTS, HONEST]
    }
    assert set.union(*manifests.values()) == manifests[HONEST] and len(manifests[HONEST]) == 1
    wheels = configured.directory / "home/privatelink-wheels"
    assert {path.name for path in wheels.iterdir() if path.is_dir()} == {"py3.11-x86_64-glibc-2.36-identity"}


def test_each_refusal_says_what_the_host_did(configured):
    refused = [host for host, attack in HOSTS.items() if attack.expected == REFUSED]
    assert configured.output.count("the host returned what the module does not") >= len(refused)
    assert "Traceback" not in configured.output and "Unexpected" not in configured.output, configured.output


def test_nothing_forged_is_shown_as_a_statistic(configured):
    assert FORGED not in configured.output.partition("CUSTOM STATS:")[2]
    assert "\x1b[2J" not in configured.output


def test_the_output_is_bounded(configured):
    assert len(configured.output) < 2_000_000


@pytest.mark.parametrize("host", HOSTS)
def test_the_memory_of_all_processes_is_bounded(configured, host):
    # The process that starts all others is charged with all attacks, and with what every play of many hosts takes.
    of_all = configured.memory.main - configured.memory.started
    usual = configured.memory.of(HONEST)
    more = {action: of_all + size - usual.get(action, 0) for action, size in configured.memory.of(host).items()}
    assert max(more.values()) < MEGABYTES, (more, usual)
