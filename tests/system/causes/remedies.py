# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A reader who types what a remedy says, and nothing else: lines of configurations, commands, options."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import dns.exception
import dns.message
import dns.query

from ansible_collections.privatelink.azure_ai.tests.system.causes.situation import Command

START_SECONDS = 30

_SETTING = re.compile(r"In (?P<program>[^:,]+)(?:, (?P<where>[^:]+))?: (?P<line>.+)")
_FILL_IN = re.compile(r"(<[a-z-]+>): ")


@dataclass(frozen=True)
class Line:
    """A line that a remedy has for one program, and where it says that the line goes."""

    where: str
    text: str


def lines_for(check: dict[str, Any], program: str, when: str = "") -> list[Line]:
    """Return what the remedy of a check says to write for one program; there must be something."""
    found = [_SETTING.fullmatch(step["text"]) for step in check["remedy"] if step["kind"] == "note"]
    lines = [Line(each["where"] or "", each["line"]) for each in found if each and each["program"] == program]
    lines = [each for each in lines if when in each.where]
    assert lines, f"nothing for {program} in {check['remedy']}"
    return lines


def words_of(check: dict[str, Any], pattern: str) -> tuple[str, ...]:
    """Return the groups of a pattern in the one note of a remedy that has it."""
    found = [re.search(pattern, step["text"]) for step in check["remedy"] if step["kind"] == "note"]
    (match,) = [each for each in found if each]
    return match.groups()


def command_of(check: dict[str, Any], beginning: str) -> dict[str, Any]:
    """Return the one command of a remedy that begins so."""
    (step,) = [each for each in check["remedy"] if each["kind"] == "command" and each["text"].startswith(beginning)]
    return step


def write(path: Path, line: Line) -> None:
    """Write a line into a configuration, where the remedy says; fails where that place does not exist."""
    text = path.read_text()
    for says, does in _PLACES:
        if found := re.search(says, line.where):
            written = does(text, line.text, found)
            assert written != text, f"there is no {line.where!r} in {text}"
            path.write_text(written)
            return
    raise AssertionError(f"where is {line.where!r}?")


def _removed(text: str, line: str, _found: re.Match) -> str:
    return "".join(each for each in text.splitlines(keepends=True) if not each.strip().startswith(line))


def _in_place_of_zones(text: str, line: str, found: re.Match) -> str:
    for zone in re.findall(r"zone (\S+)", found.string):
        text = re.sub(rf'^zone "{re.escape(zone)}" .*\n', "", text, flags=re.MULTILINE)
    return f"{text}{line}\n"


def _in_place_of(text: str, line: str, found: re.Match) -> str:
    return text.replace(found[1], line)


def _in_place_of_own(text: str, line: str, found: re.Match) -> str:
    return re.sub(rf"^( *){found[1]} .*$", lambda match: f"{match[1]}{line}", text, flags=re.MULTILINE)


def _after_list(text: str, line: str, found: re.Match) -> str:
    return re.sub(rf"({re.escape(found[1])} {{[^}}]*}})", lambda match: f"{match[1]} {line}", text)


def _to_directive(text: str, line: str, found: re.Match) -> str:
    return re.sub(rf"({re.escape(found[1])}[^;]*);", lambda match: f"{match[1]} {line};", text)


def _in_block(text: str, line: str, found: re.Match) -> str:
    return text.replace(f"{found[1]} {{\n", f"{found[1]} {{\n  {line}\n")


def _appended(text: str, line: str, _found: re.Match) -> str:
    return f"{text}{line}\n"


# What remedies say of a place, as a pattern, and how a reader writes a line there.
_PLACES = (
    (r"remove$", _removed),
    (r"^in place of (?=zone )", _in_place_of_zones),
    (r"in place of its (server)$", _in_place_of_own),
    (r"^in place of ([^,]+)$", _in_place_of),
    (r"after the list of (\S+)$", _after_list),
    (r"append to (limit_req zone=)", _to_directive),
    (r"^in (options)$", _in_block),
    (r"^(if .*)?$", _appended),
)


