# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The module as a whole: its real output for real answers, and what its documentation says of it."""

from __future__ import annotations

import builtins
import json
import sys

import pytest
import yaml
from ansible.module_utils import basic

from ansible_collections.privatelink.azure_ai.plugins.module_utils._auth import identities
from ansible_collections.privatelink.azure_ai.plugins.module_utils._auth.credentials import Credential
from ansible_collections.privatelink.azure_ai.plugins.module_utils._probe.answers import OUTCOMES
from ansible_collections.privatelink.azure_ai.plugins.modules import aoai_probe
from ansible_collections.privatelink.azure_ai.tests.unit.plugins.modules.return_docs import differences
from ansible_collections.privatelink.azure_ai.tests.unit.support.loopback import COMPLETION, MODELS, Server, azure, raw

ENDPOINT = "https://example.openai.azure.com/"
MOST_BYTES_OF_A_REQUEST, MOST_BYTES_OF_A_RESULT = 360, 1700
UNAUTHORIZED = {"statusCode": 401, "message": "Unauthorized. Access token is missing, invalid, audience is incorrect."}


@pytest.fixture(name="run")
def run_fixture(monkeypatch, mocker, capsys, authority):
    """Return a function that runs the module and returns what it printed, and what it logged, as C((result, log))."""
    log = []
    mocker.patch.object(basic, "has_journal", False)
    mocker.patch.object(basic.AnsibleModule, "_log_to_syslog", side_effect=log.append)

    def run(**params):
        arguments = {"ANSIBLE_MODULE_ARGS": dict({"ca_path": authority.path, "timeout": 1}, **params)}
        monkeypatch.setattr(basic, "_ANSIBLE_ARGS", json.dumps(arguments).encode())
        monkeypatch.setattr(basic, "_ANSIBLE_PROFILE", "legacy", raising=False)
        with pytest.raises(SystemExit) as ended:
            aoai_probe.main()
        printed = capsys.readouterr()
        assert printed.err == ""
        result = json.loads(printed.out)
        assert bool(ended.value.code) == bool(result.get("failed"))
        return result, log

    return run


@pytest.fixture(name="no_network")
def no_network_fixture(monkeypatch):
    """Fail the test when a probe starts."""
    monkeypatch.setattr(aoai_probe, "run", lambda *unused: pytest.fail("something was sent"))


def test_results_in_order_and_unchanged(run, certificate):
    with Server(raw(azure(200, MODELS)), certificate) as one, Server(raw(azure(401, UNAUTHORIZED)), certificate) as two:
        result = run(probes=[{"endpoint": ENDPOINT, "connect_to": server.address} for server in (one, two)])[0]
    assert result["changed"] is False
    assert [entry["code"] for entry in result["results"]] == ["model_ok", "auth_missing"]


def test_check_mode_does_the_same(run, certificate):
    with Server(raw(azure(200, MODELS)), certificate) as server:
        result = run(_ansible_check_mode=True, probes=[{"endpoint": ENDPOINT, "connect_to": server.address}])[0]
    assert (result["changed"], result["results"][0]["code"], len(server.seen)) == (False, "model_ok", 1)


def test_a_probe_is_one_connection_and_one_short_request(run, certificate):
    connections = []

    def behave(server, connection):
        connections.append(connection)
        raw(azure(200, COMPLETION))(server, connection)

    options = {"operation": "completions", "deployment": "gpt-35-turbo", "api_key": "planted-key"}
    with Server(behave, certificate) as server:
        result = run(probes=[{"endpoint": ENDPOINT, "connect_to": server.address, **options}] * 20, timeout=10)[0]
    assert {entry["code"] for entry in result["results"]} == {"model_ok"}
    assert (len(connections), len(server.seen)) == (20, 20)
    assert max(map(len, server.seen)) <= MOST_BYTES_OF_A_REQUEST
    assert len(json.dumps(result["results"][0])) <= MOST_BYTES_OF_A_RESULT


