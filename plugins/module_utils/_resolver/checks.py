# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Whether nameservers answer as they should, asked directly, and what this host's programs get for names."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from typing import Any

from .._core.commands import bounded
from .._core.deadline import Deadline
from .._core.threads import map_threads
from .._dns import answers as dns_answers
from .._dns import query
from .._dns.options import DNS_PORT, Target

MISSING = query.MISSING
TRIES = 2

# A process of its own starts with the resolver as it is now, and can be killed when getaddrinfo hangs. One line for
# each name: what was found is reported even if the next one hangs.
_CHILD = """
import json, socket, sys
from concurrent.futures import ThreadPoolExecutor
def look_up(name):
    try:
        found = socket.getaddrinfo(name, None, type=socket.SOCK_STREAM)
        line = [name, sorted({entry[4][0] for entry in found}), None]
    except OSError as exc:
        line = [name, [], exc.strerror or str(exc)]
    sys.stdout.write(json.dumps(line) + "\\n")
    sys.stdout.flush()
with ThreadPoolExecutor(16) as pool:
    list(pool.map(look_up, sys.argv[1:]))
"""
# They would change what glibc does, for this process alone.
_AMBIENT = ("RES_OPTIONS", "LOCALDOMAIN", "HOSTALIASES")


def ask_servers(servers: Sequence[str], targets: Sequence[Target], seconds: float) -> list[dict[str, Any]]:
    """Return what each server answers for each target: dicts C(server name addresses error), in this order.

    C(error) is None for a good answer: one with the expected addresses, or with private ones where none are. A target
    whose
    expectation is None needs only an address. A server that is silent for one name is not asked for further ones.
    C(seconds) is for each name.
    """

    def ask(server):
        answers = []
        for target in targets:
            answer, silent = _ask(server, target, whole.at_most(seconds))
            answers.append(answer)
            if silent:
                break
        return answers

    whole = Deadline.of_calls(seconds, len(targets), 1)
    return [answer for answers in map_threads(ask, servers, len(servers)) for answer in answers]


def ask_system(targets: Sequence[Target], seconds: float) -> list[dict[str, Any]]:
    """Return what this host's programs get for each target: dicts C(name addresses error), as ask_servers does.

    Each name is looked up as programs do, and with a final dot: a pin in C(/etc/hosts) must not hide a dead resolver,
    unless systemd-resolved answers, which looks into that file itself.
    """
    if not targets:
        return []
    names = [name for target in targets for name in (target.name, target.name + ".")]
    environ = {name: value for name, value in os.environ.items() if name not in _AMBIENT}
    output = bounded([sys.executable, "-I", "-c", _CHILD, *names], max(seconds, 0.1), environ=environ).output
    found = {name: (addresses, error) for name, addresses, error in map(json.loads, _whole_lines(output))}
    silent: tuple[list[str], str | None] = ([], f"no answer within {seconds:.1f} s")
    return [_system_answer(target, *(found.get(target.name + dot, silent) for dot in ("", "."))) for target in targets]


def complaints(answers: Sequence[dict[str, Any]]) -> list[str]:
    """Return one line for each answer that is not good."""
    return [
        "{}{}: {}".format(answer["server"] + " for " if "server" in answer else "", answer["name"], answer["error"])
        for answer in answers
        if answer["error"]
    ]


def _ask(server, target, deadline):
    questions = [query.Question(target.name, kind) for kind in dns_answers.ADDRESS_TYPES]
    replies = query.ask((server, DNS_PORT), questions, deadline, TRIES)
    reading = dns_answers.read(target.name, dict(zip(dns_answers.ADDRESS_TYPES, replies)))
    error = reading.error if reading.failure or reading.looped else _wrong(target, reading.addresses, reading.rcode)
    answer = {"server": server, "name": target.name, "addresses": reading.addresses, "error": error}
    return answer, reading.failure in ("dns_timeout", "dns_resolver_unreachable")


def _system_answer(target, plain, absolute):
    # A name without a dot is nothing without a search domain.
    asked = (plain, absolute) if "." in target.name else (plain,)
    error = next(filter(None, (error or _wrong(target, found, None) for found, error in asked)), None)
    return {"name": target.name, "addresses": plain[0], "error": error}


def _wrong(target, addresses, rcode):
    if not addresses:
        return "the name does not exist" if rcode == "NXDOMAIN" else "no address"
    if target.expectation is None:
        return None
    if target.expectation.matches(addresses) is False:
        return f"{', '.join(addresses)}, expected {_expected(target.expectation)}"
    if target.expectation.scope_of_all(addresses) != "private":
        return f"{', '.join(addresses)}, expected private addresses only"
    return None


def _expected(expectation):
    return ", ".join([*sorted(map(str, expectation.addresses)), *map(str, expectation.networks)])


def _whole_lines(output):
    return [line for line in output.splitlines(True) if line.endswith("\n")]
