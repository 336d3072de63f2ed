# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest

from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._controller.preflight import project_failed
from ansible_collections.privatelink.azure_ai.tests.unit.support.automation_platform import VARIABLES, Platform

ORGANIZATION = {"id": 1, "name": "Network"}


@pytest.mark.parametrize(
    ("status", "expected"),
    [("failed", True), ("error", True), ("canceled", True), ("never updated", True), ("successful", False)],
)
def test_a_project_whose_update_failed_is_updated_again(status, expected):
    there = Platform(projects=[{"id": 1, "name": "pl-project", "organization": 1, "status": status}])
    assert project_failed(there, ORGANIZATION, VARIABLES) is expected
    # A manual one is not updated, and one of another organization is not meant.
    assert project_failed(there, ORGANIZATION, {**VARIABLES, "project_url": ""}) is False
    assert project_failed(there, {"id": 2}, VARIABLES) is False
    assert project_failed(there, None, VARIABLES) is False
