# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What runs see whose certificates are not accepted, or not those of others, by the cause that is the truth."""

from __future__ import annotations

from ..estates import NAME, PRIVATELINK, inside, outside, probe
from .cases import bare, case
from .requests_of_hosts import (
    CLOSED,
    CORP,
    MICROSOFT,
    SAN,
    ZSCALER,
    denied,
    refused,
    served,
)

# What a host on the Internet sees of Azure itself.
AZURES = outside(denied(facts={"sha256": "bb", **MICROSOFT}))
BLOBS, GATEWAY = ["*.blob.core.windows.net"], ["gateway.corp.example"]


def well(**facts):
    """Return another host that verifies the same certificate."""
    return inside(served(**{"sha256": "cc", **facts}), host="jump-2")


UNTRUSTED = [
    case("tls_untrusted", "tls_inspection", inside(refused(verify_code=19, **CORP)), AZURES),
    case("tls_untrusted", "incomplete_chain", inside(refused(verify_code=20, **MICROSOFT)), AZURES),
    case("tls_untrusted", "root_certificates_missing", inside(refused(verify_code=20, **MICROSOFT)), well(**MICROSOFT)),
    case("tls_untrusted", "wrong_certificate_purpose", inside(refused(verify_code=26, **CORP)), CLOSED),
    case("tls_untrusted", "default_certificate", inside(refused(verify_code=18, san=GATEWAY)), CLOSED),
    case("tls_untrusted", "self_signed_certificate", inside(refused(verify_code=18)), CLOSED),
    case(
        "tls_untrusted",
        "private_ca_untrusted",
        inside(refused(verify_code=19, **CORP)),
        inside(served(sha256="dd", **CORP), host="jump-2"),
        CLOSED,
    ),
    case("tls_untrusted", "privatelink_name_used", inside(refused(verify_code=62, server_name=PRIVATELINK)), CLOSED),
    case(
        "tls_untrusted",
        "not_verified_by_choice",
        inside(probe("model_ok", credential="none", tls={"verified": False, "server_name": NAME, "san": SAN})),
        CLOSED,
    ),
    bare("tls_untrusted", {"tls_inspection", "private_ca_untrusted"}, inside(refused(verify_code=19, **CORP)), CLOSED),
]


def out_of_time(code):
    """Return the cases of a certificate that is not valid at the time of the host."""
    mine = inside(refused(code, 10, **MICROSOFT))
    return [
        case(code, "tls_inspection", inside(refused(code, 10, **ZSCALER)), AZURES),
        case(code, "host_clock_wrong", mine, well(**MICROSOFT)),
        case(code, "certificate_expired", mine, inside(refused(code, 10, **MICROSOFT), host="jump-2")),
        bare(code, {"host_clock_wrong", "certificate_expired"}, mine, CLOSED),
    ]


MISNAMED = [
    case("tls_name_mismatch", "default_certificate", inside(refused("tls_name_mismatch", 62, san=GATEWAY)), CLOSED),
    case(
        "tls_name_mismatch",
        "privatelink_name_used",
        inside(refused("tls_name_mismatch", 62, server_name=PRIVATELINK)),
        CLOSED,
    ),
    case(
        "tls_name_mismatch", "address_of_another_service", inside(refused("tls_name_mismatch", 62, san=BLOBS)), CLOSED
    ),
]

CASES = [
    *UNTRUSTED,
    *out_of_time("tls_expired"),
    *out_of_time("tls_not_yet_valid"),
    *MISNAMED,
    case("tls_inspected", "tls_inspection", inside(served(**CORP)), AZURES),
    case(
        "tls_expires_soon",
        "certificate_not_renewed",
        inside(dict(served(sha256="ee", not_after="2026-11-30"), findings=["tls_expires_soon"])),
        CLOSED,
    ),
]
