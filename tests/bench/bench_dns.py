# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""privatelink_dns_facts: many names against one, a dead nameserver, and community.dns in a loop."""

from __future__ import annotations

import functools
import os
import sys
from pathlib import Path

from measure import LAB, SCRATCH, Comparison, Row, alternately, counted, megabytes, play, playbook, rounds_for, seconds

sys.path.append(str(Path(__file__).parents[1] / "support"))
import debian_packages

ENTER = [str(LAB / "bin/in-jumphost")]

RESOLVERS = ["168.63.129.16", "172.20.0.53", "192.0.2.60"]
DEAD = "192.0.2.61"
FACTS = "privatelink.azure_ai.privatelink_dns_facts"
DEAD_TIMEOUT = 2


def names(count: int) -> list[str]:
    return [f"bench-{number}.openai.azure.com" for number in range(count)]


def facts(name: str, count: int, servers: list[str], **options) -> list[str]:
    return playbook(
        name, {FACTS: {"names": [{"name": name} for name in names(count)], "nameservers": servers, **options}}
    )


NOTHING = playbook("dns-ping", {"ansible.builtin.ping": {}})


@functools.cache
def measured(count: int) -> dict[str, float]:
    """What ours took for so many names, and what it is compared with: they take turns."""
    commands = {
        "ours": facts(f"dns-{count}", count, RESOLVERS),
        "one": facts("dns-one", 1, RESOLVERS[:1]),
        "ping": NOTHING,
        **({"digs": digs(count)} if "PRIVATELINK_DIG" in os.environ else {}),
    }
    return dict(zip(commands, alternately(list(commands.values()), rounds_for(count))))


def against_one(count: int) -> Comparison:
    return Comparison(measured(count)["ours"], measured(count)["one"])


@functools.cache
def looped(count: int) -> float:
    """A task for each nameserver, in a loop over the names."""
    look_ups = [
        {
            "community.dns.nameserver_record_info": {"name": "{{ item }}", "type": "A", "server": server},
            "loop": ["aro-azureopenai.openai.azure.com"] * count,
        }
        for server in RESOLVERS
    ]
    return seconds(play(f"dns-looped-{count}", look_ups), rounds=1)


def against_looped(count: int) -> Comparison:
    ours, ping = measured(count)["ours"], measured(count)["ping"]
    if count <= MOST_LOOPED:
        return Comparison(ours, looped(count))
    return Comparison(ours, ping + (looped(MOST_LOOPED) - ping) * count / MOST_LOOPED)


def digs(count: int) -> list[str]:
    """The command that runs a dig for each name at each nameserver, 32 at once."""
    root = Path(os.environ["PRIVATELINK_DIG"])
    asked, script = SCRATCH / f"dig-{count}.txt", SCRATCH / f"dig-{count}.sh"
    lines = [f"@{server} {name} A +short +tries=1" for name in names(count) for server in RESOLVERS]
    asked.write_text("\n".join(lines) + "\n")
    settings = " ".join(f"{name}={value}" for name, value in debian_packages.environment(root).items())
    script.write_text(f"xargs -P 32 -L 1 env {settings} {root}/usr/bin/dig < {asked} > {SCRATCH}/dig.out\n")
    return [*ENTER, "sh", str(script)]


def against_dig(count: int) -> Comparison:
    """A playbook that does nothing, and the digs."""
    return Comparison(measured(count)["ours"], measured(count)["ping"] + measured(count)["digs"])


def added_by_dead_nameserver() -> float:
    """Seconds for each timeout."""
    hundred, dead = (
        facts("dns-alone", 100, RESOLVERS[:1]),
        facts("dns-dead", 100, [*RESOLVERS[:1], DEAD], timeout=DEAD_TIMEOUT),
    )
    without, with_it = alternately([hundred, dead])
    return (with_it - without) / DEAD_TIMEOUT


COUNTS = (1, 50, 500)
MOST_LOOPED = 10
SLOW = (
    "none of these names exists, so that each nameserver is asked four questions for each: A, AAAA, the privatelink name and "
    "a random label. A profile shows that Python computes for most of the time, one thread at a time. Tried: one draw "
    "of random bytes for each label instead of one for each letter"
)


ROWS = (
    *(
        Row(
            f"{counted(count, 'name')} x 3 nameservers against 1 name x 1 nameserver",
            functools.partial(against_one, count),
            2.5 if count == 500 else None,
            peer="1 x 1",
            reason=SLOW,
        )
        for count in COUNTS
    ),
    *(
        Row(
            f"{counted(count, 'name')} x 3 nameservers against a ping playbook + dig, 32 at once",
            functools.partial(against_dig, count),
            peer="ping + dig",
            needs="dig",
        )
        for count in COUNTS
    ),
    *(
        Row(
            f"{counted(count, 'name')} x 3 nameservers against looped community.dns.nameserver_record_info",
            functools.partial(against_looped, count),
            20 if count == 500 else None,
            at_least=True,
            peer="community.dns",
            extrapolated=f"{MOST_LOOPED}" if count > MOST_LOOPED else "",
            needs="collections",
        )
        for count in COUNTS
    ),
    Row("memory of 500 names x 3 nameservers", lambda: megabytes(facts("dns-500", 500, RESOLVERS)), 150, unit="MB"),
    Row("seconds that a dead nameserver adds to 100 names, per timeout", added_by_dead_nameserver, 1.25),
)
