# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The Pythons that take the place of the hosts' own."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

TARGETS = {name: Path(path) for name, path in json.loads(os.environ["PRIVATELINK_TARGETS"]).items()}


# The newest Python has azure-identity, too.
IDENTITY = [name for name in TARGETS if name.endswith("-newest")][-1]


@pytest.fixture(scope="session")
def identity() -> Path:
    """Return the Python that has azure-identity."""
    python = TARGETS[IDENTITY]
    if not any(python.parents[1].glob("lib/*/site-packages/azure/identity")):
        pytest.skip("azure-identity could not be installed, see the stage's other lines")
    return python


@pytest.fixture(scope="session")
def without_identity() -> Path:
    """Return a Python that has no azure-identity."""
    return next(path for name, path in TARGETS.items() if name != IDENTITY)
