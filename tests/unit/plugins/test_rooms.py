# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The rooms of the plugins, and who may import whom. A new room is a row here, and in docs/architecture.md."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).absolute().parents[3]
PLUGINS = ROOT / "plugins"

# What ships to hosts, and what stays on the control node; rooms that a room may import beside itself.
MAY_IMPORT = {
    "module_utils._core": (),
    "module_utils._catalogue": ("_core",),
    "module_utils._azure": ("_core",),
    "module_utils._host": ("_core",),
    "module_utils._auth": ("_core", "_azure"),
    "module_utils._dns": ("_core", "_azure", "_host"),
    "module_utils._probe": ("_core", "_azure", "_auth", "_host", "_dns"),
    "module_utils._arm": ("_core", "_azure", "_auth"),
    "module_utils._arm_judge": ("_core", "_azure", "_catalogue"),
    "module_utils._resolver": ("_core", "_host", "_dns"),
    "module_utils._jumphost": ("_core", "_host", "_resolver"),
    "plugin_utils._declarations": ("_core", "_azure"),
    "plugin_utils._observation": ("_core", "plugin_utils._declarations"),
    "plugin_utils._document": ("_core", "_catalogue"),
    "plugin_utils._diagnosis": ("_core", "_azure", "_catalogue", "plugin_utils._document"),
    "plugin_utils._judge": (
        "_core",
        "_azure",
        "_dns",
        "_catalogue",
        "_arm_judge",
        "plugin_utils._document",
        "plugin_utils._declarations",
        "plugin_utils._diagnosis",
    ),
    "plugin_utils._report": ("_core", "_catalogue", "plugin_utils._document"),
    "plugin_utils._run": (
        "_core",
        "plugin_utils._declarations",
        "plugin_utils._document",
        "plugin_utils._judge",
        "plugin_utils._report",
    ),
    "plugin_utils._merge": (
        "_core",
        "plugin_utils._declarations",
        "plugin_utils._document",
        "plugin_utils._judge",
        "plugin_utils._observation",
        "plugin_utils._run",
    ),
    "plugin_utils._controller": ("_core",),
    "plugin_utils._roles": ("_core", "_resolver", "plugin_utils._declarations", "plugin_utils._jumphost"),
    "plugin_utils._jumphost": ("_core", "_host", "_jumphost", "plugin_utils._document", "plugin_utils._observation"),
}
LARGEST_ROOM = 14
# 115 after the move into rooms; the actions of the playbooks brought three rooms more, the diagnosis two;
# what is checked at a door, of hosts, documents and files, eleven files more; what memory that may cost, two; the merge of
# parts five; the automation platform ten; what a terminal shows two; the models of SDKs one; why Azure was not asked
# one; the options of roles a room of four: their types, their meaning, that of a jumphost's, and names that are nearly one.
MOST_FILES = 224


def room_of(path: Path, plugins: Path) -> str:
    """Return the room of a file, such as C(module_utils._core); of what composes rooms its kind, such as C(modules)."""
    kind, *inner = path.relative_to(plugins).parts
    return f"{kind}.{inner[0]}" if len(inner) > 1 else kind


def imported_rooms(path: Path, plugins: Path) -> Iterator[str]:
    """Yield the room of each of the collection's own files that a file imports, wherever in it the import stands."""
    package = path.relative_to(plugins.parent).parts[:-1]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.ImportFrom):
            continue
        if node.level == 0:
            assert not (node.module or "").startswith("ansible_collections.privatelink"), f"{path}: not relative"
            continue
        target = [*package[: len(package) - node.level + 1], *(node.module or "").split(".")]
        kind, *inner = [part for part in target[1:] if part]
        yield f"{kind}.{inner[0]}" if inner and inner[0].startswith("_") else kind


def backward_imports(plugins: Path) -> list[str]:
    """Return what is imported and must not be, one line each."""
    found = []
    for path in sorted(plugins.glob("*_utils/**/*.py")):
        room = room_of(path, plugins)
        allowed = {name if "." in name else f"module_utils.{name}" for name in MAY_IMPORT[room]} | {room}
        found += [
            f"{path.relative_to(plugins)} imports {other}"
            for other in imported_rooms(path, plugins)
            if other not in allowed
        ]
    return found


def test_the_rooms_are_those_of_the_table():
    assert {room_of(path, PLUGINS) for path in PLUGINS.glob("*_utils/**/*.py")} == set(MAY_IMPORT)


def test_no_room_imports_one_that_it_must_not():
    assert backward_imports(PLUGINS) == []


@pytest.mark.parametrize(
    ("room", "line"),
    [
        pytest.param("module_utils/_core", "from .._azure.accounts import account_names", id="core-imports-azure"),
        pytest.param("module_utils/_arm", "from .._arm_judge.account import judge", id="observing-imports-judging"),
        pytest.param(
            "module_utils/_dns", "    from ...plugin_utils._judge import verdict", id="host-imports-control-node"
        ),
        pytest.param("plugin_utils/_report", "from .._judge import check", id="report-imports-judge"),
        pytest.param("plugin_utils/_document", "from ...module_utils import _azure", id="a-whole-room"),
    ],
)
def test_a_backward_import_would_be_seen(tmp_path, room, line):
    planted = tmp_path / "plugins" / room / "planted.py"
    planted.parent.mkdir(parents=True)
    planted.write_text(f"def late():\n{line}\n" if line.startswith(" ") else f"{line}\n", encoding="utf-8")
    assert len(backward_imports(tmp_path / "plugins")) == 1


def test_the_page_of_the_architecture_has_the_same_table():
    page = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    rows = re.findall(r"(?m)^\| `((?:module|plugin)_utils\._\w+)` \| [^|]+ \| (.*)\|$", page)
    assert {room: tuple(re.findall(r"`([^`]+)`", allowed)) for room, allowed in rows} == MAY_IMPORT


@pytest.mark.parametrize("kind", ["action", "filter", "modules"])
def test_modules_never_import_what_stays_on_the_control_node(kind):
    found = {path.name: set(imported_rooms(path, PLUGINS)) for path in (PLUGINS / kind).glob("*.py")}
    assert found
    if kind == "modules":
        assert {
            name: rooms for name, rooms in found.items() if any(room.startswith("plugin_utils") for room in rooms)
        } == {}


def test_rooms_stay_small():
    files = list(PLUGINS.glob("*_utils/**/*.py"))
    folders = {folder: sum(path.parent == folder for path in files) for folder in {path.parent for path in files}}
    assert {str(folder): count for folder, count in folders.items() if count > LARGEST_ROOM} == {}
    assert not [path for path in files if path.parent.name.endswith("_utils")]
    assert len(files) <= MOST_FILES
