# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The lab that the tests run in: its state directory, and its tables as `simulated_azure`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

LAB = Path(os.environ["PRIVATELINK_LAB"])

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lab"))
