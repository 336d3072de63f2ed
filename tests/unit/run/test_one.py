# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every test that pytest runs belongs to a part of a stage, as which it can be run alone."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

TESTS = Path(__file__).resolve().parents[2]
# In a process of its own: pytest has imported another module with the name of one of tests/run.
OWNERS = """
import json, os, sys
from pathlib import Path
sys.path[:0] = sys.argv[1:4]
import one
one.COLLECTION = Path(sys.argv[4])
found = {path: one.owner(Path(path)) for path in json.loads(sys.stdin.read())}
print(json.dumps({path: part and [part.paths, part.needs] for path, part in found.items()}))
"""


def owners(*paths: str) -> dict[str, list[str] | None]:
    done = subprocess.run(
        [sys.executable, "-c", OWNERS, *(TESTS / name for name in ("run", "lab", "support")), TESTS.parent],
        input=json.dumps(paths),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_no_test_is_left_out():
    paths = [str(path.relative_to(TESTS.parent)) for path in sorted(TESTS.glob("system/**/test_*.py"))]
    assert len(paths) > 50
    assert [path for path, owner in owners(*paths).items() if owner is None] == []


def test_the_part_of_a_path():
    expected = {
        "tests/unit/plugins/test_rooms.py": ["unit", "nothing"],
        "tests/system/matrix": ["system/matrix", "lab"],
        "tests/system/servers/test_dnspython.py": ["system/servers/test_dnspython.py", "lab"],
        "tests/system/machines/resolver/test_a.py": ["system/machines/resolver", "machines"],
        "tests/system/cores/test_gate.py": ["system/cores", "nothing"],
        "tests/system/machines": None,  # has more than one part
        "README.md": None,
    }
    assert owners(*expected) == expected
