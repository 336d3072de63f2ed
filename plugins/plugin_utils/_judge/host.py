# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Judge what the host itself does with a name, before or beside what its nameservers say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from ...module_utils._catalogue.catalogue import CATALOGUE
from ...module_utils._catalogue.repairs import ASKED
from ...module_utils._core.addresses import AZURE_DNS, Address
from ...module_utils._dns.codes import is_working
from .._diagnosis.evidence import Control, Endpoint, Lookup, Observation, Pin, Resolver, Result
from .._document.document import Check
from .check import check, front_ends, in_order

_NOTHING = "no address"
# What else a link might be called has no place in a command that people copy.
_INTERFACE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:@-]*")


def through_proxy(result: Result) -> str | None:
    """Return what a request through the host's own proxy got, in a few words; None where none was made."""
    proxied = result.through_proxy
    if proxied is None:
        return None
    status = f", HTTP {proxied.status}" if proxied.status else ""
    return f"{proxied.proxy} gives {proxied.code}{status} for {result.name}"


def is_offline(observation: Observation) -> bool:
    """Return whether a host outside did not reach any of its control endpoints: its silence then means nothing."""
    asked = [each.reached for each in observation.control_endpoints if each.reached is not None]
    return not observation.inside and bool(asked) and not any(asked)


def host_checks(endpoint: Endpoint, leg: str, lookup: Lookup, results: Sequence[Result] = ()) -> list[Check]:
    """Return one check for each finding about the host itself.

    C(results) are the requests of the host to the same name. The checks are warnings, unless the host's programs
    therefore reach something else than the endpoint.
    """
    system = lookup.system or ()
    lost = lookup.code == "dns_private" and lookup.system is not None and not system
    elsewhere = not all(address.expected for address in system)
    checks = []
    for code in lookup.findings:
        if code not in CATALOGUE or CATALOGUE[code].link != "host":
            continue
        fails = (elsewhere and CATALOGUE[code].diverts) or (lost and code == "host_system_differs")
        made = _host_check(endpoint, leg, lookup, code, fails, system)
        got = next(filter(None, map(through_proxy, results)), None) if code == "host_proxy_captures" else None
        if got:
            made["summary"] += f"; there {got}"
        checks.append(made)
    return checks


def diverted(endpoint: Endpoint, leg: str, lookup: Lookup, address: Address) -> Check:
    """Return the failure of a request that went to another address than the nameservers gave for the name."""
    return _host_check(endpoint, leg, lookup, "host_system_differs", True, [address])


def _host_check(
    endpoint: Endpoint, leg: str, lookup: Lookup, code: str, fails: bool, addresses: Sequence[Address]
) -> Check:
    resolver = lookup.resolver
    pins = [pin for pin in resolver.pins if endpoint.name in pin.names]
    pinned = list(dict.fromkeys(pin.address for pin in pins))
    observed = ", ".join(pinned if code == "host_pinned" and pins else in_order(addresses)) or _NOTHING
    return check(
        endpoint,
        leg,
        "host",
        "fail" if fails else "pass",
        code,
        severity="error" if fails else "warning",
        variant="nothing" if code == "host_system_differs" and observed == _NOTHING else None,
        observed=observed,
        expected=endpoint.expected,
        evidence=front_ends(each for each in (*addresses, *lookup.addresses) if each.text not in pinned),
        address=observed,
        dns_address=", ".join(in_order(lookup.addresses)) or _NOTHING,
        pinned_in=_lines(pins),
        search=" ".join(resolver.search),
        ndots=resolver.ndots,
        **resolver_fields(endpoint, lookup),
    )


def _lines(pins: Sequence[Pin]) -> str:
    lines = ", ".join(str(pin.line) for pin in pins)
    return "/etc/hosts" + (f" (line {lines})" if lines else "")


def resolver_fields(
    endpoint: Endpoint, lookup: Lookup | None, server: str | None = None, code: str | None = None
) -> dict[str, Any]:
    """Return the fields about the resolver of the host that looked the name up.

    C(resolver) (who manages it, C(asked) when options named the nameserver), C(interface), C(nameserver) (whom it
    should ask), C(host_nameservers) (whom it asks) and C(upstream); None for what is not known. C(server) is the
    nameserver that the finding is about, C(code) the finding.
    """
    resolver = lookup.resolver if lookup else Resolver()
    own = resolver.nameservers
    is_own = server is None or not own or server in own
    return {
        "resolver": resolver.manager if is_own else ASKED,
        "interface": _interface(resolver, server),
        "nameserver": " ".join(_good_nameservers(endpoint, lookup, code)) or None,
        "host_nameservers": " ".join(resolver.usable_nameservers) or None,
        "upstream": next(iter(resolver.resolved_nameservers), None),
    }


def _interface(resolver: Resolver, server: str | None) -> str | None:
    """Return the network link to change: the one that has the nameserver, else the only one there is."""
    links = [link for link in resolver.links if _INTERFACE.fullmatch(link.name or "")]
    chosen = [link for link in links if server in link.nameservers] or links
    return chosen[0].name if len(chosen) == 1 else None


def _good_nameservers(endpoint: Endpoint, lookup: Lookup | None, code: str | None) -> list[str]:
    """Return the nameservers to propose: those with the correct answer, else, for a dead one, those that answer at all.

    Without any, a jumphost where Azure's own nameserver answered can use that one (it exists only in Azure), unless the
    operator has declared others.
    """
    well = "dns_public_address" if endpoint.vantage == "outside" else "dns_private"
    answers = lookup.answers if lookup else ()
    usable = [(answer.server, answer.code) for answer in answers if answer.server and answer.usable]
    good = [server for server, of_server in usable if of_server == well]
    if not good and not is_working(code):
        good = [server for server, of_server in usable if is_working(of_server)]
    if not good and endpoint.vantage == "jumphost" and lookup and _helps(lookup.platform, code):
        good = [] if _are_declared(lookup) else [AZURE_DNS]
    return list(dict.fromkeys(good))


def _are_declared(lookup: Lookup) -> bool:
    """Return whether options named the nameservers to ask, and not only those that the host asks itself."""
    own = {*lookup.resolver.nameservers, *lookup.resolver.resolved_nameservers}
    return bool(own) and not own.issuperset(answer.server for answer in lookup.own_answers)


def _helps(platform: Control | None, code: str | None) -> bool:
    """Return whether Azure's own nameserver, asked beside the host's, gave a better answer than one with this code."""
    if platform is None or platform.rcode not in ("NOERROR", "NXDOMAIN"):
        return False
    return not is_working(code) or {address.scope for address in platform.addresses} == {"private"}
