# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import os
import stat

import pytest

from ansible_collections.privatelink.azure_ai.plugins.module_utils._core import directories
from ansible_collections.privatelink.azure_ai.plugins.module_utils._core.directories import entered
from ansible_collections.privatelink.azure_ai.tests.unit.support.ownership import give_away


@pytest.fixture(name="of_another")
def of_another_fixture(monkeypatch):
    """Return the function that gives a file to another user."""
    return lambda path: give_away(path, monkeypatch)


@pytest.fixture(name="shared")
def shared_fixture(tmp_path):
    """A directory like /tmp."""
    path = tmp_path / "shared"
    path.mkdir()
    path.chmod(0o1777)
    return path


def planted_link(shared, of_another):
    (shared.parent / "victim").mkdir()
    (shared / "reports").symlink_to(shared.parent / "victim")
    of_another(shared / "reports")


def planted_parent(shared, of_another):
    (shared.parent / "victim").mkdir()
    (shared / "reports").symlink_to(shared.parent / "victim")
    of_another(shared / "reports")
    return shared / "reports/below/it"


def planted_directory(shared, of_another):
    (shared / "reports").mkdir()
    of_another(shared / "reports")


def link_in_their_directory(shared, of_another):
    theirs = shared.parent / "theirs"
    theirs.mkdir()
    (shared.parent / "victim").mkdir()
    (theirs / "link").symlink_to(shared.parent / "victim")
    of_another(theirs / "link")
    return theirs / "link"


def link_behind_my_link(shared, of_another):
    planted_link(shared, of_another)
    (shared.parent / "mine").symlink_to("shared/reports")
    return shared.parent / "mine"


@pytest.mark.parametrize(
    "plant, what",
    [
        pytest.param(planted_link, "a symbolic link of another user", id="link-in-tmp"),
        pytest.param(planted_parent, "a symbolic link of another user", id="parent-is-a-link-in-tmp"),
        pytest.param(planted_directory, "a directory of another user", id="directory-in-tmp"),
        pytest.param(link_in_their_directory, "a symbolic link of another user", id="link-in-their-directory"),
        pytest.param(link_behind_my_link, "a symbolic link of another user", id="link-behind-my-link"),
    ],
)
def test_another_user_does_not_choose_where_the_way_ends(shared, of_another, plant, what):
    path = plant(shared, of_another) or shared / "reports"
    with pytest.raises(PermissionError) as caught, entered(str(path), make=True):
        pass
    assert what in caught.value.strerror and caught.value.filename == str(path)
    victim = shared.parent / "victim"
    assert not victim.exists() or os.listdir(victim) == []


def my_link(shared, _of_another):
    (shared.parent / "disk").mkdir()
    (shared / "reports").symlink_to("../disk")
    return shared / "reports/new"


def their_home(shared, of_another):
    home = shared.parent / "home"
    home.mkdir()
    of_another(home)
    return home / "project/reports"


@pytest.mark.parametrize(
    "way",
    [
        pytest.param(lambda shared, _of_another: shared / "a/b", id="new-in-tmp"),
        pytest.param(my_link, id="my-own-link"),
        pytest.param(lambda shared, _of_another: shared / "a/../b/./c", id="dots"),
        pytest.param(their_home, id="home-of-another-with-sudo"),
    ],
)
def test_other_ways_are_gone(shared, of_another, way):
    path = way(shared, of_another)
    with entered(str(path), make=True) as here:
        with open(os.path.join(here, "file"), "w", encoding="ascii") as stream:
            stream.write("x")
    assert (path.parent.resolve() / path.name / "file").resolve().read_text() == "x"


def test_what_is_swapped_later_changes_nothing(tmp_path):
    (tmp_path / "reports").mkdir()
    (tmp_path / "victim").mkdir()
    with entered(str(tmp_path / "reports")) as here:
        (tmp_path / "reports").rename(tmp_path / "moved")
        (tmp_path / "reports").symlink_to("victim")
        with open(os.path.join(here, "file"), "w", encoding="ascii"):
            pass
    assert os.listdir(tmp_path / "moved") == ["file"] and os.listdir(tmp_path / "victim") == []


def test_a_link_that_is_swapped_on_the_way_is_seen(tmp_path, monkeypatch):
    """Whatever is opened is what is judged: a link in the place of a directory is not followed unseen."""
    (tmp_path / "reports").mkdir()
    (tmp_path / "victim").mkdir()
    opened = os.open

    def swapping(name, flags, *args, **more):
        if name == "reports":
            (tmp_path / "reports").rmdir()
            (tmp_path / "reports").symlink_to("victim")
            give_away(tmp_path / "reports", monkeypatch)
        return opened(name, flags, *args, **more)

    monkeypatch.setattr(directories.os, "open", swapping)
    with pytest.raises(PermissionError), entered(str(tmp_path / "reports")):
        pass


@pytest.mark.parametrize("umask, mode", [(0o000, 0o755), (0o022, 0o755), (0o077, 0o700)])
def test_no_directory_that_is_made_can_be_changed_by_others(tmp_path, umask, mode):
    before = os.umask(umask)
    try:
        with entered(str(tmp_path / "a/b"), make=True):
            pass
    finally:
        os.umask(before)
    assert {stat.S_IMODE((tmp_path / each).stat().st_mode) for each in ("a", "a/b")} == {mode}


@pytest.mark.parametrize(
    "plant, error",
    [
        pytest.param(lambda path: path.symlink_to(path), OSError, id="link-to-itself"),
        pytest.param(lambda path: path.write_text(""), NotADirectoryError, id="file"),
        pytest.param(os.mkfifo, NotADirectoryError, id="pipe"),
        pytest.param(lambda path: path.symlink_to("/dev/null"), NotADirectoryError, id="device"),
    ],
)
def test_what_is_not_a_directory(tmp_path, plant, error):
    plant(tmp_path / "reports")
    with pytest.raises(error), entered(str(tmp_path / "reports"), make=True):
        pass


def test_no_descriptor_is_left_open(tmp_path):
    before = len(os.listdir("/proc/self/fd"))
    (tmp_path / "file").touch()
    (tmp_path / "link").symlink_to(".")
    for _each in range(5):
        with entered(str(tmp_path / "link/a"), make=True):
            pass
        with pytest.raises(OSError), entered(str(tmp_path / "file/a"), make=True):
            pass
    assert len(os.listdir("/proc/self/fd")) == before
