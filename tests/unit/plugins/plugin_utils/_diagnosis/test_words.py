# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The words of the diagnosis: each signal of the catalogue is yielded somewhere, and no word is a typing error."""

from __future__ import annotations

import ast

import pytest

from ansible_collections.privatelink.azure_ai.plugins.module_utils._catalogue.causes.causes import SIGNALS
from ansible_collections.privatelink.azure_ai.tests.unit.support.words import contracts, words_in

# What no contract names, by who does.
OF_OTHERS = {
    *("api_key", "token"),  # how the probe calls credentials
    *("com", "us", "cn"),  # the ends of the names of each cloud
    *("integer_below_min_value", "max_output_tokens", "v1"),  # Azure's words for a request that it refuses
    "via",  # a header of HTTP
    *("same", "special"),  # how records compare, and what an address is for
    *("fields", "variant"),  # between the judge and the diagnosis
    "request",  # in no sentence: what commands need
}
# Made of the kind of credential.
COMPOSED = {"key_accepted_elsewhere", "token_accepted_elsewhere"}


@pytest.fixture(name="package")
def package_fixture(collection_root):
    return collection_root / "plugins" / "plugin_utils" / "_diagnosis"


def test_every_signal_of_the_catalogue_is_yielded_somewhere(package):
    assert set(SIGNALS) - words_in(package) == COMPOSED


def test_no_signal_is_yielded_that_the_catalogue_does_not_have(package):
    calls = [node for source in package.rglob("*.py") for node in ast.walk(ast.parse(source.read_text()))]
    named = {
        node.args[0].value
        for node in calls
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "") == "Seen"
        and isinstance(node.args[0], ast.Constant)
    }
    assert named - set(SIGNALS) == {"request"}


def test_no_word_is_a_typing_error(package, collection_root):
    assert words_in(package) - contracts(collection_root) == OF_OTHERS
