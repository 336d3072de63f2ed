# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""`make hooks`: git runs the checks of .pre-commit-config.yaml before each commit."""

from __future__ import annotations

import subprocess
import sys

from debian_packages import NotPossible
from project import ROOT
from tools import REQUIREMENTS
from virtual_environments import made


def install() -> int:
    try:
        python = made("tools/pre-commit", sys.executable, REQUIREMENTS["pre-commit"])
    except NotPossible as exc:
        print(exc)
        return 1
    return subprocess.run([python, "-m", "pre_commit", "install"], cwd=ROOT, check=False).returncode
