# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import os
import stat
import threading
import time

import pytest

from ansible_collections.privatelink.azure_ai.plugins.module_utils._jumphost import rollback as state


@pytest.fixture(name="path")
def fixture_path(tmp_path):
    return str(tmp_path / "privatelink/jumphost.json")


def test_no_state_is_an_empty_one(path):
    assert state.load(path) == {}


def test_only_root_reads_it(path):
    state.save({"packages": ["jq"]}, path)
    assert state.load(path) == {"schema": 1, "packages": ["jq"]}
    assert stat.S_IMODE(os.stat(path).st_mode) == 0o600
    assert stat.S_IMODE(os.stat(os.path.dirname(path)).st_mode) == 0o700


def test_the_last_entry_takes_file_and_directory_away(path):
    state.save({"packages": ["jq"]}, path)
    state.save({"schema": 1, "packages": [], "files": {}}, path)
    assert not os.path.exists(os.path.dirname(path))


def test_somebody_elses_file_keeps_the_directory(path):
    state.save({"packages": ["jq"]}, path)
    with open(os.path.join(os.path.dirname(path), "other"), "w", encoding="ascii"):
        pass
    state.save({}, path)
    assert os.listdir(os.path.dirname(path)) == ["other"]


@pytest.mark.parametrize("text, message", [
    pytest.param("{", "cannot be read", id="half a file"),
    pytest.param("[]", "accepted is schema 1", id="no object"),
    pytest.param('{"schema": 2}', "accepted is schema 1", id="newer"),
])
def test_without_a_state_that_is_understood_nothing_goes_on(path, text, message):
    os.mkdir(os.path.dirname(path))
    with open(path, "w", encoding="ascii") as stream:
        stream.write(text)
    with pytest.raises(state.StateError, match=message):
        state.load(path)


def test_one_waits_for_the_other_so_that_nothing_is_lost(path):
    def work(name):
        with state.held(path):
            document = state.load(path)
            time.sleep(0.02)
            state.save({**document, "packages": [*document.get("packages", []), name]}, path)

    names = ["a", "b", "c", "d"]
    threads = [threading.Thread(target=work, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(state.load(path)["packages"]) == names


def test_one_that_waited_takes_the_new_directory_when_the_old_one_went_away(path):
    state.save({"packages": ["jq"]}, path)
    seen = []

    def wait():
        with state.held(path):
            seen.append(state.load(path))
            state.save({"packages": ["dig"]}, path)

    with state.held(path):
        thread = threading.Thread(target=wait)
        thread.start()
        time.sleep(0.05)
        state.save({}, path)
    thread.join()
    assert seen == [{}] and state.load(path)["packages"] == ["dig"]


def test_holding_it_leaves_nothing_behind(path):
    with state.held(path):
        pass
    assert not os.path.exists(os.path.dirname(path))
