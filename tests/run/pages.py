# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The pages in docs/ that are made from the product's own tables."""

from __future__ import annotations

import re
import sys

import collection_copy
from project import CACHE, ROOT

collection_copy.refresh()
sys.path.insert(0, str(CACHE))
from ansible_collections.privatelink.azure_ai.plugins.module_utils._finding import LINKS  # noqa: E402
from ansible_collections.privatelink.azure_ai.plugins.module_utils._findings import CATALOGUE  # noqa: E402

TITLES = {
    "host": "The host that looks",
    "dns": "DNS",
    "tcp": "TCP",
    "proxy": "Proxies",
    "tls": "TLS",
    "gate": "HTTP and Azure's network gate",
    "auth": "Authentication",
    "model": "The model",
    "azure": "Azure's own side",
    "egress": "Exfiltration",
}

HEAD = """\
# Findings

Every code that a verdict can name, in the order of the path: host, dns, tcp, proxy, tls, gate, auth, model; beside it Azure's own side
and exfiltration. The first failing link is the root cause, unless another finding *explains* it.

An **error** fails its link. A **warning** is shown, and becomes the cause when it explains a later failure; findings about the host become
errors when the host's programs therefore reach something else than the endpoint. What stands in `<angle brackets>` is filled in where it is
known, or is yours to fill in.

This page is made from the catalogue: `make docs`.
"""


def findings_page():
    """The text of docs/findings.md."""
    parts = [HEAD]
    for link in LINKS:
        parts.append(f"## {TITLES[link]}\n")
        parts += [_entry(finding) for finding in CATALOGUE.values() if finding.link == link]
    return "\n".join(parts)


def _entry(finding):
    lines = [f"### {finding.code}\n", f"*{finding.severity}*: {_prose(finding.summary)}.\n", _prose(finding.cause) + "\n"]
    lines += [f"- {_prose(step)}" if step.endswith(".") else f"- `{_named(step)}`" for step in finding.remedy]
    if finding.remedy:
        lines.append("")
    if finding.explains:
        lines.append("Explains " + ", ".join(f"[{code}](#{code})" for code in finding.explains) + ".\n")
    lines.append("See " + ", ".join(f"<{link}>" for link in finding.docs) + ".\n")
    return "\n".join(lines)


def _named(text):
    return re.sub(r"{(\w+)}", lambda field: "<%s>" % field.group(1).replace("_", "-"), text)


def _prose(text):
    """Placeholders stand in code spans, or Markdown would take them for HTML."""
    return re.sub(r"(<[^>]+>)", r"`\1`", _named(text))


PAGES = {"findings.md": findings_page}


def write():
    """Writes every page; returns the names of those that were not as their tables say."""
    stale = []
    for name, page in PAGES.items():
        path = ROOT / "docs" / name
        if not path.exists() or path.read_text(encoding="utf-8") != page():
            path.write_text(page(), encoding="utf-8")
            stale.append(name)
    return stale
