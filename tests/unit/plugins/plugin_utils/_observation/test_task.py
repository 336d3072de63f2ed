# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What goes wrong on the way to a host is told in words of that host: they are shown, and kept, without credentials."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from ansible.errors import AnsibleActionFail, AnsibleActionSkip, AnsibleConnectionFailure, AnsibleError
from ansible.plugins.action import ActionBase

from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._declarations.declaration import (
    Declaration,
    HostDeclaration,
    RunDirectory,
)
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._observation import task
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._observation.task import (
    CONTROL_NODE,
    NotObserved,
    Observing,
    ObservingHost,
)

KEY, CLIENT_SECRET = "8d7c6b5a4f3e2d1c0b9a8f7e6d5c4b3a", "cl13nt~S3cret.0f-the-run"
# The second is cut off by the length of a line: half of it must not be left.
HOSTILE = f"Permission denied {KEY}\u200b\x1b[2J {'x' * 980}{CLIENT_SECRET}\nsecond line"


class Looking(ObservingHost):
    """An action of which the host decides how it ends."""

    MODULE, PART = "aoai_probe", "probe"

    def look(self, host, task_vars):
        """Raise what the test gives."""
        raise task_vars


@pytest.fixture(name="directory")
def directory_fixture(monkeypatch, tmp_path):
    """Return the directory of a run that has declared two credentials."""
    monkeypatch.setattr(ActionBase, "run", lambda self, tmp=None, task_vars=None: {})
    monkeypatch.setattr(task, "C", SimpleNamespace(DEFAULT_LOCAL_TMP=str(tmp_path)))
    host = HostDeclaration("outside", [], {"example": {"api_key": KEY}}, {})
    directory = RunDirectory(str(tmp_path))
    directory.begin(Declaration({}, host, {"account_secret": CLIENT_SECRET}, ["probe"], "2026-11-22T10:00:00Z"))
    return directory


def action(kind, **arguments):
    made = object.__new__(kind)
    made._task = SimpleNamespace(args=arguments)
    made._connection = None
    return made


def is_clean(text):
    return KEY not in text and CLIENT_SECRET[:8] not in text and "\u200b" not in text and "\x1b" not in text


@pytest.mark.parametrize(
    ("exc", "begins"),
    [
        pytest.param(NotObserved(HOSTILE), "Permission denied ***", id="an observation that is none"),
        pytest.param(AnsibleError(HOSTILE), "Permission denied ***", id="an error of Ansible"),
        pytest.param(OSError(HOSTILE), "OSError: Permission denied ***", id="an error of the system"),
    ],
)
def test_a_host_that_could_not_look_is_an_observation_without_secrets(directory, exc, begins):
    result = action(Looking, declared=CONTROL_NODE).run(task_vars=exc)
    assert result["failed"] and result["msg"].startswith(begins) and is_clean(result["msg"])
    assert directory.read(f"{CONTROL_NODE}-lost") == {"error": result["msg"], "reached": True}


def test_a_host_that_is_not_reached_stays_unreachable(directory):
    with pytest.raises(AnsibleConnectionFailure) as caught:
        action(Looking, declared=CONTROL_NODE).run(task_vars=AnsibleConnectionFailure(HOSTILE))
    assert is_clean(str(caught.value)) and caught.value.__context__ is None
    lost = directory.read(f"{CONTROL_NODE}-lost")
    assert lost["reached"] is False and is_clean(lost["error"])


@pytest.mark.parametrize("kind", [AnsibleError, AnsibleActionFail, AnsibleConnectionFailure])
def test_a_task_of_a_users_own_play_says_why_without_its_credentials(monkeypatch, kind):
    monkeypatch.setattr(ActionBase, "run", lambda self, tmp=None, task_vars=None: {})

    def fail(*unused, **ignored):
        raise kind(HOSTILE)

    looking = action(Observing, api_key=KEY, probes=[{"token": CLIENT_SECRET}])
    looking._execute_module = fail
    with pytest.raises(kind) as caught:
        looking.run(task_vars={})
    assert is_clean(str(caught.value)) and "second line" in str(caught.value)
    assert type(caught.value) is kind and caught.value.__context__ is None


def test_what_core_makes_of_a_result_is_shown_without_credentials():
    looking = action(Observing)

    def fail(*unused, **ignored):
        raise ValueError(HOSTILE)

    looking._execute_module = fail
    assert is_clean(looking.execute({"api_key": KEY, "token": CLIENT_SECRET}, {})["msg"])


def test_a_skipped_task_stays_skipped(monkeypatch):
    monkeypatch.setattr(ActionBase, "run", lambda self, tmp=None, task_vars=None: {})

    def skip(*unused, **ignored):
        raise AnsibleActionSkip("not in check mode")

    looking = action(Observing)
    looking._execute_module = skip
    with pytest.raises(AnsibleActionSkip):
        looking.run(task_vars={})
