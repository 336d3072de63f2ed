# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a run meets, drawn at random, and what it must conclude of each account, by the lab's tables and not by the product.

One thing at a time is wrong with hosts, resolvers and clocks: of two, it would not be written anywhere which one counts.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from simulated_azure.accounts import ACCOUNTS
from simulated_azure.faults.azure import azure_rows_named
from simulated_azure.faults.causes import BY_CLIENTS, IN_THE_ZONE_OF, READ_OTHERWISE, WITH_AZURE, truth_of
from simulated_azure.switches import Switches

HOSTS = ("jump-1", "outside-1", "onprem-1")

# These stay healthy: what others show is compared with them, as in a real estate.
ALWAYS_HEALTHY = ("aro-azureopenai", "chat")
SWITCHED = (
    "embeddings",
    "reasoning",
    "responses",
    "models",
    "v1",
    "token",
    "gate-first",
    "cognitive-services",
    "flattened",
    "http-continue",
    "http-1-0",
    "ai-services",
)
ACCOUNT_NAMES = (*ALWAYS_HEALTHY, *SWITCHED)

# What no other account can have.
ONLY_OF_THEIR_OWN = {
    "tls-mtu": "its address is behind a link of its own",
    "route-of-the-address": "the route has its address",
    "link-name-taken": "the link has its name",
    "arm-silent": "Azure's side of all others would wait for it",
    READ_OTHERWISE: "what is right depends on who asks",
    **dict.fromkeys(IN_THE_ZONE_OF, "its zone has another account"),
}
ROWS = {account.name: account for account in ACCOUNTS}
FAULTS = [name for name in ROWS if name in BY_CLIENTS.keys() | WITH_AZURE.keys() and name not in ONLY_OF_THEIR_OWN]

# Nobody has looked, or what was seen proves nothing.
UNKNOWN = ("gate_public_unproved", "host_offline", "host_not_outside", "host_unreachable")

DEAD_RESOLVERS = {  # rows of the lab's resolvers, and the cause of their codes
    "silent": ("dns_timeout", "nameserver_dead"),
    "closed": ("dns_resolver_unreachable", "nameserver_dead"),
    "servfail": ("dns_servfail", "upstream_dead"),
    "refuses": ("dns_refused", "access_list"),
}
SICK_RESOLVERS = ("slow", "truncates-tcp", "recovers")  # which answer in the end
STEPS = {"-2h": False, "+2h": False, "+400d": True}  # of a host's clock: whether certificates have expired then
MANNERS = ("answers", "answers", "answers", "throttles")  # of Resource Manager


@dataclass(frozen=True)
class Expected:
    """What a verdict must say of an account."""

    status: str
    root_cause: str | None
    cause: str | None


@dataclass(frozen=True)
class Situation:
    switches: Switches
    azure: bool  # whether Azure's side is asked
    lost: bool = False  # a second jumphost does not answer
    step: str = ""  # of the clock of jump-1, as libfaketime takes it
    what: str = ""  # the one thing that is wrong with hosts, resolvers or clocks
    all_have: Expected | None = None  # for which every account has this
    faults: dict[str, str] = field(default_factory=dict)  # the accounts with a fault, and the row that it is of

    @property
    def title(self) -> str:
        parts = [f"{name}={row}" for name, row in self.faults.items()]
        sides = "with Azure" if self.azure else "by clients"
        return ", ".join([sides, *([self.what] if self.what else []), *parts])

    def expected(self, name: str) -> Expected:
        if self.all_have:
            return self.all_have
        fault = self.faults.get(name, name)
        row = azure_rows_named([fault])[0] if self.azure else ROWS[fault]
        if not row.root_cause:
            return _EXPECTED_OF_THE_LOST if self.lost else Expected("pass", None, None)
        truth = truth_of(fault, self.azure)
        return Expected(
            "unknown" if row.root_cause in UNKNOWN else "fail", row.root_cause, truth.cause if truth else None
        )

    def network(self, name: str) -> set[str]:
        """The accounts whose observations say something about that one's cause: those of its network."""
        own = {each for each in ACCOUNT_NAMES if azure_rows_named([self.faults.get(each, each)])[0].side.own_network}
        return {name} if name in own else set(ACCOUNT_NAMES) - own

    def names(self, account: str) -> set[str]:
        """The account's DNS names, with the kind that its fault brings along."""
        return {f"{account}.{domain}" for domain in ROWS[self.faults.get(account, account)].domains}


_EXPECTED_OF_THE_LOST = Expected("unknown", "host_unreachable", None)


def draw(random: Random, number: int, clocks: bool) -> Situation:
    """What the next run meets."""
    kind = random.choices(
        ("accounts", "sick resolver", "dead resolver", "lost host", "clock"), (10, 2, 2, 1, 2 if clocks else 0)
    )[0]
    azure = random.random() < 0.5
    if kind == "dead resolver":
        row = random.choice(sorted(DEAD_RESOLVERS))
        healthy = _switches(number, {}, {"onprem": row})
        what = f"the resolver of onprem-1 is like {row}"
        return Situation(healthy, False, what=what, all_have=Expected("fail", *DEAD_RESOLVERS[row]))
    if kind == "clock":
        step = random.choice(sorted(STEPS))
        expired = Expected("fail", "tls_expired", "host_clock_wrong") if STEPS[step] else None
        faults = {} if expired else _faults(random)
        what = f"the clock of jump-1 is stepped by {step}"
        switches = _switches(number, faults, {})
        return Situation(switches, azure and not expired, step=step, what=what, all_have=expired, faults=faults)
    faults = _faults(random)
    if kind == "lost host":
        return Situation(_switches(number, faults, {}), False, lost=True, what="jump-2 is unreachable", faults=faults)
    row = random.choice(SICK_RESOLVERS) if kind == "sick resolver" else ""
    manner = random.choice(MANNERS) if azure else "answers"
    what = ", ".join(
        [f"the resolver of jump-1 is like {row}"] * bool(row) + ["Resource Manager throttles"] * (manner == "throttles")
    )
    switches = _switches(number, faults, {"azure": row} if row else {}, manner)
    return Situation(switches, azure, what=what, faults=faults)


def _switches(number: int, faults: dict[str, str], resolvers: dict[str, str], manner: str = "answers") -> Switches:
    return Switches(number, {name: faults.get(name, name) for name in ACCOUNT_NAMES}, resolvers, manner)


def _faults(random: Random) -> dict[str, str]:
    return {
        name: random.choice([fault for fault in FAULTS if len(ROWS[fault].addresses) == len(ROWS[name].addresses)])
        for name in SWITCHED
        if random.random() < 0.6
    }
