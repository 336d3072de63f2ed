# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import builtins
import re
import socket
import subprocess
import sys
import types

import pytest

from ansible_collections.privatelink.azure_ai.plugins.module_utils._auth import credentials
from ansible_collections.privatelink.azure_ai.plugins.module_utils._auth.credentials import (
    Credential,
    CredentialError,
    account_of,
)
from ansible_collections.privatelink.azure_ai.plugins.module_utils._auth.identities import acquire
from ansible_collections.privatelink.azure_ai.plugins.module_utils._core.deadline import Deadline
from ansible_collections.privatelink.azure_ai.plugins.module_utils._probe.options import read_options, with_token
from ansible_collections.privatelink.azure_ai.tests.unit.support.loopback import Server, silent
from ansible_collections.privatelink.azure_ai.tests.unit.support.patience import NEVER_SECONDS, in_time

VARIABLES = (
    "AZURE_TENANT_ID",
    "AZURE_TENANT",
    "AZURE_CLIENT_ID",
    "AZURE_CLIENT_SECRET",
    "AZURE_SECRET",
    "AZURE_CLIENT_CERTIFICATE_PATH",
    "AZURE_POD_IDENTITY_AUTHORITY_HOST",
    "IDENTITY_ENDPOINT",
    "MSI_ENDPOINT",
)
HOSTS = ["example.openai.azure.com"]
BOUNDS = ("process_timeout", "retry_total", "retry_status", "retry_backoff_factor", "retry_backoff_max", "transport")


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch):
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(
    ("host", "account"),
    [
        ("x.openai.azure.com", ("x", "AzureCloud")),
        ("x.cognitiveservices.azure.com", ("x", "AzureCloud")),
        ("x.services.ai.azure.com", ("x", "AzureCloud")),
        ("x.openai.azure.us", ("x", "AzureUSGovernment")),
        ("a.x.openai.azure.com", ("a.x.openai.azure.com", None)),
        ("x.openai.azure.com.example.com", ("x.openai.azure.com.example.com", None)),
        ("openai.azure.com", ("openai.azure.com", None)),
        ("gateway.example.com", ("gateway.example.com", None)),
    ],
)
def test_account_of(host, account):
    assert account_of(host) == account


def test_a_secret_is_for_its_account_only():
    credential = Credential("api_key", "planted-key", account_of("x.openai.azure.com"))
    assert credential.is_for("x.cognitiveservices.azure.com")
    assert not credential.is_for("y.openai.azure.com")
    assert not credential.is_for("x.openai.azure.us")
    assert not credential.is_for("x.example.com")


def test_an_acquired_token_is_for_azure_ai_only():
    credential = Credential("token", "planted-token")
    assert credential.is_for("x.openai.azure.com")
    assert not credential.is_for("gateway.example.com")


def test_headers_and_repr():
    assert Credential("api_key", "planted-key").headers() == {"api-key": "planted-key"}
    assert Credential("token", "planted-token").headers() == {"Authorization": "Bearer planted-token"}
    for credential in (Credential("api_key", "planted-key"), Credential("token", "planted-token")):
        assert "planted" not in repr(credential) + str(credential) + f"{[credential]}"


@pytest.mark.parametrize(
    "secret", ["", "planted\n", "planted key", "planted\r\nHost: evil", "plant\u00e9d", "planted\x00"]
)
def test_a_secret_that_no_header_carries_is_not_shown(secret):
    with pytest.raises(ValueError, match="expected the api key alone") as caught:
        Credential("api_key", secret)
    assert "plant" not in str(caught.value)


AMBIGUOUS = [{"endpoint": "https://x.openai.azure.com/"}, {"endpoint": "https://y.openai.azure.com/"}]


@pytest.mark.parametrize("kind", ["api_key", "token"])
def test_a_secret_of_the_task_needs_one_account(options, kind):
    with pytest.raises(ValueError, match=f"^{kind}: it would be sent to 2 accounts \\(x, y\\): expected ") as caught:
        read_options(options(AMBIGUOUS, validate_certs=False, **{kind: "planted"}))
    assert "planted" not in str(caught.value)


def test_a_secret_of_the_task_goes_to_all_names_of_the_account(options):
    probes, unused = read_options(
        options(
            [
                {"endpoint": "https://x.openai.azure.com/"},
                {"endpoint": "https://x.cognitiveservices.azure.com/"},
                {"endpoint": "https://x.privatelink.openai.azure.com/"},
                {"endpoint": "https://x.services.ai.azure.com/", "token": "own"},
            ],
            api_key="planted",
            validate_certs=False,
        )
    )
    assert [probe.credential.kind for probe in probes] == ["api_key", "api_key", "api_key", "token"]


