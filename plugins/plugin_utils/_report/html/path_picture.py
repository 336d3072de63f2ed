# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""The picture of an account's path: which lane runs how far, where it breaks, and what it leads to.

Geometry only; the template draws it. Lanes of the same states are drawn once in a page and used where they occur.
"""

from __future__ import annotations

import textwrap

from ....module_utils._catalogue.catalogue import CATALOGUE
from ....module_utils._core.text import some_of
from ..._document.account import is_meant, is_open
from .words import LEGS, clipped

LANE = 58
TOP = 40
START, FIRST, LAST = 230, 262, 720
SIDE = 788  # where the two ends of the path stand
MOST_LANES = 10

_PATH = ("host", "dns", "tcp", "proxy", "tls", "gate", "auth", "model")
_BROKEN = ("fail", "unknown", "waived", "warn")
_REACHED = ("pass", "warn", "waived")
_PRIVATE = {"private": ("reached", "pass"), "public": ("not reached", "fail"), "none": ("not reached", "fail")}
_PUBLIC = {
    "isolated": ("closed", "pass"),
    "restricted": ("closed to some networks only", "warn"),
    "exposed": ("open to the Internet", "fail"),
    "meant": ("open to the Internet, as declared", "skip"),
}


# Drawn around the place of a node: how large its circle is, and the sign on it.
_NODES = {
    "pass": (10, "m-4.5 .5l3 3 6-7"),
    "fail": (10, "m-3.7-3.7l7.4 7.4m0-7.4l-7.4 7.4"),
    "unknown": (10, "m-3-2.4q0-3 3-3t3 2.6q0 1.7-1.7 2.6-1.3.7-1.3 1.9m0 3v.4"),
    "warn": (10, "m0-5.2v6m0 3.6v.4"),
    "waived": (10, "m-2.6-4v8m5.2-8v8"),
    "skip": (6, ""),
    "none": (2.5, ""),
}
VANTAGES = {
    "jumphost": "M6-11h22v15h-22zM17 4v5m-6 0h12",
    "onprem": "M8 10v-20h12v20m0-13h7v13M5 10h25M12-5h4m-4 5h4m-4 5h4",
    "outside": "M6.5 0a10.5 10.5 0 1 0 21 0a10.5 10.5 0 1 0-21 0h21M17-10.5q-9 10.5 0 21m0-21q9 10.5 0 21",
    "azure": "M10 8a5.5 5.5 0 0 1-1-10.9 8 8 0 0 1 15.5-.6a5.8 5.8 0 0 1-.5 11.5z",
}


class Lanes:
    """The lanes of a page: one drawing for all that look the same."""

    def __init__(self, links):
        self.links = [link for link in _PATH if link != "proxy" or link in links]
        step = (LAST - FIRST) / (len(self.links) - 1)
        self.places = {link: round(FIRST + step * number) for number, link in enumerate(self.links)}
        self._shared: dict[str, dict] = {"lane": {}, "end": {}, "other": {}}

    def use(self, kind, **looks):
        """Return the id of the drawing of a V(lane), an V(end) of the path or V(other) things beside it that looks
        so.
        """
        known = self._shared[kind]
        return known.setdefault(tuple(looks.values()), dict(looks, id=f"{kind[0]}{len(known) + 1}"))["id"]

    def ends(self):
        """Return every end of the path that is used."""
        return [dict(looks, detail="") for looks in self._shared["end"].values()]

    def others(self):
        """Return everything beside the path that is used."""
        return [
            dict(looks, icon=VANTAGES[looks["vantage"]], nodes=_nodes([(52, looks["state"])]))
            for looks in self._shared["other"].values()
        ]

    def drawings(self):
        """Return every lane that is used, with its pieces of line and its nodes."""
        return [
            dict(
                looks,
                icon=VANTAGES[looks["vantage"]],
                pieces=self._pieces(looks["states"], looks["end"]),
                nodes=_nodes(zip(self.places.values(), looks["states"])),
            )
            for looks in self._shared["lane"].values()
        ]

    def _pieces(self, states, end):
        """Return C((state, line)) for the pieces of the lane's line, neighbours of one state joined."""
        judged = [number for number, state in enumerate(states) if state not in ("none", "skip")]
        last, before, broken = (judged or [-1])[-1], START, False
        pieces: list[tuple] = []
        for number, (place, state) in enumerate(zip(self.places.values(), states)):
            passed = state in ("pass", "warn", "waived") or (state == "none" and number < last and not broken)
            shown = "pass" if passed else state if state in ("fail", "unknown") else "skip"
            broken = broken or state in ("fail", "unknown")
            if pieces and pieces[-1][2] == shown:
                pieces[-1] = (pieces[-1][0], place, shown)
            else:
                pieces.append((before, place, shown))
            before = place
        if end:
            pieces = [piece for piece in pieces if piece[2] != "skip"] or pieces
            pieces.append((pieces[-1][1], SIDE - 10, end if end in ("fail", "skip") else "pass"))
        return [
            (state, "".join(f"M{start} 0H{stop}" for start, stop, own in pieces if own == state))
            for state in dict.fromkeys(piece[2] for piece in pieces)
        ]


