# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import re
from collections import Counter

import pytest

from ansible_collections.privatelink.azure_ai.plugins.module_utils._azure import zones as azure_zones
from ansible_collections.privatelink.azure_ai.plugins.module_utils._azure.zone_table import (
    MICROSOFT_ROWS,
    SUPPLEMENTARY_ROWS,
)

FILLED = {"partitionId": "3", "regionCode": "eus", "dnsPrefix": "0a1b2c", "subzone": "sub", "cachename": "cache"}

ROWS = [(cloud, *row) for cloud, rows in MICROSOFT_ROWS.items() for row in rows]
PAIRS = sorted({(row[3], public) for row in ROWS for public in row[4].split()})


def fill(text):
    return re.sub(r"\{(\w+)\}", lambda found: FILLED.get(found.group(1), "eastus"), text)


def test_the_table_has_all_rows_of_microsofts_page():
    assert {cloud: len(rows) for cloud, rows in MICROSOFT_ROWS.items()} == {
        "AzureCloud": 131,
        "AzureUSGovernment": 76,
        "AzureChinaCloud": 48,
    }
    assert all(len(row) == 5 and all(row) for row in ROWS)


# Of Microsoft's rows: public zones that are no private zone without its label, private zones that are no public one with
# it, and kinds of resource that are in one cloud alone, or whose name is written otherwise in another.
PUBLIC_ALONE = {
    "applicationinsights.azure.com",
    "aznbcontent.net",
    "blob.storage.azure.net",
    "fhir.azurehealthcareapis.com",
    "inference.ml.azure.cn",
    "inference.ml.azure.com",
    "inference.ml.azure.us",
    "instances.azureml.cn",
    "instances.azureml.ms",
    "instances.azureml.us",
    "service.batch.azure.com",
    "service.batch.chinacloudapi.cn",
    "service.batch.usgovcloudapi.net",
    "service.signalr.azure.cn",
    "services.visualstudio.com",
    "vault.azure.net",
    "vault.usgovcloudapi.net",
    "workspace.azurehealthcareapis.com",
}
PRIVATE_ALONE = {
    "azurehealthcareapis.com",
    "servicebus.windows.us",
    "signalr.azure.cn",
    "ts.eventgrid.azure.net",
}
IN_ONE_CLOUD = {
    ("Azure AI Video Indexer", "account"),
    ("Azure API Management", "Gateway"),
    ("Azure Arc", "hybridcompute"),
    ("Azure Attestation", "standard"),
    ("Azure Backup", "AzureBackup_secondary"),
    ("Azure Bot Service", "Bot"),
    ("Azure Bot Service", "Token"),
    ("Azure Cache for Redis Enterprise", "redisEnterprise"),
    ("Azure Container Apps", "managedEnvironments"),
    ("Azure Cosmos DB", "Analytical"),
    ("Azure Cosmos DB", "coordinator"),
    ("Azure Cosmos DB for MongoDB - vCore", "MongoCluster"),
    ("Azure Digital Twins", "API"),
    ("Azure Elastic SAN", "volumegroup"),
    ("Azure Event Grid", "partnernamespace"),
    ("Azure Event Grid", "topicSpace"),
    ("Azure Files", "FileShare"),
    ("Azure IoT Central", "iotApp"),
    ("Azure Key Vault", "managedhsm"),
    ("Azure Kubernetes Service - Kubernetes API", "management"),
    ("Azure Machine Learning registry", "amlregistry"),
    ("Azure Machine Learning workspace", "amlworkspace"),
    ("Azure Managed Disks", "disks"),
    ("Azure Managed Grafana", "grafana"),
    ("Azure Managed Prometheus", "prometheusMetrics"),
    ("Azure Managed Redis", "redisEnterprise"),
    ("Azure Maps", "account"),
    ("Azure Media Services", "keydelivery"),
    ("Azure Media Services", "liveevent"),
    ("Azure Media Services", "streamingendpoint"),
    ("Azure Resource Manager", "ResourceManagement"),
    ("Azure Static Web Apps", "staticSites"),
    ("Azure Web Apps / Azure Function Apps", "sites"),
    ("Azure Web PubSub service", "webpubsub"),
    ("Device Update for IoT Hubs", "DeviceUpdate"),
    ("Microsoft Fabric", "workspace"),
    ("Microsoft Power BI", "tenant"),
    ("Microsoft Purview", "platform"),
    ("SignalR", "signalR"),
    ("SignalR", "signalr"),
}


