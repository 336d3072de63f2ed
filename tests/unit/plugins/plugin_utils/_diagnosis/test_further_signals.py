# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Of signals that no case of tests/unit/support/causes shows alone: which cause they speak for, and their sentence."""

from __future__ import annotations

import pytest

from ansible_collections.privatelink.azure_ai.plugins.module_utils._catalogue.causes.causes import SIGNALS
from ansible_collections.privatelink.azure_ai.plugins.module_utils._catalogue.model import fields_of_text
from ansible_collections.privatelink.azure_ai.tests.unit.support.azure_estates import (
    healthy,
    returned,
)
from ansible_collections.privatelink.azure_ai.tests.unit.support.causes.answers_of_dns import (
    AZURE,
    BEHIND_STUB,
    INTERNET,
    LINKED,
    OF_PRIVATE_ZONE,
    OTHER,
    RANDOM,
    SERVER,
    STUB,
    UNLINKED,
    ZONE,
    control,
    privately,
    publicly,
    seen_by,
    server,
    told,
)
from ansible_collections.privatelink.azure_ai.tests.unit.support.causes.cases import case
from ansible_collections.privatelink.azure_ai.tests.unit.support.causes.requests_of_hosts import (
    CLOSED,
    azure,
    denied,
    ended,
    error,
    served,
    through,
)
from ansible_collections.privatelink.azure_ai.tests.unit.support.causes.table import CASES
from ansible_collections.privatelink.azure_ai.tests.unit.support.collecting import collecting
from ansible_collections.privatelink.azure_ai.tests.unit.support.estates import (
    NAME,
    PRIVATE,
    PRIVATELINK,
    PUBLIC,
    SERVED,
    STALE,
    dns,
    inside,
    outside,
    probe,
)


def open_to(access="Enabled", **more):
    """Return Azure's side of an account whose public network access has a value."""
    public = more.pop("public_access", None)
    read = healthy(account={"public_network_access": access, **more})
    return returned(read, **({"public_access": public} if public else {}))


ALLOW = open_to(network_acls={"default_action": "Allow"}, public_access="selected_networks")
OPENED = (inside(*SERVED), outside(probe("model_ok", PUBLIC)))
RETIRED = azure(404, error("Resource not found", "404"))
OTHER_NAME = "example.cognitiveservices.azure.com"

