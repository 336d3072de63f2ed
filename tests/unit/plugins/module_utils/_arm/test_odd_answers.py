# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One odd place in one answer of Azure never turns an account into one that passes, and never ends the call.

Every estate of the lab, every document that is read of it, every place in it: gone, null, empty, in another case, of an
unknown value, of another type. By default a part of them, which is always the same; every case with
PRIVATELINK_EVERY_MUTATION=1, every tenth with 10.
"""

from __future__ import annotations

import json
import os
import re
import zlib

import pytest

for library in ("dns", "azure.mgmt.network", "azure.mgmt.privatedns", "azure.mgmt.cognitiveservices"):
    pytest.importorskip(library)

from ansible_collections.privatelink.azure_ai.plugins.module_utils._azure.accounts import addresses_of
from ansible_collections.privatelink.azure_ai.tests.unit.support.lab_azure import ROWS, LabAzure, azure_checks, declared
from ansible_collections.privatelink.azure_ai.tests.unit.support.mutations import mutations

EVERY = int(os.environ.get("PRIVATELINK_EVERY_MUTATION", "400"))

LEVELS = ("a pass", "a warning", "unknown or a fail")
PASS, WARNING, UNKNOWN_OR_FAIL = range(len(LEVELS))

# What is legitimately better for being gone, by the end of a case: the fault itself, of which nothing else tells.
GONE = re.compile(
    r"""(
        \.dhcpOptions(\.dnsServers)?\ (removed|null|empty)        # without DNS servers of its own a network asks Azure's
      | \.dnsServers\[\d+\]\ removed
      | \.(networkSecurityGroup|routeTable)\ (removed|null)        # nothing is associated with the subnet
      | (securityRules|routes|accessRules|ruleCollections|rules|privateEndpointConnections)(\[\d+\]\ removed|\ empty)
      | \.subnets(\ (removed|null|empty)|\[\d+\]\.properties\ (removed|null|empty)) # nothing is said of a subnet
      | \ value(\[\d+\]\ removed|\ empty)                          # a resource that does not exist
      | \.publicIPAddress\ (removed|null)                           # none is associated with the interface
      | PortRange\ int                                            # a number is that port
      | \.addressPrefix\ (unknown|bool)                           # no service tag leads private addresses away
    )$""",
    re.VERBOSE,
)


class Estate:
    """One account of the lab as Azure answers, and what becomes of it when one answer is odd."""

    def __init__(self, azure, row):
        self.azure = azure
        self.row = row
        self.declaration = declared(row)
        azure.observe(self.declaration)
        azure.replaced = {
            url: (status, _shortened(document, (row.name, row.jumphost_vm)))
            for url, (status, document) in azure.answers.items()
        }
        self.answers = dict(azure.replaced)
        self.arm = azure.arm()
        self.verdicts = {}
        self.level, self.compared = self._verdict(azure.observe(self.declaration, self.arm))

    def violations(self):
        """Yield a line for everything that is wrong with one odd place."""
        for url, (status, document) in self.answers.items():
            if status != 200:
                continue
            place = f"{self.row.name} {_place(url)}"
            for path, what, odd in mutations(document, lambda path, what: _chosen(f"{place} {path} {what}")):
                case = f"{place} {path} {what}"
                problem = self._problem(url, odd, GONE.search(case) is not None)
                if problem:
                    yield f"{problem}: {case}"

    def _problem(self, url, odd, gone):
        self.azure.replaced = {**self.answers, url: (200, odd)}
        try:
            observed = self.azure.observe(self.declaration, self.azure.arm(self.arm.without(url)))
            level, compared = self._verdict(observed)
        except Exception as exc:
            return f"{type(exc).__name__} {exc}"
        if level < self.level and not gone:
            return f"{LEVELS[level]} instead of {LEVELS[self.level]}"
        if level < UNKNOWN_OR_FAIL and not compared >= self.compared:
            return "nothing is compared of " + ", ".join(sorted(self.compared - compared))
        return None

    def _verdict(self, observed):
        """Return how bad the verdict over Azure's side is, and the names that stand on more than an assumption."""
        known = json.dumps(observed, sort_keys=True)
        if known not in self.verdicts:
            checks = azure_checks(self.declaration, observed)
            self.verdicts[known] = _level(checks), _compared(self.row, observed)
        return self.verdicts[known]


def _chosen(case):
    return zlib.crc32(case.encode()) % EVERY == 0


def _level(checks):
    assert checks
    if any(check["status"] in ("fail", "unknown") for check in checks):
        return UNKNOWN_OR_FAIL
    return WARNING if any(check["code"] and check["severity"] == "warning" for check in checks) else PASS


def _compared(row, observed):
    """Return the names of an account of which a linked zone's record could be compared with an endpoint's address."""
    return {
        name
        for name in row.account.names
        if addresses_of(name, observed["expected"])
        and any(zone["links"] and addresses_of(name, zone["records"]) for zone in observed["zones"])
    }


def _shortened(document, words):
    """Return a list with the entries that belong to an account, and two others."""
    if not isinstance(document.get("value"), list):
        return document
    own = [entry for entry in document["value"] if any(word.lower() in json.dumps(entry).lower() for word in words)]
    others = [entry for entry in document["value"] if entry not in own]
    return dict(document, value=own + others[:2])


def _place(url):
    return url.partition("/providers/")[2].partition("?")[0]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_no_odd_answer_makes_a_pass_or_ends_the_call(monkeypatch, row):
    found = list(Estate(LabAzure(monkeypatch), row).violations())
    assert not found, "\n".join(found)