def _nodes(places):
    """Return C((state, circles, signs)) for the nodes at those places, as few paths as there are states."""
    drawn: dict = {}
    for place, state in places:
        radius, sign = _NODES[state]
        circles, signs = drawn.get(state, ("", ""))
        half = f"a{radius:g} {radius:g} 0 1 0"
        circle = f"M{place - radius:g} 0{half} {2 * radius:g} 0{half}-{2 * radius:g} 0"
        drawn[state] = circles + circle, signs + (f"M{place:g} 0{sign}" if sign else "")
    return [(state, circles, signs) for state, (circles, signs) in drawn.items()]


def picture(account, lanes):
    """Return the picture of an account of the document, drawn with the lanes of its page."""
    rows = _merged(_with_exposure(account))
    shown = _most_telling(rows)
    inside = [_lane(row, lanes) for row in shown if row["leg"] not in ("azure", "egress", "outside")]
    outside = [_lane(row, lanes) for row in shown if row["leg"] == "outside"]
    others = [{"drawing": _beside(row, lanes)} for row in shown if row["leg"] in ("azure", "egress")]
    left_out = len(rows) - len(shown)
    private = _end("Private endpoint", _addresses(account), *_private(account, shown, lanes))
    public = _end("Public front end", "", *_public(account))
    top = _place(inside, private, TOP)
    top = _place(outside, public, top + 4)
    for lane in inside:
        lane["target"] = public["y"] + 9
    for lane in others:
        lane["y"], top = top + 22, top + 36
    return {
        "height": top + (26 if left_out else 4),
        "lanes": inside + outside,
        "others": others,
        "private": private,
        "public": (lanes.use("end", **{key: public[key] for key in ("title", "says", "state", "height")}), public["y"]),
        "left_out": left_out,
        "words": "; ".join(_in_words(row) for row in shown),
    }


def _with_exposure(account):
    """Return the rows of an account's matrix, each with how it shows the account open to the Internet, if it does.

    C(exposed) is V(fail), V(skip) where that is meant to be, or None.
    """
    tone = "skip" if is_meant(account) else "fail"
    seen = {_row_of(check) for check in account["checks"] if is_open(check)}
    return [dict(row, exposed=tone if _row_of(row) in seen else None) for row in account["matrix"]]


def _row_of(each):
    """Return what tells the row of a check, or of the matrix, from the others."""
    return tuple(each[key] for key in ("vantage", "host", "leg", "name", "at"))


def _merged(matrix):
    """Return the rows of a matrix, those together that say the same: of several hosts, names, or both legs inside."""
    merged: dict = {}
    for row in matrix:
        key = (row["vantage"], row["leg"], row["code"], row["exposed"], tuple(row["links"].items()))
        known = merged.setdefault(key, dict(row, hosts=[], names=[]))
        for values, value in ((known["hosts"], row["host"]), (known["names"], row["name"])):
            if value not in values:
                values.append(value)
    rows = list(merged.values())
    for row in rows:
        row["way"] = LEGS.get(row["leg"], row["leg"])
    for row in [row for row in rows if row["leg"] == "by_address"]:
        same = [
            other
            for other in rows
            if other["leg"] == "by_name"
            and _behind_dns(other) == _behind_dns(row)
            and other["hosts"] == row["hosts"]
            and other["names"] == row["names"]
        ]
        if same:
            same[0]["way"] = "by name and address"
            rows.remove(row)
    # What is dialled on purpose comes before what programs do: a name that leads astray leads downwards.
    return sorted(
        rows,
        key=lambda row: (
            row["leg"] in ("azure", "egress"),
            row["leg"] == "outside",
            row["vantage"] != "jumphost",
            row["hosts"],
            row["names"],
            row["leg"] != "by_address",
        ),
    )


