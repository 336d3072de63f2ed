# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""The document in Prometheus' text format, for the textfile collector of the node exporter."""

from __future__ import annotations

from ...module_utils._catalogue.model import FINDINGS_URL
from ...module_utils._core.text import printable
from .._document.account import state
from .._document.text import moment, partial_words

FILE = "verdict.prom"
PURPOSE = "Gauges for the textfile collector of the node exporter."
OPTIONS = ()

_VALUES = {
    "isolation": ("isolated", "restricted", "exposed", "unknown"),
    "reachability": ("private", "public", "none", "unknown"),
    "auth": ("accepted", "refused", "not_checked", "unknown"),
    "model": ("served", "failed", "not_checked", "unknown"),
    "egress": ("closed", "open", "not_checked", "unknown"),
}
_DAY = 86400
_STATUSES = ("pass", "fail", "unknown")
_PLACE = ("vantage", "host", "leg", "name", "at", "link")
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n"})


def render(document, fingerprint=""):
    """Return the document as gauges. Only hosts, declared names and codes of the catalogue become values of labels."""
    lines = [
        f"# privatelink-fingerprint: {fingerprint}",
        f"# What each code means and how to fix it: {FINDINGS_URL}",
    ]
    for name, told, samples in _families(document):
        # A later sample of the same labels takes the place of an earlier one.
        values = {_labels(labels): value for labels, value in samples if value is not None}
        if values:
            lines += [f"# HELP privatelink_{name} {told}", f"# TYPE privatelink_{name} gauge"]
            lines += [f"privatelink_{name}{labels} {value}" for labels, value in values.items()]
    return "\n".join(lines) + "\n"


def _families(document):
    """Return name, help and samples of each metric; a sample is a mapping of labels and a number, None for unknown."""
    accounts, waivers = document["accounts"], document.get("waivers") or ()
    yield (
        "report_info",
        "The release of the collection that judged.",
        [({"version": document["collection_version"]}, 1)],
    )
    yield ("verdict_timestamp_seconds", "When the run ended.", [({}, _seconds(document.get("ended")))])
    yield (
        "partial",
        "1 when only a part was looked at, which proves less than the whole.",
        [({}, int(bool(partial_words(document))))],
    )
    yield ("accounts", "How many accounts were judged.", [({}, len(accounts))])
    yield ("status", "1 for the worst status of all accounts.", _one_of({}, "status", _STATUSES, document["status"]))
    yield (
        "account_status",
        "1 for the status of the account.",
        [sample for account in accounts for sample in _one_of(_of(account), "status", _STATUSES, account["status"])],
    )
    for verdict, values in _VALUES.items():
        yield (
            f"account_{verdict}",
            "1 for what was concluded of the account.",
            [
                sample
                for account in accounts
                for sample in _one_of(_of(account), verdict, values, account["verdicts"][verdict])
            ],
        )
    yield (
        "account_root_cause_info",
        "The code of the root cause, and the cause where one is decided, of accounts that have one.",
        [(_of(account, **_root_cause(account)), 1) for account in accounts if account["root_cause"]],
    )
    yield from _families_of_checks([check for account in accounts for check in account["checks"]])
    yield (
        "waiver_info",
        "Each waiver and its state: used, unused or expired.",
        [({"account": waiver["account"], "code": waiver["code"], "state": waiver["state"]}, 1) for waiver in waivers],
    )
    # Sorted by day: of several for the same, the last counts.
    yield (
        "waiver_expiry_timestamp_seconds",
        "The end of the last day on which the waiver is valid.",
        [({"account": waiver["account"], "code": waiver["code"]}, _end_of(waiver["expires"])) for waiver in waivers],
    )
    yield from _families_of_drift(document.get("drift"))


def _families_of_checks(checks):
    failed: dict = {}
    findings, certificates = [], []
    for check in checks:
        labels = {"account": check["account"], **{key: check.get(key) or "" for key in _PLACE}}
        shown = state(check)
        # A warning may stand beside the check of its link.
        failed[tuple(labels.values())] = (
            labels,
            max(int(shown == "fail"), failed.get(tuple(labels.values()), (None, 0))[1]),
        )
        if shown in ("fail", "unknown", "warn", "waived"):
            findings.append((dict(labels, code=check["code"], status=shown), 1))
        if check["link"] == "tls":
            not_after = _seconds((check.get("evidence") or {}).get("not_after"))
            certificates.append(({key: value for key, value in labels.items() if key != "link"}, not_after))
    yield ("check_failed", "1 for a check that failed and is not waived.", failed.values())
    yield ("finding_info", "Each check that is a fail, unknown, warn or waived, with its code.", findings)
    yield ("tls_certificate_expiry_timestamp_seconds", "When the certificate that was seen expires.", certificates)


def _families_of_drift(drift):
    if not drift:
        return
    yield (
        "drift_baseline_timestamp_seconds",
        "When the run of the baseline ended.",
        [({}, _seconds(drift["baseline"].get("ended")))],
    )
    yield (
        "drift_account_info",
        "Each account that only one of the two documents has.",
        [({"change": change, "account": name}, 1) for change, names in drift["accounts"].items() for name in names],
    )
    yield (
        "drift_verdict_info",
        "Each conclusion that differs from the baseline's.",
        [
            (
                {
                    "account": verdict["account"],
                    "verdict": verdict["key"],
                    "before": verdict["before"],
                    "after": verdict["after"],
                },
                1,
            )
            for verdict in drift["verdicts"]
        ],
    )
    yield (
        "drift_finding_info",
        "Each finding that appeared, disappeared or changed since the baseline.",
        [
            (
                {
                    "change": change,
                    "account": item["account"],
                    **{key: item.get(key) for key in _PLACE},
                    "code": item["code"],
                    "status": item["status"],
                },
                1,
            )
            for change, items in drift["checks"].items()
            for item in items
        ],
    )
    yield (
        "drift_changes",
        "How much changed since the baseline.",
        [
            ({"of": "accounts"}, sum(map(len, drift["accounts"].values()))),
            ({"of": "verdicts"}, len(drift["verdicts"])),
            ({"of": "findings"}, sum(map(len, drift["checks"].values()))),
        ],
    )


def _root_cause(account):
    return {
        "code": account["root_cause"],
        "cause": account.get("cause") or "",
        "certainty": account.get("certainty") or "",
    }


def _of(account, **more):
    return {"account": account["name"], **more}


def _one_of(labels, key, values, value):
    """Return one sample for each value that a label may have: 1 for the one that holds."""
    return [({**labels, key: each}, int(each == value)) for each in values]


def _labels(labels):
    pairs = ",".join(f'{key}="{printable(value).translate(_ESCAPES)}"' for key, value in labels.items())
    return f"{{{pairs}}}" if pairs else ""


def _seconds(text):
    """Return a time in seconds since 1970, None when it is none."""
    when = moment(text)
    return int(when.timestamp()) if when else None


def _end_of(day):
    """Return when a day ends, None when it is none."""
    midnight = _seconds(day)
    return None if midnight is None else midnight + _DAY