def without_label(zone):
    """Return a zone without the label of private ones, and without what differs by region, instance or account."""
    return re.sub(r"(\{\w+\}(-ondemand)?|privatelink(-global)?)\.", "", zone)


def test_a_row_is_written_as_its_neighbours_are():
    """A slip of one letter in a row of the table shows, since nearly every word of it stands there twice."""
    private = {without_label(row[3]) for row in ROWS}
    public = {without_label(each) for row in ROWS for each in row[4].split()}
    assert (public - private, private - public) == (PUBLIC_ALONE, PRIVATE_ALONE)
    clouds = Counter(kind for rows in MICROSOFT_ROWS.values() for kind in {row[:2] for row in rows})
    assert {kind for kind, count in clouds.items() if count == 1} == IN_ONE_CLOUD


@pytest.mark.parametrize(("zone", "public"), PAIRS, ids=["%s from %s" % pair for pair in PAIRS])
def test_every_public_name_maps_to_a_set_that_has_the_rows_zone(zone, public):
    known = azure_zones.describe("account." + fill(public))
    zones = {known["zone"], *known["other_zones"]}
    # A subzone of AKS and a region of Container Apps do not stand in the public name: the placeholder stays.
    assert zones & {fill(zone), zone, zone.replace("{regionName}", "eastus")}
    assert known["public_name"] == "account." + fill(public) or public.startswith("privatelink.")


@pytest.mark.parametrize("zone", sorted({row[3] for row in ROWS}))
def test_every_privatelink_name_maps_to_its_zone_and_back(zone):
    # Where the region or the kind of service stands in the record, a name without it has no public name.
    names = [record + fill(zone) for record in ("account.", "account.eastus.", "account.fhir.")]
    known = [azure_zones.describe(name) for name in names]
    assert (known[0]["zone"], known[0]["privatelink_name"], known[0]["other_zones"]) == (fill(zone), names[0], [])
    public = next(filter(None, (one["public_name"] for one in known)))
    again = azure_zones.describe(public)
    assert {fill(zone), zone.replace("{regionName}", "eastus")} & {again["zone"], *again["other_zones"]}


def describe(name):
    known = azure_zones.describe(name)
    return known["public_name"], known["privatelink_name"], known["zone"]


