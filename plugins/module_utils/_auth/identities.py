# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.
"""Identities that need no secret from the user: the managed one of an Azure host, and that of the Azure CLI."""

from __future__ import annotations

import os
import socket
import subprocess
from typing import Any
from urllib.parse import urlsplit

from .._core.deadline import Deadline
from .._core.text import shown_url

_IMDS = "http://169.254.169.254"
# A managed identity on other hosts than virtual machines (App Service, Arc, Cloud Shell) is announced by these.
_OTHER_IDENTITY_SERVICES = ("IDENTITY_ENDPOINT", "MSI_ENDPOINT")
_IMDS_SECONDS = 1.5
# One more try after a second: azure-identity's own five would outlast every deadline, and hide the service's answer.
_IMDS_RETRIES = {"retry_total": 2, "retry_status": 2, "retry_backoff_factor": 0.5, "retry_backoff_max": 1}


class CredentialError(Exception):
    """No token could be obtained: the text says from where and why, without any secret."""


def managed_identity(library: Any, client_id: str | None = None) -> Any:
    """Return azure-identity's credential of a managed identity, the host's own without C(client_id)."""
    client = {"client_id": client_id} if client_id else {}
    return library.ManagedIdentityCredential(**client, **_IMDS_RETRIES)


def cli_identity(library: Any, deadline: Deadline, tenant: str | None = None) -> Any:
    """Return azure-identity's credential of the user who is signed in to the Azure CLI."""
    where = {"tenant_id": tenant} if tenant else {}
    # A little less than remains: the CLI must stop before this process ends.
    return library.AzureCliCredential(process_timeout=deadline.remaining() * 0.9, **where)


def ran_out_of_time(exc: BaseException) -> bool:
    """Return whether an exception says that no token came in time."""
    return isinstance(exc, TimeoutError) or isinstance(exc.__cause__, subprocess.TimeoutExpired)


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
