# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Real nameservers that stand between a jumphost and the lab's Azure DNS, and what their operators did to them."""

from __future__ import annotations

from ansible_collections.privatelink.azure_ai.tests.system.causes.dns_programs import (
    AZURE,
    bind,
    dnsmasq,
    knot,
    powerdns,
    unbound,
    unbound_with_policy,
)
from ansible_collections.privatelink.azure_ai.tests.system.causes.situation import Situation

PUBLIC = "192.0.2.53"
NAME = "aro-azureopenai.openai.azure.com"
PRIVATELINK = "aro-azureopenai.privatelink.openai.azure.com"
ADDRESS, PUBLIC_ADDRESS = "10.0.14.4", "203.0.113.10"
NOBODY = "127.54.0.1"  # takes questions and never answers
SLOW = "127.54.0.2"  # answers as Azure does, a second later
BLOCK_PAGE = "203.0.113.66"

_TODNAME = "todname('openai.azure.com')"
# A key of the zone that nobody has, so that whoever validates finds what it signed wanting.
_DIGEST = "49FD46E6C4B45C55D4AC69CBD3CD34AC1AFE51DE8A1D2A4E9C1D4B9B6E7A0C11"
_NOBODYS_KEY, _NOBODYS_KEY_QUOTED = f"12345 8 2 {_DIGEST}", f'12345 8 2 "{_DIGEST}"'

