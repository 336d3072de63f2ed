# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import os
import stat
import threading
import time

import pytest

from ansible_collections.privatelink.azure_ai.plugins.module_utils._core.files import Files
from ansible_collections.privatelink.azure_ai.plugins.module_utils._jumphost.rollback import StateError, Store


@pytest.fixture(name="directory")
def fixture_directory(tmp_path):
    return tmp_path / "var/lib/privatelink"


@pytest.fixture(name="store")
def fixture_store(tmp_path):
    return Store(Files(str(tmp_path)))


def test_nothing_is_remembered_at_first(store):
    assert store.load() == {}
    assert (store.written(), store.unfinished()) == ({}, None)


def test_only_root_reads_it(store, directory):
    store.save({"packages": ["jq"]})
    assert store.load() == {"schema": 2, "packages": ["jq"]}
    assert stat.S_IMODE((directory / "jumphost.json").stat().st_mode) == 0o600
    assert stat.S_IMODE(directory.stat().st_mode) == 0o700


def test_the_last_entry_takes_file_and_directory_away(store, directory):
    with store.held():
        store.save({"packages": ["jq"]})
        store.save({"schema": 2, "packages": [], "files": {}})
    assert not directory.exists()


def test_somebody_elses_file_keeps_the_directory(store, directory):
    with store.held():
        store.save({"packages": ["jq"]})
        (directory / "other").touch()
        store.save({})
    assert os.listdir(directory) == ["other"]


@pytest.mark.parametrize(
    "name, text, reason",
    [
        pytest.param("jumphost.json", "{", "it is not valid JSON", id="half a file"),
        pytest.param("jumphost.json", "\udcff", "it is not valid JSON", id="bytes"),
        pytest.param("jumphost.json", "[]", "it is not a JSON object", id="not an object"),
        pytest.param(
            "jumphost.json", '{"schema": 3}', "schema 3 of another release of this collection, expected 2", id="newer"
        ),
        pytest.param(
            "resolver/state.json",
            "{",
            "/var/lib/privatelink/resolver/state.json: it is not valid JSON",
            id="old resolver",
        ),
    ],
)
def test_what_cannot_be_read_stops_everything(store, directory, name, text, reason):
    (directory / name).parent.mkdir(parents=True)
    (directory / name).write_text(text, errors="surrogateescape")
    with pytest.raises(StateError) as caught:
        store.load()
    assert caught.value.reason == reason
    assert (
        str(caught.value)
        == f"/var/lib/privatelink/jumphost.json: {reason}; without it nothing can be restored, so nothing is changed"
    )


def test_one_waits_for_the_other_so_that_nothing_is_lost(store):
    def work(name):
        with store.held():
            document = store.load()
            time.sleep(0.02)
            store.save({**document, "packages": [*document.get("packages", []), name]})

    names = ["a", "b", "c", "d"]
    threads = [threading.Thread(target=work, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(store.load()["packages"]) == names


def test_one_that_waited_takes_the_new_directory_when_the_old_one_went_away(store):
    store.save({"packages": ["jq"]})
    seen = []

    def wait():
        with store.held():
            seen.append(store.load())
            store.save({"packages": ["dig"]})

    with store.held():
        thread = threading.Thread(target=wait)
        thread.start()
        time.sleep(0.05)
        store.save({})
    thread.join()
    assert seen == [{}] and store.load()["packages"] == ["dig"]


def test_the_lock_holds_until_the_end_when_nothing_is_left_to_remember(store):
    store.save({"packages": ["jq"]})
    order = []

    def wait():
        with store.held():
            order.append("second")

    with store.held():
        store.save({})
        thread = threading.Thread(target=wait)
        thread.start()
        time.sleep(0.05)
        order.append("first")
    thread.join()
    assert order == ["first", "second"]


def test_holding_it_leaves_nothing_behind(store, directory):
    with store.held():
        pass
    assert not directory.exists()
