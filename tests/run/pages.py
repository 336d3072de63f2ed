# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The pages in docs/ that are made from the product's own tables."""

from __future__ import annotations

import functools
import json
import re
import sys

import collection_copy
from project import LANE, ROOT

collection_copy.refresh()
sys.path.insert(0, str(LANE))
from variables_page import variables_page

from ansible_collections.privatelink.azure_ai.plugins.module_utils._azure.services import FRONT_END_HEADERS
from ansible_collections.privatelink.azure_ai.plugins.module_utils._catalogue.catalogue import CATALOGUE
from ansible_collections.privatelink.azure_ai.plugins.module_utils._catalogue.causes.causes import (
    CANDIDATES,
    FAMILIES,
    SIGNALS,
)
from ansible_collections.privatelink.azure_ai.plugins.module_utils._catalogue.fields import FIELDS
from ansible_collections.privatelink.azure_ai.plugins.module_utils._catalogue.model import (
    LINKS,
    ByManager,
    Setting,
    fill,
    placeholder,
    remedy,
)
from ansible_collections.privatelink.azure_ai.plugins.module_utils._catalogue.repairs import REPAIRS
from ansible_collections.privatelink.azure_ai.plugins.module_utils._probe.answers import (
    ANSWERS,
    OUTCOMES,
)
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._document.text import condition_words
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._document.verdict_schema import SCHEMA

TITLES = {
    "host": "The host",
    "dns": "DNS",
    "tcp": "TCP",
    "proxy": "Proxies",
    "tls": "TLS",
    "gate": "HTTP and Azure's network rules",
    "auth": "Authentication",
    "model": "The model",
    "azure": "Azure's own side",
    "egress": "Egress to other accounts",
}

MANAGERS = {
    "static": "A file `/etc/resolv.conf` without a manager",
    "asked": "The nameserver comes from an option of the role, not from the host",
    "unknown": "The manager is not known",
}

# What a run adds to the name of a gateway, where the gateway names itself.
_NOT_NAMED = {"server_words": " (<server>)"}

REPAIRS_HEAD = """\
## On the host

These commands depend on what manages the host's resolver.
"""

PLACEHOLDERS_HEAD = """\
## Placeholders

A report fills in what is known. Replace whatever is left in `<angle brackets>`:

| placeholder | what it stands for |
|---|---|
"""

HEAD = """\
# Findings

Every code that a verdict can name, in the order of the path: host, dns, tcp, proxy, tls, gate (HTTP and the account's network rules), auth
(the credential), model; then Azure's own side, and egress to other accounts. The first failing link is the root cause, unless another finding
*explains* it.

An **error** fails its link. A **warning** is shown, and becomes the cause when it explains a later failure. An **info** is only shown. Findings
about the host become errors when they make the host's programs reach something other than the endpoint.

*Detected* says what is checked, and by what: the modules `privatelink_dns_facts`, `aoai_probe` and `private_endpoint_info`, the filter
`verdict` that judges, or a playbook. Where *Causes* are listed, their pages have the fix; otherwise it is the steps below *Detected*. A command
marked with * changes something; all others only read. Words in `<angle brackets>` stand for what a run observed. Those in the steps are
explained [at the end](#placeholders).

Some codes have another text and fix under a condition, **When ...**; the code stays the same. The commands [on the host](#on-the-host) depend on
the manager of its resolver (`host.resolver` of `privatelink_dns_facts`): a report shows only those for this manager.

This page is generated from the catalogue: `make docs` updates it, and fails once so that the update is committed.
"""


def findings_page():
    """The text of docs/findings.md."""
    parts = [HEAD]
    for link in LINKS:
        parts.append(f"## {TITLES[link]}\n")
        parts += [_entry(finding) for finding in CATALOGUE.values() if finding.link == link]
    placeholders = [f"| `{placeholder(field)}` | {known.what} |\n" for field, known in sorted(FIELDS.items())]
    return "\n".join([*parts, REPAIRS_HEAD, *map(_repair, REPAIRS), PLACEHOLDERS_HEAD + "".join(placeholders)])


def _entry(finding):
    usual, *others = finding.causes
    decided = CANDIDATES.get(finding.code)
    lines = [
        f"### {finding.code}\n",
        f"*{finding.severity}*: {_prose(usual.summary)}.\n",
        *([] if decided else [_prose(usual.why) + "\n"]),
        f"Detected: {_linked_answers(_prose(finding.detected))}\n",
    ]
    if decided:
        causes = dict.fromkeys(each.cause for each in decided)
        lines.append("Causes: " + ", ".join(_linked_cause(cause, finding.code) for cause in causes) + ".\n")
    else:
        lines += _steps(usual.remedy)
        for cause in others:
            lines += _cause(cause)
    if finding.explains:
        lines.append("Explains " + ", ".join(f"[{code}](#{code})" for code in finding.explains) + ".\n")
    links = dict.fromkeys(link for cause in finding.causes for link in cause.docs)
    lines.append("See " + ", ".join(f"<{link}>" for link in links) + ".\n")
    return "\n".join(lines)


def _linked_answers(text):
    return text.replace("docs/answers.md", "[answers](answers.md)")


