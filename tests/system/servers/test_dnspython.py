# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The oldest and the newest dnspython find the same, but that the oldest cannot read Extended DNS Errors."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from ansible_collections.privatelink.azure_ai.tests.support.runs import dns_facts

from simulated_azure.accounts import DNS_FAULTS, accounts_named
from simulated_azure.dns.resolvers import AZURE_DNS, RESOLVERS

PYTHONS = {name: Path(os.environ["PRIVATELINK_DNSPYTHONS"]) / name / "bin/python" for name in ("2.1.0", "latest")}

(HEALTHY,) = accounts_named(["aro-azureopenai"])
BROKEN = [account for account in DNS_FAULTS if account.seen_from == "jumphost" and account.code.startswith("dns_")]


@pytest.fixture(scope="module", params=PYTHONS)
def version(request):
    return request.param


@pytest.fixture(scope="module")
def resolvers(version):
    """Return what each of the lab's resolvers gives for the healthy account, by its name."""
    facts = dns_facts(
        HEALTHY.declared_addresses,
        PYTHONS[version],
        nameservers=[resolver.address for resolver in RESOLVERS],
        timeout=4,
    )
    return dict(zip([resolver.name for resolver in RESOLVERS], facts["names"][0]["resolvers"]))


@pytest.fixture(scope="module")
def accounts(version):
    """Return the codes of each broken account at Azure's resolver, by its name."""
    names = {name: addresses for account in BROKEN for name, addresses in account.declared_addresses.items()}
    facts = dns_facts(names, PYTHONS[version], nameservers=[AZURE_DNS])
    codes = {name["name"]: name["code"] for name in facts["names"]}
    return {account.name: {codes[name] for name in account.names} - {"dns_private"} for account in BROKEN}


def test_it_is_the_version_that_it_is_called(version):
    done = subprocess.run(
        [PYTHONS[version], "-c", "import dns.version; print(dns.version.version)"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert (done.stdout.strip() == "2.1.0") is (version == "2.1.0")


@pytest.mark.parametrize("resolver", RESOLVERS, ids=lambda row: row.name)
def test_resolver(resolvers, confusion, version, resolver):
    confusion(f"dnspython {version}", f"resolver {resolver.name}", resolver.code, resolvers[resolver.name]["code"])


@pytest.mark.parametrize("account", BROKEN, ids=lambda row: row.name)
def test_account(accounts, confusion, version, account):
    confusion(f"dnspython {version}", account.name, account.code, " ".join(sorted(accounts[account.name])))


def test_extended_errors_are_null_when_they_cannot_be_read(resolvers, version):
    read = {name: entry["ede"] for name, entry in resolvers.items() if entry["ede"]}
    assert read == ({} if version == "2.1.0" else {"servfail": [{"code": 22, "text": "the forwarder does not answer"}]})
