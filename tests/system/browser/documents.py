# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The documents whose pages the browser shows, made of what the lab's playbook found."""

from __future__ import annotations

import json
import os
from collections.abc import Collection
from pathlib import Path
from urllib.parse import urlsplit

from ansible_collections.privatelink.azure_ai.plugins.module_utils._azure.accounts import account_names
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._judge.verdict import judge

VERDICT = Path(os.environ["PRIVATELINK_VERDICT"])
FREE_TEXTS = {"name", "host", "summary", "cause", "observed", "expected", "at", "reason", "message", "error"}
HOSTILE = (
    "<script>window.hurt = 1</script>",
    "<img src=x onerror='window.hurt = 1'>",
    '"><svg onload=window.hurt=1>',
    "</title></style></script><script>window.hurt = 1</script>",
    "' onfocus='window.hurt=1' autofocus='",
    "a\nb\tc",
    "\x1b[31mred\x1b[0m",
    "\u202egnp.exe\u202c",
    "caf\u00e9 \u65e5\u672c\u8a9e \u05e9\u05dc\u05d5\u05dd",
    "{{ 7 * 7 }}",
    "javascript:window.hurt=1",
)


def whole() -> dict:
    return json.loads(VERDICT.read_text(encoding="utf-8"))


def of(wanted: Collection[str], **more) -> dict:
    """Return the verdict on those accounts only, as a run over them alone would have come to."""
    seen = whole()
    accounts = [account for account in seen["declared"] if account["name"] in wanted]
    names = {name for account in accounts for name in account_names(account)}
    observations = [
        dict(
            each,
            accounts=[account for account in each.get("accounts") or () if account["name"] in wanted],
            dns=dict(each["dns"], names=[entry for entry in each["dns"]["names"] if entry["name"] in names]),
            probes=[result for result in each["probes"] if urlsplit(result["endpoint"]).hostname in names],
        )
        for each in seen["observations"]
    ]
    return judge(
        {"accounts": accounts, "observations": observations, "started": seen["started"], "ended": seen["ended"], **more}
    )


def healthy() -> dict:
    return of({account["name"] for account in whole()["accounts"] if account["status"] == "pass"})


def broken() -> dict:
    """Return the verdict on the broken accounts, a healthy one, and one that a waiver excuses."""
    failing = {account["name"] for account in whole()["accounts"] if account["status"] != "pass"}
    waiver = {
        "account": "selected-networks",
        "code": "gate_network_rules",
        "reason": "until the move is done",
        "expires": "2999-12-31",
    }
    return of(failing | {"aro-azureopenai"}, waivers=[waiver])


def many(number: int) -> dict:
    """Return a verdict on so many accounts, all of them broken in one of the lab's ways, and on premises in another."""
    seen = whole()
    failing = [account for account in seen["accounts"] if account["status"] == "fail"]
    accounts = []
    for count in range(number):
        account, other = failing[count % len(failing)], failing[(count + 1) % len(failing)]
        name = f"{account['name']}-{count}"
        own, others = _named(account, name), _named(other, name)
        for key in ("checks", "matrix"):
            own[key] = [each for each in own[key] if each["vantage"] != "onprem"] + [
                each for each in others[key] if each["vantage"] == "onprem"
            ]
        accounts.append(own)
    kinds = [account["verdicts"]["isolation"] for account in accounts]
    counts = dict.fromkeys(seen["counts"], 0) | {
        "accounts": number,
        "fail": number,
        "isolation_unknown": kinds.count("unknown"),
        **{kind: kinds.count(kind) for kind in ("isolated", "restricted", "exposed")},
    }
    return dict(seen, accounts=accounts, counts=counts, status="fail")


def _named(account: dict, name: str) -> dict:
    return json.loads(json.dumps(account).replace(account["name"], name))


def hostile() -> dict:
    """Return a verdict that holds an attack, or something unreadable, wherever it holds free text."""
    numbers = iter(range(10**9))

    def spoilt(value):
        if isinstance(value, dict):
            return {
                key: each + HOSTILE[next(numbers) % len(HOSTILE)]
                if key in FREE_TEXTS and isinstance(each, str)
                else spoilt(each)
                for key, each in value.items()
            }
        if isinstance(value, list):
            return [
                HOSTILE[next(numbers) % len(HOSTILE)]
                if isinstance(each, str) and (" " in each or "://" in each)
                else spoilt(each)
                for each in value
            ]
        return value

    seen = broken()
    return dict(seen, accounts=spoilt(seen["accounts"]), waivers=spoilt(seen["waivers"]))
