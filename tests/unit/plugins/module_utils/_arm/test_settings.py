# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from yaml import safe_load

from ansible_collections.privatelink.azure_ai.plugins.doc_fragments._azure_auth import ModuleDocFragment
from ansible_collections.privatelink.azure_ai.plugins.module_utils._arm.settings import (
    ARGUMENT_SPEC,
    SOURCES,
    VARIABLES,
    check_subscription_id,
    secrets,
    validate,
    without_subscription,
)
from ansible_collections.privatelink.azure_ai.plugins.module_utils._azure.clouds import CLOUDS, cloud_named
from ansible_collections.privatelink.azure_ai.tests.unit.support.azure_servers import (
    CLIENT,
    SECRET,
    SUBSCRIPTION,
    TENANT,
)

APPLICATION = {"tenant": TENANT, "client_id": CLIENT, "secret": SECRET}
VARIABLES_OF_AZCOLLECTION = {"AZURE_TENANT": TENANT, "AZURE_CLIENT_ID": CLIENT, "AZURE_SECRET": SECRET}
VARIABLES_OF_IDENTITY = {"AZURE_TENANT_ID": TENANT, "AZURE_CLIENT_ID": CLIENT, "AZURE_CLIENT_SECRET": SECRET}


@pytest.fixture(name="home")
def home_fixture(tmp_path):
    """Return a home without anything, and the environment that leads there."""
    (tmp_path / ".azure").mkdir()
    return tmp_path


@pytest.fixture(name="check")
def check_fixture(home):
    """Return validate with options and variables, in that home."""
    return lambda options=None, **variables: validate(options or {}, dict({"HOME": str(home)}, **variables))


def credentials(home, text):
    (home / ".azure/credentials").write_text(text)


FILE = f"[default]\nsubscription_id={SUBSCRIPTION}\nclient_id={CLIENT}\nsecret={'100%' + SECRET}\ntenant={TENANT}\n"


def test_the_clouds():
    assert sorted(CLOUDS) == ["AzureChinaCloud", "AzureCloud", "AzureUSGovernment"]
    assert CLOUDS["AzureUSGovernment"].scope == "https://management.core.usgovcloudapi.net/.default"
    assert cloud_named("azureusgovernment") is CLOUDS["AzureUSGovernment"]


def test_a_resource_manager_of_ones_own():
    cloud = cloud_named("https://Management.local.example.com:8443/", "https://login.example.com/")
    assert cloud[:4] == (
        "https://management.local.example.com:8443",
        "https://login.example.com",
        "https://management.local.example.com:8443",
        "https://management.local.example.com:8443/.default",
    )
    assert cloud_named("AzureCloud", "login.example.com").authority == "https://login.example.com"


@pytest.mark.parametrize(
    "text",
    [
        "Azure",
        "http://management.azure.com",
        "https://u:p@management.azure.com",
        "https://management.azure.com/x?y",
        "https://",
        "https://[::1",
        "https://h:99999",
    ],
)
def test_other_clouds_are_refused(text):
    with pytest.raises(ValueError, match="^cloud_environment: .* is not a valid cloud: expected one of AzureCloud, "):
        cloud_named(text)


def test_a_wrong_authority_is_named_without_its_password():
    with pytest.raises(
        ValueError, match="^adfs_authority_url: .* is not a valid authority: expected an https URL"
    ) as caught:
        cloud_named("AzureCloud", "http://user:planted@login.example.com")
    assert "planted" not in str(caught.value)


def test_parameters_come_first(check):
    settings = check(dict(APPLICATION, subscription_id=SUBSCRIPTION), AZURE_CLIENT_ID="other", AZURE_SECRET="other")
    assert (settings.source, settings.proof, settings.client_id) == ("parameters", "secret", CLIENT)
    assert (settings.cloud.name, settings.subscription_id) == ("AzureCloud", SUBSCRIPTION)


@pytest.mark.parametrize("variables", [VARIABLES_OF_AZCOLLECTION, VARIABLES_OF_IDENTITY])
@pytest.mark.parametrize("source", [None, "auto", "env"])
def test_both_families_of_variables(check, source, variables):
    settings = check({"auth_source": source}, AZURE_SUBSCRIPTION_ID=SUBSCRIPTION, **variables)
    assert (settings.source, settings.tenant, settings.client_id) == ("environment", TENANT, CLIENT)
    assert (settings.secret, settings.subscription_id) == (SECRET, SUBSCRIPTION)