def _behind_dns(row):
    links = {link: state for link, state in row["links"].items() if link not in ("host", "dns")}
    return row["vantage"], row["code"], tuple(links.items())


def _most_telling(rows):
    """Return at most so many rows as a picture holds, the broken ones first among the chosen."""
    if len(rows) <= MOST_LANES:
        return rows
    chosen = sorted(range(len(rows)), key=lambda number: (rows[number]["code"] is None, number))[:MOST_LANES]
    return [rows[number] for number in sorted(chosen)]


def _lane(row, lanes):
    broken = next((link for link in lanes.links if row["links"].get(link) in _BROKEN), None)
    place = lanes.places.get(broken)
    drawing = lanes.use(
        "lane",
        vantage=row["vantage"],
        title=clipped(some_of(row["hosts"], 1), 21),
        way=clipped(_way(row), 30),
        states=tuple(row["links"].get(link) or _unjudged(link) for link in lanes.links),
        end=_ending(row, lanes),
        code=row["code"] if broken else None,
        state=row["links"].get(broken),
        place=place,
    )
    astray = (
        row["leg"] == "by_name" and _resolves_elsewhere(row["code"]) and row["links"].get("dns") in ("fail", "waived")
    )
    return {"drawing": drawing, "astray": place if astray else None}


def _resolves_elsewhere(code):
    return code in CATALOGUE and CATALOGUE[code].resolves_elsewhere


def _unjudged(link):
    """Return the state of a link that no check is about: that of the host is fine when it could look at all."""
    return "pass" if link == "host" else "none"


def _way(row):
    names = f" ({len(row['names'])} names)" if len(row["names"]) > 1 else ""
    return (f"{row['vantage']}, {row['way']}" if row["vantage"] != "outside" else "from the Internet") + names


def _ending(row, lanes):
    """Return how a lane ends: C(pass), C(fail) or C(skip) reach the other end, C(stop) is turned away there, else
    nothing.
    """
    states = [row["links"][link] for link in lanes.links if link in row["links"]]
    if row["leg"] == "outside":
        return row["exposed"] or ("stop" if row["links"].get("gate") == "pass" else None)
    reached = row["links"].get("gate") in _REACHED and all(state in _REACHED for state in states)
    return "pass" if reached else None


def _public(account):
    """Return the text about the public front end, and its state."""
    seen = account["verdicts"]["isolation"]
    return _PUBLIC.get("meant" if seen == "exposed" and is_meant(account) else seen, ("not proved closed", "unknown"))


def _private(account, rows, lanes):
    """Return the text about the private endpoint, and its state."""
    seen = account["verdicts"]["reachability"]
    if seen in ("public", "none") and any(row["leg"] == "by_address" and _ending(row, lanes) for row in rows):
        return "answers, but not by its name", "warn"
    return _PRIVATE.get(seen, ("not known", "unknown"))


def _beside(row, lanes):
    link = row["leg"]
    state = row["links"].get(link, "unknown")
    text = "Azure's side" if link == "azure" else f"egress: {some_of(row['hosts'], 1)} to {some_of(row['names'], 1)}"
    return lanes.use("other", vantage=row["vantage"], state=state, text=clipped(text, 72), code=row["code"])


def _end(title, detail, says, state):
    # Lines of this length fit into the box with any font.
    return {"title": title, "detail": detail, "says": tuple(textwrap.wrap(says, 20)), "state": state}


def _addresses(account):
    addresses = sorted({row["at"] for row in account["matrix"] if row["at"]})
    return clipped(some_of(addresses, 1), 24)


def _place(lanes, end, top):
    """Put lanes below each other, and the end that they lead to beside them; return where the next may begin."""
    height = max(len(lanes) * LANE, 24 + 17 * (1 + bool(end["detail"]) + len(end["says"])))
    for number, lane in enumerate(lanes):
        lane["y"] = top + 29 + number * LANE
    end.update(y=top, height=height - 8)
    return top + height


def _in_words(row):
    seen = [f"{link} {state}" for link, state in row["links"].items() if state in _BROKEN]
    place = f"{some_of(row['hosts'], 3)} ({row['vantage']}), {row['way']}"
    return "{}: {}".format(place, ", ".join([*seen, row["code"]] if seen and row["code"] else seen) or "passed")
