# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a host may return as a module's result: anything of the documented shape."""

from __future__ import annotations

import math

from hypothesis import strategies as st

TEXTS = (
    "",
    "10.0.14.4",
    "10.0.14.99",
    "203.0.113.10",
    "fd00::1",
    "168.63.129.16",
    "example.openai.azure.com",
    "https://example.openai.azure.com/",
    "https://[",
    "dns_private",
    "dns_timeout",
    "host_pinned",
    "host_failed",
    "host_search_trap",
    "gate_public_access_disabled",
    "model_ok",
    "tcp_timeout",
    "proxy_denied",
    "tls_untrusted",
    "CNAME",
    "static",
    "systemd-resolved",
    "high",
    "2027-04-15T00:00:00Z",
    "9999-99-99",
    "{{ lookup('pipe', 'false') }}",
    "$(false) `false` 'x' \"y\"",
    "\x1b[2J\r\n\u202e",
    "<script>|</script>",
    "api_key",
)
texts = st.sampled_from(TEXTS) | st.text(max_size=20)
numbers = st.integers(-(2**53), 2**53)
floats = numbers | st.floats(allow_nan=False, allow_infinity=False).filter(math.isfinite)
SCALARS = {"str": texts, "int": numbers, "float": floats, "bool": st.booleans()}
anything = st.recursive(
    st.none() | st.booleans() | floats | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)


# What most observations of a key have: anything else ends most of them as not to be judged.
ADDRESSES = st.sampled_from([text for text in TEXTS if (text[:1].isdigit() and "." in text[:4]) or text == "fd00::1"])
USUAL = {
    "address": ADDRESSES,
    "addresses": st.lists(ADDRESSES, max_size=3),
    "nameservers": st.lists(ADDRESSES, max_size=2),
    "resolved_nameservers": st.lists(ADDRESSES, max_size=2),
    "server": ADDRESSES,
    "public_name": st.sampled_from(["example.openai.azure.com", "example.privatelink.openai.azure.com"]),
    "proxies": st.dictionaries(texts, st.dictionaries(st.sampled_from(["https_proxy", "no_proxy"]), texts), max_size=2),
    "phases_ms": st.just({"connect": 1.5}),
}


def values(shape, **fixed):
    """Values of a shape, as C(conforming) lets them through; C(fixed) are keys of a mapping that have this value."""
    if isinstance(shape, list):
        return st.lists(values(shape[0]), max_size=3)
    if isinstance(shape, dict):
        keys = {
            key: USUAL[key] if key in USUAL else st.none() | values(inner)
            for key, inner in shape.items()
            if key not in fixed
        }
        required = {key: st.just(value) for key, value in fixed.items()}
        return st.fixed_dictionaries(required, optional=keys)
    if shape == "dict":
        return st.dictionaries(texts, anything, max_size=3)
    return SCALARS[shape]
