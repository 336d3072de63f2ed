# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.
"""Every variable that an operator may set for a validation: who reads it, its default, and whether hosts may differ."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

from . import values
from .credentials import SECRETS, account_of, mapping_of_credentials, variable_of
from .discovery import discovery
from .expected import VANTAGES
from .spelling import Names, nearest, nearest_variable

_HOST = re.compile(r"(?=.{4,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+(:[0-9]{1,5})?")

# Every host has its own, or all that a run selects must agree.
HOST, RUN = "host", "run"

_AUTH_SOURCES = ("none", "msi", "workload_identity", "env", "cli", "client_secret")
_ARM_SOURCES = ("auto", "cli", "env", "credential_file", "msi", "workload_identity")


class Input(NamedTuple):
    """One variable. C(read) coerces what was written, or raises ValueError that says what is valid."""

    name: str
    read: values.Reader
    default: Any
    scope: str
    secret: bool = False  # no message shows it


def _as_it_is(value: Any) -> Any:
    return value


def _lower_case(value: Any) -> str:
    return values.text(value).lower()


def _control_endpoint(value: Any) -> str:
    text = values.text(value)
    host = text.partition("://")[2].partition("/")[0] if "://" in text else text
    if text.partition("://")[0] not in ("https", text) or not _HOST.fullmatch(host.lower()):
        raise values.refuse(value, "a host name or an https URL", "one such as login.microsoftonline.com")
    return text


def _organization(value: Any) -> str:
    organization = values.text(value)
    if not organization:
        raise values.refuse(value, "an organization", "one such as Microsoft Corporation")
    return organization


def _certificates(value: Any) -> str:
    path = os.path.abspath(os.path.expanduser(values.text(value)))
    if not os.path.exists(path):
        raise values.refuse(value, "a file or a directory", "certificates of authorities in PEM, on the control node")
    return path


def _waivers(value: Any) -> list[Any]:
    return [values.without_dates(each) for each in values.items(value)]


INPUTS = {
    each.name: each
    for each in (
        Input("privatelink_accounts", _as_it_is, [], HOST),
        Input("privatelink_credentials", mapping_of_credentials, {}, HOST, secret=True),
        Input("privatelink_vantage", values.choice(*VANTAGES), "jumphost", HOST),
        Input("privatelink_keyless", values.boolean, False, HOST),
        Input("privatelink_network", values.text, None, HOST),
        Input("privatelink_platform_resolver", values.choice("auto", "never"), "auto", HOST),
        Input("privatelink_token_scope", values.text, None, HOST),
        Input("privatelink_check_proxies", values.boolean, True, HOST),
        Input("privatelink_control_endpoints", values.list_of(_control_endpoint), None, HOST),
        Input("privatelink_trusted_issuers", values.list_of(_organization), [], HOST),
        Input("privatelink_forbidden_endpoints", values.list_of(values.text), [], HOST),
        Input("private_dns_zone_nameservers", values.list_of(values.nameserver), [], HOST),
        Input("private_dns_zone_compare_nameservers", values.list_of(values.nameserver), [], HOST),
        Input("private_dns_zone_timeout", values.number(0.1, 300, "seconds"), 5.0, HOST),
        Input("endpoint_auth_source", values.choice(*_AUTH_SOURCES), "none", HOST),
        Input("endpoint_client_id", values.client_id, None, HOST),
        Input("endpoint_timeout", values.number(0.1, 3600, "seconds"), 10.0, HOST),
        Input("endpoint_max_tokens", values.whole_number(1, 100000, "tokens"), 64, HOST),
        Input("privatelink_hosts", values.without_dates, "all", RUN),
        Input("privatelink_discover", discovery, None, RUN),
        Input("privatelink_waivers", _waivers, [], RUN),
        Input("privatelink_accept_azure_evidence", values.boolean, False, RUN),
        Input("privatelink_tls_inspection", values.choice("warn", "forbidden", "allowed"), "warn", RUN),
        Input("validate_part", values.boolean, False, RUN),
        Input("merge_directory", values.text, "", RUN),
        Input("merge_max_age", values.number(0.1, 8760, "hours"), 24.0, RUN),
        Input("validate_fail_on", values.choice("failure", "warning", "never"), "failure", RUN),
        Input("report_directory", values.text, "", RUN),
        Input("report_formats", values.list_of(_lower_case), ["json", "html", "markdown"], RUN),
        Input("report_baseline", values.text, "", RUN),
        Input("report_junit_unknown", values.choice("skipped", "error"), "skipped", RUN),
        Input("privatelink_artifact_limit", values.whole_number(0, 2**30, "bytes"), 524288, RUN),
        Input("account_auth_source", values.choice(*_ARM_SOURCES), None, RUN),
        Input("account_subscription_id", values.subscription_id, None, RUN),
        Input("account_tenant", values.text, None, RUN),
        Input("account_client_id", values.client_id, None, RUN),
        Input("account_secret", values.secret, None, RUN, secret=True),
        Input("account_profile", values.text, None, RUN),
        Input("account_cloud_environment", values.text, None, RUN),
        Input("account_ca_path", _certificates, None, RUN),
        Input("account_trusted_issuers", values.list_of(_organization), None, RUN),
        Input("account_timeout", values.number(1, 3600, "seconds"), 60.0, RUN),
    )
}

_TEXTS = values.list_of(values.text)


def _authorities(value: Any) -> list[str]:
    """Return certificates, each a path or a PEM text; the lines of one in PEM belong together."""
    if isinstance(value, str) and "-----BEGIN" in value:
        return [value]
    return [each if isinstance(each, str) else values.text(each) for each in values.items(value)]


# What only the role jumphost reads, by itself, on its hosts.
OF_JUMPHOST = {
    each.name: each
    for each in (
        Input("jumphost_state", values.choice("present", "absent"), "present", HOST),
        Input("jumphost_python_source", values.choice("auto", "packages", "wheels", "none"), "auto", HOST),
        Input("jumphost_identity", values.boolean, False, HOST),
        Input("jumphost_wheels_directory", values.text, "", HOST),
        Input("jumphost_tools", values.boolean, True, HOST),
        Input("jumphost_manage_resolver", values.boolean, False, HOST),
        Input(
            "jumphost_resolver_manager",
            values.choice("auto", "systemd-resolved", "NetworkManager", "resolvconf", "static"),
            "auto",
            HOST,
        ),
        Input("jumphost_nameservers", _TEXTS, [], HOST),
        Input("jumphost_search", _TEXTS, [], HOST),
        Input("jumphost_routing_domains", _TEXTS, [], HOST),
        Input("jumphost_must_resolve", _TEXTS, [], HOST),
        Input("jumphost_proxy_bypass", _TEXTS, [], HOST),
        Input("jumphost_ca_certificates", _authorities, [], HOST),
        Input("jumphost_remove_pins", values.boolean, False, HOST),
        Input("jumphost_environment", values.boolean, False, HOST),
        Input("jumphost_environment_account", values.text, "", HOST),
    )
}

# What the collection itself hands out, and what belongs to the roles: no misspelt inputs.
_OUTPUTS = (
    "privatelink_dns",
    "privatelink_jumphost",
    "privatelink_status",
    "privatelink_account_verdicts",
    "privatelink_account_warnings",
    "privatelink_account_notes",
    "privatelink_root_causes",
    "privatelink_workflow_job",
    "privatelink_failed_accounts",
    "privatelink_verdict",
)
_OUTPUT_PREFIXES = ("privatelink_document_",)
_OURS = "privatelink_"
# Facts outrank these names of ansible-core, under which a host would be another.
_OF_ANSIBLE = ("inventory_hostname", "inventory_hostname_short", "hostvars", "ansible_delegated_vars")
_NAMES = tuple(INPUTS)
_TYPING_ERRORS = 2
# Inputs that look like the variable of an account are one only where an account is called so.
_LIKE_OF_ACCOUNT = Names(name for name in INPUTS if account_of(name))
_BEFORE_ACCOUNT = tuple(f"privatelink_{kind}" for kind in SECRETS)
_CLOSE_BEFORE_ACCOUNT = 0.87


def input_of(name: str) -> Input:
    """Return the input of a name, which may be the variable of one account's secret."""
    return INPUTS[name] if name in INPUTS else Input(name, values.secret, "", HOST, secret=True)


