# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Catalogue: the host itself, before it sends a query."""

from __future__ import annotations

from .model import Cause, Command, Finding, Note
from .pages import IN_NETWORK, INTEGRATION
from .repairs import CLEAR_CACHE, DECLARE_ACCOUNT, DROP_SEARCH, install

_ANSIBLE = "https://docs.ansible.com/ansible/latest/reference_appendices/faq.html"

PROGRAMS = Command("getent ahosts {name}")
SOURCES = Command("grep ^hosts: /etc/nsswitch.conf")

FIND_PIN = Command(
    "grep -niE {pattern} /etc/hosts", words=(("pattern", "[[:space:]]{name_pattern}[.]?([[:space:]#]|$)"),)
)
# Takes the name out of its lines, and lines away that have no other name.
UNPIN = Command(
    "sudo sed -i.bak -E {program} /etc/hosts",
    changes=True,
    words=(
        (
            "program",
            "/^[^#]*[[:space:]]{name_pattern}[.]?([[:space:]#]|$)/I{{"
            ":a;s/[[:space:]]+{name_pattern}[.]?([[:space:]]|$)/ /I;ta;s/[[:space:]]+{name_pattern}[.]?#/ #/I;ta;"
            "/^[[:space:]]*[^[:space:]#]+[[:space:]]*(#.*)?$/d}}",
        ),
    ),
)
_NO_LIBRARY = "Without the library the checks on {host} cannot run, so what the host sees is not known."
_NOT_THE_ENDPOINT = ("tcp_refused", "tcp_timeout", "tcp_unreachable", "gate_public_access_disabled")

