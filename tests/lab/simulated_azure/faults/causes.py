# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is wrong in the world of each broken account, by the ids of the catalogue's causes, and how much of it shows.

A row of the accounts has its row here: first what hosts can show by themselves, then what Azure's side adds. A row of
an account that has a fault only in Azure is among the latter.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Truth:
    """What a reader is to be told of one account."""

    cause: str | None  # of the root cause; None: what can be seen does not decide
    certainty: str = "proven"  # or likely, possible
    among: tuple[str, ...] = ()  # what must be named as still possible, where nothing decides
    beside: tuple[str, ...] = ()  # true as well: the cause of another check, or of a second fault
    never: tuple[str, ...] = ()  # disproved by what can be seen: neither named nor left as an alternative


def _open(*among: str, beside: tuple[str, ...] = (), never: tuple[str, ...] = ()) -> Truth:
    return Truth(None, "possible", among, beside, never)


def _likely(cause: str, beside: tuple[str, ...] = (), never: tuple[str, ...] = ()) -> Truth:
    return Truth(cause, "likely", (), beside, never)


def _proven(cause: str, beside: tuple[str, ...] = (), never: tuple[str, ...] = ()) -> Truth:
    return Truth(cause, "proven", (), beside, never)


# Two endpoints write into one zone. To who asks Azure for the addresses, either is right; to who typed one, it is not.
READ_OTHERWISE = "record-overwritten"

# Nothing in the answer of a zone distinguishes a link that is missing from a zone that is; both are not linked.
_NOT_LINKED = _likely("zone_not_linked", never=("no_private_endpoint", "account_missing"))
_STALE = _proven("record_stale", never=("declaration_outdated", "dns_filter", "foreign_zone", "shadow_zone"))
_NO_RECORD = _proven("record_missing", never=("account_missing", "dns_filter", "foreign_zone", "shadow_zone"))
_NO_ACCOUNT = _proven(
    "account_missing", beside=("outside_unresolved",), never=("dns_filter", "foreign_zone", "shadow_zone")
)
_NO_WAY = ("wrong_address", "firewall_blocks", "route_diverts")
_VANISHES = _open(*_NO_WAY, "nsg_denies", never=("no_ipv6", "host_firewall"))
_NO_HANDSHAKE = _open("path_mtu", "backend_dead")
_CUT = _likely("backend_dead", never=("sni_filter", "path_mtu"))
_INSPECTED = _proven(
    "tls_inspection",
    never=("root_certificates_missing", "incomplete_chain", "private_ca_untrusted", "self_signed_certificate"),
)
_EXPIRED = _proven("certificate_expired", never=("host_clock_wrong", "tls_inspection"))
_OF_GATEWAYS = ("gateway_backend", "gateway_login", "gateway_limit", "web_application_firewall", "captive_portal")
_ODD = _proven("azure_answer_unknown", never=(*_OF_GATEWAYS, "api_management", "other_server"))
_SLOW = _likely("slow_model", never=("connection_cut",))
# An application rule of a firewall cuts connections too, and shows in Azure alone.
_BROKEN_OFF = _open("connection_cut", "firewall_application_rule", never=("slow_model",))
_REFUSED_KEY = _proven("key_wrong", never=("credential_lost", "key_disabled", "wrong_audience"))
_NOT_APPROVED = _likely("endpoint_not_approved", never=("public_caller",))
_OPENED = _likely("public_access_enabled", never=("selected_networks_allowed", "stricter_than_declared"))
_RELAYED = _likely("firewall_application_rule", never=("public_address", "proxy_captures"))

