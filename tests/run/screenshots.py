# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""`make screenshots`: the pictures of the report in docs/images, of a healthy and of a broken estate of the lab."""

from __future__ import annotations

import subprocess

import browsers
import collection_copy
import lab
from debian_packages import NotPossible
from project import ROOT, environment

IMAGES = ROOT / "docs/images"


def run() -> int:
    """Returns 0 when the pictures are written."""
    obstacle = lab.obstacle()
    if obstacle:
        print(f"The pictures are of accounts of the lab, and this machine does not let it run: {obstacle}")
        return 1
    try:
        python, variables = browsers.prepared()
    except NotPossible as exc:
        print(f"There is no browser to take pictures with: {exc}")
        return 1
    collection_copy.refresh()
    accounts = dict.fromkeys([*browsers.HEALTHY, *lab.SHOWN_ACCOUNTS])
    verdict = browsers.verdict(list(accounts), ("jump-1", "outside-1"))
    IMAGES.mkdir(parents=True, exist_ok=True)
    return subprocess.run(
        [
            python,
            "-m",
            "ansible_collections.privatelink.azure_ai.tests.system.browser.screenshots",
            IMAGES,
            *lab.SHOWN_ACCOUNTS,
        ],
        cwd=ROOT,
        env=environment() | variables | {"PRIVATELINK_VERDICT": str(verdict)},
        check=False,
    ).returncode