FINDINGS = (
    Finding(
        "host_unreachable",
        "host",
        (
            Cause(
                "nothing could be observed from {host}: {error}",
                "Ansible could not connect to the host, so what the host sees is not known.",
                (
                    Command("ansible {host} -i {inventory} -m ansible.builtin.ping"),
                    Note("Fix the connection, then run the playbook again."),
                ),
                (_ANSIBLE,),
            ),
        ),
        "Ansible cannot reach the host, so its observation contains only the error (playbook validate, filter "
        "verdict).",
    ),
    Finding(
        "host_failed",
        "host",
        (
            Cause(
                "the checks on {host} failed: {error}",
                "A usable result from {host} is missing, so what the host sees is not known.",
                (Note("Fix what the error names, then run the playbook again."),),
                (_ANSIBLE,),
            ),
            Cause(
                id="without_token",
                when="the host checked the name, but without a token",
                summary="{host} checked {name} without a token: {error}",
                why="What only a request with a token shows, such as roles and the model, is not known from {host}. "
                "Its other checks are not affected.",
            ),
            Cause(
                id="one_request",
                when="a request could not be made",
                summary="a request from {host} to {name} could not be made: {error}",
                why="What that request would have shown is not known. Other checks of {host} are not affected.",
            ),
            Cause(
                id="library_of_jumphost",
                when="a Python library is missing on a jumphost",
                why=_NO_LIBRARY,
                remedy=(
                    Note("If {host} is a pod, add the library to its image: configure_jumphost cannot prepare a pod."),
                    Command(
                        "ansible-playbook -i {inventory} privatelink.azure_ai.configure_jumphost --limit {host}",
                        when="if it is not a pod",
                        changes=True,
                    ),
                ),
            ),
            Cause(
                id="library_of_host",
                when="a Python library is missing on a host that is not a jumphost",
                why=_NO_LIBRARY,
                remedy=(
                    Note(
                        "The playbook configure_jumphost does not change such a host: install the libraries yourself."
                    ),
                    Command(
                        "ansible {host} -i {inventory} --become -m ansible.builtin.package "
                        "-a name=python3-dnspython,python3-requests",
                        when="if it runs Debian or Ubuntu",
                        changes=True,
                    ),
                    Command(
                        "ansible {host} -i {inventory} --become -m ansible.builtin.package "
                        "-a name=python3-dns,python3-requests",
                        when="if it runs RHEL or a derivative",
                        changes=True,
                    ),
                    Note(
                        "If it cannot have packages, set ansible_python_interpreter to a Python that has the libraries."
                    ),
                ),
            ),
            Cause(
                id="library_of_control_node",
                when="a Python library is missing on the control node, which looks from outside",
                why=_NO_LIBRARY,
                remedy=(
                    *install("dns", "requests"),
                    Note(
                        "Or declare a host with privatelink_vantage: outside, which then looks instead of the control "
                        "node."
                    ),
                ),
            ),
        ),
        "A host has no usable result, a token cannot be obtained there, or a probe ends in host_failed "
        "(playbook validate, filter verdict).",
        outcome="unknown",
    ),
    Finding(
        "host_silent",
        "host",
        (
            Cause(
                "{host} returned no result for {name}",
                "The host has to check the name. A missing result does not count as a pass.",
                (Note("Run privatelink.azure_ai.validate again without skipping tasks."),),
                (INTEGRATION,),
            ),
            Cause(
                id="undeclared",
                when="the host declares no account",
                summary="{host} declares no account, so it did not check {name}",
                why="A host checks the accounts in its privatelink_accounts, and this list is empty.",
                remedy=(DECLARE_ACCOUNT,),
            ),
            Cause(
                id="unreported",
                when="a merge has no usable observation of the host",
                summary="no part that counts has an observation of {host}, so it is not known whether {host} reaches "
                "{name}",
                why="Every host of the inventory has to be in a part of the merge. A run that is killed or canceled "
                "writes no part, and a part that the merge refuses does not count.",
                remedy=(
                    Note(
                        "Run the playbook validate with validate_part: true for {host}, or its job, then merge again. "
                        "The warnings of the merge name the parts that it refused."
                    ),
                ),
            ),
        ),
        "A host has no result of aoai_probe for a name that it has to check (filter verdict), or is not in any part of "
        "a merge (playbook merge).",
    ),
    Finding(
        "host_no_inside",
        "host",
        (
            Cause(
                "no host inside the network checked {name}",
                "Only a host in the virtual network (or behind its VPN) can show that the private endpoint works.",
                (
                    Note(
                        "Add a host with privatelink_vantage: jumphost to the inventory, and do not exclude it with "
                        "--limit."
                    ),
                ),
                (INTEGRATION,),
            ),
            Cause(
                id="undeclared",
                when="hosts with the vantage jumphost or onprem exist, but none of them declares the account",
                summary="{host} is a host inside the network but does not declare {account}, so {name} was not checked "
                "from inside",
                remedy=(DECLARE_ACCOUNT,),
            ),
        ),
        "No host with the vantage jumphost or onprem sent a request to the account, and nothing else about the account "
        "is unknown (filter verdict).",
    ),
    Finding(
        "host_not_outside",
        "host",
        (
            Cause(
                "{host} gets the private address {address} for {name}, so the host is not outside the network",
                "The host that stands for the Internet resolves the name to a private address. It is inside the "
                "network itself (common for control nodes), and proves nothing about the public endpoint.",
                (
                    Note(
                        "Add a host outside the network to the inventory, for example: outside-1 "
                        "privatelink_vantage=outside."
                    ),
                ),
                (INTEGRATION,),
            ),
        ),
        "A host with the vantage outside resolves the name to, or connects to, a private or expected address (filter "
        "verdict, from DNS answers and probes).",
    ),
    Finding(
        "host_pinned",
        "host",
        (
            Cause(
                "{name} is pinned to {address} in {pinned_in}",
                "Programs on {host} use the pinned address and never ask DNS. The entry stays when the endpoint "
                "moves to another address.",
                (
                    FIND_PIN,
                    UNPIN,
                    PROGRAMS,
                    Note(
                        "If the line comes back after a restart, cloud-init writes it: set manage_etc_hosts: false in "
                        "/etc/cloud/cloud.cfg."
                    ),
                ),
                (INTEGRATION, IN_NETWORK),
            ),
        ),
        "A line of /etc/hosts has the name, and programs use that file, by nsswitch.conf or by the stub of "
        "systemd-resolved (privatelink_dns_facts).",
        severity="warning",
        explains=_NOT_THE_ENDPOINT,
        diverts=True,
    ),
    Finding(
        "host_system_differs",
        "host",
        (
            Cause(
                "programs on {host} get {address} for {name}, but DNS gives {dns_address}",
                "getaddrinfo answers differently from the nameservers: /etc/hosts, nsswitch.conf, a cache or another "
                "resolver is in between.",
                (PROGRAMS, SOURCES, CLEAR_CACHE),
                (INTEGRATION, IN_NETWORK),
            ),
            Cause(
                id="nothing",
                when="programs get no address at all",
                summary="programs on {host} get no address for {name}, although DNS gives {dns_address}",
                why="The C library does not get as far as the nameservers: nsswitch.conf leaves out dns, or its "
                "resolver is stuck.",
                remedy=(
                    PROGRAMS,
                    SOURCES,
                    Note("If the hosts line of /etc/nsswitch.conf lacks dns, add it after files."),
                    CLEAR_CACHE,
                ),
            ),
        ),
        "getaddrinfo differs from every working nameserver (privatelink_dns_facts), or a probe by name connects "
        "to another address than the endpoint's (filter verdict).",
        severity="warning",
        explains=_NOT_THE_ENDPOINT,
        diverts=True,
    ),
    Finding(
        "host_offline",
        "host",
        (
            Cause(
                "{host} reaches no control endpoint on the Internet",
                "Its request to {name} was not answered either, which shows nothing about the public endpoint.",
                (Note("Give {host} access to the Internet, or check from another host outside."),),
                (INTEGRATION,),
            ),
        ),
        "A request from outside went unanswered, and so did all control endpoints (aoai_probe).",
    ),
    Finding(
        "host_proxy_captures",
        "host",
        (
            Cause(
                "proxy variables on {host} would send requests for {name} through a proxy",
                "A proxy resolves the name itself, outside the virtual network, and reaches the public endpoint. "
                "That is the usual reason for 403 'Public access is disabled' where DNS is correct.",
                (
                    Command("grep -inE '(http|https|all|no)_proxy' /etc/environment /etc/profile.d/*"),
                    Command("export no_proxy=$no_proxy,{name}; export NO_PROXY=$no_proxy", changes=True),
                    Note(
                        "Also add the name to no_proxy in the files that the first command shows; otherwise it is "
                        "lost when this shell ends."
                    ),
                ),
                (INTEGRATION,),
            ),
        ),
        "Proxy variables of the process, of login files or of systemd apply to the name, by the rules of curl, "
        "Python or Go (privatelink_dns_facts).",
        severity="warning",
        explains=(
            "gate_public_access_disabled",
            "gate_network_rules",
            "proxy_denied",
            "proxy_auth_required",
            "proxy_unreachable",
        ),
    ),
    Finding(
        "host_search_trap",
        "host",
        (
            Cause(
                "a search domain of {host} ({search}; ndots {ndots}) is tried before {name}, or answers for it",
                "With this search list, a program that asks without a trailing dot can get the answer of another zone.",
                (
                    Command("dig +search {name}"),
                    Command("grep -E '^(search|domain|options)' /etc/resolv.conf"),
                    DROP_SEARCH,
                ),
                (INTEGRATION, IN_NETWORK),
            ),
        ),
        "The host has a search list, and either the name has fewer dots than ndots or getaddrinfo answers where DNS "
        "does not (privatelink_dns_facts).",
        severity="warning",
        explains=("host_system_differs",),
    ),
)
