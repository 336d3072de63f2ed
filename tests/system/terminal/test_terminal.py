# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import re

import pytest

from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._document.stable import stable
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._document.text import BLOCK_WIDTH, WIDTH
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._report.findings import finding_lines
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._report.terminal import summary_lines
from ansible_collections.privatelink.azure_ai.tests.support import sample_report
from ansible_collections.privatelink.azure_ai.tests.system.terminal.conftest import COLLECTION, CORES, DEMO, ESTATES
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
def test_what_did_not_pass_and_the_summary_are_shown_line_by_line(screens, estate, core):
    screen = screens[estate, core]
    assert "\x1b[" in screen.raw  # Ansible took it for a terminal
    width = BLOCK_WIDTH if (estate, core) in DEMO else WIDTH
    expected = [*finding_lines(screen.document), *summary_lines(screen.document, width)]
    assert expected in [lines[: len(expected)] for lines in _shown(screens, estate, core)]


@pytest.mark.parametrize("estate, core", DEMO)
def test_the_demo_fits_a_hundred_and_twenty_lines(screens, estate, core):
    # Its own lines before and after are four.
    assert len(screens[estate, core].text.strip("\n").split("\n")) <= 120 - 4


@pytest.mark.parametrize("estate, core", DEMO)
def test_with_the_configuration_of_the_guides_nothing_is_quoted_and_nothing_skipped(screens, estate, core):
    screen = screens[estate, core]
    assert screen.lists() == [] and "skipping:" not in screen.text
    accounts = screen.document["accounts"]
    checks = [check for each in accounts for check in each["checks"] if check["code"] == each["root_cause"]]
    commands = {step["text"] for check in checks for step in check["remedy"] if step["kind"] == "command"}
    lines = [line.removeprefix("  fix   ").strip() for block in screen.blocks() for line in block]
    assert commands and [command for command in commands if command not in lines] == []


@every_screen
def test_what_is_shown_needs_no_escapes(screens, estate, core):
    screen = screens[estate, core]
    assert _shown(screens, estate, core)
    # But for the quotes of JSON in a command, which Ansible itself escapes.
    assert [line for lines in screen.lists() for line in lines if "\\" in line.replace('\\"', "")] == []
    assert "\\n" not in screen.text


@every_screen
def test_only_commands_and_long_names_are_wider_than_the_terminal(screens, estate, core):
    screen = screens[estate, core]
    checks = [check for account in screen.document["accounts"] for check in account["checks"]]
    commands = {step["text"] for check in checks for step in check["remedy"] if step["kind"] == "command"}
    lists = [line for lines in screen.lists() for line in lines if len(line) > COLUMNS]
    blocks = [line for lines in screen.blocks() for line in lines if len(line) > COLUMNS - 8]
    texts = [words([line])[0].strip() for line in lists] + [line.strip() for line in blocks]
    wide = [text for text in texts if " " in text and not any(command in text for command in commands)]
    # The message of a failed task has a line for each sentence, and a path of the test is long.
    ends = ("did not pass: ", "what to type is shown above", "The report: ")
    assert [text for text in wide if not any(end in text for end in ends)] == []
    assert any(command in text for text in texts for command in commands) == (estate == "broken")


@pytest.mark.parametrize("core", CORES)
def test_a_failed_run_ends_with_its_accounts_their_causes_and_the_report(screens, core):
    screen = screens["broken", core]
    fatal = screen.text[screen.text.index("\nfatal: ") :]
    for account in screen.document["accounts"]:
        named = "%(name)s (%(root_cause)s)" % account
        assert (named in fatal) == (account["status"] != "pass")
    assert re.search(r"What was seen and what to type is shown above, and in /\S+/reports/verdict\.html", fatal)


@pytest.mark.parametrize("core", CORES)
def test_a_run_that_passed_ends_with_the_report(screens, core):
    (lines,) = _shown(screens, "healthy", core)
    assert re.fullmatch(r"The report: /\S+/reports/verdict\.html", lines[-1])
    assert len([line for line in lines if "verdict.html" in line]) == 1


def _shown(screens, estate, core):
    screen = screens[estate, core]
    return screen.blocks() if (estate, core) in DEMO else [words(lines) for lines in screen.lists()]


def test_the_sample_report_is_that_of_the_demo(screens):
    for file, text in sample_report.rendered(screens[DEMO[0]].document).items():
        written = (COLLECTION / sample_report.DIRECTORY / file).read_text(encoding="utf-8")
        assert written == text, f"{file} of docs/sample is stale: run make sample, and commit it"


@every_screen
def test_nothing_is_deprecated_or_broken(screens, estate, core):
    # The lab's hosts are network namespaces of one machine, unlike real hosts.
    bad = re.compile(r".*(?:\[DEPRECATION|\[WARNING\](?!: privatelink_vantage: )|Traceback|An exception occurred).*")
    assert bad.findall(screens[estate, core].text) == []
