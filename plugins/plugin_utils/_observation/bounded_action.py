# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.
"""Where bytes of a host come in: what commands print there, while files are copied too, and what is made of it."""

from __future__ import annotations

import contextlib
import os
from typing import Any

from ansible.errors import AnsibleError
from ansible.plugins.action import ActionBase

from ...module_utils._core.memory import bounded
from ...module_utils._core.text import without_controls

_MIB = 2**20
# ansible-core itself takes 8 MiB of it to pack a module.
ROOM = 32 * _MIB
# A name at ten nameservers, none of which is well, has 64 KiB of JSON, which takes three times as much.
ROOM_FOR_EACH = _MIB // 4


class TooMuch(AnsibleError):
    """A host sent more than there is room for."""

    def __init__(self) -> None:
        super().__init__(
            f"the host sent more than a task has room for: {ROOM // _MIB} MiB, "
            f"and {ROOM_FOR_EACH // 1024} KiB for each name that it is asked for"
        )


class BoundedAction(ActionBase):
    """An action that gives a host's output a bounded room in memory, whatever the connection is."""

    def _low_level_execute_command(self, *args: Any, **options: Any) -> dict[str, Any]:
        try:
            with bounded(ROOM):
                done: dict[str, Any] = super()._low_level_execute_command(*args, **options)
        except MemoryError:
            raise TooMuch from None
        # ansible-core shows it as it is where temporary files cannot be removed.
        return {**done, "stderr": without_controls(done["stderr"])}

    def _transfer_file(self, local_path: str, remote_path: str) -> Any:
        try:
            # Some connections read it whole before they send it.
            with bounded(ROOM + os.path.getsize(local_path)):
                return super()._transfer_file(local_path, remote_path)
        except MemoryError:
            raise TooMuch from None

    def _remove_tmp_path(self, tmp_path: Any, *args: Any, **options: Any) -> None:
        # The task has its result by now.
        with contextlib.suppress(TooMuch):
            super()._remove_tmp_path(tmp_path, *args, **options)
