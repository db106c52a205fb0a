"""Errors in the log: no value that they quote leaves by it."""

from __future__ import annotations

import logging
import threading
from unittest import mock

from django.db import DataError, IntegrityError, OperationalError, transaction
from django.test import Client, TestCase

from releases.desk import sharing
from releases.models import OldPath
from releases.pagecache.startup import log_uncaught
from releases.text.error_log import RepeatedErrors
from tests.test_logging import server_log

HEADLINE = "Larkmoor to Be Acquired by Quillfen"


class AnErrorUnderEmbargo(TestCase):
    """Is described by its type and its place."""

    def test_an_error_that_quotes_a_row_is_logged_without_it(self) -> None:
        for error_type in (IntegrityError, DataError, ValueError, KeyError):
            with self.subTest(error_type), server_log() as log:
                with mock.patch.object(
                    sharing, "find_link", side_effect=quoting_error(error_type)
                ):
                    Client(raise_request_exception=False).get("/preview/x/")
                assert error_type.__name__ in log.getvalue()
                assert "in find_link" in log.getvalue() or "mock.py" in log.getvalue()
                assert HEADLINE not in log.getvalue()

    def test_an_error_among_a_messages_values_is_described_without_its_own(
        self,
    ) -> None:
        logger = logging.getLogger("releases")
        with server_log() as log:
            logger.error("Cannot save: %s", quoting_error(IntegrityError))
            logger.error(quoting_error(DataError))
            logger.error("Cannot reach it: %s", OperationalError("refused\nLINE 1: x"))
            logger.error("Cannot write: %s", OSError(28, "No space left", HEADLINE))
        assert HEADLINE not in log.getvalue()
        assert "Cannot save: IntegrityError\n" in log.getvalue()
        assert "Cannot reach it: OperationalError: refused\n" in log.getvalue()
        assert "Cannot write: OSError: No space left\n" in log.getvalue()

    def test_a_thread_that_ends_is_logged_so_too(self) -> None:
        error = quoting_error(IntegrityError)
        with server_log() as log:
            log_uncaught(
                threading.ExceptHookArgs(
                    (type(error), error, error.__traceback__, None)
                )
            )
        assert "IntegrityError" in log.getvalue()
        assert HEADLINE not in log.getvalue()

    def test_the_same_error_is_written_once_a_minute_with_its_number(self) -> None:
        repeated = RepeatedErrors()
        error = quoting_error(ValueError)
        record = logging.makeLogRecord({"msg": "Cannot", "exc_info": (0, error, None)})
        with mock.patch("time.monotonic", side_effect=[100, 101, 102, 161]):
            passed = [repeated.filter(record) for _ in range(4)]
        assert passed == [True, False, False, True]
        assert record.msg == "Cannot (2 more in the last minute)"

    def test_what_the_database_itself_refuses_is_logged_without_its_row(self) -> None:
        OldPath.objects.create(path=HEADLINE, address="2026/a")
        with server_log() as log:
            try:
                with transaction.atomic():
                    OldPath.objects.create(path=HEADLINE, address="2026/b")
            except IntegrityError as error:
                logging.getLogger("releases").exception("Cannot save: %s", error)
        assert "Cannot save: IntegrityError" in log.getvalue()
        assert HEADLINE not in log.getvalue()


def quoting_error(error_type: type[Exception]) -> Exception:
    """Return an error whose message, cause and note quote a headline."""
    error = error_type(f"Failing row contains (12, {HEADLINE}).")
    error.__cause__ = ValueError(HEADLINE)
    error.add_note(HEADLINE)
    return error
