# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import os
import socket
import threading

import pytest

from ansible_collections.privatelink.azure_ai.plugins.module_utils._core import files
from ansible_collections.privatelink.azure_ai.plugins.module_utils._core.files import Files, write_atomically
from ansible_collections.privatelink.azure_ai.plugins.module_utils._jumphost import managed_files
from ansible_collections.privatelink.azure_ai.tests.unit.support.patience import in_time


def mode(path):
    return path.stat().st_mode & 0o7777


@pytest.fixture(name="path")
def fixture_path(tmp_path):
    before = os.umask(0o077)
    yield tmp_path / "file"
    os.umask(before)


@pytest.mark.parametrize(("options", "expected"), [({}, 0o644), ({"mode": 0o600}, 0o600)])
def test_a_new_file(path, options, expected):
    write_atomically(str(path), b"x\xff", **options)
    assert (path.read_bytes(), mode(path)) == (b"x\xff", expected)


@pytest.mark.parametrize(("options", "expected"), [({}, 0o4751), ({"mode": 0o600}, 0o600)])
def test_a_file_that_is_there(path, options, expected):
    path.write_text("before")
    path.chmod(0o4751)
    os.utime(path, (1, 1))
    write_atomically(str(path), b"x", **options)
    assert (path.read_bytes(), mode(path)) == (b"x", expected)
    assert path.stat().st_mtime > 1


def test_a_file_like_another(path):
    other = path.with_name("other")
    other.touch()
    other.chmod(0o640)
    os.utime(other, (1, 1))
    path.touch()
    write_atomically(str(path), b"x", like=str(other))
    assert (path.read_bytes(), mode(path), path.stat().st_mtime) == (b"x", 0o640, 1)


@pytest.mark.skipif(not hasattr(os, "setxattr"), reason="only Linux has extended attributes")
def test_a_label_is_kept(path):
    path.touch()
    try:
        os.setxattr(path, "user.label", b"x")
    except OSError:
        pytest.skip("the file system has no extended attributes")
    write_atomically(str(path), b"x")
    assert os.getxattr(path, "user.label") == b"x"


@pytest.mark.parametrize("function", ["replace", "fsync"])
def test_what_failed_leaves_nothing_behind(path, monkeypatch, function):
    path.write_text("before")

    def fail(*unused):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, function, fail)
        with pytest.raises(OSError):
            write_atomically(str(path), b"x")
    assert (path.read_text(), os.listdir(path.parent)) == ("before", ["file"])


def test_a_link_in_place_of_the_temporary_file_is_not_followed(path, monkeypatch):
    names = iter(["taken", "free"])
    monkeypatch.setattr("tempfile._get_candidate_names", lambda: names)
    path.with_name(".file.privatelink-taken").symlink_to("victim")
    write_atomically(str(path), b"x")
    assert path.read_bytes() == b"x" and not path.with_name("victim").exists()


def test_two_that_write_the_same_file_write_it_whole(path):
    def write(letter):
        for _number in range(20):
            write_atomically(str(path), letter * 100000)
            assert len(set(path.read_bytes())) == 1

    threads = [threading.Thread(target=write, args=(letter,)) for letter in (b"a", b"b")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert os.listdir(path.parent) == ["file"]
    assert len(path.read_bytes()) == 100000


def test_a_copy_of_a_link_is_a_link(path):
    files = Files(str(path.parent))
    path.with_name("link").symlink_to("nowhere")
    path.touch()
    files.copy("/link", "/file")
    assert os.readlink(path) == "nowhere"
    assert sorted(os.listdir(path.parent)) == ["file", "link"]


def test_what_killed_processes_have_left_goes(path):
    for name in (".file.privatelink-1", ".other.privatelink-1", "file.privatelink-1"):
        path.with_name(name).touch()
    Files(str(path.parent)).remove_temporaries("/file")
    assert sorted(os.listdir(path.parent)) == [".other.privatelink-1", "file.privatelink-1"]


def make_socket(path):
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(os.path.relpath(path))


def fill(path, size):
    with open(path, "wb") as stream:
        stream.truncate(size)


NOT_FILES = {
    "a-pipe-without-a-writer": os.mkfifo,
    "a-device-without-end": lambda path: os.symlink("/dev/zero", path),
    "a-device-that-waits": lambda path: os.symlink("/dev/ptmx", path),
    "a-socket": make_socket,
    "a-directory": os.mkdir,
    "a-link-to-itself": lambda path: os.symlink(path, path),
    "larger-than-is-read": lambda path: fill(path, files.MAX_FILE + 1),
    "a-terabyte": lambda path: fill(path, 2**40),
}
READERS = {
    "whole": files.read_whole,
    "digest": lambda path: files.digest_of(path, files.MAX_FILE),
    "managed-file": managed_files.look,
    "file-of-the-resolver": lambda path: files.Files().read(path),
}


@pytest.mark.parametrize("make", [pytest.param(make, id=name) for name, make in NOT_FILES.items()])
@pytest.mark.parametrize("read", [pytest.param(read, id=name) for name, read in READERS.items()])
def test_what_does_not_end_is_not_read(path, monkeypatch, make, read):
    monkeypatch.chdir(path.parent)
    make(str(path))
    with in_time(), pytest.raises(OSError):
        read(str(path))


def test_a_file_is_read_whole_up_to_the_bound(path):
    fill(path, 10)
    assert files.read_whole(path, 10) == bytes(10)
    assert files.read_start(path, 4) == bytes(4)
    with pytest.raises(OSError, match="larger than"):
        files.read_whole(path, 9)
