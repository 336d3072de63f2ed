# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Servers that are well, or that only several names or hosts show for what they are."""

from __future__ import annotations

from ansible_collections.privatelink.azure_ai.tests.system.causes.dns_programs import AZURE, bind, dnsmasq
from ansible_collections.privatelink.azure_ai.tests.system.causes.nameservers import NAME, PUBLIC_ADDRESS
from ansible_collections.privatelink.azure_ai.tests.system.causes.web_programs import relaying, saying

OVERLAY, OVERLAY_NETWORK = "100.64.12.5", "100.64.0.0/10"
NAMES_OF_OTHERS = ("example-one.openai.azure.com", "example-two.openai.azure.com")

NAMESERVERS = {
    # A secure web gateway gives each name an address of its own, at which it passes everything on.
    "overlay": dnsmasq(
        *(f"host-record={name},100.64.12.{last}" for last, name in enumerate((NAME, *NAMES_OF_OTHERS), 5)),
        f"server={AZURE}",
    ),
    "answers-for-the-search-list": dnsmasq("address=/corp.example/10.9.9.9", f"server={AZURE}"),
    # An endpoint in the shared address space (RFC 6598), which some virtual networks have.
    "shared-address-space": bind(zones={"privatelink.openai.azure.com": (f"aro-azureopenai A {OVERLAY}",)}),
}
OVERLAY_RELAY = relaying()

RELAYS = {
    "another-issuing-authority": relaying(certificate="whole-02"),
    "private-authority": relaying(certificate="private-ca"),
}
# What stands at public addresses.
PUBLIC_RELAYS = {
    "public-front-end": relaying(to=PUBLIC_ADDRESS),
    "public-private-authority": relaying(certificate="private-ca", to=PUBLIC_ADDRESS),
    "public-not-approved": saying(
        403, '{"error": {"code": "403", "message": "Traffic is not from an approved private endpoint."}}'
    ),
}
