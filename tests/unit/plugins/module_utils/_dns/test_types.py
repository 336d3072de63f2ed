# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is kept of the answer for each type of address: nothing of one stands in the other."""

from __future__ import annotations

import dns.edns
import dns.flags
import pytest

from ansible_collections.privatelink.azure_ai.plugins.module_utils._core.addresses import Expectation
from ansible_collections.privatelink.azure_ai.plugins.module_utils._core.deadline import Deadline
from ansible_collections.privatelink.azure_ai.plugins.module_utils._dns import codes, lookup
from ansible_collections.privatelink.azure_ai.tests.unit.support import nameservers
from ansible_collections.privatelink.azure_ai.tests.unit.support.nameservers import HOP, NAME

TO_HOP = NAME + " 10 CNAME " + HOP + "."
AZURES_SOA = "privatelink.openai.azure.com 10 SOA azureprivatedns.net. azureprivatedns-host.microsoft.com. 1 1 1 1 1"


class ByType(nameservers.Nameserver):
    """Gives what the test wants for each type: records, and what nameservers.answer takes beside them."""

    def __init__(self, flags=0, **of_type):
        super().__init__()
        self.flags = flags
        self.of_type = of_type
        self.asked_with = []

    def handle(self, query):
        self.asked_with.append((query.flags, query.edns))
        records, more = self.of_type.get(nameservers.asked_type(query), ((), {}))
        response = nameservers.answer(query, *records, **more)
        response.flags |= self.flags
        return response


def look_up(nameserver, timeout=3, **options):
    return lookup.look_up(NAME, nameserver.address, Deadline(timeout), **options)


def code_of(seen):
    return codes.classify(seen, NAME, Expectation(["10.0.14.4"]), in_zone_table=True)


def test_each_type_has_its_own_rcode_chain_and_zone():
    corp = "openai.azure.com 1 SOA dc01.corp.example. admin.corp.example. 1 1 1 1 1"
    with ByType(
        A=((), {"rcode": "NXDOMAIN", "authority": [corp]}),
        AAAA=((TO_HOP,), {"authority": [AZURES_SOA]}),
    ) as nameserver:
        seen = look_up(nameserver)
    first, second = seen.types["A"], seen.types["AAAA"]
    assert (first["rcode"], first["chain"], first["authority"], first["mname"]) == (
        "NXDOMAIN",
        [],
        "openai.azure.com",
        "dc01.corp.example",
    )
    assert (second["rcode"], [link["value"] for link in second["chain"]]) == ("NOERROR", [HOP])
    assert (second["authority"], second["mname"]) == ("privatelink.openai.azure.com", "azureprivatedns.net")
    assert (seen.deciding, seen.chain, seen.mname) == ("A", [], "dc01.corp.example")
    assert code_of(seen) == "dns_name_unknown"


def test_a_pinned_address_is_not_joined_to_the_chain_of_the_other_type():
    records = {"A": ((NAME + " 0 A 10.0.14.4",), {}), "AAAA": ((TO_HOP,), {})}
    with ByType(**records) as nameserver:
        seen = look_up(nameserver)
    assert [(link["name"], link["type"]) for link in seen.chain] == [(NAME, "A")]
    assert (code_of(seen), seen.hop.addresses) == ("dns_direct_record", [])


def test_the_chain_of_the_type_that_decides():
    with ByType(A=((TO_HOP,), {}), AAAA=((TO_HOP, HOP + " 10 AAAA fd00::4"), {})) as nameserver:
        seen = look_up(nameserver)
    assert (seen.deciding, [link["type"] for link in seen.chain]) == ("AAAA", ["CNAME", "AAAA"])


@pytest.mark.parametrize(
    ("flags", "bits"),
    [(0, (False, False)), (dns.flags.AA, (True, False)), (dns.flags.AD, (False, True))],
    ids=["neither", "AA", "AD"],
)
def test_the_bits_of_the_answer(flags, bits):
    with ByType(flags, A=((TO_HOP, HOP + " 10 A 10.0.14.4"), {})) as nameserver:
        seen = look_up(nameserver)
    assert (seen.authoritative, seen.authentic) == bits
    assert {(one["authoritative"], one["authentic"]) for one in seen.types.values()} == {bits}
    # It need not say what it has validated unless it is asked to.
    assert all(asked & dns.flags.AD for asked, edns in nameserver.asked_with)


def test_a_refusal_proves_nothing():
    with ByType(dns.flags.AD, A=((), {"rcode": "REFUSED"})) as nameserver:
        assert look_up(nameserver).authentic is False


def test_without_an_answer_nothing_is_known():
    with nameservers.Silent() as nameserver:
        seen = look_up(nameserver, timeout=0.1, tries=1)
    assert seen.types["A"] == {
        "rcode": None,
        "chain": [],
        "addresses": [],
        "authority": None,
        "mname": None,
        "authoritative": None,
        "authentic": None,
        "ede": None,
        "error": "no answer within 0.1 s (1 try)",
    }


def test_a_type_that_is_not_asked_for_is_not_there():
    with ByType() as nameserver:
        seen = look_up(nameserver, types=("A",))
    assert set(seen.types) == {"A"}


@pytest.mark.skipif(not hasattr(dns.edns, "EDEOption"), reason="this dnspython knows no extended errors")
def test_extended_errors_of_one_type():
    class Blocks(ByType):
        def handle(self, query):
            response = super().handle(query)
            if nameservers.asked_type(query) == "A":
                response.use_edns(0, options=[dns.edns.EDEOption(15, "rebind")])
            return response

    with Blocks() as nameserver:
        seen = look_up(nameserver)
    assert [one["ede"] for one in seen.types.values()] == [[{"code": 15, "text": "rebind"}], None]


def test_much_is_kept_in_part():
    name_of = "n{}.example.com".format
    records = [NAME + f" 1 CNAME {name_of(0)}."]
    records += [f"{name_of(number)} 1 CNAME {name_of(number + 1)}." for number in range(12)]
    records += [f"{name_of(12)} 1 A 10.0.14.{number}" for number in range(60)]
    with ByType(A=(records, {})) as nameserver:
        seen = look_up(nameserver)
    kept = seen.types["A"]
    assert (len(seen.addresses), len(kept["addresses"]), len(kept["chain"])) == (60, 16, 24)


def test_a_name_of_unprintable_bytes_is_no_longer_than_any_other():
    long = ".".join(["\\001" * 60] * 3)
    with ByType(A=((NAME + f" 1 CNAME {long}.",), {})) as nameserver:
        seen = look_up(nameserver)
    assert len(seen.chain[0]["value"]) == 253
