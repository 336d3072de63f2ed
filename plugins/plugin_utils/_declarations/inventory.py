# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.
"""The operator's variables of each host, without any host's facts: they outrank the inventory, and hosts write them."""

from __future__ import annotations

import datetime
import multiprocessing
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from ansible import constants as C
from ansible import errors
from ansible.errors import AnsibleActionFail, AnsibleError, AnsibleUndefinedVariable
from ansible.plugins.loader import connection_loader
from ansible.template import Templar

from ...module_utils._core.text import clean

_USES_FACTS = re.compile(r"hostvars|ansible_facts|\bansible_[a-z]")
_TEMPLATE = re.compile(r"\{[{%#]")
_NO_FACTS = "a declaration can use neither facts nor hostvars, because a host must not change what is declared for it"
_WITHHELD = ("ansible_facts", "hostvars")
_USED = re.compile(rf"it uses \w+; {_NO_FACTS}")
_DATE = "datetime.date"
_ALIAS = re.compile(r"\s*\{\{\s*(\w+)\s*\}\}\s*")
# An own filter names the variable by itself.
_OWN_FILTER = re.compile(r"The filter plugin 'privatelink[.]azure_ai[.]\w+' failed: ")
_MISSING = re.compile(r"'[A-Za-z0-9_]+' is undefined|has no attribute '[A-Za-z0-9_]+'")

Failures = list[tuple[tuple[str, ...], str]]
# What C(omit) stands for: of a mapping or a list it is left out.
OMITTED = object()
_OMITTED_BY_ANSIBLE: tuple[type[Exception], ...] = (
    (errors.AnsibleValueOmittedError,) if hasattr(errors, "AnsibleValueOmittedError") else ()
)


PATTERN = "privatelink_hosts"


class NotResolved(Exception):
    """A variable of which a template cannot be evaluated.

    C(failures) are the places of those templates, the keys that lead to each, and why.
    """

    def __init__(self, failures: Failures) -> None:
        super().__init__("; ".join(why for _place, why in failures))
        self.failures = failures


class _NoFacts:
    """What stands in for the fact cache of ansible-core."""

    def get(self, *_args: Any, **_kwargs: Any) -> dict[str, Any]:
        return {}


class _Withheld(Mapping[str, Any]):
    """What stands in for the facts of a host and for C(hostvars), and cannot be read.

    Without it a template such as C({{ ansible_facts.site | default('west') }}) would always have its default, unseen.
    """

    def __init__(self, name: str) -> None:
        self._name = name

    def __getitem__(self, key: str) -> Any:
        raise self._refusal()

    def __iter__(self) -> Iterator[str]:
        raise self._refusal()

    def __len__(self) -> int:
        raise self._refusal()

    def _refusal(self) -> AnsibleError:
        return AnsibleError(f"it uses {self._name}; {_NO_FACTS}")


