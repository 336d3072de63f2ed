# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs everything that has secrets to keep, once, and collects what was written anywhere."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pytest

from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._judge.verdict import judge
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._report.formats import FORMATS
from ansible_collections.privatelink.azure_ai.tests.support import probes
from ansible_collections.privatelink.azure_ai.tests.support.lab import LAB

from simulated_azure import inventory
from simulated_azure.accounts import ACCOUNTS, TLS_FAULTS, Account, accounts_named
from simulated_azure.faults.azure import azure_rows_named
from simulated_azure.http.proxies import PORT, PROXIES
from simulated_azure.network.vantages import PROXY_PASSWORD
from simulated_azure.state import State

KEY_ACCOUNT, TOKEN_ACCOUNT, WAIVED_ACCOUNT = accounts_named(["aro-azureopenai", "token", "bad-key"])
AZURE = json.loads((LAB / "azure.env").read_text())
NOWHERE = {"api_key": "0123456789planted0key0for0nobody", "token": "eyJ0eXAi.planted-token-for-nobody.0123456789"}
CLIENT_SECRET = "planted~client.secret-0123456789"
BROKEN_KEY = f"{KEY_ACCOUNT.api_key}\nsecond line"

HOSTS = ("jump-1", "jump-proxied", "outside-1")
WAIVERS = [
    {
        "account": WAIVED_ACCOUNT.name,
        "code": WAIVED_ACCOUNT.code,
        "reason": "its owner renews the key",
        "expires": expires,
    }
    for expires in ("2020-01-01", "2099-12-31")
]

FAILS: set[str] = set()
AT_ONCE = 4  # the runs mostly wait for servers that do not answer

REDIRECTING_ADDRESS = "10.0.14.230"
REDIRECT_PATH = "/where-a-redirect-leads"
REDIRECT = f"https://chat.openai.azure.com{REDIRECT_PATH}"


def secrets() -> dict[str, str]:
    """Return every secret that is planted, by what it is."""
    planted = {
        "proxy password": PROXY_PASSWORD,
        "client secret": CLIENT_SECRET,
        "secret for Azure": AZURE["AZURE_SECRET"],
        **NOWHERE,
    }
    for account in ACCOUNTS:
        planted.update((f"{kind} of {account.name}", value) for kind, value in (account.given_credential or {}).items())
    return planted


@dataclass
class Spread:
    """What was written, by where."""

    texts: dict[str, str] = field(default_factory=dict)
    unexpected: list[str] = field(default_factory=list)  # tasks that ended otherwise than planned
    redirected: list[dict] = field(default_factory=list)  # the headers of requests that were sent on elsewhere

    def journal(self, name: str) -> list[dict]:
        """The lines of one of the lab's journals."""
        return [json.loads(line) for line in (LAB / f"{name}.jsonl").read_text().splitlines()]


@pytest.fixture(scope="session")
def spread(tmp_path_factory) -> Spread:
    """Return what all runs wrote."""
    found = Spread()
    directories = {
        name: tmp_path_factory.mktemp(name) for name in ("refused", "validate", "fail", "proxies", "redirect")
    }
    runs: list[Callable[[], None]] = [
        lambda: _validate_twice(found, directories["refused"], directories["validate"]),
        *_probe_where_no_secret_may_go(found),
        *_fail(found, directories["fail"]),
        *_go_through_proxies(found, directories["proxies"]),
        lambda: _follow(found, directories["redirect"]),
    ]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for done in [pool.submit(run) for run in runs]:
            done.result()
    return found


def _validate_twice(found: Spread, refused: Path, validated: Path) -> None:
    """With an option that is refused, then with all accounts: all is different from the baseline."""
    few = (KEY_ACCOUNT, TOKEN_ACCOUNT, WAIVED_ACCOUNT)
    _validate(found, refused, few, endpoint_timeout=-1)
    declared = json.loads(_inventory(few))["all"]["vars"]["privatelink_accounts"]
    baseline = refused / "verdict.json"
    baseline.write_text(json.dumps(judge({"accounts": declared, "observations": []})))
    _validate(
        found,
        validated,
        ACCOUNTS,
        endpoint_timeout=5,
        privatelink_waivers=WAIVERS,
        report_baseline=str(baseline),
    )


def _validate(found: Spread, directory: Path, accounts: tuple[Account, ...], **variables) -> None:
    """The playbook, as talkative as it gets, with all that Ansible can be told to keep and all that it can report."""
    hosts = directory / "inventory.json"
    hosts.write_text(_inventory(accounts))
    kept = {name: directory / name for name in ("facts", "log", "junit", "reports")}
    done = subprocess.run(
        [
            "ansible-playbook",
            "-vvvv",
            "privatelink.azure_ai.validate",
            "-i",
            hosts,
            "-e",
            json.dumps({"report_directory": str(kept["reports"]), "report_formats": list(FORMATS), **variables}),
        ],
        capture_output=True,
        text=True,
        check=False,
        cwd=directory,
        env={
            **os.environ,
            **AZURE,
            "ANSIBLE_CACHE_PLUGIN": "jsonfile",
            "ANSIBLE_CACHE_PLUGIN_CONNECTION": str(kept["facts"]),
            "ANSIBLE_LOG_PATH": str(kept["log"]),
            "ANSIBLE_CALLBACKS_ENABLED": "ansible.builtin.junit",
            "JUNIT_OUTPUT_DIR": str(kept["junit"]),
        },
    )
    run = directory.name.rstrip("0")
    found.texts[f"{run}: output"] = done.stdout + done.stderr
    for path in sorted(directory.rglob("*")):
        if path.is_file() and path != hosts:
            found.texts[f"{run}: {path.relative_to(directory)}"] = path.read_text()


