# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The Python of a host that belongs to somebody else: it runs the module, and returns what it likes.

Called as C(DIRECTORY HOST GROUP PYTHON ATTACKED) with the module as its input, or as a file; ATTACKED is the module that
the host lies about. The result of a module is the same for all hosts of a group, so that it runs once for all of them; what
each host was sent is noted. It is started for each module of each host: what is seldom used is imported where it is used.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import sys

TYPE_CHECKING = False  # the module typing takes a while to import
if TYPE_CHECKING:
    from typing import Any

_MODULE = re.compile(r"(?:ansible|plugins)\.modules\.(\w+)")


def main(directory: str, host: str, group: str, python: str, attacked: str, *program: str) -> int:
    """Print the result, and return the exit code."""
    with open(program[0] if program else sys.stdin.fileno(), encoding="utf-8") as stream:
        sent = stream.read()
    found = _MODULE.search(sent)
    if not found:
        return _run(python, sent, check=False).returncode
    module = found.group(1)
    with open(os.path.join(directory, "secrets.json"), encoding="utf-8") as stream:
        secrets = json.load(stream)
    _note(directory, host=host, module=module, sent=[name for name, value in secrets.items() if value in sent])
    output = _of_the_module(os.path.join(directory, f"{module}-{group}"), python, sent)
    if module != attacked:
        sys.stdout.write(output)
        return 0
    from attacks import by_host

    attack, _module = by_host()[host]
    edited = attack.edit(json.loads(output))
    text = edited if isinstance(edited, str) else json.dumps(edited)
    mark = os.path.join(directory, f"mark-{host}")
    sys.stdout.buffer.write(re.sub("@MARK@", mark, text).encode("utf-8", "surrogateescape"))
    return attack.exit


def _run(python: str, sent: str, **options: Any) -> Any:
    import subprocess

    return subprocess.run([python], input=sent, text=True, **options)


def _note(directory: str, **entry: object) -> None:
    log = os.open(os.path.join(directory, "sent.jsonl"), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.write(log, json.dumps(entry).encode() + b"\n")


def _of_the_module(kept: str, python: str, sent: str) -> str:
    with open(f"{kept}.lock", "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not os.path.exists(kept):
            done = _run(python, sent, capture_output=True, check=True)
            with open(kept, "w", encoding="utf-8") as stream:
                stream.write(done.stdout)
    with open(kept, encoding="utf-8") as stream:
        return stream.read()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
