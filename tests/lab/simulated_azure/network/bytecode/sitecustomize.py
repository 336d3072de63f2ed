# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Keeps what a host's Python compiles from archives, such as those in which modules come: it has no other place for it.

Python imports this at its start. The directory is $PRIVATELINK_LAB_BYTECODE; programs see neither that nor PYTHONPATH.
"""

from __future__ import annotations

import os
import sys
import zipimport

_compile = zipimport._compile_source
_kept = os.environ.pop("PRIVATELINK_LAB_BYTECODE")


def _compiled(path, source):
    """Return the code of a source file, as zipimport does."""
    import _imp  # not for programs that need none of it
    import hashlib
    import marshal

    kept = os.path.join(_kept, f"{sys.implementation.cache_tag}-{hashlib.sha256(source).hexdigest()}")
    try:
        with open(kept, "rb") as stream:
            code = marshal.load(stream)
    except OSError:
        code = _compile(path, source)
        _keep(kept, marshal.dumps(code))
    _imp._fix_co_filename(code, path)
    return code


def _keep(path, content):
    partial = f"{path}.{os.getpid()}"
    try:
        with open(partial, "wb") as stream:
            stream.write(content)
        os.rename(partial, path)
    except OSError:
        pass  # of somebody who may not write there


zipimport._compile_source = _compiled
del os.environ["PYTHONPATH"]
sys.path.remove(os.path.dirname(__file__))
