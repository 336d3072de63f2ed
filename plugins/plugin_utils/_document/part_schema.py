# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.
"""The schema of a part: what a job of a workflow hands on of its verdict document, for a merge to judge again.

What hosts returned is checked by the schemas of the modules.
"""

from __future__ import annotations

from typing import Any

from .verdict_schema import SCHEMA

_TIME = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$"}
_SAME = ("schema", "collection_version", "looked_at", "declared", "accept_azure_evidence", "discovery")

PART: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": [
        "schema",
        "collection_version",
        "started",
        "ended",
        "looked_at",
        "declared",
        "observations",
        "azure",
        "accept_azure_evidence",
        "waivers",
        "tls_inspection",
    ],
    "properties": {
        **{name: SCHEMA["properties"][name] for name in _SAME},
        "started": _TIME,
        "ended": _TIME,
        "observations": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["host", "vantage", "accounts", "dns", "probes", "error", "reached"],
                "properties": {
                    "host": {"$ref": "#/$defs/text"},
                    "vantage": {"enum": ["jumphost", "onprem", "outside"]},
                    "accounts": SCHEMA["properties"]["declared"],
                    "forbidden": {"type": "array", "items": {"$ref": "#/$defs/text"}},
                    "dns": {"type": ["object", "null"]},
                    "probes": {"type": "array", "items": {"type": "object"}},
                    "token_error": {"$ref": "#/$defs/text_or_null"},
                    "control_endpoints": {"type": "array", "items": {"type": "object"}},
                    "network": {"$ref": "#/$defs/text_or_null"},
                    "error": {"$ref": "#/$defs/text_or_null"},
                    "reached": {"type": "boolean"},
                    "reported": {"type": "boolean"},
                },
            },
        },
        "azure": {
            "oneOf": [
                {"type": "null"},
                {
                    "type": "object",
                    "additionalProperties": False,
                    "required": ["accounts", "error"],
                    "properties": {
                        "accounts": {"type": "array", "items": {"type": "object"}},
                        "error": {"$ref": "#/$defs/text_or_null"},
                    },
                },
            ]
        },
        "waivers": {"type": "array", "items": {"type": "object"}},
        "tls_inspection": {"enum": ["warn", "forbidden", "allowed"]},
    },
    "$defs": SCHEMA["$defs"],
}
