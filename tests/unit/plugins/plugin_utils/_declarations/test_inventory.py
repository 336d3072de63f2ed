# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Variables of hosts, on the objects of ansible-core itself: where they come from, and that no fact is among them."""

from __future__ import annotations

import datetime

import pytest
from ansible.inventory.manager import InventoryManager
from ansible.parsing.dataloader import DataLoader
from ansible.playbook.play import Play
from ansible.vars.hostvars import HostVars
from ansible.vars.manager import VariableManager

from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._declarations import (
    inventory as inventory_of_ansible,
)
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._declarations.inventory import (
    Inventory,
    NotResolved,
    dependent_role,
    parameters_of_role,
)

HOSTS = """
all:
  vars:
    privatelink_accounts: "{{ accounts_by_place[place] }}"
    accounts_by_place: {west: [{name: example, api_version: 2023-05-15, keyless: true, weight: 1.5, networks: !!set {a}}]}
    group_value: from the group
    privatelink_credentials: {example: {api_key: "{{ vault_key }}"}}
    timeout: "{{ undefined_variable | default(7) }}"
    of_a_fact: "{{ ansible_facts.distribution }}"
    of_another_host: "{{ hostvars['b'].place }}"
    of_a_fact_or: "{{ ansible_facts.place | default('west') }}"
    of_facts_or: "{{ (ansible_facts | default({})).get('place', 'west') }}"
    of_a_fact_if: "{{ 'west' if 'place' in ansible_facts else 'east' }}"
    of_a_fact_by_name: "{{ lookup('vars', 'ansible_facts').place | default('west') }}"
    of_another_host_or: "{{ hostvars['b'].place | default('west') }}"
    of_hosts_or: "{{ groups['all'] | map('extract', hostvars, 'place') | first | default('west') }}"
    behind_a_helper: "{{ of_a_fact_or }}"
    of_nothing: "{{ nowhere }}"
    broken: "{{ 'CANARY' | from_json }}"
    syntax: "CANARY {{ vault_key"
    quoted: "{{ 'CANARY' | to_datetime }}"
    listed:
      - {name: example, kind: "{{ nokind }}", networks: [10.0.0.0/8, "{{ nonet }}"]}
      - {name: "{{ noname }}"}
    alone: {name: example, kind: "{{ nokind }}"}
    secrets: {one: {api_key: "{{ nokey }}", token: "{{ 'CANARY' | from_json }}"}, two: "{{ behind }}"}
    behind: {api_key: "{{ nokey }}"}
    all_secrets: "{{ secrets }}"
    list_of_secrets: [{name: CANARY, api_key: "{{ nokey }}"}]
    loop: ["{{ loop }}", "{{ loop }}"]
    plain: [text, 5, null, 2023-05-15, {a: 2023-05-15 10:00:00}]
  hosts:
    a: {place: west}
    b: {place: east}
    localhost: {}
    here: {ansible_connection: ansible.builtin.local}
    loop: {ansible_host: 127.0.0.1}
    tunnel: {ansible_host: localhost, ansible_connection: ansible.missing.tunnel}
    bastion: {ansible_host: 127.0.0.1, ansible_port: 2222}
    far: {ansible_host: jump.example, ansible_connection: "{{ nowhere }}"}
"""


@pytest.fixture(name="run")
def run_fixture(tmp_path):
    """Return a function that gives the Inventory, and the variable manager of a play with one task."""
    path = tmp_path / "hosts.yml"
    path.write_text(HOSTS)
    loader = DataLoader()
    hosts = InventoryManager(loader=loader, sources=[str(path)])
    manager = VariableManager(loader=loader, inventory=hosts)
    tasks = [{"block": [{"name": "t", "action": {"module": "ansible.builtin.debug"}}]}]
    play = Play.load(
        {"name": "p", "hosts": "all", "gather_facts": False, "vars": {"play_value": "from the play"}, "tasks": tasks},
        variable_manager=manager,
        loader=loader,
    )
    task = play.tasks[0].block[0]
    return Inventory(task, {"hostvars": HostVars(hosts, manager, loader)}, loader), manager


def test_what_the_inventory_declares_is_plain_python(run):
    variables = run[0].of("a")
    value = variables.value("plain")
    assert value == ["text", 5, None, datetime.date(2023, 5, 15), {"a": datetime.datetime(2023, 5, 15, 10)}]
    assert [type(each) for each in value] == [str, int, type(None), datetime.date, dict]
    assert value[4]["a"].__class__ is datetime.datetime
    account = variables.value("privatelink_accounts")[0]
    assert {key: type(each) for key, each in account.items()}.items() >= {
        "name": str,
        "keyless": bool,
        "weight": float,
        "networks": list,
    }.items()
    assert "_Ansible" not in repr(value) + repr(account)
    assert variables.value("timeout") in (7, "7")


