# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.
"""Observations of elsewhere, as the filter verdict is given them: typed and bounded as those of our own tasks are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from ...module_utils._core.text import shown, without_controls
from .._declarations.expected import VANTAGES
from .schema import Malformed, conforming
from .schemas import SCHEMAS

_SHAPE: dict[str, Any] = {
    "host": "str",
    "vantage": "str",
    "network": "str",
    "reached": "bool",
    "dns": SCHEMAS["privatelink_dns_facts"]["ansible_facts"]["privatelink_dns"],
    "probes": SCHEMAS["aoai_probe"]["results"],
    "control_endpoints": SCHEMAS["aoai_probe"]["control_endpoints"],
}
# What the caller declares for the host; who judges it checks it.
_DECLARED = ("accounts", "forbidden")
_MESSAGES = ("error", "token_error")
_MOST_MESSAGE = 4000
# Of one account or forbidden endpoint: its names, each asked by name, by address and through proxies.
_REQUESTS = 16


def observations_of(estate: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the observations of an estate. One of a wrong shape is that of a host that failed; it says why.

    Raises ValueError where they are not a list.
    """
    given = estate.get("observations") or ()
    if not isinstance(given, (list, tuple)):
        raise ValueError(f"observations: {shown(repr(given), limit=200)} is not valid: expected a list")
    read = [_observation(each, number, estate) for number, each in enumerate(given)]
    return _once(read)


def _once(observations: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return one observation for each host and vantage: of two, nobody knows which is the host's."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    counts = Counter(map(_key, observations))
    for each in observations:
        several = counts[_key(each)] > 1
        why = f"there are {counts[_key(each)]} observations of this host from this vantage: expected one"
        found.setdefault(_key(each), _failed(each, why) if several else each)
    return list(found.values())


def _key(observation: Mapping[str, Any]) -> tuple[str, str]:
    return observation["host"], observation.get("vantage") or VANTAGES[0]


def _observation(given: Any, number: int, estate: Mapping[str, Any]) -> dict[str, Any]:
    place = f"observations[{number}]"
    if not isinstance(given, Mapping):
        return _failed({"host": place}, f"{place} is a {type(given).__name__}: expected a mapping")
    declared = {key: given[key] for key in _DECLARED if key in given}
    host, vantage = given.get("host"), given.get("vantage") or None
    named = {"host": without_controls(host) if isinstance(host, str) and host else place, **declared}
    if vantage in VANTAGES:
        named["vantage"] = vantage
    try:
        if named["host"] is place:
            raise Malformed("host: it is missing, or not a text")
        if vantage is not None and vantage not in VANTAGES:
            raise Malformed(f"vantage: {shown(repr(vantage), limit=80)} is not one of {', '.join(VANTAGES)}")
        typed = {key: value for key, value in given.items() if key in _SHAPE}
        read = conforming(typed, _SHAPE, _asked(given, estate), complete=False, others=True)
        return {**read, **declared, **{key: _message(given[key], key) for key in _MESSAGES if key in given}}
    except Exception as exc:
        # Of a mapping of Ansible's, reading may fail in other ways than by the shape.
        return _failed(named, f"{place}, {str(exc).removeprefix('result.')}")


def _asked(given: Mapping[str, Any], estate: Mapping[str, Any]) -> int:
    """Return of how many requests a host may speak."""
    declared = [source.get(key) for source in (given, estate) for key in _DECLARED]
    return _REQUESTS * sum(len(each) for each in declared if isinstance(each, (list, tuple)))


def _message(value: Any, key: str) -> str | None:
    """Return why a host could not look. A task may fail with a list of texts."""
    lines = value if isinstance(value, (list, tuple)) else [value or ""]
    if not all(isinstance(each, str) for each in lines):
        raise Malformed(f"{key}: a {type(value).__name__} stands where a text is documented")
    return without_controls("\n".join(lines))[:_MOST_MESSAGE] or None


def _failed(observation: Mapping[str, Any], why: str) -> dict[str, Any]:
    return {
        **{key: observation[key] for key in ("host", "vantage", "network", *_DECLARED) if key in observation},
        "error": shown(why, limit=400),
        "reached": True,
    }
