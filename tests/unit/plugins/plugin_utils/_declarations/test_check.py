# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Everything that is declared, checked together: what hosts must agree on, tags, directories, and any value at all."""

from __future__ import annotations

import datetime
import itertools
import json
import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._declarations.accounts import _OPTIONS
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._declarations.check import check
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._declarations.inputs import INPUTS
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._declarations.inventory import NotResolved
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._declarations.known_secrets import of_declaration
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._declarations.problems import Problems
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._run.conclusion import stats
from ansible_collections.privatelink.azure_ai.tests.unit.support.declared import Hosts, checked, mistakes
from ansible_collections.privatelink.azure_ai.tests.unit.support.growth import growth
from ansible_collections.privatelink.azure_ai.tests.unit.support.ownership import OTHER, give_away

CANARY = "CANARY"
KEY = {"api_key": CANARY}
IDENTITY = {"endpoint_client_id": "11111111-2222-3333-4444-555555555555"}


def account(name="example", **options):
    return {"privatelink_accounts": [{"name": name, **options}]}


@pytest.mark.parametrize(
    "hosts, line",
    [
        pytest.param(
            [account(kind="AIServices"), account(), account()],
            "privatelink_accounts, account example, kind: OpenAI differs from AIServices of a: expected the same on all "
            "hosts (hosts b, c)",
            id="kind",
        ),
        pytest.param(
            [account(), account(resource_group="rg-ai")],
            "privatelink_accounts, account example, resource_group: rg-ai differs from none of a: expected the same on all "
            "hosts (host b)",
            id="resource group",
        ),
        pytest.param(
            [account(), account("Example")],
            "privatelink_accounts, account Example: a spells it 'example': expected one spelling (host b)",
            id="two spellings",
        ),
        pytest.param(
            [{"validate_fail_on": "never"}, {}, {"validate_fail_on": "Warning"}],
            "validate_fail_on: 'warning' differs from 'never' of a: expected one value for the run (host c)",
            id="an option of the run",
        ),
        pytest.param(
            [{"report_formats": "JSON"}, {"report_formats": ["html", "json"]}],
            "report_formats: 'html, json' differs from 'json' of a: expected one value for the run (host b)",
            id="a list of the run",
        ),
        pytest.param(
            [{"account_secret": CANARY}, {"account_secret": f"{CANARY}2"}],
            "account_secret: it differs from that of a: expected one value for the run (host b)",
            id="a secret of the run",
        ),
    ],
)
def test_hosts_disagree(hosts, line):
    assert mistakes(*hosts) == [line]


