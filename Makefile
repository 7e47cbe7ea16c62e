.DEFAULT_GOAL := help
VENV := .venv
BIN := $(VENV)/bin

help:  ## What there is to do
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 16

$(VENV)/ready: requirements.txt pyproject.toml
	python3 -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check "uv>=0.8"
	$(BIN)/uv pip sync --quiet --python $(BIN)/python --require-hashes requirements.txt
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	touch $@

run: $(VENV)/ready  ## Answer calls on this machine: embedded store, demo data, simulator
	$(BIN)/linja run

# Tests that start many processes and wait for them run after the others: they would take the
# processor from calls that other tests hold to their deadlines. The longest come first.
ALONE := tests/chaos tests/ivr/run tests/ladder tests/ivr/queue tests/ivr/api \
	tests/ivr/messages/test_killed.py tests/ivr/agent_legs/test_killed.py

test: $(VENV)/ready  ## Every test that needs no browser
	$(BIN)/python -m pytest -q --numprocesses auto $(ALONE:%=--ignore=%)
	$(BIN)/python -m pytest -q --numprocesses 3 --dist loadfile --no-loadscope-reorder $(ALONE)

test-browser: $(VENV)/ready  ## The tests in Chromium, which is installed if there is none
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes --requirement requirements-browser.txt
	$(BIN)/python -m tests.browser.chromium
	$(BIN)/python -m pytest -q --numprocesses 2 tests/browser

test-deploy: $(VENV)/ready  ## What is in deploy/, by nginx, Caddy, systemd, promtool and others from Debian
	$(BIN)/python -m tests.deploy.installed.debian
	$(BIN)/python -m pytest -q tests/deploy/installed

soak: $(VENV)/ready  ## Kill each process at every line on a callback's way, one by one, then by chance: half an hour
	$(BIN)/python -m pytest -q tests/chaos/soak

bench: $(VENV)/ready  ## Measure against a floor in the same run; BENCH="--small" for a quick look
	$(BIN)/python -m bench $(BENCH)

storm: $(VENV)/ready  ## Half a million customers and a storm, ten minutes; SCALE=0.05 for half a minute
	$(BIN)/python -m bench.tempest $(SCALE:%=--scale %)

check: $(VENV)/ready  ## Format, lint, types, layers, flows, reference
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy --num-workers 2
	$(BIN)/lint-imports --no-cache
	$(BIN)/linja flow check flows/library/*.yaml
	$(BIN)/python -m ivr.reference --check docs/reference

audit: $(VENV)/ready  ## Look for known mistakes in our code, and for known holes in what it uses
	$(BIN)/uv tool run bandit --quiet --severity-level medium --configfile pyproject.toml --recursive flows routing outage_feed ivr
	$(BIN)/uv tool run pip-audit --strict --disable-pip --require-hashes --requirement deploy/docker/requirements.txt

sbom: $(VENV)/ready  ## Write sbom.json: what the image is made of, as CycloneDX
	$(BIN)/uv tool run --from cyclonedx-bom cyclonedx-py requirements deploy/docker/requirements.txt --output-file sbom.json

reference: $(VENV)/ready  ## Make docs/reference/ anew from the code
	$(BIN)/python -m ivr.reference docs/reference

format: $(VENV)/ready  ## Put the code in its format
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock: $(VENV)/ready  ## Renew requirements.txt from pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --upgrade --no-header --group dev --output-file requirements.txt pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --upgrade --no-header --group browser --constraints requirements.txt --output-file requirements-browser.txt
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --extra postgresql --constraints requirements.txt --output-file deploy/docker/requirements.txt pyproject.toml deploy/docker/build.in

.PHONY: help run test test-browser test-deploy soak bench storm check audit sbom reference format lock
