# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The end of a run in plain Python: ending.py write DIRECTORY COUNT makes the directory of a run over so many accounts;
ending.py conclude DIRECTORY does with it what the playbook's last tasks do, and prints the CPU seconds.
"""

from __future__ import annotations

import os
import shutil
import sys
import time
from pathlib import Path

sys.path += os.environ["ANSIBLE_COLLECTIONS_PATH"].split(os.pathsep)
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._declarations.declaration import (
    Declaration,
    HostDeclaration,
    RunDirectory,
)
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._declarations.inputs import HOST, INPUTS
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._report.formats import FORMATS
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._report.terminal import (
    conclusion_lines,
    path_lines,
    summary_lines,
)
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._run import conclusion
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._run.artifact import artifact
from ansible_collections.privatelink.azure_ai.tests.support import canned_hosts

MOMENT = "2026-11-28T10:00:00Z"
BROKEN = 5  # every fifth account has a wrong key


def write(directory: Path, count: int) -> None:
    shutil.rmtree(directory, ignore_errors=True)
    declared = canned_hosts.accounts(count)
    options = {name: each.default for name, each in INPUTS.items()}
    shared = {name: value for name, value in options.items() if INPUTS[name].scope != HOST}
    shared |= {
        "looked_at": None,
        "job": "local",
        "report_path": str(directory / "reports"),
        "report_formats": list(FORMATS),
    }
    hosts = {
        name: HostDeclaration(vantage, declared, {}, options)
        for name, vantage in (("jump-1", "jumphost"), ("outside-1", "outside"))
    }
    run = RunDirectory(str(directory))
    run.begin(Declaration(hosts, None, shared, ["dns", "probe", "report"], MOMENT))
    for number, (name, host) in enumerate(hosts.items()):
        results = canned_hosts.host(name, declared, host.vantage).results
        for position, result in enumerate(results["aoai_probe"]["results"]):
            if host.vantage == "jumphost" and position // 2 % BROKEN == 0:
                result.update(code="auth_key_invalid", outcome="reachable", http={**result["http"], "status": 401})
        facts = results["privatelink_dns_facts"]["ansible_facts"]["privatelink_dns"]
        run.write(f"host-{number:05d}-dns", facts)
        run.write(f"host-{number:05d}-probe", {"probes": results["aoai_probe"]["results"], "token_error": None})


def conclude(directory: Path) -> float:
    shutil.rmtree(directory / "reports", ignore_errors=True)
    started = time.process_time()
    run = RunDirectory(str(directory))
    declaration = run.declaration()
    options = declaration.options
    document = conclusion.document_of(declaration, run, MOMENT)
    conclusion.write_reports(document, options["report_path"], options["report_formats"], "skipped", False)
    print(len(path_lines(document)), len(summary_lines(document)), len(conclusion_lines(document)), file=sys.stderr)
    conclusion.stats(document)
    artifact(document, options)
    return time.process_time() - started


if __name__ == "__main__":
    if sys.argv[1] == "write":
        write(Path(sys.argv[2]), int(sys.argv[3]))
    else:
        print(conclude(Path(sys.argv[2])))