def test_unmet_expectations_fail_after_all_probes(run, certificate):
    with Server(raw(azure(401, UNAUTHORIZED)), certificate) as server:
        probe = {"endpoint": ENDPOINT, "connect_to": server.address}
        result = run(
            probes=[
                dict(probe, expect=["served"]),
                dict(probe, expect=["reachable"]),
                probe,
                dict(probe, expect=["denied", "tcp_refused"]),
            ]
        )[0]
    line = (
        f"{ENDPOINT} models at {server.address}: expected %s, got auth_missing (reachable): 401 "
        f"{UNAUTHORIZED['message']}"
    )
    assert result["failed"] is True
    assert result["msg"].splitlines() == [line % "served", line % "denied or tcp_refused"]
    assert [entry["met"] for entry in result["results"]] == [False, True, None, False]


def test_return_is_documented_to_the_last_key(run, certificate):
    with Server(raw(azure(200, COMPLETION)), certificate) as server:
        result = run(
            within=5,
            control_endpoints=["login.microsoftonline.com"],
            probes=[
                {
                    "endpoint": ENDPOINT,
                    "connect_to": server.address,
                    "operation": "completions",
                    "deployment": "gpt-35-turbo",
                    "expect": ["served"],
                    "samples": 2,
                    "api_key": "planted-secret",
                }
            ],
        )[0]
    found = result["results"][0]
    assert found["samples"]["latency_ms"] and found["waited"] and found["completion"]["choices"] and found["tls"]["san"]
    assert (
        differences(yaml.safe_load(aoai_probe.RETURN), {key: result[key] for key in ("results", "control_endpoints")})
        == []
    )


