# `make help` lists the targets. Needs only Python 3.11+ and make; uses uv if it is installed, otherwise pip.
# Everything is installed into .venv, in the versions that the hash-checked lock files in .ci/lock pin.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
LOCKS := .ci/lock
UV := $(shell command -v uv 2>/dev/null)
ifdef UV
INSTALL = VIRTUAL_ENV=$(CURDIR)/$(VENV) $(UV) pip install --quiet --compile-bytecode
else
INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check
endif
TESTS ?= tests
.DEFAULT_GOAL := help
.PHONY: help demo test test-browser test-clients test-scale bench-scale lint format golden expected site reference bench kills mutants package lock clean

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 22

demo: $(VENV)/.installed ## install into .venv and parse data/raw into data/parsed
	$(BIN)/qapipe parse data/raw --out data/parsed

test: $(VENV)/.installed-dev ## run the tests (TESTS=tests/page runs a part of them)
	$(BIN)/python -m pytest -n auto $(TESTS)

test-browser: $(VENV)/.installed-dev ## open the report's page in chromium (Debian: apt-get install chromium)
	QAPIPE_BROWSER=1 $(BIN)/python -m pytest tests/browser

test-clients: $(VENV)/.installed-dev $(VENV)/.installed-clients ## open datasets in DuckDB, pandas, polars, datasets, Spark and others (installs them; needs Java 17)
	$(BIN)/python -m pytest -q tests/clients

lint: $(VENV)/.installed-dev $(VENV)/.installed-bench ## check style, types and import rules
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.installed-dev ## format the code and fix what ruff can fix
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

golden: $(VENV)/.installed-dev ## show where parser and golden files differ (PAGE=tests/readers/sites/x/page.html WRITE=1 rewrites one)
	PYTHONPATH=tests $(BIN)/python -m support.golden $(PAGE) $(if $(WRITE),--write)

expected: $(VENV)/.installed-dev ## write tests/dataset/expected anew (TESTS=tests/dataset/report: a part of it); read the diff
	EXPECTED=write $(BIN)/python -m pytest -n 0 -q $(or $(TESTS),tests/dataset)

site: $(VENV)/.installed-dev ## begin a site: NAME=x PAGE=file writes its module and its first golden page
	PYTHONPATH=tests $(BIN)/python -m support.new_site "$(NAME)" "$(PAGE)"

reference: $(VENV)/.installed-dev ## write docs/commands.md, docs/tables.md and records/field_descriptions.py from the help and the models
	PYTHONPATH=tests $(BIN)/python -m support.reference
	$(BIN)/qapipe schema --markdown > docs/tables.md

bench: $(VENV)/.installed-bench ## measure the time per page, compared with lower bounds and alternatives (ARGS=--quick takes a minute)
	$(BIN)/python benchmarks/bench.py $(ARGS)
	$(BIN)/python benchmarks/again.py
	$(BIN)/python benchmarks/fetching.py

kills: $(VENV)/.installed-dev ## crash-test: kill runs and inject system-call failures (needs strace)
	$(BIN)/python benchmarks/kills.py $(ARGS)
	QAPIPE_KILLS=100 $(BIN)/python -m pytest -q tests/fetch/test_crawl.py tests/fetch/warc/test_recovery.py -k "kill or cut"

mutants: $(VENV)/.installed-dev ## change the core's code in 150 places, one at a time: do the tests notice? (ARGS="--seed 2")
	$(BIN)/python benchmarks/mutants.py $(ARGS)

package: $(VENV)/.installed-package ## build wheel and sdist, and parse data/raw with each in an empty environment
	.ci/package $(BIN)/python $(PYTHON)

test-scale: $(VENV)/.installed-dev $(VENV)/.installed-scale ## run the tests of object stores, Ray and Spark (needs Java 17)
	.ci/java
	$(BIN)/python -m pytest -n 0 tests/scale

bench-scale: $(VENV)/.installed-dev $(VENV)/.installed-scale ## settle 5 and 20 million synthetic records; compare the engines (takes an hour; needs Java 17)
	$(BIN)/python benchmarks/settling.py $(ARGS)
	.ci/java
	$(BIN)/python benchmarks/engines.py

lock: ## pin the newest versions that pyproject.toml allows (needs uv)
	uv pip compile -q --universal --generate-hashes --no-header pyproject.toml -o $(LOCKS)/run.txt
	uv pip compile -q --universal --generate-hashes --no-header pyproject.toml --group dev -c $(LOCKS)/run.txt -o $(LOCKS)/dev.txt
	uv pip compile -q --universal --generate-hashes --no-header pyproject.toml --group bench -c $(LOCKS)/run.txt -o $(LOCKS)/bench.txt
	uv pip compile -q --universal --generate-hashes --no-header pyproject.toml --all-extras --group scale -c $(LOCKS)/dev.txt -o $(LOCKS)/scale.txt
	uv pip compile -q --universal --generate-hashes --no-header pyproject.toml --group package -c $(LOCKS)/run.txt -o $(LOCKS)/package.txt
	uv pip compile -q --universal --generate-hashes --no-header pyproject.toml --group clients -c $(LOCKS)/dev.txt -o $(LOCKS)/clients.txt

clean: ## remove everything that make created
	rm -rf $(VENV) data/parsed dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "qapipe needs Python 3.11 or later; run make PYTHON=python3.12 ...")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: $(VENV)/bin/python pyproject.toml $(LOCKS)/run.txt
	$(INSTALL) --require-hashes -r $(LOCKS)/run.txt
	$(INSTALL) --no-deps --editable .
	$(BIN)/python -m compileall -q src
	@touch $@

# The lock has every package; BEIR's models are left out, which pip would miss.
$(VENV)/.installed-clients: $(LOCKS)/clients.txt $(VENV)/.installed
	$(INSTALL) --no-deps --require-hashes -r $<
	@touch $@

$(VENV)/.installed-%: $(LOCKS)/%.txt $(VENV)/.installed
	$(INSTALL) --require-hashes -r $<
	@touch $@
