# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import os
import stat
import tarfile

import pytest

from ansible_collections.privatelink.azure_ai.plugins.module_utils._jumphost import venv, wheels
from ansible_collections.privatelink.azure_ai.plugins.module_utils._jumphost.venv import VenvError

NAMES = ("pip-25.0-py3-none-any.whl", "dnspython-2.7.0-py3-none-any.whl", "requests-2.32.3-py3-none-any.whl")

PIP = "0" * 64 + "  pip-25.0-py3-none-any.whl\n"


class Host:
    """Runs what makes the environment, as far as a file is made of it; one command may fail."""

    def __init__(self, path, failing=None):
        self.path = path
        self.failing = failing
        self.lines = []

    def __call__(self, command):
        line = " ".join(command)
        self.lines.append(line)
        if "-m venv" in line:
            (self.path / "bin").mkdir(parents=True)
            (self.path / "bin/python").write_text("new")
        if self.failing and self.failing in line:
            return 1, "", "it failed"
        return 0, "", ""


@pytest.fixture(name="archive")
def fixture_archive(tmp_path):
    (tmp_path / "wheels").mkdir()
    for name in NAMES:
        (tmp_path / "wheels" / name).write_text(name)
    wheels.pack(wheels.wheels_in(str(tmp_path / "wheels"), False), str(tmp_path / "wheels.tar"))
    return str(tmp_path / "wheels.tar")


@pytest.fixture(name="manifest")
def fixture_manifest(tmp_path, archive):
    return wheels.manifest(wheels.wheels_in(str(tmp_path / "wheels"), False))


def test_pip_runs_from_its_wheel_without_index_and_with_hashes(tmp_path, archive, manifest):
    path = tmp_path / "privatelink/venv"
    host = Host(path)
    venv.install(archive, manifest, "/usr/bin/python3", host, str(path))
    assert host.lines[0] == f"/usr/bin/python3 -I -m venv --without-pip {path}"
    assert (
        host.lines[1].startswith(f"{path}/bin/python -I ")
        and "/pip-25.0-py3-none-any.whl/pip --isolated install" in host.lines[1]
    )
    assert "--no-index" in host.lines[1] and "--require-hashes" in host.lines[1]
    assert host.lines[2] == f"{path}/bin/python -I -c import dns.message, requests"
    assert venv.installed_manifest(str(path)) == manifest


def test_the_umask_of_root_does_not_matter(tmp_path, archive, manifest):
    path = tmp_path / "privatelink/venv"
    before = os.umask(0o077)
    try:
        venv.install(archive, manifest, "python3", Host(path), str(path))
        assert os.umask(0o077) == 0o077
    finally:
        os.umask(before)
    for each, mode in ((path.parent, 0o755), (path, 0o755), (path / venv.MANIFEST, 0o644)):
        assert stat.S_IMODE(each.stat().st_mode) == mode, each


@pytest.mark.parametrize("failing", ["-m venv", "/pip ", "import dns.message"])
def test_when_it_fails_the_old_one_stays(tmp_path, archive, manifest, failing):
    path = tmp_path / "venv"
    (path / "bin").mkdir(parents=True)
    (path / "bin/python").write_text("old")
    with pytest.raises(VenvError, match="it failed$"):
        venv.install(archive, manifest, "python3", Host(path, failing), str(path))
    assert (path / "bin/python").read_text() == "old"
    assert not (tmp_path / "venv.old").exists()


@pytest.mark.parametrize(
    "change, message",
    [
        pytest.param(
            lambda text: text.replace("pip-25.0", "pip-25.1"),
            "pip-25.0.* is not in the manifest",
            id="another name",
        ),
        pytest.param(
            lambda text: "0" * 64 + text[64:], "is not the wheel that the control node sent", id="another hash"
        ),
        pytest.param(
            lambda text: text + "f" * 64 + "  more-1-py3-none-any.whl\n", "lacks more-1-py3-none-any.whl", id="one lost"
        ),
    ],
)
def test_another_archive_than_was_sent_is_refused(tmp_path, archive, manifest, change, message):
    host = Host(tmp_path / "venv")
    with pytest.raises(VenvError, match=message):
        venv.install(archive, change(manifest), "python3", host, str(tmp_path / "venv"))
    assert host.lines == []


@pytest.mark.parametrize("name", ["../evil.whl", "/etc/evil.whl", "sub/evil.whl"])
def test_an_archive_never_writes_elsewhere(tmp_path, name):
    archive = tmp_path / "evil.tar"
    with tarfile.open(archive, "w") as stream:
        stream.addfile(tarfile.TarInfo(name))
    with pytest.raises(VenvError, match="is not in the manifest"):
        venv.install(str(archive), PIP, "python3", Host(tmp_path / "venv"), str(tmp_path / "venv"))


def test_removal_takes_what_an_interrupted_run_left(tmp_path):
    for name in ("venv", "venv.old"):
        (tmp_path / name / "bin").mkdir(parents=True)
    venv.remove(str(tmp_path / "venv"))
    assert list(tmp_path.iterdir()) == []


def test_the_good_one_outlives_a_build_that_was_cut_off_and_one_that_fails(tmp_path, archive, manifest):
    path = tmp_path / "venv"
    for name, text in (("venv", "half"), ("venv.old", "good")):
        (tmp_path / name / "bin").mkdir(parents=True)
        (tmp_path / name / "bin/python").write_text(text)
    with pytest.raises(VenvError, match="it failed$"):
        venv.install(archive, manifest, "python3", Host(path, "import dns.message"), str(path))
    assert (path / "bin/python").read_text() == "good"


@pytest.mark.parametrize(
    "wheels, imports",
    [
        ("0 dnspython-2.7.0-py3-none-any.whl\n", "import dns.message, requests"),
        ("0 azure_identity-1.19.0-py3-none-any.whl\n", "import dns.message, requests, azure.identity"),
    ],
)
def test_what_is_in_it_is_imported(tmp_path, wheels, imports):
    (tmp_path / "python").write_text("")
    commands = []
    assert venv.works(str(tmp_path / "python"), lambda command: commands.append(command[-1]) or (0, "", ""), wheels)
    assert commands == [imports]


def test_missing_directories(tmp_path):
    assert venv.missing_directories(str(tmp_path / "a/b/venv")) == [str(tmp_path / "a"), str(tmp_path / "a/b")]
    assert venv.missing_directories(str(tmp_path / "venv")) == []
