# Two commands: `make run` serves the site, `make test` runs everything that guards it.

PORT ?= 8000
PYTHON ?= python3
BIN := .venv/bin

.PHONY: run test lint format browser benchmark lighthouse

run: .venv/runtime
	@PORT=$(PORT) $(BIN)/python -m config.serve

test: .venv/development browser lint
	@$(BIN)/python -m tests.run

lint: .venv/development
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djade --target-version 5.2 --check $$(git ls-files --cached --others --exclude-standard 'templates/*.html')
	DEBUG=0 ALLOWED_HOSTS=crosscheck.example SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(64))') \
		$(BIN)/python -W error -W 'ignore:The FORMS_URLFIELD_ASSUME_HTTPS' manage.py check --deploy --fail-level WARNING

format: .venv/development
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/djade --target-version 5.2 $$(git ls-files 'templates/*.html')

# Chromium for the browser tests: CHROMIUM where it is set, else the system's; on Debian its headless shell is installed.
browser: .venv/development
	@$(BIN)/python -m tests.browser.chromium

.venv/runtime: requirements.txt | .venv/bin/python
	@echo "Installing what the site needs …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

.venv/development: requirements-dev.txt | .venv/bin/python
	@echo "Installing what the tests need …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@ .venv/runtime

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Crosscheck needs Python 3.11 or later; set PYTHON= to one.")'
	@$(PYTHON) -m venv .venv
