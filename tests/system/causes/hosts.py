# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Hosts with files of their own: each look-up is that of a process with a mount namespace to itself."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ansible_collections.privatelink.azure_ai.tests.support import debian_packages
from ansible_collections.privatelink.azure_ai.tests.system.causes.nameservers import NAME, PUBLIC_ADDRESS
from ansible_collections.privatelink.azure_ai.tests.system.causes.situation import Situation

_LOOK_UP = (
    "import json; from ansible_collections.privatelink.azure_ai.tests.system.causes.look_ups import look_up; "
    "print(json.dumps(look_up(None)))"
)
_WITH_FILES = """
set -e
mount -t tmpfs tmpfs /run
while [ "$1" != -- ]; do
  printf '%s' "$2" >/run/file-of-$(basename "$1")
  mount --bind /run/file-of-$(basename "$1") "$1"
  shift 2
done
shift
"$@"
"""

# By id, with the text of each file; the nameserver is that of SEARCHED.
FILES: dict[str, Mapping[str, str]] = {
    "pinned-to-the-public-address": {"/etc/hosts": f"127.0.0.1 localhost\n{PUBLIC_ADDRESS} {NAME}\n"},
    "search-list-that-answers": {"/etc/resolv.conf": "nameserver {nameserver}\nsearch corp.example\noptions ndots:5\n"},
}
SITUATIONS = (
    Situation(
        "pinned-to-the-public-address",
        None,
        "host_pinned",
        "hosts_pin",
        never=("search_domain", "local_cache", "nss_without_dns"),
    ),
    Situation(
        "search-list-that-answers",
        None,
        "host_search_trap",
        "search_domain",
        never=("hosts_pin", "nss_without_dns"),
    ),
)


def look_up_on_host(script: str, *arguments: str | Path) -> dict[str, Any]:
    """Return what privatelink_dns_facts gives where a script runs it, with mounts of its own."""
    root = Path(os.environ["PRIVATELINK_PACKAGES"])
    variables = {**os.environ, **debian_packages.environment(root), "PYTHONPATH": os.pathsep.join(sys.path)}
    command = ["unshare", "--mount", "sh", "-c", script, "sh", *arguments, sys.executable, "-c", _LOOK_UP]
    done = subprocess.run(command, env=variables, capture_output=True, text=True, timeout=60, check=True)
    return json.loads(done.stdout)


def look_up_with(files: Mapping[str, str], nameserver: str) -> dict[str, Any]:
    """Return what it gives on a host with those files."""
    filled = [text for path, each in files.items() for text in (path, each.replace("{nameserver}", nameserver))]
    return look_up_on_host(_WITH_FILES, *filled, "--")
