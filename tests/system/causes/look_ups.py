# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Look-ups of the account at a nameserver, and the check of the verdict on them."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any

from ansible_collections.privatelink.azure_ai.plugins.module_utils._dns import facts
from ansible_collections.privatelink.azure_ai.plugins.module_utils._dns.options import read_options
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._judge.verdict import judge
from ansible_collections.privatelink.azure_ai.tests.system.causes.nameservers import ADDRESS, NAME


def look_up(
    address: str | None, *others: str, name: str = NAME, expected: str = ADDRESS, networks: Sequence[str] | None = None
) -> dict[str, Any]:
    """Return what is found for the account, and for names of others, at one nameserver, else at those of the host."""
    return look_up_at([address] if address else None, (name,), expected, networks, others)


def look_up_at(
    nameservers: Sequence[str] | None,
    names: Sequence[str] = (NAME,),
    expected: str = ADDRESS,
    networks: Sequence[str] | None = None,
    others: Sequence[str] = (),
) -> dict[str, Any]:
    """Return the same for several names and nameservers."""
    addresses = None if networks else [expected]
    options = {
        "names": [
            *({"name": name, "addresses": addresses, "networks": networks} for name in names),
            *({"name": other, "addresses": None, "networks": None} for other in others),
        ],
        "nameservers": nameservers,
        "compare_nameservers": None,
        "platform_resolver": "auto",
        "timeout": 3,
        "tries": 1,
        "concurrency": 4,
    }
    return facts.gather(read_options(options), dict(os.environ))


def check_of(observed: dict[str, Any]) -> dict[str, Any]:
    """Return the check of the dns link in the verdict on what one host looked up."""
    account = {"name": "aro-azureopenai", "kind": "OpenAI", "private_addresses": {NAME: [ADDRESS]}}
    judged = judge(
        {
            "accounts": [account],
            "observations": [{"host": "jump-1", "vantage": "jumphost", "dns": observed, "probes": []}],
        }
    )
    return next(check for check in judged["accounts"][0]["checks"] if check["link"] == "dns")
