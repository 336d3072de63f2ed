# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the Python of the lab's hosts keeps of archives: only that it was compiled once may be noticed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

HOOK = Path(__file__).parents[2] / "lab/simulated_azure/network/bytecode"
PROGRAM = """
import json, os, sys
path = list(sys.path)
sys.path.insert(0, sys.argv[1])
import sent
own = sorted({"PYTHONPATH", "PRIVATELINK_LAB_BYTECODE"} & set(os.environ))
print(json.dumps([sent.answer(), sent.answer.__code__.co_filename, path, own]))
"""


@pytest.fixture(name="run")
def fixture_run(tmp_path):
    """Return a function that imports a module with that source from an archive of that name."""
    kept = tmp_path / "kept"
    kept.mkdir()

    def run(archive, source, **variables):
        with zipfile.ZipFile(tmp_path / archive, "w") as stream:
            stream.writestr("sent.py", source)
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM, tmp_path / archive],
            capture_output=True,
            text=True,
            check=True,
            env={**environment, **variables},
        )
        return json.loads(done.stdout)

    run.kept = kept
    run.variables = {"PYTHONPATH": str(HOOK), "PRIVATELINK_LAB_BYTECODE": str(kept)}
    return run


def test_a_program_sees_nothing_of_it(run, tmp_path):
    source = "def answer():\n    return 42\n"
    usual = run("usual.zip", source)
    first = run("first.zip", source, **run.variables)
    assert len(list(run.kept.iterdir())) == 1
    again = run("again.zip", source, **run.variables)
    for name, found in (("usual", usual), ("first", first), ("again", again)):
        assert found == [42, str(tmp_path / f"{name}.zip/sent.py"), usual[2], []]


def test_what_is_kept_is_taken_and_is_that_of_its_source(run):
    run("first.zip", "def answer():\n    return 1\n", **run.variables)
    (kept,) = run.kept.iterdir()
    assert run("other.zip", "def answer():\n    return 2\n", **run.variables)[0] == 2
    (other,) = set(run.kept.iterdir()) - {kept}
    kept.write_bytes(other.read_bytes())
    assert run("first.zip", "def answer():\n    return 1\n", **run.variables)[0] == 2


def test_a_directory_that_is_missing_is_no_obstacle(run):
    variables = {**run.variables, "PRIVATELINK_LAB_BYTECODE": "/nowhere"}
    assert run("first.zip", "def answer():\n    return 1\n", **variables)[0] == 1
