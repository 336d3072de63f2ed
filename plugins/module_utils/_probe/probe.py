# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.
"""One probe, from its name to the answer: every phase within one deadline, every fact in one result."""

from __future__ import annotations

import contextlib
import threading
from typing import Any

from .._auth.issuers import may_issue
from .._azure.operations import CHAT_LIMITS
from .._core.addresses import Expectation
from .._core.deadline import Deadline
from .._core.sockets import LayerError, dial
from .._core.text import shown
from .._core.threads import map_threads
from .._dns.system import system_addresses
from . import controls
from .alerts import alert_of
from .answers import outcome_of
from .exchange import exchange, shown_headers, title_of
from .expectations import Turns, doubting, hold, is_met, sample
from .operations import build_request, completion_of, judge, no_completion, refuses_limit_name
from .tls import add_unverified_facts, expires_soon, handshake, no_facts
from .tunnel import from_environment, from_url, open_tunnel

_NOTHING_EXPECTED = Expectation()

_ANY_SERVER = "any server may have answered: the certificate was not verified for the account's own name"

# One answer at a time: read JSON takes many times the memory of its bytes, and threads share the interpreter anyway.
_READING = threading.Lock()

_UNVERIFIED = ("tls_name_mismatch", "tls_untrusted", "tls_expired", "tls_not_yet_valid")


def run(probes, task):
    """Return the results of all probes, in their order. Never raises for what the network did."""
    if any(_asks_nameservers(probe) for probe in probes):
        # Before the clocks start.
        from .._dns import lookup  # noqa: F401
    if not task.waits:
        seconds = task.timeout * max(probe.samples for probe in probes)
        rest = Deadline.of_calls(seconds, len(probes), task.concurrency)
        return map_threads(lambda probe: _guarded(_sampled, probe, task, rest), probes, task.concurrency)
    rest = Deadline(task.within)
    # All wait at once and ask in turn: else the first would hold their places until they are done.
    turns = Turns(task.concurrency)
    return map_threads(lambda probe: _guarded(_held, probe, task, rest, turns), probes, len(probes))


def _guarded(function, probe, *args):
    """Return C(function(probe, *args)); one surprise must not cost the results of all other probes."""
    try:
        return function(probe, *args)
    except Exception as exc:
        return _failed(probe, f"unexpected {type(exc).__name__}: {exc}")


def _failed(probe, detail):
    secret = probe.credential.reveal() if probe.credential else None
    result = blank(probe)
    result.update(code="host_failed", outcome="unknown", confidence="high", detail=shown(detail, secret))
    result["met"] = is_met(result, probe.expect)
    return result


def _sampled(probe, task, rest, once=None):
    return sample(once or doubting(lambda: observe(probe, task, rest)), probe.samples, probe.expect, rest)


def _held(probe, task, rest, turns):
    # One for all rounds: what it doubts may have come in the round before.
    once = doubting(lambda: observe(probe, task, rest))

    def observed():
        return turns.take(lambda: _sampled(probe, task, rest, once), rest) or _failed(
            probe, "not asked: within ended before its turn; increase within or concurrency"
        )

    if not probe.expect:
        return observed()
    return hold(observed, task.stable_for, task.timeout, rest)


def missing_dns(probes):
    """Return the fail_json arguments that say that dnspython is missing, None when it is there or not needed."""
    if not any(_asks_nameservers(probe) for probe in probes):
        return None
    from .._dns.lookup import MISSING

    return MISSING


def _asks_nameservers(probe):
    return bool(probe.nameservers and not probe.address)


def blank(probe):
    """Return a result in which nothing has been observed yet: every key is there from the start."""
    return {
        "endpoint": probe.endpoint,
        "operation": probe.operation,
        "connect_to": probe.connect_to,
        "expect": probe.expect,
        "met": None,
        "code": None,
        "outcome": None,
        "confidence": None,
        "detail": None,
        "trusted": None,
        "peer": {"address": None, "port": None, "scope": None},
        "proxy": None,
        "credential": "none",
        "credential_given": probe.credential.kind if probe.credential else "none",
        "phases_ms": dict.fromkeys(("resolve", "connect", "tls", "first_byte", "total")),
        "tls": no_facts(),
        "controls": None,
        "proxied": None,
        "http": {"status": None, "error_code": None, "message": None, "title": None, "headers": {}},
        "completion": no_completion(),
        "findings": [],
        "samples": None,
        "waited": None,
    }


