# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One real server that stands in the way, and what a reader of the verdict has to be told."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Command = list["str | Path"]


def in_usr(command: Command) -> Command:
    """Return the command that runs that one with the packages over /usr, for programs with paths of their own there."""
    script = 'mount -t overlay overlay -o "lowerdir=$1/usr:/usr" /usr && shift && exec "$@"'
    return ["unshare", "--mount", "sh", "-c", script, "sh", os.environ["PRIVATELINK_PACKAGES"], *command]


@dataclass(frozen=True)
class Situation:
    """A server, what it does, and the cause that a check of it must name."""

    id: str
    # Returns the command that starts it; None where no server listens.
    starts: Callable[..., Command] | None
    code: str
    cause: str | None
    # Causes that must neither be named nor be left as alternatives.
    never: tuple[str, ...]
    certainty: tuple[str, ...] = ("proven", "likely")
    # Where the test asks, unless at the address that it gives to the server.
    at: str | None = None
    # What the probe of a front end asks otherwise.
    asks: Mapping[str, Any] = field(default_factory=dict)


def assert_the_cause_is_named(situation: Situation, check: dict[str, Any], confusion: Callable, title: str) -> None:
    """Assert code, cause and certainty of a check, and that it changes nothing where the cause is only possible."""
    diagnosis = check["diagnosis"]
    confusion(title, situation.id, f"{situation.code} {situation.cause}", f"{check['code']} {diagnosis['cause']}")
    assert check["code"] == situation.code, check
    left = {each["cause"] for each in diagnosis["alternatives"]} | {diagnosis["cause"]}
    assert left.isdisjoint(situation.never), diagnosis
    if situation.cause:
        assert (diagnosis["cause"], diagnosis["certainty"] in situation.certainty) == (situation.cause, True), diagnosis
    if diagnosis["certainty"] == "possible" or not diagnosis["cause"]:
        assert not any(step["changes"] for step in check["remedy"]), check["remedy"]