def test_the_source_itself_may_be_a_variable(check):
    assert check(ANSIBLE_AZURE_AUTH_SOURCE="msi").source == "msi"
    with pytest.raises(
        ValueError,
        match="^auth_source: 'all', from ANSIBLE_AZURE_AUTH_SOURCE, is not a valid source: expected one of auto",
    ):
        check(ANSIBLE_AZURE_AUTH_SOURCE="all")


def test_options_are_filled_by_variables(check):
    settings = check({"secret": SECRET}, AZURE_CLIENT_ID=CLIENT, AZURE_TENANT=TENANT)
    assert (settings.source, settings.client_id, settings.tenant) == ("parameters", CLIENT, TENANT)


def test_a_secret_of_the_options_is_not_joined_by_another_proof(check):
    settings = check({"client_id": CLIENT, "tenant": TENANT, "ad_user": "u", "password": "p"}, AZURE_SECRET="other")
    assert (settings.proof, settings.secret) == ("ad_user", None)


def test_half_an_identity_in_the_options_is_never_replaced_by_another(check, home):
    credentials(home, FILE)
    with pytest.raises(
        ValueError,
        match=r"^auth_source: parameters lacks tenant \(AZURE_TENANT or AZURE_TENANT_ID\) "
        r"and secret \(AZURE_SECRET or AZURE_CLIENT_SECRET\): expected ",
    ):
        check({"client_id": CLIENT})


def test_the_credential_file(check, home):
    credentials(home, FILE + "[other]\nclient_id=c\n")
    settings = check()
    assert (settings.source, settings.subscription_id) == ("credential_file", SUBSCRIPTION)
    assert settings.secret == "100%" + SECRET
    assert settings.lacked[0] == "parameters: none given"
    assert check({"auth_source": "credential_file", "subscription_id": TENANT}).subscription_id == TENANT
    with pytest.raises(ValueError, match="^auth_source: credential_file lacks tenant .* and secret "):
        check({"profile": "other"})
    with pytest.raises(ValueError, match=r"has no section \[none\]: expected one of default, other"):
        check(AZURE_PROFILE="none")


@pytest.mark.parametrize("content", ["secret=planted\n", "[default]\nplanted", b"\xff\xfeplanted"])
def test_a_broken_credential_file_is_not_repeated(check, home, content):
    (home / ".azure/credentials").write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(ValueError, match="^credential_file: ~/.azure/credentials is not a valid INI file") as caught:
        check({"auth_source": "credential_file"})
    assert "planted" not in str(caught.value)


def test_the_missing_credential_file_is_named(check):
    with pytest.raises(ValueError, match="^credential_file: ~/.azure/credentials cannot be read .No such file"):
        check({"auth_source": "credential_file"})


def test_the_cli_is_last_and_each_source_before_it_says_what_it_lacked(check, home):
    (home / ".azure/azureProfile.json").write_bytes(
        b"\xef\xbb\xbf"
        + json.dumps(
            {"subscriptions": [{"id": TENANT, "isDefault": False}, {"id": SUBSCRIPTION, "isDefault": True}]}
        ).encode()
    )
    settings = check(AZURE_CLIENT_ID=CLIENT)
    assert (settings.source, settings.subscription_id, settings.client_id) == ("cli", SUBSCRIPTION, None)
    assert settings.lacked == (
        "parameters: none given",
        "environment: no tenant (AZURE_TENANT or AZURE_TENANT_ID) and no secret (AZURE_SECRET or AZURE_CLIENT_SECRET)",
        "credential_file: ~/.azure/credentials cannot be read (No such file or directory)",
    )


@pytest.mark.parametrize("content", [None, "[]", "{", '{"subscriptions": [1]}', '{"subscriptions": []}'])
def test_without_a_subscription_it_says_so(check, home, content):
    if content is not None:
        (home / ".azure/azureProfile.json").write_text(content)
    settings = check({"auth_source": "cli"})
    assert settings.subscription_id is None
    assert without_subscription(settings).startswith("subscription_id: neither the account, the option nor ")
    assert "az account list" in without_subscription(settings)


def test_workload_identity(check, tmp_path):
    token = tmp_path / "token"
    token.write_text("federated")
    variables = dict(VARIABLES_OF_IDENTITY, AZURE_FEDERATED_TOKEN_FILE=str(token))
    settings = check({"auth_source": "workload_identity"}, **variables)
    assert (settings.source, settings.proof, settings.secret) == ("workload_identity", "oidc_token_file_path", None)
    with pytest.raises(ValueError, match=r"^auth_source: workload_identity lacks oidc_token_file_path \(AZURE_FED"):
        check({"auth_source": "workload_identity"}, **VARIABLES_OF_IDENTITY)
    with pytest.raises(ValueError, match=r"^oidc_token_file_path \(.*\): '/nonexistent' cannot be read: expected"):
        check({"oidc_token_file_path": "/nonexistent", "client_id": CLIENT, "tenant": TENANT})


