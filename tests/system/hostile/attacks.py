# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a host that belongs to somebody else returns in place of a module's result. A new attack is one row.

The hosts' interpreter reads this table too, once for each attack: the standard library, and little of it. So what is large
is made when the attack is made.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, NamedTuple

DNS, PROBE, MACHINE, SETUP = "privatelink_dns_facts", "aoai_probe", "azure_machine_info", "setup"

# What the host's shell does before it runs a command, by which of them.
_FLOOD = "head -c 100000000 /dev/zero | tr '\\0' x"
SHELLS = {
    "every-command": _FLOOD,
    "every-error": f"{_FLOOD} >&2",
    "its-removal": f'case "$2" in *"rm -f -r"*) {_FLOOD} ;; esac',
    "its-failure": """case "$2" in *"rm -f -r"*) printf '\\033[2Jforged\\n' >&2; exit 1 ;; esac""",
}

FAILED = "host_failed"  # the host's line says that nothing is known from it
HARMLESS = "harmless"  # one of the two: releases of ansible-core differ in what they drop themselves
INERT = "inert"  # it is as if the module had returned only what it should
OWN = "own"  # whatever the host's own line then says

Result = dict[str, Any]
Edit = Callable[[Result], Any]


class Attack(NamedTuple):
    """An edit of one module's result: it returns the result, or the text to print; C(exit) is the module's exit code."""

    name: str
    modules: tuple[str, ...]
    edit: Edit
    expected: str
    exit: int = 0

    def host(self, module: str) -> str:
        """The host that makes this attack with that module."""
        return f"{self.name}-in-{module.replace('_', '-')}"


# What evaluates it anywhere leaves a file; the hosts' interpreter fills in which.
TEMPLATE = "{{ lookup('pipe', 'touch @MARK@') }}"
# Of the page, Markdown, metrics, JUnit and the log of a pipeline.
MARKUP = '</script><script>forged()</script>`](javascript:x)"} 1\nforged_metric 1\n::error::forged\n]]>&<'
# Zero-width, direction, format, separator, private, unassigned, and letters that are drawn as nothing.
INVISIBLE = "a\u200b\u200d\u202e\u2060\u2028\u2029\ufeff\u00ad\u180e\ue000\uffff\u3164\ufe0f\U000e0041\x9b2Jb"
FORGED = "f0rged0value0of0a0rooted0jumphost"
VICTIM = "zz-honest"
TAKEN = "10.0.14.222"
VIRTUAL_MACHINE = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/other/providers/Microsoft.Compute"

DECLARATIONS: Result = {
    "privatelink_accounts": [{"name": "chat", "private_addresses": {"chat.openai.azure.com": [TAKEN]}}],
    "privatelink_credentials": {"aro-azureopenai": {"api_key": FORGED}},
    "privatelink_waivers": [
        {"account": "aro-azureopenai", "code": "host_failed", "reason": "forged", "expires": "2099-12-31"}
    ],
    "privatelink_vantage": "outside",
    "privatelink_hosts": "nobody",
    "privatelink_keyless": True,
    "privatelink_accept_azure_evidence": True,
    "privatelink_forbidden_endpoints": ["https://chat.openai.azure.com/"],
    "validate_fail_on": "never",
    "report_directory": "@MARK@",
    "report_baseline": "/etc/passwd",
    "report_formats": ["prometheus"],
    "report_junit_unknown": "error",
    "account_auth_source": "env",
    "account_secret": FORGED,
    "account_tenant": FORGED,
    "account_client_id": FORGED,
    "account_subscription_id": FORGED,
    "account_profile": FORGED,
    "account_cloud_environment": "https://management.stack.example",
    "account_timeout": -1,
    "endpoint_auth_source": "cli",
    "endpoint_client_id": FORGED,
    "endpoint_timeout": -1,
    "private_dns_zone_nameservers": ["192.0.2.99"],
    "private_dns_zone_compare_nameservers": ["192.0.2.99"],
    "private_dns_zone_timeout": -1,
}

