# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tests of different hosts run at once, those of one after the other."""

from __future__ import annotations

import fcntl
import re

import pytest
from xdist.scheduler import LoadScopeScheduling

from ansible_collections.privatelink.azure_ai.tests.support.machines import ADDRESS
from ansible_collections.privatelink.azure_ai.tests.support.switched_hosts import (
    MANAGERS,
    SwitchedHost,
    equip,
    eventually,
)


class ByHost(LoadScopeScheduling):
    """All tests of a host have one worker."""

    def _split_scope(self, nodeid):
        return re.search("|".join(sorted(MANAGERS, key=len, reverse=True)), nodeid).group()


def pytest_xdist_make_scheduler(config, log):
    return ByHost(config, log)


@pytest.fixture(scope="session")
def equipped(tmp_path_factory):
    """All hosts have what the module needs, by one run of the role for all workers."""
    common = tmp_path_factory.getbasetemp().parent
    with (common / "equipped.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (common / "equipped").exists():
            equip()
            (common / "equipped").touch()


@pytest.fixture(name="host", params=MANAGERS)
def fixture_host(request, equipped):
    """A host, and a look that it is afterwards as it was."""
    host = SwitchedHost(request.param)
    before = host.look()
    assert host.addresses() == [ADDRESS]
    yield host
    if host.is_switched():
        removed = host.remove()
        assert not removed["failed"], removed
    assert host.look() == before
    # systemd-resolved takes two seconds to see another hosts file.
    assert eventually(lambda: host.addresses() == [ADDRESS])
