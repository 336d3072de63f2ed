# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which programs proxy variables take a name away from: curl, Python and Go read them differently."""

from __future__ import annotations

import pytest

from ansible_collections.privatelink.azure_ai.plugins.module_utils._host import proxy_rules
from ansible_collections.privatelink.azure_ai.plugins.module_utils._host.proxies import Source

HOST = "example.openai.azure.com"
PROXY = "http://proxy.example.com:3128"


def clients(variables):
    found = proxy_rules.captures([Source("process", "environment", variables)], HOST)
    return sorted(client for one in found for client in one["clients"])


ALL = ["curl", "go", "python"]


@pytest.mark.parametrize(
    ("variables", "captured"),
    [
        pytest.param({}, [], id="nothing set"),
        pytest.param({"https_proxy": PROXY}, ALL, id="lower case"),
        pytest.param({"HTTPS_PROXY": PROXY}, ALL, id="upper case"),
        pytest.param({"http_proxy": PROXY}, [], id="not for https"),
        pytest.param({"all_proxy": PROXY}, ["curl", "python"], id="Go knows no all_proxy"),
    ],
)
def test_which_variables_count(variables, captured):
    assert clients(variables) == captured


@pytest.mark.parametrize(
    ("no_proxy", "captured"),
    [
        pytest.param("*", [], id="everything"),
        pytest.param(HOST, [], id="the name"),
        pytest.param("localhost, " + HOST, [], id="comma and space"),
        pytest.param("localhost " + HOST, ["go", "python"], id="space alone"),
        pytest.param("openai.azure.com", [], id="domain"),
        pytest.param(".openai.azure.com", [], id="leading dot"),
        pytest.param("*.openai.azure.com", ["curl", "python"], id="star and dot"),
        pytest.param("*,other", ["curl", "python"], id="a star among others"),
        pytest.param("penai.azure.com", ALL, id="not at a dot"),
        pytest.param("." + HOST, ["go"], id="leading dot before the whole name"),
        pytest.param(HOST.upper(), [], id="capitals"),
        pytest.param(HOST + ":443", ["curl", "python"], id="with the port"),
        pytest.param(HOST + ":8443", ALL, id="with another port"),
        pytest.param("10.0.14.0/24", ALL, id="a network says nothing of a name"),
        pytest.param("", ALL, id="empty"),
        pytest.param(",,", ALL, id="commas"),
    ],
)
def test_no_proxy_as_curl_python_and_go_read_it(no_proxy, captured):
    assert clients({"https_proxy": PROXY, "no_proxy": no_proxy}) == captured


def test_which_case_wins():
    other = "http://other.example.com:3128"
    source = Source("process", "environment", {"https_proxy": PROXY, "HTTPS_PROXY": other})
    assert proxy_rules.captures([source], HOST) == [
        {"world": "process", "proxy": PROXY, "clients": ["curl", "python"]},
        {"world": "process", "proxy": other, "clients": ["go"]},
    ]
