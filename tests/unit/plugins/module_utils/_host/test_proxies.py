# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where proxy variables are found on a host, and how they are shown."""

from __future__ import annotations

import pytest

from ansible_collections.privatelink.azure_ai.plugins.module_utils._host import proxies as host_proxies
from ansible_collections.privatelink.azure_ai.plugins.module_utils._host import proxy_rules
from ansible_collections.privatelink.azure_ai.tests.unit.plugins.module_utils._host.test_resolver_config import write

HOST = "example.openai.azure.com"
PROXY = "http://proxy.example.com:3128"
PROFILE = "/etc/profile.d/"


def observe(root, environ=None, output_of=None):
    return host_proxies.observe(environ or {}, str(root), output_of)


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
    sources = [host_proxies.Source("process", "environment", {"https_proxy": proxy})]
    assert host_proxies.show(sources) == ({"environment": {"https_proxy": shown}}, None)
    assert proxy_rules.captures(sources, HOST)[0]["proxy"] == shown


def test_environment(tmp_path):
    proxies = host_proxies.show(observe(tmp_path, {"https_proxy": PROXY, "HOME": "/root", "no_proxy": ""}))
    assert proxies == ({"environment": {"https_proxy": PROXY}}, None)


class TestLogin:
    """/etc/environment, then the scripts in /etc/profile.d, for the programs of a login."""

    def test_all_of_it(self, tmp_path):
        write(tmp_path, "/etc/environment", 'PATH="/bin"\nhttps_proxy="http://user:secret@proxy.example.com:3128"\n')
        write(
            tmp_path,
            PROFILE + "proxy.sh",
            "# export no_proxy=wrong\nexport no_proxy=localhost,.example.com # ours\nexport HTTPS_PROXY=$https_proxy\n",
        )
        write(tmp_path, PROFILE + "proxy.csh", "setenv https_proxy wrong\n")
        sources = observe(tmp_path)
        proxies, no_proxy = host_proxies.show(sources)
        assert proxies == {
            "/etc/environment": {"https_proxy": "http://***@proxy.example.com:3128"},
            "/etc/profile.d/proxy.sh": {
                "no_proxy": "localhost,.example.com",
                "HTTPS_PROXY": "http://***@proxy.example.com:3128",
            },
        }
        assert no_proxy == "localhost,.example.com"
        assert proxy_rules.captures(sources, HOST) == [
            {"world": "login", "proxy": "http://***@proxy.example.com:3128", "clients": ["curl", "python", "go"]}
        ]
        assert proxy_rules.captures(sources, "www.example.com") == []

    @pytest.mark.parametrize(
        ("files", "shown"),
        [
            pytest.param(
                {"/etc/environment": "https_proxy=URL", PROFILE + "z.sh": "unset https_proxy HTTPS_PROXY"},
                {"/etc/environment": {"https_proxy": PROXY}},
                id="unset by a script",
            ),
            pytest.param(
                {PROFILE + "a.sh": "export HTTPS_PROXY=URL", PROFILE + "b.sh": "HTTPS_PROXY="},
                {PROFILE + "a.sh": {"HTTPS_PROXY": PROXY}},
                id="emptied by a later script",
            ),
            pytest.param(
                {PROFILE + "a.sh": "on() { export https_proxy=URL; }", PROFILE + "b.sh": "https_proxy=URL"},
                {},
                id="never exported",
            ),
        ],
    )
    def test_programs_of_a_login_see_none(self, tmp_path, files, shown):
        for path, text in files.items():
            write(tmp_path, path, text.replace("URL", PROXY))
        sources = observe(tmp_path)
        assert (host_proxies.show(sources)[0], proxy_rules.captures(sources, HOST)) == (shown, [])

    @pytest.mark.parametrize(
        "files",
        [
            pytest.param({"/etc/environment": "P=URL", PROFILE + "a.sh": "export https_proxy=$P"}, id="of pam_env's"),
            pytest.param({PROFILE + "a.sh": "p=URL", PROFILE + "b.sh": "export https_proxy=$p"}, id="of a script's"),
            pytest.param({PROFILE + "a.sh": "https_proxy=URL", PROFILE + "b.sh": "export https_proxy"}, id="exported"),
            pytest.param(
                {PROFILE + "a.sh": "unset https_proxy", PROFILE + "b.sh": "export https_proxy=URL"}, id="set again"
            ),
        ],
    )
    def test_scripts_build_on_one_another(self, tmp_path, files):
        for path, text in files.items():
            write(tmp_path, path, text.replace("URL", PROXY))
        assert [found["proxy"] for found in proxy_rules.captures(observe(tmp_path), HOST)] == [PROXY]

    @pytest.mark.parametrize(
        ("text", "variables"),
        [
            pytest.param("a=1\nb=2", {"a": "1", "b": "2"}, id="one a line"),
            pytest.param("  export a=1  ", {"a": "1"}, id="export"),
            pytest.param("a='1 2'\nb=\"3\"", {"a": "1 2", "b": "3"}, id="quotes"),
            pytest.param("a='1", {"a": "1"}, id="one quote"),
            pytest.param("a='", {"a": ""}, id="nothing but a quote"),
            pytest.param("a=1 b=2", {"a": "1 b=2"}, id="it is no shell"),
            pytest.param("a=1; export b", {"a": "1; export b"}, id="a semicolon is part of the value"),
            pytest.param("a=$b${c}", {"a": "$b${c}"}, id="nothing is expanded"),
            pytest.param("a=1 # comment\n#b=2", {"a": "1"}, id="comments"),
            pytest.param("a=", {"a": ""}, id="empty"),
            pytest.param("a=1\\\n2\nb=3", {"a": "12", "b": "3"}, id="a line that goes on"),
            pytest.param("nonsense\n=x\na-b=1\nunset a", {}, id="nonsense"),
        ],
    )
    def test_pam_environment(self, text, variables):
        assert host_proxies.parse_pam_environment(text) == variables


