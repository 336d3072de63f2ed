# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The likeliest mistakes in inventories, on the command line and in selections: all at once, before anything is sent.

Each row of the table is a host of one inventory, as all mistakes come at once. Its account is called NAME there.
"""

from __future__ import annotations

import datetime
import fcntl
import json
import re
import subprocess

import pytest
import yaml

from ansible_collections.privatelink.azure_ai.tests.support.commands import run_playbook

SECRET = "CANARY0SECRET"
FQDN = "NAME.openai.azure.com"
MACHINE = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/jump-1"
ACCOUNT_ID = "/subscriptions/s/resourceGroups/g/providers/Microsoft.CognitiveServices/accounts/NAME"
WAIVER = {"account": "NAME", "code": "tcp_timeout", "reason": "ticket 4711", "expires": datetime.date(2999, 12, 31)}
NEVER = (
    SECRET,
    "endpoint_vantage",
    "__validate",
    "_Ansible",
    "probes[0]",
    "Traceback",
    "NoneType",
    "object at 0x",
    "DataLoader",
)


def account(**options):
    return {"privatelink_accounts": [{"name": "NAME", **options}]}


def credential(secret, name="NAME"):
    return {"privatelink_credentials": {name: secret}}


# id, variables of the host, words of its line; no line where there are none.
ROWS = [
    ("a date as API version", account(api_version=datetime.date(2023, 5, 15), operation="models"), ()),
    ("a number as deployment", account(deployment=4, operation="completions"), ()),
    ("a kind in lower case", account(kind="openai"), ()),
    ("a cloud in lower case", account(cloud="azurecloud"), ()),
    ("public access as Azure spells it", account(public_access="Disabled"), ()),
    ("a text where networks are a list", account(networks="10.0.14.0/24"), ()),
    ("a text where addresses are a list", account(private_addresses={FQDN: "10.0.14.4"}), ()),
    ("an upper-case name of addresses", account(private_addresses={FQDN.upper() + ".": ["10.0.14.4"]}), ()),
    ("a network with host bits", account(networks=["10.0.14.4/24"]), ()),
    ("an account by name alone", {"privatelink_accounts": ["NAME"]}, ()),
    ("an account without a list", {"privatelink_accounts": {"name": "NAME"}}, ()),
    ("accounts as a mapping", {"privatelink_accounts": {"NAME": {"kind": "OpenAI"}}}, ()),
    ("an account as text", {"privatelink_accounts": "NAME"}, ()),
    ("a vantage in upper case", {"privatelink_vantage": "Onprem"}, ()),
    ("a timeout as text", {"endpoint_timeout": "10"}, ()),
    ("a boolean as text", {"privatelink_keyless": "true"}, ()),
    ("an empty credential of a keyless account", account(keyless=True) | credential({"api_key": ""}), ()),
    ("a credential in another case", credential({"api_key": SECRET}, "NAME-UPPER"), ()),
    ("nameservers as text", {"private_dns_zone_nameservers": "168.63.129.16, 10.0.0.4:53"}, ()),
    ("an empty answer to a question", {"endpoint_timeout": "", "privatelink_vantage": ""}, ()),
    ("accounts as YAML in a text", {"privatelink_accounts": "- name: NAME\n  kind: OpenAI\n"}, ()),
    ("a key in a variable of its own", {"privatelink_api_key_SLUG": SECRET}, ()),
    (
        "two credentials of an account",
        credential({"api_key": SECRET}) | {"privatelink_token_SLUG": SECRET},
        ("privatelink_token_SLUG: another credential of the account is declared in privatelink_credentials, account",),
    ),
    (
        "an empty key in a variable of its own",
        {"privatelink_api_key_SLUG": ""},
        ("privatelink_api_key_SLUG: the credential is empty",),
    ),
    (
        "a variable of an account misspelt",
        {"privatelink_apikey_SLUG": SECRET},
        ("privatelink_apikey_SLUG: it is not a variable", "did you mean privatelink_api_key_SLUG?"),
    ),
    ("the machine by its id", account(jumphost_vm=MACHINE), ()),
    ("an FQDN as name", {"privatelink_accounts": [{"name": FQDN}]}, (", name: 'NAME.openai", "did you mean NAME?")),
    (
        "a URL as name",
        {"privatelink_accounts": [{"name": f"https://{FQDN}/"}]},
        (", name: 'https:", "did you mean NAME?"),
    ),
    (
        "a dot at the end of a name",
        {"privatelink_accounts": [{"name": "NAME."}]},
        (", name: 'NAME.'", "did you mean NAME?"),
    ),
    ("a regional endpoint", {"privatelink_accounts": [{"name": "eastus.api.cognitive.microsoft.com"}]}, ("regional",)),
    ("no name", {"privatelink_accounts": [{"kind": "OpenAI"}]}, ("account number 1, name: it is missing",)),
    ("a list in the list", {"privatelink_accounts": [[{"name": "NAME"}]]}, ("expected an account, got a list",)),
    ("an unknown kind", account(kind="OpenAIs"), ("account NAME, kind: 'OpenAIs'", "did you mean OpenAI?")),
    (
        "a cloud without the kind",
        account(cloud="AzureChinaCloud"),
        ("kind: 'OpenAI' does not exist in AzureChinaCloud",),
    ),
    ("an unknown cloud", account(cloud="AzurePublicCloud"), ("cloud: 'AzurePublicCloud'", "AzureUSGovernment")),
    ("an address with a prefix", account(private_addresses={FQDN: ["10.0.14.4/32"]}), ("did you mean 10.0.14.4?",)),
    (
        "two spellings of a credential",
        {"privatelink_credentials": {"NAME": {"api_key": SECRET}, "Name-lower": {"api_key": SECRET}, "name-LOWER": {}}},
        ("account name-LOWER: it is declared also as 'Name-lower'",),
    ),
    ("null as account", {"privatelink_accounts": [None]}, ("account number 1: null is not an account",)),
    ("an address with a port", account(private_addresses={FQDN: ["10.0.14.4:443"]}), ("did you mean 10.0.14.4?",)),
    ("a mistyped address", account(private_addresses={FQDN: ["10.0.14.400"]}), ("'10.0.14.400' is not a valid IP",)),
    ("loopback as address", account(private_addresses={FQDN: ["127.0.0.1"]}), ("that a private endpoint can have",)),
    ("addresses without names", account(private_addresses=["10.0.14.4"]), ("expected a mapping, got a list",)),
    (
        "addresses of another account",
        account(private_addresses={"other.openai.azure.com": ["10.0.14.4"]}),
        ("'other.openai.azure.com' is not a name of this account: expected one of NAME.openai.azure.com",),
    ),
    (
        "an address outside the networks",
        account(private_addresses={FQDN: ["10.0.15.4"]}, networks=["10.0.14.0/24"]),
        ("'10.0.15.4' is not in the account's networks: expected one in 10.0.14.0/24",),
    ),
    (
        "a network that is none",
        account(networks=["10.0.14.0/33"]),
        ("networks: '10.0.14.0/33' is not a valid network",),
    ),
    ("everything as network", account(networks=["0.0.0.0/0"]), ("expected a prefix of /8 or longer",)),
    (
        "networks in a nested list",
        account(networks=[["10.0.14.0/24"]]),
        ("networks: expected a text of one line, got a list",),
    ),
    ("an operation without deployment", account(operation="completions"), ("deployment: it is missing", "completions")),
    (
        "an operation as a path",
        account(operation="chat/completions", deployment="g"),
        ("did you mean chat_completions?",),
    ),
    (
        "an API version without a day",
        account(api_version="2023-05"),
        ("api_version: '2023-05' is not a valid API version",),
    ),
    ("a boolean as public access", account(public_access=False), ("public_access: false is not a valid choice",)),
    ("the key in the account", account(api_key=SECRET), ("api_key: credentials do not belong in an account",)),
    ("an option as Azure names it", account(public_network_access="Disabled"), ("did you mean public_access?",)),
    ("a machine by its name", account(jumphost_vm="jump-1"), ("jumphost_vm: 'jump-1' is not the id of",)),
    (
        "a subscription by its name",
        account(subscription_id="Production"),
        ("'Production' is not a valid subscription id",),
    ),
    ("a resource group without subscription", account(resource_group="rg"), ()),
    ("a resource group by its id", account(resource_group="/subscriptions/s/g"), ("is not a valid resource group",)),
    (
        "two spellings on one host",
        {"privatelink_accounts": [{"name": "NAME"}, {"name": "Name-upper"}, {"name": "name-UPPER"}]},
        ("account name-UPPER: it is declared also as 'Name-upper'",),
    ),
    ("an account twice", {"privatelink_accounts": ["NAME", "NAME"]}, ("account NAME: it is declared twice",)),
    ("accounts misspelt", {"privatelink_acounts": []}, ("privatelink_acounts: ", "did you mean privatelink_accounts?")),
    ("accounts in the singular", {"privatelink_account": []}, ("did you mean privatelink_accounts?",)),
    ("a waiver in the singular", {"privatelink_waiver": []}, ("did you mean privatelink_waivers?",)),
    ("a format in the singular", {"report_format": "json"}, ("did you mean report_formats?",)),
    (
        "a vantage that is none",
        {"privatelink_vantage": "jumphosts"},
        ("privatelink_vantage: ", "did you mean jumphost?"),
    ),
    ("a timeout with a unit", {"endpoint_timeout": "10s"}, ("endpoint_timeout: '10s' is not a number of seconds",)),
    ("a negative timeout", {"private_dns_zone_timeout": -5}, ("private_dns_zone_timeout: -5 is not a number",)),
    ("a nameserver by name", {"private_dns_zone_nameservers": ["dns.corp"]}, ("'dns.corp' is not a valid nameserver",)),
    ("a boolean that is none", {"privatelink_accept_azure_evidence": "ture"}, ("'ture' is not a boolean",)),
    ("when to fail", {"validate_fail_on": "warnings"}, ("validate_fail_on: 'warnings'", "did you mean warning?")),
    ("an unknown source of tokens", {"endpoint_auth_source": "managed"}, ("endpoint_auth_source: 'managed'", "msi")),
    (
        "credentials as a list",
        {"privatelink_credentials": [{"api_key": SECRET}]},
        ("privatelink_credentials: it is not a map",),
    ),
    (
        "a credential without an account",
        {"privatelink_credentials": {"api_key": SECRET}},
        ("must be nested under an account name",),
    ),
    ("a credential as text", credential(SECRET), ("it is not a credential: expected a mapping",)),
    ("a credential keyed by FQDN", credential({"api_key": SECRET}, FQDN), ("did you mean NAME?",)),
    ("api_key misspelt", credential({"apikey": SECRET}), ("did you mean api_key?",)),
    ("a key with a line break", credential({"api_key": f"{SECRET}\n"}), ("the api_key has white space, a line break",)),
    ("a key with a blank", credential({"api_key": f"{SECRET} x"}), ("the api_key has white space, a line break",)),
    ("a key in quotes", credential({"api_key": f'"{SECRET}"'}), ("the api_key is in quotes of its own",)),
    ("a whole header as token", credential({"token": f"Bearer {SECRET}"}), ("the token begins with 'Bearer '",)),
    ("key and token", credential({"token": SECRET, "api_key": SECRET}), ("both an api_key and a token",)),
    (
        "an unset environment variable",
        credential({"api_key": "{{ lookup('env', 'UNSET_HERE') }}"}),
        ("credential is empty",),
    ),
    (
        "a variable of a vault that lacks",
        credential({"api_key": "{{ vault_key }}"}),
        ("privatelink_credentials, account NAME, api_key: ", "'vault_key' is undefined"),
    ),
    (
        "an option of an account that lacks",
        account(resource_group="{{ no_group }}"),
        ("privatelink_accounts, account NAME, resource_group: ", "'no_group' is undefined"),
    ),
    (
        "a template with a fact",
        {"privatelink_accounts": "{{ ansible_facts.accounts }}"},
        ("neither facts nor hostvars",),
    ),
    (
        "a template with hostvars",
        {"privatelink_accounts": "{{ hostvars['row-00'].privatelink_accounts }}"},
        ("neither facts nor hostvars",),
    ),
    (
        "an own account forbidden",
        {"privatelink_forbidden_endpoints": f"https://{FQDN}/"},
        ("one of the declared accounts",),
    ),
    (
        "another service forbidden",
        {"privatelink_forbidden_endpoints": "https://x.blob.core.windows.net/"},
        ("of Azure AI",),
    ),
    (
        "an endpoint over http",
        {"privatelink_forbidden_endpoints": ["http://x.openai.azure.com/"]},
        ("expected an https URL",),
    ),
    (
        "an account by its resource id",
        {"privatelink_accounts": [{"name": ACCOUNT_ID}]},
        (", name: '/subscriptions/", "did you mean NAME?"),
    ),
    (
        "an account in quotes of its own",
        {"privatelink_accounts": [{"name": '"NAME"'}]},
        (""", name: '"NAME"'""", "did you mean NAME?"),
    ),
    (
        "an address as account",
        {"privatelink_accounts": [{"name": "10.0.14.4"}]},
        (", name: '10.0.14.4'", "its addresses go into private_addresses or networks"),
    ),
    (
        "a file as accounts",
        {"privatelink_accounts": "@accounts.yml"},
        (", name: '@accounts.yml'", "variables in a file are given by -e @FILE"),
    ),
    ("a kind as the portal says it", account(kind="Azure OpenAI"), ("'Azure OpenAI'", "did you mean OpenAI?")),
    ("a kind as it is advertised", account(kind="Foundry"), ("'Foundry'", "did you mean AIServices?")),
    ("a cloud in short", account(cloud="usgov"), ("cloud: 'usgov'", "did you mean AzureUSGovernment?")),
    ("a cloud by its country", account(cloud="China"), ("cloud: 'China'", "did you mean AzureChinaCloud?")),
    (
        "an operation in short",
        account(operation="chat", deployment="g"),
        ("operation: 'chat'", "did you mean chat_completions?"),
    ),
    ("no public access", account(public_access="no"), ("public_access: 'no'", "did you mean disabled?")),
    (
        "one address for all names",
        account(private_addresses="10.0.14.4"),
        ("'10.0.14.4' is not a mapping", "such as {example.openai.azure.com: [10.0.14.4]}"),
    ),
    ("a vantage as it is called", {"privatelink_vantage": "inside"}, ("'inside'", "did you mean jumphost?")),
    ("the Internet as vantage", {"privatelink_vantage": "internet"}, ("'internet'", "did you mean outside?")),
    (
        "a vault text as it is",
        credential({"api_key": f"$ANSIBLE_VAULT;1.1;AES256\n{SECRET}"}),
        ("the api_key is still encrypted: expected !vault before its text",),
    ),
    ("a placeholder as key", credential({"api_key": "<your-key>"}), ("the api_key is only a placeholder",)),
    (
        "a forbidden endpoint by its name",
        {"privatelink_forbidden_endpoints": "x.openai.azure.com"},
        ("did you mean https://x.openai.azure.com/?",),
    ),
]
# These belong to the run: they carry no host.
RUN_ROWS = [
    ("an unknown format", {"report_formats": ["htlm"]}, ("report_formats: 'htlm' is not a valid format", "mean html?")),
    (
        "a waiver of an unknown code",
        {"privatelink_waivers": [dict(WAIVER, code="tcp_timeot")]},
        ("such as tcp_timeout",),
    ),
    (
        "a waiver without end",
        {"privatelink_waivers": [dict(WAIVER, expires=None)]},
        ("expires: null is not a valid date",),
    ),
    (
        "a waiver until soon",
        {"privatelink_waivers": [dict(WAIVER, expires="soon")]},
        ("expires: 'soon' is not a valid date",),
    ),
    ("a waiver without reason", {"privatelink_waivers": [dict(WAIVER, reason="")]}, (", reason: '' is not valid",)),
    (
        "a baseline that is missing",
        {"report_baseline": "missing.json"},
        ("'missing.json' cannot be read (No such file",),
    ),
    ("a report directory that is a file", {"report_directory": "notes.txt/reports"}, ("notes.txt is a file",)),
    (
        "hosts that disagree",
        {"privatelink_accounts": [{"name": "name-shared", "kind": "AIServices"}]},
        ("account name-shared, kind: AIServices differs from OpenAI of row-", "expected the same on all hosts"),
    ),
    (
        "two spellings on two hosts",
        {"privatelink_accounts": [{"name": "Name-Shared"}]},
        ("account Name-Shared: row-", "spells it 'name-shared': expected one spelling"),
    ),
]
TABLE = [("an account of several hosts", {"privatelink_accounts": ["name-shared"]}, ()), *ROWS, *RUN_ROWS]
EARLIER = '{"schema": 1}\n'


def estate(rows, record, **common):
    """Return an inventory with a host for each row; to start its Python is recorded."""
    hosts = {}
    for number, (_id, variables, _words) in enumerate(rows):
        own = {**account(), **variables}
        if any("UPPER" in str(key) for key in own.get("privatelink_credentials", ())):
            own = {
                **own,
                "privatelink_accounts": ["name-upper-case"],
                **credential({"api_key": SECRET}, "Name-Upper-Case"),
            }
        hosts[f"row-{number:02d}"] = _named(own, f"name-{number:02d}")
    return {
        "all": {
            "hosts": hosts,
            "vars": {"ansible_connection": "local", "ansible_python_interpreter": str(record), **common},
        }
    }


def _named(value, name):
    if isinstance(value, dict):
        return {_named(key, name): _named(inner, name) for key, inner in value.items()}
    if isinstance(value, list):
        return [_named(inner, name) for inner in value]
    return _in_text(value, name) if isinstance(value, str) else value


def _in_text(text, name):
    return text.replace("NAME", name).replace("SLUG", name.replace("-", "_"))


def run(directory, inventory, *arguments, **environment):
    """Run the playbook; return its code and output after it was made sure that nothing was sent and nothing written."""
    record = directory / "python"
    record.write_text(f"#!/bin/sh\necho started >>{directory}/started\nexit 1\n")
    record.chmod(0o755)
    (directory / "reports").mkdir(exist_ok=True)
    (directory / "reports/verdict.json").write_text(EARLIER)
    (directory / "notes.txt").touch()
    (directory / "page.html").write_text("<html></html>")
    hosts = directory / "hosts.yml"
    hosts.write_text(yaml.safe_dump(inventory(record) if callable(inventory) else inventory))
    before = sorted(directory.rglob("*"))
    done = run_playbook(
        "privatelink.azure_ai.validate", "-i", hosts, *arguments, directory=directory, environment=environment
    )
    output = done.stdout + done.stderr
    assert sorted(directory.rglob("*")) == before, output
    assert (directory / "reports/verdict.json").read_text() == EARLIER
    assert not [word for word in NEVER if word in output], output
    return done.returncode, output


def lines_of(output):
    """Return the lines of the mistakes: a person reads each as one line of the terminal."""
    (listed,) = re.findall(r'"mistakes": \[\n(.*?)\n    \]', output, re.DOTALL)
    lines = [json.loads(line.strip().rstrip(",")) for line in listed.splitlines()]
    assert f"There are {len(lines)} mistakes in the declarations. Nothing was sent and nothing was written." in output
    return lines


@pytest.fixture(scope="session")
def mistakes(tmp_path_factory, worker_id):
    """Return the lines of the one run over the whole table, for all workers."""
    base = tmp_path_factory.getbasetemp()
    directory = (base if worker_id == "master" else base.parent) / "mistakes"
    with (directory.parent / "mistakes.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        kept = directory.parent / "mistakes.json"
        if not kept.exists():
            directory.mkdir()
            code, output = run(directory, lambda record: estate(TABLE, record))
            assert code == 2, output
            kept.write_text(json.dumps(lines_of(output)))
    return json.loads(kept.read_text())


@pytest.mark.parametrize("number", [pytest.param(number, id=row[0]) for number, row in enumerate(TABLE)])
def test_a_mistake(mistakes, number):
    words = [_in_text(word, f"name-{number:02d}") for word in TABLE[number][2]]
    own = [line for line in mistakes if re.search(rf"\(hosts? [^()]*\brow-{number:02d}\b[^()]*\)$", line)]
    if TABLE[number] in RUN_ROWS:
        own = [line for line in mistakes if all(word in line for word in words)]
    assert len(own) == bool(words), own or mistakes
    assert all(word in line for line in own for word in words), own


def test_there_is_no_line_without_a_row(mistakes):
    assert len(mistakes) == sum(bool(row[2]) for row in TABLE), mistakes


def test_a_hundred_mistakes_are_in_the_table():
    assert len(TABLE) >= 100 and len({row[0] for row in TABLE}) == len(TABLE)


ONE = {"all": {"hosts": {"jump-1": {}, "jump-2": {}}, "vars": {"privatelink_accounts": ["example"]}}}
NONE = {"all": {"hosts": {"jump-1": {}, "jump-2": {}}}}


@pytest.mark.parametrize(
    "inventory, arguments, code, words",
    [
        pytest.param(
            ONE,
            ["--tags", "azur,dsn,probes"],
            2,
            [
                "tags: 'azur' is not a tag of this playbook: did you mean azure?",
                "tags: 'dsn' is not a tag of this playbook: did you mean dns?",
                "tags: 'probes' is not a tag of this playbook: did you mean probe?",
            ],
            id="tags",
        ),
        pytest.param(
            {"all": {"hosts": {"jump-1": {}}, "vars": {"azure_accounts": ["example"], "privatelink_timeout": 5}}},
            [],
            2,
            [
                "no account is declared for any of the selected hosts (jump-1)",
                "azure_accounts is not read: did you mean privatelink_accounts?",
                "privatelink_timeout: it is not a variable of this collection: it is ignored; did you mean private_dns_zone_timeout or "
                "endpoint_timeout or account_timeout?",
            ],
            id="other names of variables",
        ),
        pytest.param(
            ONE,
            ["--start-at-task", "Judge and report"],
            2,
            ["nothing is declared in this run", "the playbook privatelink.azure_ai.validate, without --start-at-task"],
            id="a run from its middle",
        ),
        pytest.param(ONE, ["--tags", "azure"], 2, ["tags: the selected tags leave nothing to check"], id="only azure"),
        pytest.param(
            NONE,
            [],
            2,
            [
                "privatelink_accounts: no account is declared for any of the selected hosts (jump-1, jump-2): expected at "
                "least one, such as privatelink_accounts: [{name: example}], or privatelink_discover. Nothing was sent and "
                "nothing was written."
            ],
            id="no account",
        ),
        pytest.param(
            ONE,
            [
                *(
                    "-e",
                    "privatelink_vantage=Outsid",
                    "-e",
                    "privatelink_owner=me",
                    "-e",
                    "endpoint_timeout=soon",
                    "-e",
                    "report_directory=notes.txt",
                ),
                *("-e", "report_baseline=page.html", "-e", 'privatelink_forbidden_endpoints=["http://a"]'),
            ],
            2,
            [
                "did you mean outside? (hosts jump-1, jump-2)",
                "privatelink_owner: it is not a variable of this collection: it is ignored (hosts jump-1, jump-2)",
                "endpoint_timeout: 'soon' is not a number of seconds",
                "report_directory: 'notes.txt' is not a directory",
                "report_baseline: 'page.html' is not a verdict of this collection",
                "privatelink_forbidden_endpoints: 'http://a' is not a valid endpoint",
            ],
            id="extra variables",
        ),
        pytest.param(ONE, ["--limit", "nobody"], 1, ["leaves us with no hosts to target"], id="limit"),
        pytest.param(
            ONE,
            ["-e", "privatelink_hosts=nobody"],
            2,
            [
                "No host of the pattern nobody is among the selected hosts (jump-1, jump-2), so nothing would be validated"
            ],
            id="pattern",
        ),
        pytest.param(
            ONE, ["--skip-tags", "probe,always"], None, ["so nothing would be validated. Remove"], id="always"
        ),
        pytest.param(ONE, ["--skip-tags", "tagged"], None, ["so nothing would be validated. Remove"], id="tagged"),
        pytest.param({"all": {}}, [], None, ["The inventory is empty, so nothing would be validated"], id="no host"),
    ],
)
def test_a_selection_that_is_wrong(tmp_path, inventory, arguments, code, words):
    given, output = run(tmp_path, inventory, *arguments)
    assert given == code or (code is None and given != 0), output
    text = " ".join(output.split())
    assert [word for word in words if word not in text] == [], output


def test_no_setting_of_ansible_lets_a_mistake_through(tmp_path):
    read_only = tmp_path / "read-only"
    read_only.mkdir()
    # Even root, whom modes do not stop, cannot write there.
    subprocess.run(["mount", "-t", "tmpfs", "-o", "ro", "tmpfs", read_only], check=True)
    try:
        secret = {"privatelink_credentials": {"example": {"api_key": "{{ vault_key }}"}}}
        code, output = run(
            tmp_path,
            ONE,
            *("-e", json.dumps({**secret, "report_directory": f"{read_only}/reports"})),
            ANSIBLE_ERROR_ON_UNDEFINED_VARS="False",
            ANSIBLE_JINJA2_NATIVE="True",
            ANSIBLE_STRATEGY="free",
        )
    finally:
        subprocess.run(["umount", read_only], check=True)
    assert code == 2, output
    lines = lines_of(output)
    assert len(lines) == 2, lines
    assert "'vault_key' is undefined" in lines[0]
    assert f"cannot be written: expected a directory in which this user may write, unlike {read_only}" in lines[1]
