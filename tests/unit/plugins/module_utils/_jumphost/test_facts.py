# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is seen of a host made of files and of commands that answer as the test wants."""

from __future__ import annotations

import base64
import json
import os
import socket
import sys
from types import SimpleNamespace

import pytest

from ansible_collections.privatelink.azure_ai.plugins.module_utils._core import commands
from ansible_collections.privatelink.azure_ai.plugins.module_utils._core.deadline import Deadline
from ansible_collections.privatelink.azure_ai.plugins.module_utils._core.files import Files
from ansible_collections.privatelink.azure_ai.plugins.module_utils._jumphost import facts, system
from ansible_collections.privatelink.azure_ai.plugins.module_utils._jumphost import file_facts as files
from ansible_collections.privatelink.azure_ai.plugins.module_utils._jumphost import package_facts as packages
from ansible_collections.privatelink.azure_ai.plugins.module_utils._jumphost.options import read_fact_options
from ansible_collections.privatelink.azure_ai.plugins.module_utils._jumphost.rollback import Store
from ansible_collections.privatelink.azure_ai.tests.unit.support.patience import in_time

EMPTY = {
    "packages": [],
    "names": [],
    "files": [],
    "targets": [],
    "resolver": None,
    "reference_time": None,
    "egress_timeout": 5,
}


def answering(**answers):
    """Return an output_of that knows what the commands of some names write."""
    return lambda args: answers.get(args[0].replace("-", "_"))


class TestOptions:
    def test_once_each_and_in_order(self):
        options = read_fact_options(
            dict(
                EMPTY,
                targets=["192.0.2.4", "example.com:8443", "[2001:db8::1]:8", "192.0.2.4"],
                packages=["b", "a", "b"],
                names=["HTTPS://Example.com/"],
            )
        )
        assert options.targets == [
            ("192.0.2.4", "192.0.2.4", 443),
            ("example.com:8443", "example.com", 8443),
            ("[2001:db8::1]:8", "2001:db8::1", 8),
        ]
        assert (options.packages, options.names) == (["b", "a"], ["example.com"])

    @pytest.mark.parametrize(
        "wrong, message",
        [
            pytest.param(
                {"targets": ["192.0.2.400"]},
                "targets[0]: '192.0.2.400' is not a valid target: expected IP, ",
                id="no address",
            ),
            pytest.param(
                {"targets": ["a", "example.com:70000"]},
                "targets[1]: 'example.com:70000' is not a valid target",
                id="no port",
            ),
            pytest.param(
                {"targets": [f"192.0.2.{n % 250}:{n}" for n in range(1, 1100)]},
                "targets: 1099 entries: expected at most 1000",
                id="too many",
            ),
            pytest.param(
                {"packages": ["--root=/"]},
                "packages[0]: '--root=/' is not a valid package name: expected ",
                id="an option of the tool",
            ),
            pytest.param({"packages": ["a b"]}, "packages[0]: 'a b' is not a valid package name", id="two names"),
            pytest.param(
                {"names": ["*.example.com"]},
                "names[0]: '*.example.com' is not a valid host name: expected ",
                id="wildcard",
            ),
            pytest.param(
                {"files": ["etc/hosts"]},
                "files[0]: 'etc/hosts' is not an absolute path: expected one such as /etc/hosts",
                id="relative",
            ),
            pytest.param(
                {"egress_timeout": 0},
                "egress_timeout: 0 is out of range: expected a number of seconds from 0.1 to 300",
                id="no time",
            ),
            pytest.param(
                {"reference_time": -1},
                "reference_time: -1 is out of range: expected seconds since 1970 from 0 to 100000000000",
                id="before time",
            ),
        ],
    )
    def test_refused(self, wrong, message):
        with pytest.raises(ValueError) as refused:
            read_fact_options(dict(EMPTY, **wrong))
        assert str(refused.value).startswith(message)


