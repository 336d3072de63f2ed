# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""docs/variables.md, the reference of all that a user may set."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable

from antsibull_docs_parser import dom
from antsibull_docs_parser.parser import Context, parse
from variables import ACCOUNT_OPTIONS, DISCOVERY_OPTIONS, HOST, PATTERN, RUN, SUM, Variable, options, variables

WIDTH = 140

HEAD = """\
# Variables

Everything that a user may set for the playbooks and roles: what it means, its type and default, where it can be set, who reads it, and an
example. [The validation](validation.md) explains how the declarations are checked. `gate_on`, the only variable of the playbook `gate`, is in
[branching on the verdict](reports.md#branching-on-the-verdict).

This page is generated from the argument specs of the roles and the inputs of `check_declarations`: `make docs` updates it, and fails once so
that the update is committed.

{index}
## Where a variable can be set

| place | how |
|---|---|
| host, group | in the inventory: beside a host or a group, in `host_vars` or `group_vars` |
| play | `vars` of `import_playbook` in a playbook of yours; for roles, of the play or the role too |
| extra variable | `-e name=value`; lists and mappings as JSON, `-e '{{"name": ["value"]}}'`, or from a file, `-e @file.yml` |
| survey | the answer to a question of a survey in AAP or AWX, which is an extra variable: a text, for lists and mappings their JSON |

Extra variables take precedence over those of plays, these over those of hosts, and these over those of groups. The playbooks `validate` and
`site` read all variables before a host is contacted; templates in them may use variables and lookups, but neither facts nor `hostvars`.
"""

SECTIONS = {
    HOST: (
        "Hosts",
        "Hosts may have different values of these. `validate` and `site` read them for each selected host.",
    ),
    RUN: ("The run", "These hold for the run: hosts that declare them must have the same value."),
}
ROLE = ("The role {role}", "Only the role [{role}](../roles/{role}/README.md) reads these{playbooks}.")
DIFFER = {HOST: "hosts may differ", RUN: "one value for the run"}


def variables_page() -> str:
    """The text of docs/variables.md."""
    found = variables()
    titles = {scope: SECTIONS.get(scope, ROLE)[0].format(role=scope) for scope in found}
    parts = [HEAD.format(index=_index(found, titles))]
    for scope, each in found.items():
        playbooks = each[0].playbooks
        named = " and ".join(f"`{name}`" for name in playbooks)
        text = SECTIONS.get(scope, ROLE)[1]
        by = f", in the playbook{'s' * (len(playbooks) > 1)} {named} too" if playbooks else ""
        parts.append(f"## {titles[scope]}\n\n{text.format(role=scope, playbooks=by)}\n")
        parts += [_entry(variable, scope) for variable in each]
        if scope == HOST:
            parts.append(
                _options(
                    "Options of an account",
                    "Each entry of `privatelink_accounts` has these. [Operations](validation.md#operations) says which\n"
                    "accounts have which operation.",
                    ACCOUNT_OPTIONS,
                )
            )
        elif scope == RUN:
            parts.append(_options("Options of discovery", "`privatelink_discover` has these:", DISCOVERY_OPTIONS))
    return "\n".join(parts)


def _index(found: dict[str, list[Variable]], titles: dict[str, str]) -> str:
    lines = [
        f"- {titles[scope]}: {', '.join(f'[{each.name}](#{each.name})' for each in found[scope])}" for scope in found
    ]
    return "\n".join(map(_wrapped, lines)) + "\n"


def _entry(variable: Variable, scope: str) -> str:
    places = ", ".join(variable.places)
    if variable.name == SUM:
        places += "; those of all hosts together"
    elif scope in DIFFER and variable.name != PATTERN:
        places += f"; {DIFFER[scope]}"
    lines = [
        f"### {variable.name}\n",
        f"{_wrapped(_meaning(variable))}\n",
        f"- Type: {_type(variable)}",
        f"- Default: {variable.default}",
        f"- Where: {places}",
        f"- Read by: {_readers(variable)}\n",
        textwrap.indent(variable.text["example"], "      "),
    ]
    return "\n".join(lines)


def _type(variable: Variable) -> str:
    if not variable.valid:
        return variable.type
    one = ", each one of " if variable.type.startswith("list") else ", one of "
    separator = " " if variable.valid.startswith("from ") else one
    return f"{variable.type}{separator}{variable.valid}"


def _wrapped(text: str) -> str:
    return textwrap.fill(
        text, WIDTH, subsequent_indent="  " * text.startswith("- "), break_long_words=False, break_on_hyphens=False
    )


def _options(title: str, text: str, names: Iterable[str]) -> str:
    rows = [_option_row(each) for each in options() if each.name in names]
    return "\n".join(
        [
            f"### {title}\n",
            f"{text}\n",
            "| option | type | default | meaning | example |",
            "|---|---|---|---|---|",
            *rows,
            "",
        ]
    )


def _option_row(variable: Variable) -> str:
    example = " ".join(line.strip() for line in variable.text["example"].splitlines())
    cells = (f"`{variable.key}`", _type(variable), variable.default, _meaning(variable), f"`{example}`")
    return f"| {' | '.join(map(_cell, cells))} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _readers(variable: Variable) -> str:
    readers = {"playbook": variable.playbooks, "role": variable.roles}
    return "; ".join(
        f"{kind}{'s' * (len(names) > 1)} {', '.join(f'`{name}`' for name in names)}"
        for kind, names in readers.items()
        if names
    )


def _meaning(variable: Variable) -> str:
    if "meaning" in variable.text:
        return " ".join(variable.text["meaning"].split())
    description = variable.option["description"]
    return " ".join(map(markdown, [description] if isinstance(description, str) else description))


def markdown(text: str) -> str:
    """Return a paragraph of documentation in Ansible's markup as Markdown."""
    (paragraph,) = parse(text, Context(), errors="exception")
    return "".join(map(_part, paragraph))


def _part(part: dom.AnyPart) -> str:
    if isinstance(part, dom.TextPart):
        return part.text.replace("<", "&lt;")
    if isinstance(part, dom.PluginPart) and part.plugin.type == "role":
        role = part.plugin.fqcn.rpartition(".")[2]
        return f"[{role}](../roles/{role}/README.md)"
    if isinstance(part, dom.ModulePart):
        return f"`{part.fqcn.rpartition('.')[2]}`"
    if isinstance(part, dom.PluginPart):
        return f"`{part.plugin.fqcn.rpartition('.')[2]}`"
    if isinstance(part, (dom.OptionNamePart, dom.ReturnValuePart)):
        of = f" of `{part.plugin.fqcn.rpartition('.')[2]}`" if part.plugin else ""
        value = f"={part.value}" if part.value else ""
        return f"`{part.name}{value}`{of}"
    if isinstance(part, dom.OptionValuePart):
        return f"`{part.value}`"
    if isinstance(part, dom.CodePart):
        return f"`{part.text}`"
    if isinstance(part, dom.EnvVariablePart):
        return f"`{part.name}`"
    raise ValueError(f"{part} has no Markdown here")
