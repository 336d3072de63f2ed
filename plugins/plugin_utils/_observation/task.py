# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.
"""Action plugins around the observing modules: what they hand on, and what a playbook's run keeps of it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from ansible import constants as C
from ansible.errors import AnsibleActionFail, AnsibleActionSkip, AnsibleConnectionFailure, AnsibleError

from ...module_utils._core.memory import bounded
from ...module_utils._core.text import shown
from .._declarations.declaration import Declaration, HostDeclaration, RunDirectory
from .._declarations.inventory import current_host
from .._declarations.known_secrets import KnownSecrets, of_declaration, of_environment, of_options
from .bounded_action import ROOM, ROOM_FOR_EACH, BoundedAction, TooMuch
from .results import asked_of, handed_on, malformed, output_of, without_internal_keys

CONTROL_NODE = "control_node"
_MOST_LINES = 50


def nothing() -> dict[str, Any]:
    """Return the result of a task that has nothing to look at, a new one each time: Ansible adds to it."""
    return {"changed": False, "skipped": True}


class NotObserved(Exception):
    """A host could not look; the text says why."""


class Observing(BoundedAction):
    """Run the module of the same name, and hand on what it documents.

    With C(declared) the options come from what C(check_declarations) froze, and the observation goes into the run's
    directory: the task returns no more than a digest of it.
    """

    MODULE = ""
    EXAMPLES: Mapping[str, Mapping[str, str]] = {}  # by option what an item of its list looks like
    _declared: tuple[str, ...] = ()  # the credentials of the whole run, where one was declared
    _supports_async = False
    _supports_check_mode = True

    def run(self, tmp: Any = None, task_vars: Any = None) -> dict[str, Any]:
        super().run(tmp, task_vars)
        try:
            return self._look(task_vars)
        except AnsibleError as exc:
            error = self._cleaned(exc, self._known(self._task.args))
        # Not in the handler: the exception before it, whose text is a host's, would be shown with it.
        raise error

    def _look(self, task_vars: Any) -> dict[str, Any]:
        if not self._task.args.get("declared"):
            self._check_forms()
            return self.execute(self._task.args, task_vars)
        directory = RunDirectory(C.DEFAULT_LOCAL_TMP)
        try:
            declaration = directory.declaration()
        except FileNotFoundError:
            raise AnsibleActionFail(
                "declared: nothing is declared in this run: expected after check_declarations; run the playbook "
                "privatelink.azure_ai.validate, without --start-at-task"
            ) from None
        self._declared = tuple(of_declaration(declaration))
        return self.observe(declaration, directory, task_vars)

    def _check_forms(self) -> None:
        """Refuse a list of plain texts: ansible-core would name neither the option nor what it takes."""
        for option, example in self.EXAMPLES.items():
            given = self._task.args.get(option)
            texts = given if isinstance(given, list) else [given]
            # Ansible makes mappings of JSON, and of key=value.
            if any(isinstance(each, str) and not re.match(r"\s*[{\[]|\w+=", each) for each in texts):
                arguments = json.dumps({option: [example]})
                raise AnsibleActionFail(f"{option}: a text is not a mapping: expected a list of them, as {arguments}")

    def observe(self, declaration: Declaration, directory: RunDirectory, task_vars: Any) -> dict[str, Any]:
        """Return the result of the task in a playbook, after the observation was kept."""
        raise AnsibleActionFail(f"declared: {self.MODULE} does not take it")

    def _parse_returned_data(self, res: dict[str, Any], *args: Any, **kwargs: Any) -> dict[str, Any]:
        # ansible-core prints what stands after the JSON, and unexpected keys of its own with their values: megabytes.
        bounded = dict(res, stdout=output_of(res.get("stdout")))
        return without_internal_keys(super()._parse_returned_data(bounded, *args, **kwargs))

    def execute(self, arguments: Mapping[str, Any], task_vars: Any) -> dict[str, Any]:
        """Return what the module hands on."""
        known = self._known(arguments)
        module = f"privatelink.azure_ai.{self.MODULE}"
        try:
            with bounded(ROOM + ROOM_FOR_EACH * asked_of(self.MODULE, arguments)):
                result = self._execute_module(module, dict(arguments), task_vars=task_vars)
            kept: dict[str, Any] = known.hidden(handed_on(result, self.MODULE, arguments))
            return kept
        except AnsibleError as exc:
            error = self._cleaned(exc, known)
        except MemoryError:
            raise TooMuch from None
        except Exception as exc:
            # ansible-core expects of a result what no host has to heed: a mapping, texts, not too deep.
            return malformed(known.hidden(f"{type(exc).__name__}: {exc}"))
        raise error

    def _known(self, arguments: Mapping[str, Any]) -> KnownSecrets:
        """Return the credentials that neither a result nor an error of this task may show."""
        connection = getattr(self, "_connection", None)
        return KnownSecrets((*self._declared, *of_options(arguments), *of_environment(), *_of_connection(connection)))

    @staticmethod
    def _cleaned(exc: AnsibleError, known: KnownSecrets) -> AnsibleError:
        """Return an error of the same kind, whose text, which may be what a host has written, can be shown."""
        if isinstance(exc, AnsibleActionSkip):
            return exc
        kinds = (AnsibleConnectionFailure, AnsibleActionFail)
        kind = next((each for each in kinds if isinstance(exc, each)), AnsibleError)
        return kind(_words(exc, known))


def _words(exc: BaseException, known: KnownSecrets) -> str:
    # A part of a secret is not recognized: it is cut last.
    lines = str(known.hidden(str(exc))).splitlines()[:_MOST_LINES]
    return "\n".join(shown(line, limit=1000) for line in lines)


def _of_connection(connection: Any) -> list[str]:
    """Return the passwords with which the host lets Ansible in, and become another user."""
    become: Any = getattr(connection, "become", None)
    found = []
    for plugin, option in ((connection, "password"), (become, "become_pass"), (connection, "private_key_passphrase")):
        try:
            found.append(str(plugin.get_option(option) or ""))
        except (AttributeError, KeyError, AnsibleError):
            continue  # it has no such option
    return found


class ObservingHost(Observing):
    """One of the modules that look from a host, or from the control node in its own name."""

    PART = ""
    LOOKS_AFTER = ""  # the part whose observation it needs
    seen: Any = None

    def observe(self, declaration: Declaration, directory: RunDirectory, task_vars: Any) -> dict[str, Any]:
        if self._task.args["declared"] == CONTROL_NODE:
            name, host = CONTROL_NODE, declaration.control_node
        else:
            current = current_host()
            name = f"host-{list(declaration.hosts).index(current):05d}"
            host = declaration.hosts[current]
        if host is None or host.failed or self.PART not in declaration.parts or directory.find(f"{name}-lost"):
            return nothing()
        self.seen = directory.find(f"{name}-{self.LOOKS_AFTER}") if self.LOOKS_AFTER else None
        try:
            observation = self.look(host, task_vars)
            if observation is None:
                return nothing()
        except AnsibleConnectionFailure as exc:
            directory.write(f"{name}-lost", {"error": self._why(exc), "reached": False})
            raise
        except Exception as exc:
            # The text of another error than these says little without its name.
            error = self._why(exc, "" if isinstance(exc, (AnsibleError, NotObserved)) else f"{type(exc).__name__}: ")
            directory.write(f"{name}-lost", {"error": error, "reached": True})
            return {"changed": False, "failed": True, "msg": error}
        except BaseException:
            # The task's own time limit ends it so: the next task of the host would wait as long again.
            directory.write(f"{name}-lost", {"error": "its task did not end in time", "reached": True})
            raise
        directory.write(f"{name}-{self.PART}", observation)
        return {"changed": False, "codes": self.digest(observation)}

    def _why(self, exc: Exception, kind: str = "") -> str:
        """Return why a host could not look, in one line without secrets."""
        return shown(kind + _words(exc, self._known(self._task.args)), limit=1000)

    def look(self, host: HostDeclaration, task_vars: Any) -> dict[str, Any] | None:
        """Return the observation, None where there is nothing to look at. Raises NotObserved."""
        raise NotImplementedError

    def digest(self, observation: dict[str, Any]) -> dict[str, Any]:
        """Return the codes by name."""
        raise NotImplementedError


def error_of(result: Mapping[str, Any]) -> str | None:
    """Return why a module's result is none, None for a good one."""
    return str(result.get("msg") or "the task failed") if result.get("failed") or result.get("unreachable") else None


def other_than_asked(expected: list[Any], returned: list[Any]) -> str | None:
    """Return why the items of a result are not those that were asked for, None when they are."""
    if expected == returned:
        return None
    strangers = [each for each in returned if each not in expected]
    return str(
        malformed(f"it speaks of {strangers[0]!r}" if strangers else "it leaves out, or repeats, what was asked")["msg"]
    )
