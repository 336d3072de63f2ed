# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""`make help` names everything that there is to make."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def test_help_is_complete():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.search(r"(?m)^\.PHONY: (.*)$", makefile)[1].split()
    stages = re.findall(r'Stage\(\s*"([a-z]+)",', (ROOT / "tests/run/stages.py").read_text(encoding="utf-8"))
    shown = subprocess.run(["make", "-C", ROOT, "help"], capture_output=True, text=True, check=True).stdout
    named = set(re.findall(r"(?m)^  make ([a-z-]+) ", shown))
    assert len(stages) > 20
    assert named == {*targets, *stages} - {"help", "$(STAGES)"}


def test_what_help_names_has_a_rule():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    (targets,) = re.findall(r"(?m)^\.PHONY: (.*)$", makefile)
    assert [name for name in targets.split() if not re.search(rf"(?m)^{re.escape(name)}:", makefile)] == []
