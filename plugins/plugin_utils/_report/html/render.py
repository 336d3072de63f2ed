# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""The verdict as one HTML page that needs nothing beside itself: no script, style, font or picture of elsewhere."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

try:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup
except ImportError:  # only the control node renders, and ansible-core brings both to it
    Environment = None  # type: ignore[assignment,misc]

from ....module_utils._core.text import printable
from .page import page_of
from .sizes import forms_for

FILE = "verdict.html"
PURPOSE = "A page for people, in one file."
OPTIONS = ()

_TEMPLATES = Path(__file__).resolve().parent / "templates"


# What a browser opens at once and a mail carries; a page that would be larger is shown in a shorter form.
_MOST_BYTES = 4800000


def render(document, fingerprint=""):
    """Return the page of a verdict document, a text; C(fingerprint) is what the page carries to be recognised by.

    A page that is too large in its shortest form is returned nevertheless: what to type is never left out.
    """
    for form in forms_for(document, _MOST_BYTES):
        page = _rendered(document, fingerprint, form)
        if len(page.encode("utf-8")) <= _MOST_BYTES:
            break
    return page


def _rendered(document, fingerprint, form):
    return _environment().get_template("page.html.j2").render(page=page_of(document, form), fingerprint=fingerprint)


@lru_cache(maxsize=1)
def _environment():
    environment = Environment(
        loader=FileSystemLoader(str(_TEMPLATES)),
        autoescape=True,
        finalize=_finalize,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals["source"] = _source
    return environment


def _finalize(value):
    """Return a value as it is put into the page: whatever a text holds can be seen, before it is escaped."""
    return printable(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _source(name):
    """Return the page's own style or script, which is not a value: it is put in as it is."""
    return Markup((_TEMPLATES / name).read_text(encoding="utf-8"))
