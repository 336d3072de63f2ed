# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a module's result may be: its documented shape, and no more than was asked for."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._observation import schema
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._observation.schema import Malformed, conforming
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._observation.schemas import SCHEMAS
from ansible_collections.privatelink.azure_ai.tests.unit.support.shapes import anything, values

SHAPE = {
    "items": [{"text": "str", "count": "int", "seconds": "float", "good": "bool", "more": "dict", "list": ["str"]}]
}
RESULTS = {module: values(shape) | anything for module, shape in SCHEMAS.items()}


def item(**values):
    """Return a result with one item."""
    return {"items": [values]}


@pytest.mark.parametrize(
    "result, message",
    [
        pytest.param(5, "result: a int stands where a mapping is documented", id="number"),
        pytest.param({}, "result: 'items' is missing", id="nothing"),
        pytest.param({"items": None}, "result: 'items' is missing", id="null"),
        pytest.param({"items": [], "x" * 999: 5}, f"result: '{'x' * 77}...' is not documented", id="long unknown key"),
        pytest.param({"items": {}}, "result.items: a dict stands where a list is documented", id="mapping for a list"),
        pytest.param({"items": "text"}, "result.items: a str stands where a list is documented", id="text for a list"),
        pytest.param({"items": [None]}, "result.items: null stands in a list", id="null item"),
        pytest.param({"items": [5]}, "result.items[0]: a int stands where a mapping is documented", id="number item"),
        pytest.param(item(other=5), "result.items[0]: 'other' is not documented", id="unknown key"),
        pytest.param(
            item(text=5), "result.items[0].text: a int stands where str is documented", id="number for a text"
        ),
        pytest.param(
            item(count="5"), "result.items[0].count: a str stands where int is documented", id="text for a number"
        ),
        pytest.param(item(count=True), "result.items[0].count: a bool stands where int is documented", id="boolean"),
        pytest.param(item(count=1.5), "result.items[0].count: a float stands where int is documented", id="fraction"),
        pytest.param(item(good=1), "result.items[0].good: a int stands where bool is documented", id="no boolean"),
        pytest.param(item(seconds=float("nan")), "result.items[0].seconds: nan is not a number", id="nan"),
        pytest.param(item(seconds=float("inf")), "result.items[0].seconds: inf is not a number", id="infinity"),
        pytest.param(item(count=2**60), "result.items[0].count: the number is too large", id="large number"),
        pytest.param(item(seconds=10**400), "result.items[0].seconds: the number is too large", id="very large number"),
        pytest.param(
            item(more=[]), "result.items[0].more: a list stands where a mapping is documented", id="no mapping"
        ),
        pytest.param(item(more={"x": float("inf")}), "result.items[0].more: inf is not a number", id="free infinity"),
        pytest.param(
            item(more={"x": 10**400}), "result.items[0].more: the number is too large", id="free large number"
        ),
        pytest.param(
            item(more={"x": [[[[[[[[[]]]]]]]]]}),
            "result.items[0].more: it is larger, or deeper, than what the module returns",
            id="deep",
        ),
        pytest.param(
            item(more=dict.fromkeys(map(str, range(schema.MOST_KEYS + 1)))),
            "result.items[0].more: it is larger, or deeper, than what the module returns",
            id="many keys",
        ),
        pytest.param(
            item(text="x" * (schema.MOST_CHARACTERS + 1)),
            "result.items[0].text: it has 16385 characters, more than 16384",
            id="long text",
        ),
        pytest.param(
            item(more={"x" * (schema.MOST_CHARACTERS + 1): 1}),
            "result.items[0].more: it has 16385 characters, more than 16384",
            id="long key",
        ),
        pytest.param(
            item(list=["x"] * (schema.MOST_ITEMS + 1)),
            "result.items[0].list: it has 4097 items, more than 4096",
            id="many items",
        ),
        pytest.param(
            {"items": [{"list": ["x"] * 4000}] * 5},
            "the result has more values than the module returns",
            id="many values",
        ),
        pytest.param(item(list=["x" * 16000] * 40), "the result has more text than the module returns", id="much text"),
    ],
)
def test_what_does_not_conform(result, message):
    with pytest.raises(Malformed) as caught:
        conforming(result, SHAPE)
    assert message in str(caught.value)


def test_null_stands_for_a_value_that_is_not_known():
    result = item(text=None, count=None, more=None, list=None)
    assert conforming(result, SHAPE) == result


def test_more_is_allowed_where_more_was_asked_for():
    result = {"items": [{"list": ["x"] * 4}] * 6000}
    assert conforming(result, SHAPE, asked=6000) == result


def test_a_lone_surrogate_is_replaced():
    assert conforming(item(text="a\ud800b", more={"\udfff": "é"}), SHAPE) == item(text="a b", more={" ": "é"})


def test_what_controls_a_terminal_is_a_blank():
    """Also where it is no ASCII: Ansible shows results as JSON in which such characters stand as they are."""
    text = "a\x1b[2J\x9b2J\x9d0;b\u202ec\u2066\n\td"
    assert conforming(item(text=text), SHAPE) == item(text="a [2J 2J 0;b c \n\td")


def printed(value):
    if isinstance(value, dict):
        return {printed(key): printed(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [printed(inner) for inner in value]
    return "".join(each if each.isprintable() else " " for each in value) if isinstance(value, str) else value


@pytest.mark.parametrize("module", SCHEMAS)
@given(data=st.data())
@settings(max_examples=20)
def test_of_any_value_it_is_all_or_nothing(module, data):
    result = data.draw(RESULTS[module])
    try:
        assert printed(conforming(result, SCHEMAS[module], asked=3)) == printed(result)
    except Malformed as exc:
        assert str(exc).startswith("result")