def account_variables(accounts: Iterable[str]) -> set[str]:
    """Return the variables that may hold the secrets of some accounts."""
    return {variable_of(kind, account) for account in accounts for kind in SECRETS}


def misspelt(defined: Iterable[str], of_accounts: Collection[str] = ()) -> dict[str, str]:
    """Return, of the names of variables, those that are nearly an input's, with the input's that is meant.

    A typing error is one whatever else is defined; a name that is only alike is the operator's own helper where the
    input is defined too. C(of_accounts) are the account_variables of those that are declared.
    """
    names = set(defined)
    found = {
        name: _meant(name, names, of_accounts)
        for name in sorted(names)
        if name not in INPUTS and name not in of_accounts and not is_output(name)
    }
    return {name: meant for name, meant in found.items() if meant}


def _meant(name: str, names: Collection[str], of_accounts: Collection[str]) -> str | None:
    if account_of(name):
        return _LIKE_OF_ACCOUNT.nearest(name)
    of_account = _of_account_meant(name, of_accounts)
    near = None if of_account else nearest_variable(name, _NAMES)
    # app_report_formats belongs to app: Ansible's roles begin the names of their variables with their own.
    if near and not near[0].startswith(_OURS) and name.lower().endswith(f"_{near[0]}"):
        return None
    return near[0] if near and (near[1] <= _TYPING_ERRORS or near[0] not in names) else of_account


