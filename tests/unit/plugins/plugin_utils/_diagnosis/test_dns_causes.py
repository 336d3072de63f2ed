# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What decides among the causes of a code of DNS or of the host: for each two of them evidence for one and the other."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansible_collections.privatelink.azure_ai.plugins.module_utils._catalogue.catalogue import CATALOGUE
from ansible_collections.privatelink.azure_ai.plugins.module_utils._catalogue.causes.causes import (
    CANDIDATES,
    FAMILIES,
    SIGNALS,
)
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._judge.verdict import judge
from ansible_collections.privatelink.azure_ai.tests.unit.support.estates import (
    NAME,
    PRIVATE,
    PRIVATELINK,
    PUBLIC,
    STALE,
    answer,
    dns,
    estate,
    inside,
    outside,
    probe,
)

SERVER, OTHER, AZURE, STUB = "10.0.0.5", "10.0.0.6", "168.63.129.16", "127.0.0.53"
ZONE, PUBLIC_ZONE = "privatelink.openai.azure.com", "openai.azure.com"
PRIVATE_SOA, PUBLIC_SOA, STRANGER = "azureprivatedns.net", "ns1-06.azure-dns.com", "dc01.corp.example"
RANDOM = f"k3jx9.{PUBLIC_ZONE}"
BLOCK_PAGE = "203.0.113.66"
CHAIN = [{"name": NAME, "ttl": 60, "type": "CNAME", "value": PRIVATELINK}]
TO_FRONT_END = [{"name": NAME, "ttl": 60, "type": "CNAME", "value": "westeurope.prod.cog.trafficmanager.net"}]


def control(name=NAME, addresses=(), rcode="NOERROR", **more):
    """Return the answer to a control question."""
    none = {"chain": [], "authority": None, "mname": None, "ede": [], "error": None}
    return {"name": name, "rcode": rcode, "addresses": list(addresses), **none, **more}


def kind(rcode="NOERROR", chain=(), addresses=(), **more):
    """Return what was answered for one type of record."""
    none = {"authority": None, "mname": None, "authoritative": None, "authentic": None, "ede": [], "error": None}
    return {"rcode": rcode, "chain": list(chain), "addresses": list(addresses), **none, **more}


def saw(code, address=None, server=SERVER, controls=None, platform=None, beside=(), **more):
    """Return what a host looked up: the answer of its nameserver, and what stands beside it."""
    more.setdefault("rcode", "NOERROR")
    facts = dns(code, address, answers=[answer(code, address, server, controls=controls, **more), *beside])
    facts["names"][0]["controls"] = {"platform": platform} if platform else None
    return facts


def also(code, address=None, server=AZURE, **more):
    """Return the answer of a further nameserver."""
    return answer(code, address, server, **more)


def check_of(facts, *others, vantage="jumphost", probes=(), azure=None, host="jump-1", account=None, **observation):
    """Return the check with the code of a host's look-up."""
    code = facts["names"][0]["code"]
    observations = [inside(*probes, dns=facts, vantage=vantage, host=host, **observation), *others]
    judged = judge(estate(*observations, account=account, azure=azure), complete=False)["accounts"][0]
    return next(check for check in judged["checks"] if check["code"] == code and check["host"] == host)


def left(diagnosis):
    """Return the causes that remain."""
    return {each["cause"] for each in diagnosis["alternatives"]} | ({diagnosis["cause"]} - {None})


PLATFORM = control(addresses=[PRIVATE])
PLATFORM_PUBLIC = control(addresses=[PUBLIC])
PLATFORM_EMPTY = control(chain=CHAIN)
PLATFORM_DENIES = control(rcode="NXDOMAIN", chain=CHAIN, authority=ZONE, mname=PRIVATE_SOA)
DENIED = control(RANDOM, rcode="NXDOMAIN", authority=PUBLIC_ZONE, mname=PUBLIC_SOA)
FAILS = control(rcode="SERVFAIL")
SILENT = control("version.bind", rcode=None, error="timed out")
ALIVE = control("version.bind")
REFUSES = control("version.bind", rcode="REFUSED")
ROOT_DENIED = control(".", rcode="NXDOMAIN")
PROHIBITED = [{"code": 18, "text": ""}]
ONLY_IPV4 = {"A": kind("SERVFAIL"), "AAAA": kind(chain=CHAIN)}
DENYING = {"rcode": "NXDOMAIN", "chain": [], "types": {"A": kind("NXDOMAIN"), "AAAA": kind("NXDOMAIN")}}
PROBED_THERE = probe("model_ok", STALE)
NOBODY_THERE = probe("tcp_timeout", STALE)
DECLARED = probe("model_ok", connect_to=PRIVATE)
SERVED_BY_OVERLAY = probe("model_ok", "100.64.7.1")


def elsewhere(code, address=None, server=OTHER, host="jump-2", vantage="jumphost", **more):
    """Return what another host looked up."""
    observation = inside if vantage != "outside" else outside
    network = {"network": more.pop("network")} if "network" in more else {}
    return observation(
        host=host, **network, vantage=vantage, dns=dns(code, address, answers=[answer(code, address, server, **more)])
    )


def azure_says(code):
    """Return Azure's side with one finding about the name."""
    found = {"code": code, "severity": "error", "summary": f"{code} of {NAME}", "confidence": "high", "name": NAME}
    return {"accounts": [{"name": "example", "findings": [found]}]}


