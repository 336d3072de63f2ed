# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which facts of a jumphost the role acts upon. Whatever passes, the role has a sentence and a plan for it."""

from __future__ import annotations

import os

import pytest

from ansible_collections.privatelink.azure_ai.plugins.module_utils._jumphost.facts import gather
from ansible_collections.privatelink.azure_ai.plugins.module_utils._jumphost.options import read_fact_options
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._jumphost.facts import FACTS, check_facts
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._jumphost.plan import plan
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._jumphost.preflight import preflight
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._observation.forms import one_of
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._observation.schema import Malformed, conforming
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._observation.schemas import SCHEMAS
from ansible_collections.privatelink.azure_ai.tests.unit.plugins.plugin_utils._jumphost.test_plan import (
    CERTIFICATE,
    options,
)
from ansible_collections.privatelink.azure_ai.tests.unit.support.jumphosts import ADDRESS, ASKED, NAME, facts
from ansible_collections.privatelink.azure_ai.tests.unit.support.mutations import mutations

DEEP = "../" * 8
TEMPLATE = "{{ lookup('pipe', 'false') }}"
EXPECTED = {"host": "jump-1", "names": [{"name": NAME, "addresses": [ADDRESS], "networks": []}], "tools": True}


def let_in(found):
    """Let facts of a host in as the action does."""
    kept = conforming({"ansible_facts": {"privatelink_jumphost": found}}, SCHEMAS["jumphost_facts"])
    check_facts(kept["ansible_facts"]["privatelink_jumphost"], ASKED)
    return kept["ansible_facts"]["privatelink_jumphost"]


def changed(path, value):
    """Return the facts with one other value; C(path) is as C(python.version)."""
    found = facts()
    *parents, last = path.split("/")[0].split(".")
    place = found
    for name in parents:
        place = place[int(name) if isinstance(place, list) else name]
    place[int(last) if isinstance(place, list) else last] = value
    return found


def test_an_honest_host_is_let_in():
    assert let_in(facts()) == facts()


class Marked(str):
    """A text as ansible-core 2.18 hands on what a host returned."""


@pytest.mark.parametrize("path, value", [("venv.path", "/opt/privatelink/venv"), ("resolver.manager", "static")])
def test_an_honest_host_is_let_in_whatever_type_ansible_gives_its_texts(path, value):
    assert let_in(changed(path, Marked(value))) == facts()


def test_a_number_is_no_boolean():
    one_of(True, False)(True, "exists")
    with pytest.raises(Malformed):
        one_of(True, False)(1, "exists")


def test_this_host_is_let_in():
    asked = {**dict.fromkeys(("packages", "names", "files", "targets"), []), "files": ["/etc/hosts", "/etc"]}
    found = gather(
        read_fact_options({**asked, "reference_time": 1.7e9, "egress_timeout": 1.0, "resolver": None}), os.environ
    )
    kept = conforming({"ansible_facts": {"privatelink_jumphost": found}}, SCHEMAS["jumphost_facts"])
    check_facts(kept["ansible_facts"]["privatelink_jumphost"], asked)


def test_every_documented_fact_has_a_form():
    assert set(FACTS) == set(SCHEMAS["jumphost_facts"]["ansible_facts"]["privatelink_jumphost"])


@pytest.mark.parametrize(
    "path, value",
    [
        ("python.version", "3.9.2+"),
        ("python.version", "3.15.0a1+"),
        ("python.libc_version", "2.34.9000"),
        ("python.libc_version", None),
        ("python.libc", None),
        ("python.machine", "ppc64le"),
        ("python.executable", "/home/a b/env-1/bin/python3.13"),
        ("os.version_id", None),
        ("os.pretty_name", "Ünïcode \"Linux\" {1}"),
        ("libraries.dns", ""),
        ("venv.digest", "a" * 64),
        ("package_source.servers", ["deb.example.com", "192.0.2.1", "2001:db8::1"]),
        ("packages", None),
        ("pins", []),
        ("state", None),
    ],
)  # fmt: skip
def test_what_other_hosts_have_is_let_in(path, value):
    let_in(changed(path, value))


