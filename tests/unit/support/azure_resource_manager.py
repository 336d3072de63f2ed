# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An estate in Azure as the Resource Manager tells it, for the real SDKs. Its answers have the shape of recorded ones."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import unquote

from ansible_collections.privatelink.azure_ai.plugins.module_utils._arm.client import Arm
from ansible_collections.privatelink.azure_ai.plugins.module_utils._arm.settings import Settings
from ansible_collections.privatelink.azure_ai.plugins.module_utils._azure.clouds import cloud_named
from ansible_collections.privatelink.azure_ai.plugins.module_utils._core.deadline import Deadline
from ansible_collections.privatelink.azure_ai.tests.unit.support.asking import Asking
from ansible_collections.privatelink.azure_ai.tests.unit.support.azure_servers import (
    GROUP,
    KEEP,
    SUBSCRIPTION,
    Cloud,
    StaticToken,
    answer,
    arm_error,
)
from ansible_collections.privatelink.azure_ai.tests.unit.support.loopback import http
from ansible_collections.privatelink.azure_ai.tests.unit.support.patience import NEVER_SECONDS

NAME = "aro-azureopenai"
NETWORK = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/network-rg/providers/Microsoft.Network"
HUB = NETWORK.replace("network-rg", "hub-rg")
OF_SUBSCRIPTION = f"/subscriptions/{SUBSCRIPTION}/providers/Microsoft.Network"
ACCOUNT = f"{GROUP}/providers/Microsoft.CognitiveServices/accounts/{NAME}"
ENDPOINT = NETWORK + "/privateEndpoints/aro-pe"
INTERFACE = NETWORK + "/networkInterfaces/aro-pe.nic.45072cbc"
SPOKE = NETWORK + "/virtualNetworks/spoke"
ZONE = HUB + "/privateDnsZones/privatelink.openai.azure.com"
MACHINE = NETWORK.replace("Microsoft.Network", "Microsoft.Compute/virtualMachines/jump-1")
_ESTATE = Path(__file__).parent / "azure_fixtures" / "estate.json"


class ResourceManager(Cloud):
    """The Resource Manager of the estate; C(bodies) are its answers by path, to be changed by the test.

    A body may be a pair of a status and a code, which is a refusal, bytes, which are sent as they are, or a function of
    the query.
    """

    def __init__(self, certificate):
        super().__init__(certificate, self._answer)
        self.bodies = json.loads(_ESTATE.read_text(encoding="utf-8"))
        self._asking = None

    def properties(self, resource_id):
        """Return the properties of a resource, to be changed."""
        return self.bodies[resource_id]["properties"]

    def refuse(self, path, status, code):
        """Refuse a path from now on."""
        self.bodies[path] = (status, code)

    def asked(self, part=""):
        """Return the paths asked for so far that have C(part) in them."""
        return [path for method, path in self.requests if part in path]

    def arm(self, ca_path, seconds=20, make=Arm):
        """Return an Arm that asks here."""
        cloud = cloud_named(self.url)
        settings = Settings(source="parameters", cloud=cloud, subscription_id=SUBSCRIPTION, ca_path=ca_path)
        return make(settings, StaticToken(), Deadline(seconds))

    def asking(self, ca_path):
        """Return an Arm of one thread that is told of the paths that it asks for."""
        self._asking = self.arm(ca_path, NEVER_SECONDS, Asking)
        return self._asking

    def _answer(self, method, path, query, form):
        if self._asking:
            self._asking.asks(path)
        places = {place.lower(): body for place, body in self.bodies.items()}
        body = places.get(path.lower())
        above, _slash, listed = path.lower().rpartition("/")
        empty = listed == "networksecurityperimeterconfigurations" and above in places
        if body is None and (empty or path.lower() == f"{OF_SUBSCRIPTION}/azureFirewalls".lower()):
            return answer(200, {"value": []})  # there is none unless the test says so
        if body is None:
            body = self._record_set(places, unquote(path).lower())
        if body is None:
            return arm_error(404, "ResourceNotFound", "The Resource was not found.")
        if callable(body):
            body = body(query)
        if isinstance(body, bytes):
            return body
        if isinstance(body, tuple):
            return arm_error(body[0], body[1], "planted refusal")
        return http(200, body, (KEEP,))  # a new connection takes longer than all that is done with the answer

    def _record_set(self, places, path):
        """Return one record set of a zone's list, or what the list is refused with; without one, as private DNS does."""
        records, _slash, label = path.rpartition("/")
        zone, _slash, record_type = records.rpartition("/")
        if record_type not in ("a", "cname") or zone + "/a" not in places:
            return None
        listed = places.get(records, {"value": []})
        if not isinstance(listed, dict):
            return listed
        nothing = answer(404, {"code": "NotFound", "message": f"The resource record '{label}' does not exist."})
        return next((entry for entry in listed.get("value", []) if entry["name"].lower() == label), nothing)


def declared(name=NAME, **more):
    """Return the declaration of an account as the module gives it."""
    entry = {
        "name": name,
        "resource_group": "rg",
        "subscription_id": SUBSCRIPTION,
        "jumphost_vm": None,
        "kind": "OpenAI",
        "cloud": "AzureCloud",
        "public_access": "disabled",
        "private_addresses": None,
    }
    return dict(entry, **more)
