# `make help` lists the targets.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
TEST_STAMP := $(VENV)/.test-installed

.DEFAULT_GOAL := help
.PHONY: help graph test check lint docs clean

help: ## list the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/'

# What the scripts of pages are bundled from, by hatch_build.py, while the package is installed.
SCRIPTS := hatch_build.py $(shell find src -name node_modules -prune -o \( -name '*.ts' -o -name '*.mjs' -o -name 'package*.json' \) -print)

$(STAMP): pyproject.toml $(SCRIPTS)
	$(PYTHON) -c 'import sys; sys.exit("paperatlas needs Python 3.11 or newer, found " + sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[serve]'
	@touch $@

# What only the checks need takes minutes to fetch: PyTorch above all.
$(TEST_STAMP): $(STAMP)
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[test]'
	@touch $@

graph: $(STAMP) ## set up .venv and turn the pages in seeds/ into a knowledge graph under output/
	$(BIN)/paperatlas build seeds --output output

lint: $(TEST_STAMP) ## check style, types and what imports what
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache --no-logo

test: lint ## set up .venv, check style and types and run the tests that are quick
	$(BIN)/pytest

check: lint ## run every test, those with a browser too, and measure coverage: what CI runs
	$(BIN)/pytest -m '' --cov --cov-report=term

clean: ## remove .venv and what tools left behind
	rm -rf $(VENV) .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache dist

docs: $(STAMP) ## remake what follows from schema and commands: ontology, shapes, JSON-LD context, pages of docs/
	$(BIN)/python docs/generate.py
