# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json
import os

import pytest

from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._document import reading
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._document.schema import Wrong
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._merge.part import parts_of
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._run.artifact import reference
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._run.conclusion import write_part
from ansible_collections.privatelink.azure_ai.tests.unit.support.new_process import in_new_process
from ansible_collections.privatelink.azure_ai.tests.unit.support.parts import handed, packed, text_in, variables

LIMIT = 2**19


@pytest.fixture(scope="module")
def one(tmp_path_factory):
    """Return what one job hands on."""
    return handed(tmp_path_factory.mktemp("run"), "jump-1")


@pytest.fixture(scope="module")
def other(tmp_path_factory):
    """Return what another job hands on, which ended later."""
    return handed(tmp_path_factory.mktemp("run"), "jump-2", ended="2026-11-22T10:05:00Z")


def read(given, directory="", limit=LIMIT, listed=False, looks=4, check=lambda _part: None):
    return parts_of(given, str(directory), limit, listed, looks, check)


def found(*args, **options):
    parts, refused = read(*args, **options)
    return [part.job for part in parts], refused


def test_variables_of_the_job_are_parts(one, other):
    assert found({**variables(j13=other, j12=one), "privatelink_status": "pass"}) == (["12", "13"], {})
    assert found(variables(local=one)) == (["local"], {})


def test_the_order_of_the_variables_does_not_matter(one, other):
    forward, backward = variables(j12=one, j13=other, j14={}), variables(j14={}, j13=other, j12=one)
    assert read(forward) == read(backward)


def test_the_same_document_twice_is_one_part(one):
    assert found(variables(j12=one, j13=one, j9=one)) == (["13"], {})


def changed(given, **changes):
    return packed({**text_in(given), **changes})


def deep(levels):
    return packed(b'{"schema":' + b"[" * levels + b"]" * levels + b"}")


@pytest.mark.parametrize(
    "forge, message",
    [
        pytest.param(lambda one: None, "it is not a mapping", id="nothing"),
        pytest.param(lambda one: {**one, "sha256": "0" * 64}, "its sha256 is another one", id="another sha256"),
        pytest.param(lambda one: changed(one, schema=2), "schema: 2 is not valid: expected 1", id="another schema"),
        pytest.param(lambda one: changed(one, schema=True), "schema: true is not valid", id="a schema that is true"),
        pytest.param(lambda one: changed(one, more=1), "more: this key is not known", id="a key that is not known"),
        pytest.param(lambda one: changed(one, ended="soon"), "ended: 'soon' is not valid", id="another time"),
        pytest.param(lambda one: changed(one, started=None), "started: null is not valid", id="no time"),
        pytest.param(lambda one: changed(one, observations={}), "observations: a mapping", id="no list"),
        pytest.param(
            lambda one: changed(one, observations=[{"host": "jump-1"}]), "vantage is missing", id="no observation"
        ),
        pytest.param(lambda one: changed(one, azure={"accounts": []}), "azure: error is missing", id="half of Azure"),
        pytest.param(lambda one: changed(one, waivers=["x" * 70000]), "more than 65536", id="a long text"),
        pytest.param(lambda one: changed(one, waivers=[2**60]), "the number is too large", id="a large number"),
        pytest.param(lambda one: deep(60), "nested more than 40 deep", id="deep"),
        pytest.param(lambda one: deep(500000), "nested more than 40 deep", id="deeper than Python reads"),
        pytest.param(lambda one: packed(b"[" * 5_000_000), "nested more than 40 deep", id="all brackets"),
        pytest.param(lambda one: packed(b'{"schema": 1, "schema": 1}'), "stands twice in a mapping", id="a key twice"),
        pytest.param(lambda one: packed(b'{"schema": NaN}'), "NaN is not a number of JSON", id="no number"),
        pytest.param(lambda one: packed(b"\xff\xfe"), "it is not JSON", id="no text"),
        pytest.param(lambda one: packed(b"[]"), "it is not a mapping", id="a list"),
        pytest.param(
            lambda one: {**one, "data": "A" * 10 * 2**20}, "more than privatelink_artifact_limit", id="10 MiB"
        ),
        pytest.param(lambda one: packed(b" " * (2**26 + 1)), "more than 67108864", id="larger than any part"),
        pytest.param(
            lambda one: reference(one, "12"), "set merge_directory to the report_directory of its job", id="a file"
        ),
    ],
)
def test_a_forged_part_is_refused_by_its_job_and_costs_no_other(one, other, forge, message):
    jobs, refused = found(variables(j12=forge(one), j13=other))
    assert jobs == ["13"]
    assert list(refused) == ["12"] and message in refused["12"]


@pytest.mark.parametrize("name", ["", "evil", "12x", "1" * 19, "../12"])
def test_a_variable_of_no_job_is_no_part(one, name):
    jobs, refused = found({f"privatelink_document_{name}": one})
    assert jobs == [] and refused == {name: "its name does not end with the number of a job"}


