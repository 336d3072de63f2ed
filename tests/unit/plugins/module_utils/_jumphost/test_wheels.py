# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import os
import tarfile
import threading

import pytest

from ansible_collections.privatelink.azure_ai.plugins.module_utils._jumphost import wheels
from ansible_collections.privatelink.azure_ai.plugins.module_utils._jumphost.wheels import WheelError, read_target

TARGET = read_target("3.11.2", "x86_64", "glibc", "2.36")
NAMES = (
    "pip-25.0-py3-none-any.whl",
    "dnspython-2.7.0-py3-none-any.whl",
    "requests-2.32.3-py3-none-any.whl",
    "charset_normalizer-3.4.1-py3-none-any.whl",
)


def fill(directory, *names):
    os.makedirs(directory, exist_ok=True)
    for name in names:
        with open(os.path.join(directory, name), "w", encoding="ascii") as stream:
            stream.write(name)


def downloading(*names):
    """Return a run that puts wheels where pip is told to, and counts how often."""

    def run(command):
        run.calls += 1
        fill(command[command.index("--dest") + 1], *names)
        return 0, "", ""

    run.calls = 0
    return run


@pytest.mark.parametrize("version", ["", "3", "3.8.10", "2.7.18", "x.y"])
def test_a_python_that_the_modules_cannot_use_is_refused(version):
    with pytest.raises(ValueError, match="expected Python 3.9 or newer"):
        read_target(version, "x86_64", "glibc", "2.36")


@pytest.mark.parametrize(
    "version, machine, libc, libc_version, option",
    [
        pytest.param("3.11", "x86_64", "glibc", "2.36-identity/../../../OUTSIDE", "libc_version", id="a path"),
        pytest.param("3.11", "x86_64", "glibc", "2.99999999", "libc_version", id="a loop without an end"),
        pytest.param("3.11", "x86_64", "musl", "1.99999999", "libc_version", id="the same with musl"),
        pytest.param("3.11", "x86_64", "../..", "2.36", "libc", id="a C library that is a path"),
        pytest.param("3.11", "../../OUTSIDE", "glibc", "2.36", "machine", id="a machine that is a path"),
        pytest.param("3.11", "", "glibc", "2.36", "machine", id="an unknown machine"),
        pytest.param("3.99999999", "x86_64", "glibc", "2.36", "python_version", id="a Python without an end"),
        pytest.param("3.11/../..", "x86_64", "glibc", "2.36", "python_version", id="a Python that is a path"),
    ],
)
def test_what_becomes_a_path_or_a_loop_has_a_strict_form(version, machine, libc, libc_version, option):
    with pytest.raises(ValueError, match=f"^{option}: "):
        read_target(version, machine, libc, libc_version)


@pytest.mark.parametrize(
    "libc, version, first, last",
    [
        ("glibc", "2.17", "manylinux_2_17_aarch64", "manylinux2014_aarch64"),
        ("glibc", "2.36", "manylinux_2_36_aarch64", "manylinux2014_aarch64"),
        ("musl", "1.2", "musllinux_1_2_aarch64", "musllinux_1_1_aarch64"),
    ],
)
def test_platforms_are_those_that_the_c_library_can_run(libc, version, first, last):
    tags = wheels.platforms(wheels.Target("3.11", "aarch64", libc, version))
    assert (tags[0], tags[-2], tags[-1]) == (first, last, "any")


def test_an_unknown_c_library_runs_pure_wheels_alone():
    assert wheels.platforms(wheels.Target("3.11", "x86_64", "", "")) == ["any"]


@pytest.mark.parametrize(
    "identity, contained",
    [
        pytest.param(
            False, "--implementation py --abi none --platform any pip dnspython>=2.1.0 requests>=2.25.1", id="pure"
        ),
        pytest.param(
            True,
            "--implementation cp --abi cp311 --abi abi3 --abi none --platform manylinux_2_36_x86_64",
            id="compiled",
        ),
    ],
)
def test_pip_is_asked_for_the_other_machine(identity, contained):
    line = " ".join(wheels.download_command("python", TARGET, identity, "D"))
    assert contained in line and "--only-binary :all: --python-version 3.11" in line
    assert line.endswith("azure-identity>=1.16.1" if identity else "requests>=2.25.1")


def test_pure_wheels_serve_all_machines_with_the_same_python():
    other = read_target("3.11.9", "aarch64", "musl", "1.2")
    assert wheels.cache_key(TARGET, False) == wheels.cache_key(other, False)
    assert wheels.cache_key(TARGET, True) != wheels.cache_key(other, True)