def names_of_others(*addresses, code="dns_no_privatelink", server=SERVER, base=None):
    """Return a look-up that holds names of other accounts too."""
    facts = base or saw("dns_wrong_address", "100.64.7.1", chain=[])
    for number, address in enumerate(addresses):
        name = f"other{number}.{PUBLIC_ZONE}"
        entry = dns(code, address, answers=[answer(code, address, server, chain=[])])["names"][0]
        facts["names"].append(dict(entry, name=name, public_name=name, privatelink_name=f"other{number}.{ZONE}"))
    return facts


# One row for each cause of a code: the evidence that decides for it.
DECIDED = [
    # dns_public_address
    ("zone_not_linked", saw("dns_public_address", PUBLIC, AZURE), {}),
    (
        "zone_fallback",
        names_of_others(PRIVATE, code="dns_private", server=AZURE, base=saw("dns_public_address", PUBLIC, AZURE)),
        {},
    ),
    ("forwarder_bypasses_azure", saw("dns_public_address", PUBLIC, platform=PLATFORM), {}),
    ("forwarder_bypasses_azure", saw("dns_public_address", PUBLIC, beside=[also("dns_private", PRIVATE)]), {}),
    ("forwarder_bypasses_azure", saw("dns_public_address", PUBLIC, "192.0.2.53"), {}),
    (
        "forwarder_privatelink_only",
        saw("dns_public_address", PUBLIC, controls={"privatelink": control(PRIVATELINK, [PRIVATE])}, platform=PLATFORM),
        {},
    ),
    (
        "dns_filter",
        saw(
            "dns_public_address",
            BLOCK_PAGE,
            chain=[],
            controls={"random_label": control(RANDOM, [BLOCK_PAGE])},
            platform=PLATFORM,
        ),
        {},
    ),
    (
        "azure_dns_policy",
        saw(
            "dns_public_address",
            PUBLIC,
            AZURE,
            chain=[{"name": NAME, "ttl": 60, "type": "CNAME", "value": "blockpolicy.azuredns.invalid"}],
        ),
        {},
    ),
    (
        "stub_resolver",
        saw("dns_public_address", PUBLIC, STUB, beside=[also("dns_private", PRIVATE, server=SERVER, compared=True)]),
        {"stub": [SERVER]},
    ),
    (
        "split_view",
        saw("dns_public_address", PUBLIC),
        {"others": [elsewhere("dns_private", PRIVATE, server=SERVER)]},
    ),
    (
        "forwarder_bypasses_azure",
        saw("dns_public_address", PUBLIC),
        {"vantage": "onprem", "others": [elsewhere("dns_private", PRIVATE, server=AZURE)]},
    ),
    # dns_no_privatelink
    ("no_private_endpoint", saw("dns_no_privatelink", PUBLIC, chain=TO_FRONT_END), {}),
    (
        "no_private_endpoint",
        saw("dns_no_privatelink", PUBLIC, chain=[]),
        {"others": [elsewhere("dns_no_privatelink", PUBLIC, chain=TO_FRONT_END, host="out", vantage="outside")]},
    ),
    (
        "dns_filter",
        saw("dns_no_privatelink", BLOCK_PAGE, chain=[], controls={"random_label": control(RANDOM, [BLOCK_PAGE])}),
        {},
    ),
    ("foreign_zone", saw("dns_no_privatelink", PUBLIC, chain=[], authoritative=True), {}),
    (
        "stale_answer",
        saw("dns_no_privatelink", PUBLIC, chain=TO_FRONT_END),
        {"others": [elsewhere("dns_public_address", PUBLIC, host="out", vantage="outside")]},
    ),
    # dns_empty
    (
        "rebinding_protection",
        saw("dns_empty", types={"A": kind(chain=CHAIN), "AAAA": kind(chain=CHAIN)}, platform=PLATFORM),
        {},
    ),
    (
        "rebinding_protection",
        saw(
            "dns_empty",
            chain=[],
            types={"A": kind(ede=[{"code": 15, "text": ""}]), "AAAA": kind(chain=CHAIN)},
            platform=PLATFORM,
        ),
        {},
    ),
    (
        "rebinding_protection",
        saw("dns_empty"),
        {"others": [elsewhere("dns_private", PRIVATE, server=AZURE)]},
    ),
    (
        "dns_filter",
        saw("dns_empty", ede=[{"code": 17, "text": "Filtered"}], platform=PLATFORM),
        {},
    ),
    ("dns_filter", saw("dns_empty", chain=[], ede=[{"code": 15, "text": "policy"}]), {}),
    ("record_missing", saw("dns_empty", server=AZURE, authority=ZONE, mname=PRIVATE_SOA), {}),
    ("record_missing", saw("dns_empty", platform=PLATFORM_EMPTY), {}),
    ("foreign_zone", saw("dns_empty", authority=ZONE, mname=STRANGER, platform=PLATFORM), {}),
    # dns_name_unknown
    (
        "account_missing",
        saw("dns_name_unknown", rcode="NXDOMAIN", chain=[], authority=PUBLIC_ZONE, mname=PUBLIC_SOA),
        {},
    ),
    ("dns_filter", saw("dns_name_unknown", **DENYING), {}),
    ("dns_filter", saw("dns_name_unknown", **DENYING, platform=PLATFORM), {}),
    (
        "dns_filter",
        saw("dns_name_unknown", **dict(DENYING, authority="rpz.filter.example", mname="ns.filter.example")),
        {},
    ),
    ("dns_filter", saw("dns_name_unknown", **dict(DENYING, authority=NAME, mname="localhost")), {}),
    (
        "dns_filter",
        saw("dns_name_unknown", **dict(DENYING, types={"A": kind("NXDOMAIN"), "AAAA": kind()}, authority=PUBLIC_ZONE)),
        {},
    ),
    ("foreign_zone", saw("dns_name_unknown", **dict(DENYING, authority=PUBLIC_ZONE, mname=STRANGER)), {}),
    (
        "shadow_zone",
        saw("dns_name_unknown", server=AZURE, **dict(DENYING, authority=PUBLIC_ZONE, mname=PRIVATE_SOA)),
        {},
    ),
    (
        "internet_names_unresolved",
        saw("dns_name_unknown", **dict(DENYING, authority=".", mname="root.corp.example")),
        {},
    ),
    # dns_record_missing
    ("record_missing", saw("dns_record_missing", rcode="NXDOMAIN", authority=ZONE, mname=PRIVATE_SOA), {}),
    ("record_missing", saw("dns_record_missing", rcode="NXDOMAIN", server=AZURE), {}),
    ("record_missing", saw("dns_record_missing", rcode="NXDOMAIN", platform=PLATFORM_DENIES), {}),
    ("foreign_zone", saw("dns_record_missing", rcode="NXDOMAIN", authority=ZONE, mname=STRANGER), {}),
    ("dns_filter", saw("dns_record_missing", rcode="NXDOMAIN", authority="rpz.filter.example", mname=STRANGER), {}),
    # dns_special_address, dns_mixed_addresses
    ("dns_filter", saw("dns_special_address", "0.0.0.0", chain=[]), {}),
    ("record_stale", saw("dns_special_address", "127.0.0.1", AZURE), {}),
    (
        "record_stale",
        saw("dns_special_address", "0.0.0.0"),
        {"others": [elsewhere("dns_special_address", "0.0.0.0", AZURE)]},
    ),
    ("record_stale", saw("dns_mixed_addresses", addresses=[PRIVATE, PUBLIC], server=AZURE), {}),
    # dns_wrong_address
    ("record_stale", saw("dns_wrong_address", STALE, AZURE), {"probes": [DECLARED]}),
    ("record_stale", saw("dns_wrong_address", STALE, AZURE), {"probes": [NOBODY_THERE]}),
    (
        "shadow_zone",
        saw("dns_wrong_address", STALE, AZURE, chain=[], controls={"random_label": DENIED}),
        {"probes": [DECLARED]},
    ),
    ("declaration_outdated", saw("dns_wrong_address", STALE, AZURE), {"probes": [PROBED_THERE]}),
    ("foreign_zone", saw("dns_wrong_address", STALE, platform=PLATFORM), {}),
    ("foreign_zone", saw("dns_wrong_address", STALE, chain=[], authoritative=True), {}),
    ("record_wildcard", saw("dns_wrong_address", STALE, controls={"random_label": control(RANDOM, [STALE])}), {}),
    ("overlay", names_of_others("100.64.7.2", "100.64.7.3"), {"probes": [SERVED_BY_OVERLAY]}),
    # dns_direct_record
    ("shadow_zone", saw("dns_direct_record", PRIVATE, AZURE, chain=[]), {}),
    ("shadow_zone", saw("dns_direct_record", PRIVATE, AZURE, chain=[], controls={"random_label": DENIED}), {}),
    (
        "shadow_zone",
        saw("dns_direct_record", PRIVATE, chain=[], controls={"random_label": DENIED}),
        {"others": [elsewhere("dns_direct_record", PRIVATE, AZURE, chain=[])]},
    ),
    (
        "shadow_zone",
        saw(
            "dns_direct_record",
            PRIVATE,
            chain=[],
            controls={
                "random_label": control(RANDOM, rcode="NXDOMAIN", authority=PUBLIC_ZONE, mname=PRIVATE_SOA),
            },
        ),
        {},
    ),
    (
        "foreign_zone",
        saw(
            "dns_direct_record",
            PRIVATE,
            chain=[],
            controls={"random_label": control(RANDOM, rcode="NXDOMAIN", authority=PUBLIC_ZONE, mname=STRANGER)},
        ),
        {},
    ),
    # That the address is the right one, which Azure DNS gives over an alias, does not make the zone Azure's.
    (
        "foreign_zone",
        saw(
            "dns_direct_record",
            PRIVATE,
            chain=[],
            authoritative=True,
            controls={"random_label": control(RANDOM, rcode="NXDOMAIN", authority=PUBLIC_ZONE, mname=STRANGER)},
            platform=control(addresses=[PRIVATE], chain=CHAIN),
        ),
        {},
    ),
    ("record_pinned", saw("dns_direct_record", PRIVATE, chain=[], controls={"random_label": DENIED}), {}),
    (
        "record_wildcard",
        saw("dns_direct_record", PRIVATE, chain=[], controls={"random_label": control(RANDOM, [PRIVATE])}),
        {},
    ),
    # Azure DNS has nothing to configure: where it answers so, a private DNS zone has the wildcard.
    (
        "shadow_zone",
        saw(
            "dns_direct_record", PRIVATE, server=AZURE, chain=[], controls={"random_label": control(RANDOM, [PRIVATE])}
        ),
        {},
    ),
    (
        "shadow_zone",
        saw("dns_wrong_address", STALE, server=AZURE, chain=[], controls={"random_label": control(RANDOM, [STALE])}),
        {},
    ),
    # dns_ipv6_public, dns_cname_loop
    ("dns64", saw("dns_ipv6_public", addresses=[PRIVATE, "64:ff9b::a00:e04"]), {}),
    ("dns64", saw("dns_ipv6_public", addresses=[PRIVATE, "2001:db8:64::a00:e04"]), {}),
    ("ipv6_record", saw("dns_ipv6_public", addresses=[PRIVATE, "2001:db8::1"], server=AZURE), {}),
    (
        "ipv6_not_forwarded",
        saw(
            "dns_ipv6_public",
            addresses=[PRIVATE, "2001:db8::1"],
            types={"A": kind(addresses=[PRIVATE]), "AAAA": kind(chain=TO_FRONT_END, addresses=["2001:db8::1"])},
        ),
        {},
    ),
    ("cname_loop", saw("dns_cname_loop", server=AZURE), {}),
    # dns_servfail
    ("dnssec_validation", saw("dns_servfail", rcode="SERVFAIL", chain=[], ede=[{"code": 6, "text": ""}]), {}),
    (
        "dnssec_validation",
        saw(
            "dns_servfail",
            rcode="SERVFAIL",
            chain=[],
            controls={"checking_disabled": control(addresses=[PRIVATE]), "repeat": FAILS},
        ),
        {},
    ),
    (
        "upstream_dead",
        saw(
            "dns_servfail",
            rcode="SERVFAIL",
            chain=[],
            controls={"checking_disabled": FAILS, "repeat": FAILS, "alive": ALIVE},
        ),
        {},
    ),
    ("upstream_dead", saw("dns_servfail", rcode="SERVFAIL", chain=[], ede=[{"code": 22, "text": ""}]), {}),
    (
        "rebinding_protection",
        saw(
            "dns_servfail",
            rcode="SERVFAIL",
            chain=[],
            types=ONLY_IPV4,
            controls={"checking_disabled": FAILS, "repeat": FAILS, "alive": ALIVE},
            platform=PLATFORM,
        ),
        {},
    ),
    ("rebinding_protection", saw("dns_servfail", rcode="SERVFAIL", chain=[], types=ONLY_IPV4), {}),
    (
        "upstream_unsteady",
        saw("dns_servfail", rcode="SERVFAIL", chain=[], controls={"repeat": control(addresses=[PRIVATE])}),
        {},
    ),
    ("not_a_resolver", saw("dns_servfail", rcode="FORMERR", chain=[]), {}),
    (
        "dns_filter",
        saw(
            "dns_servfail",
            rcode="SERVFAIL",
            chain=[],
            ede=[{"code": 17, "text": ""}],
            controls={"checking_disabled": FAILS},
        ),
        {},
    ),
    # One name is enough where the address is such as only overlays give.
    (
        "overlay",
        saw("dns_wrong_address", "100.64.7.1", chain=[]),
        {"probes": [probe("model_ok", "100.64.7.1")]},
    ),
    # A policy zone has a name without a dot, as top-level domains have, and the name is not in it.
    ("dns_filter", saw("dns_name_unknown", rcode="NXDOMAIN", chain=[], authority="rpz", mname="localhost"), {}),
    # dns_refused
    ("access_list", saw("dns_refused", rcode="REFUSED", chain=[], controls={"alive": REFUSES}), {}),
    ("recursion_off", saw("dns_refused", rcode="REFUSED", chain=[], controls={"alive": ALIVE}), {}),
    (
        "rebinding_protection",
        saw("dns_refused", rcode="REFUSED", chain=[], types={"A": kind("REFUSED"), "AAAA": kind(chain=CHAIN)}),
        {},
    ),
    ("dns_filter", saw("dns_refused", rcode="REFUSED", chain=[], ede=[{"code": 17, "text": ""}]), {}),
    # Prohibited is said to a host, or of a name: then other questions of the host are answered.
    ("access_list", saw("dns_refused", rcode="REFUSED", chain=[], ede=PROHIBITED, controls={"alive": REFUSES}), {}),
    ("dns_filter", saw("dns_refused", rcode="REFUSED", chain=[], ede=PROHIBITED, controls={"alive": ROOT_DENIED}), {}),
    (
        "rebinding_protection",
        saw(
            "dns_refused",
            rcode="REFUSED",
            chain=[],
            ede=PROHIBITED,
            types={"A": kind("REFUSED"), "AAAA": kind(chain=CHAIN)},
            controls={"alive": ROOT_DENIED},
            platform=PLATFORM,
        ),
        {},
    ),
    ("not_a_resolver", saw("dns_refused", rcode="NOTAUTH", chain=[]), {}),
    ("azure_dns_outside_azure", saw("dns_refused", server=AZURE, rcode="REFUSED", chain=[]), {"vantage": "onprem"}),
    # dns_timeout, dns_resolver_unreachable, dns_malformed, dns_truncated
    ("upstream_dead", saw("dns_timeout", rcode=None, chain=[], controls={"alive": ALIVE}), {}),
    # Knot Resolver has no version.bind, and BIND is silent for long where it cannot validate.
    ("upstream_dead", saw("dns_timeout", rcode=None, chain=[], controls={"alive": FAILS}), {}),
    (
        "dnssec_validation",
        saw(
            "dns_timeout",
            rcode=None,
            chain=[],
            controls={"alive": ALIVE, "checking_disabled": control(addresses=[PRIVATE])},
        ),
        {},
    ),
    ("nameserver_dead", saw("dns_timeout", rcode=None, chain=[], controls={"alive": SILENT}), {}),
    (
        "nameserver_blocked",
        saw("dns_timeout", rcode=None, chain=[], controls={"alive": SILENT}),
        {"others": [elsewhere("dns_private", PRIVATE, server=SERVER)]},
    ),
    ("azure_dns_outside_azure", saw("dns_timeout", server=AZURE, rcode=None, chain=[]), {"vantage": "onprem"}),
    ("nameserver_dead", saw("dns_resolver_unreachable", rcode=None, chain=[], error="connection refused"), {}),
    ("nameserver_blocked", saw("dns_resolver_unreachable", rcode=None, chain=[], error="No route to host"), {}),
    ("dns_intercepted", saw("dns_malformed", rcode=None, chain=[], error="bad message"), {}),
    ("dns_tcp_blocked", saw("dns_truncated", rcode=None, chain=[]), {}),
]


