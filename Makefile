# Shared Company. `make help` lists what there is; `make demo` and `make test` need only Python 3.11+ and a package index.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help install demo up down sandbox test images-check restore-drill client portal-checks portal-texts lint lock walks histories garbage faults linking pooler bench proofs bench-bus bench-chain bench-partitions bench-membership bench-invoicing bench-payroll bench-returns bench-governance bench-portal clean

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
INSTALLED := .venv/installed
export PYTHONPYCACHEPREFIX := $(CURDIR)/.local/pyc
unexport PYTHONDONTWRITEBYTECODE
UV := $(BIN)/uv
BROKER ?= memory
PYTEST ?= $(BIN)/python -m pytest
WORKERS ?= 3
SERVICES := membership invoicing payroll governance portal
LOCK := --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header

help: ## List every target with its sentence.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-18s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

install: $(INSTALLED) ## Make .venv and install the locked dependencies into it.

$(INSTALLED): requirements.lock requirements-installer.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11 to 3.14 with its venv module is needed (on Debian: apt-get install python3-venv)."; exit 1; }
	@deploy/install.sh $(PYTHON)
	@touch $@

demo: $(INSTALLED) ## Play one working life and print it as a story (BROKER=rabbitmq: over a real RabbitMQ, each service in its own process).
	@$(BIN)/sharedco demo --broker $(BROKER)

up: $(INSTALLED) ## Start the stack over a private RabbitMQ, one process per service and relay; joins what runs already.
	@$(BIN)/sharedco up

down: $(INSTALLED) ## Stop what `make up` started, and nothing else.
	@$(BIN)/sharedco down

sandbox: $(INSTALLED) ## Start the stack and fill it with the demo's people, clients and orders, to play with.
	@$(BIN)/sharedco sandbox

test: $(INSTALLED) ## Run every test over an embedded PostgreSQL and a private RabbitMQ (WORKERS=3 files at a time: they wait as much as they work).
	@$(PYTEST) -n $(WORKERS) --dist loadfile --no-loadscope-reorder $(ARGS) </dev/null; status=$$?; $(BIN)/python -m deploy.local.rabbitmq stop .local/rabbitmq-test; exit $$status

portal-checks: $(INSTALLED) ## Walk through every page of the portal in Chromium: four languages, phone and desk, day and night.
	@command -v chromium >/dev/null || { test "$$(id -u)" = 0 && command -v apt-get >/dev/null && apt-get install -y --no-install-recommends chromium fonts-dejavu-core >.local/chromium.log 2>&1; } \
	  || { echo "Chromium is needed (on Debian, as root: apt-get install chromium)."; exit 1; }
	@PORTAL_CHECKS=all $(PYTEST) tests/unit/portal tests/integration/portal tests/journeys/test_portal_in_chromium.py tests/journeys/test_booth_in_chromium.py $(ARGS) </dev/null; status=$$?; $(BIN)/python -m deploy.local.rabbitmq stop .local/rabbitmq-test; exit $$status

portal-texts: $(INSTALLED) ## Bring the portal's catalogues up to date with the texts of its pages.
	@$(BIN)/python -m services.portal.frame.catalogue

images-check: $(INSTALLED) ## Build what each image holds by the Dockerfile's own steps, without an engine, and run it alone (IMAGES="payroll").
	@$(BIN)/python -m tests.images $(IMAGES)

restore-drill: $(INSTALLED) ## Take a backup, restore it, prove it; and find one that was tampered with.
	@RESTORE_DRILL=1 $(PYTEST) tests/drills $(ARGS) </dev/null

client: $(INSTALLED) ## Write the client package for partners, sharedco-client, to var/client: pip install var/client.
	@$(BIN)/python -W ignore -m deploy.client var/client

lint: $(INSTALLED) ## Check style and types (ruff with all rules, mypy strict).
	@$(BIN)/ruff check . && $(BIN)/mypy

walks: $(INSTALLED) ## Follow ten use cases through the code: files opened, moves between folders, against the baseline.
	@$(BIN)/python -m tests.architecture.walks

lock: $(INSTALLED) ## Make the lock files again from pyproject.toml: versions and hashes, no addresses.
	@$(UV) pip compile $(LOCK) --all-extras -o requirements.lock pyproject.toml
	@$(UV) pip compile $(LOCK) -c requirements.lock -o requirements-build.lock - <<<setuptools
	@$(UV) pip compile $(LOCK) -o requirements-installer.lock - <<<uv
	@for service in $(SERVICES); do \
		$(UV) pip compile $(LOCK) --extra $$service -c requirements.lock -o requirements-$$service.lock pyproject.toml || exit 1; done
	@$(UV) pip compile $(LOCK) $(patsubst %,--extra %,$(filter-out portal,$(SERVICES))) -c requirements.lock -o requirements-ops.lock pyproject.toml

