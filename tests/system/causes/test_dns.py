# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Real nameservers with real settings: the cause is named, and no fix for another one is offered."""

from __future__ import annotations

import pytest

from ansible_collections.privatelink.azure_ai.tests.system.causes.look_ups import check_of
from ansible_collections.privatelink.azure_ai.tests.system.causes.nameservers import HEALTHY, SITUATIONS
from ansible_collections.privatelink.azure_ai.tests.system.causes.situation import assert_the_cause_is_named


@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda each: each.id)
def test_the_cause_is_named(looked_up, confusion, situation):
    assert_the_cause_is_named(situation, check_of(looked_up(situation.id)), confusion, "dns")


@pytest.mark.parametrize("name", HEALTHY)
def test_a_server_that_is_well_has_no_diagnosis(looked_up, name):
    check = check_of(looked_up(name))
    assert (check["code"], check["status"], check["diagnosis"]) == ("dns_private", "pass", None)
