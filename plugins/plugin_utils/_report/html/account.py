# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.
"""One account of the HTML report: its verdicts, its failures grouped, its matrix; values only, the template shows
them.
"""

from __future__ import annotations

import re
from functools import lru_cache

from ....module_utils._catalogue.model import LINKS, findings_url
from ....module_utils._core.hostnames import name_pattern
from ....module_utils._core.text import some_of
from ..._document.account import is_meant, warning_codes
from ..._document.account import state as shown_as
from ..._document.text import because_lines, certainty_words, excluded_lines, reachability_words
from .path_picture import picture
from .words import LEGS, counted, evidence_lines, links_of, sentence, step_of

STATES = ("fail", "unknown", "waived", "pass")
WORDS = {"fail": "Broken", "unknown": "Unknown", "waived": "Waived", "pass": "Passed", "warn": "Warning"}

_MOST_PLACES = 6
_MOST_EVIDENCE = 3
_LEGIBLE = 400  # characters of evidence: rather one host's whole than three cut short
_ADDRESS = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}")
_VERDICTS = ("isolation", "reachability", "auth", "model", "egress")
_TONES = {
    "isolated": "pass",
    "private": "pass",
    "accepted": "pass",
    "served": "pass",
    "closed": "pass",
    "exposed": "fail",
    "public": "fail",
    "none": "fail",
    "refused": "fail",
    "failed": "fail",
    "open": "fail",
    "restricted": "warn",
    "unknown": "unknown",
    "not_checked": "skip",
}


def state_of(account):
    """Return C(fail), C(unknown), C(waived) (passes, but for what a waiver covers) or C(pass)."""
    return "waived" if account["status"] == "pass" and account["waived"] else account["status"]


def account_view(account, identity, lanes, room, explanations=None, drawn=True):
    """Return what the page shows of an account; C(room) is how many characters of evidence each failure gets.

    With C(explanations), of the whole page, its failures leave to those why they matter. Unless it is to be C(drawn) it
    has neither picture nor matrix, and what is the same for several of its names is told of one of them.
    """
    state = state_of(account)
    findings = _findings(account, room, explanations, _likeness if drawn else _likeness_of_names)
    view = {
        "id": identity,
        "name": account["name"],
        "state": state,
        "word": WORDS[state],
        "open": state in ("fail", "unknown"),
        "verdicts": _verdicts(account),
        "root": _root(account, findings),
        "notes": [sentence(note) for note in account.get("notes") or ()],
        "contributing": [] if explanations else [(code, findings_url(code)) for code in account["contributing"]],
        "warnings": counted(_warnings(findings), "warning") if _warnings(findings) else None,
        "picture": picture(account, lanes) if drawn else None,
        "findings": findings,
        "matrix": _matrix(account["matrix"]) if drawn else None,
    }
    return dict(view, height=_height(view))


def _height(view):
    """Return about how many pixels an account takes when it is open, rather more than less.

    Of many accounts browsers lay out those in sight only; the others are taken to be so high.
    """
    height = 200
    if view["picture"]:
        height += (
            100
            + view["picture"]["height"]
            + sum(40 * _lines(row["hosts"] + row["way"] + (row["code"] or ""), 60) for row in view["matrix"]["rows"])
        )
    for finding in view["findings"]:
        texts = [*finding["seen"], finding["cause"] or "", *finding["because"], finding["places"]] + [
            step["says"] for step in finding["steps"]
        ]
        commands = ["".join(step["command"]) for step in finding["steps"] if step["command"]]
        pairs = [each or "" for pair in finding["compared"] for each in pair]
        height += 120 + 27 * len(finding["docs"])
        height += sum(26 * _lines(text, 95) for text in texts) + sum(26 * _lines(text, 85) for text in pairs)
        height += sum(30 + 21 * _lines(command, 88) for command in commands)
    return height


def _lines(text, width):
    return 1 + len(text) // width


