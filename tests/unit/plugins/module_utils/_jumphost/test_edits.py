# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import subprocess

import pytest

from ansible_collections.privatelink.azure_ai.plugins.module_utils._jumphost import edits as bypass

A, B = "a.openai.azure.com", "b.openai.azure.com"


@pytest.mark.parametrize(
    "names, read",
    [
        pytest.param([A], [A], id="name"),
        pytest.param(["https://A.openai.azure.com/"], [A], id="URL"),
        pytest.param([".Example.com"], [".example.com"], id="domain"),
        pytest.param([A, "A.OPENAI.azure.com.", ".a.openai.azure.com"], [A], id="the same three times"),
        pytest.param([B, A], [B, A], id="in their order"),
    ],
)
def test_names_are_read(names, read):
    assert bypass.read_names(names) == read


@pytest.mark.parametrize("name", ["10.0.14.4", "a b", "*", "a;reboot", "", None, "$(id).example.com"])
def test_what_is_no_name_is_refused(name):
    with pytest.raises(ValueError, match="^jumphost_proxy_bypass: "):
        bypass.read_names([name])


@pytest.mark.parametrize(
    "value, missing",
    [
        pytest.param("", [A], id="nothing there"),
        pytest.param("localhost," + A, [], id="there"),
        pytest.param("localhost " + A.upper(), [], id="there in capitals behind a space"),
        pytest.param("." + A, [], id="there with a leading dot"),
        pytest.param("*." + A, [], id="there with a star"),
        pytest.param("*", [], id="everything"),
        pytest.param("*," + B, [A], id="a star in a list means nothing"),
        pytest.param("x" + A, [A], id="another name"),
    ],
)
def test_missing(value, missing):
    assert bypass.missing(value, [A]) == missing


@pytest.mark.parametrize(
    "before, after",
    [
        pytest.param("", f"no_proxy={A}\nNO_PROXY={A}\n", id="empty"),
        pytest.param("LANG=C", f"LANG=C\nno_proxy={A}\nNO_PROXY={A}\n", id="no newline at the end"),
        pytest.param(
            "no_proxy=localhost\n",
            f"no_proxy=localhost,{A}\nNO_PROXY=localhost,{A}\n",
            id="the other spelling keeps the entries",
        ),
        pytest.param("NO_PROXY=x\nno_proxy=y\n", f"NO_PROXY=x,{A}\nno_proxy=y,{A}\n", id="each its own"),
        pytest.param(
            'no_proxy="localhost, .corp" # site\n',
            f'no_proxy="localhost, .corp,{A}" # site\nNO_PROXY=localhost, .corp,{A}\n',
            id="quotes and comment",
        ),
        pytest.param(
            "  export no_proxy='x'  \nNO_PROXY=x\n",
            f"  export no_proxy='x,{A}'  \nNO_PROXY=x,{A}\n",
            id="export and spaces",
        ),
        pytest.param(
            "no_proxy=x\nno_proxy=y\nNO_PROXY=z\n",
            f"no_proxy=x\nno_proxy=y,{A}\nNO_PROXY=z,{A}\n",
            id="the last one counts",
        ),
        pytest.param("no_proxy=x,\nNO_PROXY=\n", f"no_proxy=x,{A}\nNO_PROXY=x,{A}\n", id="final comma, empty"),
        pytest.param("no_proxy=*\nNO_PROXY=*\n", "no_proxy=*\nNO_PROXY=*\n", id="everything"),
        pytest.param("#no_proxy=x\n", f"#no_proxy=x\nno_proxy={A}\nNO_PROXY={A}\n", id="comment"),
        pytest.param("no_proxy=\udce4\n", f"no_proxy=\udce4,{A}\nNO_PROXY=\udce4,{A}\n", id="no UTF-8"),
    ],
)
def test_environment_is_merged_once(before, after):
    assert bypass.merge_environment(before, [A]) == after
    assert bypass.merge_environment(after, [A]) == after


