# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The module as Ansible sees it: what it returns is what it documents, and who may run it."""

from __future__ import annotations

import contextlib
import json

import pytest
import yaml
from ansible.module_utils import basic

from ansible_collections.privatelink.azure_ai.plugins.module_utils._jumphost.rollback import Store
from ansible_collections.privatelink.azure_ai.plugins.module_utils._resolver import checks
from ansible_collections.privatelink.azure_ai.plugins.module_utils._resolver import run as resolver_run
from ansible_collections.privatelink.azure_ai.plugins.module_utils._resolver.plan import Host
from ansible_collections.privatelink.azure_ai.plugins.modules import jumphost_resolver
from ansible_collections.privatelink.azure_ai.tests.unit.plugins.modules.return_docs import differences

NAME = "example.openai.azure.com"
OPTIONS = {"nameservers": ["192.0.2.53"], "names": [{"name": NAME, "addresses": ["10.0.14.4"]}]}
ANSWER = {"name": NAME, "addresses": ["10.0.14.4"], "error": None}
DOCUMENTED = yaml.safe_load(jumphost_resolver.RETURN)


@pytest.fixture(name="module")
def fixture_module(tmp_path, monkeypatch, capsys):
    """Return a function that runs the module on a host made of files; C(answers) are what its programs get, in order."""
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc/resolv.conf").write_text("nameserver 192.0.2.10\n")
    host = Host(str(tmp_path), lambda args, seconds: ("", None))
    run = resolver_run.run
    monkeypatch.setattr(
        jumphost_resolver.run, "run", lambda params, check, *unused: run(params, check, Store(host.files), host)
    )
    monkeypatch.setattr(jumphost_resolver.os, "geteuid", lambda: 0)
    monkeypatch.setattr(
        "ansible_collections.privatelink.azure_ai.plugins.module_utils._resolver.switch.SETTLE_SECONDS", 0
    )
    monkeypatch.setattr(checks, "ask_servers", lambda *args: [dict(ANSWER, server="192.0.2.53")])
    # ansible-core displays warnings instead of returning them where another test has imported what runs on control nodes,
    # and keeps them from one test to the next where none has.
    warnings: list[str] = []
    monkeypatch.setattr(basic.AnsibleModule, "warn", lambda module, warning: warnings.append(warning))
    errors = []
    monkeypatch.setattr(
        checks,
        "ask_system",
        lambda targets, seconds: [dict(ANSWER, error=errors.pop(0) if errors else None) for target in targets],
    )

    def do(options, system_errors=()):
        errors[:] = system_errors
        arguments = json.dumps({"ANSIBLE_MODULE_ARGS": dict(options, _ansible_diff=True)}).encode()
        monkeypatch.setattr(basic, "_ANSIBLE_ARGS", arguments)
        monkeypatch.setattr(basic, "_ANSIBLE_PROFILE", "legacy", raising=False)
        with contextlib.suppress(SystemExit):
            jumphost_resolver.main()
        result = json.loads(capsys.readouterr().out)
        seen = {key: result.pop(key, None) for key in ("invocation", "changed", "failed", "msg")}
        return {**seen, "warnings": warnings}, result

    return do


def test_return_of_a_success_is_documented(module):
    seen, result = module(OPTIONS)
    assert seen["changed"] is True
    on_failure = ("restored", "working")
    assert differences({key: entry for key, entry in DOCUMENTED.items() if key not in on_failure}, result) == []


def test_return_of_a_failed_switch_is_documented(module):
    seen, result = module(OPTIONS, [None, "no address"])
    assert seen["failed"] is True and seen["msg"].startswith("The switch failed: ")
    on_success = ("files", "armed")
    assert differences({key: entry for key, entry in DOCUMENTED.items() if key not in on_success}, result) == []


def test_return_of_nothing_to_take_away(module):
    seen, result = module({"state": "absent"})
    assert (seen["changed"], seen["warnings"]) == (False, [])
    assert result == {"manager": None, "files": [], "asked": [], "system": [], "armed": False, "diff": []}


def test_present_needs_names(module):
    assert (
        module({"nameservers": ["192.0.2.53"]})[0]["msg"]
        == "state is present but all of the following are missing: names"
    )


def test_pins_go_without_dnspython(module, monkeypatch):
    monkeypatch.setattr(resolver_run, "MISSING", {"msg": "Failed to import the required Python library (dnspython)"})
    seen, result = module({"names": OPTIONS["names"], "remove_pins": True})
    assert (seen["failed"], seen["changed"], result["manager"]) == (None, False, "hosts")


def test_only_root_may(module, monkeypatch):
    monkeypatch.setattr(jumphost_resolver.os, "geteuid", lambda: 1000)
    assert module(OPTIONS)[0]["msg"] == ("Only root can change this host's resolver: set become: true on the task.")


def test_without_dnspython_it_says_what_to_install(module, monkeypatch):
    monkeypatch.setattr(resolver_run, "MISSING", {"msg": "Failed to import the required Python library (dnspython)"})
    monkeypatch.setattr(jumphost_resolver.libraries, "respawn_with", lambda library: None)
    seen = module(OPTIONS)[0]
    assert seen["failed"] and "dnspython" in seen["msg"]


def test_check_mode_goes_on_without_dnspython(module, monkeypatch):
    monkeypatch.setattr(resolver_run, "MISSING", {"msg": "Failed to import the required Python library (dnspython)"})
    monkeypatch.setattr(jumphost_resolver.libraries, "respawn_with", lambda library: None)
    seen, result = module(dict(OPTIONS, _ansible_check_mode=True))
    assert seen["changed"] is True and result["asked"] == []
    assert seen["warnings"] == ["the new nameservers were not asked: dnspython is not installed yet"]
