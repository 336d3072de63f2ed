# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""What privatelink_dns_facts returns: this host's resolver, and each name as its nameservers and programs see it."""

from __future__ import annotations

from ansible_collections.privatelink.azure_ai.plugins.module_utils import (
    _dns_codes,
    _dns_survey,
    _host,
    _proxies,
    _zones,
)
from ansible_collections.privatelink.azure_ai.plugins.module_utils._dns_chain import smallest_ttl
from ansible_collections.privatelink.azure_ai.plugins.module_utils._dns_options import DNS_PORT, unicode_name


def gather(options, environ, root="/", run_command=None):
    """Return C({host, names}), the facts of the module, for C(_dns_options.Options).

    C(environ) is the environment of this process, C(run_command) that of an Ansible module; C(root) is for tests.
    """
    resolver = _host.observe_resolver(root, run_command)
    names = list(dict.fromkeys(target.name for target in options.targets))
    pins = _host.hosts_entries(names, root)
    sources = _proxies.observe(environ, root, run_command)
    own = options.nameservers or [(address, DNS_PORT) for address in _host.used_nameservers(resolver)]
    compared = [server for server in options.compared if server not in own]
    answers = _dns_survey.survey(names, own + compared, options.timeout, options.tries, options.concurrency)
    proxies, no_proxy = _proxies.show(sources)
    host = dict(resolver, proxies=proxies, no_proxy=no_proxy, hosts_entries=pins)
    # Other nameservers than the host's own say nothing about what its programs ought to get.
    view = _View(resolver, pins, sources, own, compared, answers, asked_hosts_own=not options.nameservers)
    return {"host": host, "names": [view.describe(target) for target in options.targets]}


class _View:
    """All that was observed, to be described name by name."""

    def __init__(self, resolver, pins, sources, own, compared, answers, asked_hosts_own):
        self._resolver = resolver
        self._pins = pins
        self._sources = sources
        self._own = own
        self._compared = compared
        self._answers = answers
        self._asked_hosts_own = asked_hosts_own

    def describe(self, target):
        """Return the facts of one name, as the module documents them."""
        known = _zones.describe(target.name)
        entries = [self._entry(target, server, known) for server in self._own + self._compared]
        own = entries[: len(self._own)]
        decisive = own[_dns_codes.worst([entry["code"] for entry in own])]
        system = self._system(target, entries)
        captures = _proxies.captures(self._sources, target.name)
        return dict(
            known,
            name=target.name,
            unicode_name=unicode_name(target.name),
            resolvers=entries,
            system=system,
            addresses=decisive["addresses"],
            scope=target.expectation.scope_of_all(decisive["addresses"]),
            expected=target.expectation.matches(decisive["addresses"]),
            code=decisive["code"],
            proxy_captures=captures,
            findings=self._findings(target, entries, decisive["code"], captures),
        )

    def _entry(self, target, server, known):
        seen = self._answers[target.name, server]
        return {
            "server": server[0],
            "port": server[1],
            "transport": seen.transport,
            "rcode": seen.rcode,
            "chain": seen.chain,
            "addresses": seen.addresses,
            "ttl": smallest_ttl(seen.chain),
            "elapsed_ms": seen.elapsed_ms,
            "authority": seen.authority,
            "ede": seen.ede,
            "error": seen.error,
            "code": _dns_codes.classify(seen, target.name, target.expectation, bool(known["zone"])),
            "flattened": seen.flattened,
            "compared": server in self._compared,
        }

    def _system(self, target, entries):
        answer = self._answers[target.name, _dns_survey.SYSTEM]
        addresses = set(answer.addresses)
        source = "unknown"
        if addresses and addresses <= self._pinned(target):
            source = "hosts"
        elif addresses and any(addresses & set(entry["addresses"]) for entry in entries):
            source = "dns"
        return {
            "addresses": answer.addresses,
            "source": source,
            "elapsed_ms": answer.elapsed_ms,
            "error": answer.error,
        }

    def _pinned(self, target):
        return {entry["address"] for entry in self._pins if target.name in entry["names"]}

    def _findings(self, target, entries, code, captures):
        own = [entry for entry in entries if not entry["compared"]]
        beside = {
            "dns_resolvers_disagree": self._disagree(target, entries),
            "host_pinned": bool(self._pinned(target)),
            "host_system_differs": self._system_differs(target, own),
            "host_proxy_captures": bool(captures),
            "host_search_trap": self._search_trap(target, own),
        }
        found = [name for name, is_so in beside.items() if is_so]
        return _dns_codes.findings(code, [entry["code"] for entry in own], found)

    def _disagree(self, target, entries):
        """Public addresses change from one answer to the next; private ones are the answer itself."""
        answers = set()
        for entry in entries:
            if _dns_codes.is_working(entry["code"]):
                public = target.expectation.scope_of_all(entry["addresses"]) == "public"
                answers.add((entry["code"], None if public else frozenset(entry["addresses"])))
        return len(answers) > 1

    def _system_differs(self, target, own):
        """Programs may follow any of the working nameservers; no answer at all is not another answer."""
        answer = self._answers[target.name, _dns_survey.SYSTEM]
        working = [entry["addresses"] for entry in own if _dns_codes.is_working(entry["code"])]
        if answer.failed or not working or not self._asked_hosts_own:
            return False
        return not any(self._is_same(target, answer.addresses, addresses) for addresses in working)

    def _is_same(self, target, first, second):
        scopes = [target.expectation.scope_of_all(addresses) for addresses in (first, second)]
        return set(first) == set(second) or scopes == ["public", "public"]

    def _search_trap(self, target, own):
        """The search list comes first for a name with few dots, and last for a name that DNS denies."""
        if not self._resolver["search"]:
            return False
        if target.name.count(".") < self._resolver["ndots"]:
            return True
        answer = self._answers[target.name, _dns_survey.SYSTEM]
        working = [entry for entry in own if _dns_codes.is_working(entry["code"])]
        denied = bool(working) and not any(entry["addresses"] for entry in working)
        return self._asked_hosts_own and denied and bool(answer.addresses) and not self._pinned(target)
