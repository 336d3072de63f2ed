# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Azure's own services, with their sockets and certificates, and the credentials for them."""

from __future__ import annotations

import json
import ssl

from simulated_azure.arm.addresses import ARM_ADDRESS, ENTRA_ADDRESS, IMDS_ADDRESS, STACK_NAME
from simulated_azure.arm.callers import CALLERS, environment
from simulated_azure.arm.entra import EntraExchange
from simulated_azure.arm.exchange import ArmExchange
from simulated_azure.arm.imds import MetadataExchange
from simulated_azure.faults.azure import SUBSCRIPTION
from simulated_azure.http.service import Service
from simulated_azure.journal import Journal
from simulated_azure.state import State


def azure_services(state: State) -> list[Service]:
    management, stack = _context(state, "management"), _context(state, "stack")

    def choose(secured: ssl.SSLSocket, name: str | None, _context: ssl.SSLContext) -> None:
        if name == STACK_NAME:
            secured.context = stack

    management.sni_callback = choose
    return [
        Service((ARM_ADDRESS, 443), ArmExchange, Journal(state.arm), management),
        Service((ENTRA_ADDRESS, 443), EntraExchange, Journal(state.entra), _context(state, "login")),
        Service((IMDS_ADDRESS, 80), MetadataExchange, Journal(state.metadata)),
    ]


def _context(state: State, certificate: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(state.tls / f"{certificate}.pem")
    return context


def write_environment(state: State) -> None:
    """Writes what tests need to ask Resource Manager: variables, and the token of a workload identity."""
    state.azure_environment.write_text(json.dumps(environment(SUBSCRIPTION), indent=2) + "\n")
    state.federated_token.write_text(CALLERS[0].assertion)
