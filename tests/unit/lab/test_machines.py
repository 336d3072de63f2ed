# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The table of machines, and what is said where they cannot be had."""

from __future__ import annotations

import subprocess
from collections import Counter

import pytest

pytest.importorskip("dns")

from simulated_azure.dns import resolvers
from simulated_azure.machines import cgroups, furniture, table, trees
from simulated_azure.network import isolation, vantages


@pytest.mark.parametrize("machine", table.MACHINES, ids=lambda machine: machine.name)
def test_a_row_names_what_exists(machine):
    assert machine.layer in trees.LAYERS
    assert machine.resolver in furniture.RESOLVERS
    assert machine.nameserver in {resolver.address for resolver in resolvers.RESOLVERS}
    assert machine.role in ("jumphost", "onprem")


def test_no_address_is_used_twice():
    many = [*table.machines_named("all"), *table.machines_named("30xjump-plain,40xjump-bare")]
    addresses = [machine.address for machine in many] + [vantage.address for vantage in vantages.VANTAGES]
    assert [address for address, count in Counter(addresses).items() if count > 1] == []
    cables = Counter(machine.vantage.name[:12] for machine in many)
    assert max(cables.values()) == 1


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("jump-nm", ["jump-nm"]),
        ("jump-plain,jump-nm,jump-plain", ["jump-plain", "jump-nm"]),
        ("2xjump-bare", ["jump-bare-1", "jump-bare-2"]),
        ("onprem-1m,2xjump-bare", ["onprem-1m", "jump-bare-1", "jump-bare-2"]),
        ("all", [machine.name for machine in table.MACHINES]),
    ],
)
def test_machines_are_chosen_by_name_and_number(text, names):
    assert [machine.name for machine in table.machines_named(text)] == names


def test_an_unknown_machine_is_named_with_those_that_exist():
    with pytest.raises(isolation.NotPossible, match=r"no machine 'jump-x'; there are: all, jump-resolved, .*20xjump"):
        table.machines_named("jump-plain,jump-x")


def test_more_machines_than_networks_are_refused():
    with pytest.raises(isolation.NotPossible, match="at most 100 machines"):
        table.machines_named("200xjump-plain")


@pytest.mark.parametrize(("user", "command"), [(1000, ["unshare", "--net", "--user"]), (0, ["unshare", "--user"])])
def test_without_root_machines_are_refused_and_the_way_out_is_named(monkeypatch, user, command):
    monkeypatch.setattr(isolation.os, "geteuid", lambda: user)
    monkeypatch.setattr(isolation, "unshare_command", lambda: command)
    with pytest.raises(isolation.NotPossible, match="takes root: run this command as root, or leave --machines out"):
        isolation.require_machines()


def test_without_apt_machines_are_refused(monkeypatch):
    monkeypatch.setattr(isolation.os, "geteuid", lambda: 0)
    monkeypatch.setattr(isolation, "unshare_command", lambda: ["unshare"])
    monkeypatch.setattr(isolation.shutil, "which", lambda program: None)
    with pytest.raises(isolation.NotPossible, match="no apt-get; it takes Debian or Ubuntu"):
        isolation.require_machines()


def test_a_changed_row_below_makes_other_trees(monkeypatch):
    before = trees.lower_directories("networkmanager")
    changed = trees.Layer("equipped", "bare", ("python3-apt",))
    monkeypatch.setitem(trees.LAYERS, "equipped", changed)
    after = trees.lower_directories("networkmanager")
    assert [one == other for one, other in zip(before, after)] == [False, False, True]


def test_a_tree_that_cannot_be_made_says_what_the_program_said(monkeypatch, tmp_path):
    def fails(command, **_options):
        output = "bookworm main http://archive.example/debian\n" if command[0] == "apt-get" else "E: no such mirror\n"
        return subprocess.CompletedProcess(command, command[0] != "apt-get", output)

    monkeypatch.setattr(trees, "CACHE", tmp_path)
    monkeypatch.setattr(trees.platform, "freedesktop_os_release", lambda: {"VERSION_CODENAME": "bookworm"})
    monkeypatch.setattr(trees.subprocess, "run", fails)
    with pytest.raises(isolation.NotPossible, match="E: no such mirror"):
        trees.prepare(["bare"], tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["lock"]


def test_without_an_archive_of_this_release_there_are_no_machines(monkeypatch, tmp_path):
    monkeypatch.setattr(trees, "CACHE", tmp_path)
    monkeypatch.setattr(trees.platform, "freedesktop_os_release", lambda: {"VERSION_CODENAME": "trixie"})
    monkeypatch.setattr(
        trees.subprocess,
        "run",
        lambda command, **_options: subprocess.CompletedProcess(
            command, 0, "bookworm main http://archive.example/debian\n"
        ),
    )
    with pytest.raises(isolation.NotPossible, match="apt knows no archive of trixie"):
        trees.prepare(["bare"], tmp_path)


@pytest.mark.parametrize(
    ("mounts", "memberships", "groups"),
    [
        (
            "30 20 0:25 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n",
            "0::/user.slice\n",
            ["/sys/fs/cgroup/user.slice/lab"],
        ),
        (
            "30 20 0:25 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw\n"
            "31 20 0:26 / /sys/fs/cgroup/systemd rw - cgroup cgroup rw,xattr,name=systemd\n"
            "32 20 0:27 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n",
            "9:name=systemd:/\n4:memory:/elsewhere\n0::/\n",
            ["/sys/fs/cgroup/systemd/lab", "/sys/fs/cgroup/unified/lab"],
        ),
        ("30 20 0:25 /docker/abc /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n", "0::/docker/abc\n", ["/sys/fs/cgroup/lab"]),
    ],
    ids=["unified", "hybrid", "container"],
)
def test_groups_are_made_where_systemd_makes_its_own(monkeypatch, mounts, memberships, groups):
    texts = {"/proc/self/mountinfo": mounts, "/proc/self/cgroup": memberships}
    monkeypatch.setattr(cgroups.Path, "read_text", lambda self, **_options: texts[str(self)])
    assert [str(group) for group in cgroups.below_own("lab")] == groups
