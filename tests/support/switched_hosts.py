# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Machines of the lab whose resolver tests switch, one of each manager."""

from __future__ import annotations

import time

import pytest

from ansible_collections.privatelink.azure_ai.tests.support.machines import ADDRESS, NAME, Host, playbook

MANAGERS = {
    "jump-resolved": "systemd-resolved",
    "jump-nm": "NetworkManager",
    "jump-resolvconf": "resolvconf",
    "jump-plain": "static",
}
PATIENCE_SECONDS = 60
# Names, kinds, modes, owners, links; then contents; then what runs.
LOOK = """
cd /etc
find hosts resolv.conf resolvconf systemd NetworkManager -printf '%p %y %m %U %G %l\\n' 2>/dev/null | sort
find hosts resolv.conf resolvconf systemd NetworkManager -type f -exec sha256sum {} + 2>/dev/null | sort -k2
cat resolv.conf
find /var/lib/privatelink ! -name jumphost.json -printf '%p %m %U\n' 2>&1 | sort
cat /var/lib/privatelink/jumphost.json 2>&1
systemctl list-timers --all --no-legend 'privatelink*'
true
"""


class SwitchedHost(Host):
    """A host whose resolver tests switch."""

    @property
    def manager(self) -> str:
        return MANAGERS[self.name]

    def look(self) -> str:
        """All that a switch may change."""
        return self.run(f"sudo sh <<'END'\n{LOOK}\nEND")

    def switch(self, nameservers: list[str] | None, **options) -> dict:
        return self.module("jumphost_resolver", wanted(nameservers, **options))

    def remove(self, **options) -> dict:
        return self.module("jumphost_resolver", {"state": "absent", **options})

    def is_switched(self) -> bool:
        """Whether there is something to remove."""
        return "resolver" in self.run("sudo grep '^ \"resolver\": {' /var/lib/privatelink/jumphost.json || true")


def wanted(nameservers: list[str] | None, **options) -> dict:
    """The module's options for the healthy account."""
    names = [{"name": NAME, "addresses": [ADDRESS]}]
    return {"names": names, "timeout": 2, **({"nameservers": nameservers} if nameservers else {}), **options}


def equip() -> None:
    """Give all hosts what the module needs, and nothing else of the role."""
    configured = playbook("configure_jumphost", "-l", ",".join(MANAGERS), jumphost_tools=False)
    assert configured.returncode == 0, configured.stdout


def only(*names: str):
    """Marks a test that is run on some of the hosts."""
    return pytest.mark.parametrize("host", names, indirect=True)


def eventually(predicate, seconds=PATIENCE_SECONDS):
    """Whether it becomes true in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if predicate():
            return True
        time.sleep(0.5)
    return False
