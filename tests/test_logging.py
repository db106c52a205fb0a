"""The server's own log: what Django and the newsroom write to standard error."""

from __future__ import annotations

import datetime as dt
import io
import json
import logging
import logging.config
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO
from unittest import mock

from django.conf import settings
from django.test import Client, SimpleTestCase, override_settings

from releases.desk import sharing
from releases.management.serving.supervisor import JSON_LOG, Supervisor
from releases.readers.keys import KeyPurpose, make_key, new_secret
from releases.readers.models.subscriber import SubscriberQuerySet
from releases.text.error_log import JsonErrorFormatter
from releases.text.request_ids import current_request_id
from tests.builders import SEVEN
from tests.text.test_link_keys import KEY


def console() -> logging.StreamHandler[TextIO]:
    """Return the one handler that the settings configure."""
    (handler,) = (h for h in logging.getLogger().handlers if h.get_name() == "console")
    assert isinstance(handler, logging.StreamHandler)
    return handler


@contextmanager
def server_log() -> Iterator[io.StringIO]:
    """Collect what is logged in place of writing it to standard error."""
    handler = console()
    log = io.StringIO()
    with (
        mock.patch.object(handler, "stream", log),
        # Other tests may have logged the same error in the last minute.
        mock.patch.object(handler, "filters", []),
    ):
        yield log


class JsonLines(SimpleTestCase):
    """Say the same for machines."""

    def test_an_error_is_one_line_without_its_message(self) -> None:
        formatter = logging.config.dictConfigClass({}).configure_formatter(
            settings.LOGGING["formatters"]["json"].copy()
        )
        token = current_request_id.set("0123456789abcdef")
        self.addCleanup(current_request_id.reset, token)
        handler = console()
        failure = mock.patch.object(
            sharing, "find_link", side_effect=ValueError(f"/preview/{KEY}/")
        )
        with (
            mock.patch.object(handler, "formatter", formatter),
            failure,
            server_log() as log,
        ):
            Client(raise_request_exception=False).get(f"/preview/{KEY}/")
        (line,) = log.getvalue().splitlines()
        assert KEY not in line
        entry = json.loads(line)
        assert entry["message"] == "Internal Server Error: /preview/..."
        assert entry["level"] == "ERROR"
        assert entry["logger"] == "django.request"
        assert entry["request"] == "0123456789abcdef"
        assert entry["error"] == "ValueError"
        assert any("find_link" in place or "mock" in place for place in entry["places"])
        assert dt.datetime.fromisoformat(entry["time"]).tzinfo

    def test_a_line_without_an_error_or_a_request_has_neither(self) -> None:
        record = logging.LogRecord("releases", 30, "", 1, "Slow: %s", ("disk",), None)
        entry = json.loads(JsonErrorFormatter().format(record))
        assert entry["message"] == "Slow: disk"
        assert not {"request", "error", "places"} & entry.keys()

    def test_granian_writes_its_own_lines_so(self) -> None:
        config = json.loads(JSON_LOG.read_text())
        assert config["formatters"]["json"]["()"] == (
            f"{JsonErrorFormatter.__module__}.{JsonErrorFormatter.__qualname__}"
        )
        for log_format, named in (("text", False), ("json", True)):
            with override_settings(IRSITE_LOG_FORMAT=log_format):
                supervisor = Supervisor(
                    host="127.0.0.1", port=1, workers=1, seconds_to_instant=lambda: None
                )
            assert (str(JSON_LOG) in supervisor.command) is named


class TheServersLog(SimpleTestCase):
    """It has no preview's key, and nothing that an error quotes."""

    def test_a_failing_request_is_logged_without_its_key(self) -> None:
        failure = mock.patch.object(
            sharing, "find_link", side_effect=ValueError(f"/preview/{KEY}/")
        )
        with failure, server_log() as log:
            response = Client(raise_request_exception=False).get(f"/preview/{KEY}/")
        assert response.status_code == 500
        assert "Internal Server Error: /preview/..." in log.getvalue()
        assert "ValueError" in log.getvalue()
        assert KEY not in log.getvalue()

    def test_nor_has_it_a_readers_key_or_address(self) -> None:
        key = make_key(KeyPurpose.LEAVE, subscriber_id=7, secret=new_secret(), at=SEVEN)
        failure = mock.patch.object(
            SubscriberQuerySet, "with_key", side_effect=ValueError("ana@example.org")
        )
        with failure, server_log() as log:
            response = Client(raise_request_exception=False).get(
                f"/alerts/leave/{key}/"
            )
        assert response.status_code == 500
        assert "Internal Server Error: /alerts/..." in log.getvalue()
        assert "ValueError" in log.getvalue()
        assert key not in log.getvalue()
        assert "ana@" not in log.getvalue()

    def test_a_line_has_the_id_of_its_request(self) -> None:
        token = current_request_id.set("0123456789abcdef")
        self.addCleanup(current_request_id.reset, token)
        with server_log() as log:
            logging.getLogger("releases").warning("Slow")
        assert log.getvalue().endswith("WARNING releases [0123456789abcdef]: Slow\n")

    def test_an_address_among_a_messages_values_is_masked(self) -> None:
        with server_log() as log:
            logging.getLogger("releases").warning(
                "Forbidden (Referer checking failed - %s): %s",
                f"https://ir.example.com/preview/{KEY}/",
                "/admin/login/",
            )
        assert log.getvalue().endswith(
            "Forbidden (Referer checking failed - https://ir.example.com/preview/... "
            "/admin/login/\n"
        )

    def test_every_handler_writes_so_and_no_logger_of_django_has_its_own(self) -> None:
        handlers = settings.LOGGING["handlers"]
        assert handlers
        for name, handler in handlers.items():
            with self.subTest(name):
                assert handler["formatter"] == "text"
        assert logging.getLogger("django").handlers == []
        assert console() in logging.getLogger("django.server").handlers
