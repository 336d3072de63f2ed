# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Catalogue: the pages and the steps that several texts about DNS share."""

from __future__ import annotations

from dataclasses import replace

from .model import LEARN, Command, Note

ZONES = LEARN + "private-link/private-endpoint-dns"
ENDPOINT = LEARN + "private-link/create-private-endpoint-cli"

SERVER = "@{server_address}{server_port:?-p}"
ASK = Command(f"dig {SERVER} {{name}}")
ASK_AZURE = Command("dig @168.63.129.16 {name}")
OF_ZONE = "--resource-group {zone_resource_group} --zone-name {zone}"
CREATE_ZONE = Command(
    "az network private-dns zone create --resource-group {zone_resource_group} --name {zone}", changes=True
)
LINK_TEXT = (
    f"az network private-dns link vnet create {OF_ZONE} --name {{link_name}} --virtual-network {{vnet_id}} "
    "--registration-enabled false"
)
LINK_ZONE = Command(LINK_TEXT, changes=True)
# Where it was not observed whether there is such a zone.
ZONE_IF_MISSING = (
    replace(CREATE_ZONE, when="if {zone} does not exist"),
    replace(LINK_ZONE, when="if {zone} is not linked to the virtual network"),
)
SHOW_LINKS = Command(
    f"az network private-dns link vnet list {OF_ZONE} --query '[].[name, virtualNetwork.id, resolutionPolicy]' "
    "--output table"
)
OF_ENDPOINT = "--resource-group {endpoint_resource_group} --endpoint-name {private_endpoint}"
GROUPS = Command(
    f"az network private-endpoint dns-zone-group list {OF_ENDPOINT} --query '[].[name, privateDnsZoneConfigs[].name]'"
)
# create takes the place of a whole group, with the zones that it holds for other names.
INTO_GROUP = (
    Command(
        f"az network private-endpoint dns-zone-group create {OF_ENDPOINT} --name default --zone-name {{zone}} "
        "--private-dns-zone {zone_id}",
        when="if the endpoint has no DNS zone group",
        changes=True,
    ),
    Command(
        f"az network private-endpoint dns-zone-group add {OF_ENDPOINT} --name {{zone_group}} --zone-name {{zone}} "
        "--private-dns-zone {zone_id}",
        when="if it has one",
        changes=True,
    ),
)
ZONE_GROUP = (GROUPS, *INTO_GROUP)
RENEW = Note(
    "If the DNS zone group already names {zone}, take the zone out of the group first (dns-zone-group remove): "
    "records are written when a zone is added to the group."
)
RECORD = (GROUPS, RENEW, *INTO_GROUP)
RECORDS = Command(f"az network private-dns record-set a list {OF_ZONE} --output table")
CREATE_ENDPOINT = Command(
    "az network private-endpoint create --resource-group {endpoint_resource_group} --name {private_endpoint} "
    "--vnet-name {vnet} --subnet {subnet} --private-connection-resource-id {account_id} --group-id {group_id} "
    "--connection-name {connection_name}",
    changes=True,
)
OF_SHADOW = "--resource-group {zone_resource_group} --zone-name {shadow_zone}"
UNSHADOW = (
    GROUPS,
    Command(f"az network private-dns link vnet list {OF_SHADOW} --query '[].[name, virtualNetwork.id]' --output table"),
    *ZONE_IF_MISSING,
    *INTO_GROUP,
    Note("Delete the zone {shadow_zone} only after that; otherwise names fail in the meantime."),
    Command(f"az network private-dns link vnet delete {OF_SHADOW} --name {{link_name}}", changes=True),
    Command(
        "az network private-dns zone delete --resource-group {zone_resource_group} --name {shadow_zone}", changes=True
    ),
)
