# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Hosts whose own files answer before any nameserver does."""

from __future__ import annotations

import pytest

from ansible_collections.privatelink.azure_ai.tests.system.causes.hosts import FILES, SITUATIONS, look_up_with
from ansible_collections.privatelink.azure_ai.tests.system.causes.nameservers import ADDRESS
from ansible_collections.privatelink.azure_ai.tests.system.causes.requests import checks_of
from ansible_collections.privatelink.azure_ai.tests.system.causes.situation import assert_the_cause_is_named


@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda each: each.id)
def test_the_cause_is_named(overlay, confusion, situation):
    nameservers, _certificates = overlay
    observed = look_up_with(FILES[situation.id], nameservers["answers-for-the-search-list"])
    checks = {check["code"]: check for check in checks_of({"dns": observed}, addresses=[ADDRESS])}
    assert_the_cause_is_named(situation, checks[situation.code], confusion, "hosts")
