# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.
"""Where tokens come from: Entra ID, asked with azure-identity. Imported where a token is needed."""

from __future__ import annotations

import os
import socket
import subprocess
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

from .._azure.clouds import CLOUDS
from .._azure.services import ENDPOINT_DOMAINS, token_scope
from .._core.deadline import Deadline
from .._core.text import clean, shown_url
from .._core.threads import call_abandonable
from .credentials import Credential, CredentialError, account_of
from .issuers import Inspected
from .transport import TOKEN_BYTES, Excess, OutOfTime, Refused, Transport, causes

_SECONDS = 60


def acquire(
    source: str,
    hosts: Iterable[str],
    scope: str | None = None,
    options: Mapping[str, Any] | None = None,
    deadline: Deadline | None = None,
    issuers: frozenset[str] = frozenset(),
) -> Credential:
    """Return a Credential with a token of Entra ID, for the names of Azure AI among C(hosts).

    C(source) is one of SOURCES other than V(none). C(options) may hold C(tenant), C(client_id), C(secret); environment
    variables of azure-identity and of azure.azcollection fill what is missing. Raises CredentialError, ValueError for
    missing options, and ImportError when azure-identity is not installed. Where there are C(issuers), nothing is sent
    to Entra ID over a certificate of another organization.
    """
    hosts, deadline = list(hosts), deadline or Deadline(_SECONDS)
    cloud = _one_cloud(hosts)
    scope = scope or next(token_scope(_suffix(host)) for host in hosts if account_of(host)[1])
    settings = _settings(options or {})
    if source == "msi":
        require_identity_service(deadline)
    import azure.identity as library

    _require(source, settings)

    def ask() -> str:
        return _identity(library, source, settings, _authority(cloud), deadline, issuers).get_token(scope).token

    try:
        # Abandonable, because azure-identity has timeouts and retries of its own.
        token = call_abandonable(ask, deadline.remaining())
    except Exception as exc:  # azure-core's errors, but also those of subprocesses and files behind a source
        refused = next((cause for cause in causes(exc) if isinstance(cause, (Excess, Refused, Inspected))), None)
        if refused:
            raise CredentialError(f"auth_source: {source} returned no token for {scope}: {refused}") from None
        if ran_out_of_time(exc):
            raise CredentialError(f"auth_source: {source} returned no token for {scope} in time") from None
        raise CredentialError(_refusal(source, scope, exc, settings)) from None
    return Credential("token", token)


def _suffix(host: str) -> str:
    return host.partition(".")[2]


def _one_cloud(hosts: Iterable[str]) -> str:
    clouds = {cloud for cloud in (account_of(host)[1] for host in hosts) if cloud}
    if len(clouds) > 1:
        names = " and ".join(sorted(clouds))
        raise ValueError(f"auth_source: the probes name accounts in {names}: expected one cloud per task")
    if not clouds:
        raise ValueError(
            "auth_source: a token is sent only to hosts of Azure AI, and no probe has one: expected names such as "
            f"example.{ENDPOINT_DOMAINS[0]}"
        )
    return clouds.pop()


def _authority(cloud: str) -> str | None:
    # In the public cloud azure-identity's own default counts, which AZURE_AUTHORITY_HOST may change.
    return None if cloud == "AzureCloud" else CLOUDS[cloud].authority


def _default_authority() -> str:
    given = os.environ.get("AZURE_AUTHORITY_HOST") or CLOUDS["AzureCloud"].authority
    return given if "://" in given else f"https://{given}"


def _settings(options: Mapping[str, Any]) -> dict[str, str | None]:
    environment = {
        "tenant": ("AZURE_TENANT_ID", "AZURE_TENANT"),
        "client_id": ("AZURE_CLIENT_ID",),
        "secret": ("AZURE_CLIENT_SECRET", "AZURE_SECRET"),
        "certificate": ("AZURE_CLIENT_CERTIFICATE_PATH",),
    }
    return {
        key: options.get(key) or next((os.environ[name] for name in names if os.environ.get(name)), None)
        for key, names in environment.items()
    }


def _identity(
    library: Any,
    source: str,
    settings: Mapping[str, str | None],
    authority: str | None,
    deadline: Deadline,
    issuers: frozenset[str],
) -> Any:
    if source == "msi":
        return managed_identity(library, deadline, settings["client_id"])
    if source == "cli":
        return cli_identity(library, deadline)
    where: dict[str, Any] = {"authority": authority} if authority else {}
    where["transport"] = Transport(
        deadline, post_to=authority or _default_authority(), most=TOKEN_BYTES, issuers=issuers
    )
    if source == "workload_identity":
        # None leaves it to azure-identity, which reads the variables of the pod.
        application = {"tenant_id": settings["tenant"], "client_id": settings["client_id"]}
        return library.WorkloadIdentityCredential(**application, **where)
    if _by_certificate(source, settings):
        return library.CertificateCredential(
            settings["tenant"], settings["client_id"], settings["certificate"], **where
        )
    return library.ClientSecretCredential(settings["tenant"], settings["client_id"], settings["secret"], **where)


