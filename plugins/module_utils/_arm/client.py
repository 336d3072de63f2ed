# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Azure Resource Manager through its SDKs: read only, within one deadline, each failure named."""

from __future__ import annotations

import contextlib
import importlib
import json
import threading
from typing import Any, Callable, TypeVar

from .._auth.transport import RETRIES, Transport
from .._azure.services import ACCOUNTS
from .._core.deadline import Deadline
from .._core.needed import NEEDED, requirement
from .._core.text import clean
from .._core.threads import call_abandonable
from . import models
from .errors import clock_difference, on_the_way
from .settings import Settings, secrets

_T = TypeVar("_T")

_USER_AGENT = "ansible-privatelink.azure_ai"


# How the message begins of an answer that arrived and that an SDK, or what reads it here, cannot take.
NO_USABLE_ANSWER = "no usable answer"


# Imported late by azure-core itself, or by what is read through no SDK.
_CORE = (
    "azure.core.exceptions",
    "azure.core.pipeline.policies",
    "azure.core.polling",
    "azure.core.rest",
    "azure.core.rest._requests_basic",
)
# Of every observation of an account.
OF_ACCOUNTS = (ACCOUNTS.library, "azure.mgmt.network", "azure.mgmt.privatedns")


def import_sdks(*libraries: str) -> None:
    """Import what an Arm uses of azure-core, and those SDKs.

    To be called before threads share an Arm. Where two of them import parts of azure-core at once, Python ends one of
    the imports with a _DeadlockError, or with a name that is not defined yet; and their models have no lock either.
    What is missing is named by the read that needs it.
    """
    for name in (*_CORE, *libraries):
        with contextlib.suppress(Exception):
            importlib.import_module(name)
    for name in libraries:
        with contextlib.suppress(Exception):
            models.guard(importlib.import_module(f"{name}.models"))
    with contextlib.suppress(Exception):
        from azure.core.pipeline.transport import RequestsTransport as _imported_late  # noqa: F401


class Unread(Exception):
    """Something that could not be read: C(action), C(id), C(reason) and C(message), one line without any secret.

    C(reason) is V(denied), V(missing), V(unavailable) or V(no_library). C(action) is as in roles, such as
    C(Microsoft.Network/privateEndpoints/read).
    """

    def __init__(self, action: str, id: str, reason: str, message: str) -> None:  # the interface's own name for it
        super().__init__(action, id, reason, message)
        self.action = action
        self.id = id
        self.reason = reason
        self.message = message

    def __str__(self) -> str:
        return self.message


