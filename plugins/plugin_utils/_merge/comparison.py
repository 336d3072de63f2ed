# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.
"""What a part's hosts observed, against what is declared for them here: they must have been asked the same."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from ...module_utils._core.text import shown, some_of
from .._declarations.accounts import Account
from .._declarations.declaration import Declaration, HostDeclaration
from .._declarations.expected import account_of
from .._declarations.probes import names_of, probes_of, with_azure
from .._document.schema import Wrong
from .._judge.redaction import Redaction
from .._judge.verdict import judge
from .._observation.machines import merged_answers
from .._observation.schema import Malformed, conforming
from .._observation.schemas import SCHEMAS
from .part import Part

_JUMPHOST = SCHEMAS["private_endpoint_info"]["accounts"][0]["jumphost"]
# One answer may have been made of several, each about the machine of some jumphosts.
_AZURE = {
    "accounts": [
        {**SCHEMAS["private_endpoint_info"]["accounts"][0], "jumphosts": [{**_JUMPHOST, "hosts": ["str"]}]},
    ]
}
_MOST_ERROR = 1000


class Comparison:
    """Compares one part with what is declared for the merge."""

    def __init__(self, part: Part, declaration: Declaration) -> None:
        """Raises Wrong for a part of which nothing can count."""
        self._declaration = declaration
        self._described: dict[str, dict[str, Any]] = {}
        self.looks = [look for look in ("dns", "probe") if look in declaration.parts]
        looked_at = part.content["looked_at"]
        left_out = [look for look in declaration.parts if look != "report" and look not in (looked_at or [look])]
        if left_out:
            raise Wrong(f"it did not look at {' and '.join(left_out)}, by its tags")
        self.azure = self._checked_azure(part.content["azure"])
        self._judge_azure()
        observed = [each["host"] for each in part.content["observations"]]
        if len(set(observed)) < len(observed):
            raise Wrong("it has a host twice")
        known: dict[str, list[dict[str, Any]]] = {}
        for host in declaration.hosts.values():
            for account in self._accounts(host):
                described = self._description(account)
                if described not in known.setdefault(account["name"], []):
                    known[account["name"]].append(described)
        for each in part.content["declared"]:
            if each not in known.get(each["name"], ()):
                raise Wrong(_differing(each, known.get(each["name"], ())))

    def files(self, observed: Mapping[str, Any]) -> dict[str, Any]:
        """Return what the run's directory keeps of an observation, by the end of each file's name.

        Raises Wrong for one that does not count.
        """
        host = self._declaration.hosts.get(observed["host"])
        if host is None:
            raise Wrong("it is not among the hosts of this inventory")
        if observed["vantage"] != host.vantage:
            raise Wrong(f"it observed as {observed['vantage']}, and {host.vantage} is declared")
        accounts = self._accounts(host)
        ours = {account["name"]: self._description(account) for account in accounts}
        theirs = {account["name"]: account for account in observed["accounts"]}
        for name in sorted({*ours, *theirs}):
            if ours.get(name) != theirs.get(name):
                raise Wrong(_differing(theirs.get(name) or {"name": name}, [ours[name]] if name in ours else []))
        if observed["error"]:
            error = shown(observed["error"], limit=_MOST_ERROR)
            return {"lost": {"error": error, "reached": observed["reached"]}}
        try:
            return {look: getattr(self, f"_{look}")(observed, host, accounts) for look in self.looks}
        except Malformed as exc:
            raise Wrong(str(exc)) from None

    def _accounts(self, host: HostDeclaration) -> list[Account]:
        return with_azure(host.accounts, self.azure)

    def _description(self, account: Account) -> dict[str, Any]:
        """Return an account as verdict documents show it."""
        key = json.dumps(account, sort_keys=True)
        if key not in self._described:
            names = (account.get(each) for each in ("name", "deployment", "resource_group"))
            shown_account = Redaction(name for name in names if name).of(dict(account_of(account).declared))
            self._described[key] = json.loads(json.dumps(shown_account))
        return self._described[key]

    def _dns(self, observed: Mapping[str, Any], _host: HostDeclaration, accounts: Sequence[Account]) -> dict[str, Any]:
        names = [each["name"] for each in names_of(accounts)]
        found = conforming(
            {"ansible_facts": {"privatelink_dns": observed["dns"]}}, SCHEMAS["privatelink_dns_facts"], len(names)
        )["ansible_facts"]["privatelink_dns"]
        if found is None or [each.get("name") for each in found.get("names") or ()] != names:
            raise Wrong("the names that it looked up are not those of its accounts")
        return dict(found)

    def _probe(self, observed: Mapping[str, Any], host: HostDeclaration, accounts: Sequence[Account]) -> dict[str, Any]:
        asked = [(each["endpoint"], each.get("connect_to")) for each in probes_of(accounts, host.vantage, {})]
        forbidden = (
            set(host.options.get("privatelink_forbidden_endpoints") or ()) if host.vantage != "outside" else set()
        )
        found = conforming(
            {"results": observed["probes"], "control_endpoints": observed.get("control_endpoints") or []},
            SCHEMAS["aoai_probe"],
            len(observed["probes"]),
        )
        results = found["results"]
        if [(each.get("endpoint"), each.get("connect_to")) for each in results[: len(asked)]] != asked:
            raise Wrong("the endpoints that it asked are not those of its accounts")
        others = {each.get("endpoint") for each in results[len(asked) :]}
        if others != forbidden:
            raise Wrong("the endpoints of others that it asked are not privatelink_forbidden_endpoints")
        return {
            "probes": results,
            "token_error": observed.get("token_error"),
            "control_endpoints": found["control_endpoints"],
        }

    def _judge_azure(self) -> None:
        """Raise an exception for a side of Azure that cannot be judged or merged: it would cost other parts theirs."""
        if self.azure:
            for answer in self.azure["accounts"]:
                merged_answers([((), answer), ((), answer)])
            accounts = with_azure(self._declaration.accounts(), self.azure)
            judge({"accounts": accounts, "observations": [], "azure": self.azure}, complete=False)

    def _checked_azure(self, given: Mapping[str, Any] | None) -> dict[str, Any] | None:
        """Return Azure's side as a part has it. Raises Wrong."""
        if given is None:
            return None
        error = given["error"] and shown(given["error"], limit=_MOST_ERROR)
        try:
            accounts = [_azure_account(each) for each in given["accounts"]]
        except Malformed as exc:
            raise Wrong(f"Azure's side: {exc}") from None
        declared = {each["name"].lower() for each in self._declaration.accounts()}
        names = [str(each["name"]).lower() for each in accounts]
        if len(set(names)) < len(names) or not declared.issuperset(names):
            raise Wrong("Azure's side has an account twice, or one that is not declared")
        return {"accounts": accounts, "error": error}


def _azure_account(given: Mapping[str, Any]) -> dict[str, Any]:
    (account,) = conforming({"accounts": [given]}, _AZURE)["accounts"]
    missing = [key for key in ("name", "findings") if account.get(key) is None]
    if missing:
        raise Malformed(f"{missing[0]!r} is missing")
    for finding in account["findings"]:
        if None in (finding.get("code"), finding.get("summary"), finding.get("evidence")):
            raise Malformed("a finding lacks its code, summary or evidence")
    return dict(account)


def _differing(theirs: Mapping[str, Any], ours: Collection[Mapping[str, Any]]) -> str:
    """Return in words what of an account is not as it is declared here."""
    name = shown(theirs["name"], limit=80)
    if not ours:
        return f"its account {name} is not declared here"
    if len(theirs) == 1:
        return f"it lacks the account {name}, or all that is declared of it"
    first = next(iter(ours))
    options = sorted(key for key in {*theirs, *first} if theirs.get(key) != first.get(key))
    return f"its account {name} is declared otherwise here: {some_of(options, 5)}"
