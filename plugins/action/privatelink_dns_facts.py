# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from collections.abc import Mapping

from ..plugin_utils._declarations.probes import names_of
from ..plugin_utils._observation.task import NotObserved, ObservingHost, error_of, other_than_asked


class ActionModule(ObservingHost):
    """Look up names from a host."""

    MODULE = "privatelink_dns_facts"
    EXAMPLES: Mapping[str, Mapping[str, str]] = {"names": {"name": "example.openai.azure.com"}}
    PART = "dns"

    def look(self, host, task_vars):
        """Return the fact C(privatelink_dns)."""
        names = names_of(host.accounts)
        if not names:
            return {"host": {}, "names": []}
        result = self.execute(
            {
                "names": names,
                "nameservers": host.options["private_dns_zone_nameservers"] or None,
                "compare_nameservers": host.options.get("private_dns_zone_compare_nameservers") or None,
                "timeout": host.options["private_dns_zone_timeout"],
                "platform_resolver": self._platform_resolver(host),
                "expected_scope": "public" if host.vantage == "outside" else "private",
            },
            task_vars,
        )
        seen = (result.get("ansible_facts") or {}).get("privatelink_dns") or {}
        error = error_of(result) or other_than_asked(
            [each["name"] for each in names], [each.get("name") for each in seen.get("names") or ()]
        )
        if error:
            raise NotObserved(error)
        return seen

    @staticmethod
    def _platform_resolver(host):
        # Only in a virtual network of Azure is there anybody at 168.63.129.16.
        return host.options["privatelink_platform_resolver"] if host.vantage == "jumphost" else "never"

    def digest(self, observation):
        """Return the codes by name."""
        return {each["name"]: each.get("code") for each in observation["names"]}
