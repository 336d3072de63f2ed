# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Verdict documents that somebody else wrote: all that the schema allows, with texts that attack their readers."""

from __future__ import annotations

import random
from typing import Any

ESCAPE = "\x1b[2J\x1b]0;forged\x07\x9b31m\r\n\u202e\u2066\x00"
MARKUP = '</script><script>forged()</script><img src=x onerror=forged()>](javascript:x) `|` <https://x> "} 1\n]]>&<!--'
TEXTS = (
    "example",
    "example.openai.azure.com",
    "10.0.14.4",
    "",
    " ",
    "../../../etc/cron.d/forged",
    "..",
    "\ud800",
    ESCAPE,
    MARKUP,
    "x" * 200,
    "2026-11-22T10:00:02Z",
    "0001-01-01T00:00:00+23:59",
    "9999-12-31T23:59:59-23:59",
    "[javascript:x](javascript:x)",
    "https://[",
)
PATTERNS = {
    "^[a-z][a-z0-9]*(_[a-z0-9]+)+$": ("dns_wrong_address", "gate_public_open", "code_of_tomorrow", "model_not_asked"),
    "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$": ("2026-12-31", "2026-02-31", "9999-12-31", "0000-01-01"),
    "^[0-9]+\\.[0-9]+\\.[0-9]+": ("1.0.0", f"1.0.0{MARKUP}", f"1.0.0{ESCAPE}"),
    "^[0-9a-f]*$": ("", "0" * 64),
    "^[a-z_]+$": ("status", "isolation", "another"),
}
FREE = ("server", "ttl", "connect_ms", "id", *TEXTS)
LINKS = ("https://learn.microsoft.com/azure/", "https://example.org:8443/a?b=c#d", "https://x")


class Documents:
    """Makes documents, the same for the same seed. Hypothesis takes minutes for so many choices."""

    def __init__(self, schema: dict[str, Any], seed: int) -> None:
        self._schema = schema
        self._random = random.Random(seed)

    def whole(self) -> dict[str, Any]:
        """A whole document."""
        return self._of(self._schema)

    def _of(self, schema: dict[str, Any]) -> Any:
        if "$ref" in schema:
            return self._named(schema)
        if "const" in schema:
            return schema["const"]
        if "enum" in schema:
            return self._random.choice(schema["enum"])
        if "oneOf" in schema:
            return self._of(self._random.choice(schema["oneOf"]))
        types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
        return getattr(self, f"_{self._random.choice(types)}")(schema)

    def _named(self, schema: dict[str, Any]) -> Any:
        value = self._of(self._schema["$defs"][schema["$ref"].rpartition("/")[2]])
        if "not" in schema:
            value.pop("before", None)
        if schema.get("required") == ["before"]:
            value["before"] = {"code": None, "status": "pass", "waived": False}
        return value

    def _null(self, _schema: dict[str, Any]) -> None:
        return None

    def _boolean(self, _schema: dict[str, Any]) -> bool:
        return self._random.random() < 0.5

    def _integer(self, schema: dict[str, Any]) -> int:
        return self._random.randint(schema.get("minimum", -9), 2000)

    def _string(self, schema: dict[str, Any]) -> str:
        pattern = schema.get("pattern")
        if pattern:
            return self._random.choice(LINKS if pattern.startswith("^https") else PATTERNS[pattern])
        return self._random.choice([text for text in TEXTS if len(text) >= schema.get("minLength", 0)])

    def _array(self, schema: dict[str, Any]) -> list[Any]:
        number = self._random.randint(schema.get("minItems", 0), 3)
        items = [self._of(schema["items"]) for _each in range(number)]
        return sorted(set(items)) if schema.get("uniqueItems") else items

    def _object(self, schema: dict[str, Any]) -> dict[str, Any]:
        if "propertyNames" in schema:
            number = self._random.randint(1, 4)
            return {
                self._of(schema["propertyNames"]): self._of(schema["additionalProperties"]) for _each in range(number)
            }
        made = {}
        others = schema.get("additionalProperties")
        if others is not False:
            made = {key: self._of(others) if others else self._anything(3) for key in self._random.sample(FREE, 3)}
        for key, inner in schema.get("properties", {}).items():
            if key in schema.get("required", ()) or self._boolean({}):
                made[key] = self._of(inner)
        if "allOf" in schema and made["status"] == "fail":
            made["code"] = made["code"] or "dns_wrong_address"
            made["remedy"] = made["remedy"] or [{"kind": "command", "text": MARKUP, "when": None, "changes": True}]
        return made

    def _anything(self, deep: int) -> Any:
        kind = self._random.randrange(6 if deep else 4)
        if kind == 5:
            return {self._random.choice(TEXTS): self._anything(deep - 1) for _each in range(2)}
        if kind == 4:
            return [self._anything(deep - 1) for _each in range(2)]
        return self._random.choice((None, True, -(2**53), 1.5, *TEXTS))
