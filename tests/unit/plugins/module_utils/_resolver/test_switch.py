# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The transaction over a host made of files: what is kept, written, put back, and left behind."""

from __future__ import annotations

import json
import os
import signal
import threading
import time

import pytest

from ansible_collections.privatelink.azure_ai.plugins.module_utils._core.addresses import Expectation
from ansible_collections.privatelink.azure_ai.plugins.module_utils._core.files import Files
from ansible_collections.privatelink.azure_ai.plugins.module_utils._dns.options import Target
from ansible_collections.privatelink.azure_ai.plugins.module_utils._jumphost.rollback import (
    RESOLVER_DIRECTORY as DIRECTORY,
)
from ansible_collections.privatelink.azure_ai.plugins.module_utils._jumphost.rollback import Store
from ansible_collections.privatelink.azure_ai.plugins.module_utils._resolver import (
    checks,
    guard,
    switch,
)
from ansible_collections.privatelink.azure_ai.plugins.module_utils._resolver.options import ANYWHERE
from ansible_collections.privatelink.azure_ai.plugins.module_utils._resolver.plan import Host
from ansible_collections.privatelink.azure_ai.tests.unit.support.resolver_host import (
    ABSENT,
    NAME,
    ORIGINAL,
    PARAMS,
    World,
)

PINS = dict(PARAMS, remove_pins=True)
PINS_ONLY = dict(PINS, nameservers=None)
HOSTS = f"127.0.0.1 localhost\n10.0.14.200 {NAME} other.example\n"
UNPINNED = "127.0.0.1 localhost\n10.0.14.200 other.example\n"


@pytest.fixture(name="world")
def fixture_world(tmp_path, monkeypatch):
    return World(tmp_path, monkeypatch)


def test_switch_again_and_back(world):
    before = world.files()
    result, failure = world.do()
    assert (failure, result["changed"], result["files"]) == (None, True, ["/etc/resolv.conf"])
    assert world.text() == "# mine\nnameserver 192.0.2.53\n"
    assert (world.root / "etc/resolv.conf").stat().st_mode & 0o777 == 0o640
    assert (world.root / DIRECTORY.strip("/")).stat().st_mode & 0o777 == 0o700
    assert not (world.root / DIRECTORY.strip("/") / "pending.json").exists()
    settled = world.files()
    result, failure = world.do()
    assert (failure, result["changed"], result["asked"]) == (None, False, [])
    assert world.files() == settled
    result, failure = world.do(ABSENT)
    assert (failure, result["changed"], result["warnings"]) == (None, True, [])
    assert world.files() == before
    assert not (world.root / "var/lib/privatelink").exists()


def test_first_original_stays_the_original(world):
    before = world.files()
    world.do()
    world.do(dict(PARAMS, nameservers=["192.0.2.57"]))
    assert "192.0.2.57" in world.text()
    world.do(ABSENT)
    assert world.files() == before


def test_check_mode_says_it_and_leaves_it(world):
    before = world.files()
    result, failure = world.do(check_mode=True)
    assert (failure, result["changed"]) == (None, True)
    assert result["diff"] == [
        {
            "before": ORIGINAL,
            "after": "# mine\nnameserver 192.0.2.53\n",
            "before_header": "/etc/resolv.conf",
            "after_header": "/etc/resolv.conf",
        }
    ]
    assert world.files() == before and world.commands == []


def test_bad_nameserver_touches_nothing(world):
    before = world.files()
    world.server_error = "no answer within 5.0 s (2 tries)"
    result, failure = world.do()
    assert failure == (
        f"Nothing was changed: the new nameservers do not answer as expected. 192.0.2.53 for {NAME}: no "
        f"answer within 5.0 s (2 tries). To check, run: dig @192.0.2.53 {NAME}"
    )
    assert world.files() == before


def test_programs_that_do_not_resolve_put_it_back(world):
    before = world.files()
    world.system_errors = [None, "Temporary failure in name resolution"]
    result, failure = world.do()
    assert failure.startswith(
        f"The switch failed: after the switch, this host's programs get for {NAME}: Temporary failure"
    )
    assert "Restored: /etc/resolv.conf. The host resolves names as it did before. " in failure
    assert (result["changed"], result["restored"], result["working"]) == (False, ["/etc/resolv.conf"], True)
    assert world.files() == before


def test_what_cannot_be_put_back_in_order_says_what_to_type(world):
    world.system_errors = [None, "no", "still no"]
    result, failure = world.do()
    assert not result["working"]
    assert failure.endswith(
        f"NOT as before: {NAME}: still no. To restore it by hand, run: sh "
        f"{DIRECTORY}/restore.sh. Where systemd runs, it does that itself within 90 s."
    )
    assert world.text() == ORIGINAL