@pytest.mark.parametrize(
    ("params", "message"),
    [
        pytest.param(
            {"probes": []},
            "probes: the list is empty: expected at least one probe with an endpoint",
            id="no-probes",
        ),
        pytest.param(
            {"probes": [{"endpoint": "http://example.openai.azure.com/"}]},
            "probes[0].endpoint: 'http://example.openai.azure.com/' is not a valid endpoint: expected an https URL without "
            "user, path or query, such as https://example.openai.azure.com/",
            id="not-https",
        ),
        pytest.param(
            {"probes": [{"endpoint": ENDPOINT}, {"endpoint": "https://user:planted@example.openai.azure.com/"}]},
            "probes[1].endpoint: 'https://***@example.openai.azure.com' is not a valid endpoint: expected an https URL "
            "without user, path, query or port 0, such as https://example.openai.azure.com/",
            id="password-in-the-url",
        ),
        pytest.param(
            {"probes": [{"endpoint": "https://example.openai.azure.com/?api-key=planted"}]},
            "probes[0].endpoint: 'https://example.openai.azure.com' is not a valid endpoint: expected an https URL "
            "without user, path, query or port 0, such as https://example.openai.azure.com/",
            id="key-in-the-url",
        ),
        pytest.param(
            {"probes": [{"endpoint": "https://example.openai.azure.com:0/"}]},
            "probes[0].endpoint: 'https://example.openai.azure.com:0' is not a valid endpoint: expected an https URL "
            "without user, path, query or port 0, such as https://example.openai.azure.com/",
            id="port-0",
        ),
        pytest.param(
            {"probes": [{"endpoint": ENDPOINT, "operation": "chat"}]},
            "value of operation must be one of: models, chat_completions, completions, responses, embeddings, got: "
            "chat found in probes",
            id="unknown-operation",
        ),
        pytest.param(
            {"probes": [{"endpoint": ENDPOINT, "operation": "completions"}]},
            "probes[0].deployment: missing: the operation completions requires the name of a deployment",
            id="no-deployment",
        ),
        pytest.param(
            {"probes": [{"endpoint": ENDPOINT, "connect_to": "example.com"}]},
            "probes[0].connect_to: 'example.com' is not a valid address: expected IP, IP:port or [IPv6]:port, such as "
            "10.0.14.4:443",
            id="connect-to-a-name",
        ),
        pytest.param(
            {"probes": [{"endpoint": ENDPOINT, "nameservers": ["192.0.2.53", "dns.example"]}]},
            "probes[0].nameservers: 'dns.example' is not a valid address: expected IP, IP:port or [IPv6]:port, such as "
            "10.0.14.4:443",
            id="nameserver-by-name",
        ),
        pytest.param(
            {"probes": [{"endpoint": ENDPOINT, "server_name": "192.0.2.1"}]},
            "probes[0].server_name: '192.0.2.1' is not a valid host name: expected a host name or URL such as "
            "example.openai.azure.com, not an IP address",
            id="server-name-is-an-address",
        ),
        pytest.param(
            {"probes": [{"endpoint": ENDPOINT, "samples": 0}]},
            "probes[0].samples: 0 is out of range: expected 1 to 1000",
            id="no-samples",
        ),
        pytest.param(
            {"probes": [{"endpoint": ENDPOINT, "max_tokens": 0}]},
            "probes[0].max_tokens: 0 is out of range: expected at least 1",
            id="no-tokens",
        ),
        pytest.param(
            {"probes": [{"endpoint": ENDPOINT}], "timeout": 0},
            "timeout: 0.0 is out of range: expected seconds above 0, at most 86400",
            id="no-time",
        ),
        pytest.param(
            {"probes": [{"endpoint": ENDPOINT}], "timeout": "nan"},
            "timeout: nan is out of range: expected seconds above 0, at most 86400",
            id="time-is-no-number",
        ),
        pytest.param(
            {"probes": [{"endpoint": ENDPOINT}], "concurrency": 0},
            "concurrency: 0 is out of range: expected at least 1",
            id="no-concurrency",
        ),
        pytest.param(
            {"probes": [{"endpoint": ENDPOINT}], "stable_for": 1},
            "stable_for, within: there is nothing to wait for: expected a probe with expect",
            id="waiting-for-nothing",
        ),
        pytest.param(
            {"probes": [{"endpoint": ENDPOINT, "expect": ["served"]}], "stable_for": 9, "within": 5},
            "within: 5.0 leaves no time for answers after stable_for, 9.0: expected more",
            id="too-little-time",
        ),
        pytest.param(
            {"probes": [{"endpoint": ENDPOINT, "expect": ["served"]}], "stable_for": 2, "within": 2},
            "within: 2.0 leaves no time for answers after stable_for, 2.0: expected more",
            id="no-time-for-answers",
        ),
        pytest.param(
            {"probes": [{"endpoint": ENDPOINT}], "within": -1},
            "within: -1.0 is out of range: expected seconds above 0, at most 86400",
            id="negative",
        ),
        pytest.param(
            {"probes": [{"endpoint": ENDPOINT}], "stable_for": -1},
            "stable_for: -1.0 is out of range: expected seconds from 0 to 86400",
            id="negative-stable-for",
        ),
        pytest.param(
            {"probes": [{"endpoint": ENDPOINT, "api_key": "planted\n"}]},
            "probes[0].api_key: the value is empty, or contains white space, a line break or a character beyond ASCII: "
            "expected the api key alone",
            id="key-with-line-break",
        ),
        pytest.param(
            {"probes": [{"endpoint": ENDPOINT}], "token": "planted", "auth_source": "cli"},
            "auth_source: 'cli' conflicts with token: expected one of the two",
            id="two-sources",
        ),
        pytest.param(
            {"probes": [{"endpoint": ENDPOINT}, {"endpoint": "https://other.openai.azure.com/"}], "api_key": "planted"},
            "api_key: it would be sent to 2 accounts (example, other): expected api_key in each probe instead",
            id="two-accounts",
        ),
        pytest.param(
            {"probes": [{"endpoint": ENDPOINT, "api_key": "planted", "token": "planted"}]},
            "parameters are mutually exclusive: api_key|token found in probes",
            id="key-and-token",
        ),
    ],
)
def test_bad_options(run, no_network, params, message):
    result = run(**params)[0]
    assert result["failed"] is True
    assert result["msg"] == message
    assert "results" not in result
    assert "planted" not in result["msg"]


