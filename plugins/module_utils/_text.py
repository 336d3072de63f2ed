# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""The path of each account as a person reads it, at 80 columns."""

from __future__ import annotations

import re
import textwrap
from datetime import datetime
from itertools import groupby

from ansible_collections.privatelink.azure_ai.plugins.module_utils._extended_errors import in_words

WIDTH = 80
_NAMED = 10
_MAX_ERROR = 160
_INDENT = " " * 8
_HANGING = " " * 15
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def path_lines(document):
    """Return the lines that show every account's path from every host, one section for each leg.

    The leg by address is shown only where it says something else than the leg by name.
    """
    lines, shown = [], set()
    for account in document["accounts"]:
        sections = _sections(account["checks"])
        if not sections:
            lines += ["%s: nothing was checked" % account["name"]]
        for (title, leg), checks in sections.items():
            # What must not be reachable is judged for each account, but shown once.
            if (leg == "by_address" and _same_as_by_name(checks, account["checks"])) or title in shown:
                continue
            if leg == "egress":
                shown.add(title)
            lines.append(title)
            for behind, group in groupby(checks, lambda check: check["summary"] if check["status"] == "skip" else None):
                lines += _skipped_lines(group, behind) if behind else _lines_of(group, document)
            lines.append("")
    return [_CONTROL.sub("?", line) for line in lines]


def summary_lines(document):
    """Return a closing table: one line for each account, with its verdicts and its root cause."""
    rows = [("account", "status", "isolation", "reachable", "root cause")]
    for account in document["accounts"]:
        verdicts = account["verdicts"]
        rows.append((account["name"], account["status"].replace("fail", "FAIL"), verdicts["isolation"], verdicts["reachability"],
                     account["root_cause"] or "-"))
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip() for row in rows]
    lines.insert(1, "  ".join("-" * width for width in widths))
    return [_CONTROL.sub("?", line) for line in lines]


def difference_lines(document):
    """Return, for every check that did not pass and expected something, this and what was observed, as a diff does."""
    lines = []
    for account in document["accounts"]:
        for check in account["checks"]:
            if check["status"] in ("fail", "unknown") and check["expected"]:
                lines += [
                    "%s from %s (%s), %s" % (check["name"], check["host"], check["vantage"], check["link"]),
                    "- expected  %s" % check["expected"],
                    "+ observed  %s" % check["observed"],
                ]
    return [_CONTROL.sub("?", line) for line in lines] or ["no difference"]


def conclusion_lines(document):
    """Return one line that says how many accounts did not pass, and why."""
    accounts = document["accounts"]
    if not accounts:
        return ["No account was checked: declare at least one in privatelink_accounts."]
    others = [account for account in accounts if account["status"] != "pass"]
    if not others:
        return ["All %d accounts passed." % len(accounts) if len(accounts) > 1 else "%s passed." % accounts[0]["name"]]
    named = ["%s (%s)" % (account["name"], account["root_cause"] or "nothing was checked") for account in others[:_NAMED]]
    more = [] if len(others) <= _NAMED else ["and %d more" % (len(others) - _NAMED)]
    return [_CONTROL.sub("?", "%d of %d accounts did not pass: %s. What was seen and what to type stands above."
                         % (len(others), len(accounts), ", ".join(named + more)))]


def _sections(checks):
    sections = {}
    for check in checks:
        via = {
            "by_address": " at %s" % check.get("at"),
            "egress": ", which must not be reachable,",
            "azure": " in Azure",
        }.get(check["leg"], "")
        place = "" if check["leg"] == "azure" else " from %s (%s)" % (check["host"], check["vantage"])
        sections.setdefault((check["name"] + via + place, check["leg"]), []).append(check)
    return sections


def _same_as_by_name(checks, every):
    by_name = {
        (found["host"], found["name"], found["link"], found["code"], found["status"]) for found in every if found["leg"] == "by_name"
    }
    return all((found["host"], found["name"], found["link"], found["code"], found["status"]) in by_name for found in checks)


def _lines_of(checks, document):
    return [line for check in checks for line in _check_lines(check, document)]


def _skipped_lines(checks, behind):
    """Return one line for links in a row that were not judged for the same reason."""
    links = ", ".join(dict.fromkeys(check["link"] for check in checks))
    return _wrapped("  skip  ", _HANGING, "%-5s  %s" % (links, behind))


def _check_lines(check, document):
    status = _shown(check["status"])
    if check["status"] == "pass" and check["severity"] == "warning":
        status = "warn"
    head = "  %-4s  %-5s  " % (status, check["link"])
    if status == "pass":
        return _wrapped(head, _HANGING, check["summary"] + _volatile(check, document))
    lines = _wrapped(head, _HANGING, " ".join(part for part in (check["observed"], check["code"]) if part) or check["summary"])
    lines += _wrapped(_INDENT + "seen   ", _HANGING, _seen(check)) if check["code"] else []
    lines += _wrapped(_INDENT + "why    ", _HANGING, check["cause"]) if check["cause"] else []
    for number, step in enumerate(check["remedy"]):
        label = _INDENT + ("fix    " if number == 0 else " " * 7)
        # A sentence is wrapped; a command stays whole, to be copied.
        lines += _wrapped(label, _HANGING, step) if step.endswith(".") else [label + step]
    return lines


def _seen(check):
    """Return what was seen, with the words of this run: what the nameserver itself says, and how it failed."""
    error, errors = check["evidence"].get("error"), check["evidence"].get("ede")
    # Either is written by whoever answered.
    failed = " (%s)" % _CONTROL.sub("?", error)[:_MAX_ERROR] if check["link"] == "dns" and error else ""
    return check["summary"] + failed + ("; nameserver adds: " + in_words(errors) if errors else "")


def _shown(status):
    return "FAIL" if status == "fail" else "unkn" if status == "unknown" else status


def _volatile(check, document):
    """Return what changes from run to run, which the check itself keeps in its evidence only."""
    evidence = check["evidence"]
    if check["link"] == "dns" and evidence.get("server"):
        return " (%s, ttl %s)" % (evidence["server"], evidence.get("ttl"))
    if check["link"] == "tcp" and evidence.get("connect_ms") is not None:
        return " in %s ms, no proxy" % evidence["connect_ms"]
    if check["link"] == "tls":
        days = _days_left(evidence.get("not_after"), document.get("ended") or document.get("started"))
        return "" if days is None else ", %d days left" % days
    if check["link"] == "model" and evidence.get("id"):
        return " (%s, %s tokens)" % (evidence["id"], (evidence.get("usage") or {}).get("total_tokens", "?"))
    return ""


def _days_left(not_after, now):
    try:
        return (_moment(not_after) - _moment(now)).days
    except (TypeError, ValueError, AttributeError):
        return None


def _moment(text):
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def _wrapped(first, rest, text):
    return textwrap.wrap(text, WIDTH, initial_indent=first, subsequent_indent=rest, break_long_words=False,
                         break_on_hyphens=False) or [first.rstrip()]
