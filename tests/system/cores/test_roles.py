# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The roles in a playbook of one's own: what they accept, and what a host's facts cannot change."""

from __future__ import annotations

import json
import re
import sys

import pytest

from ansible_collections.privatelink.azure_ai.tests.support.canned_hosts import accounts, calls, host, write_inventory
from ansible_collections.privatelink.azure_ai.tests.system.cores.conftest import NEWEST, OLDEST, run
from ansible_collections.privatelink.azure_ai.tests.unit.support.jumphosts import ADDRESS, NAME, facts

# Templates changed with 2.19, and nothing else does that roles depend on.
of_both_templates = pytest.mark.parametrize("core", [OLDEST, NEWEST])
OWN, OTHER = accounts(2)
KEYS = {"account-0": {"api_key": "key-of-a1"}, "account-1": {"api_key": "key-of-a2"}}
# Everything that Ansible sends is kept, and `setup` returns what the test wrote.
SPY = """printf '%s' "$program" >> '{directory}/arguments'
case $program in *ansible.modules.setup*|*ansible/modules/setup*) exec cat '{directory}/setup.json';; esac
module=$("""


def played(core, directory, observed, *roles, facts=None, **variables):
    """Run roles on the host a1 after its facts were gathered; return the run and all that was sent to the host."""
    host_1 = host("a1", [observed])
    host_1.variables = {"privatelink_accounts": [OWN], **variables}
    inventory = write_inventory(directory, [OTHER], [host_1, host("a2", [OTHER])], privatelink_credentials=KEYS)
    (directory / "a1/setup.json").write_text(json.dumps({"changed": False, "ansible_facts": facts or {}}))
    interpreter = directory / "a1/python"
    interpreter.write_text(interpreter.read_text().replace("module=$(", SPY.format(directory=directory / "a1"), 1))
    tasks = [{"ansible.builtin.include_role": {"name": f"privatelink.azure_ai.{role}"}} for role in roles]
    playbook = directory / "playbook.json"
    playbook.write_text(
        json.dumps(
            [
                {"hosts": "a1", "gather_facts": False, "tasks": [{"ansible.builtin.setup": {}}]},
                {"hosts": "a1", "gather_facts": False, "tasks": tasks},
            ]
        )
    )
    done = run(core, playbook, inventory, "-v", ANSIBLE_PIPELINING="true")
    return done, (directory / "a1/arguments").read_text()


@of_both_templates
@pytest.mark.parametrize(
    ("role", "fact", "value"),
    [
        pytest.param("endpoint", "endpoint_accounts", [OTHER], id="the account of another host"),
        pytest.param("endpoint", "privatelink_accounts", [OTHER], id="the same, as the shared variable"),
        pytest.param("endpoint", "inventory_hostname", "a2", id="the name of another host"),
        pytest.param("endpoint", "endpoint_trusted_issuers", ["Evil"], id="an issuer to trust"),
        pytest.param("endpoint", "privatelink_trusted_issuers", [], id="no issuer to distrust"),
        pytest.param("endpoint", "endpoint_tls_inspection", "allowed", id="inspection that is allowed"),
        pytest.param("private_dns_zone", "private_dns_zone_accounts", [OTHER], id="names to look up"),
        pytest.param("jumphost", "jumphost_accounts", [OTHER], id="names to configure"),
    ],
)
def test_a_host_whose_facts_declare_something_is_refused(tmp_path, core, role, fact, value):
    done, sent = played(core, tmp_path, OTHER, role, facts={fact: value})
    assert (
        done.code == 2 and f"The facts of the host contain {fact}, which only the operator may declare" in done.output
    )
    assert "key-of-" not in sent and calls(tmp_path) == {}, done.output


@of_both_templates
@pytest.mark.parametrize(
    "given",
    [
        pytest.param(["account-0"], id="names"),
        pytest.param({"account-0": {}}, id="a mapping"),
        pytest.param('[{"name": "account-0"}]', id="JSON"),
        pytest.param({"name": "account-0", "networks": "10.0.14.0/24", "kind": "openai"}, id="a text for a list"),
    ],
)
def test_every_form_that_the_declarations_have_is_accepted(tmp_path, core, given):
    shared = {"privatelink_accounts": given, "privatelink_vantage": "Jumphost"}
    done, sent = played(core, tmp_path, {"name": "account-0"}, "private_dns_zone", "endpoint", "account", **shared)
    assert done.code == 0 and "key-of-a1" in sent and "key-of-a2" not in sent, done.output


