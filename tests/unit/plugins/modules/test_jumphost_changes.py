# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json
import os

import pytest
import yaml
from ansible.module_utils import basic

from ansible_collections.privatelink.azure_ai.plugins.module_utils._core.files import Files
from ansible_collections.privatelink.azure_ai.plugins.module_utils._jumphost import rollback
from ansible_collections.privatelink.azure_ai.plugins.modules import (
    jumphost_files,
    jumphost_packages,
    jumphost_venv,
    jumphost_wheels,
)
from ansible_collections.privatelink.azure_ai.tests.unit.plugins.modules.return_docs import differences

A = "a.openai.azure.com"


@pytest.fixture(name="state")
def fixture_state(mocker, tmp_path):
    """Return a function that reads what the modules remember."""
    (tmp_path / "host").mkdir()
    store = rollback.Store(Files(str(tmp_path / "host")))
    mocker.patch.object(rollback.Store, "__init__", lambda self: setattr(self, "_files", store._files))
    mocker.spy(rollback.Store, "held")
    return store.load


@pytest.fixture(name="commands")
def fixture_commands(mocker):
    """Return what the host answers to commands, by a word in them; the key C(run) lists those that were run."""
    answers = {"run": []}

    def run(module, command, check_rc=False, environ_update=None):
        line = " ".join(command)
        answers["run"].append(line)
        answer = next((answer for word, answer in answers.items() if word != "run" and word in line), (0, "", ""))
        if check_rc and answer[0]:
            module.fail_json(msg=answer[2])
        return answer

    mocker.patch.object(basic.AnsibleModule, "run_command", run)
    return answers


@pytest.fixture(name="run")
def fixture_run(mocker, capsys, state, commands):
    """Return a function that runs a module and returns its result, which its documentation describes."""
    mocker.patch("os.chown")
    mocker.patch.object(
        basic.AnsibleModule, "warn"
    )  # ansible-core keeps warnings for whatever runs in this process next

    def run(module, check=False, **options):
        arguments = json.dumps(
            {"ANSIBLE_MODULE_ARGS": {**options, "_ansible_check_mode": check, "_ansible_diff": True}}
        ).encode()
        mocker.patch.object(basic, "_ANSIBLE_ARGS", arguments)
        mocker.patch.object(basic, "_ANSIBLE_PROFILE", "legacy", create=True)
        with pytest.raises(SystemExit):
            module.main()
        result = json.loads(capsys.readouterr().out)
        if not result.get("failed"):
            returned = {
                key: value for key, value in result.items() if key not in ("changed", "diff", "invocation", "warnings")
            }
            assert differences(yaml.safe_load(module.RETURN), returned) == []
        return result

    return run


@pytest.fixture(name="environment")
def fixture_environment(tmp_path):
    path = tmp_path / "environment"
    path.write_text("https_proxy=http://user:password@proxy.example.com:3128\n")
    return path


def bypass(path):
    return {"topic": "proxy", "edits": [{"path": str(path), "bypass": [A]}]}


def test_check_mode_says_the_same_and_changes_nothing(run, environment, state):
    before = environment.read_bytes()
    checked = run(jumphost_files, check=True, **bypass(environment))
    assert environment.read_bytes() == before and state() == {}
    done = run(jumphost_files, **bypass(environment))
    assert checked == done and done["changed"] and done["paths"] == [str(environment)]
    assert f"no_proxy={A}\nNO_PROXY={A}\n" in environment.read_text()
    assert run(jumphost_files, **bypass(environment))["changed"] is False


def test_files_go_back_and_nothing_is_remembered(run, environment, state):
    before = environment.read_bytes()
    run(jumphost_files, **bypass(environment))
    assert state()["files"][str(environment)]["topic"] == "proxy"
    assert run(jumphost_files, topic="proxy", edits=[])["changed"] is True
    assert environment.read_bytes() == before and state() == {}


