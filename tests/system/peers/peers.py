# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Real servers in the place of the lab's own. What each does is also a row of the lab, whose findings are expected."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple
from uuid import uuid4

ACCOUNT_ADDRESS = "10.0.14.4"  # aro-azureopenai's private endpoint in the lab
PUBLIC_ADDRESS = "203.0.113.10"
REFUSING_ADDRESS = "10.0.14.60"
PUBLIC_DNS = "192.0.2.53"
PROXY_PORT = 3128
PROXY_PASSWORD = "peer-proxy-password"


class FrontEnd(NamedTuple):
    """A server of nginx at an address of the private endpoints' network."""

    name: str
    address: str
    lab: str  # the account of the lab that does the same
    does: tuple[str, ...]
    certificate: str = "azure.openai.azure.com"
    listens: str = "ssl"


def _relays(address: str) -> tuple[str, ...]:
    return (
        "location / {",
        f"  proxy_pass https://{address};",
        "  proxy_set_header Host $host;",
        "  proxy_ssl_server_name on;",
        "  proxy_ssl_name $host;",
        "}",
    )


FRONT_ENDS = (
    FrontEnd("forbids", "10.0.14.201", "http-waf", ("return 403;",)),
    FrontEnd(
        "wants-password",
        "10.0.14.202",
        "http-waf",
        ("location / {", '  auth_basic "nginx";', "  auth_basic_user_file /dev/null;", "}"),
    ),
    FrontEnd(
        "wants-certificate",
        "10.0.14.203",
        "http-waf",
        ("ssl_verify_client on;", "ssl_client_certificate {ca};", "return 200;"),
    ),
    FrontEnd("bad-gateway", "10.0.14.204", "http-waf", _relays(REFUSING_ADDRESS)),
    FrontEnd(
        "welcomes", "10.0.14.205", "http-captive-portal", ("default_type text/html;", "return 200 '<h1>Welcome</h1>';")
    ),
    FrontEnd("redirects", "10.0.14.206", "http-redirect", ("return 302 https://login.example.net/openai/models;",)),
    FrontEnd("hangs-up", "10.0.14.207", "http-closed", ("return 444;",)),
    FrontEnd("relays", "10.0.14.208", "aro-azureopenai", _relays(ACCOUNT_ADDRESS)),
    FrontEnd("relays-to-public", "10.0.14.209", "relayed", _relays(PUBLIC_ADDRESS)),
    FrontEnd("plain-http", "10.0.14.210", "tls-plain-http", ("return 200;",), listens=""),
    FrontEnd(
        "tls-1-0",
        "10.0.14.211",
        "tls-1-0-only",
        ("ssl_protocols TLSv1;", "ssl_ciphers ALL:@SECLEVEL=0;", "return 200;"),
    ),
    *(
        FrontEnd(name, f"10.0.14.{last_byte}", f"tls-{name}", ("return 200;",), certificate=name.replace("-", "_"))
        for last_byte, name in enumerate(("expired", "not-yet-valid", "wrong-name", "unknown-ca", "self-signed"), 212)
    ),
)


class Proxy(NamedTuple):
    """A proxy in the network of the Internet's servers, as `http://...` variables name it."""

    name: str
    program: str
    address: str
    lab: str  # the proxy of the lab that does the same
    does: tuple[str, ...] = ()
    credentials: str = ""
    port: int = PROXY_PORT

    @property
    def url(self) -> str:
        return self._url(self.credentials)

    @property
    def url_shown(self) -> str:
        return self._url("***" if self.credentials else "")

    def _url(self, user: str) -> str:
        return f"http://{user}{'@' if user else ''}{self.address}:{self.port}"


_SQUID_USERS = (
    "auth_param basic program {helpers}/basic_fake_auth",
    "acl known proxy_auth REQUIRED",
    "http_access allow known",
)

PROXIES = (
    Proxy("tinyproxy-open", "tinyproxy", "192.0.2.91", "open"),
    Proxy("tinyproxy-other-port", "tinyproxy", "192.0.2.92", "denies", ("ConnectPort 563",)),
    Proxy("tinyproxy-other-client", "tinyproxy", "192.0.2.93", "denies", ("Allow 127.0.0.1",)),
    Proxy("tinyproxy-filters", "tinyproxy", "192.0.2.94", "denies", ('Filter "{filter}"',)),
    Proxy("tinyproxy-asks", "tinyproxy", "192.0.2.95", "asks", (f"BasicAuth peer {PROXY_PASSWORD}",)),
    Proxy(
        "tinyproxy-knows",
        "tinyproxy",
        "192.0.2.96",
        "open",
        (f"BasicAuth peer {PROXY_PASSWORD}",),
        f"peer:{PROXY_PASSWORD}",
    ),
    Proxy("squid-open", "squid", "192.0.2.97", "open", ("http_access allow all",)),
    Proxy("squid-denies", "squid", "192.0.2.98", "denies", ("http_access deny all",)),
    Proxy("squid-asks", "squid", "192.0.2.99", "asks", _SQUID_USERS),
    Proxy("squid-knows", "squid", "192.0.2.100", "open", _SQUID_USERS, f"peer:{PROXY_PASSWORD}"),
    Proxy("stopped", "", "192.0.2.101", "closed"),
)

