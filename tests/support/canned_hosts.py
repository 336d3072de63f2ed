# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Hosts without a network: an interpreter that prints, for each module, the result that a test wrote.

What ansible-core does with a result is the same as of a real host, and neither the lab nor anything beyond this machine is
asked.
"""

from __future__ import annotations

import copy
import json
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ansible_collections.privatelink.azure_ai.plugins.module_utils._azure.clouds import CLOUDS
from ansible_collections.privatelink.azure_ai.plugins.module_utils._azure.services import DEFAULT_CLOUD
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._declarations.probes import names_of, probes_of
from ansible_collections.privatelink.azure_ai.tests.unit.support.estates import answer, dns, probe

PRIVATE, PUBLIC = "10.0.14.4", "203.0.113.10"
# What a host outside is asked by default; Azure answered it, so that it did not need them.
_CONTROLS = [{"endpoint": CLOUDS[DEFAULT_CLOUD].authority, "reached": None, "code": None, "detail": None}]
# A module comes as a file, or through a pipe. Those of this collection never run: they would ask the machine's network.
INTERPRETER = """#!/bin/sh
program=$(cat ${{1:+"$1"}})
module=$(printf '%s' "$program" | grep -o -m1 'azure_ai[./]plugins[./]modules[./][a-z_]*' | head -n1)
module=${{module##*[./]}}
echo "${{module:-other}}" >> "{directory}/calls"
if [ -n "$module" ]; then
    [ -f "{directory}/$module.json" ] && exec cat "{directory}/$module.json"
    echo '{{"failed": true, "msg": "the test wrote no result of this module"}}'
    exit 1
fi
[ -n "$1" ] && exec {python} "$@"
printf '%s' "$program" | exec {python}
"""


@dataclass
class Host:
    """A host, its results by module, and the variables that an inventory gives it."""

    name: str
    vantage: str
    results: dict[str, Any]
    variables: dict[str, Any] = field(default_factory=dict)


def accounts(count: int = 1) -> list[dict[str, Any]]:
    """Return so many declared accounts, each with one private address."""
    return [
        {
            "name": f"account-{number}",
            "private_addresses": {f"account-{number}.openai.azure.com": [PRIVATE]},
            "operation": "completions",
            "deployment": "gpt-35-turbo",
            "api_version": "2023-05-15",
        }
        for number in range(count)
    ]


def host(name: str, declared: list[dict[str, Any]], vantage: str = "jumphost", **variables: Any) -> Host:
    """Return a host to which all accounts are as they should be."""
    outside = vantage == "outside"
    address = PUBLIC if outside else PRIVATE
    facts = dns("dns_public_address" if outside else "dns_private", address, host={"resolver": "static", "search": []})
    (model,) = facts["names"]
    facts["names"] = [_named(model, each["name"], outside) for each in names_of(declared)]
    results = [
        probe(
            "gate_public_access_disabled" if outside else "model_ok",
            address,
            each.get("connect_to"),
            endpoint=each["endpoint"],
            credential_given="api_key",
        )
        for each in probes_of(declared, vantage, {})
    ]
    return Host(
        name,
        vantage,
        {
            "privatelink_dns_facts": {"ansible_facts": {"privatelink_dns": facts}},
            "aoai_probe": {"results": results, "control_endpoints": _CONTROLS if outside else []},
            "azure_machine_info": {"machine": {"id": None, "error": None}},
        },
        variables,
    )


def _named(model: dict[str, Any], name: str, outside: bool) -> dict[str, Any]:
    address = PUBLIC if outside else PRIVATE
    entry = copy.deepcopy(model)
    entry.update(
        name=name, public_name=name, privatelink_name=name.replace(".", ".privatelink.", 1), expected=not outside
    )
    entry["resolvers"] = [
        answer(
            entry["code"],
            address,
            chain=[{"name": name, "ttl": 60, "type": "CNAME", "value": entry["privatelink_name"]}],
        )
    ]
    return entry


def write_inventory(directory: Path, declared: list[dict[str, Any]], hosts: list[Host], **variables: Any) -> Path:
    """Write the hosts, what they answer, and an inventory of them into a directory; return the inventory's path."""
    rows = {}
    for each in hosts:
        answers = directory / each.name
        answers.mkdir(parents=True, exist_ok=True)
        for module, result in each.results.items():
            text = result if isinstance(result, str) else json.dumps({"changed": False, **result})
            (answers / f"{module}.json").write_text(text)
        interpreter = answers / "python"
        interpreter.write_text(INTERPRETER.format(directory=answers, python=sys.executable))
        interpreter.chmod(0o755)
        rows[each.name] = {
            "ansible_connection": "local",
            "ansible_python_interpreter": str(interpreter),
            "privatelink_vantage": each.vantage,
            **each.variables,
        }
    path = directory / "inventory.json"
    # The canned results say that a key was sent.
    keys = {each["name"]: {"api_key": "canned"} for each in declared}
    shared = {"privatelink_accounts": declared, "privatelink_credentials": keys, **variables}
    path.write_text(json.dumps({"all": {"hosts": rows, "vars": shared}}))
    return path


def calls(directory: Path) -> dict[str, list[str]]:
    """Return the modules that ran, in order, by host."""
    return {path.parent.name: path.read_text().split() for path in directory.glob("*/calls")}
