# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""What the role jumphost has to do on a host: pure functions of the facts and of the role's options."""

from __future__ import annotations

import hashlib
import re
import traceback
from collections.abc import Iterable
from typing import Any

from ...module_utils._core.libraries import is_new_enough
from ...module_utils._jumphost.edits import (
    BEGIN,
    END,
    MANAGER_SETTINGS,
    SPELLINGS,
    login_script,
    manager_settings,
    missing,
    read_names,
)

ENVIRONMENT = "/etc/environment"
# Scripts run in the order of their names: one of the site's own that sets no_proxy must come before it.
LOGIN_SCRIPT = "/etc/profile.d/zz-privatelink-proxy.sh"
ENDPOINT_SCRIPT = "/etc/profile.d/privatelink-endpoint.sh"
SYSTEMD = "/run/systemd/system"
TOPICS = ("proxy", "trust", "environment")
SOURCES = ("auto", "packages", "wheels", "none")
_IDENTITY = "azure.identity"


def plan(facts: dict[str, Any], options: dict[str, Any]) -> dict[str, Any]:
    """Return what to do: C(python), C(tools), C(manager), C(files) by topic, C(resolver), C(absent) and C(remarks).

    C(facts) are those of jumphost_facts, C(options) the role's, without its prefix. Raises ValueError naming option,
    value and what is accepted.
    """
    if facts["state_error"]:
        raise ValueError(
            f"/var/lib/privatelink/jumphost.json: {facts['state_error']}; without it nothing "
            "can be restored, so nothing is changed"
        )
    family = options["families"].get(facts["os"]["family"] or "")
    state = facts["state"] or {}
    absent = options["state"] == "absent"
    tools, remark = ([], None) if absent else _decide_tools(facts, options, family)
    edits = {topic: [] for topic in TOPICS} if absent else _edits(facts, options, family)
    files = {
        topic: {"edits": found, "needed": _is_needed(topic, found, facts, state)} for topic, found in edits.items()
    }
    return {
        "python": _nothing() if absent else _decide_python(facts, options, family),
        "tools": tools,
        "manager": family["manager"] if family else None,
        "files": files,
        "commands": {
            "proxy": [{"argv": ["systemctl", "daemon-reload"], "only_with": SYSTEMD}],
            "trust": family["trust"]["commands"] if family else [],
        },
        "resolver": _decide_resolver(facts, options, absent),
        "absent": {
            "packages": absent and bool(state.get("packages")),
            "venv": absent and "venv" in state,
        },
        "remarks": [remark] if remark else [],
    }


def _edits(facts, options, family):
    return {
        "proxy": _proxy_edits(facts, read_names(options["proxy_bypass"])),
        "trust": _trust_edits(facts, options["certificates"], family),
        "environment": _environment_edits(options["endpoint"]) if options["environment"] else [],
    }


def _proxy_edits(facts, names):
    if not names:
        return []
    edits = [{"path": ENVIRONMENT, "bypass": names}, {"path": LOGIN_SCRIPT, "content": login_script(names)}]
    if facts["files"].get(SYSTEMD, {}).get("exists"):
        edits.append({"path": MANAGER_SETTINGS, "content": manager_settings(facts["services_own"], names)})
    return edits


def _trust_edits(facts, certificates, family):
    if not certificates:
        return []
    if not family:
        raise ValueError(
            "jumphost_ca_certificates: it is not known where "
            f"{facts['os']['pretty_name'] or 'this system'} keeps certificates that it trusts"
        )
    return [
        {
            "path": f"{family['trust']['directory']}/privatelink-{certificate['fingerprint'][:16]}.crt",
            "content": certificate["pem"],
        }
        for certificate in certificates
    ]


