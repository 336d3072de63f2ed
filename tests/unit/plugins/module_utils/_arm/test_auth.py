# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The real azure-identity against an Entra ID on loopback."""

from __future__ import annotations

import datetime
import email.utils
import json
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from ansible_collections.privatelink.azure_ai.plugins.module_utils._arm.auth import AuthError, Tokens, authenticate
from ansible_collections.privatelink.azure_ai.plugins.module_utils._arm.settings import validate
from ansible_collections.privatelink.azure_ai.plugins.module_utils._azure.unread import reason_unasked
from ansible_collections.privatelink.azure_ai.plugins.module_utils._core.deadline import Deadline
from ansible_collections.privatelink.azure_ai.tests.unit.support.azure_servers import (
    CLIENT,
    SECRET,
    TENANT,
    TOKEN,
    Entra,
    answer,
)
from ansible_collections.privatelink.azure_ai.tests.unit.support.loopback import (
    DAY,
    Server,
    drip,
    http,
    proxy,
    raw,
    silent,
)
from ansible_collections.privatelink.azure_ai.tests.unit.support.patience import NEVER_SECONDS, in_time

APPLICATION = {"tenant": TENANT, "client_id": CLIENT, "secret": SECRET}
SCOPE = "https://management.azure.com/.default"


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch, tmp_path):
    """Take away what a developer's shell would add."""
    for name in (
        "HTTPS_PROXY",
        "HTTP_PROXY",
        "ALL_PROXY",
        "NO_PROXY",
        "AZURE_AUTHORITY_HOST",
        "IDENTITY_ENDPOINT",
        "MSI_ENDPOINT",
    ):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))


@pytest.fixture(name="localhost", scope="session")
def localhost_fixture(authority):
    """Return the certificate of localhost."""
    return authority.issue("entra", names=("localhost",))


@pytest.fixture(name="sign_in")
def sign_in_fixture(authority, tmp_path):
    """Return a function that authenticates at a server's URL and gives the credential."""

    def sign_in(url=None, seconds=5, **options):
        given = dict(
            {"ca_path": authority.path, "adfs_authority_url": url, "disable_instance_discovery": True}, **options
        )
        return authenticate(validate(given, {"HOME": str(tmp_path)}), Deadline(seconds))

    return sign_in


@pytest.fixture(name="refuses")
def refuses_fixture(sign_in, capfd):
    """Return a function that gives the text of an AuthError, after looking for secrets everywhere."""

    def refused(*args, **options):
        with pytest.raises(AuthError) as caught:
            sign_in(*args, **options)
        message = str(caught.value)
        assert reason_unasked(message) == "no_token"
        assert "\n" not in message and SECRET not in message and TOKEN not in message and "planted" not in message
        assert "planted" not in repr(caught.value.__cause__)
        assert capfd.readouterr() == ("", "")
        return message

    return refused


def test_an_application_with_a_secret(sign_in, localhost):
    with Entra(localhost) as entra:
        credential = sign_in(entra.url, **APPLICATION)
        with ThreadPoolExecutor(8) as pool:
            tokens = set(pool.map(lambda _number: credential.get_token(SCOPE).token, range(32)))
    assert tokens == {TOKEN}
    (form,) = entra.forms
    assert (form["client_id"], form["client_secret"], form["scope"]) == (CLIENT, SECRET, SCOPE)
    assert {method for method, unused in entra.requests} == {"GET", "POST"}
    assert [path for method, path in entra.requests if method == "POST"] == [f"/{TENANT}/oauth2/v2.0/token"]
    assert TOKEN not in repr(credential) and SECRET not in repr(credential)


