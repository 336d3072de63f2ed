# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""What answers of nameservers show: where the address comes from, and who says that there is none."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ....module_utils._catalogue.catalogue import CATALOGUE
from ....module_utils._catalogue.extended_errors import in_words
from ....module_utils._core.addresses import AZURE_DNS, OVERLAY_NETWORKS, OWN_NETWORKS, Address, is_within
from ..engine import Seen
from ..evidence import Answer, network_of, range_of
from ..subject import Subject
from .views import (
    AnyAnswer,
    covers,
    front_end_of,
    hop_of,
    is_azure_dns,
    is_azures,
    is_empty,
    is_private,
    is_private_zone,
    is_public,
    is_stub,
    other_views,
    platform_views,
    same_server,
    says_something,
    sibling_views,
    targets,
    words,
)

_DNS64 = "64:ff9b::/96"
# Of RFC 8914: Blocked; Censored, Filtered and Prohibited.
_BLOCKED, _FILTERED, _PROHIBITED = (15,), (16, 17, 18), 18
_OF_FINDINGS = {
    "azure_account_missing": "azure_says_account_missing",
    "azure_endpoint_missing": "azure_says_endpoint_missing",
    "azure_zone_not_linked": "azure_says_unlinked",
    "azure_zone_missing": "azure_says_zone_missing",
    "azure_zone_fallback": "azure_says_fallback",
    "azure_record_missing": "azure_says_record_missing",
    "azure_zone_group_missing": "azure_says_record_missing",
    "azure_record_stale": "azure_says_record_stale",
}


def signals(subject: Subject) -> Iterator[Seen]:
    """Yield what the run shows about an answer for the name of a check."""
    if subject.check["link"] != "dns" and subject.code != "host_not_outside":
        return
    yield from _of_azure(subject)
    yield from _of_platform(subject)
    yield from _of_azure_dns(subject)
    yield from _of_others(subject)
    yield from _of_requests(subject)
    if subject.answer:
        yield from _of_siblings(subject, subject.answer)
        yield from _of_answer(subject, subject.answer)
        yield from _of_negative(subject, subject.answer)
        yield from _of_controls(subject, subject.answer)
        yield from _of_types(subject, subject.answer)
        yield from _of_other_names(subject, subject.answer)


def _of_azure(subject: Subject) -> Iterator[Seen]:
    for check in subject.azure_checks():
        if check["status"] == "fail" and check["name"] == subject.endpoint.name and check["code"] in _OF_FINDINGS:
            yield Seen(_OF_FINDINGS[str(check["code"])], {"azure_summary": check["summary"]})
    azure = subject.scene.azure
    if not subject.azure_was_read:
        yield Seen("azure_not_read")
    if azure is None:
        return
    compared = azure.comparisons.get(subject.endpoint.name, ())
    azures = sorted(map(str, azure.expected.get(subject.endpoint.name) or ()))
    # Where 168.63.129.16 itself was asked, it answers for another network than Azure's side is about.
    elsewhere = subject.answer is not None and is_azure_dns(subject.observation, subject.answer)
    of_jumphost = subject.check["vantage"] == "jumphost" and not elsewhere
    if of_jumphost and compared and all(each.result == "same" for each in compared):
        yield Seen("azure_serves_name", {"azure_records": ", ".join(compared[0].records)})
    if azure.working_endpoints:
        yield Seen("azure_says_endpoint_approved", {"azure_endpoints": ", ".join(azure.working_endpoints)})
    shown = {address.text for address in _addresses(subject)}
    if azures and shown and shown <= set(azures):
        yield Seen("azure_has_address", {"azure_addresses": ", ".join(azures)})
    elif azures and shown.isdisjoint(azures):
        yield Seen("azure_has_other_address", {"azure_addresses": ", ".join(azures)})


def _addresses(subject: Subject) -> tuple[Address, ...]:
    return subject.answer.addresses if subject.answer else ()


