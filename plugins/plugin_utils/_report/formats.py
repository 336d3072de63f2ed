# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""The reports: one document in every format, each with the fingerprint of its conclusions."""

from __future__ import annotations

from .._document.stable import fingerprint
from . import json, junit, markdown, prometheus
from .html import render as html

# Each has FILE, the usual name of its file, PURPOSE, a sentence for users, OPTIONS, the options that its C(render)
# takes, and C(render). `make docs` writes the lists of formats that users read.
FORMATS = {"json": json, "html": html, "markdown": markdown, "junit": junit, "prometheus": prometheus}


def report(document, format, mark=None, **options):
    """Return the document as the text of one format, a key of C(FORMATS).

    C(mark) is the document's fingerprint, where the caller already knows it; the text holds it. Of the C(options) a
    format takes its own. The same document gives the same text. Raises ValueError for an unknown format, and for an
    option with a value that is not valid.
    """
    if format not in FORMATS:
        raise ValueError(f"format: {format!r} is not a valid format: expected one of {', '.join(FORMATS)}")
    renderer = FORMATS[format]
    taken = {name: value for name, value in options.items() if name in renderer.OPTIONS}
    return renderer.render(document, mark or fingerprint(document), **taken)