def test_dead_mans_switch_is_armed_before_and_disarmed_after(world):
    (world.root / "run/systemd/system").mkdir(parents=True)
    result, failure = world.do()
    assert (failure, result["armed"]) == (None, True)
    assert [args[0] for args in world.commands] == ["systemd-run", "systemctl"]
    assert "--on-active=90" in world.commands[0] and world.commands[1][1] == "stop"


def test_without_the_dead_mans_switch_nothing_is_written(world):
    (world.root / "run/systemd/system").mkdir(parents=True)
    before = world.files()
    world.failing = ("systemd-run",)
    failure = world.do()[1]
    assert (
        failure == "Nothing was changed: the dead man's switch cannot be set up, and nothing is switched without it: no"
    )
    assert world.files() == before


def test_a_bug_puts_it_back_too(world, monkeypatch):
    def explode(host, plan, targets):
        raise KeyError("bug")

    monkeypatch.setattr(switch, "_settle", explode)
    with pytest.raises(KeyError):
        world.do()
    assert world.text() == ORIGINAL


def test_a_switch_that_was_cut_off_is_undone_first(world, monkeypatch):
    world.do_and_die(PARAMS, monkeypatch)
    assert "192.0.2.53" in world.text()
    result = world.do(check_mode=True)[0]
    assert "an earlier switch was cut off; a run without check mode undoes it first" in result["warnings"]
    (world.root / "etc/.resolv.conf.privatelink-k1ll3d").touch()
    result = world.do(ABSENT)[0]
    assert result["warnings"] == ["an earlier switch was cut off; restored first: /etc/resolv.conf"]
    assert (world.text(), sorted(world.files())) == (ORIGINAL, ["etc/resolv.conf"])


def test_what_systemd_has_restored_is_reported_and_its_timer_stopped(world, monkeypatch):
    before = world.files()
    (world.root / "run/systemd/system").mkdir(parents=True)
    world.do_and_die(PARAMS, monkeypatch)
    world.run_script()
    assert (world.text(), world.commands) == (ORIGINAL, world.commands[:1])
    result, failure = world.do(ABSENT)
    assert (failure, result["changed"]) == (None, False)
    assert result["warnings"] == ["an earlier switch was cut off, and systemd has restored the resolver"]
    assert world.commands[1:] == [["systemctl", "stop", "privatelink-resolver-restore.timer"]]
    assert world.files() == before


def test_the_script_does_nothing_once_a_switch_has_succeeded(world, monkeypatch):
    world.do_and_die(PARAMS, monkeypatch)
    script = world.script().read_text()
    world.do(PARAMS)
    world.script().write_text(script)  # as if it were just about to run
    world.run_script()
    assert "192.0.2.53" in world.text()


def test_somebodys_change_stays(world):
    world.do()
    with open(world.root / "etc/resolv.conf", "a", encoding="utf-8") as stream:
        stream.write("options rotate\n")
    result = world.do(ABSENT)[0]
    assert result["warnings"] == [
        "/etc/resolv.conf was changed outside this collection; only the lines of this collection are removed"
    ]
    assert world.text() == ORIGINAL + "options rotate\n"


def test_link_stays_a_link(world):
    (world.root / "etc/real").mkdir()
    os.replace(world.root / "etc/resolv.conf", world.root / "etc/real/resolv.conf")
    (world.root / "etc/resolv.conf").symlink_to("real/resolv.conf")
    result = world.do()[0]
    assert result["files"] == ["/etc/real/resolv.conf"]
    assert os.readlink(world.root / "etc/resolv.conf") == "real/resolv.conf"
    world.do(ABSENT)
    assert world.text() == ORIGINAL


@pytest.mark.parametrize(
    ("target", "text"),
    [
        ("../run/gone/resolv.conf", "manager: auto, but /etc/resolv.conf is a link to a file that does not exist"),
        (None, "manager: auto, but there is no /etc/resolv.conf, so the manager of this host's resolver is unknown"),
    ],
)
def test_no_resolv_conf(world, target, text):
    (world.root / "etc/resolv.conf").unlink()
    if target:
        (world.root / "etc/resolv.conf").symlink_to(target)
    failure = world.do()[1]
    assert failure.startswith("Nothing was changed: " + text)


