#!/usr/bin/python
# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: privatelink_dns_facts
short_description: Gather how a host resolves the names of Azure private endpoints
version_added: 1.0.0
author:
  - The privatelink.azure_ai contributors (@privatelink)
description:
  - Asks each nameserver of the host for the names of Azure services, and classifies each answer with one code.
  - Distinguishes the address of a private endpoint from a public address, a stale address, a missing record, a zone
    that is not linked, and a nameserver that refuses, fails, does not answer or sends an invalid answer.
  - Also reports what the host's programs get, and what in the host's configuration interferes, such as C(/etc/hosts),
    search domains and proxy variables.
  - No answer fails the task. Only invalid options and a missing library do.
  - Knows the names of all Azure services with private endpoints in the Azure public, US Government and China clouds.
requirements:
  - dnspython >= 2.1.0 (from 2.2.0 on, extended DNS errors are returned)
extends_documentation_fragment:
  - privatelink.azure_ai._attributes
  - privatelink.azure_ai._attributes.read_only
  - privatelink.azure_ai._attributes.observing
  - privatelink.azure_ai._attributes.facts
options:
  names:
    description:
      - The names to look up, at least one. The result has one entry for each, in the same order.
      - A name that appears more than once is looked up once.
    type: list
    elements: dict
    required: true
    suboptions:
      name:
        description:
          - A host name or URL.
          - Internationalized names are converted by IDNA 2003, which writes V(straße) as V(strasse). Give a name that
            is registered by IDNA 2008 in its C(xn--) form.
          - It is looked up as an absolute name. The host's search domains are never appended.
        type: str
        required: true
      addresses:
        description:
          - The IP addresses of the private endpoint for this name.
        type: list
        elements: str
      networks:
        description:
          - The networks, in CIDR notation, of the private endpoint's addresses.
        type: list
        elements: str
  nameservers:
    description:
      - The nameservers to ask, as V(IP), V(IP:port) or V([IPv6]:port).
      - Without this option or with an empty list, these are the first three of the host's own, as in glibc.
      - With C(options no-aaaa) in C(/etc/resolv.conf), programs never ask the host's own for IPv6 addresses, and this
        module does not either. Nameservers that are named in an option are always asked for both.
      - Where the host's own is the stub of systemd-resolved, the nameservers that the stub asks for the name are
        asked too, as if O(compare_nameservers) named them. That shows whether the stub or a nameserver behind it fails.
        They are those of the network links with the longest domain that contains the name, otherwise those of the links
        that are asked for every name.
    type: list
    elements: str
  compare_nameservers:
    description:
      - Further nameservers to ask, for example V(168.63.129.16), Azure's own, which is reachable only inside Azure.
      - Their answers never change RV(ansible_facts.privatelink_dns.names[].code). A different answer adds the
        finding V(dns_resolvers_disagree).
    type: list
    elements: str
  timeout:
    description:
      - The time limit in seconds for each name at each nameserver, for all tries and control questions together, from
        V(0.1) to V(300). The control questions wait at most 2 seconds for their answers.
      - All look-ups together end within O(timeout) for each O(concurrency) of them. There is one for each name at each
        nameserver and at the host's own resolver. The first two names are looked up before all others.
      - A nameserver that does not answer for its first name is not asked for the others. Nor is one that leaves many
        more names unanswered than it answers.
      - One that answers for IPv4 addresses and not for IPv6 addresses is asked only for IPv4 addresses after two
        names. The missing answer is reported in RV(ansible_facts.privatelink_dns.names[].resolvers[].error).
      - The host's own resolver has the same time limit.
      - C(resolvectl) and C(systemctl), which are used only where systemd runs, have the same limit, but at most 2
        seconds in total.
    type: float
    default: 5
  tries:
    description:
      - The number of tries for a nameserver that does not answer, from V(1) to V(10). The tries share O(timeout)
        evenly.
      - The last of several tries does not use EDNS. Some firewalls drop queries with EDNS, and most programs do not
        use it.
    type: int
    default: 2
  concurrency:
    description:
      - The maximum number of lookups at once, from V(1) to V(256).
    type: int
    default: 32
  expected_scope:
    description:
      - The kind of address that the names should have on this host, V(public) for a host outside the virtual network.
      - It does not change any code. It decides for which names control questions are asked. Those are all that do not
        have the code V(dns_private), or with V(public) the code V(dns_public_address).
    type: str
    choices: [private, public]
    default: private
  platform_resolver:
    description:
      - Whether 168.63.129.16, Azure's own resolver, is asked for names that do not resolve as expected, V(auto) or
        V(never). It is reachable only inside Azure, and answers for the virtual network of the host.
      - With V(auto), it is asked if it is not among the nameservers that are asked anyway. If it does not answer for
        the first of these names, it is not asked for the others.
      - The answer is in RV(ansible_facts.privatelink_dns.names[].controls.platform) and changes neither code nor
        findings.
    type: str
    choices: [auto, never]
    default: never
