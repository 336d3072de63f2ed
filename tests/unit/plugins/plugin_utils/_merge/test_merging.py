# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import copy
import itertools
from functools import partial

import pytest

from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._declarations.declaration import RunDirectory
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._document.stable import stable
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._merge.merging import (
    Merged,
    check_age,
    merged,
    warnings_of,
    without_parts,
)
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._merge.part import parts_of
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._run.conclusion import document_of
from ansible_collections.privatelink.azure_ai.tests.unit.support.estates import ACCOUNT, probe
from ansible_collections.privatelink.azure_ai.tests.unit.support.parts import (
    ENDED,
    NOW,
    VANTAGES,
    declared,
    handed,
    observed,
    packed,
    text_in,
    variables,
)

LATER = "2026-11-22T10:30:00Z"


@pytest.fixture
def part(tmp_path):
    """Return a function that gives what a job over some hosts hands on."""
    numbers = itertools.count()
    return lambda *hosts, **more: handed(tmp_path / f"part-{next(numbers)}", *hosts, **more)


def merge(given, declaration=None, hours=24.0):
    check = partial(check_age, now=NOW, hours=hours)
    return merged(*parts_of(given, "", 2**19, False, 4, check), declaration or declared(merging=True))


def judged(tmp_path, found, declaration=None):
    """Return the document of a merge."""
    directory = RunDirectory(str(tmp_path / "merge"))
    directory.begin(declaration or declared(merging=True))
    for number, host in enumerate(directory.declaration().hosts):
        for name, value in found.files.get(host, {}).items():
            directory.write(f"host-{number:05d}-{name}", value)
    return document_of(directory.declaration(), directory, LATER)


def slices(part):
    return variables(j12=part("jump-1"), j13=part("jump-2"), j14=part("onprem-1", "outside-1"))


def test_parts_come_to_the_same_verdict_as_one_run(part, tmp_path):
    found = merge(slices(part))
    assert (found.jobs, found.refused, found.missing, warnings_of(found)) == (["12", "13", "14"], {}, [], [])
    whole = merge(variables(j15=part(*VANTAGES)))
    document = judged(tmp_path, found)
    assert document["status"] == "pass"
    assert stable(document) == stable(judged(tmp_path, whole))
    assert found.started == "2026-11-22T10:00:00Z"


def test_the_order_of_the_parts_does_not_matter(part):
    given = slices(part)
    given.update(variables(j15=part("jump-1", ended=LATER), j16={}, j17=part("jump-2")))
    parts = list(given.items())
    rotated = [parts[first:] + parts[:first] for first in range(len(parts))]
    # Each part stands at every place, and before and behind each other.
    ways = [merge(dict(order)) for each in rotated for order in (each, each[::-1])]
    assert all(each == ways[0] for each in ways)


def test_jobs_are_named_by_number_whichever_ended_first(part):
    given = variables(j9=part("jump-1", ended=LATER), j10=part("jump-2"), j100={}, j20={})
    found = merge(given)
    assert found.jobs == ["9", "10"] and list(found.refused) == ["20", "100"]
    assert found.summary().startswith("Merged from 2 parts (jobs 9, 10); refused: jobs 20, 100; ")


@pytest.mark.parametrize(
    "found, directory, in_workflow, said",
    [
        (Merged(), "", False, "expected the directory of the parts, such as -e merge_directory=parts"),
        (Merged(), "/parts", False, "merge_directory: /parts has no part: expected files privatelink-part-JOB.json"),
        (Merged(), "", True, None),
        (Merged(jobs=["9"]), "/parts", False, None),
        (Merged(refused={"9": "it is too old"}), "/parts", False, None),
    ],
)
def test_a_merge_without_a_part_says_what_it_expects(found, directory, in_workflow, said):
    lines = without_parts(found, directory, in_workflow)
    assert len(lines) == bool(said) and all(line.endswith(said) for line in lines)


def test_a_host_without_a_part_is_unknown_by_name(part, tmp_path):
    found = merge(variables(j12=part("jump-1"), j14=part("onprem-1", "outside-1")))
    assert found.missing == ["jump-2"]
    document = judged(tmp_path, found)
    assert document["status"] == "unknown"
    (check,) = [check for check in document["accounts"][0]["checks"] if check["host"] == "jump-2"]
    assert (check["code"], check["status"]) == ("host_silent", "unknown")
    assert "no part that counts has an observation of jump-2" in check["summary"]
    assert check["evidence"] == {"error": "no part has it"}


