# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Microsoft's pages that several entries of the catalogue link to."""

from __future__ import annotations

from .model import LEARN

AUTHENTICATION = LEARN + "ai-services/authentication"
SUBDOMAIN = LEARN + "ai-services/cognitive-services-custom-subdomains"
NETWORK = LEARN + "ai-services/cognitive-services-virtual-networks"
ROLES = LEARN + "ai-services/openai/how-to/role-based-access-control"
ERRORS = LEARN + "ai-services/openai/how-to/troubleshoot"
QUOTA = LEARN + "ai-services/openai/quotas-limits"
REFERENCE = LEARN + "ai-services/openai/reference"
RESOLVER = LEARN + "dns/dns-private-resolver-overview"
FALLBACK = LEARN + "dns/private-dns-fallback"
LINKS = LEARN + "dns/private-dns-virtual-network-links"
MANAGE = LEARN + "private-link/manage-private-endpoint"
INTEGRATION = LEARN + "private-link/private-endpoint-dns-integration"
TROUBLE = LEARN + "private-link/troubleshoot-private-endpoint-connectivity"
AUTHORITIES = LEARN + "security/fundamentals/azure-ca-details"
IN_NETWORK = LEARN + "virtual-network/virtual-networks-name-resolution-for-vms-and-role-instances"
PLATFORM = LEARN + "virtual-network/what-is-ip-address-168-63-129-16"
