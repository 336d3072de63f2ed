# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest
import yaml
from ansible.errors import AnsibleFilterError

from ansible_collections.privatelink.azure_ai.plugins.filter import jumphost_certificates, jumphost_plan
from ansible_collections.privatelink.azure_ai.tests.unit.plugins.plugin_utils._jumphost.test_certificates import (
    CA,
    SERVER,
)
from ansible_collections.privatelink.azure_ai.tests.unit.plugins.plugin_utils._jumphost.test_plan import facts, options


@pytest.mark.parametrize("plugin", [jumphost_plan, jumphost_certificates])
def test_plugin_offers_the_filter_of_its_name(plugin):
    name = plugin.__name__.rpartition(".")[2]
    assert plugin.FilterModule().filters() == {name: getattr(plugin, name)}


def test_the_options_of_the_example_are_enough():
    example, = yaml.safe_load(jumphost_plan.EXAMPLES)
    planned = jumphost_plan.jumphost_plan(facts(), example["vars"]["options"])
    assert set(planned) == {"python", "tools", "manager", "files", "commands", "resolver", "absent", "remarks"}
    assert set(example["vars"]["options"]) == set(options())


def test_certificates_are_returned():
    certificate, = jumphost_certificates.jumphost_certificates([CA])
    assert set(certificate) == {"fingerprint", "subject", "pem"}


@pytest.mark.parametrize("call", [
    pytest.param(lambda: jumphost_plan.jumphost_plan(facts(), options(python_source="pip")), id="plan"),
    pytest.param(lambda: jumphost_certificates.jumphost_certificates([SERVER]), id="certificates"),
])
def test_misuse_names_the_option(call):
    with pytest.raises(AnsibleFilterError, match="^jumphost_(python_source|ca_certificates)"):
        call()