# (case, sentence), by signal.
SHOWN = {
    "azure_says_open": (
        case("gate_public_open", "public_access_enabled", *OPENED, host="outside-1", azure=open_to("SecuredByMagic")),
        "Azure's side: publicNetworkAccess is SecuredByMagic",
    ),
    "azure_says_all_networks": (
        case(
            "gate_public_open",
            "public_access_enabled",
            *OPENED,
            host="outside-1",
            azure=ALLOW,
            account={"public_access": "selected_networks"},
        ),
        "Azure's side: networkAcls.defaultAction is Allow",
    ),
    "asked_public_server": (
        case("dns_public_address", "forwarder_bypasses_azure", seen_by(publicly(INTERNET)), CLOSED),
        f"jump-1: {INTERNET} is a nameserver on the Internet",
    ),
    "platform_public": (
        case(
            "dns_public_address",
            None,
            seen_by(publicly(), platform=control(PUBLIC, name=NAME)),
            CLOSED,
        ),
        f"jump-1: 168.63.129.16 answers {PUBLIC} in the same network",
    ),
    "platform_empty": (
        case(
            "dns_empty",
            "record_missing",
            seen_by(server(SERVER, told(by=LINKED)), platform=control(name=NAME, by=LINKED)),
            CLOSED,
        ),
        "jump-1: 168.63.129.16 has no address either",
    ),
    "platform_denies": (
        case(
            "dns_record_missing",
            "record_missing",
            seen_by(
                server(SERVER, told(rcode="NXDOMAIN", by=LINKED, soa=OF_PRIVATE_ZONE)),
                platform=control(name=NAME, rcode="NXDOMAIN", by=LINKED, soa=OF_PRIVATE_ZONE),
            ),
            CLOSED,
        ),
        "jump-1: 168.63.129.16 answers NXDOMAIN in the same network",
    ),
    "not_implemented": (
        case("dns_refused", "not_a_resolver", seen_by(server(SERVER, told(rcode="NOTIMP"))), CLOSED),
        f"jump-1: {SERVER} answers NOTIMP to the query",
    ),
    "said_not_authoritative": (
        case("dns_refused", "not_a_resolver", seen_by(server(SERVER, told(rcode="REFUSED", ede=[20]))), CLOSED),
        f"jump-1: {SERVER} adds the extended DNS error Not Authoritative",
    ),
    "own_differ": (
        case(
            "dns_resolvers_disagree",
            "siblings_differ",
            seen_by(publicly(SERVER), server(OTHER, told(STALE, by=LINKED)), beside=["dns_resolvers_disagree"]),
            CLOSED,
        ),
        f"jump-1: {SERVER} and {OTHER} give different answers",
    ),
    "only_compared_well": (
        case(
            "dns_resolvers_disagree",
            "compared_differs",
            seen_by(publicly(SERVER), privately(OTHER, compared=True), beside=["dns_resolvers_disagree"]),
            CLOSED,
        ),
        f"jump-1: {OTHER}, which it does not ask, gives the private address; {SERVER} does not",
    ),
    "random_in_range": (
        case(
            "dns_wrong_address",
            "overlay",
            seen_by(
                server(SERVER, told("100.64.7.1"), random_label=control("100.64.7.9")), probes=[served("100.64.7.1")]
            ),
            CLOSED,
        ),
        f"jump-1: {SERVER} answers 100.64.7.9, of the same range, for the random name {RANDOM}",
    ),
    "account_serves_there": (
        case(
            "dns_wrong_address",
            "declaration_outdated",
            seen_by(server(SERVER, told(STALE, by=LINKED)), probes=[probe("model_ok", STALE)]),
            CLOSED,
        ),
        f"jump-1: the account serves a request at {STALE} (model_ok)",
    ),
    "declared_answers": (
        case(
            "dns_wrong_address",
            None,
            seen_by(server(SERVER, told(STALE, by=LINKED)), probes=[served(connect_to=PRIVATE)]),
            CLOSED,
        ),
        f"jump-1: Azure answers at {PRIVATE}, the declared address (model_ok)",
    ),
    "nobody_there": (
        case(
            "dns_wrong_address",
            None,
            seen_by(server(SERVER, told(STALE, by=LINKED)), probes=[ended("tcp_timeout", STALE)]),
            CLOSED,
        ),
        f"jump-1 cannot connect to {STALE} (tcp_timeout)",
    ),
    "host_has_stub": (
        case(
            "host_system_differs",
            "local_cache",
            seen_by(privately(STUB), system=[STALE], beside=["host_system_differs"], reads=BEHIND_STUB),
            CLOSED,
        ),
        "jump-1 asks systemd-resolved",
    ),
    "certificate_not_requested": (
        case(
            "tls_handshake_failed",
            "name_not_served",
            inside(ended("tls_handshake_failed", facts={"alert": 80, "certificate_requested": False})),
            CLOSED,
        ),
        f"jump-1: {PRIVATE}:443 does not ask for a client certificate in the handshake",
    ),
    "internal_error": (
        case(
            "tls_handshake_failed",
            "name_not_served",
            inside(ended("tls_handshake_failed", facts={"alert": 80, "certificate_requested": False})),
            CLOSED,
        ),
        f"jump-1: {PRIVATE}:443 sends the TLS alert 80 (internal_error) to {NAME}",
    ),
    "reached_at_another_address": (
        case(
            "tcp_refused",
            "wrong_address",
            inside(ended("tcp_refused", STALE), served(connect_to=PRIVATE)),
            CLOSED,
            account={"private_addresses": {NAME: [PRIVATE, STALE]}},
        ),
        f"jump-1 reaches {NAME} at {PRIVATE}",
    ),
    "proxied_alike": (
        case(
            "host_proxy_captures",
            None,
            inside(
                denied(PRIVATE, proxied=through("gate_public_access_disabled", 403)),
                dns=dns(findings=["host_proxy_captures"]),
            ),
            CLOSED,
        ),
        "through http://proxy.corp.example:3128 the request of jump-1 ends with gate_public_access_disabled, as it "
        "does directly",
    ),
    "version_retired": (
        case(
            "model_path_not_found",
            "api_version_unknown",
            inside(RETIRED),
            CLOSED,
            account={"api_version": "2023-03-15-preview"},
        ),
        "2023-03-15-preview was retired on July 1, 2024",
    ),
    "operation_too_new": (
        case(
            "model_path_not_found",
            "api_version_unknown",
            inside(azure(404, error("Resource not found", "404"), operation="responses")),
            CLOSED,
            account={"api_version": "2024-10-21", "operation": "responses"},
        ),
        "responses exists since the API version 2025-03-01-preview",
    ),
    "types_contradict": (
        case(
            "dns_name_unknown",
            "dns_filter",
            seen_by(server(SERVER, told(rcode="NXDOMAIN"), told())),
            CLOSED,
        ),
        f"jump-1: {SERVER} answers NXDOMAIN for A and NOERROR for AAAA of {NAME}",
    ),
    "zone_named_like_name": (
        case(
            "dns_name_unknown",
            "dns_filter",
            seen_by(server(SERVER, told(rcode="NXDOMAIN", soa=(NAME, "localhost"), ede=[15]))),
            CLOSED,
        ),
        f"jump-1: {SERVER} answers with an SOA record for {NAME} itself",
    ),
    "endpoint_answers": (
        case("host_not_outside", "host_inside", inside(*SERVED), outside(served()), host="outside-1"),
        f"Azure answers outside-1 at {PRIVATE}, which is declared as the private endpoint's address",
    ),
    "address_shared": (
        case(
            "gate_private_endpoint_not_approved",
            None,
            inside(
                probe("gate_private_endpoint_not_approved"),
                probe("gate_private_endpoint_not_approved", endpoint=f"https://{OTHER_NAME}/"),
            ),
            CLOSED,
            account={"kind": "AIServices", "private_addresses": {NAME: [PRIVATE], OTHER_NAME: [PRIVATE]}},
        ),
        f"jump-1: requests for {OTHER_NAME} go to {PRIVATE}, too",
    ),
    "azure_serves_name": (
        case("dns_public_address", "forwarder_bypasses_azure", seen_by(publicly()), CLOSED, azure=returned(healthy())),
        f"Azure's side: the zone that is linked to the network has {PRIVATE}",
    ),
    "stub_upstream_same": (
        case(
            "dns_public_address",
            None,
            seen_by(publicly(STUB), publicly(SERVER, compared=True), reads=BEHIND_STUB),
            CLOSED,
        ),
        f"jump-1: {SERVER}, which systemd-resolved asks, answers {PUBLIC} too",
    ),
    "azures_public_zone": (
        case(
            "dns_empty",
            "record_missing",
            seen_by(server(SERVER, told(by=UNLINKED, soa=("trafficmanager.net", "tm1.msft.net")))),
            CLOSED,
        ),
        f"jump-1: {SERVER} answers from Azure's public zone trafficmanager.net",
    ),
    "azure_dns_same": (
        case(
            "dns_special_address",
            "record_stale",
            seen_by(server(SERVER, told("0.0.0.0", by=LINKED))),
            seen_by(server(AZURE, told("0.0.0.0", by=LINKED)), host="jump-2"),
        ),
        f"jump-2: 168.63.129.16 answers 0.0.0.0 too, through {PRIVATELINK}",
    ),
    "stub_upstream_fails": (
        case(
            "dns_timeout",
            None,
            seen_by(
                server(STUB, told(rcode=None), failure="dns_timeout"),
                server(SERVER, told(rcode=None), failure="dns_timeout", compared=True),
                reads=BEHIND_STUB,
            ),
        ),
        f"jump-1: {SERVER}, which systemd-resolved asks, gives no usable answer either (dns_timeout)",
    ),
    "zone_serves_others": (
        case(
            "dns_public_address",
            "zone_fallback",
            seen_by(publicly(AZURE), others=[("other.openai.azure.com", privately(name="other.openai.azure.com"))]),
        ),
        "jump-1: 168.63.129.16 answers with a private address for other.openai.azure.com, from the same zone",
    ),
    "answers_other_names": (
        case(
            "dns_refused",
            "recursion_off",
            seen_by(
                server(SERVER, told(rcode="REFUSED")),
                others=[
                    ("gone.openai.azure.com", server(SERVER, told(rcode="NXDOMAIN"), name="gone.openai.azure.com")),
                    ("other.openai.azure.com", privately(SERVER, name="other.openai.azure.com")),
                ],
            ),
            CLOSED,
        ),
        f"jump-1: {SERVER} answers for gone.openai.azure.com",
    ),
    "other_name_public": (
        case(
            "dns_empty",
            "rebinding_protection",
            seen_by(
                server(SERVER, told(by=LINKED)),
                platform=control(PRIVATE, name=NAME),
                others=[("other.openai.azure.com", publicly(name="other.openai.azure.com"))],
            ),
        ),
        f"jump-1: {SERVER} gives a public address for other.openai.azure.com",
    ),
    "privatelink_public": (
        case(
            "dns_public_address",
            "forwarder_bypasses_azure",
            seen_by(
                server(SERVER, told(PUBLIC), privatelink=control(PUBLIC, name=PRIVATELINK)),
                platform=control(PRIVATE, name=NAME),
            ),
            CLOSED,
        ),
        f"jump-1: {SERVER} answers {PUBLIC} for {PRIVATELINK} too",
    ),
    "platform_same": (
        case(
            "dns_wrong_address",
            None,
            seen_by(server(SERVER, told(STALE, by=LINKED)), platform=control(STALE, name=NAME, by=LINKED)),
            CLOSED,
        ),
        f"jump-1: 168.63.129.16 answers {STALE} too",
    ),
    "platform_same_bare": (
        case(
            "dns_wrong_address",
            None,
            seen_by(server(SERVER, told(STALE)), platform=control(STALE, name=NAME)),
            CLOSED,
        ),
        f"jump-1: 168.63.129.16 answers {STALE} too, also without an alias (CNAME)",
    ),
    "azures_zone_elsewhere": (
        case(
            "dns_record_missing",
            None,
            seen_by(server(SERVER, told(rcode="NXDOMAIN", by=LINKED, soa=(ZONE, "dc01.corp.example")))),
            seen_by(server(OTHER, told(rcode="NXDOMAIN", by=LINKED, soa=OF_PRIVATE_ZONE)), host="jump-2"),
            CLOSED,
        ),
        f"jump-2: {OTHER} shows {ZONE} as a zone of Azure",
    ),
    "only_ipv4_fails": (
        case("dns_servfail", "rebinding_protection", seen_by(server(SERVER, told(rcode="SERVFAIL"), told(by=LINKED)))),
        f"jump-1: {SERVER} answers SERVFAIL and no address for A; its AAAA answer passes through {PRIVATELINK}",
    ),
    "tls_elsewhere": (
        case(
            "tls_timeout",
            None,
            inside(ended("tls_timeout")),
            seen_by(privately(), host="jump-2", probes=[served()]),
            CLOSED,
        ),
        f"jump-2 verifies the certificate at {PRIVATE}:443 for {NAME}",
    ),
}


