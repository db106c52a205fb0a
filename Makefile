# irsite. `make help` lists what there is to do.

PORT ?= 8000
ADDRESS = http://127.0.0.1:$(PORT)
# Of the page of mails that the demo sends, and of the server that takes them.
MAIL_PORT = $(shell expr $(PORT) + 1)
SMTP_PORT = $(shell expr $(PORT) + 2)
PYTHON ?= python3
BIN = .venv/bin
# The tests start Python some hundred times: what is compiled once is kept, wherever they run.
export PYTHONDONTWRITEBYTECODE =
TEMPLATES = $$(find templates -name '*.html')
CATALOGUE = locale/en/LC_MESSAGES/django.po
# The demo speaks plain HTTP on this machine alone, lets one person publish alone, and
# asks nobody for a second factor. Nobody backs it up. Its PDF in Japanese needs fonts-noto-cjk.
DEMO = IRSITE_HTTPS=false IRSITE_URL=$(ADDRESS) IRSITE_MAIL_FROM=alerts@larkmoor.example.com IRSITE_ONE_PERSON_DESK=true IRSITE_SECOND_FACTOR_GROUPS= IRSITE_BACKUP_REMINDERS=false IRSITE_SECRET_KEY="$$(cat var/secret-key)" IRSITE_FONTS=$(wildcard /usr/share/fonts/opentype/noto)

.PHONY: help demo setup test test-all quick checks format lint types layers messages \
	catalogue migrations settings deploy lock audit sqlite postgresql debian pictures clean

help: ## List the targets
	@grep -E '^[a-z-]+:.*##' Makefile | sed 's/:.*## /\t/' | awk -F '\t' '{printf "  make %-12s %s\n", $$1, $$2}'

demo: setup ## Load the demo newsroom and serve it (make demo PORT=9000 elsewhere)
	@echo "  The mails     http://127.0.0.1:$(MAIL_PORT)/"
	@echo
	@echo "  Press Ctrl-C to stop. All but the mails stays in var/ for the next run."
	@echo
	@$(DEMO) $(BIN)/python manage.py demo_mailbox --smtp-port $(SMTP_PORT) --page-port $(MAIL_PORT) & \
	trap "kill $$!" EXIT; \
	$(DEMO) IRSITE_SMTP_URL=smtp://127.0.0.1:$(SMTP_PORT) $(BIN)/python manage.py serve --bind 127.0.0.1:$(PORT)

setup: .venv/ready var/secret-key ## Install what is needed and load the demo newsroom
	@$(DEMO) $(BIN)/python manage.py demo --address $(ADDRESS)

# uv takes seconds where pip takes a minute. It does not read pip.conf: where it finds no
# package, pip looks.
PIP = $(BIN)/pip install --quiet --disable-pip-version-check
UV = $$(grep --only-matching '^uv==[0-9.]*' requirements-dev.txt)
.venv/ready: requirements.txt requirements-dev.txt
	@echo "Installing the packages of requirements-dev.txt into .venv ..."
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(PIP) $(UV)
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --requirement requirements-dev.txt \
		|| $(PIP) --requirement requirements-dev.txt
	@touch $@

var/secret-key: .venv/ready
	@umask 077; mkdir -p var; test -s $@ || $(BIN)/python -c "import secrets; print(secrets.token_urlsafe(50))" > $@

# The tests of both engines at once: waiting for servers, browsers and clocks leaves time on the
# cores. Each engine prints when it is done.
test: ## Run everything that CI runs
	@$(MAKE) --jobs=3 --output-sync=target checks
	@$(MAKE) --jobs=2 --output-sync=target sqlite postgresql

test-all: export IRSITE_TEST_PROFILE = nightly
test-all: test ## Run all tests on both engines, with many more examples: every night and before a release
	$(PYTEST) $(CORES) -p tests.site_role

quick: .venv/ready format lint types layers ## Check the code, and run the tests that need no browser, no server and one engine
	$(PYTEST) $(CORES) -m "not slow"

checks: types debian catalogue format lint layers migrations deploy ## Check everything but the tests, the longest first

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