def _of_platform(subject: Subject) -> Iterator[Seen]:
    for view in platform_views(subject):
        found = view.answer
        if is_private(found.addresses):
            yield Seen("platform_private", view.fields)
            if _addresses(subject) and all(address.expected for address in found.addresses):
                yield Seen("platform_expected", view.fields)
        elif is_public(found.addresses):
            yield Seen("platform_public", view.fields)
        elif is_empty(found):
            yield Seen("platform_empty", view.fields)
        elif found.rcode == "NXDOMAIN":
            yield Seen("platform_denies", view.fields)
        same = {address.text for address in found.addresses} == {address.text for address in _addresses(subject)}
        if same and found.addresses:
            yield Seen("platform_same", view.fields)
            if not targets(found.chain):
                yield Seen("platform_same_bare", view.fields)


def _of_azure_dns(subject: Subject) -> Iterator[Seen]:
    """Yield whether 168.63.129.16, in whichever network, is where the address of the answer comes from."""
    shown = {address.text for address in _addresses(subject)}
    if not shown:
        return
    if subject.answer and is_azure_dns(subject.observation, subject.answer) and not targets(subject.answer.chain):
        fields = {"seen_host": subject.observation.host, "seen_answer": words(subject.answer)}
        yield Seen("azure_dns_bare", fields)
    for observation, observed in subject.scene.others(subject):
        for answer in observed.lookup.answers if observed.lookup else ():
            if is_azure_dns(observation, answer) and {address.text for address in answer.addresses} == shown:
                fields = {"seen_host": observation.host, "seen_answer": words(answer)}
                hop = hop_of(answer)
                if hop:
                    yield Seen("azure_dns_same", {**fields, "seen_hop": hop})
                elif not targets(answer.chain):
                    yield Seen("azure_dns_bare", fields)


def _of_others(subject: Subject) -> Iterator[Seen]:
    """Yield what other hosts were given: of the account wherever they are, of the network where it is the same."""
    for observation, view in other_views(subject):
        found = view.answer
        hop = hop_of(found)
        if hop:
            yield Seen("hop_elsewhere", {**view.fields, "seen_hop": hop})
        if found.addresses and targets(found.chain):
            yield Seen("chain_elsewhere", view.fields)
        if observation.inside and is_private(found.addresses):
            yield Seen("private_elsewhere", view.fields)
            if subject.scene.same_network(subject.observation, observation):
                yield Seen("private_in_network", view.fields)
            if subject.answer and isinstance(found, Answer) and _serves_both(subject.answer, found):
                yield Seen("same_server_private", view.fields)
        if isinstance(found, Answer) and found.code == "dns_no_privatelink" and front_end_of(found):
            yield Seen("no_hop_elsewhere", view.fields)
        public_zone = is_azures(found.mname) and not is_private_zone(found.mname)
        if found.rcode == "NXDOMAIN" and not hop and public_zone:
            yield Seen("denied_elsewhere", view.fields)
        if is_azures(found.mname) and _own_zone(subject, found):
            yield Seen("azures_zone_elsewhere", {**view.fields, "seen_zone": found.authority})


def _serves_both(first: Answer, second: Answer) -> bool:
    """Return whether two hosts asked one nameserver that has its address for itself."""
    own = not is_within(str(first.server), ("127.0.0.0/8", "::1/128", "168.63.129.16/32"))
    return own and same_server(first, second)


def _own_zone(subject: Subject, found: AnyAnswer) -> bool:
    """Return whether another host sees the zone from which the nameserver of the check answers."""
    own = (subject.answer.authority or "").lower() if subject.answer else ""
    return bool(own) and own == (found.authority or "").lower()


