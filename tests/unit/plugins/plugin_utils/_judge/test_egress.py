# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Why it is not shown whether a host is kept away from the accounts of others: the sentence, and the proxies that count."""

from __future__ import annotations

import pytest

from ansible_collections.privatelink.azure_ai.plugins.module_utils._catalogue.catalogue import CATALOGUE
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._judge.verdict import judge
from ansible_collections.privatelink.azure_ai.tests.unit.support.estates import (
    DENIED,
    FORBIDDEN,
    PUBLIC,
    SERVED,
    dns,
    estate,
    inside,
    outside,
    probe,
)

PROXY = "http://proxy.example:3128"
UNVERIFIED = {"verified": False, "server_name": None, "san": []}


def asked(code, address=PUBLIC, **more):
    return probe(code, address, **{"credential": "none", "endpoint": FORBIDDEN, **more})


def egress(*results, **host):
    """Return the checks of egress."""
    document = judge(estate(inside(*SERVED, *results, dns=dns(host=host)), outside(DENIED)))
    return [check for check in document["accounts"][0]["checks"] if check["leg"] == "egress"]


@pytest.mark.parametrize(
    "result, summary",
    [
        pytest.param(
            asked("dns_name_unknown", None),
            "it could not be shown whether jump-1 is blocked from other-tenant.openai.azure.com: dns_name_unknown, and no "
            "public address was tried",
            id="no address",
        ),
        pytest.param(
            asked("tcp_refused", "127.0.0.1"),
            "it could not be shown whether jump-1 is blocked from other-tenant.openai.azure.com: tcp_refused, at 127.0.0.1, "
            "and no public address was tried",
            id="an address of its own",
        ),
        pytest.param(
            asked("http_timeout"),
            f"jump-1 got through to other-tenant.openai.azure.com, or to something in its place (http_timeout, at {PUBLIC})",
            id="a connection without an answer",
        ),
        pytest.param(
            asked("http_not_azure", http={"status": 200, "message": None, "headers": {}}),
            "jump-1 got through to other-tenant.openai.azure.com, or to something in its place (http_not_azure, HTTP 200, "
            f"at {PUBLIC})",
            id="an answer that refuses nothing",
        ),
        pytest.param(
            asked("proxy_auth_required", None, proxy=PROXY),
            f"the proxy {PROXY} of jump-1 requires a password before it decides about other-tenant.openai.azure.com "
            f"(proxy_auth_required, at {PROXY})",
            id="a proxy that asks for a password",
        ),
        pytest.param(
            asked("proxy_unreachable", None, proxy=PROXY),
            f"the proxy of jump-1 gave no decision about other-tenant.openai.azure.com (proxy_unreachable, at {PROXY})",
            id="a proxy that is dead",
        ),
        pytest.param(
            asked("proxy_denied", None, proxy=PROXY, confidence="low", http={"status": 502, "headers": {}}),
            "the proxy of jump-1 gave no decision about other-tenant.openai.azure.com (proxy_denied, HTTP 502, at "
            f"{PROXY}, in words that Azure is not known to use)",
            id="a proxy that fails",
        ),
    ],
)
def test_why_it_is_not_shown(result, summary):
    (check,) = egress(result)
    assert (check["status"], check["code"], check["summary"]) == ("unknown", "egress_unproved", summary)


@pytest.mark.parametrize("code", sorted(code for code, each in CATALOGUE.items() if each.certificate_refused))
def test_who_shows_a_certificate_that_is_not_accepted_may_let_others_through(code):
    (check,) = egress(asked(code, tls=UNVERIFIED))
    assert check["status"] == "unknown" and "could not be verified" in check["summary"]


@pytest.mark.parametrize(
    "code",
    sorted(code for code, each in CATALOGUE.items() if each.link == "tcp" or code in ("tls_timeout", "tls_reset")),
)
def test_a_connection_that_is_cut_at_a_public_address_is_a_refusal(code):
    (check,) = egress(asked(code))
    assert (check["status"], check["code"], check["observed"]) == ("pass", None, code)
    assert check["summary"] == f"other-tenant.openai.azure.com is kept away ({code})"


def test_which_proxy_refuses_is_said():
    (check,) = egress(asked("proxy_denied", None, proxy=PROXY))
    assert check["summary"] == f"other-tenant.openai.azure.com is kept away through the proxy {PROXY} (proxy_denied)"


@pytest.mark.parametrize(
    "named",
    [
        pytest.param("http://proxy.example:3128", id="the same"),
        pytest.param("http://PROXY.example:3128/", id="in other letters"),
        pytest.param("http://***@proxy.example:3128", id="with a password"),
        pytest.param("***@proxy.example:3128", id="with a password that took the scheme along"),
    ],
)
def test_a_proxy_that_was_asked_is_known_by_its_place(named):
    proxies = {"environment": {"https_proxy": named}}
    assert [check["status"] for check in egress(asked("proxy_denied", None, proxy=PROXY), proxies=proxies)] == ["pass"]


def test_a_proxy_that_was_not_asked_is_a_way_out_of_its_own():
    _direct, check = egress(asked("tcp_timeout"), proxies={"environment": {"https_proxy": PROXY}})
    assert check["observed"] == f"no request through {PROXY}"
    assert check["summary"].endswith(f"through the proxy {PROXY}, which its variables name")
    assert any("@proxy.example:3128 " in step["text"] for step in check["remedy"])
