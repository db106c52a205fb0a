"""Set the suite up: a clock that can be moved, and one temporary folder a process."""

from __future__ import annotations

import datetime as dt
import gc
import logging
import os
import tempfile
from pathlib import Path

from django.conf import settings
from django.db.backends.signals import connection_created

import hypothesis
import pytest

from releases.management.catalogues.compiling import compile_catalogues
from tests import clock
from tests.examples import PROFILE, REPEATABLE, examples
from tests.rendered_templates import leave_widgets_unnoted
from tests.shared_folder import SHARED_FOLDER

# Playwright keeps an event loop in the thread of the test that uses it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

SCRATCH = tempfile.TemporaryDirectory(prefix="irsite-tests-")
# Of the process that starts the others, which inherit it.
os.environ.setdefault(SHARED_FOLDER, SCRATCH.name)


def pytest_configure(config: pytest.Config) -> None:
    """Change the settings for tests, before anything reads them."""
    config.addinivalue_line(
        "markers", "slow: starts a browser or a server, or takes seconds; runs first"
    )
    config.addinivalue_line(
        "markers", "owner: only the owner of a PostgreSQL database can run it"
    )
    # CI repeats itself; people's machines try other examples each time.
    hypothesis.settings.register_profile(
        PROFILE, max_examples=examples(15), deadline=None, derandomize=REPEATABLE
    )
    hypothesis.settings.load_profile(PROFILE)
    settings.VAR = Path(SCRATCH.name)
    settings.PRIVATE_ROOT = Path(SCRATCH.name) / "private"
    settings.STORAGES = {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": settings.PRIVATE_ROOT, "base_url": None},
        },
        "staticfiles": {
            "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        },
    }
    # Fonts take two seconds to make, so all processes and runs share them.
    generated = str(config.rootpath / ".pytest_cache" / "generated")
    settings.IRSITE_GENERATED_FILES = generated
    settings.LOCALE_PATHS = [Path(generated) / "locale"]
    compile_catalogues()
    os.environ["IRSITE_GENERATED_FILES"] = generated
    settings.STATIC_ROOT = Path(SCRATCH.name) / "static"
    settings.STATIC_ROOT.mkdir()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # In this process: tests/pdf/test_isolated_typesetting.py starts others.
    settings.PDF_TYPESETTER = "releases.pdf.typesetting.typeset"
    # A developer's environment must change no test.
    settings.IRSITE_ONE_PERSON_DESK = False
    settings.IRSITE_SECOND_FACTOR_GROUPS = []
    settings.IRSITE_SESSION_IDLE_MINUTES = 30
    settings.ALLOWED_HOSTS = ["localhost", "127.0.0.1"]  # Django adds testserver
    settings.IRSITE_DOMAIN = "testserver"
    settings.IRSITE_URL = "http://testserver"
    settings.IRSITE_SECURITY_CONTACT = ["mailto:security@example.com"]
    settings.IRSITE_SECURITY_EXPIRES = dt.datetime(2099, 1, 1, tzinfo=dt.UTC)
    settings.IRSITE_SECURITY_POLICY = []
    settings.IRSITE_SECURITY_ENCRYPTION = []
    settings.IRSITE_FILE_DELIVERY = "app"
    settings.IRSITE_NGINX_CACHE = False
    settings.BEHIND_PROXY = False
    settings.IRSITE_SMTP_URL = settings.IRSITE_MAIL_BOUNCES = ""
    settings.IRSITE_ALERTS = False
    settings.IRSITE_BACKUP_REMINDERS = False
    settings.IRSITE_MAIL_FROM = "alerts@testserver.example"
    settings.IRSITE_MAIL_PROVIDER = settings.IRSITE_MAIL_PROVIDER_SECRET = ""
    settings.IRSITE_WEBSUB_HUB = ""
    settings.IRSITE_DKIM_KEY = settings.IRSITE_DKIM_SELECTOR = ""
    settings.IRSITE_DKIM_DOMAIN = "testserver.example"
    settings.IRSITE_MAIL_CONTENT = "full"
    settings.IRSITE_MAIL_PER_SECOND = 0
    settings.IRSITE_PAGE_CACHES = []
    settings.IRSITE_WAKES_WORKERS = False
    # The tests that wake workers look at what is queued.
    dummy = {"BACKEND": "django_tasks.backends.dummy.DummyBackend", "QUEUES": []}
    settings.TASKS = {"default": dummy}
    # Many tests send requests that are refused.
    logging.getLogger("django.request").setLevel(logging.ERROR)
    leave_widgets_unnoted()
    clock.install_movable_clock()
    connection_created.connect(clock.register_clock)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the slow tests first, so that no worker is left alone with one at the end."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """Let the garbage collector pass over what lives as long as the process."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Delete the temporary folder."""
    SCRATCH.cleanup()
