"""A press before an instant: a release with a file and an event is scheduled."""

from __future__ import annotations

import datetime as dt
import threading

from releases.models import PublishedFile, Release
from releases.pagecache import worker_status
from releases.pagecache.prerender import Prerenderer
from tests.builders import (
    SEVEN,
    make_attachment,
    make_event,
    make_issuer,
    make_release,
    publish,
    schedule,
)
from tests.clock import travel
from tests.pagecache.requests import PressTestCase, agree, the_connection_is_the_tests
from tests.public.reading import save_and_publish

DAY = dt.timedelta(days=1)


class AheadTestCase(PressTestCase):
    """A release with a file and an event is scheduled for SEVEN."""

    release: Release

    def setUp(self) -> None:
        super().setUp()
        self.woken = threading.Event()
        self.ahead = Prerenderer(
            self.press.room, wake=self.woken, also=self.tell, rest=0
        )

    @classmethod
    def setUpTestData(cls) -> None:
        save_and_publish(make_issuer(), at=SEVEN - 2 * DAY)
        publish(slug="before", at=SEVEN - DAY)
        with travel(SEVEN - DAY):
            event = make_event(slug="call")
            release = make_release(slug="results", headline="Kestrel", events=(event,))
            make_attachment(release)
        cls.release = schedule(release, live_from=SEVEN)

    def tell(self) -> None:
        """Say how this worker stands."""
        worker_status.tell(self.press.room, self.ahead)

    def cycle(self, *, at: dt.datetime, on_beat: bool = True) -> None:
        """What the thread does once."""
        with travel(at), the_connection_is_the_tests():
            agree(self.press)
            self.press.room.look()
            self.press.room.shelf.at(self.press.room.clock.now())
            self.ahead.cycle(on_beat=on_beat)
            self.tell()

    def changed(self) -> list[str]:
        """What the release is seen at."""
        file = PublishedFile.objects.get()
        return [
            "/",
            "/releases/",
            "/releases/2026/",
            "/releases/category/financial-results/",
            "/releases/2026/results/",
            "/releases/rss.xml",
            "/events/",
            "/events/call/",
            f"/files/{file.token}/{file.name}",
        ]
