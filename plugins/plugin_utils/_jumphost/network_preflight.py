# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""What of a host's network stands between it and private endpoints: resolver, proxies, ways out, pins. Pure."""

from __future__ import annotations

from typing import Any

from ...module_utils._core.addresses import Expectation
from ...module_utils._core.text import some_of
from ...module_utils._host.proxies import ENVIRONMENT, SYSTEMD, Source
from ...module_utils._host.proxy_rules import captures
from ...module_utils._host.resolver_config import used_nameservers

Facts = dict[str, Any]

OK, LACKING, UNKNOWN = "ok", "lacking", "unknown"
_DECLARE = "Declare the accounts (privatelink_accounts), so that their names are tried."
_USE = "Run the role with jumphost_manage_resolver: true and jumphost_nameservers: [%s]."
_ASKED_ALREADY = (
    "This host asks the nameservers of jumphost_nameservers. Run the playbook validate: it names the cause."
)
_FIND_OUT = (
    "Run the playbook validate: it names the cause. If other nameservers answer the private zones, run the role with "
    "jumphost_manage_resolver: true and jumphost_nameservers: [their addresses]."
)
_WORLDS = {"process": "the modules", "login": "people's programs", "services": "services"}
# Of several names, addresses or programs in one sentence.
_SHOWN = 2


def item(topic: str, status: str, text: str, fix: str | None = None) -> Facts:
    """Return one topic as the filter gives it. C(fix) says what to do, None where nothing is to be done."""
    return {"topic": topic, "status": status, "text": text, "fix": fix}


def judge_resolver(facts: Facts, expectations: Facts) -> Facts:
    """Return the topic of how names are resolved. What is pinned says nothing about it."""
    resolver, expected = facts["resolver"], list(expectations.get("nameservers") or ())
    asked = asked_nameservers(resolver)
    text = f"{resolver['manager'].replace('static', '/etc/resolv.conf')} asks {', '.join(asked) or 'no nameserver'}"
    fix = _FIND_OUT if not expected else _ASKED_ALREADY if set(asked) == set(expected) else _USE % ", ".join(expected)
    tried = _tried_names(facts, expectations)
    wrong = [f"{name} resolves to {found['address']}" for name, found, right in tried if found["address"] and not right]
    lost = [name for name, found, right in tried if not found["address"]]
    if wrong:
        return item("resolver", LACKING, f"{text}; {some_of(wrong, _SHOWN)}, not to its private endpoint", fix)
    if lost:
        return item("resolver", LACKING, f"{text}; {some_of(lost, _SHOWN)} cannot be resolved", fix)
    if expected and not set(asked) & set(expected):
        return item("resolver", LACKING, f"{text}, not {', '.join(expected)}", fix)
    if not tried and facts["pins"]:
        return item("resolver", UNKNOWN, text + "; it was not tried, because /etc/hosts has the names")
    if not tried:
        return item("resolver", UNKNOWN, text + "; no account name was tried", _DECLARE)
    resolved = [f"{name} resolves to {found['address']}" for name, found, right in tried]
    return item(
        "resolver",
        OK,
        f"{text}; {some_of(resolved, _SHOWN)}",
    )


def asked_nameservers(resolver: Facts) -> list[str]:
    """Return whom the host's programs ask in the end: behind the stub of systemd-resolved, those that this one asks."""
    if not resolver["stub"]:
        return used_nameservers(resolver)
    of_links = [server.partition("#")[0] for link in resolver["links"] for server in link["nameservers"]]
    return list(dict.fromkeys([*resolver["resolved_nameservers"], *of_links]))


