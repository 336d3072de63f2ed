# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Everything that these targets set up stands in .venv, .cache and .lab of this checkout.

STAGES := $(shell tr -d '\n' <tests/run/stages.py | grep -o 'Stage. *"[a-z]*"' | cut -d '"' -f 2)

.DEFAULT_GOAL := help
.PHONY: help demo test bench performance soak mutants screenshots setup clean $(STAGES)

help:
	@echo "make demo     validate the accounts of a simulated Azure, broken ones among them; writes reports/"
	@echo "make test     run every test"
	@echo "make bench    compare the speed with what others offer, as ratios; BENCH=NAME for one table"
	@echo "make performance  write docs/performance.md from what make bench measured"
	@echo "make soak     validate for MINUTES=10 while faults are switched and runs killed; SEED=N repeats a soak"
	@echo "make mutants  break what decides a verdict in 300 places, and list what the unit tests do not notice (SAMPLE=, SEED=)"
	@echo "make screenshots  update the pictures of the report in docs/images"
	@echo "make clean    remove what all of these set up and wrote"
	@echo
	@echo "One stage of the tests: make STAGE, of: $(STAGES)"

demo: setup
	@.venv/bin/python tests/run demo

test: setup
	@.venv/bin/python tests/run test

bench: setup
	@.venv/bin/python tests/run bench $(BENCH)

performance: setup
	@.venv/bin/python tests/run performance

soak: setup
	@.venv/bin/python tests/run soak $(if $(MINUTES),--minutes $(MINUTES)) $(if $(SEED),--seed $(SEED))

mutants: setup
	@.venv/bin/python tests/mutants --sample $(or $(SAMPLE),300) --seed $(or $(SEED),0)

screenshots: setup
	@.venv/bin/python tests/run screenshots

$(STAGES): setup
	@.venv/bin/python tests/run test $@

setup:
	@tests/run/setup

clean:
	rm -rf .venv .cache .lab .ansible .hypothesis .pytest_cache reports tests/output
	find tests plugins -name __pycache__ -type d -prune -exec rm -rf {} +
