# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Real servers give the findings that the lab's own give."""

from __future__ import annotations

import json
import shutil

import pytest

from ansible_collections.privatelink.azure_ai.tests.support import probes
from ansible_collections.privatelink.azure_ai.tests.system.peers import peers
from ansible_collections.privatelink.azure_ai.tests.system.peers.conftest import PACKAGES

from simulated_azure.accounts import accounts_named
from simulated_azure.http import proxies

(ACCOUNT,) = accounts_named(["aro-azureopenai"])
PROBE = {
    "endpoint": f"https://{ACCOUNT.names[0]}/",
    "operation": ACCOUNT.operation,
    "deployment": ACCOUNT.deployment,
    "api_version": ACCOUNT.api_version,
    "api_key": ACCOUNT.api_key,
}
LAB_PROXIES = {row.name: row for row in proxies.PROXIES}


def finding(result):
    """What must not depend on whose server it is."""
    return {
        **{key: result[key] for key in ("code", "outcome", "confidence", "credential", "findings")},
        "verified": result["tls"]["verified"],
        "status": result["http"]["status"],
    }


def at(address):
    return {**PROBE, "connect_to": address}


def same(real, lab, *, but=()):
    assert {key: value for key, value in finding(real).items() if key not in but} == {
        key: value for key, value in finding(lab).items() if key not in but
    }


@pytest.fixture(scope="module")
def front_ends(nginx):
    """Return what nginx gave and what the lab's own front end gave, by the name of the row."""
    asked = []
    for row in peers.FRONT_ENDS:
        (like,) = accounts_named([row.lab])
        # The lab's front ends are asked for their own accounts: what they answer depends on the name.
        asked += [at(row.address), {**PROBE, "endpoint": f"https://{like.names[0]}/", "api_key": like.api_key}]
    results = probes.ask(asked).results
    return {row.name: results[2 * index : 2 * index + 2] for index, row in enumerate(peers.FRONT_ENDS)}


@pytest.mark.parametrize("row", peers.FRONT_ENDS, ids=lambda row: row.name)
def test_nginx(front_ends, row):
    real, lab = front_ends[row.name]
    assert real["code"] == accounts_named([row.lab])[0].code
    same(real, lab, but=["status"])


def test_nginx_forbids_with_a_page_that_is_not_azures(front_ends):
    result = front_ends["forbids"][0]
    assert (result["http"]["status"], result["http"]["headers"]["content-type"]) == (403, "text/html")
    assert result["http"]["headers"]["server"].startswith("nginx/")


@pytest.fixture(scope="module")
def proxy(start):
    """Return a function that starts the proxy of a row."""
    commands = {
        "tinyproxy": peers.tinyproxy,
        "squid": lambda row, place: peers.squid(row, place, PACKAGES),
        "mitmproxy": lambda row, place: peers.mitmproxy(row.address, row.port, place, PACKAGES),
    }

    def run(row):
        if row.program:
            start(row.name, lambda place: commands[row.program](row, place), (row.address, row.port))

    return run


def ask_through(url, directory, **options):
    return probes.ask([PROBE], probes.interpreter(directory, https_proxy=url), use_proxy=True, **options)


@pytest.fixture(scope="module")
def through_the_lab(tmp_path_factory):
    """Return what the lab's own proxies gave, by name."""
    return {
        name: ask_through(f"http://{LAB_PROXIES[name].address}:{proxies.PORT}", tmp_path_factory.mktemp(name)).result
        for name in sorted({row.lab for row in peers.PROXIES})
    }


@pytest.mark.parametrize("row", peers.PROXIES, ids=lambda row: row.name)
def test_proxies(proxy, through_the_lab, tmp_path, row):
    proxy(row)
    real = ask_through(row.url, tmp_path)
    assert real.result["code"] == LAB_PROXIES[row.lab].code
    assert (real.result["proxy"], real.result["findings"]) == (row.url_shown, ["proxy_used"])
    assert real.result["peer"] == {"address": None, "port": None, "scope": None}
    same(real.result, through_the_lab[row.lab])
    assert peers.PROXY_PASSWORD not in real.output


def test_a_proxy_is_not_used_unless_asked_for(tmp_path):
    python = probes.interpreter(tmp_path, https_proxy=peers.PROXIES[-1].url, HTTPS_PROXY=peers.PROXIES[-1].url)
    result = probes.ask([PROBE], python).result
    assert (result["code"], result["proxy"], result["findings"]) == ("model_ok", None, [])


@pytest.fixture(scope="module")
def middlebox(start):
    """Return the directory of an mitmproxy that opens the TLS of all that goes to the private endpoint."""
    upstream = f"reverse:https://{peers.ACCOUNT_ADDRESS}:443"
    return start(
        "middlebox",
        lambda place: peers.mitmproxy(peers.MIDDLEBOX_ADDRESS, 443, place, PACKAGES, upstream),
        (peers.MIDDLEBOX_ADDRESS, 443),
    )


def test_mitmproxy_in_the_way(middlebox):
    (inspected,) = accounts_named(["tls-inspected"])
    real, lab = probes.ask([at(peers.MIDDLEBOX_ADDRESS), at(inspected.addresses[0])]).results
    assert real["code"] == "tls_untrusted"
    same(real, lab)
    assert "mitmproxy" in real["tls"]["issuer"]
    assert real["tls"]["sha256"] and real["tls"]["not_after"]


def test_mitmproxy_is_in_the_way_of_those_who_trust_it(middlebox, tmp_path):
    trusted = shutil.copy(middlebox / "mitmproxy-ca-cert.pem", tmp_path)  # the jumphost has a /run of its own
    result = probes.ask([at(peers.MIDDLEBOX_ADDRESS)], ca_path=str(trusted)).result
    assert (result["tls"]["verified"], "mitmproxy" in result["tls"]["issuer"]) == (True, True)


def test_mitmproxy_as_the_host_s_proxy(proxy, tmp_path):
    proxy(peers.INSPECTING_PROXY)
    answered = ask_through(peers.INSPECTING_PROXY.url, tmp_path)
    result = answered.result
    assert (result["code"], result["proxy"], result["credential"]) == (
        "tls_untrusted",
        peers.INSPECTING_PROXY.url_shown,
        "none",
    )
    assert result["findings"] == ["proxy_used"]
    assert ACCOUNT.api_key not in json.dumps(result)
