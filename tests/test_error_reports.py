"""Reports of errors to a Sentry: types and places, and nothing that was there."""

from __future__ import annotations

import json
import logging
from typing import Any
from unittest import mock

from django.db import DataError, transaction
from django.test import Client, TestCase

from sentry_sdk.envelope import Envelope
from sentry_sdk.transport import Transport

from irsite.error_reports import SentryHandler
from releases.desk import sharing
from releases.models import OldPath
from releases.text.request_ids import current_request_id

HEADLINE = "Larkmoor to Be Acquired by Quillfen"
DSN = "https://public@errors.example.com/1"


class Collector(Transport):
    """Keeps what would be sent."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[bytes] = []

    def capture_envelope(self, envelope: Envelope) -> None:
        """Keep the bytes of an envelope."""
        self.sent.append(envelope.serialize())


class AReport(TestCase):
    """Is what the handler sends for an error."""

    def setUp(self) -> None:
        self.collector = Collector()
        handler = SentryHandler(DSN, transport=self.collector)
        logging.getLogger().addHandler(handler)
        self.addCleanup(logging.getLogger().removeHandler, handler)

    def report(self) -> dict[str, Any]:
        """Return the one report that was sent, which quotes nothing."""
        (sent,) = self.collector.sent
        assert HEADLINE.encode() not in sent
        assert b"Quillfen" not in sent
        event: dict[str, Any] = json.loads(sent.splitlines()[2])
        return event

    def test_a_failing_request_is_reported_without_a_value_of_it(self) -> None:
        token = current_request_id.set("0123456789abcdef")
        self.addCleanup(current_request_id.reset, token)

        def find_link(key: str, **options: Any) -> None:
            headline = HEADLINE  # a local variable
            raise ValueError(headline)

        client = Client(raise_request_exception=False)
        client.cookies["draft"] = "Quillfen"
        with mock.patch.object(sharing, "find_link", find_link):
            response = client.post(
                f"/preview/{'Quillfen' * 4}/",
                {"headline": HEADLINE},
                headers={"referer": f"https://ir.example.com/?q={HEADLINE}"},
            )
        assert response.status_code == 500
        report = self.report()
        assert report["message"] == "%s: %s"
        assert report["tags"] == {"request": "0123456789abcdef"}
        error = report["exception"]["values"][-1]
        assert error["type"] == "ValueError"
        assert "value" not in error
        frame = error["stacktrace"]["frames"][-1]
        assert frame["function"] == "find_link"
        assert frame.keys() == {"filename", "lineno", "function"}
        assert not {"request", "user", "extra", "contexts", "modules"} & report.keys()

    def test_a_cause_is_reported_by_its_type(self) -> None:
        try:
            try:
                with transaction.atomic():
                    OldPath.objects.create(path=HEADLINE * 100, address="")
                    raise DataError(HEADLINE)
            except Exception as cause:
                raise RuntimeError(HEADLINE) from cause
        except RuntimeError:
            logging.getLogger("releases").exception("Cannot save it.")
        report = self.report()
        assert report["message"] == "Cannot save it."
        *_, reason, effect = report["exception"]["values"]
        assert effect["type"] == "RuntimeError"
        assert reason["type"] != "RuntimeError"

    def test_a_sentence_is_reported_without_its_arguments(self) -> None:
        logging.getLogger("releases").error("Cannot render %s.", HEADLINE)
        assert self.report()["message"] == "Cannot render %s."

    def test_what_a_library_has_put_together_is_not_reported(self) -> None:
        logging.getLogger("granian").error("Cannot answer for " + HEADLINE)  # noqa: G003 - as others do
        report = self.report()
        assert "message" not in report
        assert report["logger"] == "granian"

    def test_warnings_are_not_reported(self) -> None:
        logging.getLogger("releases").warning("Slow")
        assert self.collector.sent == []
