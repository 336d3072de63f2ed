# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the survey of a platform gives: texts for everything, lists of choices, numbers, and answers left empty.

Each input has an answer that is understood, and one that is a mistake by its name.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml
from ansible.errors import AnsibleFilterError

from ansible_collections.privatelink.azure_ai.plugins.filter.declarations import declared
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._declarations.inputs import HOST, INPUTS, OF_JUMPHOST
from ansible_collections.privatelink.azure_ai.tests.unit.support.declared import ACCOUNT, checked

SUBSCRIPTION = "11111111-2222-3333-4444-555555555555"
CLIENT = "bbbbbbbb-cccc-dddd-eeee-ffffffffffff"
WAIVER = {"account": "example", "code": "tcp_timeout", "reason": "r", "expires": "2999-12-31"}
YAML_WAIVER = "- account: example\n  code: tcp_timeout\n  reason: r\n  expires: 2999-12-31\n"

UNDERSTOOD = [
    ("privatelink_accounts", "example", ["example"]),
    ("privatelink_accounts", "example, other", ["example", "other"]),
    ("privatelink_accounts", "example\nother\n", ["example", "other"]),
    ("privatelink_accounts", '[{"name": "example"}]', ["example"]),
    ("privatelink_accounts", "- name: example\n  kind: AIServices\n- other", ["example", "other"]),
    ("privatelink_accounts", "example:\n  kind: AIServices\n", ["example"]),
    ("privatelink_credentials", '{"example": {"api_key": "k"}}', {"example": {"api_key": "k"}}),
    ("privatelink_credentials", "example:\n  token: k", {"example": {"token": "k"}}),
    ("privatelink_vantage", "Outside", "outside"),
    ("privatelink_keyless", "yes", True),
    ("privatelink_keyless", "False", False),
    ("privatelink_network", "hub", "hub"),
    ("privatelink_platform_resolver", "never", "never"),
    ("privatelink_token_scope", "https://ai.azure.com/.default", "https://ai.azure.com/.default"),
    ("privatelink_check_proxies", "no", False),
    ("privatelink_control_endpoints", "a.example.com\nb.example.com", ["a.example.com", "b.example.com"]),
    ("privatelink_trusted_issuers", "Contoso\nFabrikam", ["Contoso", "Fabrikam"]),
    (
        "privatelink_forbidden_endpoints",
        "https://a.example.com/\r\nhttps://b.example.com/",
        ["https://a.example.com/", "https://b.example.com/"],
    ),
    ("private_dns_zone_nameservers", "10.0.0.4, 10.0.0.5", ["10.0.0.4", "10.0.0.5"]),
    ("private_dns_zone_compare_nameservers", ["10.0.0.4"], ["10.0.0.4"]),
    ("private_dns_zone_timeout", "2.5", 2.5),
    ("endpoint_auth_source", "MSI", "msi"),
    ("endpoint_client_id", CLIENT, CLIENT),
    ("endpoint_timeout", 5, 5.0),
    ("endpoint_max_tokens", 64.0, 64),
    ("endpoint_max_tokens", "128", 128),
    ("privatelink_hosts", "jumphosts", "jumphosts"),
    ("privatelink_discover", f"subscriptions: [{SUBSCRIPTION}]", {"subscriptions": [SUBSCRIPTION]}),
    ("privatelink_discover", "{}", {}),
    ("privatelink_waivers", json.dumps([WAIVER]), [WAIVER]),
    ("privatelink_waivers", YAML_WAIVER, [WAIVER]),
    ("privatelink_accept_azure_evidence", "true", True),
    ("privatelink_tls_inspection", "Forbidden", "forbidden"),
    ("validate_part", "yes", True),
    ("merge_directory", "/tmp", "/tmp"),
    ("merge_max_age", "0.5", 0.5),
    ("validate_fail_on", "warning", "warning"),
    ("report_directory", "/tmp", "/tmp"),
    ("report_formats", ["json", "HTML"], ["json", "html"]),
    ("report_formats", "json\nhtml", ["json", "html"]),
    ("report_baseline", "verdict.json", "verdict.json"),
    ("report_junit_unknown", "error", "error"),
    ("privatelink_artifact_limit", "0", 0),
    ("account_auth_source", "env", "env"),
    ("account_subscription_id", SUBSCRIPTION, SUBSCRIPTION),
    ("account_tenant", "contoso.onmicrosoft.com", "contoso.onmicrosoft.com"),
    ("account_client_id", CLIENT, CLIENT),
    ("account_secret", "s e~cret", "s e~cret"),
    ("account_profile", "default", "default"),
    ("account_cloud_environment", "AzureCloud", "AzureCloud"),
    ("account_ca_path", "/", "/"),
    ("account_trusted_issuers", "Contoso\nFabrikam", ["Contoso", "Fabrikam"]),
    ("account_timeout", "30", 30.0),
]

