#!/usr/bin/python
# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: jumphost_wheels
short_description: Download Python wheels for a jumphost on the control node
version_added: 1.0.0
author:
  - The privatelink.azure_ai contributors (@privatelink)
description:
  - Downloads the libraries that the modules of this collection need, as wheels for another machine's Python, and packs
    them into one archive. It runs on the control node, whose Python must have pip unless O(directory) is given.
  - They are downloaded once and kept in O(cache). Hosts that need the same wheels at the same time wait for one
    download, which takes at most 10 minutes.
  - Before wheels of the cache are used again, they are compared with what was downloaded. If anything differs, they are
    downloaded again.
  - The role P(privatelink.azure_ai.jumphost#role) uses it.
extends_documentation_fragment:
  - privatelink.azure_ai._attributes
attributes:
  check_mode:
    support: full
    details:
      - In check mode nothing is downloaded. RV(archive) is then empty, unless the wheels are in the cache.
  diff_mode:
    support: N/A
    details:
      - It only fills a cache, which is not reported as a change.
options:
  cache:
    description:
      - A directory on the control node for wheels and archives. It is created if it is missing. Other users must not be
        able to write in it.
    type: path
    required: true
  directory:
    description:
      - A directory that you filled with wheels, including that of pip. Nothing is downloaded.
    type: path
  python_version:
    description:
      - The version of the host's Python.
    type: str
    required: true
  machine:
    description:
      - The host's kind of machine, as C(uname -m) gives it.
    type: str
    default: x86_64
  libc:
    description:
      - The host's C library, V(glibc) or V(musl).
    type: str
    default: glibc
  libc_version:
    description:
      - The version of the host's C library.
    type: str
    default: ""
  identity:
    description:
      - Whether to include azure-identity. Then the wheels are for this kind of machine only.
    type: bool
    default: false
"""

EXAMPLES = r"""
- name: Download the wheels for a Python 3.11
  privatelink.azure_ai.jumphost_wheels:
    cache: ~/.cache/privatelink
    python_version: "3.11"
  delegate_to: localhost
  become: false
"""

RETURN = r"""
archive:
  description: The path of the archive on the control node, empty when there are no wheels.
  returned: success
  type: str
  sample: /home/user/.cache/privatelink/1f2e3d.tar
manifest:
  description: The content of the archive, as C(sha256sum) writes it.
  returned: success
  type: str
digest:
  description: The SHA-256 of RV(manifest).
  returned: success
  type: str
"""

import hashlib
import os
import subprocess
import sys

from ansible.module_utils.basic import AnsibleModule

from ..module_utils._core.commands import bounded
from ..module_utils._jumphost import wheels

# For 30 files of 10 MiB altogether.
DOWNLOAD_SECONDS = 600


def main():
    module = AnsibleModule(
        argument_spec={
            "cache": {"type": "path", "required": True},
            "directory": {"type": "path"},
            "python_version": {"type": "str", "required": True},
            "machine": {"type": "str", "default": "x86_64"},
            "libc": {"type": "str", "default": "glibc"},
            "libc_version": {"type": "str", "default": ""},
            "identity": {"type": "bool", "default": False},
        },
        supports_check_mode=True,
    )
    try:
        archive, manifest, digest = _gathered(module)
    except (ValueError, OSError, wheels.WheelError) as exc:
        module.fail_json(msg=str(exc))
    module.exit_json(changed=False, archive=archive, manifest=manifest, digest=digest)


def _gathered(module):
    cache, directory, identity = (module.params[name] for name in ("cache", "directory", "identity"))
    target = wheels.read_target(
        *(module.params[name] for name in ("python_version", "machine", "libc", "libc_version"))
    )
    if module.check_mode:
        gathered = os.path.join(cache, wheels.cache_key(target, identity))
        if not directory and not wheels.is_gathered(cache, target, identity):
            return "", "", ""
        return _described(cache, directory or gathered, identity)[1:]
    with wheels.lock(cache):
        if not directory:
            directory = wheels.gather(cache, target, identity, sys.executable, _within_limit)
        paths, archive, manifest, digest = _described(cache, directory, identity)
        wheels.pack(paths, archive)
    return archive, manifest, digest


def _within_limit(command):
    """Run a command and return C((code, output, errors)); a server that drips must not hold the run."""
    code, output = bounded(command, DOWNLOAD_SECONDS, stderr=subprocess.STDOUT)
    return (1, "", f"no end within {DOWNLOAD_SECONDS} s") if code is None else (code, "", output)


def _described(cache, directory, identity):
    paths = wheels.wheels_in(directory, identity)
    manifest = wheels.manifest(paths)
    digest = hashlib.sha256(manifest.encode("ascii")).hexdigest()
    return paths, os.path.join(cache, f"{digest}.tar"), manifest, digest


if __name__ == "__main__":
    main()
