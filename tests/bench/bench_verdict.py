# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""verdict: 1,000 accounts from 3 vantages, judged on the control node."""

from __future__ import annotations

import functools
import json
import subprocess
import sys
from pathlib import Path

from measure import LAB, SCRATCH, Row

ACCOUNTS = 1000
HOSTS = ("jump-1", "onprem-1", "outside-1")
MODELS = ("aro-azureopenai", "zone-not-linked", "public-access-enabled", "bad-key")  # what the accounts are copies of


def observed() -> dict:
    """A document of the lab about the models."""
    directory = SCRATCH / "verdict"
    directory.mkdir(parents=True, exist_ok=True)
    hosts = directory / "inventory.json"
    lab = [sys.executable, Path(__file__).parents[1] / "lab", "--state", LAB, "inventory"]
    hosts.write_bytes(
        subprocess.run(
            [*lab, "--accounts", ",".join(MODELS), "--hosts", ",".join(HOSTS)], capture_output=True, check=True
        ).stdout
    )
    subprocess.run(  # it fails, as broken accounts must
        [
            "ansible-playbook",
            "privatelink.azure_ai.validate",
            "-i",
            hosts,
            "-e",
            json.dumps({"report_directory": str(directory), "report_formats": ["json"]}),
        ],
        capture_output=True,
        check=False,
    )
    return json.loads((directory / "verdict.json").read_text())


def estate(document: dict) -> dict:
    """What the judge is given of so many accounts: the observations of the models, copied under other names."""
    names = [[f"{model}-{number:04}" for number in range(ACCOUNTS // len(MODELS))] for model in MODELS]

    def copies(entries: list[dict]) -> list[dict]:
        found = []
        for entry in entries:
            text = json.dumps(entry)
            model = next(
                position for position, model in enumerate(MODELS) if f"{model}." in text or f'"{model}"' in text
            )
            found += [json.loads(text.replace(MODELS[model], name)) for name in names[model]]
        return found

    return {
        "accounts": copies(document["declared"]),
        "started": document["started"],
        "ended": document["ended"],
        "observations": [
            {
                **observation,
                "accounts": copies(observation["accounts"]),
                "probes": copies(observation["probes"]),
                "dns": {**observation["dns"], "names": copies(observation["dns"]["names"])},
            }
            for observation in document["observations"]
        ],
    }


@functools.cache
def judged() -> dict:
    """What judging them took, and what was judged."""
    path = SCRATCH / "estate.json"
    path.write_text(json.dumps(estate(observed())))
    command = [sys.executable, Path(__file__).with_name("judging.py"), path]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    measured = json.loads(done.stdout)
    assert measured["accounts"] == ACCOUNTS and measured["hosts"] == len(HOSTS), measured
    return measured


WHAT = f"the verdict on {ACCOUNTS:,} accounts from {len(HOSTS)} vantages"
ROWS = (
    Row(WHAT, lambda: judged()["seconds"], 5, unit="s"),
    Row(f"{WHAT}: peak memory, the observations included", lambda: judged()["megabytes"], 500, unit="MB"),
)