@pytest.mark.parametrize("each", [2, 3, 4], ids=lambda each: f"a second for {each} values")
def test_hosts_agree_on_a_directory_that_has_the_time_in_its_name(tmp_path, each):
    seconds = itertools.count()
    timed = {"report_directory": lambda: str(tmp_path / str(next(seconds) // each))}
    assert mistakes(*[timed] * 4) == []


def test_hosts_disagree_on_a_directory_that_has_their_name_in_it(tmp_path):
    seconds = itertools.count()
    hosts = [{"report_directory": lambda host=host: f"{tmp_path}/{host}-{next(seconds) // 2}"} for host in "ab"]
    assert "expected one value for the run (host b)" in mistakes(*hosts)[0]


def test_hosts_may_differ_in_what_depends_on_the_place():
    one = account(networks="10.1.0.0/16", operation="completions", deployment="gpt", api_version="v1")
    other = account(
        networks="10.2.0.0/16",
        jumphost_vm="/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/v",
    )
    assert (
        mistakes({**one, "privatelink_credentials": {"example": KEY}}, {**other, "privatelink_vantage": "onprem"}) == []
    )


def test_no_account_is_declared():
    lines = mistakes(*({"privatelink_accounts": None} for _host in range(5)))
    assert lines == [
        "privatelink_accounts: no account is declared for any of the selected hosts (a, b, c and 2 more): expected at least "
        "one, such as privatelink_accounts: [{name: example}], or privatelink_discover"
    ]


def test_accounts_under_another_name_are_named_where_none_is_declared():
    (line,) = mistakes({"privatelink_accounts": None, "azure_accounts": [], "accountants": []})
    assert line.endswith("or privatelink_discover (azure_accounts is not read: did you mean privatelink_accounts?)")
    assert mistakes({"azure_accounts": []}) == []


def test_certificates_that_are_not_there_are_refused_before_anything_is_sent(tmp_path):
    assert mistakes({"account_ca_path": str(tmp_path)}) == []
    (line,) = mistakes({"account_ca_path": "/nowhere.pem"})
    assert line == (
        "account_ca_path: '/nowhere.pem' is not a file or a directory: expected certificates of authorities in PEM, on the "
        "control node (host a)"
    )


@pytest.mark.parametrize(
    "run, skip, lines",
    [
        pytest.param(["azur"], [], ["'azur' is not a tag of this playbook: did you mean azure?"], id="azur"),
        pytest.param(["dsn", "probe"], [], ["'dsn' is not a tag of this playbook: did you mean dns?"], id="dsn"),
        pytest.param(["all"], ["probes"], ["'probes' is not a tag of this playbook: did you mean probe?"], id="skip"),
        pytest.param(["network", "dns"], [], [], id="a tag of the user's own playbook"),
        pytest.param(["deploy"], [], [], id="only tags of the user's own playbook"),
        pytest.param(
            ["report"],
            [],
            ["tags: the selected tags leave nothing to check: expected at least one of dns, probe"],
            id="report",
        ),
        pytest.param(["azure"], [], ["nothing to check, as no account has a resource_group"], id="azure"),
        pytest.param(["all"], ["dns", "probe"], ["nothing to check, as no account has a resource_group"], id="rest"),
        pytest.param(["all"], ["all"], ["the selected tags leave nothing to check"], id="skip all"),
    ],
)
def test_tags(run, skip, lines):
    found = mistakes({}, run=run, skip=skip)
    assert len(found) == len(lines) and all(line in each for line, each in zip(lines, found)), found


@pytest.mark.parametrize(
    "tag, parts",
    [
        pytest.param("all", ["dns", "probe", "report"], id="all"),
        pytest.param("tagged", ["dns", "probe", "report"], id="tagged: every part has a tag"),
        pytest.param("untagged", [], id="untagged: no part is without a tag"),
        pytest.param("always", [], id="always: what checks the declaration, and no part"),
        pytest.param("never", [], id="never"),
    ],
)
def test_tags_of_ansible_itself_select_what_ansible_selects(tag, parts):
    declaration, problems = checked({"a": account()}, run=[tag])
    assert declaration.parts == parts
    assert [line.partition(":")[0] for line in problems.lines()] == ([] if parts else ["tags"])


IN_AZURE = account(resource_group="rg")


@pytest.mark.parametrize(
    "variables, run, skip, looked_at",
    [
        pytest.param(account(), ["all"], [], None, id="everything"),
        pytest.param(account(), ["probe", "dns"], [], None, id="all that there is, without an account in Azure"),
        pytest.param(IN_AZURE, ["all"], ["report"], None, id="all, without reports"),
        pytest.param(IN_AZURE, ["probe", "dns"], [], ["dns", "probe"], id="two of three, in the order of the run"),
        pytest.param(IN_AZURE, ["all"], ["dns"], ["azure", "probe"], id="without one"),
        pytest.param(account(), ["probe"], [], ["probe"], id="one of two"),
        pytest.param(account(), ["dns", "report"], [], ["dns"], id="a report is not one"),
    ],
)
def test_a_run_that_leaves_parts_out_says_which_it_has(variables, run, skip, looked_at):
    assert checked({"a": variables}, run=run, skip=skip)[0].options["looked_at"] == looked_at


@pytest.mark.parametrize("merging", [True, False], ids=["a merge", "a run"])
@pytest.mark.parametrize("part", [True, False], ids=["parts", "no parts"])
def test_a_run_that_merges_parts_is_known_as_one_and_is_not_a_part_itself(merging, part):
    variables, problems = {"a": {**account(), "validate_part": part}}, Problems()
    declaration, _given = check(
        Hosts(variables), ["a"], (["all"], []), "2026-11-22T10:00:00Z", problems, merging=merging
    )
    assert declaration.options["merging"] is merging
    assert declaration.options["validate_part"] is (part and not merging)


@pytest.mark.parametrize(
    "option, values",
    [
        ("kind", ("AIServices", "OpenAI")),
        ("cloud", ("AzureCloud", "AzureChinaCloud")),
        ("public_access", ("disabled", "enabled")),
        ("resource_group", ("rg", "rg-other")),
        ("subscription_id", ("11111111-2222-3333-4444-555555555555", "22222222-2222-3333-4444-555555555555")),
        ("resource_name", ("example-1", "example-2")),
    ],
    ids=["kind", "cloud", "public access", "resource group", "subscription", "name in Azure"],
)
def test_hosts_agree_on_what_an_account_is(option, values):
    # Of a kind that every cloud has.
    first, second = (account(**{"kind": "AIServices", "resource_group": "rg", option: value}) for value in values)
    (line,) = mistakes(first, first, second)
    assert line == (
        f"privatelink_accounts, account example, {option}: {values[1]} differs from {values[0]} of a: expected the same on "
        "all hosts (host c)"
    )


@pytest.mark.parametrize(
    "option, value", [("kind", "OpenAI"), ("cloud", "AzureCloud"), ("public_access", "disabled")], ids=lambda each: each
)
def test_a_default_that_one_host_writes_is_what_others_leave_out(option, value):
    assert mistakes(account(), account(**{option: value})) == []


@pytest.mark.parametrize(
    "name, own, of_host",
    [
        pytest.param("endpoint_timeout", 20.0, 5.0, id="how long it waits for answers"),
        pytest.param("endpoint_auth_source", "cli", "msi", id="its own login, as an identity is of one machine"),
        pytest.param("private_dns_zone_nameservers", ["192.0.2.1"], ["10.0.0.5"], id="its nameservers"),
        pytest.param("private_dns_zone_timeout", 2.0, 9.0, id="how long it waits for nameservers"),
        pytest.param("privatelink_token_scope", "https://own/.default", "https://host/.default", id="its scope"),
        pytest.param("privatelink_check_proxies", False, True, id="whether its proxies are asked"),
        pytest.param("privatelink_control_endpoints", ["own.example"], ["host.example"], id="its Internet"),
        pytest.param("privatelink_trusted_issuers", ["Own"], ["Host"], id="whom it trusts"),
    ],
)
def test_the_control_node_looks_with_options_of_its_own(name, own, of_host):
    declaration, _problems = checked({"a": {**account(), name: of_host}, "localhost": {**account(), name: own}})
    assert declaration.control_node.options[name] == own and declaration.hosts["a"].options[name] == of_host


@pytest.mark.parametrize(
    "name", ["privatelink_network", "privatelink_platform_resolver", "privatelink_forbidden_endpoints"]
)
def test_what_only_hosts_inside_look_at_is_none_of_the_control_nodes(name):
    assert name not in checked({"a": account()})[0].control_node.options


@pytest.mark.parametrize("option, of_secret", [("secrets", True), ("passwort", True), ("secretary", False)])
def test_only_what_is_called_like_a_secret_is_taken_for_one(option, of_secret):
    lines = mistakes(account(**{option: "x"}))
    assert ["credentials do not belong in an account" in line for line in lines] == [True] * of_secret


def test_a_misspelt_variable_is_refused_and_another_is_a_warning():
    variables = {**account(), "privatelink_credential": {}, "privatelink_owner": "me", "privatelink_status": "pass"}
    declaration, problems = checked({"a": variables})
    assert problems.lines() == [
        "privatelink_credential: it is not a variable of this collection: did you mean privatelink_credentials? (host a)"
    ]
    assert declaration.notes == ["privatelink_owner: it is not a variable of this collection: it is ignored (host a)"]


HANDED_OUT = [
    *stats({"status": "pass", "accounts": []}),
    "privatelink_dns",
    "privatelink_jumphost",
    "privatelink_workflow_job",
    "privatelink_verdict",
    "privatelink_document_41",
]


@pytest.mark.parametrize("name", HANDED_OUT)
def test_what_the_collection_hands_out_is_no_misspelt_variable(name):
    """A workflow makes extra variables of what an earlier job handed out."""
    declaration, problems = checked({"a": {**account(), name: {}}})
    assert (problems.lines(), declaration.notes) == ([], [])


def test_a_credential_of_no_account_is_a_warning_where_an_account_has_none():
    variables = account("production")
    declaration, problems = checked({"a": {**variables, "privatelink_credentials": {"staging": KEY}}})
    assert problems.lines() == []
    assert declaration.notes == [
        "privatelink_credentials: no selected host declares an account staging, and no credential is declared for production"
    ]
    both = {"staging": KEY, "production": KEY}
    assert checked({"a": {**variables, "privatelink_credentials": both}})[0].notes == []


@pytest.mark.parametrize(
    "secret, more",
    [
        pytest.param(KEY, {}, id="a credential"),
        pytest.param(CANARY, {}, id="a text"),
        pytest.param(CANARY, {"privatelink_discover": {"kinds": ["OpenAI"]}}, id="of accounts that are not known yet"),
    ],
)
def test_a_key_in_the_place_of_an_accounts_name_is_not_shown(secret, more):
    swapped = "0123456789abcdef" * 2
    declaration, problems = checked({"a": {**account(), "privatelink_credentials": {swapped: secret}, **more}})
    said = [*problems.lines(), *declaration.notes]
    assert not any(swapped in line for line in said)
    assert any("account ***" in line for line in said)


def test_a_credential_of_one_account_in_a_variable_of_its_own():
    declared = {**account("My-Example"), "privatelink_token_my_example": KEY["api_key"]}
    declaration, problems = checked({"a": declared, "b": account("My-Example")})
    assert problems.lines() == [] and declaration.notes == []
    assert declaration.hosts["a"].credentials == {"my-example": {"token": CANARY}}
    assert declaration.control_node.credentials == {"my-example": {"token": CANARY}}
    assert declaration.hosts["b"].credentials == {}
    assert list(of_declaration(declaration)) == [CANARY, CANARY]


@pytest.mark.parametrize(
    "value, line",
    [
        pytest.param(None, "the credential is empty", id="null"),
        pytest.param("", "the credential is empty", id="empty"),
        pytest.param([CANARY], "it is not a text: expected the secret alone", id="a list"),
        pytest.param(
            NotResolved([((CANARY,), "its template cannot be evaluated")]),
            "its template cannot be evaluated",
            id="template",
        ),
    ],
)
def test_a_wrong_variable_of_an_account_is_named_once(value, line):
    declaration, problems = checked({"a": {**account(), "privatelink_api_key_example": value}})
    (found,) = problems.lines()
    assert found.startswith(f"privatelink_api_key_example: {line}") and CANARY not in found
    assert declaration.notes == []


@pytest.mark.parametrize(
    "name, others, selected, warned",
    [
        pytest.param("productoin", {}, "ab", True, id="misspelt"),
        pytest.param("staging", {}, "ab", False, id="another name"),
        pytest.param("productoin", {}, "a", False, id="a part of the inventory"),
        pytest.param("productoin", account("productoin"), "ab", False, id="the account of another host"),
    ],
)
@pytest.mark.parametrize("single", [True, False])
def test_a_credential_for_nearly_an_account_that_has_another_is_a_warning(name, others, selected, warned, single):
    stray = {f"privatelink_api_key_{name}": CANARY} if single else {}
    credentials = {"production": KEY} if single else {"production": KEY, name: KEY}
    hosts = {"a": {**account("production"), **stray, "privatelink_credentials": credentials}, "b": others}
    problems = Problems()
    declaration, _given = check(Hosts(hosts), selected, (["all"], []), "2026-11-22T10:00:00Z", problems)
    assert problems.lines() == []
    assert (
        declaration.notes
        == [
            "privatelink_credentials: no host declares an account productoin, and its credential is not sent: did you mean "
            "production, which has another one?"
        ]
        * warned
    )


def test_a_variable_of_no_account_is_a_warning_where_an_account_has_none():
    declaration, problems = checked({"a": {**account("production"), "privatelink_api_key_staging": CANARY}})
    assert problems.lines() == []
    assert declaration.notes == [
        "privatelink_credentials: no selected host declares an account staging, and no credential is declared for production"
    ]


@pytest.mark.parametrize(
    "credentials",
    [
        pytest.param({"staging": KEY, "productoin": KEY}, id="a misspelt account"),
        pytest.param({"staging": KEY, "production": {"apikey": CANARY}}, id="a wrong credential"),
        pytest.param({"api_key": CANARY}, id="a credential without an account"),
    ],
)
def test_a_credential_that_is_a_mistake_is_no_warning_too(credentials):
    declaration, problems = checked({"a": {**account("production"), "privatelink_credentials": credentials}})
    assert len(problems) == 1 and declaration.notes == []


def test_credentials_that_cannot_be_read_are_not_called_missing():
    wrong, other = ({**account("production"), "privatelink_credentials": each} for each in ([KEY], {"staging": KEY}))
    declaration, problems = checked({"a": wrong, "b": {**other, "privatelink_accounts": []}})
    assert len(problems) == 1 and declaration.notes == []


@pytest.mark.parametrize(
    "name, place, option",
    [
        pytest.param("privatelink_credentials", ("example", "api_key"), ", account example, api_key", id="credential"),
        pytest.param("privatelink_credentials", ("example", CANARY), ", account example", id="an unknown key"),
        pytest.param("privatelink_credentials", (), "", id="all credentials"),
        pytest.param("privatelink_accounts", ("number 2", "kind"), ", account number 2, kind", id="account"),
        pytest.param("privatelink_waivers", ("number 1", "reason"), ", number 1, reason", id="another list"),
        pytest.param("account_secret", (CANARY,), "", id="another secret"),
    ],
)
def test_a_template_that_cannot_be_evaluated_is_named_by_its_place(name, place, option):
    lines = mistakes({name: NotResolved([(place, "its template cannot be evaluated")])})
    assert lines == [f"{name}{option}: its template cannot be evaluated (host a)"]


def test_a_host_whose_facts_declare_something_is_not_looked_at():
    declaration, problems = checked({"a": account()}, facts={"a": {"privatelink_accounts", "os_family"}})
    assert not problems
    assert (
        declaration.hosts["a"].failed
        == "its facts contain privatelink_accounts, which only the operator may declare: rename such a fact where it is "
        "set, and clear it from the cache of facts"
    )


def test_a_report_directory_that_was_asked_for_is_checked(tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    for asked, path in (("reports", "reports"), ("~/a/b", "a/b"), ("", "privatelink-report")):
        declaration, problems = checked({"a": {**account(), "report_directory": asked}})
        assert (declaration.options["report_path"], problems.lines()) == (str(tmp_path / path), [])
    assert mistakes({"report_directory": "file/reports"}) == [
        f"report_directory: 'file/reports' is not a directory: expected one, and {tmp_path}/file is a file (host a)"
    ]
    (tmp_path / "planted").symlink_to(".")
    give_away(tmp_path / "planted", monkeypatch)
    assert mistakes({"report_directory": "planted/reports"}) == [
        f"report_directory: 'planted/reports' cannot be trusted (it leads through {tmp_path}/planted, a symbolic link of another "
        f"user ({OTHER})): expected a way that only root and this user can change (host a)"
    ]
    (tmp_path / "planted").unlink()
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    assert mistakes({"report_directory": "reports"}) == [
        "report_directory: 'reports' cannot be written: expected a directory in which this user may write, unlike "
        f"{tmp_path} (host a)"
    ]
    assert mistakes({}) == []
    assert os.listdir(tmp_path) == ["file"]


def test_waivers_of_all_hosts_are_one_list_without_repetitions():
    waiver = {"account": "example", "code": "tcp_timeout", "reason": "r", "expires": datetime.date(2999, 12, 31)}
    other = dict(waiver, code="tcp_refused")
    declaration, problems = checked(
        {"a": {**account(), "privatelink_waivers": [waiver, other]}, "b": {**account(), "privatelink_waivers": waiver}}
    )
    assert not problems
    assert [each["code"] for each in declaration.options["privatelink_waivers"]] == ["tcp_timeout", "tcp_refused"]
    assert json.dumps(declaration.options)


def test_the_control_node_has_the_credential_that_all_hosts_agree_on():
    same, other = (
        {"privatelink_credentials": {"example": KEY}},
        {"privatelink_credentials": {"example": {"token": "t"}}},
    )
    assert checked({"a": {**account(), **same}, "b": account()})[0].control_node.credentials == {"example": KEY}
    declaration, _problems = checked({"a": {**account(), **same}, "b": {**account(), **other}})
    assert declaration.control_node.credentials == {}
    assert declaration.notes == [
        "privatelink_credentials, account example: the hosts have different credentials, so the control node looks from "
        "outside without one"
    ]
    assert checked({"a": {**account(), "privatelink_vantage": "outside"}})[0].control_node is None


def test_a_connection_that_is_not_installed_is_named_with_its_collection():
    pod = {"ansible_connection": "example.missing.oc"}
    assert mistakes(pod, {}) == [
        "ansible_connection: 'example.missing.oc' is not installed on the control node: ansible-galaxy collection install "
        "example.missing (host a)"
    ]


@pytest.mark.parametrize("vantage", ["jumphost", "onprem"])
def test_the_control_node_does_not_prove_both_sides(vantage):
    local = {**account(), "ansible_connection": "local", "privatelink_vantage": vantage}
    assert checked({"a": local, "b": account()})[0].notes == [
        f"privatelink_vantage: '{vantage}' is observed from the control node, which observes 'outside' too, so one machine "
        "would prove both: expected another machine for one of them (host a)"
    ]
    assert checked({"a": local, "b": {**account(), "privatelink_vantage": "outside"}})[0].notes == []


def estate(size, hosts=3):
    names = [f"account-{number:04d}" for number in range(size)]
    variables = {
        "privatelink_accounts": [{"name": name, "networks": ["10.0.0.0/8"], "description": "x"} for name in names],
        # Those of the second half are of no account, and the first half has none.
        "privatelink_credentials": {f"{name}-key": KEY for name in names},
        "privatelink_waivers": [{"account": name} for name in names],
    }
    return {f"jump-{number}": variables for number in range(hosts)}


def test_the_cost_grows_with_the_estate_and_no_faster():
    assert growth(lambda size: checked(estate(size)), 100, 200) < 2.5


# What YAML, JSON and -e can give.
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.dates()
    | st.datetimes()
    | st.sampled_from(
        ["[", "{", "{}", "[[]]", "https://", "://x", "[::1", "a" * 300, "example", "10.0.14.4", "\ud800", "é", "a.b:c"]
    )
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=9) | st.sampled_from(list(_OPTIONS)), inner, max_size=3)
    ),
    max_leaves=6,
)


