# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""What hosts were answered for a name, and whether the network answered that Azure's side is about."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from ...module_utils._core.addresses import AZURE_DNS, STUB_ADDRESSES
from ...module_utils._dns.codes import FAILURES
from .._diagnosis.evidence import Answer, Observation
from .check import in_order


@dataclass(frozen=True)
class Witness:
    """What one nameserver answered a host inside for a name."""

    host: str
    server: str
    code: str
    # In words: public addresses change from one answer to the next.
    answer: str
    # Whether the network that Azure's side is about gave the answer.
    same_network: bool

    def __str__(self) -> str:
        return f"{self.host} got {self.answer} from {self.server}"


def witnesses(name: str, observations: Iterable[Observation], nameservers: Collection[str]) -> list[Witness]:
    """Return what hosts inside were answered for a name; a nameserver that did not answer is left out.

    C(nameservers) are those that Azure gives the jumphost's network interfaces, empty when they are not known. A
    jumphost that asks one of them has its answers from the same network, and so has any host that asks one of its own
    DNS servers. Azure's own has the same address everywhere: there, only jumphosts count.
    """
    return [
        Witness(observation.host, server, answer.code, _words(answer), _same(observation, answer, nameservers))
        for observation in observations
        if observation.inside and not observation.error and name in observation.lookups
        for answer in observation.lookups[name].answers
        for server in [answer.server]
        if server and answer.code and answer.code not in FAILURES
    ]


def _same(observation: Observation, answer: Answer, nameservers: Collection[str]) -> bool:
    servers = {answer.server} - {None}
    if servers & set(STUB_ADDRESSES):
        servers = set(observation.resolver.resolved_nameservers)
    if observation.vantage != "jumphost":
        servers -= {AZURE_DNS}
    return bool(servers) and servers <= set(nameservers)


def _words(answer: Answer) -> str:
    if not answer.addresses:
        return "no address" if answer.rcode in (None, "NOERROR") else answer.rcode
    public = any(address.scope == "public" for address in answer.addresses)
    return "a public address" if public else ", ".join(in_order(answer.addresses))
