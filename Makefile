# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Everything that these targets set up stands in .venv, .cache and .lab of this checkout.

STAGES := $(shell tr -d '\n' <tests/run/stages.py | grep -o 'Stage. *"[a-z]*"' | cut -d '"' -f 2)

.DEFAULT_GOAL := help
.PHONY: help demo test one bench performance soak mutants matrix-cores sample screenshots setup hooks clean $(STAGES)

help:
	@echo "Use it"
	@echo "  make demo          validate the accounts of a simulated Azure, broken ones among them; writes reports/"
	@echo
	@echo "Test it"
	@echo "  make test          run every stage below: all tests as root, otherwise it lists those that it skipped"
	@echo "  make one TEST=...  run one test as its stage does: a file, a directory, FILE::NAME (and options of pytest)"
	@echo "  make hooks         let git run the fast checks of .pre-commit-config.yaml before each commit"
	@echo
	@echo "One stage of the tests"
	@tr -d '\n' <tests/run/stages.py | grep -o 'Stage( *"[a-z]*", *"[^"]*"' | \
		awk -F '"' '{ printf "  make %-13s %s\n", $$2, $$4 }'
	@echo
	@echo "Measure it (not part of make test)"
	@echo "  make bench         compare the speed with what others offer, as ratios; BENCH=NAME for one table"
	@echo "  make soak          validate for MINUTES=10 while faults are switched and runs killed; SEED=N repeats a soak"
	@echo "  make mutants       break what decides a verdict in SAMPLE=300 places, and list what no unit test notices; SEED=N"
	@echo "  make matrix-cores  test every ansible-core and every Python; ONLY=PART of the names of its rows"
	@echo
	@echo "Update generated files"
	@echo "  make docs          pages that are generated from tables; it fails once for each, so that the update is committed"
	@echo "  make performance   docs/performance.md, from what make bench measured"
	@echo "  make sample        the reports in docs/sample"
	@echo "  make screenshots   the pictures of the report in docs/images"
	@echo
	@echo "Set up and remove"
	@echo "  make setup         make .venv, as every target above does by itself; PYTHON=PROGRAM names the interpreter"
	@echo "  make clean         remove what all of these set up and wrote"

demo: setup
	@.venv/bin/python tests/run demo

test: setup
	@.venv/bin/python tests/run test

one: setup
	@.venv/bin/python tests/run one $(or $(TEST),$(error TEST names no test: make one TEST=tests/unit/run/test_links.py))

bench: setup
	@.venv/bin/python tests/run bench $(BENCH)

performance: setup
	@.venv/bin/python tests/run performance

soak: setup
	@.venv/bin/python tests/run soak $(if $(MINUTES),--minutes $(MINUTES)) $(if $(SEED),--seed $(SEED))

mutants: setup
	@.venv/bin/python tests/mutants --sample $(or $(SAMPLE),300) --seed $(or $(SEED),0)

matrix-cores: setup
	@.venv/bin/python tests/run matrix-cores "$(ONLY)"

hooks: setup
	@.venv/bin/python tests/run hooks

sample: setup
	@.venv/bin/python tests/run sample

screenshots: setup
	@.venv/bin/python tests/run screenshots

$(STAGES): setup
	@.venv/bin/python tests/run test $@

setup:
	@tests/run/setup

clean:
	rm -rf .venv .cache .lab .ansible .hypothesis .pytest_cache reports tests/output
	find tests plugins -name __pycache__ -type d -prune -exec rm -rf {} +
