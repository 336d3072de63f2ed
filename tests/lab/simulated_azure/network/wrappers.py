# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The scripts that run something in a vantage. Every Ansible task starts through them: sh and nsenter, no more."""

from __future__ import annotations

import os
import shlex
import sys
from pathlib import Path

from simulated_azure.state import State

# What would make a program use the machine's proxies, certificates or resolver library instead of the vantage's.
LEAKING_VARIABLES = (
    *(
        variant
        for name in ("http_proxy", "https_proxy", "ftp_proxy", "all_proxy", "no_proxy")
        for variant in (name, name.upper())
    ),
    "AWS_CA_BUNDLE",
    "CLOUDSDK_CORE_CUSTOM_CA_CERTS_FILE",
    "CURL_CA_BUNDLE",
    "DBUS_SESSION_BUS_ADDRESS",
    "GIT_SSL_CAINFO",
    "GRPC_DEFAULT_SSL_ROOTS_FILE_PATH",
    "HOSTALIASES",
    "HTTPLIB2_CA_CERTS",
    "LOCALDOMAIN",
    "NIX_SSL_CERT_FILE",
    "NODE_EXTRA_CA_CERTS",
    "PIP_CERT",
    "REQUESTS_CA_BUNDLE",
    "RES_OPTIONS",
    "SSL_CERT_DIR",
    "SSL_CERT_FILE",
)

SCRIPT = """\
#!/bin/sh
# Written by tests/lab/lab: runs {what} in the vantage {vantage}.
[ -e {marker} ] || {{ echo "$0 works only inside the lab: tests/lab/lab run -- COMMAND" >&2; exit 69; }}
unset {variables}
{environment}exec nsenter --net=/proc/{holder}/ns/net --mount=/proc/{holder}/ns/mnt \\
    /bin/sh -c 'cd "$0"; exec "$@"' "$PWD" {program}"$@"
"""


def write(state: State, holders: dict[str, int], environments: dict[str, dict[str, str]]) -> None:
    """Writes bin/in-VANTAGE (any command) and bin/VANTAGE-python for each vantage."""
    state.bin.mkdir(exist_ok=True)
    python = f'"${{PRIVATELINK_LAB_PYTHON:-{sys.executable}}}" '
    kept = _keeping_bytecode()
    for vantage, holder in holders.items():
        scripts = ((f"in-{vantage}", "a command", "", {}), (f"{vantage}-python", "Python", python, kept))
        for name, what, program, more in scripts:
            path = state.bin / name
            path.write_text(
                SCRIPT.format(
                    what=what,
                    vantage=vantage,
                    marker=shlex.quote(str(state.marker)),
                    holder=holder,
                    program=program,
                    variables=" ".join(LEAKING_VARIABLES),
                    environment="".join(
                        f"export {key}={shlex.quote(value)}\n"
                        for key, value in {**environments[vantage], **more}.items()
                    ),
                )
            )
            path.chmod(0o755)


def _keeping_bytecode() -> dict[str, str]:
    """What Python needs so that it keeps what it compiles of modules; only who asks for it, for it hides what they cost."""
    directory = os.environ.get("PRIVATELINK_LAB_BYTECODE")
    if not directory:
        return {}
    Path(directory).mkdir(parents=True, exist_ok=True)
    return {"PRIVATELINK_LAB_BYTECODE": directory, "PYTHONPATH": str(Path(__file__).with_name("bytecode"))}


def command_environment(state: State) -> dict[str, str]:
    """The environment of a command run in the lab: the caller's, and nothing in the user's home is written."""
    return {
        "ANSIBLE_HOME": str(state.ansible_home),
        "ANSIBLE_REMOTE_TMP": str(state.ansible_home / "tmp"),  # its default is not below ANSIBLE_HOME
        **os.environ,
        "PRIVATELINK_LAB": str(state.directory),
    }
