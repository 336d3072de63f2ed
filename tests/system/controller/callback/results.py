# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A callback plugin that writes the results of a run's tasks, each item of a loop as one, into $PRIVATELINK_RESULTS."""

from __future__ import annotations

import json
import os

from ansible.plugins.callback import CallbackBase


class CallbackModule(CallbackBase):
    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "aggregate"
    CALLBACK_NAME = "results"
    CALLBACK_NEEDS_ENABLED = True

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._results = []

    def _note(self, status, result):
        content = result._result
        if "results" in content:  # the items of a loop were noted one by one
            return
        self._results.append(
            {
                "task": result._task.get_name(),
                "item": content.get("item"),
                "status": "changed" if status == "ok" and content.get("changed") else status,
                "message": str(content.get("msg", "")),
            }
        )

    def v2_runner_on_ok(self, result):
        self._note("ok", result)

    def v2_runner_on_failed(self, result, ignore_errors=False):
        self._note("failed", result)

    def v2_runner_on_skipped(self, result):
        self._note("skipped", result)

    v2_runner_item_on_ok = v2_runner_on_ok
    v2_runner_item_on_failed = v2_runner_on_failed
    v2_runner_item_on_skipped = v2_runner_on_skipped

    def v2_playbook_on_stats(self, stats):
        totals = stats.summarize("localhost")
        with open(os.environ["PRIVATELINK_RESULTS"], "w", encoding="utf-8") as stream:
            json.dump({"totals": totals, "results": self._results}, stream)
