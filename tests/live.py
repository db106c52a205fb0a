"""Tests that commit, and tests against a real server, with the real clock of the database."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import connection
from django.test import LiveServerTestCase, TransactionTestCase

from releases.models import RowChange
from releases.record import row_changes
from releases.record.triggers import installation


class CommittingTestCase(TransactionTestCase):
    """Commit for real, and leave the database as the migrations left it.

    Django restores the rows of the migrations before the next test that asks for them;
    here they are restored after each test, so that tests may run in any order.
    """

    serialized_rollback = True  # the flush sends no post_migrate signal

    @classmethod
    def _fixture_setup(cls) -> None:
        """Load nothing: the migrations' rows are there."""

    def _fixture_teardown(self) -> None:
        installation.thaw(connection)
        super()._fixture_teardown()  # type: ignore[misc]  # Django's, unknown to the stubs
        rows = connection._test_serialized_contents  # type: ignore[attr-defined]  # noqa: SLF001 - Django's own restores from it
        connection.creation.deserialize_db_from_string(rows)
        # Rows restored with other ids must not count as changes.
        RowChange.objects.all().delete()
        row_changes.record_existing_rows(apps, connection)
        installation.freeze(apps, connection)


class NewsroomLiveTestCase(CommittingTestCase, LiveServerTestCase):
    """Serve the site on a port of its own, by threads."""

    host = "localhost"

    def setUp(self) -> None:
        super().setUp()
        self.settings_here: Any = self.settings(
            SESSION_COOKIE_SECURE=False, CSRF_COOKIE_SECURE=False
        )
        self.settings_here.enable()
        self.addCleanup(self.settings_here.disable)
