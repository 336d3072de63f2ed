# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Who asks Azure, and where: the options of azure.azcollection and their variables, checked before anything is sent."""

from __future__ import annotations

import configparser
import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .._auth.issuers import issuers_of
from .._azure.clouds import Cloud, cloud_named
from .._core.files import read_whole

SOURCES = ("auto", "cli", "env", "credential_file", "msi", "workload_identity")

# azure.azcollection hides client_id, tenant and others too. Here only secrets are no_log: hiding an id removes it from
# every resource id and message that contains it.
ARGUMENT_SPEC = {
    "auth_source": {"type": "str", "choices": list(SOURCES)},
    "profile": {"type": "str"},
    "subscription_id": {"type": "str"},
    "tenant": {"type": "str"},
    "client_id": {"type": "str"},
    "secret": {"type": "str", "no_log": True},
    "ad_user": {"type": "str"},
    "password": {"type": "str", "no_log": True},
    "x509_certificate_path": {"type": "path"},
    "thumbprint": {"type": "str"},
    "oidc_token": {"type": "str", "no_log": True},
    "oidc_token_file_path": {"type": "path", "no_log": False},
    "cloud_environment": {"type": "str"},
    "adfs_authority_url": {"type": "str"},
    "disable_instance_discovery": {"type": "bool"},
    "cert_validation_mode": {"type": "str", "choices": ["validate"]},
    "ca_path": {"type": "path"},
    "trusted_issuers": {"type": "list", "elements": "str"},
}

# azure.azcollection's variable first, then azure-identity's.
VARIABLES = {
    "auth_source": ("ANSIBLE_AZURE_AUTH_SOURCE",),
    "profile": ("AZURE_PROFILE",),
    "subscription_id": ("AZURE_SUBSCRIPTION_ID",),
    "tenant": ("AZURE_TENANT", "AZURE_TENANT_ID"),
    "client_id": ("AZURE_CLIENT_ID",),
    "secret": ("AZURE_SECRET", "AZURE_CLIENT_SECRET"),
    "ad_user": ("AZURE_AD_USER", "AZURE_USERNAME"),
    "password": ("AZURE_PASSWORD",),
    "x509_certificate_path": ("AZURE_X509_CERTIFICATE_PATH", "AZURE_CLIENT_CERTIFICATE_PATH"),
    "certificate_password": ("AZURE_CLIENT_CERTIFICATE_PASSWORD",),
    "oidc_token": ("AZURE_FEDERATED_TOKEN",),
    "oidc_token_file_path": ("AZURE_FEDERATED_TOKEN_FILE",),
    "cloud_environment": ("AZURE_CLOUD_ENVIRONMENT",),
    "adfs_authority_url": ("AZURE_ADFS_AUTHORITY_URL", "AZURE_AUTHORITY_HOST"),
    "disable_instance_discovery": ("AZURE_DISABLE_INSTANCE_DISCOVERY",),
    "cert_validation_mode": ("AZURE_CERT_VALIDATION_MODE",),
    "ca_path": ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"),
}

# What proves an identity, and what each also requires.
_PROOFS = {
    "secret": ("client_id", "tenant"),
    "x509_certificate_path": ("client_id", "tenant"),
    "oidc_token": ("client_id", "tenant"),
    "oidc_token_file_path": ("client_id", "tenant"),
    "ad_user": ("password",),
}
_IDENTITY = ("client_id", "password", *_PROOFS)

_SUBSCRIPTION = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_TENANT = re.compile(r"[A-Za-z0-9.-]+")


@dataclass(frozen=True)
class Settings:
    """Who asks, and where. Its representation contains no secret."""

    source: str  # parameters, environment, credential_file, cli, msi or workload_identity
    cloud: Cloud
    subscription_id: str | None = None
    tenant: str | None = None
    client_id: str | None = None
    ca_path: str | None = None
    trusted_issuers: frozenset[str] = frozenset()
    proof: str | None = None  # the key of _PROOFS that is used
    ad_user: str | None = None
    x509_certificate_path: str | None = None
    oidc_token_file_path: str | None = None
    disable_instance_discovery: bool = False
    lacked: tuple[str, ...] = ()  # what the sources lacked that V(auto) passed over
    secret: str | None = field(default=None, repr=False)
    password: str | None = field(default=None, repr=False)
    oidc_token: str | None = field(default=None, repr=False)
    certificate_password: str | None = field(default=None, repr=False)


def secrets(settings: Settings) -> list[str]:
    """Return the secrets of a Settings as a list of texts, for C(no_log_values)."""
    candidates = (settings.secret, settings.password, settings.oidc_token, settings.certificate_password)
    return [secret for secret in candidates if secret]


