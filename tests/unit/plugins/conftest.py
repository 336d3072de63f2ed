# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest

from ansible_collections.privatelink.azure_ai.plugins.module_utils._probe.options import read_options
from ansible_collections.privatelink.azure_ai.plugins.module_utils._probe.probe import run
from ansible_collections.privatelink.azure_ai.plugins.modules.aoai_probe import ARGUMENT_SPEC, PROBE_SPEC
from ansible_collections.privatelink.azure_ai.tests.unit.support.loopback import NAME, Authority


def probe_options(probes, **task):
    """Return the module's parameters with all defaults filled in, as AnsibleModule gives them."""

    def filled(spec, given):
        assert not set(given) - set(spec), given
        return {key: given.get(key, option.get("default")) for key, option in spec.items()}

    return filled(ARGUMENT_SPEC, dict({"probes": [filled(PROBE_SPEC, probe) for probe in probes]}, **task))


@pytest.fixture(name="options")
def options_fixture():
    """Return the function that fills in the module's parameters."""
    return probe_options


@pytest.fixture(scope="session")
def authority(tmp_path_factory):
    """Return the Authority that the probes of the tests trust."""
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="session")
def certificate(authority):
    """Return the path of a certificate with the shape of Azure's."""
    return authority.issue("azure")


@pytest.fixture
def ask(authority):
    """Return a function that probes one server on loopback, by default as an account's endpoint, within a second."""

    def send(server, timeout=10, validate_certs=True, use_proxy=False, ca_path=authority.path, **probe):
        entry = {"endpoint": f"https://{NAME}/", "connect_to": server.address if server else None}
        params = probe_options(
            [dict(entry, **probe)], timeout=timeout, validate_certs=validate_certs, use_proxy=use_proxy, ca_path=ca_path
        )
        return run(*read_options(params))[0]

    return send
