# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What stays on the control node never arrives on a host: a module that imports it ends there."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

COLLECTION = Path(__file__).resolve().parents[3]
MODULE = """#!/usr/bin/python
from ansible.module_utils.basic import AnsibleModule
{imported}


def main():
    AnsibleModule(argument_spec={{}}).exit_json(changed=False, planted="it ran")


if __name__ == "__main__":
    main()
"""


MODULES = {
    "observing": "from ..module_utils._dns.codes import FAILURES",
    "relative": "from ..plugin_utils._judge.verdict import judge",
    "absolute": "from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._report import formats",
}

pytestmark = pytest.mark.xdist_group("rooms")  # they share one run


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    """Return what a host prints, by module: each has one of the imports, in a copy of the collection."""
    directory = tmp_path_factory.mktemp("rooms")
    copy = directory / "ansible_collections/privatelink/azure_ai"
    shutil.copytree(COLLECTION / "plugins", copy / "plugins", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(COLLECTION / "meta", copy / "meta")
    for name, imported in MODULES.items():
        (copy / f"plugins/modules/planted_{name}.py").write_text(MODULE.format(imported=imported), encoding="utf-8")
    tasks = [{"name": name, f"privatelink.azure_ai.planted_{name}": {}, "ignore_errors": True} for name in MODULES]
    inventory, playbook = directory / "hosts.json", directory / "play.json"
    host = {"ansible_connection": "local", "ansible_python_interpreter": sys.executable}
    inventory.write_text(json.dumps({"all": {"hosts": {"host": host}}}))
    playbook.write_text(json.dumps([{"hosts": "all", "gather_facts": False, "tasks": tasks}]))
    done = subprocess.run(
        ["ansible-playbook", "-v", playbook, "-i", inventory],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "ANSIBLE_COLLECTIONS_PATH": str(directory)},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    output = done.stdout.partition("PLAY RECAP")[0]
    return {name: output.partition(f"TASK [{name}]")[2].partition("TASK [")[0] for name in MODULES}


def test_observing_runs_on_a_host(printed):
    assert "ok: [host]" in printed["observing"] and "it ran" in printed["observing"], printed


@pytest.mark.parametrize("module", ["relative", "absolute"])
def test_judging_does_not(printed, module):
    output = printed[module]
    assert "fatal: [host]" in output and "it ran" not in output
    assert "ModuleNotFoundError" in output or "No module named" in output, output
