# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""The catalogue of findings: every code with its link, severity, meaning and remedy."""

from __future__ import annotations

from ansible_collections.privatelink.azure_ai.plugins.module_utils import (
    _findings_azure,
    _findings_dns,
    _findings_egress,
    _findings_host,
    _findings_nameservers,
    _findings_service,
    _findings_transport,
)

CATALOGUE = {
    finding.code: finding
    for module in (
        _findings_host, _findings_nameservers, _findings_dns, _findings_transport, _findings_service, _findings_egress,
        _findings_azure,
    )
    for finding in module.FINDINGS
}
