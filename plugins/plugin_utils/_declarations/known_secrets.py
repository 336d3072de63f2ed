# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.
"""The credentials that the control node knows, taken by value out of whatever hosts and servers return."""

from __future__ import annotations

import base64
import configparser
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import unquote

from ...module_utils._core.files import read_start
from .declaration import Declaration

HIDDEN = "***"
# Shorter ones are words that occur by chance.
SHORTEST = 8
MOST_FILE = 64 * 1024

_OPTIONS = ("api_key", "token", "secret", "password", "oidc_token")
_VARIABLES = (
    "AZURE_SECRET",
    "AZURE_CLIENT_SECRET",
    "AZURE_PASSWORD",
    "AZURE_CLIENT_CERTIFICATE_PASSWORD",
    "AZURE_FEDERATED_TOKEN",
    "AZURE_OPENAI_API_KEY",
)
_FILES = ("AZURE_FEDERATED_TOKEN_FILE",)
_PROXY = re.compile(r"(?:https?|all|ftp)_proxy", re.IGNORECASE)
_BASE64 = frozenset("abcdefghijklmnopqrstuvwxyz0123456789+/-_=")
# One character as URLs, JSON and JSON in JSON write it, and others as they are.
_WRITTEN = re.compile(r"%([0-9a-fA-F]{2})|\\u00([0-9a-fA-F]{2})|\\([\"\\/])|(.)", re.DOTALL)
_ESCAPE = re.compile(r"[%\\]|[^\x00-\x7f]")


