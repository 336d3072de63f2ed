# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Two runs of the soak: one is right, and of the other one something wrong is expected, which must be noticed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[2]
SEED = 499


@pytest.fixture(scope="module")
def soaked() -> subprocess.CompletedProcess:
    """Return what the soak printed, and its exit code."""
    paths = os.pathsep.join([str(TESTS.parents[3]), str(TESTS / "lab")])
    return subprocess.run(
        [sys.executable, TESTS / "soak", "--runs", "2", "--seed", str(SEED), "--mistaken", "2"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": paths},
    )


def test_what_is_wrong_fails_the_soak_and_is_named(soaked):
    assert soaked.returncode == 1, soaked.stdout + soaked.stderr
    complaints = [line.strip() for line in soaked.stdout.splitlines() if "WRONG" in line]
    assert complaints == ["WRONG  aro-azureopenai (healthy): pass None, expected fail tls_expired"], (
        soaked.stdout + soaked.stderr
    )


def test_nothing_else_is_wrong(soaked):
    assert "28 verdicts: 1 wrong verdicts, 0 wrong causes, 0 torn reports, 0 times growth" in soaked.stdout


def test_the_seed_is_named(soaked):
    assert soaked.stdout.startswith(f"Seed {SEED}. To repeat it: make soak SEED={SEED}\n")