@settings(deadline=None, max_examples=300)
@given(name=st.sampled_from(list(INPUTS)), value=VALUES)
def test_any_value_of_a_variable_is_a_declaration_or_names_the_variable(name, value):
    declaration, problems = checked({"a": {**account(), name: value}})
    if not problems:
        assert json.dumps(declaration.options) and json.dumps(declaration.accounts())
    assert all(line.startswith(name) and "\n" not in line for line in problems.lines())


@settings(deadline=None, max_examples=300)
@given(option=st.sampled_from(list(_OPTIONS)), value=VALUES)
def test_any_value_of_an_option_is_an_account_or_names_it(option, value):
    declaration, problems = checked({"a": account(**{"name": "example", option: value})})
    assert problems or json.dumps(declaration.accounts())
    assert all(line.startswith("privatelink_accounts") and len(line) < 2000 for line in problems.lines())


SECRETS = st.recursive(
    st.just(CANARY) | st.sampled_from([f"{CANARY}\n", f"Bearer {CANARY}", f'{{"a": "{CANARY}', f"[{CANARY}"]),
    lambda inner: (
        st.lists(inner, min_size=1, max_size=2)
        | st.dictionaries(
            st.sampled_from(["example", "exmple", "api_key", "apikey", "token", "name"]), inner, min_size=1, max_size=2
        )
    ),
    max_leaves=4,
)


