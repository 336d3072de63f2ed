# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Evidence of bounded size: what a check repeats of an answer is for reading, not an archive."""

from __future__ import annotations

import json

LIMIT = 4096

# The longest text, list and mapping that are kept: the first row that suffices is taken.
_STEPS = ((1000, 20, 60), (300, 8, 40), (100, 4, 20), (40, 2, 10))


def bounded(evidence):
    """Return evidence that serialises to at most C(LIMIT) characters of JSON: itself when it does.

    Long texts are cut, long lists and mappings too, and say how many there were.
    """
    if _fits(evidence):
        return evidence
    for texts, items, keys in _STEPS:
        cut = _cut(evidence, texts, items, keys)
        if _fits(cut):
            return cut
    return {"...": "left out, more than %d characters" % LIMIT}


def _fits(value):
    return len(json.dumps(value, default=str)) <= LIMIT


def _cut(value, texts, items, keys):
    if isinstance(value, str):
        return value if len(value) <= texts else value[:texts - 3] + "..."
    if isinstance(value, dict):
        kept = {_cut(key, texts, items, keys): _cut(value[key], texts, items, keys) for key in list(value)[:keys]}
        return dict(kept, **{"...": "and %d more" % (len(value) - keys)}) if len(value) > keys else kept
    if isinstance(value, (list, tuple)):
        more = ["... and %d more" % (len(value) - items)] if len(value) > items else []
        return [_cut(each, texts, items, keys) for each in value[:items]] + more
    return value
