#!/usr/bin/python
# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: jumphost_resolver
short_description: Switch a host to other nameservers, or restore it exactly as it was
version_added: 1.0.0
author:
  - The privatelink.azure_ai contributors (@privatelink)
description:
  - Sets nameservers, search domains and routing domains through the manager of the host's resolver. That is
    systemd-resolved, NetworkManager or Debian's resolvconf. Without a manager, the file C(/etc/resolv.conf) is changed.
  - Before anything is changed, each new nameserver is asked from this host for O(names), and must answer as expected.
    The task fails if one does not answer, refuses or returns other addresses.
  - After the switch the same names must resolve through the system. If they do not, or anything else fails, all files
    are restored, the manager is reloaded, and the task fails with a message.
  - The task fails before anything is changed if root cannot write a file, because it is immutable or its file system is
    read-only.
  - The switch is one process, which a lost connection does not end. Where systemd runs, a timer restores everything
    after 90 seconds even if the process is killed. It is cancelled when the switch has succeeded.
  - It waits for other tasks of this collection that are changing the host.
  - A second run with the same options changes nothing, asks no nameserver and reloads nothing.
requirements:
  - dnspython >= 2.1.0
extends_documentation_fragment:
  - privatelink.azure_ai._attributes
attributes:
  check_mode:
    support: full
    details:
      - The new nameservers are asked in check mode too. Without dnspython, which an earlier task of a play may be about
        to install, they are not asked, and a warning says so.
  diff_mode:
    support: full
    details:
      - Shows each file before and after.
  platform:
    platforms: linux
options:
  state:
    description:
      - V(present) makes the host ask O(nameservers).
      - V(absent) restores every file byte for byte, with its mode, owner and times. If a file was changed since, only
        the lines of this collection are removed, and a warning says so. A drop-in of this collection that was changed
        since is removed and kept under the same name with V(~).
    type: str
    choices: [present, absent]
    default: present
  nameservers:
    description:
      - The IP addresses of one to three nameservers, in the order in which they are queried. Without this option the
        resolver stays as it is.
      - With resolvconf the nameservers of the network interfaces remain after them as a fallback.
    type: list
    elements: str
  search:
    description:
      - The search domains. Without this option or with an empty list they stay as they are.
      - NetworkManager takes either all or nothing from its connections. Those in force at the first run are then
        carried over.
    type: list
    elements: str
  routing_domains:
    description:
      - Domains such as V(~openai.azure.com), with or without the tilde. Names in them are asked of O(nameservers),
        others as before. Without this option or with an empty list, O(nameservers) are asked for all names.
      - Possible where systemd-resolved's stub is asked, and with NetworkManager's C(dns=dnsmasq). Refused elsewhere.
      - With systemd-resolved, global nameservers that were set in C(resolved.conf) are replaced. Names in no routing
        domain are asked of the nameservers of the network links, and of O(nameservers) at the same time.
    type: list
    elements: str
  names:
    description:
      - The names that the new nameservers, and after the switch the system, must resolve. At least one with
        O(state=present).
      - With O(state=absent), those of them that resolve must still do so afterwards. If they do not, the switch is
        kept, and the task fails. Without names nothing is looked up.
    type: list
    elements: dict
    suboptions:
      name:
        description:
          - A host name or URL.
        type: str
        required: true
      addresses:
        description:
          - The IP addresses that are expected. Any other address is wrong. Without them and O(names[].networks), every
            address that is not private is wrong.
        type: list
        elements: str
      networks:
        description:
          - The networks, in CIDR notation, in which addresses are expected.
        type: list
        elements: str
  must_resolve:
    description:
      - Other names that programs on this host need, such as those of directory servers, package sources or monitoring.
        Those that resolve must still do so afterwards. If they do not, everything is restored, and the task fails.
    type: list
    elements: str
    default: []
  remove_pins:
    description:
      - Whether to remove O(names) from C(/etc/hosts), in the same switch. Other names in the same line stay. If
        programs do not get the expected addresses without the entries, these are restored with everything else.
      - Without O(nameservers) nothing else is changed.
      - Entries that were removed are only restored by O(state=absent), not by leaving out this option.
    type: bool
    default: false
  manager:
    description:
      - What manages the host's resolver. V(auto) detects it.
      - Another value is rejected if it contradicts the host's configuration. V(static) is possible on a host whose
        manager no longer runs, or whose C(/etc/resolv.conf) says that another program generated it.
    type: str
    choices: [auto, systemd-resolved, NetworkManager, resolvconf, static]
    default: auto
  timeout:
    description:
      - How many seconds a new nameserver is given for each name, from V(0.1) to V(300).
    type: float
    default: 5
notes:
  - Needs root.
  - The originals are in C(/var/lib/privatelink), readable by root only, until O(state=absent). While a switch is under
    way, C(/var/lib/privatelink/resolver/restore.sh) restores everything when it is run by hand.
  - A name that C(/etc/hosts) pins to another address than the expected one does not resolve as it must. Without
    O(remove_pins) the task then fails, and names the line.
seealso:
  - module: privatelink.azure_ai.privatelink_dns_facts
"""

EXAMPLES = r"""
- name: Ask Azure's own nameserver for all names
  privatelink.azure_ai.jumphost_resolver:
    nameservers:
      - 168.63.129.16
    names:
      - name: aro-azureopenai.openai.azure.com
        addresses:
          - 10.0.14.4
  become: true

