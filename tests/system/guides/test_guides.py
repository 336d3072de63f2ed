# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The guides, followed: their files are written, their commands typed, and what they print is compared."""

from __future__ import annotations

import re

import pytest
import yaml

from ansible_collections.privatelink.azure_ai.tests.system.guides.blocks import (
    DOCS,
    GUIDES,
    Commands,
    File,
    OddBlock,
    Shown,
    blocks,
)
from ansible_collections.privatelink.azure_ai.tests.system.guides.shown import differences
from ansible_collections.privatelink.azure_ai.tests.system.guides.treatments import PAGES, NotHere

every_page = pytest.mark.parametrize("page", PAGES)
LONGEST = 140  # lines: a guide is one task


def test_every_page_is_in_the_table_and_in_the_index():
    pages = {path.name for path in GUIDES.iterdir()}
    assert pages == set(PAGES)
    index = (GUIDES / "README.md").read_text(encoding="utf-8")
    assert {page for page in pages if f"]({page})" in index} == pages - {"README.md"}


@every_page
def test_following_a_guide_gives_what_it_shows(readers, page):
    assert readers[page].problems == []


@every_page
def test_the_table_has_only_commands_of_the_page(readers, page):
    assert sorted(set(readers[page].typed)) == sorted(PAGES[page].commands)


@every_page
def test_the_variables_are_documented(page):
    reference = (DOCS / "variables.md").read_text(encoding="utf-8")
    known = set(re.findall(r"^### (\w+)$", reference, re.MULTILINE))
    assert _variables(page) <= known


def _variables(page):
    """Return the names of the variables that a guide sets, but for Ansible's own."""
    found = set()
    for each in blocks(GUIDES / page):
        if isinstance(each, Commands):
            found.update(re.findall(r"-e (\w+)=", " ".join(each.lines)))
        elif isinstance(each, File) and each.name == "inventory.yml":
            everything = yaml.safe_load(each.text)["all"]
            for variables in [everything["vars"], *everything["hosts"].values()]:
                found.update(variables)
        elif isinstance(each, File) and each.name.startswith("group_vars/"):
            found.update(yaml.safe_load(each.text))
    return {name for name in found if not name.startswith("ansible_")}


@every_page
def test_a_guide_is_short(page):
    assert len((GUIDES / page).read_text(encoding="utf-8").splitlines()) <= LONGEST


def test_variables_are_found_in_files_and_commands():
    assert _variables("azure.md") >= {"privatelink_vantage", "privatelink_discover"}
    assert _variables("entra.md") >= {"jumphost_identity"}
    assert _variables("sovereign-clouds.md") >= {"account_cloud_environment"}


def test_commands_that_are_not_run_are_named_in_the_index():
    index = (GUIDES / "README.md").read_text(encoding="utf-8").partition("## What was run")[2]
    programs = {
        command.split()[0]
        for page in PAGES.values()
        for command, treatment in page.commands.items()
        if isinstance(treatment, NotHere)
    }
    shown = {"python3": "`pip install`", "ansible-galaxy": "`ansible-galaxy collection install`", "az": "`az`"}
    assert programs == set(shown)
    assert all(words in index for words in shown.values())


def test_the_pipelines_are_complete(readers):
    files = {each.name: each for each in blocks(GUIDES / "pipelines.md") if isinstance(each, File)}
    github = yaml.safe_load(files[".github/workflows/privatelink.yml"].text)
    (job,) = github["jobs"].values()
    azure = yaml.safe_load(files["azure-pipelines.yml"].text)
    # What both keep is where the script and the step that fetches it expect it.
    (kept,) = [step["with"] for step in job["steps"] if "upload-artifact" in step.get("uses", "")]
    (published,) = [step for step in azure["steps"] if "publish" in step]
    (fetched,) = [step["inputs"] for step in azure["steps"] if "DownloadPipelineArtifact" in step.get("task", "")]
    (results,) = [step["inputs"] for step in azure["steps"] if "PublishTestResults" in step.get("task", "")]
    assert (kept["path"], published["publish"]) == ("privatelink-report/", "privatelink-report")
    assert kept["name"] == published["artifact"] == fetched["artifact"] == "verdict"
    assert fetched["path"] == "baseline" and (readers["pipelines.md"].work / "baseline/verdict.json").exists()
    assert (readers["pipelines.md"].work / results["testResultsFiles"]).exists()
    # A key goes to the script by the name that the inventory reads.
    variables = [step["env"] for step in [*job["steps"], *azure["steps"]] if "AOAI_KEY" in str(step.get("env"))]
    assert [list(each) for each in variables] == [["AOAI_KEY"], ["AOAI_KEY"]]


def test_a_pod_is_entered_as_the_inventory_says(readers):
    recorded = (readers["pods.md"].home / "recorded").read_text()
    assert re.search(r"^oc -n my-application exec -i privatelink-probe -- ", recorded, re.MULTILINE), recorded[:500]
    (pod,) = [each for each in blocks(GUIDES / "pods.md") if isinstance(each, File) and each.name == "pod.yml"]
    manifest = yaml.safe_load(pod.text)
    assert (manifest["kind"], manifest["metadata"]["name"]) == ("Pod", "privatelink-probe")


@pytest.mark.parametrize(
    "shown, printed, same",
    [
        (["a", "b"], "a\nb\n", True),
        (["a"], "a\nb\n", False),
        (["a", "..."], "a\nb\n", True),
        (["...", "b"], "a\nb\n", True),
        (["...", "a"], "a\nb\n", False),
        (["a", "...", "d"], "a\nb\nd\n", True),
        (["...", "b", "...", "a", "..."], "a\nb\n", False),
        (["...", "a", "c", "..."], "a\nb\nc\n", False),
        (["  in 1.2 ms"], "    - '  in 31.5 ms'\n", True),
        (["it's 2026-12-31"], '"it\'s 2027-01-01",\n', True),
        (["10.0.14.4"], "10.0.14.5\n", False),
    ],
)
def test_an_excerpt_is_compared_line_by_line(shown, printed, same):
    assert (differences(shown, printed) == "") is same


@pytest.mark.parametrize(
    "text",
    [
        "```yaml\nno: name\n```\n",
        "```text\nafter nothing\n```\n",
        "```python\nprint()\n```\n",
        "```\nnothing\n```\n",
        "```sh\nnot closed\n",
        "text:\n\n    indented\n",
    ],
)
def test_a_block_that_no_rule_covers_fails(tmp_path, text):
    page = tmp_path / "page.md"
    page.write_text(text)
    with pytest.raises(OddBlock):
        blocks(page)


def test_blocks_come_in_their_order(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("```ini\n# a.cfg\n[a]\n```\n\n```sh\none \\\n  two\nthree\n```\n\n```text\nfour\n```\n")
    assert blocks(page) == [File("a.cfg", "# a.cfg\n[a]\n"), Commands(["one two", "three"]), Shown(["four"])]
