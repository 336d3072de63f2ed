# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The module as a whole: a host made of files, and what the documentation says of what is returned."""

from __future__ import annotations

import json
import os

import pytest
import yaml
from ansible.module_utils import basic

from ansible_collections.privatelink.azure_ai.plugins.module_utils._core import commands
from ansible_collections.privatelink.azure_ai.plugins.module_utils._jumphost import facts as host_facts
from ansible_collections.privatelink.azure_ai.plugins.modules import jumphost_facts
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._jumphost.preflight import preflight
from ansible_collections.privatelink.azure_ai.tests.unit.plugins.modules.return_docs import differences
from ansible_collections.privatelink.azure_ai.tests.unit.support.patience import NEVER_SECONDS

NAME = "example.openai.azure.com"
PLANTED = "planted-password"
FILES = {
    "etc/os-release": 'ID=debian\nVERSION_ID="13"\nVERSION_CODENAME=trixie\nPRETTY_NAME="Debian GNU/Linux 13 (trixie)"\n',
    "etc/hosts": f"127.0.0.1 localhost\n10.0.14.4 {NAME}\n",
    "etc/resolv.conf": "nameserver 127.0.0.53\nsearch example.com\noptions edns0\n",
    "etc/nsswitch.conf": "hosts: files dns\n",
    "etc/environment": f"https_proxy=http://user:{PLANTED}@proxy.example.com:3128\n",
    "var/lib/privatelink/jumphost.json": json.dumps(
        {"schema": 1, "files": {"/etc/environment": {"original": {"content": PLANTED}}}}
    ),
}
COMMANDS = {
    "dpkg-query": "ii  python3-requests\n",
    "apt-cache": "python3-dnspython:\n  Candidate: 2.7.0-1\n  Version table:\n     2.7.0-1 500\n        500 file:/ ./ Packages\n",
    "resolvectl": "Link 2 (eth0): 192.0.2.53\n",
    "timedatectl": "yes\n",
    "getent": f"10.0.14.4   STREAM {NAME}\n10.0.14.4   DGRAM\n10.0.14.5   STREAM\n",
}


@pytest.fixture(name="output_of_python", scope="module")
def fixture_output_of_python():
    """Return the function that runs a Python of this host, once for all tests that ask it the same."""
    kept, run = {}, commands.output_of

    def output_of(args, seconds):
        if tuple(args) not in kept:
            kept[tuple(args)] = run(args, seconds)
        return kept[tuple(args)]

    return output_of


@pytest.fixture(name="run")
def fixture_run(output_of_python, mocker, monkeypatch, capsys, tmp_path):
    """Return a function that runs the module on a host made of FILES and COMMANDS, and returns its result."""
    for path, text in FILES.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    gather = host_facts.gather
    mocker.patch.object(
        host_facts, "gather", side_effect=lambda options, environ: gather(options, environ, str(tmp_path))
    )
    mocker.patch.object(
        commands,
        "output_of",
        side_effect=lambda args, seconds: (
            output_of_python(args, seconds) if "python" in args[0] else COMMANDS.get(args[0])
        ),
    )
    mocker.patch("shutil.which", return_value=None)
    for name in [name for name in os.environ if name.lower().endswith("_proxy") or name == "SUDO_USER"]:
        monkeypatch.delenv(name)

    def run(**options):
        monkeypatch.setattr(basic, "_ANSIBLE_ARGS", json.dumps({"ANSIBLE_MODULE_ARGS": options}).encode())
        monkeypatch.setattr(basic, "_ANSIBLE_PROFILE", "legacy", raising=False)
        with pytest.raises(SystemExit):
            jumphost_facts.main()
        return json.loads(capsys.readouterr().out)

    return run


@pytest.fixture(name="facts")
def fixture_facts(run):
    """Return the facts with all options used."""
    result = run(
        packages=["python3-dnspython", "python3-requests"],
        names=[NAME],
        files=["/etc/hosts", "/etc/environment", "/etc/nope"],
        targets=["127.0.0.1:1"],
        egress_timeout=NEVER_SECONDS,
        reference_time=1.0,
        resolver={"nameservers": ["192.0.2.53"]},
    )
    # ansible-core 2.21 adds the invocation only where it is asked for it.
    assert set(result) - {"invocation"} == {"ansible_facts", "changed"} and result["changed"] is False
    assert set(result["ansible_facts"]) == {"privatelink_jumphost"}
    return result["ansible_facts"]["privatelink_jumphost"]


