# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest
from ansible.errors import AnsibleFilterError

from ansible_collections.privatelink.azure_ai.plugins.filter import (
    account_names,
    account_probes,
    egress_probes,
    verdict,
    verdict_stable,
    verdict_text,
)


@pytest.mark.parametrize("plugin", [account_names, account_probes, egress_probes, verdict, verdict_stable, verdict_text])
def test_plugin_offers_the_filter_of_its_name(plugin):
    name = plugin.__name__.rpartition(".")[2]
    assert plugin.FilterModule().filters() == {name: getattr(plugin, name)}


@pytest.mark.parametrize("call, message", [
    pytest.param(lambda: verdict.verdict(["no", "mapping"]),
                 "privatelink.azure_ai.verdict: ['no', 'mapping'] is no mapping; accepted is one with accounts and observations",
                 id="estate is no mapping"),
    pytest.param(lambda: verdict.verdict({"accounts": [{"name": "x", "kind": "Speech"}]}),
                 "privatelink.azure_ai.verdict: account x, kind: 'Speech'; accepted is one of OpenAI, AIServices, CognitiveServices",
                 id="unknown kind"),
    pytest.param(lambda: verdict_text.verdict_text({}, "poem"),
                 "privatelink.azure_ai.verdict_text, part: 'poem'; accepted is one of paths, summary, differences, conclusion", id="unknown part"),
    pytest.param(lambda: account_probes.account_probes([], "mars"),
                 "privatelink_accounts: vantage: 'mars'; accepted is one of jumphost, onprem, outside", id="unknown vantage"),
    pytest.param(lambda: egress_probes.egress_probes(["https://x.openai.azure.com/"], [{"name": "x"}]),
                 "privatelink_forbidden_endpoints: 'https://x.openai.azure.com/' is one of the declared accounts; "
                 "accepted are endpoints of others", id="forbidden to oneself"),
])
def test_misuse_is_told_in_one_sentence(call, message):
    with pytest.raises(AnsibleFilterError) as caught:
        call()
    assert str(caught.value) == message


def test_stable_leaves_out_what_changes_from_run_to_run():
    document = {"started": "x", "ended": "y", "observations": [1], "accounts": [{"checks": [{"id": "a", "evidence": {"ttl": 3}}]}]}
    assert verdict_stable.verdict_stable(document) == {"accounts": [{"checks": [{"id": "a"}]}]}
