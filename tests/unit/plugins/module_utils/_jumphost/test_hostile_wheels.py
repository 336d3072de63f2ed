# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Archives and lists of wheels that somebody has changed on their way: root runs nothing of them. An attack is a row."""

from __future__ import annotations

import base64
import ensurepip
import glob
import hashlib
import io
import os
import shutil
import subprocess
import sys
import tarfile
import time
import zipfile

import pytest

from ansible_collections.privatelink.azure_ai.plugins.module_utils._jumphost import manifest as manifests
from ansible_collections.privatelink.azure_ai.plugins.module_utils._jumphost import venv, wheels

PIP = glob.glob(os.path.join(os.path.dirname(ensurepip.__file__), "_bundled", "pip-*.whl"))
needs_pip = pytest.mark.skipif(not PIP, reason="this Python brings no wheel of pip")


def make_wheel(directory, name, version, files):
    """Write a wheel that pip installs; return its path."""
    info = f"{name}-{version}.dist-info"
    metadata = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
    wheel = "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    members = {**files, f"{info}/METADATA": metadata, f"{info}/WHEEL": wheel}
    record = "".join(
        f"{path},sha256={base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b'=').decode()},\n"
        for path, text in members.items()
    )
    path = directory / f"{name}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for member, text in {**members, f"{info}/RECORD": f"{record}{info}/RECORD,,\n"}.items():
            archive.writestr(member, text)
    return path


@pytest.fixture(name="sent", scope="module")
def fixture_sent(tmp_path_factory):
    """Return what the control node sends: the members of the archive, and the manifest."""
    directory = tmp_path_factory.mktemp("wheels")
    make_wheel(directory, "dnspython", "2.7.0", {"dns/__init__.py": "", "dns/message.py": ""})
    make_wheel(directory, "requests", "2.32.3", {"requests/__init__.py": ""})
    shutil.copy(PIP[0], directory) if PIP else make_wheel(directory, "pip", "25.0", {})
    paths = wheels.wheels_in(str(directory), False)
    return {os.path.basename(path): open(path, "rb").read() for path in paths}, wheels.manifest(paths)


def pack(path, members, odd=None):
    with tarfile.open(path, "w", format=tarfile.GNU_FORMAT) as stream:
        for name, content in members:
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            stream.addfile(entry, io.BytesIO(content))
        if odd:
            stream.addfile(odd, io.BytesIO(bytes(512)))
    return str(path)


def odd(name, kind, **fields):
    entry = tarfile.TarInfo(name)
    entry.type = kind
    for key, value in fields.items():
        setattr(entry, key, value)
    return entry


class Host:
    """Runs commands, and remembers them."""

    def __init__(self):
        self.lines = []

    def __call__(self, command):
        self.lines.append(" ".join(command))
        done = subprocess.run(
            command, capture_output=True, text=True, check=False, env={**os.environ, "PIP_CONFIG_FILE": os.devnull}
        )
        return done.returncode, done.stdout, done.stderr


@needs_pip
def test_what_was_sent_is_installed(tmp_path, sent):
    host, path = Host(), tmp_path / "venv"
    venv.install(pack(tmp_path / "sent.tar", sent[0].items()), sent[1], sys.executable, host, str(path))
    assert venv.installed_manifest(str(path)) == sent[1]
    assert venv.works(str(path / "bin/python"), host, sent[1])


EVIL = b"import os; open(os.environ['MARK'], 'w').close()\n"
MORE_MEMBERS = {
    "requirements-with-an-index": ("requirements.txt", b"--index-url https://192.0.2.99/\nevil\n"),
    "requirements-with-a-path": ("requirements.txt", b"./evil-1-py3-none-any.whl\n"),
    "pip-conf": ("pip.conf", b"[global]\nindex-url = https://192.0.2.99/\n"),
    "pip-module": ("pip.py", EVIL),
    "site-customization": ("sitecustomize.py", EVIL),
    "a-wheel-that-nobody-sent": ("evil-1-py3-none-any.whl", EVIL),
    "a-newer-pip": ("pip-99-py3-none-any.whl", EVIL),
    "another-build-of-a-wheel": ("requests-2.32.3-1-py3-none-any.whl", EVIL),
    "a-source-archive": ("requests-9.tar.gz", EVIL),
    "an-egg-link": ("requests.egg-link", EVIL),
    "a-constraint": ("constraints.txt", b"requests @ https://192.0.2.99/\n"),
    "a-path-of-python": ("evil.pth", EVIL),
    "a-name-with-a-newline": ("x\n--index-url.whl", EVIL),
    "the-same-twice": ("requests-2.32.3-py3-none-any.whl", EVIL),
}


