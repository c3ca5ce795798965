# `make run` and `make test` set everything up on a fresh machine. They want Python 3.11 or newer and a C++ compiler.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# What llama.cpp computes with AMX tiles ends the program where GCC 12 built it (see core/model/backend.py).
NO_AMX := $(shell grep -qs amx_int8 /proc/cpuinfo && $(CC) -mno-amx-int8 -E -x c /dev/null >/dev/null 2>&1 && echo -mno-amx-int8)
READY := $(VENV)/.ready

.PHONY: run test check models format clean

run: models
	$(BIN)/python main.py

test: models
	$(BIN)/python -m pytest

check: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(READY)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

models: $(READY)
	$(BIN)/python main.py models get starter

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	CFLAGS="$(CFLAGS) $(NO_AMX)" CXXFLAGS="$(CXXFLAGS) $(NO_AMX)" \
		$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable ".[dev]"
	touch $(READY)

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache
