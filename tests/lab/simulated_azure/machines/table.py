# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The machines: hosts with a systemd, an sshd and a file system of their own. A new one is one row.

They have no way to anything but the lab. `layer` is a row of trees.LAYERS, `resolver` one of furniture.RESOLVERS.
"""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass

from simulated_azure.accounts import REGIONS
from simulated_azure.dns.resolvers import AZURE_DNS, ONPREM_DNS, PUBLIC_DNS
from simulated_azure.network.isolation import NotPossible
from simulated_azure.network.vantages import ENDPOINT_NETWORK, ESTATE_NETWORK, PUBLIC_NETWORKS, Vantage

MACHINE_NETWORKS = "10.0.128.0/17"
ONPREM_NETWORK = "172.20.10.0/24"
CONTROL_NETWORK = "198.18.0.0/24"
MOST = 100

# Where Ansible runs: on the Internet, and let in to the machines' sshd.
CONTROL = Vantage(
    "control",
    "control-1",
    "198.18.0.10/24",
    routes=(*PUBLIC_NETWORKS, MACHINE_NETWORKS, ONPREM_NETWORK),
    resolv_conf=(f"nameserver {PUBLIC_DNS}",),
    role="outside",
)

PROXY = "http://192.0.2.80:3128"
HEALTHY = "aro-azureopenai.openai.azure.com"


@dataclass(frozen=True)
class Machine:
    name: str
    what: str
    layer: str = "bare"
    resolver: str = "static"
    nameserver: str = AZURE_DNS
    trusts_lab: bool = True  # the lab's authority is in the store of the operating system
    pins: tuple[tuple[str, str], ...] = ()  # lines of /etc/hosts
    files: tuple[tuple[str, str], ...] = ()  # path and text of what else differs
    role: str = "jumphost"
    number: int = 0  # of its network

    @property
    def address(self) -> str:
        return self.vantage.address.partition("/")[0]

    @property
    def vantage(self) -> Vantage:
        """How it is joined to the lab."""
        if self.role == "onprem":
            return Vantage(
                f"m{self.number}",
                self.name,
                "172.20.10.10/24",
                resolv_conf=(),
                role=self.role,
                routes=(*PUBLIC_NETWORKS, ENDPOINT_NETWORK, ESTATE_NETWORK, "172.20.0.0/24", CONTROL_NETWORK),
            )
        return Vantage(
            f"m{self.number}",
            self.name,
            f"10.0.{128 + self.number}.10/24",
            routes=("default",),
            resolv_conf=(),
            role=self.role,
        )


MACHINES = tuple(
    dataclasses.replace(machine, number=number)
    for number, machine in enumerate(
        (
            Machine(
                "jump-resolved",
                "systemd-resolved and systemd-networkd; packages in a file: repository",
                layer="resolved",
                resolver="resolved",
            ),
            Machine(
                "jump-nm",
                "NetworkManager; libraries and tools are there",
                layer="networkmanager",
                resolver="networkmanager",
            ),
            Machine(
                "jump-resolvconf",
                "resolvconf; no libraries, no package source",
                layer="resolvconf",
                resolver="resolvconf",
            ),
            Machine(
                "jump-plain",
                "a plain resolv.conf; packages in a file: repository; does not trust the lab's authority",
                layer="repository",
                trusts_lab=False,
            ),
            Machine("jump-bare", "Python, no libraries, no package source"),
            Machine(
                "jump-broken",
                "a proxy, a hosts pin and the public resolver; libraries and tools are there",
                layer="equipped",
                nameserver=PUBLIC_DNS,
                pins=((REGIONS["eastus"].address, HEALTHY),),
                files=(
                    ("/etc/environment", f'https_proxy="{PROXY}"\nHTTPS_PROXY="{PROXY}"\nno_proxy="localhost"\n'),
                    ("/etc/profile.d/proxy.sh", f"export https_proxy={PROXY}\nexport no_proxy=localhost\n"),
                ),
            ),
            Machine(
                "onprem-1m",
                "on-premises, behind a resolver with a conditional forwarder",
                layer="equipped",
                nameserver=ONPREM_DNS,
                role="onprem",
            ),
        )
    )
)

_CHOICE = re.compile(r"(?:(\d+)x)?([a-z0-9-]+)")


def machines_named(text: str) -> list[Machine]:
    """The rows of `all`, of names with commas between, or of `20xNAME`, which are so many alike; raises NotPossible."""
    table = {machine.name: machine for machine in MACHINES}
    chosen: list[Machine] = []
    copies = len(MACHINES)
    for choice in text.split(","):
        count, name = match.groups() if (match := _CHOICE.fullmatch(choice)) else (None, choice)
        if choice == "all":
            chosen += MACHINES
        elif name not in table:
            raise NotPossible(
                f"there is no machine {name!r}; there are: all, {', '.join(table)}, 20x{MACHINES[0].name}"
            )
        elif count is None:
            chosen.append(table[name])
        else:
            chosen += [
                dataclasses.replace(table[name], name=f"{name}-{copy + 1}", number=copies + copy)
                for copy in range(int(count))
            ]
            copies += int(count)
    if copies > MOST:
        raise NotPossible(f"at most {MOST} machines have a network of their own")
    return list(dict.fromkeys(chosen))
