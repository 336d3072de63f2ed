# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Catalogue: whether data can leave the network to accounts of others."""

from __future__ import annotations

from .model import LEARN, Finding, Variant

_LEAKS = LEARN + "ai-services/cognitive-services-data-loss-prevention"
_PROXY_VARIABLES = "grep -inE '(https|all)_proxy' /etc/environment /etc/profile.d/* /etc/systemd/system.conf"

FINDINGS = (
    Finding(
        "egress_open",
        "{host} reaches {name}, which must not be reachable",
        "Data can leave the network to an account of somebody else.",
        ("Deny the destination on the firewall: allow only the names of your own accounts.",),
        (_LEAKS,),
        detected="Azure itself answers a request to an endpoint of privatelink_forbidden_endpoints (aoai_probe, "
        "filter verdict).",
    ),
    Finding(
        "egress_unproved",
        "whether {host} is kept from {name} could not be shown: {reason}, and no public address was tried",
        "Only a refusal by firewall, proxy or TLS proves it; a name that does not resolve is not a firewall.",
        ("Use the name of an account that exists in privatelink_forbidden_endpoints.",),
        (_LEAKS,),
        detected="No public address was tried, a proxy did not decide, or an answer is neither Azure's nor a refusal "
        "or block page (filter verdict).",
        variants={
            "unclear": Variant(
                "something answered that is neither Azure nor a block page, or the connection ended without an answer",
                "{host} got through to {name}, or to something in its place ({reason})",
                "The connection was not refused. Only a page of status 403 or 451 in HTML, over a certificate that "
                "{host} trusts for {name}, is taken for the block page of a firewall.",
                (
                    "curl -sv -o /dev/null https://{name}/",
                    "Find out who answers, and make the firewall refuse the connection.",
                ),
            ),
            "unverified": Variant(
                "the certificate was not verified",
                "something answers {host} as {name} that could not be verified ({reason})",
                "A device that inspects TLS may refuse this request and pass on another: what it does with one that "
                "trusts its certificate is not known.",
                (
                    "openssl s_client -connect {name}:443 -servername {name} -brief </dev/null",
                    "Install the device's authority on {host} (sudo update-ca-certificates), then run the playbook "
                    "again.",
                ),
            ),
            "asks": Variant(
                "the proxy wants a password",
                "the proxy {proxy} of {host} wants a password before it decides about {name} ({reason})",
                "A program that knows the password may be let through.",
                (
                    "Name the proxy with its password in the environment of Ansible's process on {host}, then run the "
                    "playbook again.",
                ),
            ),
            "proxy": Variant(
                "the proxy cannot be reached or used, or failed without refusing",
                "the proxy of {host} gave no decision about {name} ({reason})",
                "Only a refusal (403, 405 or 451) shows a rule. A proxy that fails may let the next request through.",
                (
                    "curl -sv -o /dev/null --proxy {proxy} https://{name}/",
                    _PROXY_VARIABLES,
                    "Mend the proxy, or remove it from the variables of {host}.",
                ),
            ),
            "unasked": Variant(
                "variables of the host name a proxy that was not asked",
                "{host} was not asked for {name} through the proxy {proxy}, which variables on it name",
                "Its programs may get out through it. A password is never shown, so a proxy with one can be asked "
                "only where Ansible's own process on the host has it in its environment.",
                (
                    _PROXY_VARIABLES,
                    "Give Ansible's process on {host} that https_proxy (environment: on a play with the role endpoint), "
                    "or remove the variable if no program needs it; then run the playbook again.",
                    "curl -sv -o /dev/null --proxy http://<user>:<password>@{proxy_place} https://{name}/",
                ),
            ),
        },
    ),
)
