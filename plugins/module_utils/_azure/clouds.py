# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Azure's clouds: where tokens come from, where Azure Resource Manager answers, and what the tokens are for."""

from __future__ import annotations

from typing import NamedTuple, Optional
from urllib.parse import urlsplit


class Cloud(NamedTuple):
    """One cloud. C(name) is the URL itself for a custom one, whose C(data_scope) is not known."""

    name: str
    authority: str  # Microsoft Entra ID
    arm: str  # Azure Resource Manager
    scope: str  # of a token for it
    data_scope: Optional[str]  # of a token for the data plane of Azure AI


CLOUDS = {
    cloud.name: cloud
    for cloud in (
        Cloud(
            "AzureCloud",
            "https://login.microsoftonline.com",
            "https://management.azure.com",
            "https://management.azure.com/.default",
            "https://cognitiveservices.azure.com/.default",
        ),
        Cloud(
            "AzureUSGovernment",
            "https://login.microsoftonline.us",
            "https://management.usgovcloudapi.net",
            "https://management.core.usgovcloudapi.net/.default",
            "https://cognitiveservices.azure.us/.default",
        ),
        Cloud(
            "AzureChinaCloud",
            "https://login.chinacloudapi.cn",
            "https://management.chinacloudapi.cn",
            "https://management.chinacloudapi.cn/.default",
            "https://cognitiveservices.azure.cn/.default",
        ),
    )
}


def cloud_named(text, authority=None):
    """Return the Cloud of a name, in whatever case, or of the C(https) URL of a Resource Manager of one's own.

    C(authority), a host or C(https) URL, takes the place of the cloud's. Raises ValueError that names option and value.
    """
    known = {name.lower(): cloud for name, cloud in CLOUDS.items()}.get(text.lower())
    if known is None:
        arm = _https_url(text)
        if arm is None:
            raise ValueError(
                f"cloud_environment: {text!r}; accepted is one of {', '.join(CLOUDS)}, or the https URL "
                "of a Resource Manager"
            )
        known = Cloud(arm, CLOUDS["AzureCloud"].authority, arm, arm + "/.default", None)
    if not authority:
        return known
    url = _https_url(authority if "://" in authority else "https://" + authority)
    if url is None:
        raise ValueError(
            f"adfs_authority_url: {authority.split('?')[0].rpartition('@')[2]!r}; accepted "
            "is an https URL without user, query or path"
        )
    return known._replace(authority=url)


def _https_url(text):
    """Return scheme, host and port of such a URL, or None."""
    try:
        parts = urlsplit(text.strip())
        sound = parts.scheme == "https" and parts.hostname and parts.port != 0
    except ValueError:
        return None
    if not sound or parts.username is not None or parts.query or parts.fragment or parts.path.strip("/"):
        return None
    return "https://" + parts.netloc.lower()
