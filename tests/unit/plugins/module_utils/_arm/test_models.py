# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Threads that make the first objects of an SDK's models at the same time."""

from __future__ import annotations

import pytest

pytest.importorskip("azure.mgmt.network")

from ansible_collections.privatelink.azure_ai.plugins.module_utils._arm import client
from ansible_collections.privatelink.azure_ai.tests.unit.support.new_process import in_new_process

# Threads change as often as Python lets them, so that two of them are in the same class at once.
FIRST_OBJECTS = """
import json, sys, threading
from ansible_collections.privatelink.azure_ai.plugins.module_utils._arm.client import OF_ACCOUNTS, import_sdks

import_sdks(*OF_ACCOUNTS)
from azure.mgmt.network import models

sys.setswitchinterval(1e-6)
errors, classes = [], [each for each in vars(models).values() if isinstance(each, type) and "as_dict" in dir(each)]

def make(model, barrier):
    barrier.wait()
    try:
        model.__new__(model)
    except Exception as exc:
        errors.append(f"{model.__name__}: {exc}")

for model in classes[:300]:
    barrier = threading.Barrier(6)
    threads = [threading.Thread(target=make, args=(model, barrier)) for _number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
print(json.dumps({"classes": len(classes), "errors": errors}))
"""


def test_threads_make_the_first_objects_of_models_without_an_error():
    found = in_new_process(FIRST_OBJECTS, None)
    assert found["classes"] > 300 and found["errors"] == []


def test_a_second_guard_of_the_same_models_adds_none():
    def made():
        return {base: base.__new__ for each in vars(models).values() for base in getattr(each, "__mro__", ())}

    client.import_sdks(*client.OF_ACCOUNTS)
    from azure.mgmt.network import models

    guarded = made()
    client.import_sdks(*client.OF_ACCOUNTS)
    assert made() == guarded
