# One line of help each: `make help` reads the comments after the double hash.
PYTHON ?= python3
VENV   := .venv/bin
# What is compiled is kept, even where the shell says otherwise: or each of the hundreds of processes that the tests
# start compiles all it imports anew.
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.PHONY: help setup demo test long chaos check audit format bench lock schema screenshots image clean

help: ## Show what can be made
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

setup: ## Create the environment and build the pages; afterwards .venv/bin/rotacc works
	@$(PYTHON) infra/bootstrap.py

demo: setup ## A practice's real rota on this machine, until Ctrl-C (ROTACC_PORT, ROTACC_DATA)
	@exec $(VENV)/rotacc demo

test: setup ## Every test but the long ones, on real stores, real processes and a real browser
	@$(PYTHON) infra/bootstrap.py --browser
	@$(VENV)/python -m pytest -n 2 --dist loadfile -m "not long"

long: setup ## The tests that look for longer or in more cases (about a quarter of an hour)
	@$(PYTHON) infra/bootstrap.py --browser
	@ROTACC_FUZZ_STEPS=500 $(VENV)/python -m pytest -n 2 --dist loadfile -m long

chaos: setup ## Every fault of docs/reliability.md, and what was measured this time (about a quarter of an hour; CHAOS=--keep writes it down)
	@$(VENV)/python -m tests.chaos $(CHAOS)

check: setup ## Format, lint, types, import contracts, TypeScript, known vulnerabilities
	@$(VENV)/ruff format --check .
	@$(VENV)/ruff check .
	@$(VENV)/mypy
	@$(VENV)/lint-imports
	@$(VENV)/check-jsonschema --builtin-schema vendor.compose-spec docker-compose.yml docker-compose.app-only.yml
	@$(VENV)/hadolint infra/docker/Dockerfile
	@$(VENV)/kubernetes-validate --strict --quiet -k 1.37 infra/kubernetes/*.yaml
	@$(PYTHON) infra/bootstrap.py --npm run check
	@$(VENV)/python -m infra.audit

audit: setup ## Known vulnerabilities of what this depends on; fails also where that could not be asked
	@$(VENV)/python -m infra.audit --strict

format: setup ## Format Python and TypeScript in place
	@$(VENV)/ruff format . && $(VENV)/ruff check --fix .
	@$(PYTHON) infra/bootstrap.py --npm run format

bench: setup ## The solver beside a plain model, verdicts on leave, and the pages under load (about twelve minutes; BENCH="--seconds 10" for less)
	@$(VENV)/python -m tests.benchmarks $(BENCH)

lock: ## Renew the hashed locks after editing pyproject.toml
	@$(PYTHON) infra/bootstrap.py --lock

schema: setup ## Renew infra/schema.sql from the migrations
	@$(VENV)/rotacc schema > infra/schema.sql

screenshots: setup ## Renew the pictures in docs/images from a running demo of its own
	@$(VENV)/python -m infra.screenshots

image: setup ## Build the real images, run them and look at them (needs buildah, podman, debootstrap, root; IMAGE=--install gets them)
	@$(VENV)/python -m infra.image $(IMAGE)

clean: ## Remove everything that was built (not var/, which holds data)
	@rm -rf .venv frontend-static/node_modules frontend-static/dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
