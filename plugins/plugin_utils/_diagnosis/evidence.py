# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""What the hosts of a run and Azure's side showed, as typed objects: all that a cause is decided by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from ...module_utils._azure.accounts import private_name, private_zone
from ...module_utils._core.addresses import AZURE_DNS, Address, IPAddress, is_within
from ...module_utils._core.hostnames import name_pattern

# The links of the path that a request can end at, in its order.
PATH = ("dns", "tcp", "proxy", "tls", "gate", "auth", "model")

# Of the names that a nameserver gave something for, no sentence needs more.
_ENOUGH = 4
# Nameservers of the host itself say nothing about the network that it is in.
_LOOPBACK = ("127.0.0.0/8", "::1/128")


@dataclass(frozen=True)
class Endpoint:
    """One name of one account, as one host is expected to reach it."""

    account: str
    name: str
    vantage: str
    host: str
    public_access: str = "disabled"
    addresses: tuple[str, ...] = ()
    networks: tuple[str, ...] = ()
    operation: str | None = None
    deployment: str | None = None
    api_version: str | None = None
    # No credential is meant.
    keyless: bool = False

    @cached_property
    def expected(self) -> str:
        """What a look-up of the name should give, in words."""
        if self.vantage == "outside":
            return f"a public address over {private_name(self.name)}"
        return ", ".join(self.addresses or self.networks) or f"a private address over {private_name(self.name)}"

    @property
    def any_private(self) -> bool:
        """Whether any private address passes, since none is known to be the endpoint's."""
        return self.vantage != "outside" and not (self.addresses or self.networks)

    def fields(self) -> Mapping[str, Any]:
        """Return the fields that texts of the catalogue may use for this endpoint."""
        return self._fields

    @cached_property
    def _fields(self) -> Mapping[str, Any]:
        label, _dot, suffix = self.name.partition(".")
        return {
            "account": self.account,
            "name": self.name,
            "name_pattern": name_pattern(self.name),
            "public_name": self.name,
            "label": label,
            "zone": private_zone(self.name),
            "public_zone": suffix,
            "shadow_zone": suffix,
            "privatelink_name": private_name(self.name),
            "host": self.host,
            "expected": ", ".join(self.addresses or self.networks),
            "expected_address": self.addresses[0] if len(self.addresses) == 1 else None,
            "operation": self.operation,
            "deployment": self.deployment,
            "api_version": self.api_version,
        }


@dataclass(frozen=True)
class Pin:
    """One line of /etc/hosts."""

    address: str
    names: tuple[str, ...]
    line: Any


@dataclass(frozen=True)
class NetworkLink:
    """One network link of systemd-resolved."""

    name: str | None
    nameservers: tuple[str, ...]


@dataclass(frozen=True)
class Resolver:
    """How a host resolves names, and which proxies its variables name for https."""

    manager: str | None = None
    nameservers: tuple[str, ...] = ()
    resolved_nameservers: tuple[str, ...] = ()
    # Of both, those that another host could be given as its nameserver.
    usable_nameservers: tuple[str, ...] = ()
    links: tuple[NetworkLink, ...] = ()
    search: tuple[str, ...] = ()
    ndots: Any = None
    pins: tuple[Pin, ...] = ()
    proxies: tuple[str, ...] = ()


@dataclass(frozen=True)
class TypeAnswer:
    """What one nameserver answered for one type of record of a name."""

    rcode: str | None = None
    chain: Any = ()
    addresses: tuple[Address, ...] = ()
    # The owner of the SOA record, and the nameserver that it names.
    authority: str | None = None
    mname: str | None = None
    authoritative: bool | None = None
    authentic: bool | None = None
    # Extended DNS errors as (code, text).
    ede: tuple[tuple[int, str], ...] = ()
    error: str | None = None


@dataclass(frozen=True)
class Control:
    """The answer to a control question; rcode is None where there was none."""

    name: str | None = None
    rcode: str | None = None
    addresses: tuple[Address, ...] = ()
    chain: Any = ()
    authority: str | None = None
    mname: str | None = None
    ede: tuple[tuple[int, str], ...] = ()
    error: str | None = None


@dataclass(frozen=True)
class Answer:
    """What one nameserver answered for a name."""

    server: str | None = None
    port: int | None = None
    # Whether resolv.conf could name the server: an IPv4 address at port 53, and no stub of the host itself.
    usable: bool = False
    code: str | None = None
    rcode: str | None = None
    addresses: tuple[Address, ...] = ()
    # The first CNAME record of the chain.
    hop: str | None = None
    chain: Any = ()
    authority: str | None = None
    mname: str | None = None
    authoritative: bool | None = None
    authentic: bool | None = None
    types: Mapping[str, TypeAnswer] = field(default_factory=dict)
    # By question (privatelink, random_label, alive, checking_disabled, repeat), those that were asked.
    controls: Mapping[str, Control] = field(default_factory=dict)
    # Whether the host does not ask the nameserver itself: it was asked for comparison.
    compared: bool = False
    # Whether it is unknown that the answer leads over the privatelink name.
    hop_unknown: bool = False
    ttl: Any = None
    elapsed_ms: Any = None
    error: Any = None
    ede: Any = None

    @property
    def unsteady(self) -> bool:
        """Whether it came only when the question was repeated after SERVFAIL."""
        repeat = self.controls.get("repeat")
        return repeat is not None and repeat.rcode in ("NOERROR", "NXDOMAIN")


