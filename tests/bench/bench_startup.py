# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Each module's start on a jumphost: what it sends, imports and uses for the smallest task, compared with ping."""

from __future__ import annotations

import functools

from bench_azure import account_of_lab
from bench_dns import RESOLVERS, facts
from bench_probe import probes
from measure import Row, module_costs, play

OWN = "privatelink.azure_ai"
LEAST = {
    "privatelink_dns_facts": lambda: facts("start-dns", 1, RESOLVERS[:1]),
    "aoai_probe": lambda: probes("start-probe", 1),
    "private_endpoint_info": account_of_lab,
}
# What these need is declared, or a jumphost that is managed; without options they end where options are checked.
UNASKED = ("azure_account_info", "jumphost_files", "jumphost_packages", "jumphost_resolver", "jumphost_venv")


@functools.cache
def costs(module: str) -> dict[str, float]:
    if module in LEAST:
        return module_costs(LEAST[module](), "outside" if module == "private_endpoint_info" else "jumphost")
    name = f"ansible.builtin.{module}" if module == "ping" else f"{OWN}.{module}"
    return module_costs(play(f"start-{module}", [{name: {}, "ignore_errors": True}]))


def value(module: str, what: str, divisor: float) -> float:
    return costs(module)[what] / divisor


MODULES = ("ping", *LEAST, "azure_machine_info", "jumphost_facts", *UNASKED)
ROWS = tuple(
    Row(
        f"{module}{' without options' if module in UNASKED else ''}: {what}",
        functools.partial(value, module, key, divisor),
        unit=unit,
    )
    for module in MODULES
    for what, key, divisor, unit in (
        ("bytes that are sent", "bytes", 1024, "KB"),
        ("imported modules", "imports", 1, ""),
        ("CPU time of its process", "cpu", 1, "s"),
        ("peak memory", "kilobytes", 1024, "MB"),
    )
)
