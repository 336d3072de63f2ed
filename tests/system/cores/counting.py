# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A callback plugin that writes what a run gave to the callbacks, one JSON object a line, into $PRIVATELINK_EVENTS; and
what it sent to hosts, which are reached by the connection plugin local.
"""

from __future__ import annotations

import functools
import json
import os
import sys
from pathlib import Path

from ansible.plugins.callback import CallbackBase
from ansible.plugins.connection import local


def write(kind, **more):
    with open(os.environ["PRIVATELINK_EVENTS"], "a", encoding="utf-8") as stream:
        stream.write(json.dumps({"kind": kind, **more}) + "\n")


def counted(method, size_of):
    """The method of a connection, which writes its host and how many bytes go there."""

    @functools.wraps(method)
    def call(self, *args, **options):
        write("trip", host=self._play_context.remote_addr, what=method.__name__, bytes=size_of(*args, **options))
        return method(self, *args, **options)

    return call


# The workers are forks of the process that has this plugin.
local.Connection.exec_command = counted(
    local.Connection.exec_command, lambda command, in_data=None, sudoable=True: len(command) + len(in_data or "")
)
local.Connection.put_file = counted(local.Connection.put_file, lambda source, target: os.path.getsize(source))


class CallbackModule(CallbackBase):
    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "aggregate"
    CALLBACK_NAME = "counting"

    def _result(self, status, result):
        task = result._task
        write(
            "result",
            status=status,
            host=result._host.get_name(),
            task=task.get_name(),
            once=bool(task.run_once),
            bytes=len(json.dumps(result._result, default=str)),
            stats="ansible_stats" in result._result,
        )

    def v2_playbook_on_play_start(self, play):
        write("banner", name=play.get_name())

    def v2_playbook_on_task_start(self, task, is_conditional):
        write("banner", name=task.get_name())

    def v2_playbook_on_stats(self, stats):
        write("banner", name="recap")
        # Not of getrusage, which counts the process that started this one.
        peak = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM:"))
        write("end", modules=sorted(sys.modules), kilobytes=int(peak.split()[1]))

    def v2_runner_on_ok(self, result):
        self._result("ok", result)

    def v2_runner_on_failed(self, result, ignore_errors=False):
        self._result("failed", result)

    def v2_runner_on_skipped(self, result):
        self._result("skipped", result)

    def v2_runner_on_unreachable(self, result):
        self._result("unreachable", result)
