# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""What privatelink_dns_facts returns: this host's resolver, and each name as its nameservers and programs see it."""

from __future__ import annotations

from collections import namedtuple

from .._azure import zones
from .._core import commands
from .._core.addresses import AZURE_DNS, parse_socket_address
from .._core.deadline import Deadline
from .._host import proxies as host_proxies
from .._host import proxy_rules, resolver_config
from . import codes
from . import lookup as survey
from .answers import ADDRESS_TYPES, smallest_ttl, without_ipv6
from .controls import Controls, ask_platform
from .options import DNS_PORT, unicode_name
from .query import Question

# They take milliseconds, unless the host's D-Bus or systemd hangs.
COMMANDS_SECONDS = 2


def gather(options, environ, root="/"):
    """Return C({host, names}), the facts of the module, for C(options.Options).

    C(environ) is the environment of this process; C(root) is for tests.
    """
    deadline = Deadline(min(options.timeout, COMMANDS_SECONDS))

    def output_of(args):
        return commands.output_of(args, deadline.remaining())

    resolver = resolver_config.observe_resolver(root, output_of)
    names = list(dict.fromkeys(target.name for target in options.targets))
    pins = resolver_config.hosts_entries(names, root)
    sources = host_proxies.observe(environ, root, output_of)
    own = options.nameservers or [(address, DNS_PORT) for address in resolver_config.used_nameservers(resolver)]
    asks_hosts_own = not options.nameservers
    upstream = {name: _upstream(resolver, name) if asks_hosts_own else [] for name in names}
    servers = {name: list(dict.fromkeys(own + options.compared + upstream[name])) for name in names}
    ipv4_only = set()
    if asks_hosts_own and not resolver_config.asks_for_ipv6(resolver):
        ipv4_only = set(own).union(set().union(*upstream.values()).difference(options.compared))
    controls = Controls(_codes_of(options.targets, options.well))
    answers = survey.survey(
        names, servers, options.timeout, options.tries, options.concurrency, ipv4_only, controls=controls
    )
    proxies, no_proxy = host_proxies.show(sources)
    host = dict(resolver, proxies=proxies, no_proxy=no_proxy, hosts_entries=pins)
    seen_pins = pins if resolver_config.reads_hosts_file(resolver) else []
    # Other nameservers than the host's own say nothing about what its programs ought to get.
    looked_up = _LookedUp(own, servers, answers, controls, options.well)
    view = _View(resolver, seen_pins, sources, looked_up, asks_hosts_own, bool(ipv4_only))
    described = [view.describe(target) for target in options.targets]
    platform = _platform(options, described) if options.asks_platform else {}
    for entry in described:
        entry["controls"] = {"platform": platform.get(entry["name"])} if entry["code"] != options.well else None
    return {"host": host, "names": described}


def _platform(options, described):
    """Return what Azure's own resolver answers for the names that are not well, where it is not asked anyway."""
    questions = {}
    for entry in described:
        asked = any((one["server"], one["port"]) == (AZURE_DNS, DNS_PORT) for one in entry["resolvers"])
        if entry["code"] != options.well and not asked:
            rdtype = "AAAA" if entry["code"] == "dns_ipv6_public" else "A"
            questions[entry["name"]] = Question(entry["name"], rdtype)
    return ask_platform(questions, DNS_PORT, options.timeout, options.concurrency) if questions else {}


def _upstream(resolver, name):
    """Return the pairs of address and port that the stub of systemd-resolved asks for a name."""
    found = []
    for text in resolver_config.upstream_nameservers(resolver, name):
        try:
            found.append(parse_socket_address(text, DNS_PORT))
        except ValueError:
            continue  # a form that resolvectl had not when this was written
    return found


def _codes_of(targets, well):
    """Return the function of Controls: a name that is listed with several expectations has the worst of their codes."""
    expectations: dict[str, list] = {}
    for target in targets:
        expectations.setdefault(target.name, []).append(target.expectation)

    def code_of(name, seen):
        in_zone_table = bool(zones.describe(name)["zone"])
        found = [codes.classify(seen, name, expectation, in_zone_table) for expectation in expectations[name]]
        code = next((code for code in found if code != well), well)
        return code, code == well

    return code_of


# own: the nameservers of the host; servers: those of each name; answers: the Seens; well: as in Options
_LookedUp = namedtuple("_LookedUp", "own servers answers controls well")


