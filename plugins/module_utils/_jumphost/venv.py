# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""The virtual environment of the role on a host: made from wheels that were pushed, without an index, pip or
ensurepip.
"""

from __future__ import annotations

import glob
import hashlib
import os
import shutil
import tarfile
import tempfile
from collections.abc import Callable

from .._core.libraries import VENV
from . import managed_files

MANIFEST = "privatelink-wheels.txt"
# World-readable whatever umask root works with: people's jobs run in it, only root may change it.
UMASK = 0o022


Run = Callable[["list[str]"], "tuple[int, str, str]"]


class VenvError(Exception):
    """It could not be made; the text says why. What was there before is there again."""


def installed_manifest(path: str = VENV) -> str:
    """Return the text of the manifest of the environment, an empty one when there is none."""
    try:
        with open(os.path.join(path, MANIFEST), encoding="ascii") as stream:
            return stream.read()
    except (OSError, ValueError):
        return ""


def works(python: str, run: Run, manifest: str = "") -> bool:
    """Return whether an interpreter of the environment can import what the modules need, and what else is in
    C(manifest).
    """
    return os.path.exists(python) and run([python, "-c", _imports(manifest)])[0] == 0


def install(archive: str, manifest: str, python: str, run: Run, path: str = VENV) -> None:
    """Make the environment from an archive of wheels, with C(python) as its interpreter.

    C(manifest) lists the wheels by hash: an archive with anything else in it is refused. C(run) runs a command and
    returns C((code, output, errors)). Raises VenvError, OSError.
    """
    before = os.umask(UMASK)
    try:
        with tempfile.TemporaryDirectory(prefix="privatelink-") as wheels:
            _unpack(archive, manifest, wheels)
            old = _set_aside(path, run)
            try:
                _make(python, wheels, run, path, manifest)
                with open(os.path.join(path, MANIFEST), "w", encoding="ascii") as stream:
                    stream.write(manifest)
            except BaseException:
                shutil.rmtree(path, ignore_errors=True)
                if os.path.exists(old):
                    os.rename(old, path)
                raise
            shutil.rmtree(old, ignore_errors=True)
    finally:
        os.umask(before)


def remove(path: str = VENV) -> None:
    """Remove the environment. Raises OSError."""
    for each in (path, path + ".old"):
        if os.path.exists(each):
            shutil.rmtree(each)


def missing_directories(path: str = VENV) -> list[str]:
    """Return the directories above the environment that are not there, the outermost first."""
    return managed_files.missing_directories(path)


def _unpack(archive, manifest, directory):
    expected = {name: digest for digest, name in (line.split() for line in manifest.splitlines())}
    try:
        with tarfile.open(archive, "r:") as stream:
            for entry in stream:
                # Names are compared, never followed as paths.
                if not entry.isfile() or os.path.basename(entry.name) != entry.name:
                    raise VenvError(f"{archive}: {entry.name!r} is not a plain file")
                source = stream.extractfile(entry)
                content = source.read() if source else b""
                if (
                    entry.name.endswith(".whl")
                    and expected.pop(entry.name, None) != hashlib.sha256(content).hexdigest()
                ):
                    raise VenvError(f"{archive}: {entry.name} is not the wheel that the control node sent")
                with open(os.path.join(directory, entry.name), "wb") as target:
                    target.write(content)
    except tarfile.TarError as exc:
        raise VenvError(f"{archive} is not what the control node sent: {exc}") from exc
    if expected:
        raise VenvError(f"{archive} lacks {', '.join(sorted(expected))}")


def _imports(manifest):
    return "import dns.message, requests" + (", azure.identity" if "azure_identity-" in manifest else "")


def _set_aside(path, run):
    old = path + ".old"
    if os.path.lexists(old) and not works(os.path.join(path, "bin/python"), run):
        # An earlier run was cut off while it made a new one: what it had set aside is the good one.
        shutil.rmtree(path, ignore_errors=True)
        return old
    shutil.rmtree(old, ignore_errors=True)
    if os.path.lexists(path):
        os.rename(path, old)
    else:
        os.makedirs(os.path.dirname(path), mode=0o755, exist_ok=True)
    return old


def _make(python, wheels, run, path, manifest):
    _do(run, [python, "-I", "-m", "venv", "--without-pip", path])
    own = os.path.join(path, "bin/python")
    (pip,) = glob.glob(os.path.join(wheels, "pip-*.whl"))
    _do(
        run,
        [
            own,
            os.path.join(pip, "pip"),
            "--isolated",
            "install",
            "--quiet",
            "--no-input",
            "--no-index",
            "--find-links",
            wheels,
            "--require-hashes",
            "--no-cache-dir",
            "--disable-pip-version-check",
            "--no-warn-script-location",
            "--requirement",
            os.path.join(wheels, "requirements.txt"),
        ],
    )
    _do(run, [own, "-c", _imports(manifest)])


def _do(run, command):
    code, output, errors = run(command)
    if code != 0:
        raise VenvError(f"{' '.join(command[:4])}: {' '.join((errors or output).split())[-500:]}")
