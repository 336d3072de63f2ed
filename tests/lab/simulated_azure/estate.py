# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A healthy estate of fifty accounts, of all kinds and clouds: in no table of faults, because nothing may be found."""

from __future__ import annotations

import itertools

from simulated_azure.account import CLOUD_DOMAINS, Account, healthy

SIZE = 50

_FAMILIES = [(cloud, kind) for cloud, kinds in CLOUD_DOMAINS.items() for kind in kinds]
_CREDENTIALS = ("token", "token", "none")  # Azure's side warns of keys
_MODELS = {"operation": "models", "deployment": "", "api_version": "2024-10-21"}
_OPERATIONS = (
    {"operation": "completions", "deployment": "gpt-35-turbo", "api_version": "2023-05-15"},
    {"operation": "chat_completions", "deployment": "gpt-4o", "api_version": "2024-10-21"},
    {"operation": "embeddings", "deployment": "text-embedding-ada-002", "api_version": "v1"},
    {"operation": "responses", "deployment": "gpt-4o", "api_version": "v1"},
    _MODELS,
)


def _estate() -> tuple[Account, ...]:
    addresses = (f"10.0.13.{number}" for number in range(4, 255))
    accounts = []
    for number in range(SIZE):
        cloud, kind = _FAMILIES[number % len(_FAMILIES)]
        operation = _MODELS if kind == "CognitiveServices" else _OPERATIONS[number % len(_OPERATIONS)]
        accounts.append(
            healthy(
                f"estate-{number:02}",
                *itertools.islice(addresses, len(CLOUD_DOMAINS[cloud][kind])),
                kind=kind,
                cloud=cloud,
                credential=_CREDENTIALS[number % len(_CREDENTIALS)],
                # Without a credential only the network rules can show that the account is isolated.
                first_check="gate",
                **operation,
            )
        )
    return tuple(accounts)


ESTATE = _estate()
