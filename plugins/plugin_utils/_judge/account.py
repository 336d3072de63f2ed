# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Judge one account: the legs of each host, link by link, and the conclusion."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from ...module_utils._core.addresses import Address, IPAddress
from ...module_utils._core.text import some_of
from .._declarations.expected import Account
from .._diagnosis.checks import diagnose_checks
from .._diagnosis.evidence import Endpoint, Lookup, Observation, ObservedEndpoint, Result
from .._document import document
from .._document.account import RowKey, matrix, row_key
from .._document.document import Check
from . import account_verdicts
from .azure import azure_checks, closed_in_azure
from .check import ANY_PRIVATE, bounded, check, expected_or_any, front_ends, skipped
from .dns import inside_dns, outside_dns
from .egress import egress_checks
from .host import diverted, host_checks, is_offline, resolver_fields, through_proxy
from .observation import Estate, endpoint_of
from .probe import inside_path, inspected, model_not_asked, outside_path, public_gate, shows_open
from .root_cause import explained, root_cause
from .waivers import waived_codes

_MOST_NAMED = 3
# What the modules say (_core.libraries), which the judge does not import: it is used without Ansible, too. Of the
# libraries that the remedies install: azure-identity is not one of them.
_MISSING_LIBRARY = re.compile(r"the Python library (dnspython|requests) >= [0-9.]+ is missing: ")
# Time, process and chance, in the names of Ansible's temporary files.
_RANDOM_PART = re.compile(r"\b(ansible-(?:tmp|local)-|ansible_\w+_payload_)[\w.-]+(?:/tmp\w+)?")


def judge_account(account: Account, estate: Estate, complete: bool, whole: bool) -> document.Account:
    """Return the judgement of one account.

    With C(complete) a host that sent no request makes it unknown, with C(whole) a side that nobody looked from.
    """
    waivers = estate.waivers
    observed = [(observation, observation.endpoints.get(account.name, ())) for observation in estate.observations]
    looked = [each for observation, endpoints in observed if not observation.error for each in endpoints]
    checks = [each for observation, endpoints in observed for each in _legs(observation, endpoints)]
    checks += [each for observation in estate.observations for each in _egress(account, observation)]
    checks += inspected(looked, estate.tls_inspection)
    dialled = _dialled(looked)
    arrived = _arrived(checks, dialled)
    azure = estate.azure.get(account.name.lower())
    on_azure = azure_checks(account, azure, estate.azure_error, estate.observations, checks, arrived)
    results = [result for each in looked for result in each.results]
    isolation, basis = account_verdicts.isolation(results), "probe"
    accepted = azure if estate.accept_azure_evidence and azure is not None and azure.closed else None
    if isolation == "unknown" and accepted and account_verdicts.arrived_beyond_doubt(results):
        isolation, basis = "isolated", "azure"
        on_azure.append(closed_in_azure(account, accepted))
    of_azure = [each.check for each in on_azure]
    waivers.cover(checks + of_azure)
    failed_in_azure = [each for each in of_azure if each["status"] == "fail"]
    if complete:
        checks += waivers.cover(_silent(observed))
    if whole:
        checks += waivers.cover(_unseen(account, estate.observations, results, checks, isolation))
    checks += waivers.cover(_unpaired(account, results, checks + failed_in_azure, isolation))
    # Azure's word stands for a look from outside that came to nothing.
    counted = [
        each for each in checks if not (basis == "azure" and each["leg"] == "outside" and each["status"] == "unknown")
    ]
    # What Azure's side leaves open changes nothing where hosts looked.
    counted += failed_in_azure if counted else of_azure
    checks += of_azure
    unwaived = [each for each in counted if not each["waiver"]]
    failed = explained(unwaived, [each for each in on_azure if not each.check["waiver"]], dialled, arrived)
    cause, contributing = root_cause(unwaived, failed)
    diagnose_checks(account.name, checks, estate.observations, azure, failed)
    diagnosis = cause["diagnosis"] if cause else None
    model = account_verdicts.model(results)
    return {
        "name": account.name,
        "status": worst("pass" if each["waiver"] else each["status"] for each in counted),
        "verdicts": {
            "isolation": isolation,
            "isolation_basis": basis,
            "reachability": account_verdicts.reachability(results),
            "auth": account_verdicts.authentication(results),
            "model": model,
            "egress": account_verdicts.egress(checks),
        },
        "root_cause": cause["code"] if cause else None,
        "cause": diagnosis["cause"] if diagnosis else None,
        "certainty": diagnosis["certainty"] if diagnosis else None,
        "contributing": contributing,
        "waived": waived_codes(checks),
        "notes": _notes(account, looked, checks, model),
        "matrix": matrix(checks),
        "checks": _finished(checks),
    }


