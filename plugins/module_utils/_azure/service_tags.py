# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Azure's service tags that stand for public addresses, or for those of the platform, only."""

from __future__ import annotations

# Source: Microsoft Learn, "Virtual network service tags", the table of available tags, January 2023. Left out are
# VirtualNetwork and Internet, whose addresses depend on the network.
_TAGS = """
actiongroup apimanagement appconfiguration applicationinsightsavailability appservice appservicemanagement
autonomousdevelopmentplatform azureactivedirectory azureactivedirectorydomainservices
azureadvancedthreatprotection azurearcinfrastructure azureattestation azurebackup azurebotservice azurecloud
azurecognitivesearch azureconnectors azurecontainerappsservice azurecontainerregistry azurecosmosdb
azuredatabricks azuredataexplorermanagement azuredatalake azuredeviceupdate azuredevops azuredevspaces
azuredigitaltwins azureeventgrid azurefrontdoor azurehealthcareapis azureinformationprotection azureiothub
azurekeyvault azureloadbalancer azureloadtestinginstancemanagement azuremachinelearning
azuremachinelearninginference azuremanagedgrafana azuremonitor azureopendatasets azureplatformdns
azureplatformimds azureplatformlkm azureresourcemanager azuresentinel azuresignalr azuresiterecovery azuresphere
azurespringcloud azurestack azuretrafficmanager azureupdatedelivery azurewebpubsub batchnodemanagement
chaosstudio cognitiveservicesfrontend cognitiveservicesmanagement datafactory datafactorymanagement
dynamics365businesscentral dynamics365formarketingemail eopexternalpublishedips eventhub gatewaymanager
guestandhybridmanagement hdinsight kustoanalytics logicapps logicappsmanagement m365managementactivityapi
m365managementactivityapiwebhook marketplace microsoftazurefluidrelay microsoftcloudappsecurity
microsoftcontainerregistry microsoftdefenderforendpoint microsoftpurviewpolicydistribution powerbi
powerplatforminfra powerplatformplex powerqueryonline servicebus servicefabric sql sqlmanagement storage
storagesyncservice windowsadmincenter windowsvirtualdesktop
"""
_NAMES = frozenset(_TAGS.split())


def is_service_tag(text: str) -> bool:
    """Return whether a prefix of a rule or route is such a tag, also in its regional form such as Storage.WestEurope.

    None of their addresses is in a range for private networks.
    """
    return text.lower().partition(".")[0] in _NAMES
