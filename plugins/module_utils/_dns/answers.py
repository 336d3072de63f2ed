# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Reading a nameserver's answers about one name: the CNAME chain, the addresses, and what goes with them."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from .._core.addresses import MAX_ADDRESSES
from .._core.hostnames import MAX_NAME
from .._core.text import shown

# Numbers of RFC 1035, 3596 and 8914: with them this file reads dnspython's objects and need not import it.
INTERNET = 1
CNAME, SOA = 5, 6
ADDRESS_TYPES = {"A": 1, "AAAA": 28}
EDE_OPTION = 15
AUTHORITATIVE, AUTHENTIC = 0x0400, 0x0020

# Azure's longest public chains have seven names; a longer one than this does not lead to an address.
MAX_CHAIN = 16
# How many are kept of one type alone, of which there are several for each nameserver.
MAX_LINKS_OF_TYPE, MAX_ADDRESSES_OF_TYPE = 24, 16
ENDLESS = f"the CNAME chain does not end within {MAX_CHAIN} names"
MAX_ERRORS = 8
MAX_TEXT = 200


class Seen(NamedTuple):
    """What one nameserver says of one name."""

    # A dns_ code when there is no usable answer, else None; the error says in words what was wrong.
    failure: str | None = None
    error: str | None = None
    rcode: str | None = None
    transport: str | None = None
    # Of the type that decides: dicts C(name ttl type value), and where they end.
    deciding: str = "A"
    chain: Sequence[dict] = ()
    last_name: str | None = None
    looped: bool = False
    # Of both types, IPv4 first.
    addresses: Sequence[str] = ()
    authority: str | None = None
    mname: str | None = None
    authoritative: bool | None = None
    authentic: bool | None = None
    ede: list[dict] | None = None
    # By type, what was answered for it, as the module returns it.
    types: Mapping[str, dict] = MappingProxyType({})
    # The Seen of the privatelink name when the chain does not show it and it was asked for too.
    hop: Any = None
    # The types of question that got no answer.
    silent: Sequence[str] = ()
    # Whether the question of the type that decides had EDNS, None when it was not sent.
    edns: bool | None = None
    # The answers to the control questions, None when there was no need for them; and of a silent nameserver those to
    # the questions that were sent in its silence.
    controls: Mapping[str, Any] | None = None
    alive: dict | None = None
    unchecked: dict | None = None
    # Whether it answered SERVFAIL first, and this when it was asked again.
    unsteady: bool = False
    elapsed_ms: float | None = None


Zone = namedtuple("Zone", "owner mname", defaults=(None, None))
Zone.__doc__ = """The SOA record beside an answer: its owner, and the nameserver that it names."""


def read(name, replies):
    """Return the Seen of a host name from its replies, a dict with the key C(A), and C(AAAA) where that was asked."""
    walks = {rdtype: _walk(name, rdtype, reply) for rdtype, reply in replies.items()}
    addresses = [address for walk in walks.values() for address in walk.addresses]
    deciding = _deciding(replies, walks, addresses)
    reply = replies[deciding]
    # What goes with the deciding answer says more than what goes with the other.
    ordered = [reply] + [other for other in replies.values() if other is not reply]
    messages = [one.message for one in ordered if one.message is not None]
    authority = next((zone for zone in map(_authority, messages) if zone.owner), Zone())
    types = {rdtype: _of_type(one, walks[rdtype]) for rdtype, one in replies.items()}
    flooded = any(walk.count > MAX_ADDRESSES for walk in walks.values())
    return Seen(
        failure=reply.code or ("dns_malformed" if flooded else None),
        error=_error(replies, walks),
        rcode=reply.rcode,
        transport=reply.transport,
        chain=walks[deciding].chain,
        addresses=addresses,
        looped=any(walk.looped for walk in walks.values()),
        last_name=walks[deciding].last_name,
        authority=authority.owner,
        ede=next((errors for errors in map(_extended_errors, messages) if errors), None),
        silent=[rdtype for rdtype, reply in replies.items() if reply.code == "dns_timeout"],
        mname=authority.mname,
        authoritative=types[deciding]["authoritative"],
        authentic=types[deciding]["authentic"],
        types=types,
        deciding=deciding,
        edns=reply.edns,
    )


def control(name, rdtype, reply):
    """Return the Reply to a control question as the module returns it."""
    walk = _walk(name, rdtype, reply) if rdtype in ADDRESS_TYPES else _Walk([], [], False, name, 0)
    return as_control(name, rdtype, _of_type(reply, walk))


def as_control(name, rdtype, of_type):
    """Return one of the C(types) of a Seen as a control."""
    kept = ("rcode", "addresses", "chain", "authority", "mname", "ede", "error")
    return {"name": name, "type": rdtype, **{key: of_type[key] for key in kept}}


