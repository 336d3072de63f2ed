# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Shell scripts as people write them for proxies: what a login gets of them, and what it does not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansible_collections.privatelink.azure_ai.plugins.module_utils._host.shell_variables import MAX_VALUE, Shell

URL = "http://proxy.example.com:3128"


def exported(*scripts, environment=None):
    shell = Shell(environment)
    for script in scripts:
        shell.read(script.replace("URL", URL))
    return shell.environment()


@pytest.mark.parametrize(
    "script",
    [
        pytest.param("export https_proxy=URL", id="export"),
        pytest.param("export https_proxy='URL'", id="single quotes"),
        pytest.param('export https_proxy="URL" # ours, don\'t touch', id="comment with an apostrophe"),
        pytest.param("  export\thttps_proxy=URL;", id="blanks and a semicolon"),
        pytest.param("https_proxy=URL\nexport https_proxy", id="exported later"),
        pytest.param("https_proxy=URL; export https_proxy", id="exported later on the same line"),
        pytest.param("export https_proxy\nhttps_proxy=URL", id="exported before it is set"),
        pytest.param("declare -x https_proxy=URL", id="declare -x"),
        pytest.param("typeset -gx https_proxy=URL", id="typeset -gx"),
        pytest.param('p=URL; export https_proxy="$p"', id="of a variable that is no proxy variable"),
        pytest.param("p=URL && export https_proxy=${p}", id="of a variable in braces"),
        pytest.param("h=proxy.example.com p=3128\nexport https_proxy=http://$h:$p", id="of two variables"),
        pytest.param("export https_proxy=${p:-URL}", id="default"),
        pytest.param("export https_proxy=${p-URL}", id="default without a colon"),
        pytest.param("q=URL; export https_proxy=${p:-${q}}", id="default that is a reference"),
        pytest.param("p=URL; export https_proxy=${p:-http://other.example.com}", id="default not needed"),
        pytest.param("x=1; export https_proxy=${x:+URL}", id="alternative"),
        pytest.param("x=3128; export https_proxy=http://proxy.example.com; export https_proxy+=:$x", id="appended"),
        pytest.param('[ -n "$X" ] && export https_proxy=URL', id="behind a test"),
        pytest.param('[ -n "$X" ] &&\n  export https_proxy=URL', id="behind a test, next line"),
        pytest.param("if [ -n x ]; then export https_proxy=URL; fi", id="in a condition"),
        pytest.param("if a; then\n  export https_proxy=URL\nelse\n  unset https_proxy\nfi", id="one of two branches"),
        pytest.param("case $- in *i*) export https_proxy=URL ;; esac", id="in a case"),
        pytest.param("export https_proxy=URL\n[ -f /off ] && unset https_proxy", id="perhaps unset"),
        pytest.param("export https_proxy=URL\n[ -f /off ] && https_proxy=", id="perhaps emptied"),
        pytest.param("{ export https_proxy=URL; }", id="in a group"),
        pytest.param("export https_proxy=\\\nURL", id="over two lines"),
        pytest.param("export https_proxy=URL >/dev/null 2>&1", id="with a redirection"),
        pytest.param("on() {\n  export https_proxy=URL\n}\non", id="in a function that is called"),
        pytest.param("function on { export https_proxy=URL; }; on", id="in a function of bash that is called"),
        pytest.param("on() { off; export https_proxy=URL; on; }\non", id="in a function that calls itself"),
        pytest.param('echo "unbalanced\nexport https_proxy=URL', id="behind a line that is not whole"),
        pytest.param("((\n)) ; ;; && | }\nfi\nexport https_proxy=URL", id="behind nonsense"),
        pytest.param("unset -f https_proxy\nexport https_proxy=URL", id="a function of that name unset"),
    ],
)
def test_programs_see_it(script):
    assert exported(script).get("https_proxy") == URL


