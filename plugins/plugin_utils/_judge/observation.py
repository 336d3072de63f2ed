# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""The judge's input as typed objects: accounts, what each host observed of them, and Azure's side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from itertools import chain
from typing import Any
from urllib.parse import urlsplit

from ...module_utils._arm_judge.finding import of_clients, working_endpoints
from ...module_utils._arm_judge.perimeter import closed, governed
from ...module_utils._azure.accounts import public_name
from ...module_utils._azure.resource_ids import key
from ...module_utils._catalogue.catalogue import CATALOGUE
from ...module_utils._core.addresses import AZURE_DNS, Address, Expectation, IPAddress, parse_socket_address
from ...module_utils._core.hostnames import endpoint_host
from .._declarations.expected import VANTAGES, Account, ExpectedName, accounts_of
from .._declarations.fields import NOTHING_EXPECTED, Fields, address_of
from .._declarations.probes import check_forbidden
from .._diagnosis.evidence import (
    PATH,
    Answer,
    AzureAccount,
    AzureFinding,
    Comparison,
    Control,
    ControlEndpoint,
    Endpoint,
    Handshake,
    Http,
    Lookup,
    NetworkLink,
    Observation,
    ObservedEndpoint,
    Pin,
    Proxied,
    Resolver,
    Result,
    Tls,
    TypeAnswer,
)
from .redaction import Redaction
from .waivers import Waivers

TLS_INSPECTION = ("warn", "forbidden", "allowed")

# For one name: by name, at each address, through each proxy. Each is compared with all others.
_MOST_RESULTS = 128

# What a nameserver that failed is asked besides, as privatelink_dns_facts returns it.
CONTROL_QUESTIONS = ("privatelink", "random_label", "alive", "checking_disabled", "repeat")


@dataclass(frozen=True)
class Estate:
    """What there is to judge."""

    accounts: tuple[Account, ...]
    observations: tuple[Observation, ...]
    # By the account's name in lower case; azure_error is why Azure gave no answer.
    azure: Mapping[str, AzureAccount]
    azure_error: str | None
    accept_azure_evidence: bool
    # What inspected TLS is: warn, forbidden or allowed.
    tls_inspection: str
    waivers: Waivers
    started: Any
    ended: Any
    looked_at: Any
    # Azure's side as the document repeats it.
    azure_shown: Any = field(repr=False)


def endpoint_of(account: Account, expected: ExpectedName, vantage: str, host: str) -> Endpoint:
    """Return one name of an account as a host is expected to reach it."""
    return Endpoint(
        account=account.name,
        name=expected.name,
        vantage=vantage,
        host=host,
        public_access=account.public_access,
        addresses=expected.addresses,
        networks=expected.networks,
        operation=account.operation,
        deployment=account.deployment,
        api_version=account.api_version,
        keyless=account.keyless,
    )


def estate_of(given: Mapping[str, Any]) -> Estate:
    """Return the judge's input as typed objects without secrets, the hosts in an order of their own.

    Raises ValueError naming what is wrong and what is expected.
    """
    fields = Fields(given)
    waivers = Waivers(fields.value("waivers"), fields.value("ended") or fields.value("started"))
    hosts = [Fields(each.replaced(), f"host {each.required('host')}") for each in fields.mappings("observations")]
    redaction = Redaction(_declared_names([fields, *hosts]))
    hosts = [Fields(redaction.of(host.replaced()), host.place) for host in hosts]
    # The document does not depend on who answered first.
    hosts.sort(key=lambda host: (VANTAGES.index(_vantage(host)), host.required("host")))
    accounts_by_host = [accounts_of(host.value("accounts"), f"{host.place}, accounts") for host in hosts]
    # Each once, the estate's own declaration before those of its hosts.
    accounts: dict[str, Account] = {}
    for account in chain(accounts_of(fields.value("accounts")), *accounts_by_host):
        accounts.setdefault(account.name, account)
    names = {expected.name for account in accounts.values() for expected in account.names}
    # What the hosts declare, which may be others', decides nothing about the forbidden endpoints of all.
    declared_here = accounts_of(fields.value("accounts"))
    forbidden = _forbidden(fields, fields.texts("forbidden"), declared_here)
    azure_shown = redaction.of(fields.value("azure"))
    azure = Fields(azure_shown or {}, "azure")
    azure_accounts = [_azure_account(entry) for entry in azure.mappings("accounts")]
    return Estate(
        accounts=tuple(accounts.values()),
        observations=tuple(
            _observation(host, declared, declared or list(accounts.values()), names, forbidden)
            for host, declared in zip(hosts, accounts_by_host)
        ),
        azure={account.name.lower(): account for account in azure_accounts},
        azure_error=azure.message("error"),
        accept_azure_evidence=bool(fields.value("accept_azure_evidence")),
        tls_inspection=_tls_inspection(fields),
        waivers=waivers,
        started=fields.value("started"),
        ended=fields.value("ended"),
        looked_at=fields.value("looked_at"),
        azure_shown=azure_shown,
    )