def without_ipv6(seen):
    """Return a Seen as programs take it that do not ask for IPv6 addresses."""
    return seen._replace(addresses=[address for address in seen.addresses if ":" not in address])


def smallest_ttl(chain):
    """Return for how many seconds an answer with this chain may be kept, None without a chain."""
    return min((link["ttl"] for link in chain), default=None)


def _of_type(reply, walk):
    message = reply.message
    authority = _authority(message) if message is not None else Zone()
    return {
        "rcode": reply.rcode,
        "chain": walk.chain[:MAX_LINKS_OF_TYPE],
        "addresses": walk.addresses[:MAX_ADDRESSES_OF_TYPE],
        "authority": authority.owner,
        "mname": authority.mname,
        "authoritative": None if message is None else bool(message.flags & AUTHORITATIVE),
        # Unbound copies the bit of a question that it refuses.
        "authentic": None if message is None else reply.code is None and bool(message.flags & AUTHENTIC),
        "ede": (_extended_errors(message) or None) if message is not None else None,
        "error": _trouble(walk) or reply.error,
    }


# count: of the addresses, or of all records where some were not read
_Walk = namedtuple("_Walk", "chain addresses looped last_name count")


def _trouble(walk):
    """Return what is wrong with what an answer says, None when it can be followed to its end."""
    if walk.looped:
        return ENDLESS
    if walk.count > MAX_ADDRESSES:
        return f"it answered with {walk.count:,} records, of which {MAX_ADDRESSES} are kept"
    return None


def _walk(name, rdtype, reply):
    """Follow the CNAME records of one answer from the name to its addresses, or to where it ends."""
    records = _records(reply)
    chain: list[dict] = []
    while (name, CNAME) in records and len(chain) < MAX_CHAIN and name not in [link["name"] for link in chain]:
        chain.append(_cname_link(name, records))
        name = chain[-1]["value"]
    if (name, CNAME) in records:
        return _Walk(chain, [], True, name, reply.records)
    rrset = records.get((name, ADDRESS_TYPES[rdtype]))
    addresses = [rdata.address for rdata in rrset] if rrset else []
    count = reply.records or len(addresses)
    addresses = addresses[:MAX_ADDRESSES]
    chain.extend({"name": name, "ttl": int(rrset.ttl), "type": rdtype, "value": address} for address in addresses)
    return _Walk(chain, addresses, False, name, count)


def cname(name, reply):
    """Return the record, as a link of a chain, with which a reply leads on from a name; None when there is none."""
    records = _records(reply)
    return _cname_link(name, records) if (name, CNAME) in records else None


def _records(reply):
    answer = reply.message.answer if reply.message is not None else ()
    return {(_text(rrset.name), int(rrset.rdtype)): rrset for rrset in answer if int(rrset.rdclass) == INTERNET}


def _cname_link(name, records):
    rrset = records[name, CNAME]
    return {"name": name, "ttl": int(rrset.ttl), "type": "CNAME", "value": _text(rrset[0].target)}


def _deciding(replies, walks, addresses):
    """Return the type of the query whose reply decides about the name.

    A failed A question always does: most programs need it. A failed AAAA question does only when there is no address
    and the name is not said to be unknown, because then it may have been hiding one.
    """
    if "AAAA" not in replies or replies["A"].code or walks["A"].looped:
        return "A"
    if replies["AAAA"].code:
        return "A" if addresses or replies["A"].rcode == "NXDOMAIN" else "AAAA"
    if walks["A"].addresses or (replies["A"].rcode == "NXDOMAIN" and not addresses):
        return "A"
    return "AAAA" if addresses or replies["AAAA"].rcode == "NXDOMAIN" else "A"


def _error(replies, walks):
    errors = {rdtype: reply.error for rdtype, reply in replies.items() if reply.error}
    errors.update({rdtype: _trouble(walk) for rdtype, walk in walks.items() if _trouble(walk)})
    if len(errors) == len(replies) and len(set(errors.values())) == 1:
        return errors["A"]
    return "; ".join("{}: {}".format(*item) for item in errors.items()) or None


def _authority(message):
    """Return the Zone that spoke for itself, with its SOA record: in a negative answer, which zone denies the name."""
    return next(
        (Zone(_text(rrset.name), _text(rrset[0].mname)) for rrset in message.authority if int(rrset.rdtype) == SOA),
        Zone(),
    )


def _extended_errors(message):
    """Return the Extended DNS Errors as dicts C(code text); dnspython 2.1 does not know them."""
    errors = [option for option in message.options if int(option.otype) == EDE_OPTION and hasattr(option, "code")]
    return [{"code": int(error.code), "text": shown(error.text or "", limit=MAX_TEXT)} for error in errors[:MAX_ERRORS]]


def _text(name):
    # A name with bytes that are written as numbers may be longer than any host name.
    return name.to_text(omit_final_dot=True).lower()[:MAX_NAME]