BY_CLIENTS: dict[str, Truth] = {
    # DNS
    "zone-not-linked": _NOT_LINKED,
    "stale-record": _STALE,
    "record-missing": _NO_RECORD,
    "record-hidden": _likely("zone_fallback", never=("zone_not_linked", "zone_missing")),
    "account-unknown": _NO_ACCOUNT,
    "no-endpoint": _proven("no_private_endpoint", never=("stale_answer", "overlay")),
    "mixed-records": _proven("record_stale", never=("dns_filter", "foreign_zone")),
    "public-ipv6": _likely("ipv6_record", never=("dns64", "ipv6_not_forwarded")),
    "sinkhole": _proven("record_stale", never=("dns_filter", "overlay")),
    "empty-record": _proven("record_missing", never=("foreign_zone", "shadow_zone")),
    "cname-loop": _likely("cname_loop"),
    "dns-policy": _proven("azure_dns_policy", never=("account_missing", "dns_filter", "record_missing")),
    "declaration-outdated": _likely("declaration_outdated", beside=("wrong_address",), never=("shadow_zone",)),
    "shadow-zone": _likely(
        "shadow_zone", never=("record_stale", "record_pinned", "foreign_zone", "declaration_outdated")
    ),
    "ai-services-zone-missing": _NOT_LINKED,
    "ai-services-one-address": _STALE,
    "forwarder-missing": _likely(
        "forwarder_bypasses_azure", never=("zone_not_linked", "zone_missing", "no_private_endpoint")
    ),
    "hosts-pinned": _proven("hosts_pin", never=("local_cache", "search_domain", "nameserver_order")),
    # TCP
    "tcp-refused": _open("wrong_address", "firewall_blocks"),
    "tcp-timeout": _VANISHES,
    "tcp-unreachable": _open(*_NO_WAY, never=("no_ipv6", "host_firewall")),
    "tcp-prohibited": _open(*_NO_WAY, never=("no_ipv6", "host_firewall")),
    "tcp-backlog-full": _VANISHES,
    # TLS
    "tls-timeout": _NO_HANDSHAKE,
    "tls-mtu": _NO_HANDSHAKE,
    "tls-reset": _CUT,
    "tls-closed": _CUT,
    "tls-plain-http": _proven("not_tls"),
    "tls-1-0-only": _proven("protocol_too_old"),
    "tls-no-cipher": _open("no_common_cipher", never=("not_tls", "protocol_too_old")),
    "tls-expired": _EXPIRED,
    "tls-not-yet-valid": _EXPIRED,
    "tls-wrong-name": _proven("address_of_another_service", never=("default_certificate", "tls_inspection")),
    "tls-unknown-ca": _INSPECTED,
    "tls-inspected": _INSPECTED,
    "tls-self-signed": _proven("self_signed_certificate", never=("tls_inspection", "default_certificate")),
    # HTTP
    "http-timeout": _SLOW,
    "http-list-timeout": _likely("request_lost", never=("slow_model",)),
    "http-drip": _SLOW,
    "http-drip-headers": _SLOW,
    "http-reset": _BROKEN_OFF,
    "http-reset-body": _BROKEN_OFF,
    "http-closed": _BROKEN_OFF,
    "http-redirect": _proven("captive_portal", never=("gateway_backend", "web_application_firewall")),
    "http-moved": _likely("gateway_redirects", never=("gateway_backend", "web_application_firewall")),
    "http-waf": _proven("web_application_firewall", never=("captive_portal", "gateway_login", "api_management")),
    "http-captive-portal": _proven("captive_portal", never=("web_application_firewall", "gateway_login")),
    "http-gateway": _proven("api_management", never=("captive_portal", "gateway_login", "key_wrong")),
    "http-endless": _ODD,
    "http-huge": _ODD,
    "http-gzip-bomb": _ODD,
    "http-invalid-utf8": _ODD,
    "http-nan": _ODD,
    "http-duplicate-keys": _ODD,
    "http-short-body": _ODD,
    "http-garbage": _likely("other_server", never=("azure_answer_unknown", "captive_portal")),
    "http-unclassified": _ODD,
    # Network rules
    "public-access-enabled": _OPENED,
    "selected-networks": _proven(
        "selected_networks_allowed", never=("public_access_enabled", "stricter_than_declared")
    ),
    "public-access-keyless": _proven("credential_missing", never=("public_access_enabled", "outgoing_blocked")),
    "authentication-first-keyless": _proven("credential_missing", never=("public_access_enabled", "outgoing_blocked")),
    "public-silent": _likely("outgoing_blocked", never=("host_offline", "public_access_enabled")),
    "relayed": _RELAYED,
    "intent-enabled": _proven("stricter_than_declared", never=("public_access_enabled", "relay")),
    "gate-private-endpoint-not-approved": _NOT_APPROVED,
    "gate-custom-subdomain-required": _open("regional_endpoint", "subdomain_missing"),
    "gate-subdomain-unknown": _likely("account_not_ready", never=("account_missing",)),
    "gate-resource-blocked": _proven("account_blocked"),
    # Credentials
    "bad-key": _REFUSED_KEY,
    "bad-token": _open("token_expired", "wrong_audience", never=("credential_lost", "key_wrong")),
    "auth-permission-denied": _proven("role_missing", never=("token_expired", "wrong_audience")),
    "auth-key-disabled": _proven("key_disabled", never=("key_wrong", "credential_lost")),
    "auth-tenant-mismatch": _proven("wrong_tenant", never=("token_expired", "wrong_audience")),
    "token-audience": _proven("wrong_audience", never=("token_expired", "credential_lost")),
    "role-missing": _proven("role_missing", never=("token_expired", "wrong_audience")),
    # Models
    "deployment-deleted": _proven("deployment_missing"),
    "api-version-retired": _likely("api_version_unknown"),
    "model-api-version-unsupported": _likely("api_version_retired", never=("api_version_on_v1", "api_version_absent")),
    "model-retired": _likely("model_retired"),
    "api-version-too-old": _proven("api_version_too_old", never=("api_version_on_v1", "api_version_absent")),
    "api-version-on-v1": _proven("api_version_on_v1", never=("api_version_too_old", "api_version_retired")),
    "api-version-absent": _proven("api_version_absent", never=("api_version_too_old", "api_version_retired")),
    "tokens-too-few": _proven("tokens_too_few", never=("parameter_refused", "request_refused")),
    "request-refused": _likely("request_refused", never=("tokens_too_few",)),
    "model-operation-unsupported": _proven("operation_not_of_model"),
    "model-parameter-unsupported": _likely("parameter_refused", never=("tokens_too_few",)),
    "model-content-filtered": _proven("content_filter"),
    "model-throttled": _proven("rate_limit"),
    "model-no-capacity": _proven("no_capacity"),
    "model-server-error": _proven("service_failure"),
    "model-unavailable": _proven("service_failure"),
    "model-response-invalid": _likely("answer_incomplete", never=("other_server",)),
    # What only Azure knows the reason for
    "account-deleted": _NO_ACCOUNT,
    "endpoint-failed": _NO_RECORD,
    "interface-dns-unlinked": _NOT_LINKED,
    "ruleset-diverts": _NOT_LINKED,
    "inbound-endpoint-unlinked": _NOT_LINKED,
    "rulesets-denied-and-public-answer": _NOT_LINKED,
    "endpoint-pending": _NOT_APPROVED,
    "endpoint-rejected": _NOT_APPROVED,
    "endpoint-disconnected": _VANISHES,
    "zone-missing": _NOT_LINKED,
    "link-in-progress": _NOT_LINKED,
    "spoke-linked-only": _NOT_LINKED,
    "zone-wrong-linked": _NO_RECORD,
    "hub-unknown-zone-unlinked": _NOT_LINKED,
    "required-zones-without-own": _NOT_LINKED,
    "link-name-taken": _NOT_LINKED,
    "twin-zone-linked-wrong": _STALE,
    "interface-without-names": _STALE,
    "wildcard-stale": _STALE,
    "spare-zone-denied": _STALE,
    "nsg-denies": _VANISHES,
    "nsg-denies-inbound": _VANISHES,
    "route-diverts": _VANISHES,
    "nsg-denies-behind-tag": _VANISHES,
    "route-of-the-address": _VANISHES,
    "firewall-application-rule": _RELAYED,
    "perimeter-opens": _OPENED,  # what opened it shows in Azure alone
    # Two at once
    "pinned-and-zone-missing": _proven("hosts_pin", beside=("zone_not_linked",)),
    "not-linked-and-bad-key": _likely("zone_not_linked", beside=("key_wrong",)),
    "stale-and-public": _proven("record_stale", beside=("public_access_enabled",)),
    "record-missing-and-public": _proven("record_missing", beside=("public_access_enabled",)),
    "not-linked-and-pending": _likely("zone_not_linked", beside=("endpoint_not_approved",)),
    "forwarder-missing-and-bad-key": _likely("forwarder_bypasses_azure", beside=("key_wrong",)),
    "mixed-and-inspected": _likely("record_stale", beside=("tls_inspection",)),
    "nsg-denies-and-public": _open(*_NO_WAY, "nsg_denies", beside=("public_access_enabled",)),
    "expired-and-selected-networks": _proven("certificate_expired", beside=("selected_networks_allowed",)),
    "wrong-name-and-deployment-deleted": _proven("address_of_another_service"),
    "selected-networks-and-bad-key": _proven("selected_networks_allowed", beside=("key_wrong",)),
    "public-and-deployment-deleted": _likely("public_access_enabled", beside=("deployment_missing",)),
}

