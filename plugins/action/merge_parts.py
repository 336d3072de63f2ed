# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import os
from dataclasses import replace
from functools import partial
from typing import Any

from ansible import constants as C
from ansible.errors import AnsibleActionFail
from ansible.plugins.action import ActionBase

from ..plugin_utils._declarations.declaration import RunDirectory
from ..plugin_utils._declarations.discovery import VARIABLE as DISCOVER
from ..plugin_utils._declarations.inventory import Inventory
from ..plugin_utils._declarations.known_secrets import KnownSecrets, of_declaration, of_environment
from ..plugin_utils._declarations.probes import with_azure
from ..plugin_utils._declarations.problems import NOTHING_DONE, ONLY_ASKED
from ..plugin_utils._merge.merging import Merged, check_age, merged, now_in_utc, warnings_of, without_parts
from ..plugin_utils._merge.part import parts_of


class ActionModule(ActionBase):
    """Take what the parts of a validation observed as observations of this run."""

    TRANSFERS_FILES = False
    _requires_connection = False
    _supports_check_mode = True

    def run(self, tmp=None, task_vars=None):
        """Return the jobs whose parts count, what is refused and why, and the hosts that no part has."""
        super().run(tmp, task_vars)
        directory = RunDirectory(C.DEFAULT_LOCAL_TMP)
        try:
            declaration = directory.declaration()
        except FileNotFoundError:
            declaration = None
        if declaration is None or not declaration.options["merging"]:
            raise AnsibleActionFail("nothing is declared in this run: expected after check_declarations with merging")
        options = declaration.options
        done = NOTHING_DONE if options[DISCOVER] is None else ONLY_ASKED
        # What was not asked for is below the directory of this process, which the jobs do not share.
        shared = options["merge_directory"] or options["report_directory"]
        shared = os.path.abspath(os.path.expanduser(shared)) if shared else ""
        if options["merge_directory"] and not os.path.isdir(shared):
            raise AnsibleActionFail(
                f"merge_directory: {shared!r} is not a directory: expected that of the parts. {done}"
            )
        variables = Inventory(self._task, task_vars, self._loader).extra_variables()
        check = partial(check_age, now=now_in_utc(), hours=options["merge_max_age"])
        limit, listed = options["privatelink_artifact_limit"], bool(options["merge_directory"])
        try:
            parts, refused = parts_of(variables, shared, limit, listed, declaration.looks(), check)
        except OSError as exc:
            raise AnsibleActionFail(f"merge_directory: {shared!r} cannot be read: {exc.strerror}. {done}") from None
        found = merged(parts, refused, declaration)
        self._keep(found, declaration, directory)
        known = KnownSecrets((*of_declaration(declaration), *of_environment()))
        result: dict[str, Any] = {
            "changed": False,
            "jobs": found.jobs[:1000],
            "refused": dict(list(found.refused.items())[:100]),
            "missing": found.missing[:1000],
            "warnings": [
                *without_parts(found, shared if listed else "", bool(options["workflow_job"])),
                *warnings_of(found),
            ],
        }
        return known.hidden(result)

    def _keep(self, found: Merged, declaration, directory):
        """Write the observations where those of hosts of this run are, and freeze what Azure adds to the accounts."""
        for number, host in enumerate(declaration.hosts):
            for name, value in found.files.get(host, {}).items():
                directory.write(f"host-{number:05d}-{name}", value)
        if found.azure:
            directory.write("azure", found.azure)
            declaration = declaration.with_accounts(lambda accounts: with_azure(accounts, found.azure))
        started = min(declaration.started, found.started or declaration.started)
        options = {**declaration.options, "merged": found.summary()}
        directory.freeze(replace(declaration, started=started, options=options))
