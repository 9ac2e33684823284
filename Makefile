# Every target does its own set-up: a .venv with the pinned requirements, made once and again when they change.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
DATA   ?= demo-data

.PHONY: setup demo test test-cluster check docs format clean

setup: $(VENV)/.ready

$(VENV)/.ready: requirements.txt requirements-dev.txt pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "quotegraph needs Python 3.11 or newer")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

demo: setup
	rm -rf $(DATA)
	$(BIN)/quotegraph --data $(DATA) ingest corpus/data/samples
	$(BIN)/quotegraph --data $(DATA) ask "who is sceptical about cloud incentives"
	$(BIN)/quotegraph --data $(DATA) ask "kto jest sceptyczny wobec zachęt do sprzedaży chmury" --limit 3
	$(BIN)/quotegraph --data $(DATA) export $(DATA)/quotegraph.graphml

test: setup
	$(BIN)/python -m pytest

test-cluster: setup
	$(BIN)/python -m pytest -m cluster

check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

docs: setup
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet

format: setup
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean:
	rm -rf $(VENV) $(DATA) site .pytest_cache .mypy_cache .ruff_cache .hypothesis
