# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest

from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._controller.names import (
    credential_types,
    every_node,
    nodes_of,
    vantages_of,
)
from ansible_collections.privatelink.azure_ai.tests.unit.support.automation_platform import VARIABLES

ALL = [{"name": "a"}, {"name": "b", "vantage": "onprem"}, {"name": "c", "vantage": "outside"}]


def test_vantages_are_those_of_the_hosts():
    assert vantages_of(ALL) == ["jumphost", "outside", "onprem"]
    assert vantages_of([{"name": "b", "vantage": "onprem"}]) == ["onprem"]


@pytest.mark.parametrize("configure", [True, False])
@pytest.mark.parametrize(
    "outcomes", [(), ("isolated",), ("exposed", "unknown"), ("isolated", "exposed", "unknown")], ids=str
)
def test_every_node_comes_after_what_it_leads_to(configure, outcomes):
    templates = [{"outcome": outcome, "name": f"my {outcome}"} for outcome in outcomes]
    nodes = nodes_of({**VARIABLES, "hosts": ALL, "configure": configure, "templates": templates})
    known: set[str] = set()
    for name, node in nodes.items():
        for kind in ("success", "failure", "always"):
            assert set(node.get(kind, ())) <= known, name
        known.add(name)
    assert known <= every_node()
    assert known >= {"merge", "verdict", "validate-jumphost", "validate-outside", "validate-onprem"}


def run(nodes, verdict, template_works=True):
    """Return the nodes that ran after merge, and whether the workflow is successful, by the rules of the platform."""
    ran, failed, waiting = [], False, ["merge"]
    while waiting:
        name = waiting.pop(0)
        node = nodes[name]
        ran.append(name)
        works = node["gate_on"] == verdict if "gate_on" in node else (template_works if name != "merge" else False)
        following = [*node.get("always", ()), *node.get("success" if works else "failure", ())]
        # A job that failed fails the workflow, unless a node follows on that.
        failed = failed or (not works and not (node.get("always") or node.get("failure")))
        waiting += [each for each in following if each not in ran and each not in waiting]
    return ran[1:], not failed


@pytest.mark.parametrize(
    ("verdict", "expected", "successful"),
    [
        ("isolated", ["gate-isolated", "isolated"], True),
        ("exposed", ["gate-isolated", "gate-exposed", "exposed", "verdict"], False),
        ("unknown", ["gate-isolated", "gate-exposed", "gate-unknown", "unknown", "verdict"], False),
        (None, ["gate-isolated", "gate-exposed", "gate-unknown", "unknown", "verdict"], False),
    ],
)
@pytest.mark.parametrize("own", [True, False], ids=["templates", "no-templates"])
def test_the_workflow_is_successful_only_if_isolated(verdict, expected, successful, own):
    outcomes = ("isolated", "exposed", "unknown") if own else ()
    nodes = nodes_of({**VARIABLES, "templates": [{"outcome": each, "name": each} for each in outcomes]})
    assert run(nodes, verdict) == (
        [each for each in expected if own or each not in ("isolated", "exposed", "unknown")],
        successful,
    )
    if own:
        assert run(nodes, verdict, template_works=False)[1] is False


def test_a_credential_sets_one_variable_of_its_account():
    (key, token) = credential_types(
        "pl-", [{"account": "Aro-AzureOpenAI"}, {"account": "b", "auth": "token", "token": "x"}]
    )
    assert key["name"] == "pl-api-key-aro-azureopenai"
    assert key["inputs"]["required"] == ["api_key"]
    assert key["injectors"] == {"extra_vars": {"privatelink_api_key_aro_azureopenai": "{{ api_key }}"}}
    assert token["injectors"] == {"extra_vars": {"privatelink_token_b": "{{ token }}"}}
    assert "x" not in str(token["inputs"]["fields"])
