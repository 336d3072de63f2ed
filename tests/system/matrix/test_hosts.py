# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The healthy account, seen from a pod, and from hosts with a fault of their own."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from ansible_collections.privatelink.azure_ai.tests.support.validated import by_clients

from simulated_azure.accounts import accounts_named

# The names of the others tell a gateway that invents addresses from one record; the last one says without a credential
# that it is reached over a public address.
ACCOUNTS = accounts_named(["aro-azureopenai", "chat", "embeddings", "gate-first"])


class FaultyHost(NamedTuple):
    name: str
    findings: list[str]  # of privatelink_dns_facts
    root_cause: str | None  # None: a warning is enough, because programs reach the account all the same
    cause: str | None  # what is wrong with the host
    certainty: str | None = "proven"
    code: str = "dns_private"  # of privatelink_dns_facts
    beside: tuple[str, ...] = ("outside-1",)  # the other hosts of the run
    shown_by: str = ""  # the code whose check names the cause, where that is not the root cause
    account: str = "aro-azureopenai"


FAULTY_HOSTS = (
    FaultyHost("pod-1", [], None, None, None),
    FaultyHost(
        "jump-search", ["host_system_differs", "host_search_trap"], "host_search_trap", "search_domain", "likely"
    ),
    FaultyHost("jump-proxied", ["host_proxy_captures"], None, "proxy_captures", "possible"),
    FaultyHost("jump-proxied", ["host_proxy_captures"], None, "proxy_captures", account="gate-first"),
    FaultyHost("jump-dead", ["dns_timeout"], None, "nameserver_dead", "likely"),
    FaultyHost("jump-unsteady", ["dns_unsteady"], None, "upstream_unsteady"),
    FaultyHost("jump-overlaid", ["dns_wrong_address"], "dns_wrong_address", "overlay", code="dns_wrong_address"),
    FaultyHost(
        "jump-siblings",
        ["dns_public_address", "dns_resolvers_disagree"],
        "dns_public_address",
        "siblings_differ",
        code="dns_public_address",
        shown_by="dns_resolvers_disagree",
    ),
    FaultyHost(
        "jump-order",
        ["dns_public_address", "dns_resolvers_disagree"],
        "dns_public_address",
        "nameserver_order",
        code="dns_public_address",
        shown_by="dns_resolvers_disagree",
    ),
    FaultyHost("jump-truncated", ["dns_truncated"], "dns_truncated", "dns_tcp_blocked", code="dns_truncated"),
    FaultyHost(
        "jump-unroutable",
        ["dns_resolver_unreachable"],
        "dns_resolver_unreachable",
        "nameserver_blocked",
        code="dns_resolver_unreachable",
    ),
    FaultyHost(
        "onprem-azure-dns",
        ["dns_resolver_unreachable"],
        "dns_resolver_unreachable",
        "azure_dns_outside_azure",
        code="dns_resolver_unreachable",
    ),
    FaultyHost("jump-1", [], "gate_public_unproved", "nobody_outside", beside=()),
    FaultyHost(
        "outside-offline",
        ["dns_public_address"],
        "host_offline",
        "host_offline",
        code="dns_public_address",
        beside=("jump-1",),
    ),
    FaultyHost(
        "outside-inside", [], "host_not_outside", "host_inside", "likely", code="dns_private", beside=("jump-1",)
    ),
)

# Nobody has looked from outside.
UNKNOWN = ("gate_public_unproved", "host_offline", "host_not_outside")

faulty_hosts = pytest.mark.parametrize("host", FAULTY_HOSTS, ids=lambda host: f"{host.name}-{host.account}")


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """Return what one run over all hosts found."""
    hosts = sorted({name for host in FAULTY_HOSTS for name in (host.name, *host.beside)})
    return by_clients(tmp_path_factory.mktemp("hosts"), ACCOUNTS, hosts)


@pytest.fixture
def verdict(run, host):
    """Return the verdict of one host and those beside it: what others of the run have seen is no evidence here."""
    return run.from_hosts((host.name, *host.beside))[host.account]


@faulty_hosts
def test_the_resolver_is_not_blamed(run, host):
    (entry,) = run.names(host.name, *accounts_named([host.account]))
    assert (entry["code"], entry["findings"]) == (host.code, host.findings)


@faulty_hosts
def test_root_cause(verdict, host, confusion):
    confusion("faulty hosts", host.name, host.root_cause, verdict["root_cause"])
    failed = "unknown" if host.root_cause in UNKNOWN else "fail"
    assert verdict["status"] == (failed if host.root_cause else "pass")


@faulty_hosts
def test_the_cause_is_the_host_s_own(verdict, host, confusion):
    shown_by = host.shown_by or host.root_cause or (host.findings or [""])[0]
    found = {
        (check["diagnosis"]["cause"], check["diagnosis"]["certainty"])
        for check in verdict["checks"]
        if check["code"] == shown_by and check["diagnosis"]
    } or {(None, None)}
    ((cause, certainty),) = found
    confusion("causes of faulty hosts", host.name, host.cause, cause)
    assert certainty == host.certainty


@faulty_hosts
def test_what_breaks_nothing_is_a_warning(verdict, host):
    checks = [check for check in verdict["checks"] if check["host"] == host.name and check["code"] in host.findings]
    if host.findings and not host.root_cause:
        assert [check["code"] for check in checks] == host.findings
        assert {(check["status"], check["severity"]) for check in checks} == {("pass", "warning")}


@faulty_hosts
def test_nothing_is_changed_on_a_suspicion(verdict):
    for check in verdict["checks"]:
        diagnosis = check["diagnosis"]
        if diagnosis and (not diagnosis["cause"] or diagnosis["certainty"] == "possible"):
            assert not [step for step in check["remedy"] if step["changes"]], check["id"]
