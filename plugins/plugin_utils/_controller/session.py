# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.
"""How the tasks of one run reach an automation platform: kept in a private file, never in a variable or a result."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from typing import Any

from ...module_utils._core.files import write_atomically

# Where the collection's modules look for the API themselves.
_PREFIXES = {"awx.awx": "/api/"}
_OTHER_PREFIX = "/api/controller/"


@dataclass(frozen=True)
class Session:
    """A platform, and one token for the run. C(token_id) is None for a token that was given."""

    host: str
    collection: str
    prefix: str
    validate_certs: bool = True
    timeout: float = 30
    token: str = ""
    token_id: int | None = None
    username: str = ""
    password: str = ""

    @property
    def base(self) -> str:
        """Return the URL of the API's version 2."""
        return f"{self.host}{self.prefix}v2/"

    @property
    def secrets(self) -> list[str]:
        """Return what no message shows."""
        return [each for each in (self.token, self.password) if each]

    def module_options(self) -> dict[str, Any]:
        """Return the options by which a module of the collection reaches the platform."""
        return {
            "controller_host": self.host,
            "controller_oauthtoken": self.token,
            "validate_certs": self.validate_certs,
            "request_timeout": self.timeout,
        }


def default_prefix(collection: str) -> str:
    """Return the path of the API that the modules of a collection use."""
    return _PREFIXES.get(collection, _OTHER_PREFIX)


class SessionFile:
    """The file of a session, below Ansible's own temporary directory, which goes with the run."""

    def __init__(self, local_temporary: str) -> None:
        self._directory = os.path.join(local_temporary, "privatelink-controller")
        self._path = os.path.join(self._directory, "session.json")

    def write(self, session: Session) -> None:
        """Keep the session, for its owner alone."""
        os.makedirs(self._directory, mode=0o700, exist_ok=True)
        write_atomically(self._path, json.dumps(asdict(session)).encode("ascii"), mode=0o600)

    def read(self) -> Session | None:
        """Return the session, None where there is none."""
        try:
            with open(self._path, encoding="ascii") as file:
                return Session(**json.load(file))
        except FileNotFoundError:
            return None

    def remove(self) -> None:
        """Forget the session."""
        if os.path.exists(self._path):
            os.unlink(self._path)