class TestSystemd:
    """What the services of systemd are given."""

    def test_configuration(self, tmp_path):
        write(
            tmp_path,
            "/etc/systemd/system.conf.d/proxy.conf",
            '[Manager]\nDefaultEnvironment="HTTPS_PROXY=%s" LANG=C\nDefaultEnvironment="broken\n' % PROXY,
        )
        assert host_proxies.show(observe(tmp_path))[0] == {"systemd": {"HTTPS_PROXY": PROXY}}

    @pytest.mark.parametrize("value", [PROXY, f"$'{PROXY}'"], ids=["plain", "escaped"])
    def test_manager(self, tmp_path, value):
        (tmp_path / "run/systemd/system").mkdir(parents=True)
        sources = observe(tmp_path, output_of=lambda args: f"LANG=C\nhttps_proxy={value}\nPATH=a b=c\n")
        assert sources == [("services", "systemd", {"https_proxy": PROXY})]

    def test_files_count_by_name_and_place_and_one_may_be_left_out(self, tmp_path):
        for path, value in (
            ("/usr/lib/systemd/system.conf", "vendor"),
            ("/etc/systemd/system.conf", "main"),
            ("/usr/lib/systemd/system.conf.d/60-a.conf", "hidden"),
            ("/run/systemd/system.conf.d/60-a.conf", "60"),
            ("/etc/systemd/system.conf.d/10-site.conf", "10"),
            ("/etc/systemd/system.conf.d/70-ours.conf", "ours"),
        ):
            write(tmp_path, path, f"[Manager]\nDefaultEnvironment=no_proxy={value}\n")
        assert host_proxies.systemd_variables(str(tmp_path)) == {"no_proxy": "ours"}
        ours = "/etc/systemd/system.conf.d/70-ours.conf"
        assert host_proxies.systemd_variables(str(tmp_path), but=ours) == {"no_proxy": "60"}

    def test_a_host_without_it_is_not_asked_for_it(self, tmp_path):
        def output_of(args):
            raise AssertionError(args)

        assert observe(tmp_path, output_of=output_of) == []

    @pytest.mark.parametrize("output", [None, "nonsense", "'unbalanced=1"])
    def test_a_manager_that_does_not_answer(self, tmp_path, output):
        (tmp_path / "run/systemd/system").mkdir(parents=True)
        assert observe(tmp_path, output_of=lambda args: output) == []
