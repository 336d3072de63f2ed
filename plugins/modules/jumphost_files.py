#!/usr/bin/python
# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: jumphost_files
short_description: Change files of a jumphost so that they can be restored byte for byte
version_added: 1.0.0
author:
  - The privatelink.azure_ai contributors (@privatelink)
description:
  - Changes the files of one topic according to O(edits), and restores those that an earlier run changed for this topic
    and that are no longer listed. Without edits it restores all of them.
  - The original of a file is kept in C(/var/lib/privatelink/jumphost.json), which only root can read, before the file
    is changed. A file that is still what this module wrote is restored byte for byte, with its mode and owner, or
    removed. From a file that was changed since, only what this module wrote is removed, and a warning says so.
  - The role P(privatelink.azure_ai.jumphost#role) uses it. It reads and merges on the host, so that the other contents
    of these files, such as passwords of proxies, never leave the host, not even in a diff.
notes:
  - Needs root.
extends_documentation_fragment:
  - privatelink.azure_ai._attributes
attributes:
  check_mode:
    support: full
  diff_mode:
    support: full
    details:
      - Values of environment variables that this module does not write are shown as C(***).
options:
  topic:
    description:
      - What the files are for, any word. Files of other topics are not changed.
    type: str
    required: true
  edits:
    description:
      - The files, each with exactly one of the suboptions beside O(edits[].path).
    type: list
    elements: dict
    required: true
    suboptions:
      path:
        description:
          - The absolute path of the file.
        type: path
        required: true
      content:
        description:
          - The whole text of a file that belongs to the role, owned by root, mode V(0644).
        type: str
      bypass:
        description:
          - Names and domains to merge into V(no_proxy) and V(NO_PROXY) of a file that is written as
            C(/etc/environment).
        type: list
        elements: str
  commands:
    description:
      - Commands that apply the change, run in this order when a file has changed, or when an earlier run ended before
        them.
    type: list
    elements: dict
    default: []
    suboptions:
      argv:
        description:
          - The command and its arguments.
        type: list
        elements: str
        required: true
      only_with:
        description:
          - Run the command only where this path exists, such as V(/run/systemd/system) where systemd runs.
        type: path
"""

EXAMPLES = r"""
- name: Exempt an endpoint from the proxy in login sessions
  privatelink.azure_ai.jumphost_files:
    topic: proxy
    edits:
      - path: /etc/environment
        bypass: [example.openai.azure.com]
  become: true

- name: Restore the file
  privatelink.azure_ai.jumphost_files:
    topic: proxy
    edits: []
  become: true
"""

RETURN = r"""
paths:
  description: The files that were changed, restored or removed.
  returned: success
  type: list
  elements: str
  sample: [/etc/environment]
"""

import os
from contextlib import nullcontext

from ansible.module_utils.basic import AnsibleModule

from ..module_utils._jumphost import managed_files, options, rollback
from ..module_utils._jumphost.file_facts import is_environment, mask_environment


def main():
    module = AnsibleModule(
        argument_spec={
            "topic": {"type": "str", "required": True},
            "edits": {
                "type": "list",
                "elements": "dict",
                "required": True,
                "options": {
                    "path": {"type": "path", "required": True},
                    "content": {"type": "str"},
                    "bypass": {"type": "list", "elements": "str", "no_log": False},
                },
            },
            "commands": {
                "type": "list",
                "elements": "dict",
                "default": [],
                "options": {
                    "argv": {"type": "list", "elements": "str", "required": True},
                    "only_with": {"type": "path"},
                },
            },
        },
        supports_check_mode=True,
    )
    topic, store = module.params["topic"], rollback.Store()
    try:
        edits = options.read_edits(module.params["edits"])
        with nullcontext() if module.check_mode else store.held():
            state = store.load()
            steps = managed_files.steps(topic, edits, state.get("files", {}))
            unfinished = topic in state.get("unfinished", [])
            if (steps or unfinished) and not module.check_mode:
                _carry_out(module, store, topic, steps, state)
    except (ValueError, OSError) as exc:
        module.fail_json(msg=str(exc))
    changed = [step for step in steps if step.before != step.after]
    for step in steps:
        if step.note:
            module.warn(step.note)
    module.exit_json(
        changed=bool(changed or unfinished),
        paths=[step.path for step in changed],
        diff=[_difference(step) for step in changed],
    )


def _carry_out(module, store, topic, steps, state):
    commands = [command["argv"] for command in module.params["commands"] if _applies(command)]
    records = state.setdefault("files", {})
    records.update({step.path: step.record for step in steps if step.record})
    if commands:
        state["unfinished"] = sorted({topic, *state.get("unfinished", [])})
    store.save(state)
    for step in steps:
        managed_files.take(step)
        if step.record is None:
            managed_files.clear(records.pop(step.path)["made"])
    for argv in commands:
        module.run_command(argv, check_rc=True)
    state["unfinished"] = [other for other in state.get("unfinished", []) if other != topic]
    store.save(state)


def _applies(command):
    return not command["only_with"] or os.path.exists(command["only_with"])


def _difference(step):
    return {
        "before_header": _header(step.path, step.before),
        "after_header": _header(step.path, step.after),
        "before": _shown(step.path, step.before.content),
        "after": _shown(step.path, step.after.content),
    }


def _header(path, file):
    return "{} ({})".format(path, "absent" if file.content is None else f"mode {file.mode:04o}")


def _shown(path, content):
    text = (content or b"").decode("utf-8", "replace")
    return mask_environment(text) if is_environment(path) else text


if __name__ == "__main__":
    main()
