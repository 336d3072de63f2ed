#!/usr/bin/python
# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: jumphost_packages
short_description: Install packages on a jumphost so that exactly these can be removed again
version_added: 1.0.0
author:
  - The privatelink.azure_ai contributors (@privatelink)
description:
  - Installs packages, and records in C(/var/lib/privatelink/jumphost.json) which ones were added, with their
    dependencies. Removes exactly these again, except those that another package now needs.
  - No other package is removed, recommended packages are not installed, and no configuration file is replaced.
  - Unlike M(ansible.builtin.apt) it does not need python3-apt, not even in check mode.
  - The role P(privatelink.azure_ai.jumphost#role) uses it.
notes:
  - Needs root.
extends_documentation_fragment:
  - privatelink.azure_ai._attributes
attributes:
  check_mode:
    support: full
    details:
      - With C(apt) and C(dnf), dependencies are reported too, as far as the package lists are known. Where these must
        be refreshed first, a warning says so. With C(tdnf), O(names) only.
  diff_mode:
    support: full
options:
  names:
    description:
      - The packages. Ignored with O(state=absent), which removes all packages that were added.
    type: list
    elements: str
    default: []
  manager:
    description:
      - The host's package manager.
    type: str
    choices: [apt, dnf, tdnf]
    required: true
  must_import:
    description:
      - What the Python that runs this module must be able to import after something was added, or the task fails.
    type: list
    elements: str
    default: []
  state:
    description:
      - Whether the packages should be installed.
    type: str
    choices: [present, absent]
    default: present
"""

EXAMPLES = r"""
- name: Install jq
  privatelink.azure_ai.jumphost_packages:
    names: [jq]
    manager: apt
  become: true

- name: Remove it, unless it was there before
  privatelink.azure_ai.jumphost_packages:
    manager: apt
    state: absent
  become: true
"""

RETURN = r"""
added:
  description: The packages that were added, dependencies included.
  returned: success
  type: list
  elements: str
  sample: [jq, libjq1, libonig5]
upgraded:
  description:
    - The packages that were upgraded, because the added ones need a newer version. O(state=absent) does not undo that.
    - Empty with C(tdnf), which does not report in advance what it would do.
  returned: success
  type: list
  elements: str
  sample: [libc6 2.36-9+deb12u10]
removed:
  description: The packages that were removed.
  returned: success
  type: list
  elements: str
  sample: []
kept:
  description: The packages that were added earlier and are kept, because something else now needs them.
  returned: success
  type: list
  elements: str
  sample: []
"""

import sys
from contextlib import nullcontext

from ansible.module_utils.basic import AnsibleModule

from ..module_utils._jumphost.packages import ENVIRONMENT, MANAGERS, PackageError, Packages
from ..module_utils._jumphost.rollback import Store


def main():
    module = AnsibleModule(
        argument_spec={
            "names": {"type": "list", "elements": "str", "default": []},
            "manager": {"type": "str", "choices": list(MANAGERS), "required": True},
            "must_import": {"type": "list", "elements": "str", "default": []},
            "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
        },
        supports_check_mode=True,
    )
    packages = Packages(
        module.params["manager"], lambda command: module.run_command(command, environ_update=ENVIRONMENT)
    )
    store = Store()
    act = _add if module.params["state"] == "present" else _remove
    try:
        with nullcontext() if module.check_mode else store.held():
            added, upgraded, removed, kept = act(module, packages, store)
    except (PackageError, OSError, ValueError) as exc:
        module.fail_json(msg=str(exc))
    if (added or upgraded) and not module.check_mode:
        _import(module)
    if kept:
        module.warn(f"These packages are kept, because others now need them: {', '.join(kept)}")
    module.exit_json(
        changed=bool(added or upgraded or removed),
        added=added,
        upgraded=upgraded,
        removed=removed,
        kept=kept,
        diff={
            "before": _lines(removed),
            "after": _lines(added + [f"{package} (newer)" for package in upgraded]),
            "before_header": "packages",
            "after_header": "packages",
        },
    )


def _import(module):
    needed = module.params["must_import"]
    if needed:
        code, output, errors = module.run_command([sys.executable, "-c", f"import {', '.join(needed)}"])
        if code != 0:
            why = ((errors or output).strip().splitlines() or ["it failed"])[-1]
            module.fail_json(msg=f"{sys.executable} cannot import {', '.join(needed)} after the installation: {why}")


def _add(module, packages, store):
    state, before = store.load(), packages.installed()
    names = [name for name in module.params["names"] if name not in before]
    if not names:
        return [], [], [], []
    try:
        announced = packages.announce(names)
    except PackageError as exc:
        # Its lists may be old, or not there at all.
        if module.check_mode:
            module.warn(f"The dependencies are not known before the package lists are refreshed: {exc}")
            return names, [], [], []
        packages.refresh()
        announced = packages.announce(names)
    added, upgraded = announced or (names, [])
    if not module.check_mode:
        earlier = state.get("packages", [])
        _remember(store, state, [*earlier, *added])
        try:
            packages.add(names)
        finally:
            # What came meanwhile by somebody else's hand is not ours: a package manager waits for others.
            added = sorted((packages.installed() - before).intersection(added))
            _remember(store, state, [*earlier, *added])
    return added, upgraded, [], []


def _remove(module, packages, store):
    state = store.load()
    ours = state.pop("packages", [])
    removed = packages.removable(ours)
    if ours and not module.check_mode:
        packages.remove(removed)
        store.save(state)
    kept = sorted(packages.installed().intersection(ours) - set(removed)) if ours else []
    return [], [], removed, kept


def _remember(store, state, names):
    state["packages"] = sorted(set(names))
    store.save(state)


def _lines(names):
    return "".join(f"{name}\n" for name in names)


if __name__ == "__main__":
    main()
