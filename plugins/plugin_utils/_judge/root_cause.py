# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Which of the failures is the cause, and which are its consequences."""

from __future__ import annotations

from ...module_utils._catalogue.catalogue import CATALOGUE
from ...module_utils._catalogue.model import LINKS
from ...module_utils._core.addresses import parse_address, parse_socket_address

_LEGS = ("host", "by_name", "by_address", "outside", "egress", "azure")
_POSITIONS = {code: position for position, code in enumerate(CATALOGUE)}


def root_cause(checks, on_azure=()):
    """Return C((code, contributing)): the cause (None when nothing failed) and what else is wrong, in the path's order.

    The first failing link of the path wins. A finding of Azure's side (C(on_azure)), or a warning of the same host, that
    explains its code takes its place; what explains a later failure is named before it. When nothing failed but
    something could not be looked at, that is named.
    """
    failed = sorted((check for check in checks if check["status"] == "fail"), key=_path_order)
    if not failed:
        unknown = sorted((check for check in checks if check["status"] == "unknown" and check["code"]), key=_path_order)
        return (unknown[0]["code"], []) if unknown else (None, [])
    warnings = [check for check in checks if check["link"] == "host" and check["code"] and check["status"] != "skip"]
    codes = {}
    for check in failed:
        codes.update(dict.fromkeys(_explanation(check, checks, warnings, on_azure) + [check["code"]]))
    cause, *contributing = codes
    return cause, contributing


def _path_order(check):
    return LINKS.index(check["link"]), _LEGS.index(check["leg"])


def _explanation(failure, checks, warnings, on_azure):
    """Return a list with the code that explains a failing check: Azure's first, then a warning of the host that failed."""
    of_azure = [
        check
        for check in on_azure
        if check["code"] and failure["code"] in CATALOGUE[check["code"]].explains and _is_about(check, failure, checks)
    ]
    if of_azure:
        return [min(of_azure, key=lambda check: (check["status"] != "fail", _POSITIONS[check["code"]]))["code"]]
    of_host = [
        check
        for check in warnings
        # Proxy variables are no reason for what a request met that went straight to the endpoint's address.
        if not (check["code"] == "host_proxy_captures" and failure["evidence"].get("direct"))
        and failure["code"] in CATALOGUE[check["code"]].explains
        and check["host"] == failure["host"]
    ]
    of_host.sort(key=lambda check: (check["status"] != "fail", check["code"]))
    return [of_host[0]["code"]] if of_host else []


def _is_about(check, failure, checks):
    """Return whether a finding of Azure's side is about what failed: this name, this address, this vantage."""
    evidence = check["evidence"]
    if CATALOGUE[check["code"]].suspicion:
        addresses = evidence.get("address")
        return (
            check["status"] == "pass"
            and check["severity"] == "warning"
            and failure["vantage"] == "jumphost"
            and _dialled(failure) in _parsed(addresses)
            and not arrived(addresses, checks)
        )
    return check["status"] == "fail" and evidence.get("name") in (None, failure["name"])


def arrived(addresses, checks):
    """Return whether a jumphost connected to one of the addresses, a text: then nothing stands before them."""
    wanted = _parsed(addresses)
    return any(
        check["link"] == "tcp"
        and check["status"] == "pass"
        and check["vantage"] == "jumphost"
        and _dialled(check) in wanted
        for check in checks
    )


def _parsed(addresses):
    return {_address(text) for text in (addresses or "").replace(",", " ").split()} - {None}


def _dialled(check):
    """Return the address that a check's connection went to, None when it shows none."""
    return _address(check["at"] or check["observed"])


def _address(text):
    try:
        return parse_address(parse_socket_address(text, 443)[0])
    except ValueError:
        return None
