# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""What the files of a host's resolver should say: pure functions from the present text to the next one, and back."""

from __future__ import annotations

import re

from .._core.files import BEGIN, END

NOTE = "# Written by privatelink.azure_ai.jumphost_resolver; its state: absent takes it away again.\n"
_HOSTS_LINE = re.compile(r"(?P<head>\s*[^\s#]+)(?P<names>[^#\n]*)(?P<rest>.*)", re.DOTALL)


def resolved_drop_in(settings):
    """Return the drop-in of systemd-resolved. Without routing domains all names go to the given nameservers."""
    routing = ["~" + domain for domain in settings.routing_domains] or ["~."]
    # An empty value forgets what other files have set. Other files' search domains stay, unless others are given.
    forget = "Domains=\n" if settings.search else ""
    return (
        ""
        f"{NOTE}[Resolve]\nDNS=\nDNS={' '.join(settings.nameservers)}\n"
        f"{forget}Domains={' '.join([*settings.search, *routing])}\n"
    )


def network_manager_global_dns(settings, search, options):
    """Return the drop-in of NetworkManager, which replaces what its connections say of DNS: all of it.

    So C(search) and C(options), in force before, are carried over.
    """
    return (
        ""
        f"{NOTE}[global-dns]\n"
        f"{_setting('searches', settings.search or search)}{_setting('options', options)}\n"
        f"[global-dns-domain-*]\nservers={','.join(settings.nameservers)}\n"
    )


def dnsmasq_drop_in(settings):
    """Return the file with which the dnsmasq of NetworkManager asks other nameservers for some domains."""
    return NOTE + "".join(
        f"server=/{domain}/{server}\n" for domain in settings.routing_domains for server in settings.nameservers
    )


def with_block(text, lines):
    """Return a text that ends with a block of our lines, in place of an earlier one; without lines, without a block."""
    text = without_block(text)
    if not lines:
        return text
    if text and not text.endswith("\n"):
        text += "\n"
    return "{}{}{}\n{}".format(text, BEGIN, "\n".join(lines), END)


def has_block(text):
    """Return whether a text has a block of ours."""
    return without_block(text) != text


def without_block(text):
    """Return a text without our block, the same text when it has none."""
    before, begin, rest = text.partition(BEGIN)
    _dropped, end, after = rest.partition(END)
    return before + after if begin and end else text


def with_directives(text, settings):
    """Return a resolv.conf with the given nameservers, and search domains if any, and all else as it was."""
    keys = _keys(settings)
    lines = [f"nameserver {server}\n" for server in settings.nameservers]
    if settings.search:
        lines.append(f"search {' '.join(settings.search)}\n")
    return _replaced(text, keys, lines)


def without_directives(text, written, original):
    """Return a resolv.conf with the original directives in place of ours, and all else as somebody has made it.

    Each of nameserver and search is taken back only where it still is what was C(written).
    """
    for keys in (("nameserver",), ("search", "domain")):
        ours, theirs = _directives(written, keys), _directives(original, keys)
        if ours != theirs and _directives(text, keys) == ours:
            text = _replaced(text, keys, theirs)
    return text


def unpinned(text, names):
    """Return the text of a hosts file without the names; a line that had no other goes away."""
    gone = set(names)
    return "".join(_without_names(line, gone) for line in text.splitlines(keepends=True))


def _without_names(line, gone):
    match = _HOSTS_LINE.fullmatch(line)
    if not match:
        return line
    words = match.group("names").split()
    rest = [word for word in words if word.lower().rstrip(".") not in gone]
    if rest == words:
        return line
    if not rest:
        return ""
    kept = re.sub(r"\s+(\S+)", lambda found: "" if found.group(1) not in rest else found.group(), match.group("names"))
    return match.group("head") + kept + match.group("rest")


def _keys(settings):
    return ("nameserver", "search", "domain") if settings.search else ("nameserver",)


def _replaced(text, keys, lines):
    kept: list[str] = []
    place = None
    for line in text.splitlines(True):
        if _key(line) in keys:
            place = len(kept) if place is None else place
        else:
            kept.append(line)
    place = len(kept) if place is None else place
    if place and not kept[place - 1].endswith("\n"):
        kept[place - 1] += "\n"
    return "".join(kept[:place] + lines + kept[place:])


def _directives(text, keys):
    lines = [line for line in text.splitlines(True) if _key(line) in keys]
    return [line if line.endswith("\n") else line + "\n" for line in lines]


def _key(line):
    return line.split(None, 1)[0] if line.strip() else ""


def _setting(name, values):
    return f"{name}={','.join(values)}\n" if values else ""
