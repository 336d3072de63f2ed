# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""What nameservers answered for the name of a check, on its host and elsewhere, in the terms of the signals."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Union

from ....module_utils._azure.zones import has_privatelink_label
from ....module_utils._catalogue.catalogue import CATALOGUE
from ....module_utils._core.addresses import AZURE_DNS, STUB_ADDRESSES, Address
from ....module_utils._core.text import some_of
from ..evidence import Answer, Control, Lookup, Observation, TypeAnswer
from ..subject import Subject

AnyAnswer = Union[Answer, Control, TypeAnswer]

# The MNAME of private zones, and of those that Azure and Microsoft serve to everybody.
_PRIVATE_ZONES = re.compile(r"(^|\.)azureprivatedns\.")
_OF_AZURE = re.compile(
    r"(^|\.)(azureprivatedns|azure-dns|azuredns-[a-z]+|trafficmanager|microsoft|msft|msedge|windows)\."
)
# Names that only Azure's public zones lead on to.
_FRONT_ENDS = re.compile(r"\.(trafficmanager\.net|cloudapp\.[a-z.]*azure\.[a-z]+|azure-api\.[a-z]+|microsoft\.com)\.?$")
_MOST_ADDRESSES = 4


@dataclass(frozen=True)
class View:
    """What one nameserver gave one host for the name of a check."""

    host: str
    server: str
    answer: AnyAnswer

    @property
    def fields(self) -> Mapping[str, Any]:
        """The fields for a sentence."""
        return {"seen_host": self.host, "seen_server": self.server, "seen_answer": words(self.answer)}


def words(answer: AnyAnswer) -> str:
    """Return what an answer comes to."""
    if answer.addresses:
        return some_of([address.text for address in answer.addresses], _MOST_ADDRESSES)
    return "no address" if answer.rcode in (None, "NOERROR") else answer.rcode


def is_private(addresses: Iterable[Address]) -> bool:
    """Return whether there are addresses, and all are private."""
    scopes = {address.scope for address in addresses}
    return scopes == {"private"}


def is_public(addresses: Iterable[Address]) -> bool:
    """Return whether there are addresses, and all are public."""
    return {address.scope for address in addresses} == {"public"}


def says_something(answer: AnyAnswer) -> bool:
    """Return whether a nameserver said something of the name, instead of failing."""
    if isinstance(answer, Answer) and answer.code in CATALOGUE:
        return bool(answer.rcode) and not CATALOGUE[answer.code].no_answer
    return answer.rcode in ("NOERROR", "NXDOMAIN")


def is_empty(answer: AnyAnswer) -> bool:
    """Return whether a nameserver said that the name has no address."""
    return says_something(answer) and answer.rcode == "NOERROR" and not answer.addresses


def targets(chain: Any) -> list[str]:
    """Return the names that the CNAME records of a chain lead to."""
    return [
        str(link.get("value"))
        for link in chain or ()
        if isinstance(link, Mapping) and link.get("type") == "CNAME" and link.get("value")
    ]


def hop_of(answer: AnyAnswer) -> str | None:
    """Return the privatelink name that an answer leads over, None without one."""
    chains = [answer.chain]
    if isinstance(answer, Answer):
        chains += [each.chain for each in answer.types.values()]
    return next((name for chain in chains for name in targets(chain) if has_privatelink_label(name)), None)


def front_end_of(answer: AnyAnswer) -> str | None:
    """Return the name of a public front end of Azure that an answer leads to."""
    return next((name for name in targets(answer.chain) if _FRONT_ENDS.search(name.lower())), None)


def is_azures(mname: str | None) -> bool:
    """Return whether a zone is Azure's, by the nameserver that its SOA record names."""
    return bool(mname and _OF_AZURE.search(mname.lower()))


def is_private_zone(mname: str | None) -> bool:
    """Return whether a zone is an Azure private DNS zone, by the nameserver that its SOA record names."""
    return bool(mname and _PRIVATE_ZONES.search(mname.lower()))


def covers(zone: str, name: str) -> bool:
    """Return whether a name is in a zone; the root, which holds all names, is no zone that anybody makes for one."""
    zone = zone.rstrip(".").lower()
    return bool(zone) and f".{name}".endswith(f".{zone}")


def is_stub(server: str | None) -> bool:
    """Return whether the nameserver is the stub of systemd-resolved."""
    return server in STUB_ADDRESSES


def is_azure_dns(observation: Observation, answer: Answer) -> bool:
    """Return whether an answer is that of 168.63.129.16 itself, be it through the stub of the host."""
    if observation.vantage != "jumphost":
        return False
    if is_stub(answer.server):
        return set(observation.resolver.resolved_nameservers) == {AZURE_DNS}
    return answer.server == AZURE_DNS and answer.port in (None, 53)


def same_server(first: Answer, second: Answer) -> bool:
    """Return whether two answers are those of one nameserver."""
    return first.server == second.server and (first.port or 53) == (second.port or 53)


def platform_views(subject: Subject) -> Iterator[View]:
    """Yield what 168.63.129.16 gave in the same virtual network, the answer of the check itself left out."""
    for observation, lookup in in_same_network(subject):
        if observation.vantage != "jumphost":
            continue
        if lookup.platform and says_something(lookup.platform):
            yield View(observation.host, AZURE_DNS, lookup.platform)
        for answer in lookup.answers:
            if answer is not subject.answer and says_something(answer) and is_azure_dns(observation, answer):
                yield View(observation.host, str(answer.server), answer)


def in_same_network(subject: Subject) -> Iterator[tuple[Observation, Lookup]]:
    """Yield the look-ups of the name by the host itself, and by those that are known to be in its network."""
    if subject.lookup:
        yield subject.observation, subject.lookup
    for observation, observed in subject.scene.others(subject):
        if observed.lookup and observation.inside and subject.scene.same_network(subject.observation, observation):
            yield observation, observed.lookup


def other_views(subject: Subject) -> Iterator[tuple[Observation, View]]:
    """Yield what nameservers gave other hosts for the name, wherever they are."""
    for observation, observed in subject.scene.others(subject):
        if observed.lookup:
            for answer in observed.lookup.answers:
                if answer.server and says_something(answer):
                    yield observation, View(observation.host, answer.server, answer)


def sibling_views(subject: Subject) -> Iterator[View]:
    """Yield what other nameservers gave the host itself, compared ones included."""
    for answer in subject.lookup.answers if subject.lookup and subject.answer else ():
        of_another = subject.answer and not same_server(answer, subject.answer)
        if of_another and answer.server and says_something(answer):
            yield View(subject.observation.host, answer.server, answer)
