# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The roles in a playbook of one's own: what they accept, and what a host's facts cannot change."""

from __future__ import annotations

import json
import re
import sys
from dataclasses import dataclass, field
from typing import Any

from ansible_collections.privatelink.azure_ai.tests.support.canned_hosts import accounts, calls, host, write_inventory
from ansible_collections.privatelink.azure_ai.tests.system.cores.conftest import (
    NEWEST,
    OLDEST,
    every_core,
    oldest_and_newest,
    run,
)
from ansible_collections.privatelink.azure_ai.tests.unit.support.jumphosts import ADDRESS, NAME, facts

OWN, OTHER = accounts(2)
EXAMPLE = [{"name": "example", "private_addresses": {NAME: [ADDRESS]}}]  # of the facts of a jumphost
KEYS = {"account-0": {"api_key": "key-of-a1"}, "account-1": {"api_key": "key-of-a2"}}
# Everything that Ansible sends is kept, and `setup` returns what the test wrote.
SPY = """printf '%s' "$program" >> '{directory}/arguments'
case $program in *ansible.modules.setup*|*ansible/modules/setup*) exec cat '{directory}/setup.json';; esac
module=$("""


@dataclass
class Row:
    """One host of a run: the roles in their order, the account that it answers for, its facts and its variables."""

    roles: tuple[str, ...]
    observed: dict[str, Any]
    facts: dict[str, Any] = field(default_factory=dict)
    variables: dict[str, Any] = field(default_factory=dict)


@dataclass
class Played:
    """What a run gave: its code, and what was printed of each host and sent to it."""

    code: int
    output: str
    sent: dict[str, str]

    def error(self, name):
        """Return what Ansible printed of the task that failed on a host."""
        return self.output.partition("PLAY RECAP")[0].partition(f"fatal: [{name}]: ")[2].partition("fatal: [")[0]


def played(core, directory, rows):
    """Run the roles of each row on a host of that name, after its facts were gathered; another host has another account."""
    hosts = [host("a2", [OTHER])]
    for name, row in rows.items():
        own = {"privatelink_accounts": [OWN], "row_roles": row.roles}
        hosts.append(host(name, [row.observed], **{**own, **row.variables}))
    inventory = write_inventory(directory, [OTHER], hosts, privatelink_credentials=KEYS, ansible_pipelining=True)
    for name, row in rows.items():
        (directory / name / "setup.json").write_text(json.dumps({"changed": False, "ansible_facts": row.facts}))
        interpreter = directory / name / "python"
        spying = interpreter.read_text().replace("module=$(", SPY.format(directory=directory / name), 1)
        interpreter.write_text(spying)
    tasks = [
        {
            "ansible.builtin.include_role": {"name": f"privatelink.azure_ai.{role}"},
            "when": f"row_roles | length > {number} and row_roles[{number}] == '{role}'",
        }
        for number in range(max(len(row.roles) for row in rows.values()))
        for role in sorted({row.roles[number] for row in rows.values() if len(row.roles) > number})
    ]
    playbook = directory / "playbook.json"
    gathering, plays = [{"ansible.builtin.setup": {}}], {"hosts": "all:!a2", "gather_facts": False}
    playbook.write_text(json.dumps([{**plays, "tasks": gathering}, {**plays, "tasks": tasks}]))
    done = run(core, playbook, inventory, "-v")
    return Played(done.code, done.output, {name: (directory / name / "arguments").read_text() for name in rows})


FORGED = {
    # The account of another host; the same, as the shared variable.
    "own-account": ("endpoint", "endpoint_accounts", [OTHER]),
    "shared-account": ("endpoint", "privatelink_accounts", [OTHER]),
    "another-name": ("endpoint", "inventory_hostname", "a2"),
    "an-issuer": ("endpoint", "endpoint_trusted_issuers", ["Evil"]),
    "no-issuer": ("endpoint", "privatelink_trusted_issuers", []),
    "inspection": ("endpoint", "endpoint_tls_inspection", "allowed"),
    "names-to-look-up": ("private_dns_zone", "private_dns_zone_accounts", [OTHER]),
    "names-to-configure": ("jumphost", "jumphost_accounts", [OTHER]),
}


MISTAKEN = [{"name": "account-0", "knd": "OpenAI"}, {"name": "account-1", "networks": "10.0.14"}]


