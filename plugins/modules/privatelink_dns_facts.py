#!/usr/bin/python
# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: privatelink_dns_facts
short_description: Look at how a host resolves the names of Azure private endpoints
version_added: 1.0.0
author:
  - The privatelink.azure_ai contributors (@privatelink)
description:
  - Asks each nameserver of the host for the names of Azure services, and names what it answers with one code.
  - Tells a private endpoint's address from a public one, a stale one, a missing record, a zone that is not linked, a
    nameserver that refuses, fails, is silent or answers nonsense.
  - Shows beside it what the host's own programs get, and what of the host's configuration stands in the way,
    C(/etc/hosts), search domains, proxy variables.
  - An answer, whatever it is, never fails the task. Only options that cannot be understood and a missing library do.
  - Knows the names of all Azure services with private endpoints in the Azure public, US Government and China clouds.
requirements:
  - dnspython >= 2.1.0 (from 2.2.0 on, extended DNS errors are returned)
extends_documentation_fragment:
  - privatelink.azure_ai._attributes
  - privatelink.azure_ai._attributes.read_only
  - privatelink.azure_ai._attributes.facts
options:
  names:
    description:
      - The names to look at, at least one. The result has one entry for each, in the same order.
      - A name that appears more than once is asked once.
    type: list
    elements: dict
    required: true
    suboptions:
      name:
        description:
          - A host name or URL.
          - Internationalized names are accepted and converted as IDNA 2003 does, which writes V(straße) as V(strasse).
            Where the name is registered by the later rules of IDNA 2008, give it in its C(xn--) form.
          - It is asked as an absolute name. The host's search domains are never appended.
        type: str
        required: true
      addresses:
        description:
          - The IP addresses that the private endpoint has for this name.
        type: list
        elements: str
      networks:
        description:
          - The networks, in CIDR notation, in which the private endpoint's addresses are.
        type: list
        elements: str
  nameservers:
    description:
      - The nameservers to ask, as V(IP), V(IP:port) or V([IPv6]:port).
      - Without this option or with an empty list, these are the host's own, of which the first three, as glibc does.
      - With C(options no-aaaa) in C(/etc/resolv.conf), programs never ask the host's own for IPv6 addresses, and this
        module does not either. Nameservers that are named in an option are always asked for both.
      - Where the host's own is the stub of systemd-resolved, the nameservers that the stub asks for the name are
        asked too, as if O(compare_nameservers) named them. That shows whether the stub fails or what is behind it.
        They are those of the network links with the longest domain of the name, else those of the links that take
        every name.
    type: list
    elements: str
  compare_nameservers:
    description:
      - Further nameservers to ask, for example V(168.63.129.16), Azure's own, which is reachable only inside Azure.
      - What they answer never changes RV(ansible_facts.privatelink_dns.names[].code). An answer that differs gives the
        finding V(dns_resolvers_disagree).
    type: list
    elements: str
  timeout:
    description:
      - How many seconds to wait for each name at each nameserver, all tries together, from V(0.1) to V(300).
      - A nameserver that is silent for its first name is not asked for the others, nor is one that is silent for many
        more names than it answers.
      - One that answers for IPv4 addresses and not for IPv6 addresses is asked for IPv4 alone after two names. What is
        missing is in RV(ansible_facts.privatelink_dns.names[].resolvers[].error).
      - The host's own resolver is given the same time.
      - C(resolvectl) and C(systemctl), which are asked only where systemd runs, are given as much, but not more than 2
        seconds, all together.
    type: float
    default: 5
  tries:
    description:
      - How often to ask a nameserver that does not answer, from V(1) to V(10). The tries share O(timeout) evenly.
      - The last of several goes without EDNS. Some firewalls drop questions that have it, and most programs ask
        without.
    type: int
    default: 2
  concurrency:
    description:
      - How many questions are under way at once, from V(1) to V(256).
    type: int
    default: 32
