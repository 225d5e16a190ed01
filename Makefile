# make demo    render the clip that ships, 2x, into demo-out/
# make test    every check, in under 10 minutes on 2 cores
# make lint    ruff and mypy only
# make prove NAME   one of the long proofs (without NAME: which there are); figures go to docs/measurements.md
# make clean   throw away what these make, .venv too
# All of them see to .venv and system packages first (.ci/setup.sh).

BIN := .venv/bin
SHELL := /bin/sh
.DEFAULT_GOAL := help

# The driver's compiled shaders outlive the checkout: a second run starts in a tenth of the time.
export MESA_SHADER_CACHE_DIR ?= $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/upshade/mesa

.PHONY: help demo test lint format prove clean setup setup-test

help:
	@sed -n '/^# make/s/^# //p' Makefile

setup:
	@mkdir -p "$(MESA_SHADER_CACHE_DIR)"
	@.ci/setup.sh run

setup-test:
	@mkdir -p "$(MESA_SHADER_CACHE_DIR)"
	@.ci/setup.sh test

demo: setup
	@mkdir -p demo-out
	@$(BIN)/upshade render src/upshade/data/demo.mkv demo-out/demo-2x.mkv --scale 2 --overwrite
	@$(BIN)/python -m upshade.tools.picture src/upshade/data/demo.mkv demo-out/demo-2x.mkv \
		--at 3.0 -o demo-out/before-after.png

lint: setup-test
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check -q .
	@$(BIN)/mypy

format: setup-test
	@$(BIN)/ruff check --fix -q .
	@$(BIN)/ruff format -q .

test: lint
	@$(BIN)/pytest -n 2 --dist worksteal

# "make prove speed": the words after prove are names, not targets.
ifeq (prove,$(firstword $(MAKECMDGOALS)))
NAMES := $(wordlist 2,$(words $(MAKECMDGOALS)),$(MAKECMDGOALS))
.PHONY: $(NAMES)
$(filter-out help demo test lint format clean setup setup-test,$(NAMES)):
	@:
endif

prove: setup-test
	@PYTHONPATH=tests $(BIN)/python -m prove $(NAMES)

clean:
	rm -rf .venv build dist demo-out .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +
