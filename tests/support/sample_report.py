# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The reports in docs/sample: those of `make demo`, without what differs from run to run."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._report.formats import FORMATS, report

DIRECTORY = "docs/sample"
_MOMENT, _EXPIRY = "2026-11-22T10:00:00Z", "2027-04-13T10:00:00Z"
_VOLATILE = (
    (re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|\+00:00)"), _MOMENT),
    (re.compile(r"(cmpl-)[0-9a-zA-Z]+"), r"\1sample"),
    (re.compile(r"\b[0-9a-f]{32,}\b"), "0" * 32),
    (re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b"), "00000000-0000-0000-0000-000000000000"),
)


def rendered(document: Mapping[str, Any]) -> dict[str, str]:
    """Return the texts of the sample by file."""
    lasting = _lasting(document)
    return {FORMATS[name].FILE: report(lasting, name) for name in ("html", "markdown")}


def _lasting(value: Any, key: str = "") -> Any:
    if isinstance(value, Mapping):
        return {name: _lasting(inner, name) for name, inner in value.items()}
    if isinstance(value, list):
        return [_lasting(inner) for inner in value]
    if key == "not_after" and value:
        return _EXPIRY
    if isinstance(value, float):
        return 1.0
    if isinstance(value, str):
        for pattern, constant in _VOLATILE:
            value = pattern.sub(constant, value)
    return value
