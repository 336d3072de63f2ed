# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The accounts of Azure's table, validated once with the older generation of the SDKs; tests/system/matrix has the newest."""

from __future__ import annotations

import os

import pytest

from ansible_collections.privatelink.azure_ai.tests.support.confusion import (  # pylint: disable=unused-import  # pytest finds both here
    confusion,
    pytest_terminal_summary,
)
from ansible_collections.privatelink.azure_ai.tests.support.validated import Validated, with_azure

from simulated_azure.faults.azure import AZURE_ROWS

CONTROLLER = os.environ["PRIVATELINK_CONTROLLER"]  # the control node's Python

# Those would hold the run for its whole deadline.
SILENT = [row for row in AZURE_ROWS if row.side.manners == "silent"]
ANSWERED = [row for row in AZURE_ROWS if row not in SILENT]


@pytest.fixture(scope="session")
def everything(tmp_path_factory) -> Validated:
    """Return the verdict on all accounts of Azure's table to which it answers."""
    return with_azure(tmp_path_factory.mktemp("azure"), ANSWERED, python=CONTROLLER, verbosity=3)