def _tls_inspection(fields: Fields) -> str:
    chosen = fields.text("tls_inspection") or "warn"
    if chosen not in TLS_INSPECTION:
        raise fields.refused("tls_inspection", f"one of {', '.join(TLS_INSPECTION)}")
    return chosen


def _declared_names(entries: Iterable[Fields]) -> set[str]:
    """Return the names in the declarations, which may be as long as keys are and yet are not secret."""
    accounts = [account for entry in entries for account in entry.mappings("accounts")]
    values = [account.value(key) for account in accounts for key in ("name", "deployment", "resource_group")]
    return {value for value in values if isinstance(value, str)}


def _vantage(host: Fields) -> str:
    vantage = host.text("vantage") or "jumphost"
    if vantage not in VANTAGES:
        raise ValueError(
            f"{host.place}, vantage: {vantage!r} is not a valid vantage: expected one of {', '.join(VANTAGES)}"
        )
    return vantage


def _forbidden(entry: Fields, urls: Iterable[str], accounts: Iterable[Account]) -> dict[str, str]:
    """Return the endpoints that must not be reachable, by public name. Raises ValueError for one of the accounts."""
    own = {expected.name for account in accounts for expected in account.names}
    found: dict[str, str] = {}
    for url in urls:
        try:
            check_forbidden(url, own)
        except ValueError as exc:
            raise ValueError(f"{entry.place}, forbidden: {exc}" if entry.place else f"forbidden: {exc}") from exc
        found[public_name(endpoint_host(url)[0])] = url
    return found


def _observation(
    host: Fields,
    declared: Sequence[Account],
    accounts: Sequence[Account],
    names: AbstractSet[str],
    forbidden: Mapping[str, str],
) -> Observation:
    """Return one observation.

    C(declared) are the accounts that the host declares itself, C(accounts) those that it is judged by, C(names) all
    that belong to an account, C(forbidden) the forbidden endpoints of a host that declares none of its own.
    """
    own_forbidden = host.texts("forbidden") if host.value("forbidden") is not None else forbidden.values()
    forbidden = _forbidden(host, own_forbidden, accounts)
    name_of_host, vantage = host.required("host"), _vantage(host)
    dns = host.mapping("dns")
    resolver = _resolver(dns.mapping("host"))
    expectations = {expected.name: expected.expectation for account in accounts for expected in account.names}
    lookups: dict[str, Lookup] = {}
    for entry in dns.mappings("names"):
        name = public_name(entry.text("public_name") or entry.required("name"))
        lookups.setdefault(name, _lookup(entry, expectations.get(name, NOTHING_EXPECTED), resolver))
    results: dict[str, list[Result]] = defaultdict(list)
    for entry in host.mappings("probes"):
        name = _endpoint_name(entry)
        if name not in names and name not in forbidden:
            # Of whom a host speaks is the operator's to say: a stranger's answer says nothing of any account.
            raise entry.refused("endpoint", "one of the accounts, or of the endpoints in forbidden")
        if len(results[name]) == _MOST_RESULTS:
            raise ValueError(f"{host.place}, probes: more than {_MOST_RESULTS} results are for {name}")
        results[name].append(_result(entry, name, vantage, expectations.get(name, NOTHING_EXPECTED)))
    repeated: dict[str, Any] = {"accounts": [account.declared for account in declared]} if declared else {}
    if forbidden:
        repeated["forbidden"] = list(forbidden.values())
    return Observation(
        host=name_of_host,
        vantage=vantage,
        inside=vantage != "outside",
        error=host.message("error"),
        reached=bool(host.value("reached")),
        reported=host.value("reported") is not False,
        declares_nothing=host.value("accounts") in ([], ()),
        token_error=host.message("token_error"),
        endpoints={
            account.name: tuple(
                ObservedEndpoint(
                    endpoint_of(account, expected, vantage, name_of_host),
                    lookups.get(expected.name),
                    tuple(results.get(expected.name, ())),
                )
                for expected in account.names
            )
            for account in accounts
        },
        lookups=lookups,
        network=host.text("network"),
        control_endpoints=tuple(
            ControlEndpoint(each.required("endpoint"), each.truth("reached"), each.text("code"))
            for each in host.mappings("control_endpoints")
        ),
        forbidden={name: tuple(results[name]) for name in sorted(forbidden) if name in results},
        resolver=resolver,
        shown=host.replaced(**repeated),
    )


