# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""A verdict document without what changes from run to run, and the fingerprint of what remains."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

_TIMES = ("started", "ended")
_TEXTS = ("summary", "observed", "cause")


def fingerprint(document: Any) -> str:
    """Return the hexadecimal SHA-256 of a verdict document without what changes from run to run.

    Two runs that come to the same conclusions have the same fingerprint, in whatever format they are reported.
    """
    lasting = json.dumps(_without(stable(document), "fingerprint"), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(lasting.encode("ascii")).hexdigest()


def stable(document: Any) -> Any:
    """Return the document without times, observations, Azure's side, what was discovered, and evidence.

    A diagnosis is its causes, without the observations that it cites. Texts name no public address that the evidence
    calls one of Azure's front ends. Two runs that come to the same conclusions give equal results. Anything but a
    mapping is returned as it is.
    """
    if not isinstance(document, dict):
        return document
    kept = _without(document, *_TIMES, "observations", "azure", "discovery")
    if "accounts" in kept:
        kept["accounts"] = [
            dict(account, checks=[_lasting(check) for check in account.get("checks") or ()])
            for account in kept["accounts"]
        ]
    if kept.get("drift"):
        kept["drift"] = dict(kept["drift"], baseline=_without(kept["drift"]["baseline"], *_TIMES))
    return kept


def _lasting(check: Mapping[str, Any]) -> dict[str, Any]:
    kept = _without(check, "evidence")
    diagnosis = check.get("diagnosis")
    if diagnosis:
        kept["diagnosis"] = _decided(diagnosis)
        if diagnosis["cause"]:
            # Its sentence names what other hosts were answered, too; the id says the same.
            kept["cause"] = None
    addresses = (check.get("evidence") or {}).get("public_addresses")
    if addresses:
        any_of_them = f"\\[?(?:{'|'.join(map(re.escape, sorted(addresses, key=len, reverse=True)))})\\]?"
        # How many an answer has changes as well.
        named = re.compile(rf"(?<![0-9a-f.]){any_of_them}(?:, {any_of_them})*(?: and \d+ more)?(?!\.?[0-9a-f])")
        kept.update({key: named.sub("a front end", kept[key]) for key in _TEXTS if kept.get(key)})
        kept["remedy"] = [
            {**step, **{key: named.sub("a front end", step[key]) for key in ("text", "when") if step[key]}}
            for step in kept.get("remedy") or ()
        ]
    return kept


def _decided(diagnosis: Mapping[str, Any]) -> dict[str, Any]:
    """Return a diagnosis without the sentences that cite observations."""
    return {
        **diagnosis,
        "because": [],
        "alternatives": [{**each, "because": []} for each in diagnosis["alternatives"]],
        "excluded": [{**each, "because": []} for each in diagnosis["excluded"]],
    }


def _without(mapping: Mapping[str, Any], *keys: str) -> dict[str, Any]:
    return {key: value for key, value in mapping.items() if key not in keys}
