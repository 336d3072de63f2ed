# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.privatelink.azure_ai.plugins.module_utils._core import hostnames

REFUSED = "%r is not a valid host name: expected a host name or URL such as example.openai.azure.com"


@pytest.mark.parametrize(
    ("text", "host"),
    [
        pytest.param("example.openai.azure.com", "example.openai.azure.com", id="host name"),
        pytest.param(" Example.OpenAI.azure.com. ", "example.openai.azure.com", id="capitals, dot, spaces"),
        pytest.param("https://example.openai.azure.com/openai?x=1", "example.openai.azure.com", id="URL"),
        pytest.param("https://user:pw@example.com:8443/", "example.com", id="URL with user and port"),
        pytest.param("bücher.example", "xn--bcher-kva.example", id="IDN"),
        pytest.param("straße.example", "strasse.example", id="IDN, by IDNA 2003"),
        pytest.param("bücher\u3002example\uff0e", "xn--bcher-kva.example", id="IDN with other dots"),
        pytest.param("xn--bcher-kva.example", "xn--bcher-kva.example", id="IDN, converted already"),
        pytest.param("_dmarc.example.com", "_dmarc.example.com", id="underscore"),
        pytest.param("a" * 63 + ".example", "a" * 63 + ".example", id="longest label"),
        pytest.param("localhost", "localhost", id="one label"),
    ],
)
def test_host_name(text, host):
    assert hostnames.host_name(text) == host


@pytest.mark.parametrize(
    ("text", "more"),
    [
        pytest.param("", "", id="empty"),
        pytest.param(".", "", id="root"),
        pytest.param("a..example", ", without empty labels", id="empty label"),
        pytest.param(".example", ", without empty labels", id="empty label first"),
        pytest.param("a.example..", ", without empty labels", id="empty label last"),
        pytest.param("bücher\u3002\u3002example", ", without empty labels", id="empty label between other dots"),
        pytest.param("a" * 64 + ".example", ", with labels of 63 characters at most", id="label too long"),
        pytest.param("ü" * 64 + ".example", ", with labels of 63 characters at most", id="IDN label too long"),
        pytest.param(
            "üéñ" * 20 + ".example", ", with labels of 63 characters at most", id="IDN label too long as xn--"
        ),
        pytest.param(".".join(["a" * 49] * 6), ", of 253 characters at most", id="name too long"),
        pytest.param("-a.example", "", id="hyphen first"),
        pytest.param("a-.example", "", id="hyphen last"),
        pytest.param("exa mple.com", "", id="space inside"),
        pytest.param("example.com:443", ", without a port", id="port without scheme"),
        pytest.param("localhost:", ", without a port", id="port that is missing"),
        pytest.param("*.openai.azure.com", ", not a wildcard", id="wildcard"),
        pytest.param("https://*.openai.azure.com/", ", not a wildcard", id="wildcard in a URL"),
        pytest.param(None, "", id="null"),
        pytest.param("example.com/path", "", id="path without scheme"),
        pytest.param("https://", "", id="URL without host"),
        pytest.param("https://[::1", "", id="broken URL"),
        pytest.param("10.0.14.4", ", not an IP address", id="IPv4"),
        pytest.param("https://10.0.14.4/", ", not an IP address", id="IPv4 in a URL"),
        pytest.param("10.0.14.4:443", ", not an IP address", id="IPv4 with a port"),
        pytest.param("::1", ", not an IP address", id="IPv6"),
        pytest.param("[::1]", ", not an IP address", id="IPv6 in brackets"),
        pytest.param("[::1]:443", ", not an IP address", id="IPv6 with a port"),
        pytest.param("https://[::1]:443/", ", not an IP address", id="IPv6 in a URL"),
        pytest.param("10.0.14.400", ", not an IP address", id="mistyped IPv4"),
        pytest.param("127.1", ", not an IP address", id="short IPv4"),
    ],
)
def test_what_is_no_host_name(text, more):
    with pytest.raises(ValueError) as caught:
        hostnames.host_name(text)
    assert str(caught.value) == REFUSED % text + more


def test_a_refused_url_does_not_show_its_password():
    with pytest.raises(ValueError) as caught:
        hostnames.host_name("https://user:secret@exa mple/")
    assert "secret" not in str(caught.value)


@given(st.text(max_size=80))
def test_any_text_gives_a_name_or_a_value_error(text):
    try:
        host = hostnames.host_name(text)
    except ValueError:
        return
    assert host == host.lower()
    assert hostnames.host_name(host) == host


@pytest.mark.parametrize(
    ("url", "result"),
    [
        pytest.param("https://example.openai.azure.com/", ("example.openai.azure.com", 443), id="as Azure prints it"),
        pytest.param("https://Example.openai.azure.com:8443", ("example.openai.azure.com", 8443), id="port"),
    ],
)
def test_endpoint_host(url, result):
    assert hostnames.endpoint_host(url) == result


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("http://example.com/", id="no https"),
        pytest.param("example.com", id="no URL"),
        pytest.param("https://", id="no host"),
        pytest.param("https://user@example.com/", id="user"),
        pytest.param("https://example.com/openai", id="path"),
        pytest.param("https://example.com/?a=b", id="query"),
        pytest.param("https://example.com:99999/", id="no port"),
        pytest.param("https://10.0.14.4/", id="address"),
        pytest.param("https://exa_mple-.com/", id="no host name"),
    ],
)
def test_what_is_no_endpoint(url):
    with pytest.raises(ValueError, match=": expected "):
        hostnames.endpoint_host(url)


@pytest.mark.parametrize("name, meant", [("example.openai.azure.com", True), ("a." * 5000 + "com", False)])
def test_a_name_is_meant_as_an_endpoint_where_it_can_be_one(name, meant):
    with pytest.raises(ValueError, match="is not a valid endpoint") as refused:
        hostnames.endpoint_host(name)
    assert (f"did you mean https://{name}/?" in str(refused.value)) == meant
    assert len(str(refused.value)) < 500


@pytest.mark.parametrize("secret", ["0123456789abcdef" * 2, "eyJhbGciOiJIUzI1NiJ9.eyJzdWIi.c2lnbmF0dXJl"])
@pytest.mark.parametrize("around", ["{}", "{}.x", "https://x/{}", "https://x/?api-key={}"])
def test_a_secret_given_for_an_endpoint_is_not_shown(secret, around):
    with pytest.raises(ValueError, match="is not a valid endpoint") as refused:
        hostnames.endpoint_host(around.format(secret))
    assert secret not in str(refused.value)
