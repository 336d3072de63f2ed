# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Files of a host, as far as others may see them: without passwords."""

from __future__ import annotations

import base64
import grp
import hashlib
import os
import pwd
import re
import stat
from typing import Any

from .._core.files import MAX_FILE, read_start
from .._core.sockets import reason
from .._core.text import without_credentials

MAX_CONTENT = 64 * 1024

_TYPES = ((stat.S_ISREG, "file"), (stat.S_ISDIR, "directory"))


def describe(path: str, root: str = "/") -> dict[str, Any]:
    """Return what there is at an absolute path, as the module documents it. Never raises for what the file is like."""
    found = dict.fromkeys(("type", "target", "content", "withheld", "sha256", "mode", "owner", "group", "error"), None)
    place = os.path.join(root, path.lstrip("/"))
    found["exists"] = os.path.lexists(place)
    try:
        if os.path.islink(place):
            found["target"] = os.readlink(place)
        status = os.stat(place)
        found.update(
            type=next((name for matches, name in _TYPES if matches(status.st_mode)), "other"),
            mode=f"{stat.S_IMODE(status.st_mode):04o}",
            owner=_name(pwd.getpwuid, status.st_uid),
            group=_name(grp.getgrgid, status.st_gid),
        )
        if found["type"] == "file":
            found.update(_content(place, path, status))
    except FileNotFoundError:
        # Not there, or a dangling link.
        pass
    except OSError as exc:
        found["error"] = reason(exc)
    return found


def without_content(value: Any) -> Any:
    """Return a record without the content of any file that it holds."""
    if isinstance(value, dict):
        return {key: without_content(inner) for key, inner in value.items() if key != "content"}
    return [without_content(inner) for inner in value] if isinstance(value, list) else value


def _content(place, path, status):
    if status.st_size > MAX_FILE:
        return {"error": f"larger than {MAX_FILE // 1024 // 1024} MiB"}
    content = read_start(place, MAX_FILE)
    withheld = _why_withheld(path, status, content)
    return {
        "sha256": hashlib.sha256(content).hexdigest(),
        "withheld": withheld,
        "content": None if withheld else base64.b64encode(content).decode("ascii"),
    }


def _why_withheld(path, status, content):
    """Return why the content must not leave the host, None when it may: facts end in caches and logs."""
    if len(content) > MAX_CONTENT:
        return f"larger than {MAX_CONTENT // 1024} KiB"
    if is_environment(path):
        return "environment variables may hold passwords"
    if not status.st_mode & stat.S_IROTH:
        return "not every user of the host may read it"
    return "it holds what looks like a secret" if looks_secret(content.decode("utf-8", "replace")) else None


def _name(look_up, number):
    try:
        return look_up(number)[0]
    except KeyError:
        return str(number)


HIDDEN = "***"

# Where people keep passwords for their programs. What else an environment holds is nobody's business either.
ENVIRONMENT_FILES = ("/etc/environment",)
ENVIRONMENT_DIRECTORIES = ("/etc/profile.d/",)

_SECRET = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY|://\S*@|\beyJ[\w-]{8,}"
    r"|(?:password|passwd(?=\s*=)|passphrase|pwd|secret|token|api[-_]?key|psk|credential)[\w.-]*[\"']?\s*[=:]\s*[\"']?\S",
    re.IGNORECASE,
)

_ASSIGNMENT = re.compile(
    r"(?P<head>[\s#]*(?:export\s+)?(?P<name>\w+)\s*=\s*)(?P<quote>[\"']?)(?P<value>.*?)(?P=quote)\s*"
)
_PROXY = re.compile(r"\w+_proxy", re.IGNORECASE)
# What the role itself writes.
_OWN = re.compile(r"no_proxy|AZURE_OPENAI_ENDPOINT", re.IGNORECASE)


def is_environment(path: str) -> bool:
    """Return whether a file sets variables for people's programs."""
    return path in ENVIRONMENT_FILES or path.startswith(ENVIRONMENT_DIRECTORIES)


def looks_secret(text: str) -> bool:
    """Return whether a text has a part that looks like a password, a key or a token."""
    return bool(_SECRET.search(text))


def mask_environment(text: str) -> str:
    """Return the text of a file that sets variables as a diff may show it, line for line.

    Values are C(***), those of proxy variables only lose user and password. The variables that the role itself writes,
    and lines that set none, stay as they are unless they look like a secret. Of a line that goes on in the next one
    nothing is shown.
    """
    shown, continues = [], False
    for line in text.splitlines(True):
        content = line.rstrip("\r\n")
        is_part, continues = continues, content.endswith("\\")
        shown.append((HIDDEN if is_part or continues else _masked(content)) + line[len(content) :])
    return "".join(shown)


def _masked(line):
    match = _ASSIGNMENT.fullmatch(line)
    if not match:
        return HIDDEN if looks_secret(line) else line
    value = match.group("value")
    if _OWN.fullmatch(match.group("name")):
        if not looks_secret(value):
            return line
        value = HIDDEN
    else:
        # More than one word is more than a proxy.
        is_proxy = _PROXY.fullmatch(match.group("name")) and len(value.split()) == 1
        value = without_credentials(value) if is_proxy else HIDDEN
    return f"{match.group('head')}{match.group('quote')}{value}{match.group('quote')}"
