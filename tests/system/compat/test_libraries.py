# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Old and new libraries on old and new Pythons find the same.

The whole table is of the oldest Python, with the oldest and the newest libraries, and of the newest Python. Those between
them answer for one account; test_respawn runs both modules on each.
"""

from __future__ import annotations

import subprocess

import pytest

from ansible_collections.privatelink.azure_ai.tests.support import probes
from ansible_collections.privatelink.azure_ai.tests.support.patience import NEVER_SECONDS
from ansible_collections.privatelink.azure_ai.tests.support.runs import dns_facts
from ansible_collections.privatelink.azure_ai.tests.system.compat.conftest import TARGETS

from simulated_azure.accounts import (
    AUTH_FAULTS,
    DNS_FAULTS,
    HTTP_FAULTS,
    MODEL_FAULTS,
    TCP_FAULTS,
    TLS_FAULTS,
    accounts_named,
)
from simulated_azure.dns.resolvers import AZURE_DNS

HEALTHY = accounts_named(
    ["aro-azureopenai", "reasoning", "responses", "embeddings", "token", "keyless", "http-continue", "http-1-0"]
)
BROKEN = [*TCP_FAULTS, *TLS_FAULTS, *HTTP_FAULTS, *AUTH_FAULTS, *MODEL_FAULTS]
NAMES = [account for account in DNS_FAULTS if account.seen_from == "jumphost" and account.code.startswith("dns_")]


def probe(account):
    entry = {
        "endpoint": f"https://{account.names[0]}/",
        "connect_to": account.addresses[0],
        "operation": account.operation,
        "deployment": account.deployment,
        "api_version": account.api_version,
        **(account.given_credential or {}),
    }
    return {option: value for option, value in entry.items() if value != ""}


_NEWEST_LIBRARIES = [name for name in TARGETS if name.endswith("-newest")]
ENDS = [name for name in TARGETS if name not in _NEWEST_LIBRARIES[1:-1]]


def _grouped(names):
    return [pytest.param(name, marks=pytest.mark.xdist_group(name)) for name in names]


every_target = pytest.mark.parametrize("target", _grouped(TARGETS))


@pytest.fixture(scope="module", params=_grouped(ENDS))
def end(request):
    return request.param


@pytest.fixture(scope="module")
def answered(end, tmp_path_factory):
    """Return what a target found of every account, by name, in one task of the jumphost."""
    accounts = [*HEALTHY, *BROKEN]
    python = probes.interpreter(tmp_path_factory.mktemp("jumphost"), python=TARGETS[end])
    results = probes.ask([probe(account) for account in accounts], python, timeout=5, concurrency=64).results
    return dict(zip([account.name for account in accounts], results))


@every_target
def test_the_target_has_what_its_name_says(target):
    done = subprocess.run(
        [
            TARGETS[target],
            "-c",
            "import sys, requests, urllib3; "
            "print('%d.%d' % sys.version_info[:2], requests.__version__, urllib3.__version__)",
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    python, _requests, urllib3 = done.stdout.split()
    assert target.startswith(f"python{python}-")
    assert urllib3.startswith("1.26.") is target.endswith("oldest")


@pytest.mark.parametrize("account", [*HEALTHY, *BROKEN], ids=lambda account: account.name)
def test_probe(answered, account):
    result = answered[account.name]
    assert result["code"] == account.code, result["detail"]
    assert result["phases_ms"]["total"] < NEVER_SECONDS * 1000 / 2


@pytest.mark.parametrize(
    "account", accounts_named(["tls-expired", "tls-unknown-ca", "tls-inspected"]), ids=lambda account: account.name
)
def test_a_certificate_that_does_not_verify_is_described(answered, account):
    tls = answered[account.name]["tls"]
    assert tls["verified"] is False and len(tls["sha256"]) == 64
    assert tls["issuer"] and tls["not_after"] and tls["san"]


@every_target
def test_outside_azure_refuses(target, tmp_path):
    python = probes.interpreter(tmp_path, "outside", TARGETS[target])
    entry = probe(HEALTHY[0])
    del entry["connect_to"]
    result = probes.ask([entry], python).result
    assert (result["code"], result["peer"]["scope"]) == ("gate_public_access_disabled", "public")


def test_names(end):
    names = {name: addresses for account in NAMES for name, addresses in account.declared_addresses.items()}
    facts = dns_facts(names, TARGETS[end], nameservers=[AZURE_DNS])
    found = {entry["name"]: entry["code"] for entry in facts["names"]}
    codes = {account.name: {found[name] for name in account.names} - {"dns_private"} for account in NAMES}
    assert codes == {account.name: {account.code} for account in NAMES}
