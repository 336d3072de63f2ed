# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""The options of jumphost_resolver: read, and refused before anything is sent or touched."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Sequence
from typing import Any

from .._core.addresses import STUB_ADDRESSES, Expectation, parse_address
from .._core.hostnames import host_name
from .._dns import options
from .._dns.options import Target
from .._host.resolver_config import MAX_NAMESERVERS

# nameservers, search, routing_domains: tuples of texts; an empty search leaves the search domains as they are
Settings = namedtuple("Settings", "nameservers search routing_domains")
# settings: None where the nameservers are left as they are; unpin: the names to take out of the hosts file
Options = namedtuple("Options", "manager settings unpin targets timeout")
# What only has to resolve.
ANYWHERE = None


def read_options(params: dict[str, Any]) -> Options:
    """Return the Options of the module's parameters with C(state: present).

    Raises ValueError naming option, value and what is expected.
    """
    settings, targets = read_settings(params), _targets(params)
    if not settings and not params["remove_pins"]:
        raise ValueError(
            "nameservers: none, and remove_pins: false: expected nameservers, or remove_pins: true, or both"
        )
    unpin = tuple(target.name for target in targets) if params["remove_pins"] else ()
    return Options(params["manager"], settings, unpin, targets, params["timeout"])


def read_removal(params: dict[str, Any]) -> list[Target]:
    """Return the targets of the module's parameters with C(state: absent): they only have to resolve."""
    return [target._replace(expectation=ANYWHERE) for target in _targets(params)] if params["names"] else []


def read_others(params: dict[str, Any], targets: Sequence[Target]) -> list[Target]:
    """Return the targets, beside C(targets), of the names that must go on resolving. Raises ValueError."""
    names = _each("must_resolve", params["must_resolve"], host_name)
    return [Target(name, ANYWHERE) for name in names if name not in {target.name for target in targets}]


def read_settings(params: dict[str, Any]) -> Settings | None:
    """Return what is Settings of the resolver, None where no option says anything. Raises ValueError."""
    settings = Settings(
        _each("nameservers", params["nameservers"], _nameserver),
        _each("search", params["search"], host_name),
        _each("routing_domains", params["routing_domains"], _domain),
    )
    if not any(settings) and params["nameservers"] is None:
        return None
    if not 1 <= len(settings.nameservers) <= MAX_NAMESERVERS:
        raise ValueError(
            f"nameservers: {len(settings.nameservers)} entries: expected 1 to {MAX_NAMESERVERS}, "
            "because programs use no more than that"
        )
    return settings


def _targets(params):
    return options.read_options(
        {
            "names": params["names"],
            "nameservers": None,
            "compare_nameservers": None,
            "timeout": params["timeout"],
            "tries": 2,
            "concurrency": MAX_NAMESERVERS,
        }
    ).targets


def _each(option, texts, reader):
    found = []
    for index, text in enumerate(texts or ()):
        try:
            found.append(reader(text))
        except ValueError as exc:
            raise ValueError(f"{option}[{index}]: {exc}") from exc
    return tuple(dict.fromkeys(found))


def _nameserver(text):
    address = parse_address(text)
    if str(address) in STUB_ADDRESSES:
        raise ValueError(
            f"{text!r} is systemd-resolved's own stub, which would ask itself: expected the nameservers that it "
            "should ask"
        )
    # On the host itself there may well be a nameserver; on any other special address there is none.
    if Expectation().scope(address) == "special" and not address.is_loopback:
        raise ValueError(f"{text!r} is not a valid nameserver: expected an IPv4 or IPv6 address, without a port")
    return str(address)


def _domain(text):
    return host_name(str(text).strip().lstrip("~"))
