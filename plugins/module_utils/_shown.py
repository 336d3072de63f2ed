# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Texts of servers and users, as results and messages show them: printable, bounded, without secrets."""

from __future__ import annotations

import re

# Control characters, and those that turn the direction of text: they would write over a terminal or a report.
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")

_AUTHORITY = re.compile(
    r"([a-z][a-z0-9+.-]*://)?(\*\*\*@)?(\[[0-9a-f:.]*\]|[^:/?#\[@\s]*)(:[0-9]+(?![^/?#]))?", re.IGNORECASE)


def shown(text, secret=None, limit=500):
    """Return a text of a server's as results show it: printable, without C(secret), at most C(limit) characters.

    None stays None. The secret is taken out in whatever case, and before cutting: half of one would not be recognised.
    """
    if text is None:
        return None
    if secret:
        text = re.sub(re.escape(secret), "***", text, flags=re.IGNORECASE)
    text = _UNPRINTABLE.sub(" ", text)
    return text if len(text) <= limit else text[:limit - 3] + "..."


def shown_items(texts, most, limit):
    """Return the first C(most) of a list of texts, each as C(shown), and in the end how many more there were."""
    first = [shown(text, limit=limit) for text in texts[:most]]
    return first + ["... and %d more" % (len(texts) - most)] * (len(texts) > most)


def shown_url(url):
    """Return the scheme, host and port of a URL, its user and password as C(***), and nothing of what follows."""
    # Imported here: few probes have such a URL to show.
    from ansible_collections.privatelink.azure_ai.plugins.module_utils._proxy_sources import without_credentials

    return shown(_AUTHORITY.match(without_credentials(url)).group(), limit=300)
