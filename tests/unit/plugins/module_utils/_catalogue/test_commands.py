# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Each step of each remedy, whatever its fields hold. The filled commands are run, with stubs for all programs."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from dataclasses import replace

import pytest

from ansible_collections.privatelink.azure_ai.plugins.module_utils._catalogue import model
from ansible_collections.privatelink.azure_ai.plugins.module_utils._catalogue.catalogue import CATALOGUE
from ansible_collections.privatelink.azure_ai.plugins.module_utils._catalogue.causes.causes import FAMILIES
from ansible_collections.privatelink.azure_ai.plugins.module_utils._catalogue.fields import FIELDS
from ansible_collections.privatelink.azure_ai.plugins.module_utils._catalogue.model import (
    ByManager,
    Command,
    Note,
    Setting,
    fields_of,
    placeholder,
    remedy,
)
from ansible_collections.privatelink.azure_ai.plugins.module_utils._catalogue.repairs import REPAIRS

PLACEHOLDER = re.compile(r"<[a-z][a-z-]*>")


def every_step():
    """Each step of the catalogue: of each cause, and of each manager of a resolver."""
    for code, finding in CATALOGUE.items():
        for cause in finding.causes:
            steps = [step for step in cause.remedy if not isinstance(step, ByManager)]
            yield from ((f"{code}, {cause.id}, {number}", step) for number, step in enumerate(steps, 1))
    for family in FAMILIES:
        for place, candidate in enumerate(family.candidates, 1):
            steps = [step for step in (*candidate.looks, *candidate.remedy) if not isinstance(step, ByManager)]
            about = f"{candidate.cause}, {family.name} {place}"
            yield from ((f"{about}, {number}", step) for number, step in enumerate(steps, 1))
    for repair in REPAIRS:
        for manager, steps in {**repair.commands, "unknown": repair.unknown}.items():
            yield from ((f"{repair.title}, {manager}, {number}", step) for number, step in enumerate(steps, 1))


STEPS = dict(every_step())


def grouped(accepted=lambda _step: True):
    """The steps of a kind, together with all others of their code, cause or repair: thousands of tests cost more than they do."""
    groups = {}
    for name, step in STEPS.items():
        if accepted(step):
            groups.setdefault(name.partition(", ")[0], []).append(step)
    return [pytest.param(steps, id=name) for name, steps in groups.items()]


def is_command(step):
    return isinstance(step, Command)


EVERY = grouped()
COMMANDS = grouped(is_command)
TO_BE_COPIED = grouped(lambda step: isinstance(step, (Command, Setting)))
FILLED_IN = grouped(lambda step: is_command(step) and model._command_fields(step))

# A value of each shape, else one that needs no quotes.
PLAIN = {
    "collection_priority": "1000",
    "direction": "Inbound",
    "free_priority": "100",
    "group_step": "add",
    "name_pattern": "example[.]openai[.]azure[.]com",
    "next_priority": "101",
    "policies_without_routes": "Disabled",
    "peer_port": "443",
    "server_port": "5353",
}
PLAIN = {field: PLAIN.get(field, "10.0.14.4" if known.shape else "example") for field, known in FIELDS.items()}

# None holds what no command takes: a character that does not print, or a dash in front.
HOSTILE = (
    "x$(pwned)",
    "x`pwned`",
    "x;pwned",
    "x|pwned",
    "x&pwned",
    "x&&pwned",
    "x'pwned'",
    "x';pwned;'",
    '";pwned;"',
    "x'\"'\"';pwned",
    "x>pwned",
    "x<pwned",
    "x\\",
    "x\\';pwned",
    "${IFS}pwned",
    "$HOME",
    "q7*",
    "q7?",
    "~q7",
    "#q7",
    "!pwned",
    "{q7,b}",
    "x)pwned",
    "x);pwned",
    "[q7]",
    "=q7",
    "%sq7",
)
SPACED = ("x pwned", "x ; pwned", "x $(pwned) y", "x' pwned 'y", "x # y")
UNPRINTABLE = ("x\npwned", "x\r\npwned", "x\x00", "x\x1b[2J", "x\u2028pwned", "x\u202ey", "x\tpwned", "\n", "x\ud800")
OPTIONS = ("-x", "--output", "-", "@/etc/passwd")


@pytest.fixture
def shapeless(monkeypatch):
    """Any value that prints may stand in a command: what quoting alone does."""
    monkeypatch.setattr(model, "FIELDS", {field: replace(known, shape=None) for field, known in FIELDS.items()})


@pytest.fixture(scope="module")
def bash():
    return shutil.which("bash") or pytest.skip("bash is not installed")


