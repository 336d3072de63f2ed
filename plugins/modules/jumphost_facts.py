#!/usr/bin/python
# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: jumphost_facts
short_description: Gather facts about a jumphost
version_added: 1.0.0
author:
  - The privatelink.azure_ai contributors (@privatelink)
description:
  - Gathers facts about a host that is to validate private endpoints. Its operating system, Python and libraries,
    packages and their sources, resolver, proxy variables, pins in C(/etc/hosts), clock, reachable addresses, trust
    store, C(sudo), and what the role P(privatelink.azure_ai.jumphost#role) has changed.
  - Needs nothing but Python itself, and changes nothing. What cannot be determined is null.
notes:
  - No password is returned. Proxy URLs come without user and password, files that may hold a secret without their
    content, and the role's own record without the former content of files.
  - Without root (C(become)) the role's record and some files cannot be read.
  - Asks the package manager for what it has in its caches, and connects, without sending anything, to the servers of
    the packages and to O(targets). To see whether C(sudo) requires a password, it runs C(sudo -n true), which the host
    may log.
extends_documentation_fragment:
  - privatelink.azure_ai._attributes
  - privatelink.azure_ai._attributes.read_only
  - privatelink.azure_ai._attributes.observing
  - privatelink.azure_ai._attributes.facts
options:
  packages:
    description:
      - Names of packages, to see whether they are installed and whether they could be. A path stands for the package
        that has this file.
    type: list
    elements: str
    default: []
  names:
    description:
      - Host names to look for in C(/etc/hosts).
    type: list
    elements: str
    default: []
  files:
    description:
      - Absolute paths of files to describe.
    type: list
    elements: str
    default: []
  targets:
    description:
      - What to connect to, as V(IP), V(IP:port), V([IPv6]:port), V(name) or V(name:port), at most 1000. The port is
        V(443) unless given. Names are resolved as programs on the host do.
    type: list
    elements: str
    default: []
  egress_timeout:
    description:
      - How many seconds connecting may take, all O(targets) together, from V(0.1) to V(300). The servers of packages,
        at the same time, have as much.
    type: float
    default: 5
  reference_time:
    description:
      - The time of another clock, in seconds since 1970, that the host's clock is compared with. Usually that of the
        control node, which is a template that is evaluated when the task starts.
    type: float
  resolver:
    description:
      - The options of M(privatelink.azure_ai.jumphost_resolver), to see in advance whether it would change anything.
    type: dict
    suboptions:
      nameservers:
        description:
          - As O(privatelink.azure_ai.jumphost_resolver#module:nameservers).
        type: list
        elements: str
      search:
        description:
          - As O(privatelink.azure_ai.jumphost_resolver#module:search).
        type: list
        elements: str
      routing_domains:
        description:
          - As O(privatelink.azure_ai.jumphost_resolver#module:routing_domains).
        type: list
        elements: str
      manager:
        description:
          - As O(privatelink.azure_ai.jumphost_resolver#module:manager).
        type: str
        default: auto
seealso:
  - plugin: privatelink.azure_ai.jumphost_preflight
    plugin_type: filter
  - module: privatelink.azure_ai.privatelink_dns_facts
"""

EXAMPLES = r"""
- name: Gather facts about the jumphost
  privatelink.azure_ai.jumphost_facts:
    packages:
      - python3-dnspython
      - python3-requests
    names:
      - example.openai.azure.com
    targets:
      - example.openai.azure.com
      - 192.0.2.4:443
    reference_time: "{{ now().timestamp() }}"
  become: true

- name: Report what it lacks
  ansible.builtin.debug:
    msg: "{{ (ansible_facts.privatelink_jumphost | privatelink.azure_ai.jumphost_preflight).lines }}"
"""

RETURN = r"""
ansible_facts:
  description: Facts to add to C(ansible_facts).
  returned: success
  type: complex
  contains:
    privatelink_jumphost:
      description: The facts.
      returned: success
      type: dict
      contains:
        os:
          description: The operating system, as C(/etc/os-release) describes it.
          type: dict
          contains:
            id:
              description: Its identifier.
              type: str
              sample: debian
            id_like:
              description: The systems it is like, nearest first.
              type: list
              elements: str
              sample: []
            version_id:
              description: Its version.
              type: str
              sample: "13"
            codename:
              description: The name of this version.
              type: str
              sample: trixie
            pretty_name:
              description: Its name for people.
              type: str
              sample: Debian GNU/Linux 13 (trixie)
            family:
              description: One of V(Debian), V(RedHat), V(AzureLinux), V(Suse). Null for any other.
              type: str
              sample: Debian
        python:
          description: The Python that this module ran in.
          type: dict
          contains:
            executable:
              description: Its path.
              type: str
              sample: /usr/bin/python3
            version:
              description: Its version.
              type: str
              sample: 3.13.5
            implementation:
              description: Its kind.
              type: str
              sample: cpython
            machine:
              description: The kind of processor.
              type: str
              sample: x86_64
            platform:
              description: What Python calls the platform.
              type: str
              sample: linux-x86_64
            libc:
              description: The C library. Null when it is not glibc.
              type: str
              sample: glibc
            libc_version:
              description: The version of the C library.
              type: str
              sample: "2.41"
            pip:
              description: Whether it has pip.
              type: bool
            venv:
              description: Whether it can make a virtual environment with pip in it.
              type: bool
            externally_managed:
              description: Whether its packages belong to the operating system alone (PEP 668).
              type: bool
        libraries:
          description:
            - The versions of C(dns), C(requests) and C(azure.identity) in this Python. Null for one that cannot be
              imported, empty for one whose version is unknown.
          type: dict
          sample: {dns: 2.7.0, requests: 2.32.3, azure.identity: null}
        venv:
          description: The virtual environment of the role, in which modules run whose Python lacks a library.
          type: dict
          contains:
            path:
              description: Its directory.
              type: str
              sample: /opt/privatelink/venv
            exists:
              description: Whether it has a Python.
              type: bool
            digest:
              description: The SHA-256 of the list of wheels in it. Null without one.
              type: str
            python:
              description: The version of its Python. Null when that does not run.
              type: str
              sample: 3.13.5
            libraries:
              description: The versions, as RV(ansible_facts.privatelink_jumphost.libraries).
              type: dict
        tools:
          description: The paths of C(curl), C(jq), C(dig) and C(nslookup), null for what is not there.
          type: dict
          sample: {curl: /usr/bin/curl, jq: null, dig: null, nslookup: null}
        packages:
          description: Those of O(packages) that are installed. Null when that is not known.
          type: list
          elements: str
          sample: [python3-requests]
        package_source:
          description: Where O(packages) would come from.
          type: dict
          contains:
            tool:
              description: The package manager, V(apt) or V(dnf). Null for others, which are not asked.
              type: str
              sample: apt
            candidates:
              description:
                - The version of each package that would be installed, null for one that is not known. Null as a whole
                  when the package manager has nothing in its cache to answer from.
              type: dict
              sample: {python3-dnspython: 2.7.0-1}
            reachable:
              description:
                - Whether a server or directory for each of the packages can be reached. Null when that is not known,
                  such as through a proxy.
              type: bool
            servers:
              description: The names and addresses of these servers, without those that are reached through a proxy.
              type: list
              elements: str
              sample: [deb.example.com]
        resolver:
          description: How names are resolved.
          type: dict
          contains:
            manager:
              description:
                - Who manages C(/etc/resolv.conf), V(systemd-resolved), V(NetworkManager), V(resolvconf) or V(static).
              type: str
              sample: systemd-resolved
            stub:
              description: Whether programs ask the stub of systemd-resolved.
              type: bool
            nameservers:
              description: The nameservers in C(/etc/resolv.conf).
              type: list
              elements: str
              sample: [127.0.0.53]
            search:
              description: The search domains.
              type: list
              elements: str
            options:
              description: The options.
              type: list
              elements: str
            ndots:
              description: Names with fewer dots are tried with the search domains first.
              type: int
              sample: 1
            resolv_conf:
              description: The file that C(/etc/resolv.conf) is a link to, or itself. Null without one.
              type: str
              sample: /run/systemd/resolve/stub-resolv.conf
            resolved_nameservers:
              description: The nameservers that systemd-resolved asks.
              type: list
              elements: str
              sample: [168.63.129.16]
            links:
              description: What systemd-resolved has for each network link.
              type: list
              elements: dict
              contains:
                link:
                  description: The link. Null for all together.
                  type: str
                  sample: eth0
                nameservers:
                  description: Its nameservers.
                  type: list
                  elements: str
                domains:
                  description: Its domains, those for routing only with C(~).
                  type: list
                  elements: str
            nsswitch:
              description: The sources of host names, in their order.
              type: list
              elements: str
              sample: [files, dns]
            ours:
              description:
                - Whether M(privatelink.azure_ai.jumphost_resolver) has something to restore here. Null when its record
                  cannot be read, as without root.
              type: bool
            as_wanted:
              description:
                - Whether M(privatelink.azure_ai.jumphost_resolver) would change nothing. Null without O(resolver),
                  where it would refuse the options, or when that is not known.
              type: bool
        proxies:
          description:
            - The proxy variables, by where they are set, V(environment) (of this module), the path of a file, or
              V(systemd). Without user and password.
          type: dict
          sample: {/etc/environment: {https_proxy: "http://***@proxy.example.com:3128", no_proxy: localhost}}
        services_own:
          description:
            - The proxy variables that systemd's manager gives to services, as
              RV(ansible_facts.privatelink_jumphost.proxies), without those that the role has put there.
          type: dict
          sample: {no_proxy: localhost}
        pins:
          description: The entries of C(/etc/hosts) for O(names).
          type: list
          elements: dict
          contains:
            name:
              description: The name.
              type: str
              sample: example.openai.azure.com
            address:
              description: The address it is pinned to.
              type: str
              sample: 192.0.2.4
            line:
              description: The number of the line.
              type: int
              sample: 3
            dns:
              description:
                - The addresses that programs would get without the entry. Null when that is not known, as without
                  glibc, behind the stub of systemd-resolved, which looks into C(/etc/hosts) itself, or when nothing
                  answers.
              type: list
              elements: str
              sample: [192.0.2.4]
        clock:
          description: The clock.
          type: dict
          contains:
            epoch:
              description: Its time, in seconds since 1970.
              type: float
            skew_s:
              description:
                - How many seconds it is ahead of O(reference_time), negative if it is behind. The time that the task
                  took to reach the host is included. Null without O(reference_time).
              type: float
              sample: 0.4
            tolerance_s:
              description: How many seconds of difference are tolerated.
              type: float
              sample: 30.0
            within_tolerance:
              description: Whether the difference is within it, ahead or behind. Null without O(reference_time).
              type: bool
            synchronized:
              description: Whether a time service synchronizes it. Null when that is not known.
              type: bool
        trust:
          description: The trust store of the operating system, as OpenSSL finds it.
          type: dict
          contains:
            store:
              description: The file or directory. Null without any.
              type: str
              sample: /usr/lib/ssl/certs
            authorities:
              description: How many certificates it has.
              type: int
              sample: 144
        egress:
          description: One entry for each of O(targets), in the same order, each once.
          type: list
          elements: dict
          contains:
            target:
              description: The target, as given.
              type: str
              sample: example.openai.azure.com
            address:
              description:
                - The address that accepted, else the one that RV(ansible_facts.privatelink_jumphost.egress[].error) is
                  about. Null for a name that does not resolve.
              type: str
              sample: 192.0.2.4
            port:
              description: The port.
              type: int
              sample: 443
            reached:
              description: Whether a connection was accepted. Null when the time limit was reached first.
              type: bool
            error:
              description: Why not, in words. Null when one was.
              type: str
              sample: "192.0.2.4:443: no answer in time"
        sudo:
          description: Who may become root.
          type: dict
          contains:
            root:
              description: Whether this module ran as root.
              type: bool
            passwordless:
              description:
                - Whether C(sudo) lets the user become root without a password. As root, the user who has become it by
                  C(sudo). Null when that is not known.
              type: bool
        files:
          description:
            - One entry for each of O(files), by its path.
            - Its keys are C(exists), C(type) (V(file), V(directory), V(other), of a link that of its target), C(target)
              (of a link), C(mode), C(owner), C(group), C(sha256), C(content), C(withheld) and C(error).
            - C(content) is base64. It is null, and C(withheld) says why, for files that set environment variables, that
              not every user may read, that hold what looks like a secret, or that are larger than 64 KiB.
            - C(error) says why the file could not be read. The other keys are then null.
          type: dict
          sample:
            /etc/hosts:
              exists: true
              type: file
              target: null
              mode: "0644"
              owner: root
              group: root
              sha256: 2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae
              content: Zm9v
              withheld: null
              error: null
        state:
          description:
            - What the role remembers in C(/var/lib/privatelink/jumphost.json), without the former content of files.
              Null without it.
          type: dict
        state_error:
          description: Why this record could not be read. Null when it could, or when there is none.
          type: str
          sample: permission denied
"""

import os

from ansible.module_utils.basic import AnsibleModule

from ..module_utils._jumphost import facts as jumphost_facts
from ..module_utils._jumphost.options import read_fact_options
from ..module_utils._resolver.managers import AUTO


def main():
    module = AnsibleModule(
        argument_spec={
            "packages": {"type": "list", "elements": "str", "default": []},
            "names": {"type": "list", "elements": "str", "default": []},
            "files": {"type": "list", "elements": "str", "default": []},
            "targets": {"type": "list", "elements": "str", "default": []},
            "egress_timeout": {"type": "float", "default": 5},
            "reference_time": {"type": "float"},
            "resolver": {
                "type": "dict",
                "options": {
                    "nameservers": {"type": "list", "elements": "str"},
                    "search": {"type": "list", "elements": "str"},
                    "routing_domains": {"type": "list", "elements": "str"},
                    "manager": {"type": "str", "default": AUTO},
                },
            },
        },
        supports_check_mode=True,
    )
    try:
        options = read_fact_options(module.params)
    except ValueError as exc:
        module.fail_json(msg=str(exc))
    # A byte that is not UTF-8 could not be returned.
    environment = {name: value.encode("utf-8", "replace").decode("utf-8") for name, value in os.environ.items()}
    facts = jumphost_facts.gather(options, environment)
    module.exit_json(changed=False, ansible_facts={"privatelink_jumphost": facts})


if __name__ == "__main__":
    main()