def _environment_edits(endpoint):
    if not endpoint:
        raise ValueError(
            "jumphost_environment_account: not the name of an account with an endpoint: expected one of "
            "jumphost_accounts, or nothing for the first one"
        )
    # Only the name: every user of the host can read this file, so no key belongs in it.
    text = "# The account's public name: it leads to its private endpoint. Its key does not belong here.\n"
    return [{"path": ENDPOINT_SCRIPT, "content": BEGIN + text + f"export AZURE_OPENAI_ENDPOINT={endpoint}\n" + END}]


def _decide_resolver(facts, options, absent):
    """Return whether to C(switch), to remove C(pins), and to restore both (C(back)). What is not known is left to
    the module.
    """
    resolver = facts["resolver"]
    return {
        "switch": not absent and options["manage_resolver"] and resolver["as_wanted"] is not True,
        # What an earlier run removed stays removed until everything is restored.
        "pins": not absent and options["remove_pins"] and bool(facts["pins"]),
        "back": absent and resolver["ours"] is not False,
    }


def _is_needed(topic, edits, facts, state):
    records = {path: record for path, record in state.get("files", {}).items() if record.get("topic") == topic}
    retired = set(records) - {edit["path"] for edit in edits}
    return (
        bool(retired)
        or topic in state.get("unfinished", [])
        or not all(_is_done(edit, facts, records) for edit in edits)
    )


def _is_done(edit, facts, records):
    path = edit["path"]
    if "content" in edit:
        file = facts["files"].get(path, {})
        return (
            file.get("sha256") == hashlib.sha256(edit["content"].encode("utf-8")).hexdigest()
            and file.get("mode") == "0644"
        )
    variables = facts["proxies"].get(path, {})
    record = records.get(path)
    return (not record or record.get("names") == edit["bypass"]) and not any(
        missing(variables.get(spelling, ""), edit["bypass"]) for spelling in SPELLINGS
    )


def _nothing():
    return {"source": "none", "packages": [], "why": "everything is restored"}


def _decide_python(facts, options, family):
    """Return C({source, packages, why}) for the libraries. C(family) holds the names of the packages, None if unknown.

    C(source) is C(packages), C(wheels) or C(none). Raises ValueError naming option, value and what is expected.
    """
    source, identity = options["python_source"], options["identity"]
    if source not in SOURCES:
        raise ValueError(
            f"jumphost_python_source: {source!r} is not a valid source: expected one of {', '.join(SOURCES)}"
        )
    if source == "none":
        return _none("it is switched off")
    if source == "packages" and identity:
        raise ValueError(
            "jumphost_python_source: 'packages' is not possible with jumphost_identity, because azure-identity is "
            "installed from wheels only: expected auto or wheels"
        )
    misfit = _why_packages_do_not_serve(facts, family)
    if source == "packages":
        if misfit:
            raise ValueError(f"jumphost_python_source: packages, but {misfit}: expected auto, wheels or none")
        return _packages(facts, family, "it is required")
    if source == "auto" and _has(facts["libraries"], identity):
        return _none(f"{facts['python']['executable']} has them")
    if options["wheels_directory"]:
        return _wheels(f"the wheels are in {options['wheels_directory']}")
    if _has(facts["venv"]["libraries"], identity) and facts["venv"]["digest"]:
        return _none(f"{facts['venv']['path']} has them")
    if source == "auto" and not identity and not misfit:
        misfit = _why_not_offered(facts, family["python"])
        if not misfit:
            return _packages(facts, family, "the package source has them")
    return _wheels("it is required" if source == "wheels" or identity else misfit)


def _decide_tools(facts, options, family):
    """Return C((packages, remark)): what to install for the tools that are not there, and what is in the way or
    None.
    """
    missing = [tool for tool, path in sorted(facts["tools"].items()) if not path] if options["tools"] else []
    if not missing:
        return [], None
    if not family:
        return [], f"{_are(missing)} not installed: the names of this system's packages are not known"
    packages = sorted({family["tools"][tool] for tool in missing})
    problem = _why_not_offered(facts, packages)
    return ([], f"{_are(missing)} not installed: {problem}") if problem else (packages, None)


