# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Hosts that ask systemd-resolved, which asks others for them."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ansible_collections.privatelink.azure_ai.tests.system.causes.dns_programs import AZURE
from ansible_collections.privatelink.azure_ai.tests.system.causes.hosts import look_up_on_host
from ansible_collections.privatelink.azure_ai.tests.system.causes.nameservers import PUBLIC
from ansible_collections.privatelink.azure_ai.tests.system.causes.situation import Situation

SILENT = "192.0.2.61"  # of the lab

# A host by itself: resolv.conf leads to the stub, which needs neither systemd nor D-Bus for that. It would give up
# root's rights for those of a user that is not there.
_HOST = """
set -e
mount -t tmpfs tmpfs /run
mkdir -p /run/systemd/resolve /run/systemd/resolved.conf.d
printf '%s\\n' '[Resolve]' FallbackDNS= $1 >/run/systemd/resolved.conf.d/test.conf
echo nameserver 127.0.0.53 >/run/resolv.conf
mount --bind /run/resolv.conf /etc/resolv.conf
(cat /etc/passwd; echo systemd-resolve:x:0:0::/:/bin/false) >/run/passwd
mount --bind /run/passwd /etc/passwd
setpriv --pdeathsig KILL "$2" 2>/run/log &
for _try in $(seq 100); do
  ! ss -Hlun 'src 127.0.0.53' | grep -q . || break
  sleep 0.05
done
shift 2
"$@" || cat /run/log >&2
kill $!
"""

# By id what resolved.conf has, beside the situation that it makes.
SETTINGS: dict[str, Sequence[str]] = {
    "resolved-wants-signatures": (f"DNS={AZURE}", "DNSSEC=yes"),
    "resolved-upstream-dead": (f"DNS={SILENT}", "DNSSEC=no"),
    "resolved-asks-the-internet": (f"DNS={PUBLIC}", "DNSSEC=no"),
}
SITUATIONS = (
    Situation(
        "resolved-wants-signatures",
        None,
        "dns_servfail",
        "stub_resolver",
        never=("upstream_dead", "nameserver_dead", "dnssec_validation", "rebinding_protection"),
    ),
    Situation(
        "resolved-upstream-dead",
        None,
        "dns_timeout",
        "upstream_dead",
        never=("stub_resolver", "nameserver_dead", "dnssec_validation"),
    ),
    Situation(
        "resolved-asks-the-internet",
        None,
        "dns_public_address",
        "forwarder_bypasses_azure",
        never=("stub_resolver", "zone_not_linked"),
    ),
)
HEALTHY = (f"DNS={AZURE}", "DNSSEC=no")


def look_up_behind(settings: Sequence[str]) -> dict[str, Any]:
    """Return what privatelink_dns_facts gives on a host whose systemd-resolved has these settings."""
    root = Path(os.environ["PRIVATELINK_PACKAGES"])
    places = [root / below / "systemd/systemd-resolved" for below in ("lib", "usr/lib")]
    program = next(place for place in places if place.exists())
    return look_up_on_host(_HOST, " ".join(settings), program)
