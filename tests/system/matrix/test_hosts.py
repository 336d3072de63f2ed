# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The healthy account, seen from a pod, and from jumphosts with a fault of their own."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from ansible_collections.privatelink.azure_ai.tests.support.validated import by_clients

from simulated_azure.accounts import accounts_named


class FaultyHost(NamedTuple):
    name: str
    findings: list[str]  # of privatelink_dns_facts
    root_cause: str | None  # None: a warning is enough, because programs reach the account all the same


FAULTY_HOSTS = (
    FaultyHost("pod-1", [], None),
    FaultyHost("jump-search", ["host_system_differs", "host_search_trap"], "host_search_trap"),
    FaultyHost("jump-proxied", ["host_proxy_captures"], None),
    FaultyHost("jump-dead", ["dns_timeout"], None),
)


@pytest.fixture(scope="module", params=FAULTY_HOSTS, ids=lambda host: host.name)
def host(request):
    return request.param


@pytest.fixture(scope="module")
def found(tmp_path_factory, host):
    return by_clients(tmp_path_factory.mktemp(host.name), accounts_named(["aro-azureopenai"]), [host.name, "outside-1"])


def test_the_resolver_is_not_blamed(found, host):
    (entry,) = found.names(host.name, *accounts_named(["aro-azureopenai"]))
    assert (entry["code"], entry["findings"]) == ("dns_private", host.findings)


def test_root_cause(found, host, confusion):
    verdict = found["aro-azureopenai"]
    confusion("faulty hosts", host.name, host.root_cause, verdict["root_cause"])
    assert verdict["status"] == ("fail" if host.root_cause else "pass")


def test_what_breaks_nothing_is_a_warning(found, host):
    checks = [
        check
        for check in found["aro-azureopenai"]["checks"]
        if check["host"] == host.name and check["code"] in host.findings
    ]
    assert [check["code"] for check in checks] == host.findings
    if host.findings and not host.root_cause:
        assert {(check["status"], check["severity"]) for check in checks} == {("pass", "warning")}