def _inventory(accounts: tuple[Account, ...]) -> str:
    """Of the accounts, the one of the token is asked of Azure too."""
    declared = json.loads(inventory.render(State(LAB), accounts, HOSTS))
    for declaration in declared["all"]["vars"]["privatelink_accounts"]:
        if declaration["name"] == TOKEN_ACCOUNT.name:
            declaration |= azure_rows_named([TOKEN_ACCOUNT.name])[0].declaration
    return json.dumps(declared)


def _probe(account, **changes) -> dict:
    return {
        "endpoint": _endpoint(account),
        "operation": account.operation,
        "deployment": account.deployment,
        "api_version": account.api_version,
        **(account.given_credential or {}),
        **changes,
    }


def _endpoint(account) -> str:
    return f"https://{account.names[0]}/"


def _ask(
    found: Spread,
    name: str,
    codes: set[str],
    entries: list[dict],
    python: Path | None = None,
    kinds: int = 1,
    **options,
) -> None:
    """Probe, and keep what was written; without codes the task must fail. So many kinds of secrets have the same codes."""
    answered = probes.ask(entries, python, verbosity=4, **options)
    given = [result["code"] for result in answered.results] if answered.code == 0 else []
    if set(given) != codes or given != given[: len(given) // kinds] * kinds:
        found.unexpected.append(f"{name}: {given}")
    found.texts[f"probe {name}: output"] = answered.output
    found.texts[f"probe {name}: results"] = json.dumps(answered.values)


def _probe_where_no_secret_may_go(found: Spread) -> list[Callable[[], None]]:
    address, (name,) = KEY_ACCOUNT.addresses[0], KEY_ACCOUNT.names
    wanted: dict[str, tuple[set[str], list[dict], dict]] = {
        "not verified": ({"auth_missing"}, [{}, {"connect_to": address}], {"validate_certs": False}),
        "by another name": (
            {"auth_missing", "tls_name_mismatch"},
            [
                {"connect_to": address, "server_name": other}
                for other in ("chat.openai.azure.com", name.replace(".", ".privatelink.", 1), "login.example.net")
            ],
            {},
        ),
        "wrong certificates": (
            {fault.code for fault in TLS_FAULTS},
            [{"connect_to": fault.addresses[0]} for fault in TLS_FAULTS],
            {"timeout": 5},
        ),
    }
    return [
        partial(
            _ask,
            found,
            what,
            codes,
            [
                {"endpoint": f"https://{name}/", kind: secret, **each}
                for kind, secret in NOWHERE.items()
                for each in ways
            ],
            kinds=len(NOWHERE),
            **options,
        )
        for what, (codes, ways, options) in wanted.items()
    ]


def _fail(found: Spread, directory: Path) -> list[Callable[[], None]]:
    """Tasks that fail say why, but not with what."""
    unmet = _probe(KEY_ACCOUNT, expect=["denied"])
    entries = {
        "expected otherwise": ([unmet, {**unmet, "connect_to": "10.0.14.60"}], {}),
        "with a broken key": ([{**unmet, "api_key": BROKEN_KEY}], {}),
        "with two secrets": ([{**unmet, "token": TOKEN_ACCOUNT.token}], {}),
        "with one key for two": (
            [{"endpoint": _endpoint(account)} for account in (KEY_ACCOUNT, TOKEN_ACCOUNT)],
            {"api_key": KEY_ACCOUNT.api_key},
        ),
        "with a secret and no identity": (
            [{"endpoint": unmet["endpoint"]}],
            {"auth_source": "client_secret", "tenant": "example", "client_id": "example", "secret": CLIENT_SECRET},
        ),
    }
    python = probes.interpreter(
        directory, AZURE_TENANT_ID="example", AZURE_CLIENT_ID="example", AZURE_CLIENT_SECRET=CLIENT_SECRET
    )
    return [
        *(partial(_ask, found, name, FAILS, asked, timeout=5, **options) for name, (asked, options) in entries.items()),
        partial(
            _ask,
            found,
            "with a secret of the environment",
            FAILS,
            [{"endpoint": unmet["endpoint"]}],
            python,
            auth_source="env",
        ),
    ]


def _go_through_proxies(found: Spread, directory: Path) -> list[Callable[[], None]]:
    runs = []
    for proxy in PROXIES:
        (directory / proxy.name).mkdir()
        python = probes.interpreter(
            directory / proxy.name, https_proxy=f"http://lab-user:{PROXY_PASSWORD}@{proxy.address}:{PORT}"
        )
        runs.append(
            partial(
                _ask,
                found,
                f"through the proxy {proxy.name}",
                {proxy.code},
                [_probe(KEY_ACCOUNT), _probe(TOKEN_ACCOUNT)],
                python,
                use_proxy=True,
                timeout=5,
            )
        )
    return runs


def _follow(found: Spread, directory: Path) -> None:
    journal = directory / "redirected.jsonl"
    server = subprocess.Popen(
        [
            "nsenter",
            "--net=/proc/1/ns/net",
            sys.executable,
            Path(__file__).with_name("redirecting.py"),
            REDIRECTING_ADDRESS,
            LAB / "tls/azure.openai.azure.com.pem",
            REDIRECT,
            journal,
        ],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert server.stdout.readline() == "ready\n"
        _ask(
            found,
            "redirected",
            {"http_redirected"},
            [
                _probe(account, operation="completions", deployment="gpt-35-turbo", connect_to=REDIRECTING_ADDRESS)
                for account in (KEY_ACCOUNT, TOKEN_ACCOUNT)
            ],
        )
    finally:
        server.kill()
        server.wait()
    found.redirected = [json.loads(line) for line in journal.read_text().splitlines()]
