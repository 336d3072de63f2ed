# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every resolver of the lab has its own code: asked alone, beside the VNet's own, and compared with it."""

from __future__ import annotations

import json
import subprocess

import pytest

from ansible_collections.privatelink.azure_ai.tests.support.lab import LAB

from simulated_azure.accounts import accounts_named
from simulated_azure.dns.resolvers import AZURE_DNS, RESOLVERS

(ACCOUNT,) = accounts_named(["aro-azureopenai"])
NAMES = ACCOUNT.declared_addresses
TIMEOUT = 4

# Nothing that programs take for an answer.
DEAD = ("dns_refused", "dns_servfail", "dns_malformed", "dns_truncated", "dns_timeout", "dns_resolver_unreachable")

OTHERS = [row for row in RESOLVERS if row.address != AZURE_DNS]
others = pytest.mark.parametrize("resolver", OTHERS, ids=lambda row: row.name)


# What nameservers are given for a resolver.
WAYS = {
    "alone": {"nameservers": ["{{ resolver }}"]},
    "after_azure": {"nameservers": [AZURE_DNS, "{{ resolver }}"]},
    "compared": {"nameservers": [AZURE_DNS], "compare_nameservers": ["{{ resolver }}"]},
}


@pytest.fixture(scope="module")
def asked(tmp_path_factory):
    """Return what asking gives, by way and resolver. The jumphost has a name for each resolver, so that all are asked at once."""
    directory = tmp_path_factory.mktemp("resolvers")
    hosts, play = directory / "hosts.json", directory / "play.json"
    hosts.write_text(
        json.dumps(
            {
                "all": {
                    "hosts": {resolver.name: {"resolver": resolver.address} for resolver in RESOLVERS},
                    "vars": {
                        "ansible_connection": "local",
                        "ansible_python_interpreter": str(LAB / "bin/jumphost-python"),
                    },
                }
            }
        )
    )
    names = [{"name": name, "addresses": addresses} for name, addresses in NAMES.items()]
    play.write_text(
        json.dumps(
            [
                {
                    "hosts": "all",
                    "gather_facts": False,
                    "tasks": [
                        *(
                            {
                                "privatelink.azure_ai.privatelink_dns_facts": {
                                    "names": names,
                                    "timeout": TIMEOUT,
                                    **given,
                                },
                                "register": way,
                            }
                            for way, given in WAYS.items()
                        ),
                        {
                            "ansible.builtin.copy": {
                                "dest": f"{directory}/facts.json",
                                "mode": "0600",
                                "content": f"{{{{ {{{', '.join(map(_of_all_hosts, WAYS))}}} | to_json }}}}",
                            },
                            "run_once": True,
                        },
                    ],
                }
            ]
        )
    )
    done = subprocess.run(
        ["ansible-playbook", "-i", hosts, play, "--forks", "8"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    found = json.loads((directory / "facts.json").read_text())
    return {
        way: {name: facts["ansible_facts"]["privatelink_dns"]["names"][0] for name, facts in found[way].items()}
        for way in WAYS
    }


def _of_all_hosts(way: str) -> str:
    """A key and its value in Jinja: what each host registered, by its name."""
    registered = f"ansible_play_hosts | map('extract', hostvars, '{way}')"
    return f"'{way}': dict(ansible_play_hosts | zip({registered}))"


@pytest.mark.parametrize("resolver", RESOLVERS, ids=lambda row: row.name)
def test_a_resolver_gives_its_code_and_no_other(asked, confusion, resolver):
    found = asked["alone"][resolver.name]
    confusion("resolver", resolver.name, resolver.code, found["code"])
    own = [] if resolver.code == "dns_private" else [resolver.code]
    assert found["findings"] == own + [resolver.finding] * bool(resolver.finding)


@others
def test_a_dead_resolver_beside_a_working_one_is_a_nuisance(asked, resolver):
    found = asked["after_azure"][resolver.name]
    if resolver.code in DEAD:
        assert (found["code"], found["findings"]) == ("dns_private", [resolver.code])
    elif resolver.code == "dns_private":
        assert (found["code"], found["findings"]) == ("dns_private", [resolver.finding] * bool(resolver.finding))
    else:
        assert (found["code"], found["findings"]) == (resolver.code, [resolver.code, "dns_resolvers_disagree"])


@others
def test_a_compared_resolver_never_changes_the_code(asked, resolver):
    found = asked["compared"][resolver.name]
    same = resolver.code == "dns_private" or resolver.code in DEAD
    assert (found["code"], found["findings"]) == ("dns_private", [] if same else ["dns_resolvers_disagree"])
    assert [(entry["code"], entry["compared"]) for entry in found["resolvers"]] == [
        ("dns_private", False),
        (resolver.code, True),
    ]
