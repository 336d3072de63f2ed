# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tokens from the real azure-identity: of a managed identity, and what is said when there is none."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest

from ansible_collections.privatelink.azure_ai.tests.support import probes
from ansible_collections.privatelink.azure_ai.tests.support.lab import LAB
from ansible_collections.privatelink.azure_ai.tests.support.patience import NEVER_SECONDS, in_time

from simulated_azure import inventory
from simulated_azure.accounts import accounts_named
from simulated_azure.state import State

(ACCOUNT,) = accounts_named(["token"])
PROBE = {
    "endpoint": f"https://{ACCOUNT.names[0]}/",
    "operation": ACCOUNT.operation,
    "deployment": ACCOUNT.deployment,
    "api_version": ACCOUNT.api_version,
}
SCOPE = "https://cognitiveservices.azure.com"
FORBIDDEN = "other-tenant"
CLIENT = "11111111-2222-3333-4444-555555555555"


@contextlib.contextmanager
def identity_service(directory: Path, port: int, *delay: str) -> Iterator[tuple[dict[str, str], Path]]:
    """Serve the jumphost's managed identity; give the variables that lead there, and the journal."""
    journal = directory / "identity.jsonl"
    journal.touch()
    service = Path(__file__).with_name("identity_service.py")
    with subprocess.Popen(
        [LAB / "bin/in-jumphost", sys.executable, service, str(port), ACCOUNT.token, journal, *delay],
        stdout=subprocess.PIPE,
        text=True,
    ) as server:
        try:
            assert server.stdout.readline() == "ready\n"
            yield {"AZURE_POD_IDENTITY_AUTHORITY_HOST": f"http://127.0.0.1:{port}"}, journal
        finally:
            server.kill()


def ask(python, directory, entries=(PROBE,), variables=(), vantage="jumphost", **options):
    target = probes.interpreter(directory, vantage, python=python, **dict(variables))
    return probes.ask(list(entries), target, verbosity=4, **options)


def test_a_managed_identity_is_served_and_shows_no_token(identity, tmp_path):
    with identity_service(tmp_path, 8101) as (variables, journal):
        answered = ask(identity, tmp_path, variables=variables, auth_source="msi")
    assert (answered.result["code"], answered.result["credential"]) == ("model_ok", "token"), answered.output
    asked = [json.loads(line)["path"] for line in journal.read_text().splitlines()]
    assert any("resource=" + SCOPE in unquote(path) for path in asked), asked
    assert ACCOUNT.token not in answered.output
    assert ACCOUNT.token.split(".")[1] not in answered.output


def test_the_token_is_asked_for_the_given_scope(identity, tmp_path):
    with identity_service(tmp_path, 8102) as (variables, journal):
        ask(
            identity,
            tmp_path,
            variables=variables,
            auth_source="msi",
            token_scope="https://ai.azure.com/.default",
            client_id=CLIENT,
        )
    asked = [json.loads(line)["path"] for line in journal.read_text().splitlines()]
    assert any("ai.azure.com" in path and f"client_id={CLIENT}" in path for path in asked), asked


def test_no_token_is_fetched_for_connections_that_get_none(identity, tmp_path):
    with identity_service(tmp_path, 8103) as (variables, journal):
        answered = ask(identity, tmp_path, variables=variables, auth_source="msi", validate_certs=False)
    assert (answered.result["code"], answered.result["credential"]) == ("auth_missing", "none")
    assert journal.read_text() == ""


@pytest.mark.parametrize(
    "variables",
    [
        pytest.param({}, id="the address of Azure's service"),
        pytest.param({"AZURE_POD_IDENTITY_AUTHORITY_HOST": "http://127.0.0.1:9"}, id="nobody listens"),
    ],
)
def test_without_an_identity_service_it_says_so_at_once(identity, tmp_path, variables):
    with in_time():  # on premises, where there is no virtual machine of Azure
        answered = ask(
            identity, tmp_path, variables=variables, vantage="onprem", auth_source="msi", timeout=NEVER_SECONDS
        )
    assert answered.code != 0
    assert "no managed identity service answers at " in answered.values["msg"]