# No declaration has these names; Ansible itself, the roles, or an operator's own templates read them.
OTHER_FACTS: Result = {
    "account_azure": {"accounts": [], "error": None},
    "endpoint_accounts": [],
    "endpoint_credentials": {"aro-azureopenai": {"api_key": FORGED}},
    "private_dns_zone_accounts": [],
    "jumphost_packages": ["evil"],
    "__validate": {"failures": [], "lines": [], "conclusion": [], "status": "pass"},
    "__validate_pattern": "nobody",
    "__validate_empty": "forged",
    "vault_key": FORGED,
    "ansible_connection": "ssh",
    "ansible_host": "192.0.2.1",
    "ansible_python_interpreter": "/nowhere/python",
    "discovered_interpreter_python": "/nowhere/python; touch @MARK@",
    "ansible_become": True,
    "ansible_become_method": "doas",
    "ansible_become_user": "nobody",
    "ansible_module_compression": "forged",
    "ansible_no_log": True,
    "ansible_remote_tmp": "/nowhere",
    "ansible_shell_executable": "/nowhere/sh",
    "ansible_async_dir": "/nowhere",
    "ansible_local_tmp": "/nowhere",
    "ansible_delegated_vars": {"localhost": {"ansible_connection": "ssh"}},
    "ansible_run_tags": ["report"],
    "ansible_skip_tags": ["probe"],
    "ansible_check_mode": True,
    "ansible_play_hosts_all": [],
    "hostvars": {},
    "groups": {},
    "inventory_hostname": VICTIM,
    "environment": [{"https_proxy": "http://192.0.2.99:3128"}],
    "ansible_facts": {"privatelink_vantage": "outside"},
}

IDENTITY = ("inventory_hostname", "hostvars", "ansible_delegated_vars")


def facts(**forged: Any) -> Edit:
    """Facts beside those of the module."""

    def edit(result: Result) -> Result:
        return {**result, "ansible_facts": {**(result.get("ansible_facts") or {}), **forged}}

    return edit


def keys(**forged: Any) -> Edit:
    """Keys of the result itself."""
    return lambda result: {**result, **forged}


def items(**forged: Any) -> Edit:
    """Keys of everything that was looked at."""
    return lambda result: _with_items(result, lambda entries: [{**entry, **forged} for entry in entries])


def _with_items(result: Result, change: Callable[[list[Result]], list[Any]]) -> Result:
    changed = json.loads(json.dumps(result))
    if "results" in changed:
        changed["results"] = change(changed["results"])
    elif "machine" in changed:
        changed["machine"] = change([changed["machine"]])[0]
    else:
        looked_up = changed["ansible_facts"]["privatelink_dns"]
        looked_up["names"] = change(looked_up["names"])
    return changed


def _first_twice(entries: list[Result]) -> list[Result]:
    return [entries[0], *entries]


def _many(entries: list[Result]) -> list[Result]:
    return [{key: entries[0][key] for key in ("name", "endpoint", "connect_to") if key in entries[0]}] * 100000


def _of_another_account(entries: list[Result]) -> list[Result]:
    text = json.dumps(entries).replace("aro-azureopenai", "chat").replace("10.0.14.4", TAKEN)
    return json.loads(text)


def _with_every_text(text: str, kept: tuple[str, ...] = ("name", "endpoint", "connect_to", "id")) -> Edit:
    """All observed texts, and the keys of free mappings; not what names the thing that was asked for."""

    def change(value: Any, key: str = "") -> Any:
        if isinstance(value, dict):
            changed = {name: change(inner, name) for name, inner in value.items()}
            return {**changed, text: text} if key in ("headers", "proxies", "usage") else changed
        if isinstance(value, list):
            return [change(inner, key) for inner in value]
        return text if isinstance(value, str) and key not in kept else value

    return change


def _host_proxies(url: str, count: int = 1) -> Edit:
    def edit(result: Result) -> Result:
        changed = json.loads(json.dumps(result))
        looked = changed["ansible_facts"]["privatelink_dns"]
        looked["host"]["proxies"] = {f"/etc/{number}": {"https_proxy": url + str(number)} for number in range(count)}
        return changed

    return edit


def _nested(depth: int) -> Edit:
    return lambda result: json.dumps(result)[:-1] + ', "deep": ' + "[" * depth + "]" * depth + "}"


def _text(text: str) -> Edit:
    return lambda result: text


EITHER = (DNS, PROBE)
ANY = (DNS, PROBE, MACHINE)