def _cause(cause):
    texts = [f"{_prose(cause.summary)}."] * bool(cause.summary) + [_prose(cause.why)] * bool(cause.why)
    return [f"**When {_prose(cause.when)}:** {' '.join(texts)}".rstrip() + "\n", *_steps(cause.remedy)]


def _steps(steps, findings=""):
    lines = []
    for step in steps:
        by_manager = isinstance(step, ByManager)
        lines.append(f"- [{step.title}]({findings}#{_anchor(step.title)})." if by_manager else f"- {_step(step)}")
    return [*lines, ""] if lines else []


def _repair(step):
    lines = [f"### {step.title}\n"]
    for manager, commands in {**step.commands, "unknown": step.unknown}.items():
        lines += [f"{MANAGERS.get(manager, manager)}:\n", *(f"- {_step(command)}" for command in commands), ""]
    return "\n".join(lines)


def _anchor(title):
    """The anchor that Markdown gives to a heading."""
    return re.sub(r"[^a-z0-9 -]", "", title.lower()).replace(" ", "-")


def _step(step):
    shown = remedy([step], _NOT_NAMED)[0]
    if isinstance(step, Setting):
        place, _colon, line = shown["text"].partition(": ")
        return f"{_marked(place)}: `{line}`"
    if shown["kind"] == "note":
        return _marked(shown["text"])
    mark = " *" * shown["changes"]
    return " ".join(filter(None, [_marked(condition_words(shown)), f"`{shown['text']}`"])) + mark.replace("*", "\\*")


def _prose(text):
    return _marked(fill(text, _NOT_NAMED))


def _marked(text):
    """Placeholders stand in code spans, or Markdown would take them for HTML."""
    return re.sub(r"((?:https://)?<[^>]+>(?:[./]+(?:<[^>]+>|\w+))*/?)", r"`\1`", text)


ANSWERS_HEAD = """\
# Answers

How `aoai_probe` classifies the answer of an endpoint, and what each code means for the path.

Azure does not guarantee its messages: only this table depends on them. The first matching row counts. Case, spaces, a final dot and the form
of apostrophes do not matter; "..." stands for any text. A row matches by its message, or by its error code if it has one. With a different
message, or without the `policy-id` header of the row (gateways may strip it), the confidence is *medium*.

Azure's front end sets the headers {headers}. An answer without any of
these *front-end headers* has confidence *medium* at most, and *low* if only its error code matches, or if other servers use the same message
({common}).

This page is generated from the table: `make docs` updates it, and fails once so that the update is committed.

| status | message | error code | `policy-id` begins with | code | outcome | meaning |
|---|---|---|---|---|---|---|
"""

ANSWERS_RULES = """
Rules beyond the table:

- A redirect is `http_redirected` and is never followed. A compressed answer is `http_malformed`, as compression is not requested.
- An answer that has a front-end header and is declared as JSON, but is not valid JSON, is `http_malformed`.
- An answer without a front-end header that is not JSON, or not in a format of Azure's answers and errors, is `http_not_azure`: it comes from a
  proxy, a web application firewall or a captive portal. So is, without such a header, a 407, 413, 429, 470, 502, 503 or 504, and a 401 with
  `www-authenticate`.
- A 403 whose `policy-id` begins with `ThrowExceptionDueToTrafficDenied` is `gate_network_rules`, whatever its message or format, with
  confidence *medium*.
- A 400, 408, 409, 410, 413 or 500 with a front-end header, but with an unknown message or in another format, is `model_request_refused` if the
  request had a credential: it has passed the network rules and authentication.
- A 200 is `model_ok` if it has the content that the operation promises, otherwise `model_response_invalid`.
- A 401 that requires a credential is `auth_missing` if none was sent, otherwise `auth_key_invalid` or `auth_token_invalid`, depending on the
  credential. Right after a 429 its confidence is *low*: throttled accounts are known to refuse valid credentials.
- With a front-end header and in a format of Azure's errors, but with an unknown message, a 401 is one of these three codes, a 429 is
  `model_throttled`, and a 500 with the error code `server_error` is `model_server_error`, all with confidence *medium*.
- If the certificate was not verified for the account's name, every answer has confidence *low*.
- Any other answer is `http_unclassified`, and never a pass.

## Outcomes

What each code of a probe means for the path: *served*, the model or the list of models answered; *reachable*, Azure AI itself answered;
*denied*, the account's network rules refused the request; *unreachable*, the request did not reach the endpoint or got no answer; *unknown*,
anything else, which is never a pass. *served* meets `expect: reachable` too. [Findings](findings.md) explains each code.

| code | outcome | meaning |
|---|---|---|
"""


def answers_page():
    """The text of docs/answers.md."""
    answers = [
        _row(
            row.status,
            _said(row),
            " or ".join(map(_code, row.error_codes)),
            _code(row.policy),
            _linked(row.code),
            OUTCOMES[row.code],
            _meaning(row.code),
        )
        for row in ANSWERS
    ]
    outcomes = [_row(_linked(code), outcome, _meaning(code)) for code, outcome in OUTCOMES.items()]
    head = ANSWERS_HEAD.replace("{headers}", ", ".join(map(_code, FRONT_END_HEADERS))).replace(
        "{common}", ", ".join(_code(row.code) for row in ANSWERS if row.common)
    )
    return "".join([head, *answers, ANSWERS_RULES, *outcomes])


