# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Validates the lab's healthy account over an address that something else may have."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ansible_collections.privatelink.azure_ai.plugins.module_utils._probe.options import read_options, with_token
from ansible_collections.privatelink.azure_ai.plugins.module_utils._probe.probe import run
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._judge.verdict import judge
from ansible_collections.privatelink.azure_ai.tests.support import lab
from ansible_collections.privatelink.azure_ai.tests.system.causes.nameservers import NAME
from ansible_collections.privatelink.azure_ai.tests.system.causes.requests import PROBE, TASK

assert lab.LAB  # the import made those behind it work

from simulated_azure.account import secret

ACCOUNT = "aro-azureopenai"
KEY = secret(f"key of {ACCOUNT}")


@dataclass
class Requests:
    """The requests of one host to the account: to an address, with options of the probe, as often as it takes."""

    address: str
    certificates: Path
    times: int = 1
    by_name: bool = False
    operation: str = "models"
    deployment: str | None = None
    api_version: str | None = None
    task: dict[str, Any] = field(default_factory=dict)
    api_key: str | None = KEY

    def sent(self) -> list[dict[str, Any]]:
        """Send them, and return the last results."""
        entry = {
            **PROBE,
            "api_key": self.api_key,
            "operation": self.operation,
            "deployment": self.deployment,
            "api_version": self.api_version,
            "connect_to": f"{self.address}:443",
        }
        entries = [entry, {**entry, "connect_to": None}] if self.by_name else [entry]
        task = {**TASK, "ca_path": str(self.certificates / "ca.pem"), **self.task}
        for _each in range(self.times):
            probes, read = read_options({**task, "probes": entries})
            found = run(with_token(probes, read, task)[0], read)
        return found


def judged(requests: Requests, **given: Any) -> dict[str, Any]:
    """Return the judged account after one host has sent those requests; C(given) is more for the judge."""
    account = {
        "name": ACCOUNT,
        "kind": "OpenAI",
        "private_addresses": {NAME: [requests.address]},
        **{key: getattr(requests, key) for key in ("operation", "deployment", "api_version")},
        **given.pop("account", {}),
    }
    host = {"host": "jump-1", "vantage": "jumphost", "dns": given.pop("dns", {}), "probes": requests.sent()}
    others = given.pop("others", [])
    return judge({"accounts": [account], "observations": [host, *others], **given})["accounts"][0]


def first_finding(account: dict[str, Any]) -> dict[str, Any]:
    """Return the first check of the host's path that has something to say, a warning too."""
    return next(each for each in _of_host(account) if each["code"] not in (None, "model_ok"))


def assert_it_passes(account: dict[str, Any], warned: tuple[str, ...] = ()) -> None:
    """Assert that the host gets to the model, and that nothing of its path is complained about."""
    checks = _of_host(account)
    assert {each["status"] for each in checks} == {"pass"}, checks
    assert {each["code"] for each in checks} == {None, "model_ok", *warned}, checks


def _of_host(account: dict[str, Any]) -> list[dict[str, Any]]:
    return [each for each in account["checks"] if each["host"] == "jump-1"]
