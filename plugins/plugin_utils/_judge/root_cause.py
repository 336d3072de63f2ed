# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Which of the failures is the cause, and which are its consequences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet

from ...module_utils._catalogue.catalogue import CATALOGUE
from ...module_utils._catalogue.model import LINKS
from ...module_utils._core.addresses import IPAddress
from .._diagnosis.checks import Explained
from .._document.account import RowKey, row_key
from .._document.document import Check
from .azure import AzureCheck

_LEGS = ("host", "by_name", "by_address", "outside", "egress", "azure")
_POSITIONS = {code: position for position, code in enumerate(CATALOGUE)}


def explained(
    checks: Sequence[Check],
    on_azure: Sequence[AzureCheck] = (),
    dialled: Mapping[RowKey, AbstractSet[IPAddress]] | None = None,
    arrived: AbstractSet[IPAddress] = frozenset(),
) -> list[Explained]:
    """Return the failed checks in the path's order, each with the check that explains it, if there is one.

    It is a finding of Azure's side (C(on_azure)) or a warning of the same host. C(dialled) are the addresses of each
    row of the matrix, C(arrived) those that a jumphost connected to.
    """
    failed = sorted((check for check in checks if check["status"] == "fail"), key=_path_order)
    warnings = [check for check in checks if check["link"] == "host" and check["code"] and check["status"] != "skip"]
    pairs: list[Explained] = []
    for failure in failed:
        addresses = (dialled or {}).get(row_key(failure), frozenset())
        of_host = _arrived_from(failure["host"], checks, dialled or {})
        explanations = [
            each.check
            for each in on_azure
            if _is_of(each, failure)
            and _explains(each, failure, addresses, of_host if "hosts" in each.check["evidence"] else arrived)
        ]
        pairs.append((failure, _first(explanations) or _warning_of_host(failure, warnings)))
    return pairs


def root_cause(checks: Sequence[Check], failed: Sequence[Explained]) -> tuple[Check | None, list[str]]:
    """Return C((check, contributing)): the root cause (None when nothing failed) and the codes of what else is wrong.

    The first failing link of the path wins; what explains it takes its place, and is named before it. When nothing
    failed but something could not be looked at, that is the cause. C(failed) is what V(explained) returned.
    """
    if not failed:
        unknown = sorted((check for check in checks if check["status"] == "unknown" and check["code"]), key=_path_order)
        return (unknown[0] if unknown else None), []
    first: dict[str, Check] = {}
    for pair in failed:
        for check in reversed(pair):
            if check and check["code"]:
                first.setdefault(check["code"], check)
    return next(iter(first.values()), None), list(first)[1:]


def _path_order(check: Check) -> tuple[int, int]:
    return LINKS.index(check["link"]), _LEGS.index(check["leg"])


def _is_of(on_azure: AzureCheck, failure: Check) -> bool:
    """Return whether a finding is about the host that failed: where machines differ, it names the hosts of its own."""
    hosts = on_azure.check["evidence"].get("hosts")
    return hosts is None or failure["vantage"] != "jumphost" or failure["host"] in hosts


def _arrived_from(
    host: str, checks: Sequence[Check], dialled: Mapping[RowKey, AbstractSet[IPAddress]]
) -> AbstractSet[IPAddress]:
    """Return the addresses that one host connected to."""
    rows = {row_key(check) for check in checks if check["link"] == "tcp" and check["status"] == "pass"}
    found = [dialled.get(row, frozenset()) for row in rows if row[1] == host]
    return frozenset().union(*found)


def _explains(
    on_azure: AzureCheck, failure: Check, addresses: AbstractSet[IPAddress], arrived: AbstractSet[IPAddress]
) -> bool:
    """Return whether a finding of Azure's side is about what failed: this code, this name, these addresses."""
    check = on_azure.check
    if not check["code"] or failure["code"] not in CATALOGUE[check["code"]].explains:
        return False
    if CATALOGUE[check["code"]].suspicion:
        return (
            check["status"] == "pass"
            and check["severity"] == "warning"
            and failure["vantage"] == "jumphost"
            and not addresses.isdisjoint(on_azure.addresses)
            # That a connection arrived speaks against what would have blocked it, not against what happened behind it.
            and (failure["link"] != "tcp" or arrived.isdisjoint(on_azure.addresses))
        )
    return check["status"] == "fail" and on_azure.name in (None, failure["name"])


def _first(explanations: Sequence[Check]) -> Check | None:
    """Return the first failing check in the order of the catalogue; without one, the first check."""
    order = sorted(explanations, key=lambda check: (check["status"] != "fail", _POSITIONS[str(check["code"])]))
    return order[0] if order else None


def _warning_of_host(failure: Check, warnings: Sequence[Check]) -> Check | None:
    """Return the warning about the same host that explains a failure."""
    explaining = [
        check
        for check in warnings
        # Proxy variables are not a reason for what a request met that went straight to the endpoint's address.
        if not (check["code"] == "host_proxy_captures" and failure["evidence"].get("direct"))
        and failure["code"] in CATALOGUE[str(check["code"])].explains
        and check["host"] == failure["host"]
    ]
    return min(explaining, key=lambda check: (check["status"] != "fail", str(check["code"])), default=None)
