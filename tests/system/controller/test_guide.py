# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The guide, followed: its commands are run as they stand there, over what a reader has installed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import yaml

from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._run.conclusion import stats
from ansible_collections.privatelink.azure_ai.tests.system.controller import guide
from ansible_collections.privatelink.azure_ai.tests.system.controller.conftest import (
    WITHOUT_AUTHORITIES,
    Controller,
    modules_interpreter,
)

pytestmark = pytest.mark.xdist_group("guide")  # one reader, whose steps are made once

FILES = guide.files()
PLATFORM = yaml.safe_load(FILES["platform.yml"])
ADDED = ("groups", "branches", "schedule", "slices")
REPLACING = ("nodes", "token", "keys.yml")
OF_INVENTORY = ("reports", "identity")
WHOLE = "whole"
PLAYBOOKS = ("page.yml", "validate-all.yml")
CHECK, CREATE = [
    text for text in guide.blocks("sh") if text.startswith("ansible-playbook privatelink") and "-e c" not in text
]
# What the reader has on the platform before step 5.
GROUPS = ("hub-nodes", "datacenter-nodes", "internet-nodes")
OWN = [each["name"] for each in yaml.safe_load(FILES["branches"])["controller_templates"]]


# Modules run on the Python that Ansible runs on, which is here the interpreter whose forks they are.
ANSIBLE_PLAYBOOK = """#!{python}
import sys
from ansible.cli.playbook import main
sys.executable = {interpreter!r}
sys.exit(main())
"""