@pytest.mark.parametrize("first", [True, False], ids=["first", "last"])
@pytest.mark.parametrize("member", [pytest.param(member, id=name) for name, member in MORE_MEMBERS.items()])
def test_an_archive_with_another_member_is_refused(tmp_path, sent, member, first):
    host, members = Host(), list(sent[0].items())
    archive = pack(tmp_path / "sent.tar", [member, *members] if first else [*members, member])
    with pytest.raises(venv.VenvError, match="is not in the manifest|is not the wheel"):
        venv.install(archive, sent[1], sys.executable, host, str(tmp_path / "venv"))
    assert host.lines == [] and not (tmp_path / "venv").exists()


SPARSE = {"GNU.sparse.major": "1", "GNU.sparse.minor": "0", "GNU.sparse.realsize": str(2**40)}
ODD_MEMBERS = {
    "a-link": odd("requests-2.32.3-py3-none-any.whl", tarfile.SYMTYPE, linkname="/etc/shadow"),
    "a-hard-link": odd("requests-2.32.3-py3-none-any.whl", tarfile.LNKTYPE, linkname="/etc/shadow"),
    "a-pipe": odd("requests-2.32.3-py3-none-any.whl", tarfile.FIFOTYPE),
    "a-device": odd("requests-2.32.3-py3-none-any.whl", tarfile.BLKTYPE),
    "a-directory": odd("requests-2.32.3-py3-none-any.whl", tarfile.DIRTYPE),
}


@pytest.mark.parametrize("entry", [pytest.param(entry, id=name) for name, entry in ODD_MEMBERS.items()])
def test_an_archive_with_a_member_that_is_not_a_file_is_refused(tmp_path, sent, entry):
    host = Host()
    archive = pack(tmp_path / "sent.tar", [], entry)
    with pytest.raises(venv.VenvError, match="is not a plain file"):
        venv.install(archive, sent[1], sys.executable, host, str(tmp_path / "venv"))
    assert host.lines == []


def test_a_sparse_file_is_not_blown_up(tmp_path, sent):
    name = "requests-2.32.3-py3-none-any.whl"
    with tarfile.open(tmp_path / "sent.tar", "w", format=tarfile.PAX_FORMAT) as stream:
        entry = odd(name, tarfile.REGTYPE, size=512)
        entry.pax_headers = {**SPARSE, "GNU.sparse.name": name}
        stream.addfile(entry, io.BytesIO(b"1\n0\n1\n".ljust(512, b"\0")))
    with pytest.raises(venv.VenvError, match="is not a plain file"):
        venv.install(str(tmp_path / "sent.tar"), sent[1], sys.executable, Host(), str(tmp_path / "venv"))


def header(kind, content):
    entry = odd("x", kind, size=len(content))
    return entry.tobuf(tarfile.USTAR_FORMAT) + content + bytes(-len(content) % tarfile.BLOCKSIZE)


EXTENDED = {
    # The time that some versions of tarfile take for one grows with its square: two minutes, and hours for a whole one.
    "a-record-of-digits": header(tarfile.XHDTYPE, b"1" * 300000),
    "a-record-for-all": header(tarfile.XGLTYPE, b"18 path=/etc/abcd\n"),
    "a-sparse-size-of-letters": header(tarfile.XHDTYPE, b"25 GNU.sparse.size=abcdef\n"),
    "a-sparse-map-of-letters": header(tarfile.XHDTYPE, b"27 GNU.sparse.map=a,b,c,d,e\n"),
    "records-without-end": header(tarfile.XHDTYPE, b"") * 5000,
    "long-names-without-end": header(tarfile.GNUTYPE_LONGNAME, b"") * 5000,
    "a-name-without-end": header(tarfile.GNUTYPE_LONGNAME, b"n" * 2**20),
    "a-long-link": header(tarfile.GNUTYPE_LONGLINK, b"/etc/shadow\0"),
}


