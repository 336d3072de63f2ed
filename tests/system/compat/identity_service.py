# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The lab's managed identity service, on a port of its own: with a given token, and as slow as wanted.

identity_service.py PORT TOKEN JOURNAL [SECONDS]      with SECONDS it answers so much later
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "lab"))
from simulated_azure.arm.imds import IdentityExchange
from simulated_azure.http.service import Service
from simulated_azure.journal import Journal


class _Identity(IdentityExchange):
    def respond(self) -> None:
        journal.write(path=self.path, headers=dict(self.headers))
        time.sleep(seconds)
        super().respond()

    def token(self, _resource: str) -> tuple[str, str]:
        return token, "11111111-2222-3333-4444-555555555555"


port, token, path, *rest = sys.argv[1:]
journal = Journal(Path(path))
seconds = float(rest[0]) if rest else 0
server = Service(("127.0.0.1", int(port)), _Identity, Journal(Path(os.devnull)))
print("ready", flush=True)
server.serve_forever()
