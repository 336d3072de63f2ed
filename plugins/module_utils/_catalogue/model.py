# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""What the catalogue knows about one code, and how its texts and commands are filled in."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from string import Formatter
from typing import Any, Literal, TypedDict, Union

from .fields import FIELDS

Link = Literal["host", "dns", "tcp", "proxy", "tls", "gate", "auth", "model", "azure", "egress"]
Severity = Literal["error", "warning", "info"]
Outcome = Literal["served", "reachable", "denied", "unreachable", "unknown"]

# The path, in the order in which a request meets its links; what stands beside it comes last.
LINKS: tuple[Link, ...] = ("host", "dns", "tcp", "proxy", "tls", "gate", "auth", "model", "azure", "egress")

# Where reports send their readers for more about a code.
FINDINGS_URL = "https://github.com/privatelink/azure_ai/blob/main/docs/findings.md"

LEARN = "https://learn.microsoft.com/azure/"

# A value longer than this is cut where a note shows it.
_SHOWN = 80

_FILL_IN = "Fill in "


@dataclass(frozen=True)
class Command:
    """A line to type in a shell.

    C(text) may hold fields, each a shell word or a part of one, never inside quotes: the value is quoted when it is
    filled in. C({field}) is one word, C({field:words}) one word for each of several values, C({field:?-p}) the option
    C(-p) with the value, and nothing where the value is not known. C(words) are words that need quotes around more than
    a value, such as a program for sed: C(text) names them like fields.
    C(when) is the condition under which to type the line, None for always. C(changes) is whether it changes anything
    anywhere, instead of only looking.
    """

    text: str
    when: str | None = None
    changes: bool = False
    words: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Note:
    """A sentence to read: what to do where no command does it."""

    text: str


@dataclass(frozen=True, init=False)
class Setting(Note):
    """A line, or part of one, for the configuration of a program that may not be the host's.

    C(where) is where it goes, or C(remove); without it, the line is one more.
    """

    def __init__(self, program: str, line: str, where: str = "") -> None:
        """Word it as a note: C(In PROGRAM, WHERE: LINE)."""
        super().__init__(f"In {program}{f', {where}' if where else ''}: {line}")


@dataclass(frozen=True)
class ByManager:
    """Steps that depend on who manages the host's resolver.

    C(commands) maps the values of C(dns.host.resolver) to steps; C(unknown) are the steps for any other value.
    """

    title: str
    commands: Mapping[str, tuple[Command | Note, ...]]
    unknown: tuple[Command | Note, ...]


Step = Union[Command, Note, ByManager]


@dataclass(frozen=True)
class Cause:
    """What a code means under one condition. A text that is left out is that of the code's first cause.

    The texts may hold fields in braces, filled in by the judge. C(when) is the condition in words, empty for the first.
    """

    summary: str = ""
    why: str = ""
    remedy: tuple[Step, ...] = ()
    docs: tuple[str, ...] = ()
    id: str = "default"
    when: str = ""
    # Azure's side only: what clients see decides whether it is so, however sure Azure's side is.
    clients_decide: bool = False
    # Azure's side only: nothing can be concluded from it.
    inconclusive: bool = False