def diagnosed(facts, how):
    how = dict(how)
    others = how.pop("others", ())
    stub = how.pop("stub", None)
    if stub:
        facts = dict(facts, host={"nameservers": [STUB], "resolved_nameservers": stub})
    return check_of(facts, *others, **how)


@pytest.mark.parametrize(
    ("cause", "facts", "how"),
    [
        pytest.param(cause, facts, how, id=f"{facts['names'][0]['code']}-{cause}-{number}")
        for number, (cause, facts, how) in enumerate(DECIDED)
    ],
)
def test_the_evidence_decides(cause, facts, how):
    check = diagnosed(facts, how)
    diagnosis = check["diagnosis"]
    assert (diagnosis["cause"], diagnosis["certainty"] in ("proven", "likely")) == (cause, True), diagnosis
    assert diagnosis["because"] and not any("None" in each or "{" in each for each in diagnosis["because"])
    assert check["cause"] and "<" not in check["cause"]


@pytest.mark.parametrize(
    ("facts", "causes", "first"),
    [
        pytest.param(
            saw("dns_public_address", PUBLIC),
            {"zone_not_linked", "zone_missing", "zone_fallback", "forwarder_bypasses_azure"},
            f"dig @{AZURE} {NAME}",
            id="public",
        ),
        pytest.param(
            saw("dns_public_address", PUBLIC, platform=PLATFORM_PUBLIC),
            {"zone_not_linked", "zone_missing", "zone_fallback", "forwarder_bypasses_azure"},
            f"dig @{AZURE} {NAME}",
            id="public-at-azure-too",
        ),
        pytest.param(
            saw("dns_no_privatelink", PUBLIC, chain=[]),
            {"no_private_endpoint", "dns_filter"},
            f"dig @{SERVER} {NAME}",
            id="no-privatelink",
        ),
        pytest.param(
            saw("dns_empty"),
            {"record_missing", "rebinding_protection", "dns_filter"},
            f"dig @{AZURE} {NAME}",
            id="empty",
        ),
        pytest.param(
            saw("dns_name_unknown", rcode="NXDOMAIN", chain=[]),
            {"account_missing", "dns_filter"},
            f"dig @{SERVER} {NAME}",
            id="unknown",
        ),
        pytest.param(
            saw("dns_record_missing", rcode="NXDOMAIN"),
            {"record_missing", "foreign_zone"},
            f"dig @{AZURE} {NAME}",
            id="missing",
        ),
        pytest.param(
            saw("dns_wrong_address", STALE), {"record_stale", "declaration_outdated", "foreign_zone"}, None, id="wrong"
        ),
        pytest.param(
            saw("dns_wrong_address", STALE, AZURE), {"record_stale", "declaration_outdated"}, None, id="wrong-at-azure"
        ),
        pytest.param(
            saw("dns_direct_record", PRIVATE, chain=[]),
            {"shadow_zone", "foreign_zone"},
            f"dig @{SERVER} {PUBLIC_ZONE} SOA",
            id="direct",
        ),
        pytest.param(
            saw("dns_servfail", rcode="SERVFAIL", chain=[]),
            {"dnssec_validation", "upstream_dead"},
            f"dig +cd @{SERVER} {NAME}",
            id="servfail",
        ),
        pytest.param(
            saw("dns_refused", rcode="REFUSED", chain=[]),
            {"access_list", "recursion_off"},
            f"dig @{SERVER} version.bind CH TXT",
            id="refused",
        ),
        pytest.param(
            saw("dns_timeout", rcode=None, chain=[]),
            {"upstream_dead", "nameserver_dead", "nameserver_blocked"},
            f"dig @{SERVER} version.bind CH TXT",
            id="timeout",
        ),
        pytest.param(
            saw("dns_resolver_unreachable", rcode=None, chain=[]),
            {"nameserver_dead", "nameserver_blocked"},
            f"dig @{SERVER} version.bind CH TXT",
            id="unreachable",
        ),
    ],
)
def test_without_evidence_all_remain_and_nothing_is_changed(facts, causes, first):
    check = check_of(facts)
    diagnosis = check["diagnosis"]
    assert (diagnosis["cause"], diagnosis["certainty"]) == (None, "possible")
    assert left(diagnosis) == causes and check["cause"].startswith("One of: ")
    assert not any(step["changes"] for step in check["remedy"])
    assert check["remedy"][0]["kind"] == "command" and first in (None, check["remedy"][0]["text"])


