# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.
"""The way to a directory, gone step by step: another user who can change a part of it does not choose where it ends."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from collections.abc import Iterator

_MOST_LINKS = 40
# Neither the right to list a directory is needed to go through it, nor is a link followed.
_STEP = getattr(os, "O_PATH", os.O_RDONLY) | os.O_NOFOLLOW | os.O_CLOEXEC


@contextlib.contextmanager
def entered(path: str, make: bool = False) -> Iterator[str]:
    """Go to a directory, and yield a path of it that stays the same whatever happens to the way there.

    With C(make) what is missing is made with mode 0755, less what the umask takes away. Raises OSError, also where
    another user decides where the way leads: through a link of theirs, or a directory of theirs among those of all.
    """
    if not hasattr(os, "O_PATH"):  # not Linux: only the end of the way is looked at
        if make:
            os.makedirs(path, mode=0o755, exist_ok=True)
        yield os.path.realpath(path)
        return
    try:
        descriptor = _walk(os.path.abspath(path), make)
    except OSError as exc:
        raise OSError(exc.errno, exc.strerror, path) from None
    try:
        here = f"/proc/self/fd/{descriptor}"
        yield here if os.path.isdir(here) else os.path.realpath(path)
    finally:
        os.close(descriptor)


def _walk(path: str, make: bool) -> int:
    """Return a descriptor of a directory."""
    descriptor, links = os.open("/", _STEP), 0
    trusted = {0, os.geteuid(), os.fstat(descriptor).st_uid}
    names = _names(path)
    gone: list[str] = []
    try:
        while names:
            name = names.pop(0)
            step = _step(name, descriptor, make)
            status = os.fstat(step)
            is_link = stat.S_ISLNK(status.st_mode)
            shared = bool(os.fstat(descriptor).st_mode & stat.S_IWOTH) and name != ".."
            try:
                if status.st_uid not in trusted and (is_link or shared):
                    raise PermissionError(errno.EPERM, _refusal([*gone, name], is_link, status.st_uid), path)
                if not is_link and not stat.S_ISDIR(status.st_mode):
                    raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), path)
                links += is_link
                if links > _MOST_LINKS:
                    raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), path)
                target = os.readlink("", dir_fd=step) if is_link else ""
            except BaseException:
                os.close(step)
                raise
            if is_link:
                os.close(step)
                names = [*_names(target), *names]
                if target.startswith("/"):
                    os.close(descriptor)
                    descriptor, gone = os.open("/", _STEP), []
            else:
                os.close(descriptor)
                descriptor, gone = step, [*gone, name]
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def _names(path: str) -> list[str]:
    return [name for name in path.split("/") if name not in ("", ".")]


def _step(name: str, descriptor: int, make: bool) -> int:
    try:
        return os.open(name, _STEP, dir_fd=descriptor)
    except FileNotFoundError:
        if not make:
            raise
    with contextlib.suppress(FileExistsError):  # another process made it meanwhile
        os.mkdir(name, 0o755, dir_fd=descriptor)
    return os.open(name, _STEP, dir_fd=descriptor)


def _refusal(gone: list[str], is_link: bool, owner: int) -> str:
    what = "symbolic link" if is_link else "directory"
    where = "" if is_link else ", in a directory that everybody may change"
    return f"it leads through /{'/'.join(gone)}, a {what} of another user ({owner}){where}"