- name: Ask the nameservers of the hub for the names of Azure OpenAI only
  privatelink.azure_ai.jumphost_resolver:
    nameservers:
      - 10.0.14.10
      - 10.0.14.11
    routing_domains:
      - ~openai.azure.com
    names: "{{ privatelink_accounts | privatelink.azure_ai.account_names }}"
  become: true

- name: Remove the account from /etc/hosts, if DNS answers as expected
  privatelink.azure_ai.jumphost_resolver:
    remove_pins: true
    names:
      - name: aro-azureopenai.openai.azure.com
        addresses:
          - 10.0.14.4
  become: true

- name: Restore the resolver
  privatelink.azure_ai.jumphost_resolver:
    state: absent
  become: true
"""

RETURN = r"""
manager:
  description:
    - What manages the host's resolver, V(hosts) where only C(/etc/hosts) was to be changed. V(null) when there was
      nothing to restore.
  returned: success, and failure once it is known
  type: str
  sample: systemd-resolved
files:
  description: The files that have the requested configuration after the task, or would have it in check mode.
  returned: success
  type: list
  elements: str
  sample: [/etc/systemd/resolved.conf.d/50-privatelink.conf]
asked:
  description: What the new nameservers answered, before anything was changed. Empty when there was nothing to change.
  returned: success, and failure once they were asked
  type: list
  elements: dict
  contains:
    server:
      description: The nameserver.
      returned: always
      type: str
      sample: 168.63.129.16
    name:
      description: The name. A silent nameserver is asked for one only.
      returned: always
      type: str
      sample: aro-azureopenai.openai.azure.com
    addresses:
      description: The addresses that it gave.
      returned: always
      type: list
      elements: str
      sample: [10.0.14.4]
    error:
      description: What is wrong with the answer. V(null) for a good one.
      returned: always
      type: str
      sample: null
system:
  description: What the host's own programs got after the switch. Empty when nothing was switched.
  returned: success, and failure after the switch
  type: list
  elements: dict
  contains:
    name:
      description: The name.
      returned: always
      type: str
      sample: aro-azureopenai.openai.azure.com
    addresses:
      description: The addresses.
      returned: always
      type: list
      elements: str
      sample: [10.0.14.4]
    error:
      description: What is wrong with them. V(null) when nothing is.
      returned: always
      type: str
      sample: null
armed:
  description: Whether a timer of systemd stood by to restore everything. V(false) where it does not run, or nothing
    was switched.
  returned: success
  type: bool
  sample: true
restored:
  description: The files that were restored.
  returned: failure after the switch began
  type: list
  elements: str
  sample: [/etc/systemd/resolved.conf.d/50-privatelink.conf]
working:
  description: Whether the host resolves names again as it did before.
  returned: failure after the switch began
  type: bool
  sample: true
diff:
  description: The files before and after.
  returned: in diff mode
  type: list
  elements: dict
  contains:
    before:
      description: The text before, empty without a file.
      returned: always
      type: str
      sample: ""
    after:
      description: The text after, empty without a file.
      returned: always
      type: str
      sample: "[Resolve]\n"
    before_header:
      description: The path, and whether there is a file.
      returned: always
      type: str
      sample: /etc/systemd/resolved.conf.d/50-privatelink.conf (absent)
    after_header:
      description: The path, and whether there is a file.
      returned: always
      type: str
      sample: /etc/systemd/resolved.conf.d/50-privatelink.conf
"""

import os

from ansible.module_utils.basic import AnsibleModule

from ..module_utils._core import libraries
from ..module_utils._jumphost.rollback import Store
from ..module_utils._resolver import run
from ..module_utils._resolver.plan import Host


def main():
    module = AnsibleModule(
        argument_spec={
            "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
            "nameservers": {"type": "list", "elements": "str"},
            "search": {"type": "list", "elements": "str"},
            "routing_domains": {"type": "list", "elements": "str"},
            "names": {
                "type": "list",
                "elements": "dict",
                "options": {
                    "name": {"type": "str", "required": True},
                    "addresses": {"type": "list", "elements": "str"},
                    "networks": {"type": "list", "elements": "str"},
                },
            },
            "must_resolve": {"type": "list", "elements": "str", "default": []},
            "remove_pins": {"type": "bool", "default": False},
            "manager": {
                "type": "str",
                "choices": ["auto", "systemd-resolved", "NetworkManager", "resolvconf", "static"],
                "default": "auto",
            },
            "timeout": {"type": "float", "default": 5},
        },
        required_if=[("state", "present", ("names",))],
        supports_check_mode=True,
    )
    if os.geteuid() != 0:
        module.fail_json(msg="Only root can change this host's resolver: set become: true on the task.")
    if run.MISSING and module.params["state"] == "present" and module.params["nameservers"]:
        libraries.respawn_with("dns")
        if not module.check_mode:
            module.fail_json(**run.MISSING)
    host = Host()
    result, failure = run.run(module.params, module.check_mode, Store(host.files), host)
    for warning in result.pop("warnings"):
        module.warn(warning)
    diff = result.pop("diff")
    if module._diff:
        result["diff"] = diff
    if failure:
        module.fail_json(msg=failure, **result)
    module.exit_json(**result)


if __name__ == "__main__":
    main()
