# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""What this host's programs get for a name, by hosts file and search list and all. It needs no DNS library."""

from __future__ import annotations

import socket
from collections import namedtuple

from .._core.addresses import MAX_ADDRESSES
from .._core.threads import call_abandonable

# failed: there is no answer, which is not the same as the answer that there is no address
SystemAnswer = namedtuple("SystemAnswer", "addresses code error failed elapsed_ms")

# The others, EAI_AGAIN before all, mean that no nameserver gave an answer that can be used.
_DENIALS = {
    getattr(socket, name, None): code
    for name, code in (("EAI_NONAME", "dns_name_unknown"), ("EAI_NODATA", "dns_empty"), ("EAI_ADDRFAMILY", "dns_empty"))
}


def system_addresses(name, deadline):
    """Return C({addresses, code, error, elapsed_ms}) as resolve does, of what this host's programs get."""
    answer = ask_system(name, deadline)
    return {key: getattr(answer, key) for key in ("addresses", "code", "error", "elapsed_ms")}


def ask_system(name, deadline):
    """Return the SystemAnswer of getaddrinfo: hosts file, search list and all. Never past the deadline."""
    try:
        found = call_abandonable(lambda: socket.getaddrinfo(name, None, type=socket.SOCK_STREAM), deadline.remaining())
    except TimeoutError as exc:
        return SystemAnswer([], "dns_timeout", str(exc), True, deadline.elapsed_ms())
    except socket.gaierror as exc:
        code = _DENIALS.get(exc.errno)
        return SystemAnswer([], code or "dns_servfail", exc.strerror, code is None, deadline.elapsed_ms())
    except (OSError, UnicodeError) as exc:
        return SystemAnswer([], "dns_servfail", str(exc), True, deadline.elapsed_ms())
    addresses = sorted(dict.fromkeys(str(entry[4][0]) for entry in found), key=lambda text: ":" in text)
    most = MAX_ADDRESSES
    error = f"it has {len(addresses):,} addresses, of which {most} are kept" if len(addresses) > most else None
    return SystemAnswer(addresses[:most], None, error, False, deadline.elapsed_ms())
