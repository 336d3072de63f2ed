# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Who answers as Entra ID or as the identity service is not known: little is read, and no secret goes to a stranger."""

from __future__ import annotations

import contextlib

import pytest

pytest.importorskip("azure.identity")

import azure.identity

from ansible_collections.privatelink.azure_ai.plugins.module_utils._auth import identities
from ansible_collections.privatelink.azure_ai.plugins.module_utils._auth.credentials import CredentialError
from ansible_collections.privatelink.azure_ai.plugins.module_utils._auth.identities import acquire
from ansible_collections.privatelink.azure_ai.plugins.module_utils._auth.issuers import Inspected, issuers_of
from ansible_collections.privatelink.azure_ai.plugins.module_utils._auth.transport import TOKEN_BYTES, Transport, causes
from ansible_collections.privatelink.azure_ai.plugins.module_utils._core.deadline import Deadline
from ansible_collections.privatelink.azure_ai.tests.unit.support.azure_servers import CLIENT, SECRET, TENANT, TOKEN
from ansible_collections.privatelink.azure_ai.tests.unit.support.loopback import (
    Authority,
    Server,
    drip,
    http,
    raw,
    silent,
)
from ansible_collections.privatelink.azure_ai.tests.unit.support.patience import NEVER_SECONDS, in_bounds

MIB = 1024 * 1024
# What the kernel keeps for a connection counts as sent.
MOST_SENT = 16 * MIB
HEAD = b"HTTP/1.1 200 OK\r\n"
BODY = HEAD + b"Content-Type: application/json\r\n"


