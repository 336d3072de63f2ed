# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""All cases, and the codes whose causes nothing leaves open."""

from __future__ import annotations

from collections import defaultdict

from . import (
    answers,
    certificates,
    dns_absent,
    dns_addresses,
    dns_public,
    dns_servers,
    hosts,
    outside,
    service,
    transport,
)

CASES = [
    each
    for family in (
        hosts,
        dns_public,
        dns_absent,
        dns_addresses,
        dns_servers,
        transport,
        certificates,
        answers,
        service,
        outside,
    )
    for each in family.CASES
]

# What is observed for these codes always shows one of their causes, so no run leaves them open.
DECIDED_BY_ITSELF = {
    "dns_resolvers_disagree": "which of the nameservers is well",
    "tls_name_mismatch": "the names that the certificate has, and the one that was asked for",
    "proxy_denied": "whether the proxy refused, or failed itself",
    "http_not_azure": "the status and the page of the answer",
    "egress_unproved": "the status and the page of the answer",
    "http_malformed": "the status of the answer, and whether it has Azure's mark",
    "http_unclassified": "the status of the answer, and whether it has Azure's mark",
    "http_too_large": "whether the answer has Azure's mark",
    "model_response_invalid": "whether the answer has Azure's mark",
    "gate_private_endpoint_not_approved": "whether the request went to a private address, a public one or a proxy",
    "model_api_version_unsupported": "Azure's words",
    "model_parameter_unsupported": "Azure's words",
    "model_request_refused": "Azure's words",
}


def of_code():
    """Return the cases by code."""
    found = defaultdict(list)
    for each in CASES:
        found[each.code].append(each)
    return found
