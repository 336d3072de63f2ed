# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The parts that a resolver plays around a private endpoint. A new one is one row."""

from __future__ import annotations

from dataclasses import dataclass

UPSTREAM = "bind"  # behind every forwarder: it can play all that Azure's DNS does


@dataclass(frozen=True)
class Role:
    name: str
    lab: str  # the lab's resolver in the same role: what is found there must be found here
    view: str = ""  # which of the lab's views it serves; none: it only forwards
    forwarder: str = ""  # the role that questions go on to, played by UPSTREAM
    conditional_forwarder: str = ""  # ... and that those for Azure's domains go on to
    refuses: bool = False


ROLES = (
    Role("azure", "azure", view="vnet"),
    Role("public", "public", view="public"),
    Role("forwarder", "azure", forwarder="public", conditional_forwarder="azure"),
    Role("forwarder-missing", "public", forwarder="public"),
    Role("refuses", "refuses", refuses=True),
)