def _of_requests(subject: Subject) -> Iterator[Seen]:
    """Yield what requests met at the address that programs of the host get."""
    shown = {address.text for address in _addresses(subject)} or {address.text for address in _by_lookup(subject)}
    for observed in subject.observation.endpoints.get(subject.endpoint.account, ()):
        if observed.endpoint.name != subject.endpoint.name:
            continue
        for result in observed.results:
            answered = result.certified and CATALOGUE[result.code].azure_answered
            if answered and result.connect_to in observed.endpoint.addresses:
                yield Seen("declared_answers", {"declared_address": result.connect_to, "met_declared": result.code})
            direct = result.peer and result.peer.text in shown and not result.proxy
            if not direct or not result.peer:
                continue
            fields = {"met": result.code, "met_address": result.peer.text}
            if answered:
                yield Seen("azure_answers_there", fields)
                if result.outcome == "served" and result.keyed:
                    yield Seen("account_serves_there", fields)
            elif CATALOGUE[result.code].certificate_refused or result.code == "http_not_azure":
                yield Seen("stranger_answers_there", fields)
            elif result.link == "tcp":
                yield Seen("nobody_there", fields)


def _by_lookup(subject: Subject) -> tuple[Address, ...]:
    return subject.lookup.addresses if subject.lookup else ()


def _of_siblings(subject: Subject, answer: Answer) -> Iterator[Seen]:
    for view in sibling_views(subject):
        found = view.answer
        if is_stub(answer.server) and view.server in subject.observation.resolver.resolved_nameservers:
            same = {each.text for each in found.addresses} == {each.text for each in answer.addresses}
            differs = not same and not (is_public(found.addresses) and is_public(answer.addresses))
            yield Seen("stub_upstream_differs" if differs else "stub_upstream_same", view.fields)
        if is_private(found.addresses):
            yield Seen("sibling_private", view.fields)
        hop = hop_of(found)
        if hop:
            yield Seen("hop_elsewhere", {**view.fields, "seen_hop": hop})
        if found.addresses and targets(found.chain):
            yield Seen("chain_elsewhere", view.fields)


def _of_answer(subject: Subject, answer: Answer) -> Iterator[Seen]:
    """Yield what the answer itself shows, whoever else answers what."""
    in_network = subject.check["vantage"] == "jumphost"
    fields: dict[str, Any] = {
        "got": words(answer),
        "asked_server": _asked(subject, answer),
        # 168.63.129.16 exists only in virtual networks.
        "forward_to": AZURE_DNS if in_network else "<inbound-endpoint-address>",
        "forward_target": AZURE_DNS if in_network else "a DNS forwarder or DNS Private Resolver in the virtual network",
    }
    yield Seen("answered", fields)
    if is_azure_dns(subject.observation, answer):
        yield Seen("asked_azure_dns", fields)
    elif answer.server == "168.63.129.16" and says_something(answer):
        yield Seen("azure_dns_elsewhere", fields)
    if is_stub(answer.server):
        yield Seen("asked_stub", fields)
    if is_within(str(answer.server), ("0.0.0.0/0",)) and _on_the_internet(answer):
        yield Seen("asked_public_server", fields)
    hop = hop_of(answer)
    if hop:
        yield Seen("hop_here", {**fields, "own_hop": hop})
    if answer.hop_unknown:
        yield Seen("hop_unknown", fields)
    front_end = front_end_of(answer)
    if front_end:
        yield Seen("leads_to_front_end", {**fields, "front_end": front_end})
    if answer.addresses and not targets(answer.chain):
        yield Seen("bare_address", fields)
        if answer.authoritative and not is_azure_dns(subject.observation, answer):
            yield Seen("own_record", fields)
        if is_within(answer.addresses[0].text, OVERLAY_NETWORKS) and not _expected_there(subject, answer.addresses[0]):
            overlay = {"server_address": answer.server, "range": network_of(answer.addresses[0].text)}
            yield Seen("bare_address_of_overlays", {**fields, **overlay})
    if any("azuredns.invalid" in name for name in targets(answer.chain)):
        yield Seen("blocked_by_azure_policy", fields)
    if any(address.scope == "special" for address in answer.addresses):
        yield Seen("sinkhole", fields)
    given = [each.get("code") for each in answer.ede or () if isinstance(each, dict)]
    codes = {code for code in given if isinstance(code, int)}
    codes |= {code for of_type in answer.types.values() for code, _text in of_type.ede}
    said = {**fields, "ede": in_words(answer.ede) or in_words({"code": code, "text": ""} for code in sorted(codes))}
    if codes & set(_BLOCKED):
        yield Seen("said_blocked", said)
        if not hop:
            yield Seen("blocked_without_hop", said)
    # To a question that is refused, Prohibited says who may ask at all, unless other questions are answered.
    alive = answer.controls.get("alive")
    for_all = answer.rcode == "REFUSED" and not (alive and says_something(alive))
    if codes & set(_FILTERED) - ({_PROHIBITED} if for_all else set()):
        yield Seen("said_filtered", said)


