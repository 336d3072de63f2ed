# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""The options of privatelink_dns_facts: read and refused before anything is sent."""

from __future__ import annotations

from collections import namedtuple

from .._core.addresses import Expectation, parse_socket_address
from .._core.hostnames import host_name

DNS_PORT = 53
MAX_CONCURRENCY = 256

Target = namedtuple("Target", "name expectation")
# nameservers: None for the host's own; well: the code of a name that needs no control questions; asks_platform:
# whether 168.63.129.16 is asked for those that need them
Options = namedtuple("Options", "targets nameservers compared timeout tries concurrency well asks_platform")

WELL = {"private": "dns_private", "public": "dns_public_address"}


def read_options(params):
    """Return the Options of the module's parameters.

    Raises ValueError with the option, its value and what was expected.
    """
    if not params["names"]:
        raise ValueError("names: the list is empty: expected at least one name")
    targets = [_target(index, entry) for index, entry in enumerate(params["names"])]
    return Options(
        targets,
        _servers("nameservers", params["nameservers"]) or None,
        _servers("compare_nameservers", params["compare_nameservers"]),
        _in_range("timeout", params["timeout"], 0.1, 300, "a number of seconds"),
        _in_range("tries", params["tries"], 1, 10, "a number"),
        _in_range("concurrency", params["concurrency"], 1, MAX_CONCURRENCY, "a number"),
        WELL[params.get("expected_scope") or "private"],
        params.get("platform_resolver") == "auto",
    )


def unicode_name(name):
    """Return a host name with its C(xn--) labels as people read them."""
    try:
        return name.encode("ascii").decode("idna")
    except ValueError:
        return name


def _target(index, entry):
    option = f"names[{index}]"
    name = _read(option + ".name", lambda: host_name(entry["name"]))
    # One list at a time, so that the message names the list which has the mistake.
    _read(option + ".addresses", lambda: Expectation(addresses=entry.get("addresses")))
    _read(option + ".networks", lambda: Expectation(networks=entry.get("networks")))
    return Target(name, Expectation(entry.get("addresses"), entry.get("networks")))


def _servers(option, texts):
    servers = [
        _read(f"{option}[{index}]", lambda text=text: parse_socket_address(text, DNS_PORT))
        for index, text in enumerate(texts or [])
    ]
    return list(dict.fromkeys(servers))


def _in_range(option, value, least, most, kind):
    if not least <= value <= most:
        raise ValueError(f"{option}: {value} is out of range: expected {kind} from {least} to {most}")
    return value


def _read(option, reader):
    try:
        return reader()
    except ValueError as exc:
        raise ValueError(f"{option}: {exc}") from exc