@pytest.mark.parametrize(
    "original, since, rest",
    [
        pytest.param("", "LANG=C\n", "LANG=C\n", id="nothing before, a line since"),
        pytest.param("no_proxy=localhost\n", "LANG=C\n", "no_proxy=localhost\nLANG=C\n", id="one spelling before"),
        pytest.param(
            f"no_proxy={A},x\nNO_PROXY=x\n",
            "LANG=C\n",
            f"no_proxy={A},x\nNO_PROXY=x\nLANG=C\n",
            id="our name was there in one",
        ),
        pytest.param(
            'no_proxy="x" # site\nNO_PROXY=x\n',
            "LANG=C\n",
            'no_proxy="x" # site\nNO_PROXY=x\nLANG=C\n',
            id="quotes and comment",
        ),
    ],
)
def test_only_what_was_added_is_taken_out_of_a_changed_environment(original, since, rest):
    assert bypass.strip_environment(bypass.merge_environment(original, [A]) + since, [A], original) == rest


@pytest.mark.parametrize(
    "text, line",
    [
        pytest.param("no_proxy=localhost,\\\n10.0.0.1\n", 1, id="the value"),
        pytest.param("LANG=C\nexport NO_PROXY=localhost # x \\\nY=1\n", 2, id="a comment"),
    ],
)
def test_a_value_over_several_lines_is_refused(text, line):
    with pytest.raises(
        ValueError,
        match=(f"^line {line} of /etc/environment sets (no_proxy|NO_PROXY) and continues on the next line: "),
    ):
        bypass.merge_environment(text, [A])


def test_what_stands_in_a_continued_line_is_no_variable():
    text = "MOTD=hello \\\nno_proxy=localhost\n"
    assert bypass.merge_environment(text, [A]) == text + f"no_proxy={A}\nNO_PROXY={A}\n"


def test_an_entry_that_somebody_added_since_stays():
    text = bypass.merge_environment("", [A]).replace(A, f"{A},{B}")
    assert bypass.strip_environment(text, [A], "") == f"no_proxy={B}\nNO_PROXY={B}\n"


@pytest.mark.parametrize(
    "variables, after",
    [
        pytest.param({}, A, id="nothing"),
        pytest.param({"no_proxy": "x"}, f"x,{A}", id="one spelling"),
        pytest.param({"NO_PROXY": "x"}, f"x,{A}", id="the other"),
        pytest.param({"no_proxy": f"x,{A}", "NO_PROXY": A}, None, id="there"),
        pytest.param({"no_proxy": "*", "NO_PROXY": "*"}, "*", id="everything"),
    ],
)
def test_login_shells_get_both_spellings(variables, after):
    script = bypass.login_script([A]) * 2 + 'echo "$no_proxy;$NO_PROXY"'
    done = subprocess.run(["sh", "-euc", script], env=variables, capture_output=True, text=True, check=True)
    expected = f"{after};{after}" if after else ";".join(variables.values())
    assert done.stdout.strip() == expected


@pytest.mark.parametrize(
    "variables, value",
    [
        pytest.param({}, A, id="nothing"),
        pytest.param({"no_proxy": "z,b"}, f"z,b,{A}", id="what is there is kept"),
        pytest.param(
            {"no_proxy": "[::1],fe80::1%eth0"}, f"[::1],fe80::1%%eth0,{A}", id="a percent sign is no specifier"
        ),
    ],
)
def test_settings_of_the_manager(variables, value):
    text = bypass.manager_settings(variables, [A])
    assert f'DefaultEnvironment="no_proxy={value}" "NO_PROXY={value}"\n' in text


@pytest.mark.parametrize("entry", ["{{7*7}}", '"a', "$(id)", "a\\"])
def test_what_means_something_elsewhere_cannot_be_kept(entry):
    with pytest.raises(
        ValueError,
        match="^jumphost_proxy_bypass: the environment of services has .* in no_proxy, to which names cannot be added",
    ):
        bypass.manager_settings({"no_proxy": "x," + entry}, [A])
