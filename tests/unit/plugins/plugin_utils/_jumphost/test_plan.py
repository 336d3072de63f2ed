# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import copy
import hashlib
from pathlib import Path

import pytest
import yaml

from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._jumphost import plan
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._jumphost.plan import (
    ENDPOINT_SCRIPT,
    ENVIRONMENT,
    LOGIN_SCRIPT,
    MANAGER_SETTINGS,
    SYSTEMD,
)

A = "a.openai.azure.com"
ROLE = Path(__file__).absolute().parents[5] / "roles/jumphost"
DATA = {
    key: value
    for path in ("debian", "redhat", "azurelinux")
    for key, value in yaml.safe_load((ROLE / "vars/main" / (path + ".yml")).read_text()).items()
}
FAMILIES = {
    "Debian": DATA["__jumphost_debian"],
    "RedHat": DATA["__jumphost_redhat"],
    "AzureLinux": DATA["__jumphost_azurelinux"],
}
LIBRARIES = {"dns": None, "requests": None, "azure.identity": None}
ALL = {"dns": "2.7.0", "requests": "2.32.3", "azure.identity": "1.19.0"}
VENV = {"path": "/opt/privatelink/venv", "exists": False, "digest": None, "python": None, "libraries": LIBRARIES}
CERTIFICATE = {"fingerprint": "0123456789abcdef" * 4, "pem": "PEM\n", "subject": "CN=ca"}
TRUSTED = "/usr/local/share/ca-certificates/privatelink-0123456789abcdef.crt"


def facts(**changes):
    """Return the facts of a Debian 12 that has nothing, but a package source."""
    names = [*FAMILIES["Debian"]["python"], *FAMILIES["Debian"]["tools"].values()]
    found = {
        "os": {"id": "debian", "version_id": "12", "family": "Debian", "pretty_name": "Debian GNU/Linux 12"},
        "python": {"executable": "/usr/bin/python3", "version": "3.11.2"},
        "libraries": dict(LIBRARIES),
        "venv": VENV,
        "tools": dict.fromkeys(("curl", "jq", "dig", "nslookup")),
        "packages": [],
        "package_source": {"tool": "apt", "candidates": dict.fromkeys(names, "1"), "reachable": True},
        "proxies": {},
        "services_own": {},
        "pins": [],
        "resolver": {"ours": False, "as_wanted": None},
        "files": {SYSTEMD: {"exists": True}},
        "state": None,
        "state_error": None,
    }
    return {**copy.deepcopy(found), **changes}


def options(**changes):
    chosen = {
        "state": "present",
        "python_source": "auto",
        "identity": False,
        "wheels_directory": "",
        "tools": True,
        "proxy_bypass": [],
        "manage_resolver": False,
        "remove_pins": False,
        "certificates": [],
        "environment": False,
        "endpoint": f"https://{A}/",
        "families": FAMILIES,
    }
    return {**chosen, **changes}


def offered(reachable, **candidates):
    return {
        "tool": "apt",
        "candidates": {**facts()["package_source"]["candidates"], **candidates},
        "reachable": reachable,
    }


RHEL_8 = {"id": "rhel", "version_id": "8.10", "family": "RedHat", "pretty_name": "Red Hat Enterprise Linux 8.10"}
SUSE = {"id": "sles", "version_id": "15.6", "family": "Suse", "pretty_name": "SLES 15"}
OWN_PYTHON = {"executable": "/usr/local/bin/python3.13", "version": "3.13.1"}
READY = dict(
    VENV, exists=True, digest="x", python="3.11.2", libraries={**LIBRARIES, "dns": "2.7.0", "requests": "2.32.3"}
)


