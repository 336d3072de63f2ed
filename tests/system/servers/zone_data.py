# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The lab's names as zones: what the real servers are given to serve."""

from __future__ import annotations

from collections.abc import Iterator

import dns.name
import dns.rrset

from simulated_azure.dns import zones

# Too many addresses for a datagram, so its answer comes over TCP.
LONG_NAME = "long-answer.openai.azure.com"
LONG_ANSWER = [f"fd00:14::{number}" for number in range(1, 51)]

NAME_SERVER = "ns.invalid."

Zones = dict[dns.name.Name, list[dns.rrset.RRset]]


def zones_of(view: str) -> Zones:
    """All records of one of the lab's views, by zone; the SOA and NS records come first in each."""
    found: Zones = {}
    for rrset in _records(view):
        start = zones.authority(rrset.name)
        found.setdefault(start.name, [start, _rrset(start.name.to_text(), "NS", NAME_SERVER)]).append(rrset)
    return found


def _records(view: str) -> Iterator[dns.rrset.RRset]:
    # In the root zone, which is here so that no server looks for the Internet's.
    yield _rrset(NAME_SERVER, "A", "127.0.0.1")
    for rrsets in zones.view(view).values():
        yield from rrsets.values()
    hop = f"{zones.privatelink(LONG_NAME)}."
    yield _rrset(f"{LONG_NAME}.", "CNAME", hop)
    yield _rrset(hop, "AAAA", *LONG_ANSWER)


def _rrset(owner: str, record_type: str, *values: str) -> dns.rrset.RRset:
    return dns.rrset.from_text(owner, 60, "IN", record_type, *values)