def _of_account_meant(name: str, of_accounts: Collection[str]) -> str | None:
    """Return which variable of an account a name nearly is: written otherwise, or without the account's name."""
    plain = name.lower().replace("-", "_")
    if not plain.startswith("private"):
        return None
    if account_of(plain):
        return plain
    words = plain.split("_")
    for number in range(1, len(words)):
        before = nearest("_".join(words[:number]), _BEFORE_ACCOUNT, cutoff=_CLOSE_BEFORE_ACCOUNT)
        meant = "_".join((before or "", *words[number:]))
        if meant in of_accounts:
            return meant
    alone = nearest(plain, _BEFORE_ACCOUNT, cutoff=_CLOSE_BEFORE_ACCOUNT)
    return f"{alone}_NAME, with the name of an account" if alone else None


def unknown(defined: Iterable[str], of_accounts: Collection[str] = ()) -> list[str]:
    """Return the names that look like ours and are not."""
    names = [
        name
        for name in defined
        if name.startswith(_OURS) and name not in INPUTS and not account_of(name) and not is_output(name)
    ]
    return sorted(set(names) - set(misspelt(defined, of_accounts)))


def with_prefix(name: str) -> list[str]:
    """Return the inputs that end as a name does which has a prefix of this collection, but not theirs."""
    ending = name.partition("_")[2]
    return [each for each in INPUTS if ending and each.endswith(f"_{ending}")][:3]


def is_output(name: str) -> bool:
    """Return whether the collection hands out a variable of that name."""
    return name in _OUTPUTS or name.startswith(_OUTPUT_PREFIXES)


def declared_by_facts(facts: Iterable[str]) -> list[str]:
    """Return the facts of a host that carry the name of a declaration: no host may declare anything."""
    return sorted(
        name
        for name in facts
        if name in INPUTS or name in _OF_ANSIBLE or (name.startswith(_OURS) and not is_output(name))
    )
