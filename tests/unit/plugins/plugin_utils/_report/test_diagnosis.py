# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How the cause of a check reads in each report: the cause, because, not, and what to type."""

from __future__ import annotations

import copy

import pytest

from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._document.stable import fingerprint
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._judge.verdict import judge
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._report.formats import report
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._report.terminal import path_lines
from ansible_collections.privatelink.azure_ai.tests.unit.support.estates import (
    DENIED,
    HEALTHY,
    STALE,
    dns,
    estate,
    inside,
    outside,
    probe,
)

WHY = "The nameserver 10.0.0.4 does not forward to 168.63.129.16."
PLATFORM = "168.63.129.16, asked from jump-1, gives 10.0.14.4"
LINKED = "Azure's side shows the zone linked"
DIAGNOSIS = {
    "cause": "forwarder_bypasses_azure",
    "certainty": "likely",
    "because": [PLATFORM],
    "alternatives": [{"cause": "overlay", "certainty": "possible", "because": []}],
    "excluded": [{"cause": "zone_not_linked", "because": [LINKED]}],
}
ONE_OF = "One of: the record is stale; the addresses are an overlay's."
UNDECIDED = dict(DIAGNOSIS, cause=None, certainty="possible", because=[], excluded=[])


def document(diagnosis, why):
    made = judge(estate(inside(probe("tcp_refused", STALE), dns=dns("dns_wrong_address", STALE)), outside(DENIED)))
    for check in made["accounts"][0]["checks"]:
        if check["code"] == "dns_wrong_address":
            check.update(diagnosis=copy.deepcopy(diagnosis), cause=why)
    return made


def written(made, format):
    text = "\n".join(path_lines(made)) if format == "terminal" else report(made, format)
    # Markdown and XML write some characters in other ways; lines are wrapped.
    plain = text.replace("\\", "").replace("&#39;", "'").replace("&#x27;", "'")
    return " ".join(plain.split())


@pytest.mark.parametrize("format", ["terminal", "markdown", "html", "junit"])
def test_a_report_says_why_because_and_not(format):
    text = written(document(DIAGNOSIS, WHY), format)
    for words in (WHY, "likely", PLATFORM, "zone_not_linked", LINKED):
        assert words in text, words
    assert text.index(WHY) < text.index(PLATFORM) < text.index(LINKED)


@pytest.mark.parametrize("format", ["terminal", "markdown", "html", "junit"])
def test_a_report_of_an_undecided_check_names_the_causes_that_are_left(format):
    text = written(document(UNDECIDED, ONE_OF), format)
    assert ONE_OF in text
    assert "(likely)" not in text


def test_the_terminal_shows_the_four_parts_in_their_order():
    lines = path_lines(document(DIAGNOSIS, WHY))
    at = lines.index("        why    The nameserver 10.0.0.4 does not forward to")
    assert lines[at + 1 : at + 5] == [
        "               168.63.129.16. (likely)",
        "               because 168.63.129.16, asked from jump-1, gives",
        "                       10.0.14.4",
        "        not    zone_not_linked: Azure's side shows the zone linked",
    ]
    assert lines[at + 5].startswith("        fix    ")


def test_what_a_diagnosis_cites_is_no_part_of_the_fingerprint():
    first = document(DIAGNOSIS, WHY)
    second = document(dict(DIAGNOSIS, because=["another sentence"]), "Another sentence.")
    other = document(dict(DIAGNOSIS, cause="overlay"), WHY)
    assert fingerprint(first) == fingerprint(second) != fingerprint(other)


def test_a_healthy_account_has_no_diagnosis():
    made = judge(estate(*HEALTHY))
    assert {check["diagnosis"] for check in made["accounts"][0]["checks"]} == {None}
    assert made["accounts"][0]["cause"] is None


@pytest.mark.parametrize("format", ["terminal", "markdown", "html", "junit", "prometheus", "json"])
def test_a_report_names_the_first_causes_of_many_that_are_ruled_out(format):
    excluded = [{"cause": f"cause_{number}", "because": [f"seen {number}"]} for number in range(5)]
    text = written(document(dict(DIAGNOSIS, excluded=excluded), WHY), format)
    assert format == "prometheus" or "cause_2" in text
    assert format == "json" or "cause_3" not in text