@pytest.fixture(scope="module")
def stubs(bash, tmp_path_factory):
    """Return a file by which every program that a command names is a function that does nothing: no process to start."""
    programs = tmp_path_factory.mktemp("programs")
    words = {
        word for step in STEPS.values() if isinstance(step, Command) for word in re.findall(r"[a-z][a-z-]+", step.text)
    }
    own = subprocess.run([bash, "-c", "compgen -bk"], check=True, capture_output=True, text=True).stdout.split()
    functions = programs / "functions"
    functions.write_text("".join(f"{name}() {{ :; }}\n" for name in sorted(words - set(own))))
    (programs / "pwned").write_text('#!/bin/sh\n: > "$MARKER"\n')
    (programs / "pwned").chmod(0o755)
    return functions


def filled(step, value):
    """The step as documents have it, with one value in every field, without the notes behind it."""
    return remedy([step], dict.fromkeys(FIELDS, value))[0]


@pytest.mark.parametrize("steps", EVERY)
def test_a_step_is_what_it_says_it_is(steps):
    for step in steps:
        shown, *behind = remedy([step], {})
        assert set(shown) == {"kind", "text", "when", "changes"}
        assert all(each["kind"] == "note" and each["text"].startswith("Fill in ") for each in behind)
        if isinstance(step, Note):
            assert (shown["kind"], shown["when"], shown["changes"], behind) == ("note", None, False, [])
            assert step.text[0].isupper() or step.text.startswith("resolvectl ")
            if isinstance(step, Setting):
                # Nothing stands behind what is to be copied.
                assert re.match(r"In [^:]+: \S.*\S$", step.text) and shown["text"].isprintable()
            else:
                assert step.text.endswith(".") or re.search(r"https://\S+$", step.text)
        else:
            assert (shown["kind"], shown["when"] is None, shown["changes"]) == (
                "command",
                step.when is None,
                step.changes,
            )
            assert shown["text"].isprintable() and not shown["text"].endswith(".")
            # Shown behind a colon, with a capital.
            assert step.when is None or (re.match(r"if [a-z{]", step.when) and step.when[-1] not in ".:,")


@pytest.mark.parametrize("steps", TO_BE_COPIED)
def test_what_is_to_be_copied_survives_being_shown_by_ansible(steps):
    for step in steps:
        # It shows them as JSON: what it would escape there could not be copied. What looks like a template is one to it.
        text = remedy([step], PLAIN)[0]["text"]
        assert not set('\\"') & set(text) and not any(begins in text for begins in ("{{", "{%", "{#"))


@pytest.mark.parametrize("steps", COMMANDS)
def test_no_field_stands_inside_quotes(steps):
    for step in steps:
        quoted = None
        for literal, field, _spec in model._parsed(step.text):
            for character in literal:
                if character == quoted:
                    quoted = None
                elif quoted is None and character in "'\"":
                    quoted = character
            assert not (field and quoted), field
        assert quoted is None


@pytest.mark.parametrize("steps", COMMANDS)
def test_every_field_is_explained(steps):
    for step in steps:
        in_command = {field for field, _spec in model._command_fields(step)}
        assert in_command <= set(FIELDS)


def test_no_field_of_the_table_has_left_the_catalogue():
    assert set(FIELDS) <= fields_of(STEPS.values())


@pytest.mark.parametrize("steps", COMMANDS)
def test_what_is_known_is_filled_in(steps):
    for step in steps:
        shown, *behind = remedy([step], PLAIN)
        assert shown["kind"] == "command" and not PLACEHOLDER.search(shown["text"]) and not behind


@pytest.mark.parametrize("steps", COMMANDS)
def test_what_is_not_known_is_explained_behind_the_command(steps):
    for step in steps:
        shown, *behind = remedy([step], {})
        missing = dict.fromkeys(PLACEHOLDER.findall(shown["text"]))
        assert {placeholder(field) for field in model._placeholders(step)} == set(missing)
        assert len(behind) == bool(missing)
        for text in missing:
            assert f"{text}: {FIELDS[text[1:-1].replace('-', '_')].what}" in behind[0]["text"]


@pytest.mark.parametrize("steps", FILLED_IN)
def test_a_hostile_value_is_one_part_of_one_word(shapeless, steps):
    for step in steps:
        plain = shlex.split(filled(step, "x")["text"])
        for value in HOSTILE:
            shown = filled(step, value)
            assert shown["kind"] == "command"
            words = shlex.split(shown["text"])
            assert [word for word in words if value in word], shown["text"]
            # As many words as with a value that needs no quotes.
            assert len(words) == len(plain)


def run(bash, stubs, where, lines):
    """Return whether bash takes the lines without an error, and whether something in them ran."""
    here, marker, script = where / "here", where / "pwned", where / "script"
    here.mkdir()
    script.write_text("\n".join([f". {shlex.quote(str(stubs))}", *lines]), encoding="utf-8")
    done = subprocess.run(
        [bash, "--norc", script],
        cwd=here,
        check=False,
        capture_output=True,
        text=True,
        env={"PATH": str(stubs.parent), "MARKER": str(marker), "HOME": str(here)},
        stdin=subprocess.DEVNULL,
    )
    # At a line that it cannot parse bash ends with 2.
    if done.returncode or "command not found" in done.stderr:
        return done.stderr, True
    return None, marker.exists() or bool(list(here.iterdir()))


