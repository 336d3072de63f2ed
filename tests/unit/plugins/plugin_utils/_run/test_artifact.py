# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import base64
import gzip
import hashlib
import json

import pytest

from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._judge.verdict import judge
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._run.artifact import artifact
from ansible_collections.privatelink.azure_ai.tests.unit.support.estates import (
    HEALTHY,
    estate,
    wide_estate,
)

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
    parts = unpacked(artifact(document, given.get("waivers") or []))
    assert "catalogue" not in parts and "counts" not in parts
    again = judge({**parts, "accounts": parts["declared"]})
    assert {**again, "waivers": None} == {**document, "waivers": None}
    assert [waiver["state"] for waiver in again["waivers"]] == [waiver["state"] for waiver in document["waivers"]]


def test_the_same_document_is_the_same_text():
    document = judge(estate(*HEALTHY))
    assert artifact(document, []) == artifact(json.loads(json.dumps(document)), [])
