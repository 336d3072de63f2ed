# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import re


def changed(done):
    """How many tasks changed something on the host."""
    assert done.returncode == 0, done.stdout + done.stderr
    return int(re.search(r"^jump-1\s.*changed=(\d+)", done.stdout, re.MULTILINE)[1])


def has_libraries(jumphost):
    return jumphost.run("/usr/bin/python3", "-c", "import dns.message, requests").returncode == 0


def test_check_mode_announces_and_installs_nothing(jumphost):
    assert changed(jumphost.playbook("--check")) == 1
    assert not has_libraries(jumphost)


def test_converges_to_what_the_modules_need(jumphost):
    assert changed(jumphost.playbook()) == 1
    assert has_libraries(jumphost)
    for tool in ("curl", "jq", "dig", "nslookup"):
        assert jumphost.run("sh", "-c", f"command -v {tool}").returncode == 0, tool


def test_a_second_run_changes_nothing(jumphost):
    assert changed(jumphost.playbook()) == 0


def test_a_family_that_the_role_does_not_know_is_refused_by_name(jumphost):
    done = jumphost.playbook("--extra-vars", '{"ansible_facts": {"os_family": "Suse"}}')
    assert done.returncode != 0
    assert "jump-1 runs Suse, for which this role knows no package names; known are Debian, RedHat." in done.stdout
