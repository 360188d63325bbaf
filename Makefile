# The commands that people use. Each installs what it needs; nothing is done twice.
PYTHON ?= python3
BIN := .venv/bin
OUT := tests/output

.PHONY: run test check bench proofs format screenshots pictures clean
.DEFAULT_GOAL := run

run: .venv/.run
	@exec $(BIN)/brownboard serve

test: .venv/.run .venv/.test node_modules/.made .venv/.system
	@tools/steps static python / browser / stores proofs room

check: .venv/.run .venv/.test node_modules/.made
	@tools/steps static unit

bench: .venv/.run .venv/.test .venv/.bench tests/bench/peers/node_modules/.made tests/lighthouse/node_modules/.made
	@$(BIN)/python -m tests.bench $(BENCH)

# The proofs in their full length; `make test` has a short form of each.
proofs: export DURABILITY_ROUNDS = 50
proofs: export CONVERGENCE_SEEDS = 200
proofs: export HOSTILE_FRAMES = 50000
proofs: export CRAWL_SECONDS = 60
proofs: export WIDE_BOARD_BYTES = 2000000
proofs: export WIDE_BOARD_RATE = 32000
proofs: export WORKSHOP_STORES = embedded shared
proofs: export CHAOS_FAULTS ?= 50
proofs: .venv/.run .venv/.test node_modules/.made .venv/.system
	@tools/needs faketime || echo "No clock is set while everything goes wrong."
	@tools/steps proofs workshop

format: .venv/.test
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix .

screenshots: .venv/.run .venv/.test .venv/.system
	@$(BIN)/python -m tests.browser.screenshots

# The six pictures that tests/browser/test_visual.py compares with, as the product looks now.
pictures: .venv/.run .venv/.test .venv/.system
	@RENEW_PICTURES=1 $(BIN)/python -m pytest --quiet tests/browser/test_visual.py

clean:
	rm -rf .venv node_modules $(OUT)

# The marks of what is done lie in the folders they speak of, so that deleting a folder is enough to have it made anew.
.venv/.made:
	@$(PYTHON) -c 'import sys; sys.exit("Brownboard needs Python 3.11 or later, this is " + sys.version.split()[0]) if sys.version_info < (3, 11) else None'
	@$(PYTHON) -m venv .venv || { echo "The venv module is missing: on Debian, apt-get install python3-venv"; exit 1; }
	@touch $@

.venv/.run: pyproject.toml .venv/.made
	@$(BIN)/pip install --quiet --disable-pip-version-check --editable .
	@touch $@

.venv/.test: pyproject.toml .venv/.run
	@$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[test]'
	@touch $@

.venv/.bench: pyproject.toml .venv/.test
	@tools/needs redis-server chromium
	@$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[bench]'
	@touch $@

# Who can't be installed on this machine is named in the table as not measured.
tests/bench/peers/node_modules/.made: tests/bench/peers/package-lock.json
	@tools/needs node npm
	@npm ci --silent --no-audit --no-fund --prefix tests/bench/peers && touch $@ || echo "The peers of Node could not be installed"

tests/lighthouse/node_modules/.made: tests/lighthouse/package-lock.json
	@tools/needs node npm
	@npm ci --silent --no-audit --no-fund --prefix tests/lighthouse && touch $@ || echo "Lighthouse could not be installed"

node_modules/.made: package-lock.json tools/needs
	@tools/needs node npm
	@npm ci --silent --no-audit --no-fund
	@touch $@

.venv/.system: tools/needs .venv/.made
	@tools/needs chromium postgres redis-server nginx
	@touch $@
