# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.
"""Reading one value that an operator wrote: coerced to what is meant, or refused with what is valid."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Callable, Mapping
from typing import Any

import yaml

from ...module_utils._azure.accounts import account_names
from ...module_utils._azure.resource_ids import parse_virtual_machine
from ...module_utils._core.addresses import (
    PRIVATE_NETWORKS,
    SPECIAL_NETWORKS,
    Expectation,
    parse_address,
    parse_network,
    parse_socket_address,
)
from ...module_utils._core.text import SECRET_LOOKING, shown
from .spelling import did_you_mean

Reader = Callable[[Any], Any]

_TRUE = ("yes", "true", "on", "1", "y", "t")
_FALSE = ("no", "false", "off", "0", "n", "f")
_SHOWN = 80
# A bracket, or what begins an item or a key of YAML, on the first line that is not empty.
_STRUCTURE = re.compile(r"\s*(---\s|[\[{]|-\s|[\w.-]+:\s*(\n|$)|[\w.-]+: )")
_LONGEST_YAML = 64 * 1024
_DEEPEST_YAML = 40
_ACCOUNT_ID = re.compile(r"/subscriptions/.+/accounts/([^/]+)/?", re.IGNORECASE)
_FILE = re.compile(r"@.+|[^:]*[.](?:ya?ml|json)")
_NOT_AN_ADDRESS = "the account's custom subdomain, such as example; its addresses go into private_addresses or networks"
_NOT_A_FILE = "the account's custom subdomain, such as example; variables in a file are given by -e @FILE"
_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_RESOURCE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{1,63}")
_RESOURCE_GROUP = re.compile(r"[\w().-]{0,89}[\w()-]")
_API_VERSION = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(-[a-z0-9-]+)?")
_LABEL = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,62}")
# The largest private range of each family: a network beyond it would make public addresses private ones.
_LARGEST_NETWORK = {4: 8, 6: 7}


class Refused(ValueError):
    """Several mistakes in one value, each with a message of its own."""

    def __init__(self, messages: list[str]) -> None:
        super().__init__("; ".join(messages))
        self.messages = messages


def messages_of(error: Exception) -> list[str]:
    """Return the messages of an error that a reader raised."""
    return error.messages if isinstance(error, Refused) else [str(error)]


def refuse(value: Any, what: str, expected: str) -> ValueError:
    """Return the error for a value that is not C(what); a list or a mapping is named instead of shown."""
    if isinstance(value, (Mapping, list, tuple)):
        return ValueError(f"expected {what}, got {quoted(value)}: use {expected}")
    return ValueError(f"{quoted(value)} is not {what}: expected {expected}")


def quoted(value: Any) -> str:
    """Return a value as messages show it: what a list or a mapping holds, which may be a secret, is not repeated."""
    if isinstance(value, Mapping):
        return "a mapping"
    if isinstance(value, (list, tuple)):
        return "a list"
    if isinstance(value, datetime.date):
        return repr(value.isoformat())
    if value is None or isinstance(value, bool):
        return json.dumps(value)  # null, true or false, as YAML spells them
    return shown(SECRET_LOOKING.sub("***", _repr(value)), limit=_SHOWN)


def _repr(value: Any) -> str:
    try:
        return repr(value)
    except ValueError:
        return "an integer"  # Python refuses to print those of thousands of digits


def text(value: Any) -> str:
    """Return a text. YAML makes a date of C(2023-05-15), and a number of C(1234): both are texts to an operator."""
    if isinstance(value, str) and value.strip().isprintable():
        return value.strip()
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return value.isoformat()
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _repr(value)
    hint = "" if isinstance(value, str) else "; quote it if YAML would read it as another type"
    raise ValueError(f"expected a text of one line, got {quoted(value)}{hint}")


def secret(value: Any) -> str:
    """Return a text that no message shows."""
    if isinstance(value, (bool, Mapping, list, tuple)):
        raise ValueError("it is not a text: expected the secret alone")
    return str(value)


def boolean(value: Any) -> bool:
    """Return a boolean; C(-e name=false) is a text."""
    if isinstance(value, bool):
        return value
    word = value.strip().lower() if isinstance(value, str) else _repr(value)
    if word in _TRUE or word in _FALSE:
        return word in _TRUE
    raise refuse(value, "a boolean", "true or false")


def number(least: float, most: float, unit: str) -> Reader:
    """Return the reader of a number from C(least) to C(most)."""

    def read(value: Any) -> float:
        try:
            given = float(value) if not isinstance(value, bool) else float("nan")
        except (TypeError, ValueError, OverflowError):
            given = float("nan")
        if not least <= given <= most:
            raise refuse(value, f"a number of {unit}", f"a number from {least:g} to {most:g}")
        return given

    return read


def whole_number(least: int, most: int, unit: str) -> Reader:
    """Return the reader of a whole number from C(least) to C(most)."""

    def read(value: Any) -> int:
        given = str(int(value) if isinstance(value, float) and value.is_integer() else value).strip()
        if isinstance(value, bool) or not given.isdecimal() or not least <= int(given) <= most:
            raise refuse(value, f"a whole number of {unit}", f"a whole number from {least} to {most}")
        return int(given)

    return read


def choice(*values: str) -> Reader:
    """Return the reader of one of some words, in any case of their letters."""
    by_lower_case = {each.lower(): each for each in values}

    def read(value: Any) -> str:
        word = value.strip().lower() if isinstance(value, str) else ""
        if word not in by_lower_case:
            raise refuse(value, "a valid choice", f"one of {', '.join(values)}{did_you_mean(value, values)}")
        return by_lower_case[word]

    return read


def is_empty(value: Any) -> bool:
    """Return whether nothing is given: null, or the text of an answer that was left empty."""
    return value is None or (isinstance(value, str) and not value.strip())


def looks_structured(value: str) -> bool:
    """Return whether a text begins as a list or a mapping does in JSON or YAML."""
    return bool(_STRUCTURE.match(value))


def structure(value: Any, expected: str) -> Any:
    """Return the list or the mapping that a text holds as JSON or YAML, as surveys and C(-e) give it.

    Any other value, a text of plain words too, is returned as it is. Raises ValueError, never with the text, which may
    have a secret in it.
    """
    if not isinstance(value, str) or not looks_structured(value):
        return value
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        pass
    try:
        if len(value) <= _LONGEST_YAML and _is_plain(value):
            return _of_json(yaml.safe_load(value))
    except (yaml.YAMLError, ValueError, OverflowError, RecursionError):
        pass
    raise ValueError(f"it is not valid JSON or YAML: expected {expected}")


def _is_plain(written: str) -> bool:
    """Return whether YAML is as flat and as large as it looks."""
    deep = 0
    for event in yaml.parse(written):
        deep += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        # An alias would let a short text stand for one of any size; each level makes all that follows slower to read.
        if isinstance(event, yaml.AliasEvent) or deep > _DEEPEST_YAML:
            return False
    return True


def _of_json(value: Any) -> Any:
    """Return a value as YAML reads it. Raises ValueError for what JSON has no form of, dates aside."""
    if isinstance(value, dict):
        return {key: _of_json(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_of_json(inner) for inner in value]
    if value is None or isinstance(value, (str, bool, int, float, datetime.date)):
        return value
    raise ValueError(type(value).__name__)


def items(value: Any) -> list[Any]:
    """Return a list: one value stands for a list of it, and a text may hold several, or be JSON or YAML.

    Several are separated by commas or stand on lines of their own.
    """
    if is_empty(value):
        return []
    value = structure(value, "a list")
    if isinstance(value, str):
        return [part.strip() for part in re.split(r"[,\r\n]", value) if part.strip()]
    return list(value) if isinstance(value, (list, tuple)) else [value]


def list_of(read: Reader) -> Reader:
    """Return the reader of a list. It raises Refused with a message for each item that is wrong."""

    def read_list(value: Any) -> list[Any]:
        found, messages = [], []
        for each in items(value):
            try:
                found.append(read(each))
            except ValueError as exc:
                messages += messages_of(exc)
        if messages:
            raise Refused(messages)
        return found

    return read_list


def mapping(value: Any, expected: str = "keys with values") -> dict[str, Any]:
    """Return a mapping, that of a text in JSON or YAML too."""
    if is_empty(value):
        return {}
    value = structure(value, "a mapping")
    if not isinstance(value, Mapping):
        raise refuse(value, "a mapping", expected)
    return {str(key): inner for key, inner in value.items()}


def address(value: Any) -> str:
    """Return an address that a private endpoint may have."""
    written = text(value)
    try:
        parsed = parse_address(written)
    except ValueError:
        alone = next((part for part in (written.partition("/")[0], written.partition(":")[0]) if _is_address(part)), "")
        if _is_subnet(written):
            meant = "; a whole network is declared in networks of the account"
        else:
            meant = f"; did you mean {alone}?" if alone else ""
        raise refuse(value, "a valid IP address", f"one address such as 10.0.14.4{meant}") from None
    if any(parsed in special for special in SPECIAL_NETWORKS):
        raise refuse(value, "an address that a private endpoint can have", "one of its virtual network")
    return written


def _is_subnet(written: str) -> bool:
    """Whether a text is a network without host bits: the address in it is not one that an endpoint can have."""
    try:
        found = parse_network(written)
        return found.num_addresses > 1 and found.network_address == parse_address(written.partition("/")[0])
    except ValueError:
        return False


def _is_address(written: str) -> bool:
    try:
        parse_address(written)
    except ValueError:
        return False
    return True


def network(value: Any) -> str:
    """Return a network in CIDR notation, as it was written."""
    written = text(value)
    try:
        parsed = parse_network(written)
    except ValueError:
        raise refuse(value, "a valid network", "a CIDR such as 10.0.14.0/24") from None
    least = _LARGEST_NETWORK[parsed.version]
    if parsed.prefixlen < least:
        raise refuse(value, "the network of a private endpoint", f"a prefix of /{least} or longer")
    return written


def is_private_address(written: str) -> bool:
    """Return whether an address is in a private range."""
    return Expectation().scope(written) == "private"


def is_private_network(written: str) -> bool:
    """Return whether all of a network is in a private range."""
    found = parse_network(written)
    return any(
        found.version == each.version and each.supernet_of(found)  # type: ignore[arg-type]
        for each in PRIVATE_NETWORKS
    )


def nameserver(value: Any) -> str:
    """Return a nameserver: an address, with a port where it is not 53."""
    written = text(value)
    try:
        parse_socket_address(written, 53)
    except ValueError:
        raise refuse(value, "a valid nameserver", "IP, IP:port or [v6]:port, such as 168.63.129.16") from None
    return written


def without_dates(value: Any) -> Any:
    """Return a value as JSON can carry it: YAML makes dates of texts such as C(2023-05-15)."""
    if isinstance(value, Mapping):
        return {str(key): without_dates(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [without_dates(inner) for inner in value]
    return value.isoformat() if isinstance(value, datetime.date) else value


def account_name(value: Any) -> str:
    """Return the name of an account."""
    written = text(value)
    try:
        account_names({"name": written})
    except ValueError as exc:
        if "regional" in str(exc):
            raise ValueError(str(exc).partition(": ")[2]) from None
        if _is_address(written):
            raise refuse(value, "a valid account name", _NOT_AN_ADDRESS) from None
        if is_name_of_file(written):
            raise refuse(value, "a valid account name", _NOT_A_FILE) from None
        label = first_label(written)
        meant = f"; did you mean {label}?" if label and not SECRET_LOOKING.search(label) else ""
        raise refuse(
            value, "a valid account name", f"the account's custom subdomain alone, such as example{meant}"
        ) from None
    return written


def is_name_of_file(value: Any) -> bool:
    """Return whether a text is the name of a file of variables, in whose place its content was meant."""
    return isinstance(value, str) and bool(_FILE.fullmatch(value.strip()))


def first_label(written: str) -> str:
    """Return the account's name in a host name, a URL or a resource id, empty where there is none."""
    label = written.strip().strip("'\"")
    resource = _ACCOUNT_ID.fullmatch(label)
    label = resource[1] if resource else re.split(r"[./:]", label.partition("://")[2] or label)[0]
    return label if _LABEL.fullmatch(label) and label != written else ""


