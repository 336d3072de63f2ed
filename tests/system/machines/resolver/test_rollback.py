# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whatever goes wrong while the resolver is switched, the host resolves names afterwards as it did before."""

from __future__ import annotations

import re
import time

import pytest

from ansible_collections.privatelink.azure_ai.tests.support.machines import ADDRESS, NAME, printed
from ansible_collections.privatelink.azure_ai.tests.support.switched_hosts import (
    PATIENCE_SECONDS,
    eventually,
    only,
    wanted,
)

# Two that answer as they should; no host asks the second one by itself.
GOOD = ["168.63.129.16", "172.20.0.53"]
DEAD_MAN_SECONDS = 90


@pytest.fixture(name="deaf")
def fixture_deaf(host):
    """Programs ask no nameserver at all: no switch succeeds, and each is at it for a while."""
    host.run("sudo sed -i.kept 's/^hosts:.*/hosts: files/' /etc/nsswitch.conf")
    yield
    host.run("sudo mv /etc/nsswitch.conf.kept /etc/nsswitch.conf")


@pytest.fixture(name="pinned")
def fixture_pinned(host):
    """The name leads elsewhere by the hosts file."""
    host.run(f"sudo cp -p /etc/hosts /root/hosts; echo 10.0.14.200 {NAME} | sudo tee -a /etc/hosts")
    yield
    host.run("sudo cp -p /root/hosts /etc/hosts; sudo rm /root/hosts")


def in_the_switch(host):
    """Whether new files are written, and neither kept nor put back yet."""
    return "172.20.0.53" in host.run(
        "sudo sh -c 'cat /etc/resolv.conf /etc/systemd/resolved.conf.d/* "
        "/etc/NetworkManager/conf.d/* /etc/resolvconf/resolv.conf.d/* 2>/dev/null; true'"
    )


def is_at_it(host):
    """Whether a module runs, or is about to: sudo has been asked for it."""
    return bool(host.run("pgrep --full 'BECOME-SUCCES[S]' || true"))


# What is told of each.
UNFIT = {
    "192.0.2.61": "no answer",
    "192.0.2.62": "",  # nobody is there, in whatever words
    "192.0.2.53": "203.0.113.10, expected 10.0.14.4",
    "192.0.2.73": "the name does not exist",
    "192.0.2.74": "0.0.0.0, expected 10.0.14.4",  # a sinkhole
}


@pytest.mark.parametrize(
    "nameservers",
    [(GOOD[0], "192.0.2.61", "192.0.2.62"), ("192.0.2.53", "192.0.2.73", "192.0.2.74")],
    ids=["no answer", "a wrong one"],
)
@only("jump-resolved", "jump-plain")
def test_nameservers_that_do_not_do_are_never_switched_to(host, nameservers):
    before = host.look()
    result = host.switch(list(nameservers), timeout=1)
    assert result["failed"] and "Nothing was changed" in result["msg"], result
    told = dict(re.findall(rf"([\d.]+) for {re.escape(NAME)}: ([^;]+)", result["msg"]))
    assert set(told) == set(nameservers) & set(UNFIT), result
    assert all(UNFIT[server] in error for server, error in told.items()), result
    assert host.look() == before


@only("jump-plain")
def test_a_public_answer_is_wrong_without_declared_addresses(host):
    result = host.switch(["192.0.2.53"], names=[{"name": NAME}])
    assert result["failed"] and "203.0.113.10, expected private addresses only" in result["msg"]


def test_programs_that_ask_nobody_put_everything_back(host, deaf):
    before = host.look()
    result = host.switch(GOOD)
    assert result["failed"] and result["restored"] and result["working"]
    assert result["msg"].startswith(f"The switch failed: after the switch, this host's programs get for {NAME}")
    assert host.look() == before


@only("jump-nm", "jump-resolved")
def test_a_pin_that_is_to_stay_is_told(host, pinned):
    before = host.look()
    result = host.switch(GOOD)
    assert result["failed"] and f"of /etc/hosts pins {NAME} to 10.0.14.200" in result["msg"]
    # The stub answers from the hosts file, so it is told before; elsewhere nameservers and pin are told apart afterwards.
    assert result["msg"].startswith("Nothing was changed" if host.name == "jump-resolved" else "The switch failed")
    assert host.look() == before


@only("jump-plain", "jump-resolved")
def test_a_pin_that_programs_need_stays(host, pinned):
    before = host.look()
    elsewhere = [{"name": NAME, "addresses": ["10.0.14.200"]}]
    result = host.switch(None, remove_pins=True, names=elsewhere)
    assert result["failed"] and result["working"] and result["restored"] == ["/etc/hosts"], result
    assert host.look() == before


