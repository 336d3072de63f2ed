# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a module costs a host, in what can be counted: a run pays it for each host and task."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

# Not resolved: the path has to go on naming the collection.
COLLECTION = Path(__file__).absolute().parents[4]
# On loopback, where nobody listens: no look-up, and no packet beyond this machine.
NOBODY = "127.0.0.1:9"
ENDPOINT = "https://example.openai.azure.com/"
# Each takes longer to import than what most tasks do.
LARGE = (
    "azure",
    "cryptography",
    "dns",
    "http.client",
    "http.cookiejar",
    "msal",
    "requests",
    "urllib.request",
    "urllib3",
)
PROGRAM = """
import contextlib, importlib, io, json, sys
from ansible.module_utils import basic

def peak():
    # Not of getrusage, which counts the process that started this one.
    with open("/proc/self/status") as stream:
        return next(int(line.split()[1]) for line in stream if line.startswith("VmHWM:"))

name, arguments = json.load(sys.stdin)
before = peak()
module = importlib.import_module("ansible_collections.privatelink.azure_ai.plugins.modules." + name)
shown = io.StringIO()
if arguments is not None:
    basic._ANSIBLE_ARGS = json.dumps({"ANSIBLE_MODULE_ARGS": arguments}).encode()
    basic._ANSIBLE_PROFILE = "legacy"
    with contextlib.suppress(SystemExit), contextlib.redirect_stdout(shown):
        module.main()
print(json.dumps({"modules": sorted(sys.modules), "kilobytes": peak() - before, "result": shown.getvalue()}))
"""


def cost_of(module, arguments=None):
    """Return what a process of the module imports, and the memory that it takes beside that of any module."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        input=json.dumps([module, arguments]),
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(COLLECTION.parents[2]), *sys.path])},
    )
    return json.loads(done.stdout)


def large_in(cost):
    return [name for name in LARGE if name in cost["modules"]]


def own_in(cost):
    prefix = "ansible_collections.privatelink.azure_ai.plugins.module_utils."
    return [name for name in cost["modules"] if name.startswith(prefix) and name.count(".") > prefix.count(".")]


PROBE = {"endpoint": ENDPOINT, "connect_to": NOBODY}
DNS = {"names": [{"name": "example.openai.azure.com"}], "nameservers": [NOBODY], "timeout": 0.2, "tries": 1}
HTTP = ["http.client"]
SDK = ["http.client", "http.cookiejar", "urllib.request"]
PROXY = ["http.client", "http.cookiejar", "requests", "urllib.request", "urllib3"]


@pytest.mark.parametrize(
    ("module", "arguments", "large", "most_files", "most_megabytes"),
    [
        # Without arguments it is only started. ansible-core 2.18.1 imports less before, which counts here then.
        pytest.param("azure_account_info", None, SDK, 26, 8, id="azure_account_info"),
        pytest.param("azure_machine_info", None, HTTP, 3, 4, id="azure_machine_info"),
        pytest.param("jumphost_facts", None, [], 28, 6, id="jumphost_facts"),
        pytest.param("jumphost_files", None, [], 22, 3, id="jumphost_files"),
        pytest.param("jumphost_packages", None, [], 19, 3, id="jumphost_packages"),
        pytest.param("jumphost_resolver", None, ["dns"], 25, 8, id="jumphost_resolver"),
        pytest.param("jumphost_venv", None, [], 23, 3, id="jumphost_venv"),
        pytest.param("jumphost_wheels", None, [], 8, 3, id="jumphost_wheels"),
        pytest.param("private_endpoint_info", None, SDK, 49, 9, id="private_endpoint_info"),
        pytest.param("privatelink_dns_facts", DNS, ["dns"], 25, 10, id="privatelink_dns_facts"),
        pytest.param("aoai_probe", {"probes": [PROBE]}, HTTP, 34, 8, id="aoai_probe"),
        pytest.param(
            "aoai_probe", {"probes": [{"endpoint": "https://localhost:9/"}]}, HTTP, 34, 8, id="aoai_probe-by-name"
        ),
        pytest.param(
            "aoai_probe", {"probes": [PROBE], "check_proxies": True}, HTTP, 34, 8, id="aoai_probe-check-proxies"
        ),
        pytest.param("aoai_probe", {"probes": [PROBE], "use_proxy": True}, PROXY, 34, 20, id="aoai_probe-use-proxy"),
        pytest.param("aoai_probe", {"probes": [PROBE] * 200}, HTTP, 34, 16, id="aoai_probe-200"),
    ],
)
def test_a_module_imports_and_takes_what_the_call_needs(module, arguments, large, most_files, most_megabytes):
    cost = cost_of(module, arguments)
    assert large_in(cost) == large
    assert len(own_in(cost)) <= most_files, own_in(cost)
    assert cost["kilobytes"] <= most_megabytes * 1024


def test_every_module_that_runs_on_a_host_is_in_the_table():
    (table,) = test_a_module_imports_and_takes_what_the_call_needs.pytestmark
    # These have an action in their place, and no part that runs anywhere else.
    stubs = {"check_declarations", "check_role_options", "gate", "merge_parts", "verdict", "write_reports"}
    platform = {path.stem for path in (COLLECTION / "plugins/action").glob("controller_*.py")}
    modules = {path.stem for path in (COLLECTION / "plugins/modules").glob("*.py")}
    assert {case.values[0] for case in table.args[1]} == modules - stubs - platform
