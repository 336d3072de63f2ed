# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest

from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._judge.verdict import judge
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._run.conclusion import failures, stats
from ansible_collections.privatelink.azure_ai.tests.unit.support.estates import (
    HEALTHY,
    KEYLESS,
    PUBLIC,
    estate,
    inside,
    outside,
    probe,
)

UNASKED = (inside(*KEYLESS), outside(probe("gate_public_access_disabled", PUBLIC, credential="none")))


@pytest.mark.parametrize(
    "observations, keyless, warnings, notes",
    [
        pytest.param(HEALTHY, False, [], [], id="asked"),
        pytest.param(UNASKED, False, ["model_not_asked"], ["model not asked: no credential"], id="not asked"),
        pytest.param(UNASKED, True, [], [], id="not meant to be asked"),
    ],
)
def test_a_model_that_was_not_asked_reaches_the_workflow(observations, keyless, warnings, notes):
    document = judge(estate(*observations, account={"keyless": keyless}))
    found = stats(document)
    assert found["privatelink_status"] == "pass"
    assert found["privatelink_account_warnings"] == {"example": warnings}
    assert found["privatelink_account_notes"] == {"example": notes}
    failed = {fail_on: failures(document, fail_on) for fail_on in ("failure", "warning", "never")}
    assert failed == {"failure": [], "warning": ["example"] * bool(warnings), "never": []}
