# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""The models of Azure's SDKs, made safe to share by threads.

The later generation looks at the fields of a class when the first object of it is made, without a lock. Of two threads
that do so at once, one may end with a RuntimeError, which the SDK takes for a value that it cannot read: it then leaves
a dict where a model is expected.
"""

from __future__ import annotations

import functools
import threading
from types import ModuleType
from typing import Any

# The attribute of the base class that says which classes have been looked at.
_MARK = "_calculated"


@functools.cache
def guard(models: ModuleType) -> None:
    """Let threads make objects of an SDK's C(models) one after another. The former generation needs no guard."""
    classes = [each for each in vars(models).values() if isinstance(each, type)]
    for base in {base for each in classes for base in each.__mro__ if _MARK in vars(base)}:
        if not isinstance(vars(base).get("__new__"), _Guarded):
            base.__new__ = _Guarded(base.__new__)  # type: ignore[method-assign]


class _Guarded(staticmethod):  # type: ignore[type-arg]
    """C(__new__) of a class, for one thread at a time."""

    def __init__(self, new: Any) -> None:
        lock = threading.RLock()

        def guarded(cls: type, *args: Any, **kwargs: Any) -> Any:
            with lock:
                return new(cls, *args, **kwargs)

        super().__init__(guarded)
