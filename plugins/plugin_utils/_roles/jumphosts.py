# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.
"""What is wrong with the options of the role jumphost, which its modules would refuse by names of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from ...module_utils._core.text import shown, some_of
from ...module_utils._resolver.options import read_settings
from .._declarations import accounts, values
from .._declarations.inputs import OF_JUMPHOST
from .._declarations.problems import Problems
from .._declarations.spelling import TAGS_OF_ANSIBLE, nearest

_OF_RESOLVER = ("nameservers", "search", "routing_domains")
_SHOWN = 5
TAGS = ("preflight", "python", "tools", "proxy", "trust", "pins", "environment", "resolver")
_AUTHORITIES = "jumphost_ca_certificates"


def check_jumphost(given: Mapping[str, Any], read_file: Callable[[str], str], problems: Problems) -> None:
    """Note what is wrong with the nameservers and the certificates that a host should get.

    C(read_file) returns the text of a file on the control node, or raises OSError.
    """
    if _read(given, "jumphost_state") != "present":
        return
    if _read(given, "jumphost_manage_resolver"):
        _check_resolver(given, problems)
    if _read(given, "jumphost_environment"):
        _check_environment(given, problems)
    _check_authorities(_read(given, _AUTHORITIES), read_file, problems)


def warn_of_tags(tags: Iterable[str], problems: Problems) -> None:
    """Warn of tags that are nearly one of the role, which would select, or skip, nothing of it."""
    for tag in tags:
        near = None if tag in (*TAGS, *TAGS_OF_ANSIBLE) else nearest(tag, TAGS, cutoff=0.8)
        if near:
            problems.warn("tags", None, f"{values.quoted(tag)} is not a tag of the role jumphost: did you mean {near}?")


def _read(given: Mapping[str, Any], name: str) -> Any:
    value = given.get(name)
    return OF_JUMPHOST[name].default if values.is_empty(value) else OF_JUMPHOST[name].read(value)


def _check_resolver(given: Mapping[str, Any], problems: Problems) -> None:
    settings = {option: _read(given, f"jumphost_{option}") for option in _OF_RESOLVER}
    if not settings["nameservers"]:
        message = "it is missing: expected the addresses of nameservers, because jumphost_manage_resolver is true"
        problems.add("jumphost_nameservers", None, message)
        return
    try:
        read_settings(settings)
    except ValueError as exc:
        problems.add("", None, f"jumphost_{exc}")


def _check_environment(given: Mapping[str, Any], problems: Problems) -> None:
    name = _read(given, "jumphost_environment_account")
    names = list(accounts.read_accounts(given.get("jumphost_accounts"), None, Problems())[1])
    if name and name.lower() not in names:
        expected = f"expected one of {some_of(names, _SHOWN)}" if names else "expected jumphost_accounts to declare it"
        problems.add(
            "jumphost_environment_account", None, f"{values.quoted(name)} is not the name of an account: {expected}"
        )


def _check_authorities(authorities: list[str], read_file: Callable[[str], str], problems: Problems) -> None:
    if not authorities:
        return
    from .._jumphost.plan import MISSING, read_certificates  # it imports a large library

    for each in authorities:
        is_path = "-----BEGIN" not in each
        where = f"{_AUTHORITIES}, {shown(each)}" if is_path else _AUTHORITIES
        try:
            text = read_file(each) if is_path else each
        except OSError:
            message = (
                "the control node cannot read this file: expected the absolute path of a certificate in PEM, such as "
                "one below inventory_dir, or the PEM text itself"
            )
            problems.add(where, None, message)
            continue
        try:
            if not MISSING:
                read_certificates([text])
        except ValueError as exc:
            problems.add(where, None, f"it {str(exc).partition(' ')[2]}")
