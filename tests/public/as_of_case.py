"""A newsroom with a past, and requests of its pages as of a moment."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.auth.models import User
from django.http.response import HttpResponseBase
from django.test import Client

from releases.models import Attachment, Release
from tests.builders import (
    SEVEN,
    make_attachment,
    make_contact,
    make_event,
    make_issuer,
    make_release,
    make_user,
    put_on_record,
)
from tests.clock import travel
from tests.public.html_pages import (
    Page,
    ReaderTestCase,
    correct,
    save_and_publish,
)

HOUR = dt.timedelta(hours=1)
PAGE = "/releases/2026/results/"
CORRECTED = SEVEN + HOUR
LATER = SEVEN + 4 * HOUR
THEN = "/as-of/2026-03-03T12:30:00Z"


def as_of(moment: dt.datetime, path: str = "/") -> str:
    """Return the address of a page as of a moment."""
    return f"/as-of/{moment:%Y-%m-%dT%H:%M:%SZ}{path}"


class AsOfTestCase(ReaderTestCase):
    """A newsroom with a corrected release, an event and a file; staff who may read the record."""

    release: Release
    file: Attachment
    staff: User

    @classmethod
    def setUpTestData(cls) -> None:
        make_issuer()
        with travel(SEVEN - HOUR):
            cls.release = make_release(
                slug="results", events=(make_event(slug="call"),)
            )
            cls.file = make_attachment(cls.release)
        put_on_record(cls.release)
        save_and_publish(make_contact(), at=SEVEN)
        correct(cls.release, at=CORRECTED, notice="A slip.", body="<p>It fell.</p>")
        cls.staff = make_user("vera", groups=("Authors",))

    def setUp(self) -> None:
        self.client.force_login(self.staff)

    def get(
        self, address: str, *, at: dt.datetime = LATER, client: Client | None = None
    ) -> HttpResponseBase:
        """Request an address at a moment, as staff or with this client."""
        with travel(at):
            return (client or self.client).get(address)

    def page(self, address: str, *, status: int = 200, **options: Any) -> Page:
        """Request an address and parse the response, which must have this status."""
        response = self.get(address, **options)
        assert response.status_code == status, (address, response.status_code)
        return Page(response.getvalue())