class TextTemplar:
    """What ansible-core 2.18 makes of a template: a text, and with the native environment the value itself."""

    def __init__(self, made):
        self.made = made

    def template(self, _template, fail_on_undefined):
        assert fail_on_undefined
        return self.made

    def copy_with_new_env(self, environment_class):
        assert environment_class == "native"
        return TextTemplar("the value itself")


@pytest.mark.parametrize(
    "made, value",
    [
        pytest.param("[datetime.date(2023, 5, 15)]", "the value itself", id="a list with a date"),
        pytest.param("{'a': datetime.date(2023, 5, 15)}", "the value itself", id="a mapping with a date"),
        pytest.param("[2023]", "[2023]", id="a list without a date"),
        pytest.param("made by datetime.date [", "made by datetime.date [", id="words about dates"),
    ],
)
def test_a_text_is_read_again_where_it_stands_for_a_value_with_a_date(made, value, monkeypatch):
    monkeypatch.setattr(inventory_of_ansible, "_native_environment", lambda: "native")
    variables = inventory_of_ansible.HostVariables({"version": "{{ versions }}"}, TextTemplar(made))
    assert variables.value("version") == value


def test_plays_groups_set_fact_and_extra_variables_count(run):
    inventory, manager = run
    manager.set_nonpersistent_facts("a", {"set_value": "by set_fact"})
    manager.extra_vars["group_value"] = "from -e"
    variables = inventory.of("a")
    assert "play_value" in variables and "nowhere" not in variables
    assert [variables.value(name) for name in ("play_value", "group_value", "set_value", "inventory_hostname")] == [
        "from the play",
        "from -e",
        "by set_fact",
        "a",
    ]
    assert {"privatelink_accounts", "place"} <= set(variables.names())


def test_a_limit_leaves_a_part_of_the_inventory(run):
    inventory, _manager = run
    every = ["a", "b", "localhost", "here", "loop", "tunnel", "bastion", "far"]
    assert inventory.is_whole(every) and not inventory.is_whole(every[1:])
    inventory._hosts.subset("a")
    assert not inventory.is_whole(["a"])


def test_no_fact_of_a_host_is_among_them(run):
    inventory, manager = run
    manager.set_host_facts(
        "a", {"vault_key": "forged", "place": "east", "nowhere": "somewhere", "distribution": "forged"}
    )
    variables = inventory.of("a")
    assert "nowhere" not in variables
    assert variables.value("privatelink_accounts")[0]["name"] == "example"
    for name in ("privatelink_credentials", "of_nothing", "of_a_fact"):
        with pytest.raises(NotResolved):
            variables.value(name)
    assert inventory.facts_of("a") >= {"vault_key", "place"}
    assert inventory.facts_of("b") == set()


@pytest.mark.parametrize(
    "name, words",
    [
        pytest.param("of_nothing", ["its template cannot be evaluated", "'nowhere' is undefined"], id="undefined"),
        pytest.param("of_a_fact", ["a declaration can use neither facts nor hostvars"], id="a fact"),
        pytest.param("of_another_host", ["a declaration can use neither facts nor hostvars"], id="hostvars"),
        pytest.param("broken", ["cannot be evaluated"], id="a filter fails"),
        pytest.param("syntax", ["cannot be evaluated"], id="a broken template"),
        pytest.param("quoted", ["cannot be evaluated"], id="a filter that quotes its value"),
    ],
)
@pytest.mark.parametrize("secret", [False, True])
def test_what_cannot_be_evaluated(run, name, words, secret):
    with pytest.raises(NotResolved) as refused:
        run[0].of("a").value(name, secret)
    text = str(refused.value)
    assert all(word in text for word in words) and "\n" not in text
    assert not secret or "CANARY" not in text
    assert not any(word in text for word in ("_Ansible", "Traceback", "object at 0x"))


def test_only_the_reason_of_what_is_not_a_secret_quotes_the_value(run):
    reasons = {}
    for secret in (False, True):
        with pytest.raises(NotResolved) as refused:
            run[0].of("a").value("quoted", secret)
        reasons[secret] = str(refused.value)
    assert "CANARY" in reasons[False] and "CANARY" not in reasons[True]


