# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""What a host lacks before private endpoints can be validated from it, in words. Pure: from the facts of
jumphost_facts.
"""

from __future__ import annotations

import textwrap
from typing import Any

from ...module_utils._core.libraries import is_new_enough
from ...module_utils._core.needed import NEEDED
from ...module_utils._core.text import printable, some_of
from .._document.text import WIDTH
from .network_preflight import (
    LACKING,
    OK,
    UNKNOWN,
    item,
    judge_egress,
    judge_pins,
    judge_proxy,
    judge_resolver,
)

_SHOWN = {OK: "ok", LACKING: "LACK", UNKNOWN: "unkn"}
_HANGING = " " * 19

OLDEST_PYTHON = (3, 9)
_NEEDED = {"dns": "dnspython", "requests": "requests", "azure.identity": "azure-identity"}


def preflight(facts: dict[str, Any], expectations: dict[str, Any]) -> dict[str, Any]:
    """Return C({topics, lacking, lines}): each topic with its status, the names of those that lack, and all in words.

    C(facts) are the facts of jumphost_facts. C(expectations) may hold C(host) (its name), C(names) (mappings with
    C(name), C(addresses), C(networks)), C(nameservers), C(identity) and C(tools).
    """
    topics = [
        _python(facts),
        _libraries(facts, expectations),
        *([_tools(facts)] if expectations.get("tools") else []),
        judge_resolver(facts, expectations),
        judge_proxy(facts, expectations),
        _clock(facts),
        judge_egress(facts, expectations),
        _sudo(facts),
        judge_pins(facts, expectations),
        _trust(facts),
    ]
    lacking = [found["topic"] for found in topics if found["status"] == LACKING]
    return {"topics": topics, "lacking": lacking, "lines": _lines_of(topics, lacking, facts, expectations.get("host"))}


def _python(facts):
    python = facts["python"]
    text = f"{python['executable']} is Python {python['version']}"
    if tuple(map(int, python["version"].split(".")[:2])) >= OLDEST_PYTHON:
        return item("python", OK, text)
    return item(
        "python",
        LACKING,
        f"{text}; the modules need {OLDEST_PYTHON[0]}.{OLDEST_PYTHON[1]} or newer",
        "Install a newer Python beside it (on RHEL 8 the package python3.11) and name it in "
        "ansible_python_interpreter.",
    )


def _libraries(facts, expectations):
    needed = ["dns", "requests"] + ["azure.identity"] * bool(expectations.get("identity"))
    venv = facts["venv"]
    missing = [name for name in needed if not is_new_enough(name, facts["libraries"].get(name))]
    if not missing:
        return item("libraries", OK, _versions(facts["libraries"], needed))
    if all(is_new_enough(name, venv["libraries"].get(name)) for name in needed):
        return item(
            "libraries",
            OK,
            (f"{_versions(venv['libraries'], needed)} in {venv['path']}, which the modules use by themselves"),
        )
    packages = [_lacking(name, facts["libraries"].get(name)) for name in missing]
    text = (
        f"{facts['python']['executable']} cannot import {some_of(packages, len(packages))}, "
        "without which nothing can be validated from here"
    )
    if "azure.identity" in missing:
        return item(
            "libraries",
            LACKING,
            text,
            "Run the role. It installs wheels from the control node.",
        )
    return item("libraries", LACKING, text, f"Run the role. {_how_libraries_come(facts['package_source'])}")


def _lacking(name, version):
    return _NEEDED[name] if version is None else f"{NEEDED[name]} (it has {version})"


def _how_libraries_come(source):
    # Those of other systems are never known here.
    is_known = any(version for name, version in (source["candidates"] or {}).items() if name.startswith("python3-"))
    if is_known and source["reachable"]:
        return f"It installs packages, with {source['tool']}."
    if source["candidates"] and not is_known:
        return f"{source['tool']} has no package of them: it installs wheels from the control node."
    if source["reachable"] is False:
        return "No package source can be reached from here: it installs wheels from the control node."
    return "Where no package is available it installs wheels from the control node (jumphost_python_source: wheels)."


def _versions(libraries, names):
    return ", ".join((f"{_NEEDED[name]} {libraries[name]}").rstrip() for name in names)


def _tools(facts):
    missing = [tool for tool, path in facts["tools"].items() if path is None]
    if missing:
        return item(
            "tools",
            LACKING,
            f"{', '.join(missing)} not found; people use them, the modules do not",
            _how_tools_come(facts["package_source"]),
        )
    return item("tools", OK, ", ".join(facts["tools"]))


def _how_tools_come(source):
    if source["reachable"]:
        return f"Run the role. It installs packages, with {source['tool']}."
    return (
        "The role installs them where a package source can be reached. If you do not need them, set "
        "jumphost_tools: false."
    )


def _clock(facts):
    clock = facts["clock"]
    kept = {True: ", synchronized by a time service", False: ", but not synchronized by a time service"}.get(
        clock["synchronized"], ""
    )
    if clock["skew_s"] is None:
        return item("clock", UNKNOWN, f"no other clock to compare with{kept}")
    apart = "{:.1f} s {} the control node's".format(
        abs(clock["skew_s"]), "ahead of" if clock["skew_s"] >= 0 else "behind"
    )
    if clock["within_tolerance"]:
        # Nearly all of so little is the time that the task took to get there.
        return item("clock", OK, f"less than {clock['tolerance_s']:.0f} s from the control node's{kept}")
    return item(
        "clock",
        LACKING,
        f"{apart}: certificates and tokens may be rejected as not yet or no longer valid",
        "Look at timedatectl here, and at the control node's own clock; let chrony or systemd-timesyncd keep the time.",
    )


def _sudo(facts):
    sudo = facts["sudo"]
    if sudo["root"]:
        return item("sudo", OK, "the facts were gathered as root")
    if sudo["passwordless"]:
        return item("sudo", OK, "sudo needs no password")
    if sudo["passwordless"] is None:
        return item("sudo", UNKNOWN, "sudo did not answer in time")
    return item(
        "sudo",
        LACKING,
        "sudo requires a password or is not installed: the role cannot change anything",
        "Give the password (--ask-become-pass, or ansible_become_password from a vault), or a rule in /etc/sudoers.d.",
    )


def _trust(facts):
    trust = facts["trust"]
    if trust["authorities"]:
        return item("trust", OK, f"{trust['authorities']} authorities in {trust['store']}")
    return item(
        "trust",
        LACKING,
        "no trusted certificate: no server can prove that it is Azure",
        "Install ca-certificates. Name your own authorities in jumphost_ca_certificates.",
    )


def _lines_of(topics, lacking, facts, host=None):
    """Return the lines for a person: first the host and what it lacks, then every topic."""
    name = f"{host or 'this host'}, {facts['os']['pretty_name'] or 'unknown system'}"
    lines = _wrapped(
        "", "  ", "{}: {}".format(name, "lacks " + ", ".join(lacking) if lacking else "nothing known is missing")
    )
    for found in topics:
        lines += _wrapped(f"  {_SHOWN[found['status']]:<4}  {found['topic']:<9}  ", _HANGING, found["text"])
        lines += _wrapped("        fix        ", _HANGING, found["fix"]) if found["fix"] else []
    return lines


def _wrapped(first, rest, text):
    return textwrap.wrap(
        printable(text),
        WIDTH,
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    )