def worst(states: Iterable[str]) -> str:
    """Return C(fail), C(unknown) or C(pass) for a list of states; no check at all is unknown."""
    states = set(states)
    if "fail" in states:
        return "fail"
    return "unknown" if "unknown" in states or "pass" not in states else "pass"


def _notes(account: Account, looked: Iterable[ObservedEndpoint], checks: Iterable[Check], model: str) -> list[str]:
    """Return what the status of an account leaves open: a model that was not asked, addresses that are not known."""
    notes = []
    unasked = dict.fromkeys(each["host"] for each in checks if each["code"] == "model_not_asked" and not each["waiver"])
    if unasked:
        place = "" if model == "not_checked" else f" from {some_of(unasked, _MOST_NAMED)}"
        notes.append(f"model not asked{place}: no credential")
    names = dict.fromkeys(
        each.endpoint.name for each in looked if each.endpoint.any_private and (each.lookup or each.results)
    )
    if names:
        of_all = len(names) == len(account.names)
        notes.append(ANY_PRIVATE if of_all else f"{ANY_PRIVATE} for {some_of(names, _MOST_NAMED)}")
    captured = [(each.endpoint.host, through_proxy(result)) for each in looked for result in each.results]
    notes += dict.fromkeys(f"programs on {host} go through a proxy: {words}" for host, words in captured if words)
    return notes


def _legs(observation: Observation, endpoints: Iterable[ObservedEndpoint]) -> list[Check]:
    """Return the checks of an account's names from one host, in the order of the path."""
    checks = []
    for each in endpoints:
        endpoint = each.endpoint
        if observation.error and not observation.reported:
            checks.append(_unreported(endpoint, observation.error))
            continue
        if observation.error:
            code = "host_failed" if observation.reached else "host_unreachable"
            missing = observation.reached and _MISSING_LIBRARY.search(observation.error)
            checks.append(_not_looked(endpoint, code, observation.error, _library_of(endpoint) if missing else None))
            continue
        results = [result for result in each.results if result.reported_code != "host_failed"]
        stuck = [result for result in each.results if result.reported_code == "host_failed"]
        if stuck:
            checks.append(_not_looked(endpoint, "host_failed", stuck[0].detail, "one_request"))
        if observation.token_error and not any(result.given for result in results):
            variant = "without_token" if results or each.lookup else None
            checks.append(_not_looked(endpoint, "host_failed", observation.token_error, variant))
        leg = _inside if observation.inside else _outside
        of_leg = leg(endpoint, each.lookup, results)
        if is_offline(observation):
            of_leg.append(check(endpoint, "outside", "host", "unknown", "host_offline", observed="no answer"))
        if observation.inside and not observation.token_error:
            of_leg += model_not_asked(endpoint, of_leg, results)
        checks += of_leg
    return checks


def _not_looked(endpoint: Endpoint, code: str, error: str | None, variant: str | None) -> Check:
    """Return the check of a host that could not observe all or a part; names that Ansible makes up for one run stand
    in its evidence alone.
    """
    error = error or ""
    lasting = _RANDOM_PART.sub(r"\g<1>...", error)
    evidence = {} if lasting == error else {"error": error}
    return check(endpoint, "host", "host", "unknown", code, error=lasting, evidence=evidence, variant=variant)


def _library_of(endpoint: Endpoint) -> str:
    """Return the condition that says how a missing library gets to a host."""
    if endpoint.vantage == "jumphost":
        return "library_of_jumphost"
    return "library_of_control_node" if endpoint.host == "localhost" else "library_of_host"


def _unreported(endpoint: Endpoint, why: str) -> Check:
    """Return the check of a host of which a merge has no observation; job numbers stand in its evidence alone."""
    return check(endpoint, "host", "host", "unknown", "host_silent", variant="unreported", evidence={"error": why})


