# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.
"""Identities that need no secret of ours: the managed one of an Azure host, and that of the Azure CLI."""

from __future__ import annotations

import os
import socket
import subprocess
from urllib.parse import urlsplit

from .._core.text import shown_url

_IMDS = "http://169.254.169.254"
# A managed identity on other hosts than virtual machines (App Service, Arc, Cloud Shell) is announced by these.
_OTHER_IDENTITY_SERVICES = ("IDENTITY_ENDPOINT", "MSI_ENDPOINT")
_IMDS_SECONDS = 1.5
# One more try after a second: azure-identity's own five would outlast every deadline, and hide what the service said.
_IMDS_RETRIES = {"retry_total": 2, "retry_status": 2, "retry_backoff_factor": 0.5, "retry_backoff_max": 1}


class CredentialError(Exception):
    """No token could be had: the text says from where and why, without any secret."""


def managed_identity(library, client_id=None):
    """Return azure-identity's credential of a managed identity, the host's own without C(client_id)."""
    client = {"client_id": client_id} if client_id else {}
    return library.ManagedIdentityCredential(**client, **_IMDS_RETRIES)


def cli_identity(library, deadline, tenant=None):
    """Return azure-identity's credential of the user who is signed in to the Azure CLI."""
    where = {"tenant_id": tenant} if tenant else {}
    # A little less than there is: the CLI is to be stopped before this process ends.
    return library.AzureCliCredential(process_timeout=deadline.remaining() * 0.9, **where)


def ran_out_of_time(exc):
    """Return whether an exception says that no token came in time."""
    return isinstance(exc, TimeoutError) or isinstance(exc.__cause__, subprocess.TimeoutExpired)


def require_identity_service(deadline):
    """Raise CredentialError soon where azure-identity would wait half a minute for a service that is not there."""
    if any(os.environ.get(name) for name in _OTHER_IDENTITY_SERVICES):
        return
    url = os.environ.get("AZURE_POD_IDENTITY_AUTHORITY_HOST") or _IMDS
    try:
        parts = urlsplit(url)
        address = (parts.hostname, parts.port or 80)
    except ValueError:
        address = (None, None)
    if not address[0]:
        raise ValueError(f"AZURE_POD_IDENTITY_AUTHORITY_HOST: {shown_url(url)!r}; accepted is a URL such as {_IMDS}")
    try:
        socket.create_connection(address, timeout=deadline.at_most(_IMDS_SECONDS).remaining()).close()
    except OSError as exc:
        raise CredentialError(
            "auth_source: msi: no managed identity service answers at {}:{}; this host is no Azure virtual machine, or "
            "something on it keeps the address away".format(*address)
        ) from exc