@pytest.fixture(name="identities")
def identities_fixture(monkeypatch):
    """Put a stand-in for azure-identity in place; it records how it was asked."""
    asked, bounds = [], []

    def kind(name, answer=None):
        class Identity:
            def __init__(self, *args, **kwargs):
                self.made = (name, args, {key: value for key, value in kwargs.items() if key not in BOUNDS})
                bounds.append({key: value for key, value in kwargs.items() if key in BOUNDS})

            def get_token(self, scope):
                asked.append((*self.made, scope))
                if isinstance(module.answer, BaseException):
                    raise module.answer
                if callable(module.answer):
                    return module.answer()
                return types.SimpleNamespace(token=module.answer)

        return Identity

    module = types.ModuleType("azure.identity")
    module.answer = "planted-token"
    module.asked = asked
    module.bounds = bounds
    for name in (
        "ManagedIdentityCredential",
        "AzureCliCredential",
        "WorkloadIdentityCredential",
        "ClientSecretCredential",
        "CertificateCredential",
    ):
        setattr(module, name, kind(name))
    package = types.ModuleType("azure")
    package.identity = module
    monkeypatch.setitem(sys.modules, "azure", package)
    monkeypatch.setitem(sys.modules, "azure.identity", module)
    return module


SCOPE = "https://cognitiveservices.azure.com/.default"
APPLICATION = {"tenant": "t", "client_id": "c", "secret": "planted-secret"}


@pytest.mark.parametrize(
    ("source", "given", "environment", "expected"),
    [
        pytest.param("cli", {}, {}, ("AzureCliCredential", (), {}, SCOPE), id="cli"),
        pytest.param(
            "workload_identity",
            {},
            {},
            ("WorkloadIdentityCredential", (), {"tenant_id": None, "client_id": None}, SCOPE),
            id="workload-identity",
        ),
        pytest.param(
            "workload_identity",
            {"client_id": "c"},
            {"AZURE_CLIENT_ID": "of-the-pod", "AZURE_TENANT_ID": "t"},
            ("WorkloadIdentityCredential", (), {"tenant_id": "t", "client_id": "c"}, SCOPE),
            id="another-application-of-a-pod",
        ),
        pytest.param(
            "client_secret",
            APPLICATION,
            {},
            ("ClientSecretCredential", ("t", "c", "planted-secret"), {}, SCOPE),
            id="options",
        ),
        pytest.param(
            "env",
            {},
            {"AZURE_TENANT_ID": "t", "AZURE_CLIENT_ID": "c", "AZURE_CLIENT_SECRET": "planted-secret"},
            ("ClientSecretCredential", ("t", "c", "planted-secret"), {}, SCOPE),
            id="variables-of-azure-identity",
        ),
        pytest.param(
            "env",
            {},
            {"AZURE_TENANT": "t", "AZURE_CLIENT_ID": "c", "AZURE_SECRET": "planted-secret"},
            ("ClientSecretCredential", ("t", "c", "planted-secret"), {}, SCOPE),
            id="variables-of-azcollection",
        ),
        pytest.param(
            "env",
            {},
            {"AZURE_TENANT_ID": "t", "AZURE_CLIENT_ID": "c", "AZURE_CLIENT_CERTIFICATE_PATH": "/c.pem"},
            ("CertificateCredential", ("t", "c", "/c.pem"), {}, SCOPE),
            id="certificate",
        ),
        pytest.param(
            "client_secret",
            APPLICATION,
            {"AZURE_TENANT_ID": "other"},
            ("ClientSecretCredential", ("t", "c", "planted-secret"), {}, SCOPE),
            id="options-before-variables",
        ),
        pytest.param(
            "msi", {}, {"IDENTITY_ENDPOINT": "http://192.0.2.1"}, ("ManagedIdentityCredential", (), {}, SCOPE), id="msi"
        ),
        pytest.param(
            "msi",
            {"client_id": "c"},
            {"IDENTITY_ENDPOINT": "http://192.0.2.1"},
            ("ManagedIdentityCredential", (), {"client_id": "c"}, SCOPE),
            id="user-assigned",
        ),
    ],
)
def test_sources(identities, monkeypatch, source, given, environment, expected):
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    credential = acquire(source, HOSTS, options=given, deadline=Deadline(NEVER_SECONDS))
    assert (credential.kind, credential.reveal()) == ("token", "planted-token")
    assert identities.asked == [expected]