MIDDLEBOX_ADDRESS = "10.0.14.220"  # mitmproxy in front of the private endpoint
INSPECTING_PROXY = Proxy("mitmproxy", "mitmproxy", "192.0.2.102", "open")


def nginx(directory: Path, lab: Path) -> list[str | Path]:
    """The command that serves all front ends."""
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = [f"  {kind}_temp_path {directory}/{kind};" for kind in kinds]
    lines = [
        "daemon off;",
        "master_process off;",
        "user root;",
        f"pid {directory}/nginx.pid;",
        "error_log stderr;",
        "events { }",
        "http {",
        f"  access_log {directory}/access.log;",
        *temporary,
    ]
    for row in FRONT_ENDS:
        pem = lab / "tls" / f"{row.certificate}.pem"
        certificate = [f"  ssl_certificate {pem};", f"  ssl_certificate_key {pem};"] if row.listens else []
        does = [line.replace("{ca}", str(lab / "ca.pem")) for line in row.does]
        lines += ["server {", f"  listen {row.address}:443 {row.listens};", *certificate, *does, "}"]
    return ["nginx", "-e", "stderr", "-p", directory, "-c", _write(directory / "nginx.conf", [*lines, "}"])]


def tinyproxy(row: Proxy, directory: Path) -> list[str | Path]:
    names = _write(directory / "filter", [r"openai\.azure\.com$"])
    lines = [
        f"Port {row.port}",
        f"Listen {row.address}",
        f'LogFile "{directory}/log"',
        *(line.replace("{filter}", str(names)) for line in row.does),
    ]
    return ["tinyproxy", "-d", "-c", _write(directory / "tinyproxy.conf", lines)]


def squid(row: Proxy, directory: Path, root: Path) -> list[str | Path]:
    """The command, for a directory that everybody may enter: squid gives up root's rights."""
    helpers = directory / "helpers"
    helpers.mkdir()
    parts = (
        "lib/squid/basic_fake_auth",
        "lib/squid/unlinkd",
        "share/squid/errors/templates",
        "share/squid/icons",
        "share/squid/mime.conf",
    )
    for part in parts:
        source = root / "usr" / part
        (shutil.copytree if source.is_dir() else shutil.copy)(source, helpers / source.name)
    subprocess.run(["chown", "-R", "nobody", directory], check=True)
    lines = [
        f"http_port {row.address}:{row.port}",
        f"dns_nameservers {PUBLIC_DNS}",
        "cache_effective_user nobody",
        "pid_filename none",
        "cache deny all",
        "shutdown_lifetime 0 seconds",
        f"error_directory {helpers}/templates",
        f"icon_directory {helpers}/icons",
        f"mime_table {helpers}/mime.conf",
        f"unlinkd_program {helpers}/unlinkd",
        f"coredump_dir {directory}",
        f"cache_log {directory}/cache.log",
        f"access_log stdio:{directory}/access.log",
        "pinger_enable off",
        "visible_hostname squid.example",
        *(line.replace("{helpers}", str(helpers)) for line in row.does),
    ]
    # The names of its shared memory, which all of a machine have in common, begin with that of the service.
    return ["squid", "-N", "-n", f"s{uuid4().hex[:24]}", "-d", "1", "-f", _write(directory / "squid.conf", lines)]


def mitmproxy(address: str, port: int, directory: Path, root: Path, mode: str = "regular") -> list[str | Path]:
    """The command. It makes an authority of its own in the directory, which nobody trusts."""
    return [
        "/usr/bin/python3",
        root / "usr/bin/mitmdump",
        "--set",
        f"confdir={directory}",
        "--mode",
        mode,
        "--listen-host",
        address,
        "--listen-port",
        str(port),
        "--ssl-insecure",
    ]


def _write(path: Path, lines: Iterable[str]) -> Path:
    path.write_text("".join(f"{line}\n" for line in lines))
    return path
