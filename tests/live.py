"""Tests against a real server, with the real clock of the database."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import connection
from django.test import LiveServerTestCase, TransactionTestCase

from releases.models import Trace
from releases.record import row_changes
from releases.record.triggers import installation


class ThawedBetweenTests(TransactionTestCase):
    """Really commits; afterwards thaws the record, flushes, and freezes it again."""

    serialized_rollback = True

    def _fixture_teardown(self) -> None:
        installation.thaw(connection)
        super()._fixture_teardown()  # type: ignore[misc]  # Django's, unknown to the stubs
        installation.freeze(apps, connection)

    @classmethod
    def _fixture_setup(cls) -> None:
        installation.thaw(connection)
        super()._fixture_setup()  # type: ignore[misc]  # the same
        # What came back with other ids is found as if it had always been there.
        Trace.objects.all().delete()
        row_changes.take_stock(apps, connection)
        installation.freeze(apps, connection)


class NewsroomLiveTestCase(ThawedBetweenTests, LiveServerTestCase):
    """The site on a port of its own, served by threads."""

    host = "localhost"

    def setUp(self) -> None:
        super().setUp()
        self.settings_here: Any = self.settings(
            SESSION_COOKIE_SECURE=False, CSRF_COOKIE_SECURE=False
        )
        self.settings_here.enable()
        self.addCleanup(self.settings_here.disable)