class TestSystem:
    @pytest.mark.parametrize(
        "text, family",
        [
            pytest.param('ID=debian\nVERSION_ID="13"\n', "Debian", id="Debian"),
            pytest.param("ID=ubuntu\nID_LIKE=debian\n", "Debian", id="Ubuntu"),
            pytest.param('ID="rhel"\nID_LIKE="fedora"\n', "RedHat", id="RHEL"),
            pytest.param('ID="almalinux"\nID_LIKE="rhel centos fedora"\n', "RedHat", id="AlmaLinux"),
            pytest.param('ID="ol"\nID_LIKE="fedora"\n', "RedHat", id="Oracle Linux"),
            pytest.param("ID=azurelinux\n", "AzureLinux", id="Azure Linux"),
            pytest.param('ID=exotic\nID_LIKE="else rhel"\n', "RedHat", id="by what it is like"),
            pytest.param("ID=arch\n# ID=debian\n", None, id="unknown"),
            pytest.param("ID='half\n", None, id="broken"),
        ],
    )
    def test_family(self, tmp_path, text, family):
        (tmp_path / "etc").mkdir()
        (tmp_path / "etc/os-release").write_text(text)
        assert system.describe_os(str(tmp_path))["family"] == family

    def test_all_that_os_release_says(self, tmp_path):
        (tmp_path / "usr/lib").mkdir(parents=True)
        (tmp_path / "usr/lib/os-release").write_text(
            'PRETTY_NAME="Debian GNU/Linux 13 (trixie)"\nID=debian\nVERSION_ID="13"\nVERSION_CODENAME=trixie\n'
        )
        assert system.describe_os(str(tmp_path)) == {
            "id": "debian",
            "id_like": [],
            "version_id": "13",
            "codename": "trixie",
            "pretty_name": "Debian GNU/Linux 13 (trixie)",
            "family": "Debian",
        }

    def test_tools(self, tmp_path):
        (tmp_path / "jq").touch(mode=0o755)
        (tmp_path / "curl").touch(mode=0o644)
        assert system.find_tools(str(tmp_path)) == {
            "curl": None,
            "jq": str(tmp_path / "jq"),
            "dig": None,
            "nslookup": None,
        }

    def test_authorities_of_a_file(self, authority, tmp_path):
        paths = SimpleNamespace(openssl_cafile=authority.path, openssl_capath=str(tmp_path))
        assert system.count_authorities(paths) == {"store": authority.path, "authorities": 1}

    @pytest.mark.parametrize("names, count", [(["12345678.0", "12345678.1", "ca.pem"], 2), ([], 0)])
    def test_authorities_of_a_directory(self, tmp_path, names, count):
        for name in names:
            (tmp_path / name).touch()
        paths = SimpleNamespace(openssl_cafile=str(tmp_path / "nowhere"), openssl_capath=str(tmp_path))
        assert system.count_authorities(paths) == {"store": str(tmp_path) if count else None, "authorities": count}

    @pytest.mark.parametrize(
        "reference, skew, within",
        [
            pytest.param(None, None, None, id="nothing to compare"),
            pytest.param(999.6, 0.4, True, id="the way of the task"),
            pytest.param(970.0, 30.0, True, id="just within"),
            pytest.param(4600.0, -3600.0, False, id="an hour behind"),
            pytest.param(900.0, 100.0, False, id="before"),
        ],
    )
    def test_clock(self, reference, skew, within):
        clock = system.describe_clock(1000.0, reference, answering())
        assert (clock["epoch"], clock["skew_s"], clock["within_tolerance"], clock["tolerance_s"]) == (
            1000.0,
            skew,
            within,
            30.0,
        )

    @pytest.mark.parametrize("answer, synchronized", [("yes\n", True), ("no\n", False), ("", None), (None, None)])
    def test_a_kernel_that_does_not_tell(self, mocker, answer, synchronized):
        mocker.patch("ctypes.CDLL", side_effect=OSError)
        assert system.describe_clock(1.0, None, answering(timedatectl=answer))["synchronized"] is synchronized

    @pytest.mark.parametrize("maxerror, synchronized", [(15999999, True), (16000000, False)])
    def test_the_kernels_word_counts(self, mocker, maxerror, synchronized):
        def adjtimex(buffer):
            buffer[24:32] = maxerror.to_bytes(8, sys.byteorder)
            return 5

        mocker.patch("ctypes.CDLL", return_value=SimpleNamespace(adjtimex=adjtimex))
        assert system.describe_clock(1.0, None, answering())["synchronized"] is synchronized

    @pytest.mark.parametrize(
        "uid, environ, script, expected",
        [
            pytest.param(1000, {}, "[ \"$*\" = '-k -n true' ]", {"root": False, "passwordless": True}, id="a rule"),
            pytest.param(1000, {}, "exit 1", {"root": False, "passwordless": False}, id="a password is wanted"),
            pytest.param(1000, {}, None, {"root": False, "passwordless": False}, id="no sudo"),
            pytest.param(1000, {}, "exec sleep 60", {"root": False, "passwordless": None}, id="it hangs"),
            pytest.param(0, {}, "exit 1", {"root": True, "passwordless": None}, id="logged in as root"),
            pytest.param(
                0,
                {"SUDO_USER": "admin"},
                "[ \"$*\" = '-n -u admin -- sudo -k -n true' ]",
                {"root": True, "passwordless": True},
                id="root by sudo",
            ),
            pytest.param(
                0,
                {"SUDO_USER": "admin"},
                "exit 1",
                {"root": True, "passwordless": False},
                id="root by sudo with a password",
            ),
        ],
    )
    def test_sudo(self, monkeypatch, tmp_path, uid, environ, script, expected):
        monkeypatch.setenv("PATH", f"{tmp_path}/bin:/usr/bin:/bin")
        (tmp_path / "bin").mkdir()
        if script is None:
            monkeypatch.setenv("PATH", str(tmp_path / "bin"))
        else:
            (tmp_path / "bin/sudo").write_text(f"#!/bin/sh\n{script}\n")
            (tmp_path / "bin/sudo").chmod(0o755)
        assert system.describe_sudo(environ, 0.5, uid) == expected


