# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A nameserver that passes questions on, and answers late."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Iterator

DELAY_SECONDS = 1.0


@contextlib.contextmanager
def answering_late(address: str, upstream: str) -> Iterator[None]:
    """Answer at an address what another nameserver answers."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind((address, 53))
        threading.Thread(target=_serve, args=(server, upstream), daemon=True).start()
        yield


def _serve(server: socket.socket, upstream: str) -> None:
    # The server is closed with the tests.
    with contextlib.suppress(OSError):
        while True:
            question, client = server.recvfrom(4096)
            threading.Thread(target=_answer, args=(server, upstream, question, client), daemon=True).start()


def _answer(server: socket.socket, upstream: str, question: bytes, client: tuple[str, int]) -> None:
    time.sleep(DELAY_SECONDS)
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        asking.settimeout(5)
        asking.sendto(question, (upstream, 53))
        server.sendto(asking.recv(4096), client)
