# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Judge an estate and print what that took, as JSON: judging.py FILE"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from pathlib import Path

sys.path += os.environ["ANSIBLE_COLLECTIONS_PATH"].split(os.pathsep)
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._judge.verdict import judge

estate = json.loads(Path(sys.argv[1]).read_text())
started = time.process_time()  # the judge waits for nothing; other work on the machine does not count
document = judge(estate)
taken = time.process_time() - started
print(
    json.dumps(
        {
            "accounts": len(document["accounts"]),
            "hosts": len({check["host"] for account in document["accounts"] for check in account["checks"]}),
            "seconds": taken,
            "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        }
    )
)