@pytest.mark.parametrize("extended", [pytest.param(extended, id=name) for name, extended in EXTENDED.items()])
def test_an_archive_with_an_extended_header_is_refused_unread(tmp_path, sent, extended):
    path, started = tmp_path / "sent.tar", time.monotonic()
    pack(path, sent[0].items())
    path.write_bytes(extended + path.read_bytes())
    with pytest.raises(venv.VenvError, match="is not a plain file") as refused:
        venv.install(str(path), sent[1], sys.executable, Host(), str(tmp_path / "venv"))
    assert time.monotonic() - started < 20 and len(str(refused.value)) < 500


def test_a_wheel_with_a_long_name_is_unpacked(tmp_path):
    name = f"{'x' * 120}-1-py3-none-any.whl"
    archive = pack(tmp_path / "sent.tar", [(name, b"content")])
    venv._unpack(archive, {name: hashlib.sha256(b"content").hexdigest()}, str(tmp_path))
    assert (tmp_path / name).read_bytes() == b"content"


def test_an_archive_without_end_is_refused(tmp_path, sent):
    with open(tmp_path / "sent.tar", "wb") as stream:
        stream.truncate(2**36)
    with pytest.raises(venv.VenvError, match="is larger than what the control node sends"):
        venv.install(str(tmp_path / "sent.tar"), sent[1], sys.executable, Host(), str(tmp_path / "venv"))


LINES = {
    "an-index": "--index-url https://192.0.2.99/",
    "an-option-behind-a-hash": "0" * 64 + "  --index-url",
    "another-file-of-requirements": "-r /tmp/evil.txt",
    "a-direct-reference": "0" * 64 + "  evil @ https://192.0.2.99/x.whl",
    "a-path": "0" * 64 + "  ../evil-1-py3-none-any.whl",
    "a-file-that-is-not-a-wheel": "0" * 64 + "  pip.conf",
    "an-option-in-a-version": "0" * 64 + "  evil-1 --index-url=x-py3-none-any.whl",
    "a-hash-that-is-none": "z" * 64 + "  evil-1-py3-none-any.whl",
    "a-short-hash": "0  evil-1-py3-none-any.whl",
    "a-comment": "# evil",
    "a-continued-line": "\\",
    "a-blank": " ",
    "an-empty-line": "\n",
    "a-carriage-return": "0" * 64 + "  evil-1-py3-none-any.whl\r",
    "a-second-hash-of-a-wheel": "0" * 64 + "  requests-2.32.3-py3-none-any.whl",
    "a-second-pip": "f" * 64 + "  pip-99-py3-none-any.whl",
    "lines-without-end": "\n".join(f"{number:064x}  a{number}-1-py3-none-any.whl" for number in range(1000)),
}


@pytest.mark.parametrize("line", [pytest.param(line, id=name) for name, line in LINES.items()])
def test_a_manifest_with_another_line_is_refused(tmp_path, sent, line):
    host, archive = Host(), pack(tmp_path / "sent.tar", sent[0].items())
    for manifest in (sent[1] + line + "\n", line + "\n" + sent[1], sent[1] + line):
        with pytest.raises(venv.VenvError, match="^manifest: "):
            venv.install(archive, manifest, sys.executable, host, str(tmp_path / "venv"))
    assert host.lines == []


def test_requirements_have_every_hash_but_not_pip():
    names = (
        "charset_normalizer-3.4.1-cp311-cp311-manylinux2014_x86_64.whl",
        "charset_normalizer-3.4.1-py3-none-any.whl",
    )
    digests = dict.fromkeys((*names, "pip-25.0-py3-none-any.whl", "requests-2.32.3-py3-none-any.whl"), "0" * 64)
    lines = manifests.requirements(digests).splitlines()
    assert [line.split(" ")[0] for line in lines] == ["charset-normalizer==3.4.1", "requests==2.32.3"]
    assert [line.count("--hash=sha256:") for line in lines] == [2, 1]
