# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whatever a host observed, in whatever words: it is judged and reported, and changes nothing of another host's line."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._declarations.declaration import (
    Declaration,
    HostDeclaration,
    RunDirectory,
)
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._document.reading import document_of as read
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._observation.schema import conforming
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._observation.schemas import SCHEMAS
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._report.formats import FORMATS, report
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._report.terminal import (
    conclusion_lines,
    difference_lines,
    path_lines,
    summary_lines,
)
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._run.conclusion import document_of
from ansible_collections.privatelink.azure_ai.tests.unit.support.estates import (
    ACCOUNT,
    NAME,
    PRIVATE,
    SERVED,
    STALE,
    answer,
    dns,
    probe,
)
from ansible_collections.privatelink.azure_ai.tests.unit.support.shapes import values

STARTED = "2026-11-22T10:00:00Z"
LOOKED_UP = SCHEMAS["privatelink_dns_facts"]["ansible_facts"]["privatelink_dns"]
RESULT = SCHEMAS["aoai_probe"]["results"][0]
ENDPOINT = f"https://{NAME}/"
OPTIONS = {
    "privatelink_accept_azure_evidence": False,
    "privatelink_tls_inspection": "warn",
    "privatelink_waivers": [],
    "looked_at": None,
}
HONEST = {"dns": dns(), "probe": {"probes": list(SERVED), "token_error": None}}

observations = st.fixed_dictionaries(
    {
        "dns": st.fixed_dictionaries(
            {"host": values(LOOKED_UP["host"]), "names": st.tuples(values(LOOKED_UP["names"][0], name=NAME)).map(list)}
        ),
        "probe": st.fixed_dictionaries(
            {
                "probes": st.tuples(
                    values(RESULT, endpoint=ENDPOINT, connect_to=None),
                    values(RESULT, endpoint=ENDPOINT, connect_to=PRIVATE),
                ).map(list),
                "token_error": st.none(),
            }
        ),
    }
)


@pytest.fixture
def directory(tmp_path):
    """Return the directory of a run."""
    return RunDirectory(str(tmp_path))


def judged(directory, *looked):
    """Return the document of a run over hosts that observed this."""
    hosts = {f"jump-{number}": HostDeclaration("jumphost", [ACCOUNT], {}, {}) for number in range(len(looked))}
    declaration = Declaration(hosts, None, OPTIONS, ["dns", "probe"], STARTED)
    directory.begin(declaration)
    for number, parts in enumerate(looked):
        for part, observation in parts.items():
            directory.write(f"host-{number:05d}-{part}", observation)
    return document_of(directory.declaration(), directory, STARTED)


@pytest.fixture
def of_honest(directory):
    """Return what a document says of the account of the honest host when that is alone."""
    return line(judged(directory, HONEST), "jump-0")


def line(document, host):
    """Return what the document says of a host's account."""
    return [
        (check["link"], check["status"], check["code"], check["observed"])
        for check in document["accounts"][0]["checks"]
        if check["host"] == host
    ]


@given(observations)
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    max_examples=150,
    derandomize=False,
)
def test_anything_of_the_documented_shape_is_judged_and_reported(directory, of_honest, looked):
    conforming({"ansible_facts": {"privatelink_dns": looked["dns"]}}, SCHEMAS["privatelink_dns_facts"])
    conforming({"results": looked["probe"]["probes"], "control_endpoints": []}, SCHEMAS["aoai_probe"])
    document = judged(directory, HONEST, looked)
    assert line(document, "jump-0") == of_honest
    assert line(document, "jump-1")
    for name in FORMATS:
        report(document, name, "mark").encode("utf-8")
    "\n".join([*path_lines(document), *summary_lines(document), *difference_lines(document)]).encode("utf-8")
    conclusion_lines(document, "failure")
    read(document)


ERRORS = [{"code": 7, "text": "q"}] * 300
ODD = {
    "errors-without-end": {
        "dns": dns("dns_wrong_address", STALE, answers=[answer("dns_wrong_address", STALE, ede=ERRORS)])
    },
    "a-code-of-no-letters": {"dns": dns(code="")},
    "names-without-end": {
        "probe": {
            "probes": [
                probe("model_ok", tls={"verified": True, "san": ["x" * 16000] * 15, "server_name": NAME}),
                *SERVED[1:],
            ],
            "token_error": None,
        }
    },
}


@pytest.mark.parametrize("looked", [pytest.param({**HONEST, **looked}, id=name) for name, looked in ODD.items()])
def test_the_document_is_one_for_the_next_run_too(directory, looked):
    """Else a host decides that the next run, with this one as its baseline, does not begin."""
    document = judged(directory, HONEST, looked)
    assert line(document, "jump-0") == line(judged(directory, HONEST), "jump-0")
    assert path_lines(document) and line(document, "jump-1")
    read(document)


@pytest.mark.parametrize(
    "part, observation, message",
    [
        pytest.param("dns", dns(address="nowhere"), "expected a list of IPv4 or IPv6 addresses", id="no address"),
        pytest.param("dns", dns(host={"proxies": {"/etc": 5}}), "5 is not valid: expected a mapping", id="no proxies"),
        pytest.param(
            "probe", {"probes": [{"endpoint": "https://["}]}, "expected a URL such as", id="no URL, and not all results"
        ),
        pytest.param(
            "probe", {"probes": [{"endpoint": ENDPOINT, "phases_ms": []}]}, None, id="an empty list is nothing"
        ),
    ],
)
def test_what_cannot_be_judged_fails_its_host_alone(directory, part, observation, message):
    document = judged(directory, HONEST, {**HONEST, part: observation}, HONEST)
    assert line(document, "jump-0") == line(document, "jump-2") == line(judged(directory, HONEST), "jump-0")
    error = document["observations"][1]["error"]
    if message:
        assert message in error
        assert {code for _link, _status, code, _observed in line(document, "jump-1")} == {"host_failed"}
    else:
        assert error is None
