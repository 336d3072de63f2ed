# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Catalogue: the host that looks, before it asks anybody."""

from __future__ import annotations

from ansible_collections.privatelink.azure_ai.plugins.module_utils._finding import LEARN, Finding

_DNS = LEARN + "private-link/private-endpoint-dns-integration"

FINDINGS = (
    Finding(
        "host_unreachable",
        "nothing could be observed from {host}: {error}",
        "Ansible could not run on the host, so what it would see is not known.",
        ("ansible {host} -m ansible.builtin.ping", "Repair the connection, then run the playbook again."),
        ("https://docs.ansible.com/ansible/latest/reference_appendices/faq.html",),
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
    ),
    Finding(
        "host_silent",
        "nothing was observed of {name} from {host}",
        "The host was meant to look and brought no result, which is no pass.",
        ("Run privatelink.azure_ai.validate again without skipping tasks.",),
        (_DNS,),
    ),
    Finding(
        "host_no_inside",
        "no host inside the network looked at {name}",
        "Only a host in the virtual network (or behind its VPN) can show that the private endpoint works.",
        ("Add a host to the inventory with privatelink_vantage: jumphost, and do not limit it away.",),
        (_DNS,),
    ),
    Finding(
        "host_not_outside",
        "{host} reaches {name} over {address}, so it is not outside",
        "The host that stands for the Internet resolves the name to a private address: it sits in the network itself "
        "(common for control nodes), and proves nothing about the public endpoint.",
        (
            "Add a host outside the network to the inventory, for example: outside-1 privatelink_vantage=outside.",
        ),
        (_DNS,),
    ),
    Finding(
        "host_pinned",
        "{name} is pinned in /etc/hosts; programs get {address}",
        "Programs take the pinned address and never ask DNS: it survives migrations of the endpoint unnoticed.",
        (
            "grep -niE '[[:space:]]{name_pattern}([[:space:]]|$)' /etc/hosts",
            "sudo sed -i.bak -E 's/[[:space:]]{name_pattern}([[:space:]]|$)/\\1/I' /etc/hosts",
        ),
        (_DNS,),
        severity="warning",
        explains=("tcp_refused", "tcp_timeout", "tcp_unreachable", "gate_public_access_disabled"),
    ),
    Finding(
        "host_system_differs",
        "programs on {host} get other addresses for {name} than DNS gives",
        "getaddrinfo answers differently from the nameservers: /etc/hosts, nsswitch.conf, a cache or another "
        "resolver stands between.",
        ("getent ahosts {name}", "resolvectl flush-caches", "grep hosts: /etc/nsswitch.conf"),
        (_DNS,),
        severity="warning",
        explains=("tcp_refused", "tcp_timeout", "tcp_unreachable", "gate_public_access_disabled"),
    ),
    Finding(
        "host_proxy_captures",
        "proxy variables on {host} would send {name} through a proxy",
        "A proxy resolves the name again, outside the virtual network, and reaches the public endpoint: the usual "
        "reason for 403 'Public access is disabled' where DNS is right.",
        ("export no_proxy=\"$no_proxy,{name}\"", "Add the name to no_proxy in /etc/environment as well."),
        (_DNS,),
        severity="warning",
        explains=("gate_public_access_disabled", "gate_network_rules", "proxy_denied", "proxy_auth_required",
                  "proxy_unreachable"),
    ),
    Finding(
        "host_search_trap",
        "a search domain of {host} comes before, or answers for, {name}",
        "With this search list a program that asks without a trailing dot can get the answer of another zone.",
        ("resolvectl status", "Remove the search domain, or lower ndots in /etc/resolv.conf."),
        (_DNS,),
        severity="warning",
        explains=("host_system_differs",),
    ),
)
