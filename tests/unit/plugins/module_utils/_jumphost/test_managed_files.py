# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import os
import stat

import pytest

from ansible_collections.privatelink.azure_ai.plugins.module_utils._jumphost import edits
from ansible_collections.privatelink.azure_ai.plugins.module_utils._jumphost import managed_files as files
from ansible_collections.privatelink.azure_ai.plugins.module_utils._jumphost.edits import BEGIN, END

A, B = "a.openai.azure.com", "b.openai.azure.com"
OWN = BEGIN + "x\n" + END


@pytest.fixture(name="host")
def fixture_host(tmp_path, mocker):
    """Return a directory of a host whose files may be given to whomever."""
    mocker.patch.object(files.os, "chown")
    before = os.umask(0o077)
    yield tmp_path
    os.umask(before)


def apply(topic, edits, records):
    """Do what the module does, and return the notes of the steps."""
    steps = files.steps(topic, edits, records)
    records.update({step.path: step.record for step in steps if step.record})
    for step in steps:
        files.take(step)
        if step.record is None:
            files.clear(records.pop(step.path)["made"])
    return [step.note for step in steps]


def content(path, text=OWN):
    return {"path": str(path), "kind": "content", "value": text}


def bypass(path, *names):
    return {"path": str(path), "kind": "bypass", "value": list(names)}


def test_a_file_of_its_own_comes_and_goes_with_its_directories(host):
    path, records = host / "system.conf.d/sub/50.conf", {}
    assert apply("proxy", [content(path)], records) == [None]
    assert path.read_text() == OWN
    assert stat.S_IMODE(path.stat().st_mode) == 0o644
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o755
    assert apply("proxy", [content(path)], records) == []
    assert apply("proxy", [], records) == [None]
    assert list(host.iterdir()) == [] and records == {}


@pytest.mark.parametrize(
    "original",
    [
        pytest.param(b"LANG=C\nno_proxy=localhost", id="no newline at the end"),
        pytest.param(b"", id="empty"),
        pytest.param(b"NAME=M\xfcller\r\nno_proxy=x\r\n", id="Latin-1 and CRLF"),
    ],
)
def test_a_merged_file_goes_back_byte_for_byte(host, original):
    path, records = host / "environment", {}
    path.write_bytes(original)
    path.chmod(0o640)
    apply("proxy", [bypass(path, A)], records)
    assert A.encode() in path.read_bytes()
    assert apply("proxy", [bypass(path, A)], records) == []
    apply("proxy", [], records)
    assert path.read_bytes() == original
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_other_names_start_from_the_original(host):
    path, records = host / "environment", {}
    path.write_text("no_proxy=x\nNO_PROXY=x\n")
    apply("proxy", [bypass(path, A)], records)
    apply("proxy", [bypass(path, B)], records)
    assert path.read_text() == f"no_proxy=x,{B}\nNO_PROXY=x,{B}\n"
    apply("proxy", [], records)
    assert path.read_text() == "no_proxy=x\nNO_PROXY=x\n"


def test_what_somebody_changed_since_stays_and_is_told(host):
    path, records = host / "environment", {}
    path.write_text("LANG=C\n")
    apply("proxy", [bypass(path, A)], records)
    path.write_text(path.read_text() + "EDITOR=vi\n")
    assert apply("proxy", [bypass(path, A)], records) == []
    assert apply("proxy", [], records) == [
        f"{path} was changed outside this collection: only what this role wrote was removed"
    ]
    assert path.read_text() == "LANG=C\nEDITOR=vi\n"


def test_names_change_beside_what_somebody_changed_since(host):
    path, records = host / "environment", {}
    path.write_text("LANG=C\n")
    apply("proxy", [bypass(path, A)], records)
    path.write_text(path.read_text() + "EDITOR=vi\n")
    apply("proxy", [bypass(path, B)], records)
    assert path.read_text() == f"LANG=C\nEDITOR=vi\nno_proxy={B}\nNO_PROXY={B}\n"
    assert apply("proxy", [], records) == [None]
    assert path.read_text() == "LANG=C\nEDITOR=vi\n"


