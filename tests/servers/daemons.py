# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Real name servers, each in the roles that resolvers play around a private endpoint."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import dns.rdatatype
from zone_data import Zones, zones_of

FORWARDED = ("openai.azure.com", "cognitiveservices.azure.com", "services.ai.azure.com")


class Forwarding(NamedTuple):
    """Where a server sends questions on to: some domains to one server, all else to another."""

    public: str
    private: str | None = None  # without it there is no conditional forwarder


class Role(NamedTuple):
    name: str
    lab: str  # the lab's resolver that plays it too: the findings must be those there
    view: str = ""  # served as zones of its own
    forwards: tuple[str, ...] = ()  # roles of the same server that questions go on to: for all, for the zones of Azure
    refuses: bool = False


ROLES = (
    Role("azure", "azure", view="vnet"),
    Role("public", "public", view="public"),
    Role("forwarder", "azure", forwards=("public", "azure")),
    Role("forwarder-missing", "public", forwards=("public",)),
    Role("refuses", "refuses", refuses=True),
)


class Task(NamedTuple):
    """What one process is to do."""

    role: Role
    address: str
    directory: Path
    forwarding: Forwarding | None

    @property
    def zones(self) -> Zones:
        return zones_of(self.role.view) if self.role.view else {}

    def write(self, name: str, *lines: str) -> Path:
        path = self.directory / name
        path.write_text("".join(f"{line}\n" for line in lines))
        return path


def unbound(task: Task) -> list[str | Path]:
    directory = task.directory
    lines = ["server:", f"  interface: {task.address}", f"  directory: {directory}", '  username: ""', '  chroot: ""',
             '  pidfile: ""', '  logfile: ""', "  use-syslog: no", "  do-daemonize: no", "  do-not-query-localhost: no",
             '  module-config: "iterator"', "  num-threads: 1",
             f"  access-control: 127.0.0.0/8 {'refuse' if task.role.refuses else 'allow'}"]
    for zone, rrsets in task.zones.items():
        file = task.write(f"{zone}zone", *_zone_file(rrsets))
        lines += ["auth-zone:", f"  name: {zone}", f"  zonefile: {file}", "  for-downstream: no", "  for-upstream: yes"]
    if task.forwarding:
        if task.forwarding.private:
            for zone in FORWARDED:
                lines += ["forward-zone:", f"  name: {zone}", f"  forward-addr: {task.forwarding.private}"]
        lines += ["forward-zone:", "  name: .", f"  forward-addr: {task.forwarding.public}"]
    return ["unbound", "-d", "-c", task.write("unbound.conf", *lines, "remote-control:", "  control-enable: no")]


def bind(task: Task) -> list[str | Path]:
    lines = ["options {", f'  directory "{task.directory}";', f"  listen-on {{ {task.address}; }};", "  listen-on-v6 { none; };",
             '  pid-file none; session-keyfile none; lock-file none; managed-keys-directory "."; dnssec-validation no;',
             "  recursion yes; empty-zones-enable no; minimal-responses no;",
             f"  allow-query {{ {'none' if task.role.refuses else 'any'}; }};"]
    if task.forwarding:
        lines += [f"  forward only; forwarders {{ {task.forwarding.public}; }};"]
    lines += ["};", "controls { };"]
    if task.forwarding and task.forwarding.private:
        for zone in FORWARDED:
            lines += [f'zone "{zone}" {{ type forward; forward only; forwarders {{ {task.forwarding.private}; }}; }};']
    for zone, rrsets in task.zones.items():
        file = task.write(f"{zone}zone", *_zone_file(rrsets))
        lines += [f'zone "{zone}" {{ type primary; file "{file}"; }};']
    return ["named", "-f", "-n", "1", "-u", "root", "-c", task.write("named.conf", *lines)]


def dnsmasq(task: Task) -> list[str | Path]:
    lines = ["port=53", f"listen-address={task.address}", "bind-interfaces", "no-resolv", "no-hosts", "user=root", "pid-file"]
    for zone, rrsets in task.zones.items():
        lines += [f"local=/{zone.to_text(omit_final_dot=True)}/"]
        lines += [line for rrset in rrsets for line in _dnsmasq_records(rrset)]
    if task.forwarding:
        if task.forwarding.private:
            lines += [f"server=/{zone}/{task.forwarding.private}" for zone in FORWARDED]
        lines += [f"server={task.forwarding.public}"]
    return ["dnsmasq", "--keep-in-foreground", f"--conf-file={task.write('dnsmasq.conf', *lines)}"]


def _zone_file(rrsets):
    start = rrsets[0]
    return [start.to_text(), f"{start.name} {start.ttl} IN NS ns.example.", *(rrset.to_text() for rrset in rrsets[1:])]


def _dnsmasq_records(rrset):
    owner = rrset.name.to_text(omit_final_dot=True)
    for record in rrset:
        if rrset.rdtype == dns.rdatatype.CNAME:
            yield f"cname={owner},{record.target.to_text(omit_final_dot=True)},{rrset.ttl}"
        elif rrset.rdtype in (dns.rdatatype.A, dns.rdatatype.AAAA):
            yield f"host-record={owner},{record.address},{rrset.ttl}"
        elif rrset.rdtype == dns.rdatatype.TXT:
            yield f"txt-record={owner},{record.strings[0].decode()}"


SERVERS: dict[str, Callable[[Task], list[str | Path]]] = {"unbound": unbound, "bind": bind, "dnsmasq": dnsmasq}
