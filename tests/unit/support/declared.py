# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What operators declare, as the checks read it: hosts with variables, without an inventory of Ansible."""

from __future__ import annotations

from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._declarations.check import check
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._declarations.problems import Problems

ACCOUNT = {"name": "example"}


class Variables(dict):
    """The variables of one host, as they were written; a function stands for a template that is evaluated."""

    def names(self):
        return self

    def is_control_node(self, host):
        return self.get("ansible_connection") == "local"

    def missing_connection(self):
        return self.get("ansible_connection", "") if "missing" in self.get("ansible_connection", "") else ""

    def value(self, name, secret=False):
        if isinstance(self[name], Exception):
            raise self[name]
        return self[name]() if callable(self[name]) else self[name]


class Hosts:
    """Stands in for an Inventory."""

    def __init__(self, hosts, facts=None):
        self._hosts, self._facts = hosts, facts or {}

    def of(self, host):
        return Variables(self._hosts.get(host, {}))

    def facts_of(self, host):
        return self._facts.get(host, set())

    def is_whole(self, hosts):
        return set(self._hosts) <= set(hosts)

    def play_settings(self):
        return "linear", []


def checked(hosts, run=("all",), skip=(), facts=None):
    """Return C((declaration, problems)) of hosts, a mapping of variables by host."""
    problems = Problems()
    declaration, _given = check(Hosts(hosts, facts), list(hosts), (run, skip), "2026-11-22T10:00:00Z", problems)
    return declaration, problems


def mistakes(*hosts, **options):
    """Return the lines of the mistakes of hosts a, b, ..., each given by its variables; the account is declared."""
    named = {name: {"privatelink_accounts": [ACCOUNT], **variables} for name, variables in zip("abcdefgh", hosts)}
    return checked(named, **options)[1].lines()
