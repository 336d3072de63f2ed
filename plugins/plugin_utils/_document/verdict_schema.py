# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.
"""The JSON schema of a verdict document. `make docs` writes docs/verdict.schema.json from it."""

from __future__ import annotations

from typing import Any

SCHEMA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://github.com/privatelink/azure_ai/blob/main/docs/verdict.schema.json",
    "title": "Verdict document of privatelink.azure_ai, schema 1",
    "description": (
        "What was observed of Azure AI accounts, and what follows from it. Codes are those of docs/findings.md."
    ),
    "type": "object",
    "additionalProperties": False,
    "required": [
        "schema",
        "collection_version",
        "catalogue",
        "started",
        "ended",
        "looked_at",
        "status",
        "counts",
        "waivers",
        "accounts",
        "declared",
        "observations",
        "azure",
        "accept_azure_evidence",
    ],
    "properties": {
        "schema": {"const": 1},
        "collection_version": {"type": "string", "pattern": "^[0-9]+\\.[0-9]+\\.[0-9]+"},
        "catalogue": {
            "description": "The page on which each code is explained: its anchors are the codes.",
            "$ref": "#/$defs/link_to_read",
        },
        "fingerprint": {
            "description": "In written reports only: the same for documents that differ only in times and evidence.",
            "type": "string",
            "pattern": "^[0-9a-f]*$",
        },
        "started": {"$ref": "#/$defs/time"},
        "ended": {"$ref": "#/$defs/time"},
        "looked_at": {
            "description": (
                "The parts that tags selected, in this order; null for all. azure is one only if an account has a "
                "resource group."
            ),
            "oneOf": [
                {"type": "null"},
                {"type": "array", "items": {"enum": ["azure", "dns", "probe"]}, "uniqueItems": True},
            ],
        },
        "status": {"$ref": "#/$defs/status"},
        "counts": {
            "description": (
                "How many accounts there are, of each status, of each kind of isolation, and with a waived code."
            ),
            "type": "object",
            "additionalProperties": False,
            "required": [
                "accounts",
                "pass",
                "fail",
                "unknown",
                "isolated",
                "restricted",
                "exposed",
                "isolation_unknown",
                "waived",
            ],
            "properties": {
                "accounts": {"$ref": "#/$defs/count"},
                "pass": {"$ref": "#/$defs/count"},
                "fail": {"$ref": "#/$defs/count"},
                "unknown": {"$ref": "#/$defs/count"},
                "isolated": {"$ref": "#/$defs/count"},
                "restricted": {"$ref": "#/$defs/count"},
                "exposed": {"$ref": "#/$defs/count"},
                "isolation_unknown": {"$ref": "#/$defs/count"},
                "waived": {"$ref": "#/$defs/count"},
            },
        },
        "waivers": {
            "description": "The waivers that were declared, sorted by account, code, expires and reason.",
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["account", "code", "reason", "expires", "state"],
                "properties": {
                    "account": {"$ref": "#/$defs/text"},
                    "code": {"$ref": "#/$defs/code"},
                    "reason": {"$ref": "#/$defs/text"},
                    "expires": {"$ref": "#/$defs/day"},
                    "state": {"enum": ["used", "unused", "expired"]},
                },
            },
        },
        "accounts": {"type": "array", "maxItems": 20000, "items": {"$ref": "#/$defs/account"}},
        "declared": {
            "description": "The declaration of each account, without what may be secret.",
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["name"],
                "properties": {
                    "name": {"$ref": "#/$defs/text"},
                    "kind": {"type": "string"},
                    "cloud": {"type": "string"},
                    "private_addresses": {
                        "type": "object",
                        "additionalProperties": {"type": "array", "items": {"type": "string"}},
                    },
                    "networks": {"type": "array", "items": {"type": "string"}},
                    "operation": {"type": "string"},
                    "deployment": {"type": "string"},
                    "api_version": {"type": "string"},
                    "public_access": {"enum": ["disabled", "selected_networks", "enabled"]},
                    "resource_group": {"type": "string"},
                    "resource_name": {"type": "string"},
                    "keyless": {"const": True},
                    "origin": {
                        "description": "Where each field of an account that was found in Azure is from.",
                        "type": "object",
                        "additionalProperties": {"enum": ["declared", "azure"]},
                    },
                },
            },
        },
        "observations": {
            "description": (
                "What each host returned, in the order of vantages and hosts; accounts and forbidden are what is "
                "declared for it."
            ),
            "type": "array",
            "items": {"type": "object"},
        },
        "azure": {
            "description": "What Azure Resource Manager answered; null if it was not asked.",
            "type": ["object", "null"],
        },
        "accept_azure_evidence": {"type": "boolean"},
        "discovery": {
            "description": (
                "What privatelink_discover found in Azure; only where it is declared. Subscriptions that could not "
                "be listed, and accounts without a custom subdomain, are listed among the accounts."
            ),
            "type": "object",
            "required": ["subscriptions", "found", "left_out", "unread", "error", "findings"],
            "additionalProperties": False,
            "properties": {
                "subscriptions": {"type": "array", "items": {"$ref": "#/$defs/text"}},
                "found": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "additionalProperties": False,
                        "required": ["name", "id"],
                        "properties": {"name": {"$ref": "#/$defs/text"}, "id": {"$ref": "#/$defs/text"}},
                    },
                },
                "left_out": {
                    "description": "The accounts that were not validated, and why.",
                    "type": "array",
                    "items": {
                        "type": "object",
                        "additionalProperties": False,
                        "required": ["name", "id", "reason", "why"],
                        "properties": {
                            "name": {"$ref": "#/$defs/text"},
                            "id": {"$ref": "#/$defs/text"},
                            "reason": {"$ref": "#/$defs/text"},
                            "why": {"$ref": "#/$defs/text"},
                        },
                    },
                },
                "unread": {"type": "array", "items": {"type": "object"}},
                "error": {"$ref": "#/$defs/text_or_null"},
                "findings": {"type": "array", "items": {"type": "object"}},
            },
        },
        "drift": {"$ref": "#/$defs/drift"},
    },
    "$defs": {
        "text": {"type": "string", "minLength": 1},
        "count": {"type": "integer", "minimum": 0},
        "time": {"description": "ISO 8601, in UTC.", "type": ["string", "null"]},
        "day": {"type": "string", "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"},
        "link_to_read": {
            "description": "The URL of a page, in characters that do not end a link in any report.",
            "type": "string",
            "pattern": "^https://[A-Za-z0-9.-]+(:[0-9]+)?([/?#][A-Za-z0-9._~%/?#=&+,:;@!$-]*)?$",
        },
        "code": {"type": "string", "pattern": "^[a-z][a-z0-9]*(_[a-z0-9]+)+$"},
        "code_or_null": {"oneOf": [{"$ref": "#/$defs/code"}, {"type": "null"}]},
        "codes": {"type": "array", "items": {"$ref": "#/$defs/code"}, "uniqueItems": True},
        "status": {"enum": ["pass", "fail", "unknown"]},
        "check_status": {"enum": ["pass", "fail", "skip", "unknown"]},
        "vantage": {"enum": ["jumphost", "onprem", "outside", "azure"]},
        "leg": {"enum": ["host", "by_name", "by_address", "outside", "egress", "azure"]},
        "link": {"enum": ["host", "dns", "tcp", "proxy", "tls", "gate", "auth", "model", "azure", "egress"]},
        "text_or_null": {"type": ["string", "null"]},
        "account": {
            "type": "object",
            "additionalProperties": False,
            "required": [
                "name",
                "status",
                "verdicts",
                "root_cause",
                "cause",
                "certainty",
                "contributing",
                "waived",
                "notes",
                "matrix",
                "checks",
            ],
            "properties": {
                "name": {"$ref": "#/$defs/text"},
                "status": {"$ref": "#/$defs/status"},
                "verdicts": {
                    "description": "What the requests show. No waiver changes them.",
                    "type": "object",
                    "additionalProperties": False,
                    "required": ["isolation", "isolation_basis", "reachability", "auth", "model", "egress"],
                    "properties": {
                        "isolation": {"enum": ["isolated", "restricted", "exposed", "unknown"]},
                        "isolation_basis": {"enum": ["probe", "azure"]},
                        "reachability": {"enum": ["private", "public", "none", "unknown"]},
                        "auth": {"enum": ["accepted", "refused", "not_checked", "unknown"]},
                        "model": {"enum": ["served", "failed", "not_checked", "unknown"]},
                        "egress": {"enum": ["closed", "open", "not_checked", "unknown"]},
                    },
                },
                "root_cause": {
                    "description": "The code of the first failing link, or the code that explains it.",
                    "$ref": "#/$defs/code_or_null",
                },
                "cause": {
                    "description": "The id of the cause, as in the diagnosis of the check that is the root cause.",
                    "$ref": "#/$defs/text_or_null",
                },
                "certainty": {
                    "description": "How certain that cause is.",
                    "enum": ["proven", "likely", "possible", None],
                },
                "contributing": {
                    "description": "What else is wrong, in the order of the path.",
                    "$ref": "#/$defs/codes",
                },
                "waived": {
                    "description": "Failing and unknown codes that a valid waiver covers, sorted.",
                    "$ref": "#/$defs/codes",
                },
                "notes": {
                    "description": (
                        "What the status leaves open, in words: a model that was not asked, expected addresses that "
                        "are not known."
                    ),
                    "type": "array",
                    "items": {"$ref": "#/$defs/text"},
                },
                "matrix": {
                    "description": "One row for each leg of each host, in the order of the checks.",
                    "type": "array",
                    "items": {
                        "type": "object",
                        "additionalProperties": False,
                        "required": ["vantage", "host", "leg", "name", "at", "links", "code"],
                        "properties": {
                            "vantage": {"$ref": "#/$defs/vantage"},
                            "host": {"$ref": "#/$defs/text"},
                            "leg": {"$ref": "#/$defs/leg"},
                            "name": {"$ref": "#/$defs/text"},
                            "at": {"$ref": "#/$defs/text_or_null"},
                            "links": {
                                "type": "object",
                                "minProperties": 1,
                                "propertyNames": {"$ref": "#/$defs/link"},
                                "additionalProperties": {"enum": ["pass", "warn", "fail", "unknown", "skip", "waived"]},
                            },
                            "code": {
                                "description": "The first failing or unknown code.",
                                "$ref": "#/$defs/code_or_null",
                            },
                        },
                    },
                },
                "checks": {"type": "array", "items": {"$ref": "#/$defs/check"}},
            },
        },
        "step": {
            "description": "One step of a remedy: a command to type in a shell as it is, or a note to read.",
            "type": "object",
            "additionalProperties": False,
            "required": ["kind", "text", "when", "changes"],
            "properties": {
                "kind": {"enum": ["command", "note"]},
                "text": {
                    "description": (
                        "An unknown value is written in a command as <a-placeholder>; a note after it says what "
                        "to fill in."
                    ),
                    "$ref": "#/$defs/text",
                },
                "when": {
                    "description": "The condition under which to type the command; null for always, and for a note.",
                    "$ref": "#/$defs/text_or_null",
                },
                "changes": {
                    "description": "Whether the command changes anything; false if it only reads, and for a note.",
                    "type": "boolean",
                },
            },
        },
        "sentences": {"type": "array", "items": {"$ref": "#/$defs/text"}},
        "certainty": {"enum": ["proven", "likely", "possible"]},
        "diagnosis": {
            "type": "object",
            "additionalProperties": False,
            "required": ["cause", "certainty", "because", "alternatives", "excluded"],
            "properties": {
                "cause": {
                    "description": "Null if several causes remain and none is better supported.",
                    "$ref": "#/$defs/text_or_null",
                },
                "certainty": {"$ref": "#/$defs/certainty"},
                "because": {
                    "description": "The observations that show it: which host observed what, and where.",
                    "$ref": "#/$defs/sentences",
                },
                "alternatives": {
                    "description": "Causes that are not excluded, most likely first.",
                    "type": "array",
                    "items": {
                        "type": "object",
                        "additionalProperties": False,
                        "required": ["cause", "certainty", "because"],
                        "properties": {
                            "cause": {"$ref": "#/$defs/text"},
                            "certainty": {"$ref": "#/$defs/certainty"},
                            "because": {"$ref": "#/$defs/sentences"},
                        },
                    },
                },
                "excluded": {
                    "description": "Causes that were considered, and the observations of this run that disprove them.",
                    "type": "array",
                    "items": {
                        "type": "object",
                        "additionalProperties": False,
                        "required": ["cause", "because"],
                        "properties": {"cause": {"$ref": "#/$defs/text"}, "because": {"$ref": "#/$defs/sentences"}},
                    },
                },
            },
        },
        "check": {
            "description": "A statement about one link, seen from one host.",
            "type": "object",
            "additionalProperties": False,
            "required": [
                "id",
                "account",
                "name",
                "vantage",
                "host",
                "leg",
                "at",
                "link",
                "code",
                "status",
                "severity",
                "confidence",
                "summary",
                "expected",
                "observed",
                "cause",
                "remedy",
                "docs",
                "diagnosis",
                "waiver",
                "evidence",
            ],
            "properties": {
                "id": {"description": "Unique in the document, and the same in every run.", "$ref": "#/$defs/text"},
                "account": {"$ref": "#/$defs/text"},
                "name": {"$ref": "#/$defs/text"},
                "vantage": {"$ref": "#/$defs/vantage"},
                "host": {"$ref": "#/$defs/text"},
                "leg": {"$ref": "#/$defs/leg"},
                "at": {
                    "description": "The address of a probe by address; null for any other check.",
                    "$ref": "#/$defs/text_or_null",
                },
                "link": {"$ref": "#/$defs/link"},
                "code": {"$ref": "#/$defs/code_or_null"},
                "status": {"$ref": "#/$defs/check_status"},
                "severity": {"enum": ["error", "warning", "info"]},
                "confidence": {"enum": ["high", "medium", "low"]},
                "summary": {"type": "string"},
                "expected": {"$ref": "#/$defs/text_or_null"},
                "observed": {"$ref": "#/$defs/text_or_null"},
                "cause": {"$ref": "#/$defs/text_or_null"},
                "remedy": {
                    "description": "What to do, step by step.",
                    "type": "array",
                    "items": {"$ref": "#/$defs/step"},
                },
                "docs": {"type": "array", "items": {"$ref": "#/$defs/link_to_read"}},
                "diagnosis": {
                    "description": (
                        "For a check that fails, is unknown or warns: the cause, and the observations that decide it."
                    ),
                    "oneOf": [{"type": "null"}, {"$ref": "#/$defs/diagnosis"}],
                },
                "waiver": {
                    "description": (
                        "The waiver that covers the check. Such a check counts neither for the status nor as a cause."
                    ),
                    "oneOf": [
                        {"type": "null"},
                        {
                            "type": "object",
                            "additionalProperties": False,
                            "required": ["reason", "expires"],
                            "properties": {"reason": {"$ref": "#/$defs/text"}, "expires": {"$ref": "#/$defs/day"}},
                        },
                    ],
                },
                "evidence": {
                    "description": (
                        "What changes from run to run; at most 4 KiB. Reports show the properties below by name."
                    ),
                    "type": "object",
                    "properties": {
                        "error": {"$ref": "#/$defs/text_or_null"},
                        "ede": {
                            "oneOf": [
                                {"type": "null"},
                                {
                                    "type": "array",
                                    "items": {
                                        "type": "object",
                                        "properties": {
                                            "code": {"type": ["integer", "null"]},
                                            "text": {"$ref": "#/$defs/text_or_null"},
                                        },
                                    },
                                },
                            ]
                        },
                        "not_after": {"$ref": "#/$defs/text_or_null"},
                        "public_addresses": {"type": "array", "items": {"$ref": "#/$defs/text"}},
                        "usage": {"type": ["object", "null"]},
                    },
                },
            },
            "allOf": [
                {
                    "if": {"properties": {"status": {"const": "fail"}}},
                    "then": {"properties": {"code": {"type": "string"}, "remedy": {"minItems": 1}}},
                }
            ],
        },
        "item": {
            "type": "object",
            "additionalProperties": False,
            "required": ["id", "account", "name", "vantage", "host", "leg", "at", "link", "code", "status", "waived"],
            "properties": {
                "id": {"$ref": "#/$defs/text"},
                "account": {"$ref": "#/$defs/text"},
                "name": {"$ref": "#/$defs/text"},
                "vantage": {"$ref": "#/$defs/vantage"},
                "host": {"$ref": "#/$defs/text"},
                "leg": {"$ref": "#/$defs/leg"},
                "at": {"$ref": "#/$defs/text_or_null"},
                "link": {"$ref": "#/$defs/link"},
                "code": {"$ref": "#/$defs/code_or_null"},
                "status": {"$ref": "#/$defs/check_status"},
                "waived": {"description": "Whether a valid waiver covers it.", "type": "boolean"},
                "before": {
                    "description": "For changed items only: the earlier code, status and waiver.",
                    "type": "object",
                    "additionalProperties": False,
                    "required": ["code", "status", "waived"],
                    "properties": {
                        "code": {"$ref": "#/$defs/code_or_null"},
                        "status": {"$ref": "#/$defs/check_status"},
                        "waived": {"type": "boolean"},
                    },
                },
            },
        },
        "drift": {
            "description": "In reports with a baseline only: how the document differs from an earlier one.",
            "type": "object",
            "additionalProperties": False,
            "required": ["baseline", "accounts", "verdicts", "checks"],
            "properties": {
                "baseline": {
                    "type": "object",
                    "additionalProperties": False,
                    "required": ["status", "collection_version"],
                    "properties": {
                        "started": {"$ref": "#/$defs/time"},
                        "ended": {"$ref": "#/$defs/time"},
                        "status": {"$ref": "#/$defs/status"},
                        "collection_version": {"type": "string"},
                    },
                },
                "accounts": {
                    "type": "object",
                    "additionalProperties": False,
                    "required": ["appeared", "disappeared"],
                    "properties": {
                        "appeared": {"type": "array", "items": {"$ref": "#/$defs/text"}},
                        "disappeared": {"type": "array", "items": {"$ref": "#/$defs/text"}},
                    },
                },
                "verdicts": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "additionalProperties": False,
                        "required": ["account", "key", "before", "after"],
                        "properties": {
                            "account": {"$ref": "#/$defs/text"},
                            "key": {"type": "string", "pattern": "^[a-z_]+$"},
                            "before": {"$ref": "#/$defs/text_or_null"},
                            "after": {"$ref": "#/$defs/text_or_null"},
                        },
                    },
                },
                "checks": {
                    "type": "object",
                    "additionalProperties": False,
                    "required": ["appeared", "disappeared", "changed"],
                    "properties": {
                        "appeared": {
                            "type": "array",
                            "items": {"$ref": "#/$defs/item", "not": {"required": ["before"]}},
                        },
                        "disappeared": {
                            "type": "array",
                            "items": {"$ref": "#/$defs/item", "not": {"required": ["before"]}},
                        },
                        "changed": {"type": "array", "items": {"$ref": "#/$defs/item", "required": ["before"]}},
                    },
                },
            },
        },
    },
}
