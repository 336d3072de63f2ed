# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Write the page of an estate, show and search it, and print what that took, as JSON: showing.py FILE"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._report.html.render import render
from ansible_collections.privatelink.azure_ai.tests.support import chromium
from ansible_collections.privatelink.azure_ai.tests.system.browser import documents

ROOT = Path(os.environ["PRIVATELINK_BROWSER"])
ROUNDS = 3
SHOWN = """() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => {
    document.body.getBoundingClientRect();
    resolve(performance.now());
})))"""
SEARCHED = """() => {
    const search = document.getElementById("search");
    const started = performance.now();
    search.value = "zone-not-linked-";
    search.dispatchEvent(new Event("input", { bubbles: true }));
    return performance.now() - started;
}"""

document, page_file = documents.many(1000), Path(sys.argv[1])
started = time.process_time()
page_file.write_text(render(document, "0" * 64), encoding="utf-8")
written = time.process_time() - started
shown, searched = [], []
with sync_playwright() as playwright:
    browser = playwright.chromium.launch(
        executable_path=chromium.program(ROOT), env=chromium.environment(ROOT), args=list(chromium.ARGUMENTS)
    )
    for _round in range(ROUNDS):
        page = browser.new_page()
        page.goto(page_file.as_uri())
        shown.append(page.evaluate(SHOWN) / 1000)
        searched.append(page.evaluate(SEARCHED) / 1000)
    browser.close()
# Other work on the machine only ever adds: the fastest is the page's own time.
print(json.dumps({"written": written, "shown": min(shown), "searched": min(searched)}))
