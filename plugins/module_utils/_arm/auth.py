# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Tokens for Azure Resource Manager, from azure-identity."""

from __future__ import annotations

import shutil
import threading
import time
from typing import Any

from .._auth.credentials import CredentialError
from .._auth.identities import (
    cli_identity,
    managed_identity,
    ran_out_of_time,
    require_identity_service,
)
from .._auth.transport import RETRIES, TOKEN_BYTES, Transport, silence
from .._core.deadline import Deadline
from .._core.threads import call_abandonable
from .errors import clock_difference, on_the_way, refused_by_entra
from .settings import Settings, secrets

# The application of the Azure CLI, as azure.azcollection uses it for users without an application.
_CLI_APPLICATION = "04b07795-8ddb-461a-bbee-02f9e1bf7b46"
_KEPT_SECONDS = 30


class AuthError(Exception):
    """No token could be obtained: the text names the source, what it lacked and the next step, without any secret."""


class Tokens:
    """A credential of azure-core that requests one token, once for all threads: the CLI caches none."""

    def __init__(self, identity: Any) -> None:
        self._identity = identity
        self._lock = threading.Lock()
        self._token: Any = None

    def get_token(self, *scopes: str, **options: Any) -> Any:
        """Return the AccessToken for the scopes, as azure-core's policies ask for it."""
        with self._lock:
            if options.get("claims"):  # the cached token was refused
                self._token = self._identity.get_token(*scopes, **options)
            elif self._token is None or self._token.expires_on - time.time() < _KEPT_SECONDS:
                self._token = self._identity.get_token(*scopes)
            return self._token

    def __repr__(self) -> str:
        return "Tokens(***)"


def authenticate(settings: Settings, deadline: Deadline) -> Tokens:
    """Return a credential for Azure's SDKs that holds a token for the Resource Manager of C(settings).

    Raises AuthError, and ImportError when azure-identity is not installed.
    """
    if settings.source == "msi":
        try:
            require_identity_service(deadline)
        except (CredentialError, ValueError) as exc:
            raise AuthError(str(exc)) from exc
    if settings.source == "cli" and not shutil.which("az"):
        raise AuthError(_no_token(settings, "Azure CLI not found on path"))
    import azure.identity as library

    silence()
    transport: Transport | None = None
    if settings.proof:
        transport = Transport(
            deadline,
            settings.ca_path,
            post_to=settings.cloud.authority,
            most=TOKEN_BYTES,
            issuers=settings.trusted_issuers,
        )
    try:
        credential = Tokens(_identity(library, settings, deadline, transport))
        # Abandonable: the CLI and the lookup of a name do not know this deadline.
        call_abandonable(lambda: credential.get_token(settings.cloud.scope), deadline.remaining())
    except Exception as exc:  # azure-core's errors, but also those of subprocesses and files behind a source
        raise AuthError(_why(settings, exc, transport)) from None
    return credential


def _identity(library: Any, settings: Settings, deadline: Deadline, transport: Transport | None) -> Any:
    if settings.source == "msi":
        return managed_identity(library, deadline, settings.client_id)
    if settings.source == "cli":
        return cli_identity(library, deadline, settings.tenant)
    common: dict[str, Any] = {
        "authority": settings.cloud.authority,
        "disable_instance_discovery": settings.disable_instance_discovery,
        "transport": transport,
        "retry_total": RETRIES,
        "retry_backoff_factor": 0.5,
    }
    application = (settings.tenant, settings.client_id)
    if settings.proof == "secret":
        return library.ClientSecretCredential(*application, settings.secret, **common)
    if settings.proof == "x509_certificate_path":
        if settings.certificate_password:
            common["password"] = settings.certificate_password
        return library.CertificateCredential(*application, settings.x509_certificate_path, **common)
    if settings.proof == "oidc_token":
        return _assertion_credential(library)(*application, lambda: settings.oidc_token, **common)
    if settings.proof == "oidc_token_file_path":
        return library.WorkloadIdentityCredential(
            tenant_id=settings.tenant,
            client_id=settings.client_id,
            token_file_path=settings.oidc_token_file_path,
            **common,
        )
    if settings.tenant:
        common["tenant_id"] = settings.tenant
    return library.UsernamePasswordCredential(
        settings.client_id or _CLI_APPLICATION, settings.ad_user, settings.password, **common
    )


def _assertion_credential(library: Any) -> Any:
    """Return azure-identity's class for a federated token, adapted to take a transport in 1.16 too."""

    class LastBase:
        def __init__(self, *unused: Any, **ignored: Any) -> None:
            """Accept what that version passes on to C(object), which accepts nothing."""

    class AssertionCredential(library.ClientAssertionCredential, LastBase):
        pass

    return AssertionCredential


def _why(settings: Settings, exc: Exception, transport: Transport | None) -> str:
    """Return why a source returned no token."""
    reason = "no answer in time; raise timeout" if ran_out_of_time(exc) else None
    if transport:
        reason = on_the_way(exc, settings.cloud.authority) or reason
    reason = reason or refused_by_entra(exc, secrets(settings))
    skew = transport and clock_difference(transport)
    if skew:
        reason = f"{reason}. In addition, {skew}"
    return _no_token(settings, reason)


def _no_token(settings: Settings, reason: str) -> str:
    """Return a source's reason, with its name and with what the sources before it lacked."""
    if settings.lacked and settings.source == "cli":
        return (
            "auth_source: auto found no credentials. {}. cli: {}. Export AZURE_TENANT, AZURE_CLIENT_ID "
            "and AZURE_SECRET, or run 'az login'".format(". ".join(settings.lacked), reason.rstrip("."))
        )
    return f"auth_source: {settings.source} returned no token for {settings.cloud.scope}: {reason}"