def test_the_cloud_decides_scope_and_authority(identities):
    acquire(
        "client_secret",
        ["x.openai.azure.us", "gateway.example.com"],
        options=APPLICATION,
        deadline=Deadline(NEVER_SECONDS),
    )
    acquire("cli", HOSTS, "https://ai.azure.com/.default", deadline=Deadline(NEVER_SECONDS))
    assert [(asked[2], asked[3]) for asked in identities.asked] == [
        ({"authority": "https://login.microsoftonline.us"}, "https://cognitiveservices.azure.us/.default"),
        ({}, "https://ai.azure.com/.default"),
    ]


@pytest.mark.parametrize(
    ("source", "hosts", "given", "message"),
    [
        (
            "client_secret",
            HOSTS,
            {"tenant": "t"},
            "auth_source: client_secret requires client_id and secret: expected the options of these",
        ),
        (
            "client_secret",
            HOSTS,
            {"tenant": "t", "client_id": "c"},
            "auth_source: client_secret requires secret: expected",
        ),
        (
            "cli",
            ["gateway.example.com"],
            {},
            "auth_source: a token is sent only to hosts of Azure AI, and no probe has one: ",
        ),
        (
            "cli",
            [*HOSTS, "x.openai.azure.us"],
            {},
            "auth_source: the probes name accounts in AzureCloud and AzureUSGovernment: ",
        ),
    ],
)
def test_what_a_source_needs(identities, source, hosts, given, message):
    with pytest.raises(ValueError, match="^" + message):
        acquire(source, hosts, options=given, deadline=Deadline(NEVER_SECONDS))
    assert identities.asked == []


def test_a_refusal_is_told_without_the_secret(identities):
    identities.answer = RuntimeError("AADSTS7000215: planted-secret is wrong\nTrace ID: 1")
    with pytest.raises(CredentialError) as caught:
        acquire("client_secret", HOSTS, options=APPLICATION, deadline=Deadline(NEVER_SECONDS))
    assert str(caught.value) == (
        f"auth_source: client_secret returned no token for {SCOPE}: RuntimeError: AADSTS7000215: *** is wrong"
    )


def test_a_certificate_that_is_not_there_is_told(identities, monkeypatch):
    def refuse(*args, **kwargs):
        raise FileNotFoundError(2, "No such file or directory", "/c.pem")

    monkeypatch.setattr(identities, "CertificateCredential", refuse)
    for name in ("AZURE_TENANT_ID", "AZURE_CLIENT_ID", "AZURE_CLIENT_CERTIFICATE_PATH"):
        monkeypatch.setenv(name, "/c.pem")
    with pytest.raises(
        CredentialError, match="^auth_source: env returned no token for .*No such file or directory: '/c.pem'$"
    ):
        acquire("env", HOSTS, deadline=Deadline(NEVER_SECONDS))


