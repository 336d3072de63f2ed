# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.
"""What a run hands to the next job of a workflow: all that was declared and observed, without what follows from it."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
from collections.abc import Mapping
from typing import Any

ENCODING = "gzip+base64"
# The judge's input. Statuses, checks and their evidence are made again from it.
_PARTS = (
    "schema",
    "collection_version",
    "started",
    "ended",
    "looked_at",
    "declared",
    "observations",
    "azure",
    "accept_azure_evidence",
    "discovery",
)


def artifact(document: Mapping[str, Any], waivers: list[Any]) -> dict[str, Any]:
    """Return a document as text for a workflow: C(encoding), C(data), and C(sha256) and C(size) of the JSON."""
    content = {name: document[name] for name in _PARTS if name in document}
    text = json.dumps({**content, "waivers": waivers}, sort_keys=True).encode()
    return {
        "encoding": ENCODING,
        # The time of compression would make each run's text another one.
        "data": base64.b64encode(gzip.compress(text, mtime=0)).decode("ascii"),
        "sha256": hashlib.sha256(text).hexdigest(),
        "size": len(text),
    }