def test_no_password_is_shown_where_the_host_keeps_its_variables(mocker, run, environment):
    mocker.patch.object(jumphost_files, "is_environment", return_value=True)
    assert "user:password" not in json.dumps(run(jumphost_files, **bypass(environment)))


def test_what_was_is_remembered_before_the_file_is_changed(mocker, run, environment, state):
    mocker.patch.object(jumphost_files.managed_files, "take", side_effect=OSError("no space left"))
    assert run(jumphost_files, **bypass(environment))["msg"] == "no space left"
    assert state()["files"][str(environment)]["original"]["mode"] == "0644"


def test_commands_that_failed_run_again(run, environment, commands, state, tmp_path):
    options = {
        **bypass(environment),
        "commands": [{"argv": ["reload", "now"]}, {"argv": ["other"], "only_with": str(tmp_path / "none")}],
    }
    commands["reload"] = (1, "", "it failed")
    assert run(jumphost_files, **options)["failed"] is True
    assert state()["unfinished"] == ["proxy"]
    del commands["reload"]
    assert run(jumphost_files, check=True, **options)["changed"] is True
    assert run(jumphost_files, **options)["changed"] is True
    assert commands["run"] == ["reload now", "reload now"]
    assert "unfinished" not in state()
    assert run(jumphost_files, **options)["changed"] is False


@pytest.mark.parametrize(
    "edits, message",
    [
        pytest.param(
            [{"path": "etc/x", "content": ""}],
            "edits[0], path: 'etc/x' is not the absolute path of a file",
            id="relative",
        ),
        pytest.param([{"path": "/etc/x"}], "edits[0]: no edit: expected one of content, bypass", id="no edit"),
        pytest.param(
            [{"path": "/etc/x", "content": "", "bypass": []}],
            "edits[0]: content and bypass: expected one of content, bypass",
            id="two",
        ),
        pytest.param(
            [{"path": "/etc/x", "content": ""}] * 2, "edits: /etc/x more than once: expected each path once", id="twice"
        ),
    ],
)
def test_edits_that_mean_nothing_are_refused(run, edits, message):
    assert run(jumphost_files, topic="proxy", edits=edits)["msg"] == message


INSTALLED = (0, "installed python3\n", "")
WITH_JQ = (0, "installed python3\ninstalled jq\ninstalled libjq1\n", "")
WOULD = (0, "Inst libjq1 (1 Debian)\nInst jq (1 Debian)\n", "")
WOULD_BY_DNF = (1, "Installing:\n jq  noarch  1-1  local  5.4 k\n\nTransaction Summary\n", "Operation aborted.")


def test_packages_come_with_what_they_need_and_go_with_it(run, commands, state):
    commands.update({"dpkg-query": INSTALLED, "--simulate": WOULD})
    checked = run(jumphost_packages, check=True, names=["jq"], manager="apt")
    assert checked["added"] == ["jq", "libjq1"] and checked["diff"]["after"] == "jq\nlibjq1\n"
    assert state() == {} and not any(
        "install" in line and "--simulate" not in line and "dpkg" not in line for line in commands["run"]
    )
    listings = iter([WITH_JQ])
    commands.update({"dpkg-query": INSTALLED})
    commands.pop("run")
    commands["run"] = Switching(commands, "--no-remove --option", listings)
    assert run(jumphost_packages, names=["jq"], manager="apt")["added"] == ["jq", "libjq1"]
    assert state()["packages"] == ["jq", "libjq1"]
    assert run(jumphost_packages, names=["jq"], manager="apt")["changed"] is False
    commands["--simulate purge"] = (0, "Purg jq [1]\nPurg libjq1 [1]\n", "")
    assert run(jumphost_packages, state="absent", manager="apt")["removed"] == ["jq", "libjq1"]
    assert state() == {}


