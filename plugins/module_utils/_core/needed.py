# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""What this collection needs beside ansible-core: Python libraries, and a token of Azure Resource Manager for its side.

The judge reads it without ansible-core.
"""

from __future__ import annotations

# name as it is imported -> what to install
NEEDED = {
    "dns": "dnspython >= 2.1.0",
    "requests": "requests >= 2.25.1",
    "azure.identity": "azure-identity >= 1.16.1",
    "azure.mgmt.cognitiveservices": "azure-mgmt-cognitiveservices >= 13.7.0",
    "azure.mgmt.network": "azure-mgmt-network >= 28.0.0",
    "azure.mgmt.privatedns": "azure-mgmt-privatedns >= 1.2.0",
}


def requirement(library: str) -> str:
    """Return what pip is given to install C(library), a key of NEEDED; a shell needs it quoted."""
    return NEEDED[library].replace(" ", "")


def words_of_missing(library: str) -> str:
    """Return what a message says when C(library), a key of NEEDED, cannot be imported."""
    return f"the Python library {NEEDED[library]} is missing"


def says_missing(message: str) -> bool:
    """Return whether an error has these words."""
    return any(words_of_missing(library) in message for library in NEEDED)
