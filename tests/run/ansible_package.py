# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Collections of others, taken out of the package that has all of them."""

from __future__ import annotations

import fcntl
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

from debian_packages import NotPossible
from project import CACHE

# Its awx.awx 24.6.1 is what the answers of tests/lab/simulated_controller were recorded with; its community.dns is a
# peer; its community.okd, which takes kubernetes.core, reaches pods.
PACKAGE = "ansible==13.8.0"
COLLECTIONS = (
    "awx.awx",
    "community.dns",
    "community.library_inventory_filtering_v1",
    "community.okd",
    "kubernetes.core",
)


def unpacked(collection: str) -> Path:
    """Return the directory with ansible_collections/, in which a collection is. Raises NotPossible."""
    assert collection in COLLECTIONS
    directory = CACHE / "ansible-package"
    with directory.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # stages of several lanes ask for it
        _unpack(directory)
    return directory


def _unpack(directory: Path) -> None:
    stamp = directory / "package"
    stamped = f"{PACKAGE} {' '.join(COLLECTIONS)}"
    if stamp.exists() and stamp.read_text() == stamped:
        return
    shutil.rmtree(directory, ignore_errors=True)
    download = [sys.executable, "-m", "pip", "-qq", "--disable-pip-version-check", "download", "--no-deps"]
    newest = ["--python-version", "3.12", "--only-binary", ":all:"]  # whatever Python runs this
    done = subprocess.run(
        [*download, *newest, "--dest", directory, PACKAGE], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise NotPossible(f"pip cannot fetch {PACKAGE}: {' '.join(done.stderr.split())[-300:]}")
    (wheel,) = directory.glob("ansible-*.whl")
    places = tuple(f"ansible_collections/{name.replace('.', '/')}/" for name in COLLECTIONS)
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(directory, [name for name in archive.namelist() if name.startswith(places)])
    wheel.unlink()
    stamp.write_text(stamped)
