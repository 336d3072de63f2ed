# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import re
import socket
from collections.abc import Mapping, Sequence
from typing import Any

from ..module_utils._azure.clouds import CLOUDS
from ..module_utils._azure.services import DEFAULT_CLOUD
from ..module_utils._core.hostnames import endpoint_host
from ..module_utils._core.threads import call_abandonable, map_threads
from ..plugin_utils._declarations.probes import egress_probes_of, probes_of
from ..plugin_utils._observation.results import malformed
from ..plugin_utils._observation.task import NotObserved, ObservingHost, error_of, other_than_asked

_LOOKUP_SECONDS = 5
# Of those that a host names: ansible-core 2.18 would evaluate a template in an environment, and each is a request.
_PROXY = re.compile(r"(?:[A-Za-z][A-Za-z0-9+.-]{0,19}://)?[A-Za-z0-9._:\[\]-]{1,255}/?")
_MOST_PROXIES = 8


class ActionModule(ObservingHost):
    """Send requests from a host."""

    MODULE = "aoai_probe"
    EXAMPLES: Mapping[str, Mapping[str, str]] = {"probes": {"endpoint": "https://example.openai.azure.com"}}
    PART = "probe"
    LOOKS_AFTER = "dns"
    _reached: Sequence[dict[str, Any]] = ()

    def look(self, host, task_vars):
        """Return C(probes) and C(token_error)."""
        probes = probes_of(host.accounts, host.vantage, host.credentials, host.options["endpoint_max_tokens"])
        source = host.options["endpoint_auth_source"]
        found: dict[str, Any] = {"probes": [], "token_error": None}
        if probes:
            options = _options(host)
            results, error = self._ask(probes, host, task_vars, **_token_options(host), **options)
            if error and source != "none":
                # The path is proved without a token as well; what the token was for stays unknown.
                found["token_error"] = error
                results, error = self._ask(probes, host, task_vars, **options)
            if error:
                raise NotObserved(error)
            found.update(probes=results, control_endpoints=list(self._reached))
        forbidden = host.options.get("privatelink_forbidden_endpoints") if host.vantage != "outside" else None
        if forbidden:
            results, error = self._ask_forbidden(forbidden, host, task_vars)
            if error:
                raise NotObserved(error)
            found["probes"] += results
        return found

    def digest(self, observation):
        """Return the codes by endpoint."""
        codes: dict[str, list[str]] = {}
        for each in observation["probes"]:
            codes.setdefault(each["endpoint"], []).append(each.get("code"))
        return codes

    def _ask(self, probes, host, task_vars, **options):
        """Return C((results, error)), one of them None."""
        result = self.execute({"probes": probes, "timeout": host.options["endpoint_timeout"], **options}, task_vars)
        results = result.get("results") or []
        self._reached = result.get("control_endpoints") or []
        error = error_of(result) or other_than_asked(
            [(each["endpoint"], each.get("connect_to")) for each in probes],
            [(each.get("endpoint"), each.get("connect_to")) for each in results],
        )
        error = error or _foreign_credential(probes, results, options.get("auth_source", "none"))
        error = error or other_than_asked(
            list(options.get("control_endpoints") or ()), [each.get("endpoint") for each in self._reached]
        )
        return (None, error) if error else (results, None)

    def _ask_forbidden(self, forbidden, host, task_vars):
        # In calls of their own: whatever auth_source the accounts have, nothing of it goes to somebody else's.
        addresses = dict(zip(forbidden, map_threads(_public_addresses, forbidden, 16)))
        found, error = self._ask(egress_probes_of(forbidden, host.accounts, addresses), host, task_vars)
        by_name = egress_probes_of(forbidden, host.accounts, {})
        for proxy in self._proxies():
            if error:
                break
            # Whoever carries data away does not heed no_proxy.
            self._task.environment = [{"no_proxy": "", "NO_PROXY": "", **({"https_proxy": proxy} if proxy else {})}]
            results, error = self._ask(by_name, host, task_vars, use_proxy=True)
            # A request that did not go through a proxy is among the direct ones already.
            found += [each for each in results or () if not (each.get("peer") or {}).get("address")]
        return (None, error) if error else (found, None)

    def _proxies(self):
        """Return the proxies that variables of the host name; an empty text stands for the process's environment."""
        if self.seen is None:
            return [""]
        sources = (self.seen.get("host") or {}).get("proxies") or {}
        variables = [pair for source in sources.values() if isinstance(source, dict) for pair in source.items()]
        named = [str(value) for name, value in variables if name.lower() in ("https_proxy", "all_proxy")]
        # The facts hide passwords: a proxy with one is asked only if the process's own environment names it.
        usable = ["" if "@" in value else value for value in named if "@" in value or _PROXY.fullmatch(value)]
        return list(dict.fromkeys(usable))[:_MOST_PROXIES]


def _token_options(host):
    """Return where a host gets a token, as which identity, and for what."""
    return {
        "auth_source": host.options["endpoint_auth_source"],
        "client_id": host.options["endpoint_client_id"],
        "token_scope": host.options["privatelink_token_scope"],
    }


def _options(host):
    """Return what else is asked of a host: through its proxies inside, whether it has Internet at all outside."""
    if host.vantage == "outside":
        declared = host.options["privatelink_control_endpoints"]
        logins = {CLOUDS[account.get("cloud") or DEFAULT_CLOUD].authority for account in host.accounts}
        asked = {"control_endpoints": sorted(logins) if declared is None else declared}
    else:
        asked = {"check_proxies": host.options["privatelink_check_proxies"]}
    return {**asked, "trusted_issuers": host.options["privatelink_trusted_issuers"]}


def _foreign_credential(probes, results, auth_source):
    """Return why the credentials in results cannot be true, None when each was given with its probe."""
    for probe, result in zip(probes, results):
        given = {None, "none"} | {kind for kind in ("api_key", "token") if probe.get(kind)}
        if auth_source != "none":
            given.add("token")
        if not {result.get("credential"), result.get("credential_given")} <= given:
            return malformed(f"it claims for {probe['endpoint']} a credential that it was not given")["msg"]
    return None


def _public_addresses(url):
    """Return the addresses that the control node finds for an endpoint; none where it cannot look them up."""
    name = endpoint_host(url)[0]
    try:
        found = call_abandonable(lambda: socket.getaddrinfo(name, 443, type=socket.SOCK_STREAM), _LOOKUP_SECONDS)
    except (OSError, UnicodeError):
        return []
    return sorted({entry[4][0] for entry in found})
