# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What decides a verdict, a cause or whether a declaration is accepted, by room, and the unit tests that can notice a slip."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Room:
    name: str
    sources: tuple[str, ...]  # patterns below plugins/
    tests: tuple[str, ...]  # patterns below tests/unit/plugins/, those that notice most first
    sentences: bool = False  # whether sentences decide something

    def files(self, copy: Path) -> list[str]:
        return [name for name in _files(copy, "plugins", self.sources) if not name.endswith("__init__.py")]

    def test_files(self, copy: Path, source: str) -> list[str]:
        """Return the files of tests in the order in which they run: those of the source first, those that take long last."""
        names = _files(copy, "tests/unit/plugins", self.tests)
        own = f"test_{Path(source).name}"
        return sorted(names, key=lambda name: (name.endswith(_LONG), not name.endswith(own)))


def _files(copy: Path, below: str, patterns: tuple[str, ...]) -> list[str]:
    found = (path for pattern in patterns for path in sorted((copy / below).glob(pattern)))
    return list(dict.fromkeys(str(path.relative_to(copy)) for path in found))


_LONG = ("test_more_observations.py", "test_order.py", "test_pairs.py", "test_two_faults.py")

_DIAGNOSIS = (
    "plugin_utils/_diagnosis/test_dns_causes.py",
    "plugin_utils/_diagnosis/test_causes_of_the_path.py",
    "plugin_utils/_diagnosis/test_*.py",
)
ROOMS = (
    Room(
        "judge",
        ("plugin_utils/_judge/*.py",),
        ("plugin_utils/_judge/test_verdict.py", "plugin_utils/_judge/test_*.py", "filter/test_[fo]*.py"),
    ),
    Room("diagnosis", ("plugin_utils/_diagnosis/**/*.py",), (*_DIAGNOSIS, "plugin_utils/_judge/test_two_faults.py")),
    Room(
        "causes",
        ("module_utils/_catalogue/causes/*.py",),
        ("module_utils/_catalogue/test_catalogue.py", *_DIAGNOSIS, "module_utils/_catalogue/test_*.py"),
    ),
    Room(
        "answers",
        ("module_utils/_probe/answers.py",),
        ("module_utils/_probe/test_answers.py", "module_utils/_probe/test_[ceo]*.py"),
        sentences=True,
    ),
    Room(
        "azure",
        ("module_utils/_azure/*.py",),
        (
            "module_utils/_azure/test_*.py",
            "module_utils/_arm_judge/test_*.py",
            "module_utils/_arm/test_forwarding.py",
            "module_utils/_probe/test_operations.py",
            "plugin_utils/_declarations/test_*.py",
        ),
    ),
    Room(
        "declarations",
        ("plugin_utils/_declarations/*.py",),
        (
            "plugin_utils/_declarations/test_check.py",
            "plugin_utils/_declarations/test_*.py",
            "action/test_check_declarations.py",
        ),
    ),
)

# How many calls a growing verdict takes, and how many bytes: they take longest and ask for nothing else.
LEFT_OUT = "not test_ten_times and not test_evidence_is_bounded_whatever_it_is"
