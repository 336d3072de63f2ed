# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Hosts that say again what they were told: no callback, cache, event, log or report has a credential. -vvvv."""

from __future__ import annotations

import base64
import copy
import itertools
import json
import os
import shutil
import subprocess
from pathlib import Path
from urllib.parse import quote

import pytest

from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._report.formats import FORMATS
from ansible_collections.privatelink.azure_ai.tests.support.canned_hosts import accounts, host, write_inventory
from ansible_collections.privatelink.azure_ai.tests.system.secrets import everything

DECLARED = accounts()
PLANTED = {
    "api key": "Planted0Api+Key/of~the=account",
    "client secret": "Planted~client.Secret-of-azure",
    "certificate password": "Planted1certificate2Password",
    "proxy password": "Planted3proxy4Password",
    "become password": "Planted5become6Password",
}
ENVIRONMENT = {
    "AZURE_CLIENT_CERTIFICATE_PASSWORD": PLANTED["certificate password"],
    "https_proxy": f"http://user:{PLANTED['proxy password']}@192.0.2.80:3128",
}


def encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


FORMS = {
    "plain": lambda secret: secret,
    "upper": str.upper,
    "url": lambda secret: quote(secret, safe=""),
    "bearer": lambda secret: encoded(f"Bearer {secret}"),
    "basic": lambda secret: encoded(f"user:{secret}"),
    "base64": encoded,
}


def _said(result, text):
    probes = copy.deepcopy(result["results"])
    probes[0]["detail"] = f"I was told {text} and"
    probes[0]["http"] = {"status": 500, "error_code": None, "message": text, "headers": {"x-said": text, text: "x"}}
    return {**result, "results": probes, "warnings": [f"warned of {text}"]}


PLACES = {
    "said": _said,
    "failed": lambda result, text: {"failed": True, "msg": f"cannot use {text}.", "exception": text, "rc": 1},
    "crashed": lambda result, text: f"Traceback: {text}\n",
}
HOSTS = {f"{place}-{form}": (place, form) for place in PLACES for form in FORMS}
# What the runner keeps, it has from the same results: each place, and each form.
RUNS = {
    "callbacks": HOSTS,
    "ansible-runner": {
        f"{place}-{form}": (place, form) for place, form in zip(itertools.cycle(PLACES), FORMS, strict=False)
    },
}


def _write(directory: Path, wanted: dict[str, tuple[str, str]]) -> Path:
    directory.mkdir()
    hosts = []
    for name, (place, form) in wanted.items():
        each = host(name, DECLARED)
        text = " ".join(FORMS[form](secret) for secret in PLANTED.values())
        each.results["aoai_probe"] = PLACES[place](each.results["aoai_probe"], text)
        each.variables["ansible_become_password"] = PLANTED["become password"]
        hosts.append(each)
    inventory = write_inventory(directory, DECLARED, hosts, account_secret=PLANTED["client secret"])
    given = json.loads(inventory.read_text())
    given["all"]["vars"].update(
        privatelink_credentials={DECLARED[0]["name"]: {"api_key": PLANTED["api key"]}},
        report_formats=list(FORMATS),
        report_directory=str(directory / "reports"),
        ansible_become=True,
        ansible_become_exe=str(_become(directory)),
    )
    inventory.write_text(json.dumps(given))
    return inventory


def _become(directory: Path) -> Path:
    """Return a sudo that changes nobody."""
    path = directory / "sudo"
    path.write_text('#!/bin/sh\nwhile [ "$1" != /bin/sh ]; do shift; done\necho BECOME-SUCCESS >&2\nexec "$@"\n')
    path.chmod(0o755)
    return path


def _texts(directory: Path, *sources: Path) -> dict[str, str]:
    """Return what a run wrote, without what the test itself wrote."""
    own = {path for source in sources for path in source.rglob("*")}
    return {
        str(path.relative_to(directory)): path.read_text(errors="replace")
        for path in directory.rglob("*")
        if path.is_file() and path not in own
    }


@pytest.fixture(scope="module", params=RUNS)
def spread(request, tmp_path_factory) -> dict[str, str]:
    """Return what a run over all hosts wrote, by where."""
    directory = tmp_path_factory.mktemp("echo")
    inventory = _write(directory / "given", RUNS[request.param])
    plugins = directory / "given/plugins"
    plugins.mkdir()
    shutil.copy(Path(everything.__file__), plugins)
    environment = {
        **os.environ,
        **ENVIRONMENT,
        "ANSIBLE_PIPELINING": "1",
        "ANSIBLE_FORKS": "4",
        "ANSIBLE_CACHE_PLUGIN": "jsonfile",
        "ANSIBLE_CACHE_PLUGIN_CONNECTION": str(directory / "facts"),
        "ANSIBLE_LOG_PATH": str(directory / "log"),
        "ANSIBLE_CALLBACK_RESULT_FORMAT": "yaml",
        "ANSIBLE_CALLBACK_PLUGINS": str(plugins),
        "ANSIBLE_CALLBACKS_ENABLED": "ansible.builtin.junit,ansible.builtin.tree,everything",
        "ANSIBLE_CALLBACK_TREE_DIR": str(directory / "tree"),
        "JUNIT_OUTPUT_DIR": str(directory / "junit"),
        "PRIVATELINK_EVERYTHING": str(directory / "everything.jsonl"),
    }
    playbook = directory / "given/project/validate.yml"
    playbook.parent.mkdir()
    playbook.write_text("- import_playbook: privatelink.azure_ai.validate\n")
    arguments = ["-i", inventory, "-vvvv", "-e", '{"validate_fail_on": "never"}']
    command = ["ansible-playbook", playbook, *arguments]
    if request.param == "ansible-runner":
        pytest.importorskip("ansible_runner")
        runner = [os.path.join(os.path.dirname(shutil.which("ansible-playbook") or ""), "ansible-runner"), "run"]
        command = [*runner, directory / "private", "-p", playbook, "--inventory", inventory, "-vvvv", "--ident", "1"]
    done = subprocess.run(
        command, capture_output=True, text=True, errors="replace", check=False, cwd=directory, env=environment
    )
    texts = {"output": done.stdout + done.stderr, **_texts(directory, directory / "given")}
    texts.update(_texts(directory / "given/reports"))
    # The runner itself keeps the environment that it was started with.
    texts.pop("private/artifacts/1/command", None)
    return texts


def test_every_host_was_heard(spread, request):
    hosts = set(RUNS[request.node.callspec.params["spread"]])
    document = json.loads(spread["verdict.json"])
    heard = {check["host"] for check in document["accounts"][0]["checks"]}
    assert hosts <= heard, spread["output"][-3000:]
    failed = {check["host"] for check in document["accounts"][0]["checks"] if check["code"] == "host_failed"}
    assert failed == {name for name in hosts if not name.startswith("said")}
    assert "***" in spread["verdict.json"] and "I was told *** " in spread["verdict.json"]
    assert {FORMATS[name].FILE for name in FORMATS} <= set(spread)
    assert "everything.jsonl" in spread or any("job_events" in name for name in spread)


@pytest.mark.parametrize("secret", PLANTED)
def test_no_text_has_a_credential(spread, secret):
    value = PLANTED[secret]
    forms = {name: form(value) for name, form in FORMS.items()}
    # Of base64 what does not depend on what stands before.
    parts = {name: form if name in ("plain", "upper", "url") else form[12:36] for name, form in forms.items()}
    shown = {where: [name for name, part in parts.items() if part in text] for where, text in spread.items()}
    assert {where: found for where, found in shown.items() if found} == {}
