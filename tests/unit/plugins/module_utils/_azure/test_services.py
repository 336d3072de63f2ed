# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ansible_collections.privatelink.azure_ai.plugins.module_utils._azure import clouds, services, zones
from ansible_collections.privatelink.azure_ai.plugins.module_utils._azure.operations import OPERATIONS
from ansible_collections.privatelink.azure_ai.plugins.module_utils._azure.services import (
    ACCOUNTS,
    ENDPOINT_DOMAINS,
    KINDS,
    SERVICES,
    cloud_of,
    token_scope,
)
from ansible_collections.privatelink.azure_ai.plugins.module_utils._azure.zone_table import (
    MICROSOFT_ROWS,
    SUPPLEMENTARY_ROWS,
)
from ansible_collections.privatelink.azure_ai.plugins.module_utils._core.needed import NEEDED

# Not resolved: the path has to go on naming the collection.
COLLECTION = Path(__file__).absolute().parents[5]

# What a new service family changes below plugins/, roles/ and playbooks/, beside the table of all services in Azure.
# Examples in documentation do not count, they may name any family.
FILES_OF_A_FAMILY = {
    "plugins/module_utils/_azure/services.py",  # its row
    "plugins/plugin_utils/_diagnosis/signals/service.py",  # which roles hold an action
    # Generated from it by `make docs`:
    "plugins/modules/azure_account_info.py",
    "plugins/modules/private_endpoint_info.py",
    "roles/account/meta/argument_specs.yml",
    "roles/endpoint/meta/argument_specs.yml",
    "roles/jumphost/meta/argument_specs.yml",
    "roles/private_dns_zone/meta/argument_specs.yml",
}
# What one with another resource type changes too.
FILES_OF_A_RESOURCE_TYPE = {
    "plugins/module_utils/_core/needed.py",  # the version of its SDK
    "plugins/module_utils/_azure/service_tags.py",  # Microsoft's names of networks
    # The commands of `az`, compared with the row below.
    "plugins/module_utils/_catalogue/azure.py",
    "plugins/module_utils/_catalogue/causes/answers.py",
    "plugins/module_utils/_catalogue/causes/dns_answers.py",
    "plugins/module_utils/_catalogue/causes/service.py",
    "plugins/module_utils/_catalogue/dns_records.py",
    "plugins/module_utils/_catalogue/service.py",
    # Documentation for people.
    "plugins/modules/aoai_probe.py",
    "roles/account/README.md",
    "plugins/plugin_utils/_judge/azure.py",
}


def rows():
    return [row for table in (MICROSOFT_ROWS, SUPPLEMENTARY_ROWS) for rows in table.values() for row in rows]


def sources(*folders):
    """Return the texts of the collection's own files by path."""
    paths = [
        path
        for folder in folders
        for path in sorted((COLLECTION / folder).rglob("*"))
        if path.suffix in (".py", ".yml", ".md")
    ]
    assert paths
    return {str(path.relative_to(COLLECTION)): path.read_text(encoding="utf-8") for path in paths}


@pytest.mark.parametrize("kind", KINDS)
def test_names_and_members_of_a_private_endpoint_are_the_same_domains(kind):
    service = SERVICES[kind]
    assert sorted(map(id, service.domains)) == sorted(map(id, service.members))
    assert all(set(domain) <= set(clouds.CLOUDS) for domain in service.domains)


@pytest.mark.parametrize("cloud", clouds.CLOUDS)
@pytest.mark.parametrize("kind", KINDS)
def test_zones_are_those_of_the_table(kind, cloud):
    service = SERVICES[kind]
    for suffix, zone in zip(service.suffixes(cloud), service.zones(cloud)):
        described = zones.describe("example." + suffix)
        assert (described["zone"], described["cloud"]) == (zone, cloud)
        assert service.resource_type.group_id in {row[1] for row in rows() if row[2] == zone}


def test_every_suffix_has_one_cloud_and_a_token_scope():
    assert cloud_of("openai.azure.us") == "AzureUSGovernment"
    assert cloud_of("example.com") is None
    assert token_scope("services.ai.azure.com") == "https://cognitiveservices.azure.com/.default"
    assert token_scope("cognitiveservices.azure.cn") == "https://cognitiveservices.azure.cn/.default"
    assert len(ENDPOINT_DOMAINS) == len(set(ENDPOINT_DOMAINS)) == 10


def test_each_cloud_has_what_a_resource_type_differs_in():
    assert set(ACCOUNTS.token_scopes) == set(ACCOUNTS.regional_domains) == set(clouds.CLOUDS)
    assert ACCOUNTS.action("read") == "Microsoft.CognitiveServices/accounts/read"
    assert ACCOUNTS.provider == "CognitiveServices"
    assert ACCOUNTS.library in NEEDED


@pytest.mark.parametrize("kind", KINDS)
def test_operations_are_those_of_the_probe(kind):
    assert set(SERVICES[kind].operations) <= set(OPERATIONS)
    assert SERVICES[kind].keyless_operation in SERVICES[kind].operations


def test_remedies_use_the_commands_of_the_resource_type():
    texts = "".join(sources("plugins/module_utils/_catalogue").values())
    commands = set(re.findall(r"az cognitiveservices \w+", texts))
    assert commands == {ACCOUNTS.az}
    assert set(re.findall(r"--group-id ([^\s{]+)", texts)) <= {ACCOUNTS.group_id}


def test_few_files_know_a_family():
    """A family is one row, and what is generated from it."""
    knows = re.compile(r"AIServices|services\.ai\.azure|services_ai", re.IGNORECASE)
    assert {
        path
        for path, text in sources("plugins", "roles", "playbooks").items()
        if knows.search(text) and not path.endswith("zone_table.py")
    } == FILES_OF_A_FAMILY


def test_few_files_know_a_resource_type():
    knows = re.compile(r"cognitiveservices", re.IGNORECASE)
    assert {
        path
        for path, text in sources("plugins", "roles", "playbooks").items()
        if knows.search(text) and not path.endswith("zone_table.py")
    } <= FILES_OF_A_FAMILY | FILES_OF_A_RESOURCE_TYPE


def test_a_new_family_is_one_row():
    """What a row gives its users, by a row that exists nowhere."""
    speech = services.Service(
        "Speech", domains=SERVICES["CognitiveServices"].domains, members=SERVICES["CognitiveServices"].members
    )
    assert speech.suffixes("AzureCloud") == ["cognitiveservices.azure.com"]
    assert speech.zones("AzureChinaCloud") == ["privatelink.cognitiveservices.azure.cn"]
    assert SERVICES["OpenAI"].suffixes("AzureChinaCloud") == []