def test_it_waits_for_another_task_and_then_finds_what_that_did(world):
    held = threading.Event()

    def other():
        with Store(Host(str(world.root)).files).held():
            held.set()
            time.sleep(0.1)
            (world.root / "etc/resolv.conf").write_text("nameserver 192.0.2.53\n")

    thread = threading.Thread(target=other)
    thread.start()
    held.wait()
    result, failure = world.do()
    thread.join()
    assert (failure, result["changed"]) == (None, False)


def test_signals_of_a_lost_connection_are_ignored():
    with guard.shielded():
        for number in (signal.SIGHUP, signal.SIGPIPE, signal.SIGTERM):
            os.kill(os.getpid(), number)
    assert signal.getsignal(signal.SIGTERM) == signal.SIG_DFL


@pytest.mark.parametrize(
    ("child", "addresses", "error"),
    [
        ('print(\'["a.example", ["10.0.14.4"], null]\\n["a.example.", ["10.0.14.4"], null]\')', ["10.0.14.4"], None),
        ('print(\'["a.example", ["10.0.14.4"], null]\\n["a.example.", [], "no"]\')', ["10.0.14.4"], "no"),
        ('print(\'["a.example", ["10.0.14.9"], null]\')', ["10.0.14.9"], "10.0.14.9, expected 10.0.14.4"),
        ("import time; time.sleep(30)", [], "no answer within 0.5 s"),
    ],
    ids=["good", "only_pinned", "wrong", "hangs"],
)
def test_programs_are_asked_in_a_process_of_their_own(monkeypatch, child, addresses, error):
    monkeypatch.setattr(checks, "_CHILD", child)
    target = Target("a.example", Expectation(["10.0.14.4"]))
    seconds = 0.5 if "sleep" in child else 20
    assert checks.ask_system([target], seconds) == [{"name": "a.example", "addresses": addresses, "error": error}]


def test_a_pin_is_named(world):
    (world.root / "etc/hosts").write_text(f"127.0.0.1 localhost\n10.0.14.200 {NAME}\n")
    world.system_errors = ["10.0.14.200, expected 10.0.14.4"] * 2
    assert f"; line 2 of /etc/hosts pins {NAME} to 10.0.14.200" in world.do()[1]


@pytest.fixture(name="hosts")
def fixture_hosts(world):
    """A hosts file that pins the name."""
    path = world.root / "etc/hosts"
    path.write_text(HOSTS)
    return path


def test_pins_go_with_the_switch_and_come_back_at_the_end(world, hosts):
    before = world.files()
    result, failure = world.do(PINS)
    assert (failure, result["files"], result["manager"]) == (None, ["/etc/hosts", "/etc/resolv.conf"], "static")
    assert (hosts.read_text(), world.text()) == (UNPINNED, "# mine\nnameserver 192.0.2.53\n")
    assert world.do(PINS)[0]["changed"] is False
    world.do(ABSENT)
    assert world.files() == before


def test_pins_go_alone_and_the_nameservers_stay(world, hosts):
    before = world.files()
    result, failure = world.do(PINS_ONLY)
    assert (failure, result["files"], result["manager"], result["asked"]) == (None, ["/etc/hosts"], "hosts", [])
    assert (hosts.read_text(), world.text()) == (UNPINNED, ORIGINAL)
    world.do(ABSENT)
    assert world.files() == before


def test_pins_stay_where_programs_need_them(world, hosts):
    before = world.files()
    world.system_errors = [None, "203.0.113.10, expected 10.0.14.4"]
    result, failure = world.do(PINS_ONLY)
    assert failure.startswith(
        f"The switch failed: after the switch, this host's programs get for {NAME}: 203.0.113.10, expected"
    )
    assert (result["restored"], result["working"]) == (["/etc/hosts"], True)
    assert world.files() == before


def test_what_each_task_did_stays_when_the_other_runs(world, hosts):
    before = world.files()
    world.do(PINS_ONLY)
    world.do()
    world.do(PINS_ONLY)
    assert (hosts.read_text(), world.text()) == (UNPINNED, "# mine\nnameserver 192.0.2.53\n")
    world.do(ABSENT)
    assert world.files() == before


def test_a_nameserver_that_is_there_by_itself_is_not_ours(world, hosts):
    (world.root / "etc/resolv.conf").write_text("nameserver 192.0.2.53\n")
    assert world.do(PINS)[1] is None
    (world.root / "etc/resolv.conf").write_text("nameserver 192.0.2.99\n")
    result = world.do(ABSENT)[0]
    assert (result["warnings"], hosts.read_text(), world.text()) == ([], HOSTS, "nameserver 192.0.2.99\n")


