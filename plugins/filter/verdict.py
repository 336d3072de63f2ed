# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: verdict
short_description: Judge observations of Azure AI accounts
version_added: 1.0.0
author: The privatelink.azure_ai contributors (@privatelink)
description:
  - Compares what hosts observed with what was declared. Concludes for each account whether it is reachable only
    through its private endpoint, and if not, which link of the path is broken and how to fix it.
  - The filter is pure. It reads no clock, no file and no network, and gives the same document for the same input.
positional: _input, complete
options:
  _input:
    description:
      - The estate to judge, a mapping with these keys.
      - V(accounts) is the list of declared accounts, as the variable C(privatelink_accounts) holds it.
      - V(observations) is a list of mappings with C(host), C(vantage) (V(jumphost), V(onprem) or V(outside)), C(dns)
        (the fact C(privatelink_dns)), C(probes) (the results of M(privatelink.azure_ai.aoai_probe)), C(error) (why
        nothing could be observed), C(token_error) (why accounts were probed without their token), and C(accounts) and
        C(forbidden), when the host declares these differently.
      - An observation need not be trusted. It has the types and limits in size that the modules document; keys that
        they do not document are left out. One of another shape, one with a result for an endpoint that is neither in
        C(accounts) nor in C(forbidden), and several of one C(host) from one C(vantage) are ignored; that host is
        C(host_failed), with the reason. Nothing changes for other hosts.
      - V(forbidden) is the list of endpoints that must not be reachable from inside, as the variable
        C(privatelink_forbidden_endpoints) holds it. Only results for these are judged as egress.
      - V(azure) is Azure's side, and optional. It is a mapping with C(accounts), as
        M(privatelink.azure_ai.private_endpoint_info) returns them, and C(error), why other accounts with a
        C(resource_group) could not be read. Answers that cannot be judged count as C(error).
      - V(accept_azure_evidence) is whether Azure's statement that public network access is disabled replaces a missing
        observation from outside.
      - V(looked_at) is the list of the parts (V(azure), V(dns), V(probe), in this order) of a run that left out
        others by choice. It is copied into the document, so that every report says that it is partial.
      - V(discovery) is what the playbook found in Azure, and optional. It is copied into the document, and each of its
        C(findings) becomes an account that does not pass.
      - V(started) and V(ended), times such as V(2026-11-22T10:00:02Z), are copied into the document.
      - V(waivers) is a list of mappings with C(account), C(code), C(reason) and C(expires), as the variable
        C(privatelink_waivers) holds it. A waiver covers every check of the account with that code, through the day
        C(expires) in UTC, a date or a text such as V(2026-12-31). That day is compared with V(ended), or V(started).
    type: dict
    required: true
  complete:
    description:
      - Whether the observations are complete.
      - If V(true), an account without an observation from inside or from outside is V(unknown).
      - If V(false), only the observations are judged, as the roles do when they assert.
    type: bool
    default: true
seealso:
  - plugin: privatelink.azure_ai.verdict_text
    plugin_type: filter
  - module: privatelink.azure_ai.privatelink_dns_facts
  - module: privatelink.azure_ai.aoai_probe
"""

EXAMPLES = r"""
- name: Judge the observations of this host
  ansible.builtin.set_fact:
    my_verdict: "{{ my_estate | privatelink.azure_ai.verdict(complete=false) }}"
  vars:
    my_estate:
      accounts: "{{ privatelink_accounts }}"
      observations:
        - host: "{{ inventory_hostname }}"
          vantage: jumphost
          dns: "{{ ansible_facts.privatelink_dns }}"
          probes: "{{ my_probe.results }}"

- name: Judge what another run has stored, with the endpoints that must not be reachable
  ansible.builtin.set_fact:
    my_verdict: "{{ my_estate | privatelink.azure_ai.verdict }}"
  vars:
    my_estate:
      accounts: "{{ privatelink_accounts }}"
      forbidden: "{{ privatelink_forbidden_endpoints }}"
      observations: "{{ my_stored_observations }}"