@pytest.mark.parametrize(
    ("facts", "how", "never"),
    [
        pytest.param(
            saw("dns_empty", platform=PLATFORM),
            {},
            {"record_missing", "zone_not_linked"},
            id="healthy-zone-behind-empty",
        ),
        pytest.param(saw("dns_public_address", PUBLIC, platform=PLATFORM), {}, {"zone_not_linked"}, id="healthy-link"),
        pytest.param(
            saw("dns_name_unknown", rcode="NXDOMAIN", chain=[]),
            {"others": [elsewhere("dns_public_address", PUBLIC, host="out", vantage="outside")]},
            {"account_missing"},
            id="the-account-is-there-outside",
        ),
        pytest.param(
            saw("dns_no_privatelink", PUBLIC, chain=[]),
            {"others": [elsewhere("dns_public_address", PUBLIC, host="out", vantage="outside")]},
            {"no_private_endpoint"},
            id="the-endpoint-is-there-outside",
        ),
        pytest.param(
            saw("dns_record_missing", rcode="NXDOMAIN", authority=ZONE, mname=STRANGER),
            {},
            {"record_missing"},
            id="a-zone-of-others",
        ),
        pytest.param(
            names_of_others(PRIVATE, code="dns_private", server=AZURE, base=saw("dns_public_address", PUBLIC, AZURE)),
            {},
            {"zone_not_linked"},
            id="the-zone-serves-others",
        ),
        pytest.param(
            saw("dns_special_address", "0.0.0.0"),
            {"others": [elsewhere("dns_special_address", "0.0.0.0", AZURE)]},
            {"dns_filter"},
            id="azure-dns-answers-the-same-elsewhere",
        ),
        pytest.param(
            saw("dns_direct_record", PRIVATE, AZURE, chain=[], controls={"random_label": DENIED}),
            {},
            {"record_pinned"},
            id="azure-dns-has-no-records-of-its-own",
        ),
        pytest.param(
            saw("dns_wrong_address", STALE, AZURE, chain=[], controls={"random_label": DENIED}),
            {"probes": [DECLARED]},
            {"record_stale"},
            id="a-record-outside-the-privatelink-zone",
        ),
        pytest.param(
            saw("dns_ipv6_public", addresses=[PRIVATE, "64:ff9b::a00:e04"]), {}, {"ipv6_record"}, id="a-dns64"
        ),
        pytest.param(
            names_of_others("100.64.7.2", "100.64.7.3"), {}, {"record_stale", "declaration_outdated"}, id="an-overlay"
        ),
        pytest.param(
            names_of_others("10.0.7.2", "10.0.7.3", base=saw("dns_wrong_address", "10.0.7.1", chain=[])),
            {"probes": [probe("model_ok", "10.0.7.1")]},
            {"overlay"},
            id="neighbours-in-a-private-network",
        ),
    ],
)
def test_a_place_that_is_well_is_not_blamed(facts, how, never):
    assert left(diagnosed(facts, how)["diagnosis"]).isdisjoint(never)