def test_what_somebody_adds_between_two_switches_stays(world):
    world.do()
    with open(world.root / "etc/resolv.conf", "a", encoding="utf-8") as stream:
        stream.write("options rotate\n")
    world.do(dict(PARAMS, nameservers=["192.0.2.57"]))
    result = world.do(ABSENT)[0]
    assert (result["warnings"], world.text()) == ([], ORIGINAL + "options rotate\n")


def test_a_hosts_file_that_somebody_has_changed_since_stays(world, hosts):
    world.do(PINS_ONLY)
    hosts.write_text(UNPINNED + "10.0.0.1 new\n")
    result = world.do(ABSENT)[0]
    assert result["warnings"] == [
        "/etc/hosts was changed outside this collection, and nothing of this collection is left in it; it stays as it is"
    ]
    assert hosts.read_text() == UNPINNED + "10.0.0.1 new\n"


def test_a_hosts_file_that_is_a_link_is_left_to_its_owner(world, hosts):
    hosts.rename(world.root / "etc/hosts.real")
    hosts.symlink_to("hosts.real")
    assert world.do(PINS_ONLY)[1].startswith("Nothing was changed: remove_pins: true, but /etc/hosts is a link")


def test_a_removal_after_which_nothing_resolves_is_undone(world):
    world.do()
    switched = world.files()
    world.system_errors = [None, "no address"]
    result, failure = world.do(ABSENT)
    assert failure == (
        f"The removal failed: with the originals restored, this host's programs get for {NAME}: no "
        "address. Restored: /etc/resolv.conf. The host resolves names as it did before. For details, "
        "run: ls -l /etc/resolv.conf. To restore the originals anyway, leave out names and must_resolve"
    )
    assert (result["changed"], result["working"]) == (False, True)
    assert world.files() == switched
    assert world.do(dict(ABSENT, names=None))[1] is None
    assert world.text() == ORIGINAL


def test_a_removal_need_not_mend_what_was_broken(world):
    world.do()
    world.system_errors = ["no address"]
    assert world.do(ABSENT)[1] is None
    assert world.text() == ORIGINAL


@pytest.mark.parametrize("check_mode", [False, True])
def test_a_file_that_not_even_root_can_change_is_told_before(world, monkeypatch, check_mode):
    before = world.files()
    monkeypatch.setattr(Files, "is_fixed", lambda files, path: path == "/etc/resolv.conf")
    failure = world.do(check_mode=check_mode)[1]
    assert failure == (
        "Nothing was changed: not even root can write /etc/resolv.conf: it is immutable, or its file system is read-only. To "
        "see which, run: lsattr /etc/resolv.conf; findmnt -T /etc/resolv.conf"
    )
    assert world.files() == before


def test_a_file_that_could_not_be_written_needs_no_putting_back(world, monkeypatch):
    before = world.files()

    replace = os.replace

    def refuse(source, target):
        if target.endswith("/etc/resolv.conf"):
            raise OSError(16, "Device or resource busy", target)
        replace(source, target)

    monkeypatch.setattr(os, "replace", refuse)  # as where somebody has mounted a file over it
    result, failure = world.do()
    assert failure.startswith(
        f"The switch failed: [Errno 16] Device or resource busy: '{world.root}/etc/resolv.conf'. "
    )
    assert result["working"] is True
    assert world.files() == before


@pytest.mark.parametrize(
    ("expectation", "addresses", "error"),
    [
        (Expectation(), ["10.0.14.9"], None),
        (Expectation(), ["203.0.113.10"], "203.0.113.10, expected private addresses only"),
        (Expectation(), ["10.0.14.9", "203.0.113.10"], "10.0.14.9, 203.0.113.10, expected private addresses only"),
        (Expectation(), ["0.0.0.0"], "0.0.0.0, expected private addresses only"),
        (ANYWHERE, ["203.0.113.10"], None),
        (ANYWHERE, [], "no address"),
    ],
    ids=["private", "public", "mixed", "sinkhole", "anywhere", "nowhere"],
)
def test_an_answer_is_good_without_declared_addresses(expectation, addresses, error):
    assert checks._wrong(Target(NAME, expectation), addresses, "NOERROR") == error


class OtherNames(World):
    """A host whose programs get addresses of the account's name, and of another one unless C(lost) says so of that look."""

    lost = ()

    def ask_system(self, targets, seconds):
        lost = False
        if any(target.name != NAME for target in targets):
            lost, self.lost = next(iter(self.lost), False), self.lost[1:]
        return [
            {
                "name": target.name,
                "addresses": ["10.0.14.4"],
                "error": "no address" if lost and target.name != NAME else None,
            }
            for target in targets
        ]


