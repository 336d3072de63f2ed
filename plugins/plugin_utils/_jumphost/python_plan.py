# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Where a host's libraries and tools come from: its packages, wheels, or nowhere because they are there. Pure."""

from __future__ import annotations

from ...module_utils._core.libraries import is_new_enough

SOURCES = ("auto", "packages", "wheels", "none")
_IDENTITY = "azure.identity"


def decide_python(facts, options, family):
    """Return C({source, packages, why}) for the libraries. C(family) holds the names of the packages, None if unknown.

    C(source) is C(packages), C(wheels) or C(none). Raises ValueError naming option, value and what is accepted.
    """
    wanted, identity = options["python_source"], options["identity"]
    if wanted not in SOURCES:
        raise ValueError(f"jumphost_python_source: {wanted!r}; accepted is one of {', '.join(SOURCES)}")
    if wanted == "none":
        return _none("it is not wanted")
    if wanted == "packages" and identity:
        raise ValueError(
            "jumphost_identity: true with jumphost_python_source packages; azure-identity comes as wheels only: "
            "accepted is auto or wheels"
        )
    misfit = _why_packages_do_not_serve(facts, family)
    if wanted == "packages":
        if misfit:
            raise ValueError(f"jumphost_python_source: packages, but {misfit}; accepted is auto, wheels or none")
        return _packages(facts, family, "it is asked for")
    if wanted == "auto" and _has(facts["libraries"], identity):
        return _none(f"{facts['python']['executable']} has them")
    if options["wheels_directory"]:
        return _wheels(f"the wheels are in {options['wheels_directory']}")
    if _has(facts["venv"]["libraries"], identity) and facts["venv"]["digest"]:
        return _none(f"{facts['venv']['path']} has them")
    if wanted == "auto" and not identity and not misfit:
        misfit = why_not_offered(facts, family["python"])
        if not misfit:
            return _packages(facts, family, "the package source has them")
    return _wheels("it is asked for" if wanted == "wheels" or identity else misfit)


def decide_tools(facts, options, family):
    """Return C((packages, remark)): what to install for the tools that are not there, and what is in the way or None."""
    missing = [tool for tool, path in sorted(facts["tools"].items()) if not path] if options["tools"] else []
    if not missing:
        return [], None
    if not family:
        return [], f"{_are(missing)} not installed: the names of this system's packages are not known"
    packages = sorted({family["tools"][tool] for tool in missing})
    problem = why_not_offered(facts, packages)
    return ([], f"{_are(missing)} not installed: {problem}") if problem else (packages, None)


def why_not_offered(facts, packages):
    """Return why the host's package source cannot be counted on for some packages, None when it can."""
    source = facts["package_source"]
    if source["candidates"] is None:
        return "nothing is known of its package source"
    unknown = [name for name in packages if not source["candidates"].get(name)]
    if unknown:
        return f"its package source does not know {', '.join(unknown)}"
    return (
        None
        if source["reachable"]
        else "its package source cannot be reached"
        + ("" if source["reachable"] is False else ", as far as can be told")
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
    wanted = ["dns", "requests"] + ([_IDENTITY] if identity else [])
    return all(is_new_enough(library, libraries.get(library)) for library in wanted)


def _packages(facts, family, why):
    there = facts["packages"] or []
    return {"source": "packages", "packages": [name for name in family["python"] if name not in there], "why": why}


def _wheels(why):
    return {"source": "wheels", "packages": [], "why": why}


def _none(why):
    return {"source": "none", "packages": [], "why": why}


def _are(tools):
    return f"{', '.join(tools)} {'is' if len(tools) == 1 else 'are'}"
