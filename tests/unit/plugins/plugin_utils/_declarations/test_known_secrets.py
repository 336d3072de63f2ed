# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which credentials the control node knows, and in which forms they are found again."""

from __future__ import annotations

import base64
import json
from urllib.parse import quote, unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.privatelink.azure_ai.plugins.module_utils._arm import settings
from ansible_collections.privatelink.azure_ai.plugins.modules import aoai_probe
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._declarations.declaration import (
    Declaration,
    HostDeclaration,
)
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._declarations.known_secrets import (
    KnownSecrets,
    of_declaration,
    of_environment,
    of_options,
)

KEY, PASSWORD = "abc+DEF/012~3=45", 'p"w/ö%41 s\\x'
FORMS = {
    "plain": lambda secret: secret,
    "in upper case": str.upper,
    "in lower case": str.lower,
    "URL-encoded": lambda secret: quote(secret, safe=""),
    "URL-encoded in lower case": lambda secret: quote(secret, safe="").lower(),
    "URL-encoded in part": lambda secret: quote(secret[:3]) + secret[3:],
    "every character URL-encoded": lambda secret: "".join(f"%{byte:02X}" for byte in secret.encode()),
    "in hexadecimal": lambda secret: secret.encode().hex().upper(),
    "in JSON in JSON": lambda secret: json.dumps(secret)[1:-1],
}
NEIGHBOURS = [
    ("", ""),
    ("", "\n"),
    ("Bearer ", ""),
    ("user:", ""),
    ("user1:", "@x"),
    ("user12:", "@xy"),
    ("u:", "@xyz"),
]
ALPHABETS = {
    "standard": base64.b64encode,
    "for URLs": base64.urlsafe_b64encode,
    "URL-encoded": lambda content: quote(base64.b64encode(content), safe="").encode(),
}


@pytest.mark.parametrize("secret", [KEY, PASSWORD, "8letters"])
@pytest.mark.parametrize("written", FORMS.values(), ids=FORMS)
@pytest.mark.parametrize("around", ["{}", "say {} twice: {}", "ö{}.", "100% {}"])
def test_every_form_is_hidden(secret, written, around):
    shown = KnownSecrets([secret]).hidden(around.replace("{}", written(secret)))
    assert shown == around.replace("{}", "***")


@pytest.mark.parametrize("secret", [KEY, PASSWORD, "8letters"])
@pytest.mark.parametrize("before, behind", NEIGHBOURS)
@pytest.mark.parametrize("encode", ALPHABETS.values(), ids=ALPHABETS)
def test_base64_is_hidden_at_every_alignment(secret, before, behind, encode):
    """Of what stands beside the secret so many characters may be left as hold nothing of the secret."""
    first = len(encode(before.encode())) if before else 0
    shown = KnownSecrets([secret]).hidden(encode(f"{before}{secret}{behind}".encode()).decode())
    left, hidden, right = shown.partition("***")
    assert hidden and len(left) <= first and len(unquote(right).rstrip("=")) <= 8 * len(behind) // 6 + 3, shown


letters = st.characters(min_codepoint=32, max_codepoint=0x2FF)


@given(st.text(letters, min_size=8, max_size=40), st.text(letters, max_size=5), st.text(letters, max_size=5))
def test_nothing_of_a_secret_is_left(secret, before, behind):
    known = KnownSecrets([secret])
    assert "***" in known.hidden(before + secret + behind) and secret not in known.hidden(before + secret + behind)
    assert "***" in known.hidden(before.replace("%", "") + quote(secret, safe="") + behind)
    assert "***" in known.hidden(base64.b64encode((before + secret + behind).encode()).decode())


def test_keys_lists_and_mappings_are_looked_into():
    known = KnownSecrets([KEY])
    value = {"a": [{"b": f"<{KEY}>"}], KEY: 1, "c": 2, "d": None}
    assert known.hidden(value) == {"a": [{"b": "<***>"}], "***": 1, "c": 2, "d": None}


def test_what_holds_none_is_the_same_object():
    value = {"a": ["plain text of some length", 5, None, {"b": True}]}
    assert KnownSecrets([KEY]).hidden(value) is value
    assert KnownSecrets().hidden(value) is value


