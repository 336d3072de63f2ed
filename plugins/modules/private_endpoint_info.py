#!/usr/bin/python
# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: private_endpoint_info
short_description: Read what Azure reports about Azure AI accounts and their private endpoints
version_added: 1.0.0
author:
  - The privatelink.azure_ai contributors (@privatelink)
description:
  - Reads accounts, their private endpoints, the private DNS zones with links and records, and the networks, from Azure
    Resource Manager. Each problem found has its own code.
  - The private endpoints are those with a connection to the account, in any resource group or subscription. The
    addresses that clients must find come from their network interfaces.
  - With O(accounts[].jumphost_vm) it also reads the network security groups and route tables between the jumphost and
    the private endpoint.
  - Runs on the control node or in an execution environment. It needs no access to the private network.
  - It only reads, and sends only C(GET) requests to Azure Resource Manager. It registers no resource provider.
  - What cannot be read never fails the task. It is listed in RV(accounts[].unread) with the missing action, and
    what depends on it is not judged. Only invalid options and missing or refused credentials fail the task.
notes:
  - The following actions are sufficient; the role C(Reader) includes them all.
  - On the account's resource group they are C(Microsoft.CognitiveServices/accounts/read),
    C(Microsoft.CognitiveServices/accounts/privateEndpointConnections/read),
    C(Microsoft.CognitiveServices/accounts/privateLinkResources/read),
    C(Microsoft.CognitiveServices/accounts/networkSecurityPerimeterConfigurations/read) and, with
    O(accounts[].deployment), C(Microsoft.CognitiveServices/accounts/deployments/read). On its subscription,
    C(Microsoft.CognitiveServices/deletedAccounts/read) finds an account that was deleted.
  - Several accounts of one resource group are listed with one request, if the caller may list them.
  - On the resource groups of the private endpoints and their networks they are
    C(Microsoft.Network/privateEndpoints/read), C(Microsoft.Network/privateEndpoints/privateDnsZoneGroups/read),
    C(Microsoft.Network/networkInterfaces/read), C(Microsoft.Network/virtualNetworks/read) and
    C(Microsoft.Network/virtualNetworks/subnets/read).
  - On the zones' resource groups they are C(Microsoft.Network/privateDnsZones/A/read),
    C(Microsoft.Network/privateDnsZones/CNAME/read) and
    C(Microsoft.Network/privateDnsZones/virtualNetworkLinks/read). On the account's subscription it is
    C(Microsoft.Network/privateDnsZones/read), which finds the zones that no DNS zone group names; the subscriptions of
    the private endpoints are searched where a zone is missing there.
  - With O(accounts[].jumphost_vm), they are C(Microsoft.Network/networkSecurityGroups/read),
    C(Microsoft.Network/routeTables/read), C(Microsoft.Network/publicIPAddresses/read) and also
    C(Microsoft.Network/networkInterfaces/read) and C(Microsoft.Network/virtualNetworks/read), all of them on the
    resource groups of the virtual machine and its network. On its subscription,
    C(Microsoft.Network/virtualNetworks/read) finds the network of a DNS server outside the peered networks, and
    C(Microsoft.Network/networkInterfaces/read) a network interface in a resource group other than the machine's.
  - With O(accounts[].jumphost_vm), they are also C(Microsoft.Network/dnsForwardingRulesets/read),
    C(Microsoft.Network/dnsForwardingRulesets/virtualNetworkLinks/read) and
    C(Microsoft.Network/dnsForwardingRulesets/forwardingRules/read) on the subscription of the network whose Azure DNS
    is asked, and on those of at most two others whose networks are peered with it. Without them,
    another network may answer, so that the account's names are unknown.
  - Where the network of a DNS server is not known by its address, they are C(Microsoft.Network/dnsResolvers/read) and
    C(Microsoft.Network/dnsResolvers/inboundEndpoints/read) on the same subscriptions.
  - Only where a route of the jumphost leads to an appliance on the way to a private endpoint, they are also
    C(Microsoft.Network/azureFirewalls/read), C(Microsoft.Network/firewallPolicies/read),
    C(Microsoft.Network/firewallPolicies/ruleCollectionGroups/read) and C(Microsoft.Network/ipGroups/read) on the
    subscription of the firewall.
  - What several accounts share, such as zones and networks, is read once.
  - Without azure-identity nothing can be read. Without one of the other libraries, what it would read is
    V(no_library) in RV(accounts[].unread).
requirements:
  - azure-identity >= 1.16.1
  - azure-mgmt-cognitiveservices >= 13.7.0
  - azure-mgmt-network >= 28.0.0
  - azure-mgmt-privatedns >= 1.2.0
extends_documentation_fragment:
  - privatelink.azure_ai._attributes
  - privatelink.azure_ai._attributes.read_only
  - privatelink.azure_ai._attributes.observing
  - privatelink.azure_ai._azure_auth
