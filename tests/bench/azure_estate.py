# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Many healthy accounts as the Resource Manager tells them, with an Entra ID, on loopback; each answer is late."""

from __future__ import annotations

import contextlib
import json
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

sys.path += os.environ["ANSIBLE_COLLECTIONS_PATH"].split(os.pathsep)
from ansible_collections.privatelink.azure_ai.tests.unit.support import azure_resource_manager as azure
from ansible_collections.privatelink.azure_ai.tests.unit.support.azure_servers import CLIENT, SECRET, TENANT, Entra
from ansible_collections.privatelink.azure_ai.tests.unit.support.loopback import Authority

ENDPOINT = "aro-pe"


class Estate(azure.ResourceManager):
    """As many accounts as asked for, each with an endpoint, an interface and a record, in one network."""

    def __init__(self, certificate: str, count: int, late_seconds: float) -> None:
        super().__init__(certificate)
        self._late_seconds = late_seconds
        copied = {path: body for path, body in self.bodies.items() if azure.NAME in path or ENDPOINT in path}
        for number in range(count):
            for path, body in copied.items():
                self.bodies[_renamed(path, number)] = json.loads(_renamed(json.dumps(body), number))
        records = self.bodies[azure.ZONE + "/A"]["value"]
        model = json.dumps(records[0])
        records[:] = [json.loads(_renamed(model, number)) for number in range(count)]
        self._places = {place.lower(): body for place, body in self.bodies.items()}

    def _answer(self, method, path, query, form):
        time.sleep(self._late_seconds)
        if path.lower() in self._places:
            return azure.http(200, self._places[path.lower()], (azure.KEEP,))
        return super()._answer(method, path, query, form)


def _renamed(text: str, number: int) -> str:
    address = f"10.0.{16 + number // 250}.{number % 250 + 4}"
    return text.replace(azure.NAME, name(number)).replace(ENDPOINT, f"pe-{number}").replace("10.0.14.4", address)


def name(number: int) -> str:
    return f"account-{number}"


@contextlib.contextmanager
def asked(directory: Path, count: int, late_seconds: float) -> Iterator[dict]:
    """The options with which private_endpoint_info asks of this estate, while it answers."""
    directory.mkdir(exist_ok=True)
    authority = Authority(directory)
    certificate = authority.issue("azure", names=("localhost",))
    with Entra(certificate) as entra, Estate(certificate, count, late_seconds) as estate:
        yield {
            "tenant": TENANT,
            "client_id": CLIENT,
            "secret": SECRET,
            "subscription_id": azure.SUBSCRIPTION,
            "ca_path": authority.path,
            "adfs_authority_url": entra.url,
            "cloud_environment": estate.url,
            "disable_instance_discovery": True,
        }
