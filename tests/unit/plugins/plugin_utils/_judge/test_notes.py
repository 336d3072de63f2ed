# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What was declared and not done: a model that was not asked, a side that does not declare an account, addresses that
are not known.
"""

from __future__ import annotations

import pytest

from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._judge.verdict import judge
from ansible_collections.privatelink.azure_ai.tests.unit.support.estates import (
    ACCOUNT,
    DENIED,
    KEYLESS,
    NAME,
    PRIVATE,
    PRIVATELINK,
    PUBLIC,
    SERVED,
    dns,
    estate,
    inside,
    outside,
    probe,
    texts,
)

REFUSED = outside(probe("gate_public_access_disabled", PUBLIC, credential="none"))
BY_ADDRESS = probe("auth_missing", connect_to=PRIVATE, credential="none")
BROKEN = inside(*KEYLESS, BY_ADDRESS, dns=dns("dns_public_address", PUBLIC))
ONPREM = inside(*KEYLESS, host="onprem-1", vantage="onprem")
OTHER = [{"name": "other"}]
ANY = "any private address would do: no expected address is known"
UNASKED = "model not asked: no credential"


def account_of(*observations, complete=True, **more):
    return judge(estate(*observations, **more), complete)["accounts"][0]


def with_code(account, code):
    return [check for check in account["checks"] if check["code"] == code]


@pytest.mark.parametrize(
    "observations, declared, warned, notes",
    [
        pytest.param((inside(*KEYLESS), REFUSED), {}, [("jump-1", "by_name")], [UNASKED], id="no credential"),
        pytest.param(
            (inside(*KEYLESS, BY_ADDRESS), REFUSED),
            {},
            [("jump-1", "by_name"), ("jump-1", "by_address")],
            [UNASKED],
            id="by name and by address",
        ),
        pytest.param((BROKEN, REFUSED), {}, [("jump-1", "by_address")], [UNASKED], id="a leg that got through"),
        pytest.param((inside(*SERVED), outside(DENIED)), {}, [], [], id="a credential"),
        pytest.param((inside(*KEYLESS), REFUSED), {"keyless": True}, [], [], id="no credential is intended"),
        pytest.param((inside(*KEYLESS), REFUSED), {"keyless": False}, [("jump-1", "by_name")], [UNASKED], id="false"),
        pytest.param((inside(*KEYLESS), REFUSED), {"operation": None}, [], [], id="no operation"),
        pytest.param((inside(*KEYLESS), REFUSED), {"operation": "models"}, [], [], id="models needs no credential"),
        pytest.param(
            (inside(*SERVED), ONPREM, outside(DENIED)),
            {},
            [("onprem-1", "by_name")],
            ["model not asked from onprem-1: no credential"],
            id="only one host has a credential",
        ),
        pytest.param(
            (inside(*SERVED), dict(ONPREM, accounts=[dict(ACCOUNT, keyless=True)]), outside(DENIED)),
            {},
            [],
            [],
            id="the host without one is meant to have none",
        ),
        pytest.param((inside(*KEYLESS, token_error="no token"), REFUSED), {}, [], [], id="the token was not to be had"),
        pytest.param(
            (inside(probe("auth_missing", credential="none", credential_given="api_key")), REFUSED),
            {},
            [],
            [],
            id="the credential was withheld",
        ),
        pytest.param((inside(probe("tcp_timeout", None, credential="none")), REFUSED), {}, [], [], id="no answer"),
    ],
)
def test_a_declared_operation_without_a_credential_is_a_warning(observations, declared, warned, notes):
    account = account_of(*observations, account=declared)
    found = with_code(account, "model_not_asked")
    assert [(check["host"], check["leg"]) for check in found] == warned
    assert {(check["link"], check["status"], check["severity"]) for check in found} <= {("model", "pass", "warning")}
    assert account["notes"] == notes


def test_the_warning_does_not_change_the_verdict():
    meant = account_of(inside(*KEYLESS), REFUSED, account={"keyless": True})
    warned = account_of(inside(*KEYLESS), REFUSED)
    assert [(each["status"], each["verdicts"]["model"]) for each in (meant, warned)] == [("pass", "not_checked")] * 2
    assert meant["verdicts"] == warned["verdicts"]
    (check,) = with_code(warned, "model_not_asked")
    assert check["summary"] == UNASKED and "privatelink_credentials" in texts(check)[0]


def test_a_waived_warning_is_not_noted():
    waiver = {"account": "example", "code": "model_not_asked", "reason": "no key yet", "expires": "2026-12-31"}
    account = judge(dict(estate(inside(*KEYLESS), REFUSED), waivers=[waiver]))["accounts"][0]
    assert [bool(check["waiver"]) for check in with_code(account, "model_not_asked")] == [True]
    assert account["notes"] == []


def test_the_document_repeats_that_no_credential_is_meant():
    found = [judge(estate(account={"keyless": value}))["declared"][0] for value in (True, False)]
    assert [each.get("keyless") for each in found] == [True, None]


@pytest.mark.parametrize(
    "observations, code, summary, step",
    [
        pytest.param(
            (inside(*SERVED), outside(accounts=OTHER)),
            "gate_public_unproved",
            f"outside-1 is an outside host but does not declare example, so {NAME} was not checked from outside",
            "Add example to privatelink_accounts of outside-1, or declare the accounts for all hosts.",
            id="outside, other accounts",
        ),
        pytest.param(
            (inside(*SERVED), outside(host="outside-2", accounts=OTHER), outside(accounts=OTHER)),
            "gate_public_unproved",
            f"outside-1 is an outside host but does not declare example, so {NAME} was not checked from outside",
            "Add example to privatelink_accounts of outside-1, or declare the accounts for all hosts.",
            id="two outside hosts",
        ),
        pytest.param(
            (inside(*SERVED),),
            "gate_public_unproved",
            f"no host outside the network checked {NAME}",
            "Add a host on the Internet to the inventory, outside the network and without a route into it, for example: "
            "outside-1 privatelink_vantage=outside.",
            id="no outside host",
        ),
        pytest.param(
            (inside(accounts=OTHER), outside(DENIED)),
            "host_no_inside",
            f"jump-1 is a host inside the network but does not declare example, so {NAME} was not checked from inside",
            "Add example to privatelink_accounts of jump-1, or declare the accounts for all hosts.",
            id="inside, other accounts",
        ),
        pytest.param(
            (outside(DENIED),),
            "host_no_inside",
            f"no host inside the network checked {NAME}",
            "Add a host with privatelink_vantage: jumphost to the inventory, and do not exclude it with --limit.",
            id="no inside host",
        ),
        pytest.param(
            (inside(*SERVED), outside(accounts=[])),
            "host_silent",
            f"outside-1 declares no account, so it did not check {NAME}",
            "Add example to privatelink_accounts of outside-1, or declare the accounts for all hosts.",
            id="outside, no account",
        ),
        pytest.param(
            (inside(*SERVED), outside()),
            "host_silent",
            f"outside-1 returned no result for {NAME}",
            "Run privatelink.azure_ai.validate again without skipping tasks.",
            id="outside, no result",
        ),
    ],
)
def test_a_side_that_does_not_declare_the_account_is_named(observations, code, summary, step):
    account = account_of(*observations)
    (check,) = with_code(account, code)
    assert (account["status"], account["root_cause"]) == ("unknown", code)
    assert (check["status"], check["summary"], texts(check)) == ("unknown", summary, [step])


@pytest.mark.parametrize(
    "declared, notes",
    [
        pytest.param({"private_addresses": {}}, [ANY], id="nothing"),
        pytest.param({"private_addresses": {}, "networks": ["10.0.14.0/24"]}, [], id="a network"),
        pytest.param({}, [], id="an address"),
        pytest.param(
            {"kind": "AIServices"},
            [f"{ANY} for example.cognitiveservices.azure.com, example.services.ai.azure.com"],
            id="an address of one name",
        ),
    ],
)
@pytest.mark.parametrize("looked_up", [True, False])
def test_an_account_without_expected_addresses_says_that_any_would_do(declared, notes, looked_up):
    names = [NAME, "example.cognitiveservices.azure.com", "example.services.ai.azure.com"]
    served = [probe("model_ok", endpoint=f"https://{name}/") for name in names[: 3 if "kind" in declared else 1]]
    account = account_of(
        inside(*served, dns=dns() if looked_up else None), outside(DENIED), complete=False, account=declared
    )
    (check,) = [check for check in account["checks"] if (check["name"], check["link"]) == (NAME, "dns")]
    observed = f"CNAME {PRIVATELINK} -> {PRIVATE}" if looked_up else PRIVATE
    assert account["notes"] == notes
    assert (check["observed"], check["severity"]) == (observed, "info")
    assert check["summary"] == (f"{observed}; {ANY}" if notes == [ANY] else observed)
    assert not [check for check in account["checks"] if check["vantage"] == "outside" and ANY in check["summary"]]
