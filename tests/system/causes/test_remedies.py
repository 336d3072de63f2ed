# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a report says to type mends what it is about: real servers, and a reader who does no more than that."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.privatelink.azure_ai.tests.system.causes import authorities, front_ends, nameservers
from ansible_collections.privatelink.azure_ai.tests.system.causes.look_ups import check_of, look_up
from ansible_collections.privatelink.azure_ai.tests.system.causes.nameservers import ADDRESS, AZURE, NAME, PRIVATELINK
from ansible_collections.privatelink.azure_ai.tests.system.causes.remedies import (
    Az,
    Daemon,
    lines_for,
    words_of,
    write,
    write_directives,
)
from ansible_collections.privatelink.azure_ai.tests.system.causes.situation import Situation
from ansible_collections.privatelink.azure_ai.tests.system.causes.validation import (
    Requests,
    assert_it_passes,
    first_finding,
    judged,
)

_NUMBERS = itertools.count(1)
_situation = functools.partial(Situation, never=())  # what must be ruled out stands in each row


@dataclass(frozen=True)
class Remedied:
    """A situation, what its report must say, and for which program a reader takes the line."""

    situation: Situation
    program: str
    sees: str
    rules_out: tuple[str, ...]
    first: str
    file: str
    when: str = ""
    options: dict[str, Any] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return self.situation.id


_BY_ID = {each.id: each for each in (*nameservers.SITUATIONS, *front_ends.SITUATIONS)}
_DIG, _DIG_AZURE = "dig @127.56.", f"dig @{AZURE} {NAME}"
_NXDOMAIN = "answers NXDOMAIN without an SOA record"


def _powerdns_to_the_internet(address: str, directory: Path) -> list:
    command = nameservers.powerdns()(address, directory)
    path = directory / "recursor.conf"
    path.write_text(path.read_text().replace(AZURE, nameservers.PUBLIC))
    return command


