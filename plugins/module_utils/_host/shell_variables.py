# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""The variables that shell scripts set, read without running them.

What is read is what a login of whom every condition lets through may get: a guess, good enough for scripts that set a
few variables. What a command would print is unknown, C(?) stands for it.
"""

from __future__ import annotations

import re
import shlex
from collections import namedtuple

# A script that doubles a variable again and again must not fill the memory.
MAX_VALUE = 8192
MAX_NESTING = 4

_OPERATORS = "();<>|&\n"
_OPENING = ("if", "case", "for", "select", "until", "while")
_CLOSING = ("fi", "esac", "done")
_PASSED_OVER = ("then", "elif", "else", "do", "!", "time", "{", "}")
_DECLARING = ("export", "declare", "typeset", "readonly")

# Before the lexer sees them: apostrophes in comments are not quotes, and a password may have a hash in it.
_COMMENT = re.compile(r"(?:^|(?<=[\s;&|]))#.*")
_COMMAND_OUTPUT = re.compile(r"\$\([^()]*\)|`[^`]*`")
_REFERENCE = re.compile(r"\$(?:(\w+)|\{(\w+)(?:(:?[-=+])([^${}]*))?\})")
_ASSIGNMENT = re.compile(r"([A-Za-z_]\w*)(\+?)=(.*)", re.DOTALL)

# conditional: it may be passed over; function: the one in whose body it stands, else None
_Command = namedtuple("_Command", "words conditional function")


class Shell:
    """The variables of a shell that reads one script after the other."""

    def __init__(self, environment=None):
        """Start with a dict of exported variables."""
        self._variables = dict(environment or {})
        self._exported = set(self._variables)
        self._functions = {}
        self._changed = {}

    def environment(self):
        """Return the exported variables, which are those that programs see, as a dict."""
        return {name: value for name, value in self._variables.items() if name in self._exported}

    def read(self, text):
        """Take in a script. Return the names of the variables that it sets, exports or unsets, in their order."""
        self._changed = {}
        ahead = list(_commands(text))[::-1]
        while ahead:
            command = ahead.pop()
            if command.function is not None:
                self._functions.setdefault(command.function, []).append(command)
            elif command.words[0] in self._functions:
                # Once is enough, and ends one that calls itself.
                body = self._functions.pop(command.words[0])
                ahead.extend(
                    inner._replace(function=None, conditional=command.conditional or inner.conditional)
                    for inner in reversed(body)
                )
            else:
                self._run(command.words, command.conditional)
        return list(self._changed)

    def _run(self, words, conditional):
        if words[0] == "unset" and "-f" not in words:
            for name in [] if conditional else words[1:]:
                self._unset(name)
        elif words[0] in _DECLARING:
            exports = words[0] == "export" or any(word.startswith("-") and "x" in word for word in words)
            for word in words[1:]:
                self._assign(word, conditional)
                if exports:
                    self._export(word.partition("=")[0].rstrip("+"))
        elif all(_ASSIGNMENT.fullmatch(word) for word in words):
            # Before a command, they would be for this command alone.
            for word in words:
                self._assign(word, conditional)

    def _assign(self, word, conditional):
        match = _ASSIGNMENT.fullmatch(word)
        if match is None:
            return
        name, appends, value = match.groups()
        value = self._expand(value)
        # Of two branches the one that sets a variable counts, not the one that clears it.
        if conditional and not value:
            return
        self._variables[name] = ((self._variables.get(name, "") if appends else "") + value)[:MAX_VALUE]
        self._changed[name] = True

    def _export(self, name):
        self._exported.add(name)
        self._changed[name] = True

    def _unset(self, name):
        self._variables.pop(name, None)
        self._exported.discard(name)
        self._changed[name] = True

    def _expand(self, text):
        # The innermost references first: a default may have one in it.
        for _nesting in range(MAX_NESTING):
            text = _REFERENCE.sub(self._value_of, text[:MAX_VALUE])
        return text[:MAX_VALUE]

    def _value_of(self, reference):
        plain, braced, operator, other = reference.groups()
        value = self._variables.get(plain or braced, "")
        if operator and operator.endswith("+"):
            return other if value else ""
        return value or other or ""


def _commands(text):
    """Yield the simple commands of a script in their order."""
    depth, braces, function, conditional = 0, 0, None, False
    for words, operator in _pieces(text):
        follows = "&&" in operator or "||" in operator if words else conditional
        if words[:1] == ["function"]:
            function, words = words[1] if len(words) > 1 else None, words[2:]
        while words and words[0] in _OPENING + _CLOSING + _PASSED_OVER:
            word, words = words[0], words[1:]
            depth = max(0, depth + (word in _OPENING) - (word in _CLOSING))
            braces += (word == "{") - (word == "}")
            if word == "}" and braces <= 0:
                function, braces = None, 0
        if operator.startswith("()"):
            function, braces = words[-1] if words else function, 0
        elif words:
            yield _Command(words, conditional or depth > 0, function)
        conditional = follows


def _pieces(text):
    """Yield pairs of the words before an operator or the end of a line, and this operator."""
    for line in text.replace("\\\n", "").splitlines():
        words: list[str] = []
        for token in [*_tokens(line), "\n"]:
            if token and not token.strip(_OPERATORS):
                yield words, token
                words = []
            else:
                words.append(token)


def _tokens(line):
    """Return the words and operators of a line, without their quotes; none of a line that is not whole."""
    line = _COMMAND_OUTPUT.sub("?", _COMMENT.sub("", line))
    lexer = shlex.shlex(line, posix=True, punctuation_chars=True)
    lexer.whitespace_split = True
    lexer.commenters = ""
    try:
        return list(lexer)
    except ValueError:
        return []
