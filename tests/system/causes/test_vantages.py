# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What several nameservers or hosts show together, over real servers: causes, and estates that are well."""

from __future__ import annotations

from pathlib import Path

import pytest

from ansible_collections.privatelink.azure_ai.plugins.module_utils._probe.controls import reach
from ansible_collections.privatelink.azure_ai.plugins.module_utils._probe.tls import Trust
from ansible_collections.privatelink.azure_ai.tests.system.causes.look_ups import look_up_at
from ansible_collections.privatelink.azure_ai.tests.system.causes.nameservers import ADDRESS, AZURE, NAME, PUBLIC
from ansible_collections.privatelink.azure_ai.tests.system.causes.requests import checks_of, request
from ansible_collections.privatelink.azure_ai.tests.system.causes.vantages import (
    NAMES_OF_OTHERS,
    OVERLAY,
    OVERLAY_NETWORK,
)


def diagnoses(checks):
    """Return by code what is said about the host inside."""
    return {check["code"]: check for check in checks if check["diagnosis"] and check["host"] == "jump-1"}


def left(check):
    made = check["diagnosis"]
    return {each["cause"] for each in made["alternatives"]} | {made["cause"]}


@pytest.mark.parametrize(
    ("order", "cause"),
    [
        pytest.param(("dnsmasq-forwards-to-the-internet", "plain"), "nameserver_order", id="the-first"),
        pytest.param(("plain", "dnsmasq-forwards-to-the-internet"), "siblings_differ", id="the-second"),
    ],
)
def test_nameservers_of_one_host_that_differ(nameservers, order, cause):
    observed = look_up_at([nameservers[name] for name in order])
    checks = diagnoses(checks_of({"dns": observed}, addresses=[ADDRESS]))
    diagnosis = checks["dns_resolvers_disagree"]["diagnosis"]
    assert (diagnosis["cause"], diagnosis["certainty"]) == (cause, "proven")
    assert "zone_not_linked" not in left(checks["dns_public_address"])
    assert not any(step["changes"] and "az network" in step["text"] for step in checks["dns_public_address"]["remedy"])


@pytest.fixture(scope="module")
def behind_overlay(overlay, lab_authority, key):
    """Return what a host observes whose nameserver and relay are those of a secure web gateway."""
    nameservers, certificates = overlay
    found = request(certificates / "ca.pem", {"nameservers": [nameservers["overlay"]], "api_key": key})
    assert (found[0]["code"], found[0]["peer"]["address"]) == ("model_ok", OVERLAY)
    return nameservers["overlay"], found


def test_an_overlay_is_no_stale_record(behind_overlay):
    nameserver, found = behind_overlay
    observed = look_up_at([nameserver], names=(NAME, *NAMES_OF_OTHERS))
    checks = diagnoses(checks_of({"dns": observed, "probes": found}, addresses=[ADDRESS]))
    check = checks["dns_wrong_address"]
    assert (check["diagnosis"]["cause"], check["diagnosis"]["certainty"]) == ("overlay", "proven")
    assert not any(step["changes"] for step in check["remedy"])


def test_an_overlay_that_is_declared_is_well(behind_overlay):
    nameserver, found = behind_overlay
    observed = look_up_at([nameserver], names=(NAME, *NAMES_OF_OTHERS), networks=[OVERLAY_NETWORK])
    checks = checks_of({"dns": observed, "probes": found}, networks=[OVERLAY_NETWORK])
    assert not [check for check in checks if check["status"] == "fail"]
    assert diagnoses(checks) == {}


def test_an_endpoint_in_the_shared_address_space_is_well(overlay):
    nameservers, _certificates = overlay
    observed = look_up_at([nameservers["shared-address-space"]], expected=OVERLAY)
    (check,) = [each for each in checks_of({"dns": observed}, addresses=[OVERLAY]) if each["link"] == "dns"]
    assert (check["code"], check["status"], check["diagnosis"]) == ("dns_private", "pass", None)


