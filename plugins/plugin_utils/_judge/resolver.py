# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""What the texts of the catalogue say about a host's own resolver: who manages it, and whom it should ask."""

from __future__ import annotations

import re

from ...module_utils._catalogue.repairs import ASKED
from ...module_utils._core.addresses import AZURE_DNS, Expectation
from ...module_utils._dns.codes import is_working

# What else a link might be called has no place in a command that people copy.
_INTERFACE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:@-]*")
_ANYWHERE = Expectation()


def resolver_fields(subject, entry, server=None, code=None):
    """Return the fields about the resolver of the host that looked up an C(entry) of C(dns.names).

    C(resolver) (who manages it, C(asked) when options named the nameserver), C(interface), C(nameserver) (whom it
    should ask) and C(host_nameservers) (whom it asks); None for what is not known. C(server) is the nameserver that
    the finding is about, C(code) the finding.
    """
    host = entry.get("host") or {}
    own = list(host.get("nameservers") or ())
    is_own = server is None or not own or server in own
    upstream = list(host.get("resolved_nameservers") or ())
    return {
        "resolver": host.get("resolver") if is_own else ASKED,
        "interface": _interface(host, server),
        "nameserver": " ".join(_good_nameservers(subject, entry, code)) or None,
        "host_nameservers": " ".join(_elsewhere(own + upstream)) or None,
        "upstream": next(iter(upstream), None),
    }


def _interface(host, server):
    """Return the network link to change: the one that has the nameserver, else the only one there is."""
    links = [link for link in host.get("links") or () if _INTERFACE.fullmatch(link.get("link") or "")]
    having = [link for link in links if server in (link.get("nameservers") or ())]
    chosen = having if having else links
    return chosen[0]["link"] if len(chosen) == 1 else None


def _good_nameservers(subject, entry, code):
    """Return the nameservers that were seen to answer well, in place of a dead one else those that answer at all.

    Without any, a jumphost's network has Azure's own; it is not proposed where it was asked to no avail.
    """
    well = "dns_public_address" if subject.vantage == "outside" else "dns_private"
    # A resolv.conf knows no ports.
    answers = [
        answer for answer in entry.get("resolvers") or () if answer.get("server") and answer.get("port") in (None, 53)
    ]
    good = _elsewhere(answer["server"] for answer in answers if answer.get("code") == well)
    if not good and not is_working(code):
        good = _elsewhere(answer["server"] for answer in answers if is_working(answer.get("code")))
    azure_was_asked = any(answer["server"] == AZURE_DNS for answer in answers)
    return good or ([AZURE_DNS] if subject.vantage == "jumphost" and not azure_was_asked else [])


def _elsewhere(servers):
    """Leave out IPv6, for which other options exist, and stubs on the host itself, which would ask themselves."""
    ipv4 = [server for server in dict.fromkeys(servers) if ":" not in server]
    return [server for server in ipv4 if _ANYWHERE.scope(server) != "special"]
