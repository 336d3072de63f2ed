# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""ansible-test integration, inside the lab: one test per target."""

from __future__ import annotations

import json

import ansible_test_home
import lab
from outcome import JUNIT, Outcome, checked, clear_junit, stream
from project import COLLECTION, python_version

# ansible-test hides the environment from the targets. So where the lab keeps its files reaches them as a variable, and
# where Ansible keeps its own as a configuration file: its default is the home of root, not $HOME.
SCRIPT = """
cd tests/integration
printf '{"privatelink_lab": "%s"}\\n' "$PRIVATELINK_LAB" >integration_config.yml
printf '[defaults]\\nremote_tmp = %s\\n' "$ANSIBLE_REMOTE_TMP" >integration.cfg
cd ../..
exec ansible-test integration --local --python "$0" --continue-on-error --allow-root --color no
"""

DATA = COLLECTION / "tests/output/data"


def run() -> Outcome:
    obstacle = lab.obstacle()
    if obstacle:
        return Outcome(not_run=[f"integration: {obstacle}"])
    ansible_test_home.prepare()
    clear_junit()
    for path in DATA.glob("integration-*.json"):
        path.unlink()
    code = stream(lab.inside(["sh", "-ec", SCRIPT, python_version()]))
    return checked(_targets(), code, "ansible-test integration")


def _targets() -> Outcome:
    """By what ansible-test wrote: a list of the targets that passed, and a JUnit file of each that it ran."""
    outcome = Outcome()
    passed = {name for path in DATA.glob("integration-*.json") for name in json.loads(path.read_text())["targets"]}
    present = {path.parent.name for path in COLLECTION.glob("tests/integration/targets/*/tasks")}
    for target in sorted(present | passed):
        if target in passed or any(JUNIT.glob(f"{target}-*.xml")):
            outcome.record(f"integration target {target}", target in passed)
        else:
            outcome.not_run.append(f"integration target {target}: ansible-test left it out, see above")
    return outcome