@settings(deadline=None, max_examples=200)
@given(
    name=st.sampled_from([*(name for name, each in INPUTS.items() if each.secret), "privatelink_token_example"]),
    value=SECRETS,
    keyless=st.booleans(),
)
def test_no_message_shows_a_secret(name, value, keyless):
    declaration, problems = checked({"a": {**account(), name: value, "privatelink_keyless": keyless}, "b": account()})
    assert CANARY not in str(problems.lines()) + str(declaration.notes)


@settings(deadline=None, max_examples=100)
@given(value=SECRETS)
def test_no_message_shows_a_secret_in_an_account(value):
    _declaration, problems = checked({"a": {"privatelink_accounts": [{"name": "example", "api_key": value}]}})
    assert problems and CANARY not in str(problems.lines())


@pytest.mark.parametrize(
    ("of_run", "of_control_node", "expected"),
    [
        pytest.param(None, None, None, id="any"),
        pytest.param(None, "Microsoft Corporation", ["Microsoft Corporation"], id="those of the control node"),
        pytest.param(["DigiCert Inc"], "Microsoft Corporation", ["DigiCert Inc"], id="its own for Azure"),
        pytest.param([], "Microsoft Corporation", None, id="any for Azure"),
    ],
)
def test_the_control_node_holds_azure_to_its_trusted_issuers(of_run, of_control_node, expected):
    host = {**account(), "privatelink_trusted_issuers": "Of the host", "account_trusted_issuers": of_run}
    declaration, problems = checked({"a": host, "localhost": {"privatelink_trusted_issuers": of_control_node}})
    assert declaration.azure_options().get("trusted_issuers") == expected, problems.lines()