def write_directives(path: Path, line: Line) -> None:
    """Write directives of nginx: each takes the place of one of its name, or stands with the first that did."""
    text = path.read_text()
    directives = [f"{each.strip()};" for each in line.text.split(";") if each.strip()]
    added = []
    for each in directives:
        own = re.compile(rf"(?<![\w]){re.escape(each.split()[0])} [^;{{}}]*;")
        if own.search(text):
            text = own.sub(lambda _match, each=each: each, text, count=1)
        else:
            added.append(each)
    head, listen, tail = text.partition(f"{directives[0]}" if len(added) < len(directives) else "server { ")
    path.write_text(f"{head}{listen} {' '.join(added)}{tail}")


class Daemon:
    """A server that can be started again, as after every change of its configuration."""

    def __init__(self, start: Callable[[Command, str], subprocess.Popen], command: Command, address: str) -> None:
        """Start it at an address, which the host gets."""
        subprocess.run(["ip", "address", "replace", f"{address}/32", "dev", "lo"], check=True)
        self._start, self._command, self._address = start, command, address
        self._process: subprocess.Popen | None = None
        self.restart()

    def restart(self) -> None:
        """Start it, again, and wait until it answers."""
        self.stop()
        self._process = self._start(self._command, Path(str(self._command[0])).name)
        deadline = time.monotonic() + START_SECONDS
        while self._process.poll() is None and time.monotonic() < deadline:
            if self._answers():
                return
            time.sleep(0.05)
        raise RuntimeError(f"{self._command[0]} does not start: {self._process.log.read_text()[-500:]}")

    def stop(self) -> None:
        """End it."""
        if self._process:
            self._process.kill()
            self._process.wait()

    def _answers(self) -> bool:
        try:
            if self._command[0] in ("nginx", "haproxy"):
                socket.create_connection((self._address, 443), timeout=1).close()
            else:
                dns.query.udp(dns.message.make_query("version.bind", "TXT", "CH"), self._address, timeout=0.2)
        except (dns.exception.Timeout, OSError):
            return False
        return True


class Az:
    """A stand-in for C(az): it notes what was typed, and prints what a test has for it."""

    def __init__(self, directory: Path) -> None:
        """Put the program into a directory of its own."""
        self._typed, self._answers = directory / "typed", directory / "answers"
        self._path = directory / "bin"
        self._path.mkdir()
        program = self._path / "az"
        program.write_text(
            "#!/usr/bin/env python3\n"
            "import json, sys\n"
            f"print(json.dumps(sys.argv[1:]), file=open({str(self._typed)!r}, 'a'))\n"
            f"answers = json.load(open({str(self._answers)!r}))\n"
            "print(next((text for begins, text in answers.items() if ' '.join(sys.argv[1:]).startswith(begins)), ''))\n"
        )
        program.chmod(0o755)

    def type(self, check: dict[str, Any], beginning: str, known: dict[str, str], **answers: str) -> str:
        """Type a command of a remedy in a shell, with its placeholders filled in; return what it prints.

        Whatever is to be filled in must be explained by the remedy. C(answers) are by the words of the command.
        """
        text = command_of(check, beginning)["text"]
        explained = {each for step in check["remedy"] for each in _FILL_IN.findall(step["text"])}
        for placeholder in set(re.findall("<[a-z-]+>", text)):
            assert placeholder in explained, placeholder
            text = text.replace(placeholder, known[placeholder])
        self._answers.write_text(json.dumps({words.replace("_", " "): answer for words, answer in answers.items()}))
        variables = {**os.environ, "PATH": f"{self._path}:{os.environ['PATH']}"}
        done = subprocess.run(["bash", "-c", text], env=variables, capture_output=True, text=True, check=True)
        return done.stdout

    def options(self) -> dict[str, str]:
        """Return the options of the command that was typed last, with their values."""
        words = json.loads(self._typed.read_text().splitlines()[-1])
        names = [number for number, word in enumerate(words) if word.startswith("--")]
        ends = [*names[1:], len(words)]
        return {words[name]: " ".join(words[name + 1 : end]) for name, end in zip(names, ends)}
