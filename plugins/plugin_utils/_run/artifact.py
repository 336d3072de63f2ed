# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.
"""What a run hands to the next job of a workflow: all that was declared and observed, without what follows from it."""

from __future__ import annotations

import base64
import binascii
import gzip
import hashlib
import json
import re
import zlib
from collections.abc import Mapping
from typing import Any

from .._document.schema import Wrong

PREFIX = "privatelink_document_"
JOB = re.compile(r"[0-9]{1,18}|local")
ENCODING = "gzip+base64"
# The document is in a file of the shared directory, and this says which one it is.
IN_FILE = "file"
MOST_BYTES = 2**26
# What a platform calls the workflow of a job.
WORKFLOW_JOB = ("awx_workflow_job_id", "tower_workflow_job_id")
_FORMS = {ENCODING: "data", IN_FILE: "file"}
_SHA256 = re.compile(r"[0-9a-f]{64}")
_FILE = re.compile(rf"privatelink-part-({JOB.pattern})\.json")
_GZIP = 31
# The judge's input. Statuses, checks and their evidence are made again from it.
_PARTS = (
    "schema",
    "collection_version",
    "started",
    "ended",
    "looked_at",
    "declared",
    "observations",
    "azure",
    "accept_azure_evidence",
    "discovery",
)


def artifact(document: Mapping[str, Any], options: Mapping[str, Any]) -> dict[str, Any]:
    """Return a document as text for a workflow: C(encoding), C(data), and C(sha256) and C(size) of the JSON."""
    content = {name: document[name] for name in _PARTS if name in document}
    content["waivers"] = options["privatelink_waivers"]
    content["tls_inspection"] = options["privatelink_tls_inspection"]
    text = json.dumps(content, sort_keys=True).encode()
    return {
        "encoding": ENCODING,
        # The time of compression would make each run's text another one.
        "data": base64.b64encode(gzip.compress(text, mtime=0)).decode("ascii"),
        "sha256": hashlib.sha256(text).hexdigest(),
        "size": len(text),
    }


def file_of(job: str) -> str:
    """Return the name of the file that has the document of a job."""
    return f"privatelink-part-{job}.json"


def job_of(file: str) -> str | None:
    """Return the job whose file has that name, None for another file."""
    match = _FILE.fullmatch(file)
    return match[1] if match else None


def reference(handed: Mapping[str, Any], job: str) -> dict[str, Any]:
    """Return what a workflow is handed where the document itself is in a file."""
    return {"encoding": IN_FILE, "file": file_of(job), "sha256": handed["sha256"], "size": handed["size"]}


def checked(handed: Any) -> dict[str, Any]:
    """Return what C(artifact) or C(reference) made, as plain Python. Raises Wrong for anything else."""
    if not isinstance(handed, Mapping):
        raise Wrong("it is not a mapping")
    encoding = handed.get("encoding")
    key = _FORMS.get(encoding) if isinstance(encoding, str) else None
    if key is None:
        raise Wrong(f"its encoding is not {' or '.join(_FORMS)}")
    expected = {"encoding", key, "sha256", "size"}
    if set(handed) != expected:
        raise Wrong(f"its keys are not {', '.join(sorted(expected))}")
    size, text, sha256 = handed["size"], handed[key], handed["sha256"]
    if not isinstance(size, int) or isinstance(size, bool) or size < 0:
        raise Wrong("its size is not a number of bytes")
    if size > MOST_BYTES:
        raise Wrong(f"it has {size} bytes, more than {MOST_BYTES}")
    if not isinstance(text, str):
        raise Wrong(f"its {key} is not a text")
    if not isinstance(sha256, str) or not _SHA256.fullmatch(sha256):
        raise Wrong("its sha256 is not one")
    return {"encoding": str(encoding), key: str(text), "sha256": str(sha256), "size": int(size)}


def text_of(handed: Mapping[str, Any]) -> bytes:
    """Return the JSON of what C(checked) returned with C(data). Raises Wrong: no more is unpacked than it says."""
    try:
        packed = base64.b64decode(handed["data"].encode("ascii"), validate=True)
    except (UnicodeEncodeError, binascii.Error):
        raise Wrong("its data is not base64") from None
    unpacking = zlib.decompressobj(_GZIP)
    try:
        text = unpacking.decompress(packed, handed["size"] + 1)
    except zlib.error:
        raise Wrong("its data is not gzip") from None
    if len(text) > handed["size"]:
        raise Wrong("it is larger than its size says")
    if not unpacking.eof or unpacking.unused_data or len(text) < handed["size"]:
        raise Wrong("its data is not whole")
    if hashlib.sha256(text).hexdigest() != handed["sha256"]:
        raise Wrong("its sha256 is another one")
    return text
