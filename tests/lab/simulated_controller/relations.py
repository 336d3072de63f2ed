# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Lists of an object that others are put into: POST {id}, or {id, disassociate}."""

from __future__ import annotations

from simulated_controller.answers import Json, NotRecorded, Refused
from simulated_controller.fields import TYPES
from simulated_controller.store import RELATIONS, Store

_LINKS = ("success_nodes", "failure_nodes", "always_nodes")


def change(store: Store, kind: str, number: int, relation: str, body: Json) -> None:
    wanted = RELATIONS[kind][relation]
    if not isinstance(body, dict) or set(body) - {"id", "disassociate"} or not isinstance(body.get("id"), int):
        raise NotRecorded(f"POST to {relation} with {body!r}")
    if body["id"] not in store.objects[wanted]:
        raise Refused(400, {"detail": f"{TYPES[wanted].model} matching query does not exist."})
    linked = store.links[kind, number, relation]
    if body.get("disassociate"):
        if body["id"] not in linked:
            raise NotRecorded(f"taking {body['id']} from {relation}, where it is not")
        linked.remove(body["id"])
        return
    if relation in _LINKS:
        _check_link(store, number, relation, body["id"])
    elif relation == "credentials":
        _check_credential(store, kind, number, body["id"])
    elif relation == "input_inventories" and (
        store.objects[kind][number]["kind"] != "constructed" or store.objects[wanted][body["id"]]["kind"]
    ):
        raise NotRecorded("an input of this inventory")
    if body["id"] not in linked:
        linked.append(body["id"])


def _check_link(store: Store, parent: int, relation: str, child: int) -> None:
    nodes = store.objects["workflow_job_template_node"]
    if nodes[parent]["workflow_job_template"] != nodes[child]["workflow_job_template"]:
        raise NotRecorded("a link between two workflows")
    if parent == child:
        raise Refused(400, {"Error": "Cycle detected."})
    kind = "workflow_job_template_node"
    if any(child in store.links.get((kind, parent, other), []) for other in _LINKS if other != relation):
        raise Refused(400, {"Error": "Relationship not allowed."})
    workflow = [
        n for n, node in nodes.items() if node["workflow_job_template"] == nodes[parent]["workflow_job_template"]
    ]
    edges = {node: {c for name in _LINKS for c in store.links.get((kind, node, name), [])} for node in workflow}
    edges[parent].add(child)
    if _cycle_from_roots(edges):
        raise Refused(400, {"Error": "Cycle detected."})


def _cycle_from_roots(edges: dict[int, set[int]]) -> bool:
    """Look as AWX does: from the nodes without a parent only, so that it misses a cycle that none of them reaches."""
    roots = set(edges) - {child for children in edges.values() for child in children}
    if not roots:
        return True

    def loops(node: int, above: frozenset[int]) -> bool:
        return node in above or any(loops(child, above | {node}) for child in edges[node])

    return any(loops(root, frozenset()) for root in roots)


def _check_credential(store: Store, kind: str, number: int, credential: int) -> None:
    entry = store.objects["credential"][credential]
    same_type = [
        other
        for other in store.links.get((kind, number, "credentials"), [])
        if other != credential and store.objects["credential"][other]["credential_type"] == entry["credential_type"]
    ]
    if same_type:
        raise NotRecorded("a second credential of one type (AWX refuses it)")
    if kind != "workflow_job_template_node":
        return
    template = store.target(store.objects[kind][number], "unified_job_template")
    if template is None or template["type"] != "job_template":
        raise NotRecorded("a credential of a node without a job template")
    if not template["ask_credential_on_launch"]:
        raise Refused(400, {"msg": "Related template is not configured to accept credentials on launch."})
    if credential in store.links.get(("job_template", template["id"], "credentials"), []):
        raise Refused(400, {"msg": f"Related template already uses {entry['name']} credential."})
