# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The words of the judge: none is a typing error."""

from __future__ import annotations

from ansible_collections.privatelink.azure_ai.tests.unit.support.words import contracts, words_in

# What no contract names, by who does.
OF_OTHERS = {
    *("all_proxy", "https_proxy"),  # environment variables
    *("allow", "deny"),  # Azure's rules
    *("allowed", "forbidden", "network", "privatelink_waivers"),  # what operators declare
    *("connect_ms", "first_byte_ms", "token_error"),  # what evidence calls what the probe measured
    *("direct", "same", "special"),  # ways, comparisons, kinds of addresses
    *("fields", "jumphosts", "probes", "reported", "variant"),  # between what observes and what judges
    "localhost",  # who looked
}


def test_no_word_is_a_typing_error(collection_root):
    package = collection_root / "plugins" / "plugin_utils" / "_judge"
    # What is called like a secret is nobody's contract.
    assert words_in(package, without="redaction.py") - contracts(collection_root) == OF_OTHERS