def _endpoint_name(entry: Fields) -> str:
    url = entry.required("endpoint")
    try:
        return public_name(urlsplit(url).hostname or "")
    except ValueError as exc:
        raise entry.refused("endpoint", "a URL such as https://example.openai.azure.com/") from exc


def _resolver(entry: Fields) -> Resolver:
    nameservers, upstream = entry.addresses("nameservers"), entry.addresses("resolved_nameservers")
    usable = [address.text for address in nameservers + upstream if _is_usable(address)]
    variables = [pair for source in entry.mapping("proxies").all_mappings() for pair in source.items_of_texts()]
    return Resolver(
        manager=entry.text("resolver"),
        nameservers=tuple(address.text for address in nameservers),
        resolved_nameservers=tuple(address.text for address in upstream),
        usable_nameservers=tuple(dict.fromkeys(usable)),
        links=tuple(NetworkLink(link.text("link"), link.texts("nameservers")) for link in entry.mappings("links")),
        search=entry.texts("search"),
        ndots=entry.value("ndots"),
        pins=tuple(
            Pin(pin.required("address"), pin.texts("names"), pin.value("line"))
            for pin in entry.mappings("hosts_entries")
        ),
        proxies=tuple(sorted({url for name, url in variables if name.lower() in ("https_proxy", "all_proxy")})),
    )


def _is_usable(server: Address) -> bool:
    """Return whether a remedy can name this nameserver: the commands are for IPv4, and a stub would query itself."""
    return ":" not in server.text and server.range != "special"


def _lookup(entry: Fields, expectation: Expectation, resolver: Resolver) -> Lookup:
    system = entry.mapping("system")
    answers = tuple(_answer(answer, expectation) for answer in entry.mappings("resolvers"))
    return Lookup(
        code=entry.text("code"),
        findings=entry.texts("findings"),
        addresses=entry.addresses("addresses", expectation),
        system=system.addresses("addresses", expectation) if entry.has("system") else None,
        answers=answers,
        own_answers=tuple(answer for answer in answers if not answer.compared),
        matches_expected=entry.value("expected") is True,
        zone=entry.text("zone"),
        service=entry.text("service"),
        privatelink_name=entry.text("privatelink_name"),
        resolver=resolver,
        platform=_control(entry.mapping("controls"), "platform", expectation),
    )


def _answer(entry: Fields, expectation: Expectation) -> Answer:
    server, port = entry.address("server"), entry.integer("port")
    hops = [hop.text("value") for hop in entry.mappings("chain") if hop.value("type") == "CNAME"]
    return Answer(
        server=server.text if server else None,
        port=port,
        usable=server is not None and port in (None, 53) and _is_usable(server),
        code=entry.text("code"),
        rcode=entry.text("rcode"),
        addresses=entry.addresses("addresses", expectation),
        hop=hops[0] if hops else None,
        chain=entry.value("chain") or [],
        authority=entry.text("authority"),
        mname=entry.text("mname"),
        authoritative=entry.truth("authoritative"),
        authentic=entry.truth("authentic"),
        types=_by_type(entry.mapping("types"), expectation),
        controls=_controls(entry.mapping("controls"), expectation),
        compared=bool(entry.value("compared")),
        hop_unknown=entry.has("flattened") and entry.value("flattened") is None,
        ttl=entry.value("ttl"),
        elapsed_ms=entry.value("elapsed_ms"),
        error=entry.value("error"),
        ede=entry.value("ede"),
    )


def _by_type(entry: Fields, expectation: Expectation) -> dict[str, TypeAnswer]:
    answers = {rdtype: entry.mapping(rdtype) for rdtype in ("A", "AAAA") if entry.value(rdtype)}
    return {
        rdtype: TypeAnswer(
            rcode=answer.text("rcode"),
            chain=answer.value("chain") or [],
            addresses=answer.addresses("addresses", expectation),
            authority=answer.text("authority"),
            mname=answer.text("mname"),
            authoritative=answer.truth("authoritative"),
            authentic=answer.truth("authentic"),
            ede=_extended_errors(answer),
            error=answer.message("error"),
        )
        for rdtype, answer in answers.items()
    }