def _asked(subject: Subject, answer: Answer) -> str | None:
    """Return the nameserver that a remedy is about: behind the stub of the host the one that it asks."""
    upstream = subject.observation.resolver.resolved_nameservers
    return upstream[0] if is_stub(answer.server) and len(upstream) == 1 else answer.server


def _on_the_internet(answer: Answer) -> bool:
    networks = (*OWN_NETWORKS, "127.0.0.0/8", "169.254.0.0/16", "100.64.0.0/10", "168.63.129.16/32")
    return not is_within(str(answer.server), networks)


def _of_negative(subject: Subject, answer: Answer) -> Iterator[Seen]:
    """Yield who says that there is no name, or no address."""
    if not answer.addresses and says_something(answer):
        yield from _of_authority(subject, answer, answer.authority, answer.mname)
        if not answer.authority and answer.rcode == "NXDOMAIN" and answer.types:
            yield Seen("denied_by_nobody")


def _of_authority(subject: Subject, answer: Answer, zone: str | None, mname: str | None) -> Iterator[Seen]:
    if not zone:
        return
    name = subject.endpoint.name
    last = (targets(answer.chain) or [name])[-1].rstrip(".").lower()
    fields = {"soa_zone": zone, "soa_mname": mname}
    if covers(zone, name) or covers(zone, last) or covers(zone, str(subject.fields.get("privatelink_name") or name)):
        if mname and is_private_zone(mname):
            public = covers(zone, name) or zone == subject.fields.get("public_zone")
            yield Seen("private_zone_of_public_name" if public else "azures_private_zone", fields)
        elif mname and is_azures(mname):
            yield Seen("azures_public_zone", fields)
        elif zone.rstrip(".").lower() in (name, last):
            yield Seen("zone_named_like_name", fields)
        elif zone.count("."):
            yield Seen("strangers_zone" if mname else "unnamed_zone", fields)
    elif zone.rstrip("."):
        yield Seen("unrelated_zone", fields)
    top = zone.strip(".").lower()
    if top in ("", name.rpartition(".")[2]):
        yield Seen("root_denies", {**fields, "soa_zone": zone.rstrip(".") or "."})


def _of_controls(subject: Subject, answer: Answer) -> Iterator[Seen]:
    direct = answer.controls.get("privatelink")
    if direct and says_something(direct):
        fields = {"direct_name": direct.name, "direct_answer": words(direct)}
        if is_private(direct.addresses):
            yield Seen("privatelink_private", fields)
        elif is_public(direct.addresses):
            yield Seen("privatelink_public", fields)
    random = answer.controls.get("random_label")
    if not random or not says_something(random):
        return
    fields = {"random_name": random.name, "random_answer": words(random)}
    given, own = {each.text for each in random.addresses}, {each.text for each in answer.addresses}
    if given and given & own:
        yield Seen("random_private" if is_private(random.addresses) else "random_not_private", fields)
    elif given and _in_same_range(random.addresses, answer.addresses):
        yield Seen("random_in_range", {**fields, "range": network_of(answer.addresses[0].text)})
    elif not given and random.rcode == "NXDOMAIN":
        zone, mname = random.authority, random.mname
        of_zone = {**fields, "soa_zone": zone, "soa_mname": mname}
        if zone and covers(zone, subject.endpoint.name) and zone.strip(".").count("."):
            if is_private_zone(mname):
                yield Seen("private_zone_of_public_name", of_zone)
            elif is_azures(mname):
                yield Seen("random_denied_by_azure", of_zone)
            elif mname and says_something(answer) and answer.addresses:
                yield Seen("strangers_zone", of_zone)


