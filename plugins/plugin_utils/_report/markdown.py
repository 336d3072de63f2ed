# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""The document as Markdown, for people and for the summaries of pipelines."""

from __future__ import annotations

import re

from ...module_utils._catalogue.model import FINDINGS_URL, LINKS, findings_url
from ...module_utils._core.text import printable
from .._document.account import state
from .._document.text import (
    STATUS_WORDS,
    baseline_words,
    because_lines,
    certainty_words,
    condition_words,
    count_words,
    discovery_lines,
    drift_lines,
    excluded_lines,
    pages_to_read,
    partial_words,
    reachability_words,
    remedy_key,
    waived_words,
)

FILE = "verdict.md"
PURPOSE = "A page for people, for tickets and summaries of pipelines."
OPTIONS = ()

# What CommonMark and GitHub take for markup: bare addresses and mentions too.
_MARKUP = re.compile(r"[\\`*_{}\[\]<>#|~&:@$]|(?<=www)\.", re.IGNORECASE)
# Before what would begin a list, or underline a heading.
_BEGINNING = re.compile(r"^[0-9]*(?=[-+=.)])")
_MARKED = {"fail": "**FAIL**", "unknown": "**unknown**"}


def render(document, fingerprint=""):
    """Return the document as Markdown: what is wrong first, then each account with its path and what to type."""
    blocks = [
        f"# Private endpoints of Azure AI: {STATUS_WORDS[document['status']]}",
        f"<!-- privatelink-fingerprint: {fingerprint} -->",
        *([_prose(partial_words(document))] if partial_words(document) else []),
        _prose(f"{count_words(document)}."),
        _prose(f"{_times(document)} privatelink.azure_ai {document['collection_version']}."),
        _table(
            ("account", "status", "isolation", "reachability", "root cause", "waived", "notes"),
            map(_overview, document["accounts"]),
        )
        if document["accounts"]
        else "No account was checked.",
    ]
    if document.get("drift"):
        blocks += [f"## {_prose(baseline_words(document).capitalize())}", _list(map(_code, drift_lines(document)))]
    if document.get("discovery"):
        blocks += ["## Accounts found in Azure", _list(map(_prose, discovery_lines(document)))]
    if document.get("waivers"):
        keys = ("account", "code", "expires", "state", "reason")
        blocks += ["## Waivers", _table(keys, ([_cell(waiver[key]) for key in keys] for waiver in document["waivers"]))]
    for account in document["accounts"]:
        blocks += _account_blocks(account)
    blocks.append(f"What each code means and how to fix it: <{FINDINGS_URL}>")
    return "\n\n".join(blocks) + "\n"


def _times(document):
    return f"{document['started']} to {document['ended']}," if document.get("ended") else "Judged by"


def _overview(account):
    verdicts = account["verdicts"]
    return (
        _cell(account["name"]),
        _MARKED.get(account["status"], account["status"]),
        verdicts["isolation"],
        reachability_words(account),
        _linked(account["root_cause"]),
        ", ".join(map(_linked, account.get("waived") or ())),
        _prose("; ".join(account.get("notes") or ())),
    )


def _account_blocks(account):
    blocks = [f"## {_code(account['name'])}: {STATUS_WORDS[account['status']]}"]
    if account.get("notes"):
        blocks.append(_list(_prose(note) for note in account["notes"]))
    rows = account.get("matrix") or []
    if rows:
        links = [link for link in LINKS if any(link in row["links"] for row in rows)]
        blocks.append(
            _table(
                ("from", "to", *links),
                (
                    (
                        _cell(f"{row['host']} ({row['vantage']})"),
                        _cell(row["name"]) + (f" at {_cell(row['at'])}" if row["at"] else ""),
                        *(_MARKED.get(row["links"].get(link), row["links"].get(link, "")) for link in links),
                    )
                    for row in rows
                ),
            )
        )
    elif not account["checks"]:
        blocks.append("Nothing was checked.")
    for alike in _told(account["checks"]):
        blocks += _finding_blocks(alike)
    return blocks


def _told(checks):
    """Return the checks to tell about, each with those that have the same explanation and steps."""
    groups: dict[tuple, list[dict]] = {}
    for check in checks:
        if state(check) not in ("pass", "skip"):
            because = (*because_lines(check), *excluded_lines(check))
            key = (check["code"], state(check), check["cause"], because, remedy_key(check))
            groups.setdefault(key, []).append(check)
    return groups.values()


def _finding_blocks(alike):
    first = alike[0]
    shown = state(first)
    blocks = [f"### {_linked(first['code'])}: {_MARKED.get(shown, shown)}"]
    # A leg by name and one by address often see the same.
    blocks.append(
        _list(
            dict.fromkeys(
                "{} from {}, seen: {}".format(
                    _code(check["link"]), _code(f"{check['host']} ({check['vantage']})"), _code(check["summary"])
                )
                for check in alike
            )
        )
    )
    if first.get("waiver"):
        blocks.append(_prose(waived_words(first["waiver"]).capitalize()))
    if first["cause"]:
        certainty = certainty_words(first)
        blocks.append(f"Why{f' ({certainty})' if certainty else ''}: {_prose(first['cause'])}")
    if because_lines(first):
        blocks += ["Because:", _list(map(_prose, because_lines(first)))]
    if excluded_lines(first):
        blocks += ["Not:", _list(map(_prose, excluded_lines(first)))]
    if first["remedy"]:
        blocks.append("Fix:")
        blocks += [block for step in first["remedy"] for block in _step_blocks(step)]
    if pages_to_read(first):
        blocks.append(f"See {', '.join(f'<{page}>' for page in pages_to_read(first))}.")
    return blocks


def _step_blocks(step):
    if step["kind"] == "note":
        return [_prose(step["text"])]
    condition = condition_words(step)
    return [_prose(condition)] * bool(condition) + [_command(step["text"])]


def _linked(code):
    return f"[{_prose(code)}]({findings_url(code)})" if code else ""


def _prose(text):
    """Return a text in which nothing is markup."""
    return _BEGINNING.sub(r"\g<0>\\", _MARKUP.sub(r"\\\g<0>", printable(text).strip()))


def _code(text):
    """Return a text as a code span, in which nothing is markup, mention or link."""
    text = printable(text)
    if not text.strip():
        return "&nbsp;"
    ticks = "`" * _longer_than_any("`", text, 1)
    return f"{ticks} {text} {ticks}" if "`" in text or text[0] == text[-1] == " " else ticks + text + ticks


def _command(text):
    """Return a command as a block of its own, to be copied."""
    text = printable(text)
    fence = "`" * _longer_than_any("`", text, 3)
    return f"{fence}shell\n{text}\n{fence}"


def _longer_than_any(character, text, least):
    return max([least] + [len(run) + 1 for run in re.findall(re.escape(character) + "+", text)])


def _list(items):
    return "\n".join(f"- {item}" for item in items)


def _table(heads, rows):
    return "\n".join(f"| {' | '.join(line)} |" for line in (heads, ["---"] * len(heads), *rows))


def _cell(text):
    """Return a text as a code span of a table, in which a pipe would end the cell."""
    return _code(text).replace("|", "\\|")
