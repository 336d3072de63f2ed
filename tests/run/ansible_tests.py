# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The stages of ansible-test: sanity, units, and integration inside the lab."""

from __future__ import annotations

import configparser
import importlib.util
import json
import os
import re
from pathlib import Path

import lab
from outcome import JUNIT, Outcome, checked, clear_junit, read_junit, stream, workers
from project import COLLECTION, HOME, python_version
from virtual_environments import PYTHONS, python_here

# ansible-test hides the environment from the targets. So where the lab keeps its files reaches them as a variable, and
# where Ansible keeps its own as a configuration file: its default is the home of root, not $HOME.
INTEGRATION = """
cd tests/integration
printf '{"privatelink_lab": "%s"}\\n' "$PRIVATELINK_LAB" >integration_config.yml
printf '[defaults]\\nremote_tmp = %s\\n' "$ANSIBLE_REMOTE_TMP" >integration.cfg
cd ../..
exec ansible-test integration --local --python "$0" --continue-on-error --allow-root --color no
"""
DATA = COLLECTION / "tests/output/data"

# ansible-test fills its virtual environments with a script that it downloads from a server of its own.
# Python's ensurepip does the same without a network; versions of pip that it brings are good enough.
# Python's own wheel of pip, unpacked and compiled once for each Python: an installation costs five seconds of CPU.
GET_PIP = """\
import compileall
import ensurepip
import glob
import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile

kept = os.path.join(os.path.dirname(os.path.abspath(__file__)), "pip-%d.%d" % sys.version_info[:2])
wheels = glob.glob(os.path.join(os.path.dirname(ensurepip.__file__), "_bundled", "pip-*.whl"))
if not wheels:  # Debian keeps it elsewhere
    sys.exit(subprocess.call([sys.executable, "-m", "ensurepip"], stdout=subprocess.DEVNULL))
if not os.path.isdir(kept):
    with zipfile.ZipFile(wheels[0]) as wheel:
        wheel.extractall(kept + ".partial")
    compileall.compile_dir(kept + ".partial", quiet=2)
    os.rename(kept + ".partial", kept)
shutil.copytree(kept, sysconfig.get_path("purelib"), dirs_exist_ok=True)
"""


def sanity() -> Outcome:
    """All tests; pylint of what is shipped, for it costs as much as all the others.

    What is shipped is imported on the oldest and the newest Python: it runs on those between them in another stage.
    """
    _prepare_home()
    clear_junit()
    command = ["ansible-test", "sanity", "--local", "--junit", "--color", "no"]
    codes = [
        stream([*command, *options])
        for options in (
            ["--skip-test", "pylint", "--skip-test", "import"],
            ["--test", "pylint", "--exclude", "tests/"],
            *(["--test", "import", "--python", version] for version in _oldest_and_newest()),
        )
    ]
    return checked(read_junit(), max(codes), "ansible-test sanity")


def _oldest_and_newest() -> list[str]:
    here = [version for version in PYTHONS if python_here(version)] or [python_version()]
    return list(dict.fromkeys([here[0], here[-1]]))


def units() -> Outcome:
    clear_junit()
    code = stream(
        ["ansible-test", "units", "--local", "--python", python_version(), "--num-workers", workers(), "--color", "no"]
    )
    return checked(read_junit(), code, "ansible-test units")


def integration() -> Outcome:
    """One test per target."""
    obstacle = lab.obstacle()
    if obstacle:
        return Outcome(not_run=[f"integration: {obstacle}"])
    _prepare_home()
    clear_junit()
    for path in DATA.glob("integration-*.json"):
        path.unlink()
    code = stream(lab.inside(["sh", "-ec", INTEGRATION, python_version()]))
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


def _prepare_home() -> None:
    """Spares ansible-test what it looks for in the home and would fetch or make with other programs."""
    cache = HOME / ".ansible/test/cache"
    cache.mkdir(parents=True, exist_ok=True)
    for version in _pip_versions():
        (cache / f"get_pip_{version.replace('.', '_')}.py").write_text(GET_PIP)
    for name in ("id_rsa", "id_rsa.pub"):  # else made with ssh-keygen, which a fresh machine has not; --local uses none
        (HOME / ".ansible/test" / name).touch()
    _write_pip_configuration()


def _pip_versions() -> list[str]:
    """The versions whose script this ansible-test may ask for."""
    package = importlib.util.find_spec("ansible_test")
    source = Path(package.submodule_search_locations[0], "_internal/python_requirements.py").read_text()
    return re.findall(r"pip='([\d.]+)'", source)


def _write_pip_configuration() -> None:
    """Repeats the user's own pip settings, for ansible-test hides both the home and PIP_ variables from pip."""
    settings = configparser.RawConfigParser()
    user = Path.home()
    settings.read(
        [user / ".pip/pip.conf", user / ".config/pip/pip.conf", os.environ.get("PIP_CONFIG_FILE", os.devnull)]
    )
    if not settings.has_section("global"):
        settings.add_section("global")
    for name, value in os.environ.items():
        if name.startswith("PIP_") and name != "PIP_CONFIG_FILE":
            settings.set("global", name[4:].lower().replace("_", "-"), value)
    proxy = os.environ.get("https_proxy") or os.environ.get("HTTPS_PROXY")
    if proxy:
        settings.set("global", "proxy", proxy)
    settings.set("global", "quiet", "2")  # errors only
    path = HOME / ".config/pip/pip.conf"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)  # an index may be named with a password
    with path.open("w", encoding="utf-8") as file:
        settings.write(file)
