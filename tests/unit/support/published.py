# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A validator for a published schema, and for thousands of documents."""

from __future__ import annotations

from typing import Any

from jsonschema import Draft202012Validator


def validator_of(schema: dict[str, Any]) -> Draft202012Validator:
    """Return it for the schema with everything in the place of its references: these are looked up for each value."""
    return Draft202012Validator(_resolved(schema, schema["$defs"]))


def _resolved(part: Any, definitions: dict[str, Any]) -> Any:
    if isinstance(part, list):
        return [_resolved(each, definitions) for each in part]
    if not isinstance(part, dict):
        return part
    inner = {key: _resolved(value, definitions) for key, value in part.items() if key not in ("$ref", "$defs")}
    if "$ref" not in part:
        return inner
    place, _slash, name = part["$ref"].rpartition("/")
    referred = _resolved(definitions[name], definitions)
    assert place == "#/$defs", part
    return {"allOf": [referred], **inner} if set(inner) - {"description"} else referred
