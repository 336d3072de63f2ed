# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every resolver of the lab has its own code: asked alone, beside the VNet's own, and compared with it."""

from __future__ import annotations

import pytest

from ansible_collections.privatelink.azure_ai.tests.support.runs import module_results

from simulated_azure.accounts import accounts_named
from simulated_azure.dns.resolvers import AZURE_DNS, RESOLVERS

(ACCOUNT,) = accounts_named(["aro-azureopenai"])
NAMES = ACCOUNT.declared_addresses
TIMEOUT = 4

# Nothing that programs take for an answer.
DEAD = ("dns_refused", "dns_servfail", "dns_malformed", "dns_truncated", "dns_timeout", "dns_resolver_unreachable")

OTHERS = [row for row in RESOLVERS if row.address != AZURE_DNS]
others = pytest.mark.parametrize("resolver", OTHERS, ids=lambda row: row.name)


# What nameservers are given for the address of a resolver.
WAYS = {
    "alone": lambda resolver: {"nameservers": [resolver]},
    "after_azure": lambda resolver: {"nameservers": [AZURE_DNS, resolver]},
    "compared": lambda resolver: {"nameservers": [AZURE_DNS], "compare_nameservers": [resolver]},
}


@pytest.fixture(scope="module")
def asked():
    """Return what asking from the jumphost gives, by way and resolver."""
    names = [{"name": name, "addresses": addresses} for name, addresses in NAMES.items()]
    found = {}
    # One way after another: some resolvers answer otherwise when they are asked again.
    for way, given in WAYS.items():
        runs = [{"names": names, "timeout": TIMEOUT, **given(resolver.address)} for resolver in RESOLVERS]
        results = module_results("privatelink_dns_facts", runs)
        looked_up = [result["ansible_facts"]["privatelink_dns"]["names"][0] for result in results]
        found[way] = dict(zip((resolver.name for resolver in RESOLVERS), looked_up))
    return found


@pytest.mark.parametrize("resolver", RESOLVERS, ids=lambda row: row.name)
def test_a_resolver_gives_its_code_and_no_other(asked, confusion, resolver):
    found = asked["alone"][resolver.name]
    confusion("resolver", resolver.name, resolver.code, found["code"])
    own = [] if resolver.code == "dns_private" else [resolver.code]
    assert found["findings"] == own + [resolver.finding] * bool(resolver.finding)


@others
def test_a_dead_resolver_beside_a_working_one_is_a_nuisance(asked, resolver):
    found = asked["after_azure"][resolver.name]
    if resolver.code in DEAD:
        assert (found["code"], found["findings"]) == ("dns_private", [resolver.code])
    elif resolver.code == "dns_private":
        assert (found["code"], found["findings"]) == ("dns_private", [resolver.finding] * bool(resolver.finding))
    else:
        assert (found["code"], found["findings"]) == (resolver.code, [resolver.code, "dns_resolvers_disagree"])


@others
def test_a_compared_resolver_never_changes_the_code(asked, resolver):
    found = asked["compared"][resolver.name]
    same = resolver.code == "dns_private" or resolver.code in DEAD
    assert (found["code"], found["findings"]) == ("dns_private", [] if same else ["dns_resolvers_disagree"])
    assert [(entry["code"], entry["compared"]) for entry in found["resolvers"]] == [
        ("dns_private", False),
        (resolver.code, True),
    ]
