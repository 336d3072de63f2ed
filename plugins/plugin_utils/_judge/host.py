# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Judge what the host itself does with a name, before or beside what its nameservers say."""

from __future__ import annotations

from ...module_utils._catalogue.catalogue import CATALOGUE
from ...module_utils._core.addresses import in_order
from .check import check
from .resolver import resolver_fields

_NOTHING = "no address"


def host_checks(subject, leg, entry):
    """Return one check for each finding about the host itself.

    They are warnings, unless the host's programs therefore reach something else than the endpoint.
    """
    system = (entry.get("system") or {}).get("addresses") or []
    lost = entry.get("code") == "dns_private" and "system" in entry and not system
    diverted = not all(subject.expects(address) for address in system)
    checks = []
    for code in entry.get("findings") or ():
        if code not in CATALOGUE or CATALOGUE[code].link != "host":
            continue
        fails = (diverted and CATALOGUE[code].diverts) or (lost and code == "host_system_differs")
        checks.append(_host_check(subject, leg, entry, code, fails, system))
    return checks


def diverted(subject, leg, entry, address):
    """Return the failure of a request that went to another address than the nameservers gave for the name."""
    return _host_check(subject, leg, entry, "host_system_differs", True, [address])


def _host_check(subject, leg, entry, code, fails, addresses):
    host = entry.get("host") or {}
    pins = [pin for pin in host.get("hosts_entries") or () if subject.name in pin["names"]]
    pinned = list(dict.fromkeys(pin["address"] for pin in pins))
    of_dns = entry.get("addresses") or []
    shown = pinned if code == "host_pinned" and pins else in_order(addresses)
    address = ", ".join(shown) or _NOTHING
    return check(
        subject,
        leg,
        "host",
        "fail" if fails else "pass",
        code,
        severity="error" if fails else "warning",
        variant="nothing" if code == "host_system_differs" and address == _NOTHING else None,
        observed=address,
        expected=subject.expected_answer(),
        evidence=subject.front_ends(each for each in [*addresses, *of_dns] if each not in pinned),
        address=address,
        dns_address=", ".join(in_order(of_dns)) or _NOTHING,
        pinned_in=_lines(pins),
        search=" ".join(host.get("search") or ()),
        ndots=host.get("ndots"),
        **resolver_fields(subject, entry),
    )


def _lines(pins):
    lines = ", ".join(str(pin["line"]) for pin in pins)
    return "/etc/hosts" + (f" (line {lines})" if lines else "")
