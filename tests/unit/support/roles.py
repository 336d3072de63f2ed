# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The roles and their argument specs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

DIRECTORY = Path(__file__).parents[3] / "roles"
ROLES = sorted(path.parents[1].name for path in DIRECTORY.glob("*/meta/argument_specs.yml"))


def options_of(role: str) -> dict[str, Any]:
    """Return the options of a role."""
    path = DIRECTORY / role / "meta/argument_specs.yml"
    return yaml.safe_load(path.read_text(encoding="utf-8"))["argument_specs"]["main"]["options"]
