# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Real nameservers with real settings: the cause is named, and no fix for another one is offered."""

from __future__ import annotations

import os

import pytest

from ansible_collections.privatelink.azure_ai.plugins.module_utils._dns import facts
from ansible_collections.privatelink.azure_ai.plugins.module_utils._dns.options import read_options
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._judge.verdict import judge
from ansible_collections.privatelink.azure_ai.tests.system.causes.nameservers import ADDRESS, HEALTHY, NAME, SITUATIONS
from ansible_collections.privatelink.azure_ai.tests.system.causes.situation import assert_the_cause_is_named


def look_up(address: str, *others: str, networks: list[str] | None = None) -> dict:
    """Return what privatelink_dns_facts gives for the account, and for names of others, at one nameserver."""
    options = {
        "names": [
            {"name": NAME, "addresses": None if networks else [ADDRESS], "networks": networks},
            *({"name": name, "addresses": None, "networks": None} for name in others),
        ],
        "nameservers": [address],
        "compare_nameservers": None,
        "platform_resolver": "auto",
        "timeout": 3,
        "tries": 1,
        "concurrency": 4,
    }
    return facts.gather(read_options(options), dict(os.environ))


def check_of(observed: dict) -> dict:
    """Return the check of the dns link in the verdict on what one host looked up."""
    account = {"name": "aro-azureopenai", "kind": "OpenAI", "private_addresses": {NAME: [ADDRESS]}}
    judged = judge(
        {
            "accounts": [account],
            "observations": [{"host": "jump-1", "vantage": "jumphost", "dns": observed, "probes": []}],
        }
    )
    return next(check for check in judged["accounts"][0]["checks"] if check["link"] == "dns")


@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda each: each.id)
def test_the_cause_is_named(nameservers, confusion, situation):
    assert_the_cause_is_named(situation, check_of(look_up(nameservers[situation.id])), confusion, "dns")


@pytest.mark.parametrize("name", HEALTHY)
def test_a_server_that_is_well_has_no_diagnosis(nameservers, name):
    check = check_of(look_up(nameservers[name]))
    assert (check["code"], check["status"], check["diagnosis"]) == ("dns_private", "pass", None)