def judge_proxy(facts: Facts, expectations: Facts) -> Facts:
    """Return the topic of proxy variables."""
    names = [entry["name"] for entry in expectations.get("names") or ()]
    sources = [Source(_world(name), name, variables) for name, variables in facts["proxies"].items()]
    if not sources:
        return item("proxy", OK, "no proxy variable is set")
    where = some_of([source.name for source in sources], _SHOWN)
    if not names:
        return item(
            "proxy", UNKNOWN, f"proxy variables are set in {where}; no account name was checked against them", _DECLARE
        )
    taken = {name: captures(sources, name) for name in names}
    taken = {name: found for name, found in taken.items() if found}
    if not taken:
        return item("proxy", OK, f"the proxy variables in {where} do not apply to the account names")
    worlds = dict.fromkeys(_WORLDS[found["world"]] for each in taken.values() for found in each)
    proxies = dict.fromkeys(found["proxy"] for each in taken.values() for found in each)
    text = (
        f"variables in {where} send {some_of(taken, _SHOWN)} to {some_of(proxies, _SHOWN)}, for "
        f"{some_of(worlds, len(worlds))}: a proxy resolves names itself and does not use the private path"
    )
    return item("proxy", LACKING, text, f"Run the role with jumphost_proxy_bypass: [{', '.join(taken)}].")


def judge_egress(facts: Facts, expectations: Facts) -> Facts:
    """Return the topic of connections to the private endpoints; where a name resolves wrongly, the resolver is to
    blame.
    """
    misled = {name for name, found, right in _tried_names(facts, expectations, and_pinned=True) if not right}
    tried = [found for found in facts["egress"] if found["target"] not in misled]
    if not tried and misled:
        return item(
            "egress",
            UNKNOWN,
            "the names do not resolve to the private endpoints, and no address is declared",
            "Fix the resolver first, or declare private_addresses.",
        )
    if not tried:
        return item("egress", UNKNOWN, "no private endpoint was tried", _DECLARE)
    reached = dict.fromkeys(f"{found['address']} port {found['port']}" for found in tried if found["reached"])
    failed = dict.fromkeys(found["error"] for found in tried if found["reached"] is False)
    untried = [found for found in tried if found["reached"] is None]
    if untried and not failed:
        return item("egress", UNKNOWN, f"the time limit was reached: {len(untried)} of {len(tried)} not tried")
    if failed:
        return item(
            "egress",
            LACKING,
            some_of(failed, _SHOWN),
            "Let this host connect to the private endpoints: look at network "
            "security groups, firewalls and routes between them.",
        )
    return item("egress", OK, f"{some_of(reached, _SHOWN)} accepts connections")


def judge_pins(facts: Facts, expectations: Facts) -> Facts:
    """Return the topic of names in /etc/hosts."""
    expected = {entry["name"]: entry.get("addresses") or [] for entry in expectations.get("names") or ()}
    pinned = [
        f"line {pin['line']} of /etc/hosts pins {pin['name']} to {pin['address']}{_instead(pin, expected)}"
        for pin in facts["pins"]
    ]
    if pinned:
        return item(
            "pins",
            LACKING,
            f"{some_of(pinned, _SHOWN)}; it hides the DNS answer, and stays when the endpoint moves",
            "Run the role with jumphost_remove_pins: true.",
        )
    if not expected:
        return item("pins", UNKNOWN, "no account name was looked for in /etc/hosts", _DECLARE)
    return item("pins", OK, "/etc/hosts has no account name")


def _instead(pin, expected):
    addresses = expected.get(pin["name"])
    return f", not {', '.join(addresses)}" if addresses and pin["address"] not in addresses else ""


def _tried_names(facts, expectations, and_pinned=False):
    """Return C((name, entry of egress, whether it resolves to the private endpoint)) of each account's name that was
    tried.

    Where a name is pinned, what DNS says counts, unless C(and_pinned): then what programs get does.
    """
    behind = {} if and_pinned else {pin["name"]: pin.get("dns") for pin in facts["pins"]}
    entries = {found["target"]: found for found in facts["egress"]}
    tried = []
    for entry in expectations.get("names") or ():
        name = entry["name"]
        if name not in entries or behind.get(name, ()) is None:
            continue
        looked_up = dict(entries[name], address=behind[name][0]) if name in behind else entries[name]
        expectation = Expectation(entry.get("addresses"), entry.get("networks"))
        tried.append((name, looked_up, _resolves_right(expectation, looked_up["address"])))
    return tried


def _resolves_right(expectation, address):
    if address is None:
        return False
    return expectation.covers(address) if expectation else expectation.scope(address) == "private"


def _world(source):
    return {ENVIRONMENT: "process", SYSTEMD: "services"}.get(source, "login")