SITUATIONS = (
    Situation(
        "dnsmasq-stop-dns-rebind",
        dnsmasq("stop-dns-rebind", f"server={AZURE}"),
        "dns_empty",
        "rebinding_protection",
        never=("record_missing", "zone_not_linked"),
    ),
    Situation(
        "unbound-private-address",
        unbound("  private-address: 10.0.0.0/8"),
        "dns_empty",
        "rebinding_protection",
        never=("record_missing", "zone_not_linked"),
    ),
    Situation(
        "bind-deny-answer-addresses",
        bind("deny-answer-addresses { 10.0.0.0/8; }"),
        "dns_servfail",
        "rebinding_protection",
        never=("dnssec_validation", "upstream_dead"),
    ),
    Situation(
        "unbound-policy-nxdomain",
        unbound_with_policy("*.openai.azure.com CNAME ."),
        "dns_name_unknown",
        "dns_filter",
        never=("account_missing", "record_missing"),
    ),
    Situation(
        "unbound-policy-block-page",
        unbound_with_policy(f"*.openai.azure.com A {BLOCK_PAGE}"),
        "dns_public_address",
        "dns_filter",
        never=("zone_not_linked", "forwarder_bypasses_azure", "no_private_endpoint"),
    ),
    Situation(
        "unbound-local-zone-nxdomain",
        unbound('  local-zone: "openai.azure.com." always_nxdomain'),
        "dns_name_unknown",
        "dns_filter",
        never=("account_missing",),
    ),
    Situation(
        "powerdns-policy-with-an-extended-error",
        powerdns(
            "*.openai.azure.com CNAME .", options=", extendedErrorCode=15, extendedErrorExtra='Blocked by policy'"
        ),
        "dns_name_unknown",
        "dns_filter",
        never=("account_missing", "record_missing"),
    ),
    Situation(
        "dnsmasq-filter-a",
        dnsmasq("filter-A", f"server={AZURE}"),
        "dns_empty",
        "dns_filter",
        never=("record_missing", "zone_not_linked"),
    ),
    Situation(
        "dnsmasq-forwards-privatelink-only",
        dnsmasq(f"server=/privatelink.openai.azure.com/{AZURE}", f"server={PUBLIC}"),
        "dns_public_address",
        "forwarder_privatelink_only",
        never=("zone_not_linked",),
    ),
    Situation(
        "dnsmasq-forwards-to-the-internet",
        dnsmasq(f"server={PUBLIC}"),
        "dns_public_address",
        "forwarder_bypasses_azure",
        never=("zone_not_linked",),
    ),
    Situation(
        "bind-own-public-zone-without-the-name",
        bind(zones={"openai.azure.com": ()}),
        "dns_name_unknown",
        "foreign_zone",
        never=("account_missing", "record_missing"),
    ),
    Situation(
        "bind-own-privatelink-zone-without-the-name",
        bind(zones={"privatelink.openai.azure.com": ()}),
        "dns_record_missing",
        "foreign_zone",
        never=("record_missing", "zone_not_linked"),
    ),
    Situation(
        "bind-own-privatelink-zone-with-an-old-address",
        bind(zones={"privatelink.openai.azure.com": ("aro-azureopenai A 10.0.14.99",)}),
        "dns_wrong_address",
        "foreign_zone",
        never=("record_stale", "overlay"),
    ),
    Situation(
        "bind-dns64",
        bind("dns64 64:ff9b::/96 { clients { any; }; mapped { any; }; }"),
        "dns_ipv6_public",
        "dns64",
        never=("record_stale",),
    ),
    Situation(
        "dnsmasq-pins-every-name",
        dnsmasq(f"address=/openai.azure.com/{ADDRESS}", f"server={AZURE}"),
        "dns_direct_record",
        "record_wildcard",
        never=("zone_not_linked", "shadow_zone", "overlay"),
    ),
    Situation(
        "dnsmasq-upstream-dead", dnsmasq(f"server={NOBODY}"), "dns_timeout", "upstream_dead", never=("nameserver_dead",)
    ),
    Situation(
        "unbound-upstream-dead",
        unbound(forward=NOBODY),
        "dns_timeout",
        "upstream_dead",
        never=("nameserver_dead", "dnssec_validation"),
    ),
    Situation("nobody-listens", None, "dns_resolver_unreachable", "nameserver_dead", never=("upstream_dead",)),
    Situation(
        "unbound-refuses-the-host", unbound(access="refuse"), "dns_refused", "access_list", never=("dns_filter",)
    ),
    Situation(
        "unbound-validates-what-is-unsigned",
        unbound(
            f'  trust-anchor: "openai.azure.com. DS {_NOBODYS_KEY}"',
            modules="validator iterator",
        ),
        "dns_servfail",
        "dnssec_validation",
        never=("upstream_dead", "rebinding_protection"),
    ),
    Situation(
        "knot-rebinding-module",
        knot("modules.load('rebinding < iterate')"),
        "dns_refused",
        "rebinding_protection",
        never=("access_list", "recursion_off", "dns_filter"),
    ),
    Situation(
        "knot-policy-deny",
        knot(f"policy.add(policy.suffix(policy.DENY, {{{_TODNAME}}}))"),
        "dns_name_unknown",
        "dns_filter",
        never=("account_missing", "record_missing", "foreign_zone"),
    ),
    Situation(
        "knot-policy-refuse",
        knot(f"policy.add(policy.suffix(policy.REFUSE, {{{_TODNAME}}}))"),
        "dns_refused",
        "dns_filter",
        never=("access_list", "rebinding_protection"),
    ),
    Situation(
        "knot-refuses-the-host",
        knot("modules.load('view')", "view:addr('127.0.0.0/8', policy.all(policy.REFUSE))"),
        "dns_refused",
        "access_list",
        never=("dns_filter", "rebinding_protection"),
    ),
    Situation(
        "knot-upstream-dead",
        knot(forward=NOBODY),
        "dns_timeout",
        "upstream_dead",
        never=("nameserver_dead", "dnssec_validation", "rebinding_protection"),
    ),
    # An exemption ends the policy, so that the name is not forwarded either: Knot Resolver asks the root by itself.
    Situation(
        "knot-policy-pass-does-not-forward",
        knot(f"policy.add(policy.suffix(policy.PASS, {{{_TODNAME}}}))"),
        "dns_timeout",
        "upstream_dead",
        never=("nameserver_dead", "dnssec_validation", "rebinding_protection", "dns_filter"),
    ),
    Situation(
        "knot-validates-what-is-unsigned",
        knot(f"trust_anchors.add('openai.azure.com. DS {_NOBODYS_KEY}')"),
        "dns_servfail",
        "dnssec_validation",
        never=("upstream_dead", "rebinding_protection"),
    ),
    Situation(
        "knot-dns64",
        knot("modules.load('dns64')", "dns64.config('64:ff9b::')"),
        "dns_ipv6_public",
        "dns64",
        never=("ipv6_record", "ipv6_not_forwarded"),
    ),
    Situation(
        "powerdns-upstream-dead",
        powerdns(forward=NOBODY, settings=("network-timeout=300",)),
        "dns_servfail",
        "upstream_dead",
        never=("nameserver_dead", "dnssec_validation"),
    ),
    Situation(
        "bind-refuses-the-host",
        bind("allow-query { none; }"),
        "dns_refused",
        "access_list",
        never=("dns_filter", "recursion_off"),
    ),
    # BIND tries for twelve seconds, and is silent meanwhile.
    Situation(
        "bind-validates-what-is-unsigned",
        bind("dnssec-validation yes", anchors=f"openai.azure.com static-ds {_NOBODYS_KEY_QUOTED}"),
        "dns_timeout",
        "dnssec_validation",
        never=("upstream_dead", "rebinding_protection"),
    ),
    # Networks that reach the Internet over a proxy only have a root zone of their own.
    Situation(
        "unbound-own-root-zone",
        unbound(
            '  local-zone: "." static',
            '  local-data: ". 60 SOA dc01.corp.example. hostmaster.corp.example. 1 60 60 60 60"',
        ),
        "dns_name_unknown",
        "internet_names_unresolved",
        never=("account_missing", "record_missing", "foreign_zone"),
    ),
    Situation(
        "dnsmasq-has-a-host-record",
        dnsmasq(f"host-record={NAME},{ADDRESS}", f"server={PUBLIC}"),
        "dns_direct_record",
        "foreign_zone",
        never=("record_wildcard", "shadow_zone"),
    ),
    Situation(
        "bind-own-public-zone-with-the-name",
        bind(zones={"openai.azure.com": (f"aro-azureopenai A {ADDRESS}",)}),
        "dns_direct_record",
        "foreign_zone",
        never=("shadow_zone", "record_wildcard"),
    ),
    Situation(
        "nobody-answers",
        None,
        "dns_timeout",
        "nameserver_dead",
        never=("upstream_dead", "azure_dns_outside_azure"),
        at=NOBODY,
    ),
)

