# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Options of jumphost_files as users write them."""

from __future__ import annotations

import os

from .edits import KINDS


def read_edits(edits):
    """Return the edits as dicts C(path kind wanted). Raises ValueError naming option, value and what is accepted."""
    read = []
    for number, edit in enumerate(edits):
        path = edit["path"]
        if not os.path.isabs(path) or path.endswith("/"):
            raise ValueError(f"edits[{number}], path: {path!r}; accepted is the absolute path of a file")
        kinds = [kind for kind in KINDS if edit.get(kind) is not None]
        if len(kinds) != 1:
            raise ValueError(
                f"edits[{number}]: {' and '.join(kinds) or 'no edit'}; accepted is one of {', '.join(KINDS)}"
            )
        read.append({"path": path, "kind": kinds[0], "wanted": edit[kinds[0]]})
    twice = {edit["path"] for edit in read if sum(other["path"] == edit["path"] for other in read) > 1}
    if twice:
        raise ValueError(f"edits: {', '.join(sorted(twice))} more than once; accepted is each path once")
    return read
