# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What ends a request: a status and a body, in the words that were recorded."""

from __future__ import annotations

from typing import Any

Json = Any
Body = dict[str, Any]

FORBIDDEN: Body = {"detail": "You do not have permission to perform this action."}
UNAUTHORIZED: Body = {
    "detail": "Authentication credentials were not provided. To establish a login session, visit /api/login/."
}


class Refused(Exception):
    """AWX answers with an error."""

    def __init__(self, status: int, body: Json) -> None:
        super().__init__(f"{status}: {body}")
        self.status = status
        self.body = body


class NotRecorded(Exception):
    """Nobody knows what AWX answers."""


def invalid(field: str, *messages: str) -> Refused:
    return Refused(400, {field: list(messages)})


def no_match(model: str) -> Refused:
    return Refused(404, {"detail": f"No {model} matches the given query."})
