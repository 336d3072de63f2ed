# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import re

import pytest

from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._document.stable import stable
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._report.terminal import path_lines, summary_lines
from ansible_collections.privatelink.azure_ai.tests.system.terminal.conftest import CORES, ESTATES
from ansible_collections.privatelink.azure_ai.tests.system.terminal.terminal import COLUMNS, words

from simulated_azure.accounts import accounts_named

every_screen = pytest.mark.parametrize("estate, core", [(estate, core) for estate in ESTATES for core in CORES])


@every_screen
def test_the_conclusions_are_those_of_the_lab_s_table(screens, estate, core):
    found = {account["name"]: account["root_cause"] for account in screens[estate, core].document["accounts"]}
    assert found == {account.name: account.root_cause for account in accounts_named(ESTATES[estate][0])}


@pytest.mark.parametrize("estate", ESTATES)
@pytest.mark.parametrize("core", list(CORES)[1:])
def test_every_ansible_core_comes_to_the_same_document(screens, estate, core):
    assert stable(screens[estate, core].document) == stable(screens[estate, next(iter(CORES))].document)


@every_screen
def test_the_exit_code_tells_whether_all_is_well(screens, estate, core):
    assert screens[estate, core].code == {"healthy": 0, "broken": 2}[estate], screens[estate, core].text


@every_screen
def test_paths_and_summary_are_shown_with_one_line_for_each_line(screens, estate, core):
    screen = screens[estate, core]
    assert "\x1b[" in screen.raw  # Ansible took it for a terminal
    shown = [words(lines) for lines in screen.lists()]
    assert any(lines == [*path_lines(screen.document), *summary_lines(screen.document)] for lines in shown)


@every_screen
def test_what_is_shown_needs_no_escapes(screens, estate, core):
    screen = screens[estate, core]
    assert screen.lists()
    # But for the quotes of JSON in a command, which Ansible itself escapes.
    assert [line for lines in screen.lists() for line in lines if "\\" in line.replace('\\"', "")] == []
    assert "\\n" not in screen.text


@every_screen
def test_only_commands_and_long_names_are_wider_than_the_terminal(screens, estate, core):
    screen = screens[estate, core]
    checks = [check for account in screen.document["accounts"] for check in account["checks"]]
    commands = {step["text"] for check in checks for step in check["remedy"] if step["kind"] == "command"}
    wide = [line for lines in screen.lists() for line in lines if len(line) > COLUMNS]
    texts = [words([line])[0].strip() for line in wide]
    assert [text for text in texts if " " in text and not any(command in text for command in commands)] == []
    assert bool(wide) == (estate == "broken")


@pytest.mark.parametrize("core", CORES)
def test_a_failed_run_ends_with_its_accounts_and_their_causes(screens, core):
    screen = screens["broken", core]
    (fatal,) = re.findall(r"^fatal: .*$", screen.text, re.MULTILINE)
    for account in screen.document["accounts"]:
        named = "%(name)s (%(root_cause)s)" % account
        assert (named in " ".join(fatal.split())) == (account["status"] != "pass")


@every_screen
def test_nothing_is_deprecated_or_broken(screens, estate, core):
    # The lab's hosts are network namespaces of one machine, unlike real hosts.
    bad = re.compile(r".*(?:\[DEPRECATION|\[WARNING\](?!: privatelink_vantage: )|Traceback|An exception occurred).*")
    assert bad.findall(screens[estate, core].text) == []
