# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a verdict document says of each account, compared with what it must say."""

from __future__ import annotations

import json
from pathlib import Path

from situation import ACCOUNT_NAMES, Expected, Situation

from ansible_collections.privatelink.azure_ai.tests.support.validated import Validated


class Torn(Exception):
    """A report is half-written."""


def read(reports: Path) -> dict | None:
    """The document; None: there is none. Raises Torn, also for the page beside it."""
    written, page = reports / "verdict.json", reports / "verdict.html"
    if page.exists() and not page.read_text(encoding="utf-8", errors="replace").rstrip().endswith("</html>"):
        raise Torn(f"{page.name} ends after {page.stat().st_size} bytes")
    if not written.exists():
        return None
    try:
        document = json.loads(written.read_text(encoding="utf-8"))
    except ValueError as exc:
        raise Torn(f"{written.name}: {exc}") from exc
    if not isinstance(document.get("accounts"), list):
        raise Torn(f"{written.name} has no accounts")
    return document


def written(reports: Path) -> int | None:
    """When the document was."""
    path = reports / "verdict.json"
    return path.stat().st_mtime_ns if path.exists() else None


def wrong(document: dict, situation: Situation, expected: dict[str, Expected]) -> tuple[list[str], list[str]]:
    """The wrong verdicts and the wrong causes, one line each."""
    verdicts, causes = [], []
    by_name = {account["name"]: account for account in document["accounts"]}
    if set(by_name) != set(ACCOUNT_NAMES):
        verdicts.append(f"the accounts are {sorted(by_name)}")
    for name, truth in expected.items():
        account = by_name.get(name)
        if account is None:
            continue
        fault = f"{name} ({situation.faults.get(name, 'healthy')})"
        found = (account["status"], account["root_cause"])
        if found != (truth.status, truth.root_cause):
            verdicts.append(f"{fault}: {found[0]} {found[1]}, expected {truth.status} {truth.root_cause}")
        elif truth.root_cause:
            cause = _by_network(document, situation, name)["cause"]
            if cause != truth.cause:
                causes.append(f"{fault}: {truth.root_cause} by {cause}, expected {truth.cause}")
    return verdicts, causes


def _by_network(document: dict, situation: Situation, name: str) -> dict:
    """The verdict on an account as a run over its network alone would have given it, see the tests of the matrix."""
    network = situation.network(name)
    names = {each for account in network for each in situation.names(account)}
    return Validated(0, "", document).of_accounts(network, situation.azure, names)[name]
