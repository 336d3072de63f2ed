# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest

from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._declarations.inputs import declared_by_facts


@pytest.mark.parametrize(
    "facts, forged",
    [
        (["ansible_distribution", "discovered_interpreter_python", "privatelink_dns", "privatelink_jumphost"], []),
        (["privatelink_accounts"], ["privatelink_accounts"]),
        (["account_cloud_environment", "report_directory"], ["account_cloud_environment", "report_directory"]),
        (["privatelink_of_a_later_release"], ["privatelink_of_a_later_release"]),
        # Ansible takes the host for another one.
        (["inventory_hostname"], ["inventory_hostname"]),
    ],
)
def test_facts_that_only_the_operator_declares(facts, forged):
    assert declared_by_facts(facts) == forged
