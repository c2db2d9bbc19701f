# A thin door to Nightmail: what each target needs is set up first. `make` alone lists them.

OLDEST_TO_NEWEST := (3, 11) <= sys.version_info[:2] <= (3, 14)
PYTHON ?= $(shell for name in python3 python3.13 python3.12 python3.11 python3.14 python; do \
	"$$name" -c 'import sys; sys.exit(not $(OLDEST_TO_NEWEST))' 2>/dev/null && command -v "$$name" && break; done)
VENV ?= .venv
PROGRAMS := $(if $(filter Windows_NT,$(OS)),Scripts,bin)
BIN := $(VENV)/$(PROGRAMS)
BUNDLE_BIN := $(VENV)-bundle/$(PROGRAMS)
HAS_DISPLAY := $(or $(filter Windows_NT,$(OS)),$(filter Darwin,$(shell uname -s)),$(DISPLAY),$(WAYLAND_DISPLAY))
TESTS ?= tests
# Tools that judge, each heavy, in an environment of their own.
JUDGES := out/judges
HOUSE_RULES := tests/unit/house

.PHONY: help run demo stack test check bench screenshots constraints package package-check release worker-check worker-lint audit licences sbom clean
.PHONY: setup-run setup-dev setup-bundle find-python
.NOTPARALLEL:

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' $(firstword $(MAKEFILE_LIST))

run: setup-run ## set up everything, then open the app; with no display, run the demonstration
	@"$(BIN)/nightmail" $(if $(HAS_DISPLAY),desktop,demo)

demo: setup-run ## schedule, send and verify one message by itself, in a throw-away profile
	@"$(BIN)/nightmail" demo

stack: setup-run ## a project to try the cloud side on: Supabase's own stack where Docker runs, else the stand-in
	@if docker info >/dev/null 2>&1 && command -v npx >/dev/null; then npx --yes supabase start; else \
	echo "Supabase's own stack needs Docker and npx, which are not both here. The stand-in on loopback serves instead; Ctrl+C ends it." >&2; \
	"$(BIN)/python" -m tests.supabase_stack; fi

test: setup-dev ## set up everything, then run all tests (TESTS=path: only those)
	@"$(BIN)/python" -m pytest -n 2 --dist worksteal $(TESTS)

check: setup-dev ## format, lint, types, import directions and the rules of the house
	@code=0; \
	"$(BIN)/ruff" format --check --output-format concise . || code=1; \
	"$(BIN)/ruff" check . || code=1; \
	"$(BIN)/mypy" || code=1; \
	"$(BIN)/lint-imports" --no-logo || code=1; \
	"$(BIN)/python" -m pytest --quiet $(HOUSE_RULES) || code=1; \
	exit $$code

bench: setup-dev ## measure; prints one JSON object of figures
	@"$(BIN)/python" -m tests.benchmarks

screenshots: setup-dev ## draw the pictures in packaging/screenshots anew
	@FIRST_RUN_SHOTS=packaging/screenshots/first-run QT_QPA_PLATFORM=offscreen \
	"$(BIN)/python" -m pytest --quiet tests/journeys/test_first_run.py -k fresh_person
	@QT_QPA_PLATFORM=offscreen "$(BIN)/python" -m tests.unit.desktop.screenshots packaging/screenshots

constraints: setup-dev ## pin every dependency anew, with hashes (UPGRADE=1: to the newest allowed)
	@UPGRADE="$(UPGRADE)" "$(BIN)/python" packaging/constraints/compile.py
	@"$(PYTHON)" packaging/bootstrap.py dev --venv "$(VENV)"
	@"$(BIN)/python" packaging/supply/licences.py

licences: setup-dev ## list anew what ships, with its licences (About shows it)
	@"$(BIN)/python" packaging/supply/licences.py

sbom: setup-dev $(JUDGES)/.ready ## write bills of materials (CycloneDX) to dist/, held against their schema
	@"$(BIN)/python" packaging/supply/bill.py dist
	@"$(JUDGES)/bin/python" packaging/supply/validate.py dist/nightmail-desktop.cdx.json dist/nightmail-worker.cdx.json

package: setup-bundle ## make the installers of this system in dist/, and print what they weigh
	@"$(BUNDLE_BIN)/python" packaging/desktop/package.py

release: find-python ## set the version, gather the changelog, commit, tag, and package it: make release VERSION=1.2.3
	@"$(PYTHON)" packaging/release/release.py "$(VERSION)"
	@"$(MAKE)" package || "$(PYTHON)" packaging/release/release.py --undo "$(VERSION)"

package-check: setup-dev ## install the .deb in a bare Debian, start it on a screen of its own and send mail from it (root, debootstrap)
	@"$(BIN)/python" -m tests.packaging.desktop_root

worker-check: setup-dev ## make the worker's container by its Dockerfile's steps and send mail from it (root, debootstrap)
	@"$(BIN)/python" -m tests.packaging.worker_root

worker-lint: $(JUDGES)/.ready ## let the tools that know each format judge the worker's deploy files
	@PATH="$(CURDIR)/$(JUDGES)/bin:$$PATH" sh packaging/worker/lint.sh

audit: $(JUDGES)/.ready ## ask the known-weakness database about every package that ships (needs the network)
	@"$(JUDGES)/bin/python" packaging/supply/audit.py

$(JUDGES)/.ready: packaging/constraints/judges.txt | find-python
	@"$(PYTHON)" -m venv --clear "$(JUDGES)"
	@"$(JUDGES)/bin/pip" install --quiet --disable-pip-version-check --require-hashes --requirement $<
	@touch $@

clean: ## remove the environment and everything made here
	rm -rf "$(VENV)" "$(VENV)-bundle" build dist out .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

setup-run setup-dev: setup-%: find-python
	@"$(PYTHON)" packaging/bootstrap.py $* --venv "$(VENV)"

setup-bundle: find-python
	@"$(PYTHON)" packaging/bootstrap.py bundle --venv "$(VENV)-bundle"

find-python:
	@test -n "$(PYTHON)" || { \
	echo "Nightmail needs Python 3.11 to 3.14, and none is on the PATH. Install one (Debian, Ubuntu: apt-get install python3 python3-venv)" >&2; \
	echo "or name it: make $(firstword $(MAKECMDGOALS)) PYTHON=/path/to/python3" >&2; exit 1; }
