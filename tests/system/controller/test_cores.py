# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The oldest and the newest ansible-core run the modules whose collection a variable names, and create the same."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from ansible_collections.privatelink.azure_ai.tests.system.controller.conftest import Controller
from ansible_collections.privatelink.azure_ai.tests.system.controller.installation import (
    SMALL,
    TOKEN,
    failures,
    install,
)

CORES = json.loads(os.environ["PRIVATELINK_CORES"])
ENDS = [list(CORES)[0], list(CORES)[-1]]


@pytest.mark.parametrize("core", ENDS)
def test_both_create_the_same(core, tmp_path):
    directory = Path(CORES[core]).parent
    with Controller() as controller:
        environment = {"PATH": os.pathsep.join([str(directory), os.environ["PATH"]])}
        run = install(controller, tmp_path, "-vvv", environment=environment, variables=SMALL)
        assert failures(run) == []
        assert f"core {core}" in run.output
        assert controller.unknown == []
        assert controller.names("schedules") == ["privatelink-schedule"]
        types = {each["name"]: each["injectors"] for each in controller.objects("credential_types")}
        # The platform evaluates it, and not the core.
        assert types["privatelink-token-second"]["extra_vars"] == {"privatelink_token_second": "{{ token }}"}
        host = controller.find(
            "hosts", name="jump-1", inventory=controller.find("inventories", name="privatelink-all")["id"]
        )
        assert json.loads(host["variables"]) == {
            **SMALL["controller_hosts"][0]["variables"],
            "privatelink_vantage": "jumphost",
        }
        template = controller.find("job_templates", name="privatelink-validate-jumphost")
        assert (template["forks"], template["timeout"], template["job_slice_count"]) == (0, 0, 2)
        assert json.loads(template["extra_vars"]) == {"validate_part": True}
        for secret in (TOKEN, controller.token):
            assert secret not in run.output
