# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Faults that are switched while a lab is up: what an account takes over from another row, and what stays its own."""

from __future__ import annotations

import dataclasses

import pytest

from simulated_azure import switches
from simulated_azure.accounts import ACCOUNTS, accounts_named
from simulated_azure.dns.resolvers import RESOLVERS
from simulated_azure.faults.azure import ALL_SIDES, azure_rows_named


@pytest.fixture
def switch(monkeypatch):
    """Return a function that switches something in this process."""
    return lambda **what: monkeypatch.setattr(switches, "switched", lambda: switches.Switches(**what))


def named(rows, name):
    (row,) = (row for row in rows if row.name == name)
    return row


def test_the_tables_are_as_they_are_written_where_nothing_is_switched():
    assert switches.accounts(ACCOUNTS) == ACCOUNTS
    assert switches.sides(ALL_SIDES) == ALL_SIDES
    assert switches.resolvers(RESOLVERS) == RESOLVERS


def test_an_account_has_the_fault_of_another_row_at_its_own_address(switch):
    switch(accounts={"chat": "tls-expired"})
    chat, expired = accounts_named(["chat", "tls-expired"])
    switched = switches.accounts(ACCOUNTS)
    found = named(switched, "chat")
    assert (found.addresses, found.endpoint, found.root_cause) == (chat.addresses, "expired", "tls_expired")
    assert dataclasses.replace(found, name=expired.name, addresses=expired.addresses, overlay="") == expired
    assert [row.name for row in switched] == [row.name for row in ACCOUNTS]
    assert [row for row in switched if row.name != "chat"] == [row for row in ACCOUNTS if row.name != "chat"]


def test_its_side_in_azure_is_switched_with_it(switch):
    switch(accounts={"chat": "zone-not-linked"})
    (row,) = azure_rows_named(["zone-not-linked"])
    assert named(switches.sides(ALL_SIDES), "chat") == dataclasses.replace(row, name="chat")


def test_a_fault_of_several_addresses_is_not_for_an_account_of_one(switch):
    switch(accounts={"chat": "ai-services-one-address"})
    with pytest.raises(ValueError, match="chat has not as many addresses as ai-services-one-address"):
        switches.accounts(ACCOUNTS)


def test_a_resolver_behaves_as_another_one_and_knows_what_it_knew(switch):
    switch(resolvers={"onprem": "silent"})
    onprem = named(RESOLVERS, "onprem")
    found = named(switches.resolvers(RESOLVERS), "onprem")
    assert (found.address, found.view, found.behaviour) == (onprem.address, "onprem", "silent")
