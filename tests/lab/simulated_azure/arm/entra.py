# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Entra: discovery, and tokens for clients that show a secret or a federated token."""

from __future__ import annotations

import time
import uuid
from urllib.parse import parse_qsl

from simulated_azure.arm.addresses import ENTRA_NAMES
from simulated_azure.arm.callers import LIFETIME, TENANT, Caller, caller_of, issue
from simulated_azure.http.service import Exchange

_WRONG_TENANT = (
    "AADSTS90002: Tenant '{tenant}' not found. Check to make sure you have the correct tenant ID and are signing into "
    "the correct cloud. Check with your subscription administrator, this may happen if there are no active "
    "subscriptions for the tenant."
)
_WRONG_CLIENT = (
    "AADSTS700016: Application with identifier '{client}' was not found in the directory '{tenant}'. This can happen "
    "if the application has not been installed by the administrator of the tenant or consented to by any user in the "
    "tenant. You may have sent your authentication request to the wrong tenant."
)
_WRONG_SECRET = (
    "AADSTS7000215: Invalid client secret provided. Ensure the secret being sent in the request is the client secret "
    "value, not the client secret ID, for a secret added to app '{client}'."
)
_EXPIRED_SECRET = (
    "AADSTS7000222: The provided client secret keys for app '{client}' are expired. Visit the Azure portal to create "
    "new keys for your app: https://aka.ms/NewClientSecret, or consider using certificate credentials for added "
    "security: https://aka.ms/certCreds."
)
_WRONG_ASSERTION = "AADSTS50027: JWT token is invalid or malformed."
_NOT_SUPPORTED = "AADSTS70003: The app requested an unsupported grant type '{grant}'."


class EntraExchange(Exchange):
    def respond(self) -> None:
        path = self.url_path.strip("/").split("/")
        if self.command == "GET" and path == ["common", "discovery", "instance"]:
            self.send(200, self._instances())
        elif path[0].lower() not in (TENANT, "organizations", "common"):
            self._refuse(400, "invalid_tenant", _WRONG_TENANT.format(tenant=path[0]))
        elif self.command == "GET" and path[1:] in (
            ["v2.0", ".well-known", "openid-configuration"],
            [".well-known", "openid-configuration"],
        ):
            self.send(200, self._configuration())
        elif self.command == "POST" and path[1:] in (["oauth2", "v2.0", "token"], ["oauth2", "token"]):
            self._give_token(dict(parse_qsl(self.body.decode())))
        else:
            self.send(404, "")

    def _instances(self) -> dict[str, object]:
        return {
            "tenant_discovery_endpoint": f"https://{self.host}/{TENANT}/v2.0/.well-known/openid-configuration",
            "api-version": "1.1",
            "metadata": [
                {"preferred_network": name, "preferred_cache": name, "aliases": [name]} for name in ENTRA_NAMES
            ],
        }

    def _configuration(self) -> dict[str, object]:
        base = f"https://{self.host}/{TENANT}"
        return {
            "issuer": f"{base}/v2.0",
            "authorization_endpoint": f"{base}/oauth2/v2.0/authorize",
            "token_endpoint": f"{base}/oauth2/v2.0/token",
            "device_authorization_endpoint": f"{base}/oauth2/v2.0/devicecode",
            "jwks_uri": f"{base}/discovery/v2.0/keys",
            "response_types_supported": ["code", "id_token"],
            "subject_types_supported": ["pairwise"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "tenant_region_scope": "EU",
            "cloud_instance_name": "microsoftonline.com",
        }

    def _give_token(self, form: dict[str, str]) -> None:
        client = form.get("client_id", "")
        caller = caller_of(client)
        if form.get("grant_type") != "client_credentials":
            self._refuse(400, "unsupported_grant_type", _NOT_SUPPORTED.format(grant=form.get("grant_type")), client)
        elif caller is None:
            self._refuse(400, "unauthorized_client", _WRONG_CLIENT.format(client=client, tenant=TENANT), client)
        elif refusal := _refused_proof(caller, form):
            self._refuse(401, "invalid_client", refusal.format(client=client), client)
        else:
            audience = form.get("scope", form.get("resource", "")).removesuffix(".default").rstrip("/")
            self.send(
                200,
                {
                    "token_type": "Bearer",
                    "expires_in": LIFETIME,
                    "ext_expires_in": LIFETIME,
                    "access_token": issue(caller, audience),
                },
                caller=client,
                audience=audience,
            )

    def _refuse(self, status: int, error: str, text: str, client: str | None = None) -> None:
        trace, correlation = str(uuid.uuid4()), self.headers.get("client-request-id") or str(uuid.uuid4())
        timestamp = time.strftime("%Y-%m-%d %H:%M:%SZ", time.gmtime())
        number = int(text.partition(":")[0].removeprefix("AADSTS"))
        self.send(
            status,
            {
                "error": error,
                "error_description": f"{text} Trace ID: {trace} Correlation ID: {correlation} Timestamp: {timestamp}",
                "error_codes": [number],
                "timestamp": timestamp,
                "trace_id": trace,
                "correlation_id": correlation,
                "error_uri": f"https://{self.host}/error?code={number}",
            },
            caller=client,
            error=number,
        )


def _refused_proof(caller: Caller, form: dict[str, str]) -> str | None:
    if "client_assertion" in form:
        return None if form["client_assertion"] == caller.assertion else _WRONG_ASSERTION
    if form.get("client_secret") != caller.secret:
        return _WRONG_SECRET
    return _EXPIRED_SECRET if caller.secret_expired else None
