# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The network: runs as the lab's root process, in namespaces of its own, and joins the vantages to the servers."""

from __future__ import annotations

import contextlib
import ctypes
import ipaddress
import shlex
import subprocess
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from simulated_azure.accounts import ACCOUNTS
from simulated_azure.dns.resolvers import RESOLVERS, Resolver
from simulated_azure.http import front_ends
from simulated_azure.http.endpoints import Endpoint
from simulated_azure.network.vantages import SERVED_NETWORKS, UNPEERED_NETWORK, VANTAGES, Vantage
from simulated_azure.state import State

CLONE_NEWNET = 0x40000000

NSSWITCH = "passwd: files\ngroup: files\nshadow: files\nhosts: files dns\n"
HOSTS = "127.0.0.1 localhost\n::1 localhost ip6-localhost ip6-loopback\n"


NARROW_GATEWAY = "10.255.255.1"
NARROW_LINK_BYTES = 600


class Network(NamedTuple):
    """The processes that hold the namespaces open."""

    vantages: dict[str, int]
    narrow: int  # where the endpoints behind the narrow link are


def build(state: State, vantages: Iterable[Vantage] = VANTAGES) -> Network:
    """Makes all namespaces and the links between them."""
    Path("/proc/sys/net/ipv4/ip_forward").write_text("1")  # routers tell when there is no way on
    Path("/proc/sys/net/ipv4/icmp_ratelimit").write_text("0")  # ... each time, whoever has asked just before
    _ip(["link set lo up"] + [f"route add local {network} dev lo" for network in SERVED_NETWORKS])
    route_destinations()
    holders = {vantage.name: hold_namespaces() for vantage in vantages}
    for vantage in vantages:
        plug_in(vantage, holders[vantage.name])
        configure(vantage, holders[vantage.name])
        _furnish(vantage, holders[vantage.name], state)
    return Network(holders, _narrow_link())


def route_destinations() -> None:
    """Lets packets to some addresses vanish or come back, as the tables say; also when they have changed."""
    _ip(
        [f"route flush type {kind}" for kind in ("blackhole", "unreachable", "prohibit")]
        + [f"route add blackhole {UNPEERED_NETWORK}"]
        + [f"route add {there.route} {address}" for address, there in _destinations() if there.route != "local"]
    )


def _narrow_link() -> int:
    """A link whose ends disagree about its MTU: what is too large for one end is lost, and nobody is told."""
    holder = hold_namespaces()
    behind = [address for address, endpoint in front_ends.addresses().items() if endpoint.narrow]
    _ip(
        [
            f"link add name to-narrow mtu {NARROW_LINK_BYTES} type veth peer name eth0 mtu 1500 netns {holder}",
            f"address add {NARROW_GATEWAY}/24 dev to-narrow",
            "link set to-narrow up",
        ]
    )
    _ip(
        [
            "link set lo up",
            "address add 10.255.255.2/24 dev eth0",
            *(f"address add {address}/32 dev lo" for address in behind),
            "link set eth0 up",
            f"route add default via {NARROW_GATEWAY}",
        ],
        inside=holder,
    )
    _ip([f"route add {address} via 10.255.255.2" for address in behind])
    return holder


@contextlib.contextmanager
def in_namespace(holder: int) -> Iterator[None]:
    """Sockets that this thread makes in the meantime are in the network namespace of that process."""
    libc = ctypes.CDLL(None, use_errno=True)
    with open("/proc/thread-self/ns/net", "rb") as here, open(f"/proc/{holder}/ns/net", "rb") as there:
        _enter(libc, there.fileno())
        try:
            yield
        finally:
            _enter(libc, here.fileno())


def _enter(libc: ctypes.CDLL, namespace: int) -> None:
    if libc.setns(namespace, CLONE_NEWNET):
        raise OSError(ctypes.get_errno(), "setns")


def _destinations() -> Iterable[tuple[str, Endpoint | Resolver]]:
    yield from front_ends.addresses().items()
    yield from ((resolver.address, resolver) for resolver in RESOLVERS)