@pytest.mark.parametrize(
    ("network", "cause"),
    [
        pytest.param({"network": "spoke"}, "forwarder_bypasses_azure", id="declared-to-be-the-same"),
        pytest.param({"network": "other"}, None, id="declared-to-be-another"),
        pytest.param({}, None, id="not-known"),
    ],
)
def test_azure_dns_speaks_for_one_network(network, cause):
    """What 168.63.129.16 gives another host says something about this one in the same network alone."""
    other = elsewhere("dns_private", PRIVATE, server=AZURE, **network)
    diagnosis = check_of(saw("dns_public_address", PUBLIC), other, network="spoke")["diagnosis"]
    assert diagnosis["cause"] == cause
    assert ("zone_not_linked" in left(diagnosis)) == (cause is None)


def test_what_changes_something_belongs_to_the_cause():
    for cause, facts, how in DECIDED:
        commands = [step["text"] for step in diagnosed(facts, how)["remedy"] if step["changes"]]
        if cause not in ("zone_not_linked", "no_private_endpoint"):
            assert not any("link vnet create" in each for each in commands) or cause == "shadow_zone", cause
        if cause not in ("record_missing", "no_private_endpoint", "shadow_zone", "zone_fallback"):
            assert not any("dns-zone-group" in each for each in commands) or cause == "cname_loop", cause
        if cause not in ("record_stale", "zone_fallback"):
            assert not any("record-set a " in each for each in commands), cause


