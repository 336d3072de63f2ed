# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""The files of a host, below a root: written whole or not at all, and kept and put back with all they are."""

from __future__ import annotations

import filecmp
import os
import shutil
import stat

TEMPORARY = ".privatelink-new"


class Files:
    """Files below a root directory, named by their absolute paths below it. OSError comes through."""

    def __init__(self, root="/"):
        """C(root) is for tests."""
        self._root = root

    def at(self, path):
        """Return where a path really is."""
        return os.path.join(self._root, path.lstrip("/"))

    def read(self, path):
        """Return the text of a file, None without one. Bytes that are no UTF-8 survive a write of the text."""
        try:
            with open(self.at(path), encoding="utf-8", errors="surrogateescape", newline="") as stream:
                return stream.read()
        except FileNotFoundError:
            return None

    def kind(self, path):
        """Return C(absent), C(link) or C(file)."""
        if os.path.islink(self.at(path)):
            return "link"
        return "file" if os.path.lexists(self.at(path)) else "absent"

    def write(self, path, text):
        """Write a file, of the same mode, owner and label as before, at once as far as readers see. Durable."""
        there = self.at(path)
        temporary = there + TEMPORARY
        try:
            with open(temporary, "w", encoding="utf-8", errors="surrogateescape", newline="") as stream:
                os.fchmod(stream.fileno(), 0o644)
                if os.path.exists(there):
                    _copy_properties(there, temporary)
                stream.write(text)
                _sync(stream)
            os.replace(temporary, there)
        except OSError:
            _remove(temporary)
            raise
        _sync_directory(there)

    def is_fixed(self, path):
        """Return whether not even root can write a file: it is immutable, or its file system is read-only."""
        if self.kind(path) == "link":
            return False
        while self.kind(path) == "absent":
            path = os.path.dirname(path)
        return not os.access(self.at(path), os.W_OK)

    def same(self, one, other):
        """Return whether two files, or links, are the same in content, mode and owner."""
        kinds = {self.kind(one), self.kind(other)}
        if kinds != {"file"}:
            return kinds == {"link"} and os.readlink(self.at(one)) == os.readlink(self.at(other))
        first, second = os.stat(self.at(one)), os.stat(self.at(other))
        alike = (first.st_mode, first.st_uid, first.st_gid) == (second.st_mode, second.st_uid, second.st_gid)
        return alike and filecmp.cmp(self.at(one), self.at(other), shallow=False)

    def make_directory(self, path):
        """Make a directory and those above it; return the paths of those that there were not."""
        made = []
        while not os.path.isdir(self.at(path)):
            made.append(path)
            path = os.path.dirname(path)
        for each in reversed(made):
            os.mkdir(self.at(each), 0o755)
            os.chmod(self.at(each), 0o755)
        return made

    def remove(self, path):
        """Remove a file, if there is one."""
        _remove(self.at(path))

    def remove_empty(self, directory):
        """Remove a directory, if there is one and it is empty."""
        try:
            os.rmdir(self.at(directory))
        except OSError:
            pass  # not empty: somebody else uses it

    def copy(self, source, target):
        """Make C(target) what C(source) is, content, mode, owner, times, label; a link stays a link. Durable."""
        there = self.at(target)
        temporary = there + TEMPORARY
        _remove(temporary)
        if self.kind(source) == "link":
            os.symlink(os.readlink(self.at(source)), temporary)
        else:
            with open(self.at(source), "rb") as stream, open(temporary, "wb") as copy:
                os.fchmod(copy.fileno(), 0o600)
                shutil.copyfileobj(stream, copy)
                _sync(copy)
            _copy_properties(self.at(source), temporary)
        os.replace(temporary, there)
        _sync_directory(there)


def _copy_properties(source, target):
    status = os.stat(source)
    if (status.st_uid, status.st_gid) != (os.geteuid(), os.getegid()):
        os.chown(target, status.st_uid, status.st_gid)
    # Mode, times and, on Linux, extended attributes: SELinux' label is one.
    shutil.copystat(source, target)
    os.chmod(target, stat.S_IMODE(status.st_mode))


def _sync(stream):
    stream.flush()
    os.fsync(stream.fileno())


def _sync_directory(path):
    descriptor = os.open(os.path.dirname(path), os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _remove(path):
    try:
        os.unlink(path)
    except FileNotFoundError:
        pass
