#!/usr/bin/python
# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: azure_machine_info
short_description: Ask Azure's metadata service which virtual machine a host is
version_added: 1.0.0
author:
  - The privatelink.azure_ai contributors (@privatelink)
description:
  - Returns the resource id of the host's virtual machine, as reported by the Instance Metadata Service of Azure.
  - A host outside Azure has no metadata service. This is a result, not a failure of the task.
  - It sends one request, uses no proxy, follows no redirect, and reads no more than 64 KiB. Anything other than the id
    of a virtual machine is discarded.
extends_documentation_fragment:
  - privatelink.azure_ai._attributes
  - privatelink.azure_ai._attributes.read_only
  - privatelink.azure_ai._attributes.observing
options:
  timeout:
    description:
      - The time limit in seconds for the whole request.
    type: float
    default: 2
seealso:
  - module: privatelink.azure_ai.private_endpoint_info
"""

EXAMPLES = r"""
- name: Ask which virtual machine the host is
  privatelink.azure_ai.azure_machine_info:
  register: my_machine
"""

RETURN = r"""
machine:
  description: The virtual machine.
  returned: success
  type: dict
  contains:
    id:
      description:
        - Its resource id. V(null) when the host is not a virtual machine of Azure, or is an instance of a scale set.
      returned: success
      type: str
      sample: >-
        /subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/jump-1
    error:
      description: Why there is no id. V(null) when there is one.
      returned: success
      type: str
      sample: "the metadata service answered 404"
"""

from ansible.module_utils.basic import AnsibleModule

from ..module_utils._host.machine import NotAvailable, machine_id


def main():
    module = AnsibleModule(argument_spec={"timeout": {"type": "float", "default": 2}}, supports_check_mode=True)
    timeout = module.params["timeout"]
    if not 0 < timeout <= 3600:
        module.fail_json(msg=f"timeout: {timeout} is not a number of seconds: expected a number above 0, at most 3600")
    try:
        machine = {"id": machine_id(timeout), "error": None}
    except NotAvailable as exc:
        machine = {"id": None, "error": str(exc)}
    module.exit_json(changed=False, machine=machine)


if __name__ == "__main__":
    main()
