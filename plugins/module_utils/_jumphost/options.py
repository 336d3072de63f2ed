# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Options of jumphost_facts and jumphost_files as users write them: read and checked before anything is looked at."""

from __future__ import annotations

import os
from collections import namedtuple
from collections.abc import Mapping, Sequence
from typing import Any

from .._core.addresses import parse_socket_address
from .._core.hostnames import host_name
from .._resolver.options import read_settings
from .edits import KINDS

HTTPS_PORT = 443
MAX_TARGETS = 1000

# targets: tuples (as given, host or address, port); resolver: a manager and the Settings of _resolver.options, or None
Options = namedtuple("Options", "packages names files targets reference_time egress_timeout resolver")


def read_fact_options(params: dict[str, Any]) -> Options:
    """Return the Options of the module's parameters. Raises ValueError naming option, value and what is expected."""
    targets = list(dict.fromkeys(_each("targets", params["targets"], _target)))
    if len(targets) > MAX_TARGETS:
        raise ValueError(f"targets: {len(targets)} entries: expected at most {MAX_TARGETS}")
    return Options(
        list(dict.fromkeys(_each("packages", params["packages"], _package))),
        list(dict.fromkeys(_each("names", params["names"], host_name))),
        list(dict.fromkeys(_each("files", params["files"], _path))),
        targets,
        _in_range("reference_time", params["reference_time"], 0, 1e11, "seconds since 1970"),
        _in_range("egress_timeout", params["egress_timeout"], 0.1, 300, "a number of seconds"),
        _resolver(params["resolver"]),
    )


def read_edits(edits: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the edits as dicts C(path kind value). Raises ValueError naming option, value and what is expected."""
    read = []
    for number, edit in enumerate(edits):
        path = edit["path"]
        if not os.path.isabs(path) or path.endswith("/"):
            raise ValueError(f"edits[{number}], path: {path!r} is not the absolute path of a file")
        kinds = [kind for kind in KINDS if edit.get(kind) is not None]
        if len(kinds) != 1:
            raise ValueError(f"edits[{number}]: {' and '.join(kinds) or 'no edit'}: expected one of {', '.join(KINDS)}")
        read.append({"path": path, "kind": kinds[0], "value": edit[kinds[0]]})
    twice = {edit["path"] for edit in read if sum(other["path"] == edit["path"] for other in read) > 1}
    if twice:
        raise ValueError(f"edits: {', '.join(sorted(twice))} more than once: expected each path once")
    return read


def _resolver(options):
    try:
        return (options["manager"], read_settings(options)) if options else None
    except ValueError:
        return None  # to be refused by the module that would act on it


def _each(option, values, read):
    found = []
    for index, value in enumerate(values or []):
        try:
            found.append(read(value))
        except ValueError as exc:
            raise ValueError(f"{option}[{index}]: {exc}") from exc
    return found


def _target(text):
    try:
        address, port = parse_socket_address(text, HTTPS_PORT)
    except ValueError:
        return _named_target(text)
    return text, address, port


def _named_target(text):
    name, colon, port = str(text).strip().rpartition(":")
    has_port = bool(colon) and port.isascii() and port.isdigit()
    try:
        host, number = (host_name(name), int(port)) if has_port else (host_name(text), HTTPS_PORT)
    except ValueError as exc:
        raise _invalid_target(text) from exc
    if not 0 < number < 65536:
        raise _invalid_target(text)
    return text, host, number


def _invalid_target(text):
    return ValueError(
        f"{text!r} is not a valid target: expected IP, IP:port, [v6]:port, name or name:port, such as 10.0.14.4:443"
    )


def _package(text):
    # It becomes an argument of the package manager.
    if not text or text.startswith("-") or not text.isprintable() or any(map(str.isspace, text)):
        raise ValueError(f"{text!r} is not a valid package name: expected one such as python3-requests")
    return text


def _path(text):
    if not text.startswith("/") or "\0" in text:
        raise ValueError(f"{text!r} is not an absolute path: expected one such as /etc/hosts")
    return text


def _in_range(option, value, least, most, kind):
    if value is not None and not least <= value <= most:
        raise ValueError(f"{option}: {value} is out of range: expected {kind} from {least} to {int(most)}")
    return value
