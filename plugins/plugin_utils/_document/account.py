# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Whether an account that is open to the Internet is meant to be, of the accounts of a verdict document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any


def is_open(check: Mapping[str, Any]) -> bool:
    """Return whether a check shows that the account serves the Internet, be that declared, waived or a failure."""
    return bool(check["code"] == "gate_public_open")


def is_meant(account: Mapping[str, Any]) -> bool:
    """Return whether all that shows an account open to the Internet passes: it is declared with C(public_access) enabled."""
    return {check["status"] for check in account["checks"] if is_open(check)} == {"pass"}


def is_exposed(account: Mapping[str, Any]) -> bool:
    """Return whether an account is open to the Internet without being meant to be, waived or not."""
    return bool(account["verdicts"]["isolation"] == "exposed") and not is_meant(account)


def warning_codes(checks: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return the codes of the warnings that no waiver covers, each once: what V(warning) fails for, whatever their status."""
    return list(
        dict.fromkeys(each["code"] for each in checks if each["severity"] == "warning" and not each.get("waiver"))
    )
