# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""One code for what a nameserver answers for a name. Pure: nothing here uses the network."""

from __future__ import annotations

import ipaddress

from .._azure.zones import has_privatelink_label

# No usable answer: programs go on to the next nameserver.
FAILURES = (
    "dns_refused",
    "dns_servfail",
    "dns_malformed",
    "dns_truncated",
    "dns_timeout",
    "dns_resolver_unreachable",
)
# Answers without an address: programs cannot connect.
NO_ADDRESS = (
    "dns_cname_loop",
    "dns_name_unknown",
    "dns_record_missing",
    "dns_empty",
)
# Worst first. The codes of answers stand in the order in which they are tried.
ANSWERS = (
    *NO_ADDRESS,
    "dns_special_address",
    "dns_mixed_addresses",
    "dns_public_address",
    "dns_no_privatelink",
    "dns_ipv6_public",
    "dns_wrong_address",
    "dns_direct_record",
    "dns_private",
)
PASSED = "dns_private"


def is_working(code: str | None) -> bool:
    """Return whether a nameserver with this code gave an answer that programs take."""
    return code not in FAILURES


def is_flattened(seen, expectation):
    """Return whether the nameserver hides that the answer of a Seen leads over the privatelink name.

    None when it cannot be known: the nameserver answers for the name, and not for its privatelink name.
    """
    if seen.hop is None or is_pinned(seen, expectation):
        return False
    if seen.hop.failure:
        return None
    if expectation.scope_of_all(seen.addresses) == "public":
        # That name exists only beside a private endpoint. Its public addresses change from one answer to the next, and
        # a private one shows all the more that this answer passes the endpoint by.
        return bool(seen.hop.addresses)
    # Private ones do not change: others are those of a zone that shadows the public name.
    pairs = [pair for pair in zip(_by_version(seen.addresses), _by_version(seen.hop.addresses)) if all(pair)]
    return bool(pairs) and all(first == second for first, second in pairs)


def is_pinned(seen, expectation):
    """Return whether the nameserver gives the private addresses of a Seen to any name, as it does to a random one."""
    control = (seen.controls or {}).get("random_label")
    if not control or expectation.scope_of_all(control["addresses"]) != "private":
        return False
    same_type = [address for address in seen.addresses if (":" in address) == (control["type"] == "AAAA")]
    return set(same_type) == set(control["addresses"])


def _has_hop(seen, name, expectation):
    """Return whether the answer leads over a privatelink name, None if unknown; a privatelink name is its own hop."""
    if has_privatelink_label(name):
        return True
    if any(has_privatelink_label(link["value"]) for link in seen.chain if link["type"] == "CNAME"):
        return True
    return is_flattened(seen, expectation)


def classify(seen, name, expectation, in_zone_table):
    """Return the dns_ code of a Seen: the first that matches, in the order of FAILURES and ANSWERS.

    C(in_zone_table) says whether a private DNS zone is known for the name: only then an answer needs the hop.
    """
    return seen.failure or _without_address(seen) or _with_address(seen, name, expectation, in_zone_table)


def _without_address(seen):
    if seen.looped:
        return "dns_cname_loop"
    if seen.addresses:
        return None
    if seen.rcode != "NXDOMAIN":
        return "dns_empty"
    # A nameserver that hides the CNAME record still tells which zone denies the name.
    shows_chain = seen.chain or any(one["chain"] for one in seen.types.values())
    denied = [seen.last_name, None if shows_chain else seen.authority]
    return "dns_record_missing" if any(map(has_privatelink_label, filter(None, denied))) else "dns_name_unknown"


def _with_address(seen, name, expectation, in_zone_table):
    ipv4, ipv6 = _scopes(seen.addresses, expectation)
    # Not when it is unknown: a code that names a cause for the missing hop needs one that is missing.
    without_hop = _has_hop(seen, name, expectation) is False
    if "special" in ipv4 | ipv6:
        return "dns_special_address"
    if len(ipv4) > 1 or len(ipv6) > 1 or (ipv4 == {"public"} and ipv6 == {"private"}):
        return "dns_mixed_addresses"
    if ipv4 == {"public"} or (not ipv4 and ipv6 == {"public"}):
        return "dns_no_privatelink" if without_hop else "dns_public_address"
    if ipv6 == {"public"}:
        return "dns_ipv6_public"
    if expectation.matches(seen.addresses) is False:
        return "dns_wrong_address"
    if in_zone_table and without_hop:
        return "dns_direct_record"
    return PASSED


def _scopes(addresses, expectation):
    return tuple({expectation.scope(address) for address in same} for same in _by_version(addresses))


def _by_version(addresses):
    """Return the set of IPv4 and the set of IPv6 addresses."""
    found: dict[int, set[str]] = {4: set(), 6: set()}
    for address in addresses:
        found[ipaddress.ip_address(address).version].add(address)
    return found[4], found[6]


def worst(codes):
    """Return the index of the code of the name: the worst of the working nameservers, else the worst of all."""
    order = ANSWERS + FAILURES
    return min(range(len(codes)), key=lambda index: order.index(codes[index]))


def findings(code, codes, beside):
    """Return all codes of a name that do not pass, worst first.

    C(code) is the name's own, C(codes) are those of its nameservers, C(beside) those found beside them. Nameservers
    without an answer come after all answers when another one works: a nuisance, not the reason.
    """
    order = ANSWERS + FAILURES
    others = sorted(set(codes) - {code}, key=order.index)
    return [found for found in [code, *others] if found != PASSED] + beside
