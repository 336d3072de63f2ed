# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""What the name of an organization shows that issues certificates."""

from __future__ import annotations

import re

_PUBLIC_AUTHORITIES = re.compile(
    r"microsoft corporation|microsoft azure|digicert|let's encrypt|internet security research group|globalsign|sectigo|"
    r"comodo ca|entrust|godaddy|starfield|amazon|google trust services|baltimore|identrust|zerossl|buypass|actalis|"
    r"swisssign|quovadis|d-trust|t-systems|telesec|unizeto|asseco data systems|certum|ssl corp|harica|trustcor|wisekey|"
    r"geotrust|thawte|verisign|rapidssl|usertrust|gandi",
    re.IGNORECASE,
)
_INSPECTING = re.compile(
    r"zscaler|fortinet|fortigate|palo ?alto|netskope|blue ?coat|symantec web|cisco umbrella|forcepoint|websense|mcafee|"
    r"skyhigh|sophos|check ?point|barracuda|mitmproxy|squid|azure firewall|kaspersky|eset ssl|avast|bitdefender|"
    r"charles proxy|do_not_trust_fiddler|portswigger|burp|untangle|watchguard|sonicwall|iboss|cloudflare.{0,20}gateway|"
    r"menlo security|lightspeed|smoothwall|contentkeeper|ssl inspection|tls inspection|decrypt",
    re.IGNORECASE,
)


def is_public_authority(organization: str) -> bool:
    """Return whether systems trust the authorities of an organization, so that no device can issue in its name."""
    return bool(_PUBLIC_AUTHORITIES.search(organization))


def inspects_tls(issuer: str) -> bool:
    """Return whether an issuer is named like a product that inspects TLS."""
    return bool(_INSPECTING.search(issuer))
