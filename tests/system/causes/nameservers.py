# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Real nameservers that stand between a jumphost and the lab's Azure DNS, and what their operators did to them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from ansible_collections.privatelink.azure_ai.tests.system.causes.situation import Command, Situation

AZURE = "168.63.129.16"
PUBLIC = "192.0.2.53"
NAME = "aro-azureopenai.openai.azure.com"
PRIVATELINK = "aro-azureopenai.privatelink.openai.azure.com"
ADDRESS = "10.0.14.4"
NOBODY = "127.54.0.1"  # takes questions and never answers
BLOCK_PAGE = "203.0.113.66"


def _write(path: Path, lines: list[str]) -> Path:
    path.write_text("".join(f"{line}\n" for line in lines))
    return path


def _zone(path: Path, server: str, records: Iterable[str]) -> Path:
    """Write a zone of which that server is the primary one."""
    soa = f"@ SOA {server} hostmaster.{server} 1 60 60 60 60"
    return _write(path, ["$TTL 60", soa, f"@ NS {server}", *records])


def dnsmasq(*lines: str) -> Callable[[str, Path], Command]:
    def starts(address: str, directory: Path) -> Command:
        own = [f"listen-address={address}", "bind-interfaces", "no-resolv", "no-hosts", "pid-file"]
        return ["dnsmasq", "--no-daemon", f"--conf-file={_write(directory / 'dnsmasq.conf', [*own, *lines])}"]

    return starts


def unbound(
    *lines: str, forward: str = AZURE, access: str = "allow", modules: str = "iterator"
) -> Callable[[str, Path], Command]:
    def starts(address: str, directory: Path) -> Command:
        own = [
            "server:",
            f"  interface: {address}",
            f"  directory: {directory}",
            '  username: ""',
            '  chroot: ""',
            '  pidfile: ""',
            "  use-syslog: no",
            "  do-not-query-localhost: no",
            f'  module-config: "{modules}"',
            f"  access-control: 127.0.0.0/8 {access}",
        ]
        after = ["remote-control:", "  control-enable: no", "forward-zone:", "  name: .", f"  forward-addr: {forward}"]
        text = [*own, *(line.replace("{directory}", str(directory)) for line in lines), *after]
        return ["unbound", "-d", "-c", _write(directory / "unbound.conf", text)]

    return starts


def unbound_with_policy(*records: str, forward: str = AZURE) -> Callable[[str, Path], Command]:
    """A response policy zone: what DNS filters of many vendors are made of."""

    def starts(address: str, directory: Path) -> Command:
        _zone(directory / "policy.zone", "filter.example.", records)
        policy = ["rpz:", "  name: policy.example", f"  zonefile: {directory / 'policy.zone'}"]
        return unbound(*policy, forward=forward, modules="respip iterator")(address, directory)

    return starts


def bind(
    *options: str, zones: dict[str, tuple[str, ...]] | None = None, forward: str = AZURE
) -> Callable[[str, Path], Command]:
    def starts(address: str, directory: Path) -> Command:
        lines = [
            "options {",
            f'  directory "{directory}";',
            f"  listen-on {{ {address}; }};",
            "  listen-on-v6 { none; };",
            "  pid-file none; session-keyfile none; lock-file none;",
            "  dnssec-validation no; empty-zones-enable no; notify no;",
            "  allow-query { any; }; recursion yes; forward only;",
            f"  forwarders {{ {forward}; }};",
            *(f"  {option};" for option in options),
            "};",
            "controls { };",
        ]
        for name, records in (zones or {}).items():
            path = _zone(directory / f"{name}.zone", "dc01.corp.example.", records)
            lines.append(f'zone "{name}" {{ type primary; file "{path}"; forwarders {{ }}; }};')
        return ["named", "-g", "-n", "1", "-c", _write(directory / "named.conf", lines)]

    return starts


def powerdns(*policy: str, options: str = "") -> Callable[[str, Path], Command]:
    """PowerDNS Recursor, with a response policy zone that says by an extended error what it does."""

    def starts(address: str, directory: Path) -> Command:
        path = _zone(directory / "policy.zone", "filter.example.", policy)
        lua = _write(
            directory / "policy.lua", [f'rpzFile("{path}", {{policyName="policy"{options}}})'] if policy else []
        )
        lines = [
            f"local-address={address}",
            f"socket-dir={directory}",
            f"forward-zones-recurse=.={AZURE}",
            f"lua-config-file={lua}",
            "hint-file=no",
            "dont-query=",
            "dnssec=off",
            "extended-resolution-errors=yes",
            "security-poll-suffix=",
        ]
        _write(directory / "recursor.conf", lines)
        return ["pdns_recursor", f"--config-dir={directory}", "--daemon=no", "--setuid=", "--setgid="]

    return starts


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
        certainty=("proven", "likely", "possible"),
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
            '  trust-anchor: "openai.azure.com. DS 12345 8 2 '
            '49FD46E6C4B45C55D4AC69CBD3CD34AC1AFE51DE8A1D2A4E9C1D4B9B6E7A0C11"',
            modules="validator iterator",
        ),
        "dns_servfail",
        "dnssec_validation",
        never=("upstream_dead", "rebinding_protection"),
    ),
)

# Servers that do what servers do, and nobody has to be told anything.
HEALTHY = {
    "plain": unbound(),
    "powerdns": powerdns(),
    "one-forwarder-of-two-is-dead": dnsmasq("all-servers", f"server={NOBODY}", f"server={AZURE}"),
    "negative-trust-anchor": unbound('  domain-insecure: "openai.azure.com"', modules="validator iterator"),
}
