# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
import tracemalloc

import pytest

from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._declarations.inputs import INPUTS, is_output
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._document.schema import Wrong
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._judge.verdict import judge
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._run.artifact import (
    MOST_BYTES,
    PREFIX,
    artifact,
    checked,
    reference,
    text_of,
)
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._run.conclusion import stats
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._run.gate import WORKFLOW
from ansible_collections.privatelink.azure_ai.tests.unit.support.estates import (
    HEALTHY,
    estate,
    wide_estate,
)

OPTIONS = {"privatelink_waivers": [], "privatelink_tls_inspection": "warn"}
WAIVERS = [
    {"account": "example", "code": "dns_public_address", "reason": "linked next week", "expires": "2999-12-31"},
]


def unpacked(handed):
    text = gzip.decompress(base64.b64decode(handed["data"]))
    assert (hashlib.sha256(text).hexdigest(), len(text)) == (handed["sha256"], handed["size"])
    return json.loads(text)


@pytest.mark.parametrize(
    "given",
    [
        pytest.param(estate(*HEALTHY), id="healthy"),
        pytest.param(dict(wide_estate(1), waivers=[dict(WAIVERS[0], account="a0")]), id="waived"),
        pytest.param(wide_estate(20), id="many"),
    ],
)
def test_the_next_job_can_judge_what_it_is_handed(given):
    document = judge(given)
    parts = unpacked(artifact(document, {**OPTIONS, "privatelink_waivers": given.get("waivers") or []}))
    assert "catalogue" not in parts and "counts" not in parts
    again = judge({**parts, "accounts": parts["declared"]})
    assert {**again, "waivers": None} == {**document, "waivers": None}
    assert [waiver["state"] for waiver in again["waivers"]] == [waiver["state"] for waiver in document["waivers"]]


def test_the_same_document_is_the_same_text():
    document = judge(estate(*HEALTHY))
    assert artifact(document, OPTIONS) == artifact(json.loads(json.dumps(document)), OPTIONS)


def test_inspected_tls_is_judged_again_as_it_was_meant():
    parts = unpacked(artifact(judge(estate(*HEALTHY)), {**OPTIONS, "privatelink_tls_inspection": "forbidden"}))
    assert parts["tls_inspection"] == "forbidden"


HANDED = artifact(judge(estate(*HEALTHY)), OPTIONS)
TEXT = gzip.decompress(base64.b64decode(HANDED["data"]))


def packed(text, **changes):
    data = base64.b64encode(gzip.compress(text)).decode("ascii")
    return {
        **HANDED,
        "data": data,
        "size": len(text),
        "sha256": hashlib.sha256(text).hexdigest(),
        **changes,
    }


def test_what_is_handed_on_is_read_again():
    assert text_of(checked(HANDED)) == TEXT
    assert text_of(checked(packed(b"other"))) == b"other"
    assert checked(reference(HANDED, "12")) == {
        "encoding": "file",
        "file": "privatelink-part-12.json",
        "sha256": HANDED["sha256"],
        "size": HANDED["size"],
    }


@pytest.mark.parametrize(
    "handed, message",
    [
        pytest.param(None, "it is not a mapping", id="nothing"),
        pytest.param("{{ lookup('env', 'HOME') }}", "it is not a mapping", id="a template"),
        pytest.param({}, "its encoding is not gzip+base64 or file", id="empty"),
        pytest.param({**HANDED, "encoding": ["file"]}, "its encoding is not", id="encoding of another type"),
        pytest.param({**HANDED, "more": 1}, "its keys are not data, encoding, sha256, size", id="a further key"),
        pytest.param({**HANDED, "data": b"x"}, "its data is not a text", id="bytes"),
        pytest.param({**HANDED, "size": True}, "its size is not a number of bytes", id="true"),
        pytest.param({**HANDED, "size": -1}, "its size is not a number of bytes", id="less than nothing"),
        pytest.param({**HANDED, "size": MOST_BYTES + 1}, "more than 67108864", id="more than may be"),
        pytest.param({**HANDED, "sha256": "A" * 64}, "its sha256 is not one", id="no sha256"),
        pytest.param({**HANDED, "sha256": "a" * 64}, "its sha256 is another one", id="another sha256"),
        pytest.param({**HANDED, "data": "*" * 8}, "its data is not base64", id="no base64"),
        pytest.param({**HANDED, "data": "\u00e9" * 8}, "its data is not base64", id="no ascii"),
        pytest.param({**HANDED, "data": "QUJD"}, "its data is not gzip", id="no gzip"),
        pytest.param({**HANDED, "data": HANDED["data"][:400]}, "its data is not whole", id="cut"),
        pytest.param({**HANDED, "size": HANDED["size"] - 1}, "it is larger than its size says", id="larger"),
        pytest.param({**HANDED, "size": HANDED["size"] + 1}, "its data is not whole", id="smaller"),
        pytest.param(packed(b" " * 2**24, size=9), "it is larger than its size says", id="a bomb"),
    ],
)
def test_what_is_not_handed_on_by_a_part_is_refused(handed, message):
    with pytest.raises(Wrong, match=re.escape(message)):
        text_of(checked(handed))


def test_a_bomb_is_not_unpacked():
    bomb = checked(packed(bytes(2**26 + 2**20), size=1000))
    tracemalloc.start()
    with pytest.raises(Wrong):
        text_of(bomb)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 2**20


def test_no_key_of_a_workflow_is_an_input():
    """A platform makes artifacts extra variables of the jobs that follow, where they override nearly everything."""
    keys = {*stats(judge(estate(*HEALTHY))), WORKFLOW, f"{PREFIX}4711", f"{PREFIX}local"}
    assert not keys & set(INPUTS)
    assert all(is_output(key) for key in keys)