NAMESERVERS = (
    Remedied(
        _BY_ID["dnsmasq-stop-dns-rebind"],
        "dnsmasq",
        f"through {PRIVATELINK}",
        ("record_missing",),
        _DIG_AZURE,
        "dnsmasq.conf",
    ),
    Remedied(
        _BY_ID["unbound-private-address"],
        "unbound",
        f"through {PRIVATELINK}",
        ("record_missing",),
        _DIG_AZURE,
        "unbound.conf",
    ),
    Remedied(
        _BY_ID["bind-deny-answer-addresses"],
        "BIND",
        f"through {PRIVATELINK}",
        ("dnssec_validation", "upstream_dead"),
        _DIG_AZURE,
        "named.conf",
    ),
    Remedied(
        _BY_ID["dnsmasq-forwards-privatelink-only"],
        "dnsmasq",
        f"{ADDRESS} for {PRIVATELINK}",
        ("zone_not_linked", "forwarder_bypasses_azure"),
        _DIG,
        "dnsmasq.conf",
    ),
    Remedied(
        _BY_ID["unbound-policy-nxdomain"],
        "a response policy zone (RPZ)",
        _NXDOMAIN,
        ("account_missing",),
        _DIG,
        "policy.zone",
    ),
    Remedied(
        _BY_ID["unbound-policy-block-page"],
        "a response policy zone (RPZ)",
        "for the random name",
        ("zone_not_linked", "forwarder_bypasses_azure"),
        _DIG,
        "policy.zone",
    ),
    Remedied(
        _BY_ID["powerdns-policy-with-an-extended-error"],
        "a response policy zone (RPZ)",
        "Blocked by policy",
        ("account_missing",),
        _DIG,
        "policy.zone",
    ),
    Remedied(_BY_ID["unbound-local-zone-nxdomain"], "unbound", _NXDOMAIN, ("account_missing",), _DIG, "unbound.conf"),
    Remedied(
        _situation(
            "dnsmasq-blocks-the-zone",
            nameservers.dnsmasq("address=/openai.azure.com/", f"server={AZURE}"),
            "dns_name_unknown",
            "dns_filter",
        ),
        "dnsmasq",
        _NXDOMAIN,
        ("account_missing",),
        _DIG,
        "dnsmasq.conf",
        when="if it has an address=",
    ),
    Remedied(
        _BY_ID["dnsmasq-filter-a"],
        "dnsmasq",
        "adds the extended DNS error Filtered",
        ("record_missing",),
        _DIG,
        "dnsmasq.conf",
        when="remove",
    ),
    *(
        Remedied(
            _situation(f"{name}-forwards-to-the-internet", starts, "dns_public_address", "forwarder_bypasses_azure"),
            program,
            f"{AZURE} answers {ADDRESS}",
            ("zone_not_linked",),
            _DIG_AZURE,
            file,
        )
        for name, starts, program, file in (
            ("bind", nameservers.bind(forward=nameservers.PUBLIC), "BIND", "named.conf"),
            ("dnsmasq", nameservers.dnsmasq(f"server={nameservers.PUBLIC}"), "dnsmasq", "dnsmasq.conf"),
            ("unbound", nameservers.unbound(forward=nameservers.PUBLIC), "unbound", "unbound.conf"),
            ("powerdns", _powerdns_to_the_internet, "PowerDNS Recursor", "recursor.conf"),
        )
    ),
    Remedied(
        _situation(
            "unbound-validates-what-is-unsigned",
            nameservers.unbound(f'  trust-anchor: "azure.com. DS 12345 8 2 {"49" * 32}"', modules="validator iterator"),
            "dns_servfail",
            "dnssec_validation",
        ),
        "unbound",
        "without DNSSEC validation",
        ("upstream_dead",),
        _DIG,
        "unbound.conf",
    ),
    *(
        Remedied(_BY_ID[f"{program}-upstream-dead"], program, "is alive", ("nameserver_dead",), _DIG, f"{program}.conf")
        for program in ("dnsmasq", "unbound")
    ),
    *(
        Remedied(_BY_ID[name], "BIND", sees, rules_out, _DIG, "named.conf")
        for name, sees, rules_out in (
            ("bind-own-public-zone-without-the-name", "dc01.corp.example", ("account_missing", "dns_filter")),
            ("bind-own-privatelink-zone-without-the-name", "dc01.corp.example", ("record_missing",)),
            ("bind-own-privatelink-zone-with-an-old-address", f"{AZURE} answers {ADDRESS}", ("record_stale",)),
        )
    ),
)


def assert_it_says(remedied: Remedied, check: dict[str, Any]) -> None:
    """Assert what a report says of a situation: the cause, what was seen, what is ruled out, where to begin."""
    situation, diagnosis = remedied.situation, check["diagnosis"]
    assert (check["code"], diagnosis["cause"]) == (situation.code, situation.cause), check
    assert any(re.search(remedied.sees, each) for each in diagnosis["because"]), diagnosis
    ruled_out = {each["cause"]: each["because"] for each in diagnosis["excluded"]}
    assert all(ruled_out.get(cause) for cause in remedied.rules_out), diagnosis
    assert check["remedy"][0]["text"].startswith(remedied.first), check["remedy"]


@pytest.mark.parametrize("remedied", NAMESERVERS, ids=lambda each: each.id)
def test_a_line_for_a_nameserver_mends_it(start, tmp_path, remedied):
    address = f"127.56.{next(_NUMBERS)}.1"
    daemon = Daemon(start, remedied.situation.starts(address, tmp_path), address)
    check = check_of(look_up(address))
    assert_it_says(remedied, check)
    for line in lines_for(check, remedied.program, remedied.when):
        write(tmp_path / remedied.file, line)
    daemon.restart()
    check = check_of(look_up(address))
    assert (check["code"], check["status"], check["diagnosis"]) == ("dns_private", "pass", None)


_PASSED_ON = (
    f"proxy_pass https://{ADDRESS}; proxy_ssl_server_name on; proxy_ssl_name {NAME}; proxy_set_header Host {NAME};"
)
_TO_ENDPOINT = (f"server endpoint {ADDRESS}:443 ssl verify none sni str({NAME})",)
_SERVES = "bind {address}:443 ssl crt {certificates}/whole.pem"
_WANTS_CERTIFICATE = f"{_SERVES} ca-file {{certificates}}/ca.pem verify required"
_CERTIFICATES, _REQUEST = "openssl s_client -connect 10.89.", "curl -sv --resolve"