@pytest.mark.parametrize("steps", FILLED_IN)
def test_nothing_of_a_hostile_value_is_run(shapeless, bash, stubs, tmp_path, steps):
    lines = [filled(step, value)["text"] for step in steps for value in (*HOSTILE, *SPACED)]
    assert run(bash, stubs, tmp_path, lines) == (None, False)


@pytest.mark.parametrize("value", ["x$(pwned)", "x`pwned`", "x;pwned", "x|pwned", "x&&pwned", "x>pwned", "x\npwned"])
def test_what_is_not_quoted_would_be_noticed(bash, stubs, tmp_path, value):
    assert run(bash, stubs, tmp_path, [f"az show --name {value}"]) == (None, True)


@pytest.mark.parametrize("steps", COMMANDS)
def test_a_value_that_does_not_print_never_ends_the_line(steps):
    for step in steps:
        for value in UNPRINTABLE:
            for shown in remedy([step], dict.fromkeys(FIELDS, value)):
                assert shown["text"].isprintable() or shown["text"].encode("utf-8", "surrogatepass").isascii()
                assert (shown["kind"] == "note") == bool(model._command_fields(step))


@pytest.mark.parametrize("steps", COMMANDS)
def test_no_value_is_an_option_or_the_name_of_a_file(shapeless, steps):
    for step in steps:
        plain = shlex.split(filled(step, "x")["text"])
        for value in OPTIONS:
            shown = filled(step, value)
            if shown["kind"] == "command":
                words = shlex.split(shown["text"])
                assert len(words) == len(plain)
                assert not [
                    word
                    for word, other in zip(words, plain)
                    if word != other and word[0] in "-@" and other[0] not in "-@"
                ]
            else:
                assert shown["text"].startswith("A command is left out here: ")


def simple_commands(text):
    """The commands of a line, each without sudo and brackets."""
    parts = re.split(r"&&|\|\|?|; (?:done|do )|;|\$\(", re.sub(r"'[^']*'", "''", text))
    stripped = [re.sub(r"^sudo ", "", part.strip().strip("()").strip()) for part in parts]
    return [part for part in stripped if part and not part.startswith("for ")]


CHANGES = re.compile(
    r"az [a-z0-9 -]*?\b(create|delete|update|approve|add|add-filter-collection|recover|purge|remove|remove-record|login)( |$)|"
    r"ansible-playbook |ansible \S+ -i \S+ --become -m ansible.builtin.package |python3 -m pip install |pipx inject |"
    r"export |tee |mkdir |sed -i|"
    r"systemctl restart |resolvectl (dns|domain|flush-caches)|nmcli (connection (modify|up)|general reload) |networkctl reload|resolvconf -u|"
    r"update-ca-certificates( --fresh)?$|dnf reinstall |timedatectl set-ntp "
)
LOOKS = re.compile(
    r"az [a-z0-9 -]*?\b(list|show|list-effective-nsg|show-effective-route-table|get-access-token) |ansible \S+ -i \S+ -m ansible.builtin.ping$|"
    r"(curl|cut|dig|echo|getent|grep|head|ls|nc|ping|ps|traceroute) |nmcli -f |openssl (s_client|ciphers) |"
    r"resolvectl (query |status$)|networkctl status |ip (link show|route get )|"
    r"timedatectl$|ip -6 route$|nft list |iptables -S |update-crypto-policies --show$"
)


@pytest.mark.parametrize("steps", COMMANDS)
def test_a_command_says_whether_it_changes_anything(steps):
    for step in steps:
        commands = simple_commands(remedy([step], PLAIN)[0]["text"])
        changing = [command for command in commands if CHANGES.match(command)]
        looking = [command for command in commands if LOOKS.match(command)]
        assert sorted(changing + looking) == sorted(commands)
        assert step.changes == bool(changing)


@pytest.mark.parametrize(
    "field, value",
    [
        ("name_pattern", "a/e touch x;#"),
        ("name_pattern", "a|b"),
        ("nameserver", "10.0.0.1;x"),
        ("nameserver", "10.0.0.1\\nEvil=1"),
        ("server_address", "resolver.example"),
        ("server_port", "53 -f x"),
        ("group_step", "delete"),
        ("free_priority", "1 --access Deny"),
    ],
)
def test_a_value_that_another_language_would_read_is_refused(field, value):
    steps = [
        step for step in STEPS.values() if isinstance(step, Command) and field in dict(model._command_fields(step))
    ]
    assert steps
    for step in steps:
        shown = remedy([step], {**PLAIN, field: value})[0]
        assert (shown["kind"], shown["when"], shown["changes"]) == ("note", None, False)
        assert FIELDS[field].what in shown["text"] and shown["text"].endswith("does not look like one.")