def test_a_slow_identity_service_keeps_the_deadline(identity, tmp_path):
    with identity_service(tmp_path, 8104, str(NEVER_SECONDS)) as (variables, _journal):
        with in_time():
            answered = ask(identity, tmp_path, variables=variables, auth_source="msi", timeout=3)
    assert answered.values["msg"] == f"auth_source: msi returned no token for {SCOPE}/.default in time"


def test_the_missing_library_is_named_with_its_version(without_identity, tmp_path):
    answered = ask(
        without_identity,
        tmp_path,
        variables={"AZURE_POD_IDENTITY_AUTHORITY_HOST": "http://127.0.0.1:9"},
        auth_source="cli",
    )
    assert answered.code != 0
    assert "azure-identity >= 1.16.1" in answered.values["msg"]
    assert "Traceback" not in answered.values["msg"]


@pytest.mark.parametrize(
    "source, variables, message",
    [
        ("env", {}, "env requires tenant, client_id and secret"),
        ("env", {"AZURE_TENANT_ID": "t", "AZURE_CLIENT_ID": "c"}, "env requires secret"),
        (
            "client_secret",
            {"AZURE_CLIENT_SECRET": "planted-secret-of-the-app"},
            "client_secret requires tenant and client_id",
        ),
    ],
)
def test_what_is_missing_is_named(identity, tmp_path, source, variables, message):
    answered = ask(identity, tmp_path, variables=variables, auth_source=source)
    assert answered.code != 0
    assert answered.values["msg"].startswith(f"auth_source: {message}: expected ")
    assert "AZURE_TENANT_ID" in answered.values["msg"]
    assert "planted-secret" not in answered.output


def test_sources_that_cannot_work_here_fail_with_one_sentence(identity, tmp_path):
    for source, variables in (
        ("cli", {}),
        ("workload_identity", {}),
        (
            "client_secret",
            {
                "AZURE_TENANT_ID": "11111111-2222-3333-4444-555555555555",
                "AZURE_CLIENT_ID": "c",
                "AZURE_CLIENT_SECRET": "planted-secret-of-the-app",
            },
        ),
    ):
        with in_time():
            answered = ask(identity, tmp_path, variables=variables, auth_source=source, timeout=3)
        assert answered.code != 0
        message = answered.values["msg"]
        assert message.startswith(f"auth_source: {source} ") and "\n" not in message, message
        assert "planted-secret" not in answered.output


def test_an_acquired_token_never_goes_to_accounts_of_others(identity, tmp_path):
    hosts = tmp_path / "inventory.json"
    document = json.loads(inventory.render(State(LAB), [ACCOUNT]))
    document["all"]["vars"].update(
        privatelink_credentials={}, privatelink_forbidden_endpoints=[f"https://{FORBIDDEN}.openai.azure.com/"]
    )
    with identity_service(tmp_path, 8105) as (variables, journal):
        target = probes.interpreter(tmp_path, python=identity, **variables)
        document["all"]["hosts"]["jump-1"].update(
            endpoint_auth_source="msi", endpoint_client_id=CLIENT, ansible_python_interpreter=str(target)
        )
        hosts.write_text(json.dumps(document))
        done = subprocess.run(
            [
                "ansible-playbook",
                "-vvvv",
                "privatelink.azure_ai.validate",
                "-i",
                hosts,
                "-e",
                f"report_directory={tmp_path}/reports",
            ],
            capture_output=True,
            text=True,
            check=False,
            cwd=tmp_path,
        )
    asked = [json.loads(line)["path"] for line in journal.read_text().splitlines()]
    assert asked and all(f"client_id={CLIENT}" in path for path in asked if "resource=" in path), asked
    (account,) = json.loads((tmp_path / "reports/verdict.json").read_text())["accounts"]
    assert (account["verdicts"]["model"], account["verdicts"]["egress"]) == ("served", "open")
    requests = [json.loads(line) for line in (LAB / "requests.jsonl").read_text().splitlines()]
    assert [request for request in requests if request["account"] == FORBIDDEN]
    carrying = [request for request in requests if ACCOUNT.token in request["headers"].get("authorization", "")]
    assert {request["account"] for request in carrying} == {ACCOUNT.name}
    written = done.stdout + done.stderr + "".join(path.read_text() for path in (tmp_path / "reports").iterdir())
    assert ACCOUNT.token not in written
