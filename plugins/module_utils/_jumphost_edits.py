# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""What is to become of the text of a managed file, by the kind of the edit. Pure.

C(content): the file is the role's own. C(bypass): names are merged into an /etc/environment. C(unpin): names are taken
out of a hosts file.
"""

from __future__ import annotations

import re

from ansible_collections.privatelink.azure_ai.plugins.module_utils._jumphost_bypass import (
    merge_environment,
    strip_environment,
)
from ansible_collections.privatelink.azure_ai.plugins.module_utils._markers import BEGIN, END

KINDS = ("content", "bypass", "unpin")

_BLOCK = re.compile(re.escape(BEGIN) + ".*?" + re.escape(END), re.DOTALL)
_HOSTS_LINE = re.compile(r"(?P<head>\s*[^\s#]+)(?P<names>[^#\n]*)(?P<rest>.*)", re.DOTALL)


def edited(kind, text, wanted):
    """Return the new text of a file that is C(text) now, an empty one when it is not there.

    C(wanted) is the content, or the list of names. An C(unpin) leaves a missing file missing: None.
    """
    if kind == "content":
        return wanted
    if kind == "bypass":
        return merge_environment(text or "", wanted)
    return None if text is None else unpinned(text, wanted)


def stripped(kind, text, wanted, original):
    """Return C(text), which somebody else has changed since, without what the edit added to C(original).

    C(wanted) are the names of the edit. Lines that an C(unpin) took out do not come back: whoever has changed the file
    may not want them.
    """
    if kind == "content":
        rest = _BLOCK.sub("", text)
        return rest if rest.strip() or original is not None else None
    if kind == "bypass":
        rest = strip_environment(text, wanted, original or "")
        return rest if rest or original is not None else None
    return text


def unpinned(text, names):
    """Return the text of a hosts file without the names; a line that had no other goes away."""
    gone = set(names)
    return "".join(_without_names(line, gone) for line in text.splitlines(keepends=True))


def _without_names(line, gone):
    match = _HOSTS_LINE.fullmatch(line)
    words = match.group("names").split() if match else []
    rest = [word for word in words if word.lower().rstrip(".") not in gone]
    if rest == words:
        return line
    if not rest:
        return ""
    kept = re.sub(r"\s+(\S+)", lambda found: "" if found.group(1) not in rest else found.group(), match.group("names"))
    return match.group("head") + kept + match.group("rest")