def _nginx(*does: str, **options) -> Callable:
    return front_ends.nginx(*does, f"location / {{ {_PASSED_ON} }}", **options)


FRONT_ENDS = (
    Remedied(
        _situation(
            "haproxy-wants-a-client-certificate",
            front_ends.haproxy(_WANTS_CERTIFICATE, backend=_TO_ENDPOINT, mode="http"),
            "http_reset",
            "client_certificate_required",
        ),
        "HAProxy",
        r"alert 116 \(certificate_required\)",
        ("connection_cut",),
        _CERTIFICATES,
        "haproxy.cfg",
    ),
    Remedied(
        _situation(
            "nginx-wants-a-client-certificate",
            _nginx("ssl_verify_client on;", "ssl_client_certificate {certificates}/ca.pem;"),
            "http_not_azure",
            "client_certificate_required",
        ),
        "nginx",
        "400 .*No required SSL certificate was sent.* from nginx",
        ("request_refused",),
        _CERTIFICATES,
        "nginx.conf",
    ),
    Remedied(
        _situation(
            "haproxy-with-a-dead-backend",
            front_ends.haproxy("bind {address}:443"),
            "tls_reset",
            "backend_dead",
        ),
        "HAProxy",
        "ends with tls_reset, too",
        ("sni_filter",),
        _CERTIFICATES,
        "haproxy.cfg",
    ),
    Remedied(
        _situation(
            "haproxy-asks-for-a-password",
            front_ends.haproxy(_SERVES, "http-request auth realm portal", backend=_TO_ENDPOINT, mode="http"),
            "http_not_azure",
            "gateway_login",
        ),
        "HAProxy",
        "answered 401",
        ("key_wrong",),
        _REQUEST,
        "haproxy.cfg",
    ),
    Remedied(
        _situation(
            "haproxy-limits-the-rate",
            front_ends.haproxy(_SERVES, "http-request deny deny_status 429", backend=_TO_ENDPOINT, mode="http"),
            "http_not_azure",
            "gateway_limit",
        ),
        "HAProxy",
        "answered 429",
        ("rate_limit",),
        _REQUEST,
        "haproxy.cfg",
    ),
    Remedied(
        _situation(
            "nginx-with-a-dead-backend",
            _nginx(),
            "http_not_azure",
            "gateway_backend",
        ),
        "nginx",
        "502 .* from nginx",
        ("service_failure",),
        _REQUEST,
        "nginx.conf",
    ),
    Remedied(
        _situation(
            "nginx-asks-for-a-password",
            _nginx('auth_basic "portal";', "auth_basic_user_file /dev/null;"),
            "http_not_azure",
            "gateway_login",
        ),
        "nginx",
        "401 .* from nginx",
        ("key_wrong",),
        _REQUEST,
        "nginx.conf",
    ),
    Remedied(
        _situation(
            "nginx-limits-the-rate",
            _nginx(
                "limit_req zone=few; limit_req_status 429;",
                before=("limit_req_zone $binary_remote_addr zone=few:1m rate=1r/m;",),
            ),
            "http_not_azure",
            "gateway_limit",
        ),
        "nginx",
        "429 .* from nginx",
        ("rate_limit",),
        _REQUEST,
        "nginx.conf",
        when="429",
        options={"times": 3},
    ),
    Remedied(
        _situation("nginx-limits-the-size", _nginx("client_max_body_size 10;"), "http_not_azure", "gateway_limit"),
        "nginx",
        "413 .* from nginx",
        ("rate_limit",),
        _REQUEST,
        "nginx.conf",
        when="413",
        options={"operation": "chat_completions", "deployment": "gpt-4o"},
    ),
)


@pytest.fixture(scope="module")
def az(tmp_path_factory) -> Az:
    return Az(tmp_path_factory.mktemp("az"))