def observe(probe, task, rest):
    """Return the result of one probe, done once within the Deadline C(rest), its expectation not judged yet."""
    deadline = rest.at_most(task.timeout)
    result: Any = None
    for limit_name in CHAT_LIMITS:
        attempt = Attempt(probe, task, deadline)
        verdict = attempt.run(build_request(probe, limit_name))
        if verdict or not result:
            # Else Azure had answered before: what the second request met does not undo that.
            result = attempt.result
        if not verdict or not refuses_limit_name(probe.operation, verdict):
            break
    result["outcome"] = outcome_of(result["code"])
    result["phases_ms"]["total"] = deadline.elapsed_ms()
    return result


class Attempt:
    """One request: resolve, connect, TLS, ask. What is seen goes into C(result) as soon as it is seen."""

    def __init__(self, probe, task, deadline, proxy_url=None):
        self.probe = probe
        self.task = task
        self.deadline = deadline
        self.result = blank(probe)
        self._secret = probe.credential.reveal() if probe.credential else None
        self._proxy = None
        # A proxy to go through, whatever the environment of this process names.
        self._proxy_url = proxy_url
        self._addresses = []
        self._port = 0

    def run(self, request):
        """Send a Request and return the Verdict of the answer, None when there was none."""
        try:
            self._find_way()
            with self._phase("connect"):
                sock = self._connect()
            with self._phase("tls"):
                tls = self._shake_hands(sock)
            der = None if self.task.trust.validate_certs else tls.getpeercert(binary_form=True)
            answer = self._ask(tls, request)
        except LayerError as exc:
            self._record_failure(exc)
            if exc.code in _UNVERIFIED:
                self._add_facts()
            elif self._addresses and not self._proxy and not self.deadline.expired():
                name = self.probe.server_name
                self.result["controls"] = controls.ask(exc.code, name, self._connect, self.task.trust)
            return None
        if der:
            self._add_facts(der)
        with _READING:
            return self._record_answer(answer)

    @contextlib.contextmanager
    def _phase(self, name):
        start = self.deadline.elapsed_ms()
        try:
            yield
        finally:
            self.result["phases_ms"][name] = round(self.deadline.elapsed_ms() - start, 1)

    def _find_way(self):
        """Find the addresses to dial: the endpoint's, or those of the proxy that the environment names for it."""
        probe = self.probe
        if self._proxy_url:
            self._proxy = from_url(self._proxy_url)
        elif self.task.use_proxy:
            self._proxy = from_environment(probe.endpoint)
        if self._proxy:
            self.result["proxy"] = self._proxy.shown
            self.result["findings"].append("proxy_used")
            try:
                self._addresses, self._port = self._resolve(self._proxy.host, ()), self._proxy.port
            except LayerError as exc:
                raise LayerError("proxy_unreachable", f"the proxy {self._proxy.shown}: {exc.detail}") from exc
        elif probe.address:
            self._addresses, self._port = [probe.address[0]], probe.address[1]
        else:
            self._addresses, self._port = self._resolve(probe.host, probe.nameservers), probe.port

    def _resolve(self, name, nameservers):
        with self._phase("resolve"):
            if nameservers:
                # Imported here: only who asks them needs the DNS library.
                from .._dns import lookup

                found = lookup.resolve(name, nameservers, self.deadline)
            else:
                found = system_addresses(name, self.deadline)
        if found["code"]:
            # getaddrinfo does not say which name of a chain is missing, nor which nameserver failed how.
            confidence = "high" if nameservers else "medium"
            raise LayerError(found["code"], f"{name}: {found['error'] or 'no address'}", confidence)
        return found["addresses"]

    def _connect(self, deadline=None):
        """Return a fresh connection to the endpoint, through the proxy if there is one."""
        try:
            sock = dial(self._addresses, self._port, deadline or self.deadline)
        except LayerError as exc:
            if exc.code == "host_failed":
                raise
            if self._proxy:
                raise LayerError("proxy_unreachable", f"the proxy {self._proxy.shown}: {exc.detail}") from exc
            self._record_peer(exc.address)
            raise
        if self._proxy:
            # The tunnel's own failures close the socket, too: nobody else would.
            with contextlib.ExitStack() as on_failure:
                on_failure.enter_context(sock)
                open_tunnel(sock, self._proxy, *(self.probe.address or (self.probe.host, self.probe.port)))
                on_failure.pop_all()
        else:
            # Further connections of this probe must see the same server.
            self._addresses = [sock.address]
            self._record_peer(sock.address)
        return sock

    def _record_peer(self, address):
        self.result["peer"] = {"address": address, "port": self._port, "scope": _NOTHING_EXPECTED.scope(address)}

    def _shake_hands(self, sock):
        return handshake(sock, self.task.trust, self.probe.server_name, self.result["tls"])

    def _add_facts(self, der=None):
        add_unverified_facts(self.result["tls"], self._connect, self.task.trust, der)

    def _ask(self, tls, request):
        self.result["trusted"] = self._is_trusted()
        inspected = self.result["trusted"] and self._is_inspected()
        if inspected:
            self.result["findings"].append("tls_inspected")
        credential = None if inspected else self._credential_to_send()
        self.result["credential"] = credential.kind if credential else "none"
        if self.result["tls"]["verified"] and expires_soon(self.result["tls"]):
            self.result["findings"].append("tls_expires_soon")
        headers = credential.headers() if credential else {}
        start = self.deadline.elapsed_ms()
        try:
            return exchange(tls, self.probe.server_name, self.probe.port, request, headers)
        except LayerError:
            self.result["tls"].update(alert=alert_of(tls, tls.failure), certificate_requested=tls.certificate_requested)
            raise
        finally:
            if tls.first_byte_ms is not None:
                self.result["phases_ms"]["first_byte"] = round(tls.first_byte_ms - start, 1)

    def _is_trusted(self):
        """Return whether the connection was verified as the account's own. If not, any server may have answered."""
        tls = self.result["tls"]
        return bool(self.task.trust.validate_certs and tls["verified"] and tls["server_name"] == self.probe.public_name)

    def _is_inspected(self):
        """Return whether somebody else issued the certificate than those who may, where they are listed."""
        return not may_issue(self.result["tls"]["issuer_organization"], self.task.trusted_issuers)

    def _credential_to_send(self):
        """Return the Credential only for a connection that was verified as the account's own, else None."""
        credential = self.probe.credential
        if not credential or not credential.is_for(self.probe.public_name):
            return None
        return credential if self.result["trusted"] else None

    def _shown(self, text):
        return shown(text, self._secret)

    def _record_failure(self, exc):
        self.result.update(code=exc.code, confidence=exc.confidence, detail=self._shown(exc.detail))
        if exc.answer:
            self._record_http(exc.answer)

    def _record_http(self, answer, error_code=None, message=None):
        self.result["http"] = {
            "status": answer.status,
            "error_code": self._shown(error_code),
            "message": self._shown(message),
            "title": self._shown(title_of(answer)),
            "headers": shown_headers(answer.headers, self._secret),
        }

    def _record_answer(self, answer):
        verdict = judge(self.probe.operation, answer, self.result["credential"])
        self._record_http(answer, verdict.error_code, verdict.message)
        self.result.update(code=verdict.code, confidence=verdict.confidence, detail=self._shown(verdict.detail))
        if not self.result["trusted"]:
            self.result.update(confidence="low", detail="; ".join(filter(None, (self.result["detail"], _ANY_SERVER))))
        if verdict.code == "model_ok":
            self.result["completion"] = completion_of(verdict.content, self._secret)
        return verdict._replace(content=None)
