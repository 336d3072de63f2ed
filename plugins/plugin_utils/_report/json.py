# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""The document itself as JSON."""

from __future__ import annotations

import json

FILE = "verdict.json"
PURPOSE = "The document itself, for programs."
OPTIONS = ()


def render(document, fingerprint=""):
    """Return the document as JSON, with its keys in order and the fingerprint beside them."""
    return json.dumps(dict(document, fingerprint=fingerprint), indent=2, sort_keys=True) + "\n"
