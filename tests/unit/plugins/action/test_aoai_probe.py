# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A host that was given no credential cannot say that Azure accepted one."""

from __future__ import annotations

import pytest

from ansible_collections.privatelink.azure_ai.plugins.action.aoai_probe import _foreign_credential

ENDPOINT = "https://example.openai.azure.com/"


@pytest.mark.parametrize(
    "given, auth_source, claimed, foreign",
    [
        pytest.param({}, "none", "none", False, id="keyless"),
        pytest.param({}, "none", None, False, id="not asked"),
        pytest.param({"api_key": "k"}, "none", "api_key", False, id="key"),
        pytest.param({"api_key": "k"}, "none", "none", False, id="key that was never sent"),
        pytest.param({}, "msi", "token", False, id="token of the host"),
        pytest.param({}, "none", "api_key", True, id="a key from nowhere"),
        pytest.param({}, "none", "token", True, id="a token from nowhere"),
        pytest.param({"api_key": "k"}, "none", "token", True, id="another kind"),
        pytest.param({}, "msi", "api_key", True, id="a key beside a token source"),
    ],
)
@pytest.mark.parametrize("key", ["credential", "credential_given"])
def test_a_result_claims_only_what_its_probe_was_given(given, auth_source, claimed, foreign, key):
    probe, result = {"endpoint": ENDPOINT, **given}, {"endpoint": ENDPOINT, key: claimed}
    assert bool(_foreign_credential([probe], [result], auth_source)) == foreign
