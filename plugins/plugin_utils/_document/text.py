# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Words that several reports share, and values that may stand in any of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timezone
from typing import Any

from ...module_utils._core.text import some_of
from .verdict_schema import SCHEMA

# For documents that came through no door.
_LINK = re.compile(SCHEMA["$defs"]["link_to_read"]["pattern"])
_NAMED = 5
_RULED_OUT = 3
# Of a line on a terminal: what Ansible puts before it and after it makes it 80 columns.
WIDTH = 69
# The same where it shows a text as a block.
BLOCK_WIDTH = 72

STATUS_WORDS = {"pass": "pass", "fail": "FAIL", "unknown": "unknown"}

_REACHABILITY = {
    "private": "private address",
    "public": "public address",
    "none": "not reached",
    "unknown": "unknown",
}

# By the parts that tags left over.
_ONLY = {
    ("dns",): "Only the names were looked up",
    ("probe",): "Only requests were sent",
    ("dns", "probe"): "Only hosts looked, and Azure was not asked",
    ("azure",): "Only Azure was asked",
    ("azure", "dns"): "Only Azure was asked and the names were looked up",
    ("azure", "probe"): "Only Azure was asked and requests were sent",
}


def condition_words(step: Mapping[str, Any]) -> str:
    """Return what is to be read before the command of a step of a remedy; empty when it is always typed."""
    when = step["when"]
    return f"{when[0].upper()}{when[1:]}:" if when else ""


def step_words(step: Mapping[str, Any]) -> str:
    """Return a step of a remedy in one line."""
    return " ".join(filter(None, (condition_words(step), step["text"])))


def certainty_words(check: Mapping[str, Any]) -> str:
    """Return how certain the cause of a check is; empty where none is decided."""
    diagnosis = check.get("diagnosis")
    return str(diagnosis["certainty"]) if diagnosis and diagnosis["cause"] else ""


def because_lines(check: Mapping[str, Any]) -> list[str]:
    """Return the observations that decide the cause of a check; Azure's own finding says itself what was observed."""
    diagnosis = check.get("diagnosis")
    return list(diagnosis["because"]) if diagnosis and check["leg"] != "azure" else []


def excluded_lines(check: Mapping[str, Any]) -> list[str]:
    """Return one line for each of the causes that a reader would think of first, and that the run disproves."""
    diagnosis = check.get("diagnosis")
    excluded = diagnosis["excluded"][:_RULED_OUT] if diagnosis else []
    return [": ".join(filter(None, (each["cause"], "; ".join(each["because"])))) for each in excluded]


def remedy_key(check: Mapping[str, Any]) -> tuple[tuple[Any, ...], ...]:
    """Return the remedy of a check as what two checks with the same one have in common."""
    return tuple(tuple(step[key] for key in ("kind", "text", "when")) for step in check["remedy"])


def pages_to_read(check: Mapping[str, Any]) -> list[str]:
    """Return the pages to read about a check. Whatever is not plainly one is not linked in any report."""
    return [page for page in check["docs"] if _LINK.fullmatch(page)]


def waived_words(waiver: Mapping[str, Any]) -> str:
    """Return until when and why something is waived, of the C(waiver) of a check or of one of the document's."""
    return f"waived until {waiver['expires']}: {waiver['reason']}"


def reachability_words(account: Mapping[str, Any]) -> str:
    """Return the verdict on reachability in words that cannot be mistaken for the verdict on isolation."""
    way = "by name" if goes_by_name(account) else "by address"
    return f"{way}: {_REACHABILITY[account['verdicts']['reachability']]}"


def goes_by_name(account: Mapping[str, Any]) -> bool:
    """Return whether the verdict on reachability is about what programs reach that ask DNS."""
    legs = {row["leg"] for row in account.get("matrix") or ()}
    return "by_address" not in legs or "by_name" in legs


def partial_words(document: Mapping[str, Any]) -> str:
    """Return in one sentence what a run looked at that left a part out; empty for a whole run."""
    looked = document.get("looked_at")
    if looked is None:
        return ""
    return f"{_ONLY.get(tuple(looked), 'No host looked')}, by choice of tags: the rest is not proved."


def count_words(document: Mapping[str, Any]) -> str:
    """Return in one line how many accounts there are, of each status, and how many are isolated, exposed, ..."""
    counts = document["counts"]
    statuses = [(counts[status], STATUS_WORDS[status]) for status in STATUS_WORDS] + [
        (counts["waived"], "with a waiver")
    ]
    seen = [(counts[kind], kind) for kind in ("isolated", "restricted", "exposed")]
    seen += [(counts["isolation_unknown"], "of unknown isolation")]
    words = "; ".join(
        ", ".join(f"{count} {what}" for count, what in pairs if count) or "none" for pairs in (statuses, seen)
    )
    return f"{counts['accounts']} account{'' if counts['accounts'] == 1 else 's'}: {words}"


