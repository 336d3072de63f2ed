# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.
"""The options of aoai_probe, checked: everything that can be wrong is said before anything is sent."""

from __future__ import annotations

import math
import re
from typing import NamedTuple

from .._auth.credentials import Credential, account_of
from .._azure.operations import default_api_version
from .._azure.zones import describe
from .._core.addresses import parse_socket_address
from .._core.deadline import Deadline
from .._core.hostnames import endpoint_host, host_name
from .._core.text import shown_url
from .expectations import check_expected
from .operations import build_request, needs_deployment
from .tls import Trust

LONGEST = 86400


class Probe(NamedTuple):
    """One entry of O(probes). C(host) is the host of its endpoint, C(public_name) the public name of the account."""

    endpoint: str
    host: str
    public_name: str
    port: int
    operation: str
    deployment: str | None
    api_version: str
    prompt: str
    max_tokens: int
    connect_to: str | None
    address: tuple[str, int] | None
    nameservers: list[tuple[str, int]]
    server_name: str
    credential: Credential | None
    expect: list[str] | None
    samples: int

    @property
    def names_its_account(self):
        """Whether SNI, Host and verified name are the account's own: else no secret may be sent."""
        return self.server_name == self.public_name


class Task(NamedTuple):
    """The options that all probes of a task share."""

    trust: Trust
    use_proxy: bool
    timeout: float
    concurrency: int
    stable_for: float
    within: float  # infinite when no expectation is waited for
    check_proxies: bool = False
    # As given, with their host and port.
    control_endpoints: tuple[tuple[str, str, int], ...] = ()
    # In lower case; none: any issuer that the trust store holds.
    trusted_issuers: frozenset[str] = frozenset()

    @property
    def waits(self):
        """Whether probes are repeated until what they expect has held."""
        return self.within != math.inf


def read_options(params):
    """Return C((probes, task)): the list of Probe and the Task of the module's parameters.

    Raises ValueError with the option, its value and what was expected, never with a secret.
    """
    _check_numbers(params)
    if not params["probes"]:
        raise ValueError("probes: the list is empty: expected at least one probe with an endpoint")
    probes = [_labelled(f"probes[{index}]", _read_probe, entry) for index, entry in enumerate(params["probes"])]
    probes = _give_credential(probes, params)
    if _waits(params) and not any(probe.expect for probe in probes):
        raise ValueError("stable_for, within: there is nothing to wait for: expected a probe with expect")
    task = Task(
        trust=Trust(params["validate_certs"], params["ca_path"]),
        use_proxy=params["use_proxy"],
        timeout=params["timeout"],
        concurrency=params["concurrency"],
        stable_for=params["stable_for"] or 0.0,
        within=_within(params, probes),
        check_proxies=params["check_proxies"],
        control_endpoints=tuple(
            _labelled(f"control_endpoints[{index}]", _read_control_endpoint, text)
            for index, text in enumerate(params["control_endpoints"] or ())
        ),
        trusted_issuers=frozenset(_read_issuer(text) for text in params["trusted_issuers"] or ()),
    )
    return probes, task


def _waits(params):
    return params["stable_for"] is not None or params["within"] is not None


def _within(params, probes):
    if params["within"] is not None or not _waits(params):
        return math.inf if params["within"] is None else params["within"]
    # What holds from the first answer on is seen to have held by the answers of one more round.
    rounds = math.ceil(len(probes) / params["concurrency"])
    return params["stable_for"] + params["timeout"] * max(probe.samples for probe in probes) * rounds


def _check_numbers(params):
    # Written so that "not a number" is refused too.
    if not 0 < params["timeout"] <= LONGEST:
        raise ValueError(f"timeout: {params['timeout']} is out of range: expected seconds above 0, at most {LONGEST}")
    if params["concurrency"] < 1:
        raise ValueError(f"concurrency: {params['concurrency']} is out of range: expected at least 1")
    stable_for, within = params["stable_for"], params["within"]
    if stable_for is not None and not 0 <= stable_for <= LONGEST:
        raise ValueError(f"stable_for: {stable_for} is out of range: expected seconds from 0 to {LONGEST}")
    if within is not None and not 0 < within <= LONGEST:
        raise ValueError(f"within: {within} is out of range: expected seconds above 0, at most {LONGEST}")
    if None not in (stable_for, within) and within <= stable_for:
        raise ValueError(f"within: {within} leaves no time for answers after stable_for, {stable_for}: expected more")


