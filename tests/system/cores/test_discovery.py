# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every ansible-core runs the module that lists accounts inside the task that checks the declarations."""

from __future__ import annotations

from ansible_collections.privatelink.azure_ai.tests.support.canned_hosts import Host, calls, host, write_inventory
from ansible_collections.privatelink.azure_ai.tests.system.cores.conftest import OLDEST, every_core, on_oldest, run

NAME = "account-0"
SUBSCRIPTION = "00000000-0000-0000-0000-000000000000"
ID = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.CognitiveServices/accounts/{NAME}"
FOUND = {
    "name": NAME,
    "resource_name": NAME,
    "id": ID,
    "resource_group": "rg",
    "subscription_id": SUBSCRIPTION,
    "kind": "OpenAI",
    "cloud": "AzureCloud",
    "location": "westeurope",
    "tags": {},
    "public_network_access": "Disabled",
}
NOT_ASKED = {"failed": True, "msg": "the test wrote no result of this module"}


def write(directory, accounts):
    """Write an inventory that declares no account, and a control node that lists these."""
    listed = {"accounts": accounts, "left_out": [], "subscriptions": [SUBSCRIPTION], "unread": []}
    declared = [{"name": NAME}]
    hosts = [
        host("jump-1", declared),
        host("outside-1", declared, "outside"),
        Host("localhost", "jumphost", {"azure_account_info": listed, "private_endpoint_info": NOT_ASKED}),
    ]
    return write_inventory(
        directory,
        declared,
        hosts,
        privatelink_accounts=[],
        privatelink_discover={"subscriptions": [SUBSCRIPTION]},
        account_auth_source="cli",
    )


@every_core
def test_what_azure_lists_is_validated(tmp_path, core):
    inventory = write(tmp_path, [FOUND])
    done = run(core, "privatelink.azure_ai.validate", inventory, "-e", "privatelink_hosts=all:!localhost")
    assert done.code == 0, done.output
    (account,) = done.document["accounts"]
    assert (account["name"], account["status"]) == (NAME, "pass")
    assert done.document["discovery"]["found"] == [{"name": NAME, "id": ID}]
    assert calls(tmp_path)["localhost"] == ["azure_account_info", "private_endpoint_info"]


@on_oldest
def test_a_run_that_finds_no_account_fails_before_a_host_is_contacted(tmp_path):
    inventory = write(tmp_path, [])
    done = run(OLDEST, "privatelink.azure_ai.validate", inventory, "-e", "privatelink_hosts=all:!localhost")
    assert done.code != 0 and done.document is None
    assert f"no account was found in /subscriptions/{SUBSCRIPTION}" in " ".join(done.output.split())
    assert calls(tmp_path) == {"localhost": ["azure_account_info"]}


@on_oldest
def test_without_a_discovery_nothing_is_listed(tmp_path):
    inventory = write(tmp_path, [FOUND])
    declared = '{"privatelink_discover": null, "privatelink_accounts": ["account-0"]}'
    done = run(
        OLDEST, "privatelink.azure_ai.validate", inventory, "-e", "privatelink_hosts=all:!localhost", "-e", declared
    )
    assert done.code == 0, done.output
    assert "discovery" not in done.document and "localhost" not in calls(tmp_path)
