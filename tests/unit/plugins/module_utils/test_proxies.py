# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Proxy variables: where they are found, and which programs they take a name away from."""

from __future__ import annotations

import pytest
from ansible_collections.privatelink.azure_ai.plugins.module_utils import _proxies

from .test_host import write

HOST = "example.openai.azure.com"
PROXY = "http://proxy.example.com:3128"


def observe(root, environ=None, run_command=None):
    return _proxies.observe(environ or {}, str(root), run_command)


def clients(variables):
    found = _proxies.captures([_proxies.Source("process", "environment", variables)], HOST)
    return sorted(client for one in found for client in one["clients"])


ALL = ["curl", "go", "python"]


@pytest.mark.parametrize(
    ("variables", "captured"),
    [
        pytest.param({}, [], id="nothing set"),
        pytest.param({"https_proxy": PROXY}, ALL, id="lower case"),
        pytest.param({"HTTPS_PROXY": PROXY}, ALL, id="upper case"),
        pytest.param({"http_proxy": PROXY}, [], id="not for https"),
        pytest.param({"all_proxy": PROXY}, ["curl", "python"], id="Go knows no all_proxy"),
    ],
)
def test_which_variables_count(variables, captured):
    assert clients(variables) == captured


@pytest.mark.parametrize(
    ("no_proxy", "captured"),
    [
        pytest.param("*", [], id="everything"),
        pytest.param(HOST, [], id="the name"),
        pytest.param("localhost, " + HOST, [], id="comma and space"),
        pytest.param("localhost " + HOST, ["go", "python"], id="space alone"),
        pytest.param("openai.azure.com", [], id="domain"),
        pytest.param(".openai.azure.com", [], id="leading dot"),
        pytest.param("*.openai.azure.com", ["curl", "python"], id="star and dot"),
        pytest.param("*,other", ["curl", "python"], id="a star among others"),
        pytest.param("penai.azure.com", ALL, id="not at a dot"),
        pytest.param("." + HOST, ["go"], id="leading dot before the whole name"),
        pytest.param(HOST.upper(), [], id="capitals"),
        pytest.param(HOST + ":443", ["curl", "python"], id="with the port"),
        pytest.param(HOST + ":8443", ALL, id="with another port"),
        pytest.param("10.0.14.0/24", ALL, id="a network says nothing of a name"),
        pytest.param("", ALL, id="empty"),
        pytest.param(",,", ALL, id="commas"),
    ],
)
def test_no_proxy_as_curl_python_and_go_read_it(no_proxy, captured):
    assert clients({"https_proxy": PROXY, "no_proxy": no_proxy}) == captured


def test_which_case_wins():
    other = "http://other.example.com:3128"
    source = _proxies.Source("process", "environment", {"https_proxy": PROXY, "HTTPS_PROXY": other})
    assert _proxies.captures([source], HOST) == [
        {"world": "process", "proxy": PROXY, "clients": ["curl", "python"]},
        {"world": "process", "proxy": other, "clients": ["go"]},
    ]


@pytest.mark.parametrize(
    ("proxy", "shown"),
    [
        ("http://proxy.example.com:3128", "http://proxy.example.com:3128"),
        ("http://user:secret@proxy.example.com:3128/", "http://***@proxy.example.com:3128/"),
        ("user:secret@proxy.example.com:3128", "***@proxy.example.com:3128"),
        ("user:sec//ret@proxy.example.com:3128", "***@proxy.example.com:3128"),
        ("http://user:sec/ret#1@2@proxy.example.com", "http://***@proxy.example.com"),
        ("http://secret@proxy.example.com", "http://***@proxy.example.com"),
    ],
)
def test_no_password_is_shown(proxy, shown):
    sources = [_proxies.Source("process", "environment", {"https_proxy": proxy})]
    assert _proxies.show(sources) == ({"environment": {"https_proxy": shown}}, None)
    assert _proxies.captures(sources, HOST)[0]["proxy"] == shown


class TestSources:
    """Where variables are set."""

    def test_login_files(self, tmp_path):
        write(tmp_path, "/etc/environment", 'PATH="/bin"\nhttps_proxy="http://user:secret@proxy.example.com:3128"\n')
        write(
            tmp_path,
            "/etc/profile.d/proxy.sh",
            "# export no_proxy=wrong\nexport no_proxy=localhost,.example.com # ours\nexport HTTPS_PROXY=$https_proxy\n",
        )
        write(tmp_path, "/etc/profile.d/proxy.csh", "setenv https_proxy wrong\n")
        sources = observe(tmp_path)
        proxies, no_proxy = _proxies.show(sources)
        assert proxies == {
            "/etc/environment": {"https_proxy": "http://***@proxy.example.com:3128"},
            "/etc/profile.d/proxy.sh": {
                "no_proxy": "localhost,.example.com",
                "HTTPS_PROXY": "http://***@proxy.example.com:3128",
            },
        }
        assert no_proxy == "localhost,.example.com"
        assert _proxies.captures(sources, HOST) == [
            {"world": "login", "proxy": "http://***@proxy.example.com:3128", "clients": ["curl", "python", "go"]}
        ]
        assert _proxies.captures(sources, "www.example.com") == []

    def test_environment(self, tmp_path):
        proxies = _proxies.show(observe(tmp_path, {"https_proxy": PROXY, "HOME": "/root", "no_proxy": ""}))
        assert proxies == ({"environment": {"https_proxy": PROXY}}, None)

    def test_systemd_configuration(self, tmp_path):
        write(
            tmp_path,
            "/etc/systemd/system.conf.d/proxy.conf",
            '[Manager]\nDefaultEnvironment="HTTPS_PROXY=%s" LANG=C\nDefaultEnvironment="broken\n' % PROXY,
        )
        assert _proxies.show(observe(tmp_path))[0] == {"systemd": {"HTTPS_PROXY": PROXY}}

    def test_systemd_manager(self, tmp_path):
        (tmp_path / "run/systemd/system").mkdir(parents=True)
        sources = observe(tmp_path, run_command=lambda args, **options: (0, "LANG=C\nhttps_proxy=%s\n" % PROXY, ""))
        assert sources == [("services", "systemd", {"https_proxy": PROXY})]

    def test_a_host_without_systemd_is_not_asked_for_it(self, tmp_path):
        def run_command(args, **options):
            raise AssertionError(args)

        assert observe(tmp_path, run_command=run_command) == []

    @pytest.mark.parametrize("result", [(1, "https_proxy=x", ""), (0, "nonsense", "")])
    def test_systemd_that_does_not_answer(self, tmp_path, result):
        (tmp_path / "run/systemd/system").mkdir(parents=True)
        assert observe(tmp_path, run_command=lambda args, **options: result) == []

    @pytest.mark.parametrize(
        ("text", "variables"),
        [
            ("export https_proxy='http://a b'", {"https_proxy": "http://a b"}),
            ("https_proxy=", {}),
            ('https_proxy="unbalanced', {"https_proxy": "unbalanced"}),
            ("declare -x https_proxy=x", {"https_proxy": "x"}),
            ("my_https_proxy=x", {}),
            ("export https_proxy", {}),
            ("http_proxy=x\nhttps_proxy=${http_proxy}", {"http_proxy": "x", "https_proxy": "x"}),
        ],
    )
    def test_assignments(self, text, variables):
        assert _proxies.parse_assignments(text) == variables
