# `make help` lists the targets.
PYTHON ?= python3
PYTHONS ?= python3.11 python3.12 python3.13
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
TEST_STAMP := $(VENV)/.test-installed

.DEFAULT_GOAL := help
.PHONY: help graph test test-pythons check lint bench docs clean

help: ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/'

# What the scripts of pages are bundled from, by hatch_build.py, while the package is installed.
SCRIPTS := hatch_build.py $(shell find frontend -name node_modules -prune -o -type f -print)

$(STAMP): pyproject.toml $(SCRIPTS)
	$(PYTHON) -c 'import sys; sys.exit("paperatlas needs Python 3.11 or newer, found " + sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[serve]'
	@touch $@

# pip knows dependency groups since 25.1.
$(TEST_STAMP): $(STAMP)
	@echo 'The checks train small models, so PyTorch and other tools are fetched into $(VENV), once: about 2 GB.'
	$(BIN)/python -m pip install --quiet --disable-pip-version-check 'pip>=25.1'
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[encoder,serve]' --group dev
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

# What trains models is left out: it would take PyTorch for each of them.
test-pythons: ## run the quick tests with every Python of PYTHONS that this machine has
	@for python in $(PYTHONS); do \
		$$python -c '' 2>&- || { echo "$$python is not on this machine: not tested"; continue; }; \
		folder=$(VENV)-$$(basename $$python); \
		echo "$$python: installing into $$folder, then testing"; \
		$$python -m venv $$folder \
		&& $$folder/bin/python -m pip install --quiet --disable-pip-version-check 'pip>=25.1' \
		&& $$folder/bin/pip install --quiet --disable-pip-version-check --editable '.[serve]' --group test \
		&& $$folder/bin/pytest --doctest-ignore-import-errors || exit 1; \
	done

check: lint ## run every test, those with a browser too, and measure coverage: what CI runs
	$(BIN)/pytest -m '' --cov --cov-report=term

bench: $(TEST_STAMP) ## hold times against benchmarks/thresholds.toml
	$(BIN)/python -m benchmarks

clean: ## remove .venv and what tools left behind
	rm -rf $(VENV) $(VENV)-python* .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache dist

docs: $(TEST_STAMP) ## remake what follows from schema and commands: ontology, shapes, JSON-LD context, pages of docs/
	$(BIN)/python docs/generate.py
