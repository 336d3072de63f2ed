# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""What the preflight of a host looks like, as data and as lines at 80 columns."""

from __future__ import annotations

import textwrap

from ...module_utils._core.text import printable
from .._document.text import WIDTH

OK, LACKING, UNKNOWN = "ok", "lacking", "unknown"
_SHOWN = {OK: "ok", LACKING: "LACK", UNKNOWN: "unkn"}
_HANGING = " " * 19


def item(topic, status, text, fix=None):
    """Return one topic as the filter gives it. C(fix) says what to do, None where nothing is to be done."""
    return {"topic": topic, "status": status, "text": text, "fix": fix}


def enumerate_some(texts, most=2):
    """Return the first of some texts as one, and how many more there are."""
    texts = list(texts)
    more = f" and {len(texts) - most} more" if len(texts) > most else ""
    return ", ".join(texts[:most]) + more


def lines_of(topics, lacking, facts, host=None):
    """Return the lines for a person: first the host and what it lacks, then every topic."""
    name = f"{host or 'this host'}, {facts['os']['pretty_name'] or 'unknown system'}"
    lines = _wrapped(
        "", "  ", "{}: {}".format(name, "lacks " + ", ".join(lacking) if lacking else "nothing is known to be lacking")
    )
    for found in topics:
        lines += _wrapped(f"  {_SHOWN[found['status']]:<4}  {found['topic']:<9}  ", _HANGING, found["text"])
        lines += _wrapped("        fix        ", _HANGING, found["fix"]) if found["fix"] else []
    return lines


def _wrapped(first, rest, text):
    return textwrap.wrap(
        printable(text),
        WIDTH,
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    )
