# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Slices of a job, merged by the next one: the verdict is that of one job over all hosts."""

from __future__ import annotations

import itertools
import json

import pytest

from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._document.stable import stable
from ansible_collections.privatelink.azure_ai.tests.support.workflows import launch
from ansible_collections.privatelink.azure_ai.tests.system.workflow.inventories import AZURES, HEALTHY, THREE, TWO

SLICES = ("jumphost", "onprem", "outside")
NUMBERS = itertools.count(100)


@pytest.fixture(scope="module")
def merge(directory):
    """Return a function that runs the merge behind some jobs."""
    return lambda inventory, ancestors=(), **more: launch(
        directory, next(NUMBERS), "merge", inventory, ancestors=ancestors, **more
    )


@pytest.fixture(scope="module")
def merged(jobs, merge):
    """Return the merge of three slices, one of them with the host outside alone, one with the host on-premises."""
    return merge(THREE, jobs(*SLICES))


def statuses(document):
    return {account["name"]: account["status"] for account in document["accounts"]}


def unknown_hosts(document):
    return {
        check["host"]: check["code"]
        for account in document["accounts"]
        for check in account["checks"]
        if check["status"] == "unknown"
    }


def test_three_slices_come_to_the_document_of_one_job(jobs, merged):
    (whole,) = jobs("whole")
    assert stable(merged.report) == stable(whole.report)
    assert statuses(merged.report) == {
        "aro-azureopenai": "pass",
        "zone-not-linked": "fail",
        "selected-networks": "fail",
    }
    assert merged.status == whole.status == "failed"
    assert "Merged from 3 parts (jobs 11, 12, 13)." in merged.output


def test_a_slice_hands_on_its_document_and_nothing_that_others_have(jobs):
    for number, job in zip((11, 12, 13), jobs(*SLICES)):
        assert list(job.artifacts) == [f"privatelink_document_{number}"]
        assert "This is a part of a validation" in job.output


def test_a_slice_ends_by_what_it_could_see(jobs):
    assert [job.status for job in jobs(*SLICES)] == ["failed", "failed", "failed"]
    assert "selected-networks (gate_network_rules)" in jobs("outside")[0].output
    assert "selected-networks (" not in jobs("jumphost")[0].output
    assert [job.status for job in jobs("jumphost in a file", "others in a file")] == ["successful", "successful"]


def test_the_merge_sets_what_one_job_would_have_set(jobs, merged):
    (whole,) = jobs("whole")
    shared = {name: value for name, value in whole.artifacts.items() if not name.startswith("privatelink_document_")}
    assert merged.artifacts == shared and "privatelink_status" in shared


def test_without_a_host_outside_the_merge_alone_looks_from_there(jobs, merge):
    (whole,) = jobs("without outside")
    parts = jobs("jumphost", "onprem")
    assert all("localhost" not in json.dumps(part.artifacts) for part in parts)
    found = merge(TWO, parts)
    assert stable(found.report) == stable(whole.report)
    assert {each["host"] for each in found.report["observations"]} == {"jump-1", "onprem-1", "localhost"}


def test_a_killed_slice_is_unknown_by_the_names_of_its_hosts(jobs, merge):
    (killed,) = jobs("killed")
    assert (killed.status, killed.artifacts) == ("failed", {})
    found = merge(THREE, jobs("jumphost", "outside", "killed"))
    assert unknown_hosts(found.report) == {"onprem-1": "host_silent"}
    healthy = {"aro-azureopenai": "unknown", "zone-not-linked": "fail", "selected-networks": "fail"}
    assert statuses(found.report) == healthy
    assert "onprem-1: no part that counts has an observation" in found.output
    assert found.status == "failed"


def test_all_slices_were_killed(merge):
    found = merge(THREE, validate_fail_on="never")
    assert (found.artifacts["privatelink_status"], found.status) == ("unknown", "successful")
    assert set(statuses(found.report).values()) == {"unknown"}


def test_slices_that_asked_azure_come_to_the_document_of_one_job(jobs, merge):
    (whole,) = jobs("in azure")
    found = merge(AZURES, jobs("jumphost in azure", "pod in azure"), environment={})
    assert found.report["azure"]["error"] is None
    assert stable(found.report) == stable(whole.report)


def test_a_healthy_estate_of_documents_over_the_limit_is_isolated(directory, jobs, merge):
    (whole,) = jobs("healthy")
    parts = jobs("jumphost in a file", "others in a file")
    assert [next(iter(part.artifacts.values()))["encoding"] for part in parts] == ["file", "file"]
    # Of an earlier run.
    first = directory / f"shared/privatelink-part-{parts[0].number}.json"
    stale = first.with_name("privatelink-part-3.json")
    stale.write_text(first.read_text().replace(f"document_{parts[0].number}", "document_3"))
    # A host outside looked, so that the merge sends nothing for which it would need a key.
    options = {"privatelink_artifact_limit": 1000, "privatelink_credentials": {}}
    found = merge(HEALTHY, parts, merge_directory=str(directory / "shared"), **options)
    assert stable(found.report) == stable(whole.report)
    assert found.report["accounts"][0]["verdicts"]["isolation"] == "isolated"
    assert (found.artifacts["privatelink_status"], found.status) == ("pass", "successful")
    assert f"Merged from 2 parts (jobs {parts[0].number}, {parts[1].number})." in found.output


def test_a_merge_with_a_limit_says_why_it_cannot_be(jobs, merge):
    found = merge(THREE, jobs(*SLICES), limit="jump-1")
    assert found.status == "failed" and found.artifacts == {}
    assert "a merge expects all hosts of the inventory" in found.output