@pytest.mark.parametrize(
    "seen, wanted, source, why",
    [
        pytest.param({}, {}, "packages", "the package source has them", id="nothing there, packages offered"),
        pytest.param({"libraries": ALL}, {}, "none", "/usr/bin/python3 has them", id="there"),
        pytest.param(
            {"libraries": {**ALL, "dns": ""}}, {}, "none", "/usr/bin/python3 has them", id="there without a version"
        ),
        pytest.param(
            {"libraries": {**ALL, "dns": "1.15.0"}},
            {},
            "packages",
            "the package source has them",
            id="there but too old",
        ),
        pytest.param(
            {"libraries": {**LIBRARIES, "dns": "2.7.0"}},
            {},
            "packages",
            "the package source has them",
            id="one is there",
        ),
        pytest.param(
            {"package_source": offered(False)},
            {},
            "wheels",
            "the package source of the host cannot be reached",
            id="source out of reach",
        ),
        pytest.param(
            {"package_source": offered(None)},
            {},
            "wheels",
            "the package source of the host cannot be reached, as far as is known",
            id="source unknown",
        ),
        pytest.param(
            {"package_source": offered(True, **{"python3-requests": None})},
            {},
            "wheels",
            "the package source of the host does not know python3-requests",
            id="package unknown",
        ),
        pytest.param(
            {"package_source": {"tool": "apt", "candidates": None, "reachable": None}},
            {},
            "wheels",
            "the package source of the host is unknown",
            id="no lists",
        ),
        pytest.param(
            {"python": OWN_PYTHON},
            {},
            "wheels",
            "the packages of debian 12 serve Python 3.11, and /usr/local/bin/python3.13 is 3.13.1",
            id="an interpreter of its own",
        ),
        pytest.param(
            {"os": RHEL_8, "python": {"executable": "/usr/bin/python3.12", "version": "3.12.8"}},
            {},
            "wheels",
            "the packages of rhel 8.10 serve Python 3.6, and /usr/bin/python3.12 is 3.12.8",
            id="RHEL 8",
        ),
        pytest.param(
            {"os": SUSE}, {}, "wheels", "the names of the packages of sles are not known", id="unknown family"
        ),
        pytest.param(
            {"os": {**facts()["os"], "version_id": "99"}},
            {},
            "wheels",
            "it is not known which Python the packages of debian 99 serve",
            id="unknown release",
        ),
        pytest.param({"venv": READY}, {}, "none", "/opt/privatelink/venv has them", id="wheels are there"),
        pytest.param(
            {"venv": {**READY, "digest": None}},
            {},
            "packages",
            "the package source has them",
            id="wheels half installed",
        ),
        pytest.param(
            {"venv": READY},
            {"wheels_directory": "/wheels"},
            "wheels",
            "the wheels are in /wheels",
            id="wheels to compare with",
        ),
        pytest.param(
            {"libraries": ALL},
            {"wheels_directory": "/wheels"},
            "none",
            "/usr/bin/python3 has them",
            id="there, directory not needed",
        ),
        pytest.param(
            {"libraries": {**ALL, "azure.identity": None}},
            {"identity": True},
            "wheels",
            "it is required",
            id="identity",
        ),
        pytest.param(
            {"venv": READY}, {"identity": True}, "wheels", "it is required", id="wheels are there, identity is not"
        ),
        pytest.param(
            {"libraries": ALL}, {"identity": True}, "none", "/usr/bin/python3 has them", id="identity is there"
        ),
        pytest.param({"libraries": ALL}, {"python_source": "packages"}, "packages", "it is required", id="packages"),
        pytest.param({"libraries": ALL}, {"python_source": "wheels"}, "wheels", "it is required", id="wheels"),
        pytest.param(
            {"venv": READY}, {"python_source": "wheels"}, "none", "/opt/privatelink/venv has them", id="wheels, there"
        ),
        pytest.param({}, {"python_source": "none"}, "none", "it is switched off", id="none"),
        pytest.param({}, {"state": "absent"}, "none", "everything is restored", id="absent"),
    ],
)
def test_where_the_libraries_come_from(seen, wanted, source, why):
    decided = plan.plan(facts(**seen), options(**wanted))["python"]
    assert (decided["source"], decided["why"]) == (source, why)
    assert decided["packages"] == (["python3-dnspython", "python3-requests"] if source == "packages" else [])


def test_a_package_that_is_there_is_not_asked_for_again():
    assert plan.plan(facts(packages=["python3-requests"]), options())["python"]["packages"] == ["python3-dnspython"]


