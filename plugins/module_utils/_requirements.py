# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""The libraries this collection needs beside ansible-core, and what to say when one is missing."""

from __future__ import annotations

import traceback

from ansible.module_utils.basic import missing_required_lib

# name as it is imported -> what to install
NEEDED = {
    "dns": "dnspython >= 2.1.0",
    "requests": "requests >= 2.25.1",
    "azure.identity": "azure-identity >= 1.15.0",
    "azure.mgmt.cognitiveservices": "azure-mgmt-cognitiveservices >= 13.7.0",
    "azure.mgmt.network": "azure-mgmt-network >= 28.0.0",
    "azure.mgmt.privatedns": "azure-mgmt-privatedns >= 1.2.0",
}


def missing(library):
    """Return the arguments for C(fail_json) that say that C(library), a key of NEEDED, cannot be imported.

    To be called while the ImportError is handled: its traceback goes along.
    """
    return {"msg": missing_required_lib(NEEDED[library]), "exception": traceback.format_exc()}