@of_both_templates
def test_a_mistake_in_the_accounts_is_named(tmp_path, core):
    given = [{"name": "account-0", "knd": "OpenAI"}, {"name": "account-1", "networks": "10.0.14"}]
    done, _sent = played(core, tmp_path, OWN, "endpoint", privatelink_accounts=given)
    assert done.code == 2 and calls(tmp_path) == {}
    assert "did you mean kind?" in done.output and "is not a valid network" in done.output, done.output


@of_both_templates
def test_the_answers_of_a_survey_are_read_by_the_role_jumphost(tmp_path, core):
    answers = {
        "jumphost_nameservers": "10.0.0.4\n10.0.0.5",
        "jumphost_must_resolve": "a.example.com",
        "jumphost_proxy_bypass": "localhost\n.b.example.com\n",
        "jumphost_tools": "false",
        "jumphost_resolver_manager": "static",
        "jumphost_ca_certificates": "",
        "jumphost_search": "",
    }
    declared = [{"name": "example", "private_addresses": {NAME: [ADDRESS]}}]
    host_1 = host("a1", declared, **answers)
    host_1.results["jumphost_facts"] = {"ansible_facts": {"privatelink_jumphost": facts()}}
    inventory = write_inventory(tmp_path, declared, [host_1])
    read = "{{ [__jumphost_options, __jumphost_resolver_options, __jumphost_must_resolve] | to_json }}"
    role = {"name": "privatelink.azure_ai.jumphost", "public": True}
    tasks = [
        {"ansible.builtin.include_role": role},
        {
            "ansible.builtin.copy": {"content": read, "dest": str(tmp_path / "read.json")},
            "delegate_to": "localhost",
            "vars": {"ansible_connection": "local", "ansible_python_interpreter": sys.executable},
        },
    ]
    playbook = tmp_path / "playbook.json"
    playbook.write_text(
        json.dumps([{"hosts": "a1", "gather_facts": False, "tasks": [{**each, "tags": ["always"]} for each in tasks]}])
    )
    done = run(core, playbook, inventory, "--tags", "preflight")
    assert done.code == 0, done.output
    options, resolver, must_resolve = json.loads((tmp_path / "read.json").read_text())
    assert (options["tools"], options["identity"], resolver["manager"]) == (False, False, "static")
    assert (options["proxy_bypass"], options["certificates"]) == (["localhost", ".b.example.com"], [])
    assert (resolver["nameservers"], resolver["search"]) == (["10.0.0.4", "10.0.0.5"], [])
    assert must_resolve == ["a.example.com", "deb.example.com"]


@of_both_templates
@pytest.mark.parametrize(("vantage", "configured"), [("Jumphost", True), ("OUTSIDE", False), ("jumphosts", None)])
def test_the_vantage_decides_in_any_case_of_letters_what_is_configured(tmp_path, core, vantage, configured):
    host_1 = host("a1", [OWN], privatelink_vantage=vantage)
    inventory = write_inventory(tmp_path, [OWN], [host_1])
    done = run(core, "privatelink.azure_ai.configure_jumphost", inventory, "--tags", "preflight")
    assert calls(tmp_path) == ({"a1": ["jumphost_facts"] * 2} if configured else {}), done.output
    assert ("'jumphosts' is not a valid choice" in done.output) is (configured is None), done.output


@of_both_templates
@pytest.mark.parametrize(
    ("shared", "sent_as"),
    [
        pytest.param({"privatelink_trusted_issuers": ["Contoso IT"]}, ["Contoso IT"], id="the shared variable"),
        pytest.param({"privatelink_trusted_issuers": "Contoso IT"}, ["Contoso IT"], id="a text for a list"),
        pytest.param({"endpoint_trusted_issuers": ["Contoso IT"]}, ["Contoso IT"], id="the role's own"),
        pytest.param({}, [], id="any issuer"),
    ],
)
def test_issuers_that_may_see_a_credential_reach_the_module(tmp_path, core, shared, sent_as):
    done, sent = played(core, tmp_path, {"name": "account-0"}, "private_dns_zone", "endpoint", **shared)
    assert done.code == 0 and "key-of-a1" in sent, done.output
    found = [json.loads(each) for each in re.findall(r'"trusted_issuers": (\[[^]]*\])', sent.replace("\\", ""))]
    assert found and all(each == sent_as for each in found), sent[-3000:]