def test_a_part_does_not_look_from_the_control_node():
    inside = account()
    declaration, _problems = checked({"a": {**inside, "validate_part": "true"}})
    assert declaration.control_node is None and declaration.options["validate_part"] is True
    assert checked({"a": inside})[0].control_node is not None


def test_a_merge_is_no_part_whatever_a_workflow_says():
    variables = {"a": {**account(), "validate_part": True}}
    declaration, _given = check(
        Hosts(variables), ["a"], (["all"], []), "2026-11-22T10:00:00Z", Problems(), merging=True
    )
    assert declaration.options["validate_part"] is False and declaration.control_node is not None


@pytest.mark.parametrize(
    "sources, warned",
    [
        pytest.param((None, None), True, id="neither host has a source"),
        pytest.param(("cli", "cli"), True, id="the login of a person has its own identity"),
        pytest.param((None, "cli"), True, id="one host has no source, the other a login"),
        pytest.param(("msi", None), False, id="one host has a source, the other the variables of the group"),
        pytest.param(("workload_identity", "msi"), False, id="both have one"),
    ],
)
def test_an_identity_of_a_token_that_no_host_asks_for_is_a_warning(sources, warned):
    declared = {**account(), **IDENTITY}
    _declaration, problems = checked(
        {
            host: declared | ({"endpoint_auth_source": source} if source else {})
            for host, source in zip(("a", "b"), sources)
        }
    )
    unused = [
        f"endpoint_client_id{{}}: it is not used: endpoint_auth_source is {source or 'none'}, " for source in sources
    ]
    assert problems.lines() == []
    assert len(problems.warnings()) == (len(set(unused)) if warned else 0)
    for line, words in zip(problems.warnings(), unused):
        assert words.partition("{}")[2] in line and line.startswith("endpoint_client_id")


@pytest.mark.parametrize(
    "defined, job, workflow_job",
    [
        pytest.param({}, "local", None, id="by-hand"),
        pytest.param({"awx_job_id": 41, "awx_workflow_job_id": 7}, "41", "7", id="awx"),
        pytest.param({"tower_job_id": "41", "tower_workflow_job_id": "7"}, "41", "7", id="tower"),
        pytest.param({"awx_job_id": "41/../x", "awx_workflow_job_id": "-7"}, "local", None, id="not-a-number"),
    ],
)
def test_a_job_is_known_by_the_number_that_the_platform_gives_it(defined, job, workflow_job):
    declaration, _problems = checked({"a": {**account(), **defined}})
    assert (declaration.options["job"], declaration.options["workflow_job"]) == (job, workflow_job)
