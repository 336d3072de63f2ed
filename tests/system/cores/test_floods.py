# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A host that prints without end loses its own line, and no other task its memory."""

from __future__ import annotations

from ansible_collections.privatelink.azure_ai.tests.support.canned_hosts import accounts, host, write_inventory
from ansible_collections.privatelink.azure_ai.tests.system.cores.conftest import oldest_and_newest, run

ROOM = "the host sent more than a task has room for"
FLOODS = {
    "text": "x" * 60_000_000,
    "lines": "ab\n" * 9_000_000,
    "lists": '{"deep": [' + "[]," * 6_000_000 + "[]]}",
}


@oldest_and_newest
def test_a_flood_costs_the_own_line(core, tmp_path):
    declared = accounts()
    hosts = [host(f"{kind}-{module}", declared) for kind in FLOODS for module in ("dns", "probe")]
    for each in hosts:
        kind, _dash, module = each.name.partition("-")
        each.results[{"dns": "privatelink_dns_facts", "probe": "aoai_probe"}[module]] = FLOODS[kind]
    hosts += [host("honest", declared), host("outside", declared, "outside")]
    done = run(core, "privatelink.azure_ai.validate", write_inventory(tmp_path, declared, hosts))
    (account,) = done.document["accounts"]
    checks = {each.name: [check for check in account["checks"] if check["host"] == each.name] for each in hosts}
    for name, of_host in checks.items():
        if name in ("honest", "outside"):
            assert {check["status"] for check in of_host} == {"pass"}, done.output[-3000:]
        else:
            assert [check["code"] for check in of_host] == ["host_failed"]
            assert ROOM in of_host[0]["summary"]