def test_no_part_at_all_is_no_pass(tmp_path):
    found = merge({})
    assert found.missing == list(VANTAGES) and judged(tmp_path, found)["status"] == "unknown"


def change(given, **changes):
    return packed({**text_in(given), **changes})


def observation(given, **changes):
    document = text_in(given)
    document["observations"][0].update(changes)
    return packed(document)


def of_account(given, **options):
    document = text_in(given)
    for accounts in (document["declared"], *(each["accounts"] for each in document["observations"])):
        accounts[0].update(options)
    return packed(document)


def probes_of(given, **changes):
    document = text_in(given)
    document["observations"][0]["probes"][0].update(changes)
    return packed(document)


def names_of(given, **changes):
    document = text_in(given)
    document["observations"][0]["dns"]["names"][0].update(changes)
    return packed(document)


def further_probe(given):
    document = text_in(given)
    document["observations"][0]["probes"].append(probe("tcp_refused", endpoint="https://other.openai.azure.com/"))
    return packed(document)


def fewer_probes(given):
    document = text_in(given)
    document["observations"][0]["probes"].pop()
    return packed(document)


def twice(given):
    document = text_in(given)
    document["observations"] *= 2
    return packed(document)


@pytest.mark.parametrize(
    "forge, message",
    [
        pytest.param(
            lambda one: change(one, ended="2026-11-21T11:00:00Z"), "more than merge_max_age, 24 hours", id="old"
        ),
        pytest.param(lambda one: change(one, ended="2026-11-22T13:30:00Z"), "which is yet to come", id="yet to come"),
        pytest.param(lambda one: change(one, ended="2026-99-22T13:30:00Z"), "does not say when", id="no day"),
        pytest.param(lambda one: change(one, looked_at=["dns"]), "it did not look at probe", id="a part of the looks"),
        pytest.param(twice, "it has a host twice", id="a host twice"),
        pytest.param(
            lambda one: of_account(one, public_access="enabled"),
            "its account example is declared otherwise here: public_access",
            id="another intent",
        ),
        pytest.param(
            lambda one: change(one, declared=[{**ACCOUNT, "deployment": "other"}]),
            "its account example is declared otherwise here: deployment",
            id="another deployment",
        ),
        pytest.param(
            lambda one: of_account(one, private_addresses={"example.openai.azure.com": ["10.9.9.9"]}),
            "declared otherwise here: private_addresses",
            id="another address",
        ),
        pytest.param(lambda one: of_account(one, name="other"), "its account other is not declared", id="undeclared"),
    ],
)
def test_a_part_of_something_else_is_refused_and_costs_its_hosts_only(part, tmp_path, forge, message):
    found = merge(variables(j12=forge(part("jump-1")), j13=part("jump-2"), j14=part("onprem-1", "outside-1")))
    assert list(found.refused) == ["12"] and message in found.refused["12"]
    assert found.missing == ["jump-1"] and found.jobs == ["13", "14"]
    document = judged(tmp_path, found)
    unknown = {check["host"] for check in document["accounts"][0]["checks"] if check["status"] == "unknown"}
    assert unknown == {"jump-1"}


@pytest.mark.parametrize(
    "forge, message",
    [
        pytest.param(
            lambda one: observation(one, vantage="outside"), "it observed as outside, and jumphost", id="vantage"
        ),
        pytest.param(lambda one: observation(one, accounts=[]), "it lacks the account example", id="no account"),
        pytest.param(lambda one: observation(one, dns=None), "the names that it looked up", id="no look-up"),
        pytest.param(lambda one: observation(one, dns={"names": []}), "the names that it looked up", id="no name"),
        pytest.param(lambda one: names_of(one, name="other.openai.azure.com"), "the names that it", id="another name"),
        pytest.param(lambda one: names_of(one, code=["dns_private"]), "where str is documented", id="an odd type"),
        pytest.param(lambda one: names_of(one, more=1), "'more' is not documented", id="an odd key"),
        pytest.param(
            lambda one: probes_of(one, endpoint="https://other.openai.azure.com/"),
            "the endpoints that it asked are not those",
            id="another endpoint",
        ),
        pytest.param(
            lambda one: probes_of(one, connect_to="10.0.14.5"),
            "the endpoints that it asked are not those",
            id="another address",
        ),
        pytest.param(lambda one: probes_of(one, http={"status": "200"}), "where int is documented", id="an odd status"),
        pytest.param(fewer_probes, "the endpoints that it asked are not those", id="not all endpoints"),
        pytest.param(further_probe, "are not privatelink_forbidden_endpoints", id="an endpoint of others"),
    ],
)
def test_an_observation_of_something_else_is_refused_and_costs_its_host_only(part, forge, message):
    forged = forge(part("jump-1", "jump-2"))
    found = merge(variables(j12=forged, j14=part("onprem-1", "outside-1")))
    assert found.refused == {} and found.missing == ["jump-1"]
    (note,) = found.notes
    assert note.startswith("the observation of jump-1 by job 12 is refused: ") and message in note
    assert found.files["jump-1"]["lost"]["error"].startswith("that of job 12 is refused: ")