def _inside(endpoint: Endpoint, lookup: Lookup | None, results: Sequence[Result]) -> list[Check]:
    checks = []
    if lookup:
        checks = host_checks(endpoint, "by_name", lookup, results) + inside_dns(endpoint, "by_name", lookup)
    for result in results:
        if not result.connect_to:
            checks += _by_name(endpoint, checks, lookup, result)
    for result in results:
        if result.connect_to:
            checks += inside_path(endpoint, "by_address", result)
    return checks


def _by_name(endpoint: Endpoint, before: Sequence[Check], lookup: Lookup | None, result: Result) -> list[Check]:
    """Return the checks of a request by name; C(before) are those of the same leg that were made before it."""
    checks = []
    if not any(each["status"] == "fail" for each in before):
        if result.link == "dns":
            checks.append(
                check(
                    endpoint,
                    "by_name",
                    "dns",
                    "fail",
                    result.code,
                    summary=result.detail,
                    observed="no address",
                    **resolver_fields(endpoint, lookup),
                )
            )
        elif result.peer and _leads_elsewhere(before, result):
            checks.append(_led_elsewhere(endpoint, lookup, result.peer))
        elif not lookup and not result.proxy and result.peer:
            checks.append(
                check(
                    endpoint,
                    "by_name",
                    "dns",
                    "pass",
                    summary=expected_or_any(endpoint, result.peer.text),
                    observed=result.peer.text,
                )
            )
    failed = [each["link"] for each in (*before, *checks) if each["status"] == "fail"]
    if failed:
        return checks + _behind(endpoint, failed[0], result)
    return checks + inside_path(endpoint, "by_name", result)


def _leads_elsewhere(before: Iterable[Check], result: Result) -> bool:
    """Return whether a direct request went to an address that is not the endpoint's.

    A refusal that the host's proxy variables may explain is left to the gate.
    """
    if result.proxy or result.direct:
        return False
    refused = result.code == "gate_public_access_disabled"
    return not (refused and any(each["code"] == "host_proxy_captures" for each in before))


def _behind(endpoint: Endpoint, failed: str, result: Result) -> list[Check]:
    """Return the skipped links behind a failed one; a public front end that serves is a failure all the same."""
    links = ["tcp", "tls", "gate"] + (["auth", "model"] if result.given else [])
    return [
        public_gate(endpoint, "by_name", result)
        if link == "gate" and shows_open(result)
        else skipped(endpoint, "by_name", link, failed)
        for link in links
    ]


def _led_elsewhere(endpoint: Endpoint, lookup: Lookup | None, address: Address) -> Check:
    """Return the failure of a request that went to another address, whatever the nameservers answered."""
    if lookup:
        return diverted(endpoint, "by_name", lookup, address)
    public = address.scope == "public"
    return check(
        endpoint,
        "by_name",
        "dns",
        "fail",
        "dns_public_address" if public else "dns_wrong_address",
        variant="onprem" if public and endpoint.vantage == "onprem" else None,
        summary=f"{endpoint.name} resolves to {address.text}",
        observed=address.text,
        address=address.text,
        expected=endpoint.expected,
        evidence=front_ends([address]),
    )


def _outside(endpoint: Endpoint, lookup: Lookup | None, results: Sequence[Result]) -> list[Check]:
    addresses = [*(lookup.addresses if lookup else ()), *(result.peer for result in results if not result.proxy)]
    private = [address.text for address in addresses if address and address.scope == "private"]
    if private:
        return [
            check(
                endpoint,
                "outside",
                "host",
                "unknown",
                "host_not_outside",
                address=private[0],
                observed=private[0],
                expected=endpoint.expected,
            )
        ] + [public_gate(endpoint, "outside", result) for result in results if shows_open(result)]
    checks = outside_dns(endpoint, "outside", lookup) if lookup else []
    for result in results:
        checks += outside_path(endpoint, "outside", result)
    return checks


def _egress(account: Account, observation: Observation) -> list[Check]:
    """Return the checks of the requests to forbidden endpoints, of a host inside that is judged by the account."""
    if not observation.inside or account.name not in observation.endpoints:
        return []
    return [
        each
        for name, results in observation.forbidden.items()
        for each in egress_checks(
            Endpoint(account.name, name, observation.vantage, observation.host), results, observation.resolver.proxies
        )
    ]


