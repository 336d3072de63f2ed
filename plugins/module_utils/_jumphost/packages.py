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

# added: names; upgraded: texts C(NAME VERSION), with the version that replaces another one
Announced = namedtuple("Announced", "added upgraded")

_APT_INSTALLS = re.compile(r"^Inst (\S+)( \[\S+\])? \((\S+)", re.MULTILINE)
_DNF_TITLE = re.compile(r"(\w[\w ]*):")
_DNF_ROW = re.compile(r" (\S+)(?:\s+\S+\s+(\S+))?")


def _read_apt(output):
    rows = _APT_INSTALLS.findall(output)
    return Announced(
        sorted({name for name, replaced, version in rows if not replaced}),
        sorted({f"{name} {version}" for name, replaced, version in rows if replaced}),
    )


def _read_dnf(output):
    """Return None for an output without a table, which is that of a failure."""
    rows: dict[str, list[str]] = {"Installing": [], "Upgrading": []}
    title = ""
    table, summary, _rest = output.partition("\nTransaction Summary\n")
    for line in table.splitlines() if summary else ():
        found = _DNF_TITLE.fullmatch(line)
        title = found.group(1) if found else title
        row = _DNF_ROW.match(line)
        # Behind a long name the other columns stand in the next line.
        if row and not line.startswith("  ") and title:
            rows.setdefault(title.partition(" ")[0], []).append(" ".join(filter(None, row.groups())))
    return (
        Announced(sorted({row.split()[0] for row in rows["Installing"]}), sorted(rows["Upgrading"]))
        if summary
        else None
    )


# Commands as lists: the packages' names are appended. C(read) reads what C(simulate) says; both, and
# simulate_removal, are
# None where nothing says beforehand what would happen.
Manager = namedtuple("Manager", "installed refresh simulate read install simulate_removal remove")

MANAGERS = {
    "apt": Manager(
        ["dpkg-query", "--show", "--showformat=${db:Status-Status} ${Package}\\n"],
        [*_APT, "--quiet", "update"],
        ["apt-get", "--simulate", "--no-install-recommends", "--no-remove", "install"],
        _read_apt,
        # Nothing is removed, no configuration replaced, and nothing comes that is only recommended.
        [
            *_APT,
            "--quiet",
            "--no-install-recommends",
            "--no-remove",
            "--option",
            "Dpkg::Options::=--force-confold",
            "install",
        ],
        ["apt-get", "--simulate", "purge"],
        [*_APT, "--quiet", "purge"],
    ),
    "dnf": Manager(
        _RPM_NAMES,
        None,
        ["dnf", "--assumeno", "--setopt=install_weak_deps=False", "install"],
        _read_dnf,
        ["dnf", "--assumeyes", "--quiet", "--setopt=install_weak_deps=False", "install"],
        None,
        # Refuses to leave others without what they need, where dnf would remove them too.
        ["rpm", "--erase"],
    ),
    "tdnf": Manager(
        _RPM_NAMES, None, None, None, ["tdnf", "--assumeyes", "--quiet", "install"], None, ["rpm", "--erase"]
    ),
}

# Nobody can answer questions, and services are not to be restarted.
ENVIRONMENT = {"DEBIAN_FRONTEND": "noninteractive", "NEEDRESTART_SUSPEND": "1", "LC_ALL": "C"}

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

    def announce(self, names):
        """Return what would come with C(names), as Announced, None when that is not known. Raises PackageError."""
        if self._commands.simulate is None:
            return None
        command = self._commands.simulate + names
        code, output, errors = self._run(command)
        # dnf fails when it does not continue, which is what --assumeno asks for.
        announced = self._commands.read(output)
        if announced is None and code == 0:
            return Announced([], [])
        if announced is None or (code != 0 and not announced.added):
            raise _failed(command, output, errors)
        return announced

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
        if not names:
            return []
        if self._commands.simulate_removal is None:
            return self._unneeded(names)
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

    def _unneeded(self, names):
        """Return those that rpm would remove together: one that others of them need can go once these can."""
        going: list[str] = []
        while True:
            more = next((name for name in names if name not in going and self._may_go([*going, name])), None)
            if more is None:
                return sorted(going)
            going.append(more)

    def _may_go(self, names):
        return self._run([*self._commands.remove, "--test", *names])[0] == 0

    def _output(self, command):
        code, output, errors = self._run(command)
        if code != 0:
            raise _failed(command, output, errors)
        return output


def _failed(command, output, errors):
    return PackageError(f"{' '.join(command)}: {' '.join((errors or output).split())[-500:]}")
