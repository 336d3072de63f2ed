# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""The lines between which stands what this collection wrote into a file of a host."""

from __future__ import annotations

BEGIN = "# BEGIN privatelink.azure_ai\n"
END = "# END privatelink.azure_ai\n"
