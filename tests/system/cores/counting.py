# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A callback plugin that writes what a run gave to the callbacks, one JSON object a line, into $PRIVATELINK_EVENTS."""

from __future__ import annotations

import json
import os

from ansible.plugins.callback import CallbackBase


class CallbackModule(CallbackBase):
    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "aggregate"
    CALLBACK_NAME = "counting"

    def _write(self, kind, **more):
        with open(os.environ["PRIVATELINK_EVENTS"], "a", encoding="utf-8") as stream:
            stream.write(json.dumps({"kind": kind, **more}) + "\n")

    def _result(self, status, result):
        task = result._task
        self._write(
            "result",
            status=status,
            host=result._host.get_name(),
            task=task.get_name(),
            once=bool(task.run_once),
            bytes=len(json.dumps(result._result, default=str)),
            stats="ansible_stats" in result._result,
        )

    def v2_playbook_on_play_start(self, play):
        self._write("banner", name=play.get_name())

    def v2_playbook_on_task_start(self, task, is_conditional):
        self._write("banner", name=task.get_name())

    def v2_playbook_on_stats(self, stats):
        self._write("banner", name="recap")

    def v2_runner_on_ok(self, result):
        self._result("ok", result)

    def v2_runner_on_failed(self, result, ignore_errors=False):
        self._result("failed", result)

    def v2_runner_on_skipped(self, result):
        self._result("skipped", result)

    def v2_runner_on_unreachable(self, result):
        self._result("unreachable", result)