MISTAKES = [
    ("privatelink_accounts", "name: [example"),
    ("privatelink_accounts", "a b"),
    ("privatelink_accounts", True),
    ("privatelink_credentials", "k"),
    ("privatelink_credentials", "example: k"),
    ("privatelink_vantage", ["jumphost"]),
    ("privatelink_keyless", "maybe"),
    ("privatelink_keyless", ["true"]),
    ("privatelink_network", "one\ntwo"),
    ("privatelink_platform_resolver", "true"),
    ("privatelink_token_scope", ["a"]),
    ("privatelink_check_proxies", "none"),
    ("privatelink_control_endpoints", "http://a.example.com"),
    ("privatelink_trusted_issuers", [["Contoso"]]),
    ("privatelink_forbidden_endpoints", "[https://a.example.com/"),
    ("private_dns_zone_nameservers", "dns.example.com"),
    ("private_dns_zone_compare_nameservers", "10.0.0.4 10.0.0.5"),
    ("private_dns_zone_timeout", "5s"),
    ("endpoint_auth_source", "true"),
    ("endpoint_client_id", "jumphost-identity"),
    ("endpoint_timeout", "0"),
    ("endpoint_max_tokens", "64.5"),
    ("endpoint_max_tokens", """1e3"""),
    ("privatelink_discover", "true"),
    ("privatelink_discover", "subscriptions: production"),
    ("privatelink_accept_azure_evidence", "2"),
    ("privatelink_tls_inspection", "true"),
    ("validate_part", "perhaps"),
    ("merge_directory", ["a"]),
    ("merge_max_age", "a day"),
    ("validate_fail_on", ["failure", "warning"]),
    ("report_directory", "one\ntwo"),
    ("report_formats", [["json"]]),
    ("report_baseline", ["a"]),
    ("report_junit_unknown", "failed"),
    ("privatelink_artifact_limit", "512K"),
    ("account_auth_source", "password"),
    ("account_subscription_id", "production"),
    ("account_tenant", ["a"]),
    ("account_client_id", True),
    (
        "account_client_id",
        "/subscriptions/s/resourceGroups/rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/reader",
    ),
    ("account_secret", ["a"]),
    ("account_profile", "one\ntwo"),
    ("account_cloud_environment", {"a": 1}),
    ("account_ca_path", "nowhere.pem"),
    ("account_trusted_issuers", [["Contoso"]]),
    ("account_timeout", "soon"),
]
# Any shape is one of theirs, and what reads them next refuses it.
WITHOUT_MISTAKES = {"privatelink_hosts", "privatelink_waivers"}
# What another variable says where an input is not declared.
OF_ANOTHER = {"account_trusted_issuers": INPUTS["privatelink_trusted_issuers"].default}


def answered(name, value):
    """Return the value of an input that a survey's answer gives, and the lines of the mistakes."""
    declaration, problems = checked({"a": {"privatelink_accounts": [ACCOUNT], name: value}})
    host = declaration.hosts["a"]
    given = {
        **host.options,
        **declaration.options,
        "privatelink_accounts": [account["name"] for account in host.accounts],
        "privatelink_credentials": host.credentials,
        "privatelink_vantage": host.vantage,
    }
    return given[name], problems.lines()


def test_each_input_is_in_the_tables():
    assert {name for name, _answer, _meant in UNDERSTOOD} == set(INPUTS)
    assert {name for name, _answer in MISTAKES} == set(INPUTS) - WITHOUT_MISTAKES


@pytest.mark.parametrize("name, answer, meant", UNDERSTOOD)
def test_an_answer_that_is_understood(name, answer, meant):
    assert answered(name, answer) == (meant, [])


@pytest.mark.parametrize("name, answer", MISTAKES)
def test_a_wrong_answer_names_the_field(name, answer):
    _value, lines = answered(name, answer)
    assert lines and all(line.startswith((f"{name}: ", f"{name}, ")) for line in lines), lines


@pytest.mark.parametrize("answer", ["", "  ", "\n", None])
@pytest.mark.parametrize("name", INPUTS)
def test_an_answer_that_is_left_empty_is_none(name, answer):
    if name == "privatelink_accounts":
        value, lines = answered(name, answer)
        assert value == [] and lines[0].startswith("privatelink_accounts: no account is declared")
    else:
        assert answered(name, answer) == (OF_ANOTHER.get(name, INPUTS[name].default), [])


