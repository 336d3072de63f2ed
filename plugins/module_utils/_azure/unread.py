# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Why Azure Resource Manager was not asked."""

from __future__ import annotations

from .._core.needed import says_missing


def reason_unasked(message: str) -> str:
    """Return why nothing of Azure was read, the cause of C(azure_access_denied), by the message of a failed module.

    All messages about a credential that yields no token begin alike (_arm.auth), and a token is needed first.
    """
    if says_missing(message):
        return "no_library"
    return "no_token" if message.startswith("auth_source: ") else "unavailable"
