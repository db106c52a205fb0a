"""`manage.py deliver` says what it needs before it starts."""

from __future__ import annotations

from django.core.management import CommandError, call_command
from django.test import SimpleTestCase

import pytest


class TheCommand(SimpleTestCase):
    """Does not start without a mail system, or with a page cache that is none."""

    def test_it_needs_a_mail_system(self) -> None:
        with (
            self.settings(IRSITE_ALERTS=False),
            pytest.raises(CommandError, match="Set IRSITE_SMTP_URL"),
        ):
            call_command("deliver")

    def test_it_needs_the_address_of_a_page_cache(self) -> None:
        with (
            self.settings(IRSITE_ALERTS=True, IRSITE_PAGE_CACHES=[]),
            pytest.raises(CommandError, match="as host:port"),
        ):
            call_command("deliver", page_cache="here")
