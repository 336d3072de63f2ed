# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Azure's real SDKs against a Resource Manager on loopback."""

from __future__ import annotations

import contextlib
import email.utils
import itertools
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from ansible_collections.privatelink.azure_ai.plugins.module_utils._arm.client import Arm, Unread
from ansible_collections.privatelink.azure_ai.plugins.module_utils._arm.settings import validate
from ansible_collections.privatelink.azure_ai.plugins.module_utils._auth.transport import Transport, trust
from ansible_collections.privatelink.azure_ai.plugins.module_utils._core.deadline import Deadline
from ansible_collections.privatelink.azure_ai.tests.unit.support.azure_servers import (
    CLIENT,
    GROUP,
    SECRET,
    SUBSCRIPTION,
    TENANT,
    TOKEN,
    Cloud,
    StaticToken,
    answer,
    arm_error,
    resource,
)
from ansible_collections.privatelink.azure_ai.tests.unit.support.loopback import Server, drip, proxy, raw, silent
from ansible_collections.privatelink.azure_ai.tests.unit.support.patience import NEVER_SECONDS, in_time

ACTION = "Microsoft.Network/virtualNetworks/read"
ID = GROUP + "/providers/Microsoft.Network/virtualNetworks/vnet"
VNET = resource(
    "Microsoft.Network/virtualNetworks",
    "vnet",
    {"addressSpace": {"addressPrefixes": ["10.0.0.0/16"]}, "dhcpOptions": {"dnsServers": []}},
)
THROTTLED = ("TooManyRequests", "The request is being throttled as the limit has been reached.")


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch):
    """Take away what a developer's shell would add."""
    for name in ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture(name="localhost", scope="session")
def localhost_fixture(authority):
    """Return the certificate of localhost."""
    return authority.issue("arm", names=("localhost",))


@pytest.fixture(name="manager")
def manager_fixture(authority):
    """Return a function that makes an Arm of a server's URL."""

    def manager(url, seconds=5, **more):
        options = {
            "client_id": CLIENT,
            "tenant": TENANT,
            "secret": SECRET,
            "cloud_environment": url,
            "ca_path": authority.path,
            **more,
        }
        return Arm(validate(options, {}), StaticToken(), Deadline(seconds))

    return manager


def read(arm):
    """Read one virtual network."""
    return arm.read(ACTION, ID, lambda: arm.network(SUBSCRIPTION).virtual_networks.get("rg", "vnet"))


def unread(arm, reason):
    """Return the message of the Unread that reading raises."""
    with pytest.raises(Unread) as caught:
        read(arm)
    found = caught.value
    assert (found.action, found.id, found.reason) == (ACTION, ID, reason), found
    assert "\n" not in str(found) and SECRET not in str(found) and TOKEN not in str(found)
    return str(found)


def answering(*answers):
    """Return a respond that gives one answer after another, the last for ever."""
    waiting = itertools.chain(answers, itertools.repeat(answers[-1]))
    return lambda *unused: next(waiting)


READS = [
    ("accounts", lambda client: client.accounts.get("rg", "a")),
    ("accounts", lambda client: client.private_link_resources.list("rg", "a")),
    ("accounts", lambda client: client.deployments.list("rg", "a")),
    ("network", lambda client: client.private_endpoints.get("rg", "a")),
    ("network", lambda client: client.private_dns_zone_groups.list("a", "rg")),
    ("network", lambda client: client.network_interfaces.get("rg", "a")),
    ("network", lambda client: client.network_interfaces.list("rg")),
    ("network", lambda client: client.virtual_networks.get("rg", "a")),
    ("network", lambda client: client.virtual_networks.list_all()),
    ("network", lambda client: client.network_security_groups.get("rg", "a")),
    ("network", lambda client: client.route_tables.get("rg", "a")),
    ("network", lambda client: client.public_ip_addresses.get("rg", "a")),
    ("private_dns", lambda client: client.private_zones.get("rg", "a")),
    ("private_dns", lambda client: client.private_zones.list()),
    ("private_dns", lambda client: client.record_sets.list_by_type("rg", "a", "A")),
    ("private_dns", lambda client: client.virtual_network_links.list("rg", "a")),
]


