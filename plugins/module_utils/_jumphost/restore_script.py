# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""The shell script that undoes a switch of the resolver which was cut off, also where no Python of ours runs any
more.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Sequence

from .._resolver.guard import SwitchRecord
from .._resolver.managers import RELOAD_SECONDS

# The line of the record, as Store writes it, that says that a switch is under way.
UNDER_WAY = '^ "switch": {'

_SCRIPT = """#!/bin/sh
# Restores this host's resolver to what it was before privatelink.azure_ai.jumphost_resolver began to switch it.
# systemd runs it when a switch was cut off. It may be run by hand; once a switch has succeeded it does nothing.
cd {directory} || exit 1
PATH=$PATH:/usr/sbin:/usr/bin:/sbin:/bin
[ -e {state} ] || exit 0
[ -e {marker} ] && exit 0
grep -q {under_way} {state}
[ $? = 1 ] && exit 0
failed=0
restore_file() {{ cp -a "$1" "$2.privatelink-new" && mv -f "$2.privatelink-new" "$2" || failed=1; }}
{lines}
[ $failed = 0 ] && : >{marker}
exit $failed
"""


def restore_script(
    record: SwitchRecord, reloads: Iterable[Sequence[str]], directory: str, previous: str, state: str, marker: str
) -> str:
    """Return the script. C(previous) is where the copies are below C(directory); C(marker) says that it has
    succeeded.
    """
    lines = [_line(path, name, previous) for path, name in record["previous"].items()]
    commands = [f"timeout {RELOAD_SECONDS} {shlex.join(args)}" for args in reloads]
    if commands:
        resort = " ".join(_line(path, name, previous) + ";" for path, name in record["last_resort"].items())
        lines.append(f"{' || '.join(commands)} || {{ failed=1; {resort} }}")
    return _SCRIPT.format(
        directory=shlex.quote(directory),
        state=shlex.quote(state),
        marker=shlex.quote(marker),
        under_way=shlex.quote(UNDER_WAY),
        lines="\n".join(lines),
    )


def _line(path: str, name: str | None, previous: str) -> str:
    if name is None:
        return f"rm -f {shlex.quote(path)} || failed=1"
    return f"restore_file {shlex.quote(f'{previous}/{name}')} {shlex.quote(path)}"
