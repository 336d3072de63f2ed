# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Steps that only look, and what several causes of the path link to."""

from __future__ import annotations

from ..model import LEARN, Command, Note

FIREWALL = LEARN + "private-link/inspect-traffic-with-azure-firewall"

# The request of the probe itself: what / answers shows nothing, as the front end answers it whatever its rules are.
REQUEST = Command(
    "curl -sv --resolve {resolve} -H {credential_header}$KEY{content_type:?-H}{body:?-d} {url}",
    when="if the variable KEY holds the credential",
)
REQUEST_BY_NAME = Command(
    "curl -sv --noproxy '*' -H {credential_header}$KEY{content_type:?-H}{body:?-d} {url}",
    when="if the variable KEY holds the credential",
)
REQUEST_BY_PROXY = Command(
    "curl -sv --proxy {proxy} -H {credential_header}$KEY{content_type:?-H}{body:?-d} {url}",
    when="if the variable KEY holds the credential",
)
CERTIFICATES = Command("openssl s_client -connect {peer} -servername {name} -showcerts </dev/null")
CONNECT = Command("nc -vz -w 5 {peer_address} {peer_port}")
PROXY_VARIABLES = Command("grep -inE '(http|https|all|no)_proxy' /etc/environment /etc/profile.d/* /etc/systemd/*.conf")

# A host outside is to reach the public endpoint, not whatever answers in its place.
TO_PUBLIC_ENDPOINT = (
    CERTIFICATES,
    Command("dig {name}"),
    Note(
        "Find out which server has {peer_address}, and let {host} reach Azure's public endpoint instead, or check from "
        "another host outside."
    ),
)
