# The one door: `make help` lists what there is. Needs nothing but Python 3.11 or later and make; uses uv where it is
# installed, pip where it is not. Everything goes into .venv; versions come from the hash-checked locks in .ci/lock.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
LOCKS := .ci/lock
UV := $(shell command -v uv 2>/dev/null)
ifdef UV
INSTALL = VIRTUAL_ENV=$(CURDIR)/$(VENV) $(UV) pip install --quiet
else
INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check
endif
TESTS ?= tests
.DEFAULT_GOAL := help
.PHONY: help demo test lint format golden bench kills lock clean

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 18

demo: $(VENV)/.installed ## install into .venv and turn data/raw into data/parsed
	$(BIN)/qapipe parse data/raw --out data/parsed

test: $(VENV)/.installed-dev ## run the tests (TESTS=tests/page for some)
	$(BIN)/python -m pytest -n auto $(TESTS)

lint: $(VENV)/.installed-dev $(VENV)/.installed-bench ## style, types and architecture
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.installed-dev ## put the code into shape
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

golden: $(VENV)/.installed-dev ## show what the golden pages give now; PAGE=tests/readers/sites/x/page.html WRITE=1 keeps one
	$(BIN)/python tests/support/golden.py $(PAGE) $(if $(WRITE),--write)

bench: $(VENV)/.installed-bench ## time a page beside the limits and what a user would run instead (ARGS=--quick: a minute)
	$(BIN)/python benchmarks/bench.py $(ARGS)
	$(BIN)/python benchmarks/fetching.py

kills: $(VENV)/.installed-dev ## kill runs and fail their system calls, a hundred times and more (needs strace)
	$(BIN)/python benchmarks/kills.py $(ARGS)
	QAPIPE_KILLS=100 $(BIN)/python -m pytest -q tests/fetch/test_crawl.py -k killed

lock: ## pin the newest versions that pyproject.toml allows (needs uv)
	uv pip compile -q --universal --generate-hashes --no-header pyproject.toml -o $(LOCKS)/run.txt
	uv pip compile -q --universal --generate-hashes --no-header pyproject.toml --group dev -c $(LOCKS)/run.txt -o $(LOCKS)/dev.txt
	uv pip compile -q --universal --generate-hashes --no-header pyproject.toml --group bench -c $(LOCKS)/run.txt -o $(LOCKS)/bench.txt

clean: ## remove what make made
	rm -rf $(VENV) data/parsed dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "qapipe needs Python 3.11 or later; make PYTHON=python3.12 ...")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: $(VENV)/bin/python pyproject.toml $(LOCKS)/run.txt
	$(INSTALL) --require-hashes -r $(LOCKS)/run.txt
	$(INSTALL) --no-deps --editable .
	@touch $@

$(VENV)/.installed-%: $(LOCKS)/%.txt $(VENV)/.installed
	$(INSTALL) --require-hashes -r $<
	@touch $@