class Flood:
    """Begins an answer and sends 400 MiB more of it."""

    def __init__(self, head, part):
        self.head = head
        self.part = part * (65536 // len(part) + 1)

    def __call__(self, server, connection):
        server.sent = 0
        server.read(connection)
        connection.sendall(self.head)
        with contextlib.suppress(OSError):
            while server.sent < 400 * MIB:
                connection.sendall(self.part)
                server.sent += len(self.part)


FLOODS = {
    "a-body-without-end": Flood(BODY + b"\r\n", b"a"),
    "400-MiB-announced": Flood(BODY + b"Content-Length: 419430400\r\n\r\n", b"a"),
    "a-token-without-end": Flood(BODY + b'\r\n{"access_token": "', b"a"),
    "chunks-without-end": Flood(BODY + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\na\r\n"),
    "headers-without-end": Flood(HEAD, b"X: a\r\n"),
    "long-headers": Flood(HEAD, b"X: " + b"a" * 60000 + b"\r\n"),
    "100-continue-without-end": Flood(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "an-error-without-end": Flood(b"HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\n\r\n", b"a"),
}


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch):
    for name in (*identities._IDENTITY_SERVICES, "AZURE_AUTHORITY_HOST", "AZURE_FEDERATED_TOKEN_FILE", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture(name="managed")
def fixture_managed(monkeypatch):
    """Return a function that gets a token of a server as the identity service."""

    def get(server, seconds=NEVER_SECONDS):
        monkeypatch.setenv("AZURE_POD_IDENTITY_AUTHORITY_HOST", f"http://{server.address}")
        return acquire("msi", ["example.openai.azure.com"], deadline=Deadline(seconds))

    return get


@pytest.fixture(name="entra")
def fixture_entra(authority):
    """Return a function that signs in with a secret at a server as Entra ID."""

    def get(server, seconds=NEVER_SECONDS):
        url = f"https://localhost:{server.port}"
        transport = Transport(Deadline(seconds), authority.path, post_to=url, most=TOKEN_BYTES)
        return azure.identity.ClientSecretCredential(
            TENANT,
            CLIENT,
            SECRET,
            authority=url,
            disable_instance_discovery=True,
            transport=transport,
            retry_total=0,
        ).get_token("https://cognitiveservices.azure.com/.default")

    return get


@pytest.fixture(name="localhost", scope="module")
def fixture_localhost(authority):
    return authority.issue("identity", names=("localhost",))


@pytest.mark.parametrize("behave", [pytest.param(behave, id=name) for name, behave in FLOODS.items()])
def test_little_is_read_of_an_identity_service(managed, behave):
    with (
        Server(behave) as server,
        in_bounds(),
        pytest.raises(CredentialError, match="^auth_source: msi returned no token"),
    ):
        managed(server)
    assert server.sent < MOST_SENT


@pytest.mark.parametrize("behave", [pytest.param(behave, id=name) for name, behave in FLOODS.items()])
def test_little_is_read_of_entra(entra, localhost, behave):
    with Server(behave, localhost) as server, in_bounds(), pytest.raises(Exception):  # noqa: B017
        entra(server)
    assert server.sent < MOST_SENT


@pytest.mark.parametrize(
    "behave",
    [
        pytest.param(silent, id="silence"),
        pytest.param(drip(BODY + b"X: a\r\n" * 99, pause=0.05), id="a-drip-of-headers"),
        pytest.param(drip(BODY + b"\r\n" + b" " * 999, pause=0.05), id="a-drip"),
    ],
)
def test_the_deadline_holds_for_an_identity_service(managed, behave):
    with Server(behave) as server, in_bounds(), pytest.raises(CredentialError, match=" in time$"):
        managed(server, 1)


def test_a_redirect_is_not_followed(managed):
    with Server(raw(http(200, {"access_token": TOKEN, "expires_in": "3599"}))) as elsewhere:
        redirect = http(302, b"", [("Location", f"http://{elsewhere.address}/metadata")])
        with Server(raw(redirect)) as server, pytest.raises(CredentialError):
            managed(server)
    assert server.seen and elsewhere.seen == []


def test_the_identity_service_is_not_asked_through_a_proxy(managed, monkeypatch):
    resource = "https://cognitiveservices.azure.com"
    token = raw(http(200, {"access_token": TOKEN, "expires_in": "3599", "token_type": "Bearer", "resource": resource}))
    with Server(token) as server, Server(raw(b"")) as between:
        monkeypatch.setenv("http_proxy", f"http://{between.address}")
        assert managed(server).reveal() == TOKEN
    assert between.seen == [] and len(server.seen) == 1


@pytest.mark.parametrize("subject", ["localhost", "*"])
def test_a_common_name_alone_gets_no_secret(entra, authority, subject):
    certificate = authority.issue("common-name", names=(), subject=subject)
    with Server(raw(b""), certificate) as server, pytest.raises(Exception, match="certificate verify failed"):
        entra(server)
    assert server.seen == []


def test_another_server_than_entra_gets_no_secret(entra, localhost):
    metadata = {
        "token_endpoint": "https://127.0.0.1:9/token",
        "authorization_endpoint": "https://127.0.0.1:9/",
        "issuer": "x",
    }
    with Server(raw(http(200, metadata)), localhost) as server, pytest.raises(Exception):  # noqa: B017
        entra(server)
    assert not any(SECRET.encode() in request for request in server.seen)


INSPECTOR = "Example Firewalls"


@pytest.fixture(name="inspector", scope="module")
def fixture_inspector(tmp_path_factory):
    """Return an authority that an inspecting firewall would have, and that this host trusts."""
    return Authority(tmp_path_factory.mktemp("inspector"), organization=INSPECTOR)


@pytest.mark.parametrize(
    ("issuers", "sent"),
    [
        pytest.param([], True, id="all"),
        pytest.param(["example firewalls "], True, id="its issuer"),
        pytest.param(["Microsoft Corporation"], False, id="another"),
    ],
)
def test_a_secret_goes_to_entra_only_over_certificates_of_the_issuers(inspector, issuers, sent):
    token = raw(http(200, {"access_token": TOKEN, "expires_in": "3599"}))
    with Server(token, inspector.issue("entra", names=("localhost",))) as server:
        url = f"https://localhost:{server.port}"
        to_entra = Transport(Deadline(NEVER_SECONDS), inspector.path, post_to=url, issuers=issuers_of(issuers))
        identity = azure.identity.ClientSecretCredential(
            TENANT, CLIENT, SECRET, authority=url, disable_instance_discovery=True, transport=to_entra
        )
        with pytest.raises(Exception) as caught:  # of azure-core, or of msal for what this server answers
            identity.get_token("https://cognitiveservices.azure.com/.default")
    assert bool(server.seen) is sent
    assert any(isinstance(cause, Inspected) for cause in causes(caught.value)) is not sent


@pytest.mark.parametrize("source", ["client_secret", "workload_identity", "env"])
def test_the_issuers_are_those_of_the_task(monkeypatch, source):
    seen = []

    class Stranger:
        def get_token(self, _scope):
            raise Inspected("login.microsoftonline.com", INSPECTOR)

    def kept(*args, **options):
        seen.append(options.get("issuers"))
        return Transport(*args, **options)

    monkeypatch.setattr(identities, "Transport", kept)
    for name in ("WorkloadIdentityCredential", "ClientSecretCredential"):
        monkeypatch.setattr(azure.identity, name, lambda *unused, **ignored: Stranger())
    options = {"tenant": TENANT, "client_id": CLIENT, "secret": SECRET}
    issuers = issuers_of(["Microsoft Corporation"])
    with pytest.raises(CredentialError) as caught:
        acquire(source, ["example.openai.azure.com"], None, options, Deadline(NEVER_SECONDS), issuers)
    assert seen == [issuers]
    assert str(caught.value).endswith(
        "login.microsoftonline.com: its certificate is issued by 'Example Firewalls', which is not in trusted_issuers"
    )
