# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""What the host itself does with a name, before any nameserver is asked."""

from __future__ import annotations

from collections.abc import Iterator

from ....module_utils._catalogue.catalogue import CATALOGUE
from ....module_utils._core.addresses import OVERLAY_NETWORKS, is_within
from ..engine import Seen
from ..evidence import network_of
from ..subject import Subject
from .views import hop_of, is_private, is_stub, words

_CODES = ("host_pinned", "host_system_differs", "host_search_trap", "host_not_outside")


def signals(subject: Subject) -> Iterator[Seen]:
    """Yield what the run shows about how a host finds the address of a name."""
    if subject.code not in _CODES:
        return
    name, resolver = subject.endpoint.name, subject.observation.resolver
    pins = [pin for pin in resolver.pins if name in pin.names]
    for pin in pins:
        line = f"line {pin.line} of " if pin.line else ""
        yield Seen("pinned", {"pin_address": pin.address, "pin_place": f"{line}/etc/hosts"})
    if subject.code == "host_pinned" and not pins:
        # Who manages the file did not say which line; that there is one is what the code says.
        yield Seen("pinned", {"pin_address": subject.fields.get("address"), "pin_place": "/etc/hosts"})
    if subject.code == "host_not_outside":
        yield from _of_endpoint(subject)
    lookup = subject.lookup
    if lookup is None:
        return
    findings = lookup.findings
    if "host_search_trap" in findings and resolver.search:
        yield Seen("search_list", {"search_domains": " ".join(resolver.search), "search_ndots": resolver.ndots})
    system = lookup.system
    if system is None:
        return
    got = _got(subject, {address.text for address in system})
    if not got:
        yield Seen("programs_get_nothing")
    elif got.isdisjoint({pin.address for pin in pins}):
        yield Seen("programs_get_no_pin", {"system_address": ", ".join(sorted(got))})
    given = {frozenset(address.text for address in answer.addresses) for answer in lookup.own_answers}
    for answer in lookup.own_answers:
        if got and len(given) > 1 and got == {address.text for address in answer.addresses}:
            yield Seen("programs_get_a_nameservers", {"seen_server": answer.server, "seen_answer": words(answer)})
    if any(is_stub(answer.server) for answer in lookup.own_answers):
        yield Seen("host_has_stub")
    invented = [text for text in sorted(got) if is_within(text, OVERLAY_NETWORKS)]
    if invented:
        yield Seen(
            "programs_get_invented", {"system_address": ", ".join(sorted(got)), "range": network_of(invented[0])}
        )


def _got(subject: Subject, system: set[str]) -> set[str]:
    """Return what programs got: what the check is about, be it where a request went and not what getaddrinfo gave."""
    shown = subject.fields.get("address") if subject.code == "host_system_differs" else None
    return {text for text in str(shown).split(", ") if text[:1].isalnum() and " " not in text} if shown else system


def _of_endpoint(subject: Subject) -> Iterator[Seen]:
    """Yield what shows that a host is in the network of the private endpoint."""
    for answer in subject.lookup.own_answers if subject.lookup else ():
        hop = hop_of(answer)
        if hop and is_private(answer.addresses):
            yield Seen("private_over_hop", {"seen_server": answer.server, "own_hop": hop, "seen_answer": words(answer)})
    for observed in subject.observation.endpoints.get(subject.endpoint.account, ()):
        for result in observed.results if observed.endpoint.name == subject.endpoint.name else ():
            declared = result.direct and not observed.endpoint.any_private
            if declared and result.proof and result.peer and CATALOGUE[result.code].azure_answered:
                yield Seen("endpoint_answers", {"met_address": result.peer.text})
