# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where the lab keeps its files: one directory, git-ignored, safe to delete when no lab runs."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[3]

# Inside a lab the default is that lab.
DEFAULT_DIRECTORY = Path(os.environ.get("PRIVATELINK_LAB") or CHECKOUT / ".lab")


@dataclass(frozen=True)
class State:
    directory: Path

    @property
    def lock(self) -> Path:
        """Held by the command that started the lab, for as long as the lab lives."""
        return self.directory / "lab.lock"

    @property
    def log(self) -> Path:
        """What a lab without a terminal says."""
        return self.directory / "lab.log"

    @property
    def guests(self) -> Path:
        """Held, shared, by each command that entered a lab started by another one."""
        return self.directory / "guests.lock"

    @property
    def ready(self) -> Path:
        """Exists while everything is served."""
        return self.directory / "ready"

    @property
    def switches(self) -> Path:
        """What is switched, see switches.py."""
        return self.directory / "switches.json"

    @property
    def served(self) -> Path:
        """Holds the number of the switches with which the servers serve."""
        return self.directory / "served"

    @property
    def switched_inventory(self) -> Path:
        """An inventory of the accounts that are switched."""
        return self.directory / "inventory-switched.yml"

    @property
    def switched_azure_inventory(self) -> Path:
        """The same, as inventory-azure.yml has others: with resource groups and without addresses."""
        return self.directory / "inventory-switched-azure.yml"

    @property
    def root(self) -> Path:
        """Holds the process id of the `unshare` that all of the lab is below."""
        return self.directory / "root.pid"

    @property
    def inside(self) -> Path:
        """A mount that exists only inside the lab: how programs tell that they are in it."""
        return self.directory / "inside"

    @property
    def marker(self) -> Path:
        return self.inside / "lab"

    @property
    def ca(self) -> Path:
        return self.directory / "ca.pem"

    @property
    def stack_ca(self) -> Path:
        """The authority of the Resource Manager that is somebody's own: no vantage trusts it."""
        return self.directory / "stack-ca.pem"

    @property
    def azure_environment(self) -> Path:
        """Credentials for Resource Manager: variables and their values, as JSON."""
        return self.directory / "azure.env"

    @property
    def federated_token(self) -> Path:
        """What a workload identity shows to Entra."""
        return self.directory / "federated-token"

    @property
    def trust(self) -> Path:
        """What every vantage sees as /etc/ssl/certs."""
        return self.directory / "trust"

    @property
    def tls(self) -> Path:
        return self.directory / "tls"

    @property
    def bin(self) -> Path:
        return self.directory / "bin"

    @property
    def machines(self) -> Path:
        """Keys and logs of the machines."""
        return self.directory / "machines"

    @property
    def ssh(self) -> Path:
        """An ssh that knows the machines."""
        return self.bin / "ssh"

    @property
    def ansible_home(self) -> Path:
        return self.directory / "ansible"

    @property
    def requests(self) -> Path:
        return self.directory / "requests.jsonl"

    @property
    def connections(self) -> Path:
        return self.directory / "connections.jsonl"

    @property
    def queries(self) -> Path:
        return self.directory / "queries.jsonl"

    @property
    def proxied(self) -> Path:
        return self.directory / "proxied.jsonl"

    @property
    def arm(self) -> Path:
        return self.directory / "arm.jsonl"

    @property
    def entra(self) -> Path:
        return self.directory / "entra.jsonl"

    @property
    def metadata(self) -> Path:
        return self.directory / "metadata.jsonl"

    def vantage(self, name: str) -> Path:
        return self.directory / "vantages" / name
