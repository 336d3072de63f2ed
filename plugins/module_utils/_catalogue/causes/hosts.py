# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Causes on the host itself: what its programs get before, or instead of, an answer of a nameserver."""

from __future__ import annotations

from dataclasses import replace

from ..host import FIND_PIN, PROGRAMS, SOURCES, UNPIN
from ..model import Command, Note
from ..pages import IN_NETWORK, INTEGRATION
from ..repairs import CLEAR_CACHE, DROP_SEARCH
from .model import Candidate, Family, Signal

SIGNALS = (
    Signal(
        "pinned",
        "a line of /etc/hosts has the name",
        "{host}: {pin_place} has {pin_address}",
    ),
    Signal(
        "search_list",
        "the host has a search list that is tried before the name, or answers for it",
        "{host} has the search list {search_domains} (ndots {search_ndots})",
    ),
    Signal("programs_get_nothing", "programs of the host get no address", "{host}: programs get no address"),
    Signal(
        "programs_get_no_pin",
        "programs get an address that no line of /etc/hosts has",
        "{host}: programs get {system_address}, which /etc/hosts does not have",
    ),
    Signal(
        "programs_get_a_nameservers",
        "programs get what one of the host's nameservers answers",
        "{host}: programs get what {seen_server} answers, {seen_answer}",
    ),
    Signal("host_has_stub", "the host asks the stub resolver of systemd-resolved", "{host} asks systemd-resolved"),
    Signal(
        "private_over_hop",
        "a nameserver gives the host a private address through the privatelink name",
        "{host}: {seen_server} answers {seen_answer}, through {own_hop}",
    ),
    Signal(
        "endpoint_answers",
        "Azure answers the host at an address that is declared as the private endpoint's",
        "Azure answers {host} at {met_address}, which is declared as the private endpoint's address",
    ),
    Signal(
        "programs_get_invented",
        "programs get an address that overlays use (100.64.0.0/10 or 198.18.0.0/15)",
        "{host}: programs get {system_address}, an address that overlays use",
    ),
)

_PIN = Candidate(
    "hosts_pin",
    ("host_pinned", "host_not_outside"),
    "a line of /etc/hosts has the name",
    "Programs on {host} use {pin_address} from {pin_place} and never ask DNS. The line stays when the endpoint moves "
    "to another address.",
    remedy=(
        FIND_PIN,
        UNPIN,
        PROGRAMS,
        Note(
            "If the line comes back after a restart, cloud-init writes it: set manage_etc_hosts: false in "
            "/etc/cloud/cloud.cfg."
        ),
    ),
    looks=(FIND_PIN, PROGRAMS),
    docs=(INTEGRATION, IN_NETWORK),
    needs=("pinned",),
    proven_by=("pinned",),
)

_SEARCH = Candidate(
    "search_domain",
    ("host_search_trap",),
    "a search domain can answer for the name",
    "The search list {search_domains} of {host} is tried before {name}, or answers for it: a program that asks "
    "without a trailing dot can get the answer of another zone.",
    remedy=(
        Command("dig +search {name}"),
        Command("grep -E '^(search|domain|options)' /etc/resolv.conf"),
        DROP_SEARCH,
    ),
    docs=(INTEGRATION, IN_NETWORK),
    needs=("search_list",),
    supported_by=("search_list",),
)

CANDIDATES = (
    _PIN,
    replace(_PIN, codes=("host_system_differs",), excluded_by=("programs_get_no_pin",)),
    _SEARCH,
    replace(
        _SEARCH,
        codes=("host_system_differs",),
        excluded_by=("programs_get_a_nameservers",),
        yields_to=("hosts_pin",),
    ),
    Candidate(
        "nss_without_dns",
        ("host_system_differs",),
        "the C library gets no answer from the nameservers (nsswitch.conf, or a resolver that is stuck)",
        "Programs on {host} get no address although the nameservers have one: nsswitch.conf leaves out dns, or the "
        "host's resolver is stuck.",
        remedy=(
            SOURCES,
            PROGRAMS,
            Note("If the hosts line of /etc/nsswitch.conf lacks dns, add it after files."),
            CLEAR_CACHE,
        ),
        looks=(SOURCES, PROGRAMS),
        docs=(INTEGRATION, IN_NETWORK),
        needs=("programs_get_nothing",),
        supported_by=("programs_get_nothing",),
    ),
    Candidate(
        "nameserver_order",
        ("host_system_differs",),
        "programs get the answer of one of the host's nameservers, and others give different ones",
        "Programs on {host} get the answer of {seen_server}, and other nameservers of the host give different answers.",
        remedy=(
            Command("getent ahosts {name}"),
            Note("Keep only nameservers that answer from the private DNS zone {zone}."),
        ),
        docs=(INTEGRATION, IN_NETWORK),
        needs=("programs_get_a_nameservers",),
        proven_by=("programs_get_a_nameservers",),
    ),
    Candidate(
        "local_cache",
        ("host_system_differs",),
        "a cache or another source of names on the host answers (nscd, sssd, systemd-resolved, a VPN client)",
        "Programs on {host} get a different address from the one that its nameservers give: a cache or another source "
        "of names answers instead.",
        remedy=(PROGRAMS, SOURCES, CLEAR_CACHE),
        looks=(PROGRAMS, SOURCES),
        docs=(INTEGRATION, IN_NETWORK),
        supported_by=("programs_get_no_pin", "host_has_stub"),
        excluded_by=("programs_get_nothing", "programs_get_a_nameservers"),
        yields_to=("hosts_pin", "search_domain"),
    ),
    Candidate(
        "host_inside",
        ("host_not_outside",),
        "the host is inside the network",
        "The host that stands for the Internet gets or reaches a private address: it is inside the network (common for "
        "control nodes), and proves nothing about the public endpoint.",
        remedy=(
            Command("getent ahosts {name}"),
            Note(
                "Add a host outside the network to the inventory, for example: outside-1 privatelink_vantage=outside."
            ),
        ),
        docs=(INTEGRATION,),
        supported_by=("private_over_hop", "endpoint_answers"),
        excluded_by=("pinned",),
        yields_to=("overlay",),
    ),
)

FAMILY = Family("hosts", "the host itself", SIGNALS, CANDIDATES)
