# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest

from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._document.text import (
    discovery_lines,
    reachability_words,
)


@pytest.mark.parametrize(
    "verdict, legs, words",
    [
        ("private", ["by_name", "by_address"], "by name: private address"),
        ("public", ["by_name"], "by name: public address"),
        ("none", ["by_name", "outside"], "by name: not reached"),
        ("unknown", [], "by name: unknown"),
        ("private", ["by_address", "outside"], "by address: private address"),
    ],
)
def test_reachability_does_not_read_as_isolation(verdict, legs, words):
    account = {"verdicts": {"reachability": verdict}, "matrix": [{"leg": leg} for leg in legs]}
    assert reachability_words(account) == words


@pytest.mark.parametrize(
    "found, lines",
    [
        ({"found": [{"name": "a"}]}, ["1 account found in /subscriptions/1, /subscriptions/2"]),
        ({}, ["0 accounts found in /subscriptions/1, /subscriptions/2"]),
        (
            {"unread": [{"id": "/subscriptions/2"}]},
            ["0 accounts found in /subscriptions/1", "the accounts in /subscriptions/2 could not be listed"],
        ),
        (
            {"subscriptions": ["2"], "unread": [{"id": "/subscriptions/2"}]},
            ["the accounts in /subscriptions/2 could not be listed"],
        ),
        ({"subscriptions": [], "error": "no credentials"}, ["the accounts in Azure could not be listed"]),
    ],
)
def test_of_what_could_not_be_listed_no_number_is_shown(found, lines):
    discovery = {"subscriptions": ["1", "2"], "found": [], "left_out": [], "unread": [], "error": None, **found}
    assert discovery_lines({"discovery": discovery}) == lines
