# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import os
import re
import threading
from pathlib import Path

import pytest
from ansible.module_utils.common import respawn

from ansible_collections.privatelink.azure_ai.plugins.module_utils._core import commands, libraries
from ansible_collections.privatelink.azure_ai.plugins.module_utils._core.needed import NEEDED

COLLECTION = Path(__file__).absolute().parents[5]
AZURE = {name: least for name, least in (text.split(" >= ") for text in NEEDED.values()) if "azure" in name}


@pytest.fixture(name="respawned")
def fixture_respawned(mocker):
    """Return the list of the Pythons that the module was run again with."""
    pythons = []
    mocker.patch.object(respawn, "has_respawned", side_effect=lambda: bool(pythons))
    mocker.patch.object(respawn, "respawn_module", side_effect=pythons.append)
    return pythons


@pytest.mark.parametrize(
    "version, accepted",
    [
        ("2.1.0", True),
        ("2.10.0rc1", True),
        ("", True),
        ("2.0.0", False),
        ("1.16.0", False),
        (None, False),
    ],
)
def test_versions(version, accepted):
    assert libraries.is_new_enough("dns", version) is accepted


@pytest.mark.parametrize(
    "path, written",
    [
        pytest.param("README.md", "(azure[-a-z]+) ([0-9.]+[0-9])", id="README"),
        pytest.param("meta/ee-requirements.txt", "(azure[-a-z]+)>=(.+)", id="execution environment"),
        pytest.param("tests/unit/requirements.txt", "(azure[-a-z]+)>=(.+)", id="unit tests"),
        pytest.param("plugins/modules/private_endpoint_info.py", "(azure[-a-z]+) >= ([0-9.]+[0-9])", id="module"),
    ],
)
def test_every_page_names_the_same_oldest_library_of_azure(path, written):
    assert dict(re.findall(written, (COLLECTION / path).read_text(encoding="utf-8"))) == AZURE


@pytest.mark.parametrize("module", ["aoai_probe", "azure_account_info"])
def test_a_module_that_needs_some_of_them_names_the_same(module):
    text = (COLLECTION / f"plugins/modules/{module}.py").read_text(encoding="utf-8")
    named = dict(re.findall("(azure[-a-z]+) >= ([0-9.]+[0-9])", text))
    assert "azure-identity" in named and named.items() <= AZURE.items()


def test_an_old_library_is_as_one_that_is_not_there():
    with pytest.raises(ImportError, match="^dns has version 1.16.0: expected dnspython >= 2.1.0$"):
        libraries.check_version("dns", "1.16.0")
    libraries.check_version("dns", "2.1.0")


@pytest.mark.parametrize(
    "answer, expected",
    [
        pytest.param("", [libraries.VENV_PYTHON], id="it can import it"),
        pytest.param(None, [], id="it cannot, or there is none"),
    ],
)
def test_only_where_the_library_is(mocker, respawned, answer, expected):
    asked = mocker.patch.object(commands, "output_of", return_value=answer)
    libraries.respawn_with("azure.identity")
    assert respawned == expected
    assert asked.call_args.args[0] == ["/opt/privatelink/venv/bin/python", "-c", "import azure.identity"]


def test_once_only(mocker, respawned):
    mocker.patch.object(commands, "output_of", return_value="")
    libraries.respawn_with("dns")
    libraries.respawn_with("dns")
    assert respawned == [libraries.VENV_PYTHON]


def test_arguments_of_any_size_are_passed_on(mocker):
    """As respawn_module does it: all is written before anything is read."""
    passed = []

    def write_then_read(unused):
        reading, writing = respawn.os.pipe()
        respawn.os.write(writing, b"x" * 1000000)
        respawn.os.close(writing)
        with open(reading, "rb") as stream:
            passed.append(len(stream.read()))

    mocker.patch.object(commands, "output_of", return_value="")
    mocker.patch.object(respawn, "has_respawned", return_value=False)
    mocker.patch.object(respawn, "respawn_module", side_effect=write_then_read)
    thread = threading.Thread(target=libraries.respawn_with, args=["dns"], daemon=True)
    thread.start()
    thread.join(10)
    assert passed == [1000000]
    assert respawn.os is os
