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


@pytest.fixture(scope="session")
def bare(tmp_path_factory) -> Path:
    """Return a Python that has no library."""
    directory = tmp_path_factory.mktemp("bare")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", directory], check=True)
    return directory / "bin/python"


@pytest.fixture
def run(tmp_path, bare):
    """Return a function that runs modules on a host with the bare Python, whose role's environment is the given Python."""

    def run_modules(installed: Path | None, **modules: dict) -> list[dict]:
        copy = tmp_path / "ansible_collections/privatelink/azure_ai"
        shutil.copytree(COLLECTION / "plugins", copy / "plugins", ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copytree(COLLECTION / "meta", copy / "meta")
        requirements = copy / "plugins/module_utils/_core/libraries.py"
        text = requirements.read_text()
        assert text.count(f'"{VENV}"') == 1
        requirements.write_text(text.replace(VENV, str(tmp_path / "venv")))
        if installed:
            (tmp_path / "venv/bin").mkdir(parents=True)
            # A script and no link: a link would take its libraries from where it lies.
            (tmp_path / "venv/bin/python").write_text(f'#!/bin/sh\nexec {installed} "$@"\n')
            (tmp_path / "venv/bin/python").chmod(0o755)
        playbook = tmp_path / "play.yml"
        playbook.write_text(
            json.dumps(
                [
                    {
                        "hosts": "all",
                        "gather_facts": False,
                        "tasks": [
                            *(
                                {f"privatelink.azure_ai.{module}": options, "register": module, "ignore_errors": True}
                                for module, options in modules.items()
                            ),
                            {
                                "ansible.builtin.copy": {
                                    "content": f"{{{{ [{', '.join(modules)}] | to_json }}}}",
                                    "dest": str(tmp_path / "done.json"),
                                    "mode": "0600",
                                },
                                "vars": {"ansible_python_interpreter": sys.executable},
                            },
                        ],
                    }
                ]
            )
        )
        done = subprocess.run(
            [
                "ansible-playbook",
                playbook,
                "-i",
                "host,",
                "-vvv",
                "-e",
                json.dumps({"ansible_connection": "local", "ansible_python_interpreter": str(bare)}),
            ],
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
            env={**os.environ, "ANSIBLE_COLLECTIONS_PATH": str(tmp_path)},
        )
        assert done.returncode == 0, done.stdout + done.stderr
        assert SECRET not in done.stdout + done.stderr
        return json.loads((tmp_path / "done.json").read_text())

    return run_modules


@pytest.mark.parametrize("target", [pytest.param(path, id=name) for name, path in TARGETS.items()])
def test_modules_go_on_there(run, target):
    facts, probed = run(
        target, privatelink_dns_facts=DNS, aoai_probe={"probes": [PROBE], "api_key": SECRET, "timeout": 5}
    )
    assert facts["ansible_facts"]["privatelink_dns"]["names"][0]["code"] == "dns_resolver_unreachable"
    assert facts["changed"] is False
    assert [result["code"] for result in probed["results"]] == ["tcp_refused"]


def test_so_do_more_probes_than_a_pipe_has_room_for(run):
    probes = [dict(PROBE, prompt=f"{number}: {'long ' * 100}") for number in range(400)]
    assert len(json.dumps(probes)) > 2 * 65536
    (done,) = run(next(iter(TARGETS.values())), aoai_probe={"probes": probes, "timeout": 5})
    assert [result["code"] for result in done["results"]] == ["tcp_refused"] * 400


@pytest.mark.parametrize("is_there", [False, True], ids=["no environment", "an environment without libraries"])
def test_where_there_is_none_the_library_is_named(run, bare, is_there):
    for done, library in zip(
        run(bare if is_there else None, privatelink_dns_facts=DNS, aoai_probe={"probes": [PROBE]}),
        ("dnspython >= 2.1.0", "requests >= 2.25.1"),
    ):
        assert done["failed"] is True
        assert library in done["msg"] and str(bare) in done["msg"]


def test_the_library_for_tokens_counts_too(run, without_identity):
    """The environment has all that the first step needs, and is gone to once: there the missing one is named."""
    (done,) = run(without_identity, aoai_probe={"probes": [PROBE], "auth_source": "cli"})
    assert "azure-identity >= 1.15.0" in done["msg"]


def test_tokens_are_asked_for_there(run, identity):
    (done,) = run(identity, aoai_probe={"probes": [PROBE], "auth_source": "client_secret", "tenant": "t", "timeout": 5})
    assert done["msg"].startswith("auth_source: client_secret requires client_id and secret")