def test_an_unknown_expectation(run, no_network):
    message = run(probes=[{"endpoint": ENDPOINT, "expect": ["served", "servd"]}])[0]["msg"]
    assert message.startswith(
        "probes[0].expect: 'servd' is not a valid outcome or code of a probe: expected one of served, reachable, "
    )
    assert all(code in message for code in OUTCOMES)


def test_a_trust_store_that_is_not_there(run, no_network):
    message = run(probes=[{"endpoint": ENDPOINT}], ca_path="/nowhere.pem")[0]["msg"]
    assert message.startswith("ca_path: '/nowhere.pem' cannot be loaded (no such file or directory): expected ")


SECRETS = ("planted-key", "planted-token", "planted-client-secret", "planted-acquired")


def test_no_secret_in_any_output_or_log(run, mocker, certificate):
    echo = {"error": {"code": "401", "message": "x" * 480 + " ".join(SECRETS)}}
    mocker.patch.object(identities, "acquire", return_value=Credential("token", "planted-acquired"))
    with Server(raw(azure(401, echo)), certificate) as server:
        probe = {"endpoint": ENDPOINT, "connect_to": server.address, "expect": ["served"]}
        result, log = run(
            probes=[dict(probe, api_key="planted-key"), dict(probe, token="planted-token"), probe],
            auth_source="client_secret",
            secret="planted-client-secret",
        )
    assert [entry["credential"] for entry in result["results"]] == ["api_key", "token", "token"]
    assert sum(secret.encode() in request for request in server.seen for secret in SECRETS) == 3
    for secret in SECRETS:
        assert secret not in json.dumps(result)
        assert secret not in "".join(log)
    assert log


def test_look_alikes_are_not_masked():
    assert aoai_probe.ARGUMENT_SPEC["token_scope"]["no_log"] is False
    assert aoai_probe.PROBE_SPEC["max_tokens"]["no_log"] is False


def test_requests_reads_the_environment(run, no_network, monkeypatch):
    monkeypatch.setitem(sys.modules, "requests", None)
    assert "requests >= 2.25.1" in run(probes=[{"endpoint": ENDPOINT}], use_proxy=True)[0]["msg"]


def test_azure_identity_is_missing(run, no_network, monkeypatch):
    importing = builtins.__import__

    def refuse(name, *args, **kwargs):
        if name.startswith("azure"):
            raise ImportError("No module named 'azure'")
        return importing(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", refuse)
    result = run(probes=[{"endpoint": ENDPOINT}], auth_source="workload_identity")[0]
    assert "azure-identity >= 1.16.1" in result["msg"]


def test_options_are_documented_as_they_are():
    documented = yaml.safe_load(aoai_probe.DOCUMENTATION)["options"]
    for spec, options in (
        (aoai_probe.ARGUMENT_SPEC, documented),
        (aoai_probe.PROBE_SPEC, documented["probes"]["suboptions"]),
    ):
        assert list(spec) == list(options)
        for name, option in spec.items():
            assert option.get("default") == options[name].get("default"), name
            assert option["type"] == options[name]["type"], name
            assert option.get("choices") == options[name].get("choices"), name


def test_every_secret_is_no_log():
    for spec in (aoai_probe.ARGUMENT_SPEC, aoai_probe.PROBE_SPEC):
        for name, option in spec.items():
            assert option.get("no_log", False) is (name in ("api_key", "token", "secret")), name


def test_examples_are_yaml_with_full_names():
    tasks = yaml.safe_load(aoai_probe.EXAMPLES)
    assert all("." in module for task in tasks for module in set(task) - {"name", "register"})
