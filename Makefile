# The four commands that people use. Each installs what it needs; nothing is done twice.
PYTHON ?= python3
BIN := .venv/bin
OUT := tests/output

.PHONY: run test check bench format screenshots clean
.DEFAULT_GOAL := run

run: .make/run
	@exec $(BIN)/brownboard serve

test: .make/run .make/test .make/node .make/system
	@tools/steps static python browser proofs

check: .make/run .make/test .make/node
	@tools/steps static unit

bench: .make/run .make/test .make/node
	@$(BIN)/python -m tests.bench

format: .make/test
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix .

screenshots: .make/run .make/test .make/system
	@$(BIN)/python -m tests.browser.screenshots

clean:
	rm -rf .venv .make node_modules $(OUT)

# A folder that no longer answers (a moved checkout, another Python) is made anew.
.make/venv:
	@$(PYTHON) -c 'import sys; sys.exit("Brownboard needs Python 3.11 or later, this is " + sys.version.split()[0]) if sys.version_info < (3, 11) else None'
	@$(PYTHON) -m venv .venv || { echo "The venv module is missing: on Debian, apt-get install python3-venv"; exit 1; }
	@mkdir -p .make && touch $@

.make/run: pyproject.toml .make/venv
	@$(BIN)/pip install --quiet --disable-pip-version-check --editable .
	@touch $@

.make/test: pyproject.toml .make/run
	@$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[test]'
	@touch $@

.make/node: package-lock.json tools/needs
	@tools/needs node npm
	@npm ci --silent --no-audit --no-fund
	@touch $@

.make/system: tools/needs
	@mkdir -p .make && tools/needs chromium
	@touch $@
