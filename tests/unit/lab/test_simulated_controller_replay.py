# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The requests that were recorded, in their order, against the stand-in: it answers each as AWX did.

An answer in recorded.json is shorter than AWX's: without times, links, roles and empty fields. What it has must be
there; a list must have the same objects in the same order.
"""

from __future__ import annotations

import json
from base64 import b64encode
from http.client import HTTPConnection
from urllib.parse import urlsplit

from simulated_controller import Controller
from simulated_controller.fields import DATA

RECORDED = json.loads((DATA / "recorded.json").read_text(encoding="utf-8"))
WHOLE = ("extra_data", "inputs", "injectors", "messages", "spec")  # not shortened
REPAIRED = {
    "name": "pl-project",
    "description": "wrapper playbooks",
    "local_path": "privatelink",
    "organization": 2,
    "default_environment": 3,
}


def ask(controller: Controller, who: str, method: str, path: str, body: object) -> tuple[int, object]:
    authorization = {
        "admin": f"Bearer {controller.token}",
        "plain": "Basic " + b64encode(b"plain:***").decode(),
        "nobody": "Bearer nobody's",
    }[who]
    content = body if isinstance(body, str) else json.dumps(body)
    connection = HTTPConnection(urlsplit(controller.url).netloc)
    headers = {"Authorization": authorization, "Content-Type": "application/json"}
    connection.request(method, path, None if body is None else content.encode(), headers)
    response = connection.getresponse()
    answer = response.read().decode()
    connection.close()
    is_json = response.headers.get("Content-Type") == "application/json"
    return response.status, json.loads(answer) if is_json else answer or None


def repair(controller: Controller) -> None:
    """What was done between two recordings: the project was made again, with its old id, and given to its templates."""
    store = controller.store
    store.remove(store.add("project"))
    store.put("project", 4, **REPAIRED)
    for template in (5, 6, 7):
        store.objects["job_template"][template]["project"] = 4


def differences(expected: object, actual: object, where: str = "") -> list[str]:
    """Return where the answer lacks something, or has something else."""
    if isinstance(expected, dict) and set(expected) == {"object"}:
        return differences(RECORDED["objects"][expected["object"]], actual, where)
    if isinstance(expected, dict) and isinstance(actual, dict) and not where.endswith(WHOLE):
        return [
            line for name, value in expected.items() for line in differences(value, actual.get(name), f"{where}.{name}")
        ]
    if isinstance(expected, list) and isinstance(actual, list) and len(expected) == len(actual):
        pairs = enumerate(zip(expected, actual))
        return [line for index, (one, other) in pairs for line in differences(one, other, f"{where}[{index}]")]
    return [] if expected == actual else [f"{where}: {expected!r}, here {actual!r}"]


def test_every_answer():
    found = []
    with Controller(local_paths=("errors", "privatelink")) as controller:
        for part, who, method, path, body, status, expected in RECORDED["requests"]:
            if method == "repair":
                repair(controller)
                continue
            actual_status, actual = ask(controller, who, method, path, body)
            if isinstance(expected, list) and isinstance(actual, dict):  # one page
                actual = actual["results"]
            if path.endswith("/ping/"):
                actual["instance_groups"] = [group["name"] for group in actual["instance_groups"]]
            lines = [] if status == actual_status else [f"{status}, here {actual_status}: {actual}"]
            lines += differences(expected, actual) if expected is not None else []
            found += [f"{part}: {method} {path}: {line}" for line in lines]
        assert controller.unknown == []
    assert found == []