@pytest.mark.parametrize(
    ("lost", "failure"),
    [
        ((False, False), None),
        (
            (False, True, False),
            "The switch failed: after the switch, this host's programs get for ldap.corp.example: no address. ",
        ),
        ((True, True), None),
    ],
    ids=["goes on", "ends", "led nowhere before"],
)
def test_what_else_the_host_needs_goes_on(tmp_path, monkeypatch, lost, failure):
    (tmp_path / "other").mkdir()
    world = OtherNames(tmp_path / "other", monkeypatch)
    world.lost = lost
    said = world.do(dict(PARAMS, must_resolve=["ldap.corp.example"]))[1]
    assert said == failure if failure is None else said.startswith(failure)
    assert ("192.0.2.53" in world.text()) is (failure is None)


def test_behind_the_stub_a_pin_would_hide_a_dead_nameserver(world, hosts):
    (world.root / "etc/resolv.conf").write_text("nameserver 127.0.0.53\n")
    hosts.write_text(f"10.0.14.4 {NAME}\n")
    failure = world.do()[1]
    assert failure.startswith(
        f"Nothing was changed: line 1 of /etc/hosts pins {NAME} to 10.0.14.4, and systemd-resolved answers from there: "
    )
    assert world.do(check_mode=True)[1] == failure


def test_a_full_disk_at_the_end_puts_it_back(world, monkeypatch):
    before = world.files()

    def full(*unused):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Store, "commit", full)
    result, failure = world.do()
    assert failure.startswith("The switch failed: [Errno 28] No space left on device. Restored: /etc/resolv.conf. ")
    assert result["working"] is True
    assert world.files() == before


def test_where_leases_are_written_into_resolv_conf_nothing_is_done(world):
    (world.root / "proc/7").mkdir(parents=True)
    (world.root / "proc/7/comm").write_text("dhclient\n")
    assert world.do()[1].startswith(
        "Nothing was changed: manager: auto, but dhclient runs here and would overwrite /etc/resolv.conf"
    )
    assert world.do(dict(PARAMS, nameservers=["192.0.2.10"]))[1] is None  # there is nothing to do
    assert world.do(dict(PARAMS, manager="static"))[1] is None


@pytest.mark.parametrize(
    ("name", "absolute", "error"),
    [
        ("ldap1", "no", None),
        ("ldap1.corp.example", "no", "no"),
        ("ldap1.corp.example", None, None),
    ],
    ids=["completed by a search domain", "only by a search domain", "whole"],
)
def test_a_name_without_a_dot_is_looked_up_as_programs_do_only(monkeypatch, name, absolute, error):
    lines = [[name, ["10.0.0.9"], None], [name + ".", [] if absolute else ["10.0.0.9"], absolute]]
    monkeypatch.setattr(checks, "_CHILD", "print(%r)" % "\n".join(map(json.dumps, lines)))
    assert checks.ask_system([Target(name, ANYWHERE)], 20)[0]["error"] == error


def test_a_name_that_was_wrong_before_is_not_missed_when_it_is_named_twice(world):
    world.system_errors = ["203.0.113.10, expected private addresses only"] * 3
    result = world.do(dict(PARAMS, must_resolve=[NAME]))[0]
    assert (result["restored"], result["working"]) == (["/etc/resolv.conf"], True)


def test_a_directory_that_cannot_be_written_is_told_before(world, monkeypatch):
    (world.root / "etc/resolv.conf").write_text("# Generated by NetworkManager\nnameserver 192.0.2.10\n")
    (world.root / "etc/NetworkManager/conf.d").mkdir(parents=True)
    access = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: not path.endswith("conf.d") and access(path, mode))
    path = "/etc/NetworkManager/conf.d/50-privatelink.conf"
    assert world.do()[1].startswith(f"Nothing was changed: not even root can write {path}: ")


def test_what_somebody_adds_to_a_file_that_was_not_there_before_stays(world):
    resolvconf = world.root / "etc/resolvconf/resolv.conf.d"
    resolvconf.mkdir(parents=True)
    (resolvconf / "head").write_text("")
    (world.root / "etc/resolv.conf").write_text("# Generated by resolvconf\nnameserver 192.0.2.53\n")
    world.do(dict(PARAMS, search=["a.example"]))
    with open(resolvconf / "tail", "a", encoding="utf-8") as stream:
        stream.write("options timeout:1\n")
    world.do(dict(PARAMS, search=["b.example"]))
    assert world.do(ABSENT)[1] is None
    assert (resolvconf / "tail").read_text() == "options timeout:1\n"
