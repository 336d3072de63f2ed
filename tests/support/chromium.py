# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Chromium of Debian, unpacked like every other package, with fonts of its own: pictures are the same on every machine."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

if __package__:
    from ansible_collections.privatelink.azure_ai.tests.support import debian_packages
else:
    import debian_packages

PACKAGES = ("chromium", "fonts-inter", "fonts-dejavu-core")
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")

_FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>{root}/usr/share/fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>{cache}</cachedir>
  <alias binding="strong"><family>system-ui</family><prefer><family>Inter</family></prefer></alias>
  <alias binding="strong"><family>ui-monospace</family><prefer><family>DejaVu Sans Mono</family></prefer></alias>
</fontconfig>
"""


def unpacked(directory: Path) -> Path:
    """Return the directory with the packages; raise debian_packages.NotPossible."""
    root = debian_packages.unpacked(directory, PACKAGES)
    (directory / "fonts.conf").write_text(_FONTS.format(root=root, cache=directory / "fonts"))
    return root


def program(root: Path) -> str:
    """Return the browser: the unpacked one, or the machine's own, which apt does not fetch once more."""
    own = root / "usr/lib/chromium/chromium"
    return str(own) if own.exists() else shutil.which("chromium") or "chromium"


def environment(root: Path) -> dict[str, str]:
    """Return the variables that the browser needs."""
    found = debian_packages.environment(root)
    # This library of PulseAudio's lies beside the others, where only its own package looks.
    private = [str(path) for path in sorted(root.glob("usr/lib/*/pulseaudio"))]
    libraries = os.pathsep.join([found["LD_LIBRARY_PATH"], *private])
    return {**os.environ, **found, "LD_LIBRARY_PATH": libraries, "FONTCONFIG_FILE": str(root.parent / "fonts.conf")}
