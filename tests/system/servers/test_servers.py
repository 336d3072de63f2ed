# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""unbound, BIND and dnsmasq around a private endpoint: what is found is what the lab's own resolvers give."""

from __future__ import annotations

import pytest

from ansible_collections.privatelink.azure_ai.tests.support.runs import dns_facts
from ansible_collections.privatelink.azure_ai.tests.system.servers.conftest import ADDRESSES
from ansible_collections.privatelink.azure_ai.tests.system.servers.daemons import SERVERS
from ansible_collections.privatelink.azure_ai.tests.system.servers.roles import ROLES
from ansible_collections.privatelink.azure_ai.tests.system.servers.zone_data import LONG_ANSWER, LONG_NAME

from simulated_azure.accounts import DNS_FAULTS, HEALTHY
from simulated_azure.dns.resolvers import RESOLVERS

ACCOUNTS = (*HEALTHY, *DNS_FAULTS)
NAMES = {name: addresses for account in ACCOUNTS for name, addresses in account.declared_addresses.items()}
LAB_ADDRESSES = {resolver.name: resolver.address for resolver in RESOLVERS}

# What a server cannot play, and what it does instead.
DEVIATIONS = {
    # Behind a CNAME record of its own dnsmasq knows no NXDOMAIN: a target that it has no record of is NODATA.
    ("dnsmasq", "azure", "record-missing.openai.azure.com"): "dns_empty",
    ("dnsmasq", "azure", "cname-loop.openai.azure.com"): "dns_empty",
    ("dnsmasq", "azure", "dns-policy.openai.azure.com"): "dns_empty",
}


@pytest.fixture(scope="module")
def found(addresses):
    """Return what is found of each name at each server: the module's entries, by name and address of the server."""
    servers = [*addresses.values(), *{LAB_ADDRESSES[role.lab] for role in ROLES}]
    facts = dns_facts({**NAMES, LONG_NAME: LONG_ANSWER}, nameservers=servers)
    return {(name["name"], entry["server"]): entry for name in facts["names"] for entry in name["resolvers"]}


@pytest.mark.parametrize("account", ACCOUNTS, ids=lambda account: account.name)
def test_the_lab_gives_what_its_table_says(found, account):
    codes = {found[name, LAB_ADDRESSES["azure"]]["code"] for name in account.names} - {"dns_private"}
    seen_here = account.seen_from == "jumphost" and account.code.startswith("dns_")
    assert codes == ({account.code} if seen_here else set())


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.name)
@pytest.mark.parametrize("server", SERVERS)
def test_the_findings_are_those_on_the_lab(found, confusion, server, role, name):
    expected = found[name, LAB_ADDRESSES[role.lab]]
    seen = found[name, ADDRESSES[server, role.name]]
    if (server, role.name, name) in DEVIATIONS:
        assert seen["code"] == DEVIATIONS[server, role.name, name]
        return
    confusion(server, f"{name} at {role.name}", expected["code"], seen["code"])
    assert sorted(seen["addresses"]) == sorted(expected["addresses"])
    assert links(seen) == links(expected)


def links(entry):
    """The chain without what a cache changes."""
    return {(link["name"], link["type"], link["value"]) for link in entry["chain"]}


@pytest.mark.parametrize("role", ["azure", "forwarder"])
@pytest.mark.parametrize("server", SERVERS)
def test_an_answer_too_long_for_a_datagram_comes_over_tcp(found, server, role):
    entry = found[LONG_NAME, ADDRESSES[server, role]]
    assert (entry["transport"], entry["code"]) == ("tcp", "dns_private")
    assert sorted(entry["addresses"]) == sorted(LONG_ANSWER)
