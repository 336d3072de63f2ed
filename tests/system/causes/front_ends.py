# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Real servers at the address of a private endpoint that are not the endpoint, or not alone before it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ansible_collections.privatelink.azure_ai.tests.system.causes.situation import Command, Situation

BACKEND = "127.55.0.1"  # where nobody listens


def nginx(
    *does: str, certificate: str = "whole", listen: str = "ssl", before: tuple[str, ...] = ()
) -> Callable[[str, Path, Path], Command]:
    def starts(address: str, directory: Path, certificates: Path) -> Command:
        kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        pem = certificates / f"{certificate}.pem"
        tls = [f"ssl_certificate {pem};", f"ssl_certificate_key {pem};"] if listen else []
        lines = [
            "daemon off; master_process off; user root;",
            f"pid {directory}/nginx.pid;",
            "error_log stderr;",
            "events { }",
            "http {",
            f"access_log off; default_type application/json; {' '.join(before)}",
            *(f"{kind}_temp_path {directory}/{kind};" for kind in kinds),
            f"server {{ listen {address}:443 {listen};",
            *tls,
            *(line.replace("{certificates}", str(certificates)) for line in does),
            "} }",
        ]
        path = directory / "nginx.conf"
        path.write_text("\n".join(lines))
        return ["nginx", "-e", "stderr", "-p", directory, "-c", path]

    return starts


def haproxy(
    *frontend: str, backend: tuple[str, ...] = (f"server dead {BACKEND}:443",), mode: str = "tcp"
) -> Callable[[str, Path, Path], Command]:
    def starts(address: str, directory: Path, certificates: Path) -> Command:
        lines = [
            "global",
            "  maxconn 100",
            "defaults",
            f"  mode {mode}",
            "  timeout connect 1s",
            "  timeout client 5s",
            "  timeout server 5s",
            "frontend f",
            *(f"  {line}" for line in frontend),
            "  default_backend b",
            "backend b",
            *(f"  {line}" for line in backend),
            "",
        ]
        text = "\n".join(lines).replace("{address}", address).replace("{certificates}", str(certificates))
        path = directory / "haproxy.cfg"
        path.write_text(text)
        return ["haproxy", "-db", "-f", path]

    return starts


SITUATIONS = (
    Situation(
        "haproxy-wants-a-client-certificate",
        haproxy(
            "bind {address}:443 ssl crt {certificates}/whole.pem ca-file {certificates}/ca.pem verify required",
            mode="http",
        ),
        "http_reset",
        "client_certificate_required",
        never=("gateway_backend", "sni_filter"),
    ),
    Situation(
        "haproxy-wants-a-client-certificate-tls-1-2",
        haproxy(
            "bind {address}:443 ssl crt {certificates}/whole.pem ca-file {certificates}/ca.pem verify required ssl-max-ver TLSv1.2",
            mode="http",
        ),
        "tls_handshake_failed",
        "client_certificate_required",
    ),
    Situation(
        "nginx-without-the-intermediate",
        nginx("return 200 '{}';", certificate="leaf-only"),
        "tls_untrusted",
        "incomplete_chain",
        never=("tls_inspection", "private_ca_untrusted"),
    ),
    Situation(
        "nginx-with-a-client-s-certificate",
        nginx("return 200 '{}';", certificate="client-only"),
        "tls_untrusted",
        "wrong_certificate_purpose",
        never=("tls_inspection",),
    ),
    Situation(
        "nginx-with-its-default-certificate",
        nginx("return 200 '{}';", certificate="default"),
        "tls_untrusted",
        "default_certificate",
        never=("tls_inspection",),
    ),
    Situation(
        "nginx-with-a-private-authority",
        nginx("return 200 '{}';", certificate="private-ca"),
        "tls_untrusted",
        None,
        certainty=("possible", "likely", "proven"),
        never=("incomplete_chain", "default_certificate"),
    ),
    Situation(
        "nginx-does-not-serve-the-name",
        nginx("server_name other.example;", "ssl_reject_handshake on;", "return 200;"),
        "tls_handshake_failed",
        "name_not_served",
        never=("tls_inspection", "not_tls"),
    ),
    Situation(
        "nginx-old-protocol",
        nginx("ssl_protocols TLSv1;", "ssl_ciphers ALL:@SECLEVEL=0;", "return 200;"),
        "tls_handshake_failed",
        "protocol_too_old",
        never=("not_tls", "name_not_served"),
    ),
    Situation(
        "nginx-without-tls",
        nginx("return 200;", listen=""),
        "tls_handshake_failed",
        "not_tls",
        never=("protocol_too_old", "name_not_served"),
    ),
    Situation(
        "nginx-with-a-dead-backend",
        nginx(f"location / {{ proxy_pass https://{BACKEND}:444; }}"),
        "http_not_azure",
        "gateway_backend",
        never=("web_application_firewall", "gateway_login"),
    ),
    Situation(
        "nginx-asks-for-a-password",
        nginx('location / { auth_basic "portal"; auth_basic_user_file /dev/null; }'),
        "http_not_azure",
        "gateway_login",
        never=("gateway_backend",),
    ),
    Situation(
        "nginx-limits-the-rate",
        nginx(
            "limit_req zone=few; limit_req_status 429; root /nonexistent;",
            before=("limit_req_zone $binary_remote_addr zone=few:1m rate=1r/m;",),
        ),
        "http_not_azure",
        "gateway_limit",
    ),
    Situation("nginx-forbids", nginx("return 403;"), "http_not_azure", "web_application_firewall"),
    Situation(
        "nginx-welcomes",
        nginx("default_type text/html;", "return 200 '<html><title>Sign in to the guest network</title></html>';"),
        "http_not_azure",
        "captive_portal",
    ),
    Situation(
        "nginx-redirects", nginx("return 302 https://login.example.net/start;"), "http_redirected", "captive_portal"
    ),
    Situation(
        "nginx-like-a-mesh",
        nginx("location / { return 503 'upstream connect error or disconnect/reset before headers'; }"),
        "http_not_azure",
        "gateway_backend",
        never=("captive_portal",),
    ),
    Situation(
        "haproxy-filters-the-name",
        haproxy(
            "bind {address}:443",
            "tcp-request inspect-delay 5s",
            "tcp-request content reject if { req.ssl_sni -i aro-azureopenai.openai.azure.com }",
            "tcp-request content accept if { req.ssl_hello_type 1 }",
            backend=("server tls 127.55.0.2:443",),
        ),
        "tls_reset",
        "sni_filter",
        never=("backend_dead",),
    ),
    Situation(
        "haproxy-with-a-dead-backend",
        haproxy("bind {address}:443"),
        "tls_reset",
        "backend_dead",
        never=("sni_filter",),
    ),
)

# What the name filter lets other names through to.
OTHER = nginx("return 200 '{}';")
