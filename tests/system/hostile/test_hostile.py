# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A jumphost that belongs to somebody else can make only its own line wrong."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from ansible_collections.privatelink.azure_ai.tests.system.hostile.attacks import (
    FAILED,
    FORGED,
    HARMLESS,
    INERT,
    INVISIBLE,
    TAKEN,
    VICTIM,
    by_host,
)
from ansible_collections.privatelink.azure_ai.tests.system.hostile.conftest import OWN, POISONED, SHARED

HOSTS = by_host()
MEGABYTES = 64


@pytest.mark.parametrize("host", HOSTS)
def test_only_the_own_line(attacked, host):
    expected = HOSTS[host][0].expected
    checks = attacked.checks(host)
    assert checks, "it has no line"
    if expected == FAILED:
        assert {check["code"] for check in checks} == {"host_failed"}, [check["observed"] for check in checks]
    elif expected == INERT or (expected == HARMLESS and {check["code"] for check in checks} != {"host_failed"}):
        assert _without_place(checks) == _without_place(attacked.checks(VICTIM))


def _without_place(checks):
    return [(check["link"], check["status"], check["code"]) for check in checks]


@pytest.mark.parametrize("host", POISONED)
def test_a_poisoned_cache(attacked, host):
    codes = {check["code"] for check in attacked.checks(host)}
    assert (codes == {"host_failed"}) is (host != "cached-options"), codes


def test_the_honest_host_is_as_ever(attacked):
    account = attacked.account(OWN.name)
    assert (account["status"], account["root_cause"], account["verdicts"]["isolation"]) == ("pass", None, "isolated")
    assert {check["status"] for check in attacked.checks(VICTIM)} == {"pass"}


def test_the_control_node_is_as_ever(attacked):
    assert [(check["link"], check["status"]) for check in attacked.checks("localhost")] == [
        (check["link"], check["status"]) for check in attacked.checks("localhost", OWN.name)
    ]
    assert {check["status"] for check in attacked.checks("localhost")} == {"pass"}


def test_no_credential_of_another_host_arrives(attacked):
    sent = {entry["host"]: set(entry["sent"]) for entry in attacked.sent if entry["module"] == "aoai_probe"}
    assert {"shared"} in sent.values()
    assert not [host for host, secrets in sent.items() if "own" in secrets]


def test_nothing_forged_is_declared(attacked):
    shown = [account for account in attacked.document["declared"] if account["name"] in (SHARED.name, OWN.name)]
    assert len(shown) == 2
    assert TAKEN not in str(shown) and FORGED not in str(shown)
    assert attacked.document["waivers"] == []
    assert attacked.document["accept_azure_evidence"] is False
    assert attacked.document["looked_at"] is None
    vantages = {entry["host"]: entry["vantage"] for entry in attacked.document["observations"]}
    assert vantages.pop("localhost") == "outside"
    assert set(vantages.values()) == {"jumphost"} and len(vantages) == len(HOSTS) + len(POISONED) + 1


def test_the_run_ends_as_it_must(attacked):
    assert attacked.code == 2, attacked.output[-3000:]
    assert "drift" not in attacked.document
    stats = attacked.output.partition("CUSTOM STATS:")[2]
    assert '"privatelink_status": "fail"' in stats or '"privatelink_status": "unknown"' in stats, stats


def test_files_are_where_the_operator_has_them(attacked):
    names = {path.name for path in (attacked.directory / "reports").iterdir()}
    assert names == {"verdict.json", "verdict.html", "verdict.md", "verdict.junit.xml", "verdict.prom"}
    assert not list(attacked.directory.glob("mark-*"))


def test_no_text_of_a_host_is_markup(attacked):
    reports = attacked.directory / "reports"
    ElementTree.parse(reports / "verdict.junit.xml")
    assert "<script>forged" not in (reports / "verdict.html").read_text()
    lines = [(reports / "verdict.prom").read_text(), (reports / "verdict.md").read_text(), attacked.output]
    assert not [line for line in "\n".join(lines).splitlines() if line.strip().startswith(("forged_metric", "::error"))]


def test_no_invisible_character_reaches_the_screen(attacked):
    assert {each for each in set(INVISIBLE) if each in attacked.output} == {"a", "b", "2", "J"}


def test_the_output_is_bounded(attacked):
    assert len(attacked.output) < 5_000_000
    assert "\x1b[2J" not in attacked.output


@pytest.mark.parametrize("host", HOSTS)
def test_the_memory_of_all_processes_is_bounded(attacked, healthy, host):
    # The process that starts all others is charged with the sum of all attacks, and with so many hosts.
    of_all = max(0, attacked.memory.main - healthy.memory.main)
    usual = healthy.memory.of(VICTIM)
    more = {action: of_all + size - usual.get(action, 0) for action, size in attacked.memory.of(host).items()}
    assert max(more.values()) < MEGABYTES, (more, usual)