def test_a_certificate(sign_in, authority, localhost, tmp_path):
    # azure-identity takes RSA keys only.
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    now = datetime.datetime.now(datetime.timezone.utc)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(authority.name)
        .issuer_name(authority.name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - DAY)
        .not_valid_after(now + DAY)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path / "application.pem"
    path.write_bytes(
        certificate.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    with Entra(localhost) as entra:
        sign_in(entra.url, tenant=TENANT, client_id=CLIENT, x509_certificate_path=str(path), thumbprint="AB12")
    assert entra.forms[0]["client_assertion_type"].endswith("jwt-bearer") and "client_secret" not in entra.forms[0]


@pytest.mark.parametrize("source", ["auto", "workload_identity"])
@pytest.mark.parametrize("given", ["oidc_token", "oidc_token_file_path"])
def test_a_federated_token(sign_in, localhost, tmp_path, given, source):
    file = tmp_path / "federated"
    file.write_text("planted-assertion")
    value = {"oidc_token": "planted-assertion", "oidc_token_file_path": str(file)}[given]
    with Entra(localhost) as entra:
        sign_in(entra.url, auth_source=source, tenant=TENANT, client_id=CLIENT, **{given: value})
    assert entra.forms[0]["client_assertion"] == "planted-assertion"


def test_a_user(refuses, localhost, monkeypatch):
    refusal = (400, "invalid_grant", "AADSTS50126: Error validating credentials")
    # The library asks about the user at port 443, whatever the authority's.
    with Entra(localhost, refusal) as entra, Server(proxy(target=entra.server.port)) as between:
        monkeypatch.setenv("HTTPS_PROXY", "http://" + between.address)
        entra.url = "https://localhost"
        message = refuses(entra.url, tenant=TENANT, ad_user="user@example.com", password="planted-password")
    assert message.endswith("wrong user or password (AADSTS50126)")
    assert entra.forms[-1]["username"] == "user@example.com"


@pytest.mark.parametrize(
    "number, said",
    [
        ("7000215", "wrong secret: it is not one of this application's: expected the secret's value, not its id"),
        ("7000222", "the secret has expired: create a new one (az ad app credential reset)"),
        ("700016", "this tenant has no such application: check client_id and tenant (wrong tenant?)"),
        ("700024", "the clocks differ"),
    ],
)
def test_what_entra_refuses_is_named_with_the_next_step(refuses, localhost, number, said):
    text = "AADSTS%s: The secret '%s' is refused.\r\nTrace ID: x Correlation ID: y" % (number, SECRET)
    with Entra(localhost, (401, "invalid_client", text)) as entra:
        message = refuses(entra.url, **APPLICATION)
    assert message.startswith(f"auth_source: parameters returned no token for {SCOPE}: {said}")
    assert message.endswith(f"(AADSTS{number})")


def test_other_refusals_are_shown_in_entras_words_without_secrets(refuses, localhost):
    text = "AADSTS99999: Refused '%s', %s.\r\nTrace ID: x" % (SECRET.upper(), TOKEN)
    with Entra(localhost, (400, "invalid_request", text)) as entra:
        message = refuses(entra.url, **APPLICATION)
    assert message.endswith(": AADSTS99999: Refused '***', ***")


def test_a_wrong_tenant(refuses, localhost):
    with Entra(localhost, no_tenant="AADSTS90002: Tenant 'x' not found.") as entra:
        message = refuses(entra.url, **APPLICATION)
    assert message.endswith(
        "wrong tenant: this cloud has none with this id or domain; check tenant and cloud_environment (AADSTS90002)"
    )


def test_a_skewed_clock_is_named_beside_the_refusal(refuses, localhost):
    date = email.utils.formatdate(time.time() - 7200, usegmt=True)
    refusal = (401, "invalid_client", "AADSTS700024: Client assertion is not within its valid time range.")
    with Entra(localhost, refusal, headers=[("Date", date)]) as entra:
        message = refuses(entra.url, **APPLICATION)
    assert "s ahead of Azure's (clock skew); set this host's clock (timedatectl" in message


def test_a_secret_goes_nowhere_over_a_certificate_of_another_organization(refuses, tmp_path, authority):
    other = type(authority)(tmp_path, "inspecting", "Example Firewalls")
    with Entra(other.issue("inspected", names=("localhost",))) as entra:
        message = refuses(entra.url, ca_path=other.path, trusted_issuers=["Microsoft Corporation"], **APPLICATION)
    assert "is issued by 'Example Firewalls', which is not in trusted_issuers; add it if" in message
    assert entra.requests == []


def test_an_untrusted_authority(refuses, localhost, tmp_path, authority):
    other = type(authority)(tmp_path, "another authority")
    with Entra(localhost) as entra:
        message = refuses(entra.url, ca_path=other.path, **APPLICATION)
    assert "is not trusted here" in message and message.endswith("name its CA with ca_path")
    assert entra.requests == []


@pytest.mark.parametrize("valid, said", [((DAY, 2 * DAY), "is not valid yet"), ((-2 * DAY, -DAY), "has expired")])
def test_a_certificate_out_of_its_time_points_to_the_clock(refuses, authority, valid, said):
    with Entra(authority.issue("late", names=("localhost",), valid=valid)) as entra:
        message = refuses(entra.url, **APPLICATION)
    assert said + " by this host's clock (" in message and "set this host's clock" in message


def test_another_server_is_told(refuses, authority):
    with Entra(authority.issue("other", names=("other.example.com",))) as entra:
        assert "another server answers as localhost:" in refuses(entra.url, **APPLICATION)


def test_an_unreachable_entra_names_the_proxy_as_next_step(refuses, closed_port):
    message = refuses(f"https://localhost:{closed_port}", **APPLICATION)
    assert "is unreachable: the connection was refused; check DNS and routes" in message
    assert message.endswith("reachable only through a proxy, set HTTPS_PROXY: none is set for it")


def test_a_name_that_does_not_resolve(refuses):
    assert "is unreachable: its name does not resolve; " in refuses("https://login.invalid", **APPLICATION)


def test_the_way_through_a_proxy(sign_in, localhost, monkeypatch):
    with Entra(localhost) as entra, Server(proxy(target=entra.server.port)) as between:
        monkeypatch.setenv("HTTPS_PROXY", "http://" + between.address)
        entra.url = "https://localhost:9"
        sign_in(entra.url, **APPLICATION)
    assert between.seen and between.seen[0].startswith(b"CONNECT localhost:9 ")


@pytest.mark.parametrize(
    "status, said",
    [
        (407, "requires authentication (407); set HTTPS_PROXY=http://USER:PASSWORD@HOST:PORT"),
        (403, "refuses a connection to localhost:9 (403); allow it in the proxy, or add it to NO_PROXY"),
    ],
)
def test_a_proxy_that_refuses(refuses, monkeypatch, status, said):
    with Server(proxy(status, "No")) as between:
        monkeypatch.setenv("HTTPS_PROXY", "http://user:planted@" + between.address)
        message = refuses("https://localhost:9", **APPLICATION)
    assert message.endswith(f"the proxy http://***@{between.address} {said}")


def test_a_dead_proxy(refuses, monkeypatch, closed_port):
    address = f"127.0.0.1:{closed_port}"
    monkeypatch.setenv("https_proxy", "http://" + address)
    message = refuses("https://login.example.com", **APPLICATION)
    assert message.endswith(
        f"the proxy http://{address} is unreachable; correct HTTPS_PROXY, or add login.example.com to NO_PROXY"
    )


@pytest.mark.parametrize("behave", [silent, drip(b"HTTP/1.1 200 OK\r\nX: " + b"x" * 1000)])
def test_a_silent_or_dripping_entra_keeps_the_deadline(refuses, localhost, behave):
    with Server(behave, localhost) as server, in_time():
        message = refuses(f"https://localhost:{server.port}", seconds=1, **APPLICATION)
    assert "raise timeout" in message or "no answer in time" in message


def test_no_secret_is_posted_anywhere_but_to_the_authority(refuses, localhost):
    with Entra(localhost) as entra, Entra(localhost) as other:
        entra.respond = lambda method, path, query, form: answer(
            200,
            {
                "issuer": entra.url + "/v2.0",
                "token_endpoint": other.url + "/token",
                "authorization_endpoint": other.url,
            },
        )
        message = refuses(entra.url, **APPLICATION)
    assert "refused a POST to " in message
    assert other.requests == []


def test_redirects_are_not_followed(refuses, localhost):
    with Entra(localhost) as other, Entra(localhost) as entra:
        entra.respond = lambda *unused: answer(307, {}, ("Location", other.url + "/x"))
        refuses(entra.url, **APPLICATION)
    assert other.requests == []


@pytest.fixture(name="cli")
def cli_fixture(tmp_path, monkeypatch):
    """Return a function that puts a program in the place of the Azure CLI."""
    (tmp_path / "bin").mkdir()
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")

    def put(text):
        path = tmp_path / "bin/az"
        path.write_text(f"#!/bin/sh\necho x >>{tmp_path / 'asked'}\n{text}\n")
        path.chmod(0o755)
        return tmp_path / "asked"

    return put


def test_the_cli_is_run_once(sign_in, cli):
    asked = cli(
        "echo '%s'"
        % json.dumps(
            {"accessToken": TOKEN, "expires_on": int(time.time()) + 3600, "expiresOn": "2999-01-01 00:00:00.000000"}
        )
    )
    credential = sign_in(auth_source="cli")
    assert {credential.get_token(SCOPE).token for unused in range(5)} == {TOKEN}
    assert asked.read_text() == "x\n"


def test_without_a_login_every_source_says_what_it_lacked(refuses, cli):
    cli("echo \"Please run 'az login'\" >&2; exit 1")
    message = refuses()
    assert message.startswith(
        "auth_source: auto found no credentials. parameters: none given. environment: no client_id (AZURE_CLIENT_ID) "
        "and no tenant (AZURE_TENANT or AZURE_TENANT_ID) and no secret (AZURE_SECRET or AZURE_CLIENT_SECRET). "
        "credential_file: ~/.azure/credentials cannot be read (No such file or directory). cli: "
    )
    assert message.endswith("Export AZURE_TENANT, AZURE_CLIENT_ID and AZURE_SECRET, or run 'az login'")


@pytest.mark.parametrize(
    "source, said",
    [
        ("cli", f"auth_source: cli returned no token for {SCOPE}: Azure CLI not found on path"),
        (
            "auto",
            " cli: Azure CLI not found on path. Export AZURE_TENANT, AZURE_CLIENT_ID and AZURE_SECRET, or run 'az login'",
        ),
    ],
)
def test_without_a_cli_no_library_is_needed(refuses, tmp_path, monkeypatch, source, said):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setitem(__import__("sys").modules, "azure.identity", None)
    assert refuses(auth_source=source).endswith(said)


def test_a_cli_that_hangs(refuses, cli):
    cli(f"exec sleep {NEVER_SECONDS}")
    with in_time():
        assert refuses(auth_source="cli", seconds=1).endswith("no answer in time; raise timeout")


def test_a_managed_identity(sign_in, monkeypatch):
    token = http(
        200,
        {
            "access_token": TOKEN,
            "expires_in": "3600",
            "expires_on": str(int(time.time()) + 3600),
            "resource": SCOPE,
            "token_type": "Bearer",
        },
        [("Connection", "close")],
    )
    with Server(raw(token)) as server:
        monkeypatch.setenv("AZURE_POD_IDENTITY_AUTHORITY_HOST", "http://" + server.address)
        assert sign_in(auth_source="msi", client_id=CLIENT).get_token(SCOPE).token == TOKEN
    assert any(CLIENT.encode() in head and head.startswith(b"GET ") for head in server.seen)


def test_without_a_managed_identity_it_says_so_at_once(refuses, monkeypatch):
    monkeypatch.setenv("AZURE_POD_IDENTITY_AUTHORITY_HOST", "http://127.0.0.1:9")
    with in_time():
        assert "no managed identity service answers at 127.0.0.1:9" in refuses(auth_source="msi", seconds=NEVER_SECONDS)


def test_a_refused_token_is_asked_for_again():
    class Identity:
        asked = []

        def get_token(self, *scopes, **options):
            self.asked.append((scopes, options))
            return type("AccessToken", (), {"token": f"t{len(self.asked)}", "expires_on": time.time() + 3600})

    tokens = Tokens(Identity())
    assert [tokens.get_token("s").token, tokens.get_token("s").token] == ["t1", "t1"]
    assert tokens.get_token("s", claims="c").token == "t2"
    assert tokens.get_token("s").token == "t2"
    assert Identity.asked == [(("s",), {}), (("s",), {"claims": "c"})]


def test_azure_identity_is_missing(sign_in, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "azure.identity", None)
    with pytest.raises(ImportError):
        sign_in(**APPLICATION)
