"""A page cache before an instant: a release with a file and an event is scheduled."""

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
    put_on_record,
    schedule,
)
from tests.clock import travel
from tests.pagecache.client import (
    PageCacheTestCase,
    keep_test_connection,
    synchronize,
)
from tests.public.html_pages import save_and_publish

DAY = dt.timedelta(days=1)


class PrerenderTestCase(PageCacheTestCase):
    """A release with a file and an event is scheduled for SEVEN."""

    release: Release

    def setUp(self) -> None:
        super().setUp()
        self.wake = threading.Event()
        self.prerenderer = Prerenderer(
            self.application.cache,
            wake=self.wake,
            report=self.report,
            pause_factor=0,
        )

    @classmethod
    def setUpTestData(cls) -> None:
        save_and_publish(make_issuer(), at=SEVEN - 2 * DAY)
        put_on_record(slug="before", at=SEVEN - DAY)
        with travel(SEVEN - DAY):
            event = make_event(slug="call")
            release = make_release(slug="results", headline="Kestrel", events=(event,))
            make_attachment(release)
        cls.release = schedule(release, live_from=SEVEN)

    def report(self) -> None:
        """Report this worker's status."""
        worker_status.report(self.application.cache, self.prerenderer)

    def cycle(self, *, at: dt.datetime, regular: bool = True) -> None:
        """Run one cycle of the prerenderer's thread, after a poll."""
        with travel(at), keep_test_connection():
            synchronize(self.application)
            cache = self.application.cache
            cache.poll()
            cache.snapshots.snapshot_at(cache.clock.now())
            self.prerenderer.cycle(regular=regular)
            self.report()

    def changed_paths(self) -> list[str]:
        """Return the paths on which the release is seen."""
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
