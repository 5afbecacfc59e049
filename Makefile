# Two commands: `make run` shows the first answer, `make test` checks everything.
# Only Python >= 3.11 and make are presumed; the environment is made in .venv.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
WORKERS ?= auto

.PHONY: run test soak bench lint clean

run: $(VENV)/run.stamp
	$(BIN)/tertius compare replications=100

test: lint
	$(BIN)/pytest -n $(WORKERS) --dist worksteal

lint: $(VENV)/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

soak: $(VENV)/dev.stamp
	$(BIN)/pytest -m soak
	TERTIUS_CACHE="$$(mktemp -d)" NUMBA_BOUNDSCHECK=1 $(BIN)/pytest tests/run/test_play.py
	.ci/versions

bench: $(VENV)/dev.stamp
	$(BIN)/python tests/benchmarks/report.py
	$(BIN)/pytest -m bench -s

clean:
	rm -rf $(VENV) build dist outputs

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit("Tertius needs Python 3.11 or later; " + sys.executable + " is " + sys.version.split()[0] + ". Try: make PYTHON=python3.12 $(MAKECMDGOALS)" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)

$(VENV)/run.stamp: pyproject.toml constraints.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[game]'
	@touch $@

$(VENV)/dev.stamp: pyproject.toml constraints.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $@ $(VENV)/run.stamp