options:
  accounts:
    description:
      - The accounts to read, at least one. The result has one entry for each, in the same order.
      - Entries of the variable C(privatelink_accounts) may be given as they are, if they have a resource group.
    type: list
    elements: dict
    required: true
    suboptions:
      name:
        description: The account's custom subdomain.
        type: str
        required: true
      kind:
        description:
          - The account's kind, which determines which names it has.
          - By default it is the one that Azure reports.
        type: str
        choices: [OpenAI, AIServices, CognitiveServices]
      cloud:
        description: The cloud of the account.
        type: str
        choices: [AzureCloud, AzureUSGovernment, AzureChinaCloud]
        default: AzureCloud
      private_addresses:
        description: The expected addresses of the private endpoint, a list for each name of the account.
        type: dict
      networks:
        description: Accepted as in C(privatelink_accounts), and not used by this module.
        type: list
        elements: str
      operation:
        description: Accepted as in C(privatelink_accounts), and not used by this module.
        type: str
      deployment:
        description:
          - The deployment to which the operation is sent.
          - The model deployments are read only for an account that has one.
        type: str
      api_version:
        description: Accepted as in C(privatelink_accounts), and not used by this module.
        type: str
      public_access:
        description:
          - The intended public network access.
          - Azure's side is compared with it.
        type: str
        choices: [disabled, selected_networks, enabled]
        default: disabled
      resource_group:
        description: The resource group of the account.
        type: str
        required: true
      resource_name:
        description:
          - The account's name in Azure. Without it, the account is that of the resource group which has C(name) as its
            name or as its custom subdomain.
        type: str
      subscription_id:
        description:
          - The subscription of the account, if it is not that of the credential.
          - The default is O(subscription_id).
        type: str
      jumphost_vm:
        description:
          - The resource id of the virtual machine from which the account is used.
          - Its network interfaces are searched for in its resource group, then in its subscription.
        type: str
      keyless:
        description: Accepted as in C(privatelink_accounts), and not used by this module.
        type: bool
  timeout:
    description:
      - The time limit of the whole call in seconds, from V(1) to V(3600). What has not been read by then is
        V(unavailable) in RV(accounts[].unread).
    type: float
    default: 60
  concurrency:
    description:
      - How many accounts are read at once, from V(1) to V(64).
    type: int
    default: 16
seealso:
  - module: privatelink.azure_ai.privatelink_dns_facts
  - module: privatelink.azure_ai.aoai_probe
  - name: Manage Azure private endpoints
    description: The states of a private endpoint connection.
    link: https://learn.microsoft.com/azure/private-link/manage-private-endpoint
"""

EXAMPLES = r"""
- name: Read what Azure reports, as the user who is logged in to the Azure CLI
  privatelink.azure_ai.private_endpoint_info:
    accounts:
      - name: aro-azureopenai
        resource_group: aro-rg
  delegate_to: localhost
  register: azure_side

- name: Show the addresses that clients must find
  ansible.builtin.debug:
    var: azure_side.accounts[0].expected

- name: Fail if Azure's side is wrong
  ansible.builtin.assert:
    that: azure_side.accounts[0].findings | selectattr('severity', 'eq', 'error') | length == 0
    fail_msg: "{{ azure_side.accounts[0].findings | map(attribute='summary') | join('; ') }}"

- name: Also read what stands between the jumphost and the private endpoint, with a service principal
  privatelink.azure_ai.private_endpoint_info:
    accounts:
      - name: aro-azureopenai
        resource_group: aro-rg
        jumphost_vm: "{{ azure_vm.id }}"
    tenant: contoso.onmicrosoft.com
    client_id: 00000000-0000-0000-0000-000000000000
    secret: "{{ vault_secret }}"
    subscription_id: 11111111-2222-3333-4444-555555555555
  delegate_to: localhost
