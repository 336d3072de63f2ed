# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The texts of a resolver's files: what is written, that writing again changes nothing, and the way back."""

from __future__ import annotations

import pytest

from ansible_collections.privatelink.azure_ai.plugins.module_utils._resolver import texts
from ansible_collections.privatelink.azure_ai.plugins.module_utils._resolver.options import Settings

ALL = Settings(("192.0.2.53", "192.0.2.54"), (), ())
SEARCH = Settings(("192.0.2.53",), ("lab.example",), ())
ROUTED = Settings(("192.0.2.53",), (), ("openai.azure.com",))


@pytest.mark.parametrize(
    ("settings", "lines"),
    [
        (ALL, ["[Resolve]", "DNS=", "DNS=192.0.2.53 192.0.2.54", "Domains=~."]),
        (SEARCH, ["[Resolve]", "DNS=", "DNS=192.0.2.53", "Domains=", "Domains=lab.example ~."]),
        (ROUTED, ["[Resolve]", "DNS=", "DNS=192.0.2.53", "Domains=~openai.azure.com"]),
    ],
    ids=["all_names", "search", "routed"],
)
def test_drop_in_of_systemd_resolved(settings, lines):
    assert texts.resolved_drop_in(settings).splitlines()[1:] == lines


@pytest.mark.parametrize(
    ("settings", "lines"),
    [
        (
            ALL,
            [
                "[global-dns]",
                "searches=corp.example",
                "options=edns0",
                "",
                "[global-dns-domain-*]",
                "servers=192.0.2.53,192.0.2.54",
            ],
        ),
        (
            SEARCH,
            [
                "[global-dns]",
                "searches=lab.example",
                "options=edns0",
                "",
                "[global-dns-domain-*]",
                "servers=192.0.2.53",
            ],
        ),
    ],
    ids=["search_carried_over", "search"],
)
def test_drop_in_of_network_manager(settings, lines):
    assert texts.network_manager_global_dns(settings, ["corp.example"], ["edns0"]).splitlines()[1:] == lines


def test_drop_in_of_dnsmasq():
    assert texts.dnsmasq_drop_in(ROUTED).splitlines()[1:] == ["server=/openai.azure.com/192.0.2.53"]


STATIC = [
    ("", "nameserver 192.0.2.53\nsearch lab.example\n"),
    (
        "# mine\nnameserver 192.0.2.10\noptions rotate\n",
        "# mine\nnameserver 192.0.2.53\nsearch lab.example\noptions rotate\n",
    ),
    ("options rotate", "options rotate\nnameserver 192.0.2.53\nsearch lab.example\n"),
    ("search a.example\nnameserver 192.0.2.1\nnameserver 192.0.2.2", "nameserver 192.0.2.53\nsearch lab.example\n"),
    ("domain a.example\n; nameserver\n", "nameserver 192.0.2.53\nsearch lab.example\n; nameserver\n"),
    ("\tnameserver 192.0.2.1\n\n", "nameserver 192.0.2.53\nsearch lab.example\n\n"),
]


@pytest.mark.parametrize(("before", "after"), STATIC)
def test_plain_file_and_back(before, after):
    assert texts.with_directives(before, SEARCH) == after
    assert texts.with_directives(after, SEARCH) == after
    # Somebody's line stays on the way back, ours do not.
    changed = after + "options timeout:1\n"
    back = texts.without_directives(changed, after, before)
    assert "options timeout:1\n" in back and "192.0.2.53" not in back and "lab.example" not in back
    assert [line for line in before.splitlines() if line.split()[:1] == ["nameserver"]] == [
        line for line in back.splitlines() if line.split()[:1] == ["nameserver"]
    ]


def test_plain_file_with_other_nameservers_since_keeps_them():
    written = texts.with_directives("nameserver 192.0.2.10\n", SEARCH)
    assert (
        texts.without_directives("nameserver 192.0.2.99\n", written, "nameserver 192.0.2.10\n")
        == "nameserver 192.0.2.99\n"
    )


def test_search_domains_stay_without_wanted_ones():
    assert texts.with_directives("search a.example\nnameserver 192.0.2.1\n", ROUTED) == (
        "search a.example\nnameserver 192.0.2.53\n"
    )


@pytest.mark.parametrize("before", ["", "# head\n", "# head", "# head\n\n"])
def test_block_and_back(before):
    with_it = texts.with_block(before, ["nameserver 192.0.2.53"])
    assert texts.with_block(with_it, ["nameserver 192.0.2.53"]) == with_it
    assert texts.has_block(with_it) and not texts.has_block(before)
    whole_lines = before if before.endswith("\n") or not before else before + "\n"
    assert texts.without_block(with_it + "# mine\n") == whole_lines + "# mine\n"
    assert texts.with_block(with_it, []) == texts.without_block(with_it)


def test_a_block_that_somebody_has_cut_is_left_alone():
    assert texts.without_block(texts.BEGIN + "nameserver 192.0.2.53\n") == texts.BEGIN + "nameserver 192.0.2.53\n"


A = "a.openai.azure.com"


@pytest.mark.parametrize(
    "before, after",
    [
        pytest.param("10.0.14.9 a.openai.azure.com\n", "", id="its only name"),
        pytest.param("10.0.14.9 A.OpenAI.azure.com. # pinned\n", "", id="capitals, final dot and comment"),
        pytest.param(
            "127.0.0.1\tlocalhost  a.openai.azure.com keep # x\n",
            "127.0.0.1\tlocalhost keep # x\n",
            id="other names stay",
        ),
        pytest.param("# 10.0.14.9 a.openai.azure.com\n", "# 10.0.14.9 a.openai.azure.com\n", id="comment"),
        pytest.param("10.0.14.9 xa.openai.azure.com\n", "10.0.14.9 xa.openai.azure.com\n", id="another name"),
        pytest.param("1.1.1.1 x\n2.2.2.2 a.openai.azure.com\n3.3.3.3 y", "1.1.1.1 x\n3.3.3.3 y", id="in the middle"),
        pytest.param("10.0.14.9 a.openai.azure.com a.openai.azure.com b\n", "10.0.14.9 b\n", id="twice in a line"),
        pytest.param("\n10.0.14.9\nx \udce4\n", "\n10.0.14.9\nx \udce4\n", id="lines that are none"),
    ],
)
def test_unpinned(before, after):
    assert texts.unpinned(before, [A]) == after
