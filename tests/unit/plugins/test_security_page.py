# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Each promise of docs/security.md names a stage of the tests, and a test of that stage that exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).absolute().parents[3]
PAGE = (ROOT / "docs/security.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| (.+?) \| (\w+) \| `(.+?)` \|$", PAGE, re.MULTILINE)
STAGES = (ROOT / "tests/run/stages.py").read_text(encoding="utf-8")


def test_every_row_is_read():
    lines = [line for line in PAGE.splitlines() if line.startswith("| ") and not line.startswith("| promise")]
    assert len(ROWS) == len(lines) > 20


@pytest.mark.parametrize("promise, stage, test", ROWS)
def test_a_promise_names_its_test(promise, stage, test):
    assert (ROOT / test).is_file(), promise
    assert test.startswith(f"tests/system/{stage}/" if stage != "units" else "tests/unit/"), promise
    assert f'"{stage}"' in STAGES, promise


@pytest.mark.parametrize("link", re.findall(r"\]\((?!https)([^)#]+)", PAGE))
def test_what_is_linked_exists(link):
    assert (ROOT / "docs" / link).exists()
