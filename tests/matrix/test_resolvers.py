# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every resolver of the lab has its own code: asked alone, beside the VNet's own, and compared with it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from ansible_collections.privatelink.azure_ai.tests.support.runs import dns_facts
from simulated_azure.accounts import accounts_named
from simulated_azure.resolvers import AZURE_DNS, RESOLVERS

(ACCOUNT,) = accounts_named(["aro-azureopenai"])
NAMES = {name: [address] for name, address in ACCOUNT.private_addresses.items()}
TIMEOUT = 2

# Nothing that programs take for an answer.
DEAD = ("dns_refused", "dns_servfail", "dns_malformed", "dns_truncated", "dns_timeout", "dns_resolver_unreachable")

OTHERS = [row for row in RESOLVERS if row.address != AZURE_DNS]
others = pytest.mark.parametrize("resolver", OTHERS, ids=lambda row: row.name)


def ask_each(**options):
    """What asking gives for each resolver of the lab, by its name; options may be functions of its address."""

    def ask(resolver):
        given = {option: value(resolver.address) for option, value in options.items()}
        return resolver.name, dns_facts(NAMES, timeout=TIMEOUT, **given)["names"][0]

    with ThreadPoolExecutor(4) as pool:
        return dict(pool.map(ask, RESOLVERS))


@pytest.fixture(scope="module")
def alone():
    """Return what each resolver gives when nobody else is asked."""
    return ask_each(nameservers=lambda address: [address])


@pytest.fixture(scope="module")
def after_azure():
    """Return what each resolver gives beside the VNet's own."""
    return ask_each(nameservers=lambda address: [AZURE_DNS, address])


@pytest.fixture(scope="module")
def compared():
    """Return what each resolver gives when the VNet's own is only compared with it."""
    return ask_each(nameservers=lambda address: [AZURE_DNS], compare_nameservers=lambda address: [address])


@pytest.mark.parametrize("resolver", RESOLVERS, ids=lambda row: row.name)
def test_a_resolver_gives_its_code_and_no_other(alone, confusion, resolver):
    found = alone[resolver.name]
    confusion("resolver", resolver.name, resolver.code, found["code"])
    assert found["findings"] == ([] if resolver.code == "dns_private" else [resolver.code])


@others
def test_a_dead_resolver_beside_a_working_one_is_a_nuisance(after_azure, resolver):
    found = after_azure[resolver.name]
    if resolver.code in DEAD:
        assert (found["code"], found["findings"]) == ("dns_private", [resolver.code])
    elif resolver.code == "dns_private":
        assert (found["code"], found["findings"]) == ("dns_private", [])
    else:
        assert (found["code"], found["findings"]) == (resolver.code, [resolver.code, "dns_resolvers_disagree"])


@others
def test_a_compared_resolver_never_changes_the_code(compared, resolver):
    found = compared[resolver.name]
    same = resolver.code == "dns_private" or resolver.code in DEAD
    assert (found["code"], found["findings"]) == ("dns_private", [] if same else ["dns_resolvers_disagree"])
    assert [(entry["code"], entry["compared"]) for entry in found["resolvers"]] == [
        ("dns_private", False), (resolver.code, True)]
