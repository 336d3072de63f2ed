#!/usr/bin/python
# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: azure_account_info
short_description: List the Azure AI accounts of subscriptions
version_added: 1.0.0
author:
  - The privatelink.azure_ai contributors (@privatelink)
description:
  - Lists the accounts of Azure Cognitive Services in whole subscriptions, from Azure Resource Manager, with the options
    that the variable C(privatelink_accounts) has for them.
  - The accounts that it leaves out are listed in RV(left_out), each with the reason.
  - A list is one C(GET) request for each subscription and page. Azure Resource Graph is not used. It would be a C(POST)
    request to a further service, its answers lag behind the Resource Manager, and what a caller may not read is
    silently missing from them. The Resource Manager names the missing action instead.
  - The playbook C(privatelink.azure_ai.validate) runs it if C(privatelink_discover) is declared.
  - Runs on the control node or in an execution environment. It needs no access to the private network.
  - It only reads, and sends only C(GET) requests to Azure Resource Manager. It registers no resource provider.
  - A subscription that cannot be listed never fails the task. It is listed in RV(unread) with the missing action. Only
    invalid options and missing or refused credentials fail the task.
notes:
  - The action C(Microsoft.CognitiveServices/accounts/read) on each subscription is sufficient; the role C(Reader)
    includes it. If it is granted on resource groups only, name these in O(resource_groups).
requirements:
  - azure-identity >= 1.16.1
  - azure-mgmt-cognitiveservices >= 13.7.0
extends_documentation_fragment:
  - privatelink.azure_ai._attributes
  - privatelink.azure_ai._attributes.read_only
  - privatelink.azure_ai._attributes.observing
  - privatelink.azure_ai._azure_auth
options:
  subscriptions:
    description:
      - The ids of the subscriptions.
      - The default is O(subscription_id).
    type: list
    elements: str
  resource_groups:
    description:
      - The names of the resource groups whose accounts are listed, in upper or lower case. The default is all.
      - If the subscription may not be listed, each of them is listed by itself.
    type: list
    elements: str
  tags:
    description:
      - The tags that an account must have, all of them. As in Azure, their names match in upper or lower case, their
        values only as written.
    type: dict
  kinds:
    description:
      - The kinds that are listed. A kind whose accounts are named like those of V(CognitiveServices), such as
        C(FormRecognizer), counts as it.
    type: list
    elements: str
    choices: [OpenAI, AIServices, CognitiveServices]
  exclude:
    description:
      - Accounts to leave out, by custom subdomain or by name, in upper or lower case.
      - V(*) stands for any characters, V(?) for one, V([...]) for one of those in the brackets.
    type: list
    elements: str
  timeout:
    description:
      - The time limit of the whole call in seconds, from V(1) to V(3600). A subscription that has not been listed by
        then is V(unavailable) in RV(unread).
    type: float
    default: 60
seealso:
  - module: privatelink.azure_ai.private_endpoint_info
"""

EXAMPLES = r"""
- name: List the accounts of a subscription, as the user who is logged in to the Azure CLI
  privatelink.azure_ai.azure_account_info:
    subscriptions: [11111111-2222-3333-4444-555555555555]
    tags: {environment: production}
    exclude: ["test-*"]
  delegate_to: localhost
  register: in_azure

- name: Show what was left out, and why
  ansible.builtin.debug:
    var: in_azure.left_out
"""

RETURN = r"""
accounts:
  description: The accounts, by name.
  returned: success
  type: list
  elements: dict
  contains:
    name:
      description: The custom subdomain, which declarations call the account's name.
      returned: success
      type: str
      sample: aro-azureopenai
    resource_name:
      description: The name of the resource.
      returned: success
      type: str
      sample: aro-azureopenai
    id:
      description: The resource id.
      returned: success
      type: str
      sample: /subscriptions/ID/resourceGroups/aro-rg/providers/Microsoft.CognitiveServices/accounts/aro-azureopenai
    resource_group:
      description: The resource group.
      returned: success
      type: str
      sample: aro-rg
    subscription_id:
      description: The subscription.
      returned: success
      type: str
      sample: "11111111-2222-3333-4444-555555555555"
    kind:
      description: The kind, as declarations name it, which determines which names the account has.
      returned: success
      type: str
      sample: OpenAI
    cloud:
      description: The cloud, by the account's endpoint.
      returned: success
      type: str
      sample: AzureCloud
    location:
      description: The region.
      returned: success
      type: str
      sample: westeurope
    tags:
      description: The tags.
      returned: success
      type: dict
      sample: {"environment": "production"}
    public_network_access:
      description:
        - V(Enabled) or V(Disabled). V(null) when Azure does not say.
        - Any other value is as Azure returns it.
      returned: success
      type: str
      sample: Disabled