class TestPython:
    def test_of_this_interpreter(self):
        described = system.describe_interpreter()
        assert (described["executable"], described["version"]) == (sys.executable, "%d.%d.%d" % sys.version_info[:3])
        assert all(isinstance(described[key], bool) for key in ("pip", "venv", "externally_managed"))

    def test_libraries_that_are_broken_are_not_there(self, monkeypatch, tmp_path):
        (tmp_path / "dns.py").write_text("raise AttributeError('made for an older Python')")
        (tmp_path / "requests.py").write_text("print('a line of its own')")
        monkeypatch.setenv("PYTHONPATH", str(tmp_path))
        found = system.libraries_of(lambda args: commands.output_of(args, 20))
        assert found["libraries"]["dns"] is None
        assert found["libraries"]["requests"] is not None
        assert found["python"] == "%d.%d.%d" % sys.version_info[:3]

    def test_what_lies_in_the_working_directory_does_not_count(self, monkeypatch, tmp_path):
        (tmp_path / "dns.py").write_text("raise AttributeError")
        monkeypatch.chdir(tmp_path)
        assert system.libraries_of(lambda args: commands.output_of(args, 20))["libraries"]["dns"]

    @pytest.mark.parametrize("output", [None, "", "Segmentation fault\n"])
    def test_an_interpreter_that_does_not_run(self, output):
        assert system.libraries_of(lambda args: output) == {
            "python": None,
            "libraries": {"dns": None, "requests": None, "azure.identity": None},
        }

    def test_no_venv(self, tmp_path):
        path = str(tmp_path / "venv")
        assert system.describe_venv(answering(), path) == {
            "path": path,
            "exists": False,
            "digest": None,
            "python": None,
            "libraries": {"dns": None, "requests": None, "azure.identity": None},
        }

    def test_a_venv(self, tmp_path):
        (tmp_path / "bin").mkdir()
        (tmp_path / "bin/python").symlink_to(sys.executable)
        (tmp_path / "privatelink-wheels.txt").write_text("")
        asked = []

        def output_of(args):
            asked.append(args[0])
            return json.dumps(
                {"python": "3.13.5", "libraries": {"dns": "2.7.0", "requests": "2.32.3", "azure.identity": None}}
            )

        found = system.describe_venv(output_of, str(tmp_path))
        assert (found["exists"], found["python"], found["libraries"]["dns"]) == (True, "3.13.5", "2.7.0")
        assert found["digest"] == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        assert asked == [str(tmp_path / "bin/python")]


DPKG = "ii  curl\nrc  jq\nhi  bind9-dnsutils\nun  gone\n"

POLICY = """\
python3-dnspython:
  Installed: (none)
  Candidate: 2.7.0-1
  Version table:
     2.8.0-1 -1
         50 http://backports.example.com/debian trixie-backports/main amd64 Packages
     2.7.0-1 500
        500 http://mirror.example.com/debian trixie/main amd64 Packages
        500 https://mirror.example.com:8443/debian trixie/main amd64 Packages
curl:
  Installed: 8.14.1-2
  Candidate: 8.14.1-2
  Version table:
 *** 8.14.1-2 500
        500 file:/srv/packages ./ Packages
        100 /var/lib/dpkg/status
virtual:
  Installed: (none)
  Candidate: (none)
  Version table:
"""
LOCATIONS = """\
http://mirror.example.com/BaseOS/Packages/python3-dns-2.6.1-1.el10.noarch.rpm
https://mirror.example.com/AppStream/jq-1.7.1-8.el10.x86_64.rpm
"""