def _ip(commands: list[str], inside: int | None = None) -> None:
    entered = ["nsenter", f"--net=/proc/{inside}/ns/net"] if inside else []
    subprocess.run([*entered, "ip", "-batch", "-"], input="\n".join(commands), text=True, check=True)


def hold_namespaces() -> int:
    """The process id of one that does nothing else."""
    # A session of its own: Ctrl-C is for the command, which may need the network while it tidies up.
    holder = subprocess.Popen(["unshare", "--net", "--mount", "sleep", "infinity"], start_new_session=True)
    while not Path(f"/proc/{holder.pid}/comm").read_text().startswith("sleep"):
        if holder.poll() is not None:
            raise RuntimeError(f"no namespaces for a vantage: unshare ended with exit code {holder.returncode}")
        time.sleep(0.002)
    return holder.pid


def plug_in(vantage: Vantage, holder: int) -> None:
    """Gives the namespaces their eth0, at the other end of which are the servers."""
    interface = ipaddress.ip_interface(vantage.address)
    cable = f"to-{vantage.name}"[:15]
    _ip(
        [
            f"link add name {cable} type veth peer name eth0 netns {holder}",
            f"address add {_gateway(interface)}/{interface.network.prefixlen} dev {cable}",
            f"link set {cable} up",
        ]
    )


def configure(vantage: Vantage, holder: int) -> None:
    """Does what a host's own network service would do."""
    interface = ipaddress.ip_interface(vantage.address)
    _ip(
        [
            "link set lo up",
            f"address add {interface} dev eth0",
            "link set eth0 up",
            *(f"route add {route} via {_gateway(interface)}" for route in vantage.routes),
        ],
        inside=holder,
    )


def _gateway(interface: ipaddress.IPv4Interface) -> ipaddress.IPv4Address:
    return next(interface.network.hosts())


def _furnish(vantage: Vantage, holder: int, state: State) -> None:
    """Gives the vantage its own resolver configuration and trust store, and hides the machine's sockets in /run."""
    directory = state.vantage(vantage.name)
    directory.mkdir(parents=True, exist_ok=True)
    files = {
        "resolv.conf": "".join(f"{line}\n" for line in vantage.resolv_conf),
        "hosts": HOSTS + _pins(vantage),
        "nsswitch.conf": NSSWITCH,
        "environment": "".join(f"{name}={value}\n" for name, value in vantage.environment),
    }
    script = ["mount -t tmpfs -o mode=755 tmpfs /run"]
    for name, text in files.items():
        (directory / name).write_text(text)
        script.append(_cover(directory / name, Path("/etc") / name))
    (directory / "profile.d").mkdir(exist_ok=True)
    script.append(_cover(directory / "profile.d", Path("/etc/profile.d")))
    script.append(_cover(state.trust, Path("/etc/ssl/certs")))
    subprocess.run(
        ["nsenter", f"--mount=/proc/{holder}/ns/mnt", "sh", "-e"], input="\n".join(script), text=True, check=True
    )


def write_hosts(state: State) -> None:
    """Writes /etc/hosts of every vantage anew, in place: the file is mounted."""
    for vantage in VANTAGES:
        (state.vantage(vantage.name) / "hosts").write_text(HOSTS + _pins(vantage))


def _cover(source: Path, path: Path) -> str:
    """The command that puts `source` over `path`, if there is such a path."""
    target = path.resolve()
    if target.is_relative_to("/run"):  # /etc/resolv.conf often leads there, and /run is empty now
        return f"mkdir -p {shlex.quote(str(target.parent))}\ncp {shlex.quote(str(source))} {shlex.quote(str(target))}"
    return f"mount --bind {shlex.quote(str(source))} {shlex.quote(str(target))}" if target.exists() else ":"


def _pins(vantage: Vantage) -> str:
    return "".join(
        f"{account.hosts_pin} {name}\n"
        for account in ACCOUNTS
        if account.hosts_pin and vantage.name == "jumphost"
        for name in account.private_addresses
    )
