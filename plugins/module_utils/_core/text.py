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
    r"([a-z][a-z0-9+.-]*://)?(\*\*\*@)?(\[[0-9a-f:.]*\]|[^:/?#\[@\s]*)(:[0-9]+(?![^/?#]))?", re.IGNORECASE
)

# Tokens and keys as other programs write them in their messages; identifiers with dashes are none.
SECRET_LOOKING = re.compile(r"eyJ[\w.-]+|(?<![\w~+=])[\w~+=]{32,}")


def shown(text, secret=None, limit=500):
    """Return a text of a server's as results show it: printable, without C(secret), at most C(limit) characters.

    None stays None. The secret is taken out in whatever case, and before cutting: half of one would not be recognised.
    """
    if text is None:
        return None
    if secret:
        text = re.sub(re.escape(secret), "***", text, flags=re.IGNORECASE)
    text = _UNPRINTABLE.sub(" ", text)
    return text if len(text) <= limit else text[: limit - 3] + "..."


def shown_items(texts, most, limit):
    """Return the first C(most) of a list of texts, each as C(shown), and in the end how many more there were."""
    first = [shown(text, limit=limit) for text in texts[:most]]
    return first + [f"... and {len(texts) - most} more"] * (len(texts) > most)


def shown_url(url):
    """Return the scheme, host and port of a URL, its user and password as C(***), and nothing of what follows."""
    return shown(_AUTHORITY.match(without_credentials(url)).group(), limit=300)


def clean(text, secrets=(), limit=300):
    """Return the first line of a text of Azure's or of a library's as messages show it, without any secret."""
    line = " ".join((str(text).strip().splitlines() or [""])[0].split())
    for secret in secrets:
        line = re.sub(re.escape(secret), "***", line, flags=re.IGNORECASE)
    return shown(SECRET_LOOKING.sub("***", line), limit=limit)


def without_credentials(proxy):
    """Return a proxy's URL, or what stands in its place, with all before the last C(@) but the scheme as C(***).

    Not by the rules of URLs: users write passwords with slashes, hashes and further C(@) in them, or leave out the
    scheme.
    """
    user, at, host = proxy.rpartition("@")
    if not at:
        return proxy
    scheme = re.match(r"[A-Za-z][A-Za-z0-9+.-]*://", user)
    return f"{scheme.group() if scheme else ''}***@{host}"


def without_user(url):
    """Return a URL with the user and password before its host replaced by C(***)."""
    return re.sub(r"(?<=//)[^/?#]*@", "***@", url)


def printable(value):
    """Return a value as one line of text in which every character shows: others as escapes, such as C(\\x1b).

    What would write over a terminal, end a line, turn the direction of text or hide in it is no such character.
    """
    text = "" if value is None else str(value)
    return text if text.isprintable() else "".join(each if each.isprintable() else repr(each)[1:-1] for each in text)