@pytest.mark.parametrize(
    "seen, wanted, message",
    [
        pytest.param(
            {},
            {"python_source": "pip"},
            "jumphost_python_source: 'pip' is not a valid source: expected one of auto, packages, wheels, none",
            id="unknown source",
        ),
        pytest.param(
            {},
            {"python_source": "packages", "identity": True},
            "jumphost_python_source: 'packages' is not possible with jumphost_identity",
            id="identity from packages",
        ),
        pytest.param(
            {"python": OWN_PYTHON},
            {"python_source": "packages"},
            "jumphost_python_source: packages, but the packages of debian 12 serve",
            id="packages for another interpreter",
        ),
        pytest.param(
            {},
            {"proxy_bypass": ["10.0.0.1"]},
            "jumphost_proxy_bypass: '10.0.0.1' is not a valid host name",
            id="address",
        ),
        pytest.param(
            {},
            {"environment": True, "endpoint": ""},
            "jumphost_environment_account: not the name of an account with an endpoint: expected one of jumphost_accounts",
            id="nobody's endpoint",
        ),
        pytest.param(
            {"os": SUSE},
            {"certificates": [CERTIFICATE]},
            "jumphost_ca_certificates: it is not known where SLES 15 keeps",
            id="trust",
        ),
        pytest.param(
            {"state_error": "it is not valid JSON"},
            {},
            "/var/lib/privatelink/jumphost.json: it is not valid JSON; without it nothing can be restored",
            id="broken state",
        ),
    ],
)
def test_misuse_is_refused_before_anything_is_done(seen, wanted, message):
    with pytest.raises(ValueError) as caught:
        plan.plan(facts(**seen), options(**wanted))
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize(
    "seen, wanted, packages, remarks",
    [
        pytest.param({}, {}, ["bind9-dnsutils", "curl", "jq"], [], id="all"),
        pytest.param(
            {"tools": {"curl": "/usr/bin/curl", "jq": None, "dig": "/usr/bin/dig", "nslookup": "/usr/bin/nslookup"}},
            {},
            ["jq"],
            [],
            id="one",
        ),
        pytest.param({}, {"tools": False}, [], [], id="not wanted"),
        pytest.param(
            {"package_source": offered(False)},
            {},
            [],
            ["curl, dig, jq, nslookup are not installed: the package source of the host cannot be reached"],
            id="out of reach",
        ),
        pytest.param(
            {"os": SUSE, "tools": {"jq": None}},
            {},
            [],
            ["jq is not installed: the names of this system's packages are not known"],
            id="unknown family",
        ),
        pytest.param({}, {"state": "absent"}, [], [], id="absent"),
    ],
)
def test_tools(seen, wanted, packages, remarks):
    decided = plan.plan(facts(**seen), options(**wanted))
    assert (decided["tools"], decided["remarks"]) == (packages, remarks)


def record(topic, names=(), **more):
    return {
        "topic": topic,
        "kind": "content",
        "names": list(names),
        "sha256": "x",
        "made": [],
        "original": None,
        **more,
    }


def written(text, mode="0644"):
    return {"exists": True, "sha256": hashlib.sha256(text.encode()).hexdigest(), "mode": mode}


BOTH = {"no_proxy": A, "NO_PROXY": "x," + A}
WANTED = {"proxy_bypass": [A], "certificates": [CERTIFICATE], "environment": True}
EDITS = {topic: found["edits"] for topic, found in plan.plan(facts(), options(**WANTED))["files"].items()}
DONE = {
    "proxies": {ENVIRONMENT: BOTH, "systemd": {"no_proxy": A, "NO_PROXY": A}},
    "files": {
        SYSTEMD: {"exists": True},
        **{edit["path"]: written(edit["content"]) for edits in EDITS.values() for edit in edits if "content" in edit},
    },
}


def test_edits_are_those_of_the_options():
    assert [edit["path"] for edit in EDITS["proxy"]] == [ENVIRONMENT, LOGIN_SCRIPT, MANAGER_SETTINGS]
    assert EDITS["trust"] == [{"path": TRUSTED, "content": "PEM\n"}]
    assert EDITS["environment"][0]["path"] == ENDPOINT_SCRIPT
    assert f"\nexport AZURE_OPENAI_ENDPOINT=https://{A}/\n" in EDITS["environment"][0]["content"]


def needed(seen, **wanted):
    return sorted(
        topic for topic, found in plan.plan(facts(**seen), options(**wanted))["files"].items() if found["needed"]
    )


PIN = {"name": A, "address": "10.0.14.9", "line": 3}


@pytest.mark.parametrize(
    "seen, wanted, topics",
    [
        pytest.param({}, {}, [], id="nothing asked, nothing done"),
        pytest.param({}, WANTED, ["environment", "proxy", "trust"], id="everything"),
        pytest.param(DONE, WANTED, [], id="everything is done"),
        pytest.param({**DONE, "proxies": {ENVIRONMENT: {"no_proxy": A}}}, WANTED, ["proxy"], id="one spelling"),
        pytest.param(
            {**DONE, "files": {**DONE["files"], ENDPOINT_SCRIPT: written("x")}},
            WANTED,
            ["environment"],
            id="somebody changed it",
        ),
        pytest.param(
            {**DONE, "files": {**DONE["files"], TRUSTED: written("PEM\n", "0600")}},
            WANTED,
            ["trust"],
            id="somebody changed its mode",
        ),
        pytest.param({**DONE, "state": {"unfinished": ["trust"]}}, WANTED, ["trust"], id="an interrupted run"),
        pytest.param(
            {**DONE, "state": {"files": {ENVIRONMENT: record("proxy", [A, "b.example.com"])}}},
            WANTED,
            ["proxy"],
            id="one name less",
        ),
        pytest.param(
            {"state": {"files": {ENDPOINT_SCRIPT: record("environment")}}}, {}, ["environment"], id="taken back"
        ),
        pytest.param({"state": {"files": {"/old.crt": record("trust")}}}, {}, ["trust"], id="another authority"),
        pytest.param({}, {"state": "absent", **WANTED}, [], id="nothing to put back"),
    ],
)
def test_topics_that_are_needed(seen, wanted, topics):
    assert needed(seen, **wanted) == topics


