# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest

from ansible_collections.privatelink.azure_ai.plugins.module_utils._jumphost.file_facts import (
    is_environment,
    looks_secret,
    mask_environment,
)

PASSWORD = "hunter2"


@pytest.mark.parametrize(
    "line, shown",
    [
        pytest.param(
            "https_proxy=http://user:hunter2@proxy.example.com:3128",
            "https_proxy=http://***@proxy.example.com:3128",
            id="a proxy loses its password",
        ),
        pytest.param(
            'export HTTPS_PROXY="http://u:hunter2@proxy.example.com"',
            'export HTTPS_PROXY="http://***@proxy.example.com"',
            id="in quotes",
        ),
        pytest.param(
            "http_proxy=http://user:a/hunter2#b@c@proxy.example.com",
            "http_proxy=http://***@proxy.example.com",
            id="a password with characters of URLs",
        ),
        pytest.param(
            "#https_proxy=http://user:hunter2@proxy.example.com",
            "#https_proxy=http://***@proxy.example.com",
            id="commented out",
        ),
        pytest.param(
            "https_proxy=http://proxy.example.com:3128",
            "https_proxy=http://proxy.example.com:3128",
            id="a proxy without password",
        ),
        pytest.param(
            'no_proxy="localhost,.openai.azure.com"',
            'no_proxy="localhost,.openai.azure.com"',
            id="what the role writes",
        ),
        pytest.param(
            "NO_PROXY=localhost; https_proxy=http://u:hunter2@proxy", "NO_PROXY=***", id="more than a list of names"
        ),
        pytest.param("https_proxy=http://proxy FOO=hunter2", "https_proxy=***", id="more than a proxy"),
        pytest.param(
            "AZURE_OPENAI_ENDPOINT=https://example.openai.azure.com/",
            "AZURE_OPENAI_ENDPOINT=https://example.openai.azure.com/",
            id="the endpoint",
        ),
        pytest.param("DB=hunter2", "DB=***", id="any other variable"),
        pytest.param("# proxies of the site", "# proxies of the site", id="a comment"),
        pytest.param("curl -u me --token=hunter2", "***", id="a command with a secret"),
        pytest.param("if true; then", "if true; then", id="a command without"),
        pytest.param("", "", id="an empty line"),
    ],
)
def test_lines_of_an_environment(line, shown):
    assert mask_environment(line) == shown
    assert mask_environment("A=1\r\n%s\nB=2" % line) == "A=***\r\n%s\nB=***" % shown
    assert PASSWORD not in shown


def test_of_a_line_that_goes_on_nothing_is_told():
    text = "LANG=C\nhttps_proxy=http://user:hun\\\nter2@proxy.example.com\nif true; then\n"
    assert mask_environment(text) == "LANG=***\n***\n***\nif true; then\n"


@pytest.mark.parametrize(
    "text, secret",
    [
        pytest.param("-----BEGIN EC PRIVATE KEY-----", True, id="private key"),
        pytest.param("-----BEGIN CERTIFICATE-----", False, id="certificate"),
        pytest.param("deb http://user:pw@mirror.example.com/ x", True, id="user in a URL"),
        pytest.param("deb http://mirror.example.com/ x", False, id="URL"),
        pytest.param("PASSWORD=x", True, id="password"),
        pytest.param("client_secret: x", True, id="secret"),
        pytest.param("api-key = x", True, id="key"),
        pytest.param("psk=x", True, id="Wi-Fi"),
        pytest.param("a eyJhbGciOiJIUzI1NiJ9.x", True, id="JSON web token"),
        pytest.param("passwd=x", True, id="short for password"),
        pytest.param("passwd: files systemd\n", False, id="nsswitch.conf"),
        pytest.param(
            "127.0.0.1 localhost\nnameserver 192.0.2.53\nsearch example.com\n", False, id="hosts and resolv.conf"
        ),
    ],
)
def test_what_looks_like_a_secret(text, secret):
    assert looks_secret(text) is secret


@pytest.mark.parametrize(
    "path, environment",
    [
        ("/etc/environment", True),
        ("/etc/profile.d/proxy.sh", True),
        ("/etc/profile.d", False),
        ("/etc/hosts", False),
    ],
)
def test_files_that_set_variables(path, environment):
    assert is_environment(path) is environment
