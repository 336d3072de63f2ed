# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Azure Resource Manager through its SDKs: read only, within one deadline, each failure named."""

from __future__ import annotations

import importlib
import json
import threading

from .._core.libraries import NEEDED
from .._core.text import clean
from .._core.threads import call_abandonable
from .errors import clock_difference, on_the_way
from .settings import secrets
from .transport import RETRIES, Transport

_USER_AGENT = "ansible-privatelink.azure_ai"


class Unread(Exception):
    """Something that could not be read: C(action), C(id), C(reason) and C(message), one line without any secret.

    C(reason) is V(denied), V(missing), V(unavailable) or V(no_library). C(action) is as in roles, such as
    C(Microsoft.Network/privateEndpoints/read).
    """

    def __init__(self, action, id, reason, message):  # the interface's own name for it
        super().__init__(action, id, reason, message)
        self.action = action
        self.id = id
        self.reason = reason
        self.message = message

    def __str__(self):
        return self.message


class Arm:
    """The Resource Manager of one call of a module; safe to share by threads."""

    def __init__(self, settings, credential, deadline):
        self._settings = settings
        self._credential = credential
        self._deadline = deadline
        self._lock = threading.Lock()
        self._clients = {}
        self._memory = {}
        self._transport = None

    def network(self, subscription_id):
        """Return the NetworkManagementClient of a subscription. Raises Unread V(no_library)."""
        return self._client("Network", "azure.mgmt.network", "NetworkManagementClient", subscription_id)

    def private_dns(self, subscription_id):
        """Return the PrivateDnsManagementClient of a subscription. Raises Unread V(no_library)."""
        return self._client("Network", "azure.mgmt.privatedns", "PrivateDnsManagementClient", subscription_id)

    def accounts(self, subscription_id):
        """Return the CognitiveServicesManagementClient of a subscription. Raises Unread V(no_library)."""
        return self._client(
            "CognitiveServices", "azure.mgmt.cognitiveservices", "CognitiveServicesManagementClient", subscription_id
        )

    def read(self, action, resource_id, function, *args):
        """Return C(function(*args)), the pages of a list as one list. Raises Unread for all that goes wrong."""

        def ask():
            answer = function(*args)
            # Pages are asked for as they are used: here, where the deadline holds and failures are named.
            return list(answer) if hasattr(answer, "by_page") else answer

        try:
            # Abandonable: getaddrinfo and an answer that drips know no deadline.
            return call_abandonable(ask, self._deadline.remaining())
        except Unread as exc:  # a client that could not be made knows its library, not what it was wanted for
            raise Unread(action, resource_id, exc.reason, exc.message) from exc
        except Exception as exc:  # of azure-core, requests and the SDKs' own handling of odd answers
            reason, message = self._why(action, resource_id, exc)
            raise Unread(action, resource_id, reason, message) from None

    def shared(self, key, function):
        """Return C(function()), called once for a key however many threads ask; an Unread is remembered too."""
        with self._lock:
            once = self._memory.setdefault(key, _Once(function))
        return once.value()

    def _client(self, provider, library, name, subscription_id):
        with self._lock:
            key = (library, subscription_id)
            if key not in self._clients:
                self._clients[key] = self._new_client(provider, library, name, subscription_id)
            return self._clients[key]

    def _new_client(self, provider, library, name, subscription_id):
        try:
            make = getattr(importlib.import_module(library), name)
            if self._transport is None:
                self._transport = Transport(self._deadline, self._settings.ca_path, only=self._settings.cloud.arm)
        except ImportError as exc:
            needed = NEEDED[library]
            message = "{} is missing in the Python of this task ({}); type: python3 -m pip install '{}'".format(
                needed, clean(exc), needed.replace(" ", "")
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

    def _policies(self):
        """Return the policies of one client, instead of the SDK's: they register no provider and follow no redirect."""
        from azure.core.pipeline import policies

        return [
            policies.RequestIdPolicy(),
            policies.UserAgentPolicy(base_user_agent=_USER_AGENT, user_agent_use_env=False),
            policies.ContentDecodePolicy(),
            policies.RetryPolicy(retry_total=RETRIES, retry_backoff_factor=0.5),
            policies.BearerTokenCredentialPolicy(self._credential, self._settings.cloud.scope),
        ]

    def _why(self, action, resource_id, exc):
        """Return the reason and the message of an exception."""
        response = getattr(exc, "response", None)
        status = getattr(response, "status_code", None)
        if status is None:
            if isinstance(exc, TimeoutError):
                return "unavailable", f"no answer of {self._host()} in time; raise timeout, or lower concurrency"
            said = on_the_way(exc, self._settings.cloud.arm)
            return "unavailable", said or f"no usable answer: {self._clean(f'{type(exc).__name__}: {exc}')}"
        code, text = _error(response)
        said = "{}{}".format(code or status, ": " + self._clean(text) if text else "")
        if code is None and status in (401, 403, 404, 407):
            return (
                "unavailable",
                "{} in a form that is not the Resource Manager's ({}): a proxy or firewall before "
                "{} answered; have it pass, or name {} in NO_PROXY".format(
                    status, said, self._host(), self._host().partition(":")[0]
                ),
            )
        return self._by_code(status, code, said, action, resource_id)

    def _by_code(self, status, code, said, action, resource_id):
        if code == "SubscriptionNotFound":
            # Azure says the same of a subscription that is not there and of one without any right in it.
            return (
                "denied",
                f"no such subscription, or no right in it ({said}); check subscription_id and tenant, and "
                f"give the identity a role with {action} ('az account list' shows what it sees)",
            )
        if status == 403:
            return (
                "denied",
                f"the identity lacks {action} on {resource_id} ({said}); give it a role with that action, such as Reader",
            )
        if status == 404:
            return "missing", f"there is no {resource_id} ({said})"
        if code == "InvalidAuthenticationTokenTenant":
            return (
                "denied",
                f"wrong tenant: the subscription belongs to another one than the token ({said}); "
                "set tenant to the subscription's",
            )
        if status == 401:
            return "unavailable", "the Resource Manager refuses the token ({}): {}".format(
                said, clock_difference(self._transport) or "check tenant, cloud_environment and this host's clock"
            )
        if status == 429:
            return "unavailable", (
                f"the Resource Manager throttles this caller, {RETRIES + 1} tries were "
                f"refused ({said}); lower concurrency, or run again in some minutes"
            )
        if 300 <= status < 400:
            return "unavailable", (
                f"{self._host()} answers with a redirect ({status}), which is not "
                "followed; a proxy or portal is in the way, or cloud_environment is "
                "wrong"
            )
        if status >= 500:
            return "unavailable", f"the Resource Manager has a fault of its own ({said}); run again in some minutes"
        return "unavailable", f"the Resource Manager refuses the request ({said})"

    def _host(self):
        return self._settings.cloud.arm.partition("://")[2]

    def _clean(self, text):
        return clean(text, secrets(self._settings))


def _error(response):
    """Return code and message of an ARM error, both None when the answer is none of ARM's."""
    try:
        error = json.loads(response.text())["error"]
        return str(error["code"]), str(error.get("message") or "")
    except (ValueError, LookupError, TypeError, AttributeError):
        return None, None


class _Once:
    """One call for many threads, and what came of it."""

    def __init__(self, function):
        self._function = function
        self._lock = threading.Lock()
        self._outcome = None

    def value(self):
        with self._lock:
            if self._outcome is None:
                try:
                    self._outcome = (self._function(), None)
                except Unread as exc:
                    self._outcome = (None, exc)
        value, error = self._outcome
        if error is not None:
            raise Unread(*error.args)  # its own for each thread: a traceback belongs to one
        return value
