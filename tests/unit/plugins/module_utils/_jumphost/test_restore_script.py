# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import subprocess

import pytest

from ansible_collections.privatelink.azure_ai.plugins.module_utils._jumphost.restore_script import restore_script

RECORD = {"previous": {"/etc/a b": "etc_a b", "/etc/new": None}, "last_resort": {"/etc/resolv.conf": "etc_resolv.conf"}}
RELOADS = (["nmcli", "general", "reload"], ["systemctl", "reload", "NetworkManager.service"])


def test_its_lines():
    script = restore_script(RECORD, RELOADS, "/var/lib/x", "previous", "../state.json", "restored")
    subprocess.run(["sh", "-n"], input=script, text=True, check=True)
    assert "restore_file 'previous/etc_a b' '/etc/a b'\nrm -f /etc/new || failed=1\n" in script
    assert (
        "timeout 15 nmcli general reload || timeout 15 systemctl reload NetworkManager.service || "
        "{ failed=1; restore_file previous/etc_resolv.conf /etc/resolv.conf; }"
    ) in script


@pytest.fixture(name="host")
def fixture_host(tmp_path):
    for name in ("old", "new"):
        (tmp_path / name).write_text("switched")
    (tmp_path / "store/previous").mkdir(parents=True)
    (tmp_path / "store/previous/old").write_text("before")
    (tmp_path / "state.json").write_text('{\n "switch": {\n }\n}\n')
    return tmp_path


def run(host):
    record = {"previous": {f"{host}/old": "old", f"{host}/new": None}, "last_resort": {}}
    script = restore_script(record, (), str(host / "store"), "previous", "../state.json", "restored")
    code = subprocess.run(["sh"], input=script, text=True, stderr=subprocess.DEVNULL, check=False).returncode
    return code, (host / "old").read_text(), (host / "new").exists(), (host / "store/restored").exists()


def test_it_restores_what_is_under_way(host):
    assert run(host) == (0, "before", False, True)


@pytest.mark.parametrize(
    "text", [None, '{\n "files": {\n  "x": "\\n \\"switch\\": {"\n }\n}\n'], ids=["nothing", "something else"]
)
def test_it_leaves_what_is_not_under_way(host, text):
    (host / "state.json").unlink()
    if text is not None:
        (host / "state.json").write_text(text)
    assert run(host) == (0, "switched", True, False)


def test_what_failed_is_still_under_way(host):
    (host / "store/previous/old").unlink()
    assert run(host) == (1, "switched", False, False)


def test_it_restores_once(host):
    run(host)
    (host / "old").write_text("later")
    assert run(host)[:2] == (0, "later")
