# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A callback plugin that writes all that any callback is given, one JSON object a line, into $PRIVATELINK_EVERYTHING."""

from __future__ import annotations

import json
import os

from ansible.plugins.callback import CallbackBase


class CallbackModule(CallbackBase):
    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "aggregate"
    CALLBACK_NAME = "everything"

    def v2_on_any(self, *args, **kwargs):
        for given in args:
            result = getattr(given, "_result", None)
            if result is not None:
                text = json.dumps([given._host.get_name(), given._task_fields, result], default=str)
                with open(os.environ["PRIVATELINK_EVERYTHING"], "a", encoding="utf-8") as stream:
                    stream.write(text + "\n")
