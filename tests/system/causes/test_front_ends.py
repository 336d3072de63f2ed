# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Real servers in the endpoint's place: the cause is named, and no fix for another one is offered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from ansible_collections.privatelink.azure_ai.plugins.module_utils._probe.options import read_options
from ansible_collections.privatelink.azure_ai.plugins.module_utils._probe.probe import run
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._judge.verdict import judge
from ansible_collections.privatelink.azure_ai.tests.system.causes.front_ends import SITUATIONS
from ansible_collections.privatelink.azure_ai.tests.system.causes.nameservers import NAME
from ansible_collections.privatelink.azure_ai.tests.system.causes.situation import assert_the_cause_is_named

PROBE = {
    "endpoint": f"https://{NAME}/",
    "operation": "models",
    "deployment": None,
    "api_version": None,
    "prompt": "Say OK.",
    "max_tokens": 16,
    "nameservers": None,
    "server_name": None,
    "api_key": "0123456789abcdef0123456789abcdef",
    "token": None,
    "expect": None,
    "samples": 1,
}
TASK = {
    "api_key": None,
    "token": None,
    "auth_source": "none",
    "tenant": None,
    "client_id": None,
    "secret": None,
    "token_scope": None,
    "validate_certs": True,
    "use_proxy": False,
    "timeout": 10,
    "concurrency": 4,
    "stable_for": None,
    "within": None,
    "check_proxies": False,
    "control_endpoints": [],
    "trusted_issuers": [],
}


def results(address: str, certificates, asks: Mapping[str, Any], times: int = 1) -> list[dict]:
    """Return what aoai_probe gives for an account at one address; several requests where the first must be spent."""
    for _each in range(times):
        entry = {**PROBE, "connect_to": f"{address}:443", **asks}
        found = run(*read_options({**TASK, "ca_path": str(certificates / "ca.pem"), "probes": [entry]}))
    return found


def check_of(found: list[dict], address: str) -> dict:
    account = {"name": "aro-azureopenai", "kind": "OpenAI", "private_addresses": {NAME: [address]}}
    observation = {"host": "jump-1", "vantage": "jumphost", "dns": {}, "probes": found}
    judged = judge({"accounts": [account], "observations": [observation]})
    return next(check for check in judged["accounts"][0]["checks"] if check["status"] in ("fail", "unknown"))


@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda each: each.id)
def test_the_cause_is_named(front_ends, confusion, situation):
    address, certificates = front_ends[situation.id]
    check = check_of(results(address, certificates, situation.asks, times=3 if "rate" in situation.id else 1), address)
    assert_the_cause_is_named(situation, check, confusion, "front ends")