@pytest.mark.parametrize(
    "options, message",
    [
        ({"tenant": "con toso"}, "^tenant: 'con toso' is not a valid tenant: expected its id or domain"),
        (
            {"subscription_id": "my subscription"},
            "^subscription_id: 'my subscription' is not a valid subscription id: expected one such as",
        ),
        (
            {"cloud_environment": "AzureGermanCloud"},
            "^cloud_environment: 'AzureGermanCloud' is not a valid cloud: expected one of",
        ),
        (
            {"ca_path": "/nonexistent"},
            r"^ca_path \(REQUESTS_CA_BUNDLE or CURL_CA_BUNDLE\): '/nonexistent' does not exist",
        ),
        (
            {"secret": None, "x509_certificate_path": "/nonexistent"},
            "^x509_certificate_path .*'/nonexistent' cannot be read",
        ),
    ],
)
def test_what_is_wrong_is_named_with_what_is_accepted(check, options, message):
    with pytest.raises(ValueError, match=message) as caught:
        check(dict(APPLICATION, **options))
    assert SECRET not in str(caught.value)


def test_unverified_connections_are_refused(check):
    with pytest.raises(
        ValueError,
        match="^cert_validation_mode: 'ignore', from AZURE_CERT_VALIDATION_MODE, is not a valid mode: expected",
    ):
        check(APPLICATION, AZURE_CERT_VALIDATION_MODE="ignore")
    assert "choices" in ARGUMENT_SPEC["cert_validation_mode"]


def test_the_other_variables(check, tmp_path):
    settings = check(
        APPLICATION,
        AZURE_CLOUD_ENVIRONMENT="AzureUSGovernment",
        AZURE_AUTHORITY_HOST="login.example.com",
        AZURE_DISABLE_INSTANCE_DISCOVERY="True",
        REQUESTS_CA_BUNDLE=str(tmp_path),
    )
    assert (settings.cloud.name, settings.cloud.authority) == ("AzureUSGovernment", "https://login.example.com")
    assert (settings.disable_instance_discovery, settings.ca_path) == (True, str(tmp_path))


def test_secrets_show_in_no_text(check):
    settings = check(
        dict(APPLICATION, password="planted-password", oidc_token="planted-token"),
        AZURE_CLIENT_CERTIFICATE_PASSWORD="planted-too",
    )
    planted = [SECRET, "planted-password", "planted-token", "planted-too"]
    assert sorted(secrets(settings)) == sorted(planted)
    for text in (repr(settings), str(settings), f"{[settings]!r}"):
        assert "planted" not in text
    for name in ("secret", "password", "oidc_token"):
        assert ARGUMENT_SPEC[name]["no_log"] is True


def test_a_subscription_is_an_id():
    assert check_subscription_id(SUBSCRIPTION.upper()) == SUBSCRIPTION.upper()
    with pytest.raises(ValueError, match=r"^accounts\[0\].subscription_id: 'prod' is not a valid subscription id"):
        check_subscription_id("prod", "accounts[0].subscription_id")


def test_documentation_and_argument_spec_are_one():
    documented = safe_load(ModuleDocFragment.DOCUMENTATION)["options"]
    assert set(documented) == set(ARGUMENT_SPEC)
    for name, option in ARGUMENT_SPEC.items():
        assert documented[name]["type"] == option["type"]
        assert documented[name].get("choices") == option.get("choices")
        said = json.dumps(documented[name]["description"])
        for variable in VARIABLES.get(name, ()):
            assert f"E({variable})" in said, (name, variable)
    assert set(SOURCES) == set(documented["auth_source"]["choices"])
    assert not ArgumentSpecValidator(ARGUMENT_SPEC).validate(dict(APPLICATION, auth_source="auto")).error_messages


def test_nothing_of_azure_is_imported_until_needed():
    program = (
        "import sys\n"
        "from ansible_collections.privatelink.azure_ai.plugins.module_utils._arm import auth, client, settings\n"
        "from ansible_collections.privatelink.azure_ai.plugins.module_utils._core.deadline import Deadline\n"
        "given = settings.validate({'client_id': 'c', 'secret': 's', 'tenant': 't'}, {})\n"
        "client.Arm(given, None, Deadline(1))\n"
        "found = [name for name in sys.modules if name.split('.')[0] in ('azure', 'msal', 'requests', 'cryptography')]\n"
        "print(*found)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={"PYTHONPATH": ":".join(filter(None, sys.path))},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.stderr) == ("\n", "")
