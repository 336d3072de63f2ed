# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A front end of Azure that names in its own words what it needs, and serves whoever has it."""

from __future__ import annotations

import json
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from ansible_collections.privatelink.azure_ai.tests.support import lab

assert lab.LAB  # the import made those behind it work

from simulated_azure.arm.callers import claims_of
from simulated_azure.http import data_plane
from simulated_azure.http.answers import Answer

ACTION = "Microsoft.CognitiveServices/accounts/OpenAI/deployments/chat/completions/action"


@dataclass
class Needs:
    """What a request must have; C(roles) are those that were assigned, by identity."""

    audience: str | None = None
    api_version: str | None = None
    role: str | None = None
    roles: dict[str, set[str]] = field(default_factory=dict)

    def answer(self, path: str, headers: dict[str, str], body: bytes) -> Answer:
        """Return a refusal in Azure's words, or what the model says."""
        claims = claims_of(headers.get("authorization", "").removeprefix("Bearer ")) or {}
        version = parse_qs(urlsplit(path).query).get("api-version", [""])[0]
        if self.audience and claims.get("aud") != self.audience:
            said = f"Access token is missing, invalid, audience is incorrect ({self.audience}), or have expired."
            return _refused(401, statusCode=401, message=f"Unauthorized. {said}")
        if self.role and self.role not in self.roles.get(str(claims.get("oid")), ()):
            said = f"The principal `{claims.get('oid')}` lacks the required data action `{ACTION}` to perform `POST {path}` operation."
            return _refused(401, error={"code": "PermissionDenied", "message": said})
        if self.api_version and version < self.api_version:
            said = f"Model gpt-4o is enabled only for api versions {self.api_version} and later"
            return _refused(400, error={"code": "BadRequest", "message": said})
        return data_plane.DEPLOYMENT_OPERATIONS["chat/completions"]("gpt-4o", json.loads(body))


def _refused(status: int, **said: object) -> Answer:
    return Answer(status, json.dumps(said).encode())


@contextmanager
def served(address: str, certificate: Path, needs: Needs) -> Iterator[None]:
    """Serve at an address, which the host gets."""
    subprocess.run(["ip", "address", "replace", f"{address}/32", "dev", "lo"], check=True)

    class FrontEnd(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            answer = needs.answer(self.path, headers, body)
            self.send_response_only(answer.status)
            for name, value in {
                "Content-Type": "application/json",
                "Content-Length": str(len(answer.body)),
                "apim-request-id": "6f7f7b1c-3d2a-4a57-9f33-0d4a1f3f0001",
                **answer.headers,
            }.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer.body)

        def log_message(self, *_words: object) -> None:
            pass

    server = ThreadingHTTPServer((address, 443), FrontEnd)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
