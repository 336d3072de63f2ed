# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""RETURN against what a module really returns: sanity tests do not look."""

from __future__ import annotations

TYPES = {"str": str, "int": int, "float": (int, float), "bool": bool, "list": list, "dict": dict, "complex": dict}


def differences(documented, returned, path=""):
    """Return a line for each key that only one of the two has, and for each value of another type; null is any type."""
    lines = [path + key + ": documented, not returned" for key in sorted(set(documented) - set(returned))]
    lines += [path + key + ": returned, not documented" for key in sorted(set(returned) - set(documented))]
    for key in sorted(set(returned) & set(documented)):
        lines += _of_value(documented[key], returned[key], path + key)
    return lines


def never_returned(documented, returned, path=""):
    """Return the keys that are documented and in none of several results more than null, nor an empty list of dicts."""
    lines = []
    for key, entry in sorted(documented.items()):
        values = [each[key] for each in returned if each.get(key) is not None]
        if "contains" in entry:
            values = [item for value in values for item in (value if isinstance(value, list) else [value])]
        if not values:
            lines.append(path + key)
        elif "contains" in entry:
            lines += never_returned(entry["contains"], values, path + key + ".")
    return lines


def _of_value(entry, value, path):
    if value is None:
        return []
    if not isinstance(value, TYPES[entry["type"]]) or (isinstance(value, bool) and entry["type"] != "bool"):
        return [f"{path}: documented as {entry['type']}, returned as {type(value).__name__}"]
    if "contains" not in entry:
        if entry.get("elements") == "dict":
            return [f"{path}: what its elements contain is not documented"]
        if isinstance(value, list) and not all(isinstance(item, TYPES[entry["elements"]]) for item in value):
            return [f"{path}: not all elements are {entry['elements']}"]
        return []
    if isinstance(value, dict):
        return differences(entry["contains"], value, path + ".")
    return [line for item in value for line in differences(entry["contains"], item, path + "[].")]
