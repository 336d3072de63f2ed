# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Documents that somebody else wrote, and directories that somebody else prepared, given to the role in one run.

A new attack is one row.
"""

from __future__ import annotations

import copy
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._judge.verdict import judge
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._report.formats import FORMATS
from ansible_collections.privatelink.azure_ai.tests.system.hostile.memory import Memory
from ansible_collections.privatelink.azure_ai.tests.unit.support.documents import ESCAPE, MARKUP
from ansible_collections.privatelink.azure_ai.tests.unit.support.estates import (
    PUBLIC,
    SERVED,
    STALE,
    dns,
    estate,
    inside,
    outside,
    probe,
)

OTHER = 4242
HEALTHY = "healthy"
# What an attack may take in the processes of its own tasks; what all may in the one that starts these.
MEGABYTES, MEGABYTES_OF_ALL = 56, 36
SECONDS = 900
BROKEN = (
    inside(probe("tcp_refused", STALE), *SERVED, dns=dns("dns_wrong_address", STALE)),
    outside(probe("model_ok", PUBLIC)),
)


def whole() -> Any:
    return json.loads(json.dumps(judge(estate(*BROKEN))))


@dataclass
class Attack:
    """A document or a baseline, as text, and what stands where the reports are to go."""

    name: str
    refused: str = ""  # a part of the message; empty where the reports are written all the same
    document: str = field(default_factory=lambda: json.dumps(whole()))
    baseline: Callable[[Path], Any] | None = None
    plant: Callable[[Path, Path], Any] | None = None
    below: str = ""


def changed(*path: Any, to: Any) -> str:
    document = copy.deepcopy(whole())
    place = document
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = to
    return json.dumps(document)


def in_every_text(text: str) -> str:
    """A document with a text behind each of its free texts."""
    free = ("summary", "expected", "observed", "cause", "text", "when", "host", "name", "account", "because", "notes")

    def inserted(value: Any, key: str) -> Any:
        if isinstance(value, dict):
            return {name: inserted(inner, name) for name, inner in value.items()}
        if isinstance(value, list):
            return [inserted(inner, key) for inner in value]
        return value + text if isinstance(value, str) and key in free else value

    document = whole()
    return json.dumps({**document, "accounts": inserted(document["accounts"], "")})


def nested(depth: int) -> Any:
    value: Any = []
    for _level in range(depth):
        value = [value]
    return value


def planted_link(reports: Path, victim: Path) -> None:
    reports.symlink_to(victim)
    os.lchown(reports, OTHER, OTHER)


def planted_directory(reports: Path, _victim: Path) -> None:
    reports.mkdir()
    os.chown(reports, OTHER, OTHER)


def planted_report(kind: Callable[[Path, Path], Any]) -> Callable[[Path, Path], None]:
    def plant(reports: Path, victim: Path) -> None:
        reports.mkdir()
        kind(reports / "verdict.json", victim)

    return plant


def sparse(path: Path) -> None:
    path.touch()
    os.truncate(path, 2**32)


def lists(size: int) -> str:
    """A document of so many bytes, which is ten times as large in memory."""
    return '{"schema": 1, "accounts": [' + "[]," * (size // 3) + "[]]}"


CHECK = ("accounts", 0, "checks", 0)
ATTACKS = (
    Attack(HEALTHY, baseline=lambda path: path.write_text(json.dumps(whole()))),
    Attack("accounts-null", "accounts: null is not valid", changed("accounts", to=None)),
    Attack("account-number", "accounts[0]: 7 is not valid", changed("accounts", 0, to=7)),
    Attack("hundred-thousand-accounts", "more than 20000", changed("accounts", to=[{}] * 100000)),
    Attack("huge-text", "more than 65536", changed(*CHECK, "summary", to="x" * 70000)),
    Attack("deep", "nested more than 40 deep", changed(*CHECK, "evidence", to={"x": nested(60)})),
    Attack("link-javascript", "docs[0]: ", changed(*CHECK, "docs", to=["javascript:forged()"])),
    Attack("link-http", "docs[0]: ", changed(*CHECK, "docs", to=["http://example.org/"])),
    Attack("key-with-escapes", "this key is not known", changed(*CHECK, ESCAPE, to=1)),
    Attack("choice-with-escapes", "status: ", changed(*CHECK, "status", to=ESCAPE)),
    Attack("texts-with-escapes", document=in_every_text(ESCAPE)),
    Attack("texts-with-markup", document=in_every_text(MARKUP)),
    Attack("name-of-a-path", document=changed("accounts", 0, "name", to="../../../forged")),
    Attack("baseline-pipe", "not a regular file", baseline=os.mkfifo),
    Attack("baseline-without-end", "not a regular file", baseline=lambda path: path.symlink_to("/dev/zero")),
    Attack("baseline-huge", "it has more than", baseline=sparse),
    Attack("baseline-of-lists", "takes more memory than", baseline=lambda path: path.write_text(lists(8_000_000))),
    Attack("baseline-key-twice", "stands twice", baseline=lambda path: path.write_text('{"schema": 1, "schema": 1}')),
    Attack("baseline-deep", "nested more than", baseline=lambda path: path.write_text("[" * 100000)),
    Attack("baseline-check-null", "checks[0]: null", baseline=lambda path: path.write_text(changed(*CHECK, to=None))),
    Attack("directory-link-of-another", "a symbolic link of another user", plant=planted_link),
    Attack("parent-link-of-another", "a symbolic link of another user", plant=planted_link, below="below"),
    Attack("directory-of-another-in-tmp", "a directory of another user", plant=planted_directory),
    Attack("report-link", plant=planted_report(lambda path, victim: path.symlink_to(victim / "precious"))),
    Attack("report-pipe", plant=planted_report(lambda path, _victim: os.mkfifo(path))),
    Attack("report-without-end", plant=planted_report(lambda path, _victim: path.symlink_to("/dev/zero"))),
    Attack("report-directory", "Is a directory", plant=planted_report(lambda path, _victim: path.mkdir())),
)


def may_give() -> bool:
    """Whether files can be given to another user: not in the lab of somebody who is not root."""
    _inside, _outside, length = Path("/proc/self/uid_map").read_text().split()[:3]
    return int(length) > OTHER


ROWS = tuple(attack for attack in ATTACKS if may_give() or attack.plant not in (planted_link, planted_directory))


@dataclass
class Attacked:
    """What the run left."""

    directory: Path
    output: str
    ends: dict[str, str]  # what was refused, by attack
    memory: Memory


def _end(attack: Attack, refused: str) -> dict[str, Any]:
    """The task that ends an attack: memory is measured up to it."""
    ends = {"ends": "{{ ends | default({}) | combine({attack: refused}) }}"}
    return {"name": attack.name, "ansible.builtin.set_fact": ends, "vars": {"attack": attack.name, "refused": refused}}


@pytest.fixture(scope="module", name="attacked")
def attacked_fixture(tmp_path_factory) -> Attacked:
    directory = tmp_path_factory.mktemp("foreign")
    tasks: list[dict[str, Any]] = []
    for attack in ROWS:
        place = directory / attack.name
        (place / "shared").mkdir(parents=True)
        (place / "shared").chmod(0o1777)
        (place / "victim").mkdir()
        (place / "victim/precious").write_text("precious")
        (place / "verdict.json").write_text(attack.document)
        reports = place / "shared/reports"
        if attack.plant:
            attack.plant(reports, place / "victim")
        if attack.baseline:
            attack.baseline(place / "baseline.json")
        given = {
            "report_verdict": f"{{{{ lookup('ansible.builtin.file', '{place}/verdict.json') | from_json }}}}",
            "report_directory": str(reports / attack.below),
            "report_formats": list(FORMATS),
            "report_baseline": str(place / "baseline.json") if attack.baseline else "",
        }
        shown = "{{ report_verdict | privatelink.azure_ai.verdict_text }}"
        tasks.append(
            {
                "vars": given,
                "block": [
                    {"ansible.builtin.include_role": {"name": "privatelink.azure_ai.report"}},
                    {"ansible.builtin.debug": {"msg": shown}},
                    _end(attack, ""),
                ],
                "rescue": [_end(attack, "{{ ansible_failed_result.msg }}")],
            }
        )
    end = {"content": "{{ ends | default({}) | to_json }}", "dest": str(directory / "ends.json"), "mode": "0600"}
    tasks.append({"ansible.builtin.copy": end})
    (directory / "play.json").write_text(json.dumps([{"hosts": "localhost", "gather_facts": False, "tasks": tasks}]))
    done = subprocess.run(
        [sys.executable, Path(__file__).with_name("memory.py"), "memory.jsonl", "play.json"],
        capture_output=True,
        text=True,
        check=False,
        cwd=directory,
        timeout=SECONDS,
        umask=0,
        env={**os.environ, "ANSIBLE_CALLBACK_RESULT_FORMAT": "yaml"},
    )
    ends = directory / "ends.json"
    assert ends.exists(), done.stdout[-2000:] + done.stderr[-2000:]
    return Attacked(
        directory, done.stdout + done.stderr, json.loads(ends.read_text()), Memory(directory / "memory.jsonl")
    )


@pytest.mark.parametrize("attack", [pytest.param(attack, id=attack.name) for attack in ATTACKS])
def test_it_is_a_named_error_or_a_report(attacked, attack):
    if attack not in ROWS:
        pytest.skip("only root can give files to another user")
    refused = attacked.ends.get(attack.name)
    assert refused is not None, attacked.output[-2000:]
    place = attacked.directory / attack.name
    if attack.refused:
        assert attack.refused in refused and refused.isprintable()
    else:
        assert refused == ""
        assert sorted(os.listdir(place / "shared/reports")) == sorted(module.FILE for module in FORMATS.values())
        assert {os.lstat(each).st_mode for each in (place / "shared/reports").iterdir()} == {0o100644}
    assert os.listdir(place / "victim") == ["precious"]
    assert (place / "victim/precious").read_text() == "precious"
    assert not (place.parent / "forged").exists()


def test_nothing_crashed_and_nothing_reached_the_terminal(attacked):
    assert "Traceback" not in attacked.output
    assert not [line for line in attacked.output.splitlines() if not line.isprintable()]
    # It would be seen: what was shown is in the output.
    assert "\\x1b[2J" in attacked.output


def test_no_page_holds_what_is_not_its_own(attacked):
    reports = attacked.directory / "texts-with-markup/shared/reports"
    assert "<script>forged" not in (reports / "verdict.html").read_text()
    assert "<img" not in (reports / "verdict.html").read_text()
    assert "&lt;img" in (reports / "verdict.html").read_text()


def test_the_memory_of_all_processes_is_bounded(attacked):
    # What every play of so many tasks takes is charged too.
    assert attacked.memory.main - attacked.memory.started < MEGABYTES_OF_ALL
    largest = attacked.memory.up_to([attack.name for attack in ROWS])
    assert list(largest) == [attack.name for attack in ROWS]
    more = {name: size - largest[HEALTHY] for name, size in largest.items()}
    assert max(more.values()) < MEGABYTES, more
