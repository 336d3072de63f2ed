# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What an account of the lab is: one row's fields, and the short ways to write one."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import NamedTuple

STALE_ADDRESS = "10.0.14.250"  # of a deleted private endpoint: nobody listens there
UNPEERED_ADDRESS = "10.1.14.4"  # of one in a VNet to which no packet finds its way


class Region(NamedTuple):
    address: str  # of its public front end
    endpoint: str = "serves"  # see endpoints.ENDPOINTS


REGIONS = {
    "eastus": Region("203.0.113.10"),
    "silent": Region("203.0.113.20", "blackholed"),
    "refusing": Region("203.0.113.21", "refuses"),
    "blockpage": Region("203.0.113.22", "waf"),
    "cutoff": Region("203.0.113.23", "resets_handshake"),
}

# By cloud and kind
CLOUD_DOMAINS = {
    "AzureCloud": {
        "OpenAI": ("openai.azure.com",),
        "AIServices": ("cognitiveservices.azure.com", "openai.azure.com", "services.ai.azure.com"),
        "CognitiveServices": ("cognitiveservices.azure.com",),
    },
    "AzureUSGovernment": {
        "OpenAI": ("openai.azure.us",),
        "CognitiveServices": ("cognitiveservices.azure.us",),
    },
    "AzureChinaCloud": {
        "CognitiveServices": ("cognitiveservices.azure.cn",),
    },
}
DOMAINS = sorted({domain for kinds in CLOUD_DOMAINS.values() for domains in kinds.values() for domain in domains})


def secret(text: str) -> str:
    """32 hexadecimal digits, as Azure's keys are: the same in every run, different for every text."""
    return hashlib.sha256(f"privatelink lab {text}".encode()).hexdigest()[:32]


@dataclass(frozen=True)
class Account:
    name: str
    addresses: tuple[str, ...]  # of the private endpoint: one for each name of the kind
    broken: str = ""  # nothing, when empty
    seen_from: str = "jumphost"  # the vantage from which `code` is observed, by name
    code: str = "model_ok"  # what dns_facts (dns_ and host_ codes) or the probe (all others) reports there
    root_cause: str | None = None  # of the verdict; None: the account passes
    contributing: tuple[str, ...] = ()  # of the verdict, where a second fault must be mentioned

    kind: str = "OpenAI"
    cloud: str = "AzureCloud"
    vnet_names: str = "linked"  # see zones.VNET_NAMES
    public_names: str = "endpoint"  # see zones.PUBLIC_NAMES
    onprem_names: str = "forwarded"  # see zones.ONPREM_NAMES
    region: str = "eastus"
    endpoint: str = "serves"  # see endpoints.ENDPOINTS: what the private addresses do
    hosts_pin: str = ""  # an address in /etc/hosts of the jumphost
    overlay: str = ""  # what a secure web gateway gives for its name, and leads to the private endpoint

    public_access: str = "disabled"  # what Azure's gate really does: disabled, selected_networks or enabled
    intent: str = "disabled"  # what the inventory declares
    declared: tuple[str, ...] = ()  # the addresses that the inventory declares; none: those of the private endpoint
    first_check: str = "authentication"  # or "gate": the order is not documented, so both exist
    answer: str = ""  # the code of the one answer that it gives, see answers.ANSWERS; none: it serves
    credential: str = "api_key"  # what the inventory gives the client, see given_credential
    operation: str = "completions"
    deployment: str = "gpt-35-turbo"
    api_version: str = "2023-05-15"

    @property
    def api_key(self) -> str:
        return secret(f"key of {self.name}")

    @property
    def token(self) -> str:
        return f"eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.{secret(f'token of {self.name}')}.{secret('signature')}"

    @property
    def given_credential(self) -> dict[str, str] | None:
        """What the client is told to send: an entry of `privatelink_credentials`."""
        return {
            "none": None,
            "api_key": {"api_key": self.api_key},
            "wrong_api_key": {"api_key": secret(f"wrong key of {self.name}")},
            "token": {"token": self.token},
            "wrong_token": {"token": f"{self.token}-expired"},
        }[self.credential]

    @property
    def public_address(self) -> str:
        return REGIONS[self.region].address

    @property
    def domains(self) -> tuple[str, ...]:
        return CLOUD_DOMAINS[self.cloud][self.kind]

    @property
    def names(self) -> list[str]:
        return [f"{self.name}.{domain}" for domain in self.domains]

    @property
    def private_addresses(self) -> dict[str, str]:
        """The address of each public name: AIServices has three of either."""
        return dict(zip(self.names, self.addresses))

    @property
    def declared_addresses(self) -> dict[str, list[str]]:
        """What the inventory declares of each public name."""
        return {name: [address] for name, address in zip(self.names, self.declared or self.addresses)}


def healthy(name: str, *addresses: str, **changes) -> Account:
    return Account(name, addresses, **changes)


def fault(
    name: str, address: str | tuple[str, ...], broken: str, code: str, root_cause: str = "", **changes
) -> Account:
    """A broken account: its root cause is its code, unless the verdict concludes something else from it."""
    addresses = (address,) if isinstance(address, str) else address
    return Account(name, addresses, broken, code=code, root_cause=root_cause or code, **changes)


def answering(code: str, last_byte: int, **changes) -> Account:
    """An account behind whose private endpoint Azure gives the one answer that has this code."""
    first_check = "gate" if code.startswith("gate_") else "authentication"
    return fault(
        code.replace("_", "-"),
        f"10.0.14.{last_byte}",
        f"the answer is that of {code}",
        code,
        answer=code,
        **{"first_check": first_check, **changes},
    )


def worded(name: str, last_byte: int, broken: str, code: str, answer: str, **changes) -> Account:
    """The same, where words of the answer name what is wrong: one of those with a name of its own."""
    return fault(name, f"10.0.14.{last_byte}", broken, code, answer=answer, **changes)


def behaving(name: str, last_byte: int, broken: str, code: str, endpoint: str) -> Account:
    """An account whose private endpoint does something else than to serve."""
    return fault(name, f"10.0.14.{last_byte}", broken, code, endpoint=endpoint)