_UNLINKED = _proven("zone_not_linked", never=("zone_fallback", "zone_missing", "forwarder_bypasses_azure"))
# An endpoint of Azure's never refuses: who does is on the way.
_ON_THE_WAY = ("firewall_blocks", "route_diverts")
_NOT_THE_ADDRESS = ("wrong_address",)
_NSG = _proven("nsg_denies", never=_NOT_THE_ADDRESS)
_ROUTE = _proven("route_diverts", never=_NOT_THE_ADDRESS)
_UNREAD = ("access_denied", "name_not_compared")
_CUT_ON_THE_WAY = Truth("connection_cut", "possible", never=("slow_model", "firewall_application_rule"))

# Where Azure's side says more.
WITH_AZURE: dict[str, Truth] = {
    "zone-not-linked": _UNLINKED,
    "record-hidden": _proven("zone_fallback", never=("zone_not_linked", "zone_missing")),
    "ai-services-zone-missing": _proven("zone_missing", never=("zone_not_linked", "zone_fallback")),
    "declaration-outdated": _proven(
        "declaration_outdated", beside=("wrong_address",), never=("record_stale", "shadow_zone")
    ),
    "tcp-refused": _likely("firewall_blocks", never=_NOT_THE_ADDRESS),
    "tcp-timeout": _open(*_ON_THE_WAY, "nsg_denies", never=_NOT_THE_ADDRESS),
    "tcp-unreachable": _open(*_ON_THE_WAY, never=_NOT_THE_ADDRESS),
    "tcp-prohibited": _open(*_ON_THE_WAY, never=_NOT_THE_ADDRESS),
    "tcp-backlog-full": _open(*_ON_THE_WAY, "nsg_denies", never=_NOT_THE_ADDRESS),
    "http-reset": _CUT_ON_THE_WAY,
    "http-reset-body": _CUT_ON_THE_WAY,
    "http-closed": _CUT_ON_THE_WAY,
    "public-access-enabled": _proven("public_access_enabled"),
    "relayed": _likely("firewall_application_rule", never=("relay", "public_address")),
    "gate-private-endpoint-not-approved": _likely("approval_not_arrived", never=("endpoint_not_approved",)),
    "gate-custom-subdomain-required": _proven("subdomain_missing", never=("regional_endpoint",)),
    "endpoint-failed": _proven("not_provisioned"),
    "endpoint-unexpected": _proven("endpoint_unexpected"),
    "endpoint-foreign-tenant": _proven("endpoint_unexpected"),
    "jumphost-exposed": _proven("jumphost_exposed"),
    "interface-dns-unlinked": _UNLINKED,
    "ruleset-diverts": _UNLINKED,
    "inbound-endpoint-unlinked": _UNLINKED,
    "rulesets-denied-and-public-answer": _likely("zone_not_linked", beside=_UNREAD),
    "endpoint-pending": _proven("endpoint_not_approved", never=("address_of_another_endpoint", "approval_not_arrived")),
    "endpoint-rejected": _proven(
        "endpoint_not_approved", never=("address_of_another_endpoint", "approval_not_arrived")
    ),
    "endpoint-disconnected": _proven("endpoint_not_approved"),
    "zone-missing": _proven("zone_missing", never=("zone_not_linked", "zone_fallback")),
    "link-in-progress": _proven("zone_link_incomplete", never=("zone_not_linked", "zone_fallback")),
    "record-overwritten": _proven("record_stale", never=("declaration_outdated",)),
    "spoke-linked-only": _UNLINKED,
    "zone-wrong-linked": _proven("zone_not_linked", never=("record_missing",)),
    "hub-unknown-zone-unlinked": _UNLINKED,
    "required-zones-without-own": _UNLINKED,
    "link-name-taken": _UNLINKED,
    "spare-zone-denied": _proven("record_stale", beside=_UNREAD),
    "nsg-denies": _NSG,
    "nsg-denies-inbound": _NSG,
    "route-diverts": _ROUTE,
    "nsg-denies-behind-tag": _NSG,
    "route-of-the-address": _ROUTE,
    "firewall-application-rule": _proven("firewall_application_rule", never=("relay", "public_address")),
    "perimeter-opens": _proven("perimeter_opens", never=("public_access_enabled",)),
    "pinned-and-zone-missing": _proven("hosts_pin", beside=("zone_missing",), never=("zone_not_linked",)),
    "not-linked-and-bad-key": _proven("zone_not_linked", beside=("key_wrong",)),
    "not-linked-and-pending": _proven("zone_not_linked", beside=("endpoint_not_approved",)),
    "nsg-denies-and-public": _proven("nsg_denies", beside=("public_access_enabled",), never=_NOT_THE_ADDRESS),
    "public-and-deployment-deleted": _proven("public_access_enabled", beside=("deployment_missing",)),
}

