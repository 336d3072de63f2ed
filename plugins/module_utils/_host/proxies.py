# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Where on this host proxy variables are set."""

from __future__ import annotations

import re
import shlex
from collections import namedtuple

from .._core.text import without_credentials
from .resolver_config import is_directory, list_directory, read_text
from .shell_variables import Shell

ENVIRONMENT = "environment"
SYSTEMD = "systemd"
_LOGIN_ENVIRONMENT = "/etc/environment"
_LOGIN_SCRIPTS = "/etc/profile.d"
# All scripts together: they are read word by word, which takes half a second for so much.
_MAX_SCRIPTS = 128 * 1024
# What is in a later one counts more.
_SYSTEMD_DIRECTORIES = ("/usr/lib/systemd", "/usr/local/lib/systemd", "/run/systemd", "/etc/systemd")

_PROXY_NAME = re.compile(r"(?:https?|all|no)_proxy", re.IGNORECASE)
# A hash ends the line, in quotes too, and nothing is expanded: pam_env is not a shell.
_PAM_LINE = re.compile(r"\s*(?:export )?(\w+)=([^#]*)")

# world: the kind of program that sees these variables; variables: name -> value, passwords included, an empty value
# where the source takes the variable away from programs of its world
Source = namedtuple("Source", "world name variables")


def observe(environ, root="/", output_of=None):
    """Return the Sources on this host that set proxy variables: environment, login files, systemd's manager.

    C(output_of) returns what a command, a list of texts, writes, None when it fails; without it none is run.
    """
    sources = [Source("process", ENVIRONMENT, _set_proxies(environ))]
    sources.extend(_login_sources(root))
    sources.append(Source("services", SYSTEMD, systemd_variables(root, output_of)))
    return [source for source in sources if source.variables]


def show(sources):
    """Return C(proxies), a dict from source to its variables, without the passwords, and the first C(no_proxy)."""
    proxies = {}
    for source in sources:
        proxies[source.name] = {name: without_credentials(value) for name, value in source.variables.items() if value}
    proxies = {name: variables for name, variables in proxies.items() if variables}
    exceptions = (
        value for variables in proxies.values() for name, value in variables.items() if name.lower() == "no_proxy"
    )
    return proxies, next(exceptions, None)


def parse_pam_environment(text):
    """Return the variables that pam_env takes from an /etc/environment, as a dict."""
    variables = {}
    # A line that ends with a backslash goes on in the next one.
    for match in filter(None, map(_PAM_LINE.match, text.replace("\\\n", "").splitlines())):
        name, value = match.group(1), match.group(2).strip()
        if value[:1] in ("'", '"'):
            value = value[1:-1] if value[-1] in ("'", '"') else value[1:]
        variables[name] = value
    return variables


def _login_sources(root):
    environment = parse_pam_environment(read_text(root, _LOGIN_ENVIRONMENT))
    sources = [Source("login", _LOGIN_ENVIRONMENT, _set_proxies(environment))]
    # One shell for all: a script uses, exports and unsets what an earlier one has set.
    shell = Shell(environment)
    left = _MAX_SCRIPTS
    for path in list_directory(root, _LOGIN_SCRIPTS):
        if path.endswith(".sh") and left:
            text = read_text(root, path)[:left]
            left -= len(text)
            changed = shell.read(text)
            seen = shell.environment()
            variables = {name: seen.get(name, "") for name in changed if _PROXY_NAME.fullmatch(name)}
            sources.append(Source("login", path, variables))
    return sources


def systemd_variables(root, output_of=None, but=None):
    """Return the proxy variables that systemd's manager gives to services, passwords included, as a dict.

    A file with the path C(but) does not count. C(output_of) is as for observe; with it, what the running manager says
    counts more than its files.
    """
    variables = {}
    for path in _systemd_files(root):
        for line in read_text(root, path).splitlines():
            if path != but and line.strip().startswith("DefaultEnvironment="):
                variables.update(_assignments(_words(line.partition("=")[2])))
    # Else the command would wait for a manager that does not run here.
    if output_of is not None and is_directory(root, "/run/systemd/system"):
        lines = (output_of(["systemctl", "show-environment"]) or "").splitlines()
        # It writes values that a shell would not take as they are as $'...'.
        variables.update(_assignments(word for line in lines for word in _words(line.replace("=$'", "='", 1))[:1]))
    return _set_proxies(variables)


def _systemd_files(root):
    """Return the paths of the manager's settings in its reading order: drop-ins by name, each name once."""
    drop_ins = {}
    for directory in _SYSTEMD_DIRECTORIES:
        for path in list_directory(root, directory + "/system.conf.d"):
            drop_ins[path.rpartition("/")[2]] = path
    settings = [directory + "/system.conf" for directory in _SYSTEMD_DIRECTORIES]
    return [path for path in settings if read_text(root, path)][-1:] + [drop_ins[name] for name in sorted(drop_ins)]


def _words(text):
    try:
        return shlex.split(text)
    except ValueError:
        return []


def _assignments(words):
    return dict(word.split("=", 1) for word in words if "=" in word)


def _set_proxies(variables):
    return {name: value for name, value in variables.items() if _PROXY_NAME.fullmatch(name) and value}
