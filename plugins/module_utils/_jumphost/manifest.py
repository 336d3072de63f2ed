# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""The list of wheels that the control node sends and hosts compare: in each line a hash and a name, nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterable

# Wheels of this one run by themselves: the host needs neither pip nor ensurepip.
INSTALLER = "pip"
# Those of azure-identity are 25 for each machine, with 10 MiB.
MAX_WHEELS = 200
MAX_BYTES = 32 * 1024 * 1024

_WHEEL = re.compile(
    r"(?P<name>[A-Za-z0-9][A-Za-z0-9._]*)-(?P<version>[A-Za-z0-9][A-Za-z0-9._!+]*)(-[0-9][A-Za-z0-9._]*)?"
    r"(-[A-Za-z0-9][A-Za-z0-9._]*){3}\.whl"
)
_LINE = re.compile(r"(?P<digest>[0-9a-f]{64})  (?P<name>[A-Za-z0-9._!+-]{1,200})")


def name_and_version(wheel: str) -> tuple[str, str]:
    """Return the name, as pip compares it, and the version in a wheel's file name. Raises ValueError."""
    match = _WHEEL.fullmatch(wheel)
    if not match:
        raise ValueError(f"{wheel} is not the name of a wheel: expected NAME-VERSION-PYTHON-ABI-PLATFORM.whl")
    return re.sub(r"[-_.]+", "-", match.group("name")).lower(), match.group("version")


def written(digests: Iterable[tuple[str, str]]) -> str:
    """Return the list of pairs of a wheel's file name and SHA-256, as sha256sum writes it."""
    return "".join(sorted(f"{digest}  {name}\n" for name, digest in digests))


def read(text: str) -> dict[str, str]:
    """Return a dict from file name to SHA-256. Raises ValueError for any line that is not one of a wheel."""
    digests: dict[str, str] = {}
    for line in text.split("\n")[: MAX_WHEELS + 2]:
        match = _LINE.fullmatch(line)
        if match and match.group("name") not in digests:
            name_and_version(match.group("name"))
            digests[match.group("name")] = match.group("digest")
        elif line:
            raise ValueError(
                f"{line[:100]!r} is not a line of a manifest: expected the SHA-256 and the name of a wheel"
            )
    if written(digests.items()) != text or len(digests) > MAX_WHEELS:
        raise ValueError(
            f"the manifest is not as the control node writes it: expected at most {MAX_WHEELS} sorted lines"
        )
    return digests


def requirements(digests: dict[str, str]) -> str:
    """Return the text of a file for pip with each wheel's version and hash, without pip itself. Raises ValueError."""
    hashes: dict[tuple[str, str], list[str]] = {}
    for name, digest in digests.items():
        hashes.setdefault(name_and_version(name), []).append(digest)
    return "".join(
        f"{name}=={version} {' '.join(f'--hash=sha256:{digest}' for digest in found)}\n"
        for (name, version), found in sorted(hashes.items())
        if name != INSTALLER
    )
