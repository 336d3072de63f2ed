# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What an action hands on of a module's result: what is documented, and nothing that ansible-core acts upon."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._declarations.inputs import INPUTS
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._declarations.known_secrets import KnownSecrets
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._observation.results import (
    handed_on,
    output_of,
    without_internal_keys,
)
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._observation.schemas import SCHEMAS
from ansible_collections.privatelink.azure_ai.tests.unit.support.shapes import anything

GOOD = {
    "aoai_probe": {"results": [{"endpoint": "https://example.openai.azure.com/"}], "control_endpoints": []},
    "azure_machine_info": {"machine": {"id": None, "error": "there is no metadata service"}},
    "jumphost_facts": {"ansible_facts": {"privatelink_jumphost": {"pins": []}}},
    "private_endpoint_info": {"accounts": [{"name": "example"}]},
    "privatelink_dns_facts": {"ansible_facts": {"privatelink_dns": {"host": {}, "names": [{"name": "x"}]}}},
}
ASKED = {"probes": [{}], "names": [{}], "accounts": [{}]}
OF_ANSIBLE = ("changed", "failed", "unreachable", "skipped", "msg", "warnings", "module_stderr")
FACTS = (
    *INPUTS,
    "account_azure",
    "endpoint_accounts",
    "private_dns_zone_accounts",
    "jumphost_packages",
    "__validate",
    "vault_key",
    "inventory_hostname",
    "ansible_connection",
    "ansible_host",
    "ansible_python_interpreter",
    "ansible_become",
    "ansible_become_user",
    "ansible_ssh_common_args",
)


@pytest.fixture(params=GOOD)
def module(request):
    """Return the name of each observing module in turn."""
    return request.param


def of(module, **more):
    """Return what is handed on of a good result with more in it."""
    return handed_on({**GOOD[module], **more}, module, ASKED)


def test_what_is_documented(module):
    assert of(module, changed=True, invocation={"module_args": 5}) == {**GOOD[module], "changed": False}


@pytest.mark.parametrize("fact", FACTS)
def test_no_other_fact(module, fact):
    forged = {**GOOD[module].get("ansible_facts", {}), fact: "forged"}
    result = of(module, ansible_facts=forged)
    assert result["failed"] and "ansible_facts" in result["msg"] and "ansible_facts" not in result


@pytest.mark.parametrize(
    "forged",
    [
        pytest.param({"ansible_stats": {"data": {"x": 1}}}, id="statistics"),
        pytest.param({"ansible_stats": 5}, id="statistics that end ansible-core"),
        pytest.param({"add_host": {"host_name": "forged"}}, id="a host"),
        pytest.param({"add_group": "forged"}, id="a group"),
        pytest.param({"ansible_facts": 5}, id="a number of facts"),
        pytest.param({"ansible_facts": [5]}, id="a list of facts"),
        pytest.param({"include": "/etc/passwd"}, id="an include"),
        pytest.param({"ansible_async_watch": 5}, id="unknown"),
        pytest.param({"ansible_module_results": 5}, id="results renamed"),
    ],
)
def test_no_other_key(module, forged):
    result = of(module, **forged)
    assert result["failed"] and set(result) <= set(OF_ANSIBLE)


@pytest.mark.parametrize("state", ["failed", "unreachable"])
def test_a_failure_hands_on_its_message_and_what_is_documented(module, state):
    result = of(
        module, **{state: 5}, msg={"x": ["\x1b[2J"]}, ansible_facts={"x": 5}, ansible_stats=5, module_stderr="e"
    )
    assert set(result) <= {*OF_ANSIBLE, *SCHEMAS[module]} - {"ansible_facts"}
    assert result["failed"] is True and "unreachable" not in result and "\x1b" not in result["msg"]


def test_a_failure_keeps_the_lines_of_its_message(module):
    assert of(module, failed=True, msg="one\x1b\ntwo")["msg"].splitlines() == ["one ", "two"]


def test_a_failure_hands_on_nothing_of_another_shape():
    assert "results" not in of("aoai_probe", failed=True, msg="x", results=[{"forged": 5}])


