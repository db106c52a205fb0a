"""Fill in the form for subscribing, and read the answers, as a browser without scripts does."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django.test import Client, TestCase

from releases.readers.keys import KeyPurpose
from releases.readers.models import Subscriber
from releases.text.public_paths import ALERTS, reader_path
from tests.builders import SEVEN
from tests.clock import travel

ADDRESS = "ana@example.org"
KEY = re.compile(r"/alerts/(\w+)/([\w-]+)/")


def filled(**fields: Any) -> dict[str, Any]:
    """Return the fields of a form for all releases, at once, and these."""
    return {
        "address": ADDRESS,
        "releases": ["releases"],
        "pace": "at_once",
        "digest_hour": "7",
        "zone": "UTC",
        "language": "en",
        "topic": "",
    } | fields


class AlertsTestCase(TestCase):
    """Tests of a site that sends mails; CSRF checks are on, and no answer sets a cookie."""

    databases = "__all__"

    def setUp(self) -> None:
        self.enterContext(self.settings(IRSITE_ALERTS=True))
        self.client = Client(enforce_csrf_checks=True)

    def get(self, path: str, *, at: dt.datetime = SEVEN, **options: Any) -> Any:
        """Return the answer to GET."""
        with travel(at):
            return self.checked(self.client.get(path, **options))

    def post(
        self, path: str, data: Any = None, *, at: dt.datetime = SEVEN, **options: Any
    ) -> Any:
        """Return the answer to POST."""
        with travel(at):
            return self.checked(self.client.post(path, data or {}, **options))

    def checked(self, response: Any) -> Any:
        """Return the answer, which sets no cookie."""
        assert not response.cookies
        assert "Set-Cookie" not in response.headers
        return response

    def subscribe(self, **fields: Any) -> Any:
        """Send the form with these fields at SEVEN; return the answer."""
        return self.post(ALERTS, filled(**fields))


def key_path(
    subscriber: Subscriber, purpose: KeyPurpose, *, at: dt.datetime = SEVEN
) -> str:
    """Return the path that the subscriber's key for this purpose opens."""
    return reader_path(purpose, subscriber.make_key(purpose, at=at))
