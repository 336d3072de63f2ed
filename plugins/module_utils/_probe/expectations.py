# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.
"""Expectations: whether an answer is what was expected, once, many times, or held for a while."""

from __future__ import annotations

import math
import threading
import time

from .._core.sockets import display
from .answers import OUTCOMES

ACCEPTED = ("served", "reachable", "denied", "unreachable", "unknown", *tuple(sorted(OUTCOMES)))

PAUSE = 1.0


def check_expected(expect):
    """Return the list of codes and outcomes, None when there is nothing expected.

    Raises ValueError with the value and what was expected.
    """
    for word in expect or ():
        if word not in ACCEPTED:
            raise ValueError(
                f"{word!r} is not a valid outcome or code of a probe: expected one of {', '.join(ACCEPTED)}"
            )
    return list(expect) if expect else None


# What only Azure AI itself can answer.
_ANSWERED = ("served", "reachable", "denied")


def is_met(result, expect):
    """Return whether a result has one of the expected codes or outcomes; None when nothing is expected.

    V(reachable) accepts V(served) too. Whoever answered without a certificate verified for the account's own name may
    be anybody: such an answer meets a code that is expected by name, but none of the outcomes that tell of Azure. A
    host that could not look meets no outcome at all.
    """
    if not expect:
        return None
    if result["code"] in expect:
        return True
    if result["code"] == "host_failed" or (result["outcome"] in _ANSWERED and not result["trusted"]):
        return False
    return result["outcome"] in expect or (result["outcome"] == "served" and "reachable" in expect)


def doubting(once):
    """Return C(once), a function that returns a result, made to doubt a C(401) that comes right after a C(429).

    Throttled accounts are known to refuse a good credential in between: it is not to be blamed for that.
    """
    throttled = False

    def observed():
        nonlocal throttled
        result = once()
        doubtful, throttled = throttled, result["http"]["status"] == 429
        if doubtful and result["http"]["status"] == 401 and result["credential"] != "none":
            result.update(
                confidence="low",
                detail=(f"a 401 right after a 429 says little about the {result['credential'].replace('_', ' ')}"),
            )
        return result

    return observed


def sample(once, count, expect, rest):
    """Return the result of C(once()), called C(count) times, with C(met) and C(samples) filled in.

    C(met) is whether every sample met the expectation. The result is that of the first sample that did not, else
    that of the last. Fewer samples are taken, and then C(met) is false, when the Deadline C(rest) is over before.
    """
    results = [once()]
    while len(results) < count and not rest.expired():
        results.append(once())
    met = [is_met(result, expect) for result in results]
    shown = results[met.index(False)] if False in met else results[-1]
    shown["met"] = all(met) and len(met) == count if expect else None
    if count > 1:
        shown["samples"] = summarise(results)
    return shown


def summarise(results):
    """Return C(count), C(codes) (how often each), C(flapping) and C(latency_ms) of the samples that were answered."""
    codes: dict[str, int] = {}
    for result in results:
        codes[result["code"]] = codes.get(result["code"], 0) + 1
    times = sorted(result["phases_ms"]["total"] for result in results if result["http"]["status"] is not None)
    return {
        "count": len(results),
        "codes": codes,
        "flapping": len(codes) > 1,
        "latency_ms": {
            "min": times[0],
            "p50": _rank(times, 50),
            "p90": _rank(times, 90),
            "p99": _rank(times, 99),
            "max": times[-1],
        }
        if times
        else None,
    }


def _rank(times, percent):
    return times[max(0, math.ceil(len(times) * percent / 100) - 1)]


def hold(observe, stable_for, timeout, rest, sleep=time.sleep):
    """Return the last result of C(observe()), repeated until C(met) has held for O(stable_for) seconds.

    Rule changes take minutes to arrive everywhere, and the old state is served meanwhile. Gives up when the Deadline
    C(rest) is over, or as soon as too little of it is left: then C(met) is false although the last answer may be as
    expected, and C(waited) says how long it had held.
    """
    start = now = rest.elapsed_ms()
    result = since = None
    attempts = 0
    while True:
        began, short = rest.elapsed_ms(), rest.remaining() < timeout
        latest = observe()
        now = rest.elapsed_ms()
        attempts += 1
        # Silence of an attempt that had less than its time says nothing, where there was a whole one before.
        if result is None or not short or latest["http"]["status"]:
            result = latest
            since = (began if since is None else since) if latest["met"] else None
        held = 0.0 if since is None else (now - since) / 1000.0
        done = result is latest and since is not None and held >= stable_for
        needed = stable_for - held
        if done or needed >= rest.remaining():
            break
        sleep(min(PAUSE, needed) if since is not None else PAUSE)
        if rest.expired():
            break
    result["met"] = done
    result["waited"] = {
        "attempts": attempts,
        "held_s": round(held, 1),
        "elapsed_s": round((now - start) / 1000.0, 1),
    }
    return result


class Turns:
    """Lets so many probes at once ask, in turn, while all of them wait for what they expect."""

    def __init__(self, count):
        self._free = threading.BoundedSemaphore(count)

    def take(self, ask, rest):
        """Return C(ask()), None when the Deadline C(rest) was over before it was this one's turn."""
        if not self._free.acquire(timeout=rest.remaining()):
            return None
        try:
            return None if rest.expired() else ask()
        finally:
            self._free.release()


def describe_unmet(result):
    """Return one line for a result that is not as expected: where, what was expected, and what came."""
    peer, http = result["peer"], result["http"]
    where = f" at {display(peer['address'], peer['port'])}" if peer["address"] else ""
    if result["proxy"]:
        where = f" through {result['proxy']}"
    expected = " or ".join(result["expect"])
    line = (
        f"{result['endpoint']} {result['operation']}{where}: expected {expected}, got {result['code']} "
        f"({result['outcome']})"
    )
    if result["detail"]:
        line += ": " + result["detail"]
    elif http["status"]:
        line += f": {http['status']} {http['message'] or ''}"
    if result["samples"]:
        codes = sorted(result["samples"]["codes"].items())
        line += "; samples: " + ", ".join(f"{count} x {code}" for code, count in codes)
    if result["waited"]:
        line += "; as expected for the last {held_s:.1f} of {elapsed_s:.1f} seconds".format(**result["waited"])
    return line.rstrip()
