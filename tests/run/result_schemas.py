# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The shapes of what modules return from hosts, for the actions that check it: from the modules' RETURN."""

from __future__ import annotations

import ast
from typing import Any

import yaml
from project import ROOT

PATH = "plugins/plugin_utils/_observation/schemas.py"
MODULES = (
    "aoai_probe",
    "azure_account_info",
    "azure_machine_info",
    "jumphost_facts",
    "jumphost_files",
    "jumphost_packages",
    "jumphost_resolver",
    "jumphost_venv",
    "private_endpoint_info",
    "privatelink_dns_facts",
)
WIDTH = 120

HEADER = '''\
# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.
"""The shapes of what modules return from hosts. `make docs` writes this file from their RETURN."""

from __future__ import annotations

from typing import Any

'''


def shapes(returned: dict[str, Any]) -> dict[str, Any]:
    """The shapes of the keys of a RETURN, or of a C(contains) in it."""
    return {key: _shape(entry) for key, entry in returned.items()}


def _shape(entry: dict[str, Any]) -> Any:
    inner = shapes(entry["contains"]) if "contains" in entry else None
    if entry["type"] == "list":
        return [inner or entry["elements"]]
    return inner or entry["type"]


def _returned(module: str) -> dict[str, Any]:
    source = ast.parse((ROOT / f"plugins/modules/{module}.py").read_text(encoding="utf-8"))
    for node in source.body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", None) == "RETURN":
            return yaml.safe_load(ast.literal_eval(node.value))
    raise ValueError(f"plugins/modules/{module}.py has no RETURN")


def rendered(shape: Any, indent: int, used: int) -> str:
    """The shape as the formatter leaves it; C(used) is how much of its line is taken, what follows it included."""
    one_line = _one_line(shape)
    if isinstance(shape, str) or used + len(one_line) <= WIDTH:
        return one_line
    outer, inner = " " * indent, " " * (indent + 4)
    if isinstance(shape, list):
        return f"[\n{inner}{rendered(shape[0], indent + 4, indent + 4)}\n{outer}]"
    lines = []
    for key, value in shape.items():
        start = f'{inner}"{key}": '
        lines.append(f"{start}{rendered(value, indent + 4, len(start) + 1)},\n")
    return f"{{\n{''.join(lines)}{outer}}}"


def _one_line(shape: Any) -> str:
    if isinstance(shape, str):
        return f'"{shape}"'
    if isinstance(shape, list):
        return f"[{_one_line(shape[0])}]"
    return "{" + ", ".join(f'"{key}": {_one_line(value)}' for key, value in shape.items()) + "}"


def text() -> str:
    """The whole file."""
    start = "SCHEMAS: dict[str, Any] = "
    return f"{HEADER}{start}{rendered({module: shapes(_returned(module)) for module in MODULES}, 0, len(start))}\n"


def write() -> bool:
    """Writes the file; returns whether it was not as the modules document it."""
    path = ROOT / PATH
    stale = path.read_text(encoding="utf-8") != text()
    if stale:
        path.write_text(text(), encoding="utf-8")
    return stale
