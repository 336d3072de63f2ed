# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Catalogue: commands that several codes share. Those for a host's resolver depend on its manager, and outlast a
restart.
"""

from __future__ import annotations

from .._core.needed import requirement
from .model import ByManager, Command, Note


def install(*libraries: str) -> tuple[Command, ...]:
    """Return the commands for the control node; C(libraries) are keys of NEEDED.

    They name versions, for pip keeps a library that is too old.
    """
    quoted = " ".join(f"'{requirement(library)}'" for library in libraries)
    return tuple(
        Command(f"{command} {quoted}", when=f"if ansible-core was installed by {program}", changes=True)
        for program, command in (("pip", "python3 -m pip install"), ("pipx", "pipx inject ansible-core"))
    )


# No manager: the playbook's own options name the nameserver that was asked, not the host.
ASKED = "asked"

_WHO = Command("ls -l /etc/resolv.conf; head -n 3 /etc/resolv.conf")
_WHO_MANAGES = (
    _WHO,
    Note(
        "Change the resolver where its manager keeps its settings (systemd-resolved, NetworkManager, resolvconf, or "
        "the file itself). Run the role private_dns_zone on the host to get the exact commands."
    ),
)
_CONNECTIONS = Command("nmcli -f NAME,DEVICE connection show --active")

USE_NAMESERVER = ByManager(
    "Use another nameserver",
    {
        "systemd-resolved": (
            Command("sudo resolvectl dns {interface} {nameserver:words}", changes=True),
            Command(
                "sudo mkdir -p /etc/systemd/resolved.conf.d && (echo '[Resolve]'; echo DNS={nameserver}; echo "
                "'Domains=~.') | sudo tee /etc/systemd/resolved.conf.d/privatelink.conf && sudo systemctl restart "
                "systemd-resolved",
                changes=True,
            ),
            Note("resolvectl takes effect at once; the file in resolved.conf.d makes the change permanent."),
        ),
        "NetworkManager": (
            _CONNECTIONS,
            Command(
                "sudo nmcli connection modify {network_connection} ipv4.dns {nameserver} ipv4.ignore-auto-dns yes && "
                "sudo nmcli connection up {network_connection}",
                changes=True,
            ),
        ),
        "resolvconf": (
            Command(
                "for server in {nameserver:words}; do echo nameserver $server; done | "
                "sudo tee /etc/resolvconf/resolv.conf.d/head && sudo resolvconf -u",
                changes=True,
            ),
        ),
        "static": (
            Command(
                "sudo sed -i.bak -E '/^[[:space:]]*nameserver[[:space:]]/d' /etc/resolv.conf && "
                "for server in {nameserver:words}; do echo nameserver $server; done | sudo tee -a /etc/resolv.conf",
                changes=True,
            ),
        ),
        ASKED: (Note("Name a nameserver other than {server_address} in private_dns_zone_nameservers."),),
    },
    _WHO_MANAGES,
)

DROP_SEARCH = ByManager(
    "Remove the search list",
    {
        "systemd-resolved": (
            Command("networkctl status {interface} | grep 'Network File'"),
            Command("sudo resolvectl domain {interface} ''", changes=True),
            Command(
                "sudo mkdir -p /etc/systemd/network/{network_file}.d && "
                "(echo '[Network]'; echo Domains=; echo '[DHCPv4]'; echo UseDomains=no) | "
                "sudo tee /etc/systemd/network/{network_file}.d/privatelink.conf && sudo networkctl reload",
                changes=True,
            ),
            Note("resolvectl takes effect at once; the file below /etc makes the change permanent."),
        ),
        "NetworkManager": (
            _CONNECTIONS,
            Command(
                "sudo nmcli connection modify {network_connection} ipv4.dns-search '' ipv4.dns {host_nameservers} "
                "ipv4.ignore-auto-dns yes && sudo nmcli connection up {network_connection}",
                changes=True,
            ),
        ),
        # Of several search lines the last one counts, and the root has no names that could answer.
        "resolvconf": (
            Command(
                "(echo search .; echo options ndots:1) | sudo tee -a /etc/resolvconf/resolv.conf.d/tail && sudo "
                "resolvconf -u",
                changes=True,
            ),
        ),
        "static": (
            Command(
                "sudo sed -i.bak -E '/^[[:space:]]*(search|domain)[[:space:]]/d; s/[[:space:]]ndots:[0-9]+//' "
                "/etc/resolv.conf",
                changes=True,
            ),
        ),
    },
    _WHO_MANAGES,
)

CLEAR_CACHE = ByManager(
    "Clear the host's cache",
    {
        "systemd-resolved": (
            Command("sudo resolvectl flush-caches", changes=True),
            Command("resolvectl query {name}"),
        ),
        "NetworkManager": (Command("sudo nmcli general reload dns-full", changes=True),),
        "resolvconf": (Command("sudo resolvconf -u", changes=True),),
        "static": (
            Command("ps -C nscd,dnsmasq,unbound,sssd -o args="),
            Note("If the command lists a cache, restart that cache."),
        ),
    },
    (_WHO,),
)

REPAIRS = (USE_NAMESERVER, DROP_SEARCH, CLEAR_CACHE)


# From the network interface: the endpoint's own customDnsConfigs is empty once it has a DNS zone group.
ENDPOINT_ADDRESSES = Command(
    "az network nic show --ids $(az network private-endpoint show --resource-group {endpoint_resource_group} "
    "--name {private_endpoint} --query 'networkInterfaces[0].id' --output tsv) --query "
    "'ipConfigurations[].[privateIPAddress, privateLinkConnectionProperties.fqdns]'"
)

DECLARE_ACCOUNT = Note("Add {account} to privatelink_accounts of {host}, or declare the accounts for all hosts.")