# Texts without line numbers and dates, so that the file changes with the texts alone.
messages: .venv/ready debian ## Write the catalogue of the English texts (manage.py catalogue writes those of translations)
	IRSITE_VAR=$$(mktemp -d) $(BIN)/python manage.py makemessages --locale en --extension html,xml,py \
		--no-location --no-obsolete --no-wrap --ignore bench --ignore tests --ignore docs --ignore var
	@sed -i '/^"POT-Creation-Date/d' $(CATALOGUE)

catalogue: .venv/ready debian ## Check that the catalogue has the texts of the code
	@command -v xgettext >/dev/null || { test "$$CI" != true; exit; }; \
	before=$$(sha256sum $(CATALOGUE)); $(MAKE) --silent messages; \
	test "$$before" = "$$(sha256sum $(CATALOGUE))" || \
		{ echo "$(CATALOGUE) was out of date. It is rewritten now: commit it."; exit 1; }

migrations: .venv/ready ## Check that models and migrations agree
	IRSITE_VAR=$$(mktemp -d) $(BIN)/python manage.py makemigrations --check --dry-run

settings: .venv/ready ## Write docs/settings.md and ops/irsite.env.example from irsite/variables.py
	$(BIN)/python -m irsite.settings_reference

deploy: .venv/ready ## Check the settings as production would have them
	IRSITE_VAR=$$(mktemp -d) IRSITE_SECRET_KEY=$$($(BIN)/python -c "import secrets; print(secrets.token_urlsafe(60))") \
		IRSITE_ALLOWED_HOSTS=ir.example.com IRSITE_DOMAIN=ir.example.com IRSITE_BEHIND_PROXY=true IRSITE_SIGNING_COMMAND=sign IRSITE_BACKUP_REMINDERS=false \
		sh -c '$(BIN)/python manage.py compile_catalogues && $(BIN)/python manage.py check --deploy --fail-level WARNING'

# What is run rarely, in an environment of its own.
TOOLS = var/tools
$(TOOLS)/ready: requirements-audit.txt
	$(PYTHON) -m venv --clear $(TOOLS)
	$(TOOLS)/bin/pip install --quiet --disable-pip-version-check --requirement requirements-audit.txt
	@touch $@

# For every system and Python that irsite runs on. A package that is locked already keeps
# its version, until requirements.txt needs another.
LOCK = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-annotate --custom-compile-command "make lock"
lock: .venv/ready ## Write the exact packages and hashes that a site installs (requirements.lock)
	$(LOCK) requirements.txt --output-file requirements.lock
	$(LOCK) requirements-rq.txt --constraint requirements.lock --output-file requirements-rq.lock
	$(LOCK) requirements-sentry.txt --constraint requirements.lock --output-file requirements-sentry.lock

# The site's packages in an environment of their own, so that the list has nothing else.
AUDIT = var/audit
audit: $(TOOLS)/ready ## List the site's packages (var/audit/sbom.json), and look up known vulnerabilities
	@mkdir -p $(AUDIT) && rm -f $(AUDIT)/audit.json
	$(PYTHON) -m venv --clear --without-pip $(AUDIT)/site
	$(TOOLS)/bin/pip --python $(AUDIT)/site install --quiet --disable-pip-version-check \
		--require-hashes --requirement requirements.lock \
		--requirement requirements-rq.lock --requirement requirements-sentry.lock
	$(TOOLS)/bin/cyclonedx-py environment --output-reproducible --of JSON --output-file $(AUDIT)/sbom.json $(AUDIT)/site
	$(TOOLS)/bin/pip --python $(AUDIT)/site freeze --disable-pip-version-check > $(AUDIT)/installed.txt
	-$(TOOLS)/bin/pip-audit --no-deps --disable-pip --progress-spinner off --requirement $(AUDIT)/installed.txt \
		--format json --output $(AUDIT)/audit.json 2> $(AUDIT)/pip-audit.log
	@$(PYTHON) ops/read_audit.py $(AUDIT)/audit.json

