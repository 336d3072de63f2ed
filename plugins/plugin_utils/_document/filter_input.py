# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.
"""The document that a filter is given."""

from __future__ import annotations

from typing import Any

from ansible.errors import AnsibleFilterError

from .reading import claims, document_of
from .schema import Wrong


def read_input(given: Any, name: str) -> dict[str, Any]:
    """Return the document that the filter of that name is given. Raises AnsibleFilterError."""
    try:
        return document_of(given)
    except Wrong as exc:
        reason = f" ({exc})" if claims(given) else ""
        raise AnsibleFilterError(
            f"privatelink.azure_ai.{name}: the input is not a verdict document{reason}: expected what the filter "
            "privatelink.azure_ai.verdict returns"
        ) from None
