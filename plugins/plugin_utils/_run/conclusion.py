# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.
"""The end of a run: what all hosts observed becomes one document, its reports, and what a workflow is handed."""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Mapping
from typing import Any

from ...module_utils._core.directories import entered
from ...module_utils._core.files import holds, write_atomically
from .._declarations.declaration import Declaration, HostDeclaration, RunDirectory
from .._declarations.known_secrets import KnownSecrets, of_declaration, of_environment
from .._document.account import warning_codes
from .._document.drift import with_drift
from .._document.reading import read_baseline
from .._document.schema import Wrong
from .._document.stable import fingerprint
from .._report.formats import FORMATS, report
from .artifact import PREFIX, file_of
from .judgement import judgement

CONTROL_NODE = "control_node"
_MOST_READ = 2**29
_NOT_REACHED = "nothing was observed: the run ended first, or Ansible could not start a task, as its output says"


def document_of(declaration: Declaration, directory: RunDirectory, ended: str) -> dict[str, Any]:
    """Return the verdict document of a run. A host of which nothing was kept costs itself only."""
    options = declaration.options
    observations = []
    for number, (host, declared) in enumerate(declaration.hosts.items()):
        observations.append(_observation(host, f"host-{number:05d}", declared, declaration, directory))
    if declaration.control_node:
        observations.append(_observation("localhost", CONTROL_NODE, declaration.control_node, declaration, directory))
    hosts_look = [part for part in ("dns", "probe") if part in declaration.parts]
    # The actions have taken them out already; this is for whatever else has come into the run's directory.
    known = KnownSecrets((*of_declaration(declaration), *of_environment()))
    given: dict[str, Any] = {
        "accounts": declaration.marked_accounts(),
        "observations": [_without(known, each) for each in observations] if hosts_look else [],
        "azure": known.hidden(directory.find("azure")),
        "discovery": declaration.discovery,
        "accept_azure_evidence": options["privatelink_accept_azure_evidence"],
        "tls_inspection": options["privatelink_tls_inspection"],
        "waivers": options["privatelink_waivers"],
        "looked_at": options["looked_at"],
        "started": declaration.started,
        "ended": ended,
    }
    complete = len(hosts_look) == 2
    return judgement(given, complete, whole=not options.get("validate_part"))


def _without(known: KnownSecrets, observation: dict[str, Any]) -> dict[str, Any]:
    """Return an observation in which what the host returned, and why it did not, has no secret."""
    returned = ("dns", "probes", "token_error", "control_endpoints", "error")
    return {**observation, **{part: known.hidden(observation[part]) for part in returned}}


def _observation(
    host: str, name: str, declared: HostDeclaration, declaration: Declaration, directory: RunDirectory
) -> dict[str, Any]:
    lost = directory.find(f"{name}-lost")
    seen = {part: directory.find(f"{name}-{part}") for part in ("dns", "probe") if part in declaration.parts}
    error = declared.failed or (lost or {}).get("error")
    if error is None and None in seen.values():
        error = _NOT_REACHED
    probe = (seen.get("probe") if error is None else None) or {}
    unreported = {} if (lost or {}).get("reported", True) else {"reported": False}
    return {
        "host": host,
        "vantage": declared.vantage,
        "accounts": declared.accounts,
        "dns": seen.get("dns") if error is None else None,
        "probes": probe.get("probes") or [],
        "token_error": probe.get("token_error"),
        "control_endpoints": probe.get("control_endpoints") or [],
        "network": declared.options.get("privatelink_network"),
        # Only hosts inside are asked for them.
        "forbidden": (declared.options.get("privatelink_forbidden_endpoints") or [])
        if declared.vantage != "outside"
        else [],
        "error": error,
        "reached": (lost or {}).get("reached", True),
        **unreported,
    }


def looks_of(document: Mapping[str, Any]) -> int:
    """Return how many accounts the hosts of a document look at together, at least all of them once."""
    looked_at = [each.get("accounts") for each in document["observations"]]
    return max(len(document["accounts"]), sum(len(each) for each in looked_at if isinstance(each, list)))


def baseline_of(path: str, looks: int, written: str | None = None) -> dict[str, Any] | None:
    """Return the document of an earlier run, None where no path is given. Raises ValueError for any other file.

    C(looks) is how many accounts the hosts of this run look at together. C(written) is the file that this run writes:
    before the first run it is a baseline that is not there yet, and None.
    """
    if not path or (written and _is_to_come(path, written)):
        return None
    expected = "expected the verdict.json of an earlier run, a file on the control node"
    try:
        return read_baseline(path, looks)
    except OSError as exc:
        raise ValueError(f"{path!r} cannot be read ({exc.strerror}): {expected}") from exc
    except Wrong as exc:
        raise ValueError(f"{path!r} is not a verdict of this collection ({exc}): {expected}") from exc
    except ValueError as exc:
        raise ValueError(f"{path!r} is not a verdict of this collection: {expected}") from exc


