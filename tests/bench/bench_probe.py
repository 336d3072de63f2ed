# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""aoai_probe: many probes against curl in parallel, an exporter, looped tasks and a bare ping; the server adds 50 ms."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Mapping

import blackbox
from measure import (
    LAB,
    SCRATCH,
    Comparison,
    Row,
    alternately,
    compared,
    counted,
    megabytes,
    play,
    playbook,
    rounds_for,
    seconds,
)

ACCOUNT = "aro-azureopenai"
HOST = f"{ACCOUNT}.openai.azure.com"
PRIVATELINK = f"{ACCOUNT}.privatelink.openai.azure.com"
ADDRESS = "10.0.14.4"
ENTER = [str(LAB / "bin/in-jumphost")]
BODY = {"prompt": "Say OK.", "max_tokens": 16}
PATH = "/openai/deployments/gpt-35-turbo/completions?api-version=2023-05-15"


def key() -> str:
    inventory = json.loads((LAB / "inventory-healthy.yml").read_text())
    return inventory["all"]["vars"]["privatelink_credentials"][ACCOUNT]["api_key"]


def probes(name: str, count: int) -> list[str]:
    one = {
        "endpoint": f"https://{HOST}/",
        "connect_to": ADDRESS,
        "operation": "completions",
        "deployment": "gpt-35-turbo",
        "api_version": "2023-05-15",
        "expect": ["model_ok"],
    }
    return playbook(name, {"privatelink.azure_ai.aoai_probe": {"api_key": key(), "probes": [one] * count}})


def curl(count: int) -> list[str]:
    config = SCRATCH / "curl.conf"
    # One body for all: curl would join several with "&".
    shared = [
        f'header = "api-key: {key()}"',
        'header = "Content-Type: application/json"',
        f'resolve = "{HOST}:443:{ADDRESS}"',
        f"data = {json.dumps(json.dumps(BODY))}",
    ]
    config.write_text("\n".join(shared + [f'url = "https://{HOST}{PATH}"', 'output = "/dev/null"'] * count))
    return [*ENTER, "curl", "--silent", "--fail", "--parallel", "--parallel-max", "32", "--config", str(config)]


PING = playbook("ping", {"ansible.builtin.ping": {}})


def against_ping() -> Comparison:
    return Comparison(measured(1)["ours"], measured(1)["ping"])


def pipelined() -> Comparison:
    """The same one probe with its module in the pipe to the interpreter, and in files."""
    files = probes("probe-one", 1)
    return compared([*files, "-e", json.dumps({"ansible_pipelining": True})], files)


@functools.cache
def measured(count: int) -> dict[str, float]:
    """What ours took for so many probes in one task, and what it is compared with: they take turns."""
    commands = {"ours": probes(f"probe-{count}", count), "ping": PING, "curl": curl(count)}
    exporter = blackbox.binary()
    if exporter is None:
        return dict(zip(commands, alternately(list(commands.values()), rounds_for(count))))
    commands["exporter"] = blackbox.probes(ENTER, f"https://{ADDRESS}{PATH}", count)
    headers = {"api-key": key(), "Content-Type": "application/json"}
    with blackbox.running(exporter, ENTER, HOST, headers, json.dumps(BODY)):
        taken = alternately(list(commands.values()), rounds_for(count))
    if not blackbox.succeeded():
        raise RuntimeError("prometheus-blackbox-exporter was not served")
    return dict(zip(commands, taken))


def against(peer: str, count: int) -> Comparison:
    """A playbook that does nothing, and what is no playbook."""
    return Comparison(measured(count)["ours"], measured(count)["ping"] + measured(count)[peer])


def uri(count: int) -> dict:
    return {
        "ansible.builtin.uri": {
            "url": f"https://{HOST}{PATH}",
            "method": "POST",
            "body_format": "json",
            "body": BODY,
            "headers": {"api-key": key()},
        },
        "loop": list(range(count)),
        "register": "answered",
    }


