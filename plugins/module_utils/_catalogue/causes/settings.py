# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""What to write into the configuration of nameservers and gateways: one line for each program that may be there."""

from __future__ import annotations

from ..model import Command, Setting

_BIND = "zone {public_zone} {{ type forward; forward only; forwarders {{ {forward_to}; }}; }};"
_DNSMASQ = "server=/{public_zone}/{forward_to}"
_UNBOUND = "forward-zone: name: {public_zone} forward-addr: {forward_to}"
_WINDOWS = "Add-DnsServerConditionalForwarderZone -Name {public_zone} -MasterServers {forward_to}"

FORWARD = (
    Setting("dnsmasq", _DNSMASQ),
    Setting("unbound", _UNBOUND),
    Setting("BIND", _BIND),
    Setting("Windows DNS (PowerShell)", _WINDOWS),
    Setting("PowerDNS Recursor", "forward-zones-recurse+={public_zone}={forward_to}"),
    Setting("Knot Resolver", "policy.add(policy.suffix(policy.STUB('{forward_to}'), {{todname('{public_zone}')}}))"),
)

FORWARD_IN_PLACE = (
    Setting(
        "Windows DNS (PowerShell)",
        f"Remove-DnsServerZone -Name <zone-of-its-own>; {_WINDOWS}",
        "with the zone that the queries for SOA show",
    ),
    Setting("BIND", _BIND, "in place of zone {public_zone} or zone {zone}"),
    Setting("unbound", _UNBOUND, "in place of auth-zone, stub-zone or local-zone for {public_zone} or {zone}"),
    Setting("dnsmasq", _DNSMASQ, "in place of auth-zone=, local= or address= for {public_zone} or {zone}"),
)

ALLOW_PRIVATE_ADDRESSES = (
    Setting("dnsmasq", "rebind-domain-ok=/{public_zone}/"),
    Setting("unbound", "server: private-domain: {public_zone}"),
    Setting("BIND", "except-from {{ {public_zone}; }}", "after the list of deny-answer-addresses"),
    Setting("Knot Resolver", "policy.add(policy.suffix(policy.FLAGS('ALLOW_LOCAL'), {{todname('{public_zone}')}}))"),
)

PASS_FILTER = (
    Setting("a response policy zone (RPZ)", "{name} CNAME rpz-passthru."),
    Setting("a response policy zone (RPZ)", "{privatelink_name} CNAME rpz-passthru."),
    Setting("unbound", "server: local-zone: {name} always_transparent"),
    Setting("dnsmasq", "filter-A", "remove"),
    Setting("dnsmasq", "server=/{name}/{forward_to}", "if it has an address= or a local= for a zone of the name"),
)

NO_VALIDATION = (
    Setting("unbound", "server: domain-insecure: {public_zone}"),
    Setting("BIND", "validate-except {{ {public_zone}; }};", "in options"),
    Setting("Knot Resolver", "trust_anchors.set_insecure({{ '{public_zone}' }})"),
)

ADMIT_WITHOUT_CERTIFICATE = (
    Setting("nginx", "ssl_verify_client off;"),
    Setting("HAProxy", "verify none", "in place of verify required"),
)

APPEND_INTERMEDIATE = (
    Setting("nginx", "the certificate of {issuer}", "append to the file that ssl_certificate names"),
    Setting("HAProxy", "the certificate of {issuer}", "append to the file that crt names"),
)

NO_INSPECTION = (
    Command(
        "az network firewall policy rule-collection-group collection rule update --policy-name {policy} "
        "--resource-group {policy_resource_group} --rule-collection-group-name {rule_group} "
        "--collection-name {rule_collection} --name {firewall_rule} --enable-tls-inspection false",
        when="if a rule of Azure Firewall inspects it",
        changes=True,
    ),
    Setting("Squid", "acl privatelink ssl::server_name {name}", "before the other ssl_bump lines"),
    Setting("Squid", "ssl_bump splice privatelink", "after that line"),
)

_HAPROXY_TO_ENDPOINT = Setting(
    "HAProxy", "server endpoint {endpoint_address}:443", "in mode tcp, in place of its server"
)

RELAY_TO_ENDPOINT = (
    _HAPROXY_TO_ENDPOINT,
    Setting("nginx", "proxy_pass {endpoint_address}:443;", "in stream"),
)

TO_ENDPOINT = (
    Setting(
        "nginx",
        "proxy_pass https://{endpoint_address}; proxy_ssl_server_name on; proxy_ssl_name {name}; "
        "proxy_set_header Host {name};",
    ),
    _HAPROXY_TO_ENDPOINT,
)

NO_LOGIN = (
    Setting("nginx", "auth_basic off;"),
    Setting("HAProxy", "http-request auth", "remove"),
)

HIGHER_LIMITS = (
    Setting("nginx", "client_max_body_size 10m;", "after a 413"),
    Setting("nginx", "burst=50 nodelay", "after a 429, append to limit_req zone=..."),
    Setting("HAProxy", "http-request deny deny_status 429", "after a 429, remove"),
)