# What is to cost memory.
SIZES = (
    Attack("results-many", EITHER, lambda result: _with_items(result, _many), FAILED),
    Attack("text-huge", (PROBE,), lambda result: items(detail="x" * 50_000_000)(result), FAILED),
    Attack("printed", EITHER, lambda result: "x" * 100_000_000, FAILED),
    Attack("lines-many", (DNS,), lambda result: "ab\n" * 20_000_000 + json.dumps(result), FAILED),
    Attack("wide-text", (PROBE,), lambda result: items(detail="\U0001f600" + "x" * 12_000_000)(result), FAILED),
    Attack("lists-many", (DNS,), lambda result: json.dumps(result)[:-1] + ', "deep": [' + "[]," * 8_000_000 + "[]]}", FAILED),
    Attack("text-long", (DNS,), items(code="x" * 20000), FAILED),
    Attack("texts-many", (DNS,), items(findings=["x" * 16000] * 4000), FAILED),
    Attack("nested", (DNS,), _nested(100000), FAILED),
    Attack("nested-in-free", (PROBE,), items(http={"status": 200, "error_code": None, "message": None, "headers": {"x": [[[[[[[[[[]]]]]]]]]]}}), FAILED),
    Attack("keys-many", (PROBE,), items(http={"status": 200, "error_code": None, "message": None, "headers": {str(key): "x" for key in range(5000)}}), FAILED),
    Attack("diff-huge", (DNS,), keys(diff=[{"prepared": "x" * 1000}] * 1000), INERT),
    Attack("warnings-many", (PROBE,), keys(warnings=["forged warning " * 99] * 1000), INERT),
    Attack("warnings-huge", (PROBE,), keys(warnings=["forged warning " * 99] * 20000), FAILED),
    Attack("msg-huge", (DNS,), lambda result: {**result, "failed": True, "msg": "x" * 1000000}, FAILED),
    Attack("proxies-many", (DNS,), _host_proxies("http://192.0.2.99:", 400), OWN),
    Attack("junk-around", (DNS,), lambda result: "x\n" * 100_000 + json.dumps(result) + "\n" + "x" * 1_000_000, INERT),
    Attack("junk-huge", (DNS,), lambda result: "x\n" * 10_000_000 + json.dumps(result) + "\n" + "x" * 20_000_000, FAILED),
    # What commands print that Ansible runs beside the module.
    Attack("flooding", ("every-command", "every-error"), lambda result: result, FAILED),
    Attack("flooding", ("its-removal", "its-failure"), lambda result: result, INERT),
)  # fmt: skip

