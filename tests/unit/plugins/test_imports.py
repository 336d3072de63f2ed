# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What plugins import of others: Azure's libraries take seconds, and who judges a document needs no ansible-core."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

# Not resolved: the path has to go on naming the collection.
COLLECTION = Path(__file__).absolute().parents[3]

# It looks at what is tried, so that it holds where none of the libraries is installed too.
SCRIPT = """
import importlib
import sys

tried = []


class Watch:
    @staticmethod
    def find_spec(name, path=None, target=None):
        if name.partition(".")[0] in sys.argv[1].split(","):
            tried.append(name)


sys.meta_path.insert(0, Watch)
for name in sys.argv[2:]:
    importlib.import_module(name)
sys.exit(" ".join(tried))
"""


def load(*names: str, watched: str = "azure,msal") -> str:
    """Import in a new interpreter, and return what of the watched packages was looked for."""
    path = os.pathsep.join([str(COLLECTION.parents[2]), *sys.path])
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, watched, *names],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stderr.strip()


@pytest.mark.parametrize("kind", ["action", "filter", "module_utils", "modules", "plugin_utils"])
def test_nothing_of_azure_is_imported_by_importing_a_plugin(kind):
    plugins = COLLECTION / "plugins"
    names = [
        ".".join(("ansible_collections.privatelink.azure_ai.plugins", *path.relative_to(plugins).with_suffix("").parts))
        for path in sorted((plugins / kind).rglob("*.py"))
    ]
    assert names
    assert load(*names) == ""


def test_a_document_is_judged_and_rendered_without_ansible_core():
    rooms = "ansible_collections.privatelink.azure_ai.plugins.plugin_utils"
    assert load(f"{rooms}._judge.verdict", f"{rooms}._report.formats", watched="ansible") == ""


def test_an_import_would_be_seen():
    assert "azure" in load("azure.core")
