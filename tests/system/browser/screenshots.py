# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The pictures in docs/images: `python -m ... DIRECTORY ACCOUNT...`; the accounts are those of the broken estate, and have one each."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._report.html.render import render
from ansible_collections.privatelink.azure_ai.tests.support import chromium
from ansible_collections.privatelink.azure_ai.tests.system.browser import documents

ROOT = Path(os.environ["PRIVATELINK_BROWSER"])
MOMENT = "2026-11-22T10:00:00Z"  # a picture must not differ because it was taken again

# The scheme of a picture, and what it ends below: of the first account.
PICTURES = {"healthy": ("light", ".matrix"), "broken": ("light", ".steps"), "broken-dark": ("dark", ".steps")}
MARGIN = 8


def main(directory: Path, accounts: list[str]) -> None:
    estates = {"healthy": documents.healthy(), "broken": documents.of(accounts)}
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=chromium.program(ROOT), env=chromium.environment(ROOT), args=list(chromium.ARGUMENTS)
        )
        for name, (scheme, last) in PICTURES.items():
            document = dict(estates[name.partition("-")[0]], started=MOMENT, ended=MOMENT)
            page = browser.new_page(viewport={"width": 1280, "height": 900}, color_scheme=scheme)
            page.set_content(render(document))
            if name == "healthy":
                page.locator("article summary").first.click()
                page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
            end = (
                page.locator("article")
                .first.locator(last)
                .first.evaluate("(element) => element.getBoundingClientRect().bottom")
            )
            page.screenshot(
                path=directory / f"{name}.png",
                full_page=True,
                clip={"x": 0, "y": 0, "width": 1280, "height": round(end) + MARGIN},
            )
            page.close()
            print(f"Written: {directory / name}.png")
        for name in accounts:
            _picture_of_account(browser, directory / f"account-{name}.png", documents.of([name]))
        browser.close()


def _picture_of_account(browser, path: Path, document: dict) -> None:
    """Take the picture of one account, as far as the remedy where it has one."""
    page = browser.new_page(viewport={"width": 960, "height": 900}, color_scheme="light")
    page.set_content(render(dict(document, started=MOMENT, ended=MOMENT)))
    article = page.locator("article").first
    if not article.locator(".matrix").first.is_visible():
        article.locator("summary").first.click()
        page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
    last = article.locator(".steps, .matrix").first
    top, bottom = (
        each.evaluate(f"(element) => element.getBoundingClientRect().{side}")
        for each, side in ((article, "top"), (last, "bottom"))
    )
    page.screenshot(
        path=path, full_page=True, clip={"x": 0, "y": round(top), "width": 960, "height": round(bottom - top) + MARGIN}
    )
    page.close()
    print(f"Written: {path}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
