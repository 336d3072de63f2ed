# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every document that the judge writes keeps to docs/verdict.schema.json, and the schema is strict."""

from __future__ import annotations

import copy
import json

import pytest
from jsonschema import Draft202012Validator

from ansible_collections.privatelink.azure_ai.plugins.module_utils._catalogue.catalogue import CATALOGUE
from ansible_collections.privatelink.azure_ai.plugins.module_utils._catalogue.model import LINKS
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._declarations.expected import DECLARED, VANTAGES
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._document.drift import with_drift
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._document.reading import document_of
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._document.schema import Wrong
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._judge.verdict import judge
from ansible_collections.privatelink.azure_ai.tests.unit.plugins.plugin_utils._judge.test_azure_side import (
    JOINED,
    azure,
)
from ansible_collections.privatelink.azure_ai.tests.unit.plugins.plugin_utils._judge.test_two_faults import TWO_FAULTS
from ansible_collections.privatelink.azure_ai.tests.unit.plugins.plugin_utils._judge.test_verdict import FAULTS
from ansible_collections.privatelink.azure_ai.tests.unit.support.estates import (
    DENIED,
    HEALTHY,
    PUBLIC,
    SERVED,
    estate,
    inside,
    outside,
    probe,
    wide_estate,
)
from ansible_collections.privatelink.azure_ai.tests.unit.support.published import validator_of

OPEN = (inside(*SERVED), outside(probe("model_ok", PUBLIC)))
WAIVERS = [
    {"account": "example", "code": "gate_public_open", "reason": "pilot", "expires": "2026-12-31"},
    {"account": "example", "code": "tcp_timeout", "reason": "pilot", "expires": "2026-12-31"},
    {"account": "example", "code": "gate_public_open", "reason": "last year's", "expires": "2025-12-31"},
]


@pytest.fixture(name="schema", scope="module")
def schema_fixture(collection_root):
    return json.loads((collection_root / "docs" / "verdict.schema.json").read_text())


@pytest.fixture(name="mistakes", scope="module")
def mistakes_fixture(schema):
    """Return the function that lists what is wrong with a document."""
    Draft202012Validator.check_schema(schema)
    validator = validator_of(schema)

    def listed(document):
        plain = json.loads(json.dumps(document))
        found = [f"{error.json_path}: {error.message}" for error in validator.iter_errors(plain)]
        # The door for documents of elsewhere decides the same.
        try:
            document_of(document)
        except Wrong as exc:
            assert found, str(exc)
        else:
            assert not found
        return found

    return listed


def rich():
    """A document with something of everything."""
    document = judge(dict(estate(*OPEN), waivers=WAIVERS))
    return with_drift(dict(document, fingerprint="0" * 64), judge(estate(*HEALTHY)))


@pytest.mark.parametrize("observations", [pytest.param(each.values[0], id=each.id) for each in FAULTS])
@pytest.mark.parametrize("complete", [True, False])
def test_faults_that_clients_see(mistakes, observations, complete):
    assert mistakes(judge(dict(estate(*observations), waivers=WAIVERS), complete)) == []


@pytest.mark.parametrize("observed, observations", [pytest.param(*each.values[:2], id=each.id) for each in JOINED])
def test_faults_of_azure(mistakes, observed, observations):
    assert mistakes(judge(estate(*observations, azure=azure(observed)))) == []


@pytest.mark.parametrize("observed, observations", [pytest.param(*each.values[:2], id=each.id) for each in TWO_FAULTS])
def test_two_faults_and_their_drift(mistakes, observed, observations):
    document = judge(estate(*observations, azure=observed and azure(observed)))
    assert mistakes(with_drift(document, judge(estate(*OPEN)))) == []
    assert mistakes(with_drift(judge(estate(*OPEN)), document)) == []


@pytest.mark.parametrize(
    "given",
    [
        pytest.param({}, id="nothing"),
        pytest.param({"accounts": [], "observations": []}, id="no account"),
        pytest.param(dict(estate(*HEALTHY), looked_at=["azure", "dns"]), id="a part"),
        pytest.param(wide_estate(3), id="several hosts and egress"),
        pytest.param(dict(estate(*HEALTHY), azure={"accounts": [], "error": "no credential"}), id="azure not read"),
    ],
)
def test_other_estates(mistakes, given):
    assert mistakes(judge(given)) == []


def test_a_document_with_waivers_drift_and_a_fingerprint(mistakes):
    assert mistakes(rich()) == []


def test_the_schema_knows_the_values_of_the_code(schema):
    known = schema["$defs"]
    assert known["link"]["enum"] == list(LINKS)
    assert known["vantage"]["enum"] == [*VANTAGES, "azure"]
    assert sorted(schema["properties"]["declared"]["items"]["properties"]) == sorted(DECLARED)
    assert all(Draft202012Validator(known["code"]).is_valid(code) for code in CATALOGUE)


def places(value, path=()):
    """Yield the path of every mapping of a document, but for those that are free."""
    if isinstance(value, dict):
        yield path
        for key, inner in value.items():
            if key not in ("evidence", "observations", "azure", "private_addresses"):
                yield from places(inner, (*path, key))
    elif isinstance(value, list):
        for position, inner in enumerate(value):
            yield from places(inner, (*path, position))


def at(document, path):
    for key in path:
        document = document[key]
    return document


def test_nothing_unknown_stands_anywhere(mistakes):
    document = rich()
    every = list(places(document))
    assert len(every) > 30
    for path in every:
        changed = copy.deepcopy(document)
        at(changed, path)["surplus"] = "x"
        assert mistakes(changed), path


@pytest.mark.parametrize(
    "path, value",
    [
        (("schema",), 2),
        (("status",), "ok"),
        (("counts", "pass"), -1),
        (("waivers", 0, "state"), "valid"),
        (("waivers", 0, "expires"), "soon"),
        (("accounts", 0, "status"), "skip"),
        (("accounts", 0, "root_cause"), "Public open"),
        (("accounts", 0, "contributing"), ["a_b", "a_b"]),
        (("accounts", 0, "matrix", 0, "links"), {}),
        (("accounts", 0, "matrix", 0, "links"), {"dns": "ok"}),
        (("accounts", 0, "matrix", 0, "links"), {"ping": "pass"}),
        (("accounts", 0, "checks", 0, "status"), "warn"),
        (("accounts", 0, "checks", 0, "waiver"), {"reason": "x"}),
        (("accounts", 0, "checks", 0, "docs"), ["http://example.org"]),
        (("drift", "checks", "changed"), [{"id": "x"}]),
    ],
)
def test_values_that_are_refused(mistakes, path, value):
    document = rich()
    at(document, path[:-1])[path[-1]] = value
    assert mistakes(document)


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "sentence"},
        {"text": ""},
        {"text": None},
        {"when": 1},
        {"changes": None},
        {"changes": "yes"},
        {"more": "x"},
    ],
)
def test_a_step_is_a_command_or_a_note(mistakes, change):
    document = rich()
    (failed,) = [check for check in document["accounts"][0]["checks"] if check["status"] == "fail"]
    failed["remedy"][0].update(change)
    assert mistakes(document)


def test_a_failure_has_a_code_and_a_remedy(mistakes):
    for key, value in (("code", None), ("remedy", [])):
        document = rich()
        (failed,) = [check for check in document["accounts"][0]["checks"] if check["status"] == "fail"]
        failed[key] = value
        assert mistakes(document)
    assert mistakes(judge(estate(inside(*SERVED), outside(DENIED)))) == []
