# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""In which subscriptions the private DNS zones of an account are looked for."""

from __future__ import annotations

import pytest

from ansible_collections.privatelink.azure_ai.plugins.module_utils._arm.client import Unread
from ansible_collections.privatelink.azure_ai.plugins.module_utils._arm.observe import _each_once
from ansible_collections.privatelink.azure_ai.plugins.module_utils._arm.reader import Notes
from ansible_collections.privatelink.azure_ai.plugins.module_utils._arm.zones import read_zones

ZONE = "privatelink.openai.azure.com"
OF_ACCOUNT, OF_ENDPOINT = "11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"


def zone_id(subscription, name=ZONE):
    return f"/subscriptions/{subscription}/resourceGroups/dns/providers/Microsoft.Network/privateDnsZones/{name}"


class Zones:
    """Two subscriptions, of which C(having) have the zone and C(denied) may not be listed."""

    def __init__(self, having, denied=()):
        self.having, self.denied, self.asked = having, denied, []

    def zones(self, subscription):
        self.asked.append(subscription)
        if subscription in self.denied:
            raise Unread("Microsoft.Network/privateDnsZones/read", f"/subscriptions/{subscription}", "denied", "no")
        return [{"id": zone_id(subscription), "name": ZONE}] if subscription in self.having else []

    def links(self, zone):
        return []

    def addresses(self, zone, label):
        return ["10.0.14.4"]


@pytest.mark.parametrize(
    "having, denied, found, asked",
    [
        pytest.param([OF_ACCOUNT], [], [OF_ACCOUNT], [OF_ACCOUNT], id="the account's"),
        pytest.param([OF_ENDPOINT], [], [OF_ENDPOINT], [OF_ACCOUNT, OF_ENDPOINT], id="the endpoint's"),
        pytest.param([OF_ACCOUNT, OF_ENDPOINT], [], [OF_ACCOUNT], [OF_ACCOUNT], id="both: one request"),
        pytest.param([], [], [], [OF_ACCOUNT, OF_ENDPOINT], id="neither"),
        pytest.param([OF_ENDPOINT], [OF_ACCOUNT], [OF_ENDPOINT], [OF_ACCOUNT, OF_ENDPOINT], id="the account's denied"),
        pytest.param([], [OF_ENDPOINT], [], [OF_ACCOUNT, OF_ENDPOINT], id="the endpoint's denied"),
    ],
)
def test_zones_are_looked_for_where_the_endpoint_is_too(having, denied, found, asked):
    reader, notes = Zones(having, denied), Notes()
    account = {"fqdns": ["x.openai.azure.com"], "required_zone_names": None}
    zones = read_zones(reader, notes, [OF_ACCOUNT, OF_ENDPOINT], account, [])
    assert ([zone["subscription_id"] for zone in zones], reader.asked) == (found, asked)
    assert [entry["id"] for entry in notes.entries()] == [f"/subscriptions/{each}" for each in denied]
    assert all(zone["records"] == {"x.openai.azure.com": ["10.0.14.4"]} for zone in zones)


def test_the_account_s_subscription_comes_first_and_each_is_listed_once():
    assert _each_once([OF_ACCOUNT, OF_ENDPOINT, OF_ACCOUNT.upper(), None]) == [OF_ACCOUNT, OF_ENDPOINT]


def test_a_zone_of_a_zone_group_is_not_looked_for_elsewhere():
    reader = Zones([])
    groups = [{"zones": [{"zone_id": zone_id(OF_ENDPOINT)}]}]
    account = {"fqdns": ["x.openai.azure.com"], "required_zone_names": None}
    (zone,) = read_zones(reader, Notes(), [OF_ACCOUNT, OF_ENDPOINT], account, groups)
    assert (zone["subscription_id"], reader.asked) == (OF_ENDPOINT, [OF_ACCOUNT])
