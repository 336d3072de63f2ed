# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# A busy machine may be slow as it likes, and what fails once fails again.
settings.register_profile("anywhere", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("anywhere")


def pytest_configure(config):
    """Run the tests of a worker in its own process: ansible-test forks one per test, which costs more than most tests."""
    forked = config.pluginmanager.get_plugin("ansible_forked")
    if forked:
        config.pluginmanager.unregister(forked)


@pytest.fixture
def closed_port() -> Iterator[int]:
    """Return a port of 127.0.0.1 that refuses connections, and that nobody else gets meanwhile."""
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        yield holder.getsockname()[1]


@pytest.fixture(scope="session")
def collection_root():
    """Return the directory that holds galaxy.yml."""
    return Path(__file__).resolve().parents[2]