def validate(options: Mapping[str, Any], environ: Mapping[str, str]) -> Settings:
    """Return the Settings of a module's options and of an environment, both dicts; nothing is sent.

    Reads C(~/.azure/credentials) and the Azure CLI's list of subscriptions where the source needs them. Raises
    ValueError that names the source, the option or variable that is missing or wrong, and what is expected.
    """
    given = {key: _clean(options.get(key)) for key in VARIABLES}
    variables = {
        key: next((environ[name] for name in names if environ.get(name)), None) for key, names in VARIABLES.items()
    }
    both = _merged(given, variables)
    _check_fixed(both)
    source, values, lacked = _choose(given, variables, environ)
    values = _merged(values, {key: both[key] for key in both if key not in _IDENTITY})
    if not values["subscription_id"] and source == "cli":
        values["subscription_id"] = _cli_subscription(environ)
    _check(source, values)
    return Settings(
        source=source,
        cloud=cloud_named(values["cloud_environment"] or "AzureCloud", values["adfs_authority_url"]),
        disable_instance_discovery=_truth(values["disable_instance_discovery"]),
        lacked=tuple(lacked),
        trusted_issuers=issuers_of(options.get("trusted_issuers") or ()),
        proof=_proof(values) if source not in ("cli", "msi") else None,
        **{
            key: values[key]
            for key in (
                "subscription_id",
                "tenant",
                "client_id",
                "ca_path",
                "ad_user",
                "x509_certificate_path",
                "oidc_token_file_path",
                "secret",
                "password",
                "oidc_token",
                "certificate_password",
            )
        },
    )


def without_subscription(settings: Settings) -> str:
    """Return the message for an account that names no subscription when the credential has none."""
    where = "the environment, the profile or the Azure CLI" if settings.source == "cli" else "the environment"
    return (
        f"subscription_id: neither the account, the option nor {where} names one: expected the id of a subscription. "
        "'az account list --output table' shows those that this identity can see"
    )


def check_subscription_id(text: str, option: str = "subscription_id") -> str:
    """Return the id of a subscription, or raise ValueError: ARM takes no names."""
    if not _SUBSCRIPTION.fullmatch(text):
        raise ValueError(
            f"{option}: {text!r} is not a valid subscription id: expected one such as "
            "11111111-2222-3333-4444-555555555555, "
            "not a name ('az account list --output table' shows both)"
        )
    return text


def _clean(value: Any) -> Any:
    return value or None if isinstance(value, str) else value


def _merged(first: Mapping[str, Any], second: Mapping[str, Any]) -> dict[str, Any]:
    keys = set(first) | set(second)
    return {key: second.get(key) if first.get(key) is None else first[key] for key in keys}


def _truth(value: Any) -> bool:
    return value if isinstance(value, bool) else str(value).lower() in ("1", "true", "yes", "on")


def _named(option: str) -> str:
    """Return an option's name and its variables, as errors show them."""
    return f"{option} ({' or '.join(VARIABLES[option])})"


def _check_fixed(values: Mapping[str, Any]) -> None:
    if values["auth_source"] and values["auth_source"] not in SOURCES:
        raise ValueError(
            f"auth_source: {values['auth_source']!r}, from ANSIBLE_AZURE_AUTH_SOURCE, is not a valid source: "
            f"expected one of {', '.join(SOURCES)}"
        )
    if values["cert_validation_mode"] not in (None, "validate"):
        raise ValueError(
            f"cert_validation_mode: {values['cert_validation_mode']!r}, from AZURE_CERT_VALIDATION_MODE, is not a "
            "valid "
            "mode: expected validate, because tokens are sent over verified connections only. Name the certificate of "
            "a private authority with ca_path"
        )
    if values["ca_path"] and not os.path.exists(values["ca_path"]):
        raise ValueError(
            f"{_named('ca_path')}: {values['ca_path']!r} does not exist: expected a file "
            "of PEM certificates, or an OpenSSL directory"
        )


def _choose(
    given: Mapping[str, Any], variables: Mapping[str, Any], environ: Mapping[str, str]
) -> tuple[str, dict[str, Any], list[str]]:
    """Return the source, the values of its identity, and what the sources before it lacked."""
    asked = given["auth_source"] or variables["auth_source"] or "auto"
    both = _merged(given, variables)
    if asked == "auto":
        return _automatic(given, variables, environ)
    if asked == "credential_file":
        return "credential_file", _merged(given, _profile(both["profile"] or "default", environ)), []
    if asked == "workload_identity":
        # A federated token proves it, whatever else the environment holds.
        both.update(secret=None, x509_certificate_path=None, ad_user=None)
    return {"env": "environment"}.get(asked, asked), both, []


