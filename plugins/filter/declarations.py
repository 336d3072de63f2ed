# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Private filters: what is declared, and what modules are asked for from it."""

from __future__ import annotations

from ansible.errors import AnsibleFilterError
from ansible.utils.display import Display

from ..plugin_utils._declarations.values import is_empty
from ..plugin_utils._document.filter_input import refusing


@refusing
def declared(value, variable, mistake=False):
    """Return the value of a variable in the form in which check_declarations reads it, its default for none.

    With C(mistake) return what is wrong with it, an empty text where nothing is.
    """
    # Not for other filters: Ansible loads all for one.
    from ..plugin_utils._declarations.inputs import INPUTS, OF_JUMPHOST

    given = INPUTS.get(variable) or OF_JUMPHOST.get(variable)
    if given is None:
        raise AnsibleFilterError(
            f"privatelink.azure_ai.declared, variable: {variable!r} is not a variable of this collection: "
            f"expected one of {', '.join((*INPUTS, *OF_JUMPHOST))}"
        )
    try:
        read = _declared_accounts(value) if variable == "privatelink_accounts" else _read(given, value)
    except AnsibleFilterError as exc:
        if mistake:
            return str(exc)
        raise
    return "" if mistake else read


def _read(given, value):
    return given.default if is_empty(value) else _checked(given.name, given.read, value)


def _declared_accounts(value):
    from ..plugin_utils._declarations.accounts import read_accounts
    from ..plugin_utils._declarations.problems import Problems

    problems = Problems()
    accounts, _by_name = read_accounts(value, None, problems)  # Ansible names the host
    if problems:
        raise AnsibleFilterError("; ".join(problems.lines()))
    for line in problems.warnings():
        Display().warning(line)
    return accounts


@refusing
def account_names(accounts):
    """Return the entries for the option names of privatelink_dns_facts."""
    from ..plugin_utils._declarations.probes import names_of

    return _checked("privatelink_accounts", names_of, accounts)


@refusing
def account_probes(accounts, vantage="jumphost", credentials=None, max_tokens=None):
    """Return the entries for the option probes of aoai_probe."""
    from ..plugin_utils._declarations.probes import probes_of

    return _checked("privatelink_accounts", probes_of, accounts, vantage, credentials or {}, max_tokens)


@refusing
def accounts_with_azure(accounts, azure=None):
    """Return the accounts with the addresses from Azure."""
    from ..plugin_utils._declarations.probes import with_azure

    return _checked("privatelink_accounts", with_azure, accounts, azure)


@refusing
def accounts_by_machine(accounts, results=None):
    """Return the accounts as Azure is asked for them, once for each machine of a jumphost, with these hosts."""
    from ..plugin_utils._observation.machines import Asked, Jumphost, asked_for

    machines = {host: _machine_of(each) for host, each in (results or {}).items() if each and not each.get("skipped")}
    asked = []
    for account in accounts:
        declared = account.get("jumphost_vm")
        if declared and "/virtualmachinescalesets/" in declared.lower():
            # What stands between an instance of a scale set and the endpoint is not read.
            asked.append(Asked({**account, "jumphost_vm": ""}, tuple(machines)))
            continue
        asked += asked_for(account, [Jumphost(host, declared, own) for host, own in machines.items()])[0]
    return [{"account": each.account, "hosts": list(each.hosts)} for each in asked]


def _machine_of(result):
    return (result.get("machine") or {}).get("id")


@refusing
def accounts_of_machines(answers, asked):
    """Return one answer of Azure for each account."""
    from ..plugin_utils._observation.machines import Asked, of_all_machines

    return of_all_machines([Asked(each["account"], tuple(each["hosts"])) for each in asked], answers)


@refusing
def egress_probes(forbidden, accounts=(), public_addresses=None):
    """Return the entries for the option probes of aoai_probe."""
    from ..plugin_utils._declarations.probes import egress_probes_of

    return _checked("privatelink_forbidden_endpoints", egress_probes_of, forbidden, accounts, public_addresses or {})


def _checked(variable, function, *args):
    try:
        return function(*args)
    except ValueError as exc:
        raise AnsibleFilterError(f"{variable}: {exc}") from None


class FilterModule:
    """Give Ansible the filters."""

    def filters(self):
        """Return the filters by name."""
        return {
            "account_names": account_names,
            "accounts_by_machine": accounts_by_machine,
            "accounts_of_machines": accounts_of_machines,
            "account_probes": account_probes,
            "accounts_with_azure": accounts_with_azure,
            "declared": declared,
            "egress_probes": egress_probes,
        }