def test_every_request_is_a_get(manager, localhost):
    with Cloud(localhost, lambda *unused: answer(200, {"id": "x", "name": "a", "value": [{"id": "y"}]})) as cloud:
        arm = manager(cloud.url)
        for client, operation in READS:
            assert arm.read("action", "id", lambda: operation(getattr(arm, client)(SUBSCRIPTION))) is not None
    assert len(cloud.requests) == len(READS)
    assert {method for method, unused in cloud.requests} == {"GET"}
    for head in cloud.heads:
        assert "Authorization: Bearer " + TOKEN in head
        assert "\r\nUser-Agent: ansible-privatelink.azure_ai" in head


WRITES = [
    ("network", lambda client: client.private_endpoints.begin_delete("rg", "a")),
    ("network", lambda client: client.virtual_networks.begin_create_or_update("rg", "a", {"location": "x"})),
    ("network", lambda client: client.network_interfaces.begin_get_effective_route_table("rg", "a")),
    ("private_dns", lambda client: client.record_sets.delete("rg", "a", "A", "x")),
    ("accounts", lambda client: client.accounts.list_keys("rg", "a")),
    ("accounts", lambda client: client.accounts.begin_update("rg", "a", {"tags": {}})),
]


@pytest.mark.parametrize("client, operation", WRITES)
def test_nothing_else_leaves_this_host(manager, localhost, client, operation):
    with Cloud(localhost, lambda *unused: answer(200, {})) as cloud:
        arm = manager(cloud.url)
        with pytest.raises(
            Unread, match="^refused a (DELETE|PUT|POST|PATCH) to localhost:.*: this collection only reads"
        ):
            arm.read("action", "id", lambda: operation(getattr(arm, client)(SUBSCRIPTION)))
    assert cloud.requests == []


def test_no_provider_is_registered(manager, localhost):
    message = "The subscription is not registered to use namespace 'Microsoft.Network'."
    with Cloud(localhost, lambda *unused: arm_error(409, "MissingSubscriptionRegistration", message)) as cloud:
        assert "MissingSubscriptionRegistration" in unread(manager(cloud.url), "unavailable")
    assert [method for method, unused in cloud.requests] == ["GET"]


def test_pages_are_one_list(manager, localhost):
    def respond(unused, path, query, form):
        if "page" in query:
            return answer(200, {"value": [{"name": "b"}]})
        return answer(200, {"value": [{"name": "a"}], "nextLink": cloud.url + path + "?page=2"})

    with Cloud(localhost, respond) as cloud:
        arm = manager(cloud.url)
        found = arm.read(ACTION, ID, arm.network(SUBSCRIPTION).virtual_networks.list_all)
    assert [item.name for item in found] == ["a", "b"]


def test_what_has_no_sdk_is_read_in_the_same_way(manager, localhost):
    path = "/subscriptions/1/providers/Microsoft.Network/dnsForwardingRulesets"

    def respond(unused, path, query, form):
        assert query["api-version"] == ["2022-07-01"]
        if "page" in query:
            return answer(200, {"value": [{"name": "b"}]})
        return answer(200, {"value": [{"name": "a"}], "nextLink": f"{cloud.url}{path}?api-version=2022-07-01&page=2"})

    with Cloud(localhost, respond) as cloud:
        arm = manager(cloud.url)
        assert arm.read(ACTION, path, lambda: arm.documents(path, "2022-07-01")) == [{"name": "a"}, {"name": "b"}]
    assert "Authorization: Bearer " + TOKEN in cloud.heads[0]


def test_its_refusals_are_named_alike(manager, localhost):
    with Cloud(localhost, lambda *unused: arm_error(403, "AuthorizationFailed", "no")) as cloud:
        arm = manager(cloud.url)
        with pytest.raises(Unread) as refused:
            arm.read(ACTION, ID, lambda: arm.document(ID, "2022-07-01"))
    assert refused.value.reason == "denied"


