# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Who asks: a user with a password, or one with a token."""

from __future__ import annotations

import base64
import binascii
import secrets

from simulated_controller.answers import Body
from simulated_controller.store import Store


class Callers:
    def __init__(self, store: Store, password: str, token: str) -> None:
        self._store = store
        self._admin = password
        self._token = token  # of admin, and not in the list of tokens

    def user(self, authorization: str) -> Body | None:
        scheme, _, value = authorization.partition(" ")
        if scheme == "Bearer":
            return self._of_token(value)
        if scheme == "Basic":
            return self._of_password(value)
        return None

    def _of_token(self, token: str) -> Body | None:
        if secrets.compare_digest(token.encode(), self._token.encode()):
            return self._store.objects["user"][1]
        for entry in self._store.all("o_auth2_access_token"):
            if entry["token"] == token:
                return self._store.objects["user"][entry["user"]]
        return None

    def _of_password(self, value: str) -> Body | None:
        try:
            name, _, password = base64.b64decode(value, validate=True).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError):
            return None
        for user in self._store.all("user"):
            if user["username"] == name and password == (user["password"] if user["id"] != 1 else self._admin):
                return user
        return None

    def make_token(self, user: Body, values: Body) -> Body:
        return self._store.add("o_auth2_access_token", **values, user=user["id"], token=secrets.token_hex(15))
