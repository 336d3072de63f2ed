# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""What the catalogue says about one code."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

# The path, in the order in which a request meets its links; what stands beside it comes last.
LINKS = ("host", "dns", "tcp", "proxy", "tls", "gate", "auth", "model", "azure", "egress")

# A step that is typed as it is, maybe with words before it, and what a shell takes as it is: lists have spaces.
_COMMAND = re.compile(r"(^|: |; do )az ")
_PLAIN = re.compile(r"[\w@%+=:,./ -]*")

# Where reports send their readers for more about a code.
FINDINGS_URL = "https://github.com/privatelink/azure_ai/blob/main/docs/findings.md"

LEARN = "https://learn.microsoft.com/azure/"

# From the network interface: the endpoint's own customDnsConfigs is empty once it has a DNS zone group.
ENDPOINT_ADDRESSES = (
    "az network nic show --ids $(az network private-endpoint show --resource-group <resource-group> "
    "--name <private-endpoint> --query 'networkInterfaces[0].id' --output tsv) --query "
    "'ipConfigurations[].[privateIPAddress, privateLinkConnectionProperties.fqdns]'"
)


@dataclass(frozen=True)
class ByManager:
    """A step of a remedy that is typed differently, by who manages the host's resolver.

    C(title) says what it does; C(commands) maps the values of C(dns.host.resolver) to steps, C(unknown) are the steps
    where nobody knows.
    """

    title: str
    commands: dict
    unknown: tuple

    def steps(self, manager):
        """Return the steps for one manager, never those for another."""
        return self.commands.get(manager, self.unknown)


@dataclass(frozen=True)
class Variant:
    """What a code says under a condition of its own. A text that is left out is that of the code itself."""

    when: str
    summary: str = ""
    cause: str = ""
    remedy: tuple = ()
    docs: tuple = ()

    def texts(self):
        """Return the texts that take the place of the code's own, by field."""
        texts = {key: getattr(self, key) for key in ("summary", "cause", "remedy", "docs")}
        return {key: text for key, text in texts.items() if text}


@dataclass(frozen=True)
class Finding:
    """One code of the catalogue.

    The texts may hold fields in braces (C({name}), C({zone}), ...), filled in by the judge; a field that nobody
    knows is shown as C(<field>), to be replaced by the reader. C(explains) lists the codes that this one is the
    reason for. C(variants) maps the names of conditions to a Variant; the judge says which condition holds. C(detected)
    tells in one sentence what is looked at, and by which module or filter.
    """

    code: str
    summary: str
    cause: str
    remedy: tuple
    docs: tuple = ()
    detected: str = ""
    severity: str = "error"
    explains: tuple = ()
    variants: dict = field(default_factory=dict)

    @property
    def link(self):
        """Return the link of the path to which the code belongs."""
        prefix = self.code.partition("_")[0]
        return "gate" if prefix == "http" else prefix

    def under(self, condition):
        """Return the finding with the texts of a variant, itself when no condition is named."""
        return replace(self, **self.variants[condition].texts()) if condition else self

    def steps(self, fields):
        """Return the steps of the remedy as texts, filled in; the field C(resolver) says who manages the host's."""
        chosen = []
        for step in self.remedy:
            chosen += step.steps(fields.get("resolver")) if isinstance(step, ByManager) else [step]
        quoted = {key: _quoted(value) for key, value in fields.items()}
        return [fill(text, quoted if _COMMAND.search(text) else fields) for text in chosen]


def _quoted(value):
    """Return a value as a shell takes it: in single quotes where it must be, such as one with brackets."""
    plain = not isinstance(value, str) or _PLAIN.fullmatch(value) or "'" in value
    return value if plain else f"'{value}'"


class _Fields(dict):
    def __missing__(self, key):
        return f"<{key.replace('_', '-')}>"


def fill(text, fields):
    """Return a text of the catalogue with its fields filled in from a mapping; empty values count as unknown."""
    return text.format_map(_Fields((key, value) for key, value in fields.items() if value not in (None, "")))


def findings_url(code):
    """Return the address of what the catalogue says about one code; without a code, that of the catalogue."""
    return f"{FINDINGS_URL}#{code}" if code else FINDINGS_URL