# Accounts that pass, of which there is something to say all the same: the causes of their warnings.
REMARKS: dict[str, tuple[str, ...]] = {
    "certificate-expires-soon": ("certificate_not_renewed",),
    "direct-record": ("shadow_zone",),
    "keyless": ("credential_missing",),
    "tls-inspected-trusted": ("tls_inspection",),
}
REMARKS_OF_AZURE: dict[str, tuple[str, ...]] = {
    "custom-dns-onprem": ("name_not_compared",),
    "account-creating": ("not_provisioned",),
    "public-access-odd": ("public_access_enabled",),
    "shared-private-link": ("endpoint_not_approved",),
    "ruleset-to-onprem": ("name_not_compared",),
    "rulesets-denied": _UNREAD,
    "local-auth-enabled": ("local_auth_enabled",),
    "outbound-unrestricted": ("outbound_unrestricted",),
    "perimeter": ("perimeter",),
    "perimeter-in-doubt": ("perimeter",),
    "access-denied": ("access_denied",),
    "zones-denied": _UNREAD,
    "arm-throttled-always": ("access_denied",),
    "arm-silent": ("access_denied",),
}

# Accounts of a network of their own, whose zone gives this other account a private address.
IN_THE_ZONE_OF = {"record-hidden": "aro-azureopenai"}


def truth_of(name: str, azure: bool) -> Truth | None:
    """What is wrong with the account of that name, as hosts show it alone or together with Azure's side; None: nothing."""
    return (WITH_AZURE.get(name) if azure else None) or BY_CLIENTS.get(name)
