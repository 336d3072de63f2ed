# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from ansible.errors import AnsibleFilterError

from ansible_collections.privatelink.azure_ai.plugins.filter import jumphost
from ansible_collections.privatelink.azure_ai.tests.unit.plugins.plugin_utils._jumphost.test_certificates import (
    CA,
    SERVER,
)
from ansible_collections.privatelink.azure_ai.tests.unit.plugins.plugin_utils._jumphost.test_plan import facts, options


def test_the_options_of_the_example_are_enough():
    documented = Path(jumphost.__file__).with_name("jumphost_plan.yml").read_text(encoding="utf-8")
    (example,) = yaml.safe_load(yaml.safe_load(documented)["EXAMPLES"])
    planned = jumphost.jumphost_plan(facts(), example["vars"]["options"])
    assert set(planned) == {"python", "tools", "manager", "files", "commands", "resolver", "absent", "remarks"}
    assert set(example["vars"]["options"]) == set(options())


def test_certificates_are_returned():
    (certificate,) = jumphost.jumphost_certificates([CA])
    assert set(certificate) == {"fingerprint", "subject", "pem"}


@pytest.mark.parametrize(
    "call",
    [
        pytest.param(lambda: jumphost.jumphost_plan(facts(), options(python_source="pip")), id="plan"),
        pytest.param(lambda: jumphost.jumphost_certificates([SERVER]), id="certificates"),
    ],
)
def test_misuse_names_the_option(call):
    with pytest.raises(AnsibleFilterError, match="^jumphost_(python_source|ca_certificates)"):
        call()