"""

RETURN = r"""
accounts:
  description: The accounts, in the order of O(accounts).
  returned: success
  type: list
  elements: dict
  contains:
    name:
      description: The account's name, as in O(accounts).
      returned: success
      type: str
      sample: aro-azureopenai
    resource_group:
      description: Its resource group, as in O(accounts).
      returned: success
      type: str
      sample: aro-rg
    subscription_id:
      description: Its subscription. V(null) when none is given.
      returned: success
      type: str
      sample: "11111111-2222-3333-4444-555555555555"
    resource_name:
      description: Its name in Azure. V(null) when it does not exist or could not be read.
      returned: success
      type: str
      sample: aro-azureopenai
    deleted_account:
      description:
        - The account as it was deleted and not purged since. V(null) when it exists, when there is none, or when the
          caller may not see it.
      returned: success
      type: dict
      contains:
        id:
          description: Its resource id.
          returned: success
          type: str
        name:
          description: Its name.
          returned: success
          type: str
          sample: aro-azureopenai
        location:
          description: Its region.
          returned: success
          type: str
          sample: westeurope
        resource_group:
          description: Its resource group.
          returned: success
          type: str
          sample: aro-rg
        custom_subdomain:
          description: Its custom subdomain. V(null) when Azure does not say.
          returned: success
          type: str
          sample: aro-azureopenai
    account:
      description:
        - The account itself. V(null) when it does not exist or could not be read. RV(accounts[].unread) says which.
        - Nothing else is read then.
      returned: success
      type: dict
      contains:
        id:
          description: Its resource id.
          returned: success
          type: str
          sample: /subscriptions/ID/resourceGroups/aro-rg/providers/Microsoft.CognitiveServices/accounts/aro-azureopenai
        name:
          description: Its name.
          returned: success
          type: str
          sample: aro-azureopenai
        kind:
          description: Its kind.
          returned: success
          type: str
          sample: OpenAI
        location:
          description: Its region.
          returned: success
          type: str
          sample: westeurope
        provisioning_state:
          description: V(Succeeded), V(Failed) or another state. V(null) when Azure does not say.
          returned: success
          type: str
          sample: Succeeded
        endpoint:
          description: Its endpoint, a URL.
          returned: success
          type: str
          sample: https://aro-azureopenai.openai.azure.com/
        endpoints:
          description: All its endpoints by what they serve.
          returned: success
          type: dict
          sample: {"Token Service API": "https://aro-azureopenai.openai.azure.com/"}
        fqdns:
          description:
            - The names that programs use, from its endpoints, else by its kind and cloud, and from the network
              interfaces of its private endpoints.
          returned: success
          type: list
          elements: str
          sample: ["aro-azureopenai.openai.azure.com"]
        custom_subdomain:
          description: Its custom subdomain. V(null) without one.
          returned: success
          type: str
          sample: aro-azureopenai
        public_network_access:
          description:
            - V(Enabled), V(Disabled) or V(SecuredByPerimeter). V(null) when Azure does not say.
            - Any other value is as Azure returns it.
          returned: success
          type: str
          sample: Disabled
        network_acls:
          description: The rules for public networks. V(null) when there are none, which allows all.
          returned: success
          type: dict
          contains:
            default_action:
              description: V(Allow) or V(Deny). V(null) counts as V(Allow).
              returned: success
              type: str
              sample: Deny
            bypass:
              description: Which Azure services are allowed.
              returned: success
              type: str
              sample: AzureServices
            ip_rules:
              description: The networks that are allowed, in CIDR notation or as addresses.
              returned: success
              type: list
              elements: str
              sample: ["203.0.113.0/24"]
            virtual_network_rules:
              description: The ids of the subnets that are allowed.
              returned: success
              type: list
              elements: str
              sample: []
        local_auth_disabled:
          description: Whether API keys are refused.
          returned: success
          type: bool
          sample: true
        outbound_restricted:
          description: Whether the account itself may call only RV(accounts[].account.allowed_fqdns).
          returned: success
          type: bool
          sample: true
        allowed_fqdns:
          description: The names that the account itself may call.
          returned: success
          type: list
          elements: str
          sample: []
        required_zone_names:
          description: The private DNS zones that a private endpoint of it needs. V(null) when they could not be read.
          returned: success
          type: list
          elements: str
          sample: ["privatelink.openai.azure.com"]
        deployments:
          description:
            - Its model deployments. V(null) when they could not be read, or without O(accounts[].deployment).
          returned: success
          type: list
          elements: dict
          contains:
            name:
              description: The deployment's name.
              returned: success
              type: str
              sample: gpt-4o
            model:
              description: The model's name.
              returned: success
              type: str
              sample: gpt-4o
            version:
              description: The model's version.
              returned: success
              type: str
              sample: "2024-08-06"
            state:
              description: Its provisioning state.
              returned: success
              type: str
              sample: Succeeded
        perimeters:
          description:
            - The network security perimeters that it is in. V(null) when they could not be read.
            - The inbound access rules of an enforced one decide about the public endpoint, whatever
              RV(accounts[].account.public_network_access) is.
          returned: success
          type: list
          elements: dict
          contains:
            id:
              description: Its resource id.
              returned: success
              type: str
              sample: /subscriptions/ID/resourceGroups/aro-rg/providers/Microsoft.Network/networkSecurityPerimeters/aro
            name:
              description: Its name.
              returned: success
              type: str
              sample: aro
            mode:
              description: V(Enforced), V(Learning) or V(Audit), as Azure writes it.
              returned: success
              type: str
              sample: Enforced
            profile:
              description: The name of its profile that the account is associated with.
              returned: success
              type: str
              sample: defaultProfile
            provisioning_state:
              description: Whether the account has taken over its rules.
              returned: success
              type: str
              sample: Succeeded
            inbound_rules:
              description: The access rules that admit requests from outside. V(null) when Azure does not say.
              returned: success
              type: list
              elements: dict
              contains:
                name:
                  description: Its name.
                  returned: success
                  type: str
                  sample: office
                address_prefixes:
                  description: The public networks that it admits, in CIDR notation.
                  returned: success
                  type: list
                  elements: str
                  sample: ["203.0.113.0/24"]
                subscriptions:
                  description: The ids of the subscriptions whose managed identities it admits.
                  returned: success
                  type: list
                  elements: str
                  sample: []
                perimeters:
                  description: The ids of other perimeters that it admits.
                  returned: success
                  type: list
                  elements: str
                  sample: []
    private_endpoints:
      description:
        - The private endpoints with a connection to the account, in any resource group or subscription.
      returned: success
      type: list
      elements: dict
      contains:
        id:
          description: Its resource id. V(null) when the connection does not name it.
          returned: success
          type: str
          sample: /subscriptions/ID/resourceGroups/aro-rg/providers/Microsoft.Network/privateEndpoints/aro-pe
        name:
          description: Its name.
          returned: success
          type: str
          sample: aro-pe
        resource_group:
          description: Its resource group.
          returned: success
          type: str
          sample: aro-rg
        subscription_id:
          description: Its subscription.
          returned: success
          type: str
          sample: "11111111-2222-3333-4444-555555555555"
        connection_id:
          description: The resource id of the account's connection to it.
          returned: success
          type: str
        connection_name:
          description: The connection's name.
          returned: success
          type: str
          sample: aro-pe.1
        state:
          description:
            - V(Approved), V(Pending), V(Rejected), V(Removed) or V(Disconnected).
            - Where the account's side says V(Approved), it is the state on the endpoint's side.
          returned: success
          type: str
          sample: Approved
        description:
          description: The comment given when it was approved or rejected.
          returned: success
          type: str
          sample: Auto-Approved
        group_ids:
          description:
            - The sub-resources that it connects to.
            - V(openai_account), V(cognitiveservices_account) and V(foundry_account) are shared private links of
              Azure AI Search, whose endpoints are not read.
          returned: success
          type: list
          elements: str
          sample: ["account"]
        provisioning_state:
          description: V(Succeeded), V(Failed) or another state of the endpoint. V(null) when not read.
          returned: success
          type: str
          sample: Succeeded
        readable:
          description: V(false) when the endpoint could not be read. Then nothing below is known.
          returned: success
          type: bool
          sample: true
        exists:
          description: V(false) when the endpoint no longer exists. V(null) when it could not be read.
          returned: success
          type: bool
          sample: true
        manual:
          description: Whether the connection requires manual approval. V(null) when not read.
          returned: success
          type: bool
          sample: false
        location:
          description: Its region.
          returned: success
          type: str
          sample: westeurope
        subnet_id:
          description: The id of its subnet.
          returned: success
          type: str
        virtual_network_id:
          description: The id of its virtual network.
          returned: success
          type: str
          sample: /subscriptions/ID/resourceGroups/aro-rg/providers/Microsoft.Network/virtualNetworks/aro-vnet
        network_interface_ids:
          description: The ids of its network interfaces.
          returned: success
          type: list
          elements: str
          sample: ["/subscriptions/ID/resourceGroups/aro-rg/providers/Microsoft.Network/networkInterfaces/aro-pe.nic"]
        addresses:
          description:
            - Its addresses, a list for each name, from its network interfaces.
            - Where these name none, the only address is that of the account's only name.
          returned: success
          type: dict
          sample: {"aro-azureopenai.openai.azure.com": ["10.0.14.4"]}
    zone_groups:
      description: The DNS zone groups of the private endpoints. Each keeps records in private DNS zones up to date.
      returned: success
      type: list
      elements: dict
      contains:
        id:
          description: Its resource id.
          returned: success
          type: str
        name:
          description: Its name.
          returned: success
          type: str
          sample: default
        private_endpoint_id:
          description: The id of its private endpoint.
          returned: success
          type: str
          sample: /subscriptions/ID/resourceGroups/aro-rg/providers/Microsoft.Network/privateEndpoints/aro-pe
        zones:
          description: The zones that it keeps records in.
          returned: success
          type: list
          elements: dict
          contains:
            zone_id:
              description: The zone's resource id.
              returned: success
              type: str
            zone:
              description: The zone's name.
              returned: success
              type: str
              sample: privatelink.openai.azure.com
            records:
              description: The addresses that it keeps there, a list for each public name.
              returned: success
              type: dict
              sample: {"aro-azureopenai.openai.azure.com": ["10.0.14.4"]}
    zones:
      description:
        - The private DNS zones that the zone groups name, and those of the account's subscription with a name that the
          account needs.
        - A zone that no longer exists is omitted, and listed in RV(accounts[].unread) as V(missing).
      returned: success
      type: list
      elements: dict
      contains:
        id:
          description: Its resource id.
          returned: success
          type: str
        name:
          description: Its name.
          returned: success
          type: str
          sample: privatelink.openai.azure.com
        resource_group:
          description: Its resource group.
          returned: success
          type: str
          sample: aro-rg
        subscription_id:
          description: Its subscription.
          returned: success
          type: str
          sample: "11111111-2222-3333-4444-555555555555"
        records:
          description:
            - What it answers for those of the account's names that belong in it, a list of addresses for each public
              name, empty where there is no record.
            - A name is omitted when its record could not be read, or is an alias. V(null) when no record could be read.
          returned: success
          type: dict
          sample: {"aro-azureopenai.openai.azure.com": ["10.0.14.4"]}
        record_kinds:
          description:
            - What the zone has for each of these names, V(own) (an A record), V(wildcard) (only the zone's wildcard
              record), V(alias) (a CNAME record), V(empty) (a record set without an address) or V(none).
            - A name is omitted when its record could not be read.
          returned: success
          type: dict
          sample: {"aro-azureopenai.openai.azure.com": "own"}
        links:
          description: Its links to virtual networks. V(null) when they could not be read.
          returned: success
          type: list
          elements: dict
          contains:
            id:
              description: The link's resource id.
              returned: success
              type: str
            name:
              description: Its name.
              returned: success
              type: str
              sample: aro
            virtual_network_id:
              description: The id of the virtual network.
              returned: success
              type: str
              sample: /subscriptions/ID/resourceGroups/aro-rg/providers/Microsoft.Network/virtualNetworks/aro-vnet
            state:
              description: V(InProgress) or V(Completed).
              returned: success
              type: str
              sample: Completed
            provisioning_state:
              description: Its provisioning state.
              returned: success
              type: str
              sample: Succeeded
            resolution_policy:
              description: V(Default) or V(NxDomainRedirect). V(null) when Azure does not say.
              returned: success
              type: str
              sample: Default
            registration_enabled:
              description: Whether virtual machines register their names there.
              returned: success
              type: bool
              sample: false
    virtual_networks:
      description: The virtual networks of the private endpoints, of the jumphost and of its DNS servers.
      returned: success
      type: list
      elements: dict
      contains:
        id:
          description: Its resource id.
          returned: success
          type: str
          sample: /subscriptions/ID/resourceGroups/aro-rg/providers/Microsoft.Network/virtualNetworks/aro-vnet
        name:
          description: Its name.
          returned: success
          type: str
          sample: aro-vnet
        address_space:
          description: Its networks, in CIDR notation.
          returned: success
          type: list
          elements: str
          sample: ["10.0.0.0/16"]
        dns_servers:
          description: Its custom DNS servers, in the order in which they are queried. Empty when Azure's own is used.
          returned: success
          type: list
          elements: str
          sample: []
        peered_network_ids:
          description: The ids of the virtual networks that it is connected with by peering.
          returned: success
          type: list
          elements: str
          sample: ["/subscriptions/ID/resourceGroups/hub-rg/providers/Microsoft.Network/virtualNetworks/hub"]
        roles:
          description:
            - Why it is listed, V(endpoint), V(jumphost) and V(dns_server).
            - A DNS server is searched for in the virtual network that asks it, in those peered with it, and then among
              all of the subscription, where just one may have its address, or an inbound endpoint of a DNS private
              resolver has it.
          returned: success
          type: list
          elements: str
          sample: ["endpoint", "jumphost"]
        subnets:
          description: Those of its subnets that a private endpoint or the jumphost is in.
          returned: success
          type: list
          elements: dict
          contains:
            id:
              description: Its resource id.
              returned: success
              type: str
            prefixes:
              description: Its networks, in CIDR notation.
              returned: success
              type: list
              elements: str
              sample: ["10.0.14.0/24"]
            network_security_group_id:
              description: The id of its network security group. V(null) without one.
              returned: success
              type: str
            route_table_id:
              description: The id of its route table. V(null) without one.
              returned: success
              type: str
              sample: /subscriptions/ID/resourceGroups/aro-rg/providers/Microsoft.Network/routeTables/endpoints
            private_endpoint_network_policies:
              description:
                - Which of the two apply to private endpoints, V(Enabled), V(Disabled),
                  V(NetworkSecurityGroupEnabled) or V(RouteTableEnabled).
              returned: success
              type: str
              sample: Disabled
    jumphost:
      description: The jumphost. V(null) without O(accounts[].jumphost_vm) or RV(accounts[].account).
      returned: success
      type: dict
      contains:
        virtual_machine_id:
          description: The id of its virtual machine.
          returned: success
          type: str
          sample: /subscriptions/ID/resourceGroups/aro-rg/providers/Microsoft.Compute/virtualMachines/jump-1
        network_interfaces:
          description: Its network interfaces, from its resource group, or else from its subscription.
          returned: success
          type: list
          elements: dict
          contains:
            id:
              description: Its resource id.
              returned: success
              type: str
              sample: /subscriptions/ID/resourceGroups/aro-rg/providers/Microsoft.Network/networkInterfaces/jump-1
            addresses:
              description: Its private addresses.
              returned: success
              type: list
              elements: str
              sample: ["10.0.10.4"]
            subnet_id:
              description: The id of its subnet.
              returned: success
              type: str
            virtual_network_id:
              description: The id of its virtual network.
              returned: success
              type: str
              sample: /subscriptions/ID/resourceGroups/aro-rg/providers/Microsoft.Network/virtualNetworks/aro-vnet
            dns_servers:
              description:
                - The DNS servers that it has instead of its network's, in the order in which they are queried. Empty
                  when it has those of its network, null when Azure does not say.
              returned: success
              type: list
              elements: str
              sample: []
            network_security_group_id:
              description: The id of its own network security group. V(null) without one.
              returned: success
              type: str
              sample: /subscriptions/ID/resourceGroups/aro-rg/providers/Microsoft.Network/networkSecurityGroups/jump-1
            application_security_group_ids:
              description: The ids of its application security groups.
              returned: success
              type: list
              elements: str
              sample: []
            public_addresses:
              description:
                - Its public addresses. The id replaces an address that the caller may not read or that is not assigned.
              returned: success
              type: list
              elements: str
              sample: []
    forwarding_rulesets:
      description:
        - The DNS forwarding rulesets that are linked to a network whose Azure DNS is asked, and those whose links could
          not be read.
        - Empty without RV(accounts[].jumphost).
      returned: success
      type: list
      elements: dict
      contains:
        id:
          description: Its resource id.
          returned: success
          type: str
          sample: /subscriptions/ID/resourceGroups/hub-rg/providers/Microsoft.Network/dnsForwardingRulesets/hub
        name:
          description: Its name.
          returned: success
          type: str
          sample: hub
        virtual_network_ids:
          description: The ids of the virtual networks that it is linked to. V(null) when they could not be read.
          returned: success
          type: list
          elements: str
          sample: ["/subscriptions/ID/resourceGroups/aro-rg/providers/Microsoft.Network/virtualNetworks/aro-vnet"]
        rules:
          description: Its rules. V(null) when they could not be read.
          returned: success
          type: list
          elements: dict
          contains:
            name:
              description: Its name.
              returned: success
              type: str
              sample: openai
            domain:
              description: The domain that it is for. The longest one that a name is in decides. V(.) is for all names.
              returned: success
              type: str
              sample: openai.azure.com.
            state:
              description: V(Enabled) or V(Disabled).
              returned: success
              type: str
              sample: Enabled
            servers:
              description: The addresses of the DNS servers to which it sends questions.
              returned: success
              type: list
              elements: str
              sample: ["10.200.0.4"]
    resolver_endpoints:
      description:
        - The inbound endpoints of DNS private resolvers that are a DNS server of a network, where the address alone
          does not tell the server's network.
      returned: success
      type: list
      elements: dict
      contains:
        id:
          description: Its resource id.
          returned: success
          type: str
          sample: /subscriptions/ID/resourceGroups/hub-rg/providers/Microsoft.Network/dnsResolvers/r/inboundEndpoints/in
        address:
          description: Its private address.
          returned: success
          type: str
          sample: "10.200.0.4"
        virtual_network_id:
          description: The id of the virtual network whose Azure DNS answers there.
          returned: success
          type: str
          sample: /subscriptions/ID/resourceGroups/hub-rg/providers/Microsoft.Network/virtualNetworks/hub
    network_security_groups:
      description:
        - The network security groups of the jumphost's network interfaces and subnets, and those of the private
          endpoints' subnets whose network policies apply them.
        - Empty without RV(accounts[].jumphost).
      returned: success
      type: list
      elements: dict
      contains:
        id:
          description: Its resource id.
          returned: success
          type: str
          sample: /subscriptions/ID/resourceGroups/aro-rg/providers/Microsoft.Network/networkSecurityGroups/jump-1
        name:
          description: Its name.
          returned: success
          type: str
          sample: jump-1
        rules:
          description: Its rules, including Azure's default rules, by direction and priority.
          returned: success
          type: list
          elements: dict
          contains:
            name:
              description: Its name.
              returned: success
              type: str
              sample: deny-all
            priority:
              description: Its priority. The lowest is evaluated first.
              returned: success
              type: int
              sample: 4000
            direction:
              description: V(Inbound) or V(Outbound).
              returned: success
              type: str
              sample: Outbound
            access:
              description: V(Allow) or V(Deny).
              returned: success
              type: str
              sample: Deny
            protocol:
              description: The protocol, V(*) for all.
              returned: success
              type: str
              sample: "*"
            source_prefixes:
              description: Where the traffic comes from, as networks, addresses, service tags or V(*).
              returned: success
              type: list
              elements: str
              sample: ["*"]
            source_ports:
              description: From which ports.
              returned: success
              type: list
              elements: str
              sample: ["*"]
            destination_prefixes:
              description: Where the traffic goes, as networks, addresses, service tags or V(*).
              returned: success
              type: list
              elements: str
              sample: ["10.0.14.0/24"]
            destination_ports:
              description: To which ports.
              returned: success
              type: list
              elements: str
              sample: ["443"]
            application_security_groups:
              description: Whether it names application security groups.
              returned: success
              type: bool
              sample: false
            default:
              description: Whether it is one of the default rules of every network security group.
              returned: success
              type: bool
              sample: false
    route_tables:
      description:
        - The route tables of the jumphost's subnets, and those of the private endpoints' subnets whose network
          policies apply them.
        - Empty without RV(accounts[].jumphost).
      returned: success
      type: list
      elements: dict
      contains:
        id:
          description: Its resource id.
          returned: success
          type: str
          sample: /subscriptions/ID/resourceGroups/aro-rg/providers/Microsoft.Network/routeTables/jumphosts
        name:
          description: Its name.
          returned: success
          type: str
          sample: jumphosts
        disable_bgp_route_propagation:
          description: Whether routes learned by BGP are excluded.
          returned: success
          type: bool
          sample: false
        routes:
          description: Its routes.
          returned: success
          type: list
          elements: dict
          contains:
            name:
              description: Its name.
              returned: success
              type: str
              sample: to-firewall
            prefix:
              description: Where the traffic goes, a network or a service tag.
              returned: success
              type: str
              sample: "10.0.0.0/16"
            next_hop_type:
              description: The type of its next hop.
              returned: success
              type: str
              sample: VirtualAppliance
            next_hop_address:
              description: The address of its next hop. V(null) where the type has none.
              returned: success
              type: str
              sample: "10.0.1.4"
    firewalls:
      description:
        - The Azure Firewalls that a route of the jumphost's subnets leads to on the way to a private endpoint.
        - Empty without RV(accounts[].jumphost), and without such a route.
      returned: success
      type: list
      elements: dict
      contains:
        id:
          description: Its resource id.
          returned: success
          type: str
          sample: /subscriptions/ID/resourceGroups/hub-rg/providers/Microsoft.Network/azureFirewalls/hub
        name:
          description: Its name.
          returned: success
          type: str
          sample: hub
        addresses:
          description: Its private addresses.
          returned: success
          type: list
          elements: str
          sample: ["10.1.1.4"]
        virtual_network_id:
          description: The id of its virtual network. V(null) for that of a virtual hub.
          returned: success
          type: str
          sample: /subscriptions/ID/resourceGroups/hub-rg/providers/Microsoft.Network/virtualNetworks/hub
        policy_id:
          description: The id of its policy. V(null) where it has classic rules instead.
          returned: success
          type: str
          sample: /subscriptions/ID/resourceGroups/hub-rg/providers/Microsoft.Network/firewallPolicies/hub
        dns_servers:
          description:
            - The DNS servers that its policy sets, else those of the firewall itself. Empty when it asks Azure's own.
              V(null) when the policy could not be read.
          returned: success
          type: list
          elements: str
          sample: []
        rules:
          description:
            - Its rules in the order in which they are evaluated, including those of its policy's parents.
            - V(null) when they could not be read.
          returned: success
          type: list
          elements: dict
          contains:
            name:
              description: Its name.
              returned: success
              type: str
              sample: azure-openai
            collection:
              description: The name of its rule collection.
              returned: success
              type: str
              sample: allow-https
            group_id:
              description: The id of the policy's rule collection group that it is in. V(null) for a classic rule.
              returned: success
              type: str
            type:
              description: V(network), V(application) or V(nat).
              returned: success
              type: str
              sample: application
            action:
              description: V(Allow) or V(Deny).
              returned: success
              type: str
              sample: Allow
            protocols:
              description: The protocols, for application rules with their ports.
              returned: success
              type: list
              elements: str
              sample: ["Https:443"]
            sources:
              description:
                - Where the traffic comes from, as networks, addresses or V(*). The addresses of an IP group replace its
                  id, unless they could not be read.
              returned: success
              type: list
              elements: str
              sample: ["10.0.10.0/24"]
            destinations:
              description: Where the traffic goes, as networks, addresses, service tags, names or V(*).
              returned: success
              type: list
              elements: str
              sample: []
            ports:
              description: To which ports, of network rules.
              returned: success
              type: list
              elements: str
              sample: []
            fqdns:
              description: The names that an application rule is for. V(*) stands for any beginning.
              returned: success
              type: list
              elements: str
              sample: ["*.openai.azure.com"]
            more:
              description: The names of further conditions that it has, which are not read.
              returned: success
              type: list
              elements: str
              sample: []
    unread:
      description: What could not be read.
      returned: success
      type: list
      elements: dict
      contains:
        action:
          description: The action that the caller needs for it.
          returned: success
          type: str
          sample: Microsoft.Network/privateDnsZones/read
        id:
          description: The resource, resource group or subscription on which it is needed.
          returned: success
          type: str
          sample: /subscriptions/ID
        reason:
          description:
            - V(denied), V(missing), V(unavailable) (for example no answer in time), V(no_library) or V(not_configured).
          returned: success
          type: str
          sample: denied
        message:
          description: The reason, and how to resolve it.
          returned: success
          type: str
          sample: "..."
    expected:
      description:
        - The addresses that clients must find, a list for each name, from the network interfaces of the approved
          private endpoints.
      returned: success
      type: dict
      sample: {"aro-azureopenai.openai.azure.com": ["10.0.14.4"]}
    comparisons:
      description:
        - What was compared for each of RV(accounts[].account.fqdns), in each network whose 168.63.129.16 answers.
        - Empty without RV(accounts[].account).
      returned: success
      type: list
      elements: dict
      contains:
        name:
          description: The name.
          returned: success
          type: str
          sample: aro-azureopenai.openai.azure.com
        expected:
          description: The addresses of the private endpoint for the name. Empty when they are not known.
          returned: success
          type: list
          elements: str
          sample: ["10.0.14.4"]
        zone_id:
          description: The id of the private DNS zone that answers. V(null) when it is not known.
          returned: success
          type: str
          sample: /subscriptions/ID/resourceGroups/dns-rg/providers/Microsoft.Network/privateDnsZones/ZONE
        vnet_id:
          description: The id of the virtual network in which it answers. V(null) when it is not known.
          returned: success
          type: str
          sample: /subscriptions/ID/resourceGroups/aro-rg/providers/Microsoft.Network/virtualNetworks/aro-vnet
        records:
          description: The addresses that the zone has for the name.
          returned: success
          type: list
          elements: str
          sample: ["10.0.14.4"]
        result:
          description: V(same), V(different) or V(unknown).
          returned: success
          type: str
          sample: same
        reason:
          description: What is different, or why it is not known. V(null) where it is the same.
          returned: success
          type: str
    findings:
      description: What is wrong, worst first.
      returned: success
      type: list
      elements: dict
      contains:
        code:
          description: Its code in the collection's catalogue.
          returned: success
          type: str
          sample: azure_zone_not_linked
        severity:
          description: V(error), V(warning) or V(info).
          returned: success
          type: str
          sample: error
        summary:
          description: The same in one line.
          returned: success
          type: str
          sample: the zone privatelink.openai.azure.com is not linked to aro-vnet
        evidence:
          description: The ids and values on which it is based.
          returned: success
          type: dict
          sample: {"zone": "privatelink.openai.azure.com"}
