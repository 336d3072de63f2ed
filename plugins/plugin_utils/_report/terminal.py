# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""The path of each account as a person reads it, at 80 columns."""

from __future__ import annotations

import re
import textwrap
from itertools import groupby

from ...module_utils._catalogue.extended_errors import in_words
from ...module_utils._catalogue.model import FINDINGS_URL
from ...module_utils._core.text import first_of, printable
from .._document.account import state, warning_codes
from .._document.text import (
    WIDTH,
    baseline_words,
    because_lines,
    certainty_words,
    condition_words,
    count_words,
    discovery_lines,
    drift_lines,
    excluded_lines,
    goes_by_name,
    moment,
    partial_words,
    waived_words,
    waiver_lines,
)

# Of 80 columns Ansible's own output takes eleven: it shows the lines as a list, indented, quoted and with commas.
_NAMED = 10
_MAX_ERROR = 160
_INDENT = " " * 8
_HANGING = " " * 15
# Longer than what the narrowest column has room for, at 80 columns.
_LONG = re.compile(r"\S{65}(?=\S)")
STATES = {"fail": "FAIL", "unknown": "unkn", "waived": "waiv"}


def path_lines(document):
    """Return the lines that show every account's path from every host, one section for each leg.

    The leg by address is shown only where it says something else than the leg by name.
    """
    lines, shown, told = [], set(), False
    for account in document["accounts"]:
        sections = _sections(account["checks"])
        if not sections:
            lines += wrapped("", "", f"{account['name']}: nothing was checked")
        by_name = {conclusion_of(check) for check in account["checks"] if check["leg"] == "by_name"}
        for (title, leg), checks in sections.items():
            # What must not be reachable is judged for each account, but shown once; it may be waived for one alone.
            found = (title, *map(state, checks))
            if (leg == "by_address" and by_name.issuperset(map(conclusion_of, checks))) or found in shown:
                continue
            if leg == "egress":
                shown.add(found)
            lines += wrapped("", "  ", title)
            for behind, group in groupby(checks, lambda check: check["summary"] if check["status"] == "skip" else None):
                members = list(group)
                lines += _skipped_lines(members, behind) if behind else _lines_of(members, document)
            lines.append("")
            told = told or any(state(check) not in ("pass", "skip") for check in checks)
    return lines + ["Each code is explained in", FINDINGS_URL] * told


def summary_lines(document, width=WIDTH):
    """Return a closing table, one line for each account with its notes below; then how many of what there are, and
    waivers that do nothing.
    """
    rows: list[tuple[str, ...]] = [("account", "status", "isolation", "by name", "root cause")]
    for account in document["accounts"]:
        verdicts = account["verdicts"]
        rows.append(
            tuple(
                map(
                    printable,
                    (
                        account["name"],
                        account["status"].replace("fail", "FAIL"),
                        verdicts["isolation"],
                        _reached(account),
                        _cause(account),
                    ),
                )
            )
        )
    notes = [[], *(list(account.get("notes") or ()) for account in document["accounts"])]
    if max(map(len, _aligned(rows))) > width:
        notes = [[row[-1]] * (row[-1] != "-") + below for row, below in zip(rows, notes)]
        rows = [row[:-1] for row in rows]
        lines = _aligned(rows, notes, fitted=True)
    else:
        lines = _aligned(rows, notes)
    if partial_words(document):
        lines += ["", *wrapped("", "  ", partial_words(document))]
    if document.get("counts"):
        lines += wrapped("", "  ", count_words(document))
    for found in first_of(discovery_lines(document), _NAMED):
        lines += wrapped("", "  ", found)
    return lines + [line for waiver in waiver_lines(document) for line in wrapped("", "  ", waiver)]


def drift_list(document):
    """Return the lines that say what changed since the baseline; none for a document without one."""
    if not document.get("drift"):
        return []
    title = wrapped("", "  ", baseline_words(document) + ":")
    return title + [line for part in drift_lines(document) for line in wrapped("  ", "    ", part)]


def difference_lines(document):
    """Return, for every check that did not pass and expected something, this and what was observed, as a diff does."""
    lines = []
    for account in document["accounts"]:
        for check in account["checks"]:
            if check["status"] in ("fail", "unknown") and check["expected"]:
                lines += wrapped(
                    "", "  ", (f"{check['name']} from {check['host']} ({check['vantage']}), {check['link']}")
                )
                lines += wrapped("- expected  ", " " * 12, check["expected"])
                lines += wrapped("+ observed  ", " " * 12, check["observed"])
    return lines or ["no difference"]


def conclusion_lines(document, fail_on="failure", page=None):
    """Return the lines that say how many accounts did not pass, and why; with V(warning) those with a warning too.

    C(page) is the path of a report.
    """
    accounts = document["accounts"]
    if not accounts:
        return ["No account was checked: declare at least one in privatelink_accounts."]
    reasons = [(account["name"], _reason(account, fail_on)) for account in accounts]
    others = ["{} ({})".format(*pair) for pair in reasons if pair[1]]
    if not others:
        passed = f"All {len(accounts)} accounts" if len(accounts) > 1 else printable(accounts[0]["name"])
        return [f"{passed} passed."]
    named = printable(", ".join(first_of(others, _NAMED)))
    failed = f"{len(others)} of {len(accounts)} accounts" if len(accounts) > 1 else "The account"
    return [
        f"{failed} did not pass: {named}.",
        "What was seen and what to type is shown above" + (f", and in {printable(page)}" if page else "."),
    ]


def _reason(account, fail_on):
    """Return why an account did not pass, None when it did."""
    if account["status"] != "pass":
        return account["root_cause"] or "nothing was checked"
    warnings = warning_codes(account["checks"]) if fail_on == "warning" else ()
    return f"warning {', '.join(warnings)}" if warnings else None


