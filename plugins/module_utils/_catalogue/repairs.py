# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Catalogue: what to type on a host, by who manages its resolver. Whatever is typed here outlasts a restart."""

from __future__ import annotations

from .model import ByManager

# No manager: the playbook's own options name the nameserver that was asked, not the host.
ASKED = "asked"

_WHO = "ls -l /etc/resolv.conf; head -n 3 /etc/resolv.conf"
_WHO_MANAGES = (
    _WHO,
    "Repair it where its manager keeps it (systemd-resolved, NetworkManager, resolvconf, or the file itself); run the "
    "role private_dns_zone on the host, and this text names the commands.",
)
_CONNECTIONS = "nmcli -f NAME,DEVICE connection show --active"

USE_NAMESERVER = ByManager(
    "Let the host ask another nameserver",
    {
        "systemd-resolved": (
            "sudo resolvectl dns {interface} {nameserver}",
            "sudo mkdir -p /etc/systemd/resolved.conf.d && (echo '[Resolve]'; echo 'DNS={nameserver}'; echo 'Domains=~.') | "
            "sudo tee /etc/systemd/resolved.conf.d/privatelink.conf && sudo systemctl restart systemd-resolved",
            "resolvectl acts at once, the file in resolved.conf.d lasts.",
        ),
        "NetworkManager": (
            _CONNECTIONS,
            "sudo nmcli connection modify '<connection>' ipv4.dns '{nameserver}' ipv4.ignore-auto-dns yes && "
            "sudo nmcli connection up '<connection>'",
        ),
        "resolvconf": (
            "for server in {nameserver}; do echo nameserver $server; done | sudo tee /etc/resolvconf/resolv.conf.d/head && sudo resolvconf -u",
        ),
        "static": (
            "sudo sed -i.bak -E '/^[[:space:]]*nameserver[[:space:]]/d' /etc/resolv.conf && "
            "for server in {nameserver}; do echo nameserver $server; done | sudo tee -a /etc/resolv.conf",
        ),
        ASKED: ("Name another nameserver than {server_address} in private_dns_zone_nameservers.",),
    },
    _WHO_MANAGES,
)

DROP_SEARCH = ByManager(
    "Take away the host's search list",
    {
        "systemd-resolved": (
            "networkctl status {interface} | grep 'Network File'",
            "sudo resolvectl domain {interface} ''",
            "sudo mkdir -p /etc/systemd/network/<file>.d && (echo '[Network]'; echo Domains=; echo '[DHCPv4]'; echo UseDomains=no) | "
            "sudo tee /etc/systemd/network/<file>.d/privatelink.conf && sudo networkctl reload",
            "resolvectl acts at once, the file below /etc lasts; <file> is the name that networkctl shows, without its "
            "directory.",
        ),
        "NetworkManager": (
            _CONNECTIONS,
            "sudo nmcli connection modify '<connection>' ipv4.dns-search '' ipv4.dns '{host_nameservers}' "
            "ipv4.ignore-auto-dns yes && sudo nmcli connection up '<connection>'",
        ),
        # Of several search lines the last one counts, and the root has no names that could answer.
        "resolvconf": (
            "(echo search .; echo options ndots:1) | sudo tee -a /etc/resolvconf/resolv.conf.d/tail && sudo resolvconf -u",
        ),
        "static": (
            "sudo sed -i.bak -E '/^[[:space:]]*(search|domain)[[:space:]]/d; s/[[:space:]]ndots:[0-9]+//' /etc/resolv.conf",
        ),
    },
    _WHO_MANAGES,
)

CLEAR_CACHE = ByManager(
    "Clear the host's cache",
    {
        "systemd-resolved": ("sudo resolvectl flush-caches", "resolvectl query {name}"),
        "NetworkManager": ("sudo nmcli general reload dns-full",),
        "resolvconf": ("sudo resolvconf -u",),
        "static": ("ps -C nscd,dnsmasq,unbound,sssd -o args=", "Restart the cache that this names, if it names one."),
    },
    (_WHO,),
)

REPAIRS = (USE_NAMESERVER, DROP_SEARCH, CLEAR_CACHE)