left_out:
  description: The accounts of the subscriptions that are not in RV(accounts), by name.
  returned: success
  type: list
  elements: dict
  contains:
    name:
      description: The name of the resource.
      returned: success
      type: str
      sample: test-openai
    id:
      description: The resource id.
      returned: success
      type: str
      sample: /subscriptions/ID/resourceGroups/test-rg/providers/Microsoft.CognitiveServices/accounts/test-openai
    reason:
      description:
        - The option that leaves it out, V(resource_groups), V(tags), V(kinds) or V(exclude).
        - Otherwise V(no_custom_subdomain), V(deleting), V(kind) (its kind has other names), V(duplicate), or V(odd)
          (Azure's answer about it cannot be read).
      returned: success
      type: str
      sample: exclude
    why:
      description: The reason in words.
      returned: success
      type: str
      sample: "exclude names it: test-*"
subscriptions:
  description: The ids of the subscriptions that were asked for.
  returned: success
  type: list
  elements: str
  sample: ["11111111-2222-3333-4444-555555555555"]
unread:
  description: What could not be listed.
  returned: success
  type: list
  elements: dict
  contains:
    action:
      description: The action that the caller needs.
      returned: success
      type: str
      sample: Microsoft.CognitiveServices/accounts/read
    id:
      description: The id of the subscription or resource group.
      returned: success
      type: str
      sample: /subscriptions/11111111-2222-3333-4444-555555555555
    reason:
      description: V(denied), V(missing), V(unavailable) or V(no_library).
      returned: success
      type: str
      sample: denied
    message:
      description: What happened, and what to do, in one line.
      returned: success
      type: str
      sample: "the identity lacks Microsoft.CognitiveServices/accounts/read on /subscriptions/ID (AuthorizationFailed)"
"""

import os

from ansible.module_utils.basic import AnsibleModule

from ..module_utils._arm.auth import AuthError, authenticate
from ..module_utils._arm.client import Arm, import_sdks
from ..module_utils._arm.reader import Notes, Reader, list_accounts
from ..module_utils._arm.settings import ARGUMENT_SPEC, check_subscription_id, secrets, validate
from ..module_utils._azure.selection import Filters, select
from ..module_utils._azure.services import ACCOUNTS, KINDS
from ..module_utils._core.deadline import Deadline
from ..module_utils._core.libraries import missing
from ..module_utils._core.threads import map_threads

_AT_ONCE = 8


def main() -> None:
    module = AnsibleModule(
        argument_spec=dict(
            ARGUMENT_SPEC,
            subscriptions={"type": "list", "elements": "str"},
            resource_groups={"type": "list", "elements": "str"},
            tags={"type": "dict"},
            kinds={"type": "list", "elements": "str", "choices": list(KINDS)},
            exclude={"type": "list", "elements": "str"},
            timeout={"type": "float", "default": 60},
        ),
        supports_check_mode=True,
    )
    params = module.params
    try:
        if not 1 <= params["timeout"] <= 3600:
            raise ValueError(
                f"timeout: {params['timeout']} is out of range: expected a number of seconds from 1 to 3600"
            )
        settings = validate(params, os.environ)
        subscriptions = _subscriptions(params["subscriptions"] or [settings.subscription_id])
    except ValueError as exc:
        module.fail_json(msg=str(exc))
    module.no_log_values.update(secrets(settings))
    deadline = Deadline(params["timeout"])
    try:
        credential = authenticate(settings, deadline)
    except ImportError:
        module.fail_json(**missing("azure.identity"))
    except AuthError as exc:
        module.fail_json(msg=str(exc))
    import_sdks(ACCOUNTS.library)
    reader, notes = Reader(Arm(settings, credential, deadline)), Notes()
    groups = tuple(params["resource_groups"] or ())
    lists = map_threads(lambda each: list_accounts(reader, notes, each, groups), subscriptions, _AT_ONCE)
    filters = Filters(
        groups,
        {name: str(value) for name, value in (params["tags"] or {}).items()},
        tuple(params["kinds"] or ()),
        tuple(params["exclude"] or ()),
    )
    accounts, left_out = select([each for listed in lists for each in listed], filters, settings.cloud.name)
    module.exit_json(
        changed=False, accounts=accounts, left_out=left_out, subscriptions=subscriptions, unread=notes.entries()
    )


def _subscriptions(given: list) -> list[str]:
    """Return the ids of subscriptions, each once. Raises ValueError."""
    if not all(given):
        raise ValueError(
            "subscriptions: neither the option nor the environment names one: expected ids of subscriptions. "
            "'az account list --output table' shows those that this identity can see"
        )
    once: dict[str, str] = {}
    for each in given:
        once.setdefault(each.lower(), check_subscription_id(each, "subscriptions"))
    return list(once.values())


if __name__ == "__main__":
    main()
