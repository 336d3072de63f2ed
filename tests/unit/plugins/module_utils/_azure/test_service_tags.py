# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest

from ansible_collections.privatelink.azure_ai.plugins.module_utils._azure.service_tags import is_service_tag


@pytest.mark.parametrize(
    "text",
    [
        "AzureMonitor",
        "azurecloud",
        "Storage.WestEurope",
        "AzureFrontDoor.Frontend",
        "AzureCloud.germanywc",
        "CognitiveServicesManagement",
        "AzureLoadBalancer",
        "AzurePlatformDNS",
        "GatewayManager",
    ],
)
def test_tags_without_a_private_address(text):
    assert is_service_tag(text)


@pytest.mark.parametrize("text", ["VirtualNetwork", "Internet", "Contoso", "StorageX", "", "10.0.14.0/24", "*"])
def test_anything_else(text):
    assert not is_service_tag(text)