def _reached(account):
    """Return which address programs inside reach, in a word where they go by name."""
    reached = account["verdicts"]["reachability"]
    return reached if goes_by_name(account) else f"{reached}, by address"


def _cause(account):
    """Return what the summary says of an account: its root cause, else what of it is waived."""
    waived = account.get("waived")
    return account["root_cause"] or (f"waived {', '.join(waived)}" if waived else "-")


def _aligned(rows, below=(), fitted=False):
    """Return a table as lines, the texts of C(below) under each row; with C(fitted) long names stand alone."""
    widths = [max(map(len, column)) for column in zip(*rows)]
    if fitted:
        widths[0] = min(widths[0], WIDTH - sum(width + 2 for width in widths[1:]))
    lines = []
    for number, row in enumerate(rows):
        if len(row[0]) > widths[0]:
            lines += wrapped("", "", row[0])
            row = ("", *row[1:])
        lines.append("  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip())
        lines += [line for text in (below[number] if below else ()) for line in wrapped("  ", "    ", text)]
        lines += ["  ".join("-" * width for width in widths)] if number == 0 else []
    return lines


def _sections(checks):
    sections: dict[tuple[str, str], list[dict]] = {}
    for check in checks:
        sections.setdefault((place_of(check), check["leg"]), []).append(check)
    return sections


def place_of(check):
    """Return what was looked at in a check, how, and from where."""
    via = {
        "by_address": f" at {check.get('at')}",
        "egress": ", which must not be reachable,",
        "azure": " in Azure",
    }.get(check["leg"], "")
    return check["name"] + via + ("" if check["leg"] == "azure" else f" from {check['host']} ({check['vantage']})")


def conclusion_of(check):
    """Return what a check says, but for the way on which it looked."""
    return check["host"], check["name"], check["link"], check["code"], check["status"]


def _lines_of(checks, document):
    return [line for check in checks for line in _check_lines(check, document)]


def _skipped_lines(checks, behind):
    """Return one line for links in a row that were not judged for the same reason."""
    links = ", ".join(dict.fromkeys(check["link"] for check in checks))
    return wrapped("  skip  ", _HANGING, f"{links:<5}  {behind}")


def _check_lines(check, document):
    shown = state(check)
    head = f"  {STATES.get(shown, shown):<4}  {check['link']:<5}  "
    if shown == "pass":
        return wrapped(head, _HANGING, check["summary"] + _volatile(check, document))
    lines = wrapped(
        head, _HANGING, " ".join(part for part in (check["observed"], check["code"]) if part) or check["summary"]
    )
    lines += (
        wrapped(_INDENT + "waived ", _HANGING, waived_words(check["waiver"]).partition(" ")[2])
        if shown == "waived"
        else []
    )
    lines += wrapped(_INDENT + "seen   ", _HANGING, seen_words(check)) if check["code"] else []
    lines += _why_lines(check)
    for number, step in enumerate(check["remedy"]):
        lines += step_lines(_HANGING if number else _INDENT + "fix    ", step)
    return lines


def why_words(check):
    """Return the cause and how certain it is, nothing where none is known."""
    certainty = certainty_words(check)
    return " ".join(filter(None, (check["cause"], f"({certainty})" if certainty and check["cause"] else "")))


def _why_lines(check):
    """Return the cause and how certain it is, the observations that say so, and what they rule out."""
    why = why_words(check)
    lines = wrapped(_INDENT + "why    ", _HANGING, why) if why else []
    for sentence in because_lines(check):
        lines += wrapped(_HANGING + "because ", _HANGING + "        ", sentence)
    for number, sentence in enumerate(excluded_lines(check)):
        lines += wrapped(_HANGING if number else _INDENT + "not    ", _HANGING + "  ", sentence)
    return lines


def step_lines(label, step, hanging=_HANGING):
    """Return the lines of one step: a sentence is wrapped; a command stays whole, to be copied."""
    if step["kind"] == "note":
        return wrapped(label, hanging, step["text"])
    condition = condition_words(step)
    lines = wrapped(label, hanging, condition) if condition else []
    return [*lines, (hanging if condition else label) + printable(step["text"])]


def seen_words(check):
    """Return what was seen, with the words of this run: what the nameserver itself says, and how it failed."""
    evidence = check.get("evidence") or {}
    error, errors = evidence.get("error"), evidence.get("ede")
    failed = f" ({error[:_MAX_ERROR]})" if check["link"] == "dns" and error else ""
    return check["summary"] + failed + ("; nameserver adds: " + in_words(errors) if errors else "")


def _volatile(check, document):
    """Return what changes from run to run, which the check itself keeps in its evidence only."""
    evidence = check.get("evidence") or {}
    if check["link"] == "dns" and evidence.get("server"):
        return f" ({evidence['server']}, ttl {evidence.get('ttl')})"
    if check["link"] == "tcp" and evidence.get("connect_ms") is not None:
        return f" in {evidence['connect_ms']} ms, no proxy"
    if check["link"] == "tls":
        days = _days_left(evidence.get("not_after"), document.get("ended") or document.get("started"))
        return "" if days is None else f", {days} days left"
    if check["link"] == "model" and evidence.get("id"):
        return f" ({evidence['id']}, {(evidence.get('usage') or {}).get('total_tokens', '?')} tokens)"
    return ""


def _days_left(not_after, now):
    end, today = moment(not_after), moment(now)
    return (end - today).days if end and today else None


def wrapped(first, rest, text):
    """Return a text as lines of C(WIDTH), with C(first) and C(rest) before them; long names go beyond it, to 80 at
    most.
    """
    shown = _LONG.sub(r"\g<0> ", printable(text))
    return textwrap.wrap(
        shown, WIDTH, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False
    ) or [first.rstrip()]