def test_what_somebody_removed_since_stays_away(host):
    path, records = host / "environment", {}
    path.write_text("LANG=C\n")
    apply("proxy", [bypass(path, A)], records)
    path.unlink()
    assert apply("proxy", [], records) == [f"{path} was removed outside this collection: it is not restored"]
    assert not path.exists() and records == {}


def test_another_mode_that_somebody_gave_it_since_stays(host):
    path, records = host / "environment", {}
    path.write_text("LANG=C\n")
    apply("proxy", [bypass(path, A)], records)
    path.chmod(0o640)
    assert apply("proxy", [], records) == [
        f"{path} was given another mode or owner outside this collection: they are kept"
    ]
    assert (path.read_text(), path.stat().st_mode & 0o777) == ("LANG=C\n", 0o640)


def test_another_mode_stays_when_the_role_writes_again_in_between(host):
    path, records = host / "environment", {}
    path.write_text("LANG=C\n")
    apply("proxy", [bypass(path, A)], records)
    path.chmod(0o640)
    apply("proxy", [bypass(path, A, B)], records)
    apply("proxy", [], records)
    assert (path.read_text(), path.stat().st_mode & 0o777) == ("LANG=C\n", 0o640)


def test_a_link_that_leads_nowhere_is_refused(host):
    path = host / "environment"
    path.symlink_to("gone")
    with pytest.raises(ValueError) as caught:
        apply("proxy", [bypass(path, A)], {})
    assert str(caught.value) == (
        f"{path} is a link to gone, which does not exist: expected a file, or a link to one. Remove the link, or create its target"
    )
    assert path.is_symlink() and not path.exists()


def test_a_file_that_is_right_already_is_nobodys(host):
    path, records = host / "environment", {}
    path.write_text(f"no_proxy={A}\nNO_PROXY={A}\n")
    assert apply("proxy", [bypass(path, A)], records) == [] and records == {}


def test_other_topics_are_left_alone(host):
    records = {}
    apply("trust", [content(host / "ca.crt")], records)
    assert apply("proxy", [], records) == []
    assert list(records) == [str(host / "ca.crt")]


def test_one_that_is_not_named_any_more_goes_back(host):
    records = {}
    apply("trust", [content(host / "1.crt"), content(host / "2.crt")], records)
    apply("trust", [content(host / "2.crt")], records)
    assert [path.name for path in host.iterdir()] == ["2.crt"]


def test_a_mode_that_somebody_changed_is_put_right(host):
    path, records = host / "x.sh", {}
    apply("environment", [content(path)], records)
    path.chmod(0o600)
    apply("environment", [content(path)], records)
    assert stat.S_IMODE(path.stat().st_mode) == 0o644


def test_a_link_is_followed(host):
    (host / "real").write_text("LANG=C\n")
    (host / "environment").symlink_to("real")
    (step,) = files.steps("proxy", [bypass(host / "environment", A)], {})
    assert step.before.content == b"LANG=C\n"


OWN_LINES = BEGIN + "export X=1\n" + END


@pytest.mark.parametrize(
    "kind, text, wanted, original, rest",
    [
        pytest.param(
            "content", OWN_LINES + "export MINE=1\n", [], None, "export MINE=1\n", id="a line of somebody else's"
        ),
        pytest.param("content", OWN_LINES.replace("X=1", "X=2"), [], None, None, id="our own line changed"),
        pytest.param("content", "all new\n", [], None, "all new\n", id="nothing of ours left"),
        pytest.param("content", OWN_LINES, [], "", "", id="there was an empty file"),
        pytest.param("bypass", f"no_proxy={A}\nNO_PROXY={A}\n", [A], None, None, id="there was no environment"),
    ],
)
def test_stripped(kind, text, wanted, original, rest):
    assert edits.stripped(kind, text, wanted, original) == rest
