# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Managed files of a host: what they were is remembered first, then they are changed, and once they all go back."""

from __future__ import annotations

import base64
import hashlib
import os
import stat
from collections import namedtuple
from collections.abc import Mapping, Sequence
from typing import Any

from .._core.files import read_whole, write_atomically
from .edits import edited, stripped

# content: the file is the role's own; bypass: names are merged into an /etc/environment
OWN_MODE = 0o644

# content: bytes, None for no file at all; mode, uid, gid: ints, None for no file
File = namedtuple("File", "content mode uid gid")
# before, after: Files; record: what to remember, None to forget; note: what an administrator should know, or None
Step = namedtuple("Step", "path before after record note")

ABSENT = File(None, None, None, None)


def look(path: str) -> File:
    """Return the File at a path; a link is followed. Raises OSError."""
    try:
        content, status = read_whole(path), os.stat(path)
        return File(content, stat.S_IMODE(status.st_mode), status.st_uid, status.st_gid)
    except FileNotFoundError:
        return ABSENT


def steps(topic: str, edits: Sequence[Mapping[str, Any]], records: Mapping[str, Any]) -> list[Step]:
    """Return the Steps to where the files of a topic are as its edits say, and those of no edit any more as they were.

    C(edits) are dicts C(path kind value), C(records) what is remembered of all files, by path. A file that is right is
    no step. Raises ValueError for what cannot be edited, and OSError.
    """
    found = [_present(topic, edit, records.get(edit["path"])) for edit in edits]
    named = {edit["path"] for edit in edits}
    retired = [path for path, record in sorted(records.items()) if record["topic"] == topic and path not in named]
    found += [_put_back(path, records[path]) for path in retired]
    return [step for step in found if step]


def take(step: Step) -> None:
    """Carry out a Step. Raises OSError."""
    if step.after.content is None:
        if step.before.content is not None:
            os.unlink(step.path)
    else:
        if step.record:
            for directory in step.record["made"]:
                if not os.path.isdir(directory):
                    os.mkdir(directory, 0o755)
                    # Whatever the umask is: people's programs read what is in it.
                    os.chmod(directory, 0o755)
        if step.after.content != step.before.content:
            # A link is followed.
            write_atomically(os.path.realpath(step.path), step.after.content)
        os.chown(step.path, step.after.uid, step.after.gid)
        os.chmod(step.path, step.after.mode)


def clear(directories: Sequence[str]) -> None:
    """Remove directories that were made for a file, the innermost first, unless something is in them."""
    for directory in reversed(directories):
        try:
            os.rmdir(directory)
        except OSError:
            return


def _present(topic, edit, record):
    path, kind, value = edit["path"], edit["kind"], edit["value"]
    if os.path.islink(path) and not os.path.exists(path):
        raise ValueError(
            f"{path} is a link to {os.readlink(path)}, which does not exist: expected a file, or a link to one. "
            "Remove the link, or create "
            "its target"
        )
    now = look(path)
    base = _base(now, record)
    # Beside what somebody else has added since, the same names may stand in their place.
    if record and kind != "content" and record["names"] == value:
        base = base if edited(kind, _text(now.content), value) != _text(now.content) else now
    if record and now.content is not None and list(now[1:]) != record["access"]:
        base = File(base.content, *now[1:])  # somebody has given it another mode or owner since
    text = edited(kind, _text(base.content), value)
    after = File(_bytes(text), *((OWN_MODE, 0, 0) if kind == "content" or now.content is None else now[1:]))
    if after == now:
        return None
    new = {
        "topic": topic,
        "kind": kind,
        "names": value if kind != "content" else [],
        "original": _remembered(base),
        "sha256": _digest(after.content),
        "access": list(after[1:]),
        "made": record["made"] if record else missing_directories(path),
    }
    return Step(path, now, after, new, None)


def _base(now, record):
    """Return the File as it would be without the role."""
    if record is None:
        return now
    original = _original(record)
    if now.content is None or _digest(now.content) == record["sha256"]:
        return original
    text = stripped(record["kind"], _text(now.content), record["names"], _text(original.content))
    return now._replace(content=_bytes(text)) if text is not None else ABSENT


def _put_back(path, record):
    now, original = look(path), _original(record)
    after, note = original, None
    if now.content is None:
        after = ABSENT
        note = (
            f"{path} was removed outside this collection: it is not restored" if original.content is not None else None
        )
    elif _digest(now.content) != record["sha256"] and now != original:
        after = _base(now, record)
        note = f"{path} was changed outside this collection: only what this role wrote was removed"
        if after.content == now.content:
            note = f"{path} was changed outside this collection: it stays as it is"
    elif original.content is not None and now != original and list(now[1:]) != record["access"]:
        after = original._replace(mode=now.mode, uid=now.uid, gid=now.gid)
        note = f"{path} was given another mode or owner outside this collection: they are kept"
    return Step(path, now, after, None, note)


def _original(record):
    original = record["original"]
    if original is None:
        return ABSENT
    return File(base64.b64decode(original["content"]), int(original["mode"], 8), original["uid"], original["gid"])


def _remembered(base):
    if base.content is None:
        return None
    content = base64.b64encode(base.content).decode("ascii")
    return {"content": content, "mode": f"{base.mode:04o}", "uid": base.uid, "gid": base.gid}


def missing_directories(path: str) -> list[str]:
    """Return the directories above a path that are not there, the outermost first."""
    found: list[str] = []
    directory = os.path.dirname(path)
    while directory and not os.path.isdir(directory):
        found.insert(0, directory)
        directory = os.path.dirname(directory)
    return found


def _digest(content):
    return hashlib.sha256(content).hexdigest()


# Whatever bytes are in the file, those that the role does not mean stay as they are.
def _text(content):
    return None if content is None else content.decode("utf-8", "surrogateescape")


def _bytes(text):
    return text.encode("utf-8", "surrogateescape")
