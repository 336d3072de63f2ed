# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest
from ansible_collections.privatelink.azure_ai.plugins.module_utils._jumphost_packages import MANAGERS, PackageError, Packages

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


@pytest.mark.parametrize("manager, names", [
    ("apt", {"python3", "libc6"}), ("dnf", {"python3", "glibc", "gpg-pubkey"}), ("tdnf", {"python3", "glibc", "gpg-pubkey"}),
])
def test_installed(manager, names):
    assert Packages(manager, Host()).installed() == names


def test_removed_packages_that_left_their_configuration_are_missing():
    assert Packages("apt", Host()).missing(["jq", "curl", "python3"]) == ["jq", "curl"]


def test_all_that_would_come_is_told_without_what_would_only_be_renewed():
    host = Host(install="Inst libonig5 (6.9 Debian:12 [amd64])\nInst libc6 [2.36-9] (2.36-10 Debian:12 [amd64])\nInst jq (1.6 Debian)\nConf jq (1.6)\n")
    assert Packages("apt", host).would_add(["jq"]) == ["jq", "libonig5"]


def test_a_failed_command_says_how():
    host = Host(install=(100, "", "E: Unable to locate package jq"))
    with pytest.raises(PackageError, match="^apt-get --simulate .* install jq: E: Unable to locate package jq$"):
        Packages("apt", host).would_add(["jq"])


@pytest.mark.parametrize("purged, removable", [
    pytest.param({"jq libc6": "Purg jq [1]\nPurg libc6 [1]\n"}, ["jq", "libc6"], id="nobody else needs them"),
    pytest.param({"jq libc6": "Purg jq [1]\nRemv theirs [1]\nPurg libc6 [1]\n", "purge jq": "Purg jq [1]\n",
                  "purge libc6": "Purg libc6 [1]\nRemv theirs [1]\n"}, ["jq"], id="somebody needs one"),
])
def test_what_others_need_by_now_stays(purged, removable):
    host = Host(**{"dpkg-query": "installed jq\ninstalled libc6\n"}, **purged)
    assert Packages("apt", host).removable(["jq", "libc6", "gone"]) == removable


@pytest.mark.parametrize("code, removable", [(0, ["glibc", "python3"]), (1, [])])
def test_rpm_says_whether_others_need_them(code, removable):
    host = Host(test=(code, ""))
    assert Packages("dnf", host).removable(["python3", "glibc"]) == removable
    assert host.run_commands[-1] == "rpm --erase --test glibc python3"


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
