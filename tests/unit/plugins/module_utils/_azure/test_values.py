# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What each reader makes of a value of Azure, and that the error of an odd one names the attribute that has it."""

from __future__ import annotations

import functools
from types import SimpleNamespace

import pytest

from ansible_collections.privatelink.azure_ai.plugins.module_utils._azure import values

ID = "/subscriptions/1/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/hub"
STATES = ("Approved", "Pending")
ONE_OF = functools.partial(values.one_of, STATES)
KNOWN = functools.partial(values.known, STATES)

# (reader, what it takes and returns, what is odd to it), by name.
READERS = {
    "text": (values.text, [("x", "x"), ("", ""), (None, None)], [5, True, ["x"]]),
    "required": (values.required, [("x", "x")], [None, "", 5]),
    "flag": (values.flag, [(True, True), (False, False), (None, False)], ["true", 1]),
    "known": (KNOWN, [("approved", "Approved"), ("New", "New"), (None, None)], [5]),
    "one_of": (ONE_OF, [("PENDING", "Pending")], [None, "", "New", 5]),
    "listed": (values.listed, [([], []), (["x"], ["x"])], [None, [None], "x", {}]),
    "items": (values.items, [(None, []), ([], []), (["x"], ["x"])], [["x", None], "x"]),
    "some": (values.some, [(["x"], ["x"])], [None, [], [None]]),
    "texts": (values.texts, [(None, []), (["x"], ["x"])], [["x", 5], [None], "x"]),
    "one": (values.one, [("x", "x")], [None]),
    "texts_by_key": (values.texts_by_key, [(None, {}), ({"a": "x"}, {"a": "x"})], [{"a": 5}, {"a": None}, "x", []]),
}
TAKEN = [
    pytest.param(reader, value, made, id=f"{name} {value!r}")
    for name, (reader, taken, _odd) in READERS.items()
    for value, made in taken
]
ODD = [
    pytest.param(reader, value, id=f"{name} {value!r}")
    for name, (reader, _taken, odd) in READERS.items()
    for value in odd
]
PLACES = [
    pytest.param(("here",), id="an attribute"),
    pytest.param(("outer", "here"), id="an attribute of an attribute"),
]


def holding(value, names):
    """Return an object that has a value at the end of the names that lead to it."""
    for name in reversed(names):
        value = SimpleNamespace(**{name: value})
    return value


@pytest.mark.parametrize("names", PLACES)
@pytest.mark.parametrize("reader, value, made", TAKEN)
def test_what_azure_documents_is_taken(reader, value, made, names):
    assert reader(holding(value, names), *names) == made


@pytest.mark.parametrize("names", PLACES)
@pytest.mark.parametrize("reader, value", ODD)
def test_an_odd_value_is_refused_by_the_name_of_its_attribute(reader, value, names):
    with pytest.raises(ValueError) as refused:
        reader(holding(value, names), *names)
    assert str(refused.value).startswith("here: ") and ": expected " in str(refused.value)


@pytest.mark.parametrize("reader, taken, _odd", READERS.values(), ids=READERS)
def test_what_the_way_to_a_value_misses_is_null(reader, taken, _odd):
    missing = SimpleNamespace(outer=None)
    of_null = [made for value, made in taken if value is None]
    if of_null:
        assert [reader(missing, "outer", "here")] == of_null
    else:
        with pytest.raises(ValueError, match=r"^here: None "):
            reader(missing, "outer", "here")


@pytest.mark.parametrize("outer", ["x", 5, [], {}], ids=["a text", "a number", "a list", "a mapping"])
@pytest.mark.parametrize("reader, _taken, _odd", READERS.values(), ids=READERS)
def test_nothing_is_concluded_from_a_plain_value_in_place_of_an_object(reader, _taken, _odd, outer):
    with pytest.raises(ValueError, match="^an odd value is in place of here"):
        reader(SimpleNamespace(outer=outer), "outer", "here")


@pytest.mark.parametrize("given", [None, "", "hub", "/subscriptions/1", 5])
def test_only_the_id_of_a_resource_is_a_reference(given):
    assert values.reference(holding(SimpleNamespace(id=ID), ("vnet",)), "vnet") == ID
    assert values.reference(SimpleNamespace(vnet=None), "vnet") is None
    with pytest.raises(ValueError):
        values.reference(holding(SimpleNamespace(id=given), ("vnet",)), "vnet")