@only("jump-plain")
def test_a_removal_that_would_end_dns_is_undone(host):
    host.run("sudo cp -p /etc/resolv.conf /root/resolv.conf; echo nameserver 192.0.2.62 | sudo tee /etc/resolv.conf")
    try:
        assert host.switch(GOOD)["changed"] is True
        switched = host.look()
        result = host.remove(names=wanted(GOOD)["names"])
        assert result["failed"] and result["working"] and "with the originals restored" in result["msg"], result
        assert host.look() == switched
        assert host.addresses() == [ADDRESS]
        assert host.remove()["changed"] is True
    finally:
        host.run("sudo cp -p /root/resolv.conf /etc/resolv.conf; sudo rm /root/resolv.conf")


@only("jump-plain")
def test_a_file_that_is_mounted_over_is_left_and_told(host):
    host.run("sudo cp /etc/resolv.conf /run/resolv.conf; sudo mount --bind /run/resolv.conf /etc/resolv.conf")
    try:
        before = host.look()
        result = host.switch(GOOD)
        assert result["failed"] and result["working"] and "Device or resource busy" in result["msg"], result
        assert host.look() == before
        assert host.addresses() == [ADDRESS]
        host.run("sudo mount -o remount,bind,ro /etc/resolv.conf")
        result = host.switch(GOOD)
        assert result["failed"] and "Nothing was changed: not even root can write /etc/resolv.conf" in result["msg"], (
            result
        )
    finally:
        host.run("sudo umount /etc/resolv.conf; sudo rm /run/resolv.conf")


@pytest.mark.parametrize("fault", ["fails", "hangs"])
@only("jump-nm")
def test_a_networkmanager_that_does_not_reload_puts_it_back(host, fault):
    before = host.look()
    script = "#!/bin/sh\necho no >&2\nexit 8\n" if fault == "fails" else "#!/bin/sh\nsleep 100\n"
    host.run(f"printf {script!r} | sudo tee /usr/local/bin/nmcli; sudo chmod 0755 /usr/local/bin/nmcli")
    try:
        result = host.switch(GOOD)
    finally:
        host.run("sudo rm /usr/local/bin/nmcli")
    assert result["failed"] and "nmcli" in result["msg"]
    assert host.look() == before


@only("jump-nm")
def test_a_networkmanager_that_hangs_puts_it_back(host):
    before = host.look()
    host.run("sudo systemctl kill --signal=STOP NetworkManager")
    try:
        result = host.switch(GOOD)
    finally:
        host.run("sudo systemctl kill --signal=CONT NetworkManager")
    assert result["failed"]
    assert eventually(lambda: host.look() == before)


def test_a_connection_that_is_cut_in_the_switch_leaves_no_trace(host, deaf):
    before = host.look()
    running = host.start_module("jumphost_resolver", wanted(GOOD))
    assert eventually(lambda: in_the_switch(host))
    host.cut()
    assert "UNREACHABLE" in printed(running)
    assert eventually(lambda: host.look() == before)


def test_a_connection_that_is_cut_at_any_time_leaves_the_old_or_the_new(host):
    old = host.look()
    assert host.switch(GOOD)["changed"] is True
    new = host.look()
    assert host.remove()["changed"] is True
    said = []
    for seconds in (0, 0.2, 0.5, 1.2):
        host.cut_in_module(seconds)
        # A connection of its own: what Ansible keeps of one that was cut would end the next at once.
        running = host.start_module(
            "jumphost_resolver", wanted(GOOD), ANSIBLE_SSH_ARGS="-o ControlMaster=no -o ControlPath=none"
        )
        said.append(printed(running))
        time.sleep(seconds + 0.5)  # until the knife is gone too
        assert eventually(lambda: not is_at_it(host)), seconds
        assert host.addresses() == [ADDRESS], seconds
        assert host.look() in (old, new), seconds
        if host.is_switched():
            assert host.remove()["changed"] is True, seconds
    assert "UNREACHABLE" in "".join(said)


def test_a_module_that_is_killed_in_the_switch_is_undone_by_systemd(host, deaf):
    before = host.look()
    running = host.start_module("jumphost_resolver", wanted(GOOD))
    assert eventually(lambda: in_the_switch(host))
    host.run("sudo pkill --signal KILL '^python'")
    running.completed()
    assert in_the_switch(host)
    assert "privatelink-resolver-restore" in host.run("systemctl list-timers --no-legend")
    if host.name == "jump-plain":
        assert eventually(lambda: not in_the_switch(host), DEAD_MAN_SECONDS + PATIENCE_SECONDS)
    else:
        host.run("sudo systemctl start privatelink-resolver-restore.service")  # as the timer will
        assert eventually(lambda: not in_the_switch(host))
    assert not host.remove()["failed"]
    assert host.look() == before
