# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The lab's names as zones: what the real servers are given to serve."""

from __future__ import annotations

from collections.abc import Iterator

import dns.name
import dns.rrset
from simulated_azure import zones

# Too many addresses for a datagram: its answer arrives over TCP.
LONG_NAME = "long-answer.openai.azure.com"
LONG_ANSWER = [f"10.0.14.{last_byte}" for last_byte in range(100, 220)]

Zones = dict[dns.name.Name, list[dns.rrset.RRset]]


def zones_of(view: str) -> Zones:
    """All records of one of the lab's views, by zone; the SOA record comes first in each."""
    found: Zones = {}
    for name, rrset in _records(view):
        start = zones.authority(name)
        found.setdefault(start.name, [start]).append(rrset)
    found.pop(dns.name.root, None)  # traps for search domains, which nobody here asks for
    return found


def _records(view: str) -> Iterator[tuple[dns.name.Name, dns.rrset.RRset]]:
    for name, rrsets in zones.view(view).items():
        for rrset in rrsets.values():
            yield name, rrset
    hop = zones.privatelink(LONG_NAME)
    for rrset in (dns.rrset.from_text(f"{LONG_NAME}.", 60, "IN", "CNAME", f"{hop}."),
                  dns.rrset.from_text(f"{hop}.", 10, "IN", "A", *LONG_ANSWER)):
        yield rrset.name, rrset
