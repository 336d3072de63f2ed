# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.
"""The facts of a jumphost as the role may act on them: they become paths, commands, loops and sentences.

The types are those of the schema. Here is what each text may consist of, what may be unknown, and how many there may
be.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ...module_utils._core.hostnames import host_name
from ...module_utils._core.libraries import VENV
from ...module_utils._jumphost.system import LIBRARIES, TOOLS
from ...module_utils._jumphost.wheels import LIBC, LIBC_VERSION, MACHINE, PYTHON_VERSION
from .._observation.forms import Form, address, anything, each, keyed, many, maybe, one_of, text, words
from .._observation.schema import Malformed

_WORD = text(r"[A-Za-z0-9][A-Za-z0-9._+-]{0,63}")
_VERSION = text(r"[A-Za-z0-9.+!_~:-]{0,64}")
_DIGEST = text(r"[0-9a-f]{64}")
_PATH = text(r"/[\w.+@%=~,: /-]{0,511}")
_MODE = text(r"[0-7]{4}")
_SERVER = text(r"[A-Za-z0-9_.:-]{1,253}")
_VARIABLE = text(r"(?i:(?:https?|all|no)_proxy)")
# Words that are shown, and decide nothing.
_SHOWN = words(4096)
_MOST_SERVERS = 64
_MOST_SOURCES = 64

_libraries = keyed({name: maybe(_VERSION) for name in LIBRARIES})
_variables = each(_VARIABLE, _SHOWN, most=8)
# What it remembers of a file is for the host's own modules; the role asks for the topic, and for the names in it.
_record = keyed({"topic": words(64)}, names=many(text(r"\.?[A-Za-z0-9_.-]{1,253}"), 1000), others=True)

FACTS: Mapping[str, Form] = {
    "os": keyed(
        {
            "id": maybe(_WORD),
            "id_like": many(_WORD, 16),
            "version_id": maybe(_WORD),
            "codename": maybe(_WORD),
            "pretty_name": maybe(words(200)),
            "family": maybe(_WORD),
        }
    ),
    "python": keyed(
        {
            "executable": _PATH,
            "version": text(PYTHON_VERSION),
            "implementation": _WORD,
            "machine": text(MACHINE),
            "platform": words(100),
            "libc": maybe(text(LIBC)),
            "libc_version": maybe(text(LIBC_VERSION)),
            "pip": anything,
            "venv": anything,
            "externally_managed": anything,
        }
    ),
    "libraries": _libraries,
    "venv": keyed(
        {
            "path": one_of(VENV),
            "exists": anything,
            "digest": maybe(_DIGEST),
            "python": maybe(text(PYTHON_VERSION)),
            "libraries": _libraries,
        }
    ),
    "tools": keyed({name: maybe(_PATH) for name in TOOLS}),
    "packages": maybe(many(words(200), 1000)),
    "package_source": keyed(
        {
            "tool": maybe(one_of("apt", "dnf")),
            "candidates": maybe(each(words(200), maybe(words(200)), most=1000)),
            "reachable": maybe(anything),
            "servers": many(_SERVER, _MOST_SERVERS),
        }
    ),
    "resolver": keyed(
        {
            "manager": one_of("systemd-resolved", "NetworkManager", "resolvconf", "static"),
            "stub": anything,
            "nameservers": many(words(300), 64),
            "search": many(words(300), 64),
            "options": many(words(100), 64),
            "ndots": maybe(anything),
            "resolv_conf": maybe(words(512)),
            "resolved_nameservers": many(words(300), 64),
            "links": many(
                keyed(
                    {"link": maybe(words(64)), "nameservers": many(words(300), 64), "domains": many(words(300), 256)}
                ),
                256,
            ),
            "nsswitch": many(words(100), 64),
            "ours": maybe(anything),
            "as_wanted": maybe(anything),
        }
    ),
    "proxies": each(words(512), _variables, most=_MOST_SOURCES),
    "services_own": _variables,
    "pins": many(
        keyed(
            {"name": _SERVER, "address": address, "line": anything, "dns": maybe(many(address, 64, least=1))},
        ),
        2048,
    ),
    "clock": keyed(
        {
            "epoch": anything,
            "skew_s": maybe(anything),
            "tolerance_s": anything,
            "within_tolerance": maybe(anything),
            "synchronized": maybe(anything),
        }
    ),
    "trust": keyed({"store": maybe(_PATH), "authorities": anything}),
    "egress": many(
        keyed(
            {
                "target": words(300),
                "address": maybe(address),
                "port": anything,
                "reached": maybe(anything),
                "error": maybe(_SHOWN),
            }
        ),
        2048,
    ),
    "sudo": keyed({"root": anything, "passwordless": maybe(anything)}),
    "files": each(
        _PATH,
        keyed(
            {
                "exists": one_of(True, False),
                "type": maybe(one_of("file", "directory", "other")),
                "target": maybe(words(4096)),
                "mode": maybe(_MODE),
                "owner": maybe(words(256)),
                "group": maybe(words(256)),
                "sha256": maybe(_DIGEST),
                "content": maybe(text(r"[A-Za-z0-9+/=]*")),
                "withheld": maybe(words(200)),
                "error": maybe(words(300)),
            }
        ),
        most=512,
    ),
    "state": maybe(
        keyed(
            {},
            files=each(_PATH, _record, most=512),
            unfinished=many(words(64), 64),
            packages=many(words(200), 4096),
            others=True,
        )
    ),
    "state_error": maybe(words(300)),
}
_facts = keyed(FACTS)


def check_facts(facts: Any, asked: Mapping[str, Any]) -> None:
    """Raise Malformed for facts of which one is not what the role may act on, or is not about what was asked.

    C(asked) are the options of the module jumphost_facts.
    """
    _facts(facts, "privatelink_jumphost")
    _check_asked("files", facts["files"], asked, str)
    _check_asked("packages", facts["packages"] or (), asked, str)
    _check_asked("packages", facts["package_source"]["candidates"] or (), asked, str)
    _check_asked("names", [pin["name"] for pin in facts["pins"]], asked, host_name)
    targets = asked.get("targets")
    if isinstance(targets, (list, tuple)):
        expected = list(dict.fromkeys(str(target) for target in targets))
        if [found["target"] for found in facts["egress"]] != expected:
            raise Malformed("privatelink_jumphost.egress: its targets are not those that were asked for")


def _check_asked(option: str, found: Any, asked: Mapping[str, Any], read: Callable[[Any], str]) -> None:
    given = asked.get(option) or ()
    if isinstance(given, (list, tuple)):
        strangers = set(found) - set(map(read, given))
        if strangers:
            raise Malformed(f"privatelink_jumphost: it speaks of {min(strangers)!r}, which {option} does not have")
