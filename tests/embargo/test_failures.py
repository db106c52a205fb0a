"""A page of a release under embargo that fails to render gives nothing of it away."""

from __future__ import annotations

import datetime as dt
import threading
from unittest import mock

from django.test import Client
from django.urls import reverse

from releases.desk import sharing
from releases.models import Release
from releases.pagecache.prerender import Prerenderer
from releases.previews import guests
from releases.public.release import ReleasePage
from tests.builders import SEVEN, author, make_issuer, put_on_record, schedule
from tests.clock import MICROSECOND, SECOND, travel
from tests.pagecache.client import (
    PageCacheTestCase,
    Response,
    keep_test_connection,
    synchronize,
)

HOUR = dt.timedelta(hours=1)
SECRET = "Larkmoor to Merge with Hollin"
PAGE = "/releases/2026/merger/"


class AFailure(PageCacheTestCase):
    """The release's own words are in the exception."""

    release: Release

    @classmethod
    def setUpTestData(cls) -> None:
        make_issuer()
        put_on_record(slug="public", at=SEVEN - 24 * HOUR)
        cls.release = schedule(headline=SECRET, slug="merger", live_from=SEVEN)

    def failing_page(self) -> mock._patch[mock.MagicMock]:
        """Have the release's page fail with its headline in the error."""
        return mock.patch.object(
            ReleasePage, "get_context_data", side_effect=ValueError(SECRET)
        )

    def answers(self) -> list[Response]:
        """Return what the public gets just before the instant."""
        return [
            self.request(address, at=SEVEN - MICROSECOND)
            for address in ("/", "/releases/", "/releases/rss.xml", PAGE, "/no/page/")
        ]

    def test_of_rendering_in_advance_shows_in_no_answer(self) -> None:
        before = self.answers()
        prerenderer = Prerenderer(
            self.application.cache,
            wake=threading.Event(),
            report=lambda: None,
            pause_factor=0,
        )
        with (
            self.failing_page() as page,
            self.assertLogs("releases.pagecache.prerender"),
            self.assertLogs("django.request"),
            travel(SEVEN - 20 * SECOND),
            keep_test_connection(),
        ):
            synchronize(self.application)
            self.application.cache.poll()
            prerenderer.cycle(regular=True)
        assert page.called
        assert self.answers() == before

    def test_at_the_instant_says_nothing_of_its_cause(self) -> None:
        with self.failing_page(), self.assertLogs("django.request"):
            response = self.request(PAGE, at=SEVEN)
        assert response.status >= 500
        assert "Merge" not in f"{response.headers}{response.body!r}"

    def test_of_a_preview_says_nothing_of_its_cause(self) -> None:
        at = SEVEN - HOUR
        with travel(at):
            link = sharing.share_preview(
                self.release, by=author(), at=at, whom="Robin Alder", expires_at=SEVEN
            )
        address = reverse("newsroom:preview", args=[sharing.token_of(link)])
        with (
            travel(at),
            mock.patch.object(
                guests, "preview_context", side_effect=ValueError(SECRET)
            ),
            self.assertLogs("django.request"),
        ):
            response = Client(raise_request_exception=False).post(address)
        assert response.status_code == 500
        assert "Merge" not in f"{response.headers}{response.content!r}"
