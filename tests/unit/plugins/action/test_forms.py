# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What `ansible -m MODULE -a names=...` gives the observing modules."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from ansible.errors import AnsibleActionFail

from ansible_collections.privatelink.azure_ai.plugins.action import (
    aoai_probe,
    private_endpoint_info,
    privatelink_dns_facts,
)

NAMES = privatelink_dns_facts.ActionModule
CASES = [
    pytest.param(NAMES, "names", "example.openai.azure.com", '{"names": [{"name": ', id="a name"),
    pytest.param(NAMES, "names", ["example.openai.azure.com"], '{"names": [{"name": ', id="a list of names"),
    pytest.param(aoai_probe.ActionModule, "probes", "https://a.example", '{"probes": [{"endpoint": ', id="an endpoint"),
    pytest.param(private_endpoint_info.ActionModule, "accounts", "example", '{"accounts": [{"name": ', id="an account"),
    pytest.param(NAMES, "names", '[{"name": "example.openai.azure.com"}]', None, id="JSON"),
    pytest.param(NAMES, "names", ["name=example.openai.azure.com"], None, id="key=value"),
    pytest.param(NAMES, "names", [{"name": "example.openai.azure.com"}], None, id="mappings"),
    pytest.param(NAMES, "names", None, None, id="nothing, which the module says itself"),
]


@pytest.mark.parametrize("module, option, given, example", CASES)
def test_a_text_for_a_mapping_is_refused_with_an_example(monkeypatch, module, option, given, example):
    action = object.__new__(module)
    action._task = SimpleNamespace(args={option: given})
    monkeypatch.setattr(module, "execute", lambda self, arguments, _variables: arguments)
    if example is None:
        assert action._look({}) == {option: given}
        return
    with pytest.raises(AnsibleActionFail, match=f"{option}: a text is not a mapping: expected") as refused:
        action._look({})
    assert example in str(refused.value)
