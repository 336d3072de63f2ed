# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A thousand accounts, every one of them broken."""

from __future__ import annotations

from playwright.sync_api import expect


def test_the_page_is_small(report):
    assert report("thousand").stat().st_size < 5_000_000


def test_a_code_leads_to_why_it_matters(show):
    page = show("thousand")
    page.locator("article .finding h4 .code").first.click()
    expect(page.locator(".causes li:target")).to_be_in_viewport()


def test_search_and_filter(show):
    page = show("thousand")
    page.locator("#search").fill("zone-not-linked-")
    assert 20 < page.locator("article:not([hidden])").count() < 500
    expect(page.locator("#found")).to_contain_text("of 1000 accounts.")
