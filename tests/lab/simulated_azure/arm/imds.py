# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The metadata service of virtual machines: who the machine is, and tokens of its managed identity."""

from __future__ import annotations

import time

from simulated_azure.arm.callers import LIFETIME, caller_named, issue
from simulated_azure.arm.resources import LOCATION, guid
from simulated_azure.faults.azure import JUMPHOST_GROUP, SUBSCRIPTION
from simulated_azure.http.service import Exchange
from simulated_azure.network.vantages import VANTAGES


class IdentityExchange(Exchange):
    """The managed identity alone."""

    def respond(self) -> None:
        if self.headers.get("Metadata") != "true":
            self.send(400, {"error": "invalid_request", "error_description": "Required metadata header missing"})
        elif self.url_path.rstrip("/") == "/metadata/identity/oauth2/token":
            self._give_token()
        else:
            self.other()

    def other(self) -> None:
        self.send(404, {"error": "not_found"})

    def token(self, resource: str) -> tuple[str, str]:
        """The token for that resource, and whose it is."""
        caller = caller_named("jumphost")
        return issue(caller, resource.rstrip("/")), caller.client_id

    def _give_token(self) -> None:
        resource = self.query.get("resource", "")
        token, client = self.token(resource)
        self.send(
            200,
            {
                "access_token": token,
                "client_id": client,
                "token_type": "Bearer",
                "expires_in": str(LIFETIME),
                "ext_expires_in": str(LIFETIME),
                "expires_on": str(int(time.time()) + LIFETIME),
                "not_before": str(int(time.time())),
                "resource": resource,
            },
        )


class MetadataExchange(IdentityExchange):
    """The machine too, which is told by the address that asks."""

    def other(self) -> None:
        _empty, _metadata, *path = self.url_path.rstrip("/").split("/")
        found = _MACHINES.get(self.client_address[0])
        if "api-version" not in self.query:
            self.send(400, {"error": "Bad request. api-version was not specified in the request"})
            return
        for part in path[1:]:
            found = found.get(part) if isinstance(found, dict) else None
        if path[:1] != ["instance"] or found is None:
            self.send(404, {"error": "Not found"})
        else:
            self.send(200, found)


def _machine(host: str, address: str) -> dict[str, object]:
    identity = (
        f"/subscriptions/{SUBSCRIPTION}/resourceGroups/{JUMPHOST_GROUP}"
        f"/providers/Microsoft.Compute/virtualMachines/{host}"
    )
    return {
        "compute": {
            "azEnvironment": "AzurePublicCloud",
            "location": LOCATION,
            "name": host,
            "osType": "Linux",
            "provider": "Microsoft.Compute",
            "resourceGroupName": JUMPHOST_GROUP,
            "resourceId": identity,
            "subscriptionId": SUBSCRIPTION,
            "vmId": guid(identity),
            "vmSize": "Standard_D2s_v5",
            "tags": "",
            "zone": "1",
        },
        "network": {
            "interface": [
                {
                    "ipv4": {
                        "ipAddress": [{"privateIpAddress": address, "publicIpAddress": ""}],
                        "subnet": [{"address": f"{address.rpartition('.')[0]}.0", "prefix": "24"}],
                    },
                    "ipv6": {"ipAddress": []},
                    "macAddress": "000D3A1BC721",
                }
            ]
        },
    }


_MACHINES = {
    address: _machine(vantage.host, address)
    for vantage in VANTAGES
    if (vantage.role or vantage.name) == "jumphost"
    for address in [vantage.address.partition("/")[0]]
}
