# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Packages that the role adds to a host and takes away again: exactly those, and never one that others need."""

from __future__ import annotations

import re
from collections import namedtuple

_APT = ["apt-get", "--yes", "--option", "DPkg::Lock::Timeout=120"]
_RPM_NAMES = ["rpm", "--query", "--all", "--queryformat", "%{NAME}\\n"]

# Commands as lists: the packages' names are appended. simulate and simulate_removal are None where nothing says
# beforehand what would happen.
Manager = namedtuple("Manager", "installed refresh simulate install simulate_removal remove")

MANAGERS = {
    "apt": Manager(
        ["dpkg-query", "--show", "--showformat=${db:Status-Status} ${Package}\\n"],
        [*_APT, "--quiet", "update"],
        ["apt-get", "--simulate", "--no-install-recommends", "--no-remove", "install"],
        # Nothing is removed, no configuration replaced, and nothing comes that is only recommended.
        [*_APT, "--quiet", "--no-install-recommends", "--no-remove", "--option", "Dpkg::Options::=--force-confold", "install"],
        ["apt-get", "--simulate", "purge"],
        [*_APT, "--quiet", "purge"],
    ),
    "dnf": Manager(
        _RPM_NAMES, None, None,
        ["dnf", "--assumeyes", "--quiet", "--setopt=install_weak_deps=False", "install"],
        None,
        # Refuses to leave others without what they need, where dnf would remove them too.
        ["rpm", "--erase"],
    ),
    "tdnf": Manager(_RPM_NAMES, None, None, ["tdnf", "--assumeyes", "--quiet", "install"], None, ["rpm", "--erase"]),
}

# Nobody can answer questions, and nobody wants services restarted.
ENVIRONMENT = {"DEBIAN_FRONTEND": "noninteractive", "NEEDRESTART_SUSPEND": "1", "LC_ALL": "C"}

_ADDED = re.compile(r"^Inst (\S+) \(", re.MULTILINE)
_REMOVED = re.compile(r"^(?:Remv|Purg) (\S+)", re.MULTILINE)


class PackageError(Exception):
    """A command failed; the text says which and how."""


class Packages:
    """The packages of a host, by its package manager."""

    def __init__(self, manager, run):
        """C(manager) is a key of MANAGERS. C(run) runs a command and returns C((code, output, errors))."""
        self._commands = MANAGERS[manager]
        self._run = run

    def installed(self):
        """Return the names of all packages, as a set."""
        lines = self._output(self._commands.installed).splitlines()
        words = [line.split() for line in lines]
        return {each[-1] for each in words if len(each) == 1 or each[:1] == ["installed"]}

    def missing(self, names):
        """Return those of C(names) that are not there, in their order."""
        there = self.installed()
        return [name for name in names if name not in there]

    def would_add(self, names):
        """Return all packages that come with C(names), sorted, None when that cannot be told. Raises PackageError."""
        if self._commands.simulate is None:
            return None
        return sorted(set(_ADDED.findall(self._output(self._commands.simulate + names))))

    def refresh(self):
        """Fetch the lists of the sources, where the manager does not do that by itself."""
        if self._commands.refresh is not None:
            self._output(self._commands.refresh)

    def add(self, names):
        """Install C(names) and what they need. Raises PackageError."""
        self._output(self._commands.install + names)

    def removable(self, names):
        """Return those of C(names) without which nothing else goes away, sorted."""
        there = self.installed()
        names = sorted(there.intersection(names))
        if not names or self._commands.simulate_removal is None:
            return names if not names or self._run([*self._commands.remove, "--test", *names])[0] == 0 else []
        if self._stay_alone(names, names):
            return names
        return [name for name in names if self._stay_alone([name], names)]

    def remove(self, names):
        """Remove C(names). Raises PackageError."""
        if names:
            self._output(self._commands.remove + names)

    def _stay_alone(self, names, own):
        removed = _REMOVED.findall(self._output(self._commands.simulate_removal + names))
        return set(removed) <= set(own)

    def _output(self, command):
        code, output, errors = self._run(command)
        if code != 0:
            raise PackageError("%s: %s" % (" ".join(command), " ".join((errors or output).split())[-500:]))
        return output
