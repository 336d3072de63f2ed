# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where the lab cannot run, it says what is missing and what to type."""

from __future__ import annotations

import subprocess

import pytest

pytest.importorskip("dns")

from simulated_azure.network import isolation


@pytest.fixture(name="refused")
def fixture_refused(monkeypatch, tmp_path):
    """A machine on which unshare fails, with an empty /proc/sys; returns what writes a switch there."""

    def fails(command, **_options):
        return subprocess.CompletedProcess(command, 1, "", "unshare: write failed /proc/self/uid_map: not permitted\n")

    def switch(name, value):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"{value}\n")

    monkeypatch.setattr(isolation.subprocess, "run", fails)
    monkeypatch.setattr(isolation.shutil, "which", lambda program: f"/usr/bin/{program}")
    monkeypatch.setattr(isolation, "SETTINGS", tmp_path)
    return switch


@pytest.mark.parametrize(
    ("name", "value", "remedy"),
    [
        ("kernel/unprivileged_userns_clone", 0, "sudo sysctl kernel.unprivileged_userns_clone=1"),
        (
            "kernel/apparmor_restrict_unprivileged_userns",
            1,
            "sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0",
        ),
        ("user/max_user_namespaces", 0, "sudo sysctl user.max_user_namespaces=15000"),
    ],
)
def test_the_switch_that_forbids_is_named(monkeypatch, refused, name, value, remedy):
    monkeypatch.setattr(isolation.os, "geteuid", lambda: 1000)
    refused(name, value)
    with pytest.raises(isolation.NotPossible) as raised:
        isolation.unshare_command()
    assert f"Type: {remedy}" in str(raised.value)


def test_without_such_a_switch_the_error_is_shown(monkeypatch, refused):
    monkeypatch.setattr(isolation.os, "geteuid", lambda: 1000)
    with pytest.raises(isolation.NotPossible, match="uid_map: not permitted.*as root"):
        isolation.unshare_command()


def test_root_in_a_container_is_told_what_the_container_needs(monkeypatch, refused):
    monkeypatch.setattr(isolation.os, "geteuid", lambda: 0)
    with pytest.raises(isolation.NotPossible, match="--privileged"):
        isolation.unshare_command()


def test_a_missing_program_is_named_with_its_package(monkeypatch):
    monkeypatch.setattr(isolation.shutil, "which", lambda program: None if program == "ip" else program)
    with pytest.raises(isolation.NotPossible, match="`ip` is missing. Type: sudo apt-get install iproute2"):
        isolation.unshare_command()
