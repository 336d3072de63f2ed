# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""axe-core finds nothing serious, in both schemes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

AXE = Path(os.environ["PRIVATELINK_AXE"])
RUN = """async () => {
    const found = await axe.run(document, { resultTypes: ["violations"], runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa",
        "wcag22aa", "best-practice"] });
    return found.violations.filter((each) => ["serious", "critical"].includes(each.impact))
        .map((each) => [each.id, each.nodes.length, each.nodes[0].html.slice(0, 200), each.nodes[0].failureSummary]);
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "name, unfolded",
    [
        ("healthy", True),
        ("broken", False),
        ("broken", True),
        ("hostile", True),
    ],
)
def test_nothing_serious(show, name, unfolded, scheme):
    page = show(name, color_scheme=scheme)
    if unfolded:
        page.get_by_role("button", name="Expand all").click()
        page.locator(".evidence").evaluate_all("(all) => all.forEach((each) => { each.open = true; })")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    assert page.evaluate(RUN) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_serious_among_a_thousand(show, scheme):
    page = show("thousand", color_scheme=scheme)
    # axe looks at each element of a page: the first fifty accounts have all that the others have.
    page.evaluate("document.querySelectorAll('article:nth-of-type(n + 51)').forEach((each) => each.remove())")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    assert page.evaluate(RUN) == []
