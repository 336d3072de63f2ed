# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Real nameservers between a jumphost and the lab's Azure DNS: how each is set up and started."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from ansible_collections.privatelink.azure_ai.tests.system.causes.situation import Command, in_usr

AZURE = "168.63.129.16"


def _write(path: Path, lines: list[str]) -> Path:
    path.write_text("".join(f"{line}\n" for line in lines))
    return path


def _zone(path: Path, server: str, records: Iterable[str]) -> Path:
    """Write a zone of which that server is the primary one."""
    soa = f"@ SOA {server} hostmaster.{server} 1 60 60 60 60"
    return _write(path, ["$TTL 60", soa, f"@ NS {server}", *records])


def dnsmasq(*lines: str) -> Callable[[str, Path], Command]:
    def starts(address: str, directory: Path) -> Command:
        own = [f"listen-address={address}", "bind-interfaces", "no-resolv", "no-hosts", "pid-file"]
        return ["dnsmasq", "--no-daemon", f"--conf-file={_write(directory / 'dnsmasq.conf', [*own, *lines])}"]

    return starts


def unbound(
    *lines: str, forward: str = AZURE, access: str = "allow", modules: str = "iterator"
) -> Callable[[str, Path], Command]:
    def starts(address: str, directory: Path) -> Command:
        own = [
            "server:",
            f"  interface: {address}",
            f"  directory: {directory}",
            '  username: ""',
            '  chroot: ""',
            '  pidfile: ""',
            "  use-syslog: no",
            "  do-not-query-localhost: no",
            f'  module-config: "{modules}"',
            f"  access-control: 127.0.0.0/8 {access}",
        ]
        after = ["remote-control:", "  control-enable: no", "forward-zone:", "  name: .", f"  forward-addr: {forward}"]
        text = [*own, *(line.replace("{directory}", str(directory)) for line in lines), *after]
        return ["unbound", "-d", "-c", _write(directory / "unbound.conf", text)]

    return starts


def unbound_with_policy(*records: str, forward: str = AZURE) -> Callable[[str, Path], Command]:
    """A response policy zone: what DNS filters of many vendors are made of."""

    def starts(address: str, directory: Path) -> Command:
        _zone(directory / "policy.zone", "filter.example.", records)
        policy = ["rpz:", "  name: policy.example", f"  zonefile: {directory / 'policy.zone'}"]
        return unbound(*policy, forward=forward, modules="respip iterator")(address, directory)

    return starts


def bind(
    *options: str, zones: dict[str, tuple[str, ...]] | None = None, anchors: str = "", forward: str = AZURE
) -> Callable[[str, Path], Command]:
    settings = {"dnssec-validation": "no", "allow-query": "{ any; }"}
    settings.update(option.split(" ", 1) for option in options)

    def starts(address: str, directory: Path) -> Command:
        lines = [
            "options {",
            f'  directory "{directory}";',
            f"  listen-on {{ {address}; }};",
            "  listen-on-v6 { none; };",
            "  pid-file none; session-keyfile none; lock-file none;",
            "  empty-zones-enable no; notify no; recursion yes; forward only;",
            f"  forwarders {{ {forward}; }};",
            *(f"  {name} {value};" for name, value in settings.items()),
            "};",
            "controls { };",
        ]
        if anchors:
            lines.append(f"trust-anchors {{ {anchors}; }};")
        for name, records in (zones or {}).items():
            path = _zone(directory / f"{name}.zone", "dc01.corp.example.", records)
            lines.append(f'zone "{name}" {{ type primary; file "{path}"; forwarders {{ }}; }};')
        return ["named", "-g", "-n", "1", "-c", _write(directory / "named.conf", lines)]

    return starts


def powerdns(
    *policy: str, options: str = "", forward: str = AZURE, settings: tuple[str, ...] = (), script: tuple[str, ...] = ()
) -> Callable[[str, Path], Command]:
    """PowerDNS Recursor, with a response policy zone that says by an extended error what it does."""

    def starts(address: str, directory: Path) -> Command:
        path = _zone(directory / "policy.zone", "filter.example.", policy)
        lua = _write(
            directory / "policy.lua", [f'rpzFile("{path}", {{policyName="policy"{options}}})'] if policy else []
        )
        lines = [
            f"local-address={address}",
            f"socket-dir={directory}",
            f"forward-zones-recurse=.={forward}",
            f"lua-config-file={lua}",
            "hint-file=no",
            "dont-query=",
            "dnssec=off",
            "extended-resolution-errors=yes",
            "security-poll-suffix=",
            *settings,
        ]
        if script:
            lines.append(f"lua-dns-script={_write(directory / 'answers.lua', [*script])}")
        _write(directory / "recursor.conf", lines)
        return ["pdns_recursor", f"--config-dir={directory}", "--daemon=no", "--setuid=", "--setgid="]

    return starts


def knot(*lines: str, forward: str = AZURE) -> Callable[[str, Path], Command]:
    """Knot Resolver: the rules of its policy stand before that it forwards everything."""

    def starts(address: str, directory: Path) -> Command:
        text = [
            "log_target('stderr')",
            f"net.listen('{address}', 53, {{ kind = 'dns' }})",
            f"cache.open(10 * MB, 'lmdb://{directory}/cache')",
            "trust_anchors.remove('.')",
            # They ask the root for themselves.
            *(f"modules.unload('{name}')" for name in ("ta_signal_query", "priming", "detect_time_skew")),
            *lines,
            f"policy.add(policy.all(policy.FORWARD('{forward}')))",
        ]
        return in_usr(["kresd", "-n", "-c", _write(directory / "config", text), directory])

    return starts