def _verdicts(account):
    verdicts = account["verdicts"]
    shown = [(key, verdicts[key].replace("_", " "), _TONES.get(verdicts[key], "unknown")) for key in _VERDICTS]
    key, words, tone = shown[0]
    if verdicts.get("isolation_basis") == "azure":
        words += " (Azure says so)"
    elif words == "exposed" and is_meant(account):
        words, tone = "exposed (as declared)", "skip"
    return [(key, words, tone), *(_in_context(account, *each) for each in shown[1:])]


def _in_context(account, key, words, tone):
    """Return a verdict as it is shown: with what the rest of the account adds to it."""
    if key == "reachability":
        return key, reachability_words(account), tone
    if key == "model" and words == "not checked" and "model_not_asked" in warning_codes(account["checks"]):
        return key, "not asked: no credential", "warn"
    return key, words, tone


def root_text(account):
    """Return what the account's root cause is in words; None when it has none."""
    code = account["root_cause"]
    if not code:
        return None if account["status"] == "pass" else "Nothing was checked."
    seen = [check for check in account["checks"] if check["code"] == code]
    seen.sort(key=lambda check: (bool(check["waiver"]), check["status"] not in ("fail", "unknown")))
    return sentence(seen[0]["summary"]) if seen else code


def _root(account, findings):
    text, code = root_text(account), account["root_cause"]
    return {"text": text, "code": code, "url": findings_url(code) if code else None} if text else None


def _warnings(findings):
    return sum(finding["state"] == "warn" for finding in findings)


def _findings(account, room, explanations, likeness):
    """Return the failures, unknowns and warnings, those that are alike together, the cause first."""
    groups: dict[tuple, list[dict]] = {}
    order = ("fail", "unknown", "warn", "waived")
    for check in account["checks"]:
        shown = shown_as(check)
        if shown in order:
            groups.setdefault(likeness(check, shown), []).append(check)
    found = [_finding(key[1], checks, account, room, explanations) for key, checks in groups.items()]
    # Not sorted by link: the document has them in the order of the path.
    found.sort(key=lambda finding: (not finding["is_cause"], order.index(finding["state"])))
    return _each_step_once(found)


def _each_step_once(findings):
    """Return findings of which those with the same steps as one above say so instead of repeating it."""
    above: dict = {}
    for finding in findings:
        remedy = str(finding["steps"])
        if remedy in above:
            finding.update(steps=[], like=above[remedy])
        elif finding["code"] and finding["steps"]:
            above[remedy] = finding["code"]
    return findings


def _likeness(check, state):
    """Return what two checks have in common that are shown as one: all their texts, but for the host's own name.

    Commands are the same to the letter: one with the name of another host would be typed in vain.
    """
    steps = [step_of(step) for step in check["remedy"]]
    reasons = (*because_lines(check), *excluded_lines(check))
    texts = [
        (text or "").replace(check["host"], "")
        for text in (check["cause"], *reasons, *(step["says"] for step in steps))
    ]
    commands = ["".join(step["command"]) for step in steps]
    return check["code"], state, check["link"], (*texts, *commands), (check["waiver"] or {}).get("expires")


def _likeness_of_names(check, state):
    """Return what two checks have in common that differ in the account's name at most, and in what follows from it."""
    *others, texts, expires = _likeness(check, state)
    addresses = _ADDRESS.findall(" ".join(check[key] or "" for key in ("at", "expected", "observed")))
    for part in (*_parts_of(check["name"]), *addresses):
        texts = tuple(text.replace(part, "") for text in texts)
    return (*others, texts, expires)


@lru_cache(maxsize=1000)
def _parts_of(name):
    """Return the texts that follow from a name, the longest first: one may hold another."""
    label, _dot, suffix = name.partition(".")
    private_zone = "privatelink." + suffix
    parts = {name, name_pattern(name), label, suffix, private_zone, f"{label}.{private_zone}"}
    return sorted(filter(None, parts), key=lambda part: (-len(part), part))