notes:
  - The module sends DNS queries from the host it runs on, and nothing else.
  - Where the Python of the host lacks dnspython and the virtual environment of the role
    P(privatelink.azure_ai.jumphost#role) has it, C(/opt/privatelink/venv), the module runs in that one instead.
seealso:
  - name: Azure private endpoint DNS integration
    description: Which names a private endpoint has, and how they are to be resolved.
    link: https://learn.microsoft.com/azure/private-link/private-endpoint-dns-integration
  - name: Azure private endpoint private DNS zone values
    description: The private DNS zone of every service.
    link: https://learn.microsoft.com/azure/private-link/private-endpoint-dns
"""

EXAMPLES = r"""
- name: Look at the names of an Azure OpenAI account from the jumphost
  privatelink.azure_ai.privatelink_dns_facts:
    names:
      - name: aro-azureopenai.openai.azure.com
        addresses:
          - 10.0.14.4

- name: Stop when the name does not lead to the private endpoint
  ansible.builtin.assert:
    that:
      - ansible_facts.privatelink_dns.names[0].code == 'dns_private'
    fail_msg: "{{ ansible_facts.privatelink_dns.names[0].findings | join(', ') }}"

- name: Compare the on-premises resolver with the one of Azure
  privatelink.azure_ai.privatelink_dns_facts:
    names:
      - name: https://example.vault.azure.net/
        networks:
          - 10.0.14.0/24
    nameservers:
      - 192.0.2.53
    compare_nameservers:
      - 168.63.129.16
    timeout: 2
"""

RETURN = r"""
ansible_facts:
  description: Facts to add to C(ansible_facts).
  returned: success
  type: complex
  contains:
    privatelink_dns:
      description: How the host resolves the names.
      returned: success
      type: dict
      contains:
        host:
          description: How the host is configured.
          returned: success
          type: dict
          contains:
            resolver:
              description:
                - Who manages C(/etc/resolv.conf), V(systemd-resolved), V(NetworkManager), V(resolvconf) or V(static).
              returned: success
              type: str
              sample: systemd-resolved
            nameservers:
              description: The nameservers in C(/etc/resolv.conf). With systemd-resolved this is usually its stub.
              returned: success
              type: list
              elements: str
              sample: [127.0.0.53]
            resolved_nameservers:
              description:
                - The nameservers that systemd-resolved asks. Empty where it is not in use.
                - It is in use also where somebody else manages C(/etc/resolv.conf) and names its stub there.
              returned: success
              type: list
              elements: str
              sample: [168.63.129.16]
            links:
              description:
                - The nameservers and domains that systemd-resolved has for each network link that has nameservers.
                  Empty where it is not in use.
              returned: success
              type: list
              elements: dict
              contains:
                link:
                  description: The name of the network link. V(null) for the global nameservers.
                  returned: success
                  type: str
                  sample: eth0
                nameservers:
                  description: Its nameservers, as C(resolvectl dns) shows them.
                  returned: success
                  type: list
                  elements: str
                  sample: [168.63.129.16]
                domains:
                  description:
                    - Its domains, as C(resolvectl domain) shows them. Those with V(~) are for routing only. Names in
                      them are asked of this link's nameservers.
                  returned: success
                  type: list
                  elements: str
                  sample: ["~privatelink.openai.azure.com"]
            search:
              description: The search domains. They are reported and never applied to the questions of this module.
              returned: success
              type: list
              elements: str
              sample: [example.com]
            options:
              description:
                - The options in C(/etc/resolv.conf). With V(no-aaaa) among them, the host's own nameservers were not
                  asked for IPv6 addresses.
              returned: success
              type: list
              elements: str
              sample: ["ndots:2"]
            ndots:
              description: Names with fewer dots are tried with the search domains first.
              returned: success
              type: int
              sample: 1
            resolv_conf:
              description: The file to which C(/etc/resolv.conf) leads. V(null) when there is none.
              returned: success
              type: str
              sample: /run/systemd/resolve/stub-resolv.conf
            nsswitch:
              description: The sources of host names in C(/etc/nsswitch.conf), in their order. Empty when not set there.
              returned: success
              type: list
              elements: str
              sample: [files, dns]
            proxies:
              description:
                - Proxy variables by where they are set, in the environment of the module (C(environment)), in
                  C(/etc/environment), in a script in C(/etc/profile.d), or in that of systemd's services (C(systemd)).
                - Each is a dictionary from variable to value. Users and passwords are replaced by V(***).
                - Scripts are read and not run. What they set under a condition counts as set, what they do not export
                  does not count, and V(?) stands for what a command would print.
                - A later script may unset a variable again. Which programs use a proxy in the end is in
                  RV(ansible_facts.privatelink_dns.names[].proxy_captures).
              returned: success
              type: dict
              sample: {/etc/environment: {https_proxy: "http://***@proxy.example.com:3128"}}
            no_proxy:
              description: The first C(no_proxy) that is set there. V(null) when there is none.
              returned: success
              type: str
              sample: localhost,.example.com
            hosts_entries:
              description:
                - The entries of C(/etc/hosts) that have one of the names, even where programs do not look there.
              returned: success
              type: list
              elements: dict
              contains:
                address:
                  description: The address.
                  returned: success
                  type: str
                  sample: 10.0.14.4
                names:
                  description: All names of the entry.
                  returned: success
                  type: list
                  elements: str
                  sample: [aro-azureopenai.openai.azure.com]
                line:
                  description: The number of the line.
                  returned: success
                  type: int
                  sample: 3
        names:
          description: The names, in the order of O(names).
          returned: success
          type: list
          elements: dict
          contains:
            name:
              description:
                - The host name that was asked, in lower case, with the labels of internationalized names as C(xn--).
              returned: success
              type: str
              sample: aro-azureopenai.openai.azure.com
            unicode_name:
              description: The same name as people read it.
              returned: success
              type: str
              sample: aro-azureopenai.openai.azure.com
            public_name:
              description: The name that programs use. V(null) when the zone table does not tell.
              returned: success
              type: str
              sample: aro-azureopenai.openai.azure.com
            privatelink_name:
              description: The name in the private DNS zone. V(null) when the zone table does not tell.
              returned: success
              type: str
              sample: aro-azureopenai.privatelink.openai.azure.com
            cloud:
              description: V(AzureCloud), V(AzureUSGovernment) or V(AzureChinaCloud). V(null) when unknown or ambiguous.
              returned: success
              type: str
              sample: AzureCloud
            service:
              description: The Azure service. V(null) when unknown, or when several services have names of this form.
              returned: success
              type: str
              sample: Foundry Tools (Azure AI services)
            zone:
              description: The private DNS zone that has the name's record. V(null) when unknown or ambiguous.
              returned: success
              type: str
              sample: privatelink.openai.azure.com
            other_zones:
              description: Further private DNS zones which Microsoft's table gives for names of this form.
              returned: success
              type: list
              elements: str
              sample: []
            resolvers:
              description:
                - What each nameserver answers, those of the host or of O(nameservers) first, then those of
                  O(compare_nameservers), then those that the stub of systemd-resolved asks.
              returned: success
              type: list
              elements: dict
              contains:
                server:
                  description: The nameserver's address.
                  returned: success
                  type: str
                  sample: 168.63.129.16
                port:
                  description: The nameserver's port.
                  returned: success
                  type: int
                  sample: 53
                transport:
                  description:
                    - V(udp), or V(tcp) when the answer over UDP was truncated. V(null) when no question could be sent.
                  returned: success
                  type: str
                  sample: udp
                rcode:
                  description:
                    - The response code of the answer that decides. V(null) when there was none for the question that
                      decides, even if another one was answered.
                  returned: success
                  type: str
                  sample: NOERROR
                chain:
                  description:
                    - The records that lead from the name to its addresses.
                    - For a name that is denied, those up to the denied name.
                  returned: success
                  type: list
                  elements: dict
                  contains:
                    name:
                      description: The record's name.
                      returned: success
                      type: str
                      sample: aro-azureopenai.openai.azure.com
                    ttl:
                      description: How many seconds the record may be kept.
                      returned: success
                      type: int
                      sample: 10
                    type:
                      description: V(CNAME), V(A) or V(AAAA).
                      returned: success
                      type: str
                      sample: CNAME
                    value:
                      description: The record's target or address.
                      returned: success
                      type: str
                      sample: aro-azureopenai.privatelink.openai.azure.com
                addresses:
                  description: The addresses, IPv4 first. Only IPv4 where C(options no-aaaa) counts.
                  returned: success
                  type: list
                  elements: str
                  sample: [10.0.14.4]
                ttl:
                  description: The smallest TTL of the chain. V(null) without a chain.
                  returned: success
                  type: int
                  sample: 10
                elapsed_ms:
                  description:
                    - How long the nameserver took, all questions about the name together. V(0) when it was not asked.
                  returned: success
                  type: float
                  sample: 1.2
                authority:
                  description: The zone whose SOA record a negative answer has. V(null) without one.
                  returned: success
                  type: str
                  sample: privatelink.openai.azure.com
                ede:
                  description:
                    - The extended DNS errors (RFC 8914). V(null) when the nameserver sent none, or dnspython is older
                      than 2.2.0.
                  returned: success
                  type: list
                  elements: dict
                  contains:
                    code:
                      description: The number of the error.
                      returned: success
                      type: int
                      sample: 22
                    text:
                      description: What the nameserver says about it.
                      returned: success
                      type: str
                      sample: no reachable authority
                error:
                  description:
                    - What went wrong, in words. V(null) when nothing did. Beside a code that is a pass, what was lost
                      without changing it, such as the answer about IPv6 addresses.
                  returned: success
                  type: str
                  sample: no answer within 5.0 s (2 tries)
                code:
                  description:
                    - What this nameserver says of the name, one of the codes of
                      RV(ansible_facts.privatelink_dns.names[].code).
                  returned: success
                  type: str
                  sample: dns_private
                flattened:
                  description:
                    - Whether the nameserver hides the CNAME record. Where the chain shows none, the privatelink name is
                      asked for too.
                    - V(true) when it has the same private addresses, or, beside a public answer, when it has any, for
                      public ones change from one answer to the next. The chain then has the records of both names.
                    - V(null) when the nameserver gives no answer for the privatelink name. The code is then one that
                      needs no missing privatelink name, V(dns_private) and V(dns_public_address) among them, and
                      RV(ansible_facts.privatelink_dns.names[].resolvers[].error) says so.
                  returned: success
                  type: bool
                  sample: false
                compared:
                  description:
                    - Whether the nameserver is only compared. It comes from O(compare_nameservers), or the stub of
                      systemd-resolved asks it.
                  returned: success
                  type: bool
                  sample: false
            system:
              description: What the host's programs get, from C(getaddrinfo).
              returned: success
              type: dict
              contains:
                addresses:
                  description: The addresses, IPv4 first.
                  returned: success
                  type: list
                  elements: str
                  sample: [10.0.14.4]
                source:
                  description:
                    - Where they come from, V(hosts) (C(/etc/hosts)), V(dns) (a nameserver gives the same) or
                      V(unknown).
                  returned: success
                  type: str
                  sample: dns
                elapsed_ms:
                  description: How long it took.
                  returned: success
                  type: float
                  sample: 1.5
                error:
                  description: What went wrong, in words. V(null) when nothing did.
                  returned: success
                  type: str
                  sample: Name or service not known
            addresses:
              description: The addresses from the nameserver that has RV(ansible_facts.privatelink_dns.names[].code).
              returned: success
              type: list
              elements: str
              sample: [10.0.14.4]
            scope:
              description:
                - Where these addresses are.
                - V(private) is an expected address, one in an expected network, or one of RFC 1918, 100.64.0.0/10 or
                  fc00::/7.
                - V(special) is an address that never leads to Azure, such as 127.0.0.1 or 0.0.0.0. V(public) is any
                  other.
                - V(mixed) are private ones beside public ones. V(none) is no address.
              returned: success
              type: str
              sample: private
            expected:
              description:
                - Whether there is an address and all of them are among the expected addresses and networks.
                - V(null) when nothing is expected.
              returned: success
              type: bool
              sample: true
            code:
              description:
                - The worst that the nameservers say, one of the following. Those of O(compare_nameservers) do not
                  count.
                - Nameservers without a usable answer count only when none has one. Programs pass them over.
                - V(dns_private), the name leads to a private address, over the privatelink name. This is the pass.
                - V(dns_refused), V(dns_servfail), V(dns_malformed), V(dns_timeout), the nameserver refuses, fails,
                  answers nonsense, is silent. The first two have the response code in
                  RV(ansible_facts.privatelink_dns.names[].resolvers[].rcode).
                - V(dns_truncated), the answer does not fit into UDP and cannot be had over TCP.
                - V(dns_resolver_unreachable), there is no way to the nameserver, or it does not run.
                - V(dns_cname_loop), the CNAME records do not end.
                - V(dns_name_unknown), there is no such name. V(dns_record_missing), there is none in the privatelink
                  zone. Without a chain, the SOA record tells which zone denies the name.
                - V(dns_empty), the name has neither an IPv4 nor an IPv6 address.
                - V(dns_special_address), it has an address that leads nowhere. V(dns_mixed_addresses), private and
                  public ones.
                - V(dns_public_address), public although a private endpoint exists. The private DNS zone is not
                  linked, or the
                  nameserver does not ask 168.63.129.16.
                - V(dns_no_privatelink), public, and no private endpoint exists.
                - V(dns_ipv6_public), the IPv4 address is private, the IPv6 address is public. Never where
                  C(options no-aaaa) counts.
                - V(dns_wrong_address), private, but not the expected address.
                - V(dns_direct_record), private, but not over the privatelink name. A zone shadows the public name.
              returned: success
              type: str
              sample: dns_private
            proxy_captures:
              description: Which programs would send HTTPS requests for the name to a proxy.
              returned: success
              type: list
              elements: dict
              contains:
                world:
                  description:
                    - The programs concerned. Those started like this module (V(process)), from a login (V(login)), or
                      as
                      services of systemd (V(services)).
                  returned: success
                  type: str
                  sample: login
                proxy:
                  description: The proxy, without user and password.
                  returned: success
                  type: str
                  sample: http://proxy.example.com:3128
                clients:
                  description:
                    - Of C(curl), C(python) and C(go), which read C(no_proxy) differently, those that would use it.
                  returned: success
                  type: list
                  elements: str
                  sample: [curl, python]
            findings:
              description:
                - All codes that are no pass, worst first. That of the name, those of its other nameservers, and the
                  following.
                - V(dns_resolvers_disagree), the nameservers give different answers.
                - V(host_pinned), the name is in C(/etc/hosts), and programs look there.
                - V(host_system_differs), programs get other addresses than the host's own nameservers give. Not looked
                  for when O(nameservers) names others.
                - V(host_proxy_captures), proxy variables would take this name.
                - V(host_search_trap), the search domains come before the name itself, or answer in its place. Not
                  when the root is the only one.
              returned: success
              type: list
              elements: str
              sample: []
"""

import os

from ansible.module_utils.basic import AnsibleModule

from ..module_utils._core.libraries import respawn_with
from ..module_utils._dns import facts as dns_facts
from ..module_utils._dns import lookup
from ..module_utils._dns import options as dns_options


def main():
    module = AnsibleModule(
        argument_spec={
            "names": {
                "type": "list",
                "elements": "dict",
                "required": True,
                "options": {
                    "name": {"type": "str", "required": True},
                    "addresses": {"type": "list", "elements": "str"},
                    "networks": {"type": "list", "elements": "str"},
                },
            },
            "nameservers": {"type": "list", "elements": "str"},
            "compare_nameservers": {"type": "list", "elements": "str"},
            "timeout": {"type": "float", "default": 5},
            "tries": {"type": "int", "default": 2},
            "concurrency": {"type": "int", "default": 32},
        },
        supports_check_mode=True,
    )
    try:
        options = dns_options.read_options(module.params)
    except ValueError as exc:
        module.fail_json(msg=str(exc))
    if lookup.MISSING:
        respawn_with("dns")
        module.fail_json(**lookup.MISSING)
    # A byte that is no UTF-8 could not be handed back.
    environment = {name: value.encode("utf-8", "replace").decode("utf-8") for name, value in os.environ.items()}
    facts = dns_facts.gather(options, environment)
    module.exit_json(changed=False, ansible_facts={"privatelink_dns": facts})


if __name__ == "__main__":
    main()
