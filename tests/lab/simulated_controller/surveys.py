# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Surveys: their form, and whether the answers to one are right."""

from __future__ import annotations

from simulated_controller.answers import Body, Json, NotRecorded, Refused

_QUESTION = {
    "choices",
    "default",
    "max",
    "min",
    "new_question",
    "question_description",
    "question_name",
    "required",
    "type",
    "variable",
}
_TYPES = ("text", "textarea", "password", "multiplechoice", "multiselect", "integer", "float")
_NEEDED = ("question_name", "variable", "required")


def checked(body: Json) -> Body:
    """Return the survey of a request; raise where AWX refuses it."""
    if not isinstance(body, dict) or set(body) != {"name", "description", "spec"} or not isinstance(body["spec"], list):
        raise NotRecorded(f"a survey of this form: {body!r}")
    if not body["spec"]:
        raise NotRecorded("a survey without questions")
    variables = set()
    for index, question in enumerate(body["spec"]):
        if "type" not in question:
            raise Refused(400, {"error": f"'type' missing from survey question {index}"})
        absent = [name for name in _NEEDED if name not in question]
        if absent or set(question) - _QUESTION or question["type"] not in _TYPES:
            raise NotRecorded(f"the survey question {question!r}")
        if question["variable"] in variables:
            raise NotRecorded(f"two questions for {question['variable']}")
        variables.add(question["variable"])
    return body


def errors(survey: Body, answers: Body, complete: bool) -> list[str]:
    """Return what AWX says to the answers; where not `complete`, only about those that are given."""
    found = []
    for question in survey["spec"]:
        name = question["variable"]
        if name in answers:
            found += _wrong(question, answers[name])
        elif complete and question["required"]:  # its default does not count
            found.append(f"'{name}' value missing")
    return found


def _wrong(question: Body, value: Json) -> list[str]:
    name, kind = question["variable"], question["type"]
    if kind == "multiplechoice":
        if value not in question["choices"]:
            return [f"Value {value} for '{name}' expected to be one of {question['choices']}."]
    elif kind == "integer":
        if not isinstance(value, int) or isinstance(value, bool) or value < question.get("min", value):
            raise NotRecorded(f"the answer {name}: {value!r}")
        if value > question.get("max", value):
            return [f"'{name}' value {value} is too large (must be no more than {question['max']})."]
    elif kind in ("text", "textarea"):
        if not isinstance(value, str) or not question.get("min", 0) <= len(value) <= question.get("max", len(value)):
            raise NotRecorded(f"the answer {name}: {value!r}")
    else:
        raise NotRecorded(f"an answer to a question of the type {kind}")
    return []
