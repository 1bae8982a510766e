# `make` lists what can be made. Everything lives in the checkout: .venv, web/node_modules and the data folder.
# Needed beforehand: Python 3.11 or newer, Node 20.19 or newer with npm, make.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMPS := $(VENV)/stamps
STATIC := src/mission_control/entry/web/static

# Tests are half waiting, and each worker may run servers of its own: four keep two processors busy.
WORKERS     ?= 4
PYTEST_ARGS ?=

# Quiet twice: its notes on the index configuration of the machine are no concern of ours; errors still show.
PIP := $(BIN)/python -m pip --quiet --quiet --no-input --disable-pip-version-check

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory
# What pip compiles may bring makefiles of its own.
unexport MAKEFLAGS

##@ Use it

.PHONY: help
help: ## List the targets
	@awk 'BEGIN {FS = ":.*## "} \
	  /^##@/ {printf "\n%s\n", substr($$0, 5)} \
	  /^[a-z][a-z-]*:.*## / {printf "  %-18s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

.PHONY: run
run: setup ## Start Mission Control on http://localhost:8000 (HOST, PORT and DATA_DIR change that)
	@exec $(BIN)/mission-control serve

.PHONY: demo
demo: setup ## Start it with an organization and a small fleet at work
	@exec $(BIN)/mission-control demo

.PHONY: setup
setup: $(STAMPS)/editable web ## Install what is missing: .venv, locked dependencies, built user interface

##@ Work on it

.PHONY: test
test: setup-test test-web ## Run all tests
	@CHROMIUM_PATH="$$(scripts/chromium.sh --find || true)" $(BIN)/pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder $(PYTEST_ARGS)

.PHONY: test-fast
test-fast: setup $(STAMPS)/dev ## Run the tests that need no browser, no gateway and little time
	@$(BIN)/pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder -m "not (e2e or faults or gateway or slow)" $(PYTEST_ARGS)

.PHONY: setup-test
setup-test: setup $(STAMPS)/dev ## Install what the tests need, a gateway and, where that is allowed, a browser included
	@scripts/gateway.sh --install & gateway=$$!; scripts/chromium.sh --install; browser=$$?; \
	  wait $$gateway && exit $$browser

.PHONY: check
check: check-python check-web check-generated ## Format, lint, types, imports, generated files

.PHONY: format
format: $(STAMPS)/dev ## Put the Python code into shape
	@$(BIN)/ruff check --fix --quiet .
	@$(BIN)/ruff format .

.PHONY: check-python
check-python: $(STAMPS)/dev
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

.PHONY: bench
bench: setup $(STAMPS)/dev $(STAMPS)/served ## Measure speed against the figures in benchmarks/
	@SERVER_PYTHON=$(CURDIR)/$(SERVED)/bin/python $(BIN)/python -m benchmarks $(BENCH_ARGS)

# Each round begins with agents from nothing; the seed says when they are killed at it.
SOAK_GATEWAY ?= 20
SOAK_SERVER  ?= 20
SOAK_BOTH    ?= 10
SOAK_WORKERS ?= 2
SOAK_SEED    ?= $(shell date +%s)

.PHONY: soak
soak: setup-test ## Kill gateways and servers at random moments, again and again
	@echo "SOAK_SEED=$(SOAK_SEED)"
	@SOAK_GATEWAY=$(SOAK_GATEWAY) SOAK_SERVER=$(SOAK_SERVER) SOAK_BOTH=$(SOAK_BOTH) SOAK_WORKERS=$(SOAK_WORKERS) \
	  SOAK_SEED=$(SOAK_SEED) $(BIN)/pytest -s tests/gateway/test_soak.py $(PYTEST_ARGS)

IDLE_AGENTS  ?= 20
IDLE_SECONDS ?= 600

.PHONY: idle
idle: setup-test ## See that a fleet with nothing to do calls no model
	@IDLE_AGENTS=$(IDLE_AGENTS) IDLE_SECONDS=$(IDLE_SECONDS) $(BIN)/pytest -s tests/gateway/test_gateway.py -k idle $(PYTEST_ARGS)

.PHONY: wheel
wheel: setup ## Build dist/*.whl, which needs no Node where it is installed
	@test -f $(STATIC)/index.html || { echo "No user interface has been built: a wheel would lack it." >&2; exit 1; }
	@rm -rf dist
	@$(BIN)/python -m hatchling build -t wheel