def _dialled(endpoints: Iterable[ObservedEndpoint]) -> dict[RowKey, set[IPAddress]]:
    """Return the addresses that the requests of a jumphost went to, by the row of the matrix that they make."""
    dialled: dict[RowKey, set[IPAddress]] = defaultdict(set)
    for each in endpoints:
        endpoint = each.endpoint
        for result in each.results:
            if endpoint.vantage == "jumphost" and result.dialled:
                leg = "by_address" if result.connect_to else "by_name"
                dialled[endpoint.vantage, endpoint.host, leg, endpoint.name, result.connect_to].add(result.dialled)
    return dialled


def _arrived(checks: Iterable[Check], dialled: Mapping[RowKey, set[IPAddress]]) -> frozenset[IPAddress]:
    """Return the addresses that a jumphost connected to, so that no rule or route on the way blocks them."""
    return frozenset(
        address
        for each in checks
        if each["link"] == "tcp" and each["status"] == "pass"
        for address in dialled.get(row_key(each), ())
    )


def _silent(observed: Iterable[tuple[Observation, Sequence[ObservedEndpoint]]]) -> list[Check]:
    """Return unknown checks for the hosts that should have sent a request and did not: silence is never a pass."""
    return [
        check(
            each.endpoint,
            "host",
            "host",
            "unknown",
            "host_silent",
            variant="undeclared" if observation.declares_nothing else None,
        )
        for observation, endpoints in observed
        if not observation.error
        for each in endpoints
        if not each.results
    ]


def _unseen(
    account: Account,
    observations: Sequence[Observation],
    results: Iterable[Result],
    checks: Iterable[Check],
    isolation: str,
) -> list[Check]:
    """Return the unknown checks for the sides that nobody looked at, unless an unknown check stands for them.

    A waived one does so for its own side only.
    """
    unknown = [each for each in checks if each["status"] == "unknown"]
    if any(not each["waiver"] for each in unknown):
        return []
    sides = {result.inside for result in results}
    accepted = {each["vantage"] != "outside" for each in unknown if each["leg"] != "egress"}
    gaps = []
    if True not in accepted | sides:
        endpoint = endpoint_of(account, account.names[0], "jumphost", "any host")
        host = _without_account(account, observations, inside=True)
        variant = "undeclared" if host else None
        gaps.append(check(endpoint, "by_name", "host", "unknown", "host_no_inside", variant=variant, host=host))
    if False not in accepted | sides and isolation == "unknown":
        host = _without_account(account, observations, inside=False)
        gaps.append(_unproved(account, "undeclared" if host else "unseen", host))
    return gaps


def _without_account(account: Account, observations: Iterable[Observation], inside: bool) -> str | None:
    """Return the first host of a side that does not declare the account, None without one."""
    hosts = (each.host for each in observations if each.inside == inside and not each.endpoints.get(account.name))
    return next(hosts, None)


def _unpaired(account: Account, results: Sequence[Result], checks: Iterable[Check], isolation: str) -> list[Check]:
    """Return an unknown check when both sides answered well, and yet the answers do not prove isolation together."""
    both = {result.inside for result in results} == {True, False}
    bad = [each for each in checks if each["status"] in ("fail", "unknown")]
    if isolation != "unknown" or not both or any(not each["waiver"] for each in bad):
        return []
    # Where a waived check is why a side has no answer, it stands for that.
    return [] if bad and not account_verdicts.both_answered(results) else [_unproved(account, "unpaired")]


def _unproved(account: Account, variant: str, host: str | None = None) -> Check:
    endpoint = endpoint_of(account, account.names[0], "outside", "any host")
    return check(endpoint, "outside", "gate", "unknown", "gate_public_unproved", variant=variant, host=host)


def _finished(checks: list[Check]) -> list[Check]:
    """Return the checks as the document shows them, each with an id of its own and evidence of bounded size."""
    count: Counter[str] = Counter()
    for each in checks:
        count[each["id"]] += 1
        if count[each["id"]] > 1:
            each["id"] = f"{each['id']}#{count[each['id']]}"
        each["evidence"] = bounded(each["evidence"])
    return checks