@pytest.mark.parametrize(
    "manager, simulation, answer",
    [
        ("apt", WOULD, (0, "", "")),
        ("apt", WOULD, (100, "", "E: it broke")),
        ("dnf", WOULD_BY_DNF, (0, "", "")),
        ("tdnf", (0, "", ""), (0, "", "")),
    ],
)
def test_what_somebody_else_installs_meanwhile_is_not_ours(run, commands, state, manager, simulation, answer):
    lines = ("installed python3\n", "installed python3\ninstalled jq\ninstalled theirs\n")
    listings = iter([(0, line if manager == "apt" else line.replace("installed ", ""), "") for line in lines])
    query = "dpkg-query" if manager == "apt" else "rpm --query"
    commands.update({query: next(listings), "--simulate": simulation, "--assumeno": simulation, "install jq": answer})
    commands["run"] = Switching(commands, "install jq", listings, query)
    result = run(jumphost_packages, names=["jq"], manager=manager)
    assert result.get("added", ["jq"]) == state()["packages"] == ["jq"]


@pytest.mark.parametrize(
    "module, options",
    [
        (jumphost_packages, {"names": ["jq"], "manager": "apt"}),
        (jumphost_files, {"topic": "proxy", "edits": []}),
        (jumphost_venv, {"state": "absent"}),
    ],
)
def test_the_state_is_held_while_it_is_worked_with_but_not_in_check_mode(run, commands, module, options):
    commands.update({"dpkg-query": WITH_JQ})
    run(module, check=True, **options)
    assert not rollback.Store.held.called
    run(module, **options)
    assert rollback.Store.held.called


class Switching(list):
    """Lists commands; with the one that installs, what is installed changes."""

    def __init__(self, answers, word, listings, query="dpkg-query"):
        super().__init__()
        self._answers, self._word, self._listings, self._query = answers, word, listings, query

    def append(self, line):
        super().append(line)
        if self._word in line and not {"--simulate", "--assumeno"} & set(line.split()):
            self._answers[self._query] = next(self._listings)


def test_a_newer_version_that_comes_along_is_shown_and_is_not_ours(run, commands, state):
    would = (0, "Inst libc6 [2.36-9] (2.36-10 Debian:12 [amd64])\nInst jq (1 Debian)\n", "")
    commands.update({"dpkg-query": INSTALLED, "--simulate": would})
    checked = run(jumphost_packages, check=True, names=["jq"], manager="apt")
    assert (checked["added"], checked["upgraded"]) == (["jq"], ["libc6 2.36-10"])
    assert checked["diff"]["after"] == "jq\nlibc6 2.36-10 (newer)\n"
    commands["run"] = Switching(commands, "--no-remove --option", iter([(0, "installed libc6\ninstalled jq\n", "")]))
    assert run(jumphost_packages, names=["jq"], manager="apt")["upgraded"] == ["libc6 2.36-10"]
    assert state()["packages"] == ["jq"]


def test_packages_that_others_need_by_now_are_named(mocker, run, commands, state):
    rollback.Store().save({"packages": ["jq"]})
    commands.update({"dpkg-query": WITH_JQ, "--simulate": (0, "Purg jq [1]\nRemv theirs [1]\n", "")})
    result = run(jumphost_packages, state="absent", manager="apt")
    assert result["kept"] == ["jq"] and result["changed"] is False
    basic.AnsibleModule.warn.assert_called_once_with("These packages are kept, because others now need them: jq")


def test_in_check_mode_old_lists_are_no_failure(run, commands):
    commands.update({"dpkg-query": INSTALLED, "--simulate": (100, "", "E: Unable to locate package jq")})
    assert run(jumphost_packages, check=True, names=["jq"], manager="apt")["added"] == ["jq"]
    (message,) = basic.AnsibleModule.warn.call_args.args
    assert message.startswith("The dependencies are not known before the package lists are refreshed: ")
    assert message.endswith(" install jq: E: Unable to locate package jq")
    assert run(jumphost_packages, names=["jq"], manager="apt")["msg"].endswith(
        "install jq: E: Unable to locate package jq"
    )
    assert any(line.endswith("update") for line in commands["run"])


