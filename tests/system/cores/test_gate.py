# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A branch of a workflow is decided by the artifacts that a platform hands on as extra variables, and by nothing else."""

from __future__ import annotations

import json

import pytest

from ansible_collections.privatelink.azure_ai.tests.system.cores.conftest import (
    NEWEST,
    OLDEST,
    oldest_and_newest,
    on_oldest,
    run,
)

GATE = "privatelink.azure_ai.gate"
EXPOSED = {
    "privatelink_status": "fail",
    "privatelink_account_verdicts": {"{{ 1 / 0 }}": {"isolation": "exposed"}, "other": {"isolation": "isolated"}},
    "privatelink_root_causes": {"{{ 1 / 0 }}": "gate_public_open", "other": None},
    "privatelink_failed_accounts": ["{{ 1 / 0 }}"],
}
ISOLATED = {
    "privatelink_status": "pass",
    "privatelink_account_verdicts": {"other": {"isolation": "isolated"}},
    "privatelink_root_causes": {"other": None},
    "privatelink_failed_accounts": [],
}


def decided(directory, core, artifacts, *arguments, inventory=None, **variables):
    """Run the gate as a platform does: artifacts are extra variables, marked as unsafe."""
    hosts = directory / "inventory.json"
    hosts.write_text(json.dumps({"all": inventory or {"hosts": {"jump-1": {}}}}))
    given = directory / "extravars"
    given.write_text("\n".join(f"!unsafe '{name}': {_unsafe(value)}" for name, value in artifacts.items()) or "{}")
    return run(core, GATE, hosts, "-e", f"@{given}", *arguments, **variables)


def _unsafe(value):
    if isinstance(value, dict):
        return f"{{{', '.join(f'!unsafe {json.dumps(key)}: {_unsafe(inner)}' for key, inner in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(_unsafe, value))}]"
    return "null" if value is None else f"!unsafe {json.dumps(value)}"


# What an inventory says of the control node does not matter.
ELSEWHERE = {"hosts": {"localhost": {"ansible_connection": "ssh", "ansible_become": True, "ansible_port": 1}}}


@oldest_and_newest
def test_one_branch_is_taken(tmp_path, core):
    options = ("-e", "gate_on=exposed", "--check", "--tags", "report")
    taken = decided(tmp_path, core, EXPOSED, *options, inventory=ELSEWHERE)
    assert taken.code == 0, taken.output
    assert "{{ 1 / 0 }}: exposed, not passed, root cause gate_public_open" in taken.output
    left = decided(tmp_path, core, EXPOSED, "-e", "gate_on=isolated")
    assert left.code == 2 and "The outcome is exposed. This branch is for isolated." in left.output, left.output
    assert "other: isolated, passed" in left.output


@pytest.mark.parametrize(("core", "outcome"), [(OLDEST, "isolated"), (NEWEST, "unknown")])
def test_no_branch_is_taken_without_a_verdict(tmp_path, core, outcome):
    """What a host or an inventory says is no verdict: the artifacts come from earlier jobs."""
    cache = tmp_path / "cache"
    cache.mkdir()
    for name in ("localhost", "s1_localhost"):
        (cache / name).write_text(json.dumps(ISOLATED))
    done = decided(
        tmp_path,
        core,
        {},
        "-e",
        f"gate_on={outcome}",
        inventory={"hosts": {"localhost": ISOLATED}, "vars": ISOLATED},
        ANSIBLE_CACHE_PLUGIN="jsonfile",
        ANSIBLE_CACHE_PLUGIN_CONNECTION=str(cache),
    )
    assert done.code == 2 and "privatelink_status: no earlier job of this workflow has set it" in done.output


@on_oldest
@pytest.mark.parametrize(
    "arguments, message",
    [
        pytest.param(
            (), "gate_on: it is missing: expected one of isolated, exposed, unknown, such as -e gate_on=", id="none"
        ),
        pytest.param(("-e", "gate_on=isolate"), "did you mean isolated?", id="misspelt"),
        pytest.param(("-e", "gate_on=isolated", "--limit", "jump-1"), "Remove --limit", id="a limit"),
        pytest.param(("-e", "gate_on=isolated", "--skip-tags", "always"), "Remove them from --skip-tags", id="tags"),
    ],
)
def test_a_gate_that_would_decide_nothing_fails(tmp_path, arguments, message):
    done = decided(tmp_path, OLDEST, ISOLATED, *arguments)
    assert done.code not in (0, None) and message in " ".join(done.output.split()), done.output
