# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Which of the failures is the cause, and which are its consequences."""

from __future__ import annotations

from ansible_collections.privatelink.azure_ai.plugins.module_utils._finding import LINKS
from ansible_collections.privatelink.azure_ai.plugins.module_utils._findings import CATALOGUE

_LEGS = ("host", "by_name", "by_address", "outside", "egress", "azure")


def root_cause(checks):
    """Return C((code, contributing)): the cause (None when nothing failed) and the other failing codes, in order.

    The first failing link of the path wins. A finding of Azure's side, or a warning of the same host, that explains
    its code takes its place. When nothing failed but something could not be looked at, that is named.
    """
    failed = sorted((check for check in checks if check["status"] == "fail"), key=_path_order)
    if not failed:
        unknown = sorted((check for check in checks if check["status"] == "unknown" and check["code"]), key=_path_order)
        return (unknown[0]["code"], []) if unknown else (None, [])
    first = failed[0]
    cause = _explanation(first, checks) or first["code"]
    contributing = []
    for check in failed:
        if check["code"] not in (cause, *contributing):
            contributing.append(check["code"])
    return cause, contributing


def _path_order(check):
    return LINKS.index(check["link"]), _LEGS.index(check["leg"])


def _explanation(failure, checks):
    """Return the code that explains a failing check: Azure's first, then a warning of the host that failed."""
    explaining = [
        check for check in checks
        # Proxy variables are no reason for what a request met that went straight to the endpoint's address.
        if not (check["code"] == "host_proxy_captures" and failure["evidence"].get("direct"))
        and check["code"] and check["status"] != "skip" and failure["code"] in CATALOGUE[check["code"]].explains
        and (check["leg"] == "azure" or (check["link"] == "host" and check["host"] == failure["host"]))
    ]
    explaining.sort(key=lambda check: (check["leg"] != "azure", check["status"] != "fail", check["code"]))
    return explaining[0]["code"] if explaining else None
