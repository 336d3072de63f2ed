# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whether data can leave to accounts of others: directly, through the host's proxy, behind a hidden name."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from ansible_collections.privatelink.azure_ai.tests.support.lab import LAB
from ansible_collections.privatelink.azure_ai.tests.support.runs import run_playbook

from simulated_azure import inventory
from simulated_azure.accounts import FOREIGN_ACCOUNTS, accounts_named
from simulated_azure.state import State

(ACCOUNT,) = accounts_named(["aro-azureopenai"])
OPEN = "other-tenant"
CLOSED = [account.name for account in FOREIGN_ACCOUNTS if account.name != OPEN]
HIDDEN = "record-missing"  # its name does not resolve in the network, and its public front end answers


def url(name):
    return f"https://{name}.openai.azure.com/"


RUNS = {
    "open": {"names": [OPEN, HIDDEN, *CLOSED]},
    "closed": {"names": CLOSED},
    # The control node stands inside, and knows no public address either.
    "inside": {"names": [HIDDEN], "vantage": "jumphost"},
    "proxied": {"names": [OPEN, CLOSED[1]], "hosts": ("jump-proxied", "outside-1")},
}


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    """Return what validating the healthy account gives with other names forbidden."""

    def run(directory, names, hosts=("jump-1", "outside-1"), vantage=None):
        path = directory / "inventory.json"
        path.write_text(inventory.render(State(LAB), [ACCOUNT], hosts))
        return run_playbook(
            directory,
            "validate",
            path,
            vantage=vantage,
            endpoint_timeout=5,
            report_formats=["json"],
            privatelink_forbidden_endpoints=[url(name) for name in names],
        )

    with ThreadPoolExecutor(2) as pool:
        started = {name: pool.submit(run, tmp_path_factory.mktemp(name), **options) for name, options in RUNS.items()}
    return {name: done.result() for name, done in started.items()}


def egress(run):
    return [
        (check["name"].partition(".")[0], check["status"])
        for check in run.account["checks"]
        if check["leg"] == "egress"
    ]


def test_an_account_of_somebody_else_that_answers_is_a_hole(runs):
    run = runs["open"]
    assert run.code != 0
    assert (run.account["root_cause"], run.account["verdicts"]["egress"]) == ("egress_open", "open")
    assert sorted(egress(run)) == sorted([(OPEN, "fail"), (HIDDEN, "fail"), *((name, "pass") for name in CLOSED)])


def test_firewalls_of_all_kinds_close_it(runs):
    run = runs["closed"]
    assert run.code == 0, run.output
    assert run.account["verdicts"]["egress"] == "closed"
    assert sorted(egress(run)) == sorted((name, "pass") for name in CLOSED)


def test_a_name_that_is_hidden_inside_is_asked_at_its_public_address(runs):
    (result,) = [
        result
        for observation in runs["open"].document["observations"]
        for result in observation["probes"]
        if result["endpoint"] == url(HIDDEN) and result["connect_to"]
    ]
    assert (result["peer"]["scope"], result["credential_given"]) == ("public", "none")


def test_a_name_alone_is_no_firewall(runs):
    run = runs["inside"]
    assert egress(run) == [(HIDDEN, "unknown")]
    assert run.account["verdicts"]["egress"] == "unknown"


def test_the_proxy_of_the_host_is_a_way_of_its_own(runs):
    run = runs["proxied"]
    ways = {
        (result["endpoint"], bool(result["proxy"])): result["code"]
        for observation in run.document["observations"]
        for result in observation["probes"]
        if observation["host"] == "jump-proxied" and result["endpoint"] != url(ACCOUNT.name)
    }
    assert ways == {
        (url(OPEN), False): "auth_missing",
        (url(OPEN), True): "auth_missing",
        (url(CLOSED[1]), False): "tcp_refused",
        (url(CLOSED[1]), True): "proxy_denied",
    }
    # The proxy answers 502, which is no policy: it may only have failed to reach the name today.
    assert sorted(egress(run)) == [(OPEN, "fail")] * 2 + [(CLOSED[1], "pass"), (CLOSED[1], "unknown")]
    # The accounts' own probes never follow the proxy variables.
    assert {
        result["proxy"]
        for observation in run.document["observations"]
        for result in observation["probes"]
        if result["endpoint"] == url(ACCOUNT.name)
    } == {None}


def test_nothing_secret_is_sent_to_accounts_of_others(runs):
    assert runs["open"].document
    requests = [json.loads(line) for line in (LAB / "requests.jsonl").read_text().splitlines()]
    received = [request["headers"] for request in requests if request["account"] == OPEN]
    assert received
    assert [headers for headers in received if {"api-key", "authorization"} & set(headers)] == []