"""

import os

from ansible.module_utils.basic import AnsibleModule

from ..module_utils._arm.auth import AuthError, authenticate
from ..module_utils._arm.client import Arm
from ..module_utils._arm.observe import observe, read_accounts
from ..module_utils._arm.settings import ARGUMENT_SPEC, secrets, validate
from ..module_utils._arm_judge.account import judged
from ..module_utils._azure.account_options import USERS
from ..module_utils._core.deadline import Deadline
from ..module_utils._core.libraries import missing

ACCOUNT_SPEC = USERS["private_endpoint_info"].argument_spec()


def main() -> None:
    module = AnsibleModule(
        argument_spec=dict(
            ARGUMENT_SPEC,
            accounts={"type": "list", "elements": "dict", "required": True, "options": ACCOUNT_SPEC},
            timeout={"type": "float", "default": 60},
            concurrency={"type": "int", "default": 16},
        ),
        supports_check_mode=True,
    )
    try:
        settings = validate(module.params, os.environ)
        accounts = read_accounts(module.params, settings)
    except ValueError as exc:
        module.fail_json(msg=str(exc))
    module.no_log_values.update(secrets(settings))
    deadline = Deadline(module.params["timeout"])
    try:
        credential = authenticate(settings, deadline)
    except ImportError:
        module.fail_json(**missing("azure.identity"))
    except AuthError as exc:
        module.fail_json(msg=str(exc))
    observed = observe(Arm(settings, credential, deadline), accounts, module.params["concurrency"])
    module.exit_json(
        changed=False,
        accounts=[dict(found, **judged(found, declared)) for found, declared in zip(observed, accounts)],
    )


if __name__ == "__main__":
    main()
