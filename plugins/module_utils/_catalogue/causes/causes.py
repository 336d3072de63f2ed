# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""All causes: by the code that they may be the cause of, and the signals that decide."""

from __future__ import annotations

from collections import defaultdict

from .answers import FAMILY as ANSWERS
from .dns_answers import FAMILY as DNS_ANSWERS
from .dns_servers import FAMILY as DNS_SERVERS
from .hosts import FAMILY as HOSTS
from .model import Candidate, Family
from .service import FAMILY as SERVICE
from .transport import FAMILY as TRANSPORT

FAMILIES: tuple[Family, ...] = (HOSTS, DNS_ANSWERS, DNS_SERVERS, TRANSPORT, ANSWERS, SERVICE)

SIGNALS = {signal.id: signal for family in FAMILIES for signal in family.signals}


def _by_code() -> dict[str, tuple[Candidate, ...]]:
    found: dict[str, list[Candidate]] = defaultdict(list)
    for family in FAMILIES:
        for candidate in family.candidates:
            for code in candidate.codes:
                found[code].append(candidate)
    return {code: tuple(candidates) for code, candidates in found.items()}


CANDIDATES = _by_code()

# The causes that findings of Azure's side are, where they are not named like the finding.
_OF_AZURE = {
    "azure_account_missing": "account_missing",
    "azure_endpoint_missing": "no_private_endpoint",
    "azure_endpoint_pending": "endpoint_not_approved",
    "azure_endpoint_rejected": "endpoint_not_approved",
    "azure_endpoint_disconnected": "endpoint_not_approved",
    "azure_firewall_application_rule": "firewall_application_rule",
    "azure_selected_networks": "selected_networks_allowed",
}


def cause_in_azure(code: str) -> str:
    """Return the id of the cause that a finding of Azure's side is."""
    return _OF_AZURE.get(code, code.removeprefix("azure_"))
