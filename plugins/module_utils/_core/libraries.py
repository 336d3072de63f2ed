# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""What happens where a library that this collection needs is missing or too old."""

from __future__ import annotations

import contextlib
import os
import sys
import traceback
from collections.abc import Iterator
from typing import Any

from ansible.module_utils.common import respawn
from ansible.module_utils.compat.version import LooseVersion

from .needed import NEEDED, words_of_missing

# Where the role jumphost installs wheels.
VENV = "/opt/privatelink/venv"
VENV_PYTHON = VENV + "/bin/python"
_IMPORT_SECONDS = 20


def is_new_enough(library: str, version: str | None) -> bool:
    """Return whether a version, empty where the library does not say, is one that NEEDED accepts."""
    if version is None:
        return False
    least = NEEDED[library].rpartition(" ")[2]
    try:
        return not version or LooseVersion(version) >= LooseVersion(least)
    except TypeError:
        return True


def check_version(library: str, version: str | None) -> None:
    """Raise ImportError when C(version) of C(library), a key of NEEDED, is too old.

    Another Python of the host may have a newer one.
    """
    if not is_new_enough(library, version):
        raise ImportError(f"{library} has version {version}: expected {NEEDED[library]}")


def missing(library: str) -> dict[str, str]:
    """Return the arguments for C(fail_json) that say that C(library), a key of NEEDED, cannot be imported.

    Call it while the ImportError is handled, as the traceback is included.
    """
    message = f"{words_of_missing(library)}: expected it for {sys.executable}, which Ansible uses here"
    return {"msg": message, "exception": traceback.format_exc()}


def respawn_with(library: str) -> None:
    """Run this module again with the Python of the role jumphost, and end, if that Python can import C(library).

    Return when it cannot, or when this is already the second run. C(library) is a key of NEEDED.
    """
    # Only where a library is missing.
    from .commands import output_of

    if respawn.has_respawned() or output_of([VENV_PYTHON, "-c", "import " + library], _IMPORT_SECONDS) is None:
        return
    with _room_for_arguments():
        respawn.respawn_module(VENV_PYTHON)


class _RoomyOs:
    """The module os as respawn sees it, with a pipe of unlimited capacity."""

    def __getattr__(self, name: str) -> Any:
        return getattr(os, name)

    @staticmethod
    def pipe() -> tuple[int, int]:
        """Return the end to read and the end to write of a file in memory."""
        writing = os.memfd_create("arguments")
        return os.open(f"/proc/self/fd/{writing}", os.O_RDONLY), writing


@contextlib.contextmanager
def _room_for_arguments() -> Iterator[None]:
    # respawn writes all arguments into a pipe before anybody reads them, and waits for ever beyond 64 KiB.
    try:
        respawn.os = _RoomyOs() if hasattr(os, "memfd_create") else os
        yield
    finally:
        respawn.os = os
