# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One browser for all tests; each opens pages of its own, and no page may ask for anything or complain."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._report.html.render import render
from ansible_collections.privatelink.azure_ai.tests.support import chromium
from ansible_collections.privatelink.azure_ai.tests.system.browser import documents

ROOT = Path(os.environ["PRIVATELINK_BROWSER"])
WATCH = "addEventListener('securitypolicyviolation', (event) => console.error('refused: ' + event.blockedURI))"

collect_ignore = [] if os.environ.get("PRIVATELINK_AXE") else ["test_accessibility.py"]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as driver:
        started = driver.chromium.launch(
            executable_path=chromium.program(ROOT), env=chromium.environment(ROOT), args=list(chromium.ARGUMENTS)
        )
        yield started
        started.close()


@pytest.fixture(scope="session")
def report(tmp_path_factory) -> Callable[[str], Path]:
    """Return a function that gives the page of a document, rendered once."""
    directory = tmp_path_factory.mktemp("reports")
    made = {
        "healthy": documents.healthy,
        "broken": documents.broken,
        "thousand": lambda: documents.many(1000),
        "hostile": documents.hostile,
    }

    def path(name: str) -> Path:
        file = directory / f"{name}.html"
        if not file.exists():
            file.write_text(render(made[name](), "0" * 64), encoding="utf-8")
        return file

    return path


@pytest.fixture
def show(browser, report) -> Iterator[Callable[..., Page]]:
    """Return a function that opens a report; in the end it must have asked for nothing and complained about nothing."""
    contexts, complaints, requests = [], [], []

    def shown(name: str, fragment: str = "", **options) -> Page:
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
        contexts.append(context)
        page = context.new_page()
        page.add_init_script(WATCH)
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: requests.append(request.url))
        page.goto(report(name).as_uri() + fragment)
        return page

    yield shown
    for context in contexts:
        context.close()
    assert complaints == []
    assert [url for url in requests if not url.startswith("file:///")] == []
    assert len(requests) == len(contexts)
