# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""What jumphost_facts returns: one look at everything that the role jumphost cares for. Read only."""

from __future__ import annotations

import socket
import time

from .._core import commands as core_commands
from .._core.addresses import parse_address
from .._core.deadline import Deadline
from .._core.files import Files
from .._core.sockets import LayerError, dial
from .._core.threads import call_abandonable, map_threads
from .._host import proxies, resolver_config
from .._resolver import plan as resolver_plan
from . import file_facts, package_facts
from . import system as jumphost_system
from .edits import MANAGER_SETTINGS
from .rollback import StateError, Store

# All run at once, and take a second together, unless the host's D-Bus or disk hangs.
COMMANDS_SECONDS = 20
# Connections at the same time; what a list of accounts may have, more wait for their turn.
CONNECTIONS = 256
# Processes that wait for DNS at the same time.
LOOK_UPS = 16
# It looks up the host's own name, and hangs where DNS does.
SUDO_SECONDS = 5


def gather(options, environ, root="/"):
    """Return the facts of the module for C(_jumphost_observe_options.Options).

    C(environ) is the environment of this process; C(root) is for tests.
    """
    now = time.time()
    commands = Deadline(COMMANDS_SECONDS)
    egress = Deadline(options.egress_timeout)

    def output_of(args):
        return core_commands.output_of(args, commands.remaining())

    system = jumphost_system.describe_os(root)
    state, state_error = _state(Store(Files(root)))
    looks = {
        "python": jumphost_system.describe_interpreter,
        "libraries": lambda: jumphost_system.libraries_of(output_of)["libraries"],
        "venv": lambda: jumphost_system.describe_venv(output_of),
        "tools": jumphost_system.find_tools,
        "packages": lambda: package_facts.installed(options.packages, system["family"], output_of),
        "package_source": lambda: _package_source(options, system["family"], environ, output_of, root),
        "resolver": lambda: dict(_resolver(root, output_of), **_work_on_resolver(options.resolver, root)),
        "proxies": lambda: proxies.show(proxies.observe(environ, root, output_of))[0],
        "services_own": lambda: _services_own(root),
        "pins": lambda: _pins(options.names, root, output_of),
        "clock": lambda: jumphost_system.describe_clock(now, options.reference_time, output_of),
        "trust": jumphost_system.count_authorities,
        "egress": lambda: reach(options.targets, egress),
        "sudo": lambda: jumphost_system.describe_sudo(environ, SUDO_SECONDS),
    }
    found = dict(zip(looks, map_threads(lambda look: look(), looks.values(), len(looks))))
    return dict(
        found,
        os=system,
        files={path: file_facts.describe(path, root) for path in options.files},
        state=state,
        state_error=state_error,
    )


def _state(store):
    """Return C((state, error)): what is remembered beside the resolver, without the content of any file; or why not."""
    try:
        state = store.load()
    except StateError as exc:
        return None, exc.reason
    state = {key: value for key, value in state.items() if key not in ("resolver", "switch")}
    return file_facts.without_content(state) or None, None


def _resolver(root, output_of):
    found = resolver_config.observe_resolver(root, output_of)
    found["manager"] = found.pop("resolver")
    return dict(found, stub=resolver_config.uses_stub(found))


def _work_on_resolver(settings, root):
    """Return what the module jumphost_resolver has done here, and whether it would have anything to do."""
    host = resolver_plan.Host(root)
    store = Store(host.files)
    try:
        unfinished = bool(store.unfinished())
        ours = unfinished or bool(store.written())
    except (OSError, ValueError):
        return {"ours": None, "as_wanted": None}
    try:
        plan = resolver_plan.plan_switch(host, store, *settings) if settings else None
    except (OSError, ValueError):
        plan = None  # the module says why
    return {"ours": ours, "as_wanted": None if plan is None else not (plan.changes or plan.undone or unfinished)}


def _pins(names, root, output_of):
    pinned = [
        (name, entry)
        for entry in resolver_config.hosts_entries(names, root)
        for name in names
        if name in entry["names"]
    ]
    if resolver_config.uses_stub(resolver_config.observe_resolver(root)):
        output_of = _nothing  # systemd-resolved would answer from the hosts file
    behind = dict(zip(names, map_threads(lambda name: _behind_pin(name, pinned, output_of), names, LOOK_UPS)))
    return [
        {"name": name, "address": entry["address"], "line": entry["line"], "dns": behind[name]}
        for name, entry in pinned
    ]


def _services_own(root):
    variables = proxies.systemd_variables(root, but=MANAGER_SETTINGS)
    return {name: proxies.without_credentials(value) for name, value in variables.items()}


def _nothing(args):
    return None


def _behind_pin(name, pinned, output_of):
    """Return the addresses that programs would get without /etc/hosts, None when that is not known."""
    if not any(name == each for each, entry in pinned):
        return None
    answer = output_of(["getent", "-s", "hosts:dns", "ahosts", name]) or ""
    return list(dict.fromkeys(line.split()[0] for line in answer.splitlines() if line.strip())) or None


def _package_source(options, family, environ, output_of, root):
    source = package_facts.sources_of(options.packages, family, environ, output_of, root)
    # Their own time begins when they are known.
    servers = package_facts.servers_of(source)
    answers = reach(servers, Deadline(options.egress_timeout))
    reached = {server: answer["reached"] for server, answer in zip(servers, answers)}
    return {
        "tool": source.tool,
        "candidates": source.candidates,
        "reachable": package_facts.is_reachable(source, reached),
        "servers": sorted({host for text, host, port in servers}),
    }


def reach(targets, deadline):
    """Return one dict for each target, C((text, host, port)), in their order, as the module documents it.

    Names are resolved as programs do. Nothing is sent. Ends with the deadline.
    """
    return map_threads(lambda target: _reach_one(target, deadline), targets, CONNECTIONS)


def _reach_one(target, deadline):
    text, host, port = target
    found = {"target": text, "address": None, "port": port, "reached": False, "error": None}
    if deadline.expired():
        return dict(found, reached=None, error=f"{text}: not tried: the time limit was reached first")
    try:
        addresses = _resolve(host, deadline)
        found["address"] = addresses[0]
        connection = dial(addresses, port, deadline)
        found.update(address=connection.address, reached=True)
        connection.close()
    except LayerError as exc:
        found.update(address=exc.address or found["address"], error=exc.detail)
    except (OSError, UnicodeError) as exc:
        # getaddrinfo's own errors, and time that is over.
        found["error"] = f"{host}: {getattr(exc, 'strerror', None) or exc}"
    return found


def _resolve(host, deadline):
    try:
        return [str(parse_address(host))]
    except ValueError:
        pass
    answers = call_abandonable(lambda: socket.getaddrinfo(host, None, type=socket.SOCK_STREAM), deadline.remaining())
    return list(dict.fromkeys(answer[4][0] for answer in answers))
