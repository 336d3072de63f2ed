# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Entra ID and the Resource Manager over TLS on loopback, as far as Azure's own libraries ask them."""

from __future__ import annotations

import json
import time
from urllib.parse import parse_qs, urlsplit

from ansible_collections.privatelink.azure_ai.tests.unit.support.loopback import Server, http

TENANT = "11111111-2222-3333-4444-555555555555"
CLIENT = "66666666-7777-8888-9999-000000000000"
SUBSCRIPTION = "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee"
SECRET = "planted-secret~of.the_app"
TOKEN = "eyJ0.planted-token.signature"
GROUP = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/rg"
CLOSE = ("Connection", "close")
KEEP = ("Connection", "keep-alive")


def answer(status, body, *headers):
    """Return the bytes of an answer after which the connection ends."""
    return http(status, body, (CLOSE, *headers))


class Cloud:
    """One server of Azure's; C(respond(method, path, query, form)) returns the bytes of its answers.

    C(requests) are all that came, as (method, path); C(heads) their headers as texts.
    """

    def __init__(self, certificate, respond):
        self.respond = respond
        self.requests = []
        self.heads = []
        self.server = Server(self._behave, certificate)

    def _behave(self, server, connection):
        while self._kept(connection, *server.read(connection).split(b"\r\n\r\n", 1)):
            pass

    def _kept(self, connection, head, body):
        """Answer one request; return whether another one may come on the connection."""
        if not head:
            return False
        method, target = head.decode().split(" ")[:2]
        parts = urlsplit(target)
        self.requests.append((method, parts.path))
        self.heads.append(head.decode())
        answered = self.respond(method, parts.path, parse_qs(parts.query), parse_qs(body.decode()))
        connection.sendall(answered)
        return "{}: {}".format(*KEEP).encode() in answered.partition(b"\r\n\r\n")[0]

    def __enter__(self):
        self.server.__enter__()
        self.url = f"https://localhost:{self.server.port}"
        return self

    def __exit__(self, *exc):
        self.server.__exit__(*exc)


class Entra(Cloud):
    """Gives TOKEN to the application; C(refusal) is (status, error, text) in its place, C(forms) what was posted."""

    def __init__(self, certificate, refusal=None, no_tenant=None, headers=()):
        super().__init__(certificate, self._answer)
        self.refusal = refusal
        self.no_tenant = no_tenant
        self.headers = headers
        self.forms = []

    def _answer(self, method, path, unused, form):
        tenant = path.split("/")[1]
        if method == "GET":
            if self.no_tenant:
                return answer(400, {"error": "invalid_tenant", "error_description": self.no_tenant}, *self.headers)
            base = f"{self.url}/{tenant}"
            return answer(
                200,
                {
                    "issuer": base + "/v2.0",
                    "token_endpoint": base + "/oauth2/v2.0/token",
                    "authorization_endpoint": base + "/oauth2/v2.0/authorize",
                },
            )
        self.forms.append({key: values[0] for key, values in form.items()})
        if self.refusal:
            status, error, text = self.refusal
            return answer(status, {"error": error, "error_description": text}, *self.headers)
        return answer(200, {"token_type": "Bearer", "expires_in": 3599, "access_token": TOKEN})


def arm_error(status, code, message, *headers):
    """Return the bytes of an answer as the Resource Manager refuses."""
    return answer(status, {"error": {"code": code, "message": message}}, *headers)


class StaticToken:
    """A credential that has a token."""

    def get_token(self, *unused, **options):
        from azure.core.credentials import AccessToken

        return AccessToken(TOKEN, int(time.time()) + 3600)


def resource(kind, name, properties):
    """Return a resource as the Resource Manager shows it."""
    return {
        "id": f"{GROUP}/providers/{kind}/{name}",
        "name": name,
        "type": kind,
        "location": "westeurope",
        "properties": json.loads(json.dumps(properties)),
    }