def test_a_host_that_is_not_in_the_inventory_is_refused_by_name(part):
    given = variables(j12=part("jump-1", "jump-2"), j14=part("onprem-1", "outside-1"))
    found = merge(given, declared("jump-1", "onprem-1", "outside-1", merging=True))
    assert found.notes == [
        "the observation of jump-2 by job 12 is refused: it is not among the hosts of this inventory"
    ]
    assert found.missing == [] and set(found.files) == {"jump-1", "onprem-1", "outside-1"}


def test_all_forbidden_endpoints_must_have_been_asked(part):
    declaration = declared("jump-1", merging=True)
    declaration.hosts["jump-1"].options["privatelink_forbidden_endpoints"] = ["https://other.openai.azure.com/"]
    assert merge(variables(j12=part("jump-1")), declaration).missing == ["jump-1"]
    assert merge(variables(j12=further_probe(part("jump-1"))), declaration).missing == []


def test_of_a_host_in_two_parts_the_latest_counts(part):
    silent = {"lost": {"error": "no route", "reached": False}}
    first, again = part("jump-1", jump_1=silent), part("jump-1", ended=LATER)
    for given in (variables(j12=first, j13=again), variables(j13=first, j12=again)):
        found = merge(given, declared("jump-1", merging=True))
        assert "dns" in found.files["jump-1"]
        assert "jump-1 is in the parts of jobs" in found.notes[0] and "is later and counts" in found.notes[0]
    found = merge(
        variables(j12=part("jump-1"), j13=part("jump-1", ended=LATER, jump_1=silent)), declared("jump-1", merging=True)
    )
    assert found.files["jump-1"] == {"lost": {"error": "no route", "reached": False}}


def test_an_error_of_a_host_is_its_observation(part, tmp_path):
    silent = {"lost": {"error": "no route", "reached": False}}
    found = merge({**slices(part), **variables(j13=part("jump-2", jump_2=silent))})
    assert found.missing == []
    checks = judged(tmp_path, found)["accounts"][0]["checks"]
    assert {check["code"] for check in checks if check["host"] == "jump-2"} == {"host_unreachable"}


def test_hosts_may_differ_where_the_contract_allows_it(part):
    other = {**ACCOUNT, "private_addresses": {"example.openai.azure.com": ["10.0.14.5"]}}
    both = declared("jump-1", "outside-1", merging=True)
    both.hosts["jump-1"].accounts[:] = [copy.deepcopy(other)]
    seen = observed("jump-1")
    seen["probe"]["probes"][1]["connect_to"] = "10.0.14.5"
    given = variables(j12=part(declaration=declared("jump-1", account=other), jump_1=seen), j13=part("outside-1"))
    found = merge(given, both)
    assert (found.refused, found.notes, found.missing) == ({}, [], [])


def test_only_the_looks_that_tags_select_are_taken(part):
    found = merge(slices(part), declared(merging=True, parts=["dns"]))
    assert {name for files in found.files.values() for name in files} == {"dns"}


def test_how_old_a_part_may_be_is_a_variable(part):
    given = variables(j12=part("jump-1", ended=ENDED))
    assert merge(given, declared("jump-1", merging=True), hours=1).missing == ["jump-1"]
    assert merge(given, declared("jump-1", merging=True), hours=2).missing == []


def test_names_of_hosts_in_a_part_are_no_terminal_escapes(part):
    found = merge(variables(j12=observation(part("jump-1"), host="\x1b[2J" + "x" * 9000)))
    (note,) = found.notes
    assert "\x1b" not in note and len(note) < 500


def test_what_a_part_says_is_visible_and_short_in_warnings(part):
    evil = text_in(part("jump-1"))
    evil["observations"][0]["host"] = "\x1b[2J\u202e" + "x" * 60000
    found = merge(variables(j12=packed(evil)))
    for warning in warnings_of(found):
        assert warning.isprintable() and len(warning) < 1000
