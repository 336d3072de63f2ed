# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The resolver is switched, stays switched, and is taken back byte for byte, by whatever manages it."""

from __future__ import annotations

from ansible_collections.privatelink.azure_ai.tests.support.machines import ADDRESS, NAME, printed
from ansible_collections.privatelink.azure_ai.tests.support.switched_hosts import only, wanted

# Two that know the private address; the hosts ask the first one by themselves.
AZURE, ONPREM = "168.63.129.16", "172.20.0.53"
RELOADS = {"systemd-resolved": "systemctl", "NetworkManager": "nmcli", "resolvconf": "resolvconf"}


def said(host, arguments, *options):
    """What Ansible prints, warnings and differences too."""
    return printed(host.start_module("jumphost_resolver", arguments, *options))


def test_switch_then_no_change_then_as_it_was(host):
    before = host.look()
    first = host.switch([ONPREM, AZURE])
    assert not first["failed"], first
    assert (first["changed"], first["armed"], first["manager"]) == (True, True, host.manager)
    assert host.addresses() == [ADDRESS]
    services = (
        "systemctl show -p ActiveEnterTimestampMonotonic systemd-resolved NetworkManager; stat -Lc %z /etc/resolv.conf"
    )
    running, there = host.run(services), host.look()
    second = host.switch([ONPREM, AZURE])
    assert (second["failed"], second["changed"], second["asked"]) == (False, False, [])
    assert (host.run(services), host.look()) == (running, there)
    assert host.run("sudo stat -c '%a %U' /var/lib/privatelink /var/lib/privatelink/jumphost.json").split() == [
        "700",
        "root",
        "600",
        "root",
    ]
    assert host.remove()["changed"] is True
    assert host.look() == before
    assert host.remove()["changed"] is False


def test_later_nameservers_and_search_domains_keep_the_first_original(host):
    host.switch([ONPREM])
    result = host.switch([AZURE, ONPREM], search=["lab.example"])
    assert (result["failed"], result["changed"]) == (False, True)
    assert "lab.example" in host.run("cat /etc/resolv.conf")
    assert host.addresses() == [ADDRESS]


@only("jump-resolved", "jump-resolvconf")
def test_the_difference_is_shown(host):
    shown = said(host, wanted([ONPREM]), "--diff")
    assert "+++ after: /etc/" in shown
    assert any(line.startswith("+") and ONPREM in line for line in shown.splitlines())


def test_a_pin_goes_in_the_same_switch_or_alone(host):
    host.run(f"sudo cp -p /etc/hosts /root/hosts; echo 10.0.14.200 {NAME} other.example | sudo tee -a /etc/hosts")
    try:
        pinned = host.look()
        for nameservers in ([ONPREM, AZURE], None):
            result = host.switch(nameservers, remove_pins=True)
            assert (result["failed"], result["changed"]) == (False, True), result
            assert host.addresses() == [ADDRESS]
            assert host.addresses("other.example") == ["10.0.14.200"]
            assert host.remove()["changed"] is True
            assert host.look() == pinned
    finally:
        host.run("sudo cp -p /root/hosts /etc/hosts; sudo rm /root/hosts")


@only("jump-resolved", "jump-nm", "jump-resolvconf")  # nobody is told of a plain file
def test_a_reload_that_does_nothing_is_noticed(host):
    command = RELOADS[host.manager]
    before = host.look()
    real = host.run(f"PATH=/usr/sbin:/usr/bin:/sbin:/bin command -v {command}").strip()
    script = f'#!/bin/sh\ncase "$*" in *restart*|*reload*|-u) exit 0;; esac\nexec {real} "$@"\n'
    host.run(f"sudo sh -c 'cat > /usr/local/bin/{command} && chmod 0755 /usr/local/bin/{command}' <<'END'\n{script}END")
    try:
        result = host.switch([ONPREM])
    finally:
        host.run(f"sudo rm /usr/local/bin/{command}")
    assert result["failed"] and result["restored"] and result["working"]
    assert host.look() == before


def test_what_somebody_has_changed_since_stays(host):
    path = host.switch([ONPREM])["files"][0]
    host.run(f"printf '\\n# mine\\n' | sudo tee -a {path}")
    assert f"{path} was changed outside this collection" in " ".join(said(host, {"state": "absent"}).split())
    kept = host.run(f"cat {path} 2>/dev/null || cat {path}~")
    assert "# mine" in kept
    if host.manager in ("static", "resolvconf"):
        assert ONPREM not in kept
        host.run(f"sudo sed -i -e '/^# mine$/d' {path}; sudo sed -i -e '${{/^$/d}}' {path}; sudo resolvconf -u || true")
    else:
        host.run(f"sudo rm {path}~; sudo rmdir --ignore-fail-on-non-empty /etc/systemd/resolved.conf.d || true")


@only("jump-resolved", "jump-nm")
def test_routing_domains_where_they_work(host):
    before = host.look()
    result = host.switch([ONPREM], routing_domains=["~openai.azure.com"])
    if host.manager == "systemd-resolved":
        assert (result["failed"], result["changed"]) == (False, True)
        assert host.addresses() == [ADDRESS]
    else:
        assert result["failed"] and "routing_domains: ~openai.azure.com cannot be used: " in result["msg"]
        assert host.look() == before


@only("jump-nm", "jump-plain")
def test_another_manager_than_the_one_that_is_there_is_refused(host):
    other = "resolvconf" if host.manager != "resolvconf" else "static"
    result = host.switch([ONPREM], manager=other)
    assert result["failed"]
    assert f"manager: {other}, but {host.manager} manages this host's resolver" in result["msg"]
    assert result["msg"].endswith(f"expected auto or {host.manager}")