class Inventory:
    """Variables as play, import_playbook, inventory, set_fact and extra vars give them.

    C(hostvars) is no source: it lacks the variables of plays, and prefers facts. There is no public interface for this;
    all that is private to ansible-core stands in this file, and a test runs it on every core that is supported.
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
        variables.update({name: _Withheld(name) for name in _WITHHELD})
        return HostVariables(variables, Templar(loader=self._loader, variables=variables))

    def extra_variables(self) -> dict[str, Any]:
        """Return what C(-e) gave, as it was given: neither a host nor the inventory sets any of it."""
        return {str(name): value for name, value in self._manager.extra_vars.items()}

    def pattern(self) -> Any:
        """Return the pattern of the hosts to validate as a play reads it, without variables of hosts, or None."""
        variables = self._without_facts.get_vars(play=self._play, include_hostvars=False)
        declared = HostVariables(variables, Templar(loader=self._loader, variables=variables))
        return declared.value(PATTERN) if PATTERN in declared else None

    def selection(self) -> tuple[Any, list[str], list[str]]:
        """Return the pattern of the hosts to validate, the hosts it selects within the limit, and all of these."""
        pattern = self.pattern() or "all"
        matching, selected = (
            [host.name for host in self._hosts.get_hosts(each, ignore_restrictions=True)] for each in (pattern, "all")
        )
        return pattern, matching, selected

    def is_whole(self, hosts: Collection[str]) -> bool:
        """Return whether these are all hosts of the inventory, without a limit."""
        every = self._hosts.get_hosts("all", ignore_limits=True, ignore_restrictions=True)
        return {host.name for host in every} <= set(hosts)

    def play_settings(self) -> tuple[str, list[Any]]:
        """Return the strategy of the play, and C(serial), an empty list where all hosts run together."""
        return str(self._play.strategy), list(self._play.serial or ())

    def facts_of(self, host: str) -> set[str]:
        """Return the names of the facts that a host, a cache or an earlier play has set."""
        try:
            return set(self._manager._fact_cache.get(host) or ())
        except KeyError:
            return set()


def current_host() -> str:
    """Return the name of the host that the task runs for. Facts outrank even C(inventory_hostname)."""
    host = getattr(multiprocessing.current_process(), "_host", None)
    if host is None:
        raise AnsibleActionFail("this ansible-core does not say which host a task runs for")
    return str(host.name)


def is_in_role(task: Any, name: str) -> bool:
    """Return whether a task is one of a role of this collection."""
    role = getattr(task, "_role", None)
    return role is not None and str(role.get_name()) == f"privatelink.azure_ai.{name}"


def dependent_role(task: Any) -> str:
    """Return the name of the role that depends on the role of a task, without that of its collection; empty for none.

    A variable would say it too, but a fact of the host outranks that.
    """
    role = _dependent(task)
    return str(role.get_name()).rpartition(".")[2] if role else ""


def parameters_of_role(task: Any) -> list[str]:
    """Return the names of the parameters that the role that dependent_role returns was given beside its name."""
    return list(getattr(_dependent(task), "_role_params", {}))


def _dependent(task: Any) -> Any:
    roles: list[Any] = list(task.get_dep_chain() or ())  # the task's own is the last
    return roles[-2] if len(roles) > 1 else None


class HostVariables:
    """The variables of one host, evaluated when they are asked for."""

    def __init__(self, variables: Mapping[str, Any], templar: Any) -> None:
        self._variables = variables
        self._templar = templar
        self._followed: list[str] = []

    def __contains__(self, name: str) -> bool:
        return name in self._variables

    def names(self) -> Iterable[str]:
        """Return the names of all variables."""
        return self._variables

    def value(self, name: str, secret: bool = False, omitted: Any = None) -> Any:
        """Return the value of a variable, as plain Python; C(omitted) where its template is C(omit).

        Raises NotResolved, and KeyError for one that is not defined.
        Of a C(secret) no message repeats more than what is not defined.
        """
        failures: Failures = []
        written = self._variables[name]
        try:
            value = self._resolved(written, secret, (), failures)
        except Exception as exc:  # a key that a vault has encrypted
            raise NotResolved([((), _why(exc, "", secret))]) from exc
        if failures:
            raise NotResolved(failures)
        return omitted if value is OMITTED else value

    def is_control_node(self, host: str) -> bool:
        """Return whether the connection of a host leads to the control node itself."""
        connection, address, port = (self._text(f"ansible_{name}") for name in ("connection", "host", "port"))
        if connection:
            return connection.rpartition(".")[2] == "local"
        # Behind another port of the loopback there may be a tunnel, such as that of Azure Bastion.
        return (address or host) in C.LOCALHOST and port in ("", "22")

    def missing_connection(self) -> str:
        """Return the connection plugin of a collection that is not installed; empty where nothing is missing."""
        connection = self._text("ansible_connection")
        of_core = connection.startswith(("ansible.builtin.", "ansible.legacy."))
        of_collection = connection.count(".") >= 2 and not of_core
        return connection if of_collection and not connection_loader.has_plugin(connection) else ""

    def _text(self, name: str) -> str:
        try:
            return str(self.value(name)) if name in self else ""
        except NotResolved:
            return ""

    def _resolved(self, value: Any, secret: bool, place: tuple[str, ...], failures: Failures) -> Any:
        """Return a value as plain Python: what JSON can carry, and dates. Only templates cost an evaluation.

        Those that cannot be evaluated go to C(failures).
        """
        if isinstance(value, Mapping):
            if not place and not secret and isinstance(value.get("name"), str):
                place = (label(value, 1, secret),)
            found = {
                plain(key): self._resolved(inner, secret, (*place, str(plain(key))), failures)
                for key, inner in value.items()
            }
            return {key: inner for key, inner in found.items() if inner is not OMITTED}
        if isinstance(value, (list, tuple, set)):
            items = [
                self._resolved(inner, secret, (*place, label(inner, number, secret)), failures)
                for number, inner in enumerate(value, start=1)
            ]
            return [inner for inner in items if inner is not OMITTED]
        try:
            if isinstance(value, str) and _TEMPLATE.search(value):
                evaluated = self._evaluated(value)
                return OMITTED if evaluated is OMITTED else _without_marks(evaluated)
            return plain(value)
        except Exception as exc:  # filters and lookups raise whatever they like, and a wrong vault password its own
            failures += self._failures_behind(value, secret, place) or [(place, _why(exc, value, secret))]
            return None

    def _failures_behind(self, value: Any, secret: bool, place: tuple[str, ...]) -> Failures:
        """Return what cannot be evaluated in the mapping or list that a template such as C({{ other }}) stands for."""
        failures: Failures = []
        alias = _ALIAS.fullmatch(value) if isinstance(value, str) else None
        name = alias.group(1) if alias else ""
        behind = self._variables.get(name)
        if isinstance(behind, (Mapping, list)) and name not in self._followed:
            self._followed.append(name)
            self._resolved(behind, secret, place, failures)
            self._followed.pop()
        return failures

    def _evaluated(self, template: str) -> Any:
        try:
            value = self._templar.template(template, fail_on_undefined=True)
        except _OMITTED_BY_ANSIBLE:
            return OMITTED
        # ansible-core 2.18 has a text for it.
        if isinstance(value, str) and value == self._variables.get("omit"):
            return OMITTED
        if isinstance(value, str) and _DATE in value and value.startswith(("[", "{")):
            # ansible-core 2.18 makes a text of a list or a mapping that has a date of YAML in it.
            return self._templar.copy_with_new_env(environment_class=_native_environment()).template(
                template, fail_on_undefined=True
            )
        return value


def _native_environment() -> Any:
    from ansible.template import AnsibleNativeEnvironment

    return AnsibleNativeEnvironment


def _without_marks(value: Any) -> Any:
    """Return a value without the types of Ansible; what it holds is not evaluated again."""
    if isinstance(value, Mapping):
        return {plain(key): _without_marks(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple, set)):
        return [_without_marks(inner) for inner in value]
    return plain(value)


def plain(value: Any) -> Any:
    """Return a scalar without the types of Ansible and YAML."""
    if isinstance(value, bool) or value is None:
        return value
    for kind in (str, int, float):
        if isinstance(value, kind):
            return kind(value)
    # Those of YAML carry marks of ansible-core, which messages would show.
    if isinstance(value, datetime.datetime):
        return datetime.datetime.fromisoformat(value.isoformat())
    if isinstance(value, datetime.date):
        return datetime.date.fromisoformat(value.isoformat())
    return str(value)  # decrypts what a vault has encrypted


def _play_of(task: Any) -> Any:
    parent = task._parent
    while getattr(parent, "_play", None) is None:
        parent = parent._parent
    return parent._play


def _why(exc: Exception, value: Any, secret: bool) -> str:
    used = _USED.search(str(exc))
    if used:
        return f"its template cannot be evaluated: {used.group()}"
    reason = _reason(exc, secret)
    if not isinstance(exc, AnsibleUndefinedVariable):
        return f"its value cannot be evaluated: {reason}"
    if _USES_FACTS.search(f"{value} {reason}"):
        reason += f"; {_NO_FACTS}"
    return f"its template cannot be evaluated: {reason}"


def label(item: Any, number: int, secret: bool) -> str:
    """Return what messages call an item of a list: its name, its number where that may be a secret or a template."""
    name = item.get("name") if isinstance(item, Mapping) else None
    if secret or not isinstance(name, str) or _TEMPLATE.search(name):
        return f"number {number}"
    return str(name)


def _reason(exc: Exception, secret: bool) -> str:
    if "Vault" in type(exc).__name__:
        return "none of the vault passwords given can decrypt it"
    line = next(iter(str(getattr(exc, "message", None) or exc).strip().splitlines()), type(exc).__name__)
    if not secret:
        return clean(_OWN_FILTER.sub("", line)).rstrip(".")
    missing = _MISSING.search(line)
    return missing.group() if missing else f"{type(exc).__name__}, whose text may have the secret in it"