class TestPackages:
    @pytest.mark.parametrize(
        "family, answers, expected",
        [
            pytest.param("Debian", {"dpkg_query": DPKG}, ["bind9-dnsutils", "curl"], id="Debian"),
            pytest.param("RedHat", {"rpm": "ii curl\nii bash\n"}, ["curl"], id="RHEL"),
            pytest.param("AzureLinux", {"rpm": "ii jq\n"}, ["jq"], id="Azure Linux"),
            pytest.param("Debian", {"rpm": "ii curl\n"}, None, id="the wrong tool"),
            pytest.param(None, {"dpkg_query": DPKG, "rpm": "ii curl\n"}, None, id="unknown family"),
        ],
    )
    def test_installed(self, family, answers, expected):
        assert packages.installed(["bind9-dnsutils", "curl", "jq"], family, answering(**answers)) == expected

    def test_a_path_is_installed_when_there_is_such_a_file(self, tmp_path):
        assert packages.installed([str(tmp_path), str(tmp_path / "no")], "RedHat", answering(rpm="")) == [str(tmp_path)]

    def test_apt(self):
        assert packages.parse_apt_policy(POLICY) == {
            "python3-dnspython": (
                "2.7.0-1",
                ["http://mirror.example.com/debian", "https://mirror.example.com:8443/debian"],
            ),
            "curl": ("8.14.1-2", ["file:/srv/packages"]),
        }

    def test_dnf(self):
        assert packages.parse_locations(LOCATIONS) == {
            "python3-dns": (
                "2.6.1-1.el10",
                ["http://mirror.example.com/BaseOS/Packages/python3-dns-2.6.1-1.el10.noarch.rpm"],
            ),
            "jq": ("1.7.1-8.el10", ["https://mirror.example.com/AppStream/jq-1.7.1-8.el10.x86_64.rpm"]),
        }

    @pytest.mark.parametrize(
        "family, answers, tool, candidates, servers",
        [
            pytest.param(
                "Debian",
                {"apt_cache": POLICY},
                "apt",
                {"python3-dnspython": "2.7.0-1", "nope": None},
                ["mirror.example.com:80", "mirror.example.com:8443"],
                id="apt",
            ),
            pytest.param(
                "Debian",
                {"apt_cache": POLICY, "apt_config": 'Acquire::http::Proxy "http://p.example.com";\n'},
                "apt",
                {"python3-dnspython": "2.7.0-1", "nope": None},
                [],
                id="apt behind a proxy",
            ),
            pytest.param(
                "Debian",
                {"apt_cache": POLICY, "apt_config": 'Acquire::http::Proxy "DIRECT";\nAcquire::https::Proxy "";\n'},
                "apt",
                {"python3-dnspython": "2.7.0-1", "nope": None},
                ["mirror.example.com:80", "mirror.example.com:8443"],
                id="no proxy",
            ),
            pytest.param(
                "Debian",
                {"apt_cache": ""},
                "apt",
                {"python3-dnspython": None, "nope": None},
                [],
                id="apt without lists",
            ),
            pytest.param("Debian", {}, "apt", None, [], id="apt does not answer"),
            pytest.param("RedHat", {"dnf": LOCATIONS}, "dnf", {"python3-dnspython": None, "nope": None}, [], id="dnf"),
            pytest.param("RedHat", {"dnf": ""}, "dnf", None, [], id="dnf without a cache"),
            pytest.param("AzureLinux", {"dnf": LOCATIONS}, None, None, [], id="not asked"),
        ],
    )
    def test_source(self, tmp_path, family, answers, tool, candidates, servers):
        source = packages.sources_of(["python3-dnspython", "nope"], family, {}, answering(**answers), str(tmp_path))
        assert (source.tool, source.candidates) == (tool, candidates)
        assert [text for text, host, port in packages.servers_of(source)] == servers

    def test_dnf_behind_a_proxy(self, tmp_path):
        def servers():
            source = packages.sources_of(["jq"], "RedHat", {}, answering(dnf=LOCATIONS), str(tmp_path))
            return packages.servers_of(source)

        assert servers() == [("mirror.example.com:443", "mirror.example.com", 443)]
        (tmp_path / "etc/dnf").mkdir(parents=True)
        (tmp_path / "etc/dnf/dnf.conf").write_text("[main]\nproxy = http://p.example.com:3128\n")
        assert servers() == []

    @pytest.mark.parametrize(
        "urls, reached, expected",
        [
            pytest.param({"a": ["http://x/"]}, {("x:80", "x", 80): True}, True, id="reached"),
            pytest.param({"a": ["http://x/"]}, {("x:80", "x", 80): False}, False, id="not reached"),
            pytest.param(
                {"a": ["http://x/", "http://y/"]},
                {("x:80", "x", 80): False, ("y:80", "y", 80): True},
                True,
                id="any will do",
            ),
            pytest.param(
                {"a": ["http://x/"], "b": ["http://y/"]},
                {("x:80", "x", 80): True, ("y:80", "y", 80): False},
                False,
                id="each is needed",
            ),
            pytest.param({"a": ["mirror+file:/x"]}, {}, None, id="a form that is not known"),
            pytest.param({"a": ["file:/"]}, {}, True, id="a directory"),
            pytest.param({"a": ["file:/no/such/directory"]}, {}, False, id="a directory that is not there"),
            pytest.param({"a": []}, {}, None, id="from nowhere"),
            pytest.param({}, {}, None, id="no package"),
        ],
    )
    def test_reachable(self, urls, reached, expected):
        assert packages.is_reachable(packages.Source("apt", {}, urls, False), reached) is expected

    def test_nothing_is_asked_for_nothing(self):
        assert packages.sources_of([], "Debian", {}, lambda args: pytest.fail("asked")) == packages.NO_SOURCE


