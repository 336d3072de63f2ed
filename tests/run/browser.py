# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the report is looked at with: Chromium, its driver, and axe-core. All of it stands in .cache."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

from project import CACHE, LANE, ROOT, environment

sys.path.append(str(ROOT / "tests/support"))
import chromium  # noqa: E402
import debian_packages  # noqa: E402
import virtual_environments  # noqa: E402

AXE = CACHE / "npm/package/axe.min.js"


class NotPossible(Exception):
    """There is no browser here; the text says why."""


def prepared() -> tuple[Path, list[str]]:
    """Return the Python that drives the browser, and the settings, NAME=VALUE, that its tests read; raise NotPossible."""
    requirements = [line for line in (ROOT / "tests/system/browser/requirements.txt").read_text().splitlines()
                    if line and not line.startswith("#")]
    try:
        root = chromium.unpacked(CACHE / "debian/browser")
        python = virtual_environments.virtual_environment(
            CACHE / "targets/browser", sys.executable, requirements, CACHE / "pip")
    except (debian_packages.NotPossible, virtual_environments.NotPossible) as exc:
        raise NotPossible(str(exc)) from exc
    return python, [f"PRIVATELINK_BROWSER={root}", f"PYTHONPATH={LANE}"]


def axe() -> Path:
    """Return the script of axe-core, fetched once; raise NotPossible."""
    if AXE.exists():
        return AXE
    npm = shutil.which("npm")
    if not npm:
        raise NotPossible("there is no npm, which fetches axe-core")
    directory = AXE.parents[1]
    directory.mkdir(parents=True, exist_ok=True)
    done = subprocess.run([npm, "pack", "--silent", "--cache", directory / "cache", "axe-core@4"], cwd=directory,
                          env=environment(), capture_output=True, text=True, check=False)
    if done.returncode:
        raise NotPossible(f"npm cannot fetch axe-core: {' '.join(done.stderr.split())[:300]}")
    with tarfile.open(directory / done.stdout.split()[-1]) as package:
        package.extract("package/axe.min.js", directory, filter="data")
    return AXE
