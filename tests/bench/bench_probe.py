# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""aoai_probe: many probes against looped uri tasks, curl in parallel and a bare ping, with 50 ms added by the server."""

from __future__ import annotations

import functools
import json

import blackbox
from measure import LAB, SCRATCH, Row, megabytes, playbook, seconds

ACCOUNT = "aro-azureopenai"
HOST = f"{ACCOUNT}.openai.azure.com"
ADDRESS = "10.0.14.4"
ENTER = [str(LAB / "bin/in-jumphost")]
BODY = {"prompt": "Say OK.", "max_tokens": 16}
PATH = "/openai/deployments/gpt-35-turbo/completions?api-version=2023-05-15"


def key() -> str:
    inventory = json.loads((LAB / "inventory-healthy.yml").read_text())
    return inventory["all"]["vars"]["privatelink_credentials"][ACCOUNT]["api_key"]


def probes(name: str, count: int) -> list[str]:
    one = {
        "endpoint": f"https://{HOST}/",
        "connect_to": ADDRESS,
        "operation": "completions",
        "deployment": "gpt-35-turbo",
        "api_version": "2023-05-15",
        "expect": ["model_ok"],
    }
    return playbook(name, {"privatelink.azure_ai.aoai_probe": {"api_key": key(), "probes": [one] * count}})


def curl(count: int) -> list[str]:
    config = SCRATCH / "curl.conf"
    # One body for all: curl would join several with "&".
    shared = [
        f'header = "api-key: {key()}"',
        'header = "Content-Type: application/json"',
        f'resolve = "{HOST}:443:{ADDRESS}"',
        f"data = {json.dumps(json.dumps(BODY))}",
    ]
    config.write_text("\n".join(shared + [f'url = "https://{HOST}{PATH}"', 'output = "/dev/null"'] * count))
    return [*ENTER, "curl", "--silent", "--fail", "--parallel", "--parallel-max", "32", "--config", str(config)]


@functools.cache
def ping() -> float:
    return seconds(playbook("ping", {"ansible.builtin.ping": {}}))


@functools.cache
def two_hundred() -> float:
    return seconds(probes("probe-200", 200))


def exported() -> float:
    headers = {"api-key": key(), "Content-Type": "application/json"}
    with blackbox.running(blackbox.binary(), ENTER, HOST, headers, json.dumps(BODY)):
        taken = seconds(blackbox.probes(ENTER, f"https://{ADDRESS}{PATH}", 200))
    if not blackbox.succeeded():
        raise RuntimeError("prometheus-blackbox-exporter was not served")
    return taken


def looped() -> float:
    return seconds(
        playbook(
            "uri",
            {
                "ansible.builtin.uri": {
                    "url": f"https://{HOST}{PATH}",
                    "method": "POST",
                    "body_format": "json",
                    "body": BODY,
                    "headers": {"api-key": key()},
                },
                "loop": list(range(200)),
            },
        ),
        rounds=1,
    )


ROWS = (
    Row("a playbook with one probe against one with a ping", lambda: seconds(probes("probe-one", 1)) / ping(), 1.6),
    Row(
        "200 probes in one task against a ping playbook + curl --parallel",
        lambda: two_hundred() / (ping() + seconds(curl(200))),
        2.2,
    ),
    Row(
        "200 probes in one task against a ping playbook + prometheus-blackbox-exporter",
        lambda: two_hundred() / (ping() + exported()),
        needs="exporter",
    ),
    Row(
        "200 looped ansible.builtin.uri against 200 probes in one task",
        lambda: looped() / two_hundred(),
        25,
        at_least=True,
    ),
    Row("1,000 probes against 50", lambda: seconds(probes("probe-1000", 1000)) / seconds(probes("probe-50", 50)), 6),
    Row("memory of 1,000 probes", lambda: megabytes(probes("probe-1000", 1000)), 200, unit="MB"),
)
