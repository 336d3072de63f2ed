# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""The document as JUnit XML: one suite for each account, one test case for each check."""

from __future__ import annotations

from xml.etree import ElementTree

from ...module_utils._catalogue.model import findings_url
from ...module_utils._core.text import printable
from .._document.text import (
    because_lines,
    certainty_words,
    count_words,
    drift_lines,
    excluded_lines,
    pages_to_read,
    partial_words,
    step_words,
    waived_words,
    waiver_lines,
)

FILE = "verdict.junit.xml"
PURPOSE = "JUnit XML with one test case for each check."
OPTIONS = ("unknown",)
UNKNOWN = ("skipped", "error")

_ESTATE = "privatelink.azure_ai"


def render(document, fingerprint="", unknown="skipped"):
    """Return the document as JUnit XML; C(unknown), one of C(UNKNOWN), says what an unknown check is.

    Of an account that passes it is C(skipped) all the same: it did not count, and the run does not fail for it.
    Raises ValueError for another value. Where nothing was checked a test case fails, so that silence is never taken
    for success.
    """
    if unknown not in UNKNOWN:
        raise ValueError(f"unknown: {unknown!r} is not a valid choice: expected one of {', '.join(UNKNOWN)}")
    root = ElementTree.Element("testsuites", name=_ESTATE)
    root.append(_estate_suite(document))
    root.extend(_account_suite(account, document, unknown) for account in document["accounts"])
    for kind in ("tests", "failures", "errors", "skipped"):
        root.set(kind, str(sum(int(suite.get(kind, 0)) for suite in root)))
    ElementTree.indent(root)
    # ElementTree writes no comment before the root.
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n<!-- privatelink-fingerprint: {fingerprint} '
        f"-->\n{ElementTree.tostring(root, encoding='unicode')}\n"
    )


def _estate_suite(document):
    """Return the suite of what belongs to no account: counts, waivers that do nothing, and the drift."""
    suite = ElementTree.Element("testsuite", name=_ESTATE)
    _add_properties(
        suite,
        collection_version=document["collection_version"],
        status=document["status"],
        started=document.get("started"),
        ended=document.get("ended"),
        counts=count_words(document),
    )
    if not document["accounts"]:
        _add_case(suite, _ESTATE, "accounts", "failure", "nothing", "No account was checked.")
    _add_output(
        suite,
        [partial_words(document)] * bool(partial_words(document)) + waiver_lines(document) + drift_lines(document),
    )
    return _counted(suite, document)


def _account_suite(account, document, unknown):
    suite = ElementTree.Element("testsuite", name=printable(account["name"]))
    _add_properties(suite, status=account["status"], root_cause=account["root_cause"], **account["verdicts"])
    for check in account["checks"]:
        _add_check(suite, check, "skipped" if account["status"] == "pass" else unknown)
    if not account["checks"]:
        _add_case(suite, account["name"], account["name"], "failure", "nothing", "Nothing was checked.")
    _add_output(suite, account.get("notes"))
    return _counted(suite, document)


def _add_check(suite, check, unknown):
    status, waiver = check["status"], check.get("waiver")
    failed, told = status in ("fail", "unknown"), _told(check)
    if failed and waiver:
        _add_case(suite, check["account"], check["id"], "skipped", check["code"], waived_words(waiver), told)
    elif failed:
        kind, code = "failure" if status == "fail" else unknown, check["code"] or status
        _add_case(suite, check["account"], check["id"], kind, code, f"{code}: {check['summary']}", told)
    elif status == "skip":
        _add_case(suite, check["account"], check["id"], "skipped", "skip", check["summary"])
    else:
        case = _add_case(suite, check["account"], check["id"])
        if check["severity"] == "warning":
            _add_output(case, [f"warning: {check['code']}"] + told + ([waived_words(waiver)] if waiver else []))


def _told(check):
    """Return the lines about a check that is not a plain pass: what was seen, why it matters, what to type."""
    certainty = certainty_words(check)
    parts = [
        ("seen", check["summary"]),
        ("observed", check["observed"]),
        ("expected", check["expected"]),
        ("why", " ".join(filter(None, (check["cause"], f"({certainty})" if certainty else "")))),
    ]
    parts += [("because", line) for line in because_lines(check)] + [("not", line) for line in excluded_lines(check)]
    parts += [("fix", step_words(step)) for step in check["remedy"]] + [("see", page) for page in pages_to_read(check)]
    parts += [("see", findings_url(check["code"]))]
    return [f"{label:<8}  {text}" for label, text in parts if text]


def _add_case(suite, account, name, kind=None, code=None, message=None, lines=()):
    """Add a test case, which passes without a C(kind) of result."""
    case = ElementTree.SubElement(suite, "testcase", classname=printable(account), name=printable(name), time="0")
    if kind:
        result = ElementTree.SubElement(case, kind, type=printable(code), message=printable(message))
        result.text = "\n".join(map(printable, lines)) or None
    return case


def _add_properties(suite, **values):
    properties = ElementTree.SubElement(suite, "properties")
    for name, value in values.items():
        if value is not None:
            ElementTree.SubElement(properties, "property", name=name, value=printable(value))


def _add_output(parent, lines):
    if lines:
        ElementTree.SubElement(parent, "system-out").text = "\n".join(map(printable, lines))


def _counted(suite, document):
    """Return the suite with the numbers that readers of JUnit want at its head."""
    suite.set("tests", str(len(suite.findall("testcase"))))
    for kinds, kind in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        suite.set(kinds, str(len(suite.findall(f"testcase/{kind}"))))
    suite.set("time", "0")
    if document.get("started"):
        suite.set("timestamp", printable(document["started"]).removesuffix("Z"))
    return suite
