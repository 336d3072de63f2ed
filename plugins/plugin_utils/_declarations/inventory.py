# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.
"""The operator's variables of each host, without any host's facts: these outrank the inventory, and hosts write them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from ansible.errors import AnsibleError, AnsibleUndefinedVariable
from ansible.template import Templar


class NotResolved(Exception):
    """A variable whose template cannot be evaluated; the text says why."""


class _NoFacts:
    """What stands in for the fact cache of ansible-core."""

    def get(self, *_args: Any, **_kwargs: Any) -> dict[str, Any]:
        return {}


class Inventory:
    """Variables as play, import_playbook, inventory, set_fact and extra vars give them.

    C(hostvars) is no source: it lacks the variables of plays, and prefers facts. There is no public interface for this;
    all that is private to ansible-core stands in this class, and a test runs it on every core that is supported.
    """

    def __init__(self, task: Any, task_vars: Mapping[str, Any], loader: Any) -> None:
        hostvars = task_vars["hostvars"]
        self._manager = hostvars._variable_manager
        self._hosts = hostvars._inventory
        self._loader = loader
        self._play = _play_of(task)
        # A shallow copy by hand: copy.copy() leaves out the loader.
        self._without_facts = object.__new__(type(self._manager))
        self._without_facts.__dict__.update(self._manager.__dict__)
        self._without_facts._fact_cache = _NoFacts()

    def of(self, host: str) -> HostVariables:
        """Return the variables of a host."""
        variables = self._without_facts.get_vars(
            play=self._play, host=self._hosts.get_host(host), include_hostvars=False
        )
        return HostVariables(variables, Templar(loader=self._loader, variables=variables))

    def facts_of(self, host: str) -> set[str]:
        """Return the names of the facts that a host, a cache or an earlier play has set."""
        try:
            return set(self._manager._fact_cache.get(host) or ())
        except KeyError:
            return set()


class HostVariables:
    """The variables of one host, evaluated when they are asked for."""

    def __init__(self, variables: Mapping[str, Any], templar: Any) -> None:
        self._variables = variables
        self._templar = templar

    def __contains__(self, name: str) -> bool:
        return name in self._variables

    def names(self) -> Iterable[str]:
        """Return the names of all variables."""
        return self._variables

    def value(self, name: str) -> Any:
        """Return the value of a variable, as plain Python. Raises NotResolved, and KeyError for one that is not defined."""
        try:
            return plain(self._templar.template(self._variables[name]))
        except AnsibleUndefinedVariable as exc:
            raise NotResolved(
                f"its template cannot be evaluated ({_first_line(exc)}); it may use neither facts nor hostvars: "
                "what a host says must not change what is declared about it"
            ) from exc
        except AnsibleError as exc:
            raise NotResolved(f"its template cannot be evaluated ({_first_line(exc)})") from exc


def plain(value: Any) -> Any:
    """Return a value without the types of Ansible and YAML, as JSON can carry it: a date of YAML is its text."""
    if isinstance(value, Mapping):
        return {plain(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple, set)):
        return [plain(inner) for inner in value]
    if isinstance(value, bool) or value is None:
        return value
    for kind in (str, int, float):
        if isinstance(value, kind):
            return kind(value)
    return value.isoformat() if isinstance(value, datetime.date) else value


def _play_of(task: Any) -> Any:
    parent = task._parent
    while getattr(parent, "_play", None) is None:
        parent = parent._parent
    return parent._play


def _first_line(exc: Exception) -> str:
    return next(iter(str(getattr(exc, "message", None) or exc).strip().splitlines()), type(exc).__name__)
