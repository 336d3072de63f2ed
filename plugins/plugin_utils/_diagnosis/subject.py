# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""What one check is about, and the run around it: the input of the signals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ...module_utils._catalogue.catalogue import CATALOGUE
from .._document.document import Check
from .evidence import Answer, AzureAccount, Endpoint, Lookup, Observation, ObservedEndpoint, Result


@dataclass(frozen=True)
class Scene:
    """All that a run has seen of one account, and of the names of others."""

    account: str
    observations: Sequence[Observation]
    azure: AzureAccount | None
    # The checks of Azure's side of the account that did not pass, warnings too.
    azure_checks: Sequence[Check]

    def others(self, subject: Subject) -> Iterator[tuple[Observation, ObservedEndpoint]]:
        """Yield what other hosts observed of the same name, in the order of the observations."""
        for observation, observed in self._by_name.get(subject.endpoint.name, ()):
            if observation is not subject.observation:
                yield observation, observed

    @cached_property
    def _by_name(self) -> Mapping[str, Sequence[tuple[Observation, ObservedEndpoint]]]:
        found: dict[str, list[tuple[Observation, ObservedEndpoint]]] = {}
        for observation in self.observations:
            for observed in () if observation.error else observation.endpoints.get(self.account, ()):
                found.setdefault(observed.endpoint.name, []).append((observation, observed))
        return found

    def same_network(self, first: Observation, second: Observation) -> bool | None:
        """Return whether two hosts are in the same virtual network, None when nothing shows it.

        Two that ask the same nameserver get the same answers; 168.63.129.16 is in every network.
        """
        if first is second:
            return True
        if first.network and second.network:
            return first.network == second.network
        return True if first.own_nameservers & second.own_nameservers else None


@dataclass(frozen=True)
class Subject:
    """One check that did not pass, or warns, with what was observed on its host."""

    check: Check
    # The fields that the texts of the check were filled with.
    fields: Mapping[str, Any]
    endpoint: Endpoint
    observation: Observation
    lookup: Lookup | None
    # The answer of a nameserver that shows the code.
    answer: Answer | None
    # The request that the check is about.
    result: Result | None
    scene: Scene

    @property
    def code(self) -> str:
        """The code of the check."""
        return self.check["code"] or ""

    @property
    def azure_was_read(self) -> bool:
        """Whether Azure's side shows all that it could, so that what it does not show is not there."""
        denied = any(check["code"] == "azure_access_denied" for check in self.scene.azure_checks)
        return self.scene.azure is not None and self.scene.azure.read and not denied

    def azure_checks(self) -> Iterator[Check]:
        """Yield the checks of Azure's side that did not pass, without those about the way of other machines."""
        for check in self.scene.azure_checks:
            hosts = check["evidence"].get("hosts")
            mine = hosts is None or self.check["host"] in hosts
            if self.check["vantage"] != "jumphost":
                mine = not CATALOGUE[check["code"] or ""].suspicion
            if mine:
                yield check
