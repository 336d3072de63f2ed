# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""What failures of nameservers show: who is dead, who refuses, and what the same nameserver does otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ....module_utils._catalogue.catalogue import CATALOGUE
from ....module_utils._catalogue.extended_errors import in_words
from ....module_utils._core.addresses import AZURE_DNS
from ..engine import Seen
from ..evidence import Answer, Control
from ..subject import Subject
from .views import is_stub, same_server, says_something, sibling_views, words

# Of RFC 8914: about signatures; about those whom a nameserver asks; about who may ask.
_OF_SIGNATURES = (1, 2, 5, 6, 7, 8, 9, 10, 11, 12, 25, 27)
_OF_UPSTREAM = (14, 22, 23)
_PROHIBITED, _NOT_AUTHORITATIVE = 18, 20
_NO_ANSWER = ("dns_timeout", "dns_resolver_unreachable")
_REFUSED_PORT = re.compile(r"refused|ECONNREFUSED|port unreachable", re.IGNORECASE)
_NO_ROUTE = re.compile(r"no route|network is unreachable|host is unreachable|EHOSTUNREACH|ENETUNREACH", re.IGNORECASE)
_RCODES = {"FORMERR": "not_understood", "NOTIMP": "not_implemented", "NOTAUTH": "not_authoritative_for"}


def signals(subject: Subject) -> Iterator[Seen]:
    """Yield what the run shows about a nameserver that gave no usable answer."""
    if subject.check["link"] != "dns":
        return
    if subject.observation.resolver.proxies:
        yield Seen("proxy_is_set", {"set_proxy": subject.observation.resolver.proxies[0]})
    yield from _of_proxy(subject)
    answer = subject.answer
    if answer is None:
        return
    failed = subject.code in CATALOGUE and CATALOGUE[subject.code].no_answer
    if failed or subject.code == "dns_unsteady":
        yield from _of_errors(answer)
        yield from _of_controls(subject, answer)
        yield from _of_address(subject, answer)
        yield from _of_others(subject, answer)
    if subject.code == "dns_resolvers_disagree" and subject.lookup:
        yield from _of_order(subject)


def _of_proxy(subject: Subject) -> Iterator[Seen]:
    """Yield that the proxy of the host gets to Azure by the name that its nameserver does not resolve."""
    for observed in subject.observation.endpoints.get(subject.endpoint.account, ()):
        for result in observed.results if observed.endpoint.name == subject.endpoint.name else ():
            proxied = result.through_proxy
            if proxied and proxied.verified and CATALOGUE[proxied.code].azure_answered:
                yield Seen("proxy_answers", {"seen_proxy": proxied.proxy or "the proxy", "proxied_code": proxied.code})


def _of_errors(answer: Answer) -> Iterator[Seen]:
    errors = [(each.get("code"), each.get("text") or "") for each in answer.ede or () if isinstance(each, dict)]
    errors += [each for of_type in answer.types.values() for each in of_type.ede]
    for signal, codes in (
        ("said_signatures", _OF_SIGNATURES),
        ("said_upstream", _OF_UPSTREAM),
        ("said_prohibited", (_PROHIBITED,)),
        ("said_not_authoritative", (_NOT_AUTHORITATIVE,)),
    ):
        mine = [{"code": code, "text": text} for code, text in errors if code in codes]
        if mine:
            yield Seen(signal, {"ede": in_words(mine)})
    if answer.rcode in _RCODES:
        yield Seen(_RCODES[answer.rcode], {"own_rcode": answer.rcode})
    error = str(answer.error or "")
    if answer.code == "dns_resolver_unreachable":
        if _REFUSED_PORT.search(error):
            yield Seen("port_closed", {"reported_error": error})
        elif _NO_ROUTE.search(error):
            yield Seen("no_route", {"reported_error": error})
    if answer.code == "dns_truncated":
        yield Seen("truncated_without_tcp")
    if answer.code == "dns_malformed":
        yield Seen("no_dns_message", {"reported_error": error})


def _of_controls(subject: Subject, answer: Answer) -> Iterator[Seen]:
    yield from _of_alive(subject, answer)
    unchecked, repeated = answer.controls.get("checking_disabled"), answer.controls.get("repeat")
    # A question that was not answered in the little time that is left for it shows nothing.
    if unchecked and unchecked.rcode:
        answered = _answers(unchecked)
        yield Seen("unchecked_answered" if answered else "unchecked_fails", {"unchecked_answer": words(unchecked)})
    if repeated and repeated.rcode:
        answered = _answers(repeated)
        yield Seen("repeat_answered" if answered else "repeat_fails", {"repeat_answer": words(repeated)})