def told_of(diagnosis):
    """Return all sentences of a diagnosis."""
    several = [diagnosis, *diagnosis["alternatives"], *diagnosis["excluded"]]
    return {sentence for each in several for sentence in each["because"]}


@pytest.mark.parametrize("signal", SHOWN)
def test_a_signal_speaks_for_its_cause_in_its_own_words(signal):
    seen, sentence = SHOWN[signal]
    diagnosis = seen.check["diagnosis"]
    assert diagnosis["cause"] == seen.cause
    assert sentence in told_of(diagnosis)


# What stands for a sentence of which the run does not know a field.
IN_GENERAL = {signal.meaning for signal in SIGNALS.values() if fields_of_text(signal.seen)}


@pytest.mark.parametrize("seen", [*CASES, *(seen for seen, _sentence in SHOWN.values())], ids=lambda seen: seen.id)
def test_a_sentence_says_what_the_run_saw_and_not_what_runs_may_see(seen):
    checks = seen.document()["accounts"][0]["checks"]
    assert [each for check in checks if check["diagnosis"] for each in told_of(check["diagnosis"]) & IN_GENERAL] == []


@pytest.fixture(name="collected")
def collected_fixture(monkeypatch):
    return collecting(monkeypatch)


@pytest.mark.parametrize(
    "signal, codes",
    [
        ("said_signatures", {1, 2, 5, 6, 7, 8, 9, 10, 11, 12, 25, 27}),
        ("said_upstream", {14, 22, 23}),
        ("said_prohibited", {18}),
        ("said_not_authoritative", {20}),
        ("said_blocked", {15}),
        ("said_filtered", {16, 17, 18}),
    ],
    ids=["signatures", "upstream", "prohibited", "not authoritative", "blocked", "filtered"],
)
def test_which_extended_errors_a_signal_stands_for(signal, codes, collected):
    found = set()
    for code in range(50):
        collected.clear()
        case("dns_servfail", None, seen_by(server(SERVER, told(rcode="SERVFAIL", ede=(code,)))), CLOSED).document()
        found |= {code for each in collected if each.signal == signal}
    assert found == codes


