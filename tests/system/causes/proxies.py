# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Real proxies that a host is told to use, outside the virtual network or in it."""

from __future__ import annotations

import os
from pathlib import Path
from uuid import uuid4

from ansible_collections.privatelink.azure_ai.tests.system.causes.dns_programs import AZURE
from ansible_collections.privatelink.azure_ai.tests.system.causes.nameservers import PUBLIC
from ansible_collections.privatelink.azure_ai.tests.system.causes.situation import Command, Situation
from ansible_collections.privatelink.azure_ai.tests.system.causes.web_programs import Starts, mitmproxy

PORT = 3128

_PACKAGES = Path(os.environ["PRIVATELINK_PACKAGES"])


def squid(*does: str, nameserver: str = PUBLIC) -> Starts:
    def starts(address: str, directory: Path, _certificates: Path) -> Command:
        lines = [
            f"http_port {address}:{PORT}",
            f"dns_nameservers {nameserver}",
            "dns_timeout 1 second",
            "pid_filename none",
            "cache deny all",
            "shutdown_lifetime 0 seconds",
            f"error_directory {_PACKAGES}/usr/share/squid/errors/templates",
            f"icon_directory {_PACKAGES}/usr/share/squid/icons",
            f"mime_table {_PACKAGES}/usr/share/squid/mime.conf",
            f"unlinkd_program {_PACKAGES}/usr/lib/squid/unlinkd",
            f"coredump_dir {directory}",
            f"cache_log {directory}/cache.log",
            "access_log none",
            "pinger_enable off",
            "visible_hostname squid.example",
            *does,
        ]
        path = directory / "squid.conf"
        path.write_text("".join(f"{line}\n" for line in lines))
        # The names of its shared memory, which all of a machine have in common, begin with that of the service.
        return ["unshare", "--user", "squid", "-N", "-n", f"s{uuid4().hex[:24]}", "-d", "1", "-f", path]

    return starts


SITUATIONS = (
    Situation(
        "squid-denies",
        squid("http_access deny all"),
        "proxy_denied",
        "proxy_refuses_name",
        never=("proxy_gets_nowhere", "proxy_captures", "web_application_firewall"),
    ),
    Situation(
        "squid-asks-for-a-password",
        squid(
            f"auth_param basic program {_PACKAGES}/usr/lib/squid/basic_fake_auth",
            "acl known proxy_auth REQUIRED",
            "http_access allow known",
        ),
        "proxy_auth_required",
        "proxy_login_missing",
        never=("gateway_login", "proxy_refuses_name"),
    ),
    Situation(
        "squid-gets-nowhere",
        squid("http_access allow all", "tcp_outgoing_address 127.0.0.1"),
        "proxy_denied",
        "proxy_gets_nowhere",
        never=("proxy_refuses_name", "proxy_captures"),
    ),
    Situation(
        "squid-resolves-on-the-internet",
        squid("http_access allow all"),
        "gate_public_access_disabled",
        "proxy_captures",
        never=("firewall_application_rule", "relay", "public_address"),
    ),
    Situation("no-proxy", None, "proxy_unreachable", "proxy_dead", never=("proxy_refuses_name", "proxy_captures")),
    Situation(
        "mitmproxy-as-the-proxy",
        mitmproxy(mode="regular", port=PORT),
        "tls_untrusted",
        None,  # one host alone cannot tell whose authority that is
        never=("default_certificate", "self_signed_certificate", "proxy_captures"),
    ),
)

IN_THE_NETWORK = squid("http_access allow all", nameserver=AZURE)
