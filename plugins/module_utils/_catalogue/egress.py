# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Catalogue: whether data can leave the network to accounts of others."""

from __future__ import annotations

from .model import LEARN, Cause, Command, Finding, Note

_LEAKS = LEARN + "ai-services/cognitive-services-data-loss-prevention"
_PROXY_VARIABLES = Command("grep -inE '(https|all)_proxy' /etc/environment /etc/profile.d/* /etc/systemd/system.conf")

FINDINGS = (
    Finding(
        "egress_open",
        "egress",
        (
            Cause(
                "{host} reaches {name}, which must not be reachable",
                "Data can leave the network to an account that belongs to others.",
                (Note("Deny the destination on the firewall: allow only the names of your own accounts."),),
                (_LEAKS,),
            ),
        ),
        "Azure itself answers a request to an endpoint of privatelink_forbidden_endpoints (aoai_probe, "
        "filter verdict).",
    ),
    Finding(
        "egress_unproved",
        "egress",
        (
            Cause(
                "it could not be shown whether {host} is blocked from {name}: {reason}, and no public address was "
                "tried",
                "Only a refusal by firewall, proxy or TLS proves it; a name that does not resolve is not a firewall.",
                (Note("Use the name of an account that exists in privatelink_forbidden_endpoints."),),
                (_LEAKS,),
            ),
            Cause(
                id="unclear",
                when="something answered that is neither Azure nor a block page, or the connection ended without an "
                "answer",
                summary="{host} got through to {name}, or to something in its place ({reason})",
                why="The connection was not refused. Only an HTML page with status 403 or 451, over a certificate that "
                "{host} trusts for {name}, counts as the block page of a firewall.",
                remedy=(
                    Command("curl -sv -o /dev/null https://{name}/"),
                    Note("Find out who answers, and make the firewall refuse the connection."),
                ),
            ),
            Cause(
                id="unverified",
                when="the certificate was not verified",
                summary="the server that answers {host} as {name} could not be verified ({reason})",
                why="A device that inspects TLS may refuse this request and pass on another: what it does with one "
                "that trusts its certificate is not known.",
                remedy=(
                    Command("openssl s_client -connect {name}:443 -servername {name} -brief </dev/null"),
                    Note(
                        "Install the device's certificate authority on {host} (sudo update-ca-certificates), then "
                        "run the playbook again."
                    ),
                ),
            ),
            Cause(
                id="asks",
                when="the proxy requires a password",
                summary="the proxy {proxy} of {host} requires a password before it decides about {name} ({reason})",
                why="A program that knows the password may be let through.",
                remedy=(
                    Note(
                        "Set the proxy with its password in the environment of Ansible's process on {host}, then run "
                        "the playbook again."
                    ),
                ),
            ),
            Cause(
                id="proxy",
                when="the proxy cannot be reached or used, or failed without refusing",
                summary="the proxy of {host} gave no decision about {name} ({reason})",
                why="Only a refusal (403, 405 or 451) shows a rule. A proxy that fails may let the next request "
                "through.",
                remedy=(
                    Command("curl -sv -o /dev/null --proxy {proxy} https://{name}/"),
                    _PROXY_VARIABLES,
                    Note("Fix the proxy, or remove it from the variables of {host}."),
                ),
            ),
            Cause(
                id="unasked",
                when="variables of the host name a proxy that was not asked",
                summary="{host} did not try {name} through the proxy {proxy}, which its variables name",
                why="Programs of the host may get out through it. A password is never shown, so a proxy with one can "
                "be asked only where Ansible's own process on the host has it in its environment.",
                remedy=(
                    _PROXY_VARIABLES,
                    Note(
                        "Set that https_proxy in the environment of Ansible's process on {host} (environment: on a "
                        "play with the role endpoint), or remove the variable if no program needs it; then run the "
                        "playbook again."
                    ),
                    Command("curl -sv -o /dev/null --proxy http://{user}:{password}@{proxy_place} https://{name}/"),
                ),
            ),
        ),
        "No public address was tried, a proxy did not decide, or an answer is neither Azure's nor a refusal "
        "or block page (filter verdict).",
    ),
)
