# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Azure Resource Manager: which answer a request gets, and how long it takes. Reading is all that it can do."""

from __future__ import annotations

import re
import threading
import time
from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import unquote, urlencode

from simulated_azure import switches
from simulated_azure.arm.callers import EVERYTHING, OTHER_TENANT, SKEW_SECONDS, TENANT, Caller, caller_of, claims_of
from simulated_azure.arm.estate import FOREIGN_SUBSCRIPTION, SPARE_GROUP, TENANT_SUBSCRIPTION, documents, groups
from simulated_azure.arm.resources import Document
from simulated_azure.faults.azure import ALL_SIDES, SUBSCRIPTION
from simulated_azure.http.service import Exchange

API_VERSION = re.compile(r"20\d\d-\d\d-\d\d(-preview)?")
SKIP = "$skiptoken"
RECORD_TYPES = ("A", "CNAME")


@dataclass(frozen=True)
class Manner:
    """How Resource Manager speaks of the resources of a subscription."""

    seconds: float | None = 0  # before each answer; None: there is none
    page: int = 100  # resources in an answer
    refusals: int | None = 0  # 429s before each answer of a caller's request; None: no end
    denied: tuple[str, ...] = ()  # beginnings of actions that nobody may do
    denied_group: str = ""  # the one resource group in which they are denied; empty: everywhere


MANNERS = {
    "answers": Manner(),
    "throttles": Manner(refusals=1),
    "throttles_always": Manner(refusals=None),
    "slow": Manner(seconds=1),
    "silent": Manner(seconds=None),
    "pages": Manner(page=1),
    "denies_zones": Manner(denied=("Microsoft.Network/privateDnsZones",)),
    "denies_spare_zone": Manner(denied=("Microsoft.Network/privateDnsZones/",), denied_group=SPARE_GROUP),
    "denies_rulesets": Manner(denied=("Microsoft.Network/dnsForwardingRulesets",)),
    "denies_everything": Manner(denied=EVERYTHING),
}
SUBSCRIPTIONS = {
    **{row.subscription_id: MANNERS[row.side.manners] for row in ALL_SIDES},
    SUBSCRIPTION: MANNERS[switches.switched().manner],
    FOREIGN_SUBSCRIPTION: MANNERS["denies_everything"],
    TENANT_SUBSCRIPTION: MANNERS["answers"],
}


class Refusal(Exception):
    """An error of Resource Manager; ends the request."""

    def __init__(self, status: int, code: str, message: str, **headers: str) -> None:
        super().__init__(message)
        self.status = status
        self.document: Document = {"error": {"code": code, "message": message}}
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


class _NoRecordSet(Refusal):
    """The error that private DNS writes itself, without the envelope of all others."""

    def __init__(self, name: str, target: Target) -> None:
        message = (
            f"The resource record '{name}' does not exist in resource group '{target.group}' of subscription "
            f"'{target.subscription}'."
        )
        super().__init__(404, "NotFound", message)
        self.document = {"code": "NotFound", "message": message}


class _Silence(Exception):
    """Resource Manager leaves the request without an answer."""


class Target(NamedTuple):
    """What a path means. Names are as the client wrote them where they stand in messages, else in lower case."""

    subscription: str
    group: str | None
    identity: str  # of the resource, or of what is above the listed ones
    type: str
    listed: str  # the last type of a list; empty: one resource


