# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which links of Markdown are called dead."""

from __future__ import annotations

import pytest
from links import REPOSITORY, dead_links, dead_urls

PAGE = f"""\
# A page of `names` & what-not

## Same
## Same

[here](#a-page-of-names--what-not), [twice](#same-1), [beside](other.md#part), [a folder](../docs), <https://example.com/none#here>
![picture]({REPOSITORY}raw/main/docs/other.md) [issues]({REPOSITORY}issues) [full]({REPOSITORY}blob/main/docs/other.md#part)

    [code](nowhere.md), and `[code](nowhere.md)`

<a href="#own"></a><a id="own"></a>
"""


@pytest.fixture
def tree(tmp_path):
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/other.md").write_text("Part\n====\n")
    (tmp_path / "docs/page.md").write_text(PAGE)
    return tmp_path


def test_links_that_lead_somewhere(tree):
    assert dead_links(tree, tree) == []


@pytest.mark.parametrize(
    ("link", "problem"),
    [
        pytest.param("[x](gone.md)", "gone.md: there is no such file", id="a file"),
        pytest.param("[x](other.md#gone)", "other.md#gone: there is no such heading", id="a heading elsewhere"),
        pytest.param("[x](#same-2)", "#same-2: there is no such heading", id="a heading here"),
        pytest.param("| a |\n|---|\n| [x](gone.md) |", "gone.md: there is no such file", id="in a table"),
        pytest.param("![x](gone.png)", "gone.png: there is no such file", id="a picture"),
        pytest.param('<a href="#gone">x</a>', "#gone: there is no such heading", id="HTML"),
        pytest.param("[x][r]\n\n[r]: gone.md", "gone.md: there is no such file", id="a reference"),
        pytest.param("[x](../../etc)", "../../etc: leads out of the tree", id="out of the tree"),
        pytest.param(
            f"<{REPOSITORY}blob/main/gone.md>", f"{REPOSITORY}blob/main/gone.md: there is no such file", id="a full URL"
        ),
        pytest.param(
            f"<{REPOSITORY}blob/main/docs/other.md#gone>",
            f"{REPOSITORY}blob/main/docs/other.md#gone: there is no such heading",
            id="a heading by its full URL",
        ),
    ],
)
def test_a_dead_link(tree, link, problem):
    (tree / "docs/page.md").write_text(f"{PAGE}\n{link}\n")
    assert dead_links(tree, tree) == [f"docs/page.md: {problem}"]


def test_galaxy_shows_readmes_away_from_their_files(tree):
    (tree / "README.md").write_text("[x](docs/page.md) [y](#part)\n\n# Part\n")
    assert dead_links(tree, tree) == ["README.md: docs/page.md: Galaxy shows this page elsewhere: write a full URL"]


def test_readmes_below_docs_are_not_shown_by_galaxy(tree):
    (tree / "docs/README.md").write_text("[x](other.md#part)\n")
    assert dead_links(tree, tree) == []


def test_full_urls_in_other_files(tree):
    (tree / "code.py").write_text(
        f"A = '{REPOSITORY}blob/main/docs/other.md#' + code\nB = '{REPOSITORY}blob/main/gone.md'"
    )
    assert dead_urls(tree, ["code.py"]) == ["code.py: gone.md: there is no such file"]
