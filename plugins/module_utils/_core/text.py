# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Texts of servers and users made safe for results and messages: printable, bounded, without secrets."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, overload

# Letters, marks and symbols that are drawn as nothing. Controls, formats, separators, surrogates, private characters
# and unassigned ones are not here: Python does not call them printable.
_BLANK = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]")

_AUTHORITY = re.compile(
    r"([a-z][a-z0-9+.-]*://)?(\*\*\*@)?(\[[0-9a-f:.]*\]|[^:/?#\[@\s]*)(:[0-9]+(?![^/?#]))?", re.IGNORECASE
)

# Tokens and keys as other programs write them in their messages; identifiers with dashes are not.
SECRET_LOOKING = re.compile(r"eyJ[\w.-]+|(?<![\w~+=])[\w~+=]{32,}")


@overload
def shown(text: str, secret: str | None = None, limit: int = 500) -> str: ...


@overload
def shown(text: None, secret: str | None = None, limit: int = 500) -> None: ...


def shown(text: str | None, secret: str | None = None, limit: int = 500) -> str | None:
    """Return a server's text as results show it: printable, without C(secret), at most C(limit) characters.

    None stays None. The secret is removed in any case of its letters, and before the text is cut: half a secret would
    not be recognised.
    """
    if text is None:
        return None
    if secret:
        text = re.sub(re.escape(secret), "***", text, flags=re.IGNORECASE)
    text = _visible(text)
    return text if len(text) <= limit else text[: limit - 3] + "..."


def writable(text: str) -> str:
    """Return a plain text with C(?) for each lone surrogate, which no terminal and no file takes."""
    return str(text) if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def without_controls(text: str) -> str:
    """Return a plain text of several lines, with a blank for each character that is not visible."""
    return _visible(str(text), but="\n\t")


def some_of(texts: Iterable[str], most: int) -> str:
    """Return the first C(most) texts as a list in words, with the number of the others: C(a, b and 3 more)."""
    texts = list(texts)
    return ", ".join(texts[:most]) + (f" and {len(texts) - most} more" if len(texts) > most else "")


def first_of(items: Iterable[Any], most: int) -> list[Any]:
    """Return the first C(most) of the items, and as a last one how many more there are: C(... and 3 more)."""
    items = list(items)
    return items[:most] + [f"... and {len(items) - most} more"] * (len(items) > most)


def shown_url(url: str) -> str:
    """Return the scheme, host and port of a URL, with its user and password as C(***), and nothing after them."""
    authority = _AUTHORITY.match(without_credentials(url))
    return shown(authority.group() if authority else "", limit=300)


def clean(text: object, secrets: Iterable[str] = (), limit: int = 300) -> str:
    """Return the first line of a text of Azure's or of a library's as messages show it, without any secret."""
    line = " ".join((str(text).strip().splitlines() or [""])[0].split())
    for secret in secrets:
        line = re.sub(re.escape(secret), "***", line, flags=re.IGNORECASE)
    return shown(SECRET_LOOKING.sub("***", line), limit=limit)


def without_credentials(proxy: str) -> str:
    """Return a proxy's URL, or what stands in its place, with all before the last C(@) but the scheme as C(***).

    Not by the rules of URLs: users write passwords with slashes, hashes and further C(@) in them, or leave out the
    scheme.
    """
    user, at, host = proxy.rpartition("@")
    if not at:
        return proxy
    scheme = re.match(r"[A-Za-z][A-Za-z0-9+.-]*://", user)
    return f"{scheme.group() if scheme else ''}***@{host}"


def without_user(url: str) -> str:
    """Return a URL with the user and password before its host replaced by C(***)."""
    return re.sub(r"(?<=//)[^/?#]*@", "***@", url)


def printable(value: object) -> str:
    """Return a value as one line of text of visible characters; others become escapes, such as C(\\x1b).

    Those would overwrite a terminal, end a line, turn the direction of text or hide in it.
    """
    text = "" if value is None else str(value)
    if _is_visible(text):
        return text
    return "".join(each if _is_visible(each) else ascii(each)[1:-1] for each in text)


def _is_visible(text: str) -> bool:
    return text.isprintable() and (text.isascii() or not _BLANK.search(text))


def _visible(text: str, but: str = "") -> str:
    """Return a text with a blank for each character that is not visible, except those of C(but)."""
    if _is_visible(text):
        return text
    return "".join(each if _is_visible(each) or each in but else " " for each in text)
