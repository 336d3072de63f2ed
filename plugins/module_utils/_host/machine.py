# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.
"""Which virtual machine of Azure this host is, by the metadata service: whatever answers there is not trusted."""

from __future__ import annotations

import re
from http.client import HTTPException, HTTPResponse

from .._core.deadline import Deadline
from .._core.sockets import MAX_HEAD, LayerError, TooMuch, dial

ADDRESS, PORT = "169.254.169.254", 80

_REQUEST = (
    "GET /metadata/instance/compute/resourceId?api-version=2021-02-01&format=text HTTP/1.1\r\n"
    f"Host: {ADDRESS}\r\nMetadata: true\r\nConnection: close\r\n\r\n"
).encode("ascii")
_WORD = r"[A-Za-z0-9._()-]{0,89}[A-Za-z0-9_()-]"
# Instances of a scale set have other ids.
_MACHINE = re.compile(
    rf"/subscriptions/[0-9a-fA-F-]{{36}}/resourceGroups/{_WORD}/providers/Microsoft\.Compute/virtualMachines/{_WORD}",
    re.IGNORECASE | re.ASCII,  # or else a long s, and the sign of Kelvin, are letters
)


class NotAvailable(Exception):
    """The metadata service did not say which machine this is; the text says why."""


def is_machine_id(text: str) -> bool:
    """Return whether a text is the resource id of a virtual machine."""
    return _MACHINE.fullmatch(text) is not None


def machine_id(seconds: float, address: str = ADDRESS, port: int = PORT) -> str:
    """Return the resource id of this virtual machine, within C(seconds) for all of it. Raises NotAvailable.

    A redirect is not followed, no proxy is used, and no more than C(MAX_HEAD) bytes are read, headers and all.
    """
    deadline = Deadline(seconds)
    try:
        sock = dial([address], port, deadline)
    except LayerError as exc:
        raise NotAvailable(f"there is no metadata service: {exc.detail}") from exc
    sock.most = MAX_HEAD
    try:
        sock.sendall(_REQUEST)
        response = HTTPResponse(sock)
        response.begin()
        if response.status != 200:
            raise NotAvailable(f"the metadata service answered {response.status}")
        body = response.read(MAX_HEAD)
    except TooMuch as exc:
        raise NotAvailable(f"the metadata service sent more than {MAX_HEAD} bytes") from exc
    except (OSError, HTTPException, ValueError) as exc:
        raise NotAvailable(f"the metadata service gave no whole answer: {type(exc).__name__}") from exc
    finally:
        sock.close()
    text = body.decode("ascii", "replace").strip()
    if not is_machine_id(text):
        raise NotAvailable("the metadata service answered with something that is not the id of a virtual machine")
    return text