class TestEgress:
    def test_all_at_once_within_the_deadline(self, mocker):
        mocker.patch.object(
            socket, "getaddrinfo", side_effect=lambda *args, **options: [(2, 1, 6, "", ("127.0.0.1", 0))] * 2
        )
        # A full backlog is silent, as a firewall that drops.
        silent = socket.create_server(("127.0.0.1", 0), backlog=0)
        waiting = [socket.socket() for unused in range(3)]
        for each in waiting:
            each.setblocking(False)
            each.connect_ex(silent.getsockname())
        with silent, socket.create_server(("127.0.0.1", 0)) as server, socket.socket() as closed, in_time():
            closed.bind(("127.0.0.1", 0))
            ports = [each.getsockname()[1] for each in (server, closed, silent)]
            found = facts.reach(
                [("name", "example.com", ports[0])]
                + [(str(port), "127.0.0.1", port) for port in ports[1:] + ports[2:] * 5],
                Deadline(0.5),
            )
        for each in waiting:
            each.close()
        assert found[0] == {"target": "name", "address": "127.0.0.1", "port": ports[0], "reached": True, "error": None}
        assert found[1] == {
            "target": str(ports[1]),
            "address": "127.0.0.1",
            "port": ports[1],
            "reached": False,
            "error": f"127.0.0.1:{ports[1]}: connection refused",
        }
        assert [each["error"] for each in found[2:]] == [f"127.0.0.1:{ports[2]}: no answer in time"] * 6

    @pytest.mark.parametrize(
        "failure, error",
        [
            pytest.param(
                socket.gaierror(socket.EAI_NONAME, "Name or service not known"),
                "example.com: Name or service not known",
                id="unknown",
            ),
            pytest.param(UnicodeError("label too long"), "example.com: label too long", id="no name"),
        ],
    )
    def test_a_name_that_does_not_resolve(self, mocker, failure, error):
        mocker.patch.object(socket, "getaddrinfo", side_effect=failure)
        assert facts.reach([("t", "example.com", 443)], Deadline(1)) == [
            {"target": "t", "address": None, "port": 443, "reached": False, "error": error}
        ]

    def test_what_had_no_turn_is_not_called_silent(self):
        (found,) = facts.reach([("127.0.0.1:1", "127.0.0.1", 1)], Deadline(0))
        assert (found["reached"], found["error"]) == (None, "127.0.0.1:1: not tried: the time limit was reached first")

    def test_a_resolver_that_hangs(self, mocker):
        mocker.patch.object(facts, "call_abandonable", side_effect=TimeoutError("no answer within 5.0 s"))
        (found,) = facts.reach([("t", "example.com", 443)], Deadline(1))
        assert (found["reached"], found["error"]) == (False, "example.com: no answer within 5.0 s")


