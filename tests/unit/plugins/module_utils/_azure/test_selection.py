# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which accounts of a list are validated, and why the others are not."""

from __future__ import annotations

import pytest

from ansible_collections.privatelink.azure_ai.plugins.module_utils._azure.selection import Filters, select

SUBSCRIPTION = "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee"
REGIONAL = "https://westeurope.api.cognitive.microsoft.com/"
GROUP = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/RG-AI/providers/Microsoft.CognitiveServices/accounts"


def listed(name="Example", **more):
    """Return an account as Azure lists it."""
    return {
        "id": f"{GROUP}/{name}",
        "name": name,
        "kind": "OpenAI",
        "location": "westeurope",
        "endpoint": f"https://{name.lower()}.openai.azure.com/",
        "custom_subdomain": name.lower(),
        "public_network_access": "Disabled",
        "tags": {"Env": "prod"},
        "provisioning_state": "Succeeded",
        "error": None,
        **more,
    }


def selected(*accounts, cloud="AzureCloud", **filters):
    return select(accounts, Filters(**filters), cloud)


@pytest.mark.parametrize(
    "account, expected",
    [
        pytest.param({}, {"name": "example", "kind": "OpenAI", "cloud": "AzureCloud"}, id="as it is"),
        pytest.param(
            {"custom_subdomain": "other"}, {"name": "other", "resource_name": "Example"}, id="subdomain differs"
        ),
        pytest.param({"kind": "openai"}, {"kind": "OpenAI"}, id="case of the kind"),
        pytest.param(
            {"kind": "FormRecognizer", "endpoint": "https://example.cognitiveservices.azure.com/"},
            {"kind": "CognitiveServices"},
            id="a kind with the names of another",
        ),
        pytest.param(
            {"endpoint": "https://example.openai.azure.us/"}, {"cloud": "AzureUSGovernment"}, id="cloud of the endpoint"
        ),
        pytest.param({"endpoint": None}, {"cloud": "AzureCloud"}, id="no endpoint"),
        pytest.param({"endpoint": "https://[oops/"}, {"cloud": "AzureCloud"}, id="an endpoint that is no URL"),
        pytest.param({"public_network_access": None}, {"public_network_access": None}, id="access unknown"),
        pytest.param({"provisioning_state": None}, {"name": "example"}, id="state unknown"),
        pytest.param({"tags": None}, {"tags": {}}, id="no tags"),
    ],
)
def test_an_account_becomes_a_declaration(account, expected):
    (found,), left_out = selected(listed(**account))
    assert left_out == [] and {key: found[key] for key in expected} == expected
    assert (found["resource_group"], found["subscription_id"]) == ("RG-AI", SUBSCRIPTION)


def test_the_cloud_that_was_asked_is_that_of_an_account_without_endpoint():
    (found,), _left_out = selected(listed(endpoint=None), cloud="AzureUSGovernment")
    assert found["cloud"] == "AzureUSGovernment"


@pytest.mark.parametrize(
    "account, filters, reason",
    [
        pytest.param({}, {"resource_groups": ("rg-other",)}, "resource_groups", id="other resource group"),
        pytest.param({}, {"tags": {"env": "test"}}, "tags", id="other value of a tag"),
        pytest.param({}, {"tags": {"env": "Prod"}}, "tags", id="case of a tag's value"),
        pytest.param({}, {"tags": {"owner": "x"}}, "tags", id="a tag is missing"),
        pytest.param({"tags": None}, {"tags": {"env": "prod"}}, "tags", id="no tags at all"),
        pytest.param({}, {"kinds": ("AIServices",)}, "kinds", id="other kind"),
        pytest.param({}, {"exclude": ("EXAMPLE",)}, "exclude", id="excluded by name"),
        pytest.param({}, {"exclude": ("ex*",)}, "exclude", id="excluded by pattern"),
        pytest.param({"custom_subdomain": "sub"}, {"exclude": ("sub",)}, "exclude", id="excluded by subdomain"),
        pytest.param({"custom_subdomain": "sub"}, {"exclude": ("exam*",)}, "exclude", id="excluded by resource name"),
        pytest.param({"provisioning_state": "Deleting"}, {}, "deleting", id="being deleted"),
        pytest.param({"custom_subdomain": None}, {}, "no_custom_subdomain", id="no custom subdomain"),
        pytest.param({"custom_subdomain": ""}, {}, "no_custom_subdomain", id="empty subdomain"),
        pytest.param(
            {"kind": "QnAMaker", "endpoint": "https://x.azurewebsites.net/"}, {}, "kind", id="kind with other names"
        ),
        pytest.param({"kind": None}, {}, "odd", id="no kind"),
        pytest.param({"kind": None}, {"kinds": ("AIServices",)}, "odd", id="no kind, which may be the one wanted"),
        pytest.param({"kind": "FormRecognizer", "endpoint": None}, {}, "odd", id="no endpoint says which names it has"),
        pytest.param(
            {"kind": "FormRecognizer", "endpoint": None}, {"kinds": ("OpenAI",)}, "kinds", id="another kind anyway"
        ),
        pytest.param({"kind": "OpenAI2"}, {}, "odd", id="a kind that is not known, with names that are"),
        pytest.param(
            {"kind": "FormRecognizer", "endpoint": REGIONAL, "custom_subdomain": None},
            {"kinds": ("CognitiveServices",)},
            "no_custom_subdomain",
            id="no subdomain, of a kind that is wanted",
        ),
        pytest.param(
            {"kind": "FormRecognizer", "endpoint": REGIONAL, "custom_subdomain": None},
            {"kinds": ("OpenAI",)},
            "kinds",
            id="no subdomain, of another kind",
        ),
        pytest.param({"custom_subdomain": "a b"}, {}, "odd", id="not a valid subdomain"),
        pytest.param({"custom_subdomain": 5}, {}, "odd", id="a subdomain that is no text"),
        pytest.param({"id": "nonsense"}, {}, "odd", id="not a valid id"),
        pytest.param({"error": "TypeError: x"}, {}, "odd", id="Azure's answer cannot be read"),
    ],
)
def test_an_account_is_left_out_with_the_reason(account, filters, reason):
    found, (entry,) = selected(listed(**account), **filters)
    assert found == []
    assert (entry["name"], entry["reason"]) == ("Example", reason) and entry["why"]


@pytest.mark.parametrize(
    "filters",
    [
        pytest.param({"resource_groups": ("rg-ai",)}, id="case of the resource group"),
        pytest.param({"tags": {"ENV": "prod"}}, id="case of a tag's name"),
        pytest.param({"kinds": ("OpenAI", "AIServices")}, id="one of several kinds"),
        pytest.param({"exclude": ("example-2", "exampl")}, id="a name excludes no longer one"),
    ],
)
def test_an_account_that_meets_the_filters_is_found(filters):
    assert [found["name"] for found in selected(listed(), **filters)[0]] == ["example"]


def test_one_odd_account_costs_no_other():
    found, left_out = selected(
        {"id": f"{GROUP}/odd", "name": "odd", "error": "KeyError: 'x'"}, listed("B"), listed("a")
    )
    assert [each["name"] for each in found] == ["a", "b"]
    assert [each["name"] for each in left_out] == ["odd"]


def test_a_subdomain_counts_once():
    found, (entry,) = selected(listed("a"), listed("b", custom_subdomain="A"))
    assert [each["resource_name"] for each in found] == ["a"]
    assert (entry["name"], entry["reason"]) == ("b", "duplicate")
