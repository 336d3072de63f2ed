# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Azure's clouds: where tokens come from, where Azure Resource Manager answers, and the scope of its tokens."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import urlsplit


class Cloud(NamedTuple):
    """One cloud. C(name) is the URL itself for a custom one."""

    name: str
    authority: str  # Microsoft Entra ID
    arm: str  # Azure Resource Manager
    scope: str  # of a token for it


CLOUDS = {
    cloud.name: cloud
    for cloud in (
        Cloud(
            "AzureCloud",
            "https://login.microsoftonline.com",
            "https://management.azure.com",
            "https://management.azure.com/.default",
        ),
        Cloud(
            "AzureUSGovernment",
            "https://login.microsoftonline.us",
            "https://management.usgovcloudapi.net",
            "https://management.core.usgovcloudapi.net/.default",
        ),
        Cloud(
            "AzureChinaCloud",
            "https://login.chinacloudapi.cn",
            "https://management.chinacloudapi.cn",
            "https://management.chinacloudapi.cn/.default",
        ),
    )
}


def cloud_named(text: str, authority: str | None = None) -> Cloud:
    """Return the Cloud of a name, in whatever case, or of the C(https) URL of a custom Resource Manager.

    C(authority), a host or C(https) URL, takes the place of the cloud's. Raises ValueError that names option and value.
    """
    known = {name.lower(): cloud for name, cloud in CLOUDS.items()}.get(text.lower())
    if known is None:
        arm = _https_url(text)
        if arm is None:
            raise ValueError(
                f"cloud_environment: {text!r} is not a valid cloud: expected one of {', '.join(CLOUDS)}, or the "
                "https URL "
                "of a Resource Manager"
            )
        known = Cloud(arm, CLOUDS["AzureCloud"].authority, arm, arm + "/.default")
    if not authority:
        return known
    url = _https_url(authority if "://" in authority else "https://" + authority)
    if url is None:
        raise ValueError(
            f"adfs_authority_url: {authority.split('?')[0].rpartition('@')[2]!r} is not a valid authority: expected "
            "an https URL without user, query or path"
        )
    return known._replace(authority=url)


def _https_url(text: str) -> str | None:
    """Return scheme, host and port of an C(https) URL without anything else, or None."""
    try:
        parts = urlsplit(text.strip())
        sound = parts.scheme == "https" and parts.hostname and parts.port != 0
    except ValueError:
        return None
    if not sound or parts.username is not None or parts.query or parts.fragment or parts.path.strip("/"):
        return None
    return "https://" + parts.netloc.lower()
