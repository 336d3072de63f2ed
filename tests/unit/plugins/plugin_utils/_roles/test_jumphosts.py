# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Options of the role jumphost that its modules would refuse by other names, after a host was contacted."""

from __future__ import annotations

import pytest
import yaml

from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._declarations.problems import Problems
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._roles.jumphosts import (
    TAGS,
    check_jumphost,
    warn_of_tags,
)
from ansible_collections.privatelink.azure_ai.tests.unit.support.roles import DIRECTORY

RESOLVER = {"jumphost_manage_resolver": True}
ENVIRONMENT = {"jumphost_environment": "yes", "jumphost_accounts": [{"name": "acc"}]}
KEY = "-----BEGIN PRIVATE KEY-----\nhunter2\n-----END PRIVATE KEY-----"
FILES = {"key.pem": KEY, "empty.pem": ""}
REFUSED = {
    "no-nameserver": (
        RESOLVER,
        "jumphost_nameservers: it is missing: expected the addresses of nameservers, because jumphost_manage_resolver "
        "is true",
    ),
    "nameserver": (
        {**RESOLVER, "jumphost_nameservers": "10.0.0.4;10.0.0.5"},
        "jumphost_nameservers[0]: '10.0.0.4;10.0.0.5' is not a valid IP address: expected an IPv4 or IPv6 address "
        "such as 10.0.14.4",
    ),
    "nameservers": (
        {**RESOLVER, "jumphost_nameservers": [f"10.0.0.{number}" for number in range(1, 5)]},
        "jumphost_nameservers: 4 entries: expected 1 to 3, because programs use no more than that",
    ),
    "missing-file": (
        {"jumphost_ca_certificates": ["files/nope.pem"]},
        "jumphost_ca_certificates, files/nope.pem: the control node cannot read this file: expected the "
        "absolute path of a certificate in PEM, such as one below inventory_dir, or the PEM text itself",
    ),
    "key-in-a-file": (
        {"jumphost_ca_certificates": ["key.pem"]},
        "jumphost_ca_certificates, key.pem: it contains a private key, which must not be copied to hosts: expected "
        "certificates only",
    ),
    "key": (
        {"jumphost_ca_certificates": [KEY]},
        "jumphost_ca_certificates: it contains a private key, which must not be copied to hosts: expected "
        "certificates only",
    ),
    "no-certificate": (
        {"jumphost_ca_certificates": "empty.pem"},
        "jumphost_ca_certificates, empty.pem: it does not contain a certificate: expected PEM, BEGIN CERTIFICATE ... "
        "END CERTIFICATE",
    ),
    "account": (
        {**ENVIRONMENT, "jumphost_environment_account": "ac"},
        "jumphost_environment_account: 'ac' is not the name of an account: expected one of acc",
    ),
}


def lines_of(given):
    def read_file(path):
        if path not in FILES:
            raise FileNotFoundError(path)
        return FILES[path]

    problems = Problems()
    check_jumphost(given, read_file, problems)
    return problems.lines()


@pytest.mark.parametrize(("given", "expected"), REFUSED.values(), ids=REFUSED)
def test_a_mistake_is_refused_by_the_name_of_the_option(given, expected):
    (line,) = lines_of(given)
    assert line == expected
    assert "hunter2" not in line


ACCEPTED = {
    "nothing": {},
    "nameservers": {**RESOLVER, "jumphost_nameservers": "10.0.0.4, 10.0.0.5", "jumphost_search": "corp.example.com"},
    "nameservers-that-are-not-used": {"jumphost_nameservers": "dns"},
    "what-is-removed": {**RESOLVER, "jumphost_state": "absent", "jumphost_ca_certificates": ["files/nope.pem"]},
    "first-account": ENVIRONMENT,
    "account": {**ENVIRONMENT, "jumphost_environment_account": "acc"},
}


@pytest.mark.parametrize("given", ACCEPTED.values(), ids=ACCEPTED)
def test_what_the_role_can_do_is_accepted(given):
    assert lines_of(given) == []


def test_a_tag_that_is_nearly_one_is_a_warning():
    problems = Problems()
    warn_of_tags(("preflght", "resolvr", "python", "all", "nightly", "azure", "report"), problems)
    assert not problems
    assert problems.warnings() == [
        "tags: 'preflght' is not a tag of the role jumphost: did you mean preflight?",
        "tags: 'resolvr' is not a tag of the role jumphost: did you mean resolver?",
    ]


def test_the_tags_are_those_of_the_tasks():
    def tags_of(tasks):
        for task in tasks:
            yield from task.get("tags", ())
            for inner in ("block", "rescue"):
                yield from tags_of(task.get(inner, ()))

    files = (DIRECTORY / "jumphost" / "tasks").glob("*.yml")
    assert {tag for path in files for tag in tags_of(yaml.safe_load(path.read_text()))} == {*TAGS, "always"}
