# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What else a merge may be handed: all of it at once, in one merge behind two honest slices. And where secrets are."""

from __future__ import annotations

import copy

import pytest

from ansible_collections.privatelink.azure_ai.tests.support.workflows import handed_on, launch
from ansible_collections.privatelink.azure_ai.tests.system.workflow.inventories import AZURE, THREE
from ansible_collections.privatelink.azure_ai.tests.unit.support.parts import packed, text_in

HOST = "onprem-1"
FUTURE = "2999-01-01T00:00:00Z"


def changed(given, **changes):
    return packed({**text_in(given), **changes})


def declared_otherwise(given):
    document = text_in(given)
    for accounts in (document["declared"], *(each["accounts"] for each in document["observations"])):
        accounts[0]["public_access"] = "enabled"
    return packed(document)


def of_nobody(given):
    """Of a host that is not in the inventory, and says that all is well."""
    document = text_in(given)
    document["observations"][0]["host"] = "jump-9"
    return packed(document)


def observed_from_elsewhere(given):
    document = text_in(given)
    document["observations"][0]["vantage"] = "outside"
    return packed(document)


def odd_types(given):
    document = text_in(given)
    document["observations"][0]["dns"]["names"][0]["code"] = {"dns": "private"}
    return packed(document)


FORGED = {
    "201": (lambda given: {**given, "sha256": "f" * 64}, "its sha256 is another one"),
    "202": (declared_otherwise, "declared otherwise here: public_access"),
    "203": (lambda given: {**given, "data": "A" * 10 * 2**20}, "more than privatelink_artifact_limit"),
    "204": (lambda given: packed(b'{"schema":' + b"[" * 100000 + b"]" * 100000 + b"}"), "nested more than 40 deep"),
    "205": (lambda given: {**packed(bytes(2**25)), "size": 1000}, "it is larger than its size says"),
    "206": (of_nobody, "the observation of jump-9 by job 206 is refused: it is not among the hosts"),
    "207": (odd_types, "the observation of onprem-1 by job 207 is refused: result.ansible_facts"),
    "208": (lambda given: changed(given, schema=2), "schema: 2 is not valid"),
    "209": (lambda given: changed(given, ended=FUTURE), "which is yet to come"),
    "210": (observed_from_elsewhere, "it observed as outside, and onprem is declared"),
    "211": (lambda given: "{{ lookup('ansible.builtin.env', 'HOME') }}", "it is not a mapping"),
    "x; rm -rf": (lambda given: given, "does not end with the number of a job"),
}


@pytest.fixture(scope="module")
def merged(directory, jobs):
    """Return the merge of two slices and everything that is forged in the place of the third."""
    honest = handed_on(jobs("jumphost", "outside"))
    (part,) = handed_on(jobs("onprem")).values()
    forged = {f"privatelink_document_{job}": forge(copy.deepcopy(part)) for job, (forge, _why) in FORGED.items()}
    return launch(directory, 150, "merge", THREE, artifacts={**forged, **honest})


def warnings_in(job):
    """Return what was told, without the breaks of lines."""
    return " ".join(job.output.replace("\x1b[1;35m", "").replace("\x1b[0m", "").split())


@pytest.mark.parametrize("job", FORGED)
def test_a_forged_part_is_refused_by_name_with_the_reason(merged, job):
    told = warnings_in(merged)
    why = FORGED[job][1]
    assert why in told
    assert f"job {job}" in told


def test_it_costs_its_own_hosts_only(merged):
    silent = {
        check["host"]
        for account in merged.report["accounts"]
        for check in account["checks"]
        if check["code"] == "host_silent"
    }
    assert silent == {HOST}
    assert {each["host"] for each in merged.report["observations"]} == {"jump-1", "outside-1", HOST}
    assert merged.artifacts["privatelink_status"] == "fail"


SECRETS = {
    **{
        f"{kind} of {name}": value
        for name, given in THREE["vars"]["privatelink_credentials"].items()
        for kind, value in given.items()
    },
    "secret for Azure": AZURE["AZURE_SECRET"],
}


def test_no_secret_is_in_what_the_platform_keeps(directory, jobs, merged):
    jobs("in azure", "jumphost in azure", "others in a file")
    # What the platform gives a job stands in its inventory and environment.
    kept = [
        path
        for path in [
            *directory.glob("job-*/artifacts/**/*"),
            *directory.glob("job-*/reports/*"),
            *directory.glob("shared/*"),
        ]
        if path.is_file() and path.name != "command"
    ]
    assert any("job_events" in str(path) for path in kept) and any(
        "fact_cache" in str(path) for path in directory.rglob("*")
    )
    found = {(str(path), name) for path in kept for name, value in SECRETS.items() if value in path.read_text()}
    assert SECRETS and found == set()
    documents = [text_in(each) for job in jobs("jumphost", "in azure") for each in _documents(job)]
    assert documents and not any(value in str(document) for document in documents for value in SECRETS.values())


def _documents(job):
    return [value for name, value in job.artifacts.items() if name.startswith("privatelink_document_")]
