# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.
"""What the HTML report shows above and around the accounts; values only, the template shows them."""

from __future__ import annotations

from ....module_utils._catalogue.catalogue import CATALOGUE
from ....module_utils._catalogue.model import fill, findings_url
from ....module_utils._core.text import some_of
from ..._document.account import is_exposed
from ..._document.text import partial_words
from .account import STATES, WORDS, account_view, root_text, state_of
from .path_picture import Lanes
from .sizes import WHOLE, Explanations
from .words import counted, links_of, moment, sentence, step_of

_MANY = 100  # accounts that browsers lay out at once
_MOST_ROWS = 200
_MOST_NAMED = 8

_TILE = ("key", "label", "state", "means")
_TILES = (
    ("isolated", "Isolated", "pass", "closed to the Internet; answers at its private endpoint"),
    ("restricted", "Restricted", "warn", "closed to this network, perhaps not to others"),
    ("exposed", "Exposed", "fail", "open to the Internet"),
    ("isolation_unknown", "Unknown", "unknown", "not proved either way"),
)


def page_of(document, form=WHOLE):
    """Return everything the templates show of a verdict document, in as much detail as the form says."""
    accounts = sorted(document["accounts"], key=lambda account: STATES.index(state_of(account)))
    lanes = Lanes({link for account in accounts for row in account["matrix"] for link in row["links"]})
    findings = sum(check["status"] in ("fail", "unknown") for account in accounts for check in account["checks"])
    room, explanations = form.room(findings), None if form.explained else Explanations(accounts)
    identities = {account["name"]: f"a{number}" for number, account in enumerate(accounts, 1)}
    views = [
        account_view(account, identities[account["name"]], lanes, room, explanations, form.drawn)
        for account in accounts
    ]
    states = [view["state"] for view in views]
    title, alarm = _title(document)
    return {
        "title": title,
        "alarm": alarm,
        "state": _state(states, partial_words(document)),
        "lead": _lead(document),
        "tiles": _tiles(document),
        "bar": [(state, states.count(state), WORDS[state].lower()) for state in STATES if state in states],
        "facts": _facts(document),
        "causes": _causes(accounts, identities),
        "drift": _drift(document.get("drift"), identities),
        "waivers": document["waivers"],
        "accounts": views,
        "filters": [("all", "All", len(views))] + [(state, WORDS[state], states.count(state)) for state in STATES],
        "lanes": lanes,
        "brief": not form.explained,
        "drawn": form.drawn,
        "explanations": _explained(explanations),
        "many": len(views) > _MANY,
        "schema": document["schema"],
        "version": document["collection_version"],
    }


def _tiles(document):
    """Return how many accounts are of which isolation; where all that are exposed are meant to be, that is not an
    alarm.
    """
    tiles = [dict(zip(_TILE, tile), count=document["counts"][tile[0]]) for tile in _TILES]
    if not any(map(is_exposed, document["accounts"])):
        tiles[2].update(state="skip", means="open to the Internet, as declared")
    return tiles


def _explained(explanations):
    """Return the explanations that stand once in the page; none in a form in which each failure has its own."""
    return (
        [
            dict(
                each,
                url=findings_url(each["code"]),
                docs=links_of(each),
                steps=[step_of(step) for step in each["remedy"]],
            )
            for each in explanations.all()
        ]
        if explanations
        else []
    )


def _state(states, partial):
    """Return the state of the whole: the worst of all, and nothing passes that was not looked at."""
    worst = min(states, key=STATES.index, default="unknown")
    return "unknown" if partial and worst in ("waived", "pass") else worst


def _title(document):
    """Return the verdict in one sentence, and in another how many accounts are open to the Internet and should not
    be.
    """
    accounts = document["accounts"]
    if not accounts:
        return "No account was checked.", None
    title, told = _verdict(document)
    return title, _alarm(accounts, told)


def _verdict(document):
    """Return the verdict in one sentence, and the accounts that it tells of."""
    accounts = document["accounts"]
    broken, unknown = ([account for account in accounts if account["status"] == state] for state in ("fail", "unknown"))
    if broken:
        return f"{_so_many(accounts, len(broken))} broken.", broken
    if unknown:
        return f"{_so_many(accounts, len(unknown), 'could', 'could')} not be judged.", unknown
    if partial_words(document):
        return partial_words(document), []
    if document["counts"]["isolated"] == len(accounts):
        return f"{_so_many(accounts, len(accounts))} isolated.", []
    waived = [account for account in accounts if state_of(account) == "waived"]
    if waived:
        return f"{_so_many(accounts, len(waived), 'passes', 'pass')} only by a waiver.", waived
    return f"{_so_many(accounts, len(accounts))} in order.", []


def _alarm(accounts, told):
    """Return how many accounts are open to the Internet and should not be, as a sentence behind one that tells of
    some.
    """
    exposed = [account for account in accounts if is_exposed(account)]
    if not exposed:
        return None
    if any(account not in told for account in exposed):
        return f"{_so_many(accounts, len(exposed))} open to the Internet."
    if len(told) == 1:
        return "It is open to the Internet."
    return f"{len(exposed)} of them {'is' if len(exposed) == 1 else 'are'} open to the Internet."


