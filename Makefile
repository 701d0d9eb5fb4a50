# Only make and Python 3.11 to 3.13 are needed: `make run`, `make test`.
# `make help` lists the targets.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

VENV := .venv
BIN := $(VENV)/bin
RIVALS := .venv-bench
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq
ROOMS := pathway dialogs calendar_sync storage scheduler bot

# The first Python that really runs (a pyenv shim may not), is in range and can make a venv.
FITS := import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3; do \
	$$p -c '$(FITS)' 2>/dev/null && { echo $$p; break; }; done)

.PHONY: help run test check cover histories slots mutants bench screenshots requirements graph postgres clean

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile | expand -t 14

run: $(VENV)/own.stamp ## the local clinic on http://127.0.0.1:3978
	@exec $(BIN)/shm local $(ARGS)

test: $(VENV)/dev.stamp ## every test that this machine can run; ARGS="-k invite" for some
	@$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile $(ARGS)

check: $(VENV)/dev.stamp ## format, lint, import law, types, tests
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .
	@law=$$($(BIN)/lint-imports 2>&1) || { echo "$$law"; exit 1; }
	@$(BIN)/mypy
	@$(MAKE) --no-print-directory test

cover: $(VENV)/dev.stamp ## branch coverage of pathway/, less than 100 % fails
	@$(BIN)/python -m pytest -q -m "not browser and not node and not postgres and not crash" \
		--cov=pathway --cov-branch --cov-report=term-missing:skip-covered --cov-fail-under=100 $(ARGS)

histories: $(VENV)/dev.stamp ## random histories, judged by everybody's calendar and by the ledger; ARGS is how many, or 3000
	@SHM_TEST_HISTORIES=$(or $(ARGS),3000) $(BIN)/python -m pytest -q \
		tests/calendar_sync/test_calendars_follow.py tests/calendar_sync/graph/test_colleagues_follow.py \
		tests/calendar_sync/graph/test_colleagues_in_teams.py tests/scheduler/test_ledger_histories.py

slots: $(VENV)/dev.stamp ## times that suit beside trying every one; ARGS is how many cases, or 5000
	@SHM_TEST_SLOTS=$(or $(ARGS),5000) $(BIN)/python -m pytest -q tests/pathway/test_slots.py

mutants: $(VENV)/dev.stamp ## mutation tests of pathway/; which survive
	@$(BIN)/mutmut run $(ARGS)
	@$(BIN)/mutmut results

bench: $(VENV)/dev.stamp $(RIVALS)/bench.stamp ## start times, memory, mails, turns, answers, times that suit, as JSON
	@$(BIN)/python tests/bench/start.py
	@$(BIN)/python -m tests.bench.graph
	@$(BIN)/python -m tests.bench.mails
	@$(BIN)/python -m tests.bench.turns $(ARGS)
	@$(BIN)/python -m tests.bench.running
	@$(BIN)/python -m tests.bench.answers
	@$(BIN)/python -m tests.bench.slots
	@$(BIN)/python -m tests.bench.ledger
	@$(BIN)/python -m tests.bench.working
	@$(BIN)/python -m tests.bench.two_daemons

screenshots: $(VENV)/dev.stamp ## the README's pictures, taken from the running program
	@$(BIN)/python docs/pictures/take.py $(ARGS)

# --universal: one file for all Pythons and systems. The flags keep hosts and paths out of it.
COMPILE := $(BIN)/uv pip compile --quiet --no-config --universal --python-version 3.11 \
	--generate-hashes --no-header --no-annotate --strip-extras \
	--no-emit-index-url --no-emit-find-links

requirements: $(VENV)/pyvenv.cfg ## compile requirements/*.in again; ARGS=--upgrade for newer versions
	@$(PIP) install --require-hashes -r requirements/tools.txt
	@cd requirements && for room in runtime local graph postgres dev bench tools; do \
		case $$room in graph|postgres) within="-c runtime.txt";; *) within=;; esac; \
		../$(COMPILE) $$within $$room.in -o $$room.txt $(ARGS) || exit 1; done

graph: $(VENV)/graph.stamp ## what a clinic with Microsoft Graph needs besides

postgres: $(VENV)/postgres.stamp ## what a clinic whose database is PostgreSQL needs besides

clean: ## take away the virtual environments and all caches; var/ stays
	rm -rf $(VENV) $(RIVALS) *.egg-info build mutants .coverage .hypothesis
	rm -rf .mypy_cache .ruff_cache .pytest_cache .import_linter_cache tests/node/node_modules
	find $(ROOMS) tests docs -name __pycache__ -prune -exec rm -rf {} +

# ---------------------------------------------------------------- the virtual environment
# Each stamp is newer than what it was made from, so a second run costs nothing.

$(VENV)/pyvenv.cfg:
	@test -n "$(PYTHON)" || { echo "No Python 3.11, 3.12 or 3.13 with venv was found." \
		"Install one (on Debian also python3-venv), or say: make PYTHON=/path/to/python" >&2; exit 2; }
	@echo "Making $(VENV) with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv --clear $(VENV)

$(VENV)/local.stamp: requirements/runtime.txt requirements/local.txt $(VENV)/pyvenv.cfg
	@echo "Installing what the program needs"
	@$(PIP) install --require-hashes -r requirements/runtime.txt -r requirements/local.txt
	@touch $@

$(VENV)/own.stamp: pyproject.toml $(VENV)/local.stamp
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/graph.stamp: requirements/graph.txt $(VENV)/own.stamp
	@echo "Installing what Microsoft Graph needs (400 MB)"
	@$(PIP) install --require-hashes -r requirements/graph.txt
	@touch $@

$(VENV)/postgres.stamp: requirements/postgres.txt $(VENV)/own.stamp
	@echo "Installing PostgreSQL's driver"
	@$(PIP) install --require-hashes -r requirements/postgres.txt
	@touch $@

$(VENV)/dev.stamp: requirements/dev.txt $(VENV)/own.stamp $(VENV)/graph.stamp
	@echo "Installing what tests and checks need"
	@$(PIP) install --require-hashes -r requirements/dev.txt
	@touch $@

$(RIVALS)/bench.stamp: requirements/bench.txt $(VENV)/pyvenv.cfg
	@echo "Making $(RIVALS) with the echo bots that the bench measures us beside"
	@$(BIN)/python -m venv --clear $(RIVALS)
	@$(RIVALS)/bin/python -m pip --disable-pip-version-check -qq install --require-hashes -r $<
	@touch $@
