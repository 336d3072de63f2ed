# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the steps at the end of a run take in CPU seconds, as JSON: concluding.py DIRECTORY ACCOUNTS

Two hosts have looked; every fifth account has a wrong key.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import ending

from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._declarations.declaration import RunDirectory
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._document.stable import fingerprint
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._report.formats import FORMATS, report
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._run import conclusion


def timed(step: Callable[[], Any]) -> tuple[float, Any]:
    started = time.process_time()
    returned = step()
    return time.process_time() - started, returned


directory = Path(sys.argv[1])
ending.write(directory, int(sys.argv[2]))
run = RunDirectory(str(directory))
declaration = run.declaration()
judged, document = timed(lambda: conclusion.document_of(declaration, run, ending.MOMENT))
mark = fingerprint(document)
formats = {}
for name in FORMATS:
    seconds, text = timed(lambda name=name: report(document, name, mark))
    formats[name] = {"seconds": seconds, "bytes": len(text.encode("utf-8", "surrogatepass"))}
print(json.dumps({"judged": judged, "formats": formats}))
