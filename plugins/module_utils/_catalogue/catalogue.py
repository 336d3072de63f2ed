# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""The catalogue of findings: every code with what is known about it."""

from __future__ import annotations

from . import azure, dns_nameservers, dns_records, egress, host, service, transport

CATALOGUE = {
    finding.code: finding
    for module in (
        host,
        dns_nameservers,
        dns_records,
        transport,
        service,
        egress,
        azure,
    )
    for finding in module.FINDINGS
}