def _so_many(accounts, number, one="is", more="are"):
    """Return C(2 of 6 accounts are), C(All 6 accounts are), C(aro-azureopenai is)."""
    if len(accounts) == 1:
        return f"{accounts[0]['name']} {one}"
    of_all = f"All {number}" if number == len(accounts) else f"{number} of {len(accounts)}"
    return f"{of_all} accounts {one if number == 1 else more}"


def _lead(document):
    """Return what stands below the verdict: what it means, and what to do next."""
    accounts, counts, partial = document["accounts"], document["counts"], partial_words(document)
    if not accounts:
        return "Declare at least one account in privatelink_accounts, then run the playbook again."
    waived = sum(state_of(account) == "waived" for account in accounts)
    lines = []
    if counts["fail"]:
        lines.append("Each is explained below: what was seen, why it matters and what to type.")
    if counts["fail"] and counts["unknown"]:
        lines.append(f"{counts['unknown']} more could not be judged: what nobody saw never counts as a pass.")
    elif counts["unknown"]:
        lines.append("What nobody saw never counts as a pass: see below what is missing.")
    if partial and (counts["fail"] or counts["unknown"]):
        lines.append(partial)
    elif partial and waived < len(accounts):
        lines.append(f"What was checked is in order for {counted(len(accounts) - waived, 'account')}.")
    elif not counts["fail"] and not counts["unknown"] and counts["isolated"] == len(accounts):
        lines.append(_isolated(accounts))
    if waived:
        lines.append(
            "%s by a waiver; see its reason and its last day below."
            % ("1 account is excused" if waived == 1 else f"{waived} accounts are excused")
        )
    return " ".join(lines)


def _isolated(accounts):
    """Return what shows that all accounts are isolated: requests that were refused, or of some Azure's word alone."""
    unseen = sum(account["verdicts"]["isolation_basis"] != "probe" for account in accounts)
    if not unseen:
        return "The public front end refuses everybody, and the private endpoint answers."
    whose = "Azure says" if unseen == len(accounts) else f"For {unseen} of {len(accounts)} accounts only Azure says"
    return (
        f"The private endpoint answers. {whose} that the public front end is closed: nobody saw it refuse from outside."
    )


def _facts(document):
    """Return when, from which hosts and by what was checked, what is known of that."""
    hosts = dict.fromkeys(
        f"{row['host']} ({row['vantage']})"
        for account in document["accounts"]
        for row in account["matrix"]
        if row["leg"] not in ("azure", "egress")
    )
    facts = [
        ("Checked", moment(document.get("ended") or document.get("started"))),
        ("Hosts", some_of(hosts, 4)),
        ("Version", f"privatelink.azure_ai {document['collection_version']}"),
    ]
    return [(key, value) for key, value in facts if value]


def _causes(accounts, identities):
    """Return the root causes, those of most accounts first; nothing when there is but one broken account."""
    by_code: dict[str, list[dict]] = {}
    for account in accounts:
        if account["status"] != "pass" and account["root_cause"]:
            by_code.setdefault(account["root_cause"], []).append(account)
    if sum(map(len, by_code.values())) < 2:
        return []
    ordered = sorted(by_code.items(), key=lambda item: -len(item[1]))
    return [
        {
            "code": code,
            "url": findings_url(code),
            "state": "fail" if any(account["status"] == "fail" for account in broken) else "unknown",
            "means": root_text(broken[0]) if len(broken) == 1 else _means(code),
            "accounts": [(identities[account["name"]], account["name"]) for account in broken[:_MOST_NAMED]],
            "count": len(broken),
            "more": max(0, len(broken) - _MOST_NAMED),
        }
        for code, broken in ordered
    ]


def _means(code):
    """Return what a code means in general. A document of a later release may have one that this one does not know."""
    return sentence(fill(CATALOGUE[code].under().summary, {})) if code in CATALOGUE else code


def _drift(drift, identities):
    """Return what changed since an earlier report; None when there is none to compare with."""
    if drift is None:
        return None
    checks, accounts = drift["checks"], drift["accounts"]
    rows = [(kind, item) for kind in ("appeared", "changed", "disappeared") for item in checks[kind]]
    known = [(account, kind) for kind in ("appeared", "disappeared") for account in accounts[kind]]
    return {
        "since": moment(drift["baseline"].get("ended") or drift["baseline"].get("started")),
        "summary": _drift_summary(checks, known, drift["verdicts"]),
        "accounts": known[:_MOST_ROWS],
        "verdicts": [dict(row, id=identities.get(row["account"])) for row in drift["verdicts"][:_MOST_ROWS]],
        "checks": [dict(item, kind=kind, id=identities.get(item["account"])) for kind, item in rows[:_MOST_ROWS]],
        "more": sum(max(0, len(each) - _MOST_ROWS) for each in (known, drift["verdicts"], rows)),
    }


def _drift_summary(checks, accounts, verdicts):
    parts = [
        counted(len(checks["appeared"]), "new finding") if checks["appeared"] else None,
        f"{len(checks['disappeared'])} gone" if checks["disappeared"] else None,
        f"{len(checks['changed'])} changed" if checks["changed"] else None,
        counted(len(accounts), "account") + " added or removed" if accounts else None,
    ]
    said = [part for part in parts if part]
    if not said:
        return "The findings have not changed." if verdicts else "Nothing changed."
    return ", ".join(said) + "."
