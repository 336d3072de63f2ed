# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a host that belongs to somebody else returns to the role jumphost. A new attack is one row."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any, NamedTuple

from ansible_collections.privatelink.azure_ai.tests.system.hostile.attacks import FORGED, TEMPLATE

FACTS, FILES, VENV, RESOLVER = "jumphost_facts", "jumphost_files", "jumphost_venv", "jumphost_resolver"
REFUSED = "refused"  # the task fails, and says that the host returned what the module does not
NAMED = "named"  # the role says what it cannot do there
CONFIGURED = "configured"  # as an honest host

OUTSIDE = "../../OUTSIDE"
Edit = Callable[[dict[str, Any]], Any]


class Attack(NamedTuple):
    """An edit of the result of one module."""

    name: str
    module: str
    edit: Edit
    expected: str = REFUSED


def fact(path: str, value: Any) -> Edit:
    """Another value at one place of the facts; C(path) is as C(python.version)."""

    def edit(result: dict[str, Any]) -> dict[str, Any]:
        changed = copy.deepcopy(result)
        *parents, last = path.split(".")
        place = changed["ansible_facts"]["privatelink_jumphost"]
        for name in parents:
            place = place[int(name) if isinstance(place, list) else name]
        place[int(last) if isinstance(place, list) else last] = value
        return changed

    return edit


def keys(**forged: Any) -> Edit:
    """Keys of the result itself."""
    return lambda result: {**result, **forged}


_FORGED_FACTS = {
    "jumphost_wheels_directory": "@OUTSIDE@",
    "jumphost_ca_certificates": ["/etc/shadow"],
    "privatelink_accounts": [{"name": "forged"}],
    "privatelink_jumphost": {},
}

