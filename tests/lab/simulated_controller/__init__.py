# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A strict stand-in for the API of an AWX or AAP controller, built from what a real AWX 24.6.1 answered.

    from simulated_controller import Controller

    with Controller() as controller:
        run_playbook(controller_host=controller.url, controller_oauthtoken=controller.token)
        assert [(r.method, r.path) for r in controller.requests if r.method != "GET"] == [...]
        assert controller.names("job_templates") == ["pl-gate", "pl-merge", "pl-validate"]

It begins as empty as that AWX did: the organization Default, the execution environments and instance groups of an
installation, the user `admin` (`controller.password`), and ids from where the recording went on. The Demo objects are
in none of the recorded answers, so only their ids are taken.

- `controller.requests`: each request with its method, path (with the query), body, headers and status, secrets as sent;
  `controller.writes()` without questions and tokens.
- `controller.objects("projects")`, `names`, `find("projects", name="x")`: what exists, as the API shows it, secrets
  covered; `controller.tokens()`: the tokens that nobody deleted.
- `controller.request(method, path, body)`: one request as `admin`, without HTTP: (status, body).
- `controller.remove("job_templates", name="x")`: as if somebody else had deleted it.
- `controller.refuse("POST", "/api/v2/projects/")`: 403 in the recorded words, or another status and body; `allow()` ends it.
- Jobs that are launched stay pending (`POST .../launch/`), so that templates in use answer 409; `controller.finish(job)`
  ends one.
- Deleted inventories stay, `pending_deletion`, until `controller.finish_deletions()`, or for as many look-ups as
  `Controller(deletions_after=N)` says.
- `Controller(local_paths=..., playbooks=...)`: the directories of manual projects, and the playbooks in each.

What the recording does not show answers 501 and says so, and each such answer is in `controller.unknown`: nothing is
invented. Where AWX certainly refuses but its words were not recorded (an unknown choice, a wrong id), that is 501 too.
"""

from __future__ import annotations

from simulated_controller.controller import Controller

__all__ = ["Controller"]
