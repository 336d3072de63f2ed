# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Hosts that were configured before there was one store: their records are read, taken over, and restored.

old_rollback.json has the files of such hosts, written by the code of that time.
"""

from __future__ import annotations

import base64
import json
import os
from pathlib import Path

import pytest

from ansible_collections.privatelink.azure_ai.plugins.module_utils._core.files import Files
from ansible_collections.privatelink.azure_ai.plugins.module_utils._jumphost import managed_files
from ansible_collections.privatelink.azure_ai.plugins.module_utils._jumphost.rollback import Store
from ansible_collections.privatelink.azure_ai.tests.unit.support import resolver_host
from ansible_collections.privatelink.azure_ai.tests.unit.support.resolver_host import (
    ABSENT,
    NAME,
    ORIGINAL,
    PARAMS,
    World,
)

HOSTS = json.loads((Path(resolver_host.__file__).parent / "old_rollback.json").read_text())
HOSTS_FILE = f"127.0.0.1 localhost\n10.0.14.200 {NAME} other.example\n"


def install(root, *names):
    """Make the files of old hosts, with their modes and times."""
    for name in names:
        for path, file in HOSTS[name].items():
            place = root / path.lstrip("/")
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(file["text"].replace("ROOT", str(root)))
            place.chmod(int(file["mode"], 8))
            if file["mtime"] is not None:
                os.utime(place, (file["mtime"], file["mtime"]))
    for directory in ("var/lib/privatelink", "var/lib/privatelink/resolver"):
        if (root / directory).exists():
            (root / directory).chmod(0o700)


@pytest.fixture(name="world")
def fixture_world(tmp_path, monkeypatch):
    return World(tmp_path, monkeypatch)


@pytest.fixture(name="chown", autouse=True)
def fixture_chown(mocker):
    mocker.patch("os.chown")


def is_as_before(world):
    """Whether the files of the resolver are as they were before the older code came, and nothing is remembered."""
    resolv_conf, hosts = world.root / "etc/resolv.conf", world.root / "etc/hosts"
    assert (resolv_conf.read_text(), oct(resolv_conf.stat().st_mode & 0o777), resolv_conf.stat().st_mtime) == (
        ORIGINAL,
        "0o640",
        1,
    )
    assert (hosts.read_text(), oct(hosts.stat().st_mode & 0o777), hosts.stat().st_mtime) == (HOSTS_FILE, "0o644", 1)
    assert not (world.root / "var/lib/privatelink").exists()
    return True


def names_of_records(root):
    return {path.name for path in (root / "var/lib/privatelink").rglob("*.json")}


def test_a_switch_is_undone(world):
    install(world.root, "switched")
    result, failure = world.do(ABSENT)
    assert (failure, result["changed"], result["warnings"]) == (None, True, [])
    assert is_as_before(world)


def test_a_switch_keeps_its_first_originals_through_the_next_one(world):
    install(world.root, "switched")
    assert world.do(dict(PARAMS, nameservers=["192.0.2.57"]))[1] is None
    assert names_of_records(world.root) == {"jumphost.json"}
    assert world.do(ABSENT)[1] is None
    assert is_as_before(world)


def test_a_switch_that_is_right_is_read_and_left(world):
    install(world.root, "switched")
    before = world.files()
    assert world.do(PARAMS)[0]["changed"] is False
    assert world.files() == before


@pytest.mark.parametrize("name", ["cut_off", "restored"])
def test_a_switch_that_was_cut_off_is_undone_first(world, name):
    install(world.root, name)
    result, failure = world.do(ABSENT)
    assert (failure, result["changed"]) == (None, False)
    assert [warning.startswith("an earlier switch was cut off") for warning in result["warnings"]] == [True]
    assert ("systemd" in result["warnings"][0]) is (name == "restored")
    assert is_as_before(world)


def test_a_second_switch_that_was_cut_off_leads_back_to_the_first_one(world):
    install(world.root, "cut_off_again")
    assert world.do(dict(PARAMS, nameservers=["192.0.2.53"]))[0]["changed"] is False
    assert world.text() == "# mine\nnameserver 192.0.2.53\n"
    assert names_of_records(world.root) == {"jumphost.json"}
    world.do(ABSENT)
    assert is_as_before(world)


def test_the_timer_of_the_older_code_still_undoes_a_switch_that_another_task_has_taken_over(world):
    install(world.root, "cut_off")
    store = Store(Files(str(world.root)))
    with store.held():
        store.save(dict(store.load(), packages=["jq"]))
    assert names_of_records(world.root) == {"jumphost.json"}
    world.run_script()  # its path is the same
    assert world.text() == ORIGINAL
    assert store.unfinished()["previous"]["/etc/hosts"] == "etc_hosts" and store.is_restored()
    world.do(ABSENT)
    assert store.load() == {"schema": 2, "packages": ["jq"]}


@pytest.mark.parametrize("moment", ["before the record is saved", "after it"])
def test_the_older_script_runs_while_the_record_is_taken_over(world, monkeypatch, moment):
    install(world.root, "cut_off")
    store, take_over = Store(Files(str(world.root))), Store._take_over

    def run(self, switch):
        world.run_script()
        take_over(self, switch)

    state = dict(store.load(), packages=["jq"])
    if moment == "after it":
        monkeypatch.setattr(Store, "_take_over", run)
    else:
        world.run_script()
    store.save(state)
    assert (world.text(), store.is_restored(), names_of_records(world.root)) == (ORIGINAL, True, {"jumphost.json"})


def test_what_the_script_of_the_older_code_restored_stays_known_when_it_is_taken_over(world):
    install(world.root, "restored")
    store = Store(Files(str(world.root)))
    store.save(dict(store.load(), packages=["jq"]))
    assert (store.is_restored(), names_of_records(world.root)) == (True, {"jumphost.json"})


def test_a_take_over_that_was_cut_off_is_done_again(world, monkeypatch):
    install(world.root, "switched", "jumphost")
    store = Store(Files(str(world.root)))
    known = store.load()
    with monkeypatch.context() as patch:
        patch.setattr(Store, "_take_over", lambda *unused: None)
        store.save(known)
    assert dict(store.load(), schema=1) == known
    store.save(store.load())
    assert names_of_records(world.root) == {"jumphost.json"}


def test_managed_files_are_restored(world):
    install(world.root, "jumphost")
    environment, script = world.root / "etc/environment", world.root / "etc/profile.d/x.sh"
    store = Store(Files(str(world.root)))
    state = store.load()
    assert (state["packages"], state["venv"], state["unfinished"]) == (
        ["jq", "libjq1"],
        {"made": ["/opt/privatelink"]},
        ["proxy"],
    )
    steps = managed_files.steps("proxy", [], state["files"])
    assert [step.note for step in steps] == [None, None]
    for step in steps:
        managed_files.take(step)
    assert environment.read_text() == "LANG=C\nno_proxy=localhost\n" and not script.exists()
    assert base64.b64decode(state["files"][str(environment)]["original"]["content"]) == environment.read_bytes()


def test_both_at_once(world):
    install(world.root, "switched", "jumphost")
    store = Store(Files(str(world.root)))
    assert sorted(store.load()) == ["files", "packages", "resolver", "schema", "unfinished", "venv"]
    world.do(ABSENT)
    assert (world.text(), names_of_records(world.root)) == (ORIGINAL, {"jumphost.json"})
    assert sorted(store.load()) == ["files", "packages", "schema", "unfinished", "venv"]
    with store.held():
        store.save({})
    assert is_as_before(world)
    assert NAME in (world.root / "etc/hosts").read_text()
