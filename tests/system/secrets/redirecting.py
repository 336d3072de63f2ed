# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An HTTPS server that sends every request on to another account, with method, body and headers (307).

redirecting.py ADDRESS CERTIFICATE LOCATION JOURNAL
"""

from __future__ import annotations

import json
import ssl
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer


class _Redirect(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        with open(journal, "a", encoding="utf-8") as lines:
            lines.write(json.dumps({name.lower(): value for name, value in self.headers.items()}) + "\n")
        self.send_response_only(307)
        self.send_header("Location", location)
        self.send_header("Content-Length", "0")
        self.end_headers()


address, certificate, location, journal = sys.argv[1:]
server = HTTPServer((address, 443), _Redirect)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(certificate)
server.socket = context.wrap_socket(server.socket, server_side=True)
print("ready", flush=True)
server.serve_forever()
