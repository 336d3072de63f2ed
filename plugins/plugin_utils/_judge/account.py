# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Judge one account from one host: leg by leg, link by link."""

from __future__ import annotations

import re

from ...module_utils._catalogue.catalogue import CATALOGUE
from .check import check, skipped
from .dns import inside_dns, outside_dns
from .host import diverted, host_checks
from .observation import peer_address
from .probe import code_of, inside_path, outside_path, public_gate, shows_open, was_given
from .resolver import resolver_fields

# Time, process and chance, in the names of Ansible's temporary files.
_MADE_UP = re.compile(r"\b(ansible-(?:tmp|local)-|ansible_\w+_payload_)[\w.-]+(?:/tmp\w+)?")


def checks_of(sight, account):
    """Return the checks of an account as one host (a Sight) saw it, in the order of the path."""
    checks = []
    for subject in sight.subjects(account):
        if sight.error:
            code = "host_failed" if sight.reached else "host_unreachable"
            checks.append(_lost(subject, code, sight.error))
            continue
        entry = sight.dns.get(subject.name)
        results = [result for result in sight.probes.get(subject.name, ()) if result.get("code") != "host_failed"]
        stuck = [result for result in sight.probes.get(subject.name, ()) if result.get("code") == "host_failed"]
        if stuck:
            checks.append(_lost(subject, "host_failed", stuck[0].get("detail")))
        if sight.token_error and not any(was_given(result) for result in results):
            checks.append(_lost(subject, "host_failed", sight.token_error))
        checks += _inside(subject, entry, results) if sight.inside else _outside(subject, entry, results)
    return checks


def _lost(subject, code, error):
    """Return the check of a host that could not look; names that Ansible makes up for one run stand in its evidence alone."""
    # A task may fail with a list of texts.
    said = str(error or "")
    lasting = _MADE_UP.sub(r"\g<1>...", said)
    return check(
        subject, "host", "host", "unknown", code, error=lasting, evidence={} if lasting == said else {"error": said}
    )


def _inside(subject, entry, results):
    named = [result for result in results if not result.get("connect_to")]
    checks = host_checks(subject, "by_name", entry) + inside_dns(subject, "by_name", entry) if entry else []
    for result in named:
        checks += _by_name(subject, checks, entry, result)
    for result in results:
        if result.get("connect_to"):
            checks += inside_path(subject, "by_address", result)
    return checks


def _by_name(subject, before, entry, result):
    code, address = code_of(result), peer_address(result)
    checks = []
    if not any(found["status"] == "fail" for found in before):
        if CATALOGUE[code].link == "dns":
            checks.append(
                check(
                    subject,
                    "by_name",
                    "dns",
                    "fail",
                    code,
                    summary=result.get("detail"),
                    observed="no address",
                    **resolver_fields(subject, entry or {}),
                )
            )
        elif _leads_astray(subject, before, result):
            checks.append(_led_astray(subject, entry, address))
        elif not entry and not result.get("proxy") and address:
            checks.append(check(subject, "by_name", "dns", "pass", summary=address, observed=address))
    failed = [found["link"] for found in list(before) + checks if found["status"] == "fail"]
    if failed:
        return checks + _behind(subject, failed[0], result)
    return checks + inside_path(subject, "by_name", result)


def _leads_astray(subject, before, result):
    """Return whether a direct request went to an address that is not the endpoint's.

    A refusal that the host's proxy variables may explain is left to the gate.
    """
    if result.get("proxy") or not peer_address(result) or subject.expects(peer_address(result)):
        return False
    refused = code_of(result) == "gate_public_access_disabled"
    return not (refused and any(found["code"] == "host_proxy_captures" for found in before))


def _behind(subject, failed, result):
    """Return the skipped links behind a failed one; a public front end that serves is a failure all the same."""
    links = ["tcp", "tls", "gate"] + (["auth", "model"] if was_given(result) else [])
    return [
        public_gate(subject, "by_name", result)
        if link == "gate" and shows_open(subject, result)
        else skipped(subject, "by_name", link, failed)
        for link in links
    ]


def _led_astray(subject, entry, address):
    """Return the failure of a request that went to another address, whatever the nameservers said."""
    if entry:
        return diverted(subject, "by_name", entry, address)
    public = subject.expectation.scope(address) == "public"
    return check(
        subject,
        "by_name",
        "dns",
        "fail",
        "dns_public_address" if public else "dns_wrong_address",
        variant="onprem" if public and subject.vantage == "onprem" else None,
        summary=f"{subject.name} resolves to {address}",
        observed=address,
        address=address,
        expected=subject.expected_answer(),
        evidence=subject.front_ends([address]),
    )


def _outside(subject, entry, results):
    seen = list((entry or {}).get("addresses") or ()) + [
        peer_address(result) for result in results if not result.get("proxy")
    ]
    private = [address for address in seen if address and subject.expectation.scope(address) == "private"]
    if private:
        open_all_the_same = [result for result in results if shows_open(subject, result)]
        return [
            check(
                subject,
                "outside",
                "host",
                "unknown",
                "host_not_outside",
                address=private[0],
                observed=private[0],
                expected=subject.expected_answer(),
            )
        ] + [public_gate(subject, "outside", result) for result in open_all_the_same]
    checks = outside_dns(subject, "outside", entry) if entry else []
    for result in results:
        checks += outside_path(subject, "outside", result)
    return checks