def seen(front_ends, authority: str, inside: str, outside: str, key: str) -> list[dict]:
    """Return the checks of two hosts that trust an authority, and meet these servers."""
    (address, certificates), (public, _certificates) = front_ends[inside], front_ends[outside]
    trusted: Path = certificates / f"{authority}.pem"
    jumphost = request(trusted, {"connect_to": f"{address}:443", "api_key": key})
    elsewhere = [{**result, "connect_to": None} for result in request(trusted, {"connect_to": f"{public}:443"})]
    return checks_of(
        {"dns": look_up_at([AZURE]), "probes": jumphost},
        {"host": "outside-1", "vantage": "outside", "dns": look_up_at([PUBLIC]), "probes": elsewhere},
        addresses=[ADDRESS, address],
    )


def test_an_inspecting_authority_that_the_host_trusts(front_ends, key):
    checks = diagnoses(seen(front_ends, "ca-and-firewall", "mitmproxy-inspects", "public-front-end", key))
    check = checks["tls_inspected"]
    assert (check["diagnosis"]["cause"], check["diagnosis"]["certainty"]) == ("tls_inspection", "likely")
    assert left(check).isdisjoint({"private_ca_untrusted", "default_certificate"})


def test_an_inspecting_authority_that_the_host_does_not_trust(front_ends, key):
    checks = diagnoses(seen(front_ends, "ca", "mitmproxy-inspects", "public-front-end", key))
    check = checks["tls_untrusted"]
    assert (check["diagnosis"]["cause"], check["diagnosis"]["certainty"]) == ("tls_inspection", "proven")
    assert not any("update-ca-certificates" in step["text"] for step in check["remedy"])


@pytest.mark.parametrize(
    ("authority", "inside", "outside"),
    [
        pytest.param("ca", "another-issuing-authority", "public-front-end", id="two-issuing-authorities-of-one"),
        pytest.param("private-root", "private-authority", "public-private-authority", id="one-authority-everywhere"),
    ],
)
def test_certificates_that_are_well(front_ends, key, authority, inside, outside):
    assert diagnoses(seen(front_ends, authority, inside, outside, key)) == {}


def test_a_request_that_goes_to_a_public_address(front_ends):
    public, certificates = front_ends["public-not-approved"]
    found = request(certificates / "ca.pem", {"connect_to": f"{public}:443"})
    (check,) = diagnoses(checks_of({"dns": look_up_at([AZURE]), "probes": found}, addresses=[ADDRESS])).values()
    diagnosis = check["diagnosis"]
    assert (check["code"], diagnosis["cause"], diagnosis["certainty"]) == (
        "gate_private_endpoint_not_approved",
        "public_caller",
        "proven",
    )
    assert left(check).isdisjoint({"endpoint_not_approved", "approval_not_arrived", "address_of_another_endpoint"})


@pytest.mark.parametrize(
    ("control", "cause", "never"),
    [
        pytest.param("nobody.invalid", "host_offline", "outgoing_blocked", id="nothing-is-reached"),
        pytest.param("login.microsoftonline.com", "outgoing_blocked", "host_offline", id="only-not-the-account"),
    ],
)
def test_a_host_outside_that_reaches_nothing(nameservers, lab_authority, control, cause, never):
    """Nobody listens at the address that its nameserver gives it."""
    found = request(lab_authority, {"nameservers": [nameservers["unbound-policy-block-page"]]}, timeout=2)
    assert found[0]["outcome"] == "unreachable"
    reached = reach([(control, control, 443)], found, Trust(True, str(lab_authority)), 2)
    observed = {"host": "outside-1", "vantage": "outside", "probes": found, "control_endpoints": reached}
    checks = checks_of({"dns": look_up_at([AZURE])}, observed, addresses=[ADDRESS])
    check = next(each for each in checks if each["code"] == "gate_public_unproved")
    assert (check["diagnosis"]["cause"], check["diagnosis"]["certainty"] in ("proven", "likely")) == (cause, True)
    assert never not in left(check)
