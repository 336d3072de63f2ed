# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One run of the playbook `validate` over accounts of the lab, with or without Azure's side of them."""

from __future__ import annotations

import json
import sys
from collections.abc import Container, Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._judge.verdict import judge
from ansible_collections.privatelink.azure_ai.tests.support.commands import run_playbook
from ansible_collections.privatelink.azure_ai.tests.support.lab import LAB

from simulated_azure import inventory  # after the lab's path is known
from simulated_azure.account import Account
from simulated_azure.accounts import accounts_named
from simulated_azure.faults.azure import AzureFault
from simulated_azure.network.vantages import VANTAGES
from simulated_azure.state import State

HOSTS = {vantage.name: vantage.host for vantage in VANTAGES}
CREDENTIALS = json.loads((LAB / "azure.env").read_text())


@dataclass
class Validated:
    """What the run gave."""

    code: int
    output: str
    document: dict

    def __getitem__(self, name: str) -> dict:
        """The verdict on an account."""
        return _named(self.document["accounts"], name)

    def azure(self, name: str) -> dict:
        """What private_endpoint_info returned of an account."""
        return _named(self.document["azure"]["accounts"], name)

    def azure_codes(self, name: str) -> set[str]:
        """The codes of what it found."""
        return {finding["code"] for finding in self.azure(name)["findings"]}

    def azure_faults(self, row: AzureFault) -> set[str]:
        """The same without informations, but for the one that a row is there for."""
        return {
            finding["code"]
            for finding in self.azure(row.name)["findings"]
            if finding["severity"] != "info" or finding["code"] == row.code
        }

    def names(self, host: str, account: Account) -> list[dict]:
        """What privatelink_dns_facts gave on a host: one entry for each name of the account."""
        return [entry for entry in self._observation(host)["dns"]["names"] if entry["name"] in account.names]

    def probes(self, host: str, account: Account) -> list[dict]:
        """What aoai_probe gave on a host, as programs reach the account: by its names."""
        endpoints = {f"https://{name}/" for name in account.names}
        return [
            result
            for result in self._observation(host)["probes"]
            if result["endpoint"] in endpoints and not result["connect_to"]
        ]

    def _observation(self, host: str) -> dict:
        return next(observation for observation in self.document["observations"] if observation["host"] == host)

    def by_clients_alone(self) -> dict[str, dict]:
        """The verdicts, by account, on the same observations without Azure's side."""
        judged = judge({"accounts": self.document["declared"], "observations": self.document["observations"]})
        return {account["name"]: account for account in judged["accounts"]}

    def from_hosts(self, hosts: Container[str]) -> dict[str, dict]:
        """The verdicts, by account, on what some of the hosts observed, without Azure's side."""
        observations = [each for each in self.document["observations"] if each["host"] in hosts]
        judged = judge({"accounts": self.document["declared"], "observations": observations})
        return {account["name"]: account for account in judged["accounts"]}

    def of_accounts(self, names: Iterable[str], azure: bool, hosts: set[str] | None = None) -> dict[str, dict]:
        """The verdicts on some accounts, with or without Azure's side, as a run over these alone would have given them.

        The accounts' names in DNS are those of the lab's tables, where none are given.
        """
        names = set(names)
        hosts = hosts or {name for account in accounts_named(sorted(names)) for name in account.names}
        given = {
            "accounts": _of(self.document["declared"], names),
            "observations": [_observed(each, names, hosts) for each in self.document["observations"]],
        }
        if azure:
            found = self.document["azure"]
            given["azure"] = {**found, "accounts": _of(found["accounts"], names)}
        return {account["name"]: account for account in judge(given)["accounts"]}


def _of(entries: Iterable[dict], names: Container[str]) -> list[dict]:
    return [entry for entry in entries if entry["name"] in names]


def _observed(observation: dict, accounts: Container[str], hosts: Container[str]) -> dict:
    """What a host observed of some accounts, whose names are those hosts; one that was not reached has observed nothing."""
    if observation["dns"] is None:
        return observation
    return {
        **observation,
        "accounts": _of(observation["accounts"], accounts),
        "dns": {**observation["dns"], "names": _of(observation["dns"]["names"], hosts)},
        "probes": [each for each in observation["probes"] if urlsplit(each["endpoint"]).hostname in hosts],
    }


def _named(entries: list[dict], name: str) -> dict:
    return next(entry for entry in entries if entry["name"] == name)


def with_azure(
    directory: Path,
    rows: Iterable[AzureFault],
    hosts: Iterable[str] = inventory.DEFAULT_HOSTS,
    credentials: dict[str, str] = CREDENTIALS,
    **options,
) -> Validated:
    """Validate the rows from hosts of the lab, and ask Azure with the credentials; for the options see run()."""
    return run(directory, inventory.render_azure(State(LAB), rows, hosts), environment=credentials, **options)


def by_clients(directory: Path, accounts: Iterable[Account], hosts: Iterable[str], **options) -> Validated:
    """Validate the accounts from hosts of the lab, by what is typed of them."""
    return run(directory, inventory.render(State(LAB), accounts, hosts), **options)


def discovered(
    directory: Path,
    discover: dict[str, object],
    hosts: Iterable[str] = ("jump-1",),
    credentials: dict[str, str] = CREDENTIALS,
    **options,
) -> Validated:
    """Validate from hosts of the lab what a discovery finds in Azure; for the options see run()."""
    declared = inventory.render(State(LAB), [], hosts)
    return run(directory, declared, environment=credentials, privatelink_discover=discover, **options)


def run(
    directory: Path,
    declared: str,
    python: str = sys.executable,
    environment: dict[str, str] | None = None,
    verbosity: int = 0,
    **variables,
) -> Validated:
    """Validate what an inventory declares, with a Python of the control node; all files are written in the directory."""
    hosts = directory / "inventory.json"
    hosts.write_text(declared)
    done = run_playbook(
        "privatelink.azure_ai.validate",
        "-i",
        hosts,
        "-e",
        json.dumps({"report_directory": str(directory / "reports"), "report_formats": ["json"], **variables}),
        *["-" + "v" * verbosity] * bool(verbosity),
        directory=directory,
        environment=environment,
        python=python,
    )
    written = directory / "reports/verdict.json"
    assert written.exists(), done.stdout[-5000:] + done.stderr[-2000:]
    return Validated(done.returncode, done.stdout + done.stderr, json.loads(written.read_text()))
