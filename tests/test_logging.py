"""The server's own log: what Django and the newsroom write to standard error."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO
from unittest import mock

from django.conf import settings
from django.test import Client, SimpleTestCase

from releases.desk import sharing
from releases.readers.keys import KeyPurpose, make_key, new_secret
from releases.readers.models.subscriber import SubscriberQuerySet
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
                assert handler["formatter"] == "errors"
        assert logging.getLogger("django").handlers == []
        assert console() in logging.getLogger("django.server").handlers