# Servers that do what servers do, and nobody has to be told anything; those that protect exempt the zones of Azure.
HEALTHY = {
    "plain": unbound(),
    "powerdns": powerdns(),
    "knot": knot(),
    "slow": dnsmasq(f"server={SLOW}"),
    "one-forwarder-of-two-is-dead": dnsmasq("all-servers", f"server={NOBODY}", f"server={AZURE}"),
    "negative-trust-anchor": unbound('  domain-insecure: "openai.azure.com"', modules="validator iterator"),
    "extended-error-on-a-good-answer": powerdns(
        script=(
            "function postresolve(dq)",
            "  dq.extendedErrorCode = 0",
            "  dq.extendedErrorExtra = 'served by the second site'",
            "  return true",
            "end",
        )
    ),
    "wildcard-of-the-private-zone": bind(zones={"privatelink.openai.azure.com": (f"* A {ADDRESS}",)}),
    "dnsmasq-stop-dns-rebind-with-an-exemption": dnsmasq(
        "stop-dns-rebind", "rebind-domain-ok=/openai.azure.com/", f"server={AZURE}"
    ),
    "unbound-private-address-with-an-exemption": unbound(
        "  private-address: 10.0.0.0/8", '  private-domain: "openai.azure.com"'
    ),
    "bind-deny-answer-addresses-with-an-exemption": bind(
        'deny-answer-addresses { 10.0.0.0/8; } except-from { "openai.azure.com"; }'
    ),
    "unbound-policy-with-an-exemption": unbound_with_policy(
        "*.openai.azure.com CNAME rpz-passthru.", "*.azure.com CNAME ."
    ),
    "knot-policy-with-an-exemption": knot(
        f"policy.add(policy.suffix(policy.FORWARD('{AZURE}'), {{{_TODNAME}}}))",
        "policy.add(policy.suffix(policy.DENY, {todname('azure.com')}))",
    ),
}
