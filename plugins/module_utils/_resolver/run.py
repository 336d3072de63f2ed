# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""What jumphost_resolver does: read the options, plan, ask the new nameservers, switch."""

from __future__ import annotations

import contextlib
from typing import Any

from .._host.resolver_config import uses_stub
from . import checks
from .guard import Problem, Store
from .managers import HOSTS
from .options import read_options, read_others, read_removal
from .plan import Host, plan_removal, plan_switch
from .switch import SwitchFailed, carry_out, recover

MISSING = checks.MISSING


def run(
    params: dict[str, Any], check_mode: bool, store: Store, host: Host | None = None
) -> tuple[dict[str, Any], str | None]:
    """Return C((result, failure)) for the module's parameters.

    The result has what the module returns, and C(warnings) and C(diff) always; the failure is a text, or None.
    C(host) is for tests.
    """
    host = host or Host()
    result: dict[str, Any] = {"changed": False, "asked": [], "warnings": [], "diff": []}
    try:
        options = read_options(params) if params["state"] == "present" else None
        targets = options.targets if options else read_removal(params)
        others = read_others(params, targets)
        # Another task of this collection may be changing this host: the plan is made when that has ended.
        with contextlib.nullcontext() if check_mode else store.held():
            _recover(host, store, check_mode, result)
            plan = _plan(host, store, options)
            result["manager"] = plan.manager.name if plan.manager else None
            result["warnings"].extend(plan.warnings)
            result["diff"] = [_difference(change) for change in plan.changes]
            _refuse_fixed(host, plan)
            _refuse_pinned(host, plan, targets)
            if options and plan.settings and plan.changes:
                _ask(options, result)
            switched: dict[str, Any] = {"system": [], "armed": False}
            if (plan.changes or plan.undone) and not check_mode:
                switched = carry_out(host, store, plan, targets, others)
    except (ValueError, Problem) as exc:
        return result, f"Nothing was changed: {exc}"
    except SwitchFailed as exc:
        result.update(restored=exc.restored, working=exc.working, system=exc.system, diff=[])
        return result, str(exc)
    except OSError as exc:
        path = exc.filename or "a file"
        return (
            result,
            f"Nothing was changed: {path} cannot be read, or not be kept in {store.directory}: {exc.strerror}",
        )
    result.update(switched, changed=bool(plan.changes), files=sorted(plan.written))
    return result, None


def _plan(host, store, options):
    if options is None:
        return plan_removal(host, store)
    return plan_switch(host, store, options.manager, options.settings, options.unpin)


def _refuse_fixed(host, plan):
    for change in plan.changes:
        if host.files.is_fixed(change.path):
            raise Problem(
                f"not even root can write {change.path}: it is immutable, or its file system is read-only. To see "
                "which, run: "
                f"lsattr {change.path}; findmnt -T {change.path}"
            )


def _refuse_pinned(host, plan, targets):
    """Raise Problem where systemd-resolved would answer from the hosts file instead of the new nameservers."""
    if plan.settings and plan.changes and HOSTS not in plan.written and uses_stub(host.observe()):
        pinned = host.pins([target.name for target in targets])
        if pinned:
            raise Problem(
                f"{'; '.join(pinned)}, and systemd-resolved answers from there: whether the new "
                "nameservers serve this host could not be seen. Set remove_pins (in the role "
                "jumphost_remove_pins), or remove the line"
            )


def _recover(host, store, check_mode, result):
    if check_mode:
        if store.unfinished():
            result["warnings"].append("an earlier switch was cut off; a run without check mode undoes it first")
        return
    recovered = recover(host, store)
    if recovered:
        result["warnings"].append(recovered)


def _ask(options, result):
    """Raise Problem unless each new nameserver answers well."""
    if MISSING:
        result["warnings"].append("the new nameservers were not asked: dnspython is not installed yet")
        return
    result["asked"] = checks.ask_servers(options.settings.nameservers, options.targets, options.timeout)
    complaints = checks.complaints(result["asked"])
    if complaints:
        raise Problem(
            "the new nameservers do not answer as expected. {}. To check, run: dig @{} {}".format(
                "; ".join(complaints), *_first_bad(result["asked"])
            )
        )


def _first_bad(asked):
    return next((answer["server"], answer["name"]) for answer in asked if answer["error"])


def _difference(change):
    texts = {"before": change.before, "after": change.after}
    found = {}
    for key, text in texts.items():
        # A byte that is not UTF-8 could not be shown.
        found[key] = (text or "").encode("utf-8", "surrogateescape").decode("utf-8", "replace")
        found[key + "_header"] = change.path if text is not None else change.path + " (absent)"
    return found
