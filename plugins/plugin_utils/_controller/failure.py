# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.
"""A failed result that the terminal shows with one line for each problem."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...module_utils._core.text import first_of, printable

_LINES = 100


def failure(problems: Sequence[str], done: str) -> dict[str, Any]:
    """Return the result. A text of several lines would be one escaped line on ansible-core 2.18."""
    lines = [printable(each) for each in first_of(list(problems), _LINES)]
    result = {"failed": True, "changed": False}
    if len(lines) == 1:
        return {**result, "msg": f"{lines[0]}. {done}".strip()}
    return {
        **result,
        "mistakes": lines,
        "msg": f"{len(problems)} things are missing or wrong. {done}".strip(),
        "_ansible_verbose_always": True,
    }
