# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What runs see whose hosts do something else with a name than nameservers say, by the cause that is the truth."""

from __future__ import annotations

from ..estates import NAME, PRIVATE, STALE, outside, probe
from .answers_of_dns import NOT_ASKED, SERVER, privately, seen_by, server, told
from .cases import bare, case

PIN = {"hosts_entries": [{"address": STALE, "names": [NAME], "line": 7}]}
PIN_TO_RIGHT = {"hosts_entries": [{"address": PRIVATE, "names": [NAME], "line": 7}]}
SEARCH = {"search": ["corp.example"], "ndots": 5}
DIFFERS = ["host_system_differs"]

CASES = [
    case("host_pinned", "hosts_pin", seen_by(privately(), reads=PIN, system=[STALE], beside=["host_pinned"])),
    case("host_search_trap", "search_domain", seen_by(privately(), reads=SEARCH, beside=["host_search_trap"])),
    case("host_system_differs", "hosts_pin", seen_by(privately(), reads=PIN, system=[STALE], beside=DIFFERS)),
    case(
        "host_system_differs",
        "search_domain",
        seen_by(privately(), reads=SEARCH, system=[STALE], beside=[*DIFFERS, "host_search_trap"]),
    ),
    case("host_system_differs", "nss_without_dns", seen_by(privately(), system=[], beside=DIFFERS)),
    case(
        "host_system_differs",
        "nameserver_order",
        seen_by(
            privately(),
            server(SERVER, told(STALE, by=("x.privatelink.openai.azure.com",))),
            system=[STALE],
            beside=DIFFERS,
        ),
    ),
    case("host_system_differs", "local_cache", seen_by(privately(), system=[STALE], beside=DIFFERS)),
    case(
        "host_not_outside",
        "hosts_pin",
        seen_by(privately(), vantage="outside", reads=PIN_TO_RIGHT, beside=["host_pinned"]),
        host="outside-1",
    ),
    case("host_not_outside", "host_inside", seen_by(privately(), vantage="outside"), host="outside-1"),
    case(
        "host_not_outside",
        "overlay",
        seen_by(
            server(SERVER, told("100.64.7.1")),
            system=["100.64.7.1"],
            vantage="outside",
            probes=[probe("model_ok", "100.64.7.1")],
        ),
        host="outside-1",
    ),
    bare("host_not_outside", {"host_inside"}, outside(probe("tcp_timeout", PRIVATE)), host="outside-1"),
    bare(
        "host_system_differs",
        {"local_cache"},
        seen_by(privately(), system=NOT_ASKED, probes=[probe("tcp_timeout", STALE)]),
    ),
]
