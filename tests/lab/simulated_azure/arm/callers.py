# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Who may ask Azure: the callers that Entra knows, what each is there for, and their tokens. All values are fakes."""

from __future__ import annotations

import base64
import binascii
import json
import time
from dataclasses import dataclass

from simulated_azure.account import secret
from simulated_azure.arm.resources import guid

TENANT = "22222222-2222-4222-8222-222222222222"
OTHER_TENANT = "33333333-3333-4333-8333-333333333333"  # in which the lab's callers are strangers
LIFETIME = 3599  # seconds, as Entra gives
EXPIRED_SECONDS = 600
SKEW_SECONDS = 2 * 3600
EVERYTHING = ("Microsoft.",)


@dataclass(frozen=True)
class Caller:
    name: str
    what: str
    denied: tuple[str, ...] = ()  # beginnings of actions that it lacks
    token: str = "valid"  # or expired, skewed (the client's clock is two hours behind)
    secret_expired: bool = False

    @property
    def client_id(self) -> str:
        return guid(f"{self.name}.caller.lab.example")

    @property
    def object_id(self) -> str:
        return guid(f"{self.name}.principal.lab.example")

    @property
    def secret(self) -> str:
        return f"lab8Q~{secret(f'secret of {self.name}')}"

    @property
    def assertion(self) -> str:
        """The federated token of a workload identity."""
        return f"federated.{secret(f'assertion of {self.name}')}.lab"

    def claims(self) -> dict[str, object]:
        now = int(time.time())
        starts = {"valid": now, "expired": now - EXPIRED_SECONDS - LIFETIME, "skewed": now}[self.token]
        return {"tid": TENANT, "appid": self.client_id, "oid": self.object_id, "nbf": starts, "exp": starts + LIFETIME}


CALLERS = (
    Caller("reader", "may read all that the least privilege of the documentation names"),
    Caller("no-rights", "may read nothing", denied=EVERYTHING),
    Caller("no-dns-rights", "may not read private DNS zones", denied=("Microsoft.Network/privateDnsZones",)),
    Caller("no-network-rights", "may not read anything of the network", denied=("Microsoft.Network",)),
    Caller(
        "account-only",
        "may read accounts, and nothing below or beside them",
        denied=("Microsoft.Network", "Microsoft.CognitiveServices/accounts/"),
    ),
    Caller("expired", "its tokens have expired when they arrive at Resource Manager", token="expired"),
    Caller("skewed", "Azure's clock is two hours ahead of the client's", token="skewed"),
    Caller("secret-expired", "its secret has expired", secret_expired=True),
    Caller("jumphost", "the managed identity of the jumphost's virtual machine"),
)


def caller_named(name: str) -> Caller:
    """The row of that name; raises KeyError when there is none."""
    return {caller.name: caller for caller in CALLERS}[name]


def caller_of(client_id: str) -> Caller | None:
    return {caller.client_id: caller for caller in CALLERS}.get(client_id.lower())


def issue(caller: Caller, audience: str) -> str:
    """An access token, in the shape of a JWT."""
    claims = {"aud": audience, "iss": f"https://sts.windows.net/{TENANT}/", **caller.claims()}
    signed = f"{_encode({'typ': 'JWT', 'alg': 'RS256', 'kid': 'lab'})}.{_encode(claims)}"
    return f"{signed}.{secret(signed)}"


def claims_of(token: str) -> dict | None:
    """What a token of the lab says; None for anything else."""
    signed, _dot, signature = token.rpartition(".")
    if not signed or signature != secret(signed):
        return None
    try:
        return json.loads(base64.urlsafe_b64decode(signed.partition(".")[2] + "=="))
    except (binascii.Error, ValueError):
        return None


def _encode(part: dict[str, object]) -> str:
    return base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=")


def environment(subscription: str, caller: Caller = CALLERS[0]) -> dict[str, str]:
    """The variables with which azure.azcollection, and this collection, find the caller's credentials."""
    return {
        "AZURE_TENANT": TENANT,
        "AZURE_CLIENT_ID": caller.client_id,
        "AZURE_SECRET": caller.secret,
        "AZURE_SUBSCRIPTION_ID": subscription,
    }