def of_others(signal):
    """Return the fields of a signal's sentence that another host fills; commands alone need what has no sentence."""
    fields = fields_of_text(SIGNALS[signal].seen) if signal in SIGNALS else ()
    return {field for field in fields if field.startswith("seen_")}


def test_a_signal_of_another_host_says_itself_what_was_seen_there(collected):
    for each in (*CASES, *(seen for seen, _sentence in SHOWN.values())):
        each.document()
    elsewhere = [each for each in collected if of_others(each.signal)]
    assert {"tls_elsewhere", "known_elsewhere", "verified_elsewhere"} <= {each.signal for each in elsewhere}
    assert [each for each in elsewhere if not of_others(each.signal) <= set(each.fields)] == []


@pytest.mark.parametrize("connect_to", [None, PRIVATE], ids=["by name", "to an address"])
def test_of_several_requests_a_check_is_diagnosed_by_its_own(connect_to):
    failed = ended("tcp_unreachable", detail="[Errno 113] No route to host", connect_to=connect_to)
    seen = case("tcp_unreachable", None, inside(served(connect_to=connect_to), failed), CLOSED)
    assert "jump-1: [Errno 113] No route to host" in told_of(seen.check["diagnosis"])


WITH_OTHERS = [("other.openai.azure.com", publicly(name="other.openai.azure.com"))]
LEFT = [
    pytest.param(
        case(
            code,
            "stub_resolver",
            seen_by(server(STUB, given), privately(OTHER, compared=True), reads=BEHIND_STUB),
            CLOSED,
        ),
        id=f"{code}: a nameserver that the stub does not ask",
    )
    for code, given in (
        ("dns_wrong_address", told(STALE, by=LINKED)),
        ("dns_empty", told()),
        ("dns_name_unknown", told(rcode="NXDOMAIN")),
        ("dns_no_privatelink", told(PUBLIC, by=UNLINKED)),
    )
]
LEFT.append(
    pytest.param(
        case(
            "dns_empty",
            "dns_filter",
            seen_by(server(SERVER, told()), platform=control(PRIVATE, name=NAME), others=WITH_OTHERS),
            CLOSED,
        ),
        id="dns_empty: others are public, and no alias shows that private addresses are left out",
    )
)


@pytest.mark.parametrize("seen", LEFT)
def test_a_part_of_what_decides_neither_proves_nor_excludes(seen):
    diagnosis = seen.check["diagnosis"]
    proven = {diagnosis["cause"]} if diagnosis["certainty"] != "possible" else set()
    assert seen.cause not in proven | {each["cause"] for each in diagnosis["excluded"]}
    assert seen.cause in {diagnosis["cause"], *(each["cause"] for each in diagnosis["alternatives"])}