class KnownSecrets:
    """Hides values: as they are, in any case of letters, as URLs write them, and in base64 at every alignment."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        # By their first characters; of each whether it is base64, of which the neighbours hold a part too.
        self._forms: dict[str, list[tuple[str, bool]]] = {}
        self._clean: set[str] = set()
        for secret in sorted({each for each in secrets if isinstance(each, str) and len(each) >= SHORTEST}):
            for form, encoded in _forms_of(secret):
                self._forms.setdefault(form[:SHORTEST], []).append((form, encoded))

    def hidden(self, value: Any) -> Any:
        """Return a value of any shape without the secrets: itself, not a copy, when it holds none."""
        if not self._forms:
            return value
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, Mapping):
            changed = {self._of_key(key): self.hidden(inner) for key, inner in value.items()}
            same = all(
                new is old and each is inner for (new, each), (old, inner) in zip(changed.items(), value.items())
            )
            return value if same and len(changed) == len(value) else changed
        if isinstance(value, (list, tuple)):
            items = [self.hidden(inner) for inner in value]
            return value if all(new is old for new, old in zip(items, value)) else items
        return value

    def _of_key(self, key: Any) -> Any:
        return self._text(key) if isinstance(key, str) else key

    def _text(self, text: str) -> str:
        if len(text) < SHORTEST or text in self._clean:
            return text
        folded, places = _folded(text)
        found = list(self._found(folded))
        if not found:
            if len(text) < 256:
                self._clean.add(text)
            return text
        kept, last = [], 0
        for start, end in found:
            first, behind = (places[start], places[end]) if places else (start, end)
            if first >= last:
                kept += [text[last:first], HIDDEN]
            last = max(last, behind)
        return "".join([*kept, text[last:]])

    def _found(self, folded: str) -> Iterator[tuple[int, int]]:
        """Yield where the secrets stand. Of one that was cut short there is a part, with C(...) behind it."""
        has_cuts = "..." in folded
        forms, size = self._forms, SHORTEST
        for start in range(len(folded) - size + 1):
            # This line is the cost of it all: once for each character that a host returns.
            if folded[start : start + size] not in forms:
                continue
            for form, encoded in forms[folded[start : start + size]]:
                end = start + len(form)
                if not folded.startswith(form, start):
                    end = folded.find("...", start + size, end + 3) if has_cuts else -1
                    if end < 0 or not form.startswith(folded[start:end]):
                        continue
                if encoded:
                    yield (
                        start - (start > 0 and folded[start - 1] in _BASE64),
                        end + (end < len(folded) and folded[end] in _BASE64),
                    )
                else:
                    yield start, end


def _forms_of(secret: str) -> Iterator[tuple[str, bool]]:
    """Yield the forms of a secret in the lower case, and whether each is base64."""
    # One that looks encoded itself may be written as it is, or be encoded once more.
    plain = (_folded(secret)[0], _bytes_of(secret).lower(), _bytes_of(secret.lower()).lower())
    for form in dict.fromkeys(each for each in plain if len(each) >= SHORTEST):
        yield form, False
    content = secret.encode("utf-8", "surrogatepass")
    yield content.hex(), False
    for before in range(3):
        encoded = base64.b64encode(bytes(before) + content).decode("ascii")
        # The characters at both ends hold bits of what stands beside the secret.
        core = encoded[-(-before * 8 // 6) : (before + len(content)) * 8 // 6]
        for form in dict.fromkeys((core, core.replace("+", "-").replace("/", "_"))):
            yield form.lower(), True


def _folded(text: str) -> tuple[str, list[int] | None]:
    """Return a text decoded and in lower case, one character for a byte, and where each stands in the original.

    The places are None where both are the same.
    """
    if not _ESCAPE.search(text):
        return text.lower(), None
    characters, places = [], []
    for match in _WRITTEN.finditer(text):
        byte, code, *plain = match.groups()
        character = (
            chr(int(byte, 16)) if byte else _bytes_of((chr(int(code, 16)) if code else plain[0] or plain[1]).lower())
        )
        characters.append(character.lower())
        places += [match.start()] * len(character)
    return "".join(characters), [*places, len(text)]


def _bytes_of(text: str) -> str:
    """Return a text with one character for each byte."""
    return text.encode("utf-8", "surrogatepass").decode("latin-1")


def of_options(arguments: Any) -> Iterator[str]:
    """Yield the credentials among the options of a module, however deep they stand."""
    if isinstance(arguments, Mapping):
        for name, value in arguments.items():
            if name in _OPTIONS and isinstance(value, str):
                yield str(value)
            else:
                yield from of_options(value)
    elif isinstance(arguments, (list, tuple)):
        for value in arguments:
            yield from of_options(value)


def of_environment(environ: Mapping[str, str] | None = None) -> Iterator[str]:
    """Yield the credentials that this process was given: for Azure, for the accounts, for its proxies."""
    environ = os.environ if environ is None else environ
    for name in _VARIABLES:
        yield environ.get(name) or ""
    for name in _FILES:
        yield _content(environ.get(name) or "").strip()
    for name, url in environ.items():
        if _PROXY.fullmatch(name):
            yield from _of_proxy(url)
    yield from _of_profiles(_content(os.path.join(environ.get("HOME") or "", ".azure/credentials")))


def of_declaration(declaration: Declaration) -> Iterator[str]:
    """Yield the credentials that are declared for a run."""
    hosts = [*declaration.hosts.values(), *([declaration.control_node] if declaration.control_node else [])]
    for host in hosts:
        for credential in host.credentials.values():
            yield from credential.values()
    yield from of_options({name.removeprefix("account_"): value for name, value in declaration.options.items()})


def _of_proxy(url: str) -> Iterator[str]:
    user, at, _host = url.rpartition("@")
    if at:
        user = user.rpartition("://")[2]
        password = user.partition(":")[2]
        # As it is sent: the header has both in base64, at an alignment that the user decides.
        yield from (password, unquote(password))


def _of_profiles(text: str) -> Iterator[str]:
    profiles = configparser.RawConfigParser()
    try:
        profiles.read_string(text)
    except configparser.Error:
        return
    for profile in profiles.sections():
        for name, value in profiles.items(profile):
            if name in ("secret", "password"):
                yield value


def _content(path: str) -> str:
    try:
        # Not of a pipe: who needs what is in it would find it empty.
        return read_start(path, MOST_FILE).decode("utf-8", "replace")
    except OSError:
        return ""
