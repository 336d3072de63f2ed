# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Small estates for the judge's tests: what modules return, as short as the judge allows."""

from __future__ import annotations

NAME = "example.openai.azure.com"
PRIVATELINK = "example.privatelink.openai.azure.com"
FORBIDDEN = "https://other-tenant.openai.azure.com/"
PRIVATE, STALE, PUBLIC = "10.0.14.4", "10.0.14.99", "203.0.113.10"

ACCOUNT = {
    "name": "example",
    "private_addresses": {NAME: [PRIVATE]},
    "operation": "completions",
    "deployment": "gpt-35-turbo",
    "api_version": "2023-05-15",
}

OUTCOMES = {
    "model_ok": "served",
    "model_deployment_not_found": "reachable",
    "model_path_not_found": "reachable",
    "auth_missing": "reachable",
    "auth_key_invalid": "reachable",
    "auth_token_invalid": "reachable",
    "gate_public_access_disabled": "denied",
    "gate_network_rules": "denied",
    "tcp_timeout": "unreachable",
    "tcp_refused": "unreachable",
    "dns_name_unknown": "unreachable",
}
STATUS = {"model": 200, "auth": 401, "gate": 403}


def answer(code="dns_private", address=PRIVATE, server="168.63.129.16", **more):
    """Return what one nameserver says of the one name."""
    return dict(
        {
            "server": server,
            "port": 53,
            "rcode": "NOERROR",
            "ttl": 10,
            "code": code,
            "compared": False,
            "chain": [{"name": NAME, "ttl": 60, "type": "CNAME", "value": PRIVATELINK}],
            "addresses": [address] if address else [],
        },
        **more,
    )


def dns(code="dns_private", address=PRIVATE, findings=None, system=None, host=None, answers=None):
    """Return the fact of privatelink_dns_facts for the one name."""
    return {
        "host": host or {},
        "names": [
            {
                "name": NAME,
                "public_name": NAME,
                "privatelink_name": PRIVATELINK,
                "zone": "privatelink.openai.azure.com",
                "resolvers": [answer(code, address)] if answers is None else answers,
                "system": {"addresses": [system or address] if system != [] and (system or address) else []},
                "addresses": [address] if address else [],
                "expected": address == PRIVATE,
                "code": code,
                "findings": ([] if code == "dns_private" else [code]) if findings is None else findings,
            }
        ],
    }


def server_name(endpoint):
    """Return the name for which a probe verifies the certificate: the public one."""
    return endpoint.split("/")[2].replace(".privatelink.", ".")


def probe(code, address=PRIVATE, connect_to=None, credential="api_key", endpoint=f"https://{NAME}/", **more):
    """Return one result of aoai_probe."""
    return dict(
        {
            "endpoint": endpoint,
            "connect_to": connect_to,
            "operation": "completions",
            "code": code,
            "outcome": OUTCOMES.get(code, "unknown"),
            "confidence": "high",
            "credential": credential,
            "peer": {"address": address, "port": 443, "scope": None},
            "proxy": None,
            "phases_ms": {"connect": 1.2},
            "tls": {
                "verified": True,
                "san": ["*.openai.azure.com"],
                "server_name": server_name(endpoint),
                "not_after": "2027-04-15T00:00:00Z",
            },
            "http": {
                "status": STATUS.get(code.partition("_")[0]),
                "message": "as recorded",
                "headers": {"apim-request-id": "1"},
            },
            "completion": {"id": "cmpl-1", "model": "gpt-35-turbo", "usage": {"total_tokens": 7}},
            "findings": [],
        },
        **more,
    )


def inside(*probes, host="jump-1", vantage="jumphost", **more):
    """Return the observation of a host in the network."""
    return dict({"host": host, "vantage": vantage, "dns": dns(), "probes": list(probes)}, **more)


def outside(*probes, host="outside-1", **more):
    """Return the observation of a host on the Internet."""
    return dict({"host": host, "vantage": "outside", "dns": None, "probes": list(probes)}, **more)


def estate(*observations, account=None, azure=None):
    """Return the judge's input."""
    return {
        "accounts": [dict(ACCOUNT, **(account or {}))],
        "forbidden": [FORBIDDEN],
        "observations": list(observations),
        "azure": azure,
        "started": "2026-11-22T10:00:00Z",
        "ended": "2026-11-22T10:00:02Z",
    }


SERVED = (probe("model_ok"), probe("model_ok", connect_to=PRIVATE))
KEYLESS = (probe("auth_missing", credential="none"),)
DENIED = probe("gate_public_access_disabled", PUBLIC)
HEALTHY = (inside(*SERVED), outside(DENIED))


def wide_estate(count):
    """Return the judge's input for many accounts, each with a broken private zone, from three hosts."""
    accounts = [
        dict(ACCOUNT, name=f"a{number}", private_addresses={_wide(number): [PRIVATE]}) for number in range(count)
    ]
    denied = [
        probe("gate_public_access_disabled", PUBLIC, endpoint=f"https://{_wide(number)}/") for number in range(count)
    ]
    served = [probe("model_ok", connect_to=PRIVATE, endpoint=f"https://{_wide(number)}/") for number in range(count)]
    facts = dns("dns_public_address", PUBLIC, host={"resolver": "static"})
    facts["names"] = [dict(facts["names"][0], name=_wide(number), public_name=_wide(number)) for number in range(count)]
    forbidden = probe("tcp_timeout", PUBLIC, endpoint=FORBIDDEN)
    seen = {"dns": facts, "accounts": accounts}
    return dict(
        estate(
            inside(*denied, *served, forbidden, **seen),
            inside(*denied, *served, forbidden, host="onprem-1", vantage="onprem", **seen),
            outside(*denied, **seen),
        ),
        accounts=accounts,
    )


def _wide(number):
    return f"a{number}.openai.azure.com"


def texts(check):
    """The texts of the steps of a check's remedy."""
    return [step["text"] for step in check["remedy"]]


def commands(check):
    """The commands of a check's remedy."""
    return [step["text"] for step in check["remedy"] if step["kind"] == "command"]


def note(text):
    """A step of a remedy to read."""
    return {"kind": "note", "text": text, "when": None, "changes": False}


def command(text, when=None, changes=False):
    """A step of a remedy to type."""
    return {"kind": "command", "text": text, "when": when, "changes": changes}
