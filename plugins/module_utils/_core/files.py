# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Files that are written whole or not at all, and the files of a host below a root, kept and restored with all they
are.
"""

from __future__ import annotations

import contextlib
import errno
import filecmp
import hashlib
import os
import shutil
import stat
import tempfile
from typing import BinaryIO

# The lines between which stands what this collection wrote into a file of a host.
BEGIN = "# BEGIN privatelink.azure_ai\n"
END = "# END privatelink.azure_ai\n"

# Programs that read every file of a directory leave out names like these: dnsmasq, systemd, NetworkManager, run-parts.
_TEMPORARY = ".{}.privatelink-"

# What the role changes is smaller: it is read whole or not at all.
MAX_FILE = 16 * 1024 * 1024
_MIB = 1024 * 1024


def read_start(path: str, most: int) -> bytes:
    """Return the first C(most) bytes of a regular file. Raises OSError, for anything else too."""
    with _opened(path) as stream:
        # Not C(most) at once, which would be taken whatever the file has. Those of the kernel say that they have none.
        parts = [stream.read(min(most, os.fstat(stream.fileno()).st_size))]
        left = most - len(parts[0])
        while left and (part := stream.read(min(left, _MIB))):
            parts.append(part)
            left -= len(part)
    return parts[0] if len(parts) == 1 else b"".join(parts)


def holds(path: str, mark: bytes, most: int) -> bool:
    """Return whether C(mark) is in the first C(most) bytes of a regular file, of which little is in memory at a time.

    Raises OSError.
    """
    with _opened(path) as stream:
        before = b""
        for _number in range(0, most, _MIB):
            part = stream.read(_MIB)
            if mark in before + part:
                return True
            if not part:
                break
            before = part[-len(mark) :]
    return False


def _opened(path: str) -> BinaryIO:
    """Return a stream of a regular file. Raises OSError: a pipe would be waited for, a device may not end."""
    if not stat.S_ISREG(os.stat(path).st_mode):
        raise OSError(errno.EINVAL, "not a regular file", path)
    # What was a file may be a pipe by now.
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(errno.EINVAL, "not a regular file", path)
    return os.fdopen(descriptor, "rb")


def read_whole(path: str, most: int = MAX_FILE) -> bytes:
    """Return the content of a regular file. Raises OSError, for one of more than C(most) bytes too."""
    content = read_start(path, most + 1)
    if len(content) > most:
        raise OSError(errno.EFBIG, f"larger than {most // _MIB} MiB", path)
    return content


def digest_of(path: str, most: int) -> str:
    """Return the SHA-256 of a regular file. Raises OSError, for one of more than C(most) bytes too."""
    return hashlib.sha256(read_whole(path, most)).hexdigest()


def write_atomically(path: str, content: bytes, mode: int | None = None, like: str | None = None) -> None:
    """Write a file so that readers see the old or the new one, also after a loss of power. Raises OSError.

    It gets C(mode), or all properties of the file C(like), its times too. With neither, it keeps mode, owner and
    label of the file that it replaces, and a new one gets mode 0644. A link is replaced, not followed.
    """
    directory, name = os.path.split(os.path.abspath(path))
    # Unpredictable, because others may write in the directory, and two processes may write the same file.
    descriptor, temporary = tempfile.mkstemp(prefix=_TEMPORARY.format(name), dir=directory)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            if mode is None and like is None and os.path.exists(path):
                _copy_properties(path, temporary)
            elif like is None:
                os.fchmod(stream.fileno(), 0o644 if mode is None else mode)
            stream.write(content)
            stream.flush()
            if like is not None:
                _copy_properties(like, temporary)
            os.fsync(stream.fileno())
        os.replace(temporary, path)
    except BaseException:
        _remove(temporary)
        raise
    sync_directory(directory)


def sync_directory(directory: str) -> None:
    """Make sure that files which were written to, renamed in or removed from a directory stay so. Raises OSError."""
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class Files:
    """Files below a root directory, named by their absolute paths below it. OSError comes through."""

    def __init__(self, root: str = "/") -> None:
        """C(root) is for tests."""
        self._root = root

    def at(self, path: str) -> str:
        """Return where a path really is."""
        return os.path.join(self._root, path.lstrip("/"))

    def read(self, path: str) -> str | None:
        """Return the text of a file, None without one. Bytes that are not UTF-8 survive a write of the text."""
        try:
            return read_whole(self.at(path)).decode("utf-8", "surrogateescape")
        except FileNotFoundError:
            return None

    def kind(self, path: str) -> str:
        """Return C(absent), C(link) or C(file)."""
        if os.path.islink(self.at(path)):
            return "link"
        return "file" if os.path.lexists(self.at(path)) else "absent"

    def write(self, path: str, text: str, mode: int | None = None) -> None:
        """Write a text as C(write_atomically) does."""
        write_atomically(self.at(path), text.encode("utf-8", "surrogateescape"), mode)

    def is_fixed(self, path: str) -> bool:
        """Return whether not even root can write a file: it is immutable, or its file system is read-only."""
        if self.kind(path) == "link":
            return False
        while self.kind(path) == "absent":
            path = os.path.dirname(path)
        return not os.access(self.at(path), os.W_OK)

    def same(self, one: str, other: str) -> bool:
        """Return whether two files, or links, are the same in content, mode and owner."""
        kinds = {self.kind(one), self.kind(other)}
        if kinds != {"file"}:
            return kinds == {"link"} and os.readlink(self.at(one)) == os.readlink(self.at(other))
        first, second = os.stat(self.at(one)), os.stat(self.at(other))
        alike = (first.st_mode, first.st_uid, first.st_gid) == (second.st_mode, second.st_uid, second.st_gid)
        return alike and filecmp.cmp(self.at(one), self.at(other), shallow=False)

    def make_directory(self, path: str, mode: int = 0o755) -> list[str]:
        """Make a directory and those above it; return the paths of those that were missing."""
        made = []
        while path != "/" and not os.path.isdir(self.at(path)):
            made.append(path)
            path = os.path.dirname(path)
        for each in reversed(made):
            os.mkdir(self.at(each), mode)
            # Whatever the umask is.
            os.chmod(self.at(each), mode)
        return made

    def remove(self, path: str) -> None:
        """Remove a file, if there is one."""
        _remove(self.at(path))

    def remove_temporaries(self, path: str) -> None:
        """Remove what processes that were killed while they wrote a file have left."""
        directory, name = os.path.split(self.at(path))
        for each in os.listdir(directory) if os.path.isdir(directory) else ():
            if each.startswith(_TEMPORARY.format(name)):
                _remove(os.path.join(directory, each))

    def remove_empty(self, directory: str) -> None:
        """Remove a directory, if there is one and it is empty."""
        with contextlib.suppress(OSError):  # not empty: somebody else uses it
            os.rmdir(self.at(directory))

    def copy(self, source: str, target: str) -> None:
        """Make C(target) what C(source) is: content, mode, owner, times, label; a link stays a link. Durable."""
        if self.kind(source) == "link":
            self._copy_link(source, self.at(target))
            return
        write_atomically(self.at(target), read_whole(self.at(source)), like=self.at(source))

    def _copy_link(self, source: str, target: str) -> None:
        directory, name = os.path.split(target)
        with tempfile.TemporaryDirectory(prefix=_TEMPORARY.format(name), dir=directory) as temporary:
            link = os.path.join(temporary, name)
            os.symlink(os.readlink(self.at(source)), link)
            os.replace(link, target)
        sync_directory(directory)


def _copy_properties(source: str, target: str) -> None:
    status = os.stat(source)
    if (status.st_uid, status.st_gid) != (os.geteuid(), os.getegid()):
        os.chown(target, status.st_uid, status.st_gid)
    # Mode, times and, on Linux, extended attributes: the label of SELinux is one.
    shutil.copystat(source, target)
    os.chmod(target, stat.S_IMODE(status.st_mode))


def _remove(path: str) -> None:
    with contextlib.suppress(FileNotFoundError):
        os.unlink(path)
