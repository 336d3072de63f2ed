# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The stages of the tests, in order: what each runs, what that needs, how it is wrapped, and its lane of `make test`.

The Makefile reads the names from here, and what they are.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import ansible_tests
import changelog
import lab
import packaging
import preparations
import special
from outcome import Command, Outcome

# Most stages wait more than they compute, so that these run side by side.
LANES = FIRST, SECOND, THIRD = "first", "second", "third"


@dataclass(frozen=True)
class Tests:
    """What one pytest runs."""

    paths: str  # patterns below tests/, separated by spaces
    needs: str = "lab"  # one of lab.OBSTACLES
    prepare: Callable[[Outcome], Command] = preparations.nothing  # returns what stands before `pytest`
    wrap: Callable[[Command], Command] = lab.inside
    processes: int | None = (
        None  # by default as many as there are processors; 0 where tests share what one process made
    )


@dataclass(frozen=True)
class Stage:
    name: str
    what: str  # for `make help`
    lane: str
    parts: tuple[Tests | Callable[[], Outcome], ...]


def machines(names: str) -> dict[str, object]:
    """What tests need that run on the control node of a lab with those machines."""
    return {"needs": "machines", "wrap": lab.entered("--machines", names, "--from", "control")}


JUMPHOST = {"wrap": lab.entered("--from", "jumphost"), "processes": 0}

STAGES = (
    Stage("changelog", "the changelog and its fragments; the next release, in a copy", SECOND, (changelog.changelog,)),
    Stage("docs", "generated pages, links, the documentation of plugins and roles", FIRST, (special.docs,)),
    Stage("lint", "ruff, mypy, yamllint, ansible-lint, REUSE", SECOND, (special.lint,)),
    Stage("sanity", "ansible-test sanity", SECOND, (ansible_tests.sanity,)),
    Stage("units", "ansible-test units", SECOND, (ansible_tests.units,)),
    Stage("integration", "ansible-test integration, in the lab", SECOND, (ansible_tests.integration,)),
    Stage("molecule", "the Molecule scenarios", FIRST, (special.molecule,)),
    Stage("playbooks", "the playbooks over the accounts of the lab", THIRD, (Tests("system/playbooks"),)),
    # What `make soak` does for minutes, twice, in a lab of its own: its faults are switched.
    Stage(
        "matrix",
        "every fault of the lab, and a short soak",
        FIRST,
        (Tests("system/matrix", processes=0), Tests("system/soak", processes=0)),
    ),
    Stage(
        "servers",
        "the lab's answers against real nameservers; old and new dnspython",
        SECOND,
        (
            Tests("system/servers/test_servers.py", prepare=preparations.name_servers, **JUMPHOST),
            Tests("system/servers/test_dnspython.py", prepare=preparations.dnspythons, **JUMPHOST),
        ),
    ),
    Stage(
        "causes",
        "causes, behind real nameservers and front ends",
        SECOND,
        (Tests("system/causes", prepare=preparations.cause_servers, **JUMPHOST),),
    ),
    Stage(
        "peers",
        "what curl, dig and real servers make of the lab",
        THIRD,
        (Tests("system/peers", needs="root", prepare=preparations.peers, processes=0),),
    ),
    Stage("hostile", "jumphosts that lie", THIRD, (Tests("system/hostile", processes=0),)),
    Stage("workflow", "validation in parts, merged", THIRD, (Tests("system/workflow", processes=0),)),
    # A stand-in on 127.0.0.1 answers the real modules.
    Stage(
        "controller",
        "the set-up of AWX, against recorded answers",
        THIRD,
        (Tests("system/controller", needs="nothing", prepare=preparations.controller_on_cores, wrap=list),),
    ),
    Stage("secrets", "no credential in any output", THIRD, (Tests("system/secrets", processes=0),)),
    Stage(
        "azure",
        "Resource Manager, with old and new SDKs",
        THIRD,
        (Tests("system/azure", prepare=preparations.older_controller, processes=0),),
    ),
    # The tests themselves start the runs of the playbook side by side.
    Stage(
        "guides",
        "the commands and outputs of docs/guides",
        THIRD,
        (Tests("system/guides", prepare=preparations.pods, processes=0),),
    ),
    # The test itself starts the runs of the playbook side by side.
    Stage(
        "terminal",
        "what the terminal shows, on every ansible-core",
        THIRD,
        (Tests("system/terminal", prepare=preparations.cores, processes=0),),
    ),
    # No network: hosts answer what a test wrote.
    Stage(
        "cores",
        "the playbooks on every ansible-core, without a network",
        SECOND,
        (Tests("system/cores", needs="nothing", prepare=preparations.cores, wrap=list),),
    ),
    Stage(
        "platform",
        "the execution environment, and jobs in it",
        THIRD,
        (
            Tests(
                "system/platform/test_definition.py",
                needs="nothing",
                prepare=preparations.builder,
                wrap=list,
                processes=0,
            ),
            Tests("system/platform/test_jobs.py", prepare=preparations.cores),
        ),
    ),
    Stage(
        "browser",
        "the HTML report in Chromium",
        FIRST,
        (Tests("system/browser", prepare=preparations.browser, wrap=list, processes=0),),
    ),
    Stage(
        "compat",
        "the modules on every Python of hosts",
        THIRD,
        (
            # What meets the SDKs; `azure` reads everything of the lab with the same ones.
            Tests(
                "unit/plugins/module_utils/_arm/test_auth.py unit/plugins/module_utils/_arm/test_client.py "
                "unit/plugins/module_utils/_arm/test_transport.py unit/plugins/modules/test_private_endpoint_info.py",
                needs="nothing",
                prepare=preparations.oldest_sdks,
                wrap=list,
            ),
            Tests("system/compat", prepare=preparations.targets),
        ),
    ),
    Stage(
        "machines",
        "jumphosts that boot: labs that end, resolvers that are switched",
        FIRST,
        (
            Tests("system/machines/life", needs="machines", wrap=lab.with_trees, processes=0),  # some end labs
            # Wheels are gathered outside the lab. The hosts wait more than they compute: each has a process.
            Tests(
                "system/machines/resolver",
                prepare=preparations.wheels,
                processes=4,
                **machines("jump-resolved,jump-nm,jump-resolvconf,jump-plain"),
            ),
        ),
    ),
    Stage("package", "the tarball: its contents, Galaxy's importer, its installation", FIRST, (packaging.package,)),
)
