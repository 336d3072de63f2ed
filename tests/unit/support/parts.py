# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Parts of a validation, as its jobs hand them on, without Ansible."""

from __future__ import annotations

import base64
import copy
import gzip
import hashlib
import json
from datetime import datetime, timezone

from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._declarations.declaration import (
    Declaration,
    HostDeclaration,
    RunDirectory,
)
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._declarations.inputs import HOST, INPUTS
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._declarations.probes import with_azure
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._run.artifact import PREFIX, artifact
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._run.conclusion import document_of
from ansible_collections.privatelink.azure_ai.tests.unit.support.estates import (
    ACCOUNT,
    DENIED,
    SERVED,
    dns,
)

NOW = datetime(2026, 11, 22, 12, 0, 0, tzinfo=timezone.utc)
STARTED, ENDED = "2026-11-22T10:00:00Z", "2026-11-22T10:01:00Z"
VANTAGES = {"jump-1": "jumphost", "jump-2": "jumphost", "onprem-1": "onprem", "outside-1": "outside"}
INSIDE = {"dns": dns(), "probe": {"probes": list(SERVED), "token_error": None, "control_endpoints": []}}
OUTSIDE = {
    "dns": dns("dns_public_address", "203.0.113.10"),
    "probe": {"probes": [DENIED], "token_error": None, "control_endpoints": []},
}


def declared(*hosts, account=None, parts=("dns", "probe"), merging=False, **options):
    """Return a declaration of hosts, all by default, with one account."""
    given = {name: each.default for name, each in INPUTS.items()}
    shared = {name: value for name, value in given.items() if INPUTS[name].scope != HOST}
    shared.update(looked_at=None, job="local", validate_part=not merging, merging=merging, **options)
    return Declaration(
        {
            name: HostDeclaration(VANTAGES[name], [copy.deepcopy(account or ACCOUNT)], {}, dict(given))
            for name in hosts or VANTAGES
        },
        None,
        shared,
        list(parts),
        STARTED,
    )


def observed(name):
    """Return what a host observes to which all is as it should be."""
    return copy.deepcopy(OUTSIDE if VANTAGES[name] == "outside" else INSIDE)


def handed(directory, *hosts, azure=None, ended=ENDED, declaration=None, **observations):
    """Return what the job of a slice hands on; C(observations) replace what hosts observe, by host."""
    declaration = declaration or declared(*hosts)
    for host in declaration.hosts.values():
        host.accounts[:] = with_azure(host.accounts, azure)
    run = RunDirectory(str(directory))
    run.begin(declaration)
    for number, name in enumerate(declaration.hosts):
        for part, value in observations.get(name.replace("-", "_"), observed(name)).items():
            run.write(f"host-{number:05d}-{part}", value)
    if azure:
        run.write("azure", azure)
    return artifact(document_of(run.declaration(), run, ended), declaration.options)


def text_in(given):
    """Return the document in what was handed on."""
    return json.loads(gzip.decompress(base64.b64decode(given["data"])))


def packed(document):
    """Return a document as a job hands it on."""
    text = document if isinstance(document, bytes) else json.dumps(document, sort_keys=True).encode()
    return {
        "encoding": "gzip+base64",
        "data": base64.b64encode(gzip.compress(text, mtime=0)).decode("ascii"),
        "sha256": hashlib.sha256(text).hexdigest(),
        "size": len(text),
    }


def variables(**jobs):
    """Return the variables that a platform makes of what jobs handed on: C(j12) is that of job 12."""
    return {f"{PREFIX}{job.removeprefix('j')}": given for job, given in jobs.items()}
