# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""What the text of a file of a host becomes by an edit of the role, and without it.

An edit is the whole content, or the names that bypass the proxy (C(no_proxy), C(NO_PROXY)) among those of the host.

Programs read either spelling, many of them one alone, so both are kept. An entry is there when it is spelled the same
except for case and a leading dot.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from .._core.files import BEGIN, END
from .._core.hostnames import host_name

KINDS = ("content", "bypass")
SPELLINGS = ("no_proxy", "NO_PROXY")
MANAGER_SETTINGS = "/etc/systemd/system.conf.d/50-privatelink.conf"

_BLOCK = re.compile(re.escape(BEGIN) + ".*?" + re.escape(END), re.DOTALL)
# pam_env is not a shell: a hash ends the line, in quotes too.
_LINE = re.compile(r"(\s*(?:export )?)(\w+)=([^#\n]*)(.*)\n?", re.DOTALL)
_SEPARATOR = re.compile(r"[,\s]+")
# What may stand in an entry: all that names, networks and ports need, and nothing that means something to anybody else.
_HARMLESS = re.compile(r"[A-Za-z0-9.:/*_%\[\]-]+")

_SCRIPT = """\
case ",$%(variable)s," in *,%(name)s,*|*",*,"*) ;; *) %(variable)s="${%(variable)s:+$%(variable)s,}%(name)s" ;; esac
"""


def read_names(names: Sequence[Any]) -> list[str]:
    """Return the names that shall bypass proxies, each once, in lower case.

    A domain with a leading dot is one with all names below it. Raises ValueError naming option and value.
    """
    read = []
    for name in names:
        text = name.strip() if isinstance(name, str) else name
        try:
            dotted = isinstance(text, str) and text.startswith(".")
            read.append("." + host_name(text[1:]) if dotted else host_name(text))
        except ValueError as exc:
            raise ValueError(f"jumphost_proxy_bypass: {exc}") from exc
    return list({_key(name): name for name in reversed(read)}.values())[::-1]


def entries(value: str) -> list[str]:
    """Return the entries of a no_proxy as a list."""
    return [entry for entry in _SEPARATOR.split(value) if entry]


def missing(value: str, names: Sequence[str]) -> list[str]:
    """Return those of C(names) that a no_proxy does not have. A lone star has them all."""
    there = entries(value)
    if there == ["*"]:
        return []
    known = {_key(entry) for entry in there}
    return [name for name in names if _key(name) not in known]


def without(value: str, names: Sequence[str]) -> list[str]:
    """Return the entries of a no_proxy that are none of C(names)."""
    gone = {_key(name) for name in names}
    return [entry for entry in entries(value) if _key(entry) not in gone]


def merged(variables: Mapping[str, str], names: Sequence[str]) -> dict[str, str]:
    """Return both spellings with their values: what C(variables) has, and C(names).

    A spelling that is not there starts with the other's entries: a program that prefers it would lose them.
    """
    values = {}
    for spelling, other in (SPELLINGS, SPELLINGS[::-1]):
        value = variables.get(spelling) or variables.get(other) or ""
        values[spelling] = _appended(value, missing(value, names))
    return values


def merge_environment(text: str, names: Sequence[str]) -> str:
    """Return the text of an /etc/environment with C(names) in both spellings, all else as it was. Raises ValueError."""
    lines = text.splitlines(keepends=True)
    found = _assignments(lines)
    values = merged({spelling: line.value for spelling, line in found.items()}, names)
    for spelling, value in values.items():
        if spelling not in found:
            if lines and not lines[-1].endswith("\n"):
                lines[-1] += "\n"
            lines.append(f"{spelling}={value}\n")
        elif value != found[spelling].value:
            lines[found[spelling].number] = found[spelling].with_value(value)
    return "".join(lines)


def strip_environment(text: str, names: Sequence[str], original: str) -> str:
    """Return the text of an /etc/environment without what merge_environment added to C(original)."""
    lines = text.splitlines(keepends=True)
    before = {spelling: line.value for spelling, line in _assignments(original.splitlines(keepends=True)).items()}
    for spelling, line in _assignments(lines).items():
        other = SPELLINGS[1 - SPELLINGS.index(spelling)]
        ours = missing(before.get(spelling, ""), names)
        if spelling in before:
            rest = without(line.value, ours)
            if rest != entries(line.value):
                lines[line.number] = line.with_value(",".join(rest))
        else:
            rest = without(line.value, ours + entries(before.get(other, "")))
            lines[line.number] = line.with_value(",".join(rest)) if rest else ""
    return "".join(lines)