def _of_alive(subject: Subject, answer: Answer) -> Iterator[Seen]:
    """Yield what the nameserver did with a question that it answers by itself."""
    alive, silent = answer.controls.get("alive"), answer.code in _NO_ANSWER
    given = subject.observation.given.get(str(answer.server))
    if alive is None and silent and given and given.alive:
        # A nameserver that does not answer is not asked for every name.
        alive = given.alive[0]
    if alive is None:
        return
    fields = {"alive_question": alive.name, "alive_answer": alive.rcode}
    if alive.rcode is None:
        # One that has answered for the name is not dead, whatever else it has no time for.
        if silent:
            yield Seen("silent_to_all", fields)
        return
    if alive.rcode == "REFUSED":
        yield Seen("refuses_everything", fields)
    elif subject.code == "dns_refused" and _answers(alive):
        yield Seen("refuses_only_some", fields)
    # Knot Resolver has no such record and says SERVFAIL, which is news only of one that seemed dead.
    if alive.rcode != "SERVFAIL" or silent:
        yield Seen("alive", fields)
        if alive.rcode == "NOERROR":
            yield Seen("answers_its_own", fields)


def _answers(control: Control) -> bool:
    return says_something(control)


def _of_address(subject: Subject, answer: Answer) -> Iterator[Seen]:
    fields: dict[str, Any] = {"asked_server": answer.server}
    if answer.server == AZURE_DNS and subject.check["vantage"] != "jumphost":
        yield Seen("azure_dns_outside_azure", fields)
    if is_stub(answer.server):
        yield Seen("stub_fails", fields)
        yield from _of_upstream(subject)


def _of_upstream(subject: Subject) -> Iterator[Seen]:
    """Yield what the nameservers do that the stub asks; they are asked beside it."""
    upstream = subject.observation.resolver.resolved_nameservers
    views = [view for view in sibling_views(subject) if view.server in upstream]
    yield from (Seen("stub_upstream_differs", view.fields) for view in views)
    asked = [each for each in (subject.lookup.answers if subject.lookup else ()) if each.server in upstream]
    if asked and not views:
        yield Seen("stub_upstream_fails", {"seen_server": asked[0].server, "upstream_code": asked[0].code})


def _of_others(subject: Subject, answer: Answer) -> Iterator[Seen]:
    """Yield whether the same nameserver answers another host, or for another name."""
    given = subject.observation.given.get(str(answer.server))
    others = [each for each in given.answered if each != subject.endpoint.name] if given else []
    if others:
        yield Seen("answers_other_names", {"other_name": others[0]})
    if is_stub(answer.server) or answer.server == AZURE_DNS:
        return
    for observation, observed in subject.scene.others(subject):
        for other in observed.lookup.answers if observed.lookup else ():
            if same_server(other, answer) and says_something(other) and not str(other.server).startswith("127."):
                yield Seen("answers_other_hosts", {"seen_host": observation.host, "seen_answer": words(other)})


def _of_order(subject: Subject) -> Iterator[Seen]:
    """Yield which of the host's own nameservers programs ask first, and whether that one is well."""
    own = subject.lookup.own_answers if subject.lookup else ()
    if not own or not any(each.code == "dns_private" for each in own):
        well = [each for each in (subject.lookup.answers if subject.lookup else ()) if each.code == "dns_private"]
        if len({(each.code, words(each)) for each in own}) > 1:
            yield Seen("own_differ", {"well_server": own[0].server, "bad_server": own[1].server})
        elif own and well:
            yield Seen("only_compared_well", {"well_server": well[0].server, "bad_server": own[0].server})
        return
    well = [each for each in own if each.code == "dns_private"]
    bad = [each for each in own if each.code != "dns_private"]
    if not bad:
        addresses = {words(each) for each in own}
        if len(addresses) > 1:
            yield Seen("own_differ", {"well_server": own[0].server, "bad_server": own[1].server})
        else:
            yield Seen("only_compared_differs")
    elif own[0].code != "dns_private":
        yield Seen("first_is_bad", {"bad_server": own[0].server, "well_server": well[0].server})
    else:
        yield Seen("later_is_bad", {"bad_server": bad[0].server, "well_server": well[0].server})
