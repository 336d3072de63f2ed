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
from dataclasses import dataclass, field
from pathlib import Path

import lab
from outcome import JUNIT, Command, Outcome, checked, clear_junit, read_junit, stream, workers
from project import COLLECTION, HOME, environment, python_version
from virtual_environments import PYTHONS, python_here

# ansible-test hides the environment from the targets. So where the lab keeps its files reaches them as a variable, and
# where Ansible keeps its own as a configuration file: its default is the home of root, not $HOME.
INTEGRATION = """
cd tests/integration
printf '{"privatelink_lab": "%s"}\\n' "$PRIVATELINK_LAB" >integration_config.yml
printf '[defaults]\\nremote_tmp = %s\\n' "$ANSIBLE_REMOTE_TMP" >integration.cfg
cd ../..
exec ansible-test integration --local --python "$0" --continue-on-error --allow-root --color no "$@"
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


def _own_package() -> Path:
    return Path(importlib.util.find_spec("ansible_test").submodule_search_locations[0])


@dataclass(frozen=True)
class Control:
    """A control node: by default that of .venv."""

    before: Command = ()  # what stands before ansible-test, so that it is that of the control node
    python: str = field(default_factory=python_version)
    package: Path = field(default_factory=_own_package)  # ansible_test

    @classmethod
    def of(cls, python: Path, version: str) -> Control:
        """The one of an environment."""
        path = os.pathsep.join([str(python.parent), environment()["PATH"]])
        package = python.parents[1] / f"lib/python{version}/site-packages/ansible_test"
        return cls(["env", f"PATH={path}"], version, package)


def sanity() -> Outcome:
    """All tests; pylint and pep8 of what is shipped: they cost as much as all the others, and ruff looks at all files.

    What is shipped is imported on the oldest and the newest Python: it runs on those between them in another stage.
    """
    _prepare_home(Control())
    clear_junit()
    command = ["ansible-test", "sanity", "--local", "--junit", "--color", "no"]
    codes = [
        stream([*command, *options])
        for options in (
            ["--skip-test", "pylint", "--skip-test", "pep8", "--skip-test", "import"],
            ["--test", "pylint", "--test", "pep8", "--exclude", "tests/"],
            *(["--test", "import", "--python", version] for version in _oldest_and_newest()),
        )
    ]
    return checked(read_junit(), max(codes), "ansible-test sanity")


def _oldest_and_newest() -> list[str]:
    here = [version for version in PYTHONS if python_here(version)] or [python_version()]
    return list(dict.fromkeys([here[0], here[-1]]))


def validate_modules(control: Control) -> Outcome:
    """Only this one of the sanity tests: what a module documents is what it takes."""
    _prepare_home(control)
    clear_junit()
    code = stream(
        [*control.before, "ansible-test", "sanity", "--local", "--junit", "--color", "no", "--test", "validate-modules"]
    )
    return checked(read_junit(), code, "ansible-test sanity --test validate-modules")


def units() -> Outcome:
    return unit_tests(Control())


def unit_tests(control: Control, *options: str | Path) -> Outcome:
    """All, or those of paths among the options; these may name another Python than that of the control node."""
    clear_junit()
    code = stream(
        [
            *control.before,
            *("ansible-test", "units", "--local", "--num-workers", workers(), "--color", "no"),
            *(() if "--python" in options else ("--python", control.python)),
            *options,
        ]
    )
    return checked(read_junit(), code, "ansible-test units")


def integration() -> Outcome:
    """One test per target."""
    return integration_tests(Control())


def one_target(name: str) -> Outcome:
    return integration_tests(Control(), name)


def integration_tests(control: Control, *names: str) -> Outcome:
    """All targets, or those of the names."""
    obstacle = lab.obstacle()
    if obstacle:
        return Outcome(not_run=[f"integration: {obstacle}"])
    _prepare_home(control)
    clear_junit()
    for path in DATA.glob("integration-*.json"):
        path.unlink()
    code = stream(lab.inside([*control.before, "sh", "-ec", INTEGRATION, control.python, *names]))
    return checked(_targets(names), code, "ansible-test integration")


def _targets(names: tuple[str, ...]) -> Outcome:
    """By what ansible-test wrote: a list of the targets that passed, and a JUnit file of each that it ran."""
    outcome = Outcome()
    passed = {name for path in DATA.glob("integration-*.json") for name in json.loads(path.read_text())["targets"]}
    present = set(names) or {path.parent.name for path in COLLECTION.glob("tests/integration/targets/*/tasks")}
    for target in sorted(present | passed):
        if target in passed or any(JUNIT.glob(f"{target}-*.xml")):
            outcome.record(f"integration target {target}", target in passed)
        else:
            outcome.not_run.append(f"integration target {target}: ansible-test left it out, see above")
    return outcome


def _prepare_home(control: Control) -> None:
    """Spares ansible-test what it looks for in the home and would fetch or make with other programs."""
    cache = HOME / ".ansible/test/cache"
    cache.mkdir(parents=True, exist_ok=True)
    # The versions of pip whose script this ansible-test may ask for.
    source = (control.package / "_internal/python_requirements.py").read_text()
    for version in re.findall(r"pip='([\d.]+)'", source):
        (cache / f"get_pip_{version.replace('.', '_')}.py").write_text(GET_PIP)
    for name in ("id_rsa", "id_rsa.pub"):  # else made with ssh-keygen, which a fresh machine has not; --local uses none
        (HOME / ".ansible/test" / name).touch()
    _write_pip_configuration()


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
