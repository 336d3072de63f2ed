# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What runs see whose look at the public endpoint, or at those of others, is not clear, by the cause that is the truth."""

from __future__ import annotations

from ..azure_estates import healthy, returned
from ..estates import PRIVATE, PRIVATELINK, PUBLIC, SERVED, inside, probe
from ..estates import outside as at
from .answers import (
    BLOCKED,
    BLOCKED_ACCOUNT,
    DOWN,
    GONE,
    IN_ORDER,
    LIMIT,
    LOGIN,
    NO_ACCOUNT,
    NO_SUBDOMAIN,
    PORTAL,
    QUOTA,
    REGIONAL,
    UNKNOWN,
    WELCOME,
)
from .answers_of_dns import seen_by
from .cases import bare, case
from .certificates import BLOBS, GATEWAY
from .requests_of_hosts import (
    CORP,
    MICROSOFT,
    answered,
    azure,
    denied,
    ended,
    error,
    page,
    refused,
    served,
)
from .service import ACTION, DISABLED, KEY, OTHER, TENANT, USUAL

FAR = {"address": PUBLIC}
PEER = {"peer": {"address": PUBLIC, "port": 443}}
WELL = inside(*SERVED)


def unproved(cause, *requests, others=(), code="gate_public_unproved", **more):
    """Return the case of a host outside whose request shows neither an open nor a closed endpoint."""
    control = more.pop("control", None)
    controls = [{"endpoint": "login.microsoftonline.com", "reached": control, "code": None}]
    seen = at(*requests, **({} if control is None else {"control_endpoints": controls}))
    where = {"host": "outside-1", **more}
    if isinstance(cause, set):
        return bare(code, cause, WELL, seen, *others, **where)
    return case(code, cause, WELL, seen, *others, **where)


def far(name, **facts):
    """Return another host outside that sees a certificate."""
    return at(denied(facts={"sha256": "bb", **facts}), host=name)


CERTIFICATES = [
    unproved("tls_inspection", refused(verify_code=19, **FAR, **CORP), others=[far("outside-2", **MICROSOFT)]),
    unproved("incomplete_chain", refused(verify_code=20, **FAR, **MICROSOFT), others=[far("outside-2", **MICROSOFT)]),
    unproved(
        "root_certificates_missing",
        refused(verify_code=20, **FAR, **MICROSOFT),
        others=[at(denied(facts={"sha256": "cc", **MICROSOFT}), host="outside-2")],
    ),
    unproved("wrong_certificate_purpose", refused(verify_code=26, **FAR, **CORP)),
    unproved("default_certificate", refused(verify_code=18, san=GATEWAY, **FAR)),
    unproved("self_signed_certificate", refused(verify_code=18, **FAR)),
    unproved(
        "private_ca_untrusted",
        refused(verify_code=19, **FAR, **CORP),
        others=[at(denied(facts={"sha256": "dd", **CORP}), host="outside-2")],
    ),
    unproved("privatelink_name_used", refused("tls_name_mismatch", 62, server_name=PRIVATELINK, **FAR)),
    unproved("address_of_another_service", refused("tls_name_mismatch", 62, san=BLOBS, **FAR)),
    unproved(
        "host_clock_wrong",
        refused("tls_expired", 10, **FAR, **MICROSOFT),
        others=[at(denied(facts={"sha256": "cc", **MICROSOFT}), host="outside-2")],
    ),
    unproved(
        "certificate_expired",
        refused("tls_expired", 10, **FAR, **MICROSOFT),
        others=[at(refused("tls_expired", 10, **FAR, **MICROSOFT), host="outside-2")],
    ),
]

GATEWAYS = [
    unproved("gateway_backend", answered(**DOWN, **FAR)),
    unproved("gateway_login", answered(**LOGIN, **FAR)),
    unproved("gateway_limit", answered(**LIMIT, **FAR)),
    unproved("web_application_firewall", answered(**BLOCKED, **FAR)),
    unproved("captive_portal", answered(**PORTAL, **FAR)),
    unproved("gateway_redirects", answered(301, "", {"location": "https://www.corp.example/"}, **FAR)),
    unproved("api_management", answered(**QUOTA, **FAR)),
    unproved("other_server", answered(**WELCOME, **FAR)),
]

