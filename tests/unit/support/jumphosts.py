# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What jumphost_facts returns of an honest jumphost that has no library and no package source."""

from __future__ import annotations

import copy
from typing import Any

NAME, ADDRESS = "example.openai.azure.com", "10.0.14.4"
_LIBRARIES = {"dns": None, "requests": None, "azure.identity": None}
_FILE = {
    "exists": True,
    "type": "file",
    "target": None,
    "mode": "0644",
    "owner": "root",
    "group": "root",
    "sha256": "0" * 64,
    "content": None,
    "withheld": "environment variables may hold passwords",
    "error": None,
}
_FACTS: dict[str, Any] = {
    "os": {
        "id": "debian",
        "id_like": ["linux"],
        "version_id": "13",
        "codename": "trixie",
        "pretty_name": "Debian GNU/Linux 13 (trixie)",
        "family": "Debian",
    },
    "python": {
        "executable": "/usr/bin/python3",
        "version": "3.11.2",
        "implementation": "cpython",
        "machine": "x86_64",
        "platform": "linux-x86_64",
        "libc": "glibc",
        "libc_version": "2.36",
        "pip": True,
        "venv": True,
        "externally_managed": True,
    },
    "libraries": _LIBRARIES,
    "venv": {
        "path": "/opt/privatelink/venv",
        "exists": False,
        "digest": None,
        "python": None,
        "libraries": _LIBRARIES,
    },
    "tools": {"curl": "/usr/bin/curl", "jq": None, "dig": None, "nslookup": None},
    "packages": [],
    "package_source": {"tool": "apt", "candidates": {"jq": "1.6"}, "reachable": False, "servers": ["deb.example.com"]},
    "resolver": {
        "manager": "static",
        "stub": False,
        "nameservers": ["168.63.129.16"],
        "search": ["example.com"],
        "options": ["edns0"],
        "ndots": 1,
        "resolv_conf": "/etc/resolv.conf",
        "resolved_nameservers": [],
        "links": [{"link": "eth0", "nameservers": ["192.0.2.53#dns.example.com"], "domains": ["~."]}],
        "nsswitch": ["files", "dns"],
        "ours": False,
        "as_wanted": None,
    },
    "proxies": {"/etc/environment": {"https_proxy": "http://***@proxy.example.com:3128", "no_proxy": "localhost"}},
    "services_own": {"no_proxy": "localhost"},
    "pins": [{"name": NAME, "address": "10.0.14.9", "line": 3, "dns": [ADDRESS]}],
    "clock": {
        "epoch": 1.7e9,
        "skew_s": 0.4,
        "tolerance_s": 30.0,
        "within_tolerance": True,
        "synchronized": True,
    },
    "trust": {"store": "/etc/ssl/certs/ca-certificates.crt", "authorities": 144},
    "egress": [
        {"target": target, "address": ADDRESS, "port": 443, "reached": True, "error": None}
        for target in (NAME, ADDRESS)
    ],
    "sudo": {"root": True, "passwordless": None},
    "files": {"/etc/environment": _FILE, "/run/systemd/system": {**_FILE, "type": "directory", "sha256": None}},
    "state": {
        "files": {"/etc/environment": {"topic": "proxy", "names": [NAME], "edit": {}}},
        "packages": ["jq"],
        "unfinished": ["trust"],
        "venv": {"directories": []},
        "schema": 2,
    },
    "state_error": None,
}
# What it was asked for, as the role asks.
ASKED = {
    "packages": ["python3-dnspython", "python3-requests", "curl", "jq", "bind9-dnsutils"],
    "files": ["/etc/environment", "/run/systemd/system", "/etc/profile.d/zz-privatelink-proxy.sh"],
    "names": [NAME],
    "targets": [NAME, ADDRESS],
}


def facts() -> dict[str, Any]:
    """Return the fact privatelink_jumphost."""
    return copy.deepcopy(_FACTS)
