# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""The virtual environment of the role on a host: made from wheels that were pushed, without an index, pip or
ensurepip.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tarfile
import tempfile
from collections.abc import Callable

from .._core.files import read_whole
from .._core.libraries import VENV
from .._core.text import shown
from . import managed_files
from . import manifest as manifests

MANIFEST = "privatelink-wheels.txt"
# World-readable whatever umask root works with: people's jobs run in it, only root may change it.
UMASK = 0o022

_LONG_NAME = 512
_SHOWN = 200


Run = Callable[["list[str]"], "tuple[int, str, str]"]


class VenvError(Exception):
    """It could not be made; the text says why. What was there before is there again."""


def installed_manifest(path: str = VENV) -> str:
    """Return the text of the manifest of the environment, an empty one when there is none."""
    try:
        return read_whole(os.path.join(path, MANIFEST)).decode("ascii")
    except (OSError, ValueError):
        return ""


def works(python: str, run: Run, manifest: str = "") -> bool:
    """Return whether an interpreter of the environment can import what the modules need, and what else is in
    C(manifest).
    """
    return os.path.exists(python) and run([python, "-I", "-c", _imports(manifest)])[0] == 0


def install(archive: str, manifest: str, python: str, run: Run, path: str = VENV) -> None:
    """Make the environment from an archive of wheels, with C(python) as its interpreter.

    C(manifest) lists the wheels by hash: an archive with anything else in it is refused, and what pip installs comes
    from it alone. C(run) runs a command and returns C((code, output, errors)). Raises VenvError, OSError.
    """
    digests = _read(manifest)
    before = os.umask(UMASK)
    try:
        with tempfile.TemporaryDirectory(prefix="privatelink-") as directory:
            wheels, requirements = os.path.join(directory, "wheels"), os.path.join(directory, "requirements.txt")
            os.mkdir(wheels)
            _unpack(archive, digests, wheels)
            with open(requirements, "w", encoding="ascii") as stream:
                stream.write(manifests.requirements(digests))
            old = _set_aside(path, run)
            try:
                _make(python, wheels, requirements, run, path, manifest)
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


def _read(manifest):
    """Return the digests of a manifest by the names of the wheels, one of which is pip's. Raises VenvError."""
    try:
        digests = manifests.read(manifest)
        installers = [name for name in digests if manifests.name_and_version(name)[0] == manifests.INSTALLER]
    except ValueError as exc:
        raise VenvError(f"manifest: {exc}") from exc
    if len(installers) != 1:
        raise VenvError(f"manifest: {len(installers)} wheels of pip: expected one")
    return digests


def _unpack(archive, digests, directory):
    expected = dict(digests)
    if os.path.getsize(archive) > manifests.MAX_BYTES + 1024 * 1024:
        raise VenvError(f"{archive} is larger than what the control node sends")
    try:
        with open(archive, "rb") as stream:
            for name, content in _members(stream, archive):
                # Names are compared, never followed as paths.
                if name not in expected:
                    raise VenvError(f"{archive}: {shown(repr(name), limit=_SHOWN)} is not in the manifest")
                if expected.pop(name) != hashlib.sha256(content).hexdigest():
                    raise VenvError(f"{archive}: {name} is not the wheel that the control node sent")
                with open(os.path.join(directory, name), "xb") as target:
                    target.write(content)
    except (tarfile.TarError, ValueError) as exc:
        raise VenvError(f"{archive} is not what the control node sent: {shown(str(exc), limit=_SHOWN)}") from exc
    if expected:
        raise VenvError(f"{archive} lacks {', '.join(sorted(expected))}")


def _members(stream, archive):
    """Yield name and content of each member. Raises VenvError, TarError, ValueError.

    Headers are read one by one: tarfile follows extended ones before it shows them, at length and without end.
    """
    long_name = None
    while True:
        header = stream.read(tarfile.BLOCKSIZE)
        if not header.strip(b"\0"):
            return
        entry = tarfile.TarInfo.frombuf(header, "utf-8", "surrogateescape")
        is_long_name = entry.type == tarfile.GNUTYPE_LONGNAME and long_name is None and entry.size <= _LONG_NAME
        if not is_long_name and entry.type not in (tarfile.REGTYPE, tarfile.AREGTYPE):
            raise VenvError(f"{archive}: {shown(repr(entry.name), limit=_SHOWN)} is not a plain file")
        if not 0 <= entry.size <= manifests.MAX_BYTES:
            raise VenvError(f"{archive}: {shown(repr(entry.name), limit=_SHOWN)} is larger than any wheel")
        content = stream.read(entry.size)
        stream.read(-entry.size % tarfile.BLOCKSIZE)
        if len(content) < entry.size:
            raise tarfile.ReadError("it ends in the middle of a file")
        if is_long_name:
            long_name = content.rstrip(b"\0").decode("utf-8", "surrogateescape")
        else:
            yield long_name or entry.name, content
            long_name = None


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


def _make(python, wheels, requirements, run, path, manifest):
    _do(run, [python, "-I", "-m", "venv", "--without-pip", path])
    own = os.path.join(path, "bin/python")
    pip = next(name for name in os.listdir(wheels) if manifests.name_and_version(name)[0] == manifests.INSTALLER)
    _do(
        run,
        [
            own,
            # Without the directory it is started in, and without variables of Python.
            "-I",
            os.path.join(wheels, pip, "pip"),
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
            requirements,
        ],
    )
    _do(run, [own, "-I", "-c", _imports(manifest)])


def _do(run, command):
    code, output, errors = run(command)
    if code != 0:
        raise VenvError(f"{' '.join(command[:4])}: {' '.join((errors or output).split())[-500:]}")
