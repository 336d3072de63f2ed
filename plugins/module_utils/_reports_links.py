# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Where reports send their readers for more about a code."""

from __future__ import annotations

FINDINGS_URL = "https://github.com/privatelink/azure_ai/blob/main/docs/findings.md"


def findings_url(code):
    """Return the address of what the catalogue says about one code; without a code, that of the catalogue."""
    return "%s#%s" % (FINDINGS_URL, code) if code else FINDINGS_URL