class ArmExchange(Exchange):
    _refused: Counter = Counter()
    _lock = threading.Lock()
    _caller: Caller | None = None

    def respond(self) -> None:
        self._caller = None
        try:
            document = self._read()
        except Refusal as refusal:
            self._finish(refusal.status, refusal.document, refusal.headers)
        except _Silence:
            self.say_nothing(**self._seen)
        else:
            self._finish(200, document, {"x-ms-ratelimit-remaining-subscription-reads": "11999"})

    def _finish(self, status: int, document: Document, headers: dict[str, str]) -> None:
        if self._caller and self._caller.token == "skewed":
            headers = {**headers, "Date": self.date_time_string(time.time() + SKEW_SECONDS)}
        self.send(status, document, headers, **self._seen)

    @property
    def _seen(self) -> dict[str, object]:
        return {
            "caller": self._caller.client_id if self._caller else None,
            "authorization": "Authorization" in self.headers,
        }

    def _read(self) -> Document:
        if self.command != "GET":
            raise Refusal(
                405, "HttpMethodNotAllowed", f"The lab only reads: {self.command} is not allowed.", Allow="GET"
            )
        if self.url_path == "/metadata/endpoints":
            return self._endpoints()
        self._caller = self._authenticated()
        if not API_VERSION.fullmatch(self.query.get("api-version", "")):
            raise Refusal(
                400,
                "MissingApiVersionParameter",
                "The api-version query parameter (?api-version=) is required for all requests.",
            )
        if self.url_path.rstrip("/") == "/subscriptions":
            return {"value": self._subscriptions()}
        target = _parse(self.url_path)
        manner = SUBSCRIPTIONS.get(target.subscription)
        if manner is None:
            raise Refusal(404, "SubscriptionNotFound", f"The subscription '{target.subscription}' could not be found.")
        if target.subscription == TENANT_SUBSCRIPTION:
            raise _wrong_tenant()
        if manner.seconds is None:
            raise _Silence
        time.sleep(manner.seconds)
        self._throttle(target.subscription, manner)
        self._authorize(target, manner)
        return self._list(target, manner) if target.listed else _get(target)

    def _authenticated(self) -> Caller:
        scheme, _space, token = self.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            raise _unauthenticated(
                "AuthenticationFailed", "Authentication failed. The 'Authorization' header is missing."
            )
        claims = claims_of(token)
        caller = caller_of(claims["appid"]) if claims else None
        if caller is None or "management" not in claims["aud"]:
            raise _unauthenticated("InvalidAuthenticationToken", "The access token is invalid.")
        self._caller = caller
        now = time.time() + (SKEW_SECONDS if caller.token == "skewed" else 0)
        if claims["exp"] <= now:
            raise _unauthenticated(
                "ExpiredAuthenticationToken",
                (
                    f"The access token expiry UTC time '{_clock(claims['exp'])}' is earlier than current UTC time "
                    f"'{_clock(now)}'."
                ),
            )
        return caller

    def _subscriptions(self) -> list[Document]:
        if self._caller.denied == EVERYTHING:
            return []
        return [
            {
                "id": f"/subscriptions/{identity}",
                "subscriptionId": identity,
                "tenantId": TENANT,
                "state": "Enabled",
                "displayName": "lab",
                "authorizationSource": "RoleBased",
            }
            for identity, manner in SUBSCRIPTIONS.items()
            if manner.denied != EVERYTHING and identity != TENANT_SUBSCRIPTION
        ]

    def _throttle(self, subscription: str, manner: Manner) -> None:
        request = (self._caller.name, self.path.lower())
        with self._lock:
            self._refused[request] += 1
            refuse = manner.refusals is None or self._refused[request] <= manner.refusals
            if not refuse:
                del self._refused[request]  # the next run of a test meets the same
        if refuse:
            raise Refusal(
                429,
                "SubscriptionRequestsThrottled",
                (
                    f"Number of 'read' requests for subscription '{subscription}' actor '{self._caller.object_id}' "
                    "exceeded. Please try again after '1' seconds after additional tokens are available. Refer to "
                    "https://aka.ms/arm-throttling for additional information."
                ),
                Retry_After="1",
            )

    def _authorize(self, target: Target, manner: Manner) -> None:
        action = f"{target.type}/read"
        of_group = not manner.denied_group or target.group == manner.denied_group
        denied_here = (*(manner.denied if of_group else ()), *self._caller.denied)
        if not any(action.lower().startswith(denied.lower()) for denied in denied_here):
            return
        raise Refusal(
            403,
            "AuthorizationFailed",
            (
                f"The client '{self._caller.client_id}' with object id '{self._caller.object_id}' does not have "
                f"authorization to perform action '{action}' over scope '{target.identity}' or the scope is invalid. If "
                "access was recently granted, please refresh your credentials."
            ),
        )

    def _list(self, target: Target, manner: Manner) -> Document:
        found = _listed(target)
        query = {name.lower(): value for name, value in self.query.items()}
        start = int(query.get(SKIP) or 0)
        answer: Document = {"value": found[start : start + manner.page]}
        if start + manner.page < len(found):
            following = urlencode({"api-version": self.query["api-version"], "$skipToken": start + manner.page})
            answer["nextLink"] = f"https://{self.host}{self.url_path}?{following}"
        return answer

    def _endpoints(self) -> Document:
        return {
            "portalEndpoint": "https://portal.azure.com/",
            "galleryEndpoint": "https://gallery.azure.com/",
            "graphEndpoint": "https://graph.windows.net/",
            "resourceManagerEndpoint": f"https://{self.host}/",
            "authentication": {
                "loginEndpoint": "https://login.microsoftonline.com/",
                "tenant": "common",
                "audiences": ["https://management.core.windows.net/", "https://management.azure.com/"],
            },
        }


