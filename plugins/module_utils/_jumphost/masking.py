# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Passwords in a host's configuration: which files hold one, and how their text is shown without."""

from __future__ import annotations

import re

from .._core.text import without_credentials

HIDDEN = "***"

# Where people keep passwords for their programs. What else an environment holds is nobody's business either.
ENVIRONMENT_FILES = ("/etc/environment",)
ENVIRONMENT_DIRECTORIES = ("/etc/profile.d/",)

_SECRET = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY|://\S*@|\beyJ[\w-]{8,}"
    r"|(?:password|passwd(?=\s*=)|passphrase|pwd|secret|token|api[-_]?key|psk|credential)[\w.-]*[\"']?\s*[=:]\s*[\"']?\S",
    re.IGNORECASE,
)

_ASSIGNMENT = re.compile(
    r"(?P<head>[\s#]*(?:export\s+)?(?P<name>\w+)\s*=\s*)(?P<quote>[\"']?)(?P<value>.*?)(?P=quote)\s*"
)
_PROXY = re.compile(r"\w+_proxy", re.IGNORECASE)
# What the role itself writes.
_OWN = re.compile(r"no_proxy|AZURE_OPENAI_ENDPOINT", re.IGNORECASE)


def is_environment(path):
    """Return whether a file sets variables for people's programs."""
    return path in ENVIRONMENT_FILES or path.startswith(ENVIRONMENT_DIRECTORIES)


def looks_secret(text):
    """Return whether a text has a part that looks like a password, a key or a token."""
    return bool(_SECRET.search(text))


def mask_environment(text):
    """Return the text of a file that sets variables as a diff may show it, line for line.

    Values are C(***), those of proxy variables only lose user and password. The variables that the role itself writes,
    and lines that set none, stay as they are unless they look like a secret. Of a line that goes on in the next one nothing
    is told.
    """
    shown, continues = [], False
    for line in text.splitlines(True):
        content = line.rstrip("\r\n")
        is_part, continues = continues, content.endswith("\\")
        shown.append((HIDDEN if is_part or continues else _masked(content)) + line[len(content) :])
    return "".join(shown)


def _masked(line):
    match = _ASSIGNMENT.fullmatch(line)
    if not match:
        return HIDDEN if looks_secret(line) else line
    value = match.group("value")
    if _OWN.fullmatch(match.group("name")):
        if not looks_secret(value):
            return line
        value = HIDDEN
    else:
        # More than one word is more than a proxy.
        is_proxy = _PROXY.fullmatch(match.group("name")) and len(value.split()) == 1
        value = without_credentials(value) if is_proxy else HIDDEN
    return f"{match.group('head')}{match.group('quote')}{value}{match.group('quote')}"