def _by_certificate(source: str, settings: Mapping[str, str | None]) -> bool:
    return source == "env" and bool(settings["certificate"]) and not settings["secret"]


def _require(source: str, settings: Mapping[str, str | None]) -> None:
    needed = ["tenant", "client_id"] if source in ("env", "client_secret") else []
    if needed and not _by_certificate(source, settings):
        needed.append("secret")
    missing = [key for key in needed if not settings[key]]
    if missing:
        raise ValueError(
            "auth_source: {} requires {}: expected the options of these names or the variables AZURE_TENANT_ID, "
            "AZURE_CLIENT_ID and AZURE_CLIENT_SECRET{}".format(
                source,
                " and ".join(filter(None, [", ".join(missing[:-1]), missing[-1]])),
                " (or AZURE_CLIENT_CERTIFICATE_PATH)" if source == "env" else "",
            )
        )


def _variables_of_pod(settings: Mapping[str, str | None]) -> list[str]:
    """Return the variables of a workload identity that are not there; its webhook sets all of them."""
    given = {
        "AZURE_TENANT_ID": settings["tenant"],
        "AZURE_CLIENT_ID": settings["client_id"],
        "AZURE_FEDERATED_TOKEN_FILE": os.environ.get("AZURE_FEDERATED_TOKEN_FILE"),
    }
    return [name for name, value in given.items() if not value]


def _refusal(source: str, scope: str, exc: Exception, settings: Mapping[str, str | None]) -> str:
    missing = _variables_of_pod(settings) if source == "workload_identity" else []
    if missing:
        return (
            f"auth_source: workload_identity requires {', '.join(missing)}, which the webhook of Microsoft Entra "
            "Workload ID sets in a pod: check the pod's label and the annotation of its service account, and "
            "re-create the pod"
        )
    text = clean(exc, [settings["secret"]] if settings["secret"] else [])
    status = getattr(exc, "status_code", None)
    kind = f"{type(exc).__name__} ({status})" if status else type(exc).__name__
    return f"auth_source: {source} returned no token for {scope}: {kind}: {text}"


_IMDS = "http://169.254.169.254"
# A managed identity on other hosts than virtual machines (App Service, Arc, Cloud Shell) is announced by these.
_OTHER_IDENTITY_SERVICES = ("IDENTITY_ENDPOINT", "MSI_ENDPOINT")
_IDENTITY_SERVICES = (*_OTHER_IDENTITY_SERVICES, "IMDS_ENDPOINT", "AZURE_POD_IDENTITY_AUTHORITY_HOST")
_IMDS_SECONDS = 1.5
# One more try after a second: azure-identity's own five would outlast every deadline, and hide the service's answer.
_IMDS_RETRIES = {"retry_total": 2, "retry_status": 2, "retry_backoff_factor": 0.5, "retry_backoff_max": 1}


def managed_identity(library: Any, deadline: Deadline, client_id: str | None = None) -> Any:
    """Return azure-identity's credential of a managed identity, the host's own without C(client_id)."""
    client = {"client_id": client_id} if client_id else {}
    services = [_IMDS, *filter(None, map(os.environ.get, _IDENTITY_SERVICES))]
    transport = Transport(deadline, post_to=_default_authority(), most=TOKEN_BYTES, plain=services)
    return library.ManagedIdentityCredential(**client, **_IMDS_RETRIES, transport=transport)


def cli_identity(library: Any, deadline: Deadline, tenant: str | None = None) -> Any:
    """Return azure-identity's credential of the user who is signed in to the Azure CLI."""
    where = {"tenant_id": tenant} if tenant else {}
    # A little less than remains: the CLI must stop before this process ends.
    return library.AzureCliCredential(process_timeout=deadline.remaining() * 0.9, **where)


def ran_out_of_time(exc: BaseException) -> bool:
    """Return whether an exception says that no token came in time."""
    if isinstance(exc, TimeoutError) or isinstance(exc.__cause__, subprocess.TimeoutExpired):
        return True
    return any(isinstance(cause, OutOfTime) for cause in causes(exc))


def require_identity_service(deadline: Deadline) -> None:
    """Raise CredentialError soon where azure-identity would wait half a minute for a service that does not exist."""
    if any(os.environ.get(name) for name in _OTHER_IDENTITY_SERVICES):
        return
    url = os.environ.get("AZURE_POD_IDENTITY_AUTHORITY_HOST") or _IMDS
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port or 80
    except ValueError:
        host, port = None, 0
    if not host:
        raise ValueError(
            f"AZURE_POD_IDENTITY_AUTHORITY_HOST: {shown_url(url)!r} is not a valid URL: expected one such as {_IMDS}"
        )
    try:
        socket.create_connection((host, port), timeout=deadline.at_most(_IMDS_SECONDS).remaining()).close()
    except OSError as exc:
        raise CredentialError(
            f"auth_source: msi: no managed identity service answers at {host}:{port}; this host is not an Azure "
            "virtual "
            "machine, or something on it blocks the address"
        ) from exc
