# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Real proxies: what the probe meets that uses one, and what the host's programs meet although it does not."""

from __future__ import annotations

import pytest

from ansible_collections.privatelink.azure_ai.tests.system.causes.look_ups import look_up
from ansible_collections.privatelink.azure_ai.tests.system.causes.proxies import PORT, SITUATIONS
from ansible_collections.privatelink.azure_ai.tests.system.causes.requests import checks_of, open_check, request
from ansible_collections.privatelink.azure_ai.tests.system.causes.situation import assert_the_cause_is_named


@pytest.fixture
def use(proxies, monkeypatch):
    """Return a function that lets the variables of the host name the proxy of a situation."""

    def set_variables(name: str, no_proxy: str = "") -> None:
        monkeypatch.setenv("https_proxy", f"http://{proxies[name]}:{PORT}")
        monkeypatch.setenv("no_proxy", no_proxy)

    return set_variables


@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda each: each.id)
def test_the_cause_is_named(use, lab_authority, account, confusion, situation):
    use(situation.id)
    found = request(lab_authority, asking(account), use_proxy=True)
    check = open_check(checks_of({"probes": found}, addresses=account.addresses, name=account.names[0]))
    assert_the_cause_is_named(situation, check, confusion, "proxies")


def asking(account):
    return {"endpoint": f"https://{account.names[0]}/", "api_key": account.api_key}


def checks_past(lab_authority, account):
    """Return the checks of a host that sends its requests past the proxy which its programs use."""
    found = request(lab_authority, asking(account), check_proxies=True)
    assert found[0]["code"] == "model_ok"
    observed = {"dns": look_up(None, name=account.names[0], expected=account.addresses[0]), "probes": found}
    checks = checks_of(observed, addresses=account.addresses, name=account.names[0])
    return {check["code"]: check for check in checks if check["diagnosis"] and check["leg"] != "outside"}


def test_programs_are_captured_that_the_probe_passes(use, lab_authority, account):
    use("squid-resolves-on-the-internet")
    diagnosis = checks_past(lab_authority, account)["host_proxy_captures"]["diagnosis"]
    assert (diagnosis["cause"], diagnosis["certainty"]) == ("proxy_captures", "proven")
    assert any("gate_public_access_disabled" in each for each in diagnosis["because"])


def test_a_proxy_in_the_network_that_leads_to_the_endpoint_changes_nothing(use, lab_authority, account):
    use("in-the-network")
    check = checks_past(lab_authority, account)["host_proxy_captures"]
    assert (check["status"], check["diagnosis"]["certainty"]) == ("pass", "possible")
    assert not any(step["changes"] for step in check["remedy"])


def test_a_proxy_that_the_name_is_exempt_from_is_not_mentioned(use, lab_authority, account):
    use("squid-resolves-on-the-internet", no_proxy=".openai.azure.com")
    assert checks_past(lab_authority, account) == {}
