# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""The judge: from what was observed to one document. Pure: it reads no clock, file or network."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from ...module_utils._catalogue.model import FINDINGS_URL
from .._document.document import Account, Document
from .account import judge_account, worst
from .observation import estate_of

SCHEMA = 1
COLLECTION_VERSION = "1.0.0"


def judge(given: Mapping[str, Any], complete: bool = True) -> Document:
    """Return the verdict document for the mapping that the filter V(verdict) documents.

    With C(complete) the observations are all there will be: a leg that nobody looked at makes its account unknown.
    Raises ValueError naming what is wrong and what is expected.
    """
    estate = estate_of(given)
    accounts = [judge_account(account, estate, complete) for account in estate.accounts]
    return {
        "schema": SCHEMA,
        "collection_version": COLLECTION_VERSION,
        "catalogue": FINDINGS_URL,
        "started": estate.started,
        "ended": estate.ended,
        # A template of ansible-core 2.18 makes an empty text of none.
        "looked_at": None if estate.looked_at == "" else estate.looked_at,
        "status": worst(account["status"] for account in accounts),
        "counts": _counts(accounts),
        "waivers": estate.waivers.shown(check for account in accounts for check in account["checks"]),
        "accounts": accounts,
        "declared": [dict(account.declared) for account in estate.accounts],
        "observations": [dict(observation.shown) for observation in estate.observations],
        "azure": estate.azure_shown,
        "accept_azure_evidence": estate.accept_azure_evidence,
    }


def _counts(accounts: Sequence[Account]) -> dict[str, int]:
    """Return how many accounts there are, of each status, of each kind of isolation, and with a waived code."""
    statuses = Counter(account["status"] for account in accounts)
    isolation = Counter(account["verdicts"]["isolation"] for account in accounts)
    return {
        "accounts": len(accounts),
        **{status: statuses[status] for status in ("pass", "fail", "unknown")},
        **{kind: isolation[kind] for kind in ("isolated", "restricted", "exposed")},
        "isolation_unknown": isolation["unknown"],
        "waived": sum(1 for account in accounts if account["waived"]),
    }
