# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""The names of Extended DNS Errors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

# RFC 8914, section 4, and IANA's registry for 25 to 32.
NAMES = (
    "Other Error",
    "Unsupported DNSKEY Algorithm",
    "Unsupported DS Digest Type",
    "Stale Answer",
    "Forged Answer",
    "DNSSEC Indeterminate",
    "DNSSEC Bogus",
    "Signature Expired",
    "Signature Not Yet Valid",
    "DNSKEY Missing",
    "RRSIGs Missing",
    "No Zone Key Bit Set",
    "NSEC Missing",
    "Cached Error",
    "Not Ready",
    "Blocked",
    "Censored",
    "Filtered",
    "Prohibited",
    "Stale NXDOMAIN Answer",
    "Not Authoritative",
    "Not Supported",
    "No Reachable Authority",
    "Network Error",
    "Invalid Data",
    "Signature Expired before Valid",
    "Too Early",
    "Unsupported NSEC3 Iterations Value",
    "Unable to conform to policy",
    "Synthesized",
    "Invalid Query Type",
    "Rate Limited",
    "Over Quota",
)

MAX_ERRORS = 3
MAX_TEXT = 100


def in_words(errors: Iterable[Mapping[str, Any]] | None) -> str:
    """Return Extended DNS Errors, dicts of C(code) and C(text), as one text; an empty one when there are none."""
    words = dict.fromkeys(_words(error) for error in errors or ())
    return ", ".join(list(words)[:MAX_ERRORS])


def _words(error: Mapping[str, Any]) -> str:
    code, text = error.get("code"), _printable(error.get("text") or "")
    name = NAMES[code] if isinstance(code, int) and 0 <= code < len(NAMES) else f"error {code}"
    return f"{name} ({text})" if text else name


def _printable(text: str) -> str:
    """A nameserver may send anything: neither control characters nor endless texts belong in a report."""
    kept = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    return kept if len(kept) <= MAX_TEXT else kept[: MAX_TEXT - 3] + "..."