histories: $(INSTALLED) ## Live random histories of wages, of their payments, of employments, of dues and of the share register, checked by a second opinion (COUNT=500).
	@HISTORIES=$(or $(COUNT),500) LIVES=$(or $(COUNT),500) $(PYTEST) tests/integration/payroll/test_any_history.py tests/integration/payroll/dues/test_paying_dues.py tests/integration/payroll/payments/test_paid_once.py tests/integration/payroll/employment_budgets/test_any_employment.py tests/integration/membership/register </dev/null; status=$$?; $(BIN)/python -m deploy.local.rabbitmq stop .local/rabbitmq-test; exit $$status

garbage: $(INSTALLED) ## Send garbage to every method and every queue, and into lives that go on (COUNT=200 examples of each).
	@GARBAGE=$(or $(COUNT),200) $(PYTEST) tests/contracts/test_garbage.py tests/contracts/test_garbage_in_a_life.py </dev/null; status=$$?; $(BIN)/python -m deploy.local.rabbitmq stop .local/rabbitmq-test; exit $$status

faults: $(INSTALLED) ## Cut, kill and restart everything while it works, and prove: 0 lost, 0 doubled (SEED=...).
	@$(BIN)/python -m tests.faults $(if $(SEED),--seed $(SEED))

linking: $(INSTALLED) ## Hold twenty elections by two procedures, and guess from everything that was kept who cast what.
	@$(BIN)/python -m tests.integration.governance.linking

pooler: $(INSTALLED) ## Play one working life behind pgbouncer in transaction mode, and prove it (Debian package pgbouncer).
	@POOLER=1 $(PYTEST) tests/integration/shared/test_behind_a_pooler.py tests/journeys/test_a_life_behind_a_pooler.py -rs </dev/null; status=$$?; $(BIN)/python -m deploy.local.rabbitmq stop .local/rabbitmq-test; exit $$status

bench: bench-bus bench-chain bench-membership bench-invoicing bench-payroll bench-returns bench-governance bench-portal ## Measure everything; the figures go to var/bench/.

proofs: $(INSTALLED) ## Write what the benchmarks last showed to docs/proofs.md.
	@$(BIN)/python -m tests.bench.proofs

bench-bus: $(INSTALLED) ## Measure the bus against stock nameko, raw pika and hand-written loops (SHORT=1: in two minutes).
	@$(BIN)/python -m tests.bench.bench_bus $(if $(SHORT),--short)

bench-chain: $(INSTALLED) ## Measure orders from signature to wage over RabbitMQ, all services at work (SHORT=1: in two minutes).
	@$(BIN)/python -m tests.bench.bench_chain $(if $(SHORT),--short)

bench-partitions: $(INSTALLED) ## Measure event log and inbox in monthly partitions against what they are (ROWS=2000000).
	@$(BIN)/python -m tests.bench.bench_partitions $(ROWS)

bench-membership: $(INSTALLED) ## Measure the share register.
	@$(BIN)/python tests/bench/bench_membership.py

bench-governance: $(INSTALLED) ## Measure secret votes over a private broker, and counting (SHORT=1: in a minute).
	@$(BIN)/python -m tests.bench.bench_governance $(if $(SHORT),--short)

bench-invoicing: $(INSTALLED) ## Measure invoicing: numbers, e-invoices, rules, papers, a bank file (SHORT=1: in a minute).
	@$(BIN)/python -m tests.bench.bench_invoicing $(if $(SHORT),--short)

bench-payroll: $(INSTALLED) ## Measure a month's wages: worked out, booked, numbered, told, in the bank file (SHORT=1: in a minute).
	@$(BIN)/python -m tests.bench.bench_payroll $(if $(SHORT),--short)

bench-portal: $(INSTALLED) ## Measure the portal beside a bare page with the same calls, over the running stack (SHORT=1: in a minute).
	@$(BIN)/python -m tests.bench.bench_portal $(if $(SHORT),--short)

bench-returns: $(INSTALLED) ## Measure returns: a quarter of 20,000 workers, a month, a year (SHORT=1: in a minute).
	@$(BIN)/python -m tests.bench.bench_returns $(if $(SHORT),--short)

clean: ## Stop the stack; remove the environment, the local data and the caches.
	@test ! -x $(BIN)/sharedco || $(BIN)/sharedco down
	@test ! -x $(BIN)/python || $(BIN)/python -m deploy.local.rabbitmq stop .local/rabbitmq-test
	@rm -rf .venv .local var build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