def subscription_id(value: Any) -> str:
    """Return the id of a subscription."""
    return _guid(value, "subscription id", "not a name")


def client_id(value: Any) -> str:
    """Return the client id of an application or of a managed identity."""
    return _guid(value, "client id", "neither a name nor a resource id")


def _guid(value: Any, called: str, unlike: str) -> str:
    written = text(value)
    if not _GUID.fullmatch(written):
        raise refuse(value, f"a valid {called}", f"one such as 11111111-2222-3333-4444-555555555555, {unlike}")
    return written


def resource_group(value: Any) -> str:
    """Return the name of a resource group."""
    written = text(value)
    if not _RESOURCE_GROUP.fullmatch(written):
        raise refuse(value, "a valid resource group", "its name alone, such as rg-ai")
    return written


def resource_name(value: Any) -> str:
    """Return the name of an account in Azure."""
    written = text(value)
    if not _RESOURCE_NAME.fullmatch(written):
        raise refuse(value, "a valid name of an account in Azure", "its name alone, such as ai-prod")
    return written


def virtual_machine(value: Any) -> str:
    """Return the resource id of a virtual machine."""
    written = text(value)
    try:
        parse_virtual_machine(written)
    except ValueError:
        raise refuse(
            value,
            "the id of a virtual machine",
            "/subscriptions/ID/resourceGroups/NAME/providers/Microsoft.Compute/virtualMachines/NAME",
        ) from None
    return written


def api_version(value: Any) -> str:
    """Return the version of an API: a date, which YAML reads as such, or V(v1)."""
    written = text(value).lower()
    dated = _API_VERSION.fullmatch(written)
    if written != "v1" and not (dated and _is_date(dated[1])):
        raise refuse(value, "a valid API version", "a date such as 2024-10-21 or 2025-03-01-preview, or v1")
    return written


def _is_date(written: str) -> bool:
    try:
        datetime.date.fromisoformat(written)
    except ValueError:
        return False
    return True