RELAYED = [probe("model_ok", "10.9.9.9")]
PAGE = [probe("tls_untrusted", "10.66.66.66", tls={"verified": False, "san": ["block.corp.example"]}, http={})]


@pytest.mark.parametrize(
    ("facts", "probes", "causes"),
    [
        pytest.param(
            saw("dns_wrong_address", "10.9.9.9", chain=[]),
            RELAYED,
            {"declaration_outdated", "foreign_zone", "record_stale"},
            id="a-relay-with-a-record-of-its-own",
        ),
        pytest.param(
            saw(
                "dns_wrong_address",
                "10.66.66.66",
                chain=[],
                controls={"random_label": control(RANDOM, ["10.66.66.66"])},
                platform=PLATFORM,
            ),
            PAGE,
            {"dns_filter", "record_wildcard"},
            id="a-block-page-with-a-private-address",
        ),
    ],
)
def test_what_two_causes_give_is_asserted_of_neither(facts, probes, causes):
    check = diagnosed(facts, {"probes": probes})
    assert (check["diagnosis"]["cause"], left(check["diagnosis"])) == (None, causes)
    assert not any(step["changes"] for step in check["remedy"])


def test_a_wildcard_that_leads_elsewhere_is_not_said_to_lead_to_the_endpoint():
    facts = saw(
        "dns_wrong_address", STALE, chain=[], controls={"random_label": control(RANDOM, [STALE])}, platform=PLATFORM
    )
    check = diagnosed(facts, {})
    assert check["diagnosis"]["cause"] == "record_wildcard"
    assert f"{STALE}, which is not the expected address" in check["cause"]