def _controls(entry: Fields, expectation: Expectation) -> dict[str, Control]:
    found = {question: _control(entry, question, expectation) for question in CONTROL_QUESTIONS}
    return {question: control for question, control in found.items() if control}


def _control(entry: Fields, question: str, expectation: Expectation) -> Control | None:
    if not entry.value(question):
        return None
    control = entry.mapping(question)
    return Control(
        name=control.text("name"),
        rcode=control.text("rcode"),
        addresses=control.addresses("addresses", expectation),
        chain=control.value("chain") or [],
        authority=control.text("authority"),
        mname=control.text("mname"),
        ede=_extended_errors(control),
        error=control.message("error"),
    )


def _extended_errors(entry: Fields) -> tuple[tuple[int, str], ...]:
    errors = [(each.integer("code"), each.text("text") or "") for each in entry.mappings("ede")]
    return tuple((code, text) for code, text in errors if code is not None)


def _result(entry: Fields, name: str, vantage: str, expectation: Expectation) -> Result:
    peer, completion = entry.mapping("peer"), entry.mapping("completion")
    tls, http = _tls(entry.mapping("tls")), entry.mapping("http")
    address = peer.address("address", expectation)
    connect_to, proxy = entry.text("connect_to") or None, entry.text("proxy") or None
    reported_code, confidence = entry.text("code"), entry.text("confidence") or "high"
    code = _code(reported_code)
    credential = entry.text("credential") or "none"
    credential_given = entry.text("credential_given") or "none"
    certified, doubtful = tls.verified and tls.server_name == name, confidence == "low"
    return Result(
        name=name,
        inside=vantage != "outside",
        code=code,
        reported_code=reported_code,
        link=CATALOGUE[code].link,
        outcome=entry.text("outcome"),
        confidence=confidence,
        detail=entry.message("detail"),
        operation=entry.text("operation"),
        connect_to=connect_to,
        peer=address,
        port=peer.integer("port") or 443,
        dialled=_dialled(entry, connect_to, address),
        proxy=proxy,
        credential=credential,
        findings=entry.texts("findings"),
        phases_ms=entry.value("phases_ms") or {},
        tls=tls,
        http=Http(
            http.integer("status"),
            http.text("message"),
            http.value("headers") or {},
            http.text("error_code"),
            http.text("title"),
        ),
        random_name=_handshake(entry.mapping("controls")),
        through_proxy=_proxied(entry),
        model=completion.text("model"),
        completion_id=completion.value("id"),
        usage=completion.value("usage"),
        public=address is not None and not proxy and address.scope == "public",
        direct=address is not None and not proxy and address.expected,
        proxied=proxy is not None or CATALOGUE[code].link == "proxy",
        certified=certified,
        doubtful=doubtful,
        proof=certified and not doubtful,
        keyed=credential != "none",
        given=credential != "none" or credential_given != "none",
    )


def _handshake(entry: Fields) -> Handshake | None:
    if not entry.value("random_name"):
        return None
    control = entry.mapping("random_name")
    return Handshake(control.text("server_name"), control.text("code"), control.integer("alert"))


def _proxied(entry: Fields) -> Proxied | None:
    if not entry.value("proxied"):
        return None
    proxied = entry.mapping("proxied")
    code = _code(proxied.text("code"))
    return Proxied(
        proxy=proxied.text("proxy"),
        source=proxied.text("source"),
        code=code,
        outcome=proxied.text("outcome"),
        confidence=proxied.text("confidence") or "high",
        status=proxied.integer("status"),
        message=proxied.text("message"),
        issuer_organization=proxied.text("issuer_organization"),
        verified=bool(proxied.value("verified")),
    )


def _code(reported_code: str | None) -> str:
    known = reported_code is not None and reported_code in CATALOGUE and CATALOGUE[reported_code].link in PATH
    return reported_code if known and reported_code else "http_unclassified"


def _tls(entry: Fields) -> Tls:
    return Tls(
        verified=bool(entry.value("verified")),
        server_name=entry.text("server_name"),
        san=entry.texts("san"),
        subject=entry.value("subject"),
        issuer=entry.value("issuer"),
        not_before=entry.value("not_before"),
        not_after=entry.value("not_after"),
        version=entry.value("version"),
        sha256=entry.value("sha256"),
        verify_error=entry.value("verify_error"),
        verify_code=entry.integer("verify_code"),
        alert=entry.integer("alert"),
        issuer_organization=entry.text("issuer_organization"),
        certificate_requested=entry.truth("certificate_requested"),
    )