def _clock(seconds: float) -> str:
    return time.strftime("%m/%d/%Y %I:%M:%S %p", time.gmtime(seconds))


def _unauthenticated(code: str, message: str, tenant: str = TENANT) -> Refusal:
    return Refusal(
        401,
        code,
        message,
        WWW_Authenticate=(
            f'Bearer authorization_uri="https://login.windows.net/{tenant}", error="invalid_token", '
            f'error_description="{message}"'
        ),
    )


def _wrong_tenant() -> Refusal:
    return _unauthenticated(
        "InvalidAuthenticationTokenTenant",
        (
            f"The access token is from the wrong issuer 'https://sts.windows.net/{TENANT}/'. It must match the tenant "
            f"'https://sts.windows.net/{OTHER_TENANT}/' associated with this subscription. Please use the authority (URL) "
            f"'https://login.windows.net/{OTHER_TENANT}' to get the token. Note, if the subscription is transferred to "
            "another tenant there is no impact to the services, but information about new tenant could take time to "
            "propagate (up to an hour). If you just transferred your subscription and see this error message, please try "
            "back later."
        ),
        OTHER_TENANT,
    )


def _parse(path: str) -> Target:
    """What a path means; raises Refusal when it means nothing."""
    above, *below = re.split("/providers/", unquote(path).strip("/"), maxsplit=1, flags=re.IGNORECASE)
    scope = above.split("/")
    provider, *parts = "".join(below).split("/")
    if len(scope) not in (2, 4) or scope[0].lower() != "subscriptions" or not parts:
        raise Refusal(404, "NotFound", f"The lab has nothing at '{path}'.")
    listed = parts[-1] if len(parts) % 2 else ""
    kept = parts[:-1] if listed else parts
    identity = f"/{above}" + (f"/providers/{'/'.join([provider, *kept])}" if kept else "")
    kind = "/".join(["Microsoft." + provider.partition(".")[2], *parts[::2]])
    return Target(scope[1].lower(), scope[3].lower() if len(scope) == 4 else None, identity, kind, listed.lower())


def _get(target: Target) -> Document:
    document = documents().get(target.identity.lower())
    if document is None:
        raise _missing(target)
    return document


def _listed(target: Target) -> list[Document]:
    """The resources of the type at that scope, by name."""
    scope = target.identity.lower()
    if "/providers/" in scope and scope not in documents():
        raise _missing(target)
    if target.group and (target.subscription, target.group) not in groups():
        raise _missing(target)
    wanted = target.type.lower().replace("/privatednszones/all", "/privatednszones/a")
    return [
        document
        for identity, document in documents().items()
        if identity.startswith(f"{scope}/") and str(document["type"]).lower() == wanted
    ]


def _missing(target: Target) -> Refusal:
    if target.group and (target.subscription, target.group) not in groups():
        return Refusal(404, "ResourceGroupNotFound", f"Resource group '{target.group}' could not be found.")
    zone, record_type, label = [*target.identity.rsplit("/", 2), "", ""][:3]
    if record_type in RECORD_TYPES and zone.lower() in documents():
        return _NoRecordSet(label, target)
    name = target.identity.partition("/providers/")[2]
    return Refusal(
        404,
        "ResourceNotFound",
        (
            f"The Resource '{name}' under resource group '{target.group}' was not found. For more details please go to "
            "https://aka.ms/ARMResourceNotFoundFix"
        ),
    )
