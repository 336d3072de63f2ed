# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""The reports: one document in every format, each with the fingerprint of its conclusions."""

from __future__ import annotations

import hashlib
from importlib import import_module

from .._document.stable import stable

FILES = {
    "json": "verdict.json",
    "html": "verdict.html",
    "markdown": "verdict.md",
    "junit": "verdict.junit.xml",
    "prometheus": "verdict.prom",
}

# Imported when asked for: a page needs more than a list of numbers.
_RENDERERS = {format: ".html.render" if format == "html" else f".{format}" for format in FILES}


def report(document, format, unknown="skipped"):
    """Return the document as the text of one format, a key of C(FILES), with its fingerprint.

    C(unknown) says what an unknown check is in V(junit). The same document gives the same text. Raises ValueError for an
    unknown format, and for a value of C(unknown) that is not accepted.
    """
    return report_and_fingerprint(document, format, unknown)[0]


def report_and_fingerprint(document, format, unknown="skipped"):
    """Return C((text, fingerprint)): the report, and the hexadecimal SHA-256 of what it says beside times and measurements.

    Two runs that come to the same conclusions have the same fingerprint; another release may show them otherwise.
    """
    if format not in FILES:
        raise ValueError(f"format: {format!r}; accepted is one of {', '.join(FILES)}")
    options = {"unknown": unknown} if format == "junit" else {}
    render = import_module(_RENDERERS[format], __package__).render
    lasting = render(stable(document), "", **options)
    fingerprint = hashlib.sha256(lasting.encode("utf-8", "surrogatepass")).hexdigest()
    return render(document, fingerprint, **options), fingerprint