.PHONY: lock
lock: $(STAMPS)/dev ## Pin all Python dependencies anew (LOCK_ARGS=--upgrade takes the newest)
	@scripts/lock.sh $(LOCK_ARGS)

.PHONY: clean
clean: ## Remove everything that was built or installed; the data folder stays
	@rm -rf $(VENV) dist build web/node_modules web/dist $(STATIC) test-results \
	  .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	@find src tests -name __pycache__ -type d -prune -exec rm -rf {} +

# --- Python ----------------------------------------------------------------------------------------------------

$(STAMPS)/venv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Python 3.11 or newer is needed; $(PYTHON) is $$($(PYTHON) --version 2>&1). Try: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	@echo "Creating $(VENV)"
	@$(PYTHON) -m venv $(VENV) || { echo "The venv module is missing (on Debian: apt-get install python3-venv)." >&2; exit 1; }
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/runtime: requirements.lock requirements-build.lock | $(STAMPS)/venv
	@echo "Installing the locked dependencies"
	@$(PIP) install --require-hashes -r requirements.lock -r requirements-build.lock
	@touch $@

# The dependencies are already there, so this asks no index.
$(STAMPS)/editable: pyproject.toml $(STAMPS)/runtime
	@$(PIP) install --no-deps --no-index --no-build-isolation --editable .
	@touch $@

$(STAMPS)/dev: requirements-dev.lock | $(STAMPS)/editable
	@echo "Installing the development tools"
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@

# What servers have where nobody develops: libraries load what they find, and development tools bring more of it.
SERVED := $(VENV)/served
$(STAMPS)/served: requirements.lock requirements-build.lock pyproject.toml | $(STAMPS)/editable
	@echo "Installing what is measured"
	@$(BIN)/python -m venv $(SERVED)
	@$(PIP) --python $(SERVED) install --require-hashes -r requirements.lock -r requirements-build.lock
	@$(PIP) --python $(SERVED) install --no-deps --no-index --no-build-isolation --editable .
	@touch $@

# --- web -------------------------------------------------------------------------------------------------------

.PHONY: web check-web test-web
ifeq ($(wildcard web/package.json),)
web check-web test-web:
	@echo "web/ has no package.json: the user interface is left out."
else
# Folders are listed too: their time tells of removed files.
WEB_SOURCES := $(shell find web/src web/public web/build -type d -o -type f 2>/dev/null) \
  $(wildcard web/index.html web/package.json web/.npmrc web/*.config.ts web/*.config.js web/tsconfig*.json web/components.json)

web: $(STATIC)/index.html

$(STATIC)/index.html: web/node_modules/.package-lock.json $(WEB_SOURCES)
	@echo "Building the user interface"
	@cd web && npm run --silent build -- --logLevel warn
	@rm -rf $(STATIC) && mkdir -p $(STATIC) && cp -R web/dist/. $(STATIC)/ && touch $@

# npm itself writes this file, so a developer's own `npm install` counts too.
web/node_modules/.package-lock.json: web/package.json web/package-lock.json
	@command -v npm >/dev/null || { echo "Node 20.19 or newer with npm is needed to build the user interface." >&2; exit 1; }
	@node -e 'const [major, minor] = process.versions.node.split("."); process.exit(major * 100 + +minor >= 2019 ? 0 : 1)' || { \
	  echo "Node 20.19 or newer is needed; this is $$(node --version)." >&2; exit 1; }
	@echo "Installing the locked packages of web/"
	@cd web && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

check-web: web/node_modules/.package-lock.json
	@cd web && npm run --silent lint && npm run --silent typecheck

test-web: web/node_modules/.package-lock.json
	@cd web && npm test --silent
endif

# --- generated files -------------------------------------------------------------------------------------------

WEB_PACKAGES := $(if $(wildcard web/package.json),web/node_modules/.package-lock.json)

.PHONY: generate
generate: $(STAMPS)/editable $(WEB_PACKAGES) ## Write the generated files anew: pages of docs/, API document and types of web/
	@scripts/generated.sh write

.PHONY: promise
promise: generate ## At a release: hold later changes of the API against the present document (tests/contract/released.json)
	@$(BIN)/python -m tests.contract.promises

.PHONY: check-generated
check-generated: $(STAMPS)/editable $(WEB_PACKAGES)
	@scripts/generated.sh check
