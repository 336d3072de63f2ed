# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import dns.edns
import pytest

from ansible_collections.privatelink.azure_ai.plugins.module_utils._catalogue.extended_errors import (
    MAX_TEXT,
    NAMES,
    in_words,
)


@pytest.mark.parametrize(
    "errors, words",
    [
        pytest.param(None, "", id="dnspython too old to tell"),
        pytest.param([], "", id="none"),
        pytest.param([{"code": 15, "text": ""}], "Blocked", id="without text"),
        pytest.param([{"code": 18, "text": "not for you"}], "Prohibited (not for you)", id="with text"),
        pytest.param(
            [{"code": 6, "text": None}, {"code": 22, "text": "x"}], "DNSSEC Bogus, No Reachable Authority (x)", id="two"
        ),
        pytest.param([{"code": 3, "text": ""}] * 2, "Stale Answer", id="the same twice"),
        pytest.param([{"code": 4711, "text": "new"}], "error 4711 (new)", id="a code nobody knows"),
        pytest.param(
            [{"code": 0, "text": "a\x1b[2J\r\nb\u202ec\x00"}], "Other Error (a [2J b c)", id="control characters"
        ),
        pytest.param(
            [{"code": code, "text": ""} for code in range(8)],
            "Other Error, Unsupported DNSKEY Algorithm, Unsupported DS Digest Type",
            id="more than anybody reads",
        ),
    ],
)
def test_in_words(errors, words):
    assert in_words(errors) == words


def test_a_text_is_bounded():
    assert len(in_words([{"code": 0, "text": "x" * 5000}])) == len("Other Error ()") + MAX_TEXT


def test_the_names_are_those_of_dnspython():
    for code in list(getattr(dns.edns, "EDECode", ()))[: len(NAMES)]:
        assert NAMES[code].upper().replace(" ", "_").startswith(code.name)
