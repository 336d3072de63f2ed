# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest

from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._declarations.spelling import (
    Names,
    did_you_mean,
    nearest,
    nearest_variable,
)

SOURCES = ("none", "msi", "workload_identity", "env", "cli", "client_secret")
ARM_SOURCES = ("auto", "cli", "env", "credential_file", "msi", "workload_identity")
VANTAGES = ("jumphost", "onprem", "outside")
OPERATIONS = ("chat_completions", "completions", "responses", "embeddings", "models")
KINDS = ("OpenAI", "AIServices", "CognitiveServices")
CLOUDS = ("AzureCloud", "AzureUSGovernment", "AzureChinaCloud")
ACCESS = ("disabled", "selected_networks", "enabled")
MANAGERS = ("auto", "systemd-resolved", "NetworkManager", "resolvconf", "static")
KNOWN = ("azure", "dns", "probe", "report", "private_addresses", "selected_networks")


@pytest.mark.parametrize(
    "word, meant",
    [
        pytest.param("azur", "azure", id="a letter is missing"),
        pytest.param("probes", "probe", id="a letter too many"),
        pytest.param("dsn", "dns", id="letters changed places"),
        pytest.param("Private-Addresses", "private_addresses", id="dash and case"),
        pytest.param("SelectedNetworks", "selected_networks", id="as Azure spells it"),
        pytest.param("network", None, id="another word"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_the_word_that_is_meant(word, meant):
    assert nearest(word, KNOWN) == meant
    assert did_you_mean(word, KNOWN) == (f"; did you mean {meant}?" if meant else "")


@pytest.mark.parametrize(
    "name, meant",
    [
        pytest.param("Private_Adresses", ("private_addresses", 1), id="a letter is missing"),
        pytest.param("private_addresses_dev", ("private_addresses", 4), id="a word more"),
        pytest.param("public_networks", None, id="another name"),
    ],
)
def test_the_variable_that_is_meant(name, meant):
    assert nearest_variable(name, KNOWN) == meant


@pytest.mark.parametrize(
    "word, known, meant",
    [
        pytest.param("inside", ("jumphost", "onprem", "outside"), "jumphost", id="a vantage"),
        pytest.param("Azure OpenAI", ("OpenAI", "AIServices"), "OpenAI", id="a kind"),
        pytest.param("public", ("AzureCloud", "AzureUSGovernment"), "AzureCloud", id="a cloud"),
        pytest.param("public", ("disabled", "enabled"), "enabled", id="the same word of another choice"),
        pytest.param("managed_identity", SOURCES, "msi", id="an auth source: managed_identity"),
        pytest.param("managedidentity", SOURCES, "msi", id="an auth source: managedidentity"),
        pytest.param("federated", SOURCES, "workload_identity", id="an auth source: federated"),
        pytest.param("azcli", SOURCES, "cli", id="an auth source: azcli"),
        pytest.param("azure_cli", SOURCES, "cli", id="an auth source: azure_cli"),
        pytest.param("environment", SOURCES, "env", id="an auth source: environment"),
        pytest.param("service_principal", SOURCES, "client_secret", id="an auth source: service_principal"),
        pytest.param(False, ("disabled", "enabled"), "disabled", id="what YAML makes of no"),
    ],
)
def test_what_people_say_is_known(word, known, meant):
    assert did_you_mean(word, known) == f"; did you mean {meant}?"


@pytest.mark.parametrize(
    "meant, known, words",
    [
        pytest.param("jumphost", VANTAGES, "inside internal private vnet vm bastion", id="jumphost"),
        pytest.param("onprem", VANTAGES, "onpremises onpremise vpn expressroute datacenter corporate", id="onprem"),
        pytest.param("outside", VANTAGES, "external internet public controlnode", id="outside"),
        pytest.param("chat_completions", OPERATIONS, "chat chatcompletion", id="chat_completions"),
        pytest.param("completions", OPERATIONS, "completion complete", id="completions"),
        pytest.param(
            "OpenAI",
            KINDS,
            "azureopenai aoai gpt openai-service openaiservices azureopenaiservice Azure_OpenAI_Service",
            id="OpenAI",
        ),
        pytest.param("AIServices", KINDS, "foundry azureaifoundry aifoundry azureai multiservice", id="AIServices"),
        pytest.param(
            "CognitiveServices", KINDS, "cognitive cognitiveservice azurecognitiveservices", id="CognitiveServices"
        ),
        pytest.param(
            "AzureCloud", CLOUDS, "public azure commercial azurepublic azurepubliccloud global", id="AzureCloud"
        ),
        pytest.param(
            "AzureUSGovernment",
            CLOUDS,
            "usgov azureusgov government gov usgovernment azureusgovernmentcloud",
            id="AzureUSGovernment",
        ),
        pytest.param("AzureChinaCloud", CLOUDS, "china azurechina mooncake", id="AzureChinaCloud"),
        pytest.param("disabled", ACCESS, "no false off deny none private", id="disabled"),
        pytest.param("enabled", ACCESS, "yes true on allow all public", id="enabled"),
        pytest.param("selected_networks", ACCESS, "selected networks firewall iprules", id="selected_networks"),
        pytest.param("msi", SOURCES, "managedidentity managed identity systemassigned userassigned imds", id="msi"),
        pytest.param(
            "workload_identity",
            SOURCES,
            "workload federated federatedidentity federation oidc wif",
            id="workload_identity",
        ),
        pytest.param("env", SOURCES, "environment environ envvar envvars environmentvariables variables", id="env"),
        pytest.param("cli", SOURCES, "az azcli azurecli azlogin azureclicredential", id="cli"),
        pytest.param(
            "client_secret",
            SOURCES,
            "secret serviceprincipal sp spn clientcredentials appregistration",
            id="client_secret",
        ),
        pytest.param("credential_file", ARM_SOURCES, "file credentials credentialsfile profile", id="credential_file"),
        pytest.param("auto", ARM_SOURCES, "default automatic defaultazurecredential defaultcredential any", id="auto"),
        pytest.param(
            "systemd-resolved", MANAGERS, "systemd resolved systemd-resolve resolvectl", id="systemd-resolved"
        ),
        pytest.param("NetworkManager", MANAGERS, "nm nmcli network-manager", id="NetworkManager"),
        pytest.param("resolvconf", MANAGERS, "resolv.conf openresolvconf", id="resolvconf"),
        pytest.param("failure", ("failure", "warning", "never"), "error errors fail failed", id="failure"),
    ],
)
def test_every_word_for_a_choice_is_known(meant, known, words):
    assert {word: nearest(word, known) for word in words.split()} == dict.fromkeys(words.split(), meant)


def test_what_is_no_text_is_near_to_nothing():
    assert did_you_mean(5, KNOWN) == ""


@pytest.mark.parametrize(
    "name, meant",
    [
        pytest.param("exmple-east", "Example-East", id="a letter is missing"),
        pytest.param("exammple-east", "Example-East", id="a letter too many"),
        pytest.param("exanple-east", "Example-East", id="another letter"),
        pytest.param("exapmle-east", "Example-East", id="letters changed places"),
        pytest.param("example-west", None, id="another place"),
        pytest.param("prod-2", None, id="numbers are not misspelt"),
        pytest.param("prd-1", "prod-1", id="beside the same number"),
    ],
)
def test_the_account_that_is_meant(name, meant):
    assert Names(["Example-East", "prod-1"]).nearest(name) == meant
