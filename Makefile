# One environment in .venv, pinned and hashed; every target sets it up when it is missing or stale.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PYTHON ?= $(shell command -v python3.11 || command -v python3)
UV_VERSION := 0.13.9
UV := PYTHONPATH=.tools $(PYTHON) -m uv
PIN := $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-strip-extras \
  --no-emit-index-url --no-header
BIN := .venv/bin
READY := .venv/.ready
HOST ?= 127.0.0.1
PORT ?= 3000
INBOX ?= data/samples
# Articles of one's own are not mixed with the samples.
DATA ?= $(if $(filter data/samples,$(INBOX)),data,data/own)

# Compiled bytecode halves every start, so a machine-wide ban on it is lifted here.
unexport PYTHONDONTWRITEBYTECODE
unexport PYTHONPATH
unexport VIRTUAL_ENV
export UV_SYSTEM_CERTS := 1
export UV_PYTHON_DOWNLOADS := never
export DBT_SEND_ANONYMOUS_USAGE_STATS := false
export GX_ANALYTICS_ENABLED := false

.PHONY: help
help: ## Show what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

.PHONY: install
install: $(READY) ## Set up the environment in .venv

$(READY): requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' \
	  || { echo "Python 3.11 is needed; found $$($(PYTHON) --version). Name it: make PYTHON=/path/to/python3.11"; exit 1; }
	@test "$$(cat .tools/.version 2>/dev/null)" = "$(UV_VERSION)" || { \
	  echo "Fetching uv $(UV_VERSION) into .tools"; rm -rf .tools; \
	  $(PYTHON) -m pip install --quiet --disable-pip-version-check --target .tools "uv==$(UV_VERSION)" \
	    && echo "$(UV_VERSION)" > .tools/.version; }
	@echo "Setting up .venv"
	@$(UV) venv --quiet --clear --python "$(PYTHON)" .venv
	@$(UV) pip sync --quiet --python .venv --require-hashes --compile-bytecode requirements.txt
	@$(UV) pip install --quiet --python .venv --no-deps --no-build-isolation --editable .
	@touch $@

.PHONY: run
run: $(READY) ## Run the sample articles through to data/published/ (INBOX=folder DATA=folder: yours)
	@$(BIN)/casualty-ledger run --inbox "$(INBOX)" --data-dir "$(DATA)"

.PHONY: test
test: $(READY) ## Run all tests
	@$(BIN)/pytest -n auto --dist loadfile --no-loadscope-reorder

.PHONY: test-long
test-long: $(READY) ## Run the tests that make several whole runs each, which `make test` leaves out
	@$(BIN)/pytest -n auto --dist worksteal -m long

.PHONY: test-browser
test-browser: $(READY) ## Read the published report in Chromium (needs chromium, chromium-driver, poppler-utils, npm)
	@for program in chromium chromedriver pdftotext npm; do command -v "$$program" > /dev/null || { \
	  echo "$$program is missing. On Debian: apt-get install --no-install-recommends chromium chromium-driver poppler-utils npm"; exit 1; }; done
	@npm ci --prefix tests/browser --no-audit --no-fund --silent
	@$(BIN)/pytest -m browser tests/browser

.PHONY: lint
lint: $(READY) ## Format, lint, types and SQL, without tests
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/sqlfluff lint --processes 1 dbt docs/queries.sql

.PHONY: check
check: lint ## What a reviewer runs: lint and the fast tests
	@$(BIN)/pytest -q -n auto --dist loadfile -m "not slow"

.PHONY: test-clients
test-clients: $(READY) ## Read a published build with older and newer versions of DuckDB
	@PYTHONPATH=.tools:tests UV="$(PYTHON) -m uv" $(BIN)/python tests/clients/check_clients.py

.PHONY: test-bi
test-bi: $(READY) ## Open published builds in Apache Superset and a browser, while runs publish
	@PYTHONPATH=.tools:tests UV="$(PYTHON) -m uv" $(BIN)/python tests/bi/check_superset.py

.PHONY: format
format: $(READY) ## Let ruff and sqlfluff mend what they can
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .
	@$(BIN)/sqlfluff fix --processes 1 dbt docs/queries.sql

.PHONY: ui
ui: $(READY) ## Open Dagster's UI on this project (HOST and PORT can be set)
	@mkdir -p data/dagster && cp dagster_project/dagster.yaml data/dagster/
	@echo "Dagster's UI: http://$(HOST):$(PORT)"
	@CASUALTY_LEDGER_INBOX="$(abspath $(INBOX))" DAGSTER_HOME="$(CURDIR)/data/dagster" \
	  $(BIN)/dagster dev --host $(HOST) --port $(PORT)

.PHONY: eval
eval: $(READY) ## Measure the extractor on human-coded sets (kept outside the project)
	@$(BIN)/python tests/evaluation/evaluate.py

.PHONY: eval-linking
eval-linking: $(READY) ## Measure linking on human-coded news pages (kept outside the project)
	@$(BIN)/python tests/evaluation/evaluate_linking.py

.PHONY: lock
lock: $(READY) ## Pin the requirements of pyproject.toml and of tests/bi again
	@$(PIN) pyproject.toml --group dev -o requirements.txt
	@$(PIN) tests/bi/requirements.in -o tests/bi/requirements.txt

.PHONY: clean
clean: ## Remove the environment and everything a run made
	rm -rf .venv .tools data/warehouse.* data/published data/dbt data/logs data/dagster