@pytest.mark.parametrize(
    "given, kept",
    [
        pytest.param(5, None, id="number"),
        pytest.param({"x": 5}, None, id="mapping"),
        pytest.param(["a\x1b", 5, None, {}, [], "b"], ["a ", "b"], id="of all kinds"),
        pytest.param(["x" * 9999] * 9999, ["x" * 497 + "..."] * 20, id="many"),
    ],
)
def test_warnings(module, given, kept):
    assert of(module, warnings=given).get("warnings") == kept


@pytest.mark.parametrize(
    "path, kept",
    [
        pytest.param("/usr/bin/python3.12", True, id="path"),
        pytest.param("/usr/bin/python3; touch /x", False, id="command"),
        pytest.param("{{ lookup('pipe', 'touch /x') }}", False, id="template"),
        pytest.param("/" + "x" * 999, False, id="long"),
        pytest.param(["/usr/bin/python3"], False, id="list"),
    ],
)
def test_discovered_interpreter(module, path, kept):
    facts = {**GOOD[module].get("ansible_facts", {}), "discovered_interpreter_python": path}
    result = of(module, ansible_facts=facts)
    assert "failed" not in result
    assert result.get("ansible_facts", {}).get("discovered_interpreter_python") == (path if kept else None)


@pytest.mark.parametrize(
    "module, items",
    [
        pytest.param("aoai_probe", "results: it has 2 items, and 1 were asked for", id="results"),
        pytest.param("private_endpoint_info", "accounts: it has 2 items, and 1 were asked for", id="accounts"),
        pytest.param("privatelink_dns_facts", "names: it has 2 items, and 1 were asked for", id="names"),
    ],
)
def test_no_more_than_was_asked_for(module, items):
    def doubled(value):
        return value * 2 if isinstance(value, list) else {key: doubled(inner) for key, inner in value.items()}

    result = handed_on(doubled(GOOD[module]), module, ASKED)
    assert result["failed"] and items in result["msg"]


@given(
    result=anything | st.dictionaries(st.sampled_from([*OF_ANSIBLE, "ansible_facts", "results", "machine"]), anything)
)
@settings(max_examples=50)
def test_any_result_is_handed_on_or_fails(result):
    for module, shape in SCHEMAS.items():
        kept = handed_on(result, module, ASKED)
        assert set(kept) <= {*OF_ANSIBLE, *shape, "ansible_facts"}
        assert set(kept.get("ansible_facts") or ()) <= {
            *(shape.get("ansible_facts") or ()),
            "discovered_interpreter_python",
        }


KEY = "Ab3dEf6hIj9kLmNoPqRsTuVwXyZ01234"
CUT = {
    "an-undocumented-key": ("aoai_probe", {"x" * 50 + KEY: 1}),
    "an-undocumented-key-inside": ("aoai_probe", {"results": [{"x" * 50 + KEY: 1}], "control_endpoints": []}),
    "a-message": ("aoai_probe", {"failed": True, "msg": f"{'x' * 3999}\n" * 3 + "x" * 3974 + KEY}),
    "a-difference": ("jumphost_files", {"changed": True, "diff": {"before": "x\n" * 7990 + KEY, "after": ""}}),
    "an-output": ("aoai_probe", {"failed": True, "msg": output_of("x" * 3979 + "\n" + KEY)}),
}


@pytest.mark.parametrize("module, result", [pytest.param(*row, id=name) for name, row in CUT.items()])
def test_no_part_of_a_secret_is_left_where_a_text_is_cut(module, result):
    assert KEY[:8] not in str(KnownSecrets([KEY]).hidden(handed_on(result, module, ASKED)))


@pytest.mark.parametrize(
    "stdout, output",
    [
        pytest.param('{"x": 5}\njunk', '{"x": 5}', id="junk after"),
        pytest.param("sh: python: not found\n", "sh: python: not found\n", id="no JSON"),
        pytest.param("x" * 9999, "x" * 3997 + "...", id="much that is no JSON"),
        pytest.param(None, "", id="nothing"),
        pytest.param("{" + "x" * 2**27 + "}", "", id="more than any result"),
    ],
)
def test_output(stdout, output):
    assert output_of(stdout) == output


def test_internal_keys():
    internal = {"_ansible_no_log": True, "add_host": 5, "add_group": 5, "_ansible_item_label": "x"}
    assert without_internal_keys({"_ansible_parsed": True, "msg": "x", **internal}) == {
        "_ansible_parsed": True,
        "msg": "x",
    }
    assert without_internal_keys([5]) == [5]