@dataclass
class Reader:
    """Somebody with a home, a directory to work in, and a platform."""

    home: Path
    controller: Controller
    outputs: dict[str, str] = field(default_factory=dict)

    @property
    def work(self) -> Path:
        return self.home / "work"

    def environment(self, **others: str) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("PATH", "LC_ALL") if name in os.environ}
        installed = self.home / ".ansible/collections"
        return {
            **kept,
            "PATH": os.pathsep.join([str(self.home / "bin"), kept["PATH"]]),
            "HOME": str(self.home),
            # Here awx.awx is not installed from Galaxy.
            "ANSIBLE_COLLECTIONS_PATH": os.pathsep.join([str(installed), os.environ["PRIVATELINK_AWX"]]),
            "ANSIBLE_PYTHON_INTERPRETER": sys.executable,
            "ANSIBLE_PIPELINING": "true",
            **WITHOUT_AUTHORITIES,
            "ANSIBLE_CALLBACK_RESULT_FORMAT": "yaml",
            "CONTROLLER_HOST": self.controller.url,
            "CONTROLLER_OAUTH_TOKEN": self.controller.token,
            "AOAI_KEY": "key-0123456789abcdef",
            **others,
        }

    def run(self, commands: str, expected: int = 0, **others: str) -> str:
        done = subprocess.run(
            ["bash", "-euc", commands],
            cwd=self.work,
            env=self.environment(**others),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == expected, f"{commands}\n{done.stdout}{done.stderr}"
        return done.stdout

    def write(self, *names: str) -> None:
        """Write platform.yml with what further files add to it."""
        variables = dict(PLATFORM)
        for name in names:
            variables.update(yaml.safe_load(FILES[name]))
        # A project from a repository was not recorded.
        del variables["controller_project_url"]
        variables["controller_project_local_path"] = "privatelink"
        (self.work / "platform.yml").write_text(yaml.safe_dump(variables))


def prepared(controller: Controller) -> None:
    """Create what the guide's reader has before."""

    def create(path: str, **body: object) -> int:
        status, answer = controller.request("POST", f"/api/v2/{path}/", body)
        assert status == 201, answer
        return int(answer["id"])

    organization = create("organizations", name=PLATFORM["controller_organization"])
    # The platform's own types were not recorded.
    kind = create("credential_types", name="SSH", kind="cloud", inputs={}, injectors={})
    machine = PLATFORM["controller_machine_credential"]
    create("credentials", name=machine, organization=organization, credential_type=kind, inputs={})
    for name in GROUPS:
        create("instance_groups", name=name)
    for name in OWN:
        create("workflow_job_templates", name=name, organization=organization)


@pytest.fixture(scope="module")
def reader(tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    with Controller(deletions_after=2) as controller:
        made = Reader(home, controller)
        made.work.mkdir()
        command = home / "bin/ansible-playbook"
        command.parent.mkdir()
        command.write_text(ANSIBLE_PLAYBOOK.format(python=sys.executable, interpreter=modules_interpreter()))
        command.chmod(0o755)
        prepared(controller)
        build = f"ansible-galaxy collection build {guide.ROOT} --output-path {home}"
        made.run(f"{build}; ansible-galaxy collection install {home}/*.tar.gz --offline")
        yield made


@pytest.fixture(scope="module")
def installed(reader):
    """Follow the guide up to the launch of the workflow."""
    reader.write()
    reader.outputs["check"] = reader.run(CHECK)
    assert reader.controller.writes() == []
    reader.write(*ADDED)
    reader.outputs["create"] = reader.run(CREATE)
    reader.outputs["launch"] = reader.run(guide.script("workflow_launch"))
    (reader.work / "validate-all.yml").write_text(FILES["validate-all.yml"])
    reader.outputs["by hand"] = reader.run(guide.script("validate-all.yml"))
    return reader


def test_every_block_is_of_a_known_kind():
    assert guide.languages() == {"sh", "text", "yaml"}
    assert set(FILES) == {"platform.yml", WHOLE, *ADDED, *REPLACING, *OF_INVENTORY, *PLAYBOOKS}
    assert guide.TEXT.count("```") == 2 * sum(len(guide.blocks(each)) for each in guide.languages())


def test_every_command_is_run_or_said_not_to_be():
    run = {CHECK, CREATE}
    for containing in (
        "docs/aap\n",
        "ansible-builder introspect",  # tests/system/platform/test_definition.py
        "git init",
        "workflow_launch",
        "ansible-vault",
        "controller_update_secrets=true",
        "ansible-playbook validate-all.yml",
        "controller_state=absent",
    ):
        run.update(block for block in guide.blocks("sh") if containing in block)
    others = [line for block in guide.blocks("sh") if block not in run for line in block.splitlines()]
    assert [line for line in others if not line.startswith((*guide.NOT_RUN, guide.GIVEN))] == []
    tested = guide.TEXT[guide.TEXT.index("## What was tested") :]
    for words in ("pip install", "ansible-galaxy collection install", "ansible-builder build", "podman push"):
        assert f"`{words}`" in tested


def test_the_package_has_what_the_guide_lists(reader):
    names = reader.run(guide.script("docs/aap\n")).split()
    assert names == ["README.md", "execution-environment.yml", "project"]
    assert f"prints `{names[0]}` (this page), `{names[1]}` and `{names[2]}`" in guide.TEXT


def test_the_project_is_pushed_as_a_repository(reader):
    origin = reader.home / "origin.git"
    url = PLATFORM["controller_project_url"]
    (reader.home / ".gitconfig").write_text(
        f'[url "file://{origin}"]\n    insteadOf = {url}\n[user]\n    name = Reader\n    email = reader@example.com\n'
    )
    reader.run(f"git init --quiet --bare {origin}")
    reader.run(guide.script("git init"))
    pushed = reader.run(f"git -C {origin} ls-tree -r --name-only main").split()
    playbooks = ("configure.yml", "gate.yml", "merge.yml", "validate.yml")
    assert sorted(pushed) == sorted(["ansible.cfg", "collections/requirements.yml", *playbooks])
    reader.run(f"cd privatelink && ansible-playbook -i localhost, --syntax-check {' '.join(playbooks)}")


def test_what_is_missing_is_shown_as_in_the_guide(reader):
    reader.write()
    with Controller() as empty:
        shown = {"CONTROLLER_HOST": empty.url, "CONTROLLER_OAUTH_TOKEN": empty.token, "AOAI_KEY": ""}
        output = reader.run(CHECK, 2, **shown, ANSIBLE_CALLBACK_RESULT_FORMAT="json")
    assert guide.blocks("text")[1] in output


def test_a_first_look_writes_nothing(installed):
    # That nothing is written is asserted where it was run: by now there is more.
    assert "changed: [localhost]" in installed.outputs["check"] and "failed=0" in installed.outputs["check"]


def test_what_the_guide_promises_is_created(installed):
    controller = installed.controller
    assert controller.unknown == []
    nodes = {each["identifier"] for each in controller.objects("workflow_job_template_nodes")}
    # Every box of the picture, but the vantage without a host and the preparation, which is optional.
    picture = guide.blocks("text")[0]
    drawn = {word for word in picture.split() if word.startswith(("validate-", "merge", "gate-", "verdict"))}
    assert nodes == {*drawn - {"validate-onprem"}, "isolated", "exposed", "unknown"}
    assert controller.names("schedules") == ["privatelink-schedule"]
    assert controller.find("job_templates", name="privatelink-validate-jumphost")["job_slice_count"] == 4
    (launched,) = controller.objects("workflow_jobs")
    assert launched["name"] == "privatelink-workflow"


def test_templates_by_hand_take_the_fields_that_the_guide_gives(installed):
    assert "changed=2" in installed.outputs["by hand"]
    made = installed.controller.find("job_templates", name="Validate all accounts")
    assert (made["playbook"], made["job_slice_count"]) == ("validate.yml", 1)


@pytest.mark.parametrize("containing", ["ansible-vault", "controller_update_secrets=true"])
def test_commands_with_other_secrets_are_complete(reader, containing):
    reader.write()
    (reader.work / "keys.yml").write_text(FILES["keys.yml"])
    (reader.work / "vault-password").write_text("a password\n")
    lines = guide.script(containing).splitlines()
    # What they do with secrets is tested with the role.
    reader.run("\n".join([*lines[:-1], f"{lines[-1]} --syntax-check"]))


def test_everything_is_removed(installed):
    # As somebody who deletes what they made by hand first, when the workflow's jobs have ended.
    controller = installed.controller
    (launched,) = controller.objects("workflow_jobs")
    controller.finish(launched["id"])
    for name in ("Validate all accounts", "Only if all accounts are isolated"):
        controller.remove("job_templates", name=name)
    installed.write(*ADDED)
    installed.run(guide.script("controller_state=absent"))
    assert controller.objects("job_templates") == [] == controller.objects("schedules")
    assert controller.names("workflow_job_templates") == sorted(OWN)


@pytest.mark.parametrize("name", ["platform.yml", *ADDED, *REPLACING])
def test_variables_are_those_of_the_role(name):
    options = yaml.safe_load((guide.ROOT / "roles/controller/meta/argument_specs.yml").read_text())
    known = options["argument_specs"]["main"]["options"]
    assert set(yaml.safe_load(FILES[name])) <= set(known)
    variables = {**PLATFORM, **yaml.safe_load(FILES[name])}
    for key, value in variables.items():
        _valid(known[key], value, key)


def _valid(option: dict, value: object, place: str) -> None:
    """Assert that what is written has the option's type, and that all of it is known."""
    types = {"str": str, "list": list, "dict": dict, "int": int, "bool": bool}
    assert isinstance(value, types[option["type"]]), place
    assert value in option.get("choices", [value]), place
    if "options" in option:
        for entry in value if isinstance(value, list) else [value]:
            assert set(entry) <= set(option["options"]), place
            for key, inner in entry.items():
                _valid(option["options"][key], inner, f"{place}.{key}")


def test_the_whole_file_is_what_the_steps_add_up_to():
    added = {name: value for part in ADDED for name, value in yaml.safe_load(FILES[part]).items()}
    inventory = yaml.safe_load(FILES["reports"])["controller_inventory_variables"]
    variables = {**PLATFORM["controller_inventory_variables"], **inventory}
    assert yaml.safe_load(FILES[WHOLE]) == {**PLATFORM, **added, "controller_inventory_variables": variables}


def test_the_interpreter_is_that_of_the_image():
    definition = yaml.safe_load((guide.ROOT / "docs/aap/execution-environment.yml").read_text())
    for host in yaml.safe_load(FILES["nodes"])["controller_hosts"]:
        interpreter = host["variables"]["ansible_python_interpreter"]
        assert interpreter == definition["dependencies"]["python_interpreter"]["python_path"]


def test_the_declarations_have_no_mistake(reader):
    declared = dict(PLATFORM["controller_inventory_variables"])
    for name in OF_INVENTORY:
        declared.update(yaml.safe_load(FILES[name])["controller_inventory_variables"])
    declared["report_directory"] = str(reader.home)
    hosts = PLATFORM["controller_hosts"] + yaml.safe_load(FILES["nodes"])["controller_hosts"]
    inventory = {
        each["name"]: {"privatelink_vantage": each.get("vantage", "jumphost"), **each["variables"]} for each in hosts
    }
    (reader.work / "inventory.json").write_text(json.dumps({"all": {"vars": declared, "hosts": inventory}}))
    check = {"privatelink.azure_ai.check_declarations": {}, "run_once": True}
    (reader.work / "check.json").write_text(json.dumps([{"hosts": "all", "gather_facts": False, "tasks": [check]}]))
    assert "WARNING" not in reader.run("ansible-playbook -i inventory.json check.json 2>&1")


def account(name: str, isolation: str, root_cause: str | None) -> dict:
    status = "fail" if root_cause else "pass"
    verdicts = {"isolation": isolation, "reachability": "private"}
    return {"name": name, "status": status, "verdicts": verdicts, "root_cause": root_cause, "checks": [], "notes": []}


def test_a_template_of_ones_own_reads_the_verdict(reader):
    (reader.work / "page.yml").write_text(FILES["page.yml"])
    accounts = [account("one", "exposed", "gate_public_open"), account("two", "exposed", None)]
    given = stats({"status": "fail", "accounts": [*accounts, account("three", "isolated", None)]})
    (reader.work / "artifacts.json").write_text(json.dumps(given))
    output = reader.run("ansible-playbook -i localhost, page.yml -e @artifacts.json")
    assert "one failed, root cause: gate_public_open" in output
    assert "Exposed: one, two" in output and "three" not in output
    # Without any verdict too.
    assert "failed=0" in reader.run("ansible-playbook -i localhost, page.yml")


def test_what_the_reports_page_says_of_statistics_is_all_of_them():
    text = (guide.ROOT / "docs/reports.md").read_text(encoding="utf-8")
    for name in stats({"status": "pass", "accounts": []}):
        assert f"\n| `{name}` |" in text