@dataclass(frozen=True)
class Lookup:
    """What a host's look-up of a name gave, and how that host resolves names."""

    code: str | None
    findings: tuple[str, ...]
    addresses: tuple[Address, ...]
    # What the host's own programs get; None when they were not asked.
    system: tuple[Address, ...] | None
    answers: tuple[Answer, ...]
    # Those of the nameservers that the host asks itself.
    own_answers: tuple[Answer, ...]
    matches_expected: bool
    zone: str | None
    service: str | None
    privatelink_name: str | None
    resolver: Resolver
    # What 168.63.129.16 answered to a host that does not ask it anyway.
    platform: Control | None = None

    def answer_with(self, code: str | None) -> Answer:
        """Return the answer that shows the code, else the first of the host's own nameservers that is not well."""
        own = self.own_answers
        for answer in own:
            if answer.code == code or (code == "dns_unsteady" and answer.unsteady):
                return answer
        return next((answer for answer in own if answer.code != "dns_private"), own[0] if own else Answer())


@dataclass(frozen=True)
class Tls:
    """The TLS connection of a result."""

    verified: bool
    server_name: str | None
    san: tuple[str, ...]
    subject: Any
    issuer: Any
    not_before: Any
    not_after: Any
    version: Any
    sha256: Any
    verify_error: Any
    # OpenSSL's number of the verification error, and that of the alert that the server sent.
    verify_code: int | None = None
    alert: int | None = None
    issuer_organization: str | None = None
    # Whether the server asked for a certificate of the client.
    certificate_requested: bool | None = None


@dataclass(frozen=True)
class Http:
    """The HTTP answer of a result."""

    status: int | None
    message: str | None
    headers: Mapping[str, Any]
    error_code: str | None = None
    # That of an HTML page.
    title: str | None = None


@dataclass(frozen=True)
class Handshake:
    """A handshake for another name at the same address; code is None where the server sent a certificate."""

    server_name: str | None
    code: str | None
    alert: int | None


@dataclass(frozen=True)
class Proxied:
    """What the same request got, without a credential, through the proxy that the host's settings name."""

    proxy: str | None
    source: str | None
    code: str
    outcome: str | None
    confidence: str
    status: int | None
    message: str | None
    issuer_organization: str | None
    verified: bool


@dataclass(frozen=True)
class ControlEndpoint:
    """An endpoint on the Internet that shows whether a host reaches it at all; reached is None when not asked."""

    endpoint: str
    reached: bool | None
    code: str | None


@dataclass(frozen=True)
class Result:
    """What one request of a host to a name met."""

    name: str
    inside: bool
    # A code that a request can have; reported_code is what the probe called it.
    code: str
    reported_code: str | None
    # The link of the path that the code is about.
    link: str
    outcome: str | None
    confidence: str
    detail: str | None
    operation: str | None
    connect_to: str | None
    peer: Address | None
    port: int
    # The address of connect_to, else that of the peer.
    dialled: IPAddress | None
    proxy: str | None
    credential: str
    findings: tuple[str, ...]
    phases_ms: Mapping[str, Any]
    tls: Tls
    http: Http
    model: str | None
    completion_id: Any
    usage: Any
    # Whether it went directly to a public address that nobody declared as the endpoint's, or to one that the private
    # endpoint may have; and whether it went, or was meant to go, through a proxy.
    public: bool
    direct: bool
    proxied: bool
    # Whether the server's certificate was verified for the name itself, whether the probe is not sure what the answer,
    # or the failure, means, and whether nobody but Azure itself can therefore have given the answer.
    certified: bool
    doubtful: bool
    proof: bool
    # Whether a credential was sent, and whether one was meant to be, even if the request never got so far.
    keyed: bool
    given: bool
    random_name: Handshake | None = None
    # What the same request got through the proxy of the host.
    through_proxy: Proxied | None = None


@dataclass(frozen=True)
class ObservedEndpoint:
    """One name of one account together with what a host observed of it."""

    endpoint: Endpoint
    lookup: Lookup | None
    results: tuple[Result, ...]


