# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a report says to type mends what it is about: what Azure's words name, Azure's firewalls, overlays."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.privatelink.azure_ai.tests.system.causes import front_ends, nameservers
from ansible_collections.privatelink.azure_ai.tests.system.causes.azure_front_end import ACTION, Needs, served
from ansible_collections.privatelink.azure_ai.tests.system.causes.look_ups import look_up
from ansible_collections.privatelink.azure_ai.tests.system.causes.nameservers import ADDRESS, AZURE, NAME
from ansible_collections.privatelink.azure_ai.tests.system.causes.remedies import Az, Daemon, words_of
from ansible_collections.privatelink.azure_ai.tests.system.causes.validation import (
    Requests,
    assert_it_passes,
    first_finding,
    judged,
)

from simulated_azure.account import REGIONS
from simulated_azure.arm.callers import TENANT, caller_named

CALLER = caller_named("reader")
TOKEN = {"auth_source": "client_secret", "tenant": TENANT, "client_id": CALLER.client_id, "secret": CALLER.secret}
FOUNDRY, DEFAULT = "https://ai.azure.com", "https://cognitiveservices.azure.com"
ROLE = "Cognitive Services OpenAI User"
POLICY = {"<policy>": "fw-policy", "<policy-resource-group>": "rg-hub", "<rule-group>": "rules"}


@pytest.fixture
def az(tmp_path) -> Az:
    return Az(tmp_path)


def assert_it_says(check: dict[str, Any], code: str, cause: str, sees: str, first: str, rules_out: str = "") -> None:
    """Assert what a report says of a situation; Azure's own words leave nothing else to rule out."""
    diagnosis = check["diagnosis"]
    assert (check["code"], diagnosis["cause"]) == (code, cause), check
    assert diagnosis["certainty"] in ("proven", "likely")
    assert any(sees in each for each in diagnosis["because"]), diagnosis
    assert not rules_out or rules_out in {each["cause"] for each in diagnosis["excluded"]}, diagnosis
    assert check["remedy"][0]["text"].startswith(first), check["remedy"]


def of_azure(certificates, monkeypatch, address: str, **changes: Any) -> Requests:
    """Return requests of a service principal of the lab for a model."""
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificates / "ca.pem"))
    given = {"operation": "chat_completions", "deployment": "gpt-4o", "api_version": "2024-10-21", "task": TOKEN}
    return Requests(address, certificates, api_key=None, **{**given, **changes})


def test_the_scope_that_azure_names(certificates, monkeypatch):
    with served("10.90.0.1", certificates / "whole.pem", Needs(audience=FOUNDRY)):
        check = first_finding(judged(of_azure(certificates, monkeypatch, "10.90.0.1")))
        first = f"az account get-access-token --resource {FOUNDRY} "
        assert_it_says(check, "auth_token_invalid", "wrong_audience", FOUNDRY, first, "token_expired")
        (scope,) = words_of(check, r"Set privatelink_token_scope: (\S+),")
        task = {**TOKEN, "token_scope": scope}
        assert_it_passes(judged(of_azure(certificates, monkeypatch, "10.90.0.1", task=task)))


def test_the_api_version_that_azure_names(certificates, monkeypatch):
    with served("10.90.0.2", certificates / "whole.pem", Needs(api_version="2024-12-01-preview")):
        check = first_finding(judged(of_azure(certificates, monkeypatch, "10.90.0.2")))
        assert_it_says(
            check,
            "model_api_version_unsupported",
            "api_version_too_old",
            "2024-12-01-preview",
            "az cognitiveservices account deployment list ",
            "api_version_retired",
        )
        (version,) = words_of(check, r"Set api_version: (\S+) for aro-azureopenai in privatelink_accounts\.")
        assert_it_passes(judged(of_azure(certificates, monkeypatch, "10.90.0.2", api_version=version)))


def test_the_role_with_the_action_that_azure_names(certificates, monkeypatch, az):
    needs = Needs(audience=DEFAULT, role=ROLE)
    with served("10.90.0.3", certificates / "whole.pem", needs):
        requests = of_azure(certificates, monkeypatch, "10.90.0.3")
        check = first_finding(judged(requests))
        assert_it_says(check, "auth_permission_denied", "role_missing", ACTION, "az role assignment list ")
        az.type(check, "az role assignment create", {"<account-id>": "/subscriptions/s/accounts/aro-azureopenai"})
        typed = az.options()
        needs.roles[typed["--assignee"]] = {typed["--role"]}
        assert_it_passes(judged(requests))


@pytest.fixture
def taken(start, tmp_path, certificates):
    """An application rule: the firewall takes what goes to the endpoint's address, and goes on from a public one."""
    relay = front_ends.haproxy(f"bind {ADDRESS}:443", backend=(f"server public {REGIONS['eastus'].address}:443",))
    daemon = Daemon(start, relay(ADDRESS, tmp_path, certificates), ADDRESS)
    yield daemon
    _let_pass(daemon)