"""

RETURN = r"""
_value:
  description:
    - The verdict document.
    - It holds C(schema), C(collection_version), C(catalogue) (the page that explains each code), C(started),
      C(ended), C(looked_at), C(status), C(counts), C(waivers), C(accounts), C(declared), C(observations), C(azure),
      C(accept_azure_evidence) and, where accounts were found in Azure, C(discovery). Its JSON Schema is
      C(docs/verdict.schema.json) in the collection's repository.
    - C(counts) has the number of C(accounts), by status (C(pass), C(fail), C(unknown)) and by isolation (C(isolated),
      C(restricted), C(exposed), C(isolation_unknown)), and of accounts with a waived code (C(waived)).
    - C(waivers) are the waivers of the input, sorted, each with C(state) (V(used), V(unused), or V(expired), which
      covers nothing).
    - Each of C(accounts) has C(name), C(status) (V(pass), V(fail) or V(unknown)), C(verdicts), C(root_cause) (a code,
      or null), C(contributing) (the other failing codes, and those that explain one), C(waived) (the failing and
      unknown codes that a waiver covers), C(notes) (sentences about what the status leaves open, such as a model that
      was not asked), C(matrix) and C(checks).
    - C(verdicts) has C(isolation) (V(isolated), V(restricted), V(exposed), V(unknown)), C(isolation_basis) (V(probe),
      or V(azure) where Azure's statement was accepted), C(reachability) (V(private), V(public), V(none), V(unknown)),
      C(auth) (V(accepted), V(refused), V(not_checked), V(unknown)), C(model) (V(served), V(failed), V(not_checked),
      V(unknown)) and C(egress) (V(closed), V(open), V(not_checked), V(unknown)). No waiver changes them.
    - C(matrix) has one row for each leg of each host, with C(vantage), C(host), C(leg), C(name), C(at), C(links) (the
      state of each link that was judged, V(pass), V(warn), V(fail), V(unknown), V(skip) or V(waived)) and C(code)
      (the first failing or unknown one, or null).
    - Each of C(checks) has C(id), C(account), C(name), C(vantage), C(host), C(leg), C(at) (the address of a probe by
      address, or null), C(link), C(code), C(status) (V(pass), V(fail), V(skip), V(unknown)), C(severity),
      C(confidence), C(summary), C(expected), C(observed), C(cause), C(remedy), C(docs), C(waiver) (C(reason) and
      C(expires) of the waiver that covers it, or null; such a check counts neither for C(status) nor as a cause) and
      C(evidence) (values that change from run to run, at most 4 KiB).
    - Each step of C(remedy) has C(kind) (V(command) or V(note)), C(text), C(when) (the condition under which to type
      the command, or null) and C(changes) (whether the command changes anything). An unknown value is written in a
      command as C(<a-placeholder>).
    - Values that look like secrets are replaced by V(***).
  type: dict
"""

from ansible.errors import AnsibleFilterError

from ..module_utils._core.text import shown


def verdict(estate, complete=True):
    """Return the verdict document for an estate."""
    from ..plugin_utils._observation.given import observations_of  # not for other filters: Ansible loads all for one
    from ..plugin_utils._run.judgement import judgement

    if not isinstance(estate, dict):
        raise AnsibleFilterError(
            f"privatelink.azure_ai.verdict: {shown(repr(estate), limit=200)} is not a mapping: expected one with "
            "accounts and observations"
        )
    try:
        return judgement({**estate, "observations": observations_of(estate)}, complete)
    except ValueError as exc:
        raise AnsibleFilterError(f"privatelink.azure_ai.verdict: {shown(str(exc), limit=900)}") from None
    except Exception as exc:
        # Of a shape that nobody declares: which exception it is depends on where it is noticed.
        why = shown(f"{type(exc).__name__}: {exc}", limit=200)
        raise AnsibleFilterError(
            f"privatelink.azure_ai.verdict: the input cannot be judged ({why}): expected what the playbook declares"
        ) from None


class FilterModule:
    """Give Ansible the filter."""

    def filters(self):
        """Return the filters by name."""
        return {"verdict": verdict}
