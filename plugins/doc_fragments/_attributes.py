# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

from __future__ import annotations


class ModuleDocFragment:
    DOCUMENTATION = r"""
options: {}
attributes:
  check_mode:
    description: Can run in C(check_mode) and return what it would return without it.
  diff_mode:
    description: Returns details on what has changed, or would change in C(check_mode), in diff mode.
  platform:
    description: Target operating systems of the module.
    support: full
    platforms: posix
"""

    # Shared by all modules that only read: they do the same in check mode and have no difference to show.
    READ_ONLY = r"""
options: {}
attributes:
  check_mode:
    support: full
    details:
      - This module only reads. It does the same in check mode.
  diff_mode:
    support: N/A
    details:
      - This module changes nothing.
"""

    FACTS = r"""
options: {}
attributes:
  facts:
    description: Returns C(ansible_facts) that are merged into the host's existing facts.
    support: full
"""

    # Shared by all modules with an action of the same name that checks what a host returns.
    OBSERVING = r"""
options: {}
attributes:
  action:
    description: Has a corresponding action, which runs on the control node.
    support: full
    details:
      - It hands on only what is documented here, with the documented types and limited in size. Anything else that a
        host returns fails the task.
      - Its option C(declared) is private to the playbooks of this collection.
  async:
    description: Supports use with C(async).
    support: none
"""

    # Shared by all actions without a module of the same name.
    ACTION = r"""
options: {}
attributes:
  action:
    description: Runs on the control node.
    support: full
  async:
    description: Supports use with C(async).
    support: none
"""