def _let_pass(daemon: Daemon) -> None:
    daemon.stop()
    subprocess.run(["ip", "address", "delete", f"{ADDRESS}/32", "dev", "lo"], check=False, stderr=subprocess.DEVNULL)


def test_a_network_rule_goes_before_the_application_rule(taken, certificates, az):
    requests = Requests(ADDRESS, certificates, by_name=True)
    check = first_finding(judged(requests))
    assert_it_says(
        check,
        "gate_public_access_disabled",
        "firewall_application_rule",
        "refused by name and by address",
        "az network firewall list ",
        "public_address",
    )
    known = {**POLICY, "<collection-priority>": "100", "<jumphost-address>": "10.0.15.4"}
    az.type(check, "az network firewall policy rule-collection-group collection add-filter-collection", known)
    typed = az.options()
    rule = (typed["--rule-type"], typed["--action"], typed["--destination-addresses"], typed["--destination-ports"])
    assert rule == ("NetworkRule", "Allow", ADDRESS, "443") and typed["--source-addresses"] == "10.0.15.4"
    _let_pass(taken)
    assert_it_passes(judged(requests))


def test_tls_inspection_that_the_host_trusts(start, certificates, az, tmp_path):
    address, endpoint = "10.90.0.4", "10.90.0.5"
    whole = (certificates / "inspected.pem").read_text()
    trusting = tmp_path / "trusting"
    trusting.mkdir()
    (trusting / "ca.pem").write_text((certificates / "ca.pem").read_text() + whole[whole.rindex("-----BEGIN") :])
    inspects = front_ends.haproxy(
        "bind {address}:443 ssl crt {certificates}/inspected.pem",
        backend=(f"server endpoint {endpoint}:443 ssl verify none",),
        mode="http",
    )
    passes_on = front_ends.haproxy("bind {address}:443", backend=(f"server endpoint {endpoint}:443",))
    daemon = Daemon(start, inspects(address, tmp_path, certificates), address)
    asked = {"operation": "chat_completions", "deployment": "gpt-4o"}
    requests = Requests(address, trusting, **asked)
    with served(endpoint, certificates / "whole.pem", Needs()):
        direct = Requests(endpoint, certificates, **asked).sent()
        others = [{"host": "outside-1", "vantage": "outside", "dns": {}, "probes": direct}]
        check = first_finding(judged(requests, others=others))
        assert_it_says(check, "tls_inspected", "tls_inspection", "a certificate of Corp Security", "openssl s_client ")
        (meant,) = words_of(check, r"Where inspection is intended, set privatelink_tls_inspection: (\w+)\.")
        assert_it_passes(judged(requests, others=others, tls_inspection=meant))

        known = {**POLICY, "<rule-collection>": "web", "<firewall-rule>": "ai"}
        az.type(check, "az network firewall policy rule-collection-group collection rule update", known)
        assert az.options()["--enable-tls-inspection"] == "false"
        passes_on(address, tmp_path, certificates)
        daemon.restart()
        assert_it_passes(judged(requests, others=others))


@pytest.fixture
def own_nameserver() -> Iterator[str]:
    """The nameserver that the host's programs ask, as long as the test runs."""
    server, path = "127.56.200.1", Path("/etc/resolv.conf")
    before = path.read_text()
    path.write_text(f"nameserver {server}\n")
    yield server
    path.write_text(before)


def test_the_network_of_an_overlay_is_declared(start, certificates, own_nameserver, tmp_path):
    invented, server = "100.64.0.4", own_nameserver
    others = {"management.azure.com": "100.64.0.5", "login.microsoftonline.com": "100.64.0.6"}
    lines = [f"address=/{name}/{address}" for name, address in {NAME: invented, **others}.items()]
    Daemon(start, nameservers.dnsmasq("cache-size=0", *lines, f"server={AZURE}")(server, tmp_path), server)
    overlay = front_ends.haproxy("bind {address}:443", backend=(f"server endpoint {ADDRESS}:443",))
    Daemon(start, overlay(invented, tmp_path, certificates), invented)
    requests = Requests(invented, certificates)
    declared = {"private_addresses": {NAME: [ADDRESS]}}
    check = first_finding(judged(requests, account=declared, dns=look_up(server, *others)))
    assert_it_says(check, "dns_wrong_address", "overlay", "100.64.0.5", f"dig @{server}", "record_stale")
    (network,) = words_of(check, r"set networks: \[(\S+)\] for aro-azureopenai in privatelink_accounts, in place of")
    account = {"private_addresses": None, "networks": [network]}
    mended = judged(requests, account=account, dns=look_up(server, *others, networks=[network]))
    # An overlay never leads over a privatelink name, and nothing is to be said of that.
    assert_it_passes(mended, warned=("dns_direct_record",))
    assert [each["diagnosis"] for each in mended["checks"] if each["code"] == "dns_direct_record"] == [None]