@oldest_and_newest
def test_facts_that_declare_something_and_mistakes_in_the_accounts_are_refused(tmp_path, core):
    rows = {name: Row((role,), OTHER, facts={fact: value}) for name, (role, fact, value) in FORGED.items()}
    rows["mistaken"] = Row(("endpoint",), OWN, variables={"privatelink_accounts": MISTAKEN})
    done = played(core, tmp_path, rows)
    assert done.code == 2 and calls(tmp_path) == {}, done.output
    mistaken = done.error("mistaken")
    assert "did you mean kind?" in mistaken and "is not a valid network" in mistaken, done.output
    for name, (_role, fact, _value) in FORGED.items():
        refused = f"The facts of the host contain {fact}, which only the operator may declare: rename such a fact"
        assert refused in done.error(name), done.output
        assert "key-of-" not in done.sent[name], name


# A form of the declaration, how issuers are given beside it, and of which the module hears.
ACCEPTED = {
    "names": (["account-0"], {"privatelink_trusted_issuers": ["Contoso IT"]}, ["Contoso IT"]),
    "a-mapping": ({"account-0": {}}, {"privatelink_trusted_issuers": "Contoso IT"}, ["Contoso IT"]),
    "json": ('[{"name": "account-0"}]', {"endpoint_trusted_issuers": ["Contoso IT"]}, ["Contoso IT"]),
    "a-text-for-a-list": ({"name": "account-0", "networks": "10.0.14.0/24", "kind": "openai"}, {}, []),
}
# Every task of a role costs each host a process: both have the one that a core could read itself.
ACCEPTED_ON = {OLDEST: ("names", "json"), NEWEST: ("a-mapping", "json", "a-text-for-a-list")}


@oldest_and_newest
def test_every_form_that_the_declarations_have_is_accepted_and_reaches_the_module(tmp_path, core):
    accepted = {name: ACCEPTED[name] for name in ACCEPTED_ON[core]}
    rows = {
        name: Row(
            ("private_dns_zone", "endpoint", "account"),
            {"name": "account-0"},
            variables={"privatelink_accounts": given, "privatelink_vantage": "Jumphost", **shared},
        )
        for name, (given, shared, _issuers) in accepted.items()
    }
    done = played(core, tmp_path, rows)
    assert done.code == 0, done.output
    for name, (_given, _shared, issuers) in accepted.items():
        sent = done.sent[name]
        assert "key-of-a1" in sent and "key-of-a2" not in sent, (name, done.output)
        # Issuers that may see a credential.
        found = re.findall(r'"trusted_issuers": (\[[^]]*\])', sent.replace("\\", ""))
        assert found and all(json.loads(each) == issuers for each in found), (name, sent[-3000:])


@oldest_and_newest
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
    host_1 = host("a1", EXAMPLE, **answers)
    host_1.results["jumphost_facts"] = {"ansible_facts": {"privatelink_jumphost": facts()}}
    inventory = write_inventory(tmp_path, EXAMPLE, [host_1])
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
    assert calls(tmp_path) == {"a1": ["jumphost_facts"]}  # whatever else there would be to do
    options, resolver, must_resolve = json.loads((tmp_path / "read.json").read_text())
    assert (options["tools"], options["identity"], resolver["manager"]) == (False, False, "static")
    assert (options["proxy_bypass"], options["certificates"]) == (["localhost", ".b.example.com"], [])
    assert (resolver["nameservers"], resolver["search"]) == (["10.0.0.4", "10.0.0.5"], [])
    assert must_resolve == ["a.example.com", "deb.example.com"]


@oldest_and_newest
def test_what_is_configured_depends_on_the_vantage_and_on_the_operating_system(tmp_path, core):
    vantages = {"inside-1": "Jumphost", "outside-1": "OUTSIDE", "misspelt-1": "jumphosts"}
    hosts = [host(name, [OWN], privatelink_vantage=vantage) for name, vantage in vantages.items()]
    unknown = host("unknown-1", EXAMPLE, privatelink_accounts=EXAMPLE, jumphost_python_source="packages")
    found = facts()
    found["os"].update(id="plan9", id_like=[], pretty_name="Plan 9", family=None)
    unknown.results["jumphost_facts"] = {"ansible_facts": {"privatelink_jumphost": found}}
    inventory = write_inventory(tmp_path, [OWN], [*hosts, unknown])
    done = run(core, "privatelink.azure_ai.configure_jumphost", inventory)
    assert calls(tmp_path) == {"inside-1": ["jumphost_facts"] * 2, "unknown-1": ["jumphost_facts"]}, done.output
    assert "fatal: [outside-1]" not in done.output
    assert re.search(r"fatal: \[unknown-1\]: .*plan9", done.output), done.output
    assert re.search(
        r"fatal: \[misspelt-1\]: .*\"msg\": \"privatelink_vantage: 'jumphosts' is not a valid", done.output
    )
    assert "No host is configured" not in done.output