def _row(*cells):
    return "| %s |\n" % " | ".join(str(cell or "").replace("|", "\\|") for cell in cells)


def _said(row):
    begins = [f"{row.begins} ..."] if row.begins else []
    return " or ".join([row.equals] if row.equals else [*begins, *(f"... {part} ..." for part in row.contains)])


def _code(text):
    return f"`{text}`" if text else ""


def _linked(code):
    return f"[{code}](findings.md#{code})" if code in CATALOGUE else f"`{code}`"


def _meaning(code):
    return _prose(CATALOGUE[code].under().summary) if code in CATALOGUE else "the model answered"


CAUSES_HEAD = """\
# Causes: {title}

A code says what was observed; a cause says what is wrong, and where. A run decides among the causes of a code from everything that it observed:
all hosts and nameservers, both record types, the requests by name and by address, and Azure's side. A cause is **proven** by an observation
that no other cause of the code can give, **likely** when an observation supports it and no other cause that is left, and **possible** when
nothing rules it out. One line of a list of observations is enough; a line with several observations needs all of them.

Commands marked with * change something: a report shows them only for a cause that is proven or likely. A report fills in the words in
`<angle brackets>` that it knows; [Placeholders](../findings.md#placeholders) explains those of commands. "The same" is the last list of that
title.

This page is generated from the catalogue: `make docs` updates it, and fails once so that the update is committed.
"""


def _linked_cause(cause, code):
    """The link to what a page says of a cause of a code: two families may have causes of the same name."""
    family = next(each for each in FAMILIES if _has(each, cause, code))
    return f"[{cause}](causes/{family.name}.md#{cause})"


def _has(family, cause, code):
    return any(each.cause == cause and code in each.codes for each in family.candidates)


def causes_page(family):
    """The text of the page of one family of causes: what each looks like, what decides, and what to type."""
    parts = [CAUSES_HEAD.replace("{title}", family.title)]
    for cause in dict.fromkeys(each.cause for each in family.candidates):
        parts.append(f"## {cause}\n")
        parts += _candidates([each for each in family.candidates if each.cause == cause])
    return "\n".join(parts)


def _candidates(candidates):
    """What each is the cause of and what decides; what it shares with the one before it is not repeated."""
    for before, candidate in zip([None, *candidates], candidates):
        yield _candidate(candidate, before)


def _candidate(candidate, before):
    def shared(name):
        return before is not None and getattr(before, name) == getattr(candidate, name)

    codes = ", ".join(f"[{code}](../findings.md#{code})" for code in candidate.codes)
    lines = [] if shared("summary") else [f"{_capital(_prose(candidate.summary))}.\n"]
    lines += [f"Can {'also ' * bool(before)}be the cause of: {codes}{_vantages(candidate)}.\n"]
    lines += [] if shared("why") else [f"{_prose(candidate.why)}\n"]
    for title, name, written in _LISTS:
        listed = getattr(candidate, name)
        if listed and shared(name):
            lines.append(f"{title}: the same.\n")
        elif listed:
            lines += [f"{title}:\n", *written(listed)]
    links = () if shared("docs") else candidate.docs
    lines += ["See " + ", ".join(f"<{link}>" for link in links) + ".\n"] * bool(links)
    return "\n".join(lines)


def _observations(alternatives):
    return [*(f"- {_alternative(each)}" for each in alternatives), ""]


def _to_type(steps):
    return _steps(steps, findings="../findings.md")


_LISTS = (
    ("Considered only when", "needs", _observations),
    ("Proven by", "proven_by", _observations),
    ("Made likely by", "supported_by", _observations),
    ("Ruled out by", "excluded_by", _observations),
    ("While it is only possible, type", "looks", _to_type),
    ("What to type", "remedy", _to_type),
)


def _vantages(candidate):
    return f", on hosts of vantage {' or '.join(candidate.vantages)}" if candidate.vantages else ""


def _alternative(alternative):
    signals = (alternative,) if isinstance(alternative, str) else alternative
    return ", and ".join(_prose(SIGNALS[signal].meaning) for signal in signals)


def _capital(text):
    return text[:1].upper() + text[1:]


PAGES = {"findings.md": findings_page, "answers.md": answers_page, "variables.md": variables_page}
PAGES["verdict.schema.json"] = lambda: json.dumps(SCHEMA, indent=2) + "\n"
PAGES.update({f"causes/{family.name}.md": functools.partial(causes_page, family) for family in FAMILIES})


def write():
    """Writes every page; returns the names of those that were not as their tables say."""
    stale = []
    for name, page in PAGES.items():
        path = ROOT / "docs" / name
        if not path.exists() or path.read_text(encoding="utf-8") != page():
            path.parent.mkdir(exist_ok=True)
            path.write_text(page(), encoding="utf-8")
            stale.append(name)
    return stale