@dataclass(frozen=True)
class Finding:
    """One code: where it belongs, what is known about every observation of it, and its causes, the usual one first."""

    code: str
    link: Link
    causes: tuple[Cause, ...]
    # What is looked at, in one sentence, and by which module or filter.
    detected: str
    severity: Severity = "error"
    # What a probe that ends with this code says about the path; None for a code that no probe has.
    outcome: Outcome | None = None
    # The codes that this one is the reason for.
    explains: tuple[str, ...] = ()
    # The answer of a nameserver says nothing about the name.
    no_answer: bool = False
    # DNS resolves the name to a public address.
    resolves_elsewhere: bool = False
    # Programs of the host get another address than DNS gives.
    diverts: bool = False
    # The server's certificate was not accepted.
    certificate_refused: bool = False
    # Nobody but Azure's own front end answers like this.
    azure_answered: bool = False
    # What such an answer over a public address shows of the account's public endpoint.
    over_public: Literal["closed", "restricted", "open"] | None = None
    # The cause of gate_public_unproved when a request from outside ends with this code.
    unproved: str = "unclear"
    # Azure's side only: nothing can be concluded; a reason to look, no proof; and whether what clients see decides.
    inconclusive: bool = False
    suspicion: bool = False
    clients_decide: Literal["always", "in_doubt"] | None = None

    def under(self, condition: str | None = None) -> Cause:
        """Return the cause with that id, the usual one without one, with all texts."""
        usual = self.causes[0]
        if not condition:
            return usual
        cause = {cause.id: cause for cause in self.causes}[condition]
        return replace(
            cause,
            summary=cause.summary or usual.summary,
            why=cause.why or usual.why,
            remedy=cause.remedy or usual.remedy,
            docs=cause.docs or usual.docs,
        )


class RemedyStep(TypedDict):
    """A step of a remedy as documents have it."""

    kind: Literal["command", "note"]
    text: str
    when: str | None
    changes: bool


class _Refused(Exception):
    """A value that no command may hold."""


class _Filled:
    """The fields of a text: its placeholder for each that is not known."""

    def __init__(self, fields: Mapping[str, Any]) -> None:
        self._fields = fields

    def __getitem__(self, key: str) -> Any:
        value = self._fields.get(key)
        return value if _known(value) else placeholder(key)


def placeholder(field: str) -> str:
    """Return what stands for a field that is not known."""
    return f"<{field.replace('_', '-')}>"


def fill(text: str, fields: Mapping[str, Any]) -> str:
    """Return a text of the catalogue with its fields filled in; empty values count as unknown."""
    return text.format_map(_Filled(fields))


def remedy(steps: Iterable[Step], fields: Mapping[str, Any], looking: bool = False) -> list[RemedyStep]:
    """Return the steps filled in; the field C(resolver) says who manages the host's resolver.

    The first command that holds a placeholder is followed by a note that says what to fill in. With C(looking) the
    commands that change something are left out.
    """
    filled: list[RemedyStep] = []
    explained: set[str] = set()
    for step in _chosen(steps, fields.get("resolver")):
        if isinstance(step, Note):
            filled.append(_note(fill(step.text, fields)))
            continue
        if looking and step.changes:
            continue
        try:
            text = _command(step, fields)
        except _Refused as exc:
            filled.append(_note(str(exc)))
            continue
        when = fill(step.when, fields) if step.when else None
        filled.append({"kind": "command", "text": text, "when": when, "changes": step.changes})
        missing = [field for field in _placeholders(step) if not _known(fields.get(field)) and field not in explained]
        if missing:
            explained.update(missing)
            filled.append(
                _note(f"{_FILL_IN}{'; '.join(f'{placeholder(each)}: {FIELDS[each].what}' for each in missing)}.")
            )
    return filled


def explains_placeholders(step: RemedyStep | Mapping[str, Any]) -> bool:
    """Return whether a step only says what stands for the placeholders of the command before it."""
    return bool(step["kind"] == "note" and step["text"].startswith(_FILL_IN))


def fields_of(steps: Iterable[Step]) -> set[str]:
    """Return the names of all fields of commands, conditions and notes, whoever manages the resolver."""
    found: set[str] = set()
    for step in steps:
        if isinstance(step, ByManager):
            for each in (*step.commands.values(), step.unknown):
                found |= fields_of(each)
        elif isinstance(step, Note):
            found |= {field for _literal, field, _spec in _parsed(step.text) if field}
        else:
            found |= {field for field, _spec in _command_fields(step)}
            found |= {field for _literal, field, _spec in _parsed(step.when or "") if field}
    return found