NO_JUMPHOST = (
    "No host is configured, because none of the selected hosts has the vantage jumphost (privatelink_vantage)."
)


@oldest_and_newest
def test_a_run_without_a_jumphost_says_once_that_it_configured_none(tmp_path, core):
    hosts = [host(f"{vantage}-1", [OWN], privatelink_vantage=vantage) for vantage in ("Outside", "onprem")]
    done = run(core, "privatelink.azure_ai.configure_jumphost", write_inventory(tmp_path, [OWN], hosts))
    assert done.code == 0 and calls(tmp_path) == {}, done.output
    assert done.output.count(NO_JUMPHOST) == 1, done.output


@oldest_and_newest
def test_a_host_without_a_vantage_is_a_jumphost(tmp_path, core):
    hosts = [host("outside-1", [OWN], privatelink_vantage="outside"), host("inside-1", [OWN])]
    inventory = write_inventory(tmp_path, [OWN], hosts)
    written = json.loads(inventory.read_text())
    del written["all"]["hosts"]["inside-1"]["privatelink_vantage"]
    inventory.write_text(json.dumps(written))
    done = run(core, "privatelink.azure_ai.configure_jumphost", inventory)
    assert list(calls(tmp_path)) == ["inside-1"] and NO_JUMPHOST not in done.output, done.output


WRONG = {
    "account": ({"account_timeout": "soon"}, "account_timeout: 'soon' is not a number"),
    "controller": (
        {"controller_organization": "Platform", "controller_validate_certs": "perhaps"},
        "controller_validate_certs: 'perhaps' is not a boolean",
    ),
    "endpoint": ({"endpoint_accounts": [{"kind": "OpenAI"}]}, "endpoint_accounts, number 1, name: it is required"),
    "jumphost": ({"jumphost_state": "gone"}, "jumphost_state: 'gone' is not a valid choice"),
    "private_dns_zone": (
        {"private_dns_zone_accounts": [{"name": "example", "kind": "openai"}]},
        "private_dns_zone_accounts, example, kind: 'openai' is not a valid choice",
    ),
    "report": ({"report_formats": ["json"]}, "report_verdict: it is required"),
}


# Two of them through a role of one's own, by its name: what is written of it, and where.
THROUGH = {
    "account": ("depending", "meta", {"dependencies": [{"role": "privatelink.azure_ai.account"}]}),
    "endpoint": ("importing", "tasks", [{"ansible.builtin.import_role": {"name": "privatelink.azure_ai.endpoint"}}]),
}


@every_core
def test_a_wrong_option_is_named_without_the_argument_spec(core, tmp_path):
    names = {role: f"privatelink.azure_ai.{role}" for role in WRONG}
    for role, (name, part, content) in THROUGH.items():
        names[role] = name
        (tmp_path / "roles" / name / part).mkdir(parents=True)
        (tmp_path / "roles" / name / part / "main.yml").write_text(json.dumps(content))
    tasks = [
        {
            "ansible.builtin.include_role": {"name": names[role]},
            "vars": variables,
            "when": f"inventory_hostname == '{role}'",
        }
        for role, (variables, _message) in WRONG.items()
    ]
    plays = [{"hosts": "all", "gather_facts": False, "tasks": tasks}]
    (tmp_path / "plays.json").write_text(json.dumps(plays))
    hosts = {"vars": {"ansible_connection": "local"}, "hosts": dict.fromkeys(WRONG, {})}
    (tmp_path / "hosts.yml").write_text(json.dumps({"all": hosts}))
    done = run(core, tmp_path / "plays.json", tmp_path / "hosts.yml")
    for _variables, message in WRONG.values():
        assert message in done.output
    assert "argument_spec" not in done.output
    assert done.output.count("failed=1") == len(WRONG)


@oldest_and_newest
def test_a_document_that_is_none_is_called_as_the_role_report_calls_it(core, tmp_path):
    tasks = [
        {
            "ansible.builtin.include_role": {"name": "privatelink.azure_ai.report"},
            "vars": {"report_verdict": {"schema": "another"}, "report_directory": str(tmp_path / "reports")},
        }
    ]
    (tmp_path / "plays.json").write_text(json.dumps([{"hosts": "all", "gather_facts": False, "tasks": tasks}]))
    (tmp_path / "hosts.yml").write_text('{"all": {"hosts": {"a": {"ansible_connection": "local"}}}}')
    done = run(core, tmp_path / "plays.json", tmp_path / "hosts.yml")
    assert done.code == 2 and re.search(r"[\" ]report_verdict: it is not a verdict document", done.output), done.output
    assert not (tmp_path / "reports").exists()