@pytest.mark.parametrize(
    "name",
    [
        "of_a_fact_or",
        "of_facts_or",
        "of_a_fact_if",
        "of_a_fact_by_name",
        "of_another_host_or",
        "of_hosts_or",
        "behind_a_helper",
    ],
)
@pytest.mark.parametrize("secret", [False, True])
def test_no_default_hides_that_a_template_uses_facts(run, name, secret):
    with pytest.raises(NotResolved) as refused:
        run[0].of("a").value(name, secret)
    used = "hostvars" if "host" in name else "ansible_facts"
    assert f"its template cannot be evaluated: it uses {used}; a declaration can use neither" in str(refused.value)


@pytest.mark.parametrize(
    "name, places",
    [
        pytest.param(
            "listed",
            [("example", "kind"), ("example", "networks", "number 2"), ("number 2", "name")],
            id="by the name of an item, or its number",
        ),
        pytest.param("alone", [("example", "kind")], id="one item without a list"),
        pytest.param("secrets", [("one", "api_key"), ("one", "token"), ("two", "api_key")], id="a mapping"),
        pytest.param("all_secrets", [("one", "api_key"), ("one", "token"), ("two", "api_key")], id="behind a template"),
        pytest.param("list_of_secrets", [("number 1", "api_key")], id="a secret may stand in any text"),
    ],
)
def test_each_template_that_cannot_be_evaluated_has_its_place(run, name, places):
    with pytest.raises(NotResolved) as refused:
        run[0].of("a").value(name, secret="secrets" in name)
    assert [place for place, _why in refused.value.failures] == places
    assert "secrets" not in name or "CANARY" not in str(refused.value.failures)


def test_a_template_that_stands_for_itself_ends(run):
    with pytest.raises(NotResolved):
        run[0].of("a").value("loop")


def test_a_missing_key_of_a_mapping_and_the_missing_secret_are_named(run):
    with pytest.raises(NotResolved, match="'vault_key' is undefined"):
        run[0].of("a").value("privatelink_credentials", secret=True)
    with pytest.raises(NotResolved, match="has no attribute 'east'"):
        run[0].of("b").value("privatelink_accounts")


@pytest.mark.parametrize(
    "host, is_control_node",
    [
        ("localhost", True),
        ("here", True),
        ("loop", True),
        ("tunnel", False),
        ("bastion", False),
        ("far", False),
        ("a", False),
    ],
)
def test_which_host_is_the_control_node(run, host, is_control_node):
    assert run[0].of(host).is_control_node(host) is is_control_node


@pytest.mark.parametrize("host, missing", [("tunnel", "ansible.missing.tunnel"), ("here", ""), ("loop", ""), ("a", "")])
def test_which_connection_is_not_installed(run, host, missing):
    assert run[0].of(host).missing_connection() == missing


def test_the_control_node_has_variables_though_no_inventory_names_it(run):
    assert "play_value" in run[0].of("localhost")


@pytest.fixture(name="tasks_of")
def tasks_of_fixture(tmp_path):
    """Return a function that gives the tasks of a role: it depends on another, which depends on a third."""
    dependencies = {"outer": "[{role: middle, of_middle: 1}]", "middle": "[{role: inner, of_inner: 2}]", "inner": "[]"}
    for name, others in dependencies.items():
        for part, text in (
            ("meta", f"dependencies: {others}"),
            ("tasks", "[{name: t, action: ansible.builtin.meta noop}]"),
        ):
            (tmp_path / "roles" / name / part).mkdir(parents=True)
            (tmp_path / "roles" / name / part / "main.yml").write_text(text)

    def tasks_of(role, **parameters):
        loader = DataLoader()
        loader.set_basedir(str(tmp_path))
        hosts = InventoryManager(loader=loader, sources=["localhost,"])
        play = Play.load(
            {"name": "p", "hosts": "all", "roles": [{"role": role, **parameters}]},
            variable_manager=VariableManager(loader=loader, inventory=hosts),
            loader=loader,
        )
        return {str(task._role): task for block in play.compile() for task in block.block if task.name == "t"}

    return tasks_of


@pytest.mark.parametrize(
    "role, of_task, dependent, parameters",
    [
        pytest.param("inner", "inner", "", [], id="the role of a play"),
        pytest.param("middle", "inner", "middle", ["of_play"], id="the role that the one of a play depends on"),
        pytest.param("outer", "inner", "middle", ["of_middle"], id="the nearest of two, with what that one was given"),
        pytest.param("outer", "middle", "outer", ["of_play"], id="the one between"),
        pytest.param("outer", "outer", "", [], id="the one that nothing depends on"),
    ],
)
def test_which_role_depends_on_the_role_of_a_task(tasks_of, role, of_task, dependent, parameters):
    task = tasks_of(role, of_play=0)[of_task]
    assert (dependent_role(task), parameters_of_role(task)) == (dependent, parameters)