@functools.cache
def looped(count: int) -> float:
    return seconds(playbook(f"uri-{count}", uri(count)), rounds=1)


@functools.cache
def by_hand(count: int) -> float:
    """What somebody writes who looks a name up and wants to know that Azure answers: three tasks for each."""
    look_up = {
        "community.dns.nameserver_record_info": {"name": PRIVATELINK, "type": "A", "server": "168.63.129.16"},
        "loop": list(range(count)),
        "register": "found",
    }
    proof = {
        "ansible.builtin.assert": {
            "that": [
                "found.results[item] is not failed",
                "answered.results[item].status == 200",
            ]
        },
        "loop": list(range(count)),
    }
    return seconds(play(f"hand-{count}", [look_up, uri(count), proof]), rounds=1)


def against_peer(peer: Callable[[int], float], count: int, most: int) -> Comparison:
    """Of a peer that takes its time for each, more than C(most) are extrapolated."""
    ours, ping = measured(count)["ours"], measured(count)["ping"]
    if count <= most:
        return Comparison(ours, peer(count))
    return Comparison(ours, ping + (peer(most) - ping) * count / most)


def thousand_against_fifty() -> Comparison:
    return Comparison(measured(1000)["ours"], measured(50)["ours"])


COUNTS = (1, 10, 50, 200, 1000)
MOST_LOOPED, MOST_BY_HAND = 50, 10
CURL = "a ping playbook + curl --parallel"
IMPORTS = (
    "a profile shows that the difference is imports: the archive of a module has no compiled Python, and this one has "
    "twice the source code of ping's. Tried: what a plain probe does not call is imported where it is called"
)
CONNECTIONS = (
    "curl sends all of these over 32 connections. Each probe has a connection and a TLS handshake of its own, since it says "
    "what certificate it saw. The rest is the start of the module, as with one probe"
)
START = "50 probes take two thirds of the time of 200: most of it is the start of ansible-playbook and of the module"
HANDSHAKES = (
    "the start of the module takes longer than up to 50 probes. Each one beyond these takes about 3 ms of CPU time in the "
    "module, and the simulated front end runs on the same cores"
)
EXPORTER = "a ping playbook + prometheus-blackbox-exporter"


def slower(peer: Callable[[int], float], name: str, most: int, aims: Mapping[int, float]) -> tuple[Row, ...]:
    return tuple(
        Row(
            f"{counted(count, 'probe')} in one task against {name}",
            functools.partial(against_peer, peer, count, most),
            aims.get(count),
            at_least=True,
            peer=name,
            reason=START,
            extrapolated=f"{most}" if count > most else "",
            needs="collections" if peer is by_hand else "lab",
        )
        for count in COUNTS
    )


ROWS = (
    Row("a playbook with one probe against one with a ping", against_ping, 1.25, peer="ping", reason=IMPORTS),
    Row("a playbook with one probe, with pipelining against without", pipelined, peer="files"),
    *(
        Row(
            f"{counted(count, 'probe')} in one task against {CURL}",
            functools.partial(against, "curl", count),
            1.3 if count == 200 else None,
            peer=CURL,
            reason=CONNECTIONS,
        )
        for count in COUNTS
    ),
    *(
        Row(
            f"{counted(count, 'probe')} in one task against {EXPORTER}",
            functools.partial(against, "exporter", count),
            peer=EXPORTER,
            needs="exporter",
        )
        for count in COUNTS
    ),
    *slower(looped, "looped ansible.builtin.uri", MOST_LOOPED, {200: 60}),
    *slower(by_hand, "a playbook with a look-up, uri and assert in loops", MOST_BY_HAND, {}),
    Row("1,000 probes against 50", thousand_against_fifty, 3, peer="50 probes", reason=HANDSHAKES),
    Row("memory of 1,000 probes", lambda: megabytes(probes("probe-1000", 1000)), 100, unit="MB"),
)
