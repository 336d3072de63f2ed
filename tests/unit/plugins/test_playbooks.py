# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the playbooks have in common, which YAML cannot say once."""

from __future__ import annotations

from pathlib import Path

import yaml

PLAYBOOKS = Path(__file__).absolute().parents[3] / "playbooks"


def plays(name):
    return yaml.safe_load((PLAYBOOKS / f"{name}.yml").read_text(encoding="utf-8"))


def test_a_merge_ends_as_a_validation_does():
    validate, merge = plays("validate"), plays("merge")
    names = [task["name"] for task in validate[1]["tasks"]]
    ending = validate[1]["tasks"][names.index("Look up the names from outside") :]
    assert merge[1]["tasks"][-len(ending) :] == ending
    assert [task["name"] for task in merge[1]["tasks"][: -len(ending)]] == [
        "Check the declarations",
        "Take the parts of the jobs",
    ]


def test_a_merge_has_the_guards_of_a_validation():
    (validate, _looks), (merge, _takes) = plays("validate"), plays("merge")
    assert merge.pop("hosts").replace("azure_ai.merge", "azure_ai.validate") == validate.pop("hosts")
    assert merge == validate