class _View:
    """All that was observed, to be described name by name."""

    def __init__(self, resolver, pins, sources, looked_up, asks_hosts_own, ipv4_only):
        self._resolver = resolver
        self._pins = pins
        self._sources = sources
        self._own, self._servers, self._answers, self._controls, self._well = looked_up
        self._asks_hosts_own = asks_hosts_own
        self._ipv4_only = ipv4_only

    def describe(self, target):
        """Return the facts of one name, as the module documents them."""
        known = zones.describe(target.name)
        in_zone_table = bool(known["zone"])
        entries = [self._entry(target, server, in_zone_table) for server in self._servers[target.name]]
        own = entries[: len(self._own)]
        decisive = own[codes.worst([entry["code"] for entry in own])]
        system = self._system(target, entries)
        captures = proxy_rules.captures(self._sources, target.name)
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
            findings=self._findings(target, entries, decisive["code"], captures, in_zone_table),
        )

    def _entry(self, target, server, in_zone_table):
        seen = self._answers[target.name, server]
        flattened = codes.is_flattened(seen, target.expectation)
        chain = seen.chain + seen.hop.chain if flattened else seen.chain
        code = codes.classify(seen, target.name, target.expectation, in_zone_table)
        return {
            "server": server[0],
            "port": server[1],
            "transport": seen.transport,
            "rcode": seen.rcode,
            "chain": chain,
            "addresses": seen.addresses,
            "ttl": smallest_ttl(chain),
            "elapsed_ms": seen.elapsed_ms,
            "authority": seen.authority,
            "mname": seen.mname,
            "authoritative": seen.authoritative,
            "authentic": seen.authentic,
            "ede": seen.ede,
            "error": seen.error,
            "code": code,
            "flattened": flattened,
            "compared": server not in self._own,
            "types": {rdtype: seen.types.get(rdtype) for rdtype in ADDRESS_TYPES},
            "controls": self._controls.shown(server, seen) if code != self._well or seen.unsteady else None,
        }

    def _system(self, target, entries):
        answer = self._answers[target.name, survey.SYSTEM]
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

    def _findings(self, target, entries, code, captures, in_zone_table):
        own = [entry for entry in entries if not entry["compared"]]
        beside = {
            "dns_unsteady": any(self._answers[target.name, server].unsteady for server in self._own),
            "dns_resolvers_disagree": self._disagree(target, in_zone_table),
            "host_pinned": bool(self._pinned(target)),
            "host_system_differs": self._system_differs(target, own),
            "host_proxy_captures": bool(captures),
            "host_search_trap": self._search_trap(target, own),
        }
        found = [name for name, is_so in beside.items() if is_so]
        return codes.findings(code, [entry["code"] for entry in own], found)

    def _disagree(self, target, in_zone_table):
        """Public addresses change from one answer to the next; private ones are the answer itself."""
        answers = set()
        for server in self._servers[target.name]:
            seen = self._answers[target.name, server]
            if self._ipv4_only:
                # What only some of them were asked for is not a difference between them.
                seen = without_ipv6(seen)
            code = codes.classify(seen, target.name, target.expectation, in_zone_table)
            if codes.is_working(code):
                public = target.expectation.scope_of_all(seen.addresses) == "public"
                answers.add((code, None if public else frozenset(seen.addresses)))
        return len(answers) > 1

    def _system_differs(self, target, own):
        """Programs may follow any of the working nameservers; no answer at all is not another answer."""
        answer = self._answers[target.name, survey.SYSTEM]
        working = [entry["addresses"] for entry in own if codes.is_working(entry["code"])]
        if answer.failed or not working or not self._asks_hosts_own:
            return False
        return not any(self._is_same(target, answer.addresses, addresses) for addresses in working)

    def _is_same(self, target, first, second):
        scopes = [target.expectation.scope_of_all(addresses) for addresses in (first, second)]
        return set(first) == set(second) or scopes == ["public", "public"]

    def _search_trap(self, target, own):
        """The search list comes first for a name with few dots, and last for a name that DNS denies."""
        # The root as a search domain gives the name itself.
        if not any(domain.strip(".") for domain in self._resolver["search"]):
            return False
        if target.name.count(".") < self._resolver["ndots"]:
            # Pods have such a list: it is a trap only where a search domain answers.
            return self._system_differs(target, own)
        answer = self._answers[target.name, survey.SYSTEM]
        working = [entry for entry in own if codes.is_working(entry["code"])]
        denied = bool(working) and not any(entry["addresses"] for entry in working)
        return self._asks_hosts_own and denied and bool(answer.addresses) and not self._pinned(target)