@pytest.mark.parametrize(
    "path, value",
    [
        pytest.param("python.libc_version", f"2.36-identity/{DEEP}OUTSIDE", id="libc: a path"),
        pytest.param("python.libc_version", "2.99999999", id="libc: a loop without an end"),
        pytest.param("python.libc_version", "2.3\n6", id="libc: two lines"),
        pytest.param("python.libc", "musl/..", id="C library: a path"),
        pytest.param("python.libc", "glibc; false", id="C library: a command"),
        pytest.param("python.machine", f"x86_64/{DEEP}OUTSIDE", id="machine: a path"),
        pytest.param("python.machine", "x86_64 --index-url", id="machine: an option"),
        pytest.param("python.machine", "", id="machine: nothing"),
        pytest.param("python.version", "3.99999999", id="Python: a number without an end"),
        pytest.param("python.version", f"3.11/{DEEP}OUTSIDE", id="Python: a path"),
        pytest.param("python.version", "3.x", id="Python: not a number"),
        pytest.param("python.version", "3.11.2\n", id="Python: another line"),
        pytest.param("python.version", "\u0663.\u0661\u0661", id="Python: other digits"),
        pytest.param("python.version", None, id="Python: unknown"),
        pytest.param("python.executable", "python3", id="interpreter: not a path"),
        pytest.param("python.executable", TEMPLATE, id="interpreter: a template"),
        pytest.param("python.executable", f"/usr/bin/python3{TEMPLATE}", id="interpreter: a template in a path"),
        pytest.param("python.executable", "/" + "x" * 600, id="interpreter: long"),
        pytest.param("os.family", "Debian\n", id="family: two lines"),
        pytest.param("os.version_id", "13; false", id="release: a command"),
        pytest.param("os.pretty_name", "x" * 2000, id="name: long"),
        pytest.param("libraries.dns", "9" * 5000, id="library: a number without an end"),
        pytest.param("libraries", {}, id="library: none"),
        pytest.param("libraries", {"evil": "1"}, id="library: another"),
        pytest.param("tools", {"evil": None}, id="tools: another"),
        pytest.param("tools.jq", "jq", id="tools: not a path"),
        pytest.param("venv.path", "/tmp/other", id="environment: elsewhere"),
        pytest.param("venv.digest", "x", id="environment: not a digest"),
        pytest.param("packages", ["evil"], id="packages: not asked for"),
        pytest.param("package_source.candidates", {"evil": "1"}, id="candidates: not asked for"),
        pytest.param("package_source.candidates", {"jq": 5}, id="candidates: a number"),
        pytest.param("package_source.servers", ["a b"], id="servers: not a name"),
        pytest.param("package_source.servers", ["a.example"] * 1000, id="servers: many"),
        pytest.param("package_source.tool", "rm -rf", id="package manager: another"),
        pytest.param("resolver.manager", None, id="resolver: unknown"),
        pytest.param("resolver.nameservers", ["192.0.2.1"] * 1000, id="nameservers: many"),
        pytest.param("proxies", {str(number): {} for number in range(200)}, id="proxies: many"),
        pytest.param("proxies", {"/etc": 5}, id="proxies: a number"),
        pytest.param("proxies", {"/etc": {"PATH": "/evil"}}, id="proxies: another variable"),
        pytest.param("proxies", {"/etc": {"https_proxy": ["x"]}}, id="proxies: a list"),
        pytest.param("services_own", {"LD_PRELOAD": "/evil.so"}, id="services: another variable"),
        pytest.param("pins.0.name", "other.openai.azure.com", id="pins: a name that was not asked for"),
        pytest.param("pins.0.address", TEMPLATE, id="pins: not an address"),
        pytest.param("pins.0.dns", [], id="pins: an empty answer"),
        pytest.param("pins", [{}], id="pins: an empty one"),
        pytest.param("egress", [], id="egress: nothing"),
        pytest.param("egress", facts()["egress"][:1] * 2, id="egress: twice"),
        pytest.param("egress", facts()["egress"] * 50000, id="egress: in bulk"),
        pytest.param("egress.0.target", "other.openai.azure.com", id="egress: of another name"),
        pytest.param("egress.0.address", "nowhere", id="egress: not an address"),
        pytest.param("files", {"/etc/shadow": facts()["files"]["/etc/environment"]}, id="files: not asked for"),
        pytest.param("files", {"/etc/environment": 5}, id="files: a number"),
        pytest.param("files", {"/etc/environment": {"exists": True, "evil": 5}}, id="files: another key"),
        pytest.param("state", {"files": 5}, id="state: a number"),
        pytest.param("state", {"files": {"/etc/hosts": {}}}, id="state: a record of nothing"),
        pytest.param("state", {"unfinished": "trust"}, id="state: a text"),
        pytest.param("trust.store", "x" * 600, id="store: long"),
        pytest.param("clock.tolerance_s", None, id="clock: unknown"),
    ],
)  # fmt: skip
def test_what_no_host_has_is_refused(path, value):
    with pytest.raises(Malformed):
        let_in(changed(path, value))


WANTED = {
    "proxy_bypass": [NAME],
    "certificates": [CERTIFICATE],
    "environment": True,
    "manage_resolver": True,
    "remove_pins": True,
}
CHOICES = (
    options(**WANTED),
    options(state="absent"),
    options(python_source="wheels", identity=True),
    options(python_source="packages"),
)


@pytest.mark.parametrize("start", [facts(), {**facts(), "state": None, "proxies": {}, "pins": []}], ids=["full", "new"])
def test_whatever_is_let_in_has_a_sentence_and_a_plan(start):
    """Of every place in the facts and everything odd in it: refused, or understood; never a traceback."""
    refused = understood = 0
    for _path, _what, odd in mutations(start):
        try:
            kept = let_in(odd)
        except Malformed:
            refused += 1
            continue
        understood += 1
        preflight(kept, EXPECTED)["lines"][0].encode("utf-8")
        for chosen in CHOICES:
            try:
                plan(kept, chosen)
            except ValueError as exc:
                assert str(exc).startswith(("jumphost_", "/var/lib/privatelink/"))
    assert refused > 500 and understood > 60, (refused, understood)
