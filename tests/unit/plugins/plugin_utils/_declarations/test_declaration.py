# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is frozen: private to its owner, and the same when it is read."""

from __future__ import annotations

import stat
from dataclasses import replace

import pytest

from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._declarations.declaration import (
    Declaration,
    HostDeclaration,
    RunDirectory,
)
from ansible_collections.privatelink.azure_ai.tests.unit.support.roles import options_of

FIRST = HostDeclaration("jumphost", [{"name": "one", "kind": "OpenAI"}], {"one": {"api_key": "k"}}, {"timeout": 5.0})
SECOND = HostDeclaration("onprem", [{"name": "ONE"}, {"name": "two"}], {}, {}, "its facts contain privatelink_accounts")
DECLARATION = Declaration(
    {"a": FIRST, "b": SECOND}, None, {"report_formats": ["json"]}, ["dns"], "2026-11-22T10:00:00Z"
)


@pytest.fixture
def directory(tmp_path):
    return RunDirectory(str(tmp_path))


def test_what_is_frozen_is_read_as_it_was(directory):
    directory.begin(DECLARATION)
    assert directory.declaration() == DECLARATION


def test_what_hosts_have_in_common_is_written_once(directory, tmp_path):
    sizes = []
    for count in (1, 101):
        hosts = {f"h{number:03}": replace(FIRST, options={"text": "x" * 10000}) for number in range(count)}
        directory.begin(replace(DECLARATION, hosts=hosts))
        assert directory.declaration().hosts == hosts
        sizes.append((tmp_path / "privatelink/declaration.json").stat().st_size)
    assert sizes[1] - sizes[0] < 100 * 200


def test_changed_accounts_of_hosts_that_share_them_are_changed_once():
    calls = []
    shared = replace(DECLARATION, hosts={"a": FIRST, "b": replace(FIRST, vantage="onprem")}, control_node=SECOND)
    changed = shared.with_accounts(lambda accounts: calls.append(1) or [*accounts, {"name": "three"}])
    assert [len(host.accounts) for host in (*changed.hosts.values(), changed.control_node)] == [2, 2, 3]
    assert len(calls) == 2 and len(FIRST.accounts) == 1
    assert DECLARATION.with_accounts(list) == DECLARATION


def test_every_option_of_the_role_account_is_given_to_the_module_that_it_runs():
    given = dict.fromkeys(options_of("account"), "x")
    expected = {name.removeprefix("account_") for name in given} - {"accounts", "vantage", "assert"}
    assert set(replace(DECLARATION, options=given).azure_options()) == expected


def test_only_its_owner_reads_it(directory, tmp_path):
    directory.begin(DECLARATION)
    assert stat.S_IMODE((tmp_path / "privatelink").stat().st_mode) == 0o700
    (frozen,) = (tmp_path / "privatelink").iterdir()
    assert (frozen.name, stat.S_IMODE(frozen.stat().st_mode)) == ("declaration.json", 0o600)


def test_another_validation_of_the_same_run_begins_with_nothing(directory):
    directory.begin(DECLARATION)
    directory.write("host-00000-dns", {"names": []})
    assert directory.find("host-00000-dns") == {"names": []}
    directory.begin(DECLARATION)
    assert directory.find("host-00000-dns") is None


def test_without_a_declaration_there_is_none_to_read(directory):
    with pytest.raises(FileNotFoundError):
        directory.declaration()


def test_an_account_of_several_hosts_is_one_as_the_first_declares_it():
    assert DECLARATION.accounts() == [{"name": "one", "kind": "OpenAI"}, {"name": "two"}]