notes:
  - The module sends DNS queries from the host it runs on, and nothing else.
  - Where the Python of the host lacks dnspython and the virtual environment of the role
    P(privatelink.azure_ai.jumphost#role), C(/opt/privatelink/venv), has it, the module runs in that environment
    instead.
seealso:
  - name: Azure private endpoint DNS integration
    description: The names of a private endpoint, and how to resolve them.
    link: https://learn.microsoft.com/azure/private-link/private-endpoint-dns-integration
  - name: Azure private endpoint private DNS zone values
    description: The private DNS zone of every service.
    link: https://learn.microsoft.com/azure/private-link/private-endpoint-dns
"""

EXAMPLES = r"""
- name: Look up the names of an Azure OpenAI account on the jumphost
  privatelink.azure_ai.privatelink_dns_facts:
    names:
      - name: aro-azureopenai.openai.azure.com
        addresses:
          - 10.0.14.4

- name: Assert that the name resolves to the private endpoint
  ansible.builtin.assert:
    that:
      - ansible_facts.privatelink_dns.names[0].code == 'dns_private'
    fail_msg: "{{ ansible_facts.privatelink_dns.names[0].findings | join(', ') }}"

- name: Compare the on-premises nameserver with Azure's
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
                - It is also in use where something else manages C(/etc/resolv.conf) and names its stub there.
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
              description: The file to which C(/etc/resolv.conf) points. V(null) if there is none.
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
                - Scripts are read and not run. Variables set under a condition count as set, variables that are not
                  exported do not count, and V(?) replaces the output of a command.
                - A later script may unset a variable again. The programs that would use a proxy are in
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
                - The host name of the lookup, in lower case, with the labels of internationalized names as C(xn--).
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
                - The answer of each nameserver. First those of the host or of O(nameservers), then those of
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
                    - V(udp), or V(tcp) if the answer over UDP was truncated. V(null) if no query could be sent.
                  returned: success
                  type: str
                  sample: udp
                rcode:
                  description:
                    - The response code of the decisive answer. V(null) without an answer to the decisive query, even if
                      another one was answered.
                  returned: success
                  type: str
                  sample: NOERROR
                chain:
                  description:
                    - The records that lead from the name to its addresses, of the decisive answer.
                    - For a name that does not exist, those up to that name.
                  returned: success
                  type: list
                  elements: dict
                  contains: &record
                    name:
                      description: The record's name.
                      returned: success
                      type: str
                      sample: aro-azureopenai.openai.azure.com
                    ttl:
                      description: The time to live in seconds.
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
                  description:
                    - The addresses, IPv4 first. Only IPv4 where C(options no-aaaa) counts.
                    - At most 64 of each kind. An answer with more is V(dns_malformed), and C(error) has their number.
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
                    - The time of all queries for the name in milliseconds, without control questions. V(0) if the
                      nameserver was not asked.
                  returned: success
                  type: float
                  sample: 1.2
                authority:
                  description: The zone of the SOA record in a negative answer. V(null) without one.
                  returned: success
                  type: str
                  sample: privatelink.openai.azure.com
                mname:
                  description: The primary nameserver in the same SOA record. V(null) without one.
                  returned: success
                  type: str
                  sample: azureprivatedns.net
                authoritative:
                  description:
                    - Whether the nameserver says of the decisive answer that it holds the zone itself (the AA bit).
                      V(null) without an answer.
                  returned: success
                  type: bool
                  sample: false
                authentic:
                  description:
                    - Whether the nameserver says of the decisive answer that DNSSEC proves it (the AD bit). V(null)
                      without an answer.
                  returned: success
                  type: bool
                  sample: false
                ede:
                  description:
                    - The extended DNS errors (RFC 8914). V(null) when the nameserver sent none, or dnspython is older
                      than 2.2.0.
                  returned: success
                  type: list
                  elements: dict
                  contains: &extended_error
                    code:
                      description: The number of the error.
                      returned: success
                      type: int
                      sample: 22
                    text:
                      description: The text of the nameserver.
                      returned: success
                      type: str
                      sample: no reachable authority
                error:
                  description:
                    - The error in words. V(null) without an error. With a passing code, a failure that did not change
                      the code, such as a missing answer for IPv6 addresses.
                  returned: success
                  type: str
                  sample: no answer within 5.0 s (2 tries)
                code:
                  description:
                    - The classification of this nameserver's answer, one of the codes of
                      RV(ansible_facts.privatelink_dns.names[].code).
                  returned: success
                  type: str
                  sample: dns_private
                flattened:
                  description:
                    - Whether the nameserver hides the CNAME record. If the chain has none, the privatelink name is
                      looked up too.
                    - V(true) if that name has the same private addresses, or, with a public answer, if it has any
                      address, as public addresses change from one answer to the next. The chain then has the records
                      of both names.
                    - V(false) if the nameserver gives its private addresses for a random label of the zone, too. It has
                      them for all names.
                    - V(null) if the nameserver does not answer for the privatelink name. The code is then one that does
                      not depend on it, such as V(dns_private) or V(dns_public_address), and
                      RV(ansible_facts.privatelink_dns.names[].resolvers[].error) says so.
                  returned: success
                  type: bool
                  sample: false
                compared:
                  description:
                    - Whether the nameserver is only compared. It is one of O(compare_nameservers), or one that the stub
                      of systemd-resolved asks.
                  returned: success
                  type: bool
                  sample: false
                types:
                  description: The answer to the query for each type of address.
                  returned: success
                  type: dict
                  contains:
                    A:
                      description: The answer to the query for IPv4 addresses.
                      returned: success
                      type: dict
                      contains: &type_answer
                        rcode:
                          description: The response code. V(null) without an answer.
                          returned: success
                          type: str
                          sample: NOERROR
                        chain:
                          description: The records that lead from the name to the addresses, the first 24.
                          returned: success
                          type: list
                          elements: dict
                          contains: *record
                        addresses:
                          description: The addresses, the first 16.
                          returned: success
                          type: list
                          elements: str
                          sample: [10.0.14.4]
                        authority:
                          description: The zone of the SOA record. V(null) without one.
                          returned: success
                          type: str
                          sample: privatelink.openai.azure.com
                        mname:
                          description: The primary nameserver in the SOA record. V(null) without one.
                          returned: success
                          type: str
                          sample: azureprivatedns.net
                        authoritative:
                          description: Whether the AA bit is set. V(null) without an answer.
                          returned: success
                          type: bool
                          sample: false
                        authentic:
                          description: Whether the AD bit is set. V(null) without an answer.
                          returned: success
                          type: bool
                          sample: false
                        ede:
                          description: The extended DNS errors. V(null) without one.
                          returned: success
                          type: list
                          elements: dict
                          contains: *extended_error
                        error:
                          description: The error in words. V(null) without an error.
                          returned: success
                          type: str
                          sample: it answered SERVFAIL
                    AAAA:
                      description: The same for IPv6 addresses. V(null) if the nameserver was not asked for them.
                      returned: success
                      type: dict
                      contains: *type_answer
                controls:
                  description:
                    - The answers to control questions, which tell the causes of a failure apart. At most 6 queries,
                      each sent once within O(timeout). V(null) for an answer that is as expected (see
                      O(expected_scope)), unless it came only when the query was repeated.
                    - Each is V(null) if it was not asked. A nameserver that does not answer is not asked, except once,
                      for RV(ansible_facts.privatelink_dns.names[].resolvers[].controls.alive) and
                      RV(ansible_facts.privatelink_dns.names[].resolvers[].controls.checking_disabled).
                    - The queries are for the type of address that decides the code.
                    - A nameserver that hides the CNAME record is always asked for
                      RV(ansible_facts.privatelink_dns.names[].resolvers[].controls.random_label), as only that shows
                      whether it has one address for all names.
                  returned: success
                  type: dict
                  contains:
                    privatelink:
                      description: The privatelink name.
                      returned: success
                      type: dict
                      contains: &control
                        name:
                          description: The name in the query.
                          returned: success
                          type: str
                          sample: aro-azureopenai.privatelink.openai.azure.com
                        type:
                          description: The type in the query.
                          returned: success
                          type: str
                          sample: A
                        rcode:
                          description: The response code. V(null) without an answer.
                          returned: success
                          type: str
                          sample: NOERROR
                        addresses:
                          description: The addresses, the first 16.
                          returned: success
                          type: list
                          elements: str
                          sample: [10.0.14.4]
                        chain:
                          description: The records that lead from the name to the addresses, the first 24.
                          returned: success
                          type: list
                          elements: dict
                          contains: *record
                        authority:
                          description: The zone of the SOA record. V(null) without one.
                          returned: success
                          type: str
                          sample: privatelink.openai.azure.com
                        mname:
                          description: The primary nameserver in the SOA record. V(null) without one.
                          returned: success
                          type: str
                          sample: azureprivatedns.net
                        ede:
                          description: The extended DNS errors. V(null) without one.
                          returned: success
                          type: list
                          elements: dict
                          contains: *extended_error
                        error:
                          description: The error in words. V(null) without an error.
                          returned: success
                          type: str
                          sample: no answer within 1.0 s (1 try)
                    random_label:
                      description:
                        - A name in the same zone with a random first label. An address shows that the nameserver
                          answers for names that do not exist.
                      returned: success
                      type: dict
                      contains: *control
                    alive:
                      description:
                        - Something that the nameserver can answer by itself. C(version.bind) in the class CH if it does
                          not answer or answers SERVFAIL, the nameservers of the root if it refuses. Any response code
                          shows that it is running.
                      returned: success
                      type: dict
                      contains: *control
                    checking_disabled:
                      description:
                        - After SERVFAIL, the same query without DNSSEC validation (the CD bit). Of a nameserver that
                          does not answer, V(null) unless it answers this.
                      returned: success
                      type: dict
                      contains: *control
                    repeat:
                      description:
                        - After SERVFAIL, the same query once again, a second later. If it is answered, all other keys
                          are those of that answer.
                      returned: success
                      type: dict
                      contains: *control
            system:
              description: The result of C(getaddrinfo), which the host's programs use.
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
                    - The source of the addresses, V(hosts) (C(/etc/hosts)), V(dns) (a nameserver returns the same) or
                      V(unknown).
                  returned: success
                  type: str
                  sample: dns
                elapsed_ms:
                  description: The time in milliseconds.
                  returned: success
                  type: float
                  sample: 1.5
                error:
                  description: The error in words. V(null) without an error.
                  returned: success
                  type: str
                  sample: Name or service not known
            controls:
              description:
                - The answers to control questions. V(null) for a name that resolves as expected (see
                  O(expected_scope)). Those of each nameserver are in
                  RV(ansible_facts.privatelink_dns.names[].resolvers[].controls).
              returned: success
              type: dict
              contains:
                platform:
                  description:
                    - The answer of 168.63.129.16. V(null) if it was not asked (see O(platform_resolver)), or is among
                      RV(ansible_facts.privatelink_dns.names[].resolvers).
                  returned: success
                  type: dict
                  contains: *control
            addresses:
              description: The addresses from the nameserver with the RV(ansible_facts.privatelink_dns.names[].code).
              returned: success
              type: list
              elements: str
              sample: [10.0.14.4]
            scope:
              description:
                - The scope of these addresses.
                - V(private) is an expected address, one in an expected network, or one of RFC 1918, 100.64.0.0/10 or
                  fc00::/7.
                - V(special) is an address that never leads to Azure, such as 127.0.0.1 or 0.0.0.0. V(public) is any
                  other.
                - V(mixed) means private and public addresses. V(none) means no address.
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
                - The worst code of the nameservers, one of the following. Those of O(compare_nameservers) do not count.
                - Nameservers without a usable answer count only if none has one, as programs skip them.
                - V(dns_private), the name resolves to a private address through the privatelink name. This code passes.
                - V(dns_refused), V(dns_servfail), V(dns_malformed), V(dns_timeout), the nameserver refuses, fails,
                  sends an invalid answer, or does not answer. The first two have the response code in
                  RV(ansible_facts.privatelink_dns.names[].resolvers[].rcode).
                - V(dns_truncated), the answer does not fit into UDP and is not available over TCP.
                - V(dns_resolver_unreachable), a route to the nameserver is missing, or it is not running.
                - V(dns_cname_loop), the CNAME chain does not end.
                - V(dns_name_unknown), the name does not exist. V(dns_record_missing), the privatelink zone has no
                  record for it. Without a chain, the SOA record identifies the zone.
                - V(dns_empty), the name has neither an IPv4 nor an IPv6 address.
                - V(dns_special_address), it has an address that never leads to Azure. V(dns_mixed_addresses), it has
                  private and public addresses.
                - V(dns_public_address), it resolves to a public address although a private endpoint exists. The private
                  DNS zone is not linked, or the nameserver does not ask 168.63.129.16.
                - V(dns_no_privatelink), it resolves to a public address, and no private endpoint exists.
                - V(dns_ipv6_public), the IPv4 address is private, the IPv6 address is public. Never with
                  C(options no-aaaa).
                - V(dns_wrong_address), it resolves to a private address other than the expected one.
                - V(dns_direct_record), it resolves to a private address, but not through the privatelink name. A zone
                  shadows the public name, or the nameserver gives one address for all names of a zone.
              returned: success
              type: str
              sample: dns_private
            proxy_captures:
              description: The programs that would send HTTPS requests for the name to a proxy.
              returned: success
              type: list
              elements: dict
              contains:
                world:
                  description:
                    - How the programs are started, like this module (V(process)), from a login (V(login)), or as
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
                    - Those of C(curl), C(python) and C(go) that would use it. They read C(no_proxy) differently.
                  returned: success
                  type: list
                  elements: str
                  sample: [curl, python]
            findings:
              description:
                - All codes that do not pass, worst first. First the code of the name, then those of its other
                  nameservers, then the following.
                - V(dns_unsteady), a nameserver of the host answered SERVFAIL, and usefully when the query was repeated.
                - V(dns_resolvers_disagree), the nameservers return different answers.
                - V(host_pinned), the name is in C(/etc/hosts), and programs use that file.
                - V(host_system_differs), programs get other addresses than the host's own nameservers return. Not
                  checked when O(nameservers) names others.
                - V(host_proxy_captures), proxy variables apply to this name.
                - V(host_search_trap), the search domains come before the name itself, or answer in its place. Not if
                  the root is the only search domain.
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
            "expected_scope": {"type": "str", "choices": ["private", "public"], "default": "private"},
            "platform_resolver": {"type": "str", "choices": ["auto", "never"], "default": "never"},
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
    # A byte that is not UTF-8 could not be returned.
    environment = {name: value.encode("utf-8", "replace").decode("utf-8") for name, value in os.environ.items()}
    facts = dns_facts.gather(options, environment)
    module.exit_json(changed=False, ansible_facts={"privatelink_dns": facts})


if __name__ == "__main__":
    main()