@pytest.mark.parametrize(
    "script",
    [
        pytest.param("https_proxy=URL", id="not exported"),
        pytest.param("my_https_proxy=URL", id="another name"),
        pytest.param("# export https_proxy=URL", id="comment"),
        pytest.param("true;# export https_proxy=URL", id="comment behind a semicolon"),
        pytest.param("export https_proxy", id="never set"),
        pytest.param("https_proxy=URL wget https://www.example.com/", id="for one command"),
        pytest.param('echo "export https_proxy=URL"', id="written"),
        pytest.param("alias on='export https_proxy=URL'", id="alias"),
        pytest.param("on() {\n  export https_proxy=URL\n}", id="in a function"),
        pytest.param("on ()\n{\n  { a; }\n  export https_proxy=URL\n}\n", id="in a function with a group"),
        pytest.param("function on {\n  export https_proxy=URL\n}", id="in a function of bash"),
        pytest.param("export https_proxy=URL\nunset https_proxy HTTPS_PROXY", id="unset"),
        pytest.param("export https_proxy=URL; unset -v https_proxy", id="unset -v"),
        pytest.param('export https_proxy="URL', id="not whole"),
    ],
)
def test_programs_do_not_see_it(script):
    assert "https_proxy" not in exported(script)


@pytest.mark.parametrize(
    ("script", "variables"),
    [
        pytest.param("export a=1 b='2 3' c", {"a": "1", "b": "2 3"}, id="several on one line"),
        pytest.param("export a=", {"a": ""}, id="empty"),
        pytest.param('export a=""', {"a": ""}, id="empty quotes"),
        pytest.param("export a=http://u:p#w@h", {"a": "http://u:p#w@h"}, id="a hash within a word"),
        pytest.param("export a='x;y&z'", {"a": "x;y&z"}, id="operators in quotes"),
        pytest.param("export a=$(cat /etc/proxy) b=`hostname`", {"a": "?", "b": "?"}, id="what a command prints"),
        pytest.param('export a="http://$(hostname -d):3128"', {"a": "http://?:3128"}, id="a command within"),
        pytest.param("export a=$nothing", {"a": ""}, id="of a variable that is not set"),
        pytest.param("export a=${b^^}", {"a": "${b^^}"}, id="an expansion that is not known stays"),
        pytest.param("export 1a=x =y a-b=z", {}, id="no names"),
    ],
)
def test_values(script, variables):
    assert {name: value for name, value in exported(script).items() if value or name in variables} == variables


def test_scripts_follow_one_another():
    assert exported("p=URL", "https_proxy=$p", "export https_proxy") == {"https_proxy": URL}
    assert exported("unset https_proxy", environment={"https_proxy": URL}) == {}
    assert exported("https_proxy=other", environment={"https_proxy": URL}) == {"https_proxy": "other"}


def test_what_a_script_changes():
    assert Shell({"a": "1", "d": "1"}).read("export b=1 a=2\nunset d\nc=3") == ["b", "a", "d", "c"]


PIECES = [
    "export ",
    "unset ",
    "if ",
    "fi",
    "function ",
    "f",
    "()",
    "{ ",
    " }",
    "a=",
    "$a",
    "${a:-",
    "}",
    "'",
    '"',
    "`",
    "$(",
    ")",
    "#",
    ";",
    "&&",
    "|",
    ">",
    "\\",
    "\n",
    " ",
    "\0",
    "\u2028",
    "declare -x ",
]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=3)), max_size=60))
def test_any_text_is_read(pieces):
    assert isinstance(exported("".join(pieces)), dict)


def test_functions_that_call_one_another():
    script = "".join(f"f{number}() {{ f{number + 1}; }}\n" for number in range(5000))
    assert exported(script + "f5000() { export https_proxy=URL; }\nf0") == {"https_proxy": URL}


def test_a_script_cannot_fill_the_memory():
    shell = Shell()
    shell.read("export a=xxxxxxxxxx\n" + "a=$a$a\n" * 60 + f"b={'$a' * 100000}\n")
    assert len(shell.environment()["a"]) == MAX_VALUE
