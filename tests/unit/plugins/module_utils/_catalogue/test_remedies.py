# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a reader is told to write into a nameserver or a gateway, and what the remedies of causes say of their commands."""

from __future__ import annotations

import pytest

from ansible_collections.privatelink.azure_ai.plugins.module_utils._catalogue.causes import settings
from ansible_collections.privatelink.azure_ai.plugins.module_utils._catalogue.causes.causes import FAMILIES
from ansible_collections.privatelink.azure_ai.plugins.module_utils._catalogue.model import (
    Command,
    Note,
    Setting,
    remedy,
)

FIELDS = {
    "name": "example.openai.azure.com",
    "privatelink_name": "example.privatelink.openai.azure.com",
    "zone": "privatelink.openai.azure.com",
    "public_zone": "openai.azure.com",
    "forward_to": "168.63.129.16",
    "issuer": "CN=Example CA",
    "endpoint_address": "10.0.14.4",
}
LINES = {
    "ADMIT_WITHOUT_CERTIFICATE": [
        "In nginx: ssl_verify_client off;",
        "In HAProxy, in place of verify required: verify none",
    ],
    "ALLOW_PRIVATE_ADDRESSES": [
        "In dnsmasq: rebind-domain-ok=/openai.azure.com/",
        "In unbound: server: private-domain: openai.azure.com",
        "In BIND, after the list of deny-answer-addresses: except-from { openai.azure.com; }",
        "In Knot Resolver: policy.add(policy.suffix(policy.FLAGS('ALLOW_LOCAL'), {todname('openai.azure.com')}))",
    ],
    "APPEND_INTERMEDIATE": [
        "In nginx, append to the file that ssl_certificate names: the certificate of CN=Example CA",
        "In HAProxy, append to the file that crt names: the certificate of CN=Example CA",
    ],
    "FORWARD": [
        "In dnsmasq: server=/openai.azure.com/168.63.129.16",
        "In unbound: forward-zone: name: openai.azure.com forward-addr: 168.63.129.16",
        "In BIND: zone openai.azure.com { type forward; forward only; forwarders { 168.63.129.16; }; };",
        "In Windows DNS (PowerShell): Add-DnsServerConditionalForwarderZone -Name openai.azure.com "
        "-MasterServers 168.63.129.16",
        "In PowerDNS Recursor: forward-zones-recurse+=openai.azure.com=168.63.129.16",
        "In Knot Resolver: policy.add(policy.suffix(policy.STUB('168.63.129.16'), {todname('openai.azure.com')}))",
    ],
    "FORWARD_IN_PLACE": [
        "In Windows DNS (PowerShell), with the zone that the queries for SOA show: "
        "Remove-DnsServerZone -Name <zone-of-its-own>; "
        "Add-DnsServerConditionalForwarderZone -Name openai.azure.com -MasterServers 168.63.129.16",
        "In BIND, in place of zone openai.azure.com or zone privatelink.openai.azure.com: zone "
        "openai.azure.com { type forward; forward only; forwarders { 168.63.129.16; }; };",
        "In unbound, in place of auth-zone, stub-zone or local-zone for openai.azure.com or "
        "privatelink.openai.azure.com: forward-zone: name: openai.azure.com forward-addr: 168.63.129.16",
        "In dnsmasq, in place of auth-zone=, local= or address= for openai.azure.com or "
        "privatelink.openai.azure.com: server=/openai.azure.com/168.63.129.16",
    ],
    "HIGHER_LIMITS": [
        "In nginx, after a 413: client_max_body_size 10m;",
        "In nginx, after a 429, append to limit_req zone=...: burst=50 nodelay",
        "In HAProxy, after a 429, remove: http-request deny deny_status 429",
    ],
    "NO_INSPECTION": [
        "In Squid, before the other ssl_bump lines: acl privatelink ssl::server_name example.openai.azure.com",
        "In Squid, after that line: ssl_bump splice privatelink",
    ],
    "NO_LOGIN": [
        "In nginx: auth_basic off;",
        "In HAProxy, remove: http-request auth",
    ],
    "NO_VALIDATION": [
        "In unbound: server: domain-insecure: openai.azure.com",
        "In BIND, in options: validate-except { openai.azure.com; };",
        "In Knot Resolver: trust_anchors.set_insecure({ 'openai.azure.com' })",
    ],
    "PASS_FILTER": [
        "In a response policy zone (RPZ): example.openai.azure.com CNAME rpz-passthru.",
        "In a response policy zone (RPZ): example.privatelink.openai.azure.com CNAME rpz-passthru.",
        "In unbound: server: local-zone: example.openai.azure.com always_transparent",
        "In dnsmasq, remove: filter-A",
        "In dnsmasq, if it has an address= or a local= for a zone of the name: "
        "server=/example.openai.azure.com/168.63.129.16",
    ],
    "RELAY_TO_ENDPOINT": [
        "In HAProxy, in mode tcp, in place of its server: server endpoint 10.0.14.4:443",
        "In nginx, in stream: proxy_pass 10.0.14.4:443;",
    ],
    "TO_ENDPOINT": [
        "In nginx: proxy_pass https://10.0.14.4; proxy_ssl_server_name on; proxy_ssl_name "
        "example.openai.azure.com; proxy_set_header Host example.openai.azure.com;",
        "In HAProxy, in mode tcp, in place of its server: server endpoint 10.0.14.4:443",
    ],
}
GROUPS = {
    name: value for name, value in vars(settings).items() if isinstance(value, tuple) and not name.startswith("_")
}
CANDIDATES = [
    pytest.param(candidate, id=f"{candidate.cause} {candidate.codes[0]} {number}")
    for family in FAMILIES
    for number, candidate in enumerate(family.candidates)
]


@pytest.mark.parametrize("group", GROUPS)
def test_the_lines_of_each_program(group):
    lines = [step for step in GROUPS[group] if isinstance(step, Setting)]
    assert [step["text"] for step in remedy(lines, FIELDS)] == LINES[group]


@pytest.mark.parametrize("candidate", CANDIDATES)
def test_the_command_that_a_note_speaks_of_stands_before_it(candidate):
    for place, step in enumerate(candidate.remedy):
        if isinstance(step, Note) and "first command" in step.text:
            assert any(isinstance(each, Command) and not each.changes for each in candidate.remedy[:place])


@pytest.mark.parametrize("candidate", CANDIDATES)
def test_each_cause_has_a_page_of_its_own(candidate):
    assert candidate.docs and all(link.startswith("https://") for link in candidate.docs)
