# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The HTML report of 1,000 broken accounts: how long Python takes to write it, and a browser to show and to search it."""

from __future__ import annotations

import functools
import json
import os
import subprocess

from measure import SCRATCH, Row


@functools.cache
def shown() -> dict:
    command = [
        os.environ["PRIVATELINK_BROWSER_PYTHON"],
        "-m",
        "ansible_collections.privatelink.azure_ai.tests.bench.showing",
        str(SCRATCH / "page.html"),
    ]
    collections = os.environ["ANSIBLE_COLLECTIONS_PATH"].partition(os.pathsep)[0]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": collections}
    )
    if done.returncode:
        raise RuntimeError(f"{command} ended with {done.returncode}:\n{done.stderr[-3000:]}")
    return json.loads(done.stdout)


ROWS = (
    Row("the page of 1,000 broken accounts is written", lambda: shown()["written"], 5, unit="s", needs="browser"),
    Row("the page of 1,000 broken accounts is shown", lambda: shown()["shown"], 2, unit="s", needs="browser"),
    Row("the page of 1,000 broken accounts is searched", lambda: shown()["searched"], 1, unit="s", needs="browser"),
)
