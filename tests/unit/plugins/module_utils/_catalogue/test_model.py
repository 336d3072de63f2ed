# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest

from ansible_collections.privatelink.azure_ai.plugins.module_utils._catalogue.model import (
    ByManager,
    Cause,
    Command,
    Finding,
    Note,
    fields_of,
    findings_url,
    remedy,
)


def typed(text, **fields):
    """The first step that a command becomes."""
    return remedy([Command(text)], fields)[0]["text"]


@pytest.mark.parametrize(
    "text, fields, line",
    [
        pytest.param(
            "az show --name {account}", {"account": "rg(ai)"}, "az show --name 'rg(ai)'", id="quoted where it must be"
        ),
        pytest.param(
            "az show --name {account}", {"account": "example"}, "az show --name example", id="plain where it may be"
        ),
        pytest.param(
            "for a in {nameserver:words}; do",
            {"nameserver": "10.0.0.1 10.0.0.2"},
            "for a in 10.0.0.1 10.0.0.2; do",
            id="word by word",
        ),
        pytest.param(
            "for a in {nameserver:words}; do",
            {"nameserver": ["10.0.0.1", "::1"]},
            "for a in 10.0.0.1 ::1; do",
            id="a list",
        ),
        pytest.param(
            "nmcli dns {nameserver}",
            {"nameserver": "10.0.0.1 10.0.0.2"},
            "nmcli dns '10.0.0.1 10.0.0.2'",
            id="several in one word",
        ),
        pytest.param(
            "nmcli dns {nameserver}",
            {"nameserver": ["10.0.0.1", "10.0.0.2"]},
            "nmcli dns '10.0.0.1 10.0.0.2'",
            id="a list in one word",
        ),
        pytest.param(
            "dig @{server_address}{server_port:?-p} x",
            {"server_address": "::1", "server_port": 5353},
            "dig @::1 -p 5353 x",
            id="an option",
        ),
        pytest.param(
            "dig @{server_address}{server_port:?-p} x",
            {"server_address": "::1"},
            "dig @::1 x",
            id="an option that is not needed",
        ),
        pytest.param("a --set 'b[0]'={name}", {"name": "it's"}, "a --set 'b[0]'='it'\"'\"'s'", id="behind quotes"),
        pytest.param("a {name}", {}, "a <name>", id="not known"),
        pytest.param("a {name}", {"name": ""}, "a <name>", id="empty"),
    ],
)
def test_a_command_is_filled_in(text, fields, line):
    assert typed(text, **fields) == line


def test_a_word_of_its_own_is_quoted_as_a_whole():
    step = Command("grep -E {pattern} /etc/hosts", words=(("pattern", "^{name_pattern}$"),))
    assert remedy([step], {"name_pattern": "a[.]b"})[0]["text"] == "grep -E '^a[.]b$' /etc/hosts"
    assert [each["text"] for each in remedy([step], {})] == [
        "grep -E '^<name-pattern>$' /etc/hosts",
        "Fill in <name-pattern>: the endpoint's host name, each dot as [.].",
    ]


def test_a_placeholder_is_explained_once():
    steps = [Command("a {vnet_id}"), Command("b {vnet_id} {account}", changes=True)]
    assert [each["text"] for each in remedy(steps, {})] == [
        "a <vnet-id>",
        "Fill in <vnet-id>: the virtual network's resource id.",
        "b <vnet-id> <account>",
        "Fill in <account>: the account's name.",
    ]


def test_looking_leaves_out_commands_that_change_something_and_what_to_fill_in_there():
    steps = [Command("a {vnet_id} {account}", changes=True), Command("b {vnet_id}"), Note("c")]
    assert [each["text"] for each in remedy(steps, {}, looking=True)] == [
        "b <vnet-id>",
        "Fill in <vnet-id>: the virtual network's resource id.",
        "c",
    ]


def test_the_condition_of_a_command_is_filled_in_as_it_is():
    (step,) = remedy([Command("a", when="if {server_address} is $it", changes=True)], {"server_address": "a b"})
    assert step == {"kind": "command", "text": "a", "when": "if a b is $it", "changes": True}


@pytest.mark.parametrize(
    "value, reason",
    [
        ("a\nb", r"'a\nb' holds characters that do not print"),
        ("-x", "'-x' would be read as an option or as the name of a file"),
        ("@x", "'@x' would be read as an option or as the name of a file"),
        ("x\x1b" + "y" * 200, "y...' holds characters that do not print"),
    ],
)
def test_a_command_that_cannot_be_typed_is_left_out_with_a_reason(value, reason):
    (step,) = remedy([Command("az show --name {account}", when="if it is yours", changes=True)], {"account": value})
    assert (step["kind"], step["when"], step["changes"]) == ("note", None, False)
    assert step["text"].startswith("A command is left out here: it needs the account's name, and '")
    assert step["text"].endswith(reason + ".") and step["text"].isprintable()


@pytest.mark.parametrize("manager, text", [("static", "a"), ("somebody", "b"), (None, "b")])
def test_steps_are_those_of_the_manager(manager, text):
    steps = [ByManager("Title", {"static": (Note("a"),)}, (Note("b"),)), Note("c")]
    assert [step["text"] for step in remedy(steps, {"resolver": manager})] == [text, "c"]


def test_fields_are_found_wherever_they_stand():
    steps = [
        Note("{host}"),
        Command("a {name} {word}", when="{zone}", words=(("word", "{label}"),)),
        ByManager("Title", {"static": (Command("{interface}"),)}, (Note("{error}"),)),
    ]
    assert fields_of(steps) == {"host", "name", "zone", "label", "interface", "error"}


def test_a_cause_takes_what_it_leaves_out_from_the_usual_one():
    usual = Cause("summary", "Why.", (Note("Do."),), ("https://example.org",))
    finding = Finding("dns_private", "dns", (usual, Cause(id="other", when="else", why="Other.")), "Seen.")
    assert finding.under() is usual
    assert finding.under("other") == Cause("summary", "Other.", usual.remedy, usual.docs, "other", "else")


def test_a_cause_that_the_code_does_not_have_is_an_error():
    with pytest.raises(KeyError, match="other"):
        Finding("dns_private", "dns", (Cause(),), "Seen.").under("other")


@pytest.mark.parametrize("each", [Command("a"), Note("b"), Cause(), ByManager("c", {}, ())])
def test_the_catalogue_cannot_be_changed(each):
    with pytest.raises(FrozenInstanceError):
        each.text = "x"


def test_a_code_has_an_address():
    assert findings_url("dns_private").endswith("/docs/findings.md#dns_private")
    assert findings_url(None).endswith("/docs/findings.md")
