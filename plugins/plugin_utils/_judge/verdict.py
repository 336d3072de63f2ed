# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""The judge: from what was observed to one document. Pure: it reads no clock, file or network."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from ...module_utils._arm_judge.finding import finding
from ...module_utils._catalogue.catalogue import CATALOGUE
from ...module_utils._catalogue.model import FINDINGS_URL
from .._declarations.fields import Fields
from .._diagnosis.checks import diagnose_checks
from .._diagnosis.evidence import Endpoint
from .._document.account import matrix
from .._document.document import Account, Document
from .account import judge_account, worst
from .check import check
from .observation import azure_finding, estate_of
from .waivers import Waivers, waived_codes

SCHEMA = 1
COLLECTION_VERSION = "1.0.0"


def judge(given: Mapping[str, Any], complete: bool = True, whole: bool = True) -> Document:
    """Return the verdict document for the mapping that the filter V(verdict) documents.

    With C(complete) hosts have made all their observations: one that sent no request makes its account unknown. If they
    are C(whole) too, there are no other hosts: so does a side that nobody looked from.
    Raises ValueError naming what is wrong and what is expected.
    """
    estate = estate_of(given)
    accounts = [judge_account(account, estate, complete, complete and whole) for account in estate.accounts]
    discovery = given.get("discovery")
    unread = Fields(discovery or {}, "discovery").mappings("findings")
    accounts += [_unvalidated(each, estate.waivers) for each in unread]
    judged: Document = {
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
    if discovery:
        judged["discovery"] = discovery
    return judged


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


def _unvalidated(found: Fields, waivers: Waivers) -> Account:
    """Return the judgement of a subscription that could not be listed, or of an account that has no name.

    C(found) has its C(name), the C(code), the C(variant) of it and the C(fields) of its texts.
    """
    name, code = found.required("name"), found.required("code")
    of_azure = azure_finding(Fields(finding(code, found.text("variant"), **found.mapping("fields").replaced())))
    status = "unknown" if CATALOGUE[code].inconclusive else "fail"
    made = check(
        Endpoint(account=name, name=name, vantage="azure", host="localhost"),
        "azure",
        "azure",
        status,
        code,
        summary=of_azure.summary,
        variant=of_azure.variant,
        evidence=of_azure.evidence,
        **found.mapping("fields").replaced(),
    )
    diagnose_checks(name, [made], (), None, ())
    diagnosis = made["diagnosis"]
    checks = waivers.cover([made])
    waived = waived_codes(checks)
    return {
        "name": name,
        "status": "pass" if waived else status,
        "verdicts": {
            "isolation": "unknown",
            "isolation_basis": "probe",
            "reachability": "unknown",
            "auth": "not_checked",
            "model": "not_checked",
            "egress": "not_checked",
        },
        "root_cause": None if waived else code,
        "cause": diagnosis["cause"] if diagnosis and not waived else None,
        "certainty": diagnosis["certainty"] if diagnosis and not waived else None,
        "contributing": [],
        "waived": waived,
        "notes": [],
        "matrix": matrix(checks),
        "checks": checks,
    }
