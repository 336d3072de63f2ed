# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whatever goes wrong while the resolver is switched, the host resolves names afterwards as it did before."""

from __future__ import annotations

import time

import pytest
from ansible_collections.privatelink.azure_ai.tests.support.machines import ADDRESS, NAME, Host, playbook

MANAGERS = ("jump-resolved", "jump-nm", "jump-resolvconf", "jump-plain")
# Two that answer as they should; neither host asks the second one by itself.
GOOD = ["168.63.129.16", "172.20.0.53"]
TARGETS = [{"name": NAME, "addresses": [ADDRESS]}]
STATE = "find /etc/resolv.conf /etc/systemd /etc/NetworkManager /etc/resolvconf /var/lib/privatelink/resolver " \
    "-type f -exec sha256sum {} + 2>/dev/null | sort -k2; cat /etc/resolv.conf; " \
    "systemctl list-timers --all --no-legend 'privatelink*'"
PATIENCE_SECONDS = 60


@pytest.fixture(name="libraries", scope="module", autouse=True)
def fixture_libraries():
    """The hosts have what the module needs, and nothing else of the role."""
    configured = playbook("configure_jumphost", "-l", ",".join(MANAGERS), jumphost_tools=False)
    assert configured.returncode == 0, configured.stdout
    yield
    removed = playbook("configure_jumphost", "-l", ",".join(MANAGERS), jumphost_state="absent")
    assert removed.returncode == 0, removed.stdout


@pytest.fixture(name="host", params=MANAGERS)
def fixture_host(request):
    """A host that resolves the name."""
    host = Host(request.param)
    assert host.addresses() == [ADDRESS]
    return host


@pytest.fixture(name="pinned")
def fixture_pinned(host):
    """The name leads elsewhere by the hosts file: no switch succeeds, and each is at it for a while."""
    host.run(f"sudo cp -p /etc/hosts /root/hosts; echo 10.0.14.200 {NAME} | sudo tee -a /etc/hosts")
    yield
    host.run("sudo cp -p /root/hosts /etc/hosts; sudo rm /root/hosts")


def state(host):
    return host.run(f"sudo sh -c {STATE!r}")


def eventually(predicate):
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        if predicate():
            return True
        time.sleep(0.2)
    return False


def in_the_switch(host):
    """Whether new files are written, and neither kept nor put back yet."""
    return "172.20.0.53" in host.run("sudo sh -c 'cat /etc/resolv.conf /etc/systemd/resolved.conf.d/* "
                                     "/etc/NetworkManager/conf.d/* /etc/resolvconf/resolv.conf.d/* 2>/dev/null; true'")


def switch(host, nameservers, **options):
    return host.module("jumphost_resolver", {"nameservers": nameservers, "names": TARGETS, "timeout": 1, **options})


@pytest.mark.parametrize(("server", "complaint"), [
    ("192.0.2.61", "no answer"),
    ("192.0.2.62", "192.0.2.62"),
    ("192.0.2.53", "203.0.113.10, expected 10.0.14.4"),
    ("192.0.2.73", "there is no such name"),
    ("192.0.2.74", "0.0.0.0, expected 10.0.14.4"),
], ids=["silent", "nobody", "public", "denies", "sinkhole"])
def test_a_nameserver_that_does_not_do_is_never_switched_to(host, server, complaint):
    before = state(host)
    result = switch(host, [GOOD[0], server])
    assert result["failed"] and complaint in result["msg"] and "Nothing was touched" in result["msg"]
    assert state(host) == before
    assert host.addresses() == [ADDRESS]


def test_names_that_do_not_resolve_through_the_system_put_it_back(host, pinned):
    before = state(host)
    result = switch(host, GOOD)
    assert result["failed"] and result["working"] and "Put back as before" in result["msg"]
    assert state(host) == before


@pytest.mark.parametrize("fault", ["fails", "hangs"])
def test_a_networkmanager_that_does_not_reload_puts_it_back(fault):
    host = Host("jump-nm")
    before = state(host)
    script = "#!/bin/sh\necho no >&2\nexit 8\n" if fault == "fails" else "#!/bin/sh\nsleep 100\n"
    host.run(f"printf {script!r} | sudo tee /usr/local/bin/nmcli; sudo chmod 0755 /usr/local/bin/nmcli")
    try:
        result = switch(host, GOOD)
    finally:
        host.run("sudo rm /usr/local/bin/nmcli")
    assert result["failed"] and "nmcli" in result["msg"]
    assert state(host) == before
    assert host.addresses() == [ADDRESS]


def test_a_networkmanager_that_hangs_puts_it_back():
    host = Host("jump-nm")
    before = state(host)
    host.run("sudo systemctl kill --signal=STOP NetworkManager")
    try:
        result = switch(host, GOOD)
    finally:
        host.run("sudo systemctl kill --signal=CONT NetworkManager")
    assert result["failed"]
    assert eventually(lambda: host.addresses() == [ADDRESS])
    assert eventually(lambda: state(host) == before)


def test_a_connection_that_is_cut_in_the_switch_leaves_no_trace(host, pinned):
    before = state(host)
    running = host.start_module("jumphost_resolver", {"nameservers": GOOD, "names": TARGETS})
    assert eventually(lambda: in_the_switch(host))
    host.cut()
    assert "UNREACHABLE" in running.communicate()[0]
    assert eventually(lambda: state(host) == before)


def test_a_module_that_is_killed_in_the_switch_is_undone_by_systemd(host, pinned):
    before = state(host)
    running = host.start_module("jumphost_resolver", {"nameservers": GOOD, "names": TARGETS})
    assert eventually(lambda: in_the_switch(host))
    host.run("sudo pkill --signal KILL '^python'")
    running.wait()
    assert in_the_switch(host)
    assert "privatelink-resolver-restore" in host.run("systemctl list-timers --no-legend")
    host.run("sudo systemctl start privatelink-resolver-restore.service")  # as the timer will
    assert eventually(lambda: not in_the_switch(host))
    result = switch(host, GOOD, state="absent", names=[])
    assert not result["failed"], result
    assert state(host) == before
