# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What hosts, name servers, peers and Azure answer is text: no ansible-core evaluates templates in it."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._observation.schemas import SCHEMAS
from ansible_collections.privatelink.azure_ai.tests.support.canned_hosts import (
    PRIVATE,
    Host,
    accounts,
    host,
    write_inventory,
)
from ansible_collections.privatelink.azure_ai.tests.system.cores.conftest import every_core, run

# By these an observation is that of what was asked, or the host ends before its other strings are read.
ASKED = {"name", "endpoint", "connect_to"}
UNDERSTOOD = {"code", "outcome", "confidence", "credential", "credential_given", "type", "scope", "not_after"}
# Other values than addresses end a host, or Azure's side, before the rest is read.
ADDRESSES = {"addresses", "expected", "records", "nameservers", "resolved_nameservers", "server", "address"}
BROKEN = "{# {{ {% raw"
DNS, PROBE = "privatelink_dns_facts", "aoai_probe"


def poisoned(shape: Any, value: Any, text: str, kept: Collection[str], key: str = "") -> Any:
    """Return what a module may return with the text as every string, but for the kept keys that a value has."""
    if isinstance(shape, dict):
        given = value if isinstance(value, dict) else {}
        return {
            name: given[name] if name in given and name in kept else poisoned(inner, given.get(name), text, kept, name)
            for name, inner in shape.items()
        }
    if key in ADDRESSES and shape in ("str", ["str"]):
        return value or (PRIVATE if shape == "str" else [PRIVATE])
    if isinstance(shape, list):
        return [poisoned(shape[0], each, text, kept, key) for each in (value or [None])]
    if shape == "dict":
        if key in ADDRESSES:
            return {text: [PRIVATE]}
        return {text: {"https_proxy": text}} if key == "proxies" else {"key": text, text: [text]}
    return {"str": text, "bool": True, "int": 1, "float": 1.0}[shape]


def hosts(declared: list[dict[str, Any]], text: str) -> list[Host]:
    """Return hosts with the text in every place, one more of each kind."""
    found = []
    for name, template, kept, vantage in (
        ("understood", text, ASKED | UNDERSTOOD, "jumphost"),
        ("everything", text, ASKED, "jumphost"),
        ("outside", BROKEN, ASKED | UNDERSTOOD, "outside"),
    ):
        each = host(name, declared, vantage)
        each.results = {
            module: poisoned(SCHEMAS[module], each.results.get(module), template, kept) for module in SCHEMAS
        }
        found.append(each)
    for name, results in {
        "failing": {
            DNS: {"failed": True, "msg": text, "exception": text, "warnings": [text], "deprecations": [{"msg": text}]}
        },
        "crashing": {DNS: text},
        "talkative": {
            PROBE: {
                "results": [],
                "ansible_facts": {"forged": text, text: text},
                "ansible_stats": {"data": {text: text}},
            }
        },
    }.items():
        each = host(name, declared)
        each.results.update(results)
        found.append(each)
    (row,) = declared
    module = "private_endpoint_info"
    azure = poisoned(SCHEMAS[module], {"accounts": [row]}, text, {"name", "resource_group"})
    control_node = Host("localhost", "jumphost", {module: azure})
    return [*found, control_node]


# The modules as a user calls them, and then the collection's own playbook.
PLAYBOOK = [
    {
        "hosts": "understood,failing",
        "gather_facts": False,
        "ignore_errors": True,
        "tasks": [
            {f"privatelink.azure_ai.{DNS}": {"names": [{"name": "account-0.openai.azure.com"}]}, "register": "names"},
            {
                f"privatelink.azure_ai.{PROBE}": {"probes": [{"endpoint": "https://account-0.openai.azure.com/"}]},
                "register": "probes",
            },
            {"privatelink.azure_ai.jumphost_facts": {}, "register": "jumphost"},
            {
                "ansible.builtin.debug": {
                    "msg": "{{ [privatelink_dns | default({}), privatelink_jumphost | default({})] }}"
                }
            },
            {"ansible.builtin.assert": {"that": "false", "quiet": True, "fail_msg": "{{ [names, probes, jumphost] }}"}},
        ],
    },
    {"ansible.builtin.import_playbook": "privatelink.azure_ai.validate"},
]


@every_core
def test_no_template_of_an_answer_is_evaluated(tmp_path, core):
    canary = tmp_path / "canary"
    touch = f"lookup('pipe', 'touch {canary}')"
    text = f"{{{{ {touch} }}}}{{% set _ = {touch} %}}"
    declared = [dict(accounts()[0], resource_group="rg", subscription_id="00000000-0000-0000-0000-000000000000")]
    inventory = write_inventory(
        tmp_path, declared, hosts(declared, text), account_auth_source="cli", ansible_pipelining=True
    )
    playbook = tmp_path / "playbook.json"
    playbook.write_text(json.dumps(PLAYBOOK))
    done = run(core, playbook, inventory, "-vv", "-e", "privatelink_hosts=all,!localhost")
    assert not canary.exists(), done.output
    assert done.code == 2 and done.document, done.output
    assert "template error" not in done.output.lower() and "templating" not in done.output.lower(), done.output
    # It has come as far as the reports and the terminal.
    document, end = (
        json.dumps(done.document),
        done.output.partition("TASK [Show what did not pass, and every account]")[2],
    )
    assert touch in document and BROKEN in document
    assert "lookup(" in end and BROKEN in end, end
    assert touch in (tmp_path / "privatelink-report/verdict.md").read_text()
    failed = {check["host"] for check in done.document["accounts"][0]["checks"] if check["code"] == "host_failed"}
    assert failed >= {"failing", "crashing", "talkative"}