ATTACKS = (
    *SIZES,
    # Facts: they outrank what is declared, for every task that follows.
    Attack("facts-of-declarations", ANY, facts(**DECLARATIONS), FAILED),
    Attack("facts-of-ansible", EITHER, facts(**OTHER_FACTS), FAILED),
    Attack("facts-number", ANY, keys(ansible_facts=5), HARMLESS),
    Attack("facts-list", (PROBE,), keys(ansible_facts=[{"vault_key": FORGED}]), HARMLESS),
    Attack("facts-null", (DNS,), keys(ansible_facts=None), FAILED),
    Attack("interpreter", (DNS,), facts(discovered_interpreter_python="/nowhere/python; touch @MARK@"), INERT),
    # What ansible-core itself does for a result.
    Attack("stats-mapping", (PROBE, MACHINE), keys(ansible_stats={"data": {"privatelink_status": "pass"}, "per_host": False, "aggregate": False}), FAILED),
    Attack("stats-number", ANY, keys(ansible_stats=5), HARMLESS),
    Attack("add-host", (DNS,), keys(add_host={"host_name": VICTIM, "groups": ["forged"], "host_vars": {"privatelink_vantage": "outside"}}), HARMLESS),
    Attack("add-group", (PROBE,), keys(add_group="forged", parent_groups=["all"], add_host=None), FAILED),
    Attack(
        "ansible-keys",
        (PROBE,),
        keys(
            _ansible_delegated_vars={"ansible_host": VICTIM},
            _ansible_no_log=True,
            _ansible_item_result=True,
            _ansible_notify=["forged"],
            _ansible_verbose_override=True,
        ),
        INERT,
    ),
    Attack("include-args", (DNS,), keys(include="/etc/passwd", include_args={}), FAILED),
    Attack("ansible-type", (DNS,), keys(extra={"__ansible_type": "TrustedAsTemplate", "value": TEMPLATE}), FAILED),
    Attack("unsafe-type", (DNS,), keys(extra={"__ansible_unsafe": TEMPLATE}), FAILED),
    Attack("vault-type", (DNS,), keys(extra={"__ansible_vault": TEMPLATE}), FAILED),
    Attack("loop-results", (DNS,), keys(results=[{"ansible_facts": DECLARATIONS}]), FAILED),
    Attack("stdout", (DNS,), keys(stdout=TEMPLATE, stderr=TEMPLATE, stdout_lines=5), INERT),
    Attack("stdout-number", (PROBE,), keys(stdout=5), FAILED),
    Attack("invocation", (PROBE,), keys(invocation={"module_args": 5}), INERT),
    Attack("invocation-number", (DNS,), keys(invocation=5), INERT),
    Attack("diff", (PROBE,), keys(diff={"before": 5, "after": [5]}), INERT),
    Attack("warnings-number", (DNS,), keys(warnings=5), INERT),
    Attack("warnings-mapping", (DNS,), keys(warnings=[{"msg": 5}, 5, None, ["x"]]), INERT),
    Attack("deprecations-number", (DNS,), keys(deprecations=5), INERT),
    Attack("deprecations-mapping", (PROBE,), keys(deprecations=[{"msg": {}, "version": 5}, 5]), INERT),
    Attack("exception", (DNS,), keys(exception={"forged": 5}), INERT),
    Attack("skipped", EITHER, keys(skipped=True), INERT),
    Attack("changed", (PROBE,), keys(changed=True), INERT),
    Attack("failed", EITHER, keys(failed=True, msg={"deep": [TEMPLATE]}, ansible_facts=DECLARATIONS, ansible_stats=5), FAILED),
    Attack("unreachable", EITHER, keys(unreachable=True, msg=TEMPLATE, ansible_stats=5), FAILED),
    Attack("failed-text", EITHER, keys(failed="false"), HARMLESS),
    Attack("failed-list", (DNS,), keys(failed=[TEMPLATE], rc="x"), HARMLESS),
    Attack("async", (PROBE,), keys(ansible_job_id="1.1", results_file="/etc/passwd", finished=0, started=1), HARMLESS),
    Attack("internal-alone", (MACHINE,), lambda result: {"_ansible_parsed": True, "_ansible_delegated_vars": 5}, FAILED),
    # What was asked for, and is not what is spoken of.
    Attack("undeclared", EITHER, items(name="chat.openai.azure.com", endpoint="https://chat.openai.azure.com/"), FAILED),
    Attack("in-upper-case", (DNS,), items(name="ARO-AZUREOPENAI.OPENAI.AZURE.COM."), FAILED),
    Attack("credential-not-given", (PROBE,), items(credential="token", credential_given="token"), FAILED),
    Attack("twice", EITHER, lambda result: _with_items(result, _first_twice), FAILED),
    Attack("none", (PROBE,), lambda result: _with_items(result, lambda entries: []), FAILED),
    Attack("another-account", EITHER, lambda result: _with_items(result, _of_another_account), FAILED),
    Attack("another-address", (PROBE,), items(connect_to=TAKEN), FAILED),
    Attack("control-endpoints", (PROBE,), keys(control_endpoints=[{"endpoint": "login.example", "reached": True}]), FAILED),
    Attack("control-endpoints-many", (PROBE,), keys(control_endpoints=[{"endpoint": "login.example"}] * 4000), FAILED),
    Attack("another-name-inside", (DNS,), items(public_name="chat.openai.azure.com"), OWN),
    # Shapes.
    Attack("null-items", EITHER, lambda result: _with_items(result, lambda entries: [None] * len(entries)), FAILED),
    Attack("number-items", (DNS,), lambda result: _with_items(result, lambda entries: [5] * len(entries)), FAILED),
    Attack("null-result", (PROBE,), dict.fromkeys, FAILED),
    Attack("empty-result", EITHER, lambda result: {}, FAILED),
    Attack("unknown-key", (PROBE,), items(forged=5), FAILED),
    Attack("wrong-type", (DNS,), items(code=["forged"]), FAILED),
    Attack("not-a-number", (PROBE,), lambda result: json.dumps(items(elapsed_s=float("nan"), scope=float("inf"))(result)), FAILED),
    Attack("large-number", (PROBE,), items(peer={"port": 10**400, "address": None, "scope": None}), FAILED),
    Attack("no-addresses", (DNS,), items(addresses=["not an address"]), FAILED),
    Attack("unknown-code", (PROBE,), items(code="forged_code", findings=["forged_code"]), OWN),
    Attack("proxy-numbers", (DNS,), lambda result: _with_proxies(result, {"/etc": 5, "/x": {"https_proxy": [5]}}), FAILED),
    Attack("proxy-template", (DNS,), _host_proxies(TEMPLATE), OWN),
    Attack("machine-number", (MACHINE,), keys(machine=5), FAILED),
    Attack("machine-null", (MACHINE,), keys(machine=None), FAILED),
    Attack("machine-path", (MACHINE,), keys(machine={"id": f"{VIRTUAL_MACHINE}/virtualMachines/..?forged", "error": None}), FAILED),
    Attack("machine-template", (MACHINE,), keys(machine={"id": TEMPLATE, "error": TEMPLATE}), FAILED),
    # Texts.
    Attack("templates", EITHER, _with_every_text(TEMPLATE), OWN),
    Attack("terminal", (PROBE,), _with_every_text("\x1b[2J\x1b]0;forged\x07\r\u202eforged"), OWN),
    Attack("invisible", EITHER, _with_every_text(INVISIBLE), OWN),
    Attack("invisible-failure", ANY, keys(failed=True, msg=INVISIBLE, module_stderr=INVISIBLE, warnings=[INVISIBLE]), FAILED),
    Attack("markup", EITHER, _with_every_text(MARKUP), OWN),
    Attack("surrogates", (DNS,), _with_every_text("\ud800\udfff"), OWN),
    # No result.
    Attack("no-json", (PROBE, MACHINE), _text("Segmentation fault\n"), FAILED),
    Attack("nothing", (DNS,), _text(""), FAILED),
    Attack("half-json", (PROBE,), lambda result: json.dumps(result)[:-20], FAILED),
    Attack("json-list", (DNS,), _text("[5]"), FAILED),
    Attack("json-number", (DNS,), _text("5"), FAILED),
    Attack("not-utf-8", (PROBE,), lambda result: json.dumps(result).replace("pri", "\udcff\udcfe"), FAILED),
    Attack("junk-after", (PROBE,), lambda result: json.dumps(result) + "\n" + TEMPLATE, FAILED),
    Attack("json-before", (PROBE,), lambda result: f"{json.dumps(facts(**DECLARATIONS)({}))}\n{json.dumps(result)}", HARMLESS),
    Attack("json-after", (PROBE,), lambda result: f"{json.dumps(result)}\n{json.dumps(facts(**DECLARATIONS)({}))}", HARMLESS),
    Attack("key-twice", (DNS,), lambda result: f'{json.dumps(result)[:-1]}, "ansible_facts": {json.dumps(DECLARATIONS)}}}', FAILED),
    Attack("killed", ANY, _text(""), FAILED, exit=137),
    Attack("exit-1", (DNS,), lambda result: result, INERT, exit=1),
    # A user's own play gathers facts before the playbook.
    Attack("gathered-declarations", (SETUP,), facts(**DECLARATIONS), FAILED),
    Attack("gathered-of-ansible", (SETUP,), facts(**OTHER_FACTS), FAILED),
    Attack("gathered-another-name", (SETUP,), facts(inventory_hostname=VICTIM), FAILED),
    Attack("gathered-options", (SETUP,), facts(**{name: value for name, value in OTHER_FACTS.items() if name not in IDENTITY}), INERT),
)  # fmt: skip


def _with_proxies(result: Result, proxies: Any) -> Result:
    changed = json.loads(json.dumps(result))
    changed["ansible_facts"]["privatelink_dns"]["host"]["proxies"] = proxies
    return changed


def by_host(attacks: tuple[Attack, ...] = ATTACKS) -> dict[str, tuple[Attack, str]]:
    """Each attack with the module that makes it, by the name of its host."""
    return {attack.host(module): (attack, module) for attack in attacks for module in attack.modules}
