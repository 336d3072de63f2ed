# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timezone
from types import SimpleNamespace

from ansible import constants as C

from ..module_utils._azure.operations import default_api_version
from ..module_utils._core.text import shown, some_of
from ..module_utils._probe.operations import build_request
from ..plugin_utils._declarations.check import check, hosts_with
from ..plugin_utils._declarations.declaration import RunDirectory
from ..plugin_utils._declarations.discovery import VARIABLE as DISCOVER
from ..plugin_utils._declarations.discovery import join
from ..plugin_utils._declarations.inventory import PATTERN, Inventory
from ..plugin_utils._declarations.probes import check_forbidden, own_names
from ..plugin_utils._declarations.problems import NOTHING_DONE, ONLY_ASKED, Problems
from ..plugin_utils._declarations.spelling import did_you_mean
from ..plugin_utils._declarations.values import messages_of, quoted
from ..plugin_utils._judge.waivers import waiver_of
from ..plugin_utils._observation.task import Observing, error_of
from ..plugin_utils._report.formats import FORMATS
from ..plugin_utils._run.conclusion import check_baseline, verdict_of_run

_WHERE = "the declarations"


class ActionModule(Observing):
    """Resolve, check and freeze what is declared for the hosts of the play. No host is contacted.

    Accounts that are to be discovered are listed by a module on the control node, which no other task shows.
    """

    TRANSFERS_FILES = False
    MODULE = "azure_account_info"

    def run(self, tmp=None, task_vars=None):
        """Return the number of accounts and hosts, or fail with every mistake."""
        super(Observing, self).run(tmp, task_vars)
        problems = Problems()
        hosts = list(task_vars["ansible_play_hosts_all"])
        tags = (list(task_vars.get("ansible_run_tags") or ()), list(task_vars.get("ansible_skip_tags") or ()))
        started = datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
        inventory = Inventory(self._task, task_vars, self._loader)
        if self._task.args.get("selection"):
            _check_selection(*inventory.selection(), problems)
            return problems.failure(_WHERE, NOTHING_DONE) if problems else {"changed": False}
        merging = bool(self._task.args.get("merging"))
        if merging and task_vars.get("ansible_limit"):
            problems.add("limit", None, "a merge expects all hosts of the inventory in its parts: remove --limit")
        declaration, given = check(inventory, hosts, tags, started, problems, merging)
        if inventory.pattern() is None:
            for host in given[PATTERN]:
                problems.add(PATTERN, host, "a play reads it before the inventory's variables: expected it with -e")
        _check_across_rooms(declaration, given, problems)
        if declaration.options[DISCOVER] is None:
            _check_baseline(declaration, given, problems)
        if problems:
            return problems.failure(_WHERE, NOTHING_DONE)
        discovered = {}
        if declaration.options[DISCOVER] is not None and self._task.args.get("discover"):
            declaration = self._with_discovered(declaration, task_vars, problems)
            # How large it may be follows from the accounts.
            _check_baseline(declaration, given, problems)
            if problems:
                return problems.failure(_WHERE, ONLY_ASKED)
            discovered = {"discovered": len(declaration.discovery["found"])}
        RunDirectory(C.DEFAULT_LOCAL_TMP).begin(declaration)
        counts = {"hosts": len(hosts), "accounts": len(declaration.accounts()), **discovered}
        return {"changed": False, "warnings": problems.warnings(), **counts}

    def _with_discovered(self, declaration, task_vars, problems):
        """Return the declaration with the accounts that Azure lists; what is wrong with them goes to C(problems)."""
        result = self.execute({**declaration.azure_options(), **declaration.options[DISCOVER]}, task_vars)
        error = error_of(result)
        joined = join(declaration, {} if error else result, error, problems)
        return replace(joined, notes=problems.warnings())


def _check_selection(pattern, matching, selected, problems):
    """Check that the run is to validate some host: a play without hosts ends without an error."""
    nothing = "so nothing would be validated."
    if not selected:
        example = "ansible-playbook -i INVENTORY privatelink.azure_ai.validate"
        problems.add("", None, f"The inventory is empty, {nothing} Name a jumphost in it: {example}")
    elif not matching:
        named = shown(", ".join(map(str, pattern)) if isinstance(pattern, list) else str(pattern), limit=200)
        others = f"is among the selected hosts ({some_of(selected, 3)})"
        problems.add(
            "", None, f"No host of the pattern {named} {others}, {nothing} Change --limit or privatelink_hosts"
        )


def _check_across_rooms(declaration, given, problems):
    """Check what the rooms of the judge, the reports and the probe know of the values."""
    for host, waivers in given["privatelink_waivers"].items():
        for number, waiver in enumerate(waivers, start=1):
            _refused(problems, "", [host], waiver_of, waiver, number)
    for host, formats in given["report_formats"].items():
        for name in formats:
            if name not in FORMATS:
                expected = f"expected one or more of {', '.join(FORMATS)}{did_you_mean(name, FORMATS)}"
                problems.add("report_formats", host, f"{quoted(name)} is not a valid format: {expected}")
    for host, declared in declaration.hosts.items():
        own = own_names(declared.accounts) if declared.options["privatelink_forbidden_endpoints"] else ()
        for url in declared.options["privatelink_forbidden_endpoints"]:
            _refused(problems, "privatelink_forbidden_endpoints", [host], check_forbidden, url, own)
        for account in declared.accounts:
            option = f"privatelink_accounts, account {account['name']}, deployment or api_version"
            _refused(problems, option, [host], _request_of, account)


def _check_baseline(declaration, given, problems):
    """Check that this run can be compared with the earlier one."""
    options = declaration.options
    if options["validate_part"]:
        return  # it is the merge's
    hosts = hosts_with("report_baseline", options, given)
    args = (options["report_baseline"], options["looked_at"], declaration.looks(), verdict_of_run(declaration))
    _refused(problems, "report_baseline", hosts, check_baseline, *args)


def _refused(problems, option, hosts, function, value, *args):
    try:
        function(value, *args)
    except (OSError, ValueError) as exc:
        for message in messages_of(exc):
            for host in hosts:
                problems.add(option, host, message.replace(repr(value), quoted(value)))


def _request_of(account):
    operation = account.get("operation") or "models"
    build_request(
        SimpleNamespace(
            operation=operation,
            deployment=account.get("deployment"),
            prompt="",
            max_tokens=1,
            api_version=account.get("api_version") or default_api_version(operation),
        )
    )