def test_where_all_is_excluded_there_is_still_something_to_look_at():
    twin = elsewhere("dns_private", PRIVATE, AZURE, network="vnet-a")
    check = diagnosed(saw("dns_public_address", PUBLIC, AZURE), {"network": "vnet-a", "others": [twin]})
    assert (left(check["diagnosis"]), check["cause"][:11]) == (set(), "Every cause")
    assert check["remedy"] and all(step["kind"] == "command" and not step["changes"] for step in check["remedy"])


FORWARDED = f"In dnsmasq: server=/{PUBLIC_ZONE}/"


@pytest.mark.parametrize(
    ("vantage", "target"), [("jumphost", AZURE), ("onprem", "<inbound-endpoint-address>")], ids=["azure", "onprem"]
)
def test_a_line_for_a_nameserver_names_whom_it_can_reach(vantage, target):
    facts = saw("dns_public_address", PUBLIC, controls={"privatelink": control(PRIVATELINK, [PRIVATE])})
    check = diagnosed(facts, {"vantage": vantage})
    assert FORWARDED + target in [step["text"] for step in check["remedy"]]


@pytest.mark.parametrize(("vantage", "when"), [("jumphost", None), ("onprem", "on a host in the virtual network")])
def test_azure_dns_is_asked_where_it_answers(vantage, when):
    check = diagnosed(saw("dns_empty"), {"vantage": vantage})
    assert [step["when"] for step in check["remedy"] if step["text"] == f"dig @{AZURE} {NAME}"] == [when]


@pytest.mark.parametrize(
    "facts",
    [
        pytest.param(
            saw("dns_direct_record", PRIVATE, chain=[], controls={"random_label": control(RANDOM, [PRIVATE])}),
            id="wildcard",
        ),
        pytest.param(saw("dns_direct_record", PRIVATE, chain=[], controls={"random_label": DENIED}), id="pinned"),
        pytest.param(saw("dns_record_missing", rcode="NXDOMAIN", authority=ZONE, mname=STRANGER), id="foreign-zone"),
    ],
)
def test_a_nameserver_on_premises_is_not_to_forward_to_azure_dns(facts):
    notes = [step["text"] for step in diagnosed(facts, {"vantage": "onprem"})["remedy"] if step["kind"] == "note"]
    assert any("to a DNS forwarder or DNS Private Resolver in the virtual network" in each for each in notes)
    assert not any(AZURE in each for each in notes)


def test_a_line_that_changes_a_nameserver_is_not_for_a_cause_that_is_only_possible():
    check = diagnosed(saw("dns_public_address", PUBLIC), {"vantage": "onprem"})
    diagnosis = check["diagnosis"]
    assert (diagnosis["cause"], diagnosis["certainty"]) == ("forwarder_bypasses_azure", "possible")
    assert not [step["text"] for step in check["remedy"] if step["text"].startswith("In ")]


@pytest.mark.parametrize(
    "observation",
    [
        pytest.param({"dns": dns()}, id="well"),
        pytest.param(
            {"dns": dns(answers=[answer(ede=[{"code": 3, "text": "stale answer"}])])}, id="an-extended-error-beside-it"
        ),
    ],
)
def test_nothing_is_diagnosed_where_all_is_well(observation):
    account = judge(estate(inside(probe("model_ok"), probe("model_ok", connect_to=PRIVATE), **observation)))[
        "accounts"
    ][0]
    assert not [each["diagnosis"] for each in account["checks"] if each["link"] == "dns" and each["diagnosis"]]


def test_the_stub_is_not_blamed_where_its_nameserver_fails_as_well():
    facts = saw(
        "dns_timeout",
        server=STUB,
        rcode=None,
        chain=[],
        controls={"alive": REFUSES},
        beside=[also("dns_timeout", None, OTHER, rcode=None, chain=[], compared=True)],
    )
    diagnosis = diagnosed(facts, {"stub": [OTHER]})["diagnosis"]
    assert left(diagnosis) == {"upstream_dead"}
    assert "stub_resolver" in {each["cause"] for each in diagnosis["excluded"]}


def test_a_control_question_without_an_answer_excludes_nothing():
    """A nameserver that answers at the end of the time has none left for more questions."""
    late = {"alive": SILENT, "checking_disabled": control(rcode=None), "repeat": None}
    diagnosis = check_of(saw("dns_servfail", rcode="SERVFAIL", chain=[], controls=late))["diagnosis"]
    assert diagnosis["excluded"] == []
    assert left(diagnosis) == {"dnssec_validation", "upstream_dead"}


def test_a_dead_nameserver_beside_one_that_is_well_is_all_that_is_said():
    facts = dns(findings=["dns_timeout"], answers=[answer(), answer("dns_timeout", None, SERVER, rcode=None, chain=[])])
    account = judge(estate(inside(probe("model_ok"), dns=facts)), complete=False)["accounts"][0]
    diagnoses = {each["code"]: left(each["diagnosis"]) for each in account["checks"] if each["diagnosis"]}
    assert diagnoses == {"dns_timeout": {"upstream_dead", "nameserver_dead", "nameserver_blocked"}}