# One process for each core, a class of tests staying whole on one of them.
CORES = --numprocesses=logical --dist=loadscope --no-loadscope-reorder
PYTEST = $(BIN)/python -m pytest
# Each worker of pytest-xdist is measured; the filters pass over what measuring warns of.
COVERAGE = .coverage.json
MEASURED = $(BIN)/python -m slipcover --json --out $(COVERAGE) -m pytest $(CORES) -p tests.every_template \
	-W "ignore::pytest.PytestAssertRewriteWarning" -W "ignore:Unable to activate:RuntimeWarning"
# What knows its engine: tests/test_house_rules.py says which tests must be here. All
# tests run on PostgreSQL every night.
ENGINE = tests/record tests/desk tests/management tests/readers tests/alerts \
	tests/embargo/test_search.py tests/embargo/test_wall_clock.py \
	tests/pagecache/test_change_detection.py tests/pagecache/test_connection_pool.py \
	tests/pagecache/test_failures.py tests/pagecache/test_host_problems.py \
	tests/pagecache/test_record_watcher.py tests/pagecache/test_startup.py \
	tests/text/test_error_log.py tests/test_constraints.py \
	tests/workspace/test_concurrent_saves.py
# Of those folders, what asks the database through the ORM alone: every night too.
NIGHTLY = alerts/test_bounces.py alerts/test_digest.py alerts/test_dkim.py \
	alerts/test_event_mail.py alerts/test_failed_mails.py alerts/test_invitations.py \
	alerts/test_killed_couriers.py alerts/test_languages.py alerts/test_mail_tests.py \
	alerts/test_mime.py alerts/test_release_mail.py alerts/test_reminders.py \
	alerts/test_sent_mark.py alerts/test_smtp.py desk/checks desk/test_changing.py \
	desk/test_emergency.py desk/test_every_order.py desk/test_export.py \
	desk/test_external_records.py desk/test_hold.py desk/test_languages.py desk/test_publishing.py \
	desk/test_shared_events.py desk/test_site_profile.py management/test_canary.py \
	management/test_couriers.py management/test_deliver.py management/test_demo_mailbox.py \
	management/test_hub_pinger.py management/test_listening.py management/test_mirror.py \
	management/test_operator_port.py management/test_signing_key.py management/test_stop_signals.py \
	management/test_waking.py management/test_worker_link.py readers/test_keys.py \
	record/test_children.py record/test_generation.py record/test_redline.py \
	record/test_release_parts.py record/test_signing.py record/test_verifier.py \
	record/test_verify.py record/test_verify_signatures.py record/test_withdrawal_notices.py
IGNORED = $(addprefix --ignore=tests/,$(NIGHTLY))

sqlite: .venv/ready debian ## Run the tests on SQLite, with branch coverage, and see that every template is rendered
	$(MEASURED)
	$(BIN)/python -m slipcover --merge $(COVERAGE) --out $(COVERAGE) --fail-under 95

postgresql: .venv/ready ## Run the tests that know their database engine on PostgreSQL
	$(PYTEST) -p tests.postgresql $(ENGINE) $(IGNORED)

INSTALL = DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends fonts-liberation gettext
# Without chromium the browser tests are skipped; without gettext the catalogue is not checked.
debian: ## Install Debian's chromium and gettext for the tests, where we are root
	@{ test -x /usr/bin/chromium-headless-shell || test -x /usr/bin/chromium; } && test -x /usr/bin/xgettext || { \
		test "$$(id -u)" = 0 && command -v apt-get >/dev/null \
		&& echo "Installing Debian's chromium and gettext ..." && apt-get update -qq \
		&& { $(INSTALL) chromium-headless-shell >/dev/null || $(INSTALL) chromium >/dev/null; }; } \
		|| echo "There is no chromium or no GNU gettext: some tests are skipped."

pictures: .venv/ready debian ## Make the pictures of the README from the demo newsroom
	$(BIN)/python bench/pictures.py

clean: ## Forget the demo newsroom and the virtual environment
	rm -rf .venv var
