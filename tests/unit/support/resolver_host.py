# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A host made of files, whose resolver is switched."""

from __future__ import annotations

import contextlib
import os
import subprocess

from ansible_collections.privatelink.azure_ai.plugins.module_utils._jumphost.rollback import SCRIPT_PATH, Store
from ansible_collections.privatelink.azure_ai.plugins.module_utils._resolver import checks, switch
from ansible_collections.privatelink.azure_ai.plugins.module_utils._resolver import run as resolver_run
from ansible_collections.privatelink.azure_ai.plugins.module_utils._resolver.plan import Host

NAME = "example.openai.azure.com"
ORIGINAL = "# mine\nnameserver 192.0.2.10\n"
PARAMS = {
    "state": "present",
    "manager": "auto",
    "nameservers": ["192.0.2.53"],
    "search": None,
    "routing_domains": None,
    "timeout": 5.0,
    "remove_pins": False,
    "must_resolve": [],
    "names": [{"name": NAME, "addresses": ["10.0.14.4"], "networks": None}],
}
ABSENT = dict(PARAMS, state="absent")


class World:
    """A host below a directory, with what its commands, nameservers and programs answer."""

    def __init__(self, root, monkeypatch):
        monkeypatch.setattr(checks, "ask_servers", self.ask_servers)
        monkeypatch.setattr(checks, "ask_system", self.ask_system)
        monkeypatch.setattr(switch, "SETTLE_SECONDS", 0)
        monkeypatch.setattr(switch, "SETTLE_BACK_SECONDS", 0)
        self.root = root
        self.commands = []
        self.failing = ()
        self.server_error = None
        self.system_errors = []
        (root / "etc").mkdir()
        (root / "etc/resolv.conf").write_text(ORIGINAL)
        (root / "etc/resolv.conf").chmod(0o640)
        os.utime(root / "etc/resolv.conf", (1, 1))

    def run(self, args, seconds):
        self.commands.append(args)
        return "", "no" if args[0] in self.failing else None

    def ask_servers(self, servers, targets, seconds):
        return [{"server": server, "name": NAME, "addresses": [], "error": self.server_error} for server in servers]

    def ask_system(self, targets, seconds):
        error = self.system_errors.pop(0) if self.system_errors and targets else None
        return [{"name": target.name, "addresses": ["10.0.14.4"], "error": error} for target in targets]

    def do(self, params=None, check_mode=False):
        host = Host(str(self.root), self.run)
        return resolver_run.run(params or PARAMS, check_mode, Store(host.files), host)

    def text(self):
        return (self.root / "etc/resolv.conf").read_text()

    def files(self):
        """Every file with its mode, content and, where it is not a record, its time."""
        return {
            str(path.relative_to(self.root)): (
                path.stat().st_mode,
                path.stat().st_mtime if path.suffix != ".json" else None,
                path.read_text(),
            )
            for path in sorted(self.root.rglob("*"))
            if path.is_file()
        }

    def do_and_die(self, params, monkeypatch):
        """Be killed in the switch, when the files are written."""

        class Killed(BaseException):
            pass

        def die(*args):
            raise Killed

        with monkeypatch.context() as patch:
            patch.setattr(switch, "_settle", die)
            patch.setattr(switch._Restoration, "run", die)
            with contextlib.suppress(Killed):
                self.do(params)

    def script(self):
        return self.root / SCRIPT_PATH.lstrip("/")

    def run_script(self):
        """Run the script as systemd does, on the files below the directory."""
        text = self.script().read_text()
        for path in ("/var/lib/", "/etc/"):
            text = text.replace(f" {path}", f" {self.root}{path}")
        subprocess.run(["sh"], input=text, text=True, check=True)