def resolver(ours, as_wanted, pins=()):
    return {"resolver": {"ours": ours, "as_wanted": as_wanted}, "pins": list(pins)}


@pytest.mark.parametrize(
    "seen, wanted, steps",
    [
        pytest.param(resolver(False, None, [PIN]), {}, [], id="a pin is only reported"),
        pytest.param(resolver(False, None, [PIN]), {"remove_pins": True}, ["pins"], id="a pin is to go"),
        pytest.param(resolver(True, None), {"remove_pins": True}, [], id="it went, and stays away"),
        pytest.param(resolver(False, False), {"manage_resolver": True}, ["switch"], id="another resolver"),
        pytest.param(
            resolver(True, True), {"manage_resolver": True, "remove_pins": True}, [], id="all is as it should be"
        ),
        pytest.param(
            resolver(None, None), {"manage_resolver": True}, ["switch"], id="not known, so the module is asked"
        ),
        pytest.param(
            resolver(True, False, [PIN]), {"manage_resolver": True, "remove_pins": True}, ["pins", "switch"], id="both"
        ),
        pytest.param(
            resolver(True, None, [PIN]),
            {"state": "absent", "manage_resolver": True, "remove_pins": True},
            ["back"],
            id="put back",
        ),
        pytest.param(
            resolver(None, None), {"state": "absent"}, ["back"], id="not known, so the module is asked to put back"
        ),
        pytest.param(resolver(False, None), {"state": "absent"}, [], id="nothing to put back of the resolver"),
    ],
)
def test_steps_to_another_resolver(seen, wanted, steps):
    decided = plan.plan(facts(**seen), options(**wanted))["resolver"]
    assert sorted(step for step, is_needed in decided.items() if is_needed) == steps


def test_without_systemd_its_manager_is_left_out():
    edits = plan.plan(facts(files={}), options(proxy_bypass=[A]))["files"]["proxy"]["edits"]
    assert [edit["path"] for edit in edits] == [ENVIRONMENT, LOGIN_SCRIPT]


@pytest.mark.parametrize(
    "state, absent",
    [
        pytest.param(None, {"packages": False, "venv": False}, id="nothing"),
        pytest.param({"packages": ["jq"]}, {"packages": True, "venv": False}, id="packages"),
        pytest.param({"venv": {"made": []}}, {"packages": False, "venv": True}, id="wheels"),
    ],
)
def test_what_is_taken_away(state, absent):
    assert plan.plan(facts(state=state), options(state="absent"))["absent"] == absent
    assert plan.plan(facts(state=state), options())["absent"] == {"packages": False, "venv": False}


@pytest.mark.parametrize("family", FAMILIES)
def test_every_family_has_every_key(family):
    data = FAMILIES[family]
    assert set(data) == {"manager", "python", "tools", "pythons", "trust"}
    assert data["manager"] in ("apt", "dnf", "tdnf")
    assert len(data["python"]) == 2 and all(
        isinstance(name, str) and name.startswith("python3-") for name in data["python"]
    )
    assert set(data["tools"]) == {"curl", "jq", "dig", "nslookup"} and all(
        isinstance(name, str) for name in data["tools"].values()
    )
    assert data["pythons"] and all(isinstance(part, str) for pair in data["pythons"].items() for part in pair)
    assert set(data["trust"]) == {"directory", "commands"} and data["trust"]["directory"].startswith("/")
    assert all(isinstance(word, str) for command in data["trust"]["commands"] for word in command["argv"])


def test_the_role_has_the_families_that_are_tested():
    text = (ROLE / "vars/main/main.yml").read_text()
    assert yaml.safe_load(text)["__jumphost_families"] == {
        family: f"{{{{ __jumphost_{family.lower()} }}}}" for family in FAMILIES
    }
    assert all(path in text for path in (ENVIRONMENT, LOGIN_SCRIPT, MANAGER_SETTINGS, ENDPOINT_SCRIPT, SYSTEMD))
