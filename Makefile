# Everything a developer types. Each target does its own set-up; a second time is quick.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules --no-print-directory

BIN := .venv/bin
# make run DEMO=no: reference data without the demonstration
DEMO ?=
# What pytest is given besides: make test ARGS="tests/unit -k clock"
ARGS ?=

STATIC := buyergroups/web/static
STATIC_FILES := $(shell find $(STATIC) -type f ! -name '*.gz' ! -name '*.br' 2>/dev/null)
TYPED := buyergroups models seed migrations/env.py tests wsgi.py

.PHONY: help run test check format bench lock shots clean packages packages-dev

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

run: ## Start the tracker with reference data and demonstration (DEMO=no: without the latter)
	@echo "Setting up: Python packages"
	@$(MAKE) packages
	@echo "Setting up: static files"
	@$(MAKE) --silent .venv/.static
	@DEMO="$(DEMO)" exec $(BIN)/python -m buyergroups.start

test: packages-dev .venv/.static ## Check everything and run all tests (ARGS="tests/unit -k name")
	@$(BIN)/python -m tests.support.system
	@$(MAKE) check
	@mkdir -p test-results
	@$(BIN)/python -m pytest -n logical --dist loadgroup $(ARGS)

check: packages-dev ## Formatting, lint, types, import contracts, templates, translations
	@echo "Formatting"
	@$(BIN)/ruff format --check --quiet .
	@echo "Lint"
	@$(BIN)/ruff check --quiet .
	@echo "Types"
	@$(BIN)/mypy --no-error-summary $(TYPED)
	@echo "Import contracts"
	@$(BIN)/lint-imports --no-logo > .venv/lint-imports.log 2>&1 || { cat .venv/lint-imports.log; exit 1; }
	@echo "Templates"
	@$(BIN)/djlint templates --lint --quiet
	@echo "Translations"
	@$(BIN)/python -m tests.check_translations

format: packages-dev ## Put code in the house format
	@$(BIN)/ruff check --quiet --fix . || true
	@$(BIN)/ruff format --quiet .

bench: packages-dev .venv/.static ## Measure the pages against a bare Flask page, as ratios
	@$(BIN)/python -m tests.benchmark $(ARGS)

shots: packages-dev .venv/.static ## Only the browser tests, which leave their pictures in test-results/screenshots
	@$(BIN)/python -m tests.support.system
	@KETENBORD_SHOTS=yes $(BIN)/python -m pytest tests/browser $(ARGS)

lock: packages-dev ## Choose the newest packages again and pin them with their hashes
	@sh tools/lock.sh

clean: ## Remove the environment and what tools left behind; data in instance/ stays
	rm -rf .venv test-results .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	find $(STATIC) -name '*.gz' -delete

# These look for themselves whether there is anything to do.
packages:
	@sh tools/environment.sh run

packages-dev:
	@sh tools/environment.sh dev

# Compressed beside their originals. The old ones go first: they would be served in place of a file that changed.
.venv/.static: $(STATIC_FILES)
	@find $(STATIC) -name '*.gz' -delete
	@$(BIN)/python -m whitenoise.compress --quiet --no-brotli $(STATIC)
	@touch $@
