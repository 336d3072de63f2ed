# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How unbound, BIND and dnsmasq are told to play a role: one function each, which returns the command to start it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import dns.rdatatype
import dns.rrset

from ansible_collections.privatelink.azure_ai.tests.system.servers.roles import Role
from ansible_collections.privatelink.azure_ai.tests.system.servers.zone_data import zones_of

from simulated_azure.dns.zones import privatelink

# The domains that a conditional forwarder is made for: those of the public names, as Microsoft says.
FORWARDED_DOMAINS = ("openai.azure.com", "cognitiveservices.azure.com", "services.ai.azure.com")

Command = list[str | Path]


@dataclass(frozen=True)
class Task:
    """What one process is to do."""

    role: Role
    address: str
    directory: Path
    forwarder: str | None  # the address that questions go on to
    conditional_forwarder: str | None  # ... and that those for Azure's domains go on to

    @property
    def log(self) -> Path:
        return self.directory / "log"

    def zones(self) -> dict[str, list[dns.rrset.RRset]]:
        found = zones_of(self.role.view) if self.role.view else {}
        return {name.to_text(): rrsets for name, rrsets in found.items()}

    def zone_file(self, zone: str, rrsets: list[dns.rrset.RRset]) -> Path:
        return self.write(f"{zone}zone", [rrset.to_text() for rrset in rrsets])

    def write(self, name: str, lines: list[str]) -> Path:
        path = self.directory / name
        path.write_text("".join(f"{line}\n" for line in lines))
        return path


def unbound(task: Task) -> Command:
    lines = [
        "server:",
        f"  interface: {task.address}",
        f"  directory: {task.directory}",
        '  username: ""',
        '  chroot: ""',
        '  pidfile: ""',
        '  module-config: "iterator"',
        "  use-syslog: no",
        "  do-not-query-localhost: no",
        f"  access-control: 127.0.0.0/8 {'refuse' if task.role.refuses else 'allow'}",
        "remote-control:",
        "  control-enable: no",
    ]
    for zone, rrsets in task.zones().items():
        lines += [
            "auth-zone:",
            f"  name: {zone}",
            f"  zonefile: {task.zone_file(zone, rrsets)}",
            "  for-downstream: no",
            "  for-upstream: yes",
        ]
    if task.conditional_forwarder:
        for domain in FORWARDED_DOMAINS:
            lines += ["forward-zone:", f"  name: {domain}", f"  forward-addr: {task.conditional_forwarder}"]
    if task.forwarder:
        lines += ["forward-zone:", "  name: .", f"  forward-addr: {task.forwarder}"]
    return ["unbound", "-d", "-c", task.write("unbound.conf", lines)]


def bind(task: Task) -> Command:
    options = [
        f'directory "{task.directory}"',
        f"listen-on {{ {task.address}; }}",
        "listen-on-v6 { none; }",
        "pid-file none",
        "session-keyfile none",
        "lock-file none",
        "dnssec-validation no",
        "notify no",
        "empty-zones-enable no",
        f"allow-query {{ {'none' if task.role.refuses else 'any'}; }}",
        f"recursion {'no' if task.role.refuses else 'yes'}",
    ]
    if task.forwarder:
        options += ["forward only", f"forwarders {{ {task.forwarder}; }}"]
    lines = ["options {", *(f"  {option};" for option in options), "};", "controls { };"]
    if task.conditional_forwarder:
        lines += [
            f'zone "{domain}" {{ type forward; forward only; forwarders {{ {task.conditional_forwarder}; }}; }};'
            for domain in FORWARDED_DOMAINS
        ]
    lines += [
        f'zone "{zone}" {{ type primary; file "{task.zone_file(zone, rrsets)}"; }};'
        for zone, rrsets in task.zones().items()
    ]
    return ["named", "-g", "-n", "1", "-c", task.write("named.conf", lines)]


def dnsmasq(task: Task) -> Command:
    """Without a server to ask dnsmasq refuses what it does not know: it has no other way to refuse."""
    lines = [f"listen-address={task.address}", "bind-interfaces", "no-resolv", "no-hosts", "pid-file"]
    for zone, rrsets in task.zones().items():
        if zone != ".":
            lines += [f"local=/{zone.rstrip('.')}/", *(line for rrset in rrsets for line in _dnsmasq_options(rrset))]
    if task.conditional_forwarder:
        lines += [f"server=/{domain}/{task.conditional_forwarder}" for domain in FORWARDED_DOMAINS]
    if task.forwarder:
        lines += [f"server={task.forwarder}"]
    # As a daemon it would change its groups, which nobody may in a user namespace.
    return ["dnsmasq", "--no-daemon", f"--conf-file={task.write('dnsmasq.conf', lines)}"]


def _dnsmasq_options(rrset: dns.rrset.RRset) -> Iterator[str]:
    owner = rrset.name.to_text(omit_final_dot=True)
    for record in rrset:
        if rrset.rdtype in (dns.rdatatype.A, dns.rdatatype.AAAA):
            yield f"host-record={owner},{record.address},{rrset.ttl}"
        elif rrset.rdtype == dns.rdatatype.TXT:
            yield f"txt-record={owner},{record.strings[0].decode()}"
        elif rrset.rdtype == dns.rdatatype.CNAME:
            target = record.target.to_text(omit_final_dot=True)
            if privatelink(target) != owner:  # dnsmasq does not start with a loop
                yield f"cname={owner},{target},{rrset.ttl}"


SERVERS: dict[str, Callable[[Task], Command]] = {"unbound": unbound, "bind": bind, "dnsmasq": dnsmasq}
