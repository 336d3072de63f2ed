# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Who may issue the certificates of servers that a credential is sent to."""

from __future__ import annotations

import ssl
from collections.abc import Iterable
from typing import Any

from .._core.text import shown


class Inspected(ssl.SSLCertVerificationError):
    """A certificate that verifies, and that an organization issued that may not: nothing was sent."""

    verify_code = 0

    def __init__(self, host: str, organization: str | None) -> None:
        issuer = repr(organization) if organization else "nobody with the name of an organization"
        self.verify_message = f"{host}: its certificate is issued by {issuer}, which is not in trusted_issuers"
        super().__init__(1, self.verify_message)

    def __str__(self) -> str:
        return self.verify_message


def issuers_of(organizations: Iterable[str]) -> frozenset[str]:
    """Return organizations as they are compared."""
    return frozenset(each.strip().casefold() for each in organizations)


def organization_of(issuer: Any) -> str | None:
    """Return the organization of an issuer, as C(getpeercert) returns it, None where it names none."""
    names = [value for part in issuer or () for key, value in part if key == "organizationName"]
    return shown(names[0], limit=253) if names else None


def may_issue(organization: str | None, issuers: frozenset[str]) -> bool:
    """Return whether an organization is among the issuers. Without any, everybody may whom the trust store holds."""
    return not issuers or (organization or "").strip().casefold() in issuers