OF_AZURE = [
    unproved("regional_endpoint", dict(REGIONAL, **PEER), azure=IN_ORDER),
    unproved("subdomain_missing", dict(REGIONAL, **PEER), azure=NO_SUBDOMAIN),
    case(
        "gate_public_unproved",
        "account_missing",
        seen_by(GONE, probes=[dict(UNKNOWN, connect_to=PRIVATE)]),
        at(dict(UNKNOWN, **PEER)),
        host="outside-1",
        azure=NO_ACCOUNT,
    ),
    unproved("account_not_ready", dict(UNKNOWN, **PEER)),
    unproved("account_blocked", dict(BLOCKED_ACCOUNT, **PEER)),
    unproved("key_wrong", azure(401, KEY, **FAR)),
    unproved("credential_lost", azure(401, USUAL, **FAR)),
    unproved("key_disabled", azure(403, DISABLED, **FAR)),
    unproved("wrong_audience", azure(401, OTHER, "token", **FAR)),
    unproved(
        "token_expired",
        azure(401, USUAL, "token", **FAR),
        others=[inside(dict(served(), credential="token"), host="jump-2")],
    ),
    unproved("role_missing", azure(401, ACTION, "token", **FAR)),
    unproved("wrong_tenant", azure(400, TENANT, "token", **FAR)),
    unproved("credential_missing", azure(401, USUAL, "none", **FAR)),
    unproved("answer_undecided", azure(404, error("Resource not found", "404"), **FAR)),
]

ON_THE_WAY = [
    unproved("host_offline", ended("tcp_timeout", PUBLIC), control=False),
    unproved("outgoing_blocked", ended("tcp_timeout", PUBLIC), control=True),
    unproved("outside_unresolved", ended("dns_timeout", None)),
    unproved("outside_by_proxy", dict(denied(), proxy="http://proxy.corp.example:3128")),
    unproved("outside_diverted", ended("tcp_refused", "127.0.0.1", "connection refused")),
]

ANOTHER = {"name": "another", "private_addresses": {"another.openai.azure.com": [PRIVATE]}}
NOBODY = [
    case("gate_public_unproved", "nobody_outside", WELL, host="any host"),
    case(
        "gate_public_unproved",
        "account_not_declared",
        WELL,
        at(dict(denied(), endpoint="https://another.openai.azure.com/"), accounts=[ANOTHER]),
        host="any host",
    ),
    case(
        "gate_public_unproved",
        "credentials_differ",
        inside(azure(401, USUAL, "none"), dict(azure(401, USUAL, "none"), connect_to=PRIVATE)),
        at(denied()),
        host="any host",
    ),
]

UNDECIDED = unproved({"host_offline", "outgoing_blocked"}, ended("tcp_timeout", PUBLIC))

OFFLINE = unproved("host_offline", ended("tcp_timeout", PUBLIC), control=False, code="host_offline")
OPENED = (WELL, at(probe("model_ok", PUBLIC)))
FOR_SELECTED = {"host": "outside-1", "account": {"public_access": "selected_networks"}}

RULES = {"default_action": "Deny", "ip_rules": ["198.51.100.0/24"]}
RESTRICTED = returned(
    healthy(account={"public_network_access": "Enabled", "network_acls": RULES}), public_access="selected_networks"
)
OPEN = [
    case("gate_public_open", "public_access_enabled", *OPENED, host="outside-1"),
    bare("gate_public_open", {"public_access_enabled", "host_in_selected_networks"}, *OPENED, **FOR_SELECTED),
    case("gate_public_open", "host_in_selected_networks", *OPENED, azure=RESTRICTED, **FOR_SELECTED),
]

OTHERS = "https://other-tenant.openai.azure.com/"
ELSEWHERE = {"endpoint": OTHERS, "connect_to": None}


def leaving(cause, request, code="egress_unproved", **more):
    """Return the case of a host inside that asks an account of others."""
    return case(code, cause, inside(*SERVED, dict(request, **ELSEWHERE)), at(denied()), **more)


EGRESS = [
    leaving("gateway_backend", answered(**DOWN, **FAR)),
    leaving("gateway_login", answered(**LOGIN, **FAR)),
    leaving("gateway_limit", answered(**LIMIT, **FAR)),
    leaving("captive_portal", answered(**PORTAL, **FAR)),
    leaving("gateway_redirects", answered(301, "", {"location": "https://www.corp.example/"}, **FAR)),
    leaving("web_application_firewall", answered(**page("Blocked", 470), **FAR)),
    leaving("api_management", answered(**QUOTA, **FAR)),
    leaving("other_server", answered(**WELCOME, **FAR)),
    leaving("egress_allowed", azure(401, USUAL, "none", **FAR), code="egress_open"),
]

CASES = [*CERTIFICATES, *GATEWAYS, *OF_AZURE, *ON_THE_WAY, *NOBODY, UNDECIDED, OFFLINE, *OPEN, *EGRESS]
