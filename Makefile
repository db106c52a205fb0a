# irsite. `make help` lists what there is to do.

PORT ?= 8000
ADDRESS = http://127.0.0.1:$(PORT)
PYTHON ?= python3
BIN = .venv/bin
TEMPLATES = $$(find templates -name '*.html')
# The demo speaks plain HTTP on this machine alone, lets one person publish alone, and
# asks nobody for a second factor.
DEMO = IRSITE_HTTPS=false IRSITE_URL=$(ADDRESS) IRSITE_ONE_PERSON_DESK=true IRSITE_SECOND_FACTOR_GROUPS= IRSITE_SECRET_KEY="$$(cat var/secret-key)"

.PHONY: help demo setup test format lint types layers migrations deploy pytest \
	sqlite-pages sqlite-rest sqlite-record postgresql-record postgresql-rest chromium clean

help: ## List the targets
	@grep -E '^[a-z]+:.*##' Makefile | sed 's/:.*## /\t/' | awk -F '\t' '{printf "  make %-12s %s\n", $$1, $$2}'

demo: setup ## Load the demo newsroom and serve it (make demo PORT=9000 elsewhere)
	@echo "  Press Ctrl-C to stop. Everything stays in var/ for the next run."
	@echo
	@$(DEMO) $(BIN)/python manage.py serve --bind 127.0.0.1:$(PORT)

setup: .venv/ready var/secret-key ## Install what is needed and load the demo newsroom
	@$(DEMO) $(BIN)/python manage.py demo --address $(ADDRESS)

.venv/ready: requirements.txt
	@echo "Installing the packages of requirements.txt into .venv ..."
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/pip install --quiet --disable-pip-version-check --requirement requirements.txt
	@touch $@

var/secret-key: .venv/ready
	@mkdir -p var
	@umask 077; test -s $@ || $(BIN)/python -c "import secrets; print(secrets.token_urlsafe(50))" > $@

test: .venv/ready format lint types layers migrations deploy pytest ## Everything CI runs

format: .venv/ready ## Check that formatting is as the formatters would have it
	$(BIN)/ruff format --check .
	$(BIN)/djade --check --target-version 5.2 $(TEMPLATES)

lint: .venv/ready ## Lint Python and templates
	$(BIN)/ruff check .
	$(BIN)/djlint --lint --quiet --profile=django templates

types: .venv/ready ## Check types, strictly
	$(BIN)/mypy

layers: .venv/ready ## Check that imports point downwards
	$(BIN)/lint-imports

migrations: .venv/ready ## Check that models and migrations agree
	IRSITE_VAR=$$(mktemp -d) $(BIN)/python manage.py makemigrations --check --dry-run

deploy: .venv/ready ## Check the settings as production would have them
	IRSITE_VAR=$$(mktemp -d) IRSITE_SECRET_KEY=$$($(BIN)/python -c "import secrets; print(secrets.token_urlsafe(60))") \
		IRSITE_ALLOWED_HOSTS=ir.example.com $(BIN)/python manage.py check --deploy --fail-level WARNING

# The suite in five parts, two at a time, the longest first; the desk's pages are about half
# of it. Measuring doubles what a test takes: SQLite's run is measured, and of PostgreSQL's
# what tests the record and the press, since nothing else knows which engine it runs on.
PAGES = tests/admin tests/browser tests/intake
RECORD = tests/record tests/pagecache
all_but = $(foreach part,$(1),--ignore=$(part))
MEASURED = $(BIN)/coverage run --parallel-mode -m pytest

pytest: .venv/ready chromium ## Run the tests on SQLite and on PostgreSQL at once, with branch coverage
	$(BIN)/coverage erase
	$(MAKE) --jobs=2 --output-sync=target sqlite-pages postgresql-rest sqlite-rest postgresql-record sqlite-record
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

sqlite-pages:
	$(MEASURED) $(PAGES)

sqlite-rest:
	$(MEASURED) $(call all_but,$(PAGES) $(RECORD))

sqlite-record:
	$(MEASURED) $(RECORD)

postgresql-record:
	$(MEASURED) -p tests.postgresql $(RECORD)

postgresql-rest:
	$(BIN)/python -m pytest -p tests.postgresql $(call all_but,$(RECORD))

chromium: ## Install Debian's chromium for the browser tests, where we are root
	@if ! test -x /usr/bin/chromium && test "$$(id -u)" = 0 && command -v apt-get >/dev/null; then \
		echo "Installing chromium for the browser tests ..."; \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
			--no-install-recommends chromium fonts-liberation >/dev/null; \
	fi

clean: ## Forget the demo newsroom and the virtual environment
	rm -rf .venv var
