# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""What the role jumphost remembers on a host, so that it can put everything back: one JSON file that only root reads.

C(files) (path -> record of a managed file), C(packages) (names it added), C(venv) (record of its environment)
and C(unfinished) (topics whose commands have not run). Other keys belong to others and are kept.
"""

from __future__ import annotations

import fcntl
import json
import os
import tempfile
from contextlib import contextmanager

STATE_PATH = "/var/lib/privatelink/jumphost.json"
SCHEMA = 1


class StateError(Exception):
    """The file is there and cannot be understood: nothing may be changed without it."""


@contextmanager
def held(path=STATE_PATH):
    """Keep the state from others between reading and writing it: they wait. Raises OSError.

    The directory itself is the lock, so nothing is left behind; another one may be in its place when its turn comes.
    """
    directory = os.path.dirname(path)
    handle = _locked(directory)
    while not _is_at(handle, directory):
        os.close(handle)
        handle = _locked(directory)
    try:
        yield
    finally:
        _remove_empty(directory)
        os.close(handle)


def load(path=STATE_PATH):
    """Return the remembered state as a dict, an empty one when there is none. Raises StateError."""
    try:
        with open(path, encoding="utf-8") as stream:
            document = json.load(stream)
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as exc:
        raise StateError(f"{path} cannot be read ({exc}): without it nothing can be put back later") from exc
    if not isinstance(document, dict) or document.get("schema") != SCHEMA:
        raise StateError(f"{path} is of another release of this collection; accepted is schema {SCHEMA}")
    return document


def save(document, path=STATE_PATH):
    """Write the state for good before this returns. A state with nothing in it takes file and directory away."""
    kept = {key: value for key, value in document.items() if value and key != "schema"}
    directory = os.path.dirname(path)
    if not kept:
        forget(path)
        return
    os.makedirs(directory, mode=0o700, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=directory, prefix=".jumphost-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            json.dump(dict(kept, schema=SCHEMA), stream, indent=1, sort_keys=True)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(temporary, path)
    except OSError:
        os.unlink(temporary)
        raise


def forget(path=STATE_PATH):
    """Remove the file, and its directory unless somebody else's files are in it."""
    try:
        os.unlink(path)
    except FileNotFoundError:
        pass
    _remove_empty(os.path.dirname(path))


def _locked(directory):
    while True:
        os.makedirs(directory, mode=0o700, exist_ok=True)
        try:
            handle = os.open(directory, os.O_RDONLY)
        except FileNotFoundError:
            continue
        fcntl.flock(handle, fcntl.LOCK_EX)
        return handle


def _is_at(handle, directory):
    try:
        return os.path.samestat(os.fstat(handle), os.stat(directory))
    except FileNotFoundError:
        return False


def _remove_empty(directory):
    try:
        os.rmdir(directory)
    except OSError:
        pass
