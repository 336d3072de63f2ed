# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Requests to the account, and the check of the verdict on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ansible_collections.privatelink.azure_ai.plugins.module_utils._probe import proxied
from ansible_collections.privatelink.azure_ai.plugins.module_utils._probe.options import read_options
from ansible_collections.privatelink.azure_ai.plugins.module_utils._probe.probe import run
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._judge.verdict import judge
from ansible_collections.privatelink.azure_ai.tests.system.causes.nameservers import NAME

PROBE = {
    "endpoint": f"https://{NAME}/",
    "connect_to": None,
    "operation": "models",
    "deployment": None,
    "api_version": None,
    "prompt": "Say OK.",
    "max_tokens": 16,
    "nameservers": None,
    "server_name": None,
    "api_key": "0123456789abcdef0123456789abcdef",
    "token": None,
    "expect": None,
    "samples": 1,
}
TASK = {
    "api_key": None,
    "token": None,
    "auth_source": "none",
    "tenant": None,
    "client_id": None,
    "secret": None,
    "token_scope": None,
    "validate_certs": True,
    "use_proxy": False,
    "timeout": 10,
    "concurrency": 4,
    "stable_for": None,
    "within": None,
    "check_proxies": False,
    "control_endpoints": [],
    "trusted_issuers": [],
}


def request(authorities: Path, entry: Mapping[str, Any], **task: Any) -> list[dict[str, Any]]:
    """Return what aoai_probe gives for one probe, by a host that trusts those authorities."""
    probes, options = read_options({**TASK, "ca_path": str(authorities), "probes": [{**PROBE, **entry}], **task})
    results = run(probes, options)
    proxied.ask(probes, results, options)
    return results


def checks_of(
    *observations: Mapping[str, Any],
    addresses: Sequence[str] = (),
    networks: Sequence[str] = (),
    name: str = NAME,
    **declared: Any,
) -> list[dict]:
    """Return all checks of the account in the verdict on what hosts observed."""
    account: dict[str, Any] = {"name": name.partition(".")[0], "kind": "OpenAI", **declared}
    if addresses:
        account["private_addresses"] = {name: list(addresses)}
    if networks:
        account["networks"] = list(networks)
    complete = [{"host": "jump-1", "vantage": "jumphost", "dns": {}, "probes": [], **each} for each in observations]
    return judge({"accounts": [account], "observations": complete})["accounts"][0]["checks"]


def open_check(checks: list[dict]) -> dict:
    """Return the first check that fails or is unknown."""
    return next(check for check in checks if check["status"] in ("fail", "unknown"))
