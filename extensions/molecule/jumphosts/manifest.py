# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""`remember` every file, directory and link of this host: path, type, mode, owner, and a digest of what is in it.

`compare` prints what has become different since, and then ends with 1.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
import sys

ROOTS = ("/etc", "/home", "/opt", "/root", "/srv", "/usr", "/var")

# What differs although nobody would say that the host does.
EXCEPTIONS = {
    "/var/log": "logs",
    "/var/cache": "caches",
    "/var/backups": "a daily copy of dpkg's lists",
    "/var/tmp": "temporary files",
    "/var/lib/dpkg/status-old": "dpkg's state before its last run",
    "/var/lib/systemd": "timers' stamps and the random seed",
    "/var/lib/NetworkManager": "leases and time stamps",
    "/root/.sudo_as_admin_successful": "a mark of sudo",
    "/home/admin/.sudo_as_admin_successful": "a mark of sudo",
    "/var/lib/sudo": "who has seen sudo's lecture",
    "/home/admin/.ansible": "Ansible's temporary files",
    "/root/.ansible": "Ansible's temporary files",
}
PATTERNS = (
    (r".*/__pycache__(/.*)?", "what Python compiled when the host's own programs ran"),
)


REMEMBERED = "/run/manifest"


def main():
    now = sorted(manifest())
    if sys.argv[1] == "remember":
        with open(REMEMBERED, "w", encoding="utf-8", errors="surrogateescape") as file:
            file.write("\n".join(now))
        return 0
    with open(REMEMBERED, encoding="utf-8", errors="surrogateescape") as file:
        before = file.read().split("\n")
    different = [f"- {line}" for line in sorted(set(before) - set(now))]
    different += [f"+ {line}" for line in sorted(set(now) - set(before))]
    print("\n".join(different))
    return 1 if different else 0


def manifest():
    """Yields a line for each path."""
    left_out = re.compile("|".join(text for text, _reason in PATTERNS))
    for root in ROOTS:
        for directory, names, files in os.walk(root):
            names[:] = [name for name in names if os.path.join(directory, name) not in EXCEPTIONS]
            for path in [directory, *(os.path.join(directory, name) for name in files),
                         *(path for path in (os.path.join(directory, name) for name in names) if os.path.islink(path))]:
                if path not in EXCEPTIONS and not left_out.fullmatch(path):
                    yield line(path)


def line(path):
    status = os.lstat(path)
    kind = stat.S_IFMT(status.st_mode)
    content = ""
    if kind == stat.S_IFLNK:
        content = os.readlink(path)
    elif kind == stat.S_IFREG:
        with open(path, "rb") as file:
            text = file.read()
        if path == "/var/lib/dpkg/status":  # each run of dpkg writes priorities and sections as the archive has them now
            text = re.sub(rb"(?m)^(Priority|Section): .*\n", b"", text)
        content = hashlib.sha256(text).hexdigest()
    return f"{path} {stat.filemode(status.st_mode)} {status.st_uid}:{status.st_gid} {content}"


sys.exit(main())