def test_a_secret_that_was_cut_short_is_hidden_too():
    assert KnownSecrets([KEY]).hidden(f"the key is {KEY[:11]}...") == "the key is ***..."
    assert KnownSecrets([KEY]).hidden(f"'{KEY[:15]}...' is not it") == "'***...' is not it"
    assert KnownSecrets([KEY]).hidden(f"the key is {KEY[:11]}") == f"the key is {KEY[:11]}"


@pytest.mark.parametrize("common", [8, 11, 15])
def test_a_text_that_only_begins_like_a_secret_is_shown(common):
    """What is cut, and is not a part of the secret up to the cut, is another word."""
    assert common < len(KEY)
    for other in ("-and more...", "?..."):
        assert KnownSecrets([KEY]).hidden(f"<{KEY[:common]}{other}>") == f"<{KEY[:common]}{other}>"


@pytest.mark.parametrize("text", ["%41 \udcff", "\\u0041 \udcff"], ids=["URL-encoded", "in JSON"])
def test_what_is_no_unicode_is_shown_as_it_is(text):
    """Ansible returns bytes that are no UTF-8 as lone surrogates."""
    assert KnownSecrets([KEY]).hidden(f"{text} {KEY} {text}") == f"{text} *** {text}"
    assert KnownSecrets([f"{KEY}\udcff"]).hidden(f"{text} {KEY}\udcff") == f"{text} ***"


def test_short_ones_are_words():
    assert KnownSecrets(["canned", ""]).hidden("a canned answer") == "a canned answer"


def test_the_environment(tmp_path):
    (tmp_path / ".azure").mkdir()
    (tmp_path / ".azure/credentials").write_text(
        "[default]\nsecret=%of-a-profile\nclient_id=not-a-secret\n[x]\npassword=of-a-user\n"
    )
    (tmp_path / "token").write_text("of-a-federation\n")
    found = set(
        of_environment(
            {
                "HOME": str(tmp_path),
                "AZURE_SECRET": "of-azure",
                "AZURE_CLIENT_SECRET": "of-a-client",
                "AZURE_PASSWORD": "of-a-person",
                "AZURE_CLIENT_CERTIFICATE_PASSWORD": "of-a-certificate",
                "AZURE_FEDERATED_TOKEN_FILE": str(tmp_path / "token"),
                "AZURE_CLIENT_ID": "not-a-secret",
                "https_proxy": "http://user:of%2Da@proxy@proxy.example.com:3128",
                "ALL_PROXY": "user:of-all-proxies@192.0.2.1",
                "no_proxy": "a:b@c",
            }
        )
    )
    assert found - {""} == {
        "%of-a-profile",
        "of-a-user",
        "of-a-federation",
        "of-azure",
        "of-a-client",
        "of-a-person",
        "of-a-certificate",
        "of%2Da@proxy",
        "of-a@proxy",
        "of-all-proxies",
    }


def test_an_environment_without_any():
    assert set(of_environment({"HOME": "/nowhere", "AZURE_FEDERATED_TOKEN_FILE": "/nowhere/token"})) == {""}


def test_options_of_modules():
    given = {"probes": [{"endpoint": "x", "api_key": "one"}, {"token": "two"}], "secret": "three", "timeout": 5}
    assert list(of_options(given)) == ["one", "two", "three"]


def secret_options(spec):
    """Yield the names of the options that ansible-core hides, those of the entries of a list among them."""
    for name, option in spec.items():
        if option.get("no_log"):
            yield name
        yield from secret_options(option.get("options", {}))


SECRET = sorted({*secret_options(aoai_probe.ARGUMENT_SPEC), *secret_options(settings.ARGUMENT_SPEC)})


@pytest.mark.parametrize("name", SECRET)
def test_what_ansible_hides_of_the_options_is_known(name):
    assert list(of_options({name: "planted", "tenant": "shown"})) == ["planted"]


@pytest.mark.parametrize("variable", [each for name in SECRET for each in settings.VARIABLES.get(name, ())])
def test_what_stands_in_for_such_an_option_in_the_environment_is_known(variable):
    assert "planted" in of_environment({"HOME": "/nowhere", variable: "planted"})


def test_what_is_declared():
    host = HostDeclaration("jumphost", [], {"a": {"api_key": "one"}, "b": {"token": "two"}}, {})
    outside = HostDeclaration("outside", [], {"a": {"api_key": "three"}}, {})
    declaration = Declaration({"jump-1": host}, outside, {"account_secret": "four", "account_tenant": "x"}, [], "")
    assert list(of_declaration(declaration)) == ["one", "two", "three", "four"]
