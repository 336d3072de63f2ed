# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Catalogue: commands that several files need."""

from __future__ import annotations

from .model import Command

# From the network interface: the endpoint's own customDnsConfigs is empty once it has a DNS zone group.
ENDPOINT_ADDRESSES = Command(
    "az network nic show --ids $(az network private-endpoint show --resource-group {endpoint_resource_group} "
    "--name {private_endpoint} --query 'networkInterfaces[0].id' --output tsv) --query "
    "'ipConfigurations[].[privateIPAddress, privateLinkConnectionProperties.fqdns]'"
)
