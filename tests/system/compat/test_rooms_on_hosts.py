# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What stays on the control node never arrives on a host: a module that imports it ends there."""

from __future__ import annotations

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


@pytest.fixture(name="run")
def fixture_run(tmp_path):
    """Return a function that runs, by the copy of the collection, a module with that import; it returns code and output."""
    copy = tmp_path / "ansible_collections/privatelink/azure_ai"
    shutil.copytree(COLLECTION / "plugins", copy / "plugins", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(COLLECTION / "meta", copy / "meta")

    def run(imported: str) -> tuple[int, str]:
        (copy / "plugins/modules/planted.py").write_text(MODULE.format(imported=imported), encoding="utf-8")
        done = subprocess.run(
            [
                "ansible",
                "host",
                "-i",
                "host,",
                "-c",
                "local",
                "-m",
                "privatelink.azure_ai.planted",
                "-e",
                f"ansible_python_interpreter={sys.executable}",
            ],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "ANSIBLE_COLLECTIONS_PATH": str(tmp_path)},
        )
        return done.returncode, done.stdout + done.stderr

    return run


def test_observing_runs_on_a_host(run):
    code, output = run("from ..module_utils._dns.codes import FAILURES")
    assert (code, "it ran" in output) == (0, True), output


@pytest.mark.parametrize(
    "imported",
    [
        pytest.param("from ..plugin_utils._judge.verdict import judge", id="relative"),
        pytest.param(
            "from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._report import formats", id="absolute"
        ),
    ],
)
def test_judging_does_not(run, imported):
    code, output = run(imported)
    assert code != 0
    assert "it ran" not in output
    assert "ModuleNotFoundError" in output or "No module named" in output, output
