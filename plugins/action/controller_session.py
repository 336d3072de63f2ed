# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import os
import re
from dataclasses import replace
from urllib.parse import urlsplit

from ansible import constants as C
from ansible.plugins.action import ActionBase
from ansible.plugins.loader import module_loader

from ..module_utils._core.text import shown
from ..plugin_utils._controller.api import Api, ApiError
from ..plugin_utils._controller.failure import failure
from ..plugin_utils._controller.session import Session, SessionFile, default_prefix
from ..plugin_utils._declarations.credentials import check_sendable

# By option: the environment variables that the collection's modules take it from too.
_ENVIRONMENT = {
    "host": ("CONTROLLER_HOST", "TOWER_HOST"),
    "oauthtoken": ("CONTROLLER_OAUTH_TOKEN", "TOWER_OAUTH_TOKEN"),
    "username": ("CONTROLLER_USERNAME", "TOWER_USERNAME"),
    "password": ("CONTROLLER_PASSWORD", "TOWER_PASSWORD"),
    "validate_certs": ("CONTROLLER_VERIFY_SSL", "TOWER_VERIFY_SSL"),
    "api_prefix": ("CONTROLLER_OPTIONAL_API_URLPATTERN_PREFIX",),
}
_HOST = re.compile(r"(https?://)?[A-Za-z0-9._:\[\]-]+(/[A-Za-z0-9._~/-]*)?")
_LOOPBACK = ("127.0.0.1", "::1", "localhost")


class ActionModule(ActionBase):
    """Log in to an automation platform once for a run, and log out."""

    TRANSFERS_FILES = False
    _VALID_ARGS = frozenset(("state", "collection", "request_timeout", *_ENVIRONMENT))

    def run(self, tmp=None, task_vars=None):
        """Return the user and whether a token was made; nothing secret."""
        super().run(tmp, task_vars)
        _spec, options = self.validate_argument_spec(
            argument_spec={
                "state": {"choices": ["present", "absent"], "default": "present"},
                "collection": {"default": "awx.awx"},
                "host": {},
                "oauthtoken": {"no_log": True},
                "username": {},
                "password": {"no_log": True},
                "validate_certs": {"type": "bool"},
                "request_timeout": {"type": "float", "default": 30},
                "api_prefix": {},
            }
        )
        file = SessionFile(C.DEFAULT_LOCAL_TMP)
        if options["state"] == "absent":
            return _close(file)
        return _open(file, options)


def _open(file, options):
    given = {name: _given(name, options[name]) for name in _ENVIRONMENT}
    problems = list(_incomplete(given, options["collection"]))
    if problems:
        return failure(problems, "Nothing was sent.")
    session = Session(
        host=_url(given["host"]),
        collection=options["collection"],
        prefix=given["api_prefix"] or default_prefix(options["collection"]),
        validate_certs=given["validate_certs"],
        timeout=options["request_timeout"],
        token=given["oauthtoken"] or "",
        username=given["username"] or "",
        password="" if given["oauthtoken"] else given["password"] or "",
    )
    warnings = []
    if session.host.startswith("http:") and urlsplit(session.host).hostname not in _LOOPBACK:
        warnings.append("controller_host: over http everybody on the way reads the token")
    try:
        if not session.token:
            made = Api(session).create_token()
            session = replace(session, token=_token_of(made["token"]), token_id=int(made["id"]))
        # First of all: whatever fails after this, the token is deleted.
        file.write(session)
        users = Api(session).list("me")
    except (ApiError, KeyError, TypeError, ValueError) as error:
        return failure([_explained(error, session)], "Nothing was changed.")
    if len(users) != 1:
        return failure(["controller_host: the platform does not say who the user of the token is"], "")
    return {
        "changed": False,
        "warnings": warnings,
        "username": shown(users[0].get("username"), limit=150),
        "is_superuser": users[0].get("is_superuser") is True,
        "token_created": session.token_id is not None,
    }


def _close(file):
    session = file.read()
    if session is None:
        return {"changed": False}
    try:
        if session.token_id is not None:
            Api(session).delete_token(session.token_id)
    except ApiError as error:
        return failure([f"the token {session.token_id} could not be deleted: {error}"], "Delete it by hand.")
    finally:
        file.remove()
    return {"changed": False}


def _given(name, value):
    """Return an option, else what the environment says; an empty text counts for nothing."""
    if name == "validate_certs":
        said = next((os.environ[each] for each in _ENVIRONMENT[name] if os.environ.get(each)), "true")
        return value if value is not None else said.lower() not in ("false", "no", "off", "0", "f", "n")
    return value or next((os.environ[each] for each in _ENVIRONMENT[name] if os.environ.get(each)), None)


def _incomplete(given, collection):
    if not given["host"]:
        yield "controller_host: expected the URL of the automation platform, here or in CONTROLLER_HOST"
    elif not _HOST.fullmatch(given["host"]):
        # Nor shown: it may have a password in it.
        yield (
            "controller_host: it is not the URL of an automation platform: expected one such as "
            "https://controller.example.com, without a user, a password or a query"
        )
    try:
        check_sendable("token", given["oauthtoken"] or "")
    except ValueError as error:
        yield f"controller_oauthtoken: {error}"
    if not (given["oauthtoken"] or (given["username"] and given["password"])):
        yield "controller_oauthtoken: expected a token, or controller_username and controller_password"
    if not module_loader.find_plugin(f"{collection}.job_template"):
        yield (
            f"controller_collection: the collection {collection} is not installed: ansible-galaxy collection install "
            f"{collection}"
        )


def _token_of(given):
    if not isinstance(given, str) or not given:
        raise ValueError("not a token")
    check_sendable("token", given)
    return given


def _url(host):
    """Return the URL without a slash at its end; without a scheme it is https, as for the modules."""
    return (host if host.startswith(("http://", "https://")) else f"https://{host}").rstrip("/")


def _explained(error, session):
    if not isinstance(error, ApiError):
        return "controller_username: the platform did not answer with a token"
    if error.status == 401:
        option = "controller_oauthtoken" if session.token else "controller_password"
        return f"{option}: {session.host} does not accept it ({error})"
    if error.status == 404:
        return f"controller_api_prefix: {session.host} has no API at {session.prefix} ({error})"
    return f"controller_host: {error}"
