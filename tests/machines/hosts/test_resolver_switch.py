# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The resolver is switched, stays switched, and is taken back byte for byte, by whatever manages it."""

from __future__ import annotations

import pytest
from ansible_collections.privatelink.azure_ai.tests.support.machines import ADDRESS, NAME, Host

MANAGERS = {
    "jump-resolved": "systemd-resolved",
    "jump-nm": "NetworkManager",
    "jump-resolvconf": "resolvconf",
    "jump-plain": "static",
}
# Two that know the private address; the hosts ask the first one by themselves.
AZURE, ONPREM = "168.63.129.16", "172.20.0.53"
TARGETS = [{"name": NAME, "addresses": [ADDRESS]}]
# Names, kinds, modes, owners, links; then contents; then what runs.
LOOK = (
    "cd /etc; find resolv.conf resolvconf systemd NetworkManager -printf '%p %y %m %U %G %l\\n' 2>/dev/null | sort;"
    " find resolv.conf resolvconf systemd NetworkManager -type f -exec sha256sum {} + 2>/dev/null | sort -k2;"
    " cat resolv.conf; ls /var/lib/privatelink/resolver 2>&1; systemctl is-active privatelink-resolver-restore.timer; true"
)
RELOADS = {"systemd-resolved": "systemctl", "NetworkManager": "nmcli", "resolvconf": "resolvconf"}


def look(host):
    return host.run(f"sudo sh <<'END'\n{LOOK}\nEND")


@pytest.fixture(name="host", params=MANAGERS)
def fixture_host(request):
    """A host, and a look that it is afterwards as it was."""
    host = Host(request.param)
    before = look(host)
    yield host
    host.module("jumphost_resolver", {"state": "absent"})
    assert look(host) == before


def said(host, arguments, **environment):
    """What Ansible prints, warnings and differences too."""
    return host.start_module("jumphost_resolver", arguments, **environment).communicate()[0]


def wanted(*nameservers, **options):
    return {"nameservers": list(nameservers), "names": TARGETS, "timeout": 2, **options}


def switch(host, *nameservers, **options):
    return host.module("jumphost_resolver", wanted(*nameservers, **options))


def test_switch_then_no_change_then_as_it_was(host):
    before = look(host)
    first = switch(host, ONPREM, AZURE)
    assert not first["failed"], first
    assert (first["changed"], first["armed"], first["manager"]) == (True, True, MANAGERS[host.name])
    assert host.addresses() == [ADDRESS]
    services = "systemctl show -p ActiveEnterTimestampMonotonic systemd-resolved NetworkManager; stat -Lc %z /etc/resolv.conf"
    running, there = host.run(services), look(host)
    second = switch(host, ONPREM, AZURE)
    assert (second["failed"], second["changed"], second["asked"]) == (False, False, [])
    assert (host.run(services), look(host)) == (running, there)
    assert host.run("sudo stat -c '%a %U' /var/lib/privatelink/resolver").split() == ["700", "root"]
    assert host.module("jumphost_resolver", {"state": "absent"})["changed"] is True
    assert look(host) == before
    assert host.module("jumphost_resolver", {"state": "absent"})["changed"] is False


def test_later_nameservers_and_search_domains_keep_the_first_original(host):
    switch(host, ONPREM)
    result = switch(host, AZURE, ONPREM, search=["lab.example"])
    assert (result["failed"], result["changed"]) == (False, True)
    assert "lab.example" in host.run("cat /etc/resolv.conf")
    assert host.addresses() == [ADDRESS]


def test_the_difference_is_shown(host):
    shown = said(host, wanted(ONPREM), ANSIBLE_DIFF_ALWAYS="1")
    assert "+++ after: /etc/" in shown
    assert any(line.startswith("+") and ONPREM in line for line in shown.splitlines())


def test_a_reload_that_does_nothing_is_noticed(host):
    command = RELOADS.get(MANAGERS[host.name])
    if command is None:
        pytest.skip("nobody is told of a plain file")
    before = look(host)
    real = host.run(f"PATH=/usr/sbin:/usr/bin:/sbin:/bin command -v {command}").strip()
    script = f'#!/bin/sh\ncase "$*" in *restart*|*reload*|-u) exit 0;; esac\nexec {real} "$@"\n'
    host.run(f"sudo sh -c 'cat > /usr/local/bin/{command} && chmod 0755 /usr/local/bin/{command}' <<'END'\n{script}END")
    try:
        result = switch(host, ONPREM)
    finally:
        host.run(f"sudo rm /usr/local/bin/{command}")
    assert result["failed"] and result["restored"] and result["working"]
    assert look(host) == before


def test_programs_that_ask_nobody_put_everything_back(host):
    before = look(host)
    host.run("sudo sed -i.kept 's/^hosts:.*/hosts: files/' /etc/nsswitch.conf")
    try:
        result = switch(host, ONPREM)
    finally:
        host.run("sudo mv /etc/nsswitch.conf.kept /etc/nsswitch.conf")
    assert result["failed"] and result["restored"] and result["working"]
    assert result["msg"].startswith(f"The switch failed: after the switch, this host's programs get for {NAME}")
    assert look(host) == before


def test_what_somebody_has_changed_since_stays(host):
    path = switch(host, ONPREM)["files"][0]
    host.run(f"printf '\\n# mine\\n' | sudo tee -a {path}")
    assert f"somebody has changed {path} since" in " ".join(said(host, {"state": "absent"}).split())
    kept = host.run(f"cat {path} 2>/dev/null || cat {path}~")
    assert "# mine" in kept
    if MANAGERS[host.name] in ("static", "resolvconf"):
        assert ONPREM not in kept
        host.run(f"sudo sed -i -e '/^# mine$/d' {path}; sudo sed -i -e '${{/^$/d}}' {path}; sudo resolvconf -u || true")
    else:
        host.run(f"sudo rm {path}~; sudo rmdir --ignore-fail-on-non-empty /etc/systemd/resolved.conf.d || true")


def test_routing_domains_where_they_work(host):
    before = look(host)
    result = switch(host, ONPREM, routing_domains=["~openai.azure.com"])
    if host.name == "jump-resolved":
        assert (result["failed"], result["changed"]) == (False, True)
        assert host.addresses() == [ADDRESS]
    else:
        assert result["failed"] and "routing_domains: ~openai.azure.com; " in result["msg"]
        assert look(host) == before


def test_another_manager_than_the_one_that_is_there_is_refused(host):
    there = MANAGERS[host.name]
    other = "resolvconf" if there != "resolvconf" else "static"
    result = switch(host, ONPREM, manager=other)
    assert result["failed"]
    assert f"manager: {other}, but {there} manages this host's resolver" in result["msg"]
    assert result["msg"].endswith(f"accepted is auto or {there}")