def test_what_is_seen(facts):
    assert facts["os"]["family"] == "Debian"
    assert facts["packages"] == ["python3-requests"]
    assert facts["package_source"] == {
        "tool": "apt",
        "candidates": {"python3-dnspython": "2.7.0-1", "python3-requests": None},
        "reachable": True,
        "servers": [],
    }
    assert facts["pins"] == [{"name": NAME, "address": "10.0.14.4", "line": 2, "dns": None}]
    assert facts["proxies"] == {"/etc/environment": {"https_proxy": "http://***@proxy.example.com:3128"}}
    assert (facts["resolver"]["manager"], facts["resolver"]["stub"], facts["resolver"]["search"]) == (
        "systemd-resolved",
        True,
        ["example.com"],
    )
    assert facts["resolver"]["links"] == [{"link": "eth0", "nameservers": ["192.0.2.53"], "domains": ["192.0.2.53"]}]
    assert facts["egress"] == [
        {
            "target": "127.0.0.1:1",
            "address": "127.0.0.1",
            "port": 1,
            "reached": False,
            "error": "127.0.0.1:1: connection refused",
        }
    ]
    assert facts["clock"]["skew_s"] > 1e9 and facts["clock"]["within_tolerance"] is False
    assert facts["files"]["/etc/hosts"]["content"] and facts["files"]["/etc/nope"]["exists"] is False
    assert facts["state"] == {"schema": 1, "files": {"/etc/environment": {"original": {}}}}
    assert facts["state_error"] is None


def test_no_password_leaves_the_host(facts):
    assert facts["files"]["/etc/environment"]["withheld"]
    assert PLANTED not in json.dumps(facts)
    assert PLANTED not in json.dumps(preflight(facts, {"names": [{"name": NAME, "addresses": [], "networks": []}]}))


def test_return_is_documented_to_the_last_key(facts):
    documented = yaml.safe_load(jumphost_facts.RETURN)
    # Maps by path and by the name of a library, whose keys the descriptions tell.
    described = " ".join(
        documented["ansible_facts"]["contains"]["privatelink_jumphost"]["contains"]["files"]["description"]
    )
    assert all(f"C({key})" in described for key in facts["files"]["/etc/hosts"])
    assert differences(documented, {"ansible_facts": {"privatelink_jumphost": facts}}) == []


def test_without_options_little_is_asked(run):
    facts = run()["ansible_facts"]["privatelink_jumphost"]
    assert (facts["packages"], facts["pins"], facts["egress"], facts["files"], facts["clock"]["skew_s"]) == (
        [],
        [],
        [],
        {},
        None,
    )
    assert facts["package_source"] == {"tool": None, "candidates": None, "reachable": None, "servers": []}


def test_what_dns_says_behind_a_pin_is_known_where_no_stub_reads_the_hosts_file(run, tmp_path):
    (tmp_path / "etc/resolv.conf").write_text("nameserver 192.0.2.10\n")
    pins = run(names=[NAME])["ansible_facts"]["privatelink_jumphost"]["pins"]
    assert [pin["dns"] for pin in pins] == [["10.0.14.4", "10.0.14.5"]]


@pytest.mark.parametrize("nameserver, as_wanted", [("192.0.2.53", False), ("192.0.2.10", True)])
def test_it_is_known_whether_the_resolver_is_as_wanted(run, tmp_path, nameserver, as_wanted):
    (tmp_path / "etc/resolv.conf").write_text("nameserver 192.0.2.10\n")
    resolver = run(resolver={"nameservers": [nameserver]})["ansible_facts"]["privatelink_jumphost"]["resolver"]
    assert (resolver["as_wanted"], resolver["ours"]) == (as_wanted, False)
    assert run()["ansible_facts"]["privatelink_jumphost"]["resolver"]["as_wanted"] is None


@pytest.mark.parametrize(
    "wanted",
    [{"nameservers": []}, {"nameservers": ["dns.example"]}, {"nameservers": ["192.0.2.53"], "manager": "resolvconf"}],
)
def test_what_the_module_would_refuse_is_left_to_it(run, wanted):
    resolver = run(resolver=wanted)["ansible_facts"]["privatelink_jumphost"]["resolver"]
    assert (resolver["as_wanted"], resolver["ours"]) == (None, False)


def test_notes_of_the_resolver_that_cannot_be_read_are_no_answer(run, tmp_path):
    (tmp_path / "var/lib/privatelink/resolver/state.json").mkdir(parents=True)
    resolver = run(resolver={"nameservers": ["192.0.2.53"]})["ansible_facts"]["privatelink_jumphost"]["resolver"]
    assert (resolver["as_wanted"], resolver["ours"]) == (None, None)


def test_check_mode_does_the_same(run):
    result = run(_ansible_check_mode=True, names=[NAME])
    assert result["changed"] is False and result["ansible_facts"]["privatelink_jumphost"]["pins"]


def test_wrong_options_are_refused(run):
    result = run(files=["etc/hosts"])
    assert (result["failed"], result["msg"]) == (
        True,
        "files[0]: 'etc/hosts' is not an absolute path: expected one such as /etc/hosts",
    )


def test_examples_are_yaml_with_full_names():
    tasks = yaml.safe_load(jumphost_facts.EXAMPLES)
    assert all("." in module for task in tasks for module in set(task) - {"name", "become"})