def test_a_next_page_elsewhere_gets_no_token(manager, localhost):
    with Cloud(localhost, lambda *unused: answer(200, {"value": []})) as other:
        page = answer(200, {"value": [], "nextLink": other.url + "/next"})
        with Cloud(localhost, lambda *unused: page) as cloud:
            arm = manager(cloud.url)
            with pytest.raises(Unread, match="^refused a request to localhost:.*, where only localhost:"):
                arm.read(ACTION, ID, arm.network(SUBSCRIPTION).virtual_networks.list_all)
    assert other.requests == []


def test_redirects_are_not_followed(manager, localhost):
    with Cloud(localhost, lambda *unused: answer(200, VNET)) as other:
        with Cloud(localhost, lambda *unused: answer(302, {}, ("Location", other.url + "/x"))) as cloud:
            assert "answers with a redirect (302), which is not followed" in unread(manager(cloud.url), "unavailable")
    assert other.requests == []


@pytest.mark.parametrize(
    "status, code, reason, said",
    [
        (403, "AuthorizationFailed", "denied", f"the identity lacks {ACTION} on {ID} (AuthorizationFailed: "),
        (404, "ResourceNotFound", "missing", f"there is no {ID} (ResourceNotFound: "),
        (404, "ResourceGroupNotFound", "missing", f"there is no {ID} (ResourceGroupNotFound: "),
        (404, "SubscriptionNotFound", "denied", "no such subscription, or no right in it (SubscriptionNotFound: "),
        (
            401,
            "InvalidAuthenticationTokenTenant",
            "denied",
            "wrong tenant: the subscription belongs to a different one",
        ),
        (401, "ExpiredAuthenticationToken", "unavailable", "the Resource Manager refuses the token (Expired"),
        (
            400,
            "InvalidSubscriptionId",
            "unavailable",
            "the Resource Manager refuses the request (InvalidSubscriptionId: ",
        ),
    ],
)
def test_what_the_resource_manager_refuses(manager, localhost, status, code, reason, said):
    text = "Refused to '%s' with %s.\r\nmore" % (SECRET, TOKEN)
    with Cloud(localhost, lambda *unused: arm_error(status, code, text)) as cloud:
        message = unread(manager(cloud.url), reason)
        assert len(cloud.requests) == 1
    assert message.startswith(said)
    assert "Refused to '***' with ***" in message


def test_a_refused_token_with_a_skewed_clock(manager, localhost):
    date = ("Date", email.utils.formatdate(time.time() + 3600, usegmt=True))
    with Cloud(localhost, lambda *unused: arm_error(401, "ExpiredAuthenticationToken", "x", date)) as cloud:
        message = unread(manager(cloud.url), "unavailable")
    assert "this host's clock is 3" in message and "s behind Azure's (clock skew); set this host's clock" in message


@pytest.mark.parametrize(
    "body, reason",
    [
        pytest.param(
            {"code": "NotFound", "message": "The resource record 'x' does not exist."}, "missing", id="private DNS"
        ),
        pytest.param({"code": "Blocked", "message": "by a proxy"}, "unavailable", id="somebody else's"),
        pytest.param({"code": 404, "message": "by a proxy"}, "unavailable", id="a number"),
    ],
)
def test_private_dns_writes_a_missing_record_without_an_envelope(manager, localhost, body, reason):
    with Cloud(localhost, lambda *unused: answer(404, body)) as cloud:
        unread(manager(cloud.url), reason)


@pytest.mark.parametrize("status", [403, 404, 401])
def test_a_block_page_is_no_answer_of_azures(manager, localhost, status):
    page = b"HTTP/1.1 %d No\r\nContent-Length: 6\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n<html>" % status
    with Cloud(localhost, lambda *unused: page) as cloud:
        assert "a proxy or firewall in front of localhost:" in unread(manager(cloud.url), "unavailable")