def _why_not_offered(facts, packages):
    """Return why the host's package source cannot be counted on for some packages, None when it can."""
    source = facts["package_source"]
    if source["candidates"] is None:
        return "the package source of the host is unknown"
    unknown = [name for name in packages if not source["candidates"].get(name)]
    if unknown:
        return f"the package source of the host does not know {', '.join(unknown)}"
    return (
        None
        if source["reachable"]
        else "the package source of the host cannot be reached"
        + ("" if source["reachable"] is False else ", as far as is known")
    )


def _why_packages_do_not_serve(facts, family):
    """Return why packages would not help the interpreter that runs the modules, None when they would."""
    python, system = facts["python"], facts["os"]
    if not family:
        return f"the names of the packages of {system['id'] or 'this system'} are not known"
    serves = _release_of(family["pythons"], system)
    if serves is None:
        return f"it is not known which Python the packages of {system['id']} {system['version_id']} serve"
    if python["version"].split(".")[:2] != serves.split("."):
        return (
            f"the packages of {system['id']} {system['version_id']} serve Python {serves}, and "
            f"{python['executable']} is {python['version']}"
        )
    return None


def _release_of(pythons, system):
    """Return the Python of a release, by its number or its major number: rebuilds count as what they rebuild."""
    version = str(system["version_id"] or "")
    return pythons.get(version) or pythons.get(version.partition(".")[0])


def _has(libraries, identity):
    needed = ["dns", "requests"] + ([_IDENTITY] if identity else [])
    return all(is_new_enough(library, libraries.get(library)) for library in needed)


def _packages(facts, family, why):
    there = facts["packages"] or []
    return {"source": "packages", "packages": [name for name in family["python"] if name not in there], "why": why}


def _wheels(why):
    return {"source": "wheels", "packages": [], "why": why}


def _none(why):
    return {"source": "none", "packages": [], "why": why}


def _are(tools):
    return f"{', '.join(tools)} {'is' if len(tools) == 1 else 'are'}"


try:
    from cryptography import x509
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.serialization import Encoding
except ImportError:
    # ansible-core itself needs it on the control node: it is only not there where the documentation is built.
    MISSING = traceback.format_exc()
else:
    MISSING = None  # type: ignore[assignment]

OPTION = "jumphost_ca_certificates"
_BLOCK = re.compile(r"-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----", re.DOTALL)


def read_certificates(texts: Iterable[str]) -> list[dict[str, str]]:
    """Return the certificates in PEM texts, dicts C(fingerprint subject pem), each once.

    Raises ValueError naming the one that is not accepted, and why.
    """
    found = {}
    for number, text in enumerate(texts):
        where = f"{OPTION}[{number}]"
        if "PRIVATE KEY" in text:
            raise ValueError(
                f"{where} contains a private key, which must not be copied to hosts: expected certificates only"
            )
        blocks = _BLOCK.findall(text)
        if not blocks:
            raise ValueError(
                f"{where} does not contain a certificate: expected PEM, BEGIN CERTIFICATE ... END CERTIFICATE"
            )
        for block in blocks:
            certificate = _certificate(where, block)
            found[certificate["fingerprint"]] = certificate
    return [found[fingerprint] for fingerprint in sorted(found)]


def _certificate(where, block):
    try:
        certificate = x509.load_pem_x509_certificate(block.encode("ascii"))
        subject = certificate.subject.rfc4514_string()
        is_ca = certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except x509.ExtensionNotFound:
        is_ca = False
    except ValueError as exc:
        raise ValueError(f"{where} contains a certificate that cannot be read: {exc}") from exc
    if not is_ca:
        raise ValueError(
            f"{where} contains the certificate of {subject}, which is not a CA: expected certificates with CA:TRUE in "
            "their basic constraints; trusting a server's own certificate proves nothing about its issuer"
        )
    return {
        "fingerprint": certificate.fingerprint(SHA256()).hex(),
        "subject": subject,
        "pem": certificate.public_bytes(Encoding.PEM).decode("ascii"),
    }
