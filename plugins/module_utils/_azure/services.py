# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""The service families of Azure AI: one row for each kind of account, with all that depends on the kind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from .clouds import CLOUDS

# What follows the account's name in one of its FQDNs, by cloud.
# Source: Microsoft Learn, private endpoint DNS zone values (2026-05-07) and azure-cli-core 2.75 cloud endpoints.
# A cloud is listed only when the service exists there. Supplementary, as Microsoft's table of zones lacks them (their
# zones are in zone_table.SUPPLEMENTARY_ROWS): openai and services.ai in the US Government cloud, cognitiveservices in
# China.
Domain = Mapping[str, str]
_OPENAI: Domain = {"AzureCloud": "openai.azure.com", "AzureUSGovernment": "openai.azure.us"}
_COGNITIVE_SERVICES: Domain = {
    "AzureCloud": "cognitiveservices.azure.com",
    "AzureUSGovernment": "cognitiveservices.azure.us",
    "AzureChinaCloud": "cognitiveservices.azure.cn",
}
_SERVICES_AI: Domain = {"AzureCloud": "services.ai.azure.com", "AzureUSGovernment": "services.ai.azure.us"}


# Headers of Azure's front end, any of which marks an answer as its. Gateways in between may strip them.
FRONT_END_HEADERS = ("apim-request-id", "policy-id", "x-ms-region", "azureml-model-session")


@dataclass(frozen=True)
class ResourceType:
    """A type of resource of Azure Resource Manager, and what all accounts of that type have in common."""

    name: str
    az: str  # the command of the Azure CLI that manages it
    library: str  # the SDK that reads it
    client: str  # that SDK's class
    group_id: str  # the sub-resource that a private endpoint connects to
    token_scopes: Mapping[str, str]  # of a token for the data plane, by cloud
    # One endpoint for all accounts of a region, by cloud. A private endpoint serves custom subdomains only.
    regional_domains: Mapping[str, str]

    @property
    def provider(self) -> str:
        """The resource provider, without C(Microsoft.)."""
        return self.name.partition("/")[0].partition(".")[2]

    def action(self, suffix: str) -> str:
        """Return an action as role definitions name it."""
        return f"{self.name}/{suffix}"


ACCOUNTS = ResourceType(
    name="Microsoft.CognitiveServices/accounts",
    az="az cognitiveservices account",
    library="azure.mgmt.cognitiveservices",
    client="CognitiveServicesManagementClient",
    group_id="account",
    token_scopes={cloud: f"https://{suffix}/.default" for cloud, suffix in _COGNITIVE_SERVICES.items()},
    regional_domains={
        "AzureCloud": "api.cognitive.microsoft.com",
        "AzureUSGovernment": "api.cognitive.azure.us",
        "AzureChinaCloud": "api.cognitive.azure.cn",
    },
)

# A private endpoint that Azure AI Search keeps for its own use has one of these sub-resources.
_SHARED_PRIVATE_LINKS = ("openai_account", "cognitiveservices_account", "foundry_account")


@dataclass(frozen=True)
class Service:
    """One family."""

    kind: str  # as Azure Resource Manager and declarations name it
    domains: tuple[Domain, ...]  # the first is the one that the declared operation is sent to
    members: tuple[Domain, ...]  # of the private endpoint: default, secondary, third
    operations: tuple[str, ...] = ("models", "chat_completions", "completions", "responses", "embeddings")
    keyless_operation: str = "models"  # needs neither a deployment nor a body
    resource_type: ResourceType = ACCOUNTS
    # What people say for the kind, in small letters without signs.
    said: tuple[str, ...] = ()

    def suffixes(self, cloud: str) -> list[str]:
        """Return what follows an account's name in each of its FQDNs, nothing where the cloud has no such service."""
        return [domain[cloud] for domain in self.domains if cloud in domain]

    def zones(self, cloud: str) -> list[str]:
        """Return the private DNS zones that an account needs."""
        return ["privatelink." + suffix for suffix in self.suffixes(cloud)]


SERVICES: dict[str, Service] = {
    service.kind: service
    for service in (
        Service(
            "OpenAI",
            domains=(_OPENAI,),
            members=(_OPENAI,),
            # By its letters openaiservice is nearer to AIServices.
            said=("azureopenai", "aoai", "gpt", "openaiservice", "openaiservices", "azureopenaiservice"),
        ),
        Service(
            "AIServices",
            domains=(_OPENAI, _COGNITIVE_SERVICES, _SERVICES_AI),
            members=(_COGNITIVE_SERVICES, _OPENAI, _SERVICES_AI),
            said=("foundry", "azureaifoundry", "aifoundry", "azureai", "multiservice"),
        ),
        Service(
            "CognitiveServices",
            domains=(_COGNITIVE_SERVICES,),
            members=(_COGNITIVE_SERVICES,),
            said=("cognitive",),
        ),
    )
}
KINDS = tuple(SERVICES)
DEFAULT_KIND, DEFAULT_CLOUD = "OpenAI", "AzureCloud"
# Azure has many kinds that no row names, such as FormRecognizer: their accounts have the names of this one.
OTHER_KIND = "CognitiveServices"


@dataclass(frozen=True)
class _Place:
    cloud: str
    resource_type: ResourceType


def _by_suffix() -> Iterator[tuple[str, _Place]]:
    for cloud in CLOUDS:
        for service in SERVICES.values():
            for suffix in service.suffixes(cloud):
                yield suffix, _Place(cloud, service.resource_type)


_PLACES = dict(_by_suffix())
REGIONAL_DOMAINS = tuple(
    dict.fromkeys(domain for service in SERVICES.values() for domain in service.resource_type.regional_domains.values())
)
# Everywhere that Azure AI answers: at the accounts' own names, and at one name for all accounts of a region.
ENDPOINT_DOMAINS = (*_PLACES, *REGIONAL_DOMAINS)


def is_shared_private_link(group_ids: Iterable[str] | None) -> bool:
    """Return whether a connection with these sub-resources is a shared private link of Azure AI Search."""
    return any(group_id.lower() in _SHARED_PRIVATE_LINKS for group_id in group_ids or ())


def declared_kind(kind: str | None) -> str | None:
    """Return the kind as which an account of a kind of Azure's is declared, null for none."""
    return {known.lower(): known for known in SERVICES}.get(kind.lower(), OTHER_KIND) if kind else None


def cloud_of(suffix: str) -> str | None:
    """Return the cloud in which names of Azure AI end so, null for any other suffix."""
    place = _PLACES.get(suffix)
    return place.cloud if place else None


def token_scope(suffix: str) -> str:
    """Return the scope of a token for the data plane behind names of Azure AI that end so."""
    place = _PLACES[suffix]
    return place.resource_type.token_scopes[place.cloud]