@pytest.fixture(name="venv")
def fixture_venv(mocker, tmp_path):
    path = tmp_path / "opt/privatelink/venv"
    (tmp_path / "opt").mkdir()
    mocker.patch.object(jumphost_venv, "VENV", str(path))
    for name in ("installed_manifest", "install", "remove", "missing_directories"):
        function = getattr(jumphost_venv.venv, name)
        mocker.patch.object(function, "__defaults__", (str(path),))
    return path


def test_wheels_are_announced_without_an_archive(run, venv, state, tmp_path):
    result = run(jumphost_venv, check=True, archive=str(tmp_path / "none.tar"), manifest="0 x.whl\n")
    assert result["changed"] is True and result["diff"]["after"] == "0 x.whl\n"
    assert not venv.exists() and state() == {}


def test_a_foreign_environment_is_left_alone(run, venv, tmp_path):
    venv.mkdir(parents=True)
    result = run(jumphost_venv, archive=str(tmp_path / "none.tar"), manifest="0 x.whl\n")
    assert result["msg"] == f"{venv} is there and was not created by this role: move it away first"


def test_an_environment_and_the_directories_made_for_it_go(run, venv, state, tmp_path):
    venv.mkdir(parents=True)
    rollback.Store().save({"venv": {"made": [str(venv.parent)]}})
    assert run(jumphost_venv, check=True, state="absent")["changed"] is True and venv.exists()
    assert run(jumphost_venv, state="absent")["changed"] is True
    assert os.listdir(tmp_path / "opt") == [] and state() == {}
    assert run(jumphost_venv, state="absent")["changed"] is False


def test_an_archive_with_anything_else_in_it_is_refused(run, venv, tmp_path):
    archive = tmp_path / "wheels.tar"
    archive.write_bytes(b"no archive")
    manifest = "0" * 64 + "  pip-25.0-py3-none-any.whl\n"
    assert run(jumphost_venv, archive=str(archive), manifest=manifest)["msg"].startswith(
        f"{archive} is not what the control node sent"
    )


def test_another_manifest_than_was_sent_is_refused(run, venv, tmp_path):
    result = run(jumphost_venv, archive=str(tmp_path / "none.tar"), manifest="--index-url x\n", digest="0" * 64)
    assert result["msg"].startswith("manifest: its SHA-256 is not the digest")
    assert not venv.exists()


def test_wheels_of_a_directory_are_packed_but_not_in_check_mode(run, tmp_path):
    directory, cache = tmp_path / "wheels", tmp_path / "cache"
    directory.mkdir()
    for name in ("pip-25.0", "dnspython-2.7.0", "requests-2.32.3"):
        (directory / (name + "-py3-none-any.whl")).write_text(name)
    options = {"cache": str(cache), "directory": str(directory), "python_version": "3.11.2"}
    checked = run(jumphost_wheels, check=True, **options)
    assert not cache.exists()
    done = run(jumphost_wheels, **options)
    assert checked["digest"] == done["digest"] and done["archive"] == f"{cache}/{done['digest']}.tar"
    assert os.path.exists(done["archive"])


def test_a_directory_that_is_not_there_is_told_in_check_mode_too(run, tmp_path):
    options = {"cache": str(tmp_path / "cache"), "directory": str(tmp_path / "typo"), "python_version": "3.11.2"}
    assert run(jumphost_wheels, check=True, **options)["msg"].startswith(
        f"{tmp_path}/typo has no wheel of pip, dnspython, requests: "
    )


def test_in_check_mode_nothing_is_gathered(run, commands, tmp_path):
    result = run(jumphost_wheels, check=True, cache=str(tmp_path / "cache"), python_version="3.11.2")
    assert (result["archive"], result["manifest"], result["changed"]) == ("", "", False)
    assert commands["run"] == [] and not (tmp_path / "cache").exists()
