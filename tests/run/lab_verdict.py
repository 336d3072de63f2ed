# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The verdict that the browser shows: accounts of the lab, healthy and broken ones, validated once."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path

import lab
from project import CACHE, ROOT, environment

HEALTHY = ("aro-azureopenai", "chat", "embeddings", "responses", "token", "ai-services", "flattened", "direct-record")
HOSTS = ("jump-1", "onprem-1", "outside-1")

# Of every link at least one, and none that waits for a timeout.
BROKEN = (
    "zone-not-linked", "stale-record", "record-missing", "no-endpoint", "mixed-records", "public-ipv6", "sinkhole",
    "ai-services-zone-missing", "forwarder-missing", "tcp-refused", "tls-wrong-name", "tls-inspected",
    "http-captive-portal", "public-access-enabled", "selected-networks", "gate-private-endpoint-not-approved",
    "public-access-keyless", "bad-key", "deployment-deleted",
)


def written(accounts: Sequence[str], hosts: tuple[str, ...] = HOSTS) -> Path:
    """Validate those accounts from those hosts of the lab; return the file of the verdict."""
    directory = CACHE / "browser"
    directory.mkdir(parents=True, exist_ok=True)
    verdict, inventory = directory / "verdict.json", directory / "inventory.yml"
    verdict.unlink(missing_ok=True)
    inventory.write_text(lab.inventory.render(lab.State(lab.DEFAULT_DIRECTORY), lab.accounts_named(accounts), hosts))
    done = subprocess.run(
        lab.inside(["ansible-playbook", "--inventory", inventory, "privatelink.azure_ai.validate",
                    "--extra-vars", json.dumps({"report_directory": str(directory)})]),
        cwd=ROOT, env=environment(), capture_output=True, text=True, check=False)
    if not verdict.exists():
        raise RuntimeError(f"the playbook wrote no verdict: {(done.stdout + done.stderr)[-2000:]}")
    return verdict