def discovery_lines(document: Mapping[str, Any]) -> list[str]:
    """Return what a discovery found in Azure, and what it left out, one line for each reason."""
    discovery = document.get("discovery")
    if not discovery:
        return []
    unread = [str(entry["id"]) for entry in discovery["unread"] if entry.get("id")]
    listed = [scope for scope in map("/subscriptions/{}".format, discovery["subscriptions"]) if scope not in unread]
    number = len(discovery["found"])
    lines = []
    # Of what could not be listed nobody knows how many accounts it has.
    if number or listed:
        lines.append(f"{number} account{'' if number == 1 else 's'} found in {some_of(listed, _NAMED) or 'Azure'}")
    if unread or discovery["error"]:
        lines.append(f"the accounts in {some_of(unread, _NAMED) or 'Azure'} could not be listed")
    by_reason: dict[str, list[str]] = {}
    for entry in discovery["left_out"]:
        by_reason.setdefault(entry["why"], []).append(entry["name"])
    return lines + [f"left out {some_of(names, _NAMED)}: {why}" for why, names in by_reason.items()]


def waiver_lines(document: Mapping[str, Any]) -> list[str]:
    """Return one line for each waiver that does nothing, and why: expired, not needed, or of nothing that is here."""
    used = {
        (waiver["account"].lower(), waiver["code"])
        for waiver in document.get("waivers") or ()
        if waiver["state"] == "used"
    }
    names = {account["name"].lower() for account in document["accounts"]}
    return [
        f"waiver of {waiver['code']} for {waiver['account']} {_idle_words(waiver, used, names)}: {waiver['reason']}"
        for waiver in document.get("waivers") or ()
        if waiver["state"] != "used"
    ]


def _idle_words(waiver: Mapping[str, Any], used: set[tuple[str, str]], names: set[str]) -> str:
    if waiver["state"] == "expired":
        return f"expired on {waiver['expires']}"
    if waiver["account"].lower() not in names:
        return "names no account that is declared here"
    if (waiver["account"].lower(), waiver["code"]) in used:
        return f"is not needed, for another lasts longer (until {waiver['expires']})"
    return f"is not needed (until {waiver['expires']})"


def drift_lines(document: Mapping[str, Any]) -> list[str]:
    """Return what changed since the baseline, one line each; an empty list for a document without one."""
    drift = document.get("drift")
    if not drift:
        return []
    lines = [f"account {name} appeared" for name in drift["accounts"]["appeared"]]
    lines += [f"account {name} disappeared" for name in drift["accounts"]["disappeared"]]
    lines += [
        f"{verdict['account']}: {verdict['key']} {verdict['before'] or 'none'} -> {verdict['after'] or 'none'}"
        for verdict in drift["verdicts"]
    ]
    lines += [f"appeared     {_finding_words(item)}" for item in drift["checks"]["appeared"]]
    lines += [f"disappeared  {_finding_words(item)}" for item in drift["checks"]["disappeared"]]
    lines += [
        f"changed      {_code_words(item['before'])} -> {_finding_words(item)}" for item in drift["checks"]["changed"]
    ]
    return lines or ["nothing changed"]


def baseline_words(document: Mapping[str, Any]) -> str:
    """Return with what the document was compared."""
    baseline = document["drift"]["baseline"]
    return "changes since the baseline%s" % (f" of {baseline['ended']}" if baseline.get("ended") else "")


def _finding_words(item: Mapping[str, Any]) -> str:
    place = "in Azure" if item["leg"] == "azure" else f"from {item['host']} ({item['vantage']})"
    return "{} {}, {} {}".format(
        _code_words(item), item["link"], item["name"] + (f" at {item['at']}" if item.get("at") else ""), place
    )


def _code_words(item: Mapping[str, Any]) -> str:
    return f"{item['code'] or item['status']}{' (waived)' if item['waived'] else ''}"


def moment(text: Any) -> datetime | None:
    """Return a time or day of ISO 8601 as a datetime in UTC; one without a zone is in UTC. None for anything else."""
    try:
        parsed = datetime.fromisoformat(text.replace("Z", "+00:00"))
        return parsed.astimezone(timezone.utc) if parsed.tzinfo else parsed.replace(tzinfo=timezone.utc)
    except (AttributeError, OverflowError, TypeError, ValueError):
        return None