@pytest.mark.parametrize("body", [b"", b"[", b'"x"', b"[]", b'{"value": 3}', b"\xff"])
def test_odd_answers_raise_nothing_else(manager, localhost, body):
    head = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n"
    with Cloud(localhost, lambda *unused: head % len(body) + body) as cloud:
        arm = manager(cloud.url)
        for operation in ("get", "list_all"):
            with contextlib.suppress(Unread):
                client = arm.network(SUBSCRIPTION).virtual_networks
                arm.read(ACTION, ID, getattr(client, operation), *(["rg", "vnet"] if operation == "get" else []))


def test_throttling_is_waited_for(manager, localhost):
    throttled = arm_error(429, *THROTTLED, ("Retry-After", "1"))
    with Cloud(localhost, answering(throttled, answer(200, VNET))) as cloud:
        started = time.monotonic()
        assert read(manager(cloud.url)).name == "vnet"
    assert time.monotonic() - started >= 1
    assert len(cloud.requests) == 2


def test_throttling_for_longer_than_there_is_time(manager, localhost):
    with Cloud(localhost, lambda *unused: arm_error(429, *THROTTLED, ("Retry-After", "3600"))) as cloud, in_time():
        message = unread(manager(cloud.url, NEVER_SECONDS), "unavailable")
    assert message.startswith("Azure is busy or throttles this caller: the next try was due in 3600 s and ")
    assert message.endswith("; raise timeout, or lower concurrency")


def test_throttling_to_the_end(manager, localhost):
    with Cloud(localhost, lambda *unused: arm_error(429, *THROTTLED)) as cloud:
        message = unread(manager(cloud.url, 20), "unavailable")
    assert message.startswith("the Resource Manager throttles this caller, 4 tries were refused (TooManyRequests: ")
    assert len(cloud.requests) == 4


def test_a_fault_of_azures_is_tried_again(manager, localhost):
    broken = arm_error(503, "ServerBusy", "x")
    with Cloud(localhost, answering(broken, answer(200, VNET))) as cloud:
        assert read(manager(cloud.url)).name == "vnet"


@pytest.mark.parametrize("behave", [silent, drip(b"HTTP/1.1 200 OK\r\nX: " + b"x" * 1000)])
def test_one_deadline_for_all(manager, localhost, behave):
    with Server(behave, localhost) as server, in_time():
        message = unread(manager(f"https://localhost:{server.port}", 1), "unavailable")
    assert message.endswith("raise timeout, or lower concurrency"), message


def test_after_the_deadline_nothing_is_sent(manager, localhost):
    with Cloud(localhost, lambda *unused: answer(200, VNET)) as cloud:
        unread(manager(cloud.url, 0), "unavailable")
    assert cloud.requests == []


def test_a_connection_that_is_cut(manager, localhost):
    with Server(raw(b""), localhost) as server:
        message = unread(manager(f"https://localhost:{server.port}"), "unavailable")
    assert message.startswith(f"localhost:{server.port} is unreachable: the connection "), message


def test_unreachable(manager, closed_port):
    message = unread(manager(f"https://localhost:{closed_port}"), "unavailable")
    assert message.startswith(f"localhost:{closed_port} is unreachable: the connection was refused; ")
    assert message.endswith("reachable only through a proxy, set HTTPS_PROXY: none is set for it")


def test_behind_a_proxy_that_does_not_get_there(manager, monkeypatch):
    with Server(proxy(502, "Bad")) as between:
        monkeypatch.setenv("HTTPS_PROXY", "http://user:planted@" + between.address)
        message = unread(manager("https://management.example.com"), "unavailable")
    assert message == (
        f"the proxy http://***@{between.address} refuses a connection to "
        "management.example.com (502); allow it in the proxy, or add it to NO_PROXY"
    )


def test_an_untrusted_certificate(manager, authority, tmp_path):
    other = type(authority)(tmp_path, "another authority")
    with Cloud(other.issue("other", names=("localhost",)), lambda *unused: answer(200, VNET)) as cloud:
        message = unread(manager(cloud.url), "unavailable")
    assert message.endswith("name its CA with ca_path")
    assert cloud.requests == []