def _finding(state, checks, account, room, explanations):
    first, steps_of = checks[0], _steps_of(checks)
    code = first["code"]
    shared = explanations.use(first, account["name"]) if explanations and code else None
    return {
        "state": state,
        "word": WORDS[state],
        "link": first["link"],
        "code": code,
        "url": "#" + shared["id"] if shared else findings_url(code) if code else None,
        "is_cause": bool(code) and code == account["root_cause"] and state != "waived",
        "places": some_of(dict.fromkeys(_place(check) for check in checks), _MOST_PLACES),
        "seen": [sentence(text) for text in list(dict.fromkeys(check["summary"] for check in checks))[:_MOST_PLACES]],
        "compared": [] if steps_of else _compared(checks),
        "cause": None if shared else first["cause"],
        "certainty": certainty_words(first),
        "because": [] if shared else [sentence(text) for text in because_lines(first)],
        "excluded": [] if shared else excluded_lines(first),
        "steps": [] if shared and shared["remedy"] else [step_of(step) for step in first["remedy"]],
        "common": bool(shared and shared["remedy"]),
        "like": None,
        "steps_of": steps_of,
        "docs": [] if shared else links_of(first),
        "confidence": first["confidence"] if first["confidence"] != "high" else None,
        "waiver": first["waiver"],
        "evidence": _evidence([check for check in checks if check.get("evidence")], room) if room else None,
    }


def _steps_of(checks):
    """Return for which name the steps of several checks are when others need steps of their own, else None."""
    first = checks[0]
    others = any(check["name"] != first["name"] and check["remedy"] != first["remedy"] for check in checks)
    return first["name"] if others else None


def _whence(check):
    """Return whose evidence it is."""
    return "{}, {}{}, {}".format(
        check["host"], LEGS.get(check["leg"], check["leg"]), f" at {check['at']}" if check["at"] else "", check["name"]
    )


def _place(check):
    if check["leg"] == "azure":
        return "Azure"
    place = f"{check['host']} ({check['vantage']})"
    return place if check["leg"] in ("outside", "host") else f"{place}, {LEGS.get(check['leg'], check['leg'])}"


def _compared(checks):
    """Return what was expected and what was observed instead, each pair once."""
    pairs = dict.fromkeys((check["expected"], check["observed"]) for check in checks if check["expected"])
    return list(pairs)[:_MOST_PLACES]


def _evidence(checks, room):
    most = max(1, min(len(checks), _MOST_EVIDENCE, room // _LEGIBLE))
    shown = []
    for check in checks[:most]:
        lines, whole = evidence_lines(check["evidence"], room // most)
        shown.append({"of": _whence(check), "lines": lines, "whole": whole})
    return {"shown": shown, "more": len(checks) - most} if shown else None


def _way(row, with_name):
    """Return how a row of the matrix looked: vantage, leg, and the address or name where there are several."""
    if row["leg"] == "azure":
        parts = [row["name"] if with_name else None]
    else:
        parts = [
            row["vantage"],
            LEGS.get(row["leg"], row["leg"]) + (" " + row["at"] if row["at"] else ""),
            row["name"] if with_name else None,
        ]
    return ", ".join(part for part in parts if part)


def _matrix(rows):
    """Return the vantage matrix: its columns, and its rows, those of hosts that saw the same together."""
    links = [link for link in LINKS if any(link in row["links"] for row in rows)]
    together: dict = {}
    for row in rows:
        key = (row["vantage"], row["leg"], row["name"], row["at"], row["code"], tuple(row["links"].items()))
        together.setdefault(key, (row, []))[1].append(row["host"])
    several = len({row["name"] for row in rows}) > 1
    return {
        "links": links,
        "rows": [
            {
                "hosts": "Azure" if row["leg"] == "azure" else some_of(hosts, _MOST_PLACES),
                "way": _way(row, several or row["leg"] == "egress"),
                "cells": [row["links"].get(link) for link in links],
                "code": row["code"],
            }
            for row, hosts in together.values()
        ],
    }
