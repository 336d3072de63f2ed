# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""What to ask: from declared accounts to the options of the two modules."""

from __future__ import annotations

from ansible_collections.privatelink.azure_ai.plugins.module_utils._accounts import account_names
from ansible_collections.privatelink.azure_ai.plugins.module_utils._estate import VANTAGES, Subject

_REQUEST = ("operation", "deployment", "api_version")
_SECRETS = ("api_key", "token")


def names_of(accounts):
    """Return one entry for the option O(names) of privatelink_dns_facts for each FQDN of each account.

    Raises ValueError naming option, value and what is accepted.
    """
    return [
        {"name": subject.name, "addresses": subject.addresses, "networks": subject.networks}
        for account in accounts for subject in _subjects(account, "jumphost")
    ]


def probes_of(accounts, vantage, credentials, forbidden=()):
    """Return the entries for the option O(probes) of aoai_probe for a vantage.

    From inside, the C(forbidden) endpoints are asked too, always keyless.
    C(credentials) maps account names to mappings with C(api_key) or C(token). Raises ValueError naming option, value
    and what is accepted, never a secret.
    """
    if vantage not in VANTAGES:
        raise ValueError("vantage: %r; accepted is one of %s" % (vantage, ", ".join(VANTAGES)))
    probes = []
    for account in accounts:
        secrets = {key: value for key, value in (credentials.get(account.get("name")) or {}).items() if key in _SECRETS and value}
        for position, subject in enumerate(_subjects(account, vantage)):
            probe = {"endpoint": "https://%s/" % subject.name, **secrets}
            # The declared deployment answers at the account's first name; the others only have to lead to Azure.
            if position == 0:
                probe.update((key, account[key]) for key in _REQUEST if account.get(key))
            probes.append(probe)
            if vantage != "outside":
                probes += [dict(probe, connect_to=address) for address in subject.addresses]
    return probes + [{"endpoint": url} for url in forbidden if vantage != "outside"]


def _subjects(account, vantage):
    return [Subject(account, name, vantage, "") for name in account_names(account)]
