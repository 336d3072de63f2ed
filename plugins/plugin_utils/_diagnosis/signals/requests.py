# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""The request that a check is about, as a command repeats it, and what other requests of the run met."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from ....module_utils._azure.operations import OPERATIONS, PROMPT, body_of, default_api_version, path_of
from ....module_utils._catalogue.catalogue import CATALOGUE
from ..evidence import PATH, Observation, Result
from ..subject import Subject

LINKS = ("tcp", "proxy", "tls", "gate", "auth", "model", "egress")
CODES = ("host_proxy_captures", "host_offline")

# Where each cloud signs in, by the end of its names.
_LOGIN_HOSTS = {
    "com": "https://login.microsoftonline.com/",
    "us": "https://login.microsoftonline.us/",
    "cn": "https://login.partner.microsoftonline.cn/",
}
_TOKENS = 64
_HEADERS = {"api_key": "api-key: ", "token": "Authorization: Bearer "}


def is_about_a_request(subject: Subject) -> bool:
    """Return whether what a request met can decide the cause of a check."""
    return subject.check["link"] in LINKS or subject.code in CODES


def repeated(subject: Subject) -> dict[str, Any]:
    """Return the fields of the command that repeats the probe's own request, and of where it went."""
    endpoint, result = subject.endpoint, subject.result
    operation = (result.operation if result else None) or endpoint.operation or "models"
    if operation not in OPERATIONS:
        operation = "models"
    version = endpoint.api_version or default_api_version(operation)
    path = path_of(operation, version, endpoint.deployment)
    content = body_of(operation, version, endpoint.deployment or "", PROMPT, _TOKENS)
    port = result.port if result else 443
    place = endpoint.name if port == 443 else f"{endpoint.name}:{port}"
    return {
        "url": f"https://{place}{path}",
        "body": json.dumps(content) if content else None,
        "content_type": "Content-Type: application/json" if content else None,
        "credential_header": _HEADERS.get(result.credential if result else "", _HEADERS["api_key"]),
        "control_url": _LOGIN_HOSTS.get(endpoint.name.rpartition(".")[2], _LOGIN_HOSTS["com"]),
        **_place(endpoint.name, result),
    }


def _place(name: str, result: Result | None) -> dict[str, Any]:
    if result is None or result.dialled is None:
        return {}
    address = str(result.dialled)
    shown = f"[{address}]" if ":" in address else address
    return {
        "peer": f"{shown}:{result.port}",
        "peer_address": address,
        "peer_port": result.port,
        "resolve": f"{name}:{result.port}:{shown}",
    }


def place_of(result: Result) -> str:
    """Return the address and port that a request went to, in words where it got none."""
    return str(_place(result.name, result).get("peer") or result.connect_to or "no address")


def passed(result: Result, link: str) -> bool:
    """Return whether a request got beyond a link of the path."""
    return result.code == "model_ok" or PATH.index(result.link) > PATH.index(link)


def is_azures(result: Result) -> bool:
    """Return whether nobody but Azure can have given the answer."""
    return result.proof and CATALOGUE[result.code].azure_answered


def others(subject: Subject) -> Iterator[tuple[Observation, Result]]:
    """Yield the requests of other hosts to the same name, and the further ones of the same host."""
    for observed in subject.observation.endpoints.get(subject.scene.account, ()):
        if observed.endpoint.name == subject.endpoint.name:
            for result in observed.results:
                if result is not subject.result:
                    yield subject.observation, result
    for observation, observed in subject.scene.others(subject):
        for result in observed.results:
            yield observation, result


def elsewhere(subject: Subject) -> Iterator[tuple[Observation, Result]]:
    """Yield the requests of other hosts to the same name."""
    for observation, result in others(subject):
        if observation is not subject.observation:
            yield observation, result


def at_same_address(subject: Subject) -> Iterator[tuple[Observation, Result]]:
    """Yield the requests of other hosts to the same name at the same private address, unless of another network."""
    mine = subject.result
    if mine is None or mine.dialled is None or (mine.peer and mine.peer.scope == "public"):
        return
    for observation, result in elsewhere(subject):
        same = result.dialled == mine.dialled and result.port == mine.port and not result.proxied
        if same and subject.scene.same_network(subject.observation, observation) is not False:
            yield observation, result
