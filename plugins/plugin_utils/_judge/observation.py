# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""The judge's input put in order: what was expected of each name, and what each host saw of it."""

from __future__ import annotations

from collections import defaultdict
from urllib.parse import urlsplit

from ...module_utils._azure.accounts import account_names, private_name, private_zone, public_name, unique_accounts
from ...module_utils._core.addresses import Expectation, in_order
from ...module_utils._core.hostnames import name_pattern
from .._declarations.expected import VANTAGES, ExpectedName, expected_names

# What the document repeats of an account's declaration; anything else a user keeps there stays out of it.
DECLARED = (
    "name",
    "kind",
    "cloud",
    "private_addresses",
    "networks",
    "operation",
    "deployment",
    "api_version",
    "public_access",
    "resource_group",
)


class Subject:
    """One name of one account, as one host of one vantage is expected to see it."""

    def __init__(self, account, name, vantage, host):
        expected = next((each for each in expected_names(account) if each.name == name), ExpectedName(name, [], []))
        self.account = account["name"]
        self.name = name
        self.vantage = vantage
        self.host = host
        self.intent = account.get("public_access") or "disabled"
        self.addresses = expected.addresses
        self.networks = expected.networks
        self.expectation = Expectation(self.addresses, self.networks)
        self.probe = {key: account.get(key) for key in ("operation", "deployment", "api_version", "resource_group")}

    def expects(self, address):
        """Return whether an address is one the private endpoint may have; any private one when none is declared."""
        if self.expectation:
            return self.expectation.covers(address)
        return self.expectation.scope(address) == "private"

    def front_ends(self, addresses):
        """Return, as evidence, which of the addresses are public: Azure's front ends change from one answer to the next."""
        public = [address for address in addresses if address and self.expectation.scope(address) == "public"]
        return {"public_addresses": in_order(public)} if public else {}

    def expected_answer(self):
        """Return in words what a look-up of the name should give."""
        if self.vantage == "outside":
            return "a public address over {privatelink_name}".format(**self.fields())
        return ", ".join(self.addresses or self.networks) or "a private address over {privatelink_name}".format(
            **self.fields()
        )

    def fields(self):
        """Return the fields that texts of the catalogue may use for this subject."""
        return {
            "account": self.account,
            **name_fields(self.name),
            "host": self.host,
            "expected": ", ".join(self.addresses or self.networks),
            "expected_address": self.addresses[0] if len(self.addresses) == 1 else None,
            **self.probe,
        }


def name_fields(name):
    """Return the fields of texts of the catalogue that follow from a public name alone."""
    label, dot, suffix = name.partition(".")
    return {
        "name": name,
        "name_pattern": name_pattern(name),
        "public_name": name,
        "label": label,
        "zone": private_zone(name),
        "public_zone": suffix,
        "shadow_zone": suffix,
        "privatelink_name": private_name(name),
    }


class Sight:
    """What one host observed, by public name."""

    def __init__(self, observation):
        self.observation = observation
        self.host = observation["host"]
        self.vantage = observation.get("vantage") or "jumphost"
        if self.vantage not in VANTAGES:
            raise ValueError(f"host {self.host}, vantage: {self.vantage!r}; accepted is one of {', '.join(VANTAGES)}")
        self.error = observation.get("error")
        # Why no token was to be had, so that accounts without a credential of their own were asked without one.
        self.token_error = observation.get("token_error")
        self.reached = bool(observation.get("reached"))
        self.accounts = {account["name"]: account for account in observation.get("accounts") or ()}
        self._subjects = {}
        seen = observation.get("dns") or {}
        # By name, each entry together with what holds for all names of the host.
        self.dns = {}
        for entry in seen.get("names") or ():
            entry = dict(entry, host=seen.get("host") or {})
            self.dns.setdefault(public_name(entry.get("public_name") or entry["name"]), entry)
        self.proxies = _https_proxies((seen.get("host") or {}).get("proxies") or {})
        self.probes = defaultdict(list)
        for result in observation.get("probes") or ():
            self.probes[public_name(urlsplit(result["endpoint"]).hostname or "")].append(result)

    @property
    def order(self):
        """Return the key by which hosts are sorted, so that the document does not depend on who answered first."""
        return VANTAGES.index(self.vantage), self.host

    @property
    def inside(self):
        """Return whether the host stands in the network that the private endpoint serves."""
        return self.vantage != "outside"

    def subjects(self, account):
        """Return the subjects of an account for this host: as it declares the account itself, if it declares any."""
        if self.accounts and account["name"] not in self.accounts:
            return []
        account = self.accounts.get(account["name"], account)
        # A declaration is read once, however often its subjects are asked for.
        if account["name"] not in self._subjects:
            self._subjects[account["name"]] = [
                Subject(account, name, self.vantage, self.host) for name in account_names(account)
            ]
        return self._subjects[account["name"]]


def _https_proxies(proxies):
    """Return the proxies that a host's variables name for https, whichever of its programs see them."""
    variables = [variable for source in proxies.values() for variable in source.items()]
    return sorted({url for name, url in variables if name.lower() in ("https_proxy", "all_proxy")})


def all_accounts(estate, sights):
    """Return every account that the estate or one of its hosts declares, each once, the estate's own declaration first."""
    accounts = unique_accounts(estate.get("accounts") or ())
    names = {account["name"] for account in accounts}
    for sight in sights:
        for account in unique_accounts(sight.observation.get("accounts") or ()):
            if account["name"] not in names:
                names.add(account["name"])
                accounts.append(account)
    return accounts


def declared(account):
    """Return an account's declaration as the document repeats it."""
    return {key: account[key] for key in DECLARED if account.get(key) not in (None, "", {}, [])}


def peer_address(result):
    """Return the address a probe really talked to, or None."""
    return (result.get("peer") or {}).get("address")


def is_public(subject, result):
    """Return whether a probe talked directly to a public address that nobody declared as the endpoint's."""
    address = peer_address(result)
    return bool(address) and not result.get("proxy") and subject.expectation.scope(address) == "public"


def went_as_expected(subject, result):
    """Return whether a probe talked directly to an address that the private endpoint may have."""
    address = peer_address(result)
    return bool(address) and not result.get("proxy") and subject.expects(address)


def is_certified(subject, result):
    """Return whether a probe talked to a server whose certificate was verified for the subject's own name."""
    tls = result.get("tls") or {}
    return bool(tls.get("verified")) and tls.get("server_name") == subject.name


def is_doubtful(result):
    """Return whether the probe itself is not sure what the answer, or the failure, means."""
    return result.get("confidence") == "low"
