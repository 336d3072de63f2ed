# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest
from ansible.errors import AnsibleFilterError

from ansible_collections.privatelink.azure_ai.plugins.filter import jumphost
from ansible_collections.privatelink.azure_ai.tests.unit.plugins.plugin_utils._jumphost.test_preflight import (
    EXPECTED,
    FACTS,
)


@pytest.mark.parametrize(
    "expectations, lacking",
    [
        (None, []),
        ({}, []),
        (EXPECTED, []),
        (dict(EXPECTED, identity=True), ["libraries"]),
    ],
)
def test_it_judges(expectations, lacking):
    judged = jumphost.jumphost_preflight(FACTS, expectations)
    assert set(judged) == {"topics", "lacking", "lines"}
    assert judged["lacking"] == lacking


@pytest.mark.parametrize(
    "arguments, message",
    [
        pytest.param(
            ({},), "the input is not the facts of a jumphost: expected the facts privatelink_jumphost", id="no facts"
        ),
        pytest.param(
            (None,), "the input is not the facts of a jumphost: expected the facts privatelink_jumphost", id="nothing"
        ),
        pytest.param(
            (FACTS, {"nameserver": []}),
            "expectations: unknown keys nameserver: expected any of host, names, nameservers, identity, tools",
            id="an unknown key",
        ),
        pytest.param(
            (FACTS, {"names": [{"name": FACTS["egress"][0]["target"], "addresses": ["10.0.14"]}]}),
            "'10.0.14' is not a valid IP address: expected an IPv4 or IPv6 address such as 10.0.14.4",
            id="no address",
        ),
    ],
)
def test_what_it_refuses(arguments, message):
    with pytest.raises(AnsibleFilterError) as refused:
        jumphost.jumphost_preflight(*arguments)
    assert message in str(refused.value)
