# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The role jumphost on many machines at once: seconds for each, and what a configured one costs."""

from __future__ import annotations

import json
import subprocess

from measure import LAB, Limit, seconds

INVENTORY = LAB / "inventory-machines.yml"
RUN = ["ansible-playbook", "privatelink.azure_ai.configure_jumphost", "-i", INVENTORY]


def jumphosts() -> list[str]:
    """Their names; none in a lab without machines."""
    return [name for name in json.loads(INVENTORY.read_text())["all"]["hosts"] if name.startswith("jump-")]


def limits():
    names = jumphosts()
    if not names:
        return
    count = len(names)
    forks = ["--forks", str(count)]
    options = ["-e", json.dumps({"jumphost_manage_resolver": True, "jumphost_nameservers": ["168.63.129.16", "172.20.0.53"]})]
    first = seconds([*RUN, *options, *forks], rounds=1)
    yield Limit(f"{count} jumphosts configured for the first time, at once: seconds for each host", first / count, unit="s")
    again = seconds([*RUN, *options, *forks])
    yield Limit(f"{count} configured jumphosts looked at again, at once: seconds for each host", again / count, unit="s")
    one = seconds([*RUN, *options, "--limit", names[0]])
    yield Limit(f"{count} configured jumphosts against one of them", again / one, limit=0.75 * count)
    subprocess.run([*RUN, *forks, "-e", "jumphost_state=absent"], check=True, capture_output=True)
