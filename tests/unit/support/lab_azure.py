# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The lab's Resource Manager without a socket: real SDKs and the real transport, to which it answers in the process."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from urllib.parse import urlsplit

import requests
import urllib3

from ansible_collections.privatelink.azure_ai.plugins.module_utils._arm.observe import observe
from ansible_collections.privatelink.azure_ai.plugins.module_utils._arm.settings import Settings
from ansible_collections.privatelink.azure_ai.plugins.module_utils._arm_judge.account import judged
from ansible_collections.privatelink.azure_ai.plugins.module_utils._azure.account_options import USERS
from ansible_collections.privatelink.azure_ai.plugins.module_utils._azure.clouds import CLOUDS
from ansible_collections.privatelink.azure_ai.plugins.module_utils._core.deadline import Deadline
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._judge.verdict import judge
from ansible_collections.privatelink.azure_ai.tests.unit.support.asking import Asking
from ansible_collections.privatelink.azure_ai.tests.unit.support.azure_servers import StaticToken

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "lab"))

from simulated_azure.arm.callers import caller_named, issue
from simulated_azure.arm.exchange import ArmExchange, Refusal
from simulated_azure.faults.azure import AZURE_ROWS

# Of the others the manner says something about time only.
ROWS = [row for row in AZURE_ROWS if row.side.manners in ("answers", "denies_zones", "denies_everything", "pages")]

_OPTIONS = USERS["private_endpoint_info"].argument_spec()
_SECONDS = 24 * 60 * 60


def declared(row):
    """Return the declaration of a row's account as the module gives it: nobody typed an address."""
    account = row.account
    given = {
        "name": account.name,
        "kind": account.kind,
        "cloud": account.cloud,
        "public_access": account.intent,
        "deployment": account.deployment or None,
        "resource_group": row.resource_group,
        "subscription_id": row.subscription_id,
        "jumphost_vm": row.jumphost_vm,
    }
    return {name: given.get(name, option.get("default")) for name, option in _OPTIONS.items()}


class LabAzure:
    """Azure's side of the lab's accounts, which every request of this process gets while C(monkeypatch) holds.

    C(answers) are those given so far, as status and document by URL; C(replaced) are others, to be given instead.
    """

    # Clients take longer to make than all that they are asked for here: every LabAzure has those of the first one.
    _first = None

    def __init__(self, monkeypatch):
        self.answers = {}
        self.replaced = {}
        self._asking = None
        self._token = issue(caller_named("reader"), "https://management.azure.com")
        self._settings = Settings(source="parameters", cloud=CLOUDS["AzureCloud"])
        lab = self

        def send(adapter, request, **unused):
            status, document = lab._answer(request.url)
            body = json.dumps(document).encode()
            answer = urllib3.HTTPResponse(
                io.BytesIO(body), {"Content-Type": "application/json"}, status, preload_content=False
            )
            return adapter.build_response(request, answer)

        monkeypatch.setattr(requests.adapters.HTTPAdapter, "send", send)

    def _answer(self, url):
        self._asking.asks(url)
        if url in self.replaced:
            return self.replaced[url]
        if url not in self.answers:
            self.answers[url] = self._ask(url)
        return self.answers[url]

    def _ask(self, url):
        parts = urlsplit(url)
        exchange = ArmExchange.__new__(ArmExchange)
        exchange.command, exchange.path = "GET", f"{parts.path}?{parts.query}"
        exchange.headers = {"Host": parts.netloc, "Authorization": f"Bearer {self._token}"}
        try:
            return 200, exchange._read()
        except Refusal as refusal:
            return refusal.status, refusal.document

    def arm(self, memory=None):
        """Return an Arm that asks here, and remembers what C(memory) has."""
        arm = Asking(self._settings, StaticToken(), Deadline(_SECONDS))
        LabAzure._first = LabAzure._first or arm
        arm._clients, arm._transport = LabAzure._first._clients, LabAzure._first._sender()
        arm._memory = dict(memory or {})
        return arm

    def observe(self, declaration, arm=None):
        """Return what private_endpoint_info returns for one account."""
        self._asking = arm or self.arm()
        (observed,) = observe(self._asking, [declaration], 1)
        return dict(observed, **judged(observed, declaration))


def azure_checks(declaration, observed):
    """Return the checks of Azure's side in the document of a run that no host took part in."""
    document = judge(
        {
            "accounts": [declaration],
            "observations": [],
            "azure": {"accounts": [observed]},
            "started": "2026-11-22T10:00:00Z",
            "ended": "2026-11-22T10:00:02Z",
        }
    )
    (account,) = document["accounts"]
    return [check for check in account["checks"] if check["link"] == "azure"]