def test_twenty_hosts_at_once_download_once(tmp_path):
    cache, run = str(tmp_path / "cache"), downloading(*NAMES)

    def ask():
        with wheels.lock(cache):
            wheels.gather(cache, TARGET, False, "python", run)

    threads = [threading.Thread(target=ask) for dummy in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert run.calls == 1


def test_a_failed_download_leaves_nothing_and_says_what_to_do(tmp_path):
    with pytest.raises(WheelError, match="no index. .*jumphost_wheels_directory") as caught:
        wheels.gather(str(tmp_path), TARGET, False, "python", lambda command: (1, "", "no index"))
    assert str(caught.value).endswith(" --platform any pip 'dnspython>=2.1.0' 'requests>=2.25.1'")
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize(
    "names, message",
    [
        pytest.param(NAMES[1:], "has no wheel of pip:", id="no pip"),
        pytest.param((), "has no wheel of pip, dnspython, requests:", id="empty"),
        pytest.param((*NAMES, "requests-2.31.0-py3-none-any.whl"), "several versions of requests:", id="two versions"),
        pytest.param((*NAMES, "odd.whl"), "odd.whl is not the name of a wheel", id="no wheel's name"),
    ],
)
def test_a_directory_that_was_filled_badly_is_refused(tmp_path, names, message):
    fill(tmp_path, *names)
    with pytest.raises(WheelError, match=message):
        wheels.wheels_in(str(tmp_path), False)


def test_identity_is_missed_in_a_directory(tmp_path):
    fill(tmp_path, *NAMES)
    with pytest.raises(WheelError, match="has no wheel of azure-identity:"):
        wheels.wheels_in(str(tmp_path), True)


def test_the_same_wheels_give_the_same_archive(tmp_path):
    fill(tmp_path / "w", *NAMES)
    paths = wheels.wheels_in(str(tmp_path / "w"), False)
    archives = [tmp_path / "1.tar", tmp_path / "2.tar"]
    for archive in archives:
        wheels.pack(paths, str(archive))
        os.utime(paths[0], (0, 0))
    assert archives[0].read_bytes() == archives[1].read_bytes()
    with tarfile.open(archives[0]) as stream:
        assert {entry.mode for entry in stream} == {0o644}
        assert sorted(stream.getnames()) == sorted(NAMES)


def test_the_manifest_is_what_sha256sum_writes(tmp_path):
    fill(tmp_path, NAMES[0])
    assert wheels.manifest([str(tmp_path / NAMES[0])]) == (
        "ec7f3894e16350beb37238397d18d3c87f516c33cdcee59ae43a9c4f6997c31b  " + NAMES[0] + "\n"
    )


def replace(directory, name, text):
    (directory / name).write_text(text)


def link_elsewhere(directory):
    (directory / NAMES[1]).unlink()
    (directory / NAMES[1]).symlink_to("/etc/hostname")


CHANGES = {
    "another-wheel": lambda directory: replace(directory, NAMES[1], "evil"),
    "a-cut-wheel": lambda directory: replace(directory, NAMES[1], ""),
    "one-more-wheel": lambda directory: fill(directory, "evil-1-py3-none-any.whl"),
    "a-file-for-pip": lambda directory: replace(directory, "requirements.txt", "evil"),
    "a-missing-wheel": lambda directory: (directory / NAMES[1]).unlink(),
    "a-link-elsewhere": link_elsewhere,
    "a-pipe": lambda directory: os.mkfifo(directory / "more-1-py3-none-any.whl"),
    "a-directory": lambda directory: (directory / "more").mkdir(),
    "no-record": lambda directory: (directory / wheels.RECORD).unlink(),
    "a-record-of-others": lambda directory: replace(directory, wheels.RECORD, "0" * 64 + "  evil-1-py3-none-any.whl\n"),
    "a-record-without-end": lambda directory: replace(directory, wheels.RECORD, "0" * 100000),
}


@pytest.mark.parametrize("change", [pytest.param(change, id=name) for name, change in CHANGES.items()])
def test_what_is_not_what_was_downloaded_is_downloaded_again(tmp_path, change):
    run = downloading(*NAMES)
    directory = wheels.gather(str(tmp_path), TARGET, False, "python", run)
    before = wheels.manifest(wheels.wheels_in(directory, False))
    change(tmp_path / "py3.11")
    assert not wheels.is_gathered(str(tmp_path), TARGET, False)
    assert wheels.gather(str(tmp_path), TARGET, False, "python", run) == directory
    assert run.calls == 2 and wheels.is_gathered(str(tmp_path), TARGET, False)
    assert wheels.manifest(wheels.wheels_in(directory, False)) == before


def test_a_changed_archive_of_the_cache_is_packed_again(tmp_path):
    fill(tmp_path / "w", *NAMES)
    paths, archive = wheels.wheels_in(str(tmp_path / "w"), False), tmp_path / "1.tar"
    wheels.pack(paths, str(archive))
    before, written = archive.read_bytes(), archive.stat().st_ino
    wheels.pack(paths, str(archive))
    assert archive.stat().st_ino == written
    for change in (before + b"evil", before.replace(b"dnspython", b"evil-----"), b""):
        archive.write_bytes(change)
        wheels.pack(paths, str(archive))
        assert archive.read_bytes() == before


def test_a_cache_that_others_may_write_is_refused(tmp_path):
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache").chmod(0o777)
    with pytest.raises(WheelError, match="may be written by other users"), wheels.lock(str(tmp_path / "cache")):
        pass


@pytest.mark.parametrize("count, size", [(wheels.MAX_WHEELS, 0), (3, wheels.MAX_BYTES)], ids=["many", "large"])
def test_a_directory_without_end_is_refused(tmp_path, count, size):
    fill(tmp_path, *NAMES, *(f"more-{number}-py3-none-any.whl" for number in range(count)))
    os.truncate(tmp_path / NAMES[0], size)
    with pytest.raises(WheelError, match="expected at most 200, of 32 MiB"):
        wheels.wheels_in(str(tmp_path), False)
