# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""What is to become of the text of a managed file, by the kind of the edit. Pure.

C(content): the file is the role's own. C(bypass): names are merged into an /etc/environment.
"""

from __future__ import annotations

import re

from .._resolver.texts import BEGIN, END
from .no_proxy import merge_environment, strip_environment

KINDS = ("content", "bypass")

_BLOCK = re.compile(re.escape(BEGIN) + ".*?" + re.escape(END), re.DOTALL)


def edited(kind, text, wanted):
    """Return the new text of a file that is C(text) now, None when it is not there.

    C(wanted) is the content, or the list of names.
    """
    return wanted if kind == "content" else merge_environment(text or "", wanted)


def stripped(kind, text, wanted, original):
    """Return C(text), which somebody else has changed since, without what the edit added to C(original).

    C(wanted) are the names of the edit.
    """
    if kind == "content":
        rest = _BLOCK.sub("", text)
        return rest if rest.strip() or original is not None else None
    rest = strip_environment(text, wanted, original or "")
    return rest if rest or original is not None else None
