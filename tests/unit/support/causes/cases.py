# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a run saw where one cause is the truth, and what it saw where nothing shows which one it is."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Any

from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._judge.verdict import judge

from ..estates import estate


@dataclass(frozen=True, eq=False)
class Case:
    """The observations of a run, and the check of one host that they are about.

    C(cause) is the truth, None where the run cannot know it; then C(possible) are all that could be.
    """

    code: str
    cause: str | None
    observations: tuple[dict[str, Any], ...]
    host: str = "jump-1"
    possible: frozenset[str] = frozenset()
    azure: dict[str, Any] | None = None
    account: dict[str, Any] | None = None

    @property
    def id(self) -> str:
        """Return the code and the cause, and who looked if that decides which cause can be."""
        place = "" if self.host in ("jump-1", "any host") else f"-{self.host}"
        return f"{self.code}-{self.cause or 'undecided'}{place}"

    @functools.cached_property
    def check(self) -> dict[str, Any]:
        """The check of the document that the case is about."""
        document = self.document()
        found = self.check_in(document)
        assert found, [(each["host"], each["code"]) for each in document["accounts"][0]["checks"] if each["code"]]
        return found

    def document(self, *more: dict[str, Any], azure: tuple[dict[str, Any], ...] = ()) -> dict[str, Any]:
        """Return the document of the run, with further observations, and further accounts of Azure's side."""
        sides = [*([self.azure] if self.azure else []), *azure]
        given = estate(*self.observations, *more, account=self.account, azure={"accounts": sides} if sides else None)
        return judge(given)

    def check_in(self, document: dict[str, Any]) -> dict[str, Any] | None:
        """Return the check that the case is about, None where what others have seen made an end of it."""
        checks = document["accounts"][0]["checks"]
        return next((each for each in checks if each["code"] == self.code and each["host"] == self.host), None)


def case(code, cause, *observations, **more):
    """Return the observations in which a cause is the truth."""
    return Case(code, cause, observations, **more)


def bare(code, possible, *observations, **more):
    """Return the failing observation alone, and the causes that it may have."""
    return Case(code, None, observations, possible=frozenset(possible), **more)
