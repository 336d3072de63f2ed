# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Modules whose Python lacks a library go on in the environment that the role makes, with a really missing library."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from ansible_collections.privatelink.azure_ai.tests.system.compat.conftest import TARGETS

COLLECTION = Path(__file__).resolve().parents[3]
VENV = "/opt/privatelink/venv"
NAME = "example.openai.azure.com"
SECRET = "planted-key-of-the-account"
# On loopback, where nobody listens.
NOBODY = "127.0.0.1:9"
DNS = {"names": [{"name": NAME}], "nameservers": [NOBODY], "timeout": 0.5, "tries": 1}
PROBE = {"endpoint": f"https://{NAME}/", "connect_to": NOBODY}


TARGET_MODULES = {
    "privatelink_dns_facts": DNS,
    "aoai_probe": {"probes": [PROBE], "api_key": SECRET, "use_proxy": True, "timeout": 5},
}
MANY = [dict(PROBE, prompt=f"{number}: {'long ' * 400}") for number in range(100)]

pytestmark = pytest.mark.xdist_group("respawn")  # they share one run


@dataclass(frozen=True)
class Group:
    """Hosts with the bare Python, by name with the Python of their role's environment, and the modules that run there."""

    hosts: dict[str, Path | None]
    modules: dict[str, dict]


@pytest.fixture(scope="module")
def bare(tmp_path_factory) -> Path:
    """Return a Python that has no library."""
    directory = tmp_path_factory.mktemp("bare")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", directory], check=True)
    return directory / "bin/python"


@pytest.fixture(scope="module")
def found(tmp_path_factory, bare, identity, without_identity) -> dict[str, list[dict]]:
    """Return what the modules gave on each host, in the order of its group."""
    groups = [
        Group(TARGETS, TARGET_MODULES),
        Group(
            {"many": next(iter(TARGETS.values()))}, {"aoai_probe": {"probes": MANY, "use_proxy": True, "timeout": 5}}
        ),
        Group(
            {"no-environment": None, "no-libraries": bare},
            {"privatelink_dns_facts": DNS, "aoai_probe": {"probes": [PROBE], "use_proxy": True}},
        ),
        Group(
            {"no-identity": without_identity},
            {"aoai_probe": {"probes": [PROBE], "use_proxy": True, "auth_source": "cli"}},
        ),
        Group(
            {"has-identity": identity},
            {"aoai_probe": {"probes": [PROBE], "auth_source": "client_secret", "tenant": "t", "timeout": 5}},
        ),
    ]
    directory = tmp_path_factory.mktemp("respawn")
    _copy_collection(directory)
    inventory, playbook = directory / "hosts.json", directory / "play.json"
    hosts = {
        name: {
            "ansible_python_interpreter": str(_interpreter(directory / name, bare, installed)),
            "found": f"{{{{ [{', '.join(group.modules)}] }}}}",
        }
        for group in groups
        for name, installed in group.hosts.items()
    }
    inventory.write_text(json.dumps({"all": {"hosts": hosts, "vars": {"ansible_connection": "local"}}}))
    written = directory / "found.json"
    playbook.write_text(json.dumps([*map(_play, groups), _written(written)]))
    done = subprocess.run(
        ["ansible-playbook", playbook, "-i", inventory, "-vvv"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "ANSIBLE_COLLECTIONS_PATH": str(directory)},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert SECRET not in done.stdout + done.stderr
    return json.loads(written.read_text())


def _copy_collection(directory: Path) -> None:
    """Copy what runs; the role's environment is where the host's interpreter says."""
    copy = directory / "ansible_collections/privatelink/azure_ai"
    shutil.copytree(COLLECTION / "plugins", copy / "plugins", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(COLLECTION / "meta", copy / "meta")
    requirements = copy / "plugins/module_utils/_core/libraries.py"
    text = requirements.read_text()
    assert text.count(f'"{VENV}"') == 1
    requirements.write_text(text.replace(f'"{VENV}"', 'os.environ.get("ROLE_VENV", "")'))


def _interpreter(directory: Path, bare: Path, installed: Path | None) -> Path:
    # Scripts and no links: a link would take its libraries from where it lies.
    path = directory / "host-python"
    directory.mkdir()
    path.write_text(f'#!/bin/sh\nexport ROLE_VENV={directory}/venv\nexec {bare} "$@"\n')
    path.chmod(0o755)
    if installed:
        (directory / "venv/bin").mkdir(parents=True)
        (directory / "venv/bin/python").write_text(f'#!/bin/sh\nexec {installed} "$@"\n')
        (directory / "venv/bin/python").chmod(0o755)
    return path


def _play(group: Group) -> dict:
    return {
        "hosts": ",".join(group.hosts),
        "gather_facts": False,
        "tasks": [
            {f"privatelink.azure_ai.{module}": options, "register": module, "ignore_errors": True}
            for module, options in group.modules.items()
        ],
    }


def _written(path: Path) -> dict:
    """The play that writes what was found on each host."""
    return {
        "hosts": "localhost",
        "gather_facts": False,
        "vars": {"ansible_python_interpreter": sys.executable},
        "tasks": [
            {
                "ansible.builtin.copy": {
                    "content": "{{ dict(groups.all | zip(groups.all | map('extract', hostvars, 'found'))) | to_json }}",
                    "dest": str(path),
                    "mode": "0600",
                }
            }
        ],
    }


@pytest.mark.parametrize("target", TARGETS)
def test_modules_go_on_there(found, target):
    facts, probed = found[target]
    assert facts["ansible_facts"]["privatelink_dns"]["names"][0]["code"] == "dns_resolver_unreachable"
    assert facts["changed"] is False
    assert [result["code"] for result in probed["results"]] == ["tcp_refused"]


def test_so_do_more_probes_than_a_pipe_has_room_for(found):
    assert len(json.dumps(MANY)) > 2 * 65536
    (done,) = found["many"]
    assert [result["code"] for result in done["results"]] == ["tcp_refused"] * len(MANY)


@pytest.mark.parametrize("host", ["no-environment", "no-libraries"])
def test_where_there_is_none_the_library_is_named(found, bare, host):
    for done, library in zip(found[host], ("dnspython >= 2.1.0", "requests >= 2.25.1")):
        assert done["failed"] is True
        assert library in done["msg"] and str(bare) in done["msg"]


def test_the_library_for_tokens_counts_too(found):
    """The environment has all that the first step needs, and is gone to once: there the missing one is named."""
    (done,) = found["no-identity"]
    assert "azure-identity >= 1.16.1" in done["msg"]


def test_tokens_are_asked_for_there(found):
    (done,) = found["has-identity"]
    assert done["msg"].startswith("auth_source: client_secret requires client_id and secret")
