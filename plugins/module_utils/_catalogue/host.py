# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Catalogue: the host that looks, before it asks anybody."""

from __future__ import annotations

from .model import LEARN, Finding, Variant
from .repairs import CLEAR_CACHE, DROP_SEARCH

_DNS = LEARN + "private-link/private-endpoint-dns-integration"
_IN_NETWORK = LEARN + "virtual-network/virtual-networks-name-resolution-for-vms-and-role-instances"

# Takes the name out of its lines, and lines away that have no other name.
_UNPIN = (
    "sudo sed -i.bak -E '/^[^#]*[[:space:]]{name_pattern}[.]?([[:space:]#]|$)/I{{"
    ":a;s/[[:space:]]+{name_pattern}[.]?([[:space:]]|$)/ /I;ta;s/[[:space:]]+{name_pattern}[.]?#/ #/I;ta;"
    "/^[[:space:]]*[^[:space:]#]+[[:space:]]*(#.*)?$/d}}' /etc/hosts"
)
_NOT_THE_ENDPOINT = ("tcp_refused", "tcp_timeout", "tcp_unreachable", "gate_public_access_disabled")

FINDINGS = (
    Finding(
        "host_unreachable",
        "nothing could be observed from {host}: {error}",
        "Ansible could not run on the host, so what it would see is not known.",
        ("ansible {host} -m ansible.builtin.ping", "Repair the connection, then run the playbook again."),
        ("https://docs.ansible.com/ansible/latest/reference_appendices/faq.html",),
        detected="Ansible's ping does not reach the host, so its observation holds nothing but the error (playbook "
        "validate, filter verdict).",
    ),
    Finding(
        "host_failed",
        "{host} could not look: {error}",
        "Ansible reached the host, but a task failed there, so what it would see is not known.",
        (
            "Mend what the message names, then run the playbook again.",
            "ansible-playbook privatelink.azure_ai.configure_jumphost  # when a Python library is missing",
        ),
        ("https://docs.ansible.com/ansible/latest/reference_appendices/faq.html",),
        detected="A task fails on a host that answers, no token can be had there, or a probe ends in host_failed "
        "(playbook validate, filter verdict).",
    ),
    Finding(
        "host_silent",
        "nothing was observed of {name} from {host}",
        "The host was meant to look and brought no result, which is no pass.",
        ("Run privatelink.azure_ai.validate again without skipping tasks.",),
        (_DNS,),
        detected="A host without an error has no result of aoai_probe for a name that it is to look at (filter "
        "verdict).",
    ),
    Finding(
        "host_no_inside",
        "no host inside the network looked at {name}",
        "Only a host in the virtual network (or behind its VPN) can show that the private endpoint works.",
        ("Add a host to the inventory with privatelink_vantage: jumphost, and do not limit it away.",),
        (_DNS,),
        detected="No host of vantage jumphost or onprem sent a request to the account, and nothing else about it is "
        "unknown (filter verdict).",
    ),
    Finding(
        "host_not_outside",
        "{host} reaches {name} over {address}, so it is not outside",
        "The host that stands for the Internet resolves the name to a private address: it sits in the network itself "
        "(common for control nodes), and proves nothing about the public endpoint.",
        ("Add a host outside the network to the inventory, for example: outside-1 privatelink_vantage=outside.",),
        (_DNS,),
        detected="A host of vantage outside is given, or dials, a private or expected address (filter verdict, over "
        "DNS answers and peers of probes).",
    ),
    Finding(
        "host_pinned",
        "{name} is pinned to {address} in {pinned_in}",
        "Programs on {host} take the pinned address and never ask DNS: it survives migrations of the endpoint unnoticed.",
        (
            "grep -niE '[[:space:]]{name_pattern}[.]?([[:space:]#]|$)' /etc/hosts",
            _UNPIN,
            "getent ahosts {name}",
            "If the line comes back after a restart, cloud-init writes it: set manage_etc_hosts: false in /etc/cloud/cloud.cfg.",
        ),
        (_DNS, _IN_NETWORK),
        detected="A line of /etc/hosts has the name, and nsswitch.conf or the stub of systemd-resolved reads that "
        "file (privatelink_dns_facts).",
        severity="warning",
        explains=_NOT_THE_ENDPOINT,
    ),
    Finding(
        "host_system_differs",
        "programs on {host} get {address} for {name}, DNS gives {dns_address}",
        "getaddrinfo answers differently from the nameservers: /etc/hosts, nsswitch.conf, a cache or another "
        "resolver stands between.",
        ("getent ahosts {name}", "grep ^hosts: /etc/nsswitch.conf", CLEAR_CACHE),
        (_DNS, _IN_NETWORK),
        detected="getaddrinfo differs from every working nameserver (privatelink_dns_facts), or a probe by name dials "
        "what is not the endpoint (filter verdict).",
        severity="warning",
        explains=_NOT_THE_ENDPOINT,
        variants={
            "nothing": Variant(
                "programs get no address at all",
                "programs on {host} get no address for {name}, although DNS gives {dns_address}",
                "The C library does not get as far as the nameservers: nsswitch.conf leaves out dns, or its resolver is "
                "stuck.",
                (
                    "getent ahosts {name}",
                    "grep ^hosts: /etc/nsswitch.conf",
                    "If dns is missing there, add it behind files.",
                    CLEAR_CACHE,
                ),
            ),
        },
    ),
    Finding(
        "host_proxy_captures",
        "proxy variables on {host} would send {name} through a proxy",
        "A proxy resolves the name again, outside the virtual network, and reaches the public endpoint: the usual "
        "reason for 403 'Public access is disabled' where DNS is right.",
        (
            "grep -inE '(http|https|all|no)_proxy' /etc/environment /etc/profile.d/*",
            "export no_proxy=$no_proxy,{name}; export NO_PROXY=$no_proxy",
            "Add the name to no_proxy where the first command found it as well, or it is lost with this shell.",
        ),
        (_DNS,),
        detected="Proxy variables of the process, of login files or of systemd take the name, by the rules of curl, "
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
        "a search domain of {host} ({search}; ndots {ndots}) comes before, or answers for, {name}",
        "With this search list a program that asks without a trailing dot can get the answer of another zone.",
        ("dig +search {name}", "grep -E '^(search|domain|options)' /etc/resolv.conf", DROP_SEARCH),
        (_DNS, _IN_NETWORK),
        detected="A search list, and fewer dots in the name than ndots, or an answer of getaddrinfo where DNS has "
        "none (privatelink_dns_facts).",
        severity="warning",
        explains=("host_system_differs",),
    ),
)
