# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What ansible-builder makes of the definition of an execution environment. No image is built: that takes an engine."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
import yaml

from ansible_collections.privatelink.azure_ai.tests.system.controller import guide

BUILDER = os.environ["PRIVATELINK_BUILDER"]
COLLECTION = Path(__file__).resolve().parents[3]
DEFINITION = COLLECTION / "docs/aap/execution-environment.yml"


def builder(*arguments):
    """Run ansible-builder and return what it prints."""
    done = subprocess.run([BUILDER, *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def context(tmp_path_factory):
    """Return the directory from which an image would be built."""
    directory = tmp_path_factory.mktemp("context")
    builder("create", "--file", DEFINITION, "--context", directory, "--output-filename", "Containerfile")
    return directory


def test_what_the_collection_needs_is_introspected():
    found = yaml.safe_load(builder("introspect", COLLECTION.parents[2]))
    declared = (COLLECTION / "meta/ee-requirements.txt").read_text().split()
    assert [line.partition(" ")[0] for line in found["python"]] == sorted(declared)
    assert all("# from collection privatelink.azure_ai" in line for line in found["python"])
    assert found["system"] == []


def test_the_base_image_is_an_argument(context):
    lines = (context / "Containerfile").read_text().splitlines()
    image = yaml.safe_load(DEFINITION.read_text())["images"]["base_image"]["name"]
    assert f'ARG EE_BASE_IMAGE="{image}"' in lines and "FROM $EE_BASE_IMAGE AS base" in lines
    assert sum(image in line for line in lines) == 1


def test_the_image_runs_as_a_user_without_root(context):
    lines = (context / "Containerfile").read_text().splitlines()
    assert [line for line in lines if line.startswith("USER ")][-1] == "USER 1000"


def test_the_image_has_the_collection_and_a_supported_core(context):
    required = yaml.safe_load((context / "_build/requirements.yml").read_text())
    assert required == {"collections": [{"name": "privatelink.azure_ai", "version": ">=1.0.0"}]}
    oldest = yaml.safe_load((COLLECTION / "meta/runtime.yml").read_text())["requires_ansible"]
    assert f"ansible-core{oldest}," in (context / "Containerfile").read_text()
    assert "openssh-clients" in (context / "_build/bindep.txt").read_text()


def test_a_project_installs_the_same_collection(context):
    project = yaml.safe_load((DEFINITION.parent / "project/collections/requirements.yml").read_text())
    assert project == yaml.safe_load((context / "_build/requirements.yml").read_text())


def test_the_commands_of_the_guide_make_the_same(tmp_path, context):
    collections = tmp_path / ".ansible/collections/ansible_collections"
    collections.mkdir(parents=True)
    (collections / "privatelink").symlink_to(COLLECTION.parent)
    # As somebody who has installed the collections in their home.
    environment = {
        "HOME": str(tmp_path),
        "PATH": os.pathsep.join([str(Path(BUILDER).parent), os.environ["PATH"]]),
    }
    commands = ["bash", "-euc", guide.script("ansible-builder introspect")]
    done = subprocess.run(commands, capture_output=True, text=True, check=False, cwd=tmp_path, env=environment)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "azure-identity" in done.stdout
    made = tmp_path / "context"
    assert (made / "Containerfile").read_text() == (context / "Containerfile").read_text()
    assert sorted(path.name for path in made.rglob("*")) == sorted(path.name for path in context.rglob("*"))