def test_all_that_the_environment_lacks_is_named_at_once(identities, monkeypatch):
    for name in ("AZURE_TENANT_ID", "AZURE_TENANT", "AZURE_CLIENT_ID", "AZURE_CLIENT_SECRET", "AZURE_SECRET"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(ValueError, match="^auth_source: env requires tenant, client_id and secret: expected "):
        acquire("env", HOSTS, deadline=Deadline(NEVER_SECONDS))


@pytest.mark.parametrize(
    "given, missing",
    [
        ({}, "AZURE_TENANT_ID, AZURE_CLIENT_ID, AZURE_FEDERATED_TOKEN_FILE"),
        ({"AZURE_TENANT_ID": "t", "AZURE_CLIENT_ID": "c"}, "AZURE_FEDERATED_TOKEN_FILE"),
    ],
)
def test_all_that_a_pod_lacks_is_named_at_once(identities, monkeypatch, given, missing):
    for name in ("AZURE_TENANT_ID", "AZURE_TENANT", "AZURE_CLIENT_ID", "AZURE_FEDERATED_TOKEN_FILE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    identities.answer = ValueError("WorkloadIdentityCredential authentication unavailable.")
    with pytest.raises(
        CredentialError, match=f"^auth_source: workload_identity requires {missing}, which the webhook "
    ):
        acquire("workload_identity", HOSTS, deadline=Deadline(NEVER_SECONDS))


def test_a_source_that_hangs_is_left_behind(identities):
    waiting = socket.socketpair()
    identities.answer = lambda: waiting[0].recv(1)
    with in_time(), pytest.raises(CredentialError, match="^auth_source: cli returned no token for .* in time$"):
        acquire("cli", HOSTS, deadline=Deadline(0.2))
    for end in waiting:
        end.close()


def test_no_identity_service_is_told_soon(identities, monkeypatch, closed_port):
    nobody = f"127.0.0.1:{closed_port}"
    monkeypatch.setenv("AZURE_POD_IDENTITY_AUTHORITY_HOST", f"http://{nobody}")
    with in_time(), pytest.raises(CredentialError, match=f"no managed identity service answers at {nobody}; "):
        acquire("msi", HOSTS, deadline=Deadline(NEVER_SECONDS))
    assert identities.asked == []
    with Server(silent) as server:
        monkeypatch.setenv("AZURE_POD_IDENTITY_AUTHORITY_HOST", f"http://127.0.0.1:{server.port}")
        assert acquire("msi", HOSTS, deadline=Deadline(NEVER_SECONDS)).kind == "token"


def test_the_cli_is_stopped_before_the_deadline(identities):
    acquire("cli", HOSTS, deadline=Deadline(NEVER_SECONDS))
    assert 0.6 * NEVER_SECONDS < identities.bounds[0]["process_timeout"] <= 0.9 * NEVER_SECONDS


def test_a_cli_that_was_stopped_is_told_as_too_slow(identities):
    identities.answer = RuntimeError("Failed to invoke the Azure CLI")
    identities.answer.__cause__ = subprocess.TimeoutExpired("az", 1)
    with pytest.raises(CredentialError, match="^auth_source: cli returned no token for .* in time$"):
        acquire("cli", HOSTS, deadline=Deadline(NEVER_SECONDS))


@pytest.mark.parametrize(
    "secret", ["eyJ0eXAi.planted.x-y_z", "0123456789abcdef0123456789abcdef", "q~" + "Planted8" * 5]
)
def test_what_looks_like_a_secret_is_not_repeated(identities, secret):
    identities.answer = RuntimeError(f"ERROR: tenant 11111111-2222-3333-4444-555555555555 refused '{secret}'")
    with pytest.raises(CredentialError) as caught:
        acquire("cli", HOSTS, deadline=Deadline(NEVER_SECONDS))
    assert str(caught.value).endswith("ERROR: tenant 11111111-2222-3333-4444-555555555555 refused '***'")


@pytest.mark.parametrize(
    ("url", "shown"),
    [("http://127.0.0.1:port/?a=planted", "http://127.0.0.1"), ("127.0.0.1", "127.0.0.1"), ("http://[1", "http://")],
)
def test_a_wrong_address_of_the_identity_service_is_named(identities, monkeypatch, url, shown):
    monkeypatch.setenv("AZURE_POD_IDENTITY_AUTHORITY_HOST", url)
    message = f"^AZURE_POD_IDENTITY_AUTHORITY_HOST: '{re.escape(shown)}' is not a valid URL: expected one such as"
    with pytest.raises(ValueError, match=message):
        acquire("msi", HOSTS, deadline=Deadline(NEVER_SECONDS))


def test_azure_identity_is_imported_only_when_used(options, monkeypatch):
    importing = builtins.__import__

    def refuse(name, *args, **kwargs):
        if name.startswith("azure"):
            raise ImportError("No module named 'azure'")
        return importing(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", refuse)
    probes, task = read_options(options(AMBIGUOUS))
    assert with_token(probes, task, options(AMBIGUOUS)) == (probes, None)
    with pytest.raises(ImportError):
        with_token(probes, task, options(AMBIGUOUS, auth_source="cli"))


def test_an_acquired_token_goes_to_probes_without_a_secret_of_their_own(options, identities):
    entries = [
        *AMBIGUOUS,
        {"endpoint": "https://z.openai.azure.com/", "api_key": "own"},
        {"endpoint": "https://gateway.example.com/"},
    ]
    params = options(entries, auth_source="cli")
    probes, token = with_token(*read_options(params), params)
    assert token == "planted-token"
    assert [probe.credential.kind for probe in probes] == ["token", "token", "api_key", "token"]
    assert [probe.credential.is_for(probe.public_name) for probe in probes] == [True, True, True, False]


@pytest.mark.parametrize(
    ("more", "entry"),
    [
        pytest.param({"validate_certs": False}, {}, id="certificates-not-verified"),
        pytest.param({}, {"server_name": "other.openai.azure.com"}, id="another-server-name"),
        pytest.param({}, {"api_key": "own"}, id="secrets-of-their-own"),
    ],
)
def test_no_token_is_acquired_when_none_may_be_sent(options, identities, more, entry):
    params = options([dict({"endpoint": "https://x.openai.azure.com/"}, **entry)], auth_source="cli", **more)
    assert with_token(*read_options(params), params)[1] is None
    assert identities.asked == []


def test_sources_are_the_documented_ones():
    assert credentials.SOURCES == ("none", "msi", "workload_identity", "env", "cli", "client_secret")