class Arm:
    """The Resource Manager of one call of a module; safe to share by threads."""

    def __init__(self, settings: Settings, credential: Any, deadline: Deadline) -> None:
        self._settings = settings
        self._credential = credential
        self._deadline = deadline
        self._lock = threading.Lock()
        self._clients: dict[tuple[str, str], Any] = {}
        self._memory: dict[tuple[str, str], _Once] = {}
        self._transport: Transport | None = None

    def network(self, subscription_id: str) -> Any:
        """Return the NetworkManagementClient of a subscription. Raises Unread V(no_library)."""
        return self._client("Network", "azure.mgmt.network", "NetworkManagementClient", subscription_id)

    def private_dns(self, subscription_id: str) -> Any:
        """Return the PrivateDnsManagementClient of a subscription. Raises Unread V(no_library)."""
        return self._client("Network", "azure.mgmt.privatedns", "PrivateDnsManagementClient", subscription_id)

    def accounts(self, subscription_id: str) -> Any:
        """Return the client for the accounts of a subscription. Raises Unread V(no_library)."""
        return self._client(ACCOUNTS.provider, ACCOUNTS.library, ACCOUNTS.client, subscription_id)

    def document(self, path: str, api_version: str) -> Any:
        """Return the decoded JSON at a path of the Resource Manager, for use within read()."""
        return self._get(f"{self._settings.cloud.arm}{path}?api-version={api_version}")

    def documents(self, path: str, api_version: str) -> list[Any]:
        """Return the entries of all pages of a list, for use within read()."""
        entries: list[Any] = []
        page = self.document(path, api_version)
        while True:
            found = page.get("value") if isinstance(page, dict) else None
            if not isinstance(found, list):
                raise ValueError("a list without entries, not even an empty one")
            entries += found
            if not page.get("nextLink"):
                return entries
            page = self._get(str(page["nextLink"]))

    def _get(self, url: str) -> Any:
        from azure.core.exceptions import HttpResponseError
        from azure.core.pipeline import Pipeline
        from azure.core.rest import HttpRequest

        with self._lock:
            sender: Any = self._sender()
            pipeline: Any = Pipeline(sender, self._policies())
        response = pipeline.run(HttpRequest("GET", url)).http_response
        if response.status_code != 200:
            raise HttpResponseError(response=response)
        return json.loads(response.text())

    def read(self, action: str, resource_id: str, function: Callable[..., Any], *args: Any) -> Any:
        """Return C(function(*args)), the pages of a list as one list. Raises Unread for everything that goes wrong."""

        def ask() -> Any:
            answer = function(*args)
            # Pages are requested as they are used: here, where the deadline holds and failures are named.
            return list(answer) if hasattr(answer, "by_page") else answer

        try:
            # Abandonable: getaddrinfo and an answer that drips have no deadline.
            return call_abandonable(ask, self._deadline.remaining())
        except Unread as exc:  # a client that could not be created knows its library, not the request
            raise Unread(action, resource_id, exc.reason, exc.message) from exc
        except Exception as exc:  # of azure-core, requests and the SDKs' own handling of odd answers
            reason, message = self._why(action, resource_id, exc)
            raise Unread(action, resource_id, reason, message) from None

    def shared(self, key: tuple[str, str], function: Callable[[], _T]) -> _T:
        """Return C(function()), called once for a key however many threads ask; an Unread is remembered too."""
        with self._lock:
            once = self._memory.setdefault(key, _Once(function))
        return once.value()

    def _client(self, provider: str, library: str, name: str, subscription_id: str) -> Any:
        with self._lock:
            key = (library, subscription_id)
            if key not in self._clients:
                self._clients[key] = self._new_client(provider, library, name, subscription_id)
            return self._clients[key]

    def _new_client(self, provider: str, library: str, name: str, subscription_id: str) -> Any:
        try:
            make = getattr(importlib.import_module(library), name)
            self._sender()
        except ImportError as exc:
            message = (
                f"{NEEDED[library]} is missing in the Python of this task ({clean(exc)}); run: "
                f"python3 -m pip install '{requirement(library)}'"
            )
            raise Unread(
                f"Microsoft.{provider}/*/read", "/subscriptions/" + subscription_id, "no_library", message
            ) from exc
        return make(
            self._credential,
            subscription_id,
            base_url=self._settings.cloud.arm,
            credential_scopes=[self._settings.cloud.scope],
            policies=self._policies(),
            transport=self._transport,
        )

    def _sender(self) -> Transport:
        if self._transport is None:
            self._transport = Transport(
                self._deadline,
                self._settings.ca_path,
                only=self._settings.cloud.arm,
                issuers=self._settings.trusted_issuers,
            )
        return self._transport

    def _policies(self) -> list[Any]:
        """Return the policies of one client, instead of the SDK's: they register no provider and follow no redirect."""
        from azure.core.pipeline import policies

        return [
            policies.RequestIdPolicy(),
            policies.UserAgentPolicy(base_user_agent=_USER_AGENT, user_agent_use_env=False),
            policies.ContentDecodePolicy(),
            policies.RetryPolicy(retry_total=RETRIES, retry_backoff_factor=0.5),
            policies.BearerTokenCredentialPolicy(self._credential, self._settings.cloud.scope),
        ]

    def _why(self, action: str, resource_id: str, exc: Exception) -> tuple[str, str]:
        """Return the reason and the message of an exception."""
        response = getattr(exc, "response", None)
        status = getattr(response, "status_code", None)
        if status is None:
            if isinstance(exc, TimeoutError):
                return "unavailable", f"no answer from {self._host()} in time; raise timeout, or lower concurrency"
            reason = on_the_way(exc, self._settings.cloud.arm)
            return "unavailable", reason or f"{NO_USABLE_ANSWER}: {self._clean(f'{type(exc).__name__}: {exc}')}"
        code, text = _error(response)
        answer = "{}{}".format(code or status, ": " + self._clean(text) if text else "")
        if code is None and status in (401, 403, 404, 407):
            return (
                "unavailable",
                f"{status} in a form that is not the Resource Manager's ({answer}): a proxy or firewall in front of "
                f"{self._host()} answered; allow the connection there, or add {self._host().partition(':')[0]} to "
                "NO_PROXY",
            )
        return self._by_code(status, code, answer, action, resource_id)

    def _by_code(self, status: int, code: str | None, answer: str, action: str, resource_id: str) -> tuple[str, str]:
        if code == "SubscriptionNotFound":
            # Azure answers the same for a subscription that does not exist and for one without any right in it.
            return (
                "denied",
                f"no such subscription, or no right in it ({answer}); check subscription_id and tenant, and "
                f"give the identity a role with {action} ('az account list' shows what it sees)",
            )
        if status == 403:
            return (
                "denied",
                f"the identity lacks {action} on {resource_id} ({answer}); give it a role with that action, such as "
                "Reader",
            )
        if status == 404:
            return "missing", f"there is no {resource_id} ({answer})"
        if code == "InvalidAuthenticationTokenTenant":
            return (
                "denied",
                f"wrong tenant: the subscription belongs to a different one than the token ({answer}); "
                "set tenant to the subscription's",
            )
        if status == 401:
            return "unavailable", "the Resource Manager refuses the token ({}): {}".format(
                answer,
                (self._transport and clock_difference(self._transport))
                or "check tenant, cloud_environment and this host's clock",
            )
        if status == 429:
            return "unavailable", (
                f"the Resource Manager throttles this caller, {RETRIES + 1} tries were "
                f"refused ({answer}); lower concurrency, or run again in a few minutes"
            )
        if 300 <= status < 400:
            return "unavailable", (
                f"{self._host()} answers with a redirect ({status}), which is not "
                "followed; a proxy or portal intercepts the request, or cloud_environment is wrong"
            )
        if status >= 500:
            return "unavailable", f"the Resource Manager failed ({answer}); run again in a few minutes"
        return "unavailable", f"the Resource Manager refuses the request ({answer})"

    def _host(self) -> str:
        return self._settings.cloud.arm.partition("://")[2]

    def _clean(self, text: str) -> str:
        return clean(text, secrets(self._settings))


def _error(response: Any) -> tuple[str | None, str | None]:
    """Return code and message of an ARM error, both None when the answer is not one of ARM's."""
    try:
        document = json.loads(response.text())
        # Private DNS answers for a record set that does not exist without the envelope of all other errors.
        error = document if document.get("code") == "NotFound" else document["error"]
        return str(error["code"]), str(error.get("message") or "")
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None, None


class _Once:
    """One call for many threads, and its outcome."""

    def __init__(self, function: Callable[[], Any]) -> None:
        self._function = function
        self._lock = threading.Lock()
        self._outcome: tuple[Any, Unread | None] | None = None

    def value(self) -> Any:
        with self._lock:
            if self._outcome is None:
                try:
                    self._outcome = (self._function(), None)
                except Unread as exc:
                    self._outcome = (None, exc)
            value, error = self._outcome
        if error is not None:
            raise Unread(*error.args)  # a new one for each thread: a traceback belongs to one
        return value