class TestFiles:
    @pytest.fixture(name="root")
    def fixture_root(self, tmp_path):
        (tmp_path / "etc/profile.d").mkdir(parents=True)
        (tmp_path / "var/lib/privatelink").mkdir(parents=True)
        return tmp_path

    @staticmethod
    def write(root, path, content, mode=0o644):
        place = root / path.lstrip("/")
        place.write_bytes(content)
        place.chmod(mode)
        return files.describe(path, str(root))

    def test_a_file(self, root):
        found = self.write(root, "/etc/hosts", b"127.0.0.1 localhost\n")
        assert base64.b64decode(found.pop("content")) == b"127.0.0.1 localhost\n"
        assert isinstance(found.pop("owner"), str) and isinstance(found.pop("group"), str)
        assert found == {
            "exists": True,
            "type": "file",
            "target": None,
            "mode": "0644",
            "withheld": None,
            "error": None,
            "sha256": "081ef9d5367595d16e30b4b4549d9f43537320508b4ce0788963e10e4f808857",
        }

    @pytest.mark.parametrize(
        "path, content, mode, why",
        [
            pytest.param(
                "/etc/environment", b"LANG=C\n", 0o644, "environment variables may hold passwords", id="environment"
            ),
            pytest.param(
                "/etc/profile.d/x.sh", b"LANG=C\n", 0o644, "environment variables may hold passwords", id="profile.d"
            ),
            pytest.param("/etc/x", b"", 0o640, "not every user of the host may read it", id="of few"),
            pytest.param("/etc/x", b"password=planted\n", 0o644, "it holds what looks like a secret", id="secret"),
            pytest.param("/etc/x", b"\0" * 65537, 0o644, "larger than 64 KiB", id="large"),
        ],
    )
    def test_withheld(self, root, path, content, mode, why):
        found = self.write(root, path, content, mode)
        assert (found["content"], found["withheld"], found["mode"]) == (None, why, f"{mode:04o}")
        assert found["sha256"] and found["owner"]

    def test_just_small_enough(self, root):
        assert self.write(root, "/etc/x", b"\0" * 65536)["content"]

    def test_what_is_not_there(self, root):
        assert set(files.describe("/etc/nope", str(root)).values()) == {None, False}

    def test_links(self, root):
        (root / "etc/real").write_text("x")
        (root / "etc/link").symlink_to("real")
        (root / "etc/lost").symlink_to("../run/nowhere")
        found = files.describe("/etc/link", str(root))
        assert (found["type"], found["target"], found["content"]) == ("file", "real", "eA==")
        found = files.describe("/etc/lost", str(root))
        assert (found["exists"], found["type"], found["target"], found["error"]) == (True, None, "../run/nowhere", None)

    def test_no_regular_files(self, root):
        os.mkfifo(str(root / "etc/fifo"))
        assert files.describe("/etc/fifo", str(root))["type"] == "other"
        found = files.describe("/etc", str(root))
        assert (found["type"], found["content"], found["sha256"]) == ("directory", None, None)

    def test_an_unreadable_one_is_told(self, root, mocker):
        (root / "etc/x").touch()
        mocker.patch.object(files, "read_start", side_effect=PermissionError(13, "Permission denied"))
        found = files.describe("/etc/x", str(root))
        assert (found["exists"], found["error"], found["content"]) == (True, "permission denied", None)

    def test_a_path_through_a_file(self, root):
        (root / "etc/x").touch()
        assert files.describe("/etc/x/y", str(root))["error"] in (None, "not a directory")

    def test_the_state_comes_without_content(self, root):
        state = {
            "schema": 1,
            "files": {"/etc/environment": {"original": {"content": "cGxhbnRlZA==", "mode": "0644"}, "sha256": "x"}},
            "list": [{"content": "cGxhbnRlZA=="}],
        }
        (root / "var/lib/privatelink/jumphost.json").write_text(json.dumps(state))
        assert facts._state(Store(Files(str(root)))) == (
            {"schema": 1, "files": {"/etc/environment": {"original": {"mode": "0644"}, "sha256": "x"}}, "list": [{}]},
            None,
        )

    @pytest.mark.parametrize(
        "text, expected",
        [
            pytest.param(None, (None, None), id="none"),
            pytest.param("{", (None, "it is not valid JSON"), id="half"),
            pytest.param("[]", (None, "it is not a JSON object"), id="a list"),
            pytest.param("\udcff", (None, "it is not valid JSON"), id="bytes"),
        ],
    )
    def test_a_state_that_cannot_be_used(self, root, text, expected):
        if text is not None:
            (root / "var/lib/privatelink/jumphost.json").write_text(text, errors="surrogateescape")
        assert facts._state(Store(Files(str(root)))) == expected
