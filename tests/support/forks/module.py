# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs a module of the collection many times, each in a fork of this process: its imports are most of what it costs.

Standard input is a JSON list: the module's name, and options of each run. Standard output is a list of what they return.
"""

from __future__ import annotations

import contextlib
import io
import json
import multiprocessing
import sys
from importlib import import_module
from typing import Any

from ansible.module_utils import basic

AT_ONCE = 8  # the modules mostly wait for servers that do not answer


def returned(options: dict[str, Any]) -> dict[str, Any]:
    """What the module returns."""
    basic._ANSIBLE_ARGS = json.dumps({"ANSIBLE_MODULE_ARGS": options}).encode()
    basic._ANSIBLE_PROFILE = "legacy"
    with contextlib.redirect_stdout(io.StringIO()) as printed, contextlib.suppress(SystemExit):
        module.main()
    return json.loads(printed.getvalue())


name, runs = json.load(sys.stdin)
module = import_module(f"ansible_collections.privatelink.azure_ai.plugins.modules.{name}")
with multiprocessing.get_context("fork").Pool(AT_ONCE, maxtasksperchild=1) as pool:
    print(json.dumps(pool.map(returned, runs, chunksize=1)))
