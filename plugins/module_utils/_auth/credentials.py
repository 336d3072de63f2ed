# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.
"""Secrets of the data plane, and what may be sent to whom."""

from __future__ import annotations

import re
from typing import Optional

from .._azure.services import cloud_of

_HEADER_VALUE = re.compile(r"[\x21-\x7e]+")

# The account and its cloud.
_Account = tuple[str, Optional[str]]

SOURCES = ("none", "msi", "workload_identity", "env", "cli", "client_secret")


class CredentialError(Exception):
    """No token could be obtained: the text says from where and why, without any secret."""


class Credential:
    """An API key or a token for one account; it never shows itself."""

    __slots__ = ("_account", "_secret", "kind")

    def __init__(self, kind: str, secret: str, account: _Account | None = None) -> None:
        """Take C(kind) V(api_key) or V(token). Without C(account) it is for every name of Azure AI: an acquired token.

        Raises ValueError, not showing the secret, when no header may carry it.
        """
        if not _HEADER_VALUE.fullmatch(secret):
            raise ValueError(
                "the value is empty, or contains white space, a line break or a character beyond ASCII: "
                f"expected the {kind.replace('_', ' ')} alone"
            )
        self.kind = kind
        self._secret = secret
        self._account = account

    def __repr__(self) -> str:
        return f"Credential({self.kind} ***)"

    def is_for(self, host: str) -> bool:
        """Return whether the account behind a public host name is the one that this secret belongs to."""
        account = account_of(host)
        return account[1] is not None if self._account is None else account == self._account

    def headers(self) -> dict[str, str]:
        """Return the request headers that carry it. Only for a connection verified as the account's own."""
        if self.kind == "api_key":
            return {"api-key": self._secret}
        return {"Authorization": "Bearer " + self._secret}

    def reveal(self) -> str:
        """Return the secret itself, to remove it from texts and to register it in no_log_values."""
        return self._secret


def account_of(host: str) -> _Account:
    """Return C((account, cloud)) of a public host name of Azure AI, or C((host, None)) for any other.

    All names of one account give the same.
    """
    account, _dot, suffix = host.partition(".")
    cloud = cloud_of(suffix)
    return (account, cloud) if cloud else (host, None)