@dataclass(frozen=True)
class Given:
    """What one nameserver gave one host for all names, as far as it says something about another name.

    By zone the names with a private address, by network of 16 bits the names with an address outside the ranges of
    private networks and that address; C(public) are names with a public one, C(answered) those with any answer.
    C(alive) is what it did with a question that it answers by itself, which is asked with some of the names.
    """

    private: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    ranges: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    public: list[str] = field(default_factory=list)
    answered: list[str] = field(default_factory=list)
    alive: list[Control] = field(default_factory=list)

    def add(self, name: str, zone: str | None, answer: Answer) -> None:
        """Take in one answer."""
        if answer.code == "dns_private" and zone and len(self.private[zone]) < _ENOUGH:
            self.private[zone].append(name)
        scopes = {address.scope for address in answer.addresses}
        if (scopes or answer.rcode == "NXDOMAIN") and len(self.answered) < _ENOUGH:
            self.answered.append(name)
        alive = answer.controls.get("alive")
        if alive:
            # One that came at all outweighs those that were lost.
            self.alive.insert(0 if alive.rcode else len(self.alive), alive)
            del self.alive[_ENOUGH:]
        if scopes == {"public"} and len(self.public) < _ENOUGH:
            self.public.append(name)
        for address in answer.addresses[:1]:
            known = self.ranges[range_of(address.text)]
            if address.ip.version == 4 and len(known) < _ENOUGH and address.text not in known.values():
                known[name] = address.text


def range_of(address: str) -> str:
    """Return the network of 16 bits that an address is in, as the beginning of its text."""
    return ".".join(address.split(".")[:2])


def network_of(address: str) -> str:
    """Return the same network as declarations have it."""
    return f"{range_of(address)}.0.0/16"


@dataclass(frozen=True)
class Observation:
    """What one host observed."""

    host: str
    vantage: str
    # Whether the host is in the network that the private endpoint serves.
    inside: bool
    # Why the host could not look at all; reached is whether it answered all the same.
    error: str | None
    reached: bool
    # Whether its list of accounts was given, and is empty.
    declares_nothing: bool
    # Why there was no token, so that accounts without a credential of their own were asked without one.
    token_error: str | None
    # By account, as the host declares them itself, if it declares any.
    endpoints: Mapping[str, tuple[ObservedEndpoint, ...]]
    lookups: Mapping[str, Lookup]
    # The results of requests to names that belong to nobody's account here, by name, in order.
    forbidden: Mapping[str, tuple[Result, ...]]
    resolver: Resolver
    # The observation as the document repeats it.
    shown: Mapping[str, Any] = field(repr=False)
    # Hosts with the same value are declared to be in the same virtual network.
    network: str | None = None
    control_endpoints: tuple[ControlEndpoint, ...] = ()
    # False for one that no part has which is merged; the error says why.
    reported: bool = True

    @cached_property
    def own_nameservers(self) -> set[str]:
        """The nameservers that the host uses, but for those of itself and Azure's, which every network has."""
        asked = {*self.resolver.nameservers, *self.resolver.resolved_nameservers} - {AZURE_DNS}
        return {address for address in asked if not is_within(address, _LOOPBACK)}

    @cached_property
    def given(self) -> Mapping[str, Given]:
        """What each nameserver gave for all names."""
        found: dict[str, Given] = {}
        for name, lookup in self.lookups.items():
            for answer in lookup.answers:
                if answer.server:
                    found.setdefault(answer.server, Given()).add(name, lookup.zone, answer)
        return found


@dataclass(frozen=True)
class AzureFinding:
    """One finding about Azure's own side of an account."""

    code: str
    severity: str | None
    summary: str | None
    variant: str | None
    confidence: str
    name: str | None
    # Those that the finding is about, where it names addresses.
    addresses: frozenset[IPAddress]
    evidence: dict[str, Any]


@dataclass(frozen=True)
class Comparison:
    """What Azure's side compared for one name of an account, in one network."""

    name: str
    expected: tuple[str, ...]
    zone_id: str | None
    vnet_id: str | None
    records: tuple[str, ...]
    # same, different or unknown.
    result: str | None
    reason: str | None


@dataclass(frozen=True)
class AzureAccount:
    """What Azure itself has of an account, as private_endpoint_info returned it."""

    name: str
    findings: tuple[AzureFinding, ...]
    # Whether the account itself could be read.
    read: bool
    public_network_access: str | None
    # Whether Azure shows the public endpoint to be closed, by publicNetworkAccess and network security perimeters.
    closed: bool
    # The default action of the network rules, None where something else decides or it is not known; and the networks.
    default_action: str | None
    networks: tuple[str, ...]
    # The approved private endpoints that could be read, in words; all_working is whether there are no others.
    working_endpoints: tuple[str, ...]
    all_working: bool
    # The addresses of the private endpoints, and of the records of each zone, by public name.
    expected: Mapping[str, frozenset[str]]
    records: tuple[Mapping[str, frozenset[str]], ...]
    # By public name.
    comparisons: Mapping[str, tuple[Comparison, ...]]
    # Those that Azure gives the jumphost's network interfaces, empty when they are not known.
    nameservers: frozenset[str]
    # The hosts whose machines were read, where there are several machines.
    jumphosts: frozenset[str] = frozenset()
