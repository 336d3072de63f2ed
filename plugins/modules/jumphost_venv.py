#!/usr/bin/python
# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: jumphost_venv
short_description: Install the libraries of this collection in a virtual environment of a jumphost
version_added: 1.0.0
author:
  - The privatelink.azure_ai contributors (@privatelink)
description:
  - Creates C(/opt/privatelink/venv) from an archive of wheels that M(privatelink.azure_ai.jumphost_wheels) has packed,
    with the interpreter that runs this module. It needs neither an index nor pip nor ensurepip on the host.
  - Every wheel is compared with its hash in O(manifest), and installed by pip with C(--require-hashes). The list of
    requirements comes from O(manifest) alone. An archive or a manifest with anything else in it fails the task.
  - The files belong to root and are readable by all users, regardless of the umask. If it fails, the previous
    environment stays.
  - The role P(privatelink.azure_ai.jumphost#role) uses it.
notes:
  - Needs root.
extends_documentation_fragment:
  - privatelink.azure_ai._attributes
attributes:
  check_mode:
    support: full
    details:
      - In check mode O(archive) need not exist.
  diff_mode:
    support: full
    details:
      - Shows the wheels with their hashes.
options:
  archive:
    description:
      - The archive, a path on the control node, which is copied over Ansible's connection. It is deleted from the host
        afterwards.
      - Required when O(state=present).
    type: path
  manifest:
    description:
      - The contents of the archive, as RV(privatelink.azure_ai.jumphost_wheels#module:manifest) gives it.
      - Required when O(state=present).
    type: str
  digest:
    description:
      - The SHA-256 of O(manifest), as RV(privatelink.azure_ai.jumphost_wheels#module:digest) gives it. Without it the
        manifest is taken as it is.
    type: str
  state:
    description:
      - Whether the environment should exist.
    type: str
    choices: [present, absent]
    default: present
"""

EXAMPLES = r"""
- name: Install the wheels
  privatelink.azure_ai.jumphost_venv:
    archive: "{{ wheels.archive }}"
    manifest: "{{ wheels.manifest }}"
    digest: "{{ wheels.digest }}"
  become: true

- name: Remove them
  privatelink.azure_ai.jumphost_venv:
    state: absent
  become: true
"""

RETURN = r"""
venv:
  description: The path of the environment.
  returned: success
  type: str
  sample: /opt/privatelink/venv
"""

import hashlib
import os
import sys
from contextlib import nullcontext

from ansible.module_utils.basic import AnsibleModule

from ..module_utils._jumphost import venv
from ..module_utils._jumphost.managed_files import clear
from ..module_utils._jumphost.rollback import Store
from ..module_utils._jumphost.venv import VENV


def main():
    module = AnsibleModule(
        argument_spec={
            "archive": {"type": "path"},
            "manifest": {"type": "str"},
            "digest": {"type": "str"},
            "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
        },
        required_if=[("state", "present", ("archive", "manifest"))],
        supports_check_mode=True,
    )
    is_present = module.params["state"] == "present"
    store, before = Store(), venv.installed_manifest()
    after = module.params["manifest"] if is_present else ""
    try:
        with nullcontext() if module.check_mode else store.held():
            state = store.load()
            changed = _is_to_install(module) if is_present else "venv" in state
            if changed and not module.check_mode:
                (_install if is_present else _remove)(module, store, state)
    except (OSError, ValueError, venv.VenvError) as exc:
        module.fail_json(msg=str(exc))
    module.exit_json(
        changed=changed,
        venv=VENV,
        diff={"before": before, "after": after if changed else before, "before_header": VENV, "after_header": VENV},
    )


def _is_to_install(module):
    # Looked at only now: another run may have installed them while this one waited.
    return venv.installed_manifest() != module.params["manifest"] or not venv.works(
        VENV + "/bin/python", module.run_command, module.params["manifest"]
    )


def _install(module, store, state):
    digest, manifest = module.params["digest"], module.params["manifest"]
    if digest and digest != hashlib.sha256(manifest.encode("utf-8", "surrogateescape")).hexdigest():
        raise venv.VenvError("manifest: its SHA-256 is not the digest: expected both as jumphost_wheels returns them")
    if "venv" not in state:
        if os.path.lexists(VENV):
            raise venv.VenvError(f"{VENV} is there and was not created by this role: move it away first")
        state["venv"] = {"made": venv.missing_directories()}
        store.save(state)
    venv.install(module.params["archive"], manifest, sys.executable, lambda command: _run(module, command))


def _run(module, command):
    # The settings of pip on the host may name other places to install from and to.
    return module.run_command(command, environ_update={"PIP_CONFIG_FILE": os.devnull})


def _remove(module, store, state):
    venv.remove()
    clear(state.pop("venv")["made"])
    store.save(state)


if __name__ == "__main__":
    main()