@pytest.mark.parametrize("remedied", FRONT_ENDS, ids=lambda each: each.id)
def test_a_line_for_a_gateway_mends_it(start, certificates, az, tmp_path, remedied):
    address = f"10.89.0.{next(_NUMBERS)}"
    path = tmp_path / remedied.file
    command = remedied.situation.starts(address, tmp_path, certificates)
    if remedied.situation.cause == "gateway_backend":
        path.write_text(path.read_text().replace(ADDRESS, front_ends.BACKEND))
    daemon = Daemon(start, command, address)
    requests = Requests(address, certificates, **remedied.options)
    check = first_finding(judged(requests))
    assert_it_says(remedied, check)
    for line in lines_for(check, remedied.program, remedied.when):
        _write(path, line, check, az)
    daemon.restart()
    assert_it_passes(judged(requests))


def _write(path: Path, line, check, az) -> None:
    if "<endpoint-address>" in line.text:
        known = {"<endpoint-resource-group>": "rg-ai", "<private-endpoint>": "pe-ai"}
        shown = az.type(
            check,
            "az network nic show",
            known,
            network_private_endpoint="nic-id",
            network_nic=f'[["{ADDRESS}", ["{NAME}"]]]',
        )
        line = type(line)(line.where, line.text.replace("<endpoint-address>", re.search(r"[\d.]+\d", shown)[0]))
    if path.name == "nginx.conf" and "append" not in line.where:
        write_directives(path, line)
    else:
        write(path, line)


def test_the_missing_intermediate_is_appended(start, certificates, tmp_path):
    address = f"10.89.0.{next(_NUMBERS)}"
    served = tmp_path / "served"
    served.mkdir()
    whole = (certificates / "whole.pem").read_text()
    leaf, intermediate = whole[: whole.rindex("-----BEGIN")], whole[whole.rindex("-----BEGIN") :]
    (served / "server.pem").write_text(leaf)
    daemon = Daemon(start, _nginx(certificate="server")(address, tmp_path, served), address)
    requests = Requests(address, certificates)
    check = first_finding(judged(requests))
    assert_it_says(
        Remedied(
            _situation("", None, "tls_untrusted", "incomplete_chain"),
            "nginx",
            "Example Issuing CA 01",
            ("tls_inspection", "private_ca_untrusted"),
            _CERTIFICATES,
            "",
        ),
        check,
    )
    (line,) = lines_for(check, "nginx")
    assert "CN=Example Issuing CA 01" in line.text and line.where == "append to the file that ssl_certificate names"
    file = re.search(r"ssl_certificate (\S+);", (tmp_path / "nginx.conf").read_text())[1]
    with Path(file).open("a") as end:
        end.write(intermediate)
    daemon.restart()
    assert_it_passes(judged(requests))


@pytest.mark.parametrize(
    "certificate, cause, sees, rules_out",
    [
        ("client-only", "wrong_certificate_purpose", "is not for servers", ("root_certificates_missing",)),
        ("default", "default_certificate", "is for ingress.local", ("tls_inspection", "self_signed_certificate")),
    ],
)
def test_a_certificate_as_it_is_described_mends_it(
    start, certificates, own_authority, tmp_path, certificate, cause, sees, rules_out
):
    address = f"10.89.0.{next(_NUMBERS)}"
    served = tmp_path / "served"
    served.mkdir()
    (served / "server.pem").write_bytes((certificates / f"{certificate}.pem").read_bytes())
    daemon = Daemon(start, _nginx(certificate="server")(address, tmp_path, served), address)
    requests = Requests(address, certificates)
    check = first_finding(judged(requests))
    situation = _situation("", None, "tls_untrusted", cause)
    assert_it_says(Remedied(situation, "", sees, rules_out, _CERTIFICATES, ""), check)
    (name,) = words_of(check, r"certificate for ([a-z0-9.-]+[a-z0-9])")
    usage = authorities.SERVER
    if cause == "wrong_certificate_purpose":
        assert words_of(check, r"extended key usage (\w+)") == ("serverAuth",)
    signed = authorities.sign("front end", "Microsoft Corporation", own_authority, name, usage)
    (served / "server.pem").write_bytes(signed.key_pem + signed.pem)
    daemon.restart()
    assert_it_passes(judged(requests))
