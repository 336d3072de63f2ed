# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Planted secrets are sent to their own account over a verified connection, and appear nowhere else."""

from __future__ import annotations

import base64
import functools
import json

import pytest

from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._report.formats import FORMATS
from ansible_collections.privatelink.azure_ai.tests.system.secrets.conftest import (
    KEY_ACCOUNT,
    REDIRECT_PATH,
    REDIRECTING_ADDRESS,
    TOKEN_ACCOUNT,
    WAIVERS,
    secrets,
)

from simulated_azure.accounts import ACCOUNTS, REGIONS
from simulated_azure.http.front_ends import addresses

PART = 12  # so many characters in a row give a secret away
FILES = {format: renderer.FILE for format, renderer in FORMATS.items()}
# The certificates of the lab that hosts trust for the names of Azure; one is of an authority that inspects, and is warned of.
VERIFIED = ("azure", "expires_soon", "inspected_trusted")

OWNERS = {value: account for account in ACCOUNTS for value in (account.given_credential or {}).values()}


@functools.cache
def giveaways() -> dict[str, str]:
    """Whose secret it is, by every part that gives one away; none has a blank in it."""
    found = {}
    for what, secret in secrets().items():
        for written in (secret, base64.b64encode(secret.encode()).decode()[:PART]):
            found |= {written[start : start + PART]: what for start in range(len(written) - PART + 1)}
    return found


def traces(text: str) -> set[str]:
    """Whose secrets a text shows: whole, cut, or as Basic authentication writes them."""
    return set().union(*map(_in_word, set(text.split())))


@functools.cache  # many megabytes say the same again and again
def _in_word(word: str) -> frozenset[str]:
    parts = giveaways()
    starts = range(len(word) - PART + 1)
    return frozenset(parts[part] for start in starts if (part := word[start : start + PART]) in parts)


def carried(headers: dict[str, str]) -> list[str]:
    """The credentials of the data plane that a request carries."""
    key, token = headers.get("api-key"), headers.get("authorization", "").removeprefix("Bearer ")
    return [value for value in (key, token) if value]


@pytest.mark.parametrize(
    "text, expected",
    [
        (f"api-key: {KEY_ACCOUNT.api_key}", {"api_key of aro-azureopenai"}),
        (f"cut short: {KEY_ACCOUNT.api_key[9:25]}", {"api_key of aro-azureopenai"}),
        (base64.b64encode(KEY_ACCOUNT.api_key.encode()).decode(), {"api_key of aro-azureopenai"}),
        ("api-key: ********", set()),
    ],
)
def test_a_leak_would_be_found(text, expected):
    assert traces(text) == expected


def test_every_run_went_as_planned(spread):
    assert spread.unexpected == []


def test_no_text_shows_a_secret(spread):
    shown = {where: traces(text) for where, text in spread.texts.items()}
    assert {where: found for where, found in shown.items() if found} == {}


def test_there_was_something_to_look_at(spread):
    empty = {where for where, text in spread.texts.items() if len(text) < 40}
    assert empty == set()
    assert "endpoint_timeout: -1 is not" in spread.texts["refused: output"]
    kept = {where.partition("/")[0] for where, text in spread.texts.items() if KEY_ACCOUNT.name in text}
    assert {f"validate: {name}" for name in ("output", "log", "reports")} <= kept
    assert "validate: junit" in {where.partition("/")[0] for where in spread.texts}


def test_there_was_a_report_of_every_format(spread):
    reports = {
        where.partition("/")[2]: text for where, text in spread.texts.items() if where.startswith("validate: reports/")
    }
    assert sorted(reports) == sorted(FILES.values())
    assert [name for name, text in reports.items() if KEY_ACCOUNT.name not in text] == []
    document = json.loads(reports[FILES["json"]])
    assert [waiver["state"] for waiver in document["waivers"]] == ["expired", "used"]
    assert document["drift"]["accounts"]["appeared"] and document["drift"]["checks"]["disappeared"]
    # The reason of a waiver is what people read of it.
    assert [name for name in FORMATS if name != "prometheus" and WAIVERS[0]["reason"] not in reports[FILES[name]]] == []


@pytest.mark.parametrize("account", [KEY_ACCOUNT, TOKEN_ACCOUNT], ids=lambda account: account.name)
def test_a_secret_reaches_its_own_account(spread, account):
    (secret,) = account.given_credential.values()
    assert any(
        secret in carried(request["headers"])
        for request in spread.journal("requests")
        if request["account"] == account.name and request["address"] == account.addresses[0]
    )


def test_secrets_go_to_their_own_accounts_only(spread):
    """And those nowhere that were given for connections which are not the account's own or not verified."""
    strayed = []
    for request in spread.journal("requests"):
        for secret in carried(request["headers"]):
            owner = OWNERS.get(secret)
            if not owner or request["host"] != request["sni"] or request["host"] not in owner.names:
                strayed.append(request)
    assert strayed == []


def test_secrets_go_over_verified_connections_only(spread):
    certificates = {address: endpoint.certificate for address, endpoint in addresses().items()}
    assert {certificates[region.address] for region in REGIONS.values()} == {"azure"}
    unverified = [
        request
        for request in spread.journal("requests")
        if carried(request["headers"]) and certificates[request["address"]] not in VERIFIED
    ]
    assert unverified == []


def test_connections_that_do_not_verify_carry_no_request(spread):
    """The facts of a refused certificate are read by handshakes; nothing is asked over them."""
    wrong = {address for address, endpoint in addresses().items() if endpoint.certificate not in VERIFIED}
    shaken = {line["address"] for line in spread.journal("connections") if line["completed"]}
    assert wrong & shaken
    assert [request for request in spread.journal("requests") if request["address"] in wrong] == []


def test_a_redirect_ends_at_the_account_that_gave_it(spread):
    assert sorted(map(carried, spread.redirected)) == sorted([[KEY_ACCOUNT.api_key], [TOKEN_ACCOUNT.token]])
    assert [request for request in spread.journal("requests") if request["path"] == REDIRECT_PATH] == []
    assert REDIRECTING_ADDRESS not in addresses()  # a server of the test's own


def test_a_proxy_is_told_where_to_go_and_nothing_else(spread):
    seen = spread.journal("proxied")
    assert {line["method"] for line in seen} == {"CONNECT"}
    told = {name.lower() for line in seen for name in line["headers"]}
    assert told == {"host", "proxy-authorization"}
    assert traces(json.dumps(seen)) == {"proxy password"}
