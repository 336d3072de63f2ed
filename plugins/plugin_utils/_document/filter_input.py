# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.
"""What a filter is given: a document, or anything else."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from ansible.errors import AnsibleError, AnsibleFilterError

from ...module_utils._core.text import shown


def read_input(given: Any, name: str) -> dict[str, Any]:
    """Return the document that the filter of that name is given. Raises AnsibleFilterError."""
    from .reading import claims, document_of  # not for other filters: Ansible loads all for one
    from .schema import Wrong

    try:
        return document_of(given)
    except Wrong as exc:
        reason = f" ({exc})" if claims(given) else ""
        raise AnsibleFilterError(
            f"privatelink.azure_ai.{name}: the input is not a verdict document{reason}: expected what the filter "
            "privatelink.azure_ai.verdict returns"
        ) from None


def refusing(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a filter that names itself in the error for an input of a shape that it does not document."""

    @wraps(function)
    def checked(*args: Any, **options: Any) -> Any:
        try:
            return function(*args, **options)
        except (AnsibleError, ImportError):  # what is missing is not a matter of the input
            raise
        except Exception as exc:
            # Which exception it is depends on where the shape is noticed.
            why = shown(f"{type(exc).__name__}: {exc}", limit=200)
        raise AnsibleFilterError(
            f"privatelink.azure_ai.{function.__name__}: the input has another shape than is documented ({why})"
        )

    return checked