def _labelled(label, function, *args):
    """Return C(function(*args)); the text of its ValueError begins with the label."""
    try:
        return function(*args)
    except ValueError as exc:
        separator = "" if str(exc).startswith(".") else ": "
        raise ValueError(f"{label}{separator}{exc}") from None


def _read(label, function, text, *args):
    """Return what C(function) reads in a text, None where there is no text."""
    return None if text is None else _labelled(label, function, text, *args)


def _read_probe(entry):
    host, port = _labelled(".endpoint", _read_endpoint, entry["endpoint"])
    public_name = _public_name(host)
    operation = entry["operation"]
    if needs_deployment(operation) and not entry["deployment"]:
        raise ValueError(f".deployment: missing: the operation {operation} requires the name of a deployment")
    if entry["max_tokens"] < 1:
        raise ValueError(f".max_tokens: {entry['max_tokens']} is out of range: expected at least 1")
    if not 1 <= entry["samples"] <= 1000:
        raise ValueError(f".samples: {entry['samples']} is out of range: expected 1 to 1000")
    probe = Probe(
        endpoint=entry["endpoint"],
        host=host,
        public_name=public_name,
        port=port,
        operation=operation,
        deployment=entry["deployment"],
        api_version=entry["api_version"] or default_api_version(operation),
        prompt=entry["prompt"],
        max_tokens=entry["max_tokens"],
        connect_to=entry["connect_to"],
        address=_read(".connect_to", parse_socket_address, entry["connect_to"], port),
        nameservers=[_read(".nameservers", parse_socket_address, text, 53) for text in entry["nameservers"] or ()],
        server_name=_read(".server_name", host_name, entry["server_name"]) or public_name,
        credential=_read_credential(entry, public_name),
        expect=_labelled(".expect", check_expected, entry["expect"]),
        samples=entry["samples"],
    )
    # A deployment or prompt that cannot be written into a request shows here, before anything is sent.
    _labelled(".deployment, api_version or prompt", build_request, probe)
    return probe


def _read_endpoint(text):
    # What stands in such parts may be a secret: they are not repeated.
    if re.search(r"[@?#]|:0+/*\s*$", text):
        raise ValueError(
            f"{shown_url(text)!r} is not a valid endpoint: expected an https URL without user, path, query or port 0, "
            "such as https://example.openai.azure.com/"
        )
    return endpoint_host(text)


def _read_control_endpoint(text):
    host, port = _read_endpoint(text) if "://" in text else (host_name(text), 443)
    return text, host, port


def _read_issuer(text):
    if not text.strip():
        raise ValueError(
            "trusted_issuers: '' is not a valid organization: expected a name such as Microsoft Corporation"
        )
    return text.strip().casefold()


def _public_name(host):
    if ".privatelink." not in host:
        return host
    return describe(host)["public_name"] or host


def _read_credential(entry, public_name):
    for kind in ("api_key", "token"):
        if entry[kind] is not None:
            return _labelled(f".{kind}", Credential, kind, entry[kind], account_of(public_name))
    return None


def _give_credential(probes, params):
    """Return the probes with the task's own secret, which goes to one account only."""
    kind = next((kind for kind in ("api_key", "token") if params[kind] is not None), None)
    if kind is None:
        return probes
    if params["auth_source"] != "none":
        raise ValueError(f"auth_source: {params['auth_source']!r} conflicts with {kind}: expected one of the two")
    accounts = sorted({account_of(probe.public_name) for probe in probes}, key=str)
    if len(accounts) > 1:
        raise ValueError(
            f"{kind}: it would be sent to {len(accounts)} accounts "
            f"({', '.join(account for account, cloud in accounts)}): expected {kind} in each probe instead"
        )
    credential = _labelled(kind, Credential, kind, params[kind], accounts[0])
    return [probe._replace(credential=probe.credential or credential) for probe in probes]


def with_token(probes, task, params):
    """Return C((probes, token)): those without a secret of their own get one of O(auth_source), if it is to be used.

    C(token) is to be registered in no_log_values, None when nothing was acquired. Raises as acquire does.
    """
    asking = [probe for probe in probes if not probe.credential and probe.names_its_account]
    if params["auth_source"] == "none" or not asking or not task.trust.validate_certs:
        return probes, None
    # Imported here, with all that carries requests for tokens: most tasks have keys, or nothing.
    from .._auth.identities import acquire

    credential = acquire(
        params["auth_source"],
        [probe.public_name for probe in asking],
        params["token_scope"],
        {key: params[key] for key in ("tenant", "client_id", "secret")},
        Deadline(task.timeout),
        task.trusted_issuers,
    )
    return [probe._replace(credential=probe.credential or credential) for probe in probes], credential.reveal()
