# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""aoai_probe: many probes against looped uri tasks, curl in parallel and a bare ping, with 50 ms added by the server."""

from __future__ import annotations

import json

import blackbox
from measure import LAB, SCRATCH, Limit, megabytes, playbook, seconds

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
    one = {"endpoint": f"https://{HOST}/", "connect_to": ADDRESS, "operation": "completions", "deployment": "gpt-35-turbo",
           "api_version": "2023-05-15", "expect": ["model_ok"]}
    return playbook(name, {"privatelink.azure_ai.aoai_probe": {"api_key": key(), "probes": [one] * count}})


def curl(count: int) -> list[str]:
    config = SCRATCH / "curl.conf"
    # One body for all: curl would join several with "&".
    shared = [f'header = "api-key: {key()}"', 'header = "Content-Type: application/json"', f'resolve = "{HOST}:443:{ADDRESS}"',
              f"data = {json.dumps(json.dumps(BODY))}"]
    config.write_text("\n".join(shared + [f'url = "https://{HOST}{PATH}"', 'output = "/dev/null"'] * count))
    return [*ENTER, "curl", "--silent", "--fail", "--parallel", "--parallel-max", "32", "--config", str(config)]


def limits():
    ping = seconds(playbook("ping", {"ansible.builtin.ping": {}}))
    one = seconds(probes("probe-one", 1))
    yield Limit("a playbook with one probe against one with a ping", one / ping, 1.6)

    many = seconds(probes("probe-200", 200))
    yield Limit("200 probes in one task against a ping playbook + curl --parallel", many / (ping + seconds(curl(200))), 2.2)

    if blackbox.binary():
        headers = {"api-key": key(), "Content-Type": "application/json"}
        with blackbox.running(blackbox.binary(), ENTER, HOST, headers, json.dumps(BODY)):
            exporter = seconds(blackbox.probes(ENTER, f"https://{ADDRESS}{PATH}", 200))
        if not blackbox.succeeded():
            raise RuntimeError("prometheus-blackbox-exporter was not served")
        yield Limit("200 probes in one task against a ping playbook + prometheus-blackbox-exporter", many / (ping + exporter))

    looped = seconds(playbook("uri", {
        "ansible.builtin.uri": {
            "url": f"https://{HOST}{PATH}", "method": "POST", "body_format": "json", "body": BODY,
            "headers": {"api-key": key()},
        },
        "loop": list(range(200)),
    }), rounds=1)
    yield Limit("200 looped ansible.builtin.uri against 200 probes in one task", looped / many, 25, at_least=True)

    thousand_command = probes("probe-1000", 1000)
    yield Limit("1,000 probes against 50", seconds(thousand_command) / seconds(probes("probe-50", 50)), 6)
    yield Limit("memory of 1,000 probes", megabytes(thousand_command), 200, unit="MB")
