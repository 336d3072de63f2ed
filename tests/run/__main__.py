# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the Makefile calls: `python tests/run COMMAND`, see --help."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path += [str(Path(__file__).parents[1] / name) for name in ("lab", "support")]
import bench
import core_matrix
import demo
import hooks
import one
import performance
import sample
import screenshots
import soak
import special
import suite


def main() -> int:
    parser = argparse.ArgumentParser(prog="tests/run")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    commands.add_parser("demo", help="validate the lab's accounts").set_defaults(action=lambda _arguments: demo.run())
    commands.add_parser("sample", help="write docs/sample").set_defaults(action=lambda _arguments: sample.run())
    measure = commands.add_parser("bench", help="measure the speed")
    measure.add_argument("only", nargs="?", default="", metavar="NAME", help="of tests/bench/bench_NAME.py")
    measure.set_defaults(action=lambda arguments: bench.run(arguments.only))
    commands.add_parser("performance", help="write docs/performance.md").set_defaults(
        action=lambda _arguments: performance.write()
    )
    commands.add_parser("screenshots", help="take the pictures of the report").set_defaults(
        action=lambda _arguments: screenshots.run()
    )
    endured = commands.add_parser("soak", help="validate in a loop, while faults are switched")
    endured.add_argument("--minutes", type=float, default=10)
    endured.add_argument("--seed", type=int)
    endured.set_defaults(action=lambda arguments: soak.run(arguments.minutes, arguments.seed))
    matrix = commands.add_parser("matrix-cores", help="test every ansible-core, and every Python of hosts")
    matrix.add_argument("only", nargs="?", default="", metavar="PART", help="of the name of a row")
    matrix.set_defaults(action=lambda arguments: core_matrix.run(arguments.only))
    test = commands.add_parser("test", help="run the tests")
    test.add_argument("stages", nargs="*", metavar="STAGE", help="of: " + ", ".join(suite.NAMES))
    test.set_defaults(action=lambda arguments: suite.run(arguments.stages or suite.NAMES))
    linted = commands.add_parser("lint", help="run one linter")
    linted.add_argument("name", choices=special.LINTERS)
    linted.set_defaults(action=lambda arguments: special.lint_one(arguments.name))
    commands.add_parser("hooks", help="let git check commits").set_defaults(action=lambda _arguments: hooks.install())
    single = commands.add_parser("one", help="run one test, one file or one directory, as its stage does")
    single.add_argument("test", metavar="PATH[::NAME]", help="of the checkout")
    single.set_defaults(action=lambda arguments: one.run(arguments.test, arguments.options))
    arguments, options = parser.parse_known_args()
    if options and arguments.action is not single.get_default("action"):
        parser.error(f"unrecognized arguments: {' '.join(options)}")
    arguments.options = options  # those of pytest
    return arguments.action(arguments)


sys.exit(main())
