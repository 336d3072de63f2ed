# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""`remember` every file, directory and link of this host: path, type, mode, owner, and a digest of what is in it.

`compare` prints what has become different since, and then ends with 1.
"""

from __future__ import annotations

import hashlib
import json
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
PATTERNS = ((r".*/__pycache__(/.*)?", "what Python compiled when the host's own programs ran"),)


REMEMBERED = "/run/manifest"


def main():
    if sys.argv[1] == "remember":
        with open(REMEMBERED, "w", encoding="ascii") as file:
            json.dump(manifest({}), file)
        return 0
    with open(REMEMBERED, encoding="ascii") as file:
        remembered = json.load(file)
    before, now = ({line for _state, line in found.values()} for found in (remembered, manifest(remembered)))
    different = [f"- {line}" for line in sorted(before - now)] + [f"+ {line}" for line in sorted(now - before)]
    print("\n".join(different).encode(errors="backslashreplace").decode())
    return 1 if different else 0


def manifest(remembered):
    """The state and the line of each path. What has the state that is remembered has the line, too: it is not read again."""
    found = {}
    for path in paths():
        status = os.lstat(path)
        # Nobody can set the time of a change.
        state = [status.st_dev, status.st_ino, status.st_ctime_ns, status.st_size]
        known, text = remembered.get(path, (None, None))
        found[path] = state, text if known == state else line(path, status)
    return found


def paths():
    left_out = re.compile("|".join(text for text, _reason in PATTERNS))
    for root in ROOTS:
        for directory, names, files in os.walk(root):
            names[:] = [name for name in names if os.path.join(directory, name) not in EXCEPTIONS]
            for path in [
                directory,
                *(os.path.join(directory, name) for name in files),
                *(path for path in (os.path.join(directory, name) for name in names) if os.path.islink(path)),
            ]:
                if path not in EXCEPTIONS and not left_out.fullmatch(path):
                    yield path


def line(path, status):
    kind = stat.S_IFMT(status.st_mode)
    content = ""
    if kind == stat.S_IFLNK:
        content = os.readlink(path)
    elif kind == stat.S_IFREG:
        with open(path, "rb") as file:
            text = file.read()
        if (
            path == "/var/lib/dpkg/status"
        ):  # each run of dpkg writes priorities and sections as the archive has them now
            text = re.sub(rb"(?m)^(Priority|Section): .*\n", b"", text)
        content = hashlib.sha256(text).hexdigest()
    return f"{path} {stat.filemode(status.st_mode)} {status.st_uid}:{status.st_gid} {content}"


sys.exit(main())
