# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The names and addresses of Azure's own services: Resource Manager, Entra, the metadata service of a VM."""

from __future__ import annotations

from simulated_azure.account import REGIONS

ARM_ADDRESS = "203.0.113.40"
ENTRA_ADDRESS = "203.0.113.41"
IMDS_ADDRESS = "169.254.169.254"

ARM_NAMES = ("management.azure.com", "management.usgovcloudapi.net", "management.chinacloudapi.cn")
ENTRA_NAMES = (
    "login.microsoftonline.com",
    "login.microsoftonline.us",
    "login.chinacloudapi.cn",
    "login.partner.microsoftonline.cn",
    "login.windows.net",
)
STACK_NAME = "management.stack.example"  # an ARM of one's own: its authority is stack-ca.pem, which no vantage trusts

# An ARM that cannot be reached, to be given as a custom endpoint.
BROKEN_NAMES = {
    "management.silent.example": REGIONS["silent"].address,
    "management.refusing.example": REGIONS["refusing"].address,
    "management.cutoff.example": REGIONS["cutoff"].address,
}

MANAGEMENT_NAMES = {
    **dict.fromkeys((*ARM_NAMES, STACK_NAME), ARM_ADDRESS),
    **dict.fromkeys(ENTRA_NAMES, ENTRA_ADDRESS),
    **BROKEN_NAMES,
}