ATTACKS = (
    # Facts that become the name of a directory of the control node, or the bound of a loop there.
    Attack("libc-path", FACTS, fact("python.libc_version", f"2.36-identity/{OUTSIDE}")),
    Attack("libc-path-absolute", FACTS, fact("python.libc_version", "/etc")),
    Attack("libc-loop", FACTS, fact("python.libc_version", "2.999999")),
    Attack("libc-command", FACTS, fact("python.libc_version", "2.36$(touch @MARK@)")),
    Attack("libc-template", FACTS, fact("python.libc_version", TEMPLATE)),
    Attack("libc-name", FACTS, fact("python.libc", f"glibc-2.36-identity/{OUTSIDE}")),
    Attack("musl-loop", FACTS, lambda result: fact("python.libc_version", "1.999999")(fact("python.libc", "musl")(result))),
    Attack("machine-path", FACTS, fact("python.machine", f"x86_64-glibc-2.36-identity/{OUTSIDE}")),
    Attack("machine-option", FACTS, fact("python.machine", "x86_64 --index-url=http://192.0.2.99/")),
    Attack("machine-template", FACTS, fact("python.machine", TEMPLATE)),
    Attack("python-path", FACTS, fact("python.version", f"3.11/{OUTSIDE}")),
    Attack("python-number", FACTS, fact("python.version", "3.999999")),
    Attack("python-letters", FACTS, fact("python.version", "3.x")),
    Attack("python-null", FACTS, fact("python.version", None)),
    Attack("python-template", FACTS, fact("python.version", TEMPLATE)),
    Attack("interpreter-template", FACTS, fact("python.executable", TEMPLATE)),
    Attack("interpreter-relative", FACTS, fact("python.executable", "sh -c 'touch @MARK@'")),
    # Facts that become sentences, plans and files.
    Attack("name-template", FACTS, fact("os.pretty_name", TEMPLATE), CONFIGURED),
    Attack("name-terminal", FACTS, fact("os.pretty_name", "\x1b[2J\x1b]0;forged\x07"), CONFIGURED),
    Attack("name-huge", FACTS, fact("os.pretty_name", "x" * 16000)),
    Attack("family-path", FACTS, fact("os.family", "../Debian")),
    Attack("release-command", FACTS, fact("os.version_id", "13; touch @MARK@")),
    Attack("library-number", FACTS, fact("libraries.dns", "9" * 5000)),
    Attack("libraries-none", FACTS, fact("libraries", {})),
    Attack("tools-another", FACTS, fact("tools", {"evil": None})),
    Attack("environment-elsewhere", FACTS, fact("venv.path", "/tmp/evil")),
    Attack("digest-template", FACTS, fact("venv.digest", TEMPLATE)),
    Attack("packages-not-asked", FACTS, fact("packages", ["evil"])),
    Attack("candidates-not-asked", FACTS, fact("package_source.candidates", {"evil": "1"})),
    Attack("servers-many", FACTS, fact("package_source.servers", ["a.example"] * 4000)),
    Attack("servers-template", FACTS, fact("package_source.servers", [TEMPLATE])),
    Attack("manager-null", FACTS, fact("resolver.manager", None)),
    Attack("proxies-number", FACTS, fact("proxies", {"/etc": 5})),
    Attack("proxies-many", FACTS, fact("proxies", {str(number): {"https_proxy": "x"} for number in range(400)})),
    Attack("proxies-variable", FACTS, fact("proxies", {"/etc": {"LD_PRELOAD": "/evil.so"}})),
    Attack("services-variable", FACTS, fact("services_own", {"LD_PRELOAD": "/evil.so"})),
    Attack("services-template", FACTS, fact("services_own", {"no_proxy": TEMPLATE}), NAMED),
    Attack("pins-another-name", FACTS, fact("pins.0.name", "chat.openai.azure.com")),
    Attack("pins-empty", FACTS, fact("pins.0.dns", [])),
    Attack("pins-template", FACTS, fact("pins.0.address", TEMPLATE)),
    Attack("egress-none", FACTS, fact("egress", [])),
    Attack("egress-another-name", FACTS, fact("egress.0.target", "chat.openai.azure.com")),
    Attack("egress-twice", FACTS, lambda result: fact("egress.1", result["ansible_facts"]["privatelink_jumphost"]["egress"][0])(result)),
    Attack("egress-bulk", FACTS, lambda result: fact("egress", result["ansible_facts"]["privatelink_jumphost"]["egress"] * 50000)(result)),
    Attack("files-not-asked", FACTS, fact("files", {"/etc/shadow": {"exists": True}})),
    Attack("files-number", FACTS, fact("files", {"/etc/environment": 5})),
    Attack("state-number", FACTS, fact("state", {"files": 5})),
    Attack("state-record", FACTS, fact("state", {"files": {"/etc/environment": {"topic": 5}}})),
    Attack("state-without-names", FACTS, fact("state", {"files": {"/etc/environment": {"topic": "proxy"}}}), CONFIGURED),
    Attack("facts-beside", FACTS, lambda result: {**result, "ansible_facts": {**result["ansible_facts"], **_FORGED_FACTS}}),
    # What changes a host returns results too: their facts would be believed by every task that follows.
    *(Attack("facts", module, keys(ansible_facts=_FORGED_FACTS)) for module in (FILES, VENV, RESOLVER)),
    *(Attack("statistics", module, keys(ansible_stats={"data": {"privatelink_status": FORGED}})) for module in (FILES, VENV, RESOLVER)),
    *(Attack("printed", module, lambda result: "x" * 60_000_000, NAMED) for module in (FACTS, FILES, VENV, RESOLVER)),
    Attack("number", FILES, keys(paths=5)),
    Attack("list", VENV, lambda result: [5]),
    Attack("another-key", RESOLVER, keys(forged=TEMPLATE)),
    Attack("bulk", FILES, keys(paths=["x"] * 100000)),
    Attack("diff-number", FILES, keys(diff=5), CONFIGURED),
    Attack("diff-template", FILES, keys(diff=[{"before": TEMPLATE, "after": "\x1b[2J" * 99999}]), CONFIGURED),
)  # fmt: skip


def by_host() -> dict[str, Attack]:
    """Each attack by the name of its host."""
    return {f"{attack.name}-in-{attack.module.replace('_', '-')}": attack for attack in ATTACKS}
