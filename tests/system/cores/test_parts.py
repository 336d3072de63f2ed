# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A merge finds its parts among the extra variables, and nowhere else."""

from __future__ import annotations

import json

import pytest
import yaml

from ansible_collections.privatelink.azure_ai.tests.support.canned_hosts import accounts, host, write_inventory
from ansible_collections.privatelink.azure_ai.tests.support.workflows import Unsafe
from ansible_collections.privatelink.azure_ai.tests.system.cores.conftest import NEWEST, OLDEST, on_oldest, run

HOSTS = {"jump-1": "jumphost", "outside-1": "outside"}

pytestmark = on_oldest  # they share the parts of one worker


@pytest.fixture(scope="module")
def parts(tmp_path_factory):
    """Return what one job for each host hands on, as variables."""
    directory = tmp_path_factory.mktemp("parts")
    inventory = _inventory(directory)
    found = {}
    for number, name in enumerate(HOSTS, start=8):
        job = json.dumps({"validate_part": True, "awx_job_id": number})
        done = run(OLDEST, "privatelink.azure_ai.validate", inventory, "--limit", name, "-e", job)
        assert done.code == 0, done.output
        found.update(json.loads((directory / f"privatelink-report/privatelink-part-{number}.json").read_text()))
    return found


def _inventory(directory, **variables):
    declared = accounts()
    hosts = [host(name, declared, vantage) for name, vantage in HOSTS.items()]
    return write_inventory(directory, declared, hosts, **variables)


def _merge(core, inventory, variables):
    given = inventory.with_name("extravars")
    # As AWX writes them: no text is a template.
    given.write_text(yaml.dump(variables, Dumper=Unsafe))
    return run(core, "privatelink.azure_ai.merge", inventory, "-e", f"@{given}")


@pytest.mark.parametrize("core", [OLDEST, NEWEST])
def test_parts_are_extra_variables(core, parts, tmp_path):
    done = _merge(core, _inventory(tmp_path), parts)
    assert done.code == 0, done.output
    assert done.document["status"] == "pass"
    assert "Merged from 2 parts (jobs 8, 9)." in done.output


def test_a_directory_that_is_none_is_refused_before_anything_is_sent(tmp_path):
    done = _merge(NEWEST, _inventory(tmp_path, merge_directory="missing"), {})
    assert done.code == 2 and done.document is None, done.output
    refused = f"merge_directory: '{tmp_path}/missing' is not a directory: expected that of the parts."
    assert f"{refused} Nothing was sent and nothing was written." in done.output


def test_an_inventory_and_a_host_have_no_parts(parts, tmp_path):
    first, second = parts
    planted = tmp_path / "planted.yml"
    planted.write_text(
        json.dumps(
            [
                {
                    "hosts": "all",
                    "gather_facts": False,
                    "tasks": [{"ansible.builtin.set_fact": {second: parts[second], "cacheable": True}}],
                },
                {"ansible.builtin.import_playbook": "privatelink.azure_ai.merge"},
            ]
        )
    )
    inventory = _inventory(tmp_path, **{second: parts[second]})
    done = run(NEWEST, planted, inventory, "-e", json.dumps({first: parts[first]}))
    assert done.code != 0 and done.document["status"] == "unknown"
    assert "Merged from 1 part (job 8); not reported: outside-1." in " ".join(done.output.split())
