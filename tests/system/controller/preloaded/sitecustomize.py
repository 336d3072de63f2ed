# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Lets a module import what Ansible brings from where it is installed, compiled, as it is in the module's own archive.

Modules on the control node have its Python. Python compiles what it takes out of an archive again for each of them,
which took half of what a task costs.
"""

from __future__ import annotations

import sys

if not sys.orig_argv[1:]:  # a module comes on standard input
    import ansible.module_utils.basic
    import ansible.module_utils.urls  # noqa: F401