def fields_of_text(text: str) -> tuple[str, ...]:
    """Return the names of the fields of a sentence, in its order."""
    return tuple(field for _literal, field, _spec in _parsed(text) if field)


def findings_url(code: str | None) -> str:
    """Return the address of what the catalogue says about one code; without a code, that of the catalogue."""
    return f"{FINDINGS_URL}#{code}" if code else FINDINGS_URL


def _note(text: str) -> RemedyStep:
    return {"kind": "note", "text": text, "when": None, "changes": False}


def _chosen(steps: Iterable[Step], manager: Any) -> Iterator[Command | Note]:
    for step in steps:
        if isinstance(step, ByManager):
            yield from step.commands.get(manager, step.unknown)
        else:
            yield step


def _known(value: Any) -> bool:
    return value not in (None, "", [], ())


def _command_fields(command: Command) -> list[tuple[str, str]]:
    """Return C((field, spec)) for each field of a command, in its order, those of its own words too."""
    words = dict(command.words)
    found: list[tuple[str, str]] = []
    for _literal, field, spec in _parsed(command.text):
        if field in words:
            found += [(inner, "") for _text, inner, _none in _parsed(words[field]) if inner]
        elif field:
            found.append((field, spec))
    return found


def _placeholders(command: Command) -> list[str]:
    return list(dict.fromkeys(field for field, spec in _command_fields(command) if not spec.startswith("?")))


def _command(command: Command, fields: Mapping[str, Any]) -> str:
    """Return the line to type. Raises _Refused when a value has no place in one."""
    words = dict(command.words)
    line = ""
    for literal, field, spec in _parsed(command.text):
        line += literal
        if field in words:
            line += shlex.quote("".join(_inside_word(*part, fields) for part in _parsed(words[field])))
        elif field:
            begins_word = not line or line[-1] in " (;|&"
            line += _shell(field, spec, fields.get(field), begins_word)
    return line


def _inside_word(literal: str, field: str, _spec: str, fields: Mapping[str, Any]) -> str:
    if not field:
        return literal
    value = fields.get(field)
    return literal + (_checked(field, value, begins_word=False) if _known(value) else placeholder(field))


def _shell(field: str, spec: str, value: Any, begins_word: bool) -> str:
    """Return a value as a shell takes it, by the format that the command gives it."""
    if spec.startswith("?"):
        return f" {spec[1:]} {shlex.quote(_checked(field, value, begins_word=True))}" if _known(value) else ""
    if not _known(value):
        return placeholder(field)
    if spec == "words":
        items = value if isinstance(value, (list, tuple)) else str(value).split(" ")
        return " ".join(shlex.quote(_checked(field, item, begins_word=True)) for item in items)
    text = " ".join(map(str, value)) if isinstance(value, (list, tuple)) else value
    return shlex.quote(_checked(field, text, begins_word))


def _checked(field: str, value: Any, begins_word: bool) -> str:
    """Return a value as a text, if a command may hold it."""
    text, shape = str(value), FIELDS[field].shape
    if not text.isprintable():
        raise _Refused(_refusal(field, text, "holds characters that do not print"))
    if begins_word and text[:1] in ("-", "@"):
        raise _Refused(_refusal(field, text, "would be read as an option or as the name of a file"))
    if shape and not re.fullmatch(shape, text):
        raise _Refused(_refusal(field, text, "does not look like one"))
    return text


def _refusal(field: str, text: str, reason: str) -> str:
    visible = ascii(text if len(text) <= _SHOWN else text[: _SHOWN - 3] + "...")
    return f"A command is left out here: it needs {FIELDS[field].what}, and {visible} {reason}."


@lru_cache(maxsize=4096)
def _parsed(text: str) -> Sequence[tuple[str, str, str]]:
    """Return C((text, field, spec)) for each field of a text, and the text behind the last one with no field."""
    return tuple((literal, field or "", spec or "") for literal, field, spec, _none in Formatter().parse(text))
