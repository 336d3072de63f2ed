# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest

from ansible_collections.privatelink.azure_ai.plugins.action import controller_session
from ansible_collections.privatelink.azure_ai.plugins.action.controller_session import _open
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._controller.session import SessionFile


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("host", "https://someone:Passw0rd@controller.example"),
        ("host", "https://controller.example/?token=Passw0rd"),
        ("host", "https://controller.example/\nPassw0rd"),
        ("oauthtoken", "Passw0rd\n"),
        ("oauthtoken", "Passw0rd\r\nHost: elsewhere"),
        ("oauthtoken", "Passw0rd\u2028"),
        ("oauthtoken", "Bearer Passw0rd"),
        ("oauthtoken", "'Passw0rd'"),
    ],
)
def test_what_cannot_be_sent_is_refused_and_not_shown(tmp_path, monkeypatch, option, value):
    monkeypatch.setattr(controller_session.module_loader, "find_plugin", lambda _name: "there")
    given = dict.fromkeys(controller_session._ENVIRONMENT)
    given.update(host="https://controller.example", oauthtoken="token", collection="awx.awx", request_timeout=1)
    result = _open(SessionFile(str(tmp_path)), {**given, option: value})
    assert result["failed"] and result["msg"].startswith(
        f"controller_{option}: {'it' if option == 'host' else 'the token'} "
    )
    assert "Passw0rd" not in repr(result)