@pytest.mark.parametrize(
    ("public", "privatelink", "zone"),
    [
        pytest.param(
            "aro-azureopenai.openai.azure.com",
            "aro-azureopenai.privatelink.openai.azure.com",
            "privatelink.openai.azure.com",
            id="the seed case",
        ),
        pytest.param(
            "x.cognitiveservices.azure.com",
            "x.privatelink.cognitiveservices.azure.com",
            "privatelink.cognitiveservices.azure.com",
            id="AI services",
        ),
        pytest.param(
            "x.services.ai.azure.com",
            "x.privatelink.services.ai.azure.com",
            "privatelink.services.ai.azure.com",
            id="AI Foundry",
        ),
        pytest.param(
            "x.openai.azure.us", "x.privatelink.openai.azure.us", "privatelink.openai.azure.us", id="not in the table"
        ),
        pytest.param(
            "x.blob.core.windows.net",
            "x.privatelink.blob.core.windows.net",
            "privatelink.blob.core.windows.net",
            id="an exact pair wins over Azure Monitor's lists",
        ),
        pytest.param(
            "kv.vault.azure.net",
            "kv.privatelink.vaultcore.azure.net",
            "privatelink.vaultcore.azure.net",
            id="key vault: the zone has another name",
        ),
        pytest.param(
            "x.search.windows.net", "x.privatelink.search.windows.net", "privatelink.search.windows.net", id="search"
        ),
        pytest.param(
            "srv.database.windows.net",
            "srv.privatelink.database.windows.net",
            "privatelink.database.windows.net",
            id="SQL server",
        ),
        pytest.param(
            "mi.0a1b2c.database.windows.net",
            "mi.privatelink.0a1b2c.database.windows.net",
            "privatelink.0a1b2c.database.windows.net",
            id="longest suffix wins: SQL managed instance",
        ),
        pytest.param(
            "cl.eastus.kusto.windows.net",
            "cl.privatelink.eastus.kusto.windows.net",
            "privatelink.eastus.kusto.windows.net",
            id="region in the zone",
        ),
        pytest.param(
            "acct.eastus.batch.azure.com",
            "acct.eastus.privatelink.batch.azure.com",
            "privatelink.batch.azure.com",
            id="region in the record",
        ),
        pytest.param(
            "acct.eastus.service.batch.azure.com",
            "acct.eastus.service.privatelink.batch.azure.com",
            "privatelink.batch.azure.com",
            id="region and a word in the record",
        ),
        pytest.param(
            "r.eastus.data.azurecr.io",
            "r.eastus.data.privatelink.azurecr.io",
            "eastus.data.privatelink.azurecr.io",
            id="privatelink in the middle of the zone",
        ),
        pytest.param(
            "app.scm.azurewebsites.net",
            "app.scm.privatelink.azurewebsites.net",
            "scm.privatelink.azurewebsites.net",
            id="scm",
        ),
        pytest.param(
            "a.2.azurestaticapps.net",
            "a.privatelink.2.azurestaticapps.net",
            "privatelink.2.azurestaticapps.net",
            id="a partition is a number",
        ),
        pytest.param(
            "a.azurestaticapps.net",
            "a.privatelink.azurestaticapps.net",
            "privatelink.azurestaticapps.net",
            id="no partition",
        ),
        pytest.param(
            "app.env.eastus.azurecontainerapps.io",
            "app.env.privatelink.eastus.azurecontainerapps.io",
            "privatelink.eastus.azurecontainerapps.io",
            id="region missing in the table's public zone",
        ),
        pytest.param(
            "cache.eastus.redisenterprise.cache.azure.net",
            "cache.eastus.privatelink.redisenterprise.cache.azure.net",
            "privatelink.redisenterprise.cache.azure.net",
            id="the table prints the whole name",
        ),
        pytest.param(
            "x.servicebus.usgovcloudapi.net",
            "x.privatelink.servicebus.usgovcloudapi.net",
            "privatelink.servicebus.usgovcloudapi.net",
            id="government",
        ),
        pytest.param(
            "x.documents.azure.cn", "x.privatelink.documents.azure.cn", "privatelink.documents.azure.cn", id="China"
        ),
    ],
)
def test_there_and_back(public, privatelink, zone):
    assert describe(public) == (public, privatelink, zone)
    assert describe(privatelink) == (public, privatelink, zone)


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("www.example.com", id="not Azure"),
        pytest.param("openai.azure.com", id="a zone itself is no account of the zone above it"),
        pytest.param("a.b.azure.com", id="deep below azure.com is not Resource Manager"),
        pytest.param("x.privatelink.aiservices.azure.com", id="an invented zone"),
        pytest.param("privatelink.openai.azure.com", id="a private zone itself"),
        pytest.param("localhost", id="one label"),
        pytest.param("eastus.api.cognitive.microsoft.com", id="a regional endpoint"),
    ],
)
def test_unknown_names(name):
    assert azure_zones.describe(name) == {
        "public_name": None,
        "privatelink_name": None,
        "cloud": None,
        "service": None,
        "zone": None,
        "other_zones": [],
    }


@pytest.mark.parametrize(
    ("name", "cloud", "service", "others"),
    [
        pytest.param("x.openai.azure.com", "AzureCloud", "Foundry Tools (Azure AI services)", 0, id="one of each"),
        pytest.param("x.blob.core.windows.net", "AzureCloud", None, 4, id="several services"),
        pytest.param("x.wvd.microsoft.com", "AzureCloud", "Azure Virtual Desktop", 1, id="two zones, one service"),
        pytest.param("x.aznbcontent.net", None, None, 6, id="several clouds"),
        pytest.param("x.purview.azure.com", "AzureCloud", "Microsoft Purview", 1, id="another cloud's row has it too"),
        pytest.param("x.azurecontainerapps.io", "AzureCloud", "Azure Container Apps", 1, id="region unknown"),
    ],
)
def test_what_is_ambiguous_is_null(name, cloud, service, others):
    known = azure_zones.describe(name)
    assert (known["cloud"], known["service"], len(known["other_zones"])) == (cloud, service, others)


def test_the_supplementary_zones_are_not_microsofts():
    zones = {row[2] for rows in SUPPLEMENTARY_ROWS.values() for row in rows}
    assert zones == {
        "privatelink.openai.azure.us",
        "privatelink.services.ai.azure.us",
        "privatelink.cognitiveservices.azure.cn",
    }
    assert not zones & {row[3] for row in ROWS}