def _in_same_range(first: tuple[Address, ...], second: tuple[Address, ...]) -> bool:
    ranges = {range_of(address.text) for address in first if _invented(address)}
    return not ranges.isdisjoint(range_of(address.text) for address in second if _invented(address))


def _invented(address: Address) -> bool:
    return address.ip.version == 4 and not is_within(address.text, OWN_NETWORKS)


def _of_types(subject: Subject, answer: Answer) -> Iterator[Seen]:
    """Yield where the two types of record differ."""
    ipv4, ipv6 = answer.types.get("A"), answer.types.get("AAAA")
    if ipv4 and ipv6 and not ipv4.addresses:
        refused = ipv4.rcode in ("SERVFAIL", "REFUSED") and ipv6.rcode == "NOERROR"
        hop = hop_of(ipv6)
        if hop and (refused or (ipv4.rcode == "NOERROR" and not targets(ipv4.chain))):
            yield Seen("only_ipv4_fails", {"ipv4_rcode": ipv4.rcode, "own_hop": hop})
        if {ipv4.rcode, ipv6.rcode} == {"NXDOMAIN", "NOERROR"}:
            yield Seen("types_contradict", {"ipv4_rcode": ipv4.rcode, "ipv6_rcode": ipv6.rcode})
    if subject.code == "dns_ipv6_public":
        given = [each for each in answer.addresses if each.ip.version == 6]
        own = {each.ip.packed for each in answer.addresses if each.ip.version == 4}
        embedding = [each for each in given if is_within(each.text, (_DNS64,)) or each.ip.packed[-4:] in own]
        if embedding:
            yield Seen("embedded_ipv4", {"embedding": embedding[0].text})
        elif given:
            yield Seen("no_embedded_ipv4", {"public_ipv6": given[0].text})
        front_end = front_end_of(ipv6) if ipv6 else None
        if front_end and ipv4 and not front_end_of(ipv4):
            yield Seen("only_ipv6_leads_out", {"front_end": front_end})


def _of_other_names(subject: Subject, answer: Answer) -> Iterator[Seen]:
    """Yield what the same nameserver gave the same host for names of others."""
    given = subject.observation.given.get(str(answer.server))
    if not given:
        return
    name, zone = subject.endpoint.name, str(subject.fields.get("zone"))
    others = [each for each in given.private.get(zone, ()) if each != name]
    if others:
        yield Seen("zone_serves_others", {"other_name": others[0]})
    public = [each for each in given.public if each != name]
    if public and not answer.addresses:
        yield Seen("other_name_public", {"other_name": public[0]})
    for address in answer.addresses[:1]:
        same = {each: text for each, text in given.ranges.get(range_of(address.text), {}).items() if each != name}
        same = {each: text for each, text in same.items() if text != address.text}
        if _invented(address) and len(same) > 1 and not targets(answer.chain) and not _expected_there(subject, address):
            shown = ", ".join(f"{each} {text}" for each, text in list(same.items())[:2])
            yield Seen("same_range_for_others", {"range_names": shown, "range": network_of(address.text)})


def _expected_there(subject: Subject, address: Address) -> bool:
    endpoint = subject.endpoint
    network = network_of(address.text)
    networks = tuple(each.partition("/")[0] for each in endpoint.networks)
    return any(is_within(each, (network,)) for each in (*endpoint.addresses, *networks))