@pytest.fixture
def shared(tmp_path, one, other):
    """Return a directory with the files of two jobs, and files that are nobody's."""
    write_part(one, "12", str(tmp_path))
    write_part(other, "13", str(tmp_path))
    for name in ("verdict.json", "privatelink-part-.json", "privatelink-part-12.json~", "privatelink-part-x.json"):
        (tmp_path / name).write_text("{}")
    return tmp_path


def test_a_workflow_names_the_files_that_are_its_parts(shared, one):
    assert found(variables(j12=reference(one, "12")), shared) == (["12"], {})
    # Those of an earlier run lie beside them.
    given = {**variables(j12=reference(one, "12")), "awx_workflow_job_id": 40}
    assert found(given, shared, listed=True) == (["12"], {})


def test_outside_a_workflow_all_files_are_parts(shared, one):
    assert found({}, shared, listed=True) == (["12", "13"], {})
    assert found({}, shared) == ([], {})
    assert found(variables(j12=one), shared, listed=True) == (["12", "13"], {})


def test_a_file_may_be_larger_than_a_variable(shared, one):
    assert found(variables(j12=one), limit=9)[0] == []
    assert found(variables(j12=reference(one, "12")), shared, limit=9) == (["12"], {})


def replace_with(content):
    return lambda path: path.write_text(content)


def link(path):
    path.rename(path.with_name("elsewhere"))
    path.symlink_to("elsewhere")


def pipe(path):
    path.unlink()
    os.mkfifo(path)


@pytest.mark.parametrize(
    "change, message",
    [
        pytest.param(lambda path: path.unlink(), "cannot be read: No such file", id="gone"),
        pytest.param(replace_with("{"), "is not JSON", id="no JSON"),
        pytest.param(replace_with("[" * 100000), "more than 16 values", id="deep"),
        pytest.param(replace_with("[]"), "is not that of a part of job 12", id="a list"),
        pytest.param(
            replace_with('{"privatelink_document_13": {}}'), "is not that of a part of job 12", id="another's"
        ),
        pytest.param(replace_with('{"privatelink_document_12": {}}'), "its encoding is not", id="empty"),
        pytest.param(link, "is a symbolic link", id="a link"),
        pytest.param(pipe, "not a regular file", id="a pipe"),
    ],
)
def test_a_file_that_is_no_part_is_refused(shared, one, change, message):
    change(shared / "privatelink-part-12.json")
    jobs, refused = found({**variables(j12=reference(one, "12"), j13=one)}, shared)
    assert jobs == ["13"] and list(refused) == ["12"] and message in refused["12"]


def test_a_file_that_another_wrote_is_refused(shared, one, other):
    (shared / "privatelink-part-12.json").write_text(json.dumps(variables(j12=other)))
    jobs, refused = found(variables(j12=reference(one, "12")), shared)
    assert jobs == [] and "is not the one that its job wrote" in refused["12"]


def padded(given, values):
    """Return a part with more in it, so that nothing of it is as small as its text."""
    document = text_in(given)
    document["waivers"] = values
    return packed(document)


def large(given, number=0):
    """Return a part of three MiB."""
    return padded(given, [{"reason": f"{number}{'x' * 2**15}"}] * 96)


def test_a_part_has_no_more_bytes_than_a_document_of_these_accounts_and_hosts(one, monkeypatch):
    monkeypatch.setattr(reading, "MOST_BYTES", 2**16)
    jobs, refused = found(variables(j12=large(one)), looks=4)
    assert jobs == []
    assert "more than 327680, which is more than a run over these accounts and hosts writes" in refused["12"]
    assert found(variables(j12=large(one)), looks=100)[0] == ["12"]


def test_parts_together_have_no_more_bytes_than_such_a_document_and_the_small_ones_count(one, other, shared):
    many = {f"j{number}": large(one, number) for number in range(20, 26)}
    write_part(large(one, 40), "1", str(shared))
    jobs, refused = found({**variables(**many)}, shared, listed=True)
    assert {"12", "13"} < set(jobs) and len(jobs) == 4
    assert len(refused) == 5
    assert all(why.endswith(" bytes, and all parts together more than 8650752") for why in refused.values())


PARTS_OF = """
import json, sys
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._merge.part import parts_of
parts, refused = parts_of(json.load(sys.stdin), "", 2**19, False, 4, lambda part: None)
print(json.dumps([[part.job for part in parts], refused]))
"""


def test_a_part_that_takes_much_more_memory_than_its_bytes_costs_no_other(one, other):
    bomb = padded(one, [{"reason": [[]] * 400_000}])
    given = variables(j12=bomb, j13=other, j14=large(one))
    jobs, refused = in_new_process(PARTS_OF, given)
    assert jobs == ["14", "13"]
    assert refused == {"12": f"it takes more memory than a part of {bomb['size']} bytes"}


def test_a_part_that_cannot_count_takes_no_room(one, monkeypatch):
    monkeypatch.setattr(reading, "MOST_BYTES", 4 * 2**20)

    def check(part):
        if part.job != "25":
            raise Wrong("it is old")

    given = variables(**{f"j{number}": large(one, number) for number in range(20, 26)})
    jobs, refused = found(given, check=check)
    assert jobs == ["25"] and set(refused.values()) == {"it is old"}
