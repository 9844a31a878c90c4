# Everything from a fresh clone on Debian or Ubuntu. `make help` lists what there is.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

#: Sets of labelled mails that the shipped models learn from, beside their own texts.
TAUGHT := dev opened open2 open3 open4 open5 open6 open7

.PHONY: help demo test check bench models clean

help: ## what there is
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

$(STAMP): requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	touch $@

demo: $(STAMP) ## watch sample complaints come in, become cases, and be answered
	$(BIN)/klachtenpost demo

test: $(STAMP) ## the whole suite, with real servers where they can be installed
	sh tests/install-servers.sh
	$(BIN)/python -m pytest -n auto --dist loadfile -m "not alone"
	$(BIN)/python -m pytest -m alone

check: $(STAMP) ## format, lint, strict types, layers
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(STAMP) ## figures of speed and memory, with baselines in the same run
	$(BIN)/python -m bench

models: $(STAMP) ## the models made again from all their texts
	$(BIN)/klachtenpost train $(TAUGHT:%=--labelled tests/corpus/%)

clean: ## forget what was installed and built
	rm -rf $(VENV) build demo .mypy_cache .ruff_cache .pytest_cache *.egg-info
