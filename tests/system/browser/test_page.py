# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a reader does with the report: read, search, filter, copy, fold, print; with the mouse, the keys, and without scripts."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

CLIPBOARD = {"permissions": ["clipboard-read", "clipboard-write"]}


def accounts(page):
    return page.locator("article:not([hidden])")


def luminance(page, selector, property_name):
    """The relative luminance of a colour that an element is shown in."""
    text = page.locator(selector).first.evaluate(f"(element) => getComputedStyle(element).{property_name}")
    red, green, blue = (float(part) / 255 for part in text[text.index("(") + 1 : -1].split(",")[:3])
    return 0.2126 * red**2.2 + 0.7152 * green**2.2 + 0.0722 * blue**2.2


def test_the_verdict_stands_first(show):
    page = show("broken")
    expect(page.locator("h1")).to_have_text("17 of 20 accounts are broken. 1 of them is open to the Internet.")
    assert page.title() == page.locator("h1").inner_text().replace("\n", " ")


def test_a_healthy_estate_has_nothing_unfolded(show):
    page = show("healthy")
    expect(page.locator("h1")).to_have_text("All 8 accounts are isolated.")
    expect(page.locator("article details[open]")).to_have_count(0)


def test_failing_accounts_are_open_and_show_what_to_type(show):
    page = show("broken")
    account = page.locator("article", has=page.get_by_role("heading", name="zone-not-linked", exact=True))
    expect(account).to_have_class("fail")
    expect(account.get_by_text("az network private-dns link vnet create").first).to_be_visible()
    expect(account.get_by_role("img", name="The path to zone-not-linked")).to_be_visible()


def test_search(show):
    page = show("broken")
    page.get_by_label("Search").fill("stale-record dns_wrong")
    expect(accounts(page)).to_have_count(1)
    expect(page.locator("#found")).to_have_text("Showing 1 of 20 accounts.")
    page.get_by_label("Search").fill("")
    expect(accounts(page)).to_have_count(20)


def test_filter_by_status(show):
    page = show("broken")
    page.get_by_text("Waived 1", exact=True).click()
    expect(accounts(page)).to_have_count(1)
    expect(page.locator("article.waived")).to_be_visible()
    page.get_by_label("Search").fill("no such account")
    expect(page.locator("#found")).to_have_text("Showing 0 of 20 accounts.")


def test_everything_unfolds(show):
    page = show("healthy")
    page.get_by_role("button", name="Expand all").click()
    expect(page.locator("article > details[open]")).to_have_count(8)
    page.get_by_role("button", name="Collapse all").click()
    expect(page.locator("article > details[open]")).to_have_count(0)


def test_a_link_opens_a_folded_account_even_when_it_is_filtered_out(show):
    page = show("broken")
    page.get_by_text("Waived 1", exact=True).click()
    page.locator(".causes .who a").first.click()
    expect(page.locator("article.fail").first).to_be_in_viewport()
    expect(page.locator("article.fail summary").first).to_be_focused()


def test_copy(show):
    page = show("broken", **CLIPBOARD)
    command = page.locator(".cmd").first
    command.get_by_role("button").click()
    expect(command.get_by_role("button")).to_have_text("Copied")
    expect(page.locator("#said")).to_contain_text("Copied: az ")
    assert page.evaluate("navigator.clipboard.readText()") == command.locator("pre").inner_text()


def test_copy_where_the_browser_has_no_clipboard_for_the_page(show):
    page = show("broken", **CLIPBOARD)
    page.evaluate("void (navigator.clipboard.writeText = () => Promise.reject(new Error()))")
    command = page.locator(".cmd").nth(1)
    command.get_by_role("button").click()
    expect(command.get_by_role("button")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == command.locator("pre").inner_text()


def test_the_keys_are_enough(show):
    page = show("broken")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Jump to the accounts")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("/")
    expect(page.get_by_label("Search")).to_be_focused()
    page.keyboard.type("aro-azureopenai")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowLeft")
    expect(page.locator("article.pass:not([hidden])")).to_have_count(1)
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Expand all")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("article.pass > details")).to_have_attribute("open", "")


@pytest.mark.parametrize("scheme, dark", [("light", False), ("dark", True)])
def test_the_scheme_follows_the_reader(show, scheme, dark):
    page = show("broken", color_scheme=scheme)
    for selector in ("html body", "article", ".cmd pre", ".path"):
        assert (luminance(page, selector, "backgroundColor") < 0.05) is dark
        assert (luminance(page, selector, "backgroundColor") > 0.85) is not dark
    assert (luminance(page, "h1", "color") > 0.7) is dark


def test_it_prints_whole(show):
    page = show("broken")
    page.emulate_media(media="print")
    expect(page.locator("#tools")).to_be_hidden()
    assert page.locator(".evidence pre").first.evaluate("(element) => element.getBoundingClientRect().height") > 40
    document = page.pdf()
    assert document.startswith(b"%PDF-")
    assert document.count(b"/Type /Page\n") + document.count(b"/Type/Page/") > 20


def test_it_is_complete_without_scripts(show):
    page = show("broken", java_script_enabled=False)
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("#tools")).to_be_hidden()
    expect(page.locator(".cmd button")).to_have_count(0)
    expect(page.get_by_text("az network private-dns link vnet create").first).to_be_visible()
    evidence = page.locator(".evidence").first
    evidence.locator("summary").click()
    expect(evidence.locator("pre").first).to_be_visible()


@pytest.mark.parametrize("width", [360, 820, 1600])
def test_nothing_is_cut_off_sideways(show, width):
    page = show("broken", viewport={"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_picture_stays_legible_where_the_page_is_narrow(show):
    picture = show("broken", viewport={"width": 360, "height": 800}).locator(".path").first
    assert picture.evaluate("(element) => element.getBoundingClientRect().width") >= 700
    assert picture.evaluate("(element) => getComputedStyle(element.parentElement).overflowX") == "auto"


def test_no_text_of_the_picture_runs_over_the_border_of_its_box(show):
    page = show("broken")
    page.add_style_tag(content="svg text { font-family: 'DejaVu Sans' !important; }")  # the widest of the usual ones
    over = page.evaluate("""() => {
        const picture = document.querySelector("article.fail .path");
        for (const shared of document.querySelectorAll(".symbols g[id^=e]")) picture.append(shared.cloneNode(true));
        return [...document.querySelectorAll("article.fail .path rect.end")].map((rect) => {
            const [box, text] = [rect.getBBox(), rect.nextElementSibling.getBBox()];
            const fits = text.width > 0 && text.x > box.x && text.x + text.width < box.x + box.width
                && text.y > box.y && text.y + text.height < box.y + box.height;
            return fits ? null : rect.nextElementSibling.textContent;
        }).filter(Boolean);
    }""")
    assert over == []


def test_nothing_of_hostile_values_runs(show):
    page = show("hostile")
    page.get_by_role("button", name="Expand all").click()
    for summary in page.locator(".evidence summary").all()[:20]:
        summary.click()
    assert page.evaluate("window.hurt") is None
    assert (
        page.locator("article script, article img, article [onload], article [onfocus], article [onerror]").count() == 0
    )
    assert (
        page.locator("a").evaluate_all("(links) => links.filter((link) => !/^(https:|file:)/.test(link.href)).length")
        == 0
    )
    shown = page.locator("body").inner_text()
    for text in (
        "<script>window.hurt = 1</script>",
        "a\\nb\\tc",
        "\\x1b[31mred",
        "\\u202egnp.exe\\u202c",
        "{{ 7 * 7 }}",
    ):
        assert text in shown
