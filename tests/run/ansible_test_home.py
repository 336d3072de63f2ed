# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What ansible-test looks for in the home and would fetch or make with other programs; both are spared it."""

from __future__ import annotations

import configparser
import importlib.util
import os
import re
from pathlib import Path

from project import HOME

# ansible-test fills its virtual environments with a script that it downloads from a server of its own.
# Python's ensurepip does the same without a network; versions of pip that it brings are good enough.
GET_PIP = """\
import subprocess
import sys

sys.exit(subprocess.call([sys.executable, "-m", "ensurepip"], stdout=subprocess.DEVNULL))
"""


def prepare() -> None:
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
    settings.read([user / ".pip/pip.conf", user / ".config/pip/pip.conf", os.environ.get("PIP_CONFIG_FILE", os.devnull)])
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
