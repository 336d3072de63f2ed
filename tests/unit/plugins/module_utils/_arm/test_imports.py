# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Threads of an observation import nothing: imports of azure-core in two of them at once end in errors."""

from __future__ import annotations

import pytest

for library in ("network", "privatedns", "cognitiveservices"):
    pytest.importorskip("azure.mgmt." + library)

from ansible_collections.privatelink.azure_ai.tests.unit.support import azure_resource_manager as azure
from ansible_collections.privatelink.azure_ai.tests.unit.support.azure_resource_manager import MACHINE, declared
from ansible_collections.privatelink.azure_ai.tests.unit.support.new_process import in_new_process

OBSERVE = """
import json, sys, threading
from ansible_collections.privatelink.azure_ai.plugins.module_utils._arm.client import Arm
from ansible_collections.privatelink.azure_ai.plugins.module_utils._arm.observe import observe
from ansible_collections.privatelink.azure_ai.plugins.module_utils._arm.settings import Settings
from ansible_collections.privatelink.azure_ai.plugins.module_utils._azure.clouds import cloud_named
from ansible_collections.privatelink.azure_ai.plugins.module_utils._core.deadline import Deadline
from ansible_collections.privatelink.azure_ai.tests.unit.support.azure_servers import StaticToken

imported = []

def note(event, arguments):
    if event == "import" and threading.current_thread() is not threading.main_thread():
        imported.append(arguments[0])

given = json.load(sys.stdin)
settings = Settings(
    source="parameters", cloud=cloud_named(given["url"]), subscription_id=given["subscription"], ca_path=given["ca"]
)
sys.addaudithook(note)
found = observe(Arm(settings, StaticToken(), Deadline(600)), given["accounts"], 8)
print(json.dumps({"imported": imported, "unread": [each["unread"] for each in found]}))
"""


def test_the_threads_of_an_observation_import_no_sdk(authority):
    with azure.ResourceManager(authority.issue("arm", names=("localhost",))) as manager:
        given = {
            "url": manager.url,
            "subscription": azure.SUBSCRIPTION,
            "ca": str(authority.path),
            "accounts": [declared(jumphost_vm=MACHINE, deployment="gpt-4o")] * 8,
        }
        found = in_new_process(OBSERVE, given)
    assert [name for name in found["imported"] if name.partition(".")[0] in ("azure", "requests", "urllib3")] == []
    assert found["unread"] == [[]] * 8
