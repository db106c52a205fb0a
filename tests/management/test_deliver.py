"""`manage.py deliver` says what it needs before it starts."""

from __future__ import annotations

from types import SimpleNamespace
from unittest import mock

from django.core.management import CommandError, call_command
from django.db import DatabaseError, InterfaceError
from django.test import SimpleTestCase

import pytest

from releases.management.delivering import running
from releases.management.delivering.running import CourierEnd, CourierProcess


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


class AProcess(SimpleTestCase):
    """Goes on once the database is back, however its connection tells that it is gone."""

    def test_it_starts_anew(self) -> None:
        process = CourierProcess([])
        end = process._stopping.set  # noqa: SLF001 - as a signal does
        outcomes = [DatabaseError("gone"), InterfaceError("closed"), None]

        def work() -> None:
            outcome = outcomes.pop(0)
            if outcome is None:
                return end()
            raise outcome

        with (
            self.settings(IRSITE_ALERTS=True, IRSITE_WEBSUB_HUB=""),
            mock.patch.object(process, "_run", work),
            mock.patch.object(running, "RETRY_AFTER", 0),
            mock.patch.object(running, "set_at_stop_signals"),
            mock.patch.object(running, "refuse_to_create_database"),
            mock.patch.object(running, "connections"),
            self.assertLogs(running.logger, "ERROR") as logged,
        ):
            process.run()
        assert not outcomes
        assert len(logged.output) == 2

    def test_a_courier_is_stopped_where_its_connection_is_closed_already(self) -> None:
        courier = SimpleNamespace(stop=mock.Mock(side_effect=InterfaceError("closed")))
        CourierEnd(courier).close()  # type: ignore[arg-type]  # a stand-in with `stop`
        courier.stop.assert_called_once_with()