def _automatic(
    given: Mapping[str, Any], variables: Mapping[str, Any], environ: Mapping[str, str]
) -> tuple[str, dict[str, Any], list[str]]:
    """Choose as azure.azcollection does: profile, parameters, environment, credential file, CLI.

    The first that is complete is used, and no other when Azure refuses it: another identity would see other resources.
    """
    profile = given["profile"] or variables["profile"]
    if profile:
        return "credential_file", _merged(given, _profile(profile, environ)), []
    if any(given[key] for key in _IDENTITY):
        # The environment may supply what the options omit; a proof in the options is not combined with another one.
        fill = variables
        if any(given[key] for key in _PROOFS):
            fill = {key: None if key in _PROOFS else value for key, value in variables.items()}
        return "parameters", _merged(given, fill), []
    lacked = ["parameters: none given"]
    missing = _missing(variables)
    if not missing:
        return "environment", _merged(given, variables), lacked
    lacked.append(f"environment: no {' and no '.join(_named(option) for option in missing)}")
    try:
        values = _profile("default", environ)
        missing = _missing(values)
        if not missing:
            return "credential_file", _merged(given, values), lacked
        lacked.append(f"credential_file: ~/.azure/credentials has no {' and no '.join(missing)} in [default]")
    except ValueError as exc:
        lacked.append(str(exc).partition(": expected ")[0])
    return "cli", dict.fromkeys(VARIABLES), lacked


def _profile(name: str, environ: Mapping[str, str]) -> dict[str, Any]:
    """Return the values of one section of ~/.azure/credentials, or raise ValueError."""
    path = os.path.join(environ.get("HOME") or os.path.expanduser("~"), ".azure", "credentials")
    shown = "~/.azure/credentials"
    parser = configparser.ConfigParser(interpolation=None)
    try:
        parser.read_string(read_whole(path).decode("utf-8"))
    except (configparser.Error, UnicodeDecodeError) as exc:
        # Its message would repeat the line, which may contain the secret.
        raise ValueError(
            f"credential_file: {shown} is not a valid INI file ({type(exc).__name__}): expected sections such as "
            "[default] with "
            "lines such as client_id=..."
        ) from None
    except OSError as exc:
        raise ValueError(
            f"credential_file: {shown} cannot be read ({exc.strerror}): expected azure.azcollection's file, with "
            f"subscription_id, client_id, secret and tenant in [{name}]"
        ) from exc
    if not parser.has_section(name):
        raise ValueError(
            f"credential_file: {shown} has no section [{name}]: expected one of "
            f"{', '.join(parser.sections()) or 'the sections you add'}"
        )
    return {key: parser.get(name, key, fallback=None) or None for key in VARIABLES}


def _proof(values: Mapping[str, Any]) -> str | None:
    return next((proof for proof in _PROOFS if values.get(proof)), None)


def _missing(values: Mapping[str, Any]) -> list[str]:
    """Return the options that an identity lacks."""
    proof = _proof(values)
    needed = _PROOFS[proof] if proof else ("client_id", "tenant", "secret")
    return [option for option in needed if not values.get(option)]


def _check(source: str, values: Mapping[str, Any]) -> None:
    """Raise ValueError for what is missing or cannot be right."""
    if source == "workload_identity" and not _proof(values):
        missing = ["oidc_token_file_path"]
    else:
        missing = [] if source in ("cli", "msi") else _missing(values)
    if missing:
        raise ValueError(
            "auth_source: {} lacks {}: expected these options{}".format(
                source,
                " and ".join(_named(option) for option in missing),
                ", or the keys of the same names in ~/.azure/credentials"
                if source == "credential_file"
                else " or variables",
            )
        )
    if values["tenant"] and not _TENANT.fullmatch(values["tenant"]):
        raise ValueError(
            f"tenant: {values['tenant']!r} is not a valid tenant: expected its id or domain, such as "
            "contoso.onmicrosoft.com"
        )
    if values["subscription_id"]:
        check_subscription_id(values["subscription_id"])
    for option in ("x509_certificate_path", "oidc_token_file_path"):
        if _proof(values) == option and not os.access(values[option], os.R_OK):
            raise ValueError(
                f"{_named(option)}: {values[option]!r} cannot be read: expected a file that this user may read"
            )


def _cli_subscription(environ: Mapping[str, str]) -> str | None:
    """Return the id of the subscription that C(az account set) chose, or None."""
    directory = environ.get("AZURE_CONFIG_DIR") or os.path.join(
        environ.get("HOME") or os.path.expanduser("~"), ".azure"
    )
    try:
        text = read_whole(os.path.join(directory, "azureProfile.json")).decode("utf-8-sig")
        subscriptions = json.loads(text)["subscriptions"]
        return next((entry["id"] for entry in subscriptions if entry.get("isDefault")), None)
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return None  # the CLI was never used here, or writes another format: accounts may name their own
