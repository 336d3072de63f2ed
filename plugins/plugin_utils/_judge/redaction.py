# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Observations without secrets: a second net, behind modules that show none."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from ...module_utils._core.text import SECRET_LOOKING

HIDDEN = "***"

# Keys whose values are secrets whatever they look like: without their separators, by how they end.
_SECRET_ENDS = (
    "apikey",
    "accesskey",
    "accountkey",
    "subscriptionkey",
    "primarykey",
    "secondarykey",
    "sharedkey",
    "privatekey",
    "authorization",
    "cookie",
    "token",
    "secret",
    "password",
    "passwd",
    "passphrase",
    "assertion",
    "connectionstring",
)
_SECRET_KEYS = ("key", "key1", "key2", "sig", "pwd")
# Keys whose values only look like secrets: long, and of letters and digits.
_NAME_ENDS = ("name", "host", "id", "sha256", "fqdn")

# What one of the patterns below needs to match: most texts have nothing of it.
_HINT = re.compile(
    r"eyJ|bearer|basic|key|token|secret|pass|pwd|sig=|authorization|cookie|://[^/\s]*@|[\w~+=]{32}", re.IGNORECASE
)
_TOKEN = re.compile(r"\beyJ[\w-]{8,}[\w.-]*")
_SCHEME = re.compile(r"\b(bearer|basic)\s+(?=\S*[\d=])[\w.~+/=-]{6,}", re.IGNORECASE)
_ASSIGNED = re.compile(
    r"(?P<name>(?:(?:api|access|account|subscription|shared|private)[-_ "
    r"]?key|(?:(?:access|refresh|id|client|sas)[-_]?)?token"
    r"|(?:client[-_]?)?secret|password|passwd|pwd|\bsig)[\"']?\s*=\s*[\"']?"
    r"|(?:api|subscription)-key[\"']?\s*:\s*[\"']?|(?:proxy-)?authorization[\"']?\s*[:=]\s*[\"']?(?:bearer\s+|basic\s+)?"
    r"|(?:set-)?cookie:\s*|[\"'](?:[\w-]*(?:key|token|secret|password))[\"']\s*:\s*[\"'])[^\s\"',;&]+",
    re.IGNORECASE,
)
_USER = re.compile(r"(?<=://)[^/\s@]+@")
# The names of TLS alerts and cipher suites.
_CONSTANT = re.compile(r"[A-Z0-9]+(_[A-Z0-9]+)+")


class Redaction:
    """Takes secrets out of what was observed, and leaves names alone."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        """Take the C(names) that are not secrets although they may look like one."""
        self._names = {name.lower() for name in names}
        self._clean: set[str] = set()

    def of(self, value: Any, key: Any = None) -> Any:
        """Return a value of any shape without secrets: itself, not a copy, when it holds none.

        C(key) is the one that the value, or the list it stands in, has.
        """
        kind = _kind(key) if isinstance(key, str) else None
        if kind == "secret" and value and isinstance(value, (str, dict, list, tuple)):
            return HIDDEN
        if isinstance(value, str):
            return self._text(value, kind)
        if isinstance(value, dict):
            changed = {}
            for each, inner in value.items():
                if inner and type(inner) not in (int, float, bool):
                    kept = self.of(inner, each)
                    if kept is not inner:
                        changed[each] = kept
            return {**value, **changed} if changed else value
        if isinstance(value, (list, tuple)):
            items = [self.of(inner, key) for inner in value]
            return value if all(new is old for new, old in zip(items, value)) else items
        return value

    def _text(self, value: str, kind: str | None) -> str:
        if len(value) < 8 or value in self._clean:
            return value
        if not _HINT.search(value):
            self._clean.add(value)
            return value
        shown = _USER.sub(HIDDEN + "@", _SCHEME.sub(r"\1 " + HIDDEN, _TOKEN.sub(HIDDEN, value)))
        shown = _ASSIGNED.sub(r"\g<name>" + HIDDEN, shown)
        if kind != "name":
            shown = SECRET_LOOKING.sub(self._unless_name, shown)
        if shown != value:
            return shown
        if kind != "name":
            self._clean.add(value)
        return value

    def _unless_name(self, match: re.Match[str]) -> str:
        """Return what a long word becomes: a key has digits, and is not a part of a host's name or of a path."""
        word, before, after = match.group(), match.string[: match.start()][-1:], match.string[match.end() :][:2]
        is_name = (
            not any(character.isdigit() for character in word)
            or word.lower() in self._names
            or _CONSTANT.fullmatch(word)
            or before in tuple("./")
            or (after[:1] == "." and after[1:].isalnum())
        )
        return word if is_name else HIDDEN


@lru_cache(maxsize=4096)
def _kind(key: str) -> str | None:
    """Return what a key says of its value: V(secret), V(name) or None."""
    plain = re.sub(r"[-_. ]", "", key).lower()
    if plain in _SECRET_KEYS or plain.endswith(_SECRET_ENDS):
        return "secret"
    return "name" if plain.endswith(_NAME_ENDS) else None
