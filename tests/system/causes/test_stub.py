# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Hosts with systemd-resolved: it is blamed for what it does itself, and not for what its nameservers do."""

from __future__ import annotations

import pytest

from ansible_collections.privatelink.azure_ai.tests.system.causes.look_ups import check_of
from ansible_collections.privatelink.azure_ai.tests.system.causes.situation import assert_the_cause_is_named
from ansible_collections.privatelink.azure_ai.tests.system.causes.stub import (
    HEALTHY,
    SETTINGS,
    SITUATIONS,
    look_up_behind,
)


@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda each: each.id)
def test_the_cause_is_named(confusion, situation):
    check = check_of(look_up_behind(SETTINGS[situation.id]))
    assert_the_cause_is_named(situation, check, confusion, "dns behind systemd-resolved")


def test_it_is_not_blamed_for_its_nameserver(nameservers):
    settings = (f"DNS={nameservers['unbound-private-address']}", "DNSSEC=no")
    diagnosis = check_of(look_up_behind(settings))["diagnosis"]
    assert (diagnosis["cause"], diagnosis["certainty"] in ("proven", "likely")) == ("rebinding_protection", True)
    assert {each["cause"] for each in diagnosis["alternatives"]}.isdisjoint({"stub_resolver", "record_missing"})


def test_one_that_is_well_has_no_diagnosis():
    observed = look_up_behind(HEALTHY)
    check = check_of(observed)
    assert observed["host"]["nameservers"] == ["127.0.0.53"]
    assert (check["code"], check["status"], check["diagnosis"]) == ("dns_private", "pass", None)