@pytest.mark.parametrize(
    ("first", "second", "cause"),
    [
        pytest.param(SILENT, SILENT, "nameserver_dead", id="silent"),
        pytest.param(SILENT, ALIVE, "upstream_dead", id="alive-once"),
        pytest.param(ALIVE, SILENT, "upstream_dead", id="alive-at-first"),
    ],
)
def test_a_nameserver_that_was_not_asked_for_a_name_is_what_it_was_for_others(first, second, cause):
    """It is given up after some names, for which it was asked whether it is alive."""
    facts = saw("dns_timeout", rcode=None, chain=[])
    for number, alive in enumerate((first, second)):
        name = f"asked-{number}.{PUBLIC_ZONE}"
        facts["names"].append(
            {
                **facts["names"][0],
                "name": name,
                "public_name": name,
                "resolvers": [answer("dns_timeout", None, SERVER, rcode=None, chain=[], controls={"alive": alive})],
            }
        )
    assert check_of(facts)["diagnosis"]["cause"] == cause


PINNED = {"hosts_entries": [{"address": STALE, "names": [NAME], "line": 7}]}


@pytest.mark.parametrize(
    ("finding", "system", "host", "answers", "cause"),
    [
        pytest.param("host_pinned", STALE, PINNED, [answer()], "hosts_pin", id="pin"),
        pytest.param("host_system_differs", STALE, PINNED, [answer()], "hosts_pin", id="differs-by-a-pin"),
        pytest.param("host_system_differs", STALE, {}, [answer()], "local_cache", id="differs-by-a-cache"),
        pytest.param("host_system_differs", [], {}, [answer()], "nss_without_dns", id="nothing"),
        pytest.param(
            "host_system_differs",
            STALE,
            {},
            [answer(), answer("dns_wrong_address", STALE, SERVER)],
            "nameserver_order",
            id="another-nameserver",
        ),
        pytest.param(
            "host_search_trap", None, {"search": ["corp.example"], "ndots": 5}, [answer()], "search_domain", id="search"
        ),
    ],
)
def test_what_the_host_does_itself(finding, system, host, answers, cause):
    facts = dns(findings=[finding], system=system, host=host, answers=answers)
    account = judge(estate(inside(dns=facts)), complete=False)["accounts"][0]
    check = next(each for each in account["checks"] if each["code"] == finding)
    assert check["diagnosis"]["cause"] == cause, check["diagnosis"]


@pytest.mark.parametrize(
    ("answers", "cause"),
    [
        pytest.param(
            [answer("dns_public_address", PUBLIC, SERVER), answer(server=OTHER)], "nameserver_order", id="the-first"
        ),
        pytest.param(
            [answer(server=OTHER), answer("dns_public_address", PUBLIC, SERVER)], "siblings_differ", id="a-later-one"
        ),
        pytest.param(
            [answer(server=OTHER), answer("dns_public_address", PUBLIC, SERVER, compared=True)],
            "compared_differs",
            id="one-that-is-not-asked",
        ),
    ],
)
def test_nameservers_that_disagree(answers, cause):
    facts = dns(answers[0]["code"], answers[0]["addresses"][0], findings=["dns_resolvers_disagree"], answers=answers)
    account = judge(estate(inside(dns=facts)), complete=False)["accounts"][0]
    check = next(each for each in account["checks"] if each["code"] == "dns_resolvers_disagree")
    assert check["diagnosis"]["cause"] == cause


def test_signals_and_causes_fit_together():
    ids = [signal.id for family in FAMILIES for signal in family.signals]
    assert len(ids) == len(set(ids))
    for code, candidates in CANDIDATES.items():
        assert code in CATALOGUE or code == "dns_unsteady"
        for each in candidates:
            rules = (*each.proven_by, *each.supported_by, *each.excluded_by, *each.needs)
            used = {signal for rule in rules for signal in ([rule] if isinstance(rule, str) else rule)}
            assert used <= set(SIGNALS), (each.cause, used - set(SIGNALS))


EVIDENCE = [
    elsewhere("dns_private", PRIVATE, server=AZURE, network="spoke"),
    elsewhere("dns_private", PRIVATE, server=SERVER),
    elsewhere("dns_public_address", PUBLIC, host="out", vantage="outside"),
    elsewhere("dns_no_privatelink", PUBLIC, chain=TO_FRONT_END, host="out", vantage="outside"),
    elsewhere(
        "dns_name_unknown",
        rcode="NXDOMAIN",
        chain=[],
        authority=PUBLIC_ZONE,
        mname=PUBLIC_SOA,
        host="out",
        vantage="outside",
    ),
    elsewhere("dns_empty", server=AZURE, network="spoke"),
    elsewhere("dns_record_missing", rcode="NXDOMAIN", server=SERVER),
    elsewhere("dns_timeout", rcode=None, chain=[], server=SERVER),
]
JUDGED = [(facts, how) for _cause, facts, how in DECIDED]


@settings(deadline=None, max_examples=150)
@given(st.sampled_from(JUDGED), st.lists(st.sampled_from(range(len(EVIDENCE))), max_size=3, unique=True), st.data())
def test_one_more_host_asserts_nothing_that_was_excluded_without_support(judged, seen, data):
    facts, how = judged
    further = data.draw(st.sampled_from(range(len(EVIDENCE))))
    others = [dict(EVIDENCE[each], host=f"other-{each}") for each in seen]
    more = dict(how, network="spoke", others=[*how.get("others", ()), *others])
    before = diagnosed(facts, more)["diagnosis"]
    more["others"] = [*more["others"], dict(EVIDENCE[further], host="other-more")]
    after = diagnosed(facts, more)["diagnosis"]
    excluded = {each["cause"] for each in before["excluded"]}
    if after["cause"] in excluded:
        assert after["because"]
    assert excluded <= {each["cause"] for each in after["excluded"]} | {after["cause"]}
    assert not excluded & ({after["cause"]} if after["certainty"] == "possible" else set())
