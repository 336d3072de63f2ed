# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs Ansible's ad-hoc commands, each in a fork of this process: importing Ansible is half of what a command costs.

A line of standard input is a JSON object: arguments, variables of the environment, files for what the command prints.
A line of standard output is the command's exit code.
"""

from __future__ import annotations

import json
import os
import sys

from ansible.cli import adhoc

for line in sys.stdin:
    command = json.loads(line)
    child = os.fork()
    if not child:
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        for descriptor, path in enumerate(command["output"], start=1):
            os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), descriptor)
        os.environ.update(command["environment"])
        adhoc.main(["ansible", *command["arguments"]])  # ends the process
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
