# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The managed identity service of a virtual machine, as far as azure-identity asks it; writes down what it was asked.

    identity_service.py PORT TOKEN JOURNAL [SECONDS]      with SECONDS it answers so much later
"""

from __future__ import annotations

import json
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit


class _Service(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        with open(journal, "a", encoding="utf-8") as lines:
            lines.write(json.dumps({"path": self.path, "headers": dict(self.headers)}) + "\n")
        asked = parse_qs(urlsplit(self.path).query)
        time.sleep(seconds)
        if self.headers.get("Metadata") != "true":
            self._answer(400, {"error": "invalid_request", "error_description": "Required metadata header missing"})
            return
        self._answer(200, {
            "access_token": token, "client_id": "11111111-2222-3333-4444-555555555555", "token_type": "Bearer",
            "expires_in": "86399", "expires_on": str(int(time.time()) + 86399),
            "resource": asked.get("resource", [""])[0]})

    def _answer(self, status: int, document: dict) -> None:
        body = json.dumps(document).encode()
        self.send_response_only(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: object) -> None:
        """The journal has it already."""


port, token, journal, *rest = sys.argv[1:]
seconds = float(rest[0]) if rest else 0
server = ThreadingHTTPServer(("127.0.0.1", int(port)), _Service)
print("ready", flush=True)
server.serve_forever()
