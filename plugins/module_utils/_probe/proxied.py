# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""What programs get that follow the proxy settings of this host: a second request, through that proxy."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any

from .._core.deadline import Deadline
from .._core.text import shown_url
from .._core.threads import map_threads
from .answers import outcome_of
from .operations import build_request
from .options import Probe, Task
from .probe import Attempt

# For the running manager of services.
_COMMAND_SECONDS = 5.0


def ask(probes: Sequence[Probe], results: Sequence[dict[str, Any]], task: Task) -> None:
    """Add C(proxied) to the results of names that the settings of this host send through a proxy.

    The request has no credential, and a time limit of its own. The settings are read only if that is wanted.
    """
    asking = [pair for pair in zip(probes, results) if not pair[0].address]
    if not task.check_proxies or task.use_proxy or not asking:
        return
    # Most runs of the module look at none of the host's settings, and these are a sixth of what it would compile.
    from .._core.commands import output_of
    from .._host.proxies import observe
    from .._host.proxy_rules import first_capturing

    sources = observe(os.environ, output_of=lambda args: output_of(args, _COMMAND_SECONDS))
    found = [(probe, result, first_capturing(sources, probe.host)) for probe, result in asking]
    captured = [(probe, result, setting) for probe, result, setting in found if setting]
    whole = Deadline.of_calls(task.timeout, len(captured), task.concurrency)
    map_threads(lambda job: job[1].update(proxied=_through(job[0], task, whole, *job[2])), captured, task.concurrency)


def _through(probe: Probe, task: Task, whole: Deadline, source: str, url: str) -> dict[str, Any]:
    attempt = Attempt(probe._replace(credential=None), task, whole.at_most(task.timeout), proxy_url=url)
    result = attempt.result
    try:
        attempt.run(build_request(probe))
    except Exception:
        # One surprise must not cost the results of all probes.
        result.update(code="host_failed", confidence="high")
    return {
        "proxy": result["proxy"] or shown_url(url),
        "source": source,
        "code": result["code"],
        "outcome": outcome_of(result["code"]),
        "confidence": result["confidence"],
        "status": result["http"]["status"],
        "message": result["http"]["message"],
        "issuer_organization": result["tls"]["issuer_organization"],
        "verified": bool(result["tls"]["verified"]),
    }
