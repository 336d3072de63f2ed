# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import sys

try:
    from simulated_azure.cli import main
except ModuleNotFoundError as exc:
    sys.exit(
        f"lab: the Python library {exc.name} is missing. Type: {sys.executable} -m pip install dnspython cryptography"
    )

sys.exit(main())