def _is_to_come(path: str, written: str) -> bool:
    """Return whether a baseline is the file that this run is the first to write."""
    there, here = (os.path.abspath(os.path.expanduser(each)) for each in (path, written))
    return there == here and not os.path.lexists(there)


def written_verdict(directory: str, formats: Collection[str]) -> str | None:
    """Return the file that a later run can be compared with, None where none is written."""
    return os.path.join(directory, FORMATS["json"].FILE) if "json" in formats else None


def verdict_of_run(declaration: Declaration) -> str | None:
    """Return that file of a run."""
    options = declaration.options
    return written_verdict(options["report_path"], options["report_formats"] if "report" in declaration.parts else ())


def check_baseline(path: str, looked_at: list[str] | None, looks: int, written: str | None = None) -> None:
    """Raise ValueError for a baseline with which a run of some parts cannot be compared."""
    baseline = baseline_of(path, looks, written)
    if baseline:
        with_drift(dict(baseline, looked_at=looked_at), baseline)


def compared(document: dict[str, Any], baseline: dict[str, Any] | None) -> dict[str, Any]:
    """Return the document, with what changed since a baseline where there is one. Raises ValueError."""
    return with_drift(document, baseline) if baseline else document


def failures(document: Mapping[str, Any], fail_on: str) -> list[str]:
    """Return the names of the accounts for which a run fails."""
    if fail_on == "never":
        return []
    return [
        account["name"]
        for account in document["accounts"]
        if account["status"] != "pass" or (fail_on == "warning" and warning_codes(account["checks"]))
    ]


def stats(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a workflow branches on. No key is the name of an input: platforms make artifacts extra variables."""
    accounts = document["accounts"]
    return {
        "privatelink_status": document["status"],
        "privatelink_account_verdicts": {account["name"]: account["verdicts"] for account in accounts},
        "privatelink_root_causes": {account["name"]: account["root_cause"] for account in accounts},
        "privatelink_account_warnings": {account["name"]: warning_codes(account["checks"]) for account in accounts},
        "privatelink_account_notes": {account["name"]: account["notes"] for account in accounts},
        "privatelink_failed_accounts": failures(document, "failure"),
    }


def write_reports(
    document: dict[str, Any], directory: str, formats: list[str], junit_unknown: str, check_mode: bool
) -> list[str]:
    """Write the reports, each at once as far as readers see; return the paths of those that say something new.

    One that comes to the same conclusions is renewed and does not count. Raises OSError.
    """
    mark = fingerprint(document)
    texts = {FORMATS[name].FILE: report(document, name, mark, unknown=junit_unknown) for name in formats}
    paths = {file: os.path.join(directory, file) for file in texts}
    if check_mode and not os.path.lexists(directory):
        return list(paths.values())
    changed = []
    with entered(directory, make=not check_mode) as here:
        for file, text in texts.items():
            if not _holds(os.path.join(here, file), mark.encode("ascii")):
                changed.append(paths[file])
            if not check_mode:
                try:
                    write_atomically(os.path.join(here, file), text.encode("utf-8", "surrogatepass"), mode=0o644)
                except OSError as exc:
                    raise OSError(exc.errno, exc.strerror, paths[file]) from exc
    return changed


def missing_sides(declaration: Declaration) -> list[str]:
    """Return the sides, V(inside) and V(outside), from which no host of a run observes."""
    sides = {"outside" if host.vantage == "outside" else "inside" for host in declaration.hosts.values()}
    return [side for side in ("inside", "outside") if side not in sides]


def write_part(handed: Mapping[str, Any], job: str, directory: str) -> str:
    """Write what a part hands on as a file of variables; return its path. Raises OSError."""
    file = file_of(job)
    text = json.dumps({f"{PREFIX}{job}": handed}, sort_keys=True) + "\n"
    with entered(directory, make=True) as here:
        try:
            write_atomically(os.path.join(here, file), text.encode("ascii"), mode=0o644)
        except OSError as exc:
            raise OSError(exc.errno, exc.strerror, os.path.join(directory, file)) from exc
    return os.path.join(directory, file)


def _holds(path: str, mark: bytes) -> bool:
    """Return whether a file holds a mark. What is a link, or not a file, does not: it is replaced unread."""
    try:
        return not os.path.islink(path) and holds(path, mark, _MOST_READ)
    except OSError:
        return False
