# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Real servers in the endpoint's place: the cause is named, and no fix for another one is offered."""

from __future__ import annotations

import pytest

from ansible_collections.privatelink.azure_ai.tests.system.causes.front_ends import SITUATIONS
from ansible_collections.privatelink.azure_ai.tests.system.causes.requests import checks_of, open_check, request
from ansible_collections.privatelink.azure_ai.tests.system.causes.situation import assert_the_cause_is_named


@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda each: each.id)
def test_the_cause_is_named(front_ends, confusion, situation):
    address, certificates = front_ends[situation.id]
    # Where the rate is limited, the first ones must be spent.
    for _each in range(3 if "rate" in situation.id else 1):
        found = request(certificates / "ca.pem", {"connect_to": f"{address}:443", **situation.asks})
    check = open_check(checks_of({"probes": found}, addresses=[address]))
    assert_the_cause_is_named(situation, check, confusion, "front ends")
