# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Real servers of HTTP and TLS at the address of a private endpoint: how each is set up and started."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path

from ansible_collections.privatelink.azure_ai.tests.system.causes.situation import Command

Starts = Callable[[str, Path, Path], Command]

BACKEND = "127.55.0.1"  # where nobody listens
ENDPOINT = "10.0.14.4"  # the lab's own, which answers as Azure does

_PACKAGES = Path(os.environ["PRIVATELINK_PACKAGES"])
# Those that want to give up root's rights run without them from the start.
_UNPRIVILEGED = ["unshare", "--user"]


def nginx(*does: str, certificate: str = "whole", listen: str = "ssl", before: tuple[str, ...] = ()) -> Starts:
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


def nginx_stream(*does: str) -> Starts:
    """TLS alone, by the module of nginx that knows nothing of HTTP."""

    def starts(address: str, directory: Path, certificates: Path) -> Command:
        pem = certificates / "whole.pem"
        lines = [
            f"load_module {_PACKAGES}/usr/lib/nginx/modules/ngx_stream_module.so;",
            "daemon off; master_process off; user root;",
            f"pid {directory}/nginx.pid;",
            "events { }",
            f"stream {{ server {{ listen {address}:443 ssl; ssl_certificate {pem}; ssl_certificate_key {pem};",
            *does,
            f"proxy_pass {BACKEND}:444; }} }}",
        ]
        return ["nginx", "-e", "stderr", "-p", directory, "-c", _write(directory / "nginx.conf", lines)]

    return starts


def haproxy(*frontend: str, backend: tuple[str, ...] = (f"server dead {BACKEND}:443",), mode: str = "tcp") -> Starts:
    def starts(address: str, directory: Path, certificates: Path) -> Command:
        lines = [
            "global",
            "  maxconn 100",
            "defaults",
            f"  mode {mode}",
            "  retries 0",
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


def relaying(certificate: str = "whole", to: str = ENDPOINT) -> Starts:
    """nginx in front of the endpoint of the account."""
    relay = f"location / {{ proxy_pass https://{to}; proxy_ssl_server_name on; proxy_ssl_name $host; "
    return nginx(relay + "proxy_set_header Host $host; }", certificate=certificate)


def saying(status: int, body: str) -> Starts:
    """nginx with an answer of Azure's front end, which it bears the mark of."""
    mark = "add_header apim-request-id 1f8e7a2c-0000-4000-8000-000000000000 always;"
    return nginx(mark, f"return {status} '{body}';")


_APACHE_MODULES = (
    "mpm_event",
    "authn_core",
    "authn_file",
    "authz_core",
    "authz_user",
    "auth_basic",
    "proxy",
    "proxy_http",
    "ssl",
)


def apache(*does: str, certificate: str = "whole") -> Starts:
    def starts(address: str, directory: Path, certificates: Path) -> Command:
        pem = certificates / f"{certificate}.pem"
        lines = [
            *(
                f"LoadModule {name}_module {_PACKAGES}/usr/lib/apache2/modules/mod_{name}.so"
                for name in _APACHE_MODULES
            ),
            f"ServerRoot {directory}",
            f"DefaultRuntimeDir {directory}",
            f"PidFile {directory}/pid",
            f"ErrorLog {directory}/errors",
            f"DocumentRoot {directory}",
            "Mutex sem",
            "ServerName front.example",
            f"Listen {address}:443",
            "SSLEngine on",
            "SSLSessionCache none",
            f"SSLCertificateFile {pem}",
            f"SSLCertificateKeyFile {pem}",
            *(line.replace("{certificates}", str(certificates)) for line in does),
        ]
        return [*_UNPRIVILEGED, "apache2", "-X", "-f", _write(directory / "apache.conf", lines)]

    return starts


def stunnel(*does: str) -> Starts:
    """TLS alone, in front of a backend that is dead."""

    def starts(address: str, directory: Path, certificates: Path) -> Command:
        lines = [
            "foreground = yes",
            "pid =",
            "[front]",
            f"accept = {address}:443",
            f"connect = {BACKEND}:444",
            f"cert = {certificates}/whole.pem",
            *(line.replace("{certificates}", str(certificates)) for line in does),
        ]
        return ["stunnel", _write(directory / "stunnel.conf", lines)]

    return starts


def caddy(*does: str, tls: str = "", name: str = "", certificate: str = "whole") -> Starts:
    def starts(address: str, directory: Path, certificates: Path) -> Command:
        pem = certificates / f"{certificate}.pem"
        lines = [
            "{",
            "admin off",
            "auto_https disable_redirects",
            "}",
            f"https://{name}:443 {{",
            f"bind {address}",
            f"tls {pem} {pem} {{ \n {tls.replace('{certificates}', str(certificates))} \n }}",
            *does,
            "}",
        ]
        path = _write(directory / "Caddyfile", lines)
        own = [f"{variable}={directory}" for variable in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME")]
        return ["env", *own, "caddy", "run", "--adapter", "caddyfile", "--config", path]

    return starts


def mitmproxy(*options: str, mode: str = f"reverse:https://{ENDPOINT}:443", port: int = 443) -> Starts:
    """It makes certificates of its own for what it is in front of, by an authority that it is given."""

    def starts(address: str, directory: Path, certificates: Path) -> Command:
        (directory / "mitmproxy-ca.pem").write_bytes((certificates / "firewall.pem").read_bytes())
        listen = ["--listen-host", address, "--listen-port", str(port)]
        program = [
            "/usr/bin/python3",
            _PACKAGES / "usr/bin/mitmdump",
            "--set",
            f"confdir={directory}",
            "--ssl-insecure",
        ]
        modules = f"PYTHONPATH={_PACKAGES / 'usr/lib/python3/dist-packages'}"
        return ["env", modules, *program, "--mode", mode, *listen, *options]

    return starts


def _write(path: Path, lines: Iterable[str]) -> Path:
    path.write_text("".join(f"{line}\n" for line in lines))
    return path