def login_script(names: Sequence[str]) -> str:
    """Return a script for /etc/profile.d, after which both spellings have C(names), whatever scripts before it set."""
    lines = ['no_proxy="${no_proxy:-${NO_PROXY:-}}"\n', 'NO_PROXY="${NO_PROXY:-$no_proxy}"\n']
    for variable in SPELLINGS:
        lines += [_SCRIPT % {"variable": variable, "name": name} for name in names]
    return (
        BEGIN
        + "# Private endpoints are reached without a proxy.\n"
        + "".join(lines)
        + "export no_proxy NO_PROXY\n"
        + END
    )


def manager_settings(variables: Mapping[str, str], names: Sequence[str]) -> str:
    """Return a drop-in for systemd's manager, which keeps its C(variables) and adds C(names). Raises ValueError."""
    settings = []
    for spelling, value in merged(variables, names).items():
        strange = [entry for entry in entries(value) if not _HARMLESS.fullmatch(entry)]
        if strange:
            raise ValueError(
                f"jumphost_proxy_bypass: the environment of services has {strange[0]!r} in {spelling}, to which names "
                "cannot be added: expected names, addresses and networks"
            )
        # Else systemd would take it for a specifier.
        settings.append(f'"{spelling}={",".join(entries(value)).replace("%", "%%")}"')
    text = f"# Private endpoints are reached without a proxy.\n[Manager]\nDefaultEnvironment={' '.join(settings)}\n"
    return BEGIN + text + END


class _Line:
    """A line of /etc/environment that sets a variable."""

    def __init__(self, number, match):
        self.number = number
        self._before, self._name, raw, self._after = match.groups()
        text = raw.strip()
        quote = text[:1] if text[:1] in ("'", '"') else ""
        self._quotes = (quote, quote if quote and len(text) > 1 and text.endswith(quote) else "")
        self.value = text[len(quote) : len(text) - len(self._quotes[1])]
        self._space = raw[len(raw.rstrip()) :]
        self._end = "\n" if match.group(0).endswith("\n") else ""

    def with_value(self, value):
        """Return the line with another value, its quotes and its comment as they were."""
        shown = self._quotes[0] + value + self._quotes[1]
        return "{}{}={}{}{}{}".format(self._before, self._name, shown, self._space, self._after.rstrip("\n"), self._end)


def _assignments(lines):
    """Return the lines that set the two variables, by spelling: of several the last one counts.

    Raises ValueError if such a line continues on the next one.
    """
    found, continues = {}, False
    for number, line in enumerate(lines):
        match = None if continues else _LINE.fullmatch(line)
        # pam_env joins it with the next line, also where a hash stands before.
        continues = line.rstrip("\n").endswith("\\")
        if match and match.group(2) in SPELLINGS:
            if continues:
                raise ValueError(
                    f"line {number + 1} of /etc/environment sets {match.group(2)} and continues on the next line: "
                    "expected one line"
                )
            found[match.group(2)] = _Line(number, match)
    return found


def _appended(value, names):
    if not names:
        return value
    return ",".join(filter(None, [value.rstrip(", "), *names]))


def _key(entry):
    return entry.lower().lstrip("*").lstrip(".")


def edited(kind: str, text: str | None, value: Any) -> str:
    """Return the new text of a file that is C(text) now, None when it is not there.

    C(value) is the content, or the list of names.
    """
    return value if kind == "content" else merge_environment(text or "", value)


def stripped(kind: str, text: str, value: Sequence[str], original: str | None) -> str | None:
    """Return C(text), which somebody else has changed since, without what the edit added to C(original).

    C(value) are the names of the edit.
    """
    if kind == "content":
        rest = _BLOCK.sub("", text)
        return rest if rest.strip() or original is not None else None
    rest = strip_environment(text, value, original or "")
    return rest if rest or original is not None else None