def _dialled(entry: Fields, connect_to: str | None, peer: Address | None) -> IPAddress | None:
    if not connect_to:
        return peer.ip if peer else None
    try:
        return address_of(parse_socket_address(connect_to, 443)[0]).ip
    except ValueError as exc:
        raise entry.refused("connect_to", "IP, IP:port or [v6]:port, such as 10.0.14.4:443") from exc


def _azure_account(entry: Fields) -> AzureAccount:
    account = entry.mapping("account")
    rules = account.mapping("network_acls")
    working = working_endpoints(entry.replaced())
    return AzureAccount(
        name=entry.required("name"),
        findings=tuple(azure_finding(each) for each in entry.mappings("findings") if each.value("code") in CATALOGUE),
        read=bool(account.replaced()),
        public_network_access=account.text("public_network_access"),
        closed=closed(account.replaced()),
        default_action=None if governed(account.replaced()) else _default_action(account),
        networks=(*rules.texts("ip_rules"), *rules.texts("virtual_network_rules")),
        working_endpoints=tuple(f"{endpoint['name']}, {endpoint['state']}" for endpoint in working),
        all_working=len(working) >= len(of_clients(entry.replaced())),
        expected=_addresses_by_name(entry.mapping("expected")),
        records=tuple(_addresses_by_name(zone.mapping("records")) for zone in entry.mappings("zones")),
        comparisons=_comparisons(entry),
        nameservers=frozenset(_nameservers(entry)),
        jumphosts=frozenset(host for each in entry.mappings("jumphosts") for host in each.texts("hosts")),
    )


def _default_action(account: Fields) -> str | None:
    """Return what the network rules of an account do with sources that they do not name; without rules, they allow."""
    if (account.text("public_network_access") or "").lower() != "enabled":
        return None
    action = account.mapping("network_acls").text("default_action") or "Allow"
    return action.capitalize() if action.lower() in ("allow", "deny") else None


def _comparisons(entry: Fields) -> dict[str, tuple[Comparison, ...]]:
    found: dict[str, list[Comparison]] = defaultdict(list)
    for each in entry.mappings("comparisons"):
        name = public_name(each.required("name"))
        found[name].append(
            Comparison(
                name=name,
                expected=each.texts("expected"),
                zone_id=each.text("zone_id"),
                vnet_id=each.text("vnet_id"),
                records=each.texts("records"),
                result=each.text("result"),
                reason=each.text("reason"),
            )
        )
    return {name: tuple(several) for name, several in found.items()}


def _nameservers(entry: Fields) -> Iterable[str]:
    """Yield the nameservers that Azure gives the jumphost: those of an interface, else those of its network."""
    of_networks = {key(each.text("id")): each.texts("dns_servers") for each in entry.mappings("virtual_networks")}
    for interface in entry.mapping("jumphost").mappings("network_interfaces"):
        network = key(interface.text("virtual_network_id"))
        if network in of_networks:
            yield from interface.texts("dns_servers") or of_networks[network] or (AZURE_DNS,)


def _addresses_by_name(entry: Fields) -> dict[str, frozenset[str]]:
    """Return the addresses of a mapping by public name: the mapping may have privatelink names."""
    addresses: dict[str, frozenset[str]] = {}
    for given in entry.replaced():
        name = public_name(given)
        addresses[name] = addresses.get(name, frozenset()) | {address.text for address in entry.addresses(given)}
    return addresses


def azure_finding(entry: Fields) -> AzureFinding:
    """Return a finding of private_endpoint_info as a typed object."""
    evidence = entry.mapping("evidence")
    return AzureFinding(
        code=entry.required("code"),
        severity=entry.text("severity") or None,
        summary=entry.text("summary"),
        variant=evidence.text("variant"),
        confidence=evidence.text("confidence") or "high",
        name=evidence.text("name"),
        addresses=frozenset(_addresses_in(evidence.value("address"))),
        evidence=evidence.replaced(),
    )


def _addresses_in(text: Any) -> Iterable[IPAddress]:
    """Yield the addresses of a text such as C(10.0.14.4, 10.0.14.5); it may name others by words."""
    for word in str(text or "").replace(",", " ").split():
        try:
            yield address_of(word).ip
        except ValueError:
            continue
