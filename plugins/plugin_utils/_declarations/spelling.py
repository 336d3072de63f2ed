# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.
"""Near-misses: which known word a misspelt one probably stands for."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator
from functools import cache

from ...module_utils._azure.services import SERVICES

_CLOSE = 0.85
TAGS_OF_ANSIBLE = ("all", "always", "never", "tagged", "untagged")

# What people say, in small letters without signs, and what it is called here; without what its letters tell.
_SAID = {
    "jumphost": ("inside", "internal", "private", "vnet", "vm", "bastion"),
    "onprem": ("vpn", "expressroute", "datacenter", "corporate"),
    "outside": ("external", "internet", "public", "controlnode"),
    "chat_completions": ("chat",),
    "completions": ("complete",),
    **{service.kind: service.said for service in SERVICES.values()},
    "AzureCloud": ("public", "azure", "commercial", "azurepublic", "global"),
    "AzureUSGovernment": ("usgov", "azureusgov", "government", "gov"),
    "AzureChinaCloud": ("china", "mooncake"),
    "disabled": ("no", "false", "off", "deny", "none", "private"),
    "enabled": ("yes", "true", "on", "allow", "all", "public"),
    "selected_networks": ("selected", "networks", "firewall", "iprules"),
    "msi": ("managedidentity", "managed", "identity", "systemassigned", "userassigned", "imds"),
    "workload_identity": ("workload", "federated", "federatedidentity", "federation", "oidc", "wif"),
    "env": ("environment", "environ", "envvar", "envvars", "environmentvariables", "variables"),
    "cli": ("az", "azurecli", "azlogin", "azureclicredential"),
    "client_secret": ("secret", "serviceprincipal", "sp", "spn", "clientcredentials", "appregistration"),
    "credential_file": ("file", "profile"),
    "auto": ("default", "automatic", "defaultazurecredential", "defaultcredential", "any"),
    "systemd-resolved": ("systemd", "resolved", "resolvectl"),
    "NetworkManager": ("nm", "nmcli"),
    "failure": ("error", "errors", "fail"),
}


def nearest(word: str, known: Iterable[str], cutoff: float = 0.75) -> str | None:
    """Return which of a few known words one is nearly, None where it is like none of them."""
    by_letters = {_letters(each): each for each in known}
    letters = _letters(word)
    for each in by_letters.values():
        if letters in _SAID.get(each, ()):
            return each
    close = difflib.get_close_matches(letters, by_letters, n=1, cutoff=cutoff)
    # Letters that changed places count as two mistakes, which is much of a short word.
    close = close or [each for each in by_letters if sorted(each) == sorted(letters)]
    return by_letters[close[0]] if close else None


def did_you_mean(word: object, known: Iterable[str]) -> str:
    """Return a question to append to a message, empty where nothing is near."""
    # YAML reads no and yes as booleans.
    near = nearest(str(word), known) if isinstance(word, (str, bool)) else None
    return f"; did you mean {near}?" if near else ""


def _letters(word: str) -> str:
    return re.sub(r"[\W_]", "", word).lower()


@cache
def nearest_variable(name: str, known: tuple[str, ...]) -> tuple[str, int] | None:
    """Return which of the known variables a name is nearly, and how many letters differ; None where it is like none."""
    close = difflib.get_close_matches(name.lower(), known, n=1, cutoff=_CLOSE)
    return (close[0], _edits(name.lower(), close[0])) if close else None


def _edits(one: str, other: str) -> int:
    """Return how many letters must be added, removed or replaced to come from one text to the other."""
    row = list(range(len(other) + 1))
    for number, letter in enumerate(one, start=1):
        previous, row[0] = row[0], number
        for position, expected in enumerate(other, start=1):
            previous, row[position] = (
                row[position],
                min(row[position] + 1, row[position - 1] + 1, previous + (letter != expected)),
            )
    return row[-1]


class Names:
    """Many names, of which one differs from a misspelt one by a single letter; it is found without comparing each."""

    def __init__(self, names: Iterable[str]) -> None:
        self._by_variant: dict[str, list[str]] = {}
        for name in names:
            for variant in _variants(name.lower()):
                self._by_variant.setdefault(variant, []).append(name)

    def nearest(self, name: str) -> str | None:
        """Return the name that is meant. Numbers are not misspelt: C(prod-1) is not C(prod-2)."""
        found = (each for variant in _variants(name.lower()) for each in self._by_variant.get(variant, ()))
        return next((each for each in found if _is_slip(name.lower(), each.lower())), None)


def _variants(name: str) -> Iterator[str]:
    yield name
    for position in range(len(name)):
        yield name[:position] + name[position + 1 :]


def _is_slip(one: str, other: str) -> bool:
    """Return whether a letter was added, left out or replaced, or two neighbours changed places."""
    if _digits(one) != _digits(other):
        return False
    places = [place for place, pair in enumerate(zip(one, other)) if pair[0] != pair[1]]
    swapped = len(places) == 2 and places[1] == places[0] + 1 and sorted(one) == sorted(other)
    return len(one) != len(other) or len(places) <= 1 or swapped


def _digits(name: str) -> str:
    return re.sub(r"[^0-9]", "", name)
