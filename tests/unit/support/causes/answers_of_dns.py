# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Answers of nameservers, with the code that the module gives them."""

from __future__ import annotations

from ansible_collections.privatelink.azure_ai.plugins.module_utils._core.addresses import Expectation
from ansible_collections.privatelink.azure_ai.plugins.module_utils._dns import codes
from ansible_collections.privatelink.azure_ai.plugins.module_utils._dns.answers import Seen

from ..estates import NAME, PRIVATE, PRIVATELINK, PUBLIC, inside, outside

SERVER, OTHER, AZURE, STUB, INTERNET = "10.0.0.5", "10.0.0.6", "168.63.129.16", "127.0.0.53", "192.0.2.53"
ZONE, PUBLIC_ZONE = "privatelink.openai.azure.com", "openai.azure.com"
FRONT_END = "westeurope.prod.cog.trafficmanager.net"
# The chains of Azure's zones: with a private endpoint, the same on the Internet, without a private endpoint.
LINKED, LINKED_OUT, UNLINKED = (PRIVATELINK,), (PRIVATELINK, FRONT_END), (FRONT_END,)
# (owner, MNAME) of the SOA record.
OF_PRIVATE_ZONE, OF_PUBLIC_ZONE = (ZONE, "azureprivatedns.net"), (PUBLIC_ZONE, "ns1-06.azure-dns.com")
RANDOM = f"k3jx9a7wq2mfzt5b.{PUBLIC_ZONE}"

# Of a host that asks its nameserver through systemd-resolved.
BEHIND_STUB = {"nameservers": [STUB], "resolved_nameservers": [SERVER]}
# Programs of the host were not asked.
NOT_ASKED = "not asked"

_FAILURES = {
    "SERVFAIL": "dns_servfail",
    "FORMERR": "dns_servfail",
    "REFUSED": "dns_refused",
    "NOTIMP": "dns_refused",
    "NOTAUTH": "dns_refused",
}


def told(*addresses, rcode="NOERROR", by=(), soa=(None, None), aa=False, ede=(), name=NAME, error=None):
    """Return what was answered for one type of record; C(by) are the names that it leads over."""
    names = (name, *by)
    return {
        "rcode": rcode,
        "chain": [
            {"name": owner, "ttl": 60, "type": "CNAME", "value": target} for owner, target in zip(names, names[1:])
        ],
        "addresses": list(addresses),
        "authority": soa[0],
        "mname": soa[1],
        "authoritative": aa,
        "authentic": False,
        "ede": [{"code": code, "text": ""} for code in ede],
        "error": error,
    }


def control(*addresses, name=RANDOM, **more):
    """Return the answer to a control question."""
    found = told(*addresses, name=name, **more)
    return {"name": name, **{key: found[key] for key in ("rcode", "addresses", "chain", "authority", "mname", "ede")}}


def right():
    """Return what 168.63.129.16 gives where all is well."""
    return control(PRIVATE, name=NAME)


def silence(name="version.bind", error="timed out"):
    """Return that a control question was not answered."""
    return dict(control(name=name, rcode=None), error=error)


def server(address, a, aaaa=None, failure=None, compared=False, name=NAME, by_type=True, **controls):
    """Return what a nameserver said of a name, by type; C(failure) is the code where that does not show it.

    Without C(by_type) it is what older versions of the module recorded.
    """
    aaaa = dict(a, addresses=[]) if aaaa is None else aaaa
    decides = aaaa if not a["addresses"] and (aaaa["addresses"] or aaaa["rcode"] == "NXDOMAIN") else a
    decides = a if a["rcode"] in (*_FAILURES, "NXDOMAIN") or a["rcode"] is None else decides
    hop = controls.get("privatelink") if a["addresses"] and not decides["chain"] else None
    seen = Seen(
        failure=failure or _FAILURES.get(decides["rcode"]),
        rcode=decides["rcode"],
        chain=decides["chain"],
        last_name=decides["chain"][-1]["value"] if decides["chain"] else name,
        addresses=[*a["addresses"], *aaaa["addresses"]],
        authority=decides["authority"],
        types={"A": a, "AAAA": aaaa},
        hop=hop
        and Seen(
            failure=None if hop["rcode"] in ("NOERROR", "NXDOMAIN") else "dns_timeout", addresses=hop["addresses"]
        ),
        controls={"random_label": {"type": "A", **controls["random_label"]}} if controls.get("random_label") else None,
    )
    expectation = Expectation([PRIVATE])
    looped = failure == "dns_cname_loop"
    code = failure or codes.classify(seen, name, expectation, True)
    return {
        **{key: decides[key] for key in ("rcode", "chain", "authority", "mname", "authoritative", "ede", "error")},
        "server": address,
        "port": 53,
        "ttl": 10,
        "code": code,
        "addresses": seen.addresses,
        "types": {"A": a, "AAAA": aaaa} if by_type else {},
        "controls": controls,
        "compared": compared,
        "flattened": codes.is_flattened(seen, expectation) if not looped else False,
    }


def look_up(*servers, platform=None, system=None, beside=(), host=None, others=()):
    """Return the fact of privatelink_dns_facts: of one name, and of others as pairs of name and answer.

    C(beside) are findings about the host itself.
    """
    own = [each for each in servers if not each["compared"]]
    found = [each["code"] for each in own if codes.is_working(each["code"])] or [each["code"] for each in own]
    chosen = next(each for each in own if each["code"] == found[codes.worst(found)])
    entry = _entry(NAME, servers, chosen, platform)
    entry["findings"] = codes.findings(chosen["code"], [each["code"] for each in own], list(beside))
    if system is not NOT_ASKED:
        entry["system"] = {"addresses": chosen["addresses"] if system is None else list(system)}
    further = [_entry(name, [answer], answer, None) for name, answer in others]
    upstream = {"nameservers": [each["server"] for each in own]}
    return {"host": {**upstream, **(host or {})}, "names": [entry, *further]}


def _entry(name, servers, chosen, platform):
    return {
        "name": name,
        "public_name": name,
        "privatelink_name": name.replace(".", ".privatelink.", 1),
        "zone": ZONE,
        "resolvers": list(servers),
        "addresses": chosen["addresses"],
        "expected": chosen["addresses"] == [PRIVATE],
        "code": chosen["code"],
        "findings": [],
        "controls": {"platform": platform} if platform else None,
    }


def seen_by(*servers, probes=(), vantage="jumphost", host=None, network=None, reads=None, **more):
    """Return what a host looked up; C(reads) is what its files say of the resolver."""
    observation = outside if vantage == "outside" else inside
    name = host or {"jumphost": "jump-1", "onprem": "onprem-1", "outside": "outside-1"}[vantage]
    facts = look_up(*servers, host=reads, **more)
    return observation(*probes, host=name, vantage=vantage, dns=facts, **({"network": network} if network else {}))


def privately(address=AZURE, **more):
    """Return the right answer, as 168.63.129.16 gives it in a network that the zone is linked to."""
    return server(address, told(PRIVATE, by=LINKED), **more)


def publicly(address=SERVER, **more):
    """Return the answer of the Internet for an account with a private endpoint."""
    return server(address, told(PUBLIC, by=LINKED_OUT), **more)