@pytest.mark.parametrize("name", [name for name, each in INPUTS.items() if each.scope != HOST])
def test_hosts_agree_with_one_whose_answer_is_empty(name):
    answer = next(answer for each, answer, _meant in UNDERSTOOD if each == name)
    hosts = {
        host: {"privatelink_accounts": [ACCOUNT], name: value}
        for host, value in (("a", ""), ("b", answer), ("c", None))
    }
    assert checked(hosts)[1].lines() == []


ROLE = Path(__file__).resolve().parents[5] / "roles/jumphost"
PEM = "-----BEGIN CERTIFICATE-----\nMIIB,\n-----END CERTIFICATE-----\n"

UNDERSTOOD_BY_THE_ROLE = [
    ("jumphost_state", "Absent", "absent"),
    ("jumphost_python_source", "wheels", "wheels"),
    ("jumphost_identity", "yes", True),
    ("jumphost_wheels_directory", "/srv/wheels", "/srv/wheels"),
    ("jumphost_tools", "false", False),
    ("jumphost_manage_resolver", "1", True),
    ("jumphost_resolver_manager", "networkmanager", "NetworkManager"),
    ("jumphost_nameservers", "10.0.0.4\n10.0.0.5", ["10.0.0.4", "10.0.0.5"]),
    ("jumphost_search", "corp.example.com", ["corp.example.com"]),
    ("jumphost_routing_domains", "~a.example.com, ~b.example.com", ["~a.example.com", "~b.example.com"]),
    ("jumphost_must_resolve", "[a.example.com]", ["a.example.com"]),
    ("jumphost_proxy_bypass", "localhost", ["localhost"]),
    ("jumphost_proxy_bypass", ".a.example.com\r\nb", [".a.example.com", "b"]),
    ("jumphost_ca_certificates", "/srv/a.pem\n/srv/b.pem", ["/srv/a.pem", "/srv/b.pem"]),
    ("jumphost_ca_certificates", PEM, [PEM]),
    ("jumphost_ca_certificates", [PEM, "/srv/a.pem"], [PEM, "/srv/a.pem"]),
    ("jumphost_remove_pins", "no", False),
    ("jumphost_environment", True, True),
    ("jumphost_environment_account", "example", "example"),
]

MISTAKES_OF_THE_ROLE = [
    ("jumphost_state", ["present"]),
    ("jumphost_python_source", "pip"),
    ("jumphost_identity", "maybe"),
    ("jumphost_wheels_directory", ["a"]),
    ("jumphost_tools", "curl"),
    ("jumphost_manage_resolver", "static"),
    ("jumphost_resolver_manager", "true"),
    ("jumphost_nameservers", [["10.0.0.4"]]),
    ("jumphost_search", {"a": 1}),
    ("jumphost_routing_domains", "[~a"),
    ("jumphost_must_resolve", [None]),
    ("jumphost_proxy_bypass", [True]),
    ("jumphost_ca_certificates", "[/srv/a.pem"),
    ("jumphost_remove_pins", "2"),
    ("jumphost_environment", ["yes"]),
    ("jumphost_environment_account", "one\ntwo"),
]


def test_each_option_of_the_role_is_in_the_tables():
    options = set(yaml.safe_load((ROLE / "defaults/main.yml").read_text())) - {"jumphost_accounts"}
    assert options == set(OF_JUMPHOST)
    assert options == {name for name, _answer, _meant in UNDERSTOOD_BY_THE_ROLE}
    assert options == {name for name, _answer in MISTAKES_OF_THE_ROLE}


@pytest.mark.parametrize("name, answer, meant", UNDERSTOOD_BY_THE_ROLE)
def test_an_answer_that_the_role_understands(name, answer, meant):
    assert declared(answer, name) == meant


@pytest.mark.parametrize("name, answer", MISTAKES_OF_THE_ROLE)
def test_an_answer_that_is_wrong_for_the_role_names_the_field(name, answer):
    with pytest.raises(AnsibleFilterError, match=f"^{name}: "):
        declared(answer, name)


@pytest.mark.parametrize("name", OF_JUMPHOST)
def test_an_answer_of_the_role_that_is_left_empty_is_its_default(name):
    defaults = yaml.safe_load((ROLE / "defaults/main.yml").read_text())
    for answer in ("", " ", None, defaults[name]):
        assert declared(answer, name) == defaults[name]


def test_the_role_reads_each_option_as_it_is_declared_and_no_other_way():
    read = "\n".join(path.read_text() for path in (*ROLE.glob("tasks/*.yml"), *ROLE.glob("vars/main/*.yml")))
    for name in OF_JUMPHOST:
        line = f"__{name.replace('_', '_given_', 1)}: \"{{{{ {name} | privatelink.azure_ai.declared('{name}') }}}}\""
        assert line in read and not re.search(rf"(?<![\w.]){name}(?!\w)", read.replace(line, ""))
