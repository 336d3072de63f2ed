# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""privatelink_dns_facts: many names against one, a dead nameserver, and community.dns in a loop."""

from __future__ import annotations

import functools

from measure import Row, megabytes, playbook, seconds

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


def one() -> list[str]:
    return facts("dns-one", 1, RESOLVERS[:1])


def many() -> list[str]:
    return facts("dns-many", 500, RESOLVERS)


@functools.cache
def hundred() -> float:
    return seconds(facts("dns-alone", 100, RESOLVERS[:1]))


def with_dead_nameserver() -> float:
    return seconds(facts("dns-dead", 100, [*RESOLVERS[:1], DEAD], timeout=DEAD_TIMEOUT))


def looped_peer() -> float:
    return seconds(
        playbook(
            "dns-peer",
            {
                "community.dns.nameserver_record_info": {"name": "{{ item }}", "type": "A", "server": RESOLVERS[0]},
                "loop": ["aro-azureopenai.openai.azure.com"] * 100,
            },
        ),
        rounds=1,
    )


ROWS = (
    Row("500 names x 3 nameservers against 1 name x 1 nameserver", lambda: seconds(many()) / seconds(one()), 6),
    Row("memory of 500 names x 3 nameservers", lambda: megabytes(many()), 150, unit="MB"),
    Row(
        "seconds that a dead nameserver adds to 100 names, per timeout",
        lambda: (with_dead_nameserver() - hundred()) / DEAD_TIMEOUT,
        1.25,
    ),
    Row(
        "100 looped community.dns.nameserver_record_info against 100 names in one task",
        lambda: looped_peer() / hundred(),
        20,
        at_least=True,
    ),
)
