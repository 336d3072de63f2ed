# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Run an interpreter with a module and note what that took, as JSON: measured.py FILE INTERPRETER ARGUMENTS...

C(kilobytes) is the peak memory, C(bytes) the size of the module as it came, C(imports) how many modules Python imported.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from pathlib import Path

arguments = sys.argv[3:]
done = subprocess.run([sys.argv[2], "-X", "importtime", *arguments], stderr=subprocess.PIPE, text=True, check=False)
lines = done.stderr.splitlines()
imports = [line for line in lines if line.startswith("import time:")]
sys.stderr.write("".join(f"{line}\n" for line in lines if line not in imports))
used = resource.getrusage(resource.RUSAGE_CHILDREN)
if any("AnsiballZ_" in argument for argument in arguments):
    measured = {
        "kilobytes": used.ru_maxrss,
        "cpu": used.ru_utime + used.ru_stime,
        "bytes": sum(os.path.getsize(path) for path in arguments if os.path.isfile(path)),
        "imports": len(imports),
    }
    Path(sys.argv[1]).write_text(json.dumps(measured))
sys.exit(done.returncode)
