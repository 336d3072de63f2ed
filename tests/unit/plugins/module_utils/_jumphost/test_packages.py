# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest

from ansible_collections.privatelink.azure_ai.plugins.module_utils._jumphost.packages import (
    MANAGERS,
    PackageError,
    Packages,
)

DPKG = "installed python3\ninstalled libc6\nconfig-files jq\nnot-installed curl\n"


class Host:
    """What the commands of a host answer, by a word in them, and which were run."""

    def __init__(self, **answers):
        self.answers = {"dpkg-query": DPKG, "rpm --query": "python3\nglibc\ngpg-pubkey\n", **answers}
        self.run_commands = []

    def __call__(self, command):
        line = " ".join(command)
        self.run_commands.append(line)
        for words, answer in self.answers.items():
            if words.replace("_", " ") in line:
                return (0, answer, "") if isinstance(answer, str) else (*answer, "")[:3]
        return 0, "", ""


@pytest.mark.parametrize(
    "manager, names",
    [
        ("apt", {"python3", "libc6"}),
        ("dnf", {"python3", "glibc", "gpg-pubkey"}),
        ("tdnf", {"python3", "glibc", "gpg-pubkey"}),
    ],
)
def test_installed(manager, names):
    assert Packages(manager, Host()).installed() == names


def test_removed_packages_that_left_their_configuration_are_not_installed():
    assert Packages("apt", Host()).installed() == {"python3", "libc6"}


APT = "Inst libonig5 (6.9 Debian:12 [amd64])\nInst libc6 [2.36-9] (2.36-10 Debian:12 [amd64])\nInst jq (1.6 Debian)\nConf jq (1.6)\n"
DNF = """\
Dependencies resolved.
================================================================================
 Package                          Arch    Version              Repo    Size
================================================================================
Installing:
 jq                               noarch  1-1                  local  5.4 k
Upgrading:
 glibc                            noarch  2-1                  local  5.4 k
Installing dependencies:
 a-name-that-is-longer-than-the-column-of-the-table
                                  noarch  3.0.0.0.0.20260101-1 local  5.6 k

Transaction Summary
================================================================================
Install  2 Packages
Upgrade  1 Package

Total size: 16 k
"""


@pytest.mark.parametrize(
    "manager, answer, added, upgraded",
    [
        pytest.param("apt", APT, ["jq", "libonig5"], ["libc6 2.36-10"], id="apt"),
        pytest.param("apt", "", [], [], id="apt-nothing-to-do"),
        # Asked whether to go on, it was told no.
        pytest.param(
            "dnf",
            (1, DNF, "Operation aborted."),
            ["a-name-that-is-longer-than-the-column-of-the-table", "jq"],
            ["glibc 2-1"],
            id="dnf",
        ),
        pytest.param("dnf", "Dependencies resolved.\nNothing to do.\nComplete!\n", [], [], id="dnf-nothing-to-do"),
    ],
)
def test_all_that_would_come_is_told_beforehand(manager, answer, added, upgraded):
    assert Packages(manager, Host(install=answer)).announce(["jq"]) == (added, upgraded)


def test_tdnf_tells_nothing_beforehand():
    assert Packages("tdnf", Host()).announce(["jq"]) is None


@pytest.mark.parametrize(
    "manager, code, said",
    [
        ("apt", 100, "E: Unable to locate package jq"),
        ("dnf", 1, "Error: Unable to find a match: jq"),
    ],
)
def test_a_failed_command_says_how(manager, code, said):
    with pytest.raises(PackageError, match=f"^(apt-get|dnf) .* install jq: {said}$"):
        Packages(manager, Host(install=(code, "", said))).announce(["jq"])


@pytest.mark.parametrize(
    "purged, removable",
    [
        pytest.param({"jq libc6": "Purg jq [1]\nPurg libc6 [1]\n"}, ["jq", "libc6"], id="nobody else needs them"),
        pytest.param(
            {
                "jq libc6": "Purg jq [1]\nRemv theirs [1]\nPurg libc6 [1]\n",
                "purge jq": "Purg jq [1]\n",
                "purge libc6": "Purg libc6 [1]\nRemv theirs [1]\n",
            },
            ["jq"],
            id="somebody needs one",
        ),
    ],
)
def test_what_others_need_by_now_stays(purged, removable):
    host = Host(**{"dpkg-query": "installed jq\ninstalled libc6\n"}, **purged)
    assert Packages("apt", host).removable(["jq", "libc6", "gone"]) == removable


@pytest.mark.parametrize(
    "needed_by, removable",
    [
        pytest.param({}, ["jq", "oniguruma"], id="nobody else needs them"),
        pytest.param({"oniguruma": ["jq", "theirs"]}, ["jq"], id="somebody needs what one of them needs"),
        pytest.param({"oniguruma": ["jq"]}, ["jq", "oniguruma"], id="one of them needs the other"),
        pytest.param({"jq": ["theirs"], "oniguruma": ["jq"]}, [], id="somebody needs the one that needs the other"),
    ],
)
def test_rpm_says_whether_others_need_them(needed_by, removable):
    def run(command):
        going = command[command.index("--test") + 1 :] if "--test" in command else []
        stay = [name for name in going if not set(needed_by.get(name, ())) <= set(going)]
        return (1 if stay else 0), "" if going else "oniguruma\njq\ntheirs\n", ""

    assert Packages("dnf", run).removable(["jq", "oniguruma", "gone"]) == removable


@pytest.mark.parametrize("manager", MANAGERS)
def test_nothing_is_asked_of_people(manager):
    for command in (MANAGERS[manager].install, MANAGERS[manager].remove, MANAGERS[manager].refresh):
        assert command is None or command[0] == "rpm" or {"--yes", "--assumeyes"} & set(command)


def test_nothing_is_removed_or_only_recommended():
    assert {"--no-remove", "--no-install-recommends"} <= set(MANAGERS["apt"].install) & set(MANAGERS["apt"].simulate)


def test_without_names_nothing_runs():
    host = Host()
    Packages("apt", host).remove([])
    assert host.run_commands == []
