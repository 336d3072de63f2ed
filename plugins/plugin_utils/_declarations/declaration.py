# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.
"""What is declared for a run, resolved once: written to a private file, and read by every task that follows."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from ...module_utils._core.files import write_atomically
from .accounts import Account
from .problems import Problems

# The options of the role account with which modules ask Azure Resource Manager.
_OF_AZURE = (
    "auth_source",
    "subscription_id",
    "tenant",
    "client_id",
    "secret",
    "profile",
    "cloud_environment",
    "ca_path",
    "trusted_issuers",
    "timeout",
)


# What hosts of one group have in common, most often all of it.
_IN_COMMON = ("accounts", "credentials", "options")


@dataclass(frozen=True)
class HostDeclaration:
    """What is declared for one host. C(failed) says why nothing that it says counts, None for a host that may look."""

    vantage: str
    accounts: list[Account]
    credentials: dict[str, dict[str, str]]
    options: dict[str, Any]
    failed: str | None = None


@dataclass(frozen=True)
class Declaration:
    """What is declared for the whole run.

    C(control_node) is None where a host looks from outside, C(discovery) where no accounts were discovered.
    """

    hosts: dict[str, HostDeclaration]
    control_node: HostDeclaration | None
    options: dict[str, Any]
    parts: list[str]
    started: str
    notes: list[str] = field(default_factory=list)
    discovery: dict[str, Any] | None = None

    def accounts(self) -> list[Account]:
        """Return every account, each once, as the first host declares it."""
        return [{key: value for key, value in each.items() if key != "origin"} for each in self.marked_accounts()]

    def looks(self) -> int:
        """Return how many accounts the hosts and the control node look at together."""
        hosts = [*self.hosts.values(), *([self.control_node] if self.control_node else [])]
        return sum(len(host.accounts) for host in hosts)

    def with_accounts(self, changed: Callable[[list[Account]], list[Account]]) -> Declaration:
        """Return the declaration with the accounts of each host changed; hosts that share them share the new ones."""
        found: dict[int, list[Account]] = {}

        def renewed(host: HostDeclaration) -> HostDeclaration:
            if id(host.accounts) not in found:
                found[id(host.accounts)] = changed(host.accounts)
            return replace(host, accounts=found[id(host.accounts)])

        hosts = {name: renewed(host) for name, host in self.hosts.items()}
        return replace(self, hosts=hosts, control_node=self.control_node and renewed(self.control_node))

    def azure_options(self) -> dict[str, Any]:
        """Return the options that are given for modules that ask Azure Resource Manager."""
        options = {name: self.options[f"account_{name}"] for name in _OF_AZURE}
        return {name: value for name, value in options.items() if value not in (None, "", [])}

    def marked_accounts(self) -> list[Account]:
        """Return the same, those with a field from Azure with their C(origin): where each field is from."""
        found: dict[str, Account] = {}
        for host in self.hosts.values():
            for account in host.accounts:
                found.setdefault(account["name"].lower(), account)
        return list(found.values())


def seen_from_outside(
    hosts: Iterable[HostDeclaration], options: Mapping[str, Any], problems: Problems
) -> HostDeclaration:
    """Return what the control node looks at from outside, in its own name, where no host does.

    Its credential of an account is the one that all hosts agree on, else none: which of them would show what the
    account answers, nobody has declared.
    """
    hosts = list(hosts)
    accounts: dict[str, Account] = {}
    credentials: dict[str, dict[str, str]] = {}
    for host in hosts:
        for account in host.accounts:
            accounts.setdefault(account["name"].lower(), account)
    for name in accounts:
        given = [host.credentials[name] for host in hosts if name in host.credentials]
        if given and all(each == given[0] for each in given):
            credentials[name] = given[0]
        elif given:
            problems.warn(
                f"privatelink_credentials, account {accounts[name]['name']}",
                None,
                "the hosts have different credentials, so the control node looks from outside without one",
            )
    return HostDeclaration("outside", list(accounts.values()), credentials, dict(options))


class RunDirectory:
    """The directory of a run, below Ansible's own temporary directory, which goes with the run; the workers share it.

    Only its owner can read it: it holds credentials.
    """

    def __init__(self, local_temporary: str) -> None:
        self.path = os.path.join(local_temporary, "privatelink")

    def begin(self, declaration: Declaration) -> None:
        """Freeze a declaration; what an earlier validation of the same run observed goes."""
        os.makedirs(self.path, mode=0o700, exist_ok=True)
        for name in os.listdir(self.path):
            os.unlink(os.path.join(self.path, name))
        self.freeze(declaration)

    def freeze(self, declaration: Declaration) -> None:
        """Write what is declared, for all tasks that follow.

        What hosts have in common is written once: each task of each host reads the whole.
        """
        places: dict[tuple[str, str], int] = {}
        values: list[Any] = []

        def packed(host: HostDeclaration) -> dict[str, Any]:
            row: dict[str, Any] = {"vantage": host.vantage, "failed": host.failed}
            for name in _IN_COMMON:
                value = getattr(host, name)
                row[name] = places.setdefault((name, json.dumps(value)), len(values))
                if row[name] == len(values):
                    values.append(value)
            return row

        hosts = {name: packed(host) for name, host in declaration.hosts.items()}
        control_node = packed(declaration.control_node) if declaration.control_node else None
        rest = asdict(replace(declaration, hosts={}, control_node=None))
        self.write("declaration", {**rest, "hosts": hosts, "control_node": control_node, "in_common": values})

    def declaration(self) -> Declaration:
        """Return the frozen declaration, of which hosts share what they have in common.

        Raises FileNotFoundError where nothing was declared.
        """
        frozen = self.read("declaration")
        values = frozen.pop("in_common")

        def unpacked(row: dict[str, Any]) -> HostDeclaration:
            return HostDeclaration(**{**row, **{name: values[row[name]] for name in _IN_COMMON}})

        hosts = {name: unpacked(row) for name, row in frozen.pop("hosts").items()}
        control_node = frozen.pop("control_node")
        return Declaration(hosts=hosts, control_node=unpacked(control_node) if control_node else None, **frozen)

    def write(self, name: str, value: Any) -> None:
        """Write a value as JSON, for its owner alone and at once as far as readers see."""
        path = os.path.join(self.path, f"{name}.json")
        write_atomically(path, json.dumps(value).encode("ascii"), mode=0o600)

    def read(self, name: str) -> Any:
        """Return a value that was written. Raises FileNotFoundError."""
        with open(os.path.join(self.path, f"{name}.json"), encoding="utf-8") as stream:
            return json.load(stream)

    def find(self, name: str) -> Any:
        """Return a value that was written, None where it was not."""
        try:
            return self.read(name)
        except FileNotFoundError:
            return None
