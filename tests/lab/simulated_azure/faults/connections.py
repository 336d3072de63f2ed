# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a server can do to a connection before TLS is agreed."""

from __future__ import annotations

import socket
import struct

LONGER_THAN_ANY_CLIENT = 120


def mute(connection: socket.socket) -> None:
    connection.settimeout(LONGER_THAN_ANY_CLIENT)
    while connection.recv(65536):
        pass


def reset_on_close(connection: socket.socket) -> None:
    """Makes the coming close a reset."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def reset(connection: socket.socket) -> None:
    connection.recv(65536)
    reset_on_close(connection)


def close(connection: socket.socket) -> None:
    connection.recv(65536)


def plain_http(connection: socket.socket) -> None:
    connection.recv(65536)
    connection.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")


def fill_queue(address: tuple[str, int]) -> list[socket.socket]:
    """Connections of our own, so that a queue of length 0 is full as long as they are kept."""
    waiting = []
    for _connection in range(3):
        client = socket.socket()
        client.setblocking(False)
        client.connect_ex(address)
        waiting.append(client)
    return waiting