@pytest.mark.parametrize(("issuers", "read_it"), [(["example firewalls"], True), (["Microsoft Corporation"], False)])
def test_a_certificate_that_another_organization_issued(manager, authority, tmp_path, issuers, read_it):
    other = type(authority)(tmp_path, "inspecting", "Example Firewalls")
    with Cloud(other.issue("other", names=("localhost",)), lambda *unused: answer(200, VNET)) as cloud:
        arm = manager(cloud.url, ca_path=other.path, trusted_issuers=issuers)
        if read_it:
            read(arm)
        else:
            message = unread(arm, "unavailable")
            assert "certificate is issued by 'Example Firewalls', which is not in trusted_issuers; add it if" in message
    assert bool(cloud.requests) is read_it


def test_netrc_and_cookies_do_not_take_part(manager, localhost, monkeypatch, tmp_path):
    netrc = tmp_path / "netrc"
    netrc.write_text("default login user password of-netrc\n")
    monkeypatch.setenv("NETRC", str(netrc))
    with Cloud(localhost, lambda *unused: answer(200, VNET, ("Set-Cookie", "of=netrc"))) as cloud:
        arm = manager(cloud.url)
        read(arm)
        read(arm)
    for head in cloud.heads:
        assert "Authorization: Bearer " + TOKEN in head and "netrc" not in head and "Cookie" not in head


@pytest.mark.parametrize(
    "client, library, package",
    [
        ("network", "azure.mgmt.network", "azure-mgmt-network >= 28.0.0"),
        ("private_dns", "azure.mgmt.privatedns", "azure-mgmt-privatedns >= 1.2.0"),
        ("accounts", "azure.mgmt.cognitiveservices", "azure-mgmt-cognitiveservices >= 13.7.0"),
    ],
)
def test_a_missing_library_is_named_with_its_version(manager, monkeypatch, client, library, package):
    monkeypatch.setitem(sys.modules, library, None)
    arm = manager("https://management.example.com")
    for call in (getattr(arm, client), lambda unused: arm.read(ACTION, ID, lambda: getattr(arm, client)(SUBSCRIPTION))):
        with pytest.raises(Unread) as caught:
            call(SUBSCRIPTION)
        assert caught.value.reason == "no_library"
        assert str(caught.value).startswith(package + " is missing in the Python of this task (")
        assert "pip install '%s'" % package.replace(" ", "") in str(caught.value)
    assert (caught.value.action, caught.value.id) == (ACTION, ID)


def test_clients_are_made_once_per_subscription(manager):
    arm = manager("https://management.example.com")
    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(lambda unused: id(arm.network(SUBSCRIPTION)), range(16)))) == 1
    assert arm.network(TENANT) is not arm.network(SUBSCRIPTION)


def test_what_is_shared_is_read_once(manager):
    arm = manager("https://management.example.com")
    asked = []
    together = threading.Barrier(8, timeout=5)

    def slow():
        asked.append(1)
        time.sleep(0.05)
        return ["value"]

    def ask(unused):
        together.wait()
        return arm.shared("key", slow)

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(ask, range(8))) == [["value"]] * 8
    assert asked == [1]
    assert arm.shared("other", lambda: None) is None


def test_what_could_not_be_read_is_shared_too(manager):
    arm = manager("https://management.example.com")
    asked = []

    def refuse():
        asked.append(1)
        raise Unread(ACTION, ID, "denied", "no")

    for unused in range(3):
        with pytest.raises(Unread, match="^no$") as caught:
            arm.shared("key", refuse)
        assert (caught.value.action, caught.value.id, caught.value.reason) == (ACTION, ID, "denied")
    assert asked == [1]


def test_the_operating_systems_store_is_trusted(tmp_path):
    assert trust("/some/ca.pem") == "/some/ca.pem"
    assert trust() is True or "cert" in trust()


def test_plain_http_is_refused():
    with Transport(Deadline(1)) as transport:
        request = type("Request", (), {"method": "GET", "url": "http://localhost/"})
        with pytest.raises(Exception, match="without TLS, to localhost"):
            transport.send(request)
